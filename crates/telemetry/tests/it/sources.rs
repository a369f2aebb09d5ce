//! Sources that resend, and tails.

use std::sync::Arc;

use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{AppendOutcome, Options, Streams, TailFilter};

use crate::support::{
    NOW_MS, batch, from_source, group, open, quick, read_stream, stream, texts, within,
};

fn outcome(stored: usize, duplicates: usize) -> AppendOutcome {
    AppendOutcome { stored, duplicates, ingest_ms: NOW_MS }
}

#[tokio::test]
async fn what_a_source_resends_is_stored_once_also_after_sealing_and_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let lines = [(1, "one"), (2, "two"), (3, "three"), (4, "four")];
    let sent = |range: std::ops::Range<usize>, first_seq| {
        from_source(batch(stream("s"), &lines[range]), "task/app", first_seq)
    };
    let (store, ..) = open(dir.path(), quick()).await;
    assert_eq!(store.source_position("task/app"), None);
    assert_eq!(store.append(sent(0..2, 10)).await.unwrap(), outcome(2, 0));
    assert_eq!(store.source_position("task/app"), Some(11));
    assert_eq!(store.append(sent(0..3, 10)).await.unwrap(), outcome(1, 2));
    store.close().await;

    let (store, recovery, _) = open(dir.path(), quick()).await;
    assert_eq!(recovery.events, 3);
    assert_eq!(store.source_position("task/app"), Some(12));
    assert_eq!(store.append(sent(0..3, 10)).await.unwrap(), outcome(0, 3));
    store.seal().await.unwrap();
    store.close().await;

    let (store, recovery, _) = open(dir.path(), quick()).await;
    assert_eq!(recovery.events, 0, "all is sealed");
    assert_eq!(store.append(sent(0..4, 10)).await.unwrap(), outcome(1, 3));
    let events = read_stream(&store, stream("s")).await;
    assert_eq!(texts(&events), ["one", "two", "three", "four"]);
    store.close().await;
}

#[tokio::test]
async fn the_same_batch_twice_in_one_group_commit_is_stored_once() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), Options { group_ms: 200, ..quick() }).await;
    let sent = || from_source(batch(stream("s"), &[(1, "one"), (2, "two")]), "a", 0);
    let (one, two) = tokio::join!(store.append(sent()), store.append(sent()));
    let mut stored = [one.unwrap().stored, two.unwrap().stored];
    stored.sort_unstable();
    assert_eq!(stored, [0, 2]);
    assert_eq!(read_stream(&store, stream("s")).await.len(), 2);
    store.close().await;
}

#[tokio::test]
async fn a_large_batch_waits_for_no_other_and_takes_those_that_wait_along() {
    let dir = tempfile::tempdir().unwrap();
    // Longer than the test may take.
    let (store, ..) = open(dir.path(), Options { group_ms: 3_600_000, ..quick() }).await;
    let large = "x".repeat(64 << 10);
    let small = store.append(batch(stream("s"), &[(1, "small")]));
    let large = store.append(batch(stream("s"), &[(2, &large)]));
    let (small, large) = within(async { tokio::join!(small, large) }).await;
    assert_eq!([small.unwrap().stored, large.unwrap().stored], [1, 1]);
    store.close().await;
}

#[tokio::test]
async fn a_source_may_leave_numbers_out() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(from_source(batch(stream("s"), &[(1, "a")]), "x", 0)).await.unwrap();
    store.append(from_source(batch(stream("s"), &[(2, "b")]), "x", 100)).await.unwrap();
    assert_eq!(store.source_position("x"), Some(100));
    let late = from_source(batch(stream("s"), &[(3, "c")]), "x", 50);
    assert_eq!(store.append(late).await.unwrap(), outcome(0, 1));
    store.close().await;
}

#[tokio::test]
async fn a_tail_sees_each_stored_event_once_and_ends_when_the_store_closes() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    let mut tail = store.follow(TailFilter {
        groups: vec![group("/ecs/web")],
        streams: Streams::Prefix("web/".into()),
        pattern: Some(Arc::new(Pattern::parse("-debug").unwrap())),
    });
    let sent = || from_source(batch(stream("web/1"), &[(1, "a"), (2, "debug b")]), "w", 0);
    store.append(sent()).await.unwrap();
    store.append(sent()).await.unwrap();
    store.append(batch(stream("db/1"), &[(3, "c")])).await.unwrap();
    store.append(batch(stream("web/2"), &[(4, "d")])).await.unwrap();
    let mut seen = Vec::new();
    while seen.len() < 2 {
        let next = within(tail.next()).await.unwrap();
        assert_eq!(next.dropped, 0);
        seen.extend(next.events.into_iter().map(|(_, e)| e.message.to_string()));
    }
    assert_eq!(seen, ["a", "d"]);
    store.close().await;
    assert_eq!(within(tail.next()).await, None);
}
