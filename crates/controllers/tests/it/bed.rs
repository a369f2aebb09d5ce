//! The controllers of one engine over a real store, and a host that the test plays.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::health::Health;
use ferrogate_base::{Clock, HostId, Shutdown, TaskId, TimestampMs};
use ferrogate_controllers::engine::Cx;
use ferrogate_controllers::host::{Gate, LogSink, NotReady, Sessions, session};
use ferrogate_executor::LogBatch;
use ferrogate_executor::session::{Capacity, Frames, Hello, PROTOCOL, ToAgent, ToServer};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc::Vpc;
use ferrogate_records::ecs::{task, task_definition};
use ferrogate_state::State;
use ferrogate_store::{Key, Op, SqliteOptions, SqliteStore, Store, TxnOut};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::DuplexStream;
use tokio_util::codec::Framed;

/// Ends a test that hangs; nothing here takes so long on any machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) type Wire = Framed<DuplexStream, Frames<ToServer, ToAgent>>;

pub(crate) struct Bed {
    pub(crate) state: Arc<State>,
    pub(crate) cx: Cx,
    pub(crate) health: Health,
    pub(crate) sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    store: SqliteStore,
    shutdown: Shutdown,
    _folder: TempDir,
}

/// Takes no lines, and treats the streams of a task as the name of its family says.
pub(crate) struct Streams;

#[async_trait]
impl LogSink for Streams {
    async fn make_ready(&self, task: &task::Record) -> Result<(), NotReady> {
        match &*task.family {
            "never-ready" => std::future::pending().await,
            "panics" => panic!("the test asks for it"),
            "fails" => Err(NotReady::Failed("the test asks for it".into())),
            "refused" => Err(NotReady::Refused("the test asks for it".into())),
            _ => Ok(()),
        }
    }

    async fn append(&self, _: &task::Record, _: LogBatch) -> Result<u64, String> {
        Err("there are no logs here".into())
    }
}

impl Bed {
    /// Controllers over a store that has `records`.
    pub(crate) async fn with(records: &[(String, Value)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let handle: Arc<dyn Store> = Arc::new(store.clone());
        for some in records.chunks(50) {
            put(&*handle, some).await;
        }
        let shutdown = Shutdown::new();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(TimestampMs(5000)));
        let state = State::open(handle, clock, &shutdown).await.unwrap();
        let (sessions, sink) = (Arc::new(Sessions::default()), Arc::new(Streams));
        let (cx, health) =
            (Cx::lead(state.clone(), "the test", &shutdown).await.unwrap(), Health::default());
        ferrogate_controllers::start(&cx, sessions.clone(), sink.clone(), &health, &shutdown);
        Self { state, cx, health, sessions, sink, store, shutdown, _folder: folder }
    }

    pub(crate) async fn put(&self, records: &[(String, Value)]) {
        put(&*self.state.store, records).await;
    }

    /// A host of four vCPUs that joins the engine.
    pub(crate) async fn host(&self) -> Wire {
        self.watched_host(DEADLINE).await
    }

    /// The same, and it counts as gone when it says nothing for so long.
    pub(crate) async fn watched_host(&self, silence_max: Duration) -> Wire {
        let gate = Gate { registry_token: "token".into(), silence_max };
        let (cx, sessions, sink) = (self.cx.clone(), self.sessions.clone(), self.sink.clone());
        let mut wire = dial(cx, sessions, sink, gate, &self.shutdown).await;
        frame(&mut wire, |frame| matches!(frame, ToAgent::Welcome { .. }).then_some(())).await;
        wire
    }

    /// The task, once `wanted` holds for it.
    pub(crate) async fn task(
        &self,
        n: u32,
        wanted: impl Fn(&task::Record) -> bool,
    ) -> task::Record {
        let key = Key::new(task::key(&scope(), "default", &id(n))).unwrap();
        let mut changes = self.state.changes::<task::Record>();
        let found = async {
            loop {
                if let Ok(Some(entry)) = self.state.table::<task::Record>().get(&key)
                    && wanted(&entry)
                {
                    return entry.doc.record.clone();
                }
                changes.next().await.expect("the engine goes on");
            }
        };
        tokio::time::timeout(DEADLINE, found).await.expect("it comes within the deadline")
    }

    pub(crate) async fn end(self) {
        self.shutdown.finish().await;
        self.store.close().await;
    }
}

/// A host that has said hello in a session that is served from now on.
pub(crate) async fn dial(
    cx: Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    gate: Gate,
    shutdown: &Shutdown,
) -> Wire {
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    let serve = session::serve(cx, sessions, sink, gate, theirs, shutdown.clone());
    shutdown.spawn(async {
        // Ends with an error when the test hangs up.
        let _ = serve.await;
    });
    let mut wire: Wire = Framed::new(ours, Frames::default());
    let hello = Hello {
        protocol: PROTOCOL,
        host: HostId("h".into()),
        boot_id: "now".into(),
        capacity: Capacity { cpu_units: 4096, memory_mib: 65536, tasks_max: 100 },
        architecture: "amd64".into(),
        known: vec![],
    };
    wire.send(&ToServer::Hello(hello)).await.unwrap();
    wire
}

async fn put(store: &dyn Store, records: &[(String, Value)]) {
    let ops: Vec<_> = records
        .iter()
        .map(|(at, record)| Op::put(Key::new(at.clone()).unwrap(), record.to_string()))
        .collect();
    assert!(matches!(store.txn(&[], &ops).await.unwrap(), TxnOut::Committed(_)));
}

pub(crate) fn scope() -> Scope {
    Scope::new("000000000000".parse().unwrap(), "us-east-1")
}

pub(crate) fn id(n: u32) -> TaskId {
    format!("{n:032x}").parse().unwrap()
}

/// The `n`th task that was accepted, of as many CPU units and a family.
pub(crate) fn task(n: u32, cpu_units: u32, family: &str) -> (String, Value) {
    let vpc = Vpc::default_of(&scope());
    let record = json!({
        "v": 1, "id": id(n), "scope": {"account": "000000000000", "region": "us-east-1"},
        "cluster": "default", "family": family, "revision": 1,
        "overrides": {}, "group": "family:web", "started_by": null, "launch": "fargate",
        "cpu_units": cpu_units, "memory_mib": 512, "architecture": "X86_64", "tags": [],
        "network": {"subnets": [vpc.subnets[0].id], "security_groups": [vpc.default_group]},
        "publish": [], "status": "PROVISIONING", "desired": "RUNNING", "binding": null,
        "containers": [{
            "name": "main", "id": "c", "image": "busybox", "image_digest": null, "cpu": 0,
            "memory": null, "memory_reservation": null, "essential": true, "runtime_id": null,
            "status": "PENDING", "exit_code": null, "reason": null,
        }],
        "stop": null,
        "at": {
            "created": 1000 + n, "connectivity": null, "pull_started": null,
            "pull_stopped": null, "started": null, "stopping": null, "execution_stopped": null,
            "stopped": null,
        },
        "version": 1,
    });
    (task::key(&scope(), "default", &id(n)), record)
}

/// The definition that tasks of a family run from.
pub(crate) fn definition(family: &str) -> (String, Value) {
    let record = json!({
        "v": 1, "scope": {"account": "000000000000", "region": "us-east-1"}, "family": family,
        "revision": 1, "status": "ACTIVE", "registered_at": 1,
        "registered_by": "arn:aws:iam::000000000000:root", "deregistered_at": null,
        "delete_requested_at": null,
        "definition": {
            "cpu": "256", "memory": "512",
            "containerDefinitions": [{"name": "main", "image": "busybox", "essential": true}],
        },
        "tags": [],
    });
    (task_definition::key(&scope(), family, 1), record)
}

/// The next frame that `wanted` takes.
pub(crate) async fn frame<T>(wire: &mut Wire, wanted: impl Fn(ToAgent) -> Option<T>) -> T {
    let found = async {
        loop {
            let frame = wire.next().await.expect("the session goes on").unwrap();
            if let Some(found) = wanted(frame) {
                return found;
            }
        }
    };
    tokio::time::timeout(DEADLINE, found).await.expect("it comes within the deadline")
}
