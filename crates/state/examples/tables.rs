//! How fast the records in memory are: reads, and how long after a commit its revision is
//! there, with 10,000 tasks and a snapshot held of each revision before.
//!
//! `cargo run --release -p ferrogate-state --example tables [tasks]`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::{Shutdown, SystemClock};
use ferrogate_records::Scope;
use ferrogate_records::ecs::task::{self, Desired, InStatus, Record, Status, Wanted};
use ferrogate_state::{State, put};
use ferrogate_store::{Op, SqliteOptions, SqliteStore, TXN_OPS_MAX};

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WRITES: usize = 500;

#[tokio::main]
async fn main() -> Fallible<()> {
    let tasks = std::env::args().nth(1).map_or(Ok(10_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path(), SqliteOptions::for_tests())?;
    let shutdown = Shutdown::new();
    let state = State::open(Arc::new(store.clone()), Arc::new(SystemClock), &shutdown).await?;
    let records: Vec<Record> = (0..tasks).map(record).collect::<Result<_, _>>()?;
    for some in records.chunks(TXN_OPS_MAX) {
        let ops: Vec<Op> = some.iter().map(op).collect::<Result<_, _>>()?;
        let rev = state.commit(&[], &ops).await?.ok_or("a conflict")?;
        state.at(rev).await?;
    }
    println!("{tasks} tasks");
    reads(&state, &records)?;
    writes(&state, records).await?;
    shutdown.finish().await;
    store.close().await;
    Ok(())
}

fn reads(state: &State, records: &[Record]) -> Fallible<()> {
    let keys: Vec<String> = records.iter().rev().step_by(7).take(100).map(Record::key).collect();
    let prefix = task::prefix(&records[0].scope, &records[0].cluster);
    let (running, wanted) = ((prefix.clone(), Status::Running), (prefix, Desired::Running));
    timed("a snapshot", || Ok(state.snapshot().rev().0 as usize))?;
    timed("100 tasks by key", || {
        let tasks = state.table::<Record>();
        keys.iter().try_fold(0, |n, key| Ok(n + usize::from(tasks.get(key)?.is_some())))
    })?;
    timed("the tasks that run, counted", || Ok(state.table().count::<InStatus>(&running)?))?;
    timed("100 of those that shall run", || {
        Ok(state.table().by::<Wanted>(&wanted)?.take(100).count())
    })
}

fn timed(what: &str, mut read: impl FnMut() -> Fallible<usize>) -> Fallible<()> {
    let begin = Instant::now();
    let mut sum = 0;
    for _ in 0..1000 {
        sum += read()?;
    }
    println!("{what:<34} {:>10.2?} (sum {sum})", begin.elapsed() / 1000);
    Ok(())
}

/// Moves one task after the other on, while each revision before is held.
async fn writes(state: &State, records: Vec<Record>) -> Fallible<()> {
    let mut held = Vec::new();
    let (mut commits, mut waits) = (Vec::new(), Vec::new());
    for mut record in records.into_iter().rev().take(WRITES) {
        record.status = Status::Running;
        let begin = Instant::now();
        let rev = state.commit(&[], &[op(&record)?]).await?.ok_or("a conflict")?;
        let committed = Instant::now();
        held.push(state.at(rev).await?);
        commits.push(committed - begin);
        waits.push(committed.elapsed());
    }
    shown("a commit", commits);
    shown("until its revision is in memory", waits);
    Ok(())
}

fn shown(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!("{what:<34} p50 {:.2?}, p99 {:.2?}", at(50), at(99));
}

fn op(record: &Record) -> Fallible<Op> {
    let key = ferrogate_store::Key::new(record.key())?;
    Ok(put(key, &ferrogate_state::Doc::new(record.clone()))?)
}

fn record(n: usize) -> Result<Record, serde_json::Error> {
    let id = (n as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let container = serde_json::json!({
        "name": "main", "id": "c", "image": "busybox", "image_digest": null, "cpu": 0,
        "memory": null, "memory_reservation": null, "essential": true, "runtime_id": null,
        "status": "PENDING", "exit_code": null, "reason": null,
    });
    let times = serde_json::json!({
        "created": 1, "connectivity": null, "pull_started": null, "pull_stopped": null,
        "started": null, "stopping": null, "execution_stopped": null, "stopped": null,
    });
    serde_json::from_value(serde_json::json!({
        "id": format!("{id:032x}"),
        "scope": Scope::new("000000000000".parse().expect("twelve digits"), "us-east-1"),
        "cluster": "default", "family": "web", "revision": 1, "overrides": {},
        "group": "family:web", "started_by": null, "launch": "fargate", "cpu_units": 256,
        "memory_mib": 512, "architecture": "X86_64", "tags": [],
        "network": {"subnets": ["subnet-1"], "security_groups": ["sg-1"]}, "publish": [],
        "status": "PENDING", "desired": "RUNNING", "binding": null, "containers": [container],
        "stop": null, "at": times, "version": 1,
    }))
}
