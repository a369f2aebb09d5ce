//! How fast a store appends and reads: `cargo run --release -p ferrogate-telemetry
//! --example telemetry_bench [MEGABYTES] [WRITERS]`. Prints rates; the store lies in a temporary
//! folder of the working directory, so that the disk is the one that is asked about.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrogate_base::SystemClock;
use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{
    Batch, Event, FilterEvents, GetEvents, GroupKey, LogStore, Options, Source,
};

const LINES: usize = 500;
const START_MS: u64 = 1_700_000_000_000;

fn group() -> GroupKey {
    let account = "111122223333".parse().expect("12 digits");
    GroupKey { account, region: "eu-central-1".into(), group: "/bench".into() }
}

/// An access log's line, about 160 bytes, in which some part changes.
fn line(n: u64) -> String {
    let random = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        r#"{{"level":"info","method":"GET","path":"/api/items/{}","status":{},"ms":{},"trace":"{random:016x}","user":"user-{}","message":"request served"}}"#,
        random % 5000,
        [200, 200, 200, 404, 500][(random % 5) as usize],
        random % 300,
        random % 1000,
    )
}

async fn write(store: LogStore, writer: usize, bytes: usize) -> (u64, usize) {
    let id = format!("writer-{writer}");
    let (mut seq, mut written) = (0_u64, 0);
    while written < bytes {
        let events: Vec<Event> = (0..LINES as u64)
            .map(|n| Event { ts_ms: START_MS + (seq + n) / 10, message: line(seq + n) })
            .collect();
        written += events.iter().map(|e| e.message.len()).sum::<usize>();
        let source = Some(Source { id: id.clone(), first_seq: seq, spans: vec![] });
        let batch = Batch { stream: group().stream(id.as_str()), source, events };
        store.append(batch).await.expect("the disk takes it");
        seq += LINES as u64;
    }
    (seq, written)
}

fn report(what: &str, events: u64, bytes: usize, took: Duration) {
    let seconds = took.as_secs_f64();
    println!(
        "{what:<32} {events:>9} events {:>8.1} MB {seconds:>7.2} s {:>10.0} events/s {:>7.1} MB/s",
        bytes as f64 / 1e6,
        events as f64 / seconds,
        bytes as f64 / 1e6 / seconds,
    );
}

async fn get(store: &LogStore, what: &str) {
    let start = Instant::now();
    let mut ask = GetEvents { from_head: true, ..GetEvents::of(group().stream("writer-0")) };
    let (mut events, mut bytes) = (0, 0);
    loop {
        let page = store.get_events(ask.clone()).await.expect("it is readable");
        if page.events.is_empty() {
            break;
        }
        events += page.events.len() as u64;
        bytes += page.events.iter().map(|e| e.message.len()).sum::<usize>();
        ask.token = Some(page.next_forward);
    }
    report(what, events, bytes, start.elapsed());
}

async fn filter(store: &LogStore, what: &str, pattern: &str, (all, bytes): (u64, usize)) {
    let start = Instant::now();
    let pattern = Some(Arc::new(Pattern::parse(pattern).expect("a pattern")));
    let mut ask = FilterEvents { pattern, ..FilterEvents::of(group()) };
    let mut found = 0;
    loop {
        let page = store.filter_events(ask.clone()).await.expect("it is readable");
        found += page.events.len();
        ask.token = page.next_token;
        if ask.token.is_none() {
            break;
        }
    }
    report(&format!("{what}, {found} found"), all, bytes, start.elapsed());
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<usize>().expect("a number"));
    let megabytes = arguments.next().unwrap_or(200);
    let writers = arguments.next().unwrap_or(8).max(1);
    let dir = tempfile::tempdir_in(".").expect("the working directory can be written");
    let (store, _) = LogStore::open(dir.path(), Options::default(), Arc::new(SystemClock))
        .await
        .expect("a new store opens");

    let start = Instant::now();
    let share = megabytes * 1_000_000 / writers;
    let tasks: Vec<_> =
        (0..writers).map(|w| tokio::spawn(write(store.clone(), w, share))).collect();
    let (mut events, mut bytes) = (0, 0);
    for task in tasks {
        let (e, b) = task.await.expect("a writer ends");
        events += e;
        bytes += b;
    }
    report("append", events, bytes, start.elapsed());
    get(&store, "get, partly from memory").await;
    let start = Instant::now();
    store.seal().await.expect("it seals");
    println!("sealing the rest took {:.2} s", start.elapsed().as_secs_f64());
    get(&store, "get, from segments").await;
    filter(&store, "filter term", "\"user-77\\\"\" -served", (events, bytes)).await;
    filter(&store, "filter JSON", "{ $.status = 500 && $.ms > 298 }", (events, bytes)).await;
    filter(&store, "filter regex", "%user-7+.,%", (events, bytes)).await;
    store.close().await;
}
