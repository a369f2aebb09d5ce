//! A process that appends is killed: at each named point, and at random. What it had
//! acknowledged is there afterwards, once and in order.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ferrogate_base::SystemClock;
use ferrogate_telemetry::{LogStore, Options, Probe, Step, StoredEvent};
use nix::sys::signal::{Signal, kill, raise};
use nix::unistd::Pid;

use crate::support::{batch, from_source, read_stream, stream};

const DIR: &str = "FERROGATE_TELEMETRY_CRASH_DIR";
const STEP: &str = "FERROGATE_TELEMETRY_CRASH_STEP";
const COUNT: &str = "FERROGATE_TELEMETRY_CRASH_COUNT";
const WRITERS: usize = 4;
const STEPS: [Step; 9] = [
    Step::WalWritten,
    Step::WalSynced,
    Step::Frozen,
    Step::SegmentsWritten,
    Step::SealCommitted,
    Step::ManifestRewriting,
    Step::ManifestRewritten,
    Step::MergeWritten,
    Step::MergeCommitted,
];

fn options(probe: Probe) -> Options {
    Options {
        group_ms: 0,
        seal_bytes: 30_000,
        merge_count: 2,
        manifest_bytes: 10_000,
        probe,
        ..Options::default()
    }
}

/// The last number that each writer had acknowledged.
type Acknowledged = BTreeMap<usize, u64>;

/// Runs a child until it is dead; kills it after `acks` acknowledgements, if told.
fn run_child(dir: &Path, step: Option<(Step, u32)>, acks: Option<usize>) -> Acknowledged {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some((step, count)) = step {
        command.env(STEP, format!("{step:?}")).env(COUNT, count.to_string());
    }
    let mut child = command.spawn().unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
    let mut acknowledged = Acknowledged::new();
    let lines = BufReader::new(child.stdout.take().unwrap()).split(b'\n');
    for (n, line) in lines.map_while(Result::ok).enumerate() {
        let line = String::from_utf8_lossy(&line).into_owned();
        // A line that the kill cut short acknowledges nothing.
        if let Some((writer, seq)) = line
            .strip_prefix("ack ")
            .and_then(|l| l.strip_suffix(';'))
            .and_then(|l| l.split_once(' '))
        {
            acknowledged.insert(writer.parse().unwrap(), seq.parse().unwrap());
        }
        if acks.is_some_and(|acks| n >= acks) {
            // It may be dead already; the wait below tells how it died.
            let _may_be_dead = kill(pid, Signal::SIGKILL);
        }
    }
    let status = child.wait().unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "{status}");
    acknowledged
}

#[ignore = "the process that the crash tests kill"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let dir = PathBuf::from(std::env::var(DIR).expect("started by a crash test"));
    let probe = std::env::var(STEP).map_or_else(
        |_| Probe::default(),
        |step| {
            let left = AtomicU32::new(std::env::var(COUNT).unwrap().parse().unwrap());
            Probe::new(move |at| {
                if format!("{at:?}") == step && left.fetch_sub(1, Ordering::SeqCst) == 1 {
                    raise(Signal::SIGKILL).unwrap();
                }
            })
        },
    );
    let (store, recovery) =
        LogStore::open(&dir, options(probe), Arc::new(SystemClock)).await.unwrap();
    assert!(recovery.damage.is_empty(), "{recovery:?}");
    let writers: Vec<_> = (0..WRITERS).map(|w| tokio::spawn(write(store.clone(), w))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

/// Sends events as an agent does: from the store's position on, a part of each batch twice.
async fn write(store: LogStore, writer: usize) {
    let id = format!("source {writer}");
    let padding = "x".repeat(150);
    loop {
        let next = store.source_position(&id).map_or(0, |last| last + 1);
        let first = next.saturating_sub(2);
        let texts: Vec<String> = (first..next + 5).map(|n| format!("{n} {padding}")).collect();
        let events: Vec<_> = (first..).zip(texts.iter().map(String::as_str)).collect();
        let sent = from_source(batch(stream(&id), &events), &id, first);
        store.append(sent).await.unwrap();
        // One write, so that lines of writers don't mix.
        let line = format!("ack {writer} {};\n", next + 4);
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    }
}

/// Every acknowledged event is there once, in order; at most a few more are.
async fn check(dir: &Path, acknowledged: &Acknowledged) {
    let (store, recovery) =
        LogStore::open(dir, options(Probe::default()), Arc::new(SystemClock)).await.unwrap();
    assert!(recovery.damage.is_empty(), "{recovery:?}");
    for writer in 0..WRITERS {
        let id = format!("source {writer}");
        let events = read_stream(&store, stream(&id)).await;
        let number = |e: &StoredEvent| e.message.split(' ').next().unwrap().parse::<u64>().unwrap();
        let numbers: Vec<u64> = events.iter().map(number).collect();
        let expected: Vec<u64> = (0..numbers.len() as u64).collect();
        assert_eq!(numbers, expected, "writer {writer}");
        assert_eq!(store.source_position(&id), numbers.last().copied());
        if let Some(last) = acknowledged.get(&writer) {
            assert!(numbers.last() >= Some(last), "writer {writer} lost events behind {last}");
        }
    }
    store.close().await;
}

fn check_now(dir: &Path, acknowledged: &Acknowledged) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(check(dir, acknowledged));
}

#[test]
fn a_kill_at_each_step_loses_and_doubles_nothing() {
    for step in STEPS {
        let dir = tempfile::tempdir().unwrap();
        let mut acknowledged = Acknowledged::new();
        for count in [1, 2] {
            let new = run_child(dir.path(), Some((step, count)), None);
            acknowledged.extend(new);
            check_now(dir.path(), &acknowledged);
        }
    }
}

#[test]
fn a_kill_at_random_loses_and_doubles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = Acknowledged::new();
    let seed = std::time::UNIX_EPOCH.elapsed().unwrap().subsec_nanos() as usize;
    println!("seed {seed}");
    for round in 0..12 {
        let acks = (seed / (round + 1)) % 120;
        acknowledged.extend(run_child(dir.path(), None, Some(acks)));
        check_now(dir.path(), &acknowledged);
    }
    assert_eq!(acknowledged.len(), WRITERS);
}
