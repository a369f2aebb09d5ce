//! A process that commits, and is killed in the middle of it, again and again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use ferrogate_store::{
    Op, Prefix, Rev, SqliteOptions, SqliteStore, Store, TxnOut, Watched, list_all,
};
use futures_util::StreamExt;

use crate::support::{key, put, within};

const DIR: &str = "FERROGATE_STORE_CRASH_DIR";
const ROUND: &str = "FERROGATE_STORE_CRASH_ROUND";
const ROUNDS: u64 = 12;
const WRITERS: u64 = 8;

/// One transaction that was answered before the kill.
#[derive(Debug)]
struct Ack {
    round: u64,
    writer: u64,
    number: u64,
    rev: u64,
}

#[tokio::test]
async fn every_acknowledged_transaction_survives_a_kill_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut acks = Vec::new();
    for (round, after) in kill_points() {
        let new = run_and_kill("crash::child_that_commits", dir.path(), round, after);
        assert!(new.len() >= after, "{} answers, killed after {after}", new.len());
        acks.extend(new);
        verify(dir.path(), &acks).await;
    }
}

#[tokio::test]
async fn a_kill_during_compaction_and_lease_ends_leaves_a_sound_store() {
    let dir = tempfile::tempdir().unwrap();
    let mut newest = BTreeMap::new();
    for (round, after) in kill_points() {
        for ack in run_and_kill("crash::child_that_compacts", dir.path(), round, after) {
            newest.insert(format!("/writer/{}", ack.writer), Rev(ack.rev));
        }
        let store = SqliteStore::open(dir.path(), SqliteOptions::default()).unwrap();
        store.check_integrity().await.unwrap();
        let (kvs, rev) = list_all(&store, &Prefix::new("/writer").unwrap()).await.unwrap();
        for (key, acked) in &newest {
            let kv = kvs.iter().find(|kv| kv.key.as_str() == key).expect("acknowledged");
            assert!(kv.modify >= *acked, "{kv:?} was acknowledged at {acked}");
        }
        let oldest = store.status().await.unwrap().compacted;
        let mut watch = store.watch(&Prefix::root(), oldest);
        let mut seen = oldest;
        while seen < rev {
            if let Watched::Batch { rev, .. } = within(watch.next()).await.unwrap().unwrap() {
                assert_eq!(rev.0, seen.0 + 1, "a gap");
                seen = rev;
            }
        }
        store.compact(rev).await.unwrap();
        store.check_integrity().await.unwrap();
        store.close().await;
    }
}

/// How many answers to wait for before the kill: any number does; these spread from the
/// first to many.
fn kill_points() -> impl Iterator<Item = (u64, usize)> {
    let points = std::iter::successors(Some(1_usize), |after| Some((after * 7 + 5) % 211));
    (0..ROUNDS).zip(points)
}

/// Starts a committing process, kills it after `after` answers; all that it answered.
fn run_and_kill(child: &str, dir: &Path, round: u64, after: usize) -> Vec<Ack> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([child, "--exact", "--ignored", "--nocapture"])
        .env(DIR, dir)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let (mut acks, mut killed) = (Vec::new(), false);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap() == 0 {
            break;
        }
        // The harness's own lines, and one that the kill cut off, are no answers.
        if let Some(ack) = line.strip_suffix('\n').and_then(parse) {
            acks.push(Ack { round, ..ack });
        }
        if acks.len() >= after && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    assert!(!child.wait().unwrap().success(), "the child must not end by itself");
    acks
}

fn parse(line: &str) -> Option<Ack> {
    let (_, fields) = line.split_once("ack ")?;
    let numbers: Vec<u64> = fields.split(' ').map_while(|n| n.parse().ok()).collect();
    match numbers[..] {
        [writer, number, rev] => Some(Ack { round: 0, writer, number, rev }),
        _ => None,
    }
}

async fn verify(dir: &Path, acks: &[Ack]) {
    let store = SqliteStore::open(dir, SqliteOptions::default()).unwrap();
    store.check_integrity().await.unwrap();
    let (kvs, rev) = list_all(&store, &Prefix::root()).await.unwrap();
    let found: BTreeMap<&str, Rev> = kvs.iter().map(|kv| (kv.key.as_str(), kv.modify)).collect();
    for ack in acks {
        for part in 0..3 {
            let key = name(ack.round, ack.writer, ack.number, part);
            assert_eq!(found.get(&*key), Some(&Rev(ack.rev)), "{ack:?} {key}");
        }
    }
    // Also what was not acknowledged is there whole or not at all.
    for (key, modify) in &found {
        for part in 0..3 {
            let (whole, _) = key.rsplit_once('/').unwrap();
            assert_eq!(found.get(&*format!("{whole}/{part}")), Some(modify), "{key}");
        }
    }
    let mut watch = store.watch(&Prefix::root(), Rev(0));
    let mut seen = Rev(0);
    while seen < rev {
        match within(watch.next()).await.unwrap().unwrap() {
            Watched::Batch { rev, events } => {
                assert_eq!((rev.0, events.len()), (seen.0 + 1, 3), "a gap or a torn batch");
                seen = rev;
            }
            Watched::Progress(rev) => assert_eq!(rev, seen),
        }
    }
    store.close().await;
}

fn name(round: u64, writer: u64, number: u64, part: u64) -> String {
    format!("/{round}/{writer}/{number}/{part}")
}

#[ignore = "the process that the crash test kills"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_commits() {
    let dir = std::env::var(DIR).expect("started by the crash test");
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let store = SqliteStore::open(Path::new(&dir), SqliteOptions::default()).unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(commit_for_ever(store.clone(), round, writer)))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

async fn commit_for_ever(store: SqliteStore, round: u64, writer: u64) {
    // Large enough to reach checkpoints of the write-ahead log as well.
    for number in 0..100_000 {
        let ops: Vec<Op> =
            (0..3).map(|part| put(&name(round, writer, number, part), vec![7; 3000])).collect();
        let TxnOut::Committed(rev) = store.txn(&[], &ops).await.unwrap() else {
            panic!("a transaction without guards");
        };
        let line = format!("ack {writer} {number} {}\n", rev.0);
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    }
}

#[ignore = "the process that the crash test kills"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_compacts() {
    let dir = std::env::var(DIR).expect("started by the crash test");
    let store = SqliteStore::open(Path::new(&dir), SqliteOptions::default()).unwrap();
    let mut tasks: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(overwrite_for_ever(store.clone(), writer)))
        .collect();
    tasks.push(tokio::spawn(compact_for_ever(store.clone())));
    for task in tasks {
        task.await.unwrap();
    }
}

async fn overwrite_for_ever(store: SqliteStore, writer: u64) {
    for number in 0..100_000 {
        let lease = store.lease_grant(Duration::from_secs(5)).await.unwrap();
        let ops = [
            put(&format!("/writer/{writer}"), number.to_string()),
            Op::put_leased(key(&format!("/leased/{writer}/{number}")), "", lease),
        ];
        let TxnOut::Committed(rev) = store.txn(&[], &ops).await.unwrap() else {
            panic!("a transaction without guards");
        };
        let line = format!("ack {writer} {number} {}\n", rev.0);
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
        store.lease_revoke(lease).await.unwrap();
    }
}

async fn compact_for_ever(store: SqliteStore) {
    loop {
        let rev = store.status().await.unwrap().rev;
        store.compact(Rev(rev.0.saturating_sub(5))).await.unwrap();
        tokio::task::yield_now().await;
    }
}
