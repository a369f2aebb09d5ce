//! How fast the embedded store commits: transactions a second with 1, 8 and 64 callers, and
//! the latency of a lone one. Every transaction writes a 1 KiB value and its operation's
//! record, as an API call does.
//!
//! `cargo run --release -p ferrogate-store --example store_bench [folder [seconds]]`; the folder
//! decides which disk is measured.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ferrogate_store::{Key, Op, Read, SqliteOptions, SqliteStore, Store};

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Fallible<()> {
    let mut args = std::env::args().skip(1);
    let base = args.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let seconds = args.next().map_or(Ok(3), |text| text.parse())?;
    let dir = tempfile::tempdir_in(&base)?;
    let store = SqliteStore::open(dir.path(), SqliteOptions::default())?;
    println!("folder {}, {seconds} s each; opened: {}", base.display(), memory()?);
    for callers in [1, 8, 64] {
        commits(&store, callers, Duration::from_secs(seconds)).await?;
    }
    println!("after the writes: {}", memory()?);
    reads(&store).await?;
    store.close().await;
    Ok(())
}

async fn commits(store: &SqliteStore, callers: u64, time: Duration) -> Fallible<()> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| tokio::spawn(caller_loop(store.clone(), caller, start + time)))
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let rate = latencies.len() as f64 / start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    let at = |part: usize| latencies[(latencies.len() - 1) * part / 100];
    println!(
        "{callers:>3} callers: {rate:>7.0} txn/s; latency p50 {:?}, p99 {:?}, max {:?}",
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}

async fn caller_loop(store: SqliteStore, caller: u64, end: Instant) -> Fallible<Vec<Duration>> {
    let mut latencies = Vec::new();
    for number in 0.. {
        let begin = Instant::now();
        if begin >= end {
            break;
        }
        let id = format!("{caller}-{}", number % 1000);
        let ops = [
            Op::put(Key::of(&["task", &id])?, vec![b'x'; 1024]),
            Op::put(Key::of(&["op", &id])?, "{}"),
        ];
        store.txn(&[], &ops).await?;
        latencies.push(begin.elapsed());
    }
    Ok(latencies)
}

/// Reading 100 records from the store.
async fn reads(store: &SqliteStore) -> Fallible<()> {
    let keys: Vec<Key> =
        (0..100).map(|n| Key::of(&["record", &format!("{n:04}")])).collect::<Result<_, _>>()?;
    let ops: Vec<Op> = keys.iter().map(|key| Op::put(key.clone(), vec![b'x'; 1024])).collect();
    store.txn(&[], &ops).await?;
    let begin = Instant::now();
    for _ in 0..200 {
        store.get(&keys, Read::Linear).await?;
    }
    println!("100 values from the store:  {:?}", begin.elapsed() / 200);
    Ok(())
}

/// Private memory of this process.
fn memory() -> Fallible<String> {
    let text = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let kib: u64 = text
        .lines()
        .filter(|line| line.starts_with("Private_"))
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .sum();
    Ok(format!("{:.1} MiB private", kib as f64 / 1024.0))
}
