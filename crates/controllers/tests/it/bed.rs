//! The controllers of one engine over a real store, and a host that the test plays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::health::{Condition, Health, Status};
use ferrogate_base::{Clock, HostId, Shutdown, TaskId, TaskKey, TimestampMs};
use ferrogate_controllers::engine::Cx;
use ferrogate_controllers::host::{
    LogSink, NoLender, NoSecrets, NotReady, SecretSource, SessionOptions, Sessions, session,
};
use ferrogate_link::session::version::SPOKEN;
use ferrogate_link::session::{Capacity, Frames, Hello, ToAgent, ToServer, Token};
use ferrogate_link::{Assignment, Body, FlowBatch, LogBatch, ObjectKey};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ecs::{task, task_definition};
use ferrogate_records::spec::{self, Container, Limits, Spec};
use ferrogate_state::State;
use ferrogate_store::{Key, Op, Read, SqliteOptions, SqliteStore, Store, TxnOut};
use futures_util::{SinkExt, StreamExt};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::DuplexStream;
use tokio::sync::watch;
use tokio_util::codec::Framed;

use crate::flaky::Flaky;

/// Ends a test that hangs; nothing here takes so long on any machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) type Wire = Framed<DuplexStream, Frames<ToServer, ToAgent>>;

pub(crate) struct Bed {
    pub(crate) state: Arc<State>,
    pub(crate) cx: Cx,
    pub(crate) health: Health,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) sink: Arc<Streams>,
    /// Whether the store fails to write.
    pub(crate) fails: Arc<AtomicBool>,
    /// Who knows the values of tasks' secrets.
    pub(crate) secrets: Arc<dyn SecretSource>,
    store: SqliteStore,
    shutdown: Shutdown,
    _folder: TempDir,
}

/// What a log store does with lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It stores them.
    Works,
    /// It says that it can't.
    Fails,
    /// It stores them, and says that it can't.
    StoresAndFails,
    /// It does not answer.
    Stalls,
}

/// A log store, which treats the streams of a task as the name of its family says.
pub(crate) struct Streams {
    pub(crate) mode: watch::Sender<Mode>,
    /// All batches that it was asked to store, each container's lines by their numbers.
    pub(crate) asked: watch::Sender<usize>,
    /// Their first numbers, in the order in which it was asked.
    pub(crate) came: Mutex<Vec<u64>>,
    pub(crate) stored: Mutex<BTreeMap<(TaskKey, String, u64), String>>,
}

impl Default for Streams {
    fn default() -> Self {
        let (mode, asked) = (watch::Sender::new(Mode::Works), watch::Sender::default());
        Self { mode, asked, came: Mutex::default(), stored: Mutex::default() }
    }
}

#[async_trait]
impl LogSink for Streams {
    async fn make_ready(&self, task: &task::Record) -> Result<(), NotReady> {
        match &*task.family {
            "never-ready" => std::future::pending().await,
            "panics" => panic!("the test asks for it"),
            "fails" => Err(NotReady::Failed("the test asks for it".into())),
            "refused" => {
                Err(NotReady::Refused("ResourceInitializationError: the test asks for it".into()))
            }
            _ => Ok(()),
        }
    }

    async fn append(&self, _: &task::Record, batch: LogBatch) -> Result<u64, String> {
        self.came.lock().push(batch.first_seq);
        self.asked.send_modify(|asked| *asked += 1);
        let mode = *self.mode.borrow();
        match mode {
            Mode::Works | Mode::StoresAndFails => {}
            Mode::Fails => return Err("the test asks for it".into()),
            Mode::Stalls => std::future::pending().await,
        }
        let last = batch.last_seq();
        let mut stored = self.stored.lock();
        for (seq, line) in (batch.first_seq..).zip(batch.lines) {
            let of = (batch.key.clone(), batch.container.clone(), seq);
            // A line is one by its number: what is sent again is what was sent.
            assert_eq!(stored.entry(of).or_insert_with(|| line.text.clone()), &line.text);
        }
        if mode == Mode::Works { Ok(last) } else { Err("the test asks for it".into()) }
    }

    async fn record(&self, _: &FlowBatch) -> Result<(), String> {
        Ok(())
    }
}

impl Bed {
    /// Controllers over a store that has `records`.
    pub(crate) async fn with(records: &[(String, Value)]) -> Self {
        Self::with_secrets(records, Arc::new(NoSecrets)).await
    }

    /// The same, with somebody who knows the values of secrets.
    pub(crate) async fn with_secrets(
        records: &[(String, Value)],
        secrets: Arc<dyn SecretSource>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
        let fails = Arc::new(AtomicBool::new(false));
        let handle: Arc<dyn Store> =
            Arc::new(Flaky { store: Arc::new(store.clone()), fails: fails.clone() });
        let mut all = DefaultNetwork::of(&scope()).entries();
        for (_, record) in &mut all {
            record["v"] = 1.into();
        }
        all.extend_from_slice(records);
        for some in all.chunks(50) {
            write(&*handle, some).await;
        }
        let shutdown = Shutdown::new();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(TimestampMs(5000)));
        let state = State::open(handle, clock, &shutdown).await.unwrap();
        let (sessions, sink) = (Arc::new(Sessions::default()), Arc::new(Streams::default()));
        let (cx, health) =
            (Cx::lead(state.clone(), "the test", &shutdown).await.unwrap(), Health::default());
        sessions.show_in(&health);
        ferrogate_controllers::start(&cx, sessions.clone(), sink.clone(), &health, &shutdown);
        Self { state, cx, health, sessions, sink, fails, secrets, store, shutdown, _folder: folder }
    }

    pub(crate) async fn put(&self, records: &[(String, Value)]) {
        write(&*self.state.store, records).await;
    }

    /// Changes the record of a task.
    pub(crate) async fn change(&self, n: u32, change: impl Fn(&mut task::Record)) {
        let key = Key::new(task::key(&scope(), "default", &id(n))).unwrap();
        loop {
            let mut row = self.state.read::<task::Record>(&key).await.unwrap().unwrap();
            change(&mut row.record);
            let guard = row.unchanged();
            let op = ferrogate_state::put(row.key, &row.record).unwrap();
            if self.state.commit(&[guard], &[op]).await.unwrap().is_some() {
                return;
            }
        }
    }

    /// What is stored of a task.
    pub(crate) async fn stored(&self, n: u32) -> Value {
        let key = Key::new(task::key(&scope(), "default", &id(n))).unwrap();
        let (mut found, _) = self.state.store.get(&[key], Read::Linear).await.unwrap();
        serde_json::from_slice(&found.pop().flatten().expect("it is there").val).unwrap()
    }

    pub(crate) async fn delete(&self, key: Key) {
        self.state.store.txn(&[], &[Op::Del(key)]).await.unwrap();
    }

    /// Waits until all that was written is seen.
    pub(crate) async fn caught_up(&self) {
        let rev = self.state.store.status().await.unwrap().rev;
        self.state.at(rev).await.unwrap();
    }

    /// A host of four vCPUs that joins the engine.
    pub(crate) async fn host(&self) -> Wire {
        self.watched_host(DEADLINE).await
    }

    /// The same, and it counts as gone when it says nothing for so long.
    pub(crate) async fn watched_host(&self, silence_max: Duration) -> Wire {
        let mut wire = self.dial(silence_max, &hello()).await;
        frame(&mut wire, |frame| matches!(frame, ToAgent::Welcome { .. }).then_some(())).await;
        wire
    }

    /// The host's end of a session that begins with `hello`.
    pub(crate) async fn dial(&self, silence_max: Duration, hello: &Hello) -> Wire {
        let mut wire = self.connect(silence_max);
        wire.send(&ToServer::Hello(hello.clone())).await.unwrap();
        wire
    }

    /// The host's end of a session of which nothing was said.
    pub(crate) fn connect(&self, silence_max: Duration) -> Wire {
        let lender = Arc::new(NoLender);
        let secrets = self.secrets.clone();
        let registry_token = Token::new("token");
        let options =
            SessionOptions { registry_token, silence_max, lender, secrets, authority: None };
        let (cx, sessions) = (self.cx.clone(), self.sessions.clone());
        connect(cx, sessions, self.sink.clone(), options, &self.shutdown)
    }

    /// How a part of health is.
    pub(crate) fn part(&self, name: &str) -> Condition {
        let reports = self.health.reports();
        reports.into_iter().find(|report| report.name == name).expect("a part").condition
    }

    /// Waits until a part of health is as `wanted`.
    pub(crate) async fn until_part(&self, name: &str, wanted: Status) {
        let is = async {
            loop {
                if self.part(name).status == wanted {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(DEADLINE, is).await.expect("it comes within the deadline");
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

/// The host's end of a session that is served from now on, of which nothing was said.
pub(crate) fn connect(
    cx: Cx,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    options: SessionOptions,
    shutdown: &Shutdown,
) -> Wire {
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    let serve = session::serve(cx, sessions, sink, options, theirs, shutdown.clone());
    shutdown.spawn(async {
        // Ends with an error when the test hangs up.
        let _ = serve.await;
    });
    Framed::new(ours, Frames::default())
}

async fn write(store: &dyn Store, records: &[(String, Value)]) {
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
    let network = DefaultNetwork::of(&scope());
    let record = json!({
        "v": 1, "id": id(n), "scope": {"account": "000000000000", "region": "us-east-1"},
        "cluster": "default", "family": family, "revision": 1,
        "spec": spec_id(family), "overrides": {}, "group": "family:web", "started_by": null, "launch": "fargate",
        "cpu_units": cpu_units, "memory_mib": 512, "architecture": "X86_64", "tags": [],
        "network": {"subnets": [network.subnets[0].id], "security_groups": [network.parts.group.id]},
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

/// What tasks of a family run.
pub(crate) fn spec(family: &str) -> (String, Value) {
    let spec = Spec {
        limits: Limits { cpu_units: 256, memory_mib: 512, pids_max: 4096 },
        storage_gib: 20,
        pid_shared: false,
        fault_injection: false,
        task_role: None,
        execution_role: None,
        containers: vec![Container::plain("main", "busybox")],
    };
    let mut record = serde_json::to_value(spec).unwrap();
    record["v"] = 1.into();
    (spec::key(&scope(), &spec_id(family)), record)
}

fn spec_id(family: &str) -> TaskId {
    let name: String = family.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{name:0<32}").parse().unwrap()
}

/// A definition of a family.
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

/// A host of four vCPUs that begins with nothing.
pub(crate) fn hello() -> Hello {
    Hello {
        protocol: SPOKEN.newest,
        oldest_protocol: Some(SPOKEN.oldest),
        host: HostId("h".into()),
        boot_id: "now".into(),
        capacity: Capacity {
            cpu_units: 4096,
            memory_mib: 65536,
            storage_gib: None,
            tasks_max: 100,
        },
        architecture: "amd64".into(),
        known: vec![],
        holds: vec![],
    }
}

/// The next thing that the host is told, acknowledged, with its number.
pub(crate) async fn assigned(wire: &mut Wire) -> (u64, Assignment) {
    let (generation, assignment) = frame(wire, told).await;
    has(wire, &assignment.key, generation).await;
    (generation, assignment)
}

pub(crate) fn told(frame: ToAgent) -> Option<(u64, Assignment)> {
    let ToAgent::Put(object) = frame else { return None };
    let Body::Task(assignment) = object.body else { return None };
    Some((object.generation, *assignment))
}

pub(crate) async fn has(wire: &mut Wire, key: &TaskKey, generation: u64) {
    let key = ObjectKey::Task(key.clone());
    wire.send(&ToServer::Has(vec![(key, generation)])).await.unwrap();
}

/// Reads until the engine hangs up.
pub(crate) async fn hung_up(wire: &mut Wire) {
    let end = async { while let Some(Ok(_)) = wire.next().await {} };
    tokio::time::timeout(DEADLINE, end).await.expect("it hangs up within the deadline");
}

/// The next frame that `wanted` takes.
pub(crate) async fn frame<T>(wire: &mut Wire, wanted: impl Fn(ToAgent) -> Option<T>) -> T {
    let found = async {
        loop {
            let frame = wire.next().await.expect("the session goes on").unwrap();
            if let ToAgent::Put(object) = &frame
                && matches!(object.body, Body::Network(_))
            {
                let has = ToServer::Has(vec![(object.key(), object.generation)]);
                wire.send(&has).await.unwrap();
            }
            if let Some(found) = wanted(frame) {
                return found;
            }
        }
    };
    tokio::time::timeout(DEADLINE, found).await.expect("it comes within the deadline")
}
