//! Random histories against a list in memory.

use std::path::Path;

use ferrogate_telemetry::{
    EventId, FilterEvents, GetEvents, LogStore, Options, StoredEvent, Streams,
};
use proptest::prelude::*;

use crate::support::{batch, filter_all, from_source, group, open, quick};

const GROUPS: [&str; 2] = ["/a", "b"];
const STREAMS: [&str; 3] = ["x/1", "x/2", "y"];

#[derive(Clone, Debug)]
enum Op {
    Append { group: usize, stream: usize, times: Vec<u64> },
    Resend { stream: usize, back: u64, times: Vec<u64> },
    Seal,
    Reopen,
    DeleteStream { group: usize, stream: usize },
    DeleteGroup { group: usize },
}

fn op() -> impl Strategy<Value = Op> {
    let times = || prop::collection::vec(0..40_u64, 1..6);
    prop_oneof![
        6 => (0..2_usize, 0..3_usize, times())
            .prop_map(|(group, stream, times)| Op::Append { group, stream, times }),
        2 => (0..3_usize, 0..4_u64, times())
            .prop_map(|(stream, back, times)| Op::Resend { stream, back, times }),
        3 => Just(Op::Seal),
        1 => Just(Op::Reopen),
        1 => (0..2_usize, 0..3_usize).prop_map(|(group, stream)| Op::DeleteStream { group, stream }),
        1 => (0..2_usize).prop_map(|group| Op::DeleteGroup { group }),
    ]
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    group: usize,
    stream: usize,
    ts_ms: u64,
    text: String,
}

#[derive(Default)]
struct Model {
    /// In the order of arrival.
    events: Vec<Known>,
    sent: u64,
    count: usize,
}

impl Model {
    fn texts(&mut self, times: &[u64]) -> Vec<(u64, String)> {
        let mut text = |ts: &u64| {
            self.count += 1;
            (*ts, format!("text {}", self.count))
        };
        times.iter().map(&mut text).collect()
    }

    fn store(&mut self, group: usize, stream: usize, events: &[(u64, String)]) {
        self.events.extend(events.iter().map(|(ts_ms, text)| Known {
            group,
            stream,
            ts_ms: *ts_ms,
            text: text.clone(),
        }));
    }

    fn sorted(&self, wanted: impl Fn(&Known) -> bool) -> Vec<&str> {
        let mut found: Vec<_> = self.events.iter().filter(|e| wanted(e)).collect();
        found.sort_by_key(|e| e.ts_ms);
        found.into_iter().map(|e| e.text.as_str()).collect()
    }
}

fn options() -> Options {
    Options { merge_count: 2, scan_bytes: 50, cache_bytes: 2_000, ..quick() }
}

async fn apply(store: &mut LogStore, dir: &Path, model: &mut Model, op: Op) {
    match op {
        Op::Append { group: g, stream: s, times } => {
            let events = model.texts(&times);
            let refs: Vec<_> = events.iter().map(|(ts, t)| (*ts, t.as_str())).collect();
            store.append(batch(group(GROUPS[g]).stream(STREAMS[s]), &refs)).await.unwrap();
            model.store(g, s, &events);
        }
        Op::Resend { stream: s, back, times } => {
            let events = model.texts(&times);
            let refs: Vec<_> = events.iter().map(|(ts, t)| (*ts, t.as_str())).collect();
            let first = model.sent.saturating_sub(back);
            let sent = batch(group(GROUPS[0]).stream(STREAMS[s]), &refs);
            store.append(from_source(sent, "source", first)).await.unwrap();
            let known = usize::try_from(model.sent - first).unwrap().min(events.len());
            model.store(0, s, &events[known..]);
            model.sent = model.sent.max(first + events.len() as u64);
        }
        Op::Seal => store.seal().await.unwrap(),
        Op::Reopen => {
            store.close().await;
            *store = open(dir, options()).await.0;
        }
        Op::DeleteStream { group: g, stream: s } => {
            store.delete_stream(&group(GROUPS[g]).stream(STREAMS[s])).await.unwrap();
            model.events.retain(|e| (e.group, e.stream) != (g, s));
        }
        Op::DeleteGroup { group: g } => {
            store.delete_group(&group(GROUPS[g])).await.unwrap();
            model.events.retain(|e| e.group != g);
        }
    }
}

/// A stream's events in pages of `limit`, read in the direction told.
async fn paged(store: &LogStore, ask: GetEvents, backward: bool) -> Vec<StoredEvent> {
    let mut ask = GetEvents { from_head: !backward, ..ask };
    let mut all = Vec::new();
    loop {
        let page = store.get_events(ask.clone()).await.unwrap();
        if page.events.is_empty() {
            return all;
        }
        if backward {
            all.splice(0..0, page.events);
            ask.token = Some(page.next_backward);
        } else {
            all.extend(page.events);
            ask.token = Some(page.next_forward);
        }
    }
}

fn texts(events: &[StoredEvent]) -> Vec<&str> {
    let ids: Vec<EventId> = events.iter().map(|e| e.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "in order, none twice");
    events.iter().map(|e| &*e.message).collect()
}

async fn compare(store: &LogStore, model: &Model, limit: usize, start: u64) {
    for (g, name) in GROUPS.iter().enumerate() {
        for (s, stream) in STREAMS.iter().enumerate() {
            let expected = model.sorted(|e| (e.group, e.stream) == (g, s));
            for backward in [false, true] {
                let stream = group(name).stream(*stream);
                let ask = GetEvents { limit: Some(limit), ..GetEvents::of(stream) };
                assert_eq!(texts(&paged(store, ask, backward).await), expected);
            }
        }
        let ask = FilterEvents {
            streams: Streams::Prefix("x/".into()),
            start_ms: Some(start),
            end_ms: Some(start + 15),
            limit: Some(limit),
            ..FilterEvents::of(group(name))
        };
        let wanted =
            |e: &Known| e.group == g && e.stream < 2 && (start..=start + 15).contains(&e.ts_ms);
        assert_eq!(texts(&filter_all(store, ask).await), model.sorted(wanted));
        let stats = store.group_stats(&group(name));
        let streams =
            (0..3).filter(|s| model.events.iter().any(|e| (e.group, e.stream) == (g, *s)));
        assert_eq!(stats.len(), streams.count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_store_reads_as_a_list_would(
        ops in prop::collection::vec(op(), 1..30),
        limit in 1..8_usize,
        start in 0..30_u64,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let dir = tempfile::tempdir().unwrap();
            let mut store = open(dir.path(), options()).await.0;
            let mut model = Model::default();
            for op in ops {
                apply(&mut store, dir.path(), &mut model, op).await;
            }
            compare(&store, &model, limit, start).await;
            store.close().await;
        });
    }
}
