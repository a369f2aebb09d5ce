//! An engine's services over a store of their own, made anew every so often: what inputs
//! leave behind would otherwise add up.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use ferrogate_api::Operations;
use ferrogate_auth::{AccessKeys, Caller, DevKeys, RootKey, Secret, StaticKeys, Verifier};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{AccountId, Clock, Shutdown, TimestampMs};
use ferrogate_identity::Identity;
use ferrogate_identity::web::{NoSource, Providers};
use ferrogate_image::blobs::{BlobOptions, BlobStore};
use ferrogate_records::Scope;
use ferrogate_registry::{Catalog, Options as RegistryOptions, Registry, TokenKey};
use ferrogate_services::keyring::Keyring;
use ferrogate_services::logs::Logs;
use ferrogate_services::{ce, ec2, ecr, ecs, elbv2, iam, kms, logs, route53, secretsmanager, sts};
use ferrogate_state::State;
use ferrogate_store::{Kv, Prefix, SqliteOptions, SqliteStore, list_all};
use ferrogate_telemetry::{LogStore, Options as LogOptions};
use ferrogate_wire::{Body, Config, Engine, Limits, Listener, RawRequest, Server};
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::runtime::Runtime;

/// Inputs for one rig.
const INPUTS_MAX: u32 = 2000;

pub(super) const NOW: TimestampMs = TimestampMs(1_767_323_045_000);
pub(super) const REGION: &str = "us-east-1";

pub(super) fn account() -> AccountId {
    "000000000000".parse().expect("twelve digits")
}

/// Runs on one thread, but for what blocks.
pub(super) struct Rig {
    pub(super) runtime: Runtime,
    pub(super) table: Operations,
    pub(super) registry: Registry,
    identity: Arc<Identity>,
    keys: Arc<dyn AccessKeys>,
    clock: Arc<dyn Clock>,
    shutdown: Shutdown,
    store: SqliteStore,
    log_store: LogStore,
    pub(super) dir: TempDir,
}

thread_local! {
    static RIG: RefCell<Option<(Rig, u32)>> = const { RefCell::new(None) };
}

/// Calls `work` with a rig. With a `door` its operations are behind a socket, and there only.
pub(super) fn with<T>(door: bool, work: impl FnOnce(&Rig) -> T) -> T {
    RIG.with_borrow_mut(|slot| {
        if slot.as_ref().is_some_and(|(_, used)| *used >= INPUTS_MAX)
            && let Some((rig, _)) = slot.take()
        {
            rig.end();
        }
        let (rig, used) = slot.get_or_insert_with(|| (Rig::new(), 0));
        if door && *used == 0 {
            rig.serve();
        }
        *used += 1;
        work(rig)
    })
}

impl Rig {
    fn new() -> Self {
        let runtime = runtime();
        let dir = tempfile::tempdir().expect("there is room for a folder");
        runtime.block_on(Self::open(dir)).finish(runtime)
    }

    async fn open(dir: TempDir) -> Opened {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(NOW));
        let shutdown = Shutdown::new();
        let store = SqliteStore::open(&dir.path().join("state"), SqliteOptions::for_tests())
            .expect("a new store opens");
        let state = State::open(Arc::new(store.clone()), clock.clone(), &shutdown)
            .await
            .expect("a new store is read");
        let options = LogOptions { group_ms: 0, ..LogOptions::default() };
        let (log_store, _) = LogStore::open(dir.path().join("logs"), options, clock.clone())
            .await
            .expect("a new log store opens");
        let blobs =
            BlobStore::open(&dir.path().join("blobs"), BlobOptions::default(), clock.clone());
        let catalog = Catalog::new(state.clone(), blobs.expect("a new blob store opens"));
        let token_key = Arc::new(TokenKey::random().expect("the kernel has random bytes"));
        let known =
            StaticKeys::new().with("AKIDEXAMPLE", Secret::new("secret"), Caller::root(account()));
        let root_key = RootKey::random().expect("the kernel has random bytes");
        let identity = Identity::new(state.clone(), account(), Arc::new(known), &root_key);
        let identity = Arc::new(identity);
        let keys: Arc<dyn AccessKeys> =
            Arc::new(DevKeys::new(identity.clone(), Caller::root(account())));
        let options = RegistryOptions {
            dev: true,
            create_on_push: true,
            ..RegistryOptions::new(Scope::new(account(), REGION))
        };
        let registry = Registry::new(
            catalog.clone(),
            keys.clone(),
            token_key.clone(),
            identity.clone(),
            options,
        );
        let mut table = Operations::new();
        ecs::register(&mut table, state.clone(), Arc::default(), ecs::Functions::default());
        ec2::register(&mut table, state.clone());
        ce::register(&mut table, state.clone(), ce::Prices::default());
        logs::register(&mut table, Logs::new(state.clone(), log_store.clone()));
        elbv2::register(&mut table, state.clone(), None);
        route53::register(&mut table, state.clone());
        let keyring = Keyring::new(state.clone(), &root_key);
        kms::register(&mut table, state.clone(), keyring.clone());
        secretsmanager::register(&mut table, state.clone(), keyring);
        let providers = Providers::new(Arc::new(NoSource), state.clock.clone());
        sts::register(&mut table, identity.clone(), keys.clone(), Arc::new(providers));
        iam::register(&mut table, iam::Iam::new(state, &root_key));
        let endpoint = "http://127.0.0.1:4566".to_owned();
        ecr::register(&mut table, ecr::Parts { catalog, token_key, endpoint });
        Opened { table, registry, identity, keys, clock, shutdown, store, log_store, dir }
    }

    /// Where the front door is.
    pub(super) fn socket(&self) -> PathBuf {
        self.dir.path().join("api.sock")
    }

    fn serve(&mut self) {
        let _context = self.runtime.enter();
        let listener = UnixListener::bind(self.socket()).expect("the socket is new");
        let registry = self.registry.clone();
        let server = Server::new(Engine {
            config: Config {
                version: "0.0.0",
                default_region: REGION.into(),
                default_account: account(),
                hosts: vec!["amazonaws.com".into()],
                dev: true,
                limits: Limits::default(),
            },
            services: ferrogate_api::SERVICES,
            operations: std::mem::take(&mut self.table),
            verifier: Verifier::new(self.keys.clone(), self.clock.clone()),
            authorizer: self.identity.clone(),
            clock: self.clock.clone(),
        })
        .raw("/v2", move |raw: RawRequest| {
            let registry = registry.clone();
            async move { registry.serve(&raw.request_id, raw.request).await.map(Body::stream) }
        });
        server.serve(vec![Listener::unix(listener)], &self.shutdown);
    }

    /// Everything in the store.
    pub(super) fn records(&self) -> Vec<Kv> {
        let everything = Prefix::root();
        let all = list_all(&self.store, &everything);
        self.runtime.block_on(all).expect("the store can be read").0
    }

    fn end(self) {
        self.runtime.block_on(async {
            self.shutdown.finish().await;
            self.log_store.close().await;
            self.store.close().await;
        });
    }
}

/// A rig without the runtime that it was opened on.
struct Opened {
    table: Operations,
    registry: Registry,
    identity: Arc<Identity>,
    keys: Arc<dyn AccessKeys>,
    clock: Arc<dyn Clock>,
    shutdown: Shutdown,
    store: SqliteStore,
    log_store: LogStore,
    dir: TempDir,
}

impl Opened {
    fn finish(self, runtime: Runtime) -> Rig {
        let Self { table, registry, identity, keys, clock, shutdown, store, log_store, dir } = self;
        Rig { runtime, table, registry, identity, keys, clock, shutdown, store, log_store, dir }
    }
}

/// A runtime on the calling thread.
pub(super) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the kernel gives a poll descriptor")
}
