//! Fields that a newer engine has written stay in the records that controllers rewrite.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Clock, HostId, Shutdown, TaskKey, TimestampMs};
use ferrogate_controllers::ecs::scheduler;
use ferrogate_controllers::host::{Gate, LogSink, NotReady, Sessions, session};
use ferrogate_executor::session::{Capacity, Frames, Hello, PROTOCOL, ToAgent, ToServer};
use ferrogate_executor::{Event, FailureKind, LogBatch, Observation};
use ferrogate_records::ecs::{task, task_definition};
use ferrogate_records::host;
use ferrogate_state::State;
use ferrogate_store::{Key, Op, Read, SqliteOptions, SqliteStore, Store};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio_util::codec::Framed;

/// Ends a test that hangs; nothing here takes so long on any machine.
const DEADLINE: Duration = Duration::from_secs(60);
const ID: &str = "0123456789abcdef0123456789abcdef";

struct NoLogs;

#[async_trait]
impl LogSink for NoLogs {
    async fn make_ready(&self, _: &task::Record) -> Result<(), NotReady> {
        Ok(())
    }

    async fn append(&self, _: &task::Record, _: LogBatch) -> Result<u64, String> {
        Err("there are no logs here".into())
    }
}

/// What a newer engine keeps in every record.
fn newer() -> Value {
    json!({"since": "tomorrow", "list": [1, null]})
}

fn with_newer(mut record: Value) -> Value {
    record["v"] = json!(1);
    record["newer"] = newer();
    record
}

fn host_record() -> Value {
    json!({
        "id": "h", "boot_id": "before", "architecture": "amd64", "cpu_units": 1024,
        "memory_mib": 1024, "tasks_max": 1, "joined_at": 1,
    })
}

fn task_record() -> Value {
    let scope = json!({"account": "000000000000", "region": "us-east-1"});
    let vpc = ferrogate_records::ec2::vpc::Vpc::default_of(&scope_of());
    json!({
        "id": ID, "scope": scope, "cluster": "default", "family": "web", "revision": 1,
        "overrides": {}, "group": "family:web", "started_by": null, "launch": "fargate",
        "cpu_units": 256, "memory_mib": 512, "architecture": "X86_64", "tags": [],
        "network": {"subnets": [vpc.subnets[0].id], "security_groups": [vpc.default_group]},
        "publish": [], "status": "PROVISIONING", "desired": "RUNNING", "binding": null,
        "containers": [{
            "name": "main", "id": "c", "image": "busybox", "image_digest": null, "cpu": 0,
            "memory": null, "memory_reservation": null, "essential": true, "runtime_id": null,
            "status": "PENDING", "exit_code": null, "reason": null,
        }],
        "stop": null,
        "at": {
            "created": 1000, "connectivity": null, "pull_started": null, "pull_stopped": null,
            "started": null, "stopping": null, "execution_stopped": null, "stopped": null,
        },
        "version": 1,
    })
}

fn definition_record() -> Value {
    json!({
        "scope": {"account": "000000000000", "region": "us-east-1"}, "family": "web",
        "revision": 1, "status": "ACTIVE", "registered_at": 1,
        "registered_by": "arn:aws:iam::000000000000:root", "deregistered_at": null,
        "delete_requested_at": null,
        "definition": {
            "cpu": "256", "memory": "512",
            "containerDefinitions": [{"name": "main", "image": "busybox", "essential": true}],
        },
        "tags": [],
    })
}

fn scope_of() -> ferrogate_records::Scope {
    ferrogate_records::Scope::new("000000000000".parse().unwrap(), "us-east-1")
}

async fn stored(state: &State, key: &str) -> Value {
    let key = Key::new(key).unwrap();
    let (mut found, _) = state.store.get(&[key], Read::Linear).await.unwrap();
    serde_json::from_slice(&found.pop().flatten().expect("it is there").val).unwrap()
}

type Wire = Framed<DuplexStream, Frames<ToServer, ToAgent>>;

/// The next frame that `wanted` takes.
async fn frame<T>(wire: &mut Wire, wanted: impl Fn(ToAgent) -> Option<T>) -> T {
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

#[tokio::test]
async fn hosts_ledgers_and_tasks_keep_them_from_binding_to_release() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests()).unwrap();
    let handle: Arc<dyn Store> = Arc::new(store.clone());
    let host = HostId("h".into());
    let (host_at, ledger_at) = (host::key(&host), host::ledger_key(&host));
    let task_at = task::key(&scope_of(), "default", &ID.parse().unwrap());
    let ledger = json!({"cpu_units": 0, "memory_mib": 0, "tasks": 0});
    let ops = [
        (host_at.clone(), host_record()),
        (ledger_at.clone(), ledger),
        (task_at.clone(), task_record()),
        (task_definition::key(&scope_of(), "web", 1), definition_record()),
    ]
    .map(|(at, record)| Op::put(Key::new(at).unwrap(), with_newer(record).to_string()));
    handle.txn(&[], &ops).await.unwrap();

    let shutdown = Shutdown::new();
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(TimestampMs(5000)));
    let state = State::open(handle, clock, &shutdown).await.unwrap();
    let (sessions, sink) = (Arc::new(Sessions::default()), Arc::new(NoLogs));
    let schedule = scheduler::run(state.clone(), sessions.clone(), sink.clone(), shutdown.clone());
    shutdown.spawn(schedule);
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let gate = Gate { registry_token: "token".into() };
    let serve = session::serve(state.clone(), sessions, sink, gate, theirs, shutdown.clone());
    shutdown.spawn(async {
        // Ends with an error when the test hangs up.
        let _ = serve.await;
    });

    let mut wire: Wire = Framed::new(ours, Frames::default());
    let hello = Hello {
        protocol: PROTOCOL,
        host: host.clone(),
        boot_id: "now".into(),
        capacity: Capacity { cpu_units: 4096, memory_mib: 4096, tasks_max: 10 },
        architecture: "amd64".into(),
        known: vec![],
    };
    wire.send(&ToServer::Hello(hello)).await.unwrap();
    let key: TaskKey = frame(&mut wire, |frame| match frame {
        ToAgent::Assign(assignment) => Some(assignment.key),
        ToAgent::Sync(all) => all.into_iter().next().map(|assignment| assignment.key),
        _ => None,
    })
    .await;
    let joined = stored(&state, &host_at).await;
    assert_eq!((&joined["boot_id"], &joined["newer"]), (&json!("now"), &newer()));
    let taken = stored(&state, &ledger_at).await;
    assert_eq!((&taken["tasks"], &taken["newer"]), (&json!(1), &newer()));
    let bound = stored(&state, &task_at).await;
    assert_eq!((&bound["status"], &bound["newer"]), (&json!("PENDING"), &newer()));

    let failed = Event::Failed {
        kind: FailureKind::HostLost,
        container: None,
        reason: "the test ends it".into(),
    };
    let facts: Vec<_> = [Event::Connected, failed, Event::ExecutionStopped, Event::Released]
        .into_iter()
        .zip(1..)
        .map(|(event, seq)| Observation { key: key.clone(), seq, at: TimestampMs(6000), event })
        .collect();
    wire.send(&ToServer::Observed(facts)).await.unwrap();
    frame(&mut wire, |frame| matches!(frame, ToAgent::Forget(_)).then_some(())).await;
    let given = stored(&state, &ledger_at).await;
    assert_eq!((&given["tasks"], &given["newer"]), (&json!(0), &newer()));
    let over = stored(&state, &task_at).await;
    assert_eq!((&over["status"], &over["newer"]), (&json!("STOPPED"), &newer()));

    drop(wire);
    shutdown.finish().await;
    store.close().await;
}
