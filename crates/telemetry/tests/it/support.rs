//! What the tests share.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use ferrogate_telemetry::{
    Batch, Event, FilterEvents, GetEvents, GroupKey, LogStore, Options, Recovery, Source,
    StoredEvent, StreamKey,
};

pub(crate) const NOW_MS: u64 = 1_700_000_000_000;
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn group(name: &str) -> GroupKey {
    let account = "111122223333".parse().unwrap();
    GroupKey { account, region: "eu-central-1".into(), group: name.into() }
}

pub(crate) fn stream(name: &str) -> StreamKey {
    group("/ecs/web").stream(name)
}

/// A batch of events with these timestamps and texts.
pub(crate) fn batch(stream: StreamKey, events: &[(u64, &str)]) -> Batch {
    let event = |(ts_ms, text): &(u64, &str)| Event { ts_ms: *ts_ms, message: (*text).into() };
    Batch { stream, source: None, events: events.iter().map(event).collect() }
}

/// The same batch from a source that counts.
pub(crate) fn from_source(batch: Batch, id: &str, first_seq: u64) -> Batch {
    Batch { source: Some(Source { id: id.into(), first_seq, spans: vec![] }), ..batch }
}

pub(crate) fn quick() -> Options {
    Options { group_ms: 0, ..Options::default() }
}

pub(crate) async fn open(dir: &Path, options: Options) -> (LogStore, Recovery, ManualClock) {
    let clock = ManualClock::new(TimestampMs(NOW_MS));
    let (store, recovery) = LogStore::open(dir, options, Arc::new(clock.clone())).await.unwrap();
    (store, recovery, clock)
}

/// All events of a stream, page by page from its head.
pub(crate) async fn read_stream(store: &LogStore, stream: StreamKey) -> Vec<StoredEvent> {
    let mut ask = GetEvents { from_head: true, ..GetEvents::of(stream) };
    let mut all = Vec::new();
    loop {
        let page = store.get_events(ask.clone()).await.unwrap();
        if page.events.is_empty() {
            return all;
        }
        all.extend(page.events);
        ask.token = Some(page.next_forward);
    }
}

/// All events that a question finds, page by page.
pub(crate) async fn filter_all(store: &LogStore, mut ask: FilterEvents) -> Vec<StoredEvent> {
    let mut all = Vec::new();
    loop {
        let page = store.filter_events(ask.clone()).await.unwrap();
        all.extend(page.events);
        match page.next_token {
            None => return all,
            token => ask.token = token,
        }
    }
}

pub(crate) fn texts(events: &[StoredEvent]) -> Vec<&str> {
    events.iter().map(|e| &*e.message).collect()
}

/// Waits for `work`, which must end in time.
pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it ends in time")
}

/// The files below a folder, with their paths in it, sorted.
pub(crate) fn files(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(dir).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}
