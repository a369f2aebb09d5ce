//! An engine's services in a folder of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ferrogate_api::{Cx, Failure, Location, Operation, Operations, json, validate};
use ferrogate_auth::{AccessKeys, Authority, Caller, RootKey, Secret, StaticKeys};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{AccountId, Clock, Shutdown, TimestampMs};
use ferrogate_identity::Identity;
use ferrogate_identity::web::{Fetched, Providers, Source, Unfetched};

use ferrogate_metrics::{MetricStore, rightsize};
use ferrogate_records::Scope;
use ferrogate_registry::{BlobOptions, BlobStore, Catalog, TokenKey};
use ferrogate_services::acm::Acm;
use ferrogate_services::elbv2::bucket::{Buckets, Objects, Reading, Unread};
use ferrogate_services::iam::Iam;
use ferrogate_services::keyring::Keyring;
use ferrogate_services::logs::Logs;
use ferrogate_services::ssm::Parameters;
use ferrogate_services::task_secrets::TaskSecrets;
use ferrogate_services::{
    acm, autoscaling, cloudwatch, compute_optimizer, ec2, ecr, ecs, elbv2, iam, kms, logs,
    organizations, route53, scheduler, secretsmanager, ssm, sts,
};
use ferrogate_state::State;
use ferrogate_store::{Key, Kv, Op, Read, Rev, SqliteOptions, SqliteStore, Store};
use ferrogate_telemetry::{LogStore, Options};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const NOW_MS: u64 = 1_700_000_000_000;
pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "eu-central-1";
pub(crate) const KEY_ID: &str = "AKIDEXAMPLE000000000";
/// Ends a test that hangs; nothing here takes so long on any machine.
const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) struct Rig {
    pub(crate) table: Operations,
    pub(crate) state: Arc<State>,
    pub(crate) secrets: Arc<TaskSecrets>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) logs: Arc<Logs>,
    pub(crate) log_store: LogStore,
    pub(crate) metrics: MetricStore,
    pub(crate) catalog: Catalog,
    pub(crate) clock: ManualClock,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) pages: Pages,
    cx: Arc<Cx>,
    store: SqliteStore,
    shutdown: Shutdown,
    dir: TempDir,
}

/// Buckets that whoever tests can write.
struct Folder(std::path::PathBuf);

impl Objects for Folder {
    fn read<'o>(&'o self, bucket: &'o str, key: &'o str, max: u64) -> Reading<'o> {
        let read = std::fs::read(self.0.join(bucket).join(key));
        let found = read.map_err(|_| Unread::Missing);
        let fits = |bytes: Vec<u8>| match bytes.len() as u64 > max {
            true => Err(Unread::TooLarge),
            false => Ok(bytes),
        };
        Box::pin(std::future::ready(found.and_then(fits)))
    }
}

/// What providers of OpenID Connect have under their addresses.
#[derive(Clone, Default)]
pub(crate) struct Pages(Arc<Mutex<HashMap<String, Value>>>);

impl Pages {
    pub(crate) fn put(&self, url: &str, page: Value) {
        self.0.lock().unwrap().insert(url.to_owned(), page);
    }
}

impl Source for Pages {
    fn get(&self, url: String, _: Vec<String>) -> Fetched {
        let page = self.0.lock().unwrap().get(&url).map(|page| page.to_string().into_bytes());
        Box::pin(async move { page.ok_or(Unfetched::Unreachable) })
    }
}

/// What an operation answers: its output as JSON, or code and text.
pub(crate) type Answer = Result<Value, (String, String)>;

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap()).await
    }

    async fn in_folder(dir: TempDir) -> Self {
        let clock = ManualClock::new(TimestampMs(NOW_MS));
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let store =
            SqliteStore::open(&dir.path().join("state"), SqliteOptions::for_tests()).unwrap();
        let shutdown = Shutdown::new();
        let handle: Arc<dyn Store> = Arc::new(store.clone());
        let state = State::open(handle, shared.clone(), &shutdown).await.unwrap();
        let options = Options { group_ms: 0, ..Options::default() };
        let (log_store, _) =
            LogStore::open(dir.path().join("logs"), options, shared.clone()).await.unwrap();
        let (metrics, _) =
            MetricStore::open(&dir.path().join("metrics"), Default::default(), shared.clone())
                .unwrap();
        let blobs =
            BlobStore::open(&dir.path().join("blobs"), BlobOptions::default(), shared).unwrap();
        let catalog = Catalog::new(state.clone(), blobs);
        let logs = Logs::new(state.clone(), log_store.clone());
        let root = Caller::root(account());
        let keys = StaticKeys::new().with(KEY_ID, Secret::new("secret"), root);
        let keys: Arc<dyn AccessKeys> = Arc::new(keys);
        let mut table = Operations::new();
        cloudwatch::metrics::register(&mut table, metrics.clone(), Arc::new(clock.clone()));
        logs::register(&mut table, logs.clone());
        let urls = [("check".to_owned(), "http://127.0.0.1/".to_owned())];
        let functions = ecs::Functions::new(urls.into());
        ecs::register(&mut table, state.clone(), Arc::default(), functions);
        let parts = ecr::Parts {
            catalog: catalog.clone(),
            token_key: Arc::new(TokenKey::random().unwrap()),
            endpoint: "http://127.0.0.1:4566".into(),
        };
        ecr::register(&mut table, parts);
        ec2::register(&mut table, state.clone());
        std::fs::create_dir_all(dir.path().join("buckets/my-logs")).unwrap();
        let names = dir.path().join("buckets");
        let objects = Arc::new(Folder(names.clone()));
        elbv2::register(&mut table, state.clone(), Some(Buckets { names, objects }));
        route53::register(&mut table, state.clone());
        cloudwatch::alarms::register(&mut table, state.clone());
        scheduler::register(&mut table, state.clone());
        autoscaling::register(&mut table, state.clone());
        let prices = compute_optimizer::Prices {
            x86: rightsize::Prices { vcpu: 0.04048, memory: 0.004_445 },
            arm: rightsize::Prices { vcpu: 0.03238, memory: 0.00356 },
            spot: 0.3,
        };
        compute_optimizer::register(&mut table, state.clone(), metrics.clone(), prices);
        let root_key = RootKey::load_or_create(&dir.path().join("root-key")).unwrap();
        let keyring = Keyring::new(state.clone(), &root_key);
        kms::register(&mut table, state.clone(), keyring.clone());
        secretsmanager::register(&mut table, state.clone(), keyring.clone());
        let authority = Authority::load_or_create(dir.path(), clock.now()).unwrap();
        acm::register(&mut table, Acm::new(state.clone(), &root_key, Arc::new(authority)));
        let identity = Arc::new(Identity::new(state.clone(), account(), keys.clone(), &root_key));
        let parameters = Parameters::new(state.clone(), &root_key);
        ssm::register(&mut table, Arc::default(), parameters.clone());
        let secrets =
            TaskSecrets::new(state.clone(), identity.clone(), parameters, keyring.clone());
        let pages = Pages::default();
        let source: Arc<dyn Source> = Arc::new(pages.clone());
        let providers = Arc::new(Providers::new(source, Arc::new(clock.clone())));
        sts::register(&mut table, identity.clone(), keys, providers);
        iam::register(&mut table, Iam::new(state.clone(), &root_key));
        organizations::register(&mut table, state.clone(), &scope());
        let cx = Arc::new(Cx::root("id", account(), REGION, TimestampMs(NOW_MS)));
        Self {
            table,
            state,
            secrets,
            identity,
            logs,
            log_store,
            metrics,
            catalog,
            clock,
            keyring,
            pages,
            cx,
            store,
            shutdown,
            dir,
        }
    }

    /// Calls an operation as wire does: by the model, then by its handler.
    pub(crate) async fn call(&self, operation: &Operation, input: Value) -> Answer {
        self.call_as(self.cx.clone(), operation, input).await
    }

    pub(crate) async fn call_as(&self, cx: Arc<Cx>, operation: &Operation, input: Value) -> Answer {
        let mut read = json::decode(input.to_string().as_bytes(), operation.input).unwrap();
        beside_body(operation, &input, &mut read);
        let input = read;
        if let Err(refusal) = validate::check(operation, &input) {
            return Err((refusal.code.into(), refusal.message.text));
        }
        let handler = self.table.get(operation).expect("the operation is served");
        let answer = tokio::time::timeout(DEADLINE, handler(cx, input)).await;
        match answer.expect("it answers within the deadline") {
            Ok(output) => {
                let bytes = json::encode(&*output, operation.output);
                Ok(serde_json::from_slice(&bytes).unwrap())
            }
            Err(Failure::Aws(reply)) => Err((reply.code.into(), reply.message.text)),
            Err(Failure::Fault(cause)) => panic!("{}: a fault: {cause:?}", operation.name),
        }
    }

    /// Calls an operation that must succeed.
    pub(crate) async fn ok(&self, operation: &Operation, input: Value) -> Value {
        match self.call(operation, input).await {
            Ok(output) => output,
            Err(refusal) => panic!("{}: {refusal:?}", operation.name),
        }
    }

    /// Calls an operation that must be refused.
    pub(crate) async fn refused(&self, operation: &Operation, input: Value) -> (String, String) {
        match self.call(operation, input).await {
            Ok(output) => panic!("{}: {output}", operation.name),
            Err(refusal) => refusal,
        }
    }

    /// What the store has under a key.
    pub(crate) async fn stored(&self, key: &str) -> Option<Kv> {
        let key = Key::new(key).unwrap();
        let (mut found, _) = self.state.store.get(&[key], Read::Linear).await.unwrap();
        found.pop().flatten()
    }

    /// Writes a value as another engine would, and waits until this one has seen it.
    pub(crate) async fn write(&self, key: &str, value: &Value) -> Rev {
        let op = Op::put(Key::new(key).unwrap(), value.to_string());
        let rev = self.state.commit(&[], &[op]).await.unwrap().expect("there is no guard");
        self.state.at(rev).await.unwrap();
        rev
    }

    /// Deletes what is under a key, and waits until this engine has seen it.
    pub(crate) async fn delete(&self, key: &str) {
        let op = Op::Del(Key::new(key).unwrap());
        let rev = self.state.commit(&[], &[op]).await.unwrap().expect("there is no guard");
        self.state.at(rev).await.unwrap();
    }

    /// Puts an object into the bucket `my-logs`.
    pub(crate) fn object(&self, key: &str, content: &str) {
        let path = self.dir.path().join("buckets/my-logs").join(key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Ends everything and opens it again over the same files.
    pub(crate) async fn restart(self) -> Self {
        self.shutdown.finish().await;
        self.log_store.close().await;
        self.metrics.close().await;
        self.store.close().await;
        let dir = self.dir;
        drop((
            self.table,
            self.secrets,
            self.identity,
            self.logs,
            self.catalog,
            self.keyring,
            self.state,
            self.log_store,
            self.store,
        ));
        drop(self.metrics);
        Self::in_folder(dir).await
    }

    /// As [`Rig::ok`], called by another.
    pub(crate) async fn ok_as(&self, cx: Arc<Cx>, operation: &Operation, input: Value) -> Value {
        match self.call_as(cx, operation, input).await {
            Ok(output) => output,
            Err(refusal) => panic!("{}: {refusal:?}", operation.name),
        }
    }

    pub(crate) async fn end(self) {
        self.shutdown.finish().await;
        self.log_store.close().await;
        self.metrics.close().await;
        self.store.close().await;
    }
}

pub(crate) fn account() -> AccountId {
    ACCOUNT.parse().unwrap()
}

pub(crate) fn scope() -> Scope {
    Scope::new(account(), REGION)
}

/// One member of each object in a list.
pub(crate) fn column<'v>(output: &'v Value, list: &str, member: &str) -> Vec<&'v str> {
    let list = output[list].as_array().unwrap_or_else(|| panic!("no {list} in {output}"));
    list.iter().map(|object| object[member].as_str().unwrap_or_default()).collect()
}

/// Reads the texts that come in the path or the query, by the same names as those of the body.
fn beside_body(operation: &Operation, input: &Value, into: &mut ferrogate_api::Value) {
    let ferrogate_api::Value::Struct(fields) = into else { return };
    for (field, member) in fields.iter_mut().zip(operation.input.members()) {
        if member.location != Location::Body
            && let Some(text) = input[member.wire_name()].as_str()
        {
            *field = ferrogate_api::Value::Str(text.to_owned());
        }
    }
}
