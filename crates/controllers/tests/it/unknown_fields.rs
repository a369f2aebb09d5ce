//! Fields that a newer engine has written stay in the records that controllers rewrite.

use ferrogate_base::{HostId, TaskKey, TimestampMs};
use ferrogate_link::session::{ToAgent, ToServer};
use ferrogate_link::{Event, FailureKind, Observation};
use ferrogate_records::host;
use ferrogate_state::State;
use ferrogate_store::{Key, Read};
use futures_util::SinkExt;
use serde_json::{Value, json};

use crate::bed::{self, Bed, assigned, frame};

/// What a newer engine keeps in every record.
fn newer() -> Value {
    json!({"since": "tomorrow", "list": [1, null]})
}

fn with_newer((at, mut record): (String, Value)) -> (String, Value) {
    record["v"] = json!(1);
    record["newer"] = newer();
    (at, record)
}

fn host_record() -> Value {
    json!({
        "id": "h", "boot_id": "before", "architecture": "amd64", "cpu_units": 1024,
        "memory_mib": 1024, "tasks_max": 1, "joined_at": 1,
    })
}

async fn stored(state: &State, key: &str) -> Value {
    let key = Key::new(key).unwrap();
    let (mut found, _) = state.store.get(&[key], Read::Linear).await.unwrap();
    serde_json::from_slice(&found.pop().flatten().expect("it is there").val).unwrap()
}

#[tokio::test]
async fn hosts_ledgers_and_tasks_keep_them_from_binding_to_release() {
    let host = HostId("h".into());
    let (host_at, ledger_at) = (host::key(&host), host::ledger_key(&host));
    let task = bed::task(0, 256, "web");
    let task_at = task.0.clone();
    let ledger = json!({"cpu_units": 0, "memory_mib": 0, "tasks": 0});
    let records =
        [(host_at.clone(), host_record()), (ledger_at.clone(), ledger), task, bed::spec("web")];
    let bed = Bed::with(&records.map(with_newer)).await;
    let state = &bed.state;
    let mut wire = bed.host().await;
    let key: TaskKey = assigned(&mut wire).await.1.key;
    let joined = stored(state, &host_at).await;
    assert_eq!((&joined["boot_id"], &joined["newer"]), (&json!("now"), &newer()));
    let taken = stored(state, &ledger_at).await;
    assert_eq!((&taken["tasks"], &taken["newer"]), (&json!(1), &newer()));
    let bound = stored(state, &task_at).await;
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
    let given = stored(state, &ledger_at).await;
    assert_eq!((&given["tasks"], &given["newer"]), (&json!(0), &newer()));
    let over = stored(state, &task_at).await;
    assert_eq!((&over["status"], &over["newer"]), (&json!("STOPPED"), &newer()));

    drop(wire);
    bed.end().await;
}
