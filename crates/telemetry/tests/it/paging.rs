//! Pages and tokens as GetLogEvents and FilterLogEvents have them.

use std::sync::Arc;

use ferrogate_telemetry::pattern::Pattern;
use ferrogate_telemetry::{FilterEvents, GetEvents, Options, PAGE_BYTES_MAX, QueryError, Streams};

use crate::support::{NOW_MS, batch, filter_all, group, open, quick, read_stream, stream, texts};

#[tokio::test]
async fn a_stream_is_paged_both_ways_and_its_tokens_stand_still_at_the_ends() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    for (n, text) in ["a", "b", "c", "d", "e"].iter().enumerate() {
        store.append(batch(stream("s"), &[(NOW_MS + n as u64, text)])).await.unwrap();
        if n == 2 {
            store.seal().await.unwrap();
        }
    }
    let ask = GetEvents { limit: Some(2), ..GetEvents::of(stream("s")) };
    let last = store.get_events(ask.clone()).await.unwrap();
    assert_eq!(texts(&last.events), ["d", "e"], "without a token the end is read");
    let token = |t: &str| GetEvents { token: Some(t.into()), ..ask.clone() };

    let behind = store.get_events(token(&last.next_forward)).await.unwrap();
    assert!(behind.events.is_empty());
    assert_eq!(behind.next_forward, last.next_forward);
    let again = store.get_events(token(&behind.next_backward)).await.unwrap();
    assert_eq!(texts(&again.events), ["d", "e"]);

    let middle = store.get_events(token(&last.next_backward)).await.unwrap();
    assert_eq!(texts(&middle.events), ["b", "c"]);
    let first = store.get_events(token(&middle.next_backward)).await.unwrap();
    assert_eq!(texts(&first.events), ["a"]);
    let before = store.get_events(token(&first.next_backward)).await.unwrap();
    assert!(before.events.is_empty());
    assert_eq!(before.next_backward, first.next_backward);
    let forth = store.get_events(token(&before.next_forward)).await.unwrap();
    assert_eq!(texts(&forth.events), ["a", "b"]);

    store.append(batch(stream("s"), &[(NOW_MS + 9, "f")])).await.unwrap();
    let new = store.get_events(token(&last.next_forward)).await.unwrap();
    assert_eq!(texts(&new.events), ["f"], "a reader at the end sees what arrives");
    store.close().await;
}

#[tokio::test]
async fn an_empty_stream_has_tokens_that_see_its_first_event() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    let empty = store.get_events(GetEvents::of(stream("s"))).await.unwrap();
    assert!(empty.events.is_empty());
    store.append(batch(stream("s"), &[(0, "first")])).await.unwrap();
    let ask = GetEvents { token: Some(empty.next_forward), ..GetEvents::of(stream("s")) };
    assert_eq!(texts(&store.get_events(ask).await.unwrap().events), ["first"]);
    store.close().await;
}

#[tokio::test]
async fn the_start_is_included_and_the_end_only_when_filtering() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("s"), &[(10, "10"), (11, "11"), (12, "12")])).await.unwrap();
    for sealed in [false, true] {
        if sealed {
            store.seal().await.unwrap();
        }
        let (start_ms, end_ms) = (Some(10), Some(12));
        let get = GetEvents { start_ms, end_ms, ..GetEvents::of(stream("s")) };
        assert_eq!(texts(&store.get_events(get).await.unwrap().events), ["10", "11"]);
        let filter = FilterEvents { start_ms, end_ms, ..FilterEvents::of(group("/ecs/web")) };
        assert_eq!(texts(&filter_all(&store, filter).await), ["10", "11", "12"]);
    }
    store.close().await;
}

#[tokio::test]
async fn streams_are_interleaved_by_time_and_chosen_by_name_and_pattern() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("web/1"), &[(1, "ERROR a"), (4, "fine d")])).await.unwrap();
    store.append(batch(stream("web/2"), &[(2, "fine b"), (5, "ERROR e")])).await.unwrap();
    store.seal().await.unwrap();
    store.append(batch(stream("db/1"), &[(3, "ERROR c")])).await.unwrap();
    store.append(batch(group("other").stream("web/1"), &[(3, "ERROR x")])).await.unwrap();
    let all = FilterEvents { limit: Some(2), ..FilterEvents::of(group("/ecs/web")) };
    let found = filter_all(&store, all.clone()).await;
    assert_eq!(texts(&found), ["ERROR a", "fine b", "ERROR c", "fine d", "ERROR e"]);

    let prefix = FilterEvents { streams: Streams::Prefix("web/".into()), ..all.clone() };
    assert_eq!(texts(&filter_all(&store, prefix.clone()).await).len(), 4);
    let names = Streams::Named(vec!["db/1".into(), "web/2".into(), "none".into()]);
    let named = FilterEvents { streams: names, ..all.clone() };
    assert_eq!(texts(&filter_all(&store, named).await), ["fine b", "ERROR c", "ERROR e"]);
    let pattern = Some(Arc::new(Pattern::parse("ERROR").unwrap()));
    let matching = FilterEvents { pattern, ..prefix };
    assert_eq!(texts(&filter_all(&store, matching).await), ["ERROR a", "ERROR e"]);
    store.close().await;
}

#[tokio::test]
async fn a_page_holds_at_most_a_megabyte() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    let large = "x".repeat(300_000);
    for n in 0..8 {
        store.append(batch(stream("s"), &[(n, &large)])).await.unwrap();
        if n == 4 {
            store.seal().await.unwrap();
        }
    }
    let page = store.filter_events(FilterEvents::of(group("/ecs/web"))).await.unwrap();
    assert_eq!(page.events.len(), PAGE_BYTES_MAX / 300_026);
    assert!(page.next_token.is_some());
    assert_eq!(filter_all(&store, FilterEvents::of(group("/ecs/web"))).await.len(), 8);
    let page = store.get_events(GetEvents::of(stream("s"))).await.unwrap();
    assert_eq!(page.events.len(), 3);
    assert_eq!(page.events[2].ts_ms(), 7);
    assert_eq!(read_stream(&store, stream("s")).await.len(), 8);
    store.close().await;
}

#[tokio::test]
async fn a_long_search_gives_back_empty_pages_with_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { scan_bytes: 1, ..quick() };
    let (store, ..) = open(dir.path(), options).await;
    for n in 0..4 {
        let text = if n == 3 { "needle" } else { "hay" };
        store.append(batch(stream("s"), &[(n * 10, text)])).await.unwrap();
        store.seal().await.unwrap();
    }
    let pattern = Some(Arc::new(Pattern::parse("needle").unwrap()));
    let ask = FilterEvents { pattern, ..FilterEvents::of(group("/ecs/web")) };
    let first = store.filter_events(ask.clone()).await.unwrap();
    assert!(first.events.is_empty() && first.next_token.is_some());
    assert_eq!(texts(&filter_all(&store, ask).await), ["needle"]);
    store.close().await;
}

#[tokio::test]
async fn wrong_tokens_and_limits_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("s"), &[(1, "a"), (2, "b")])).await.unwrap();
    let ask = FilterEvents { limit: Some(1), ..FilterEvents::of(group("/ecs/web")) };
    let token = store.filter_events(ask.clone()).await.unwrap().next_token;
    let other = FilterEvents { token, start_ms: Some(1), ..ask.clone() };
    assert!(matches!(store.filter_events(other).await, Err(QueryError::BadToken)));
    let bad = GetEvents { token: Some("f/1/s".into()), ..GetEvents::of(stream("s")) };
    assert!(matches!(store.get_events(bad).await, Err(QueryError::BadToken)));
    for limit in [0, 10_001] {
        let ask = GetEvents { limit: Some(limit), ..GetEvents::of(stream("s")) };
        assert!(matches!(store.get_events(ask).await, Err(QueryError::BadLimit(_))));
    }
    store.close().await;
}
