//! Retention, deletion, merging, and what is told of streams.

use std::fs;

use ferrogate_base::TimestampMs;
use ferrogate_telemetry::{FilterEvents, GetEvents, LogStore, OpenError, Options, StreamStats};

use crate::support::{
    NOW_MS, batch, files, filter_all, group, open, quick, read_stream, stream, texts, within,
};

const DAY_MS: u64 = 86_400_000;

fn segments(dir: &std::path::Path) -> usize {
    files(&dir.join("segments")).len()
}

/// Waits until as many segment files are there; each seal lets the sealer look again.
async fn until_segments(store: &LogStore, dir: &std::path::Path, wanted: usize) {
    within(async {
        while segments(dir) != wanted {
            store.set_retention(&group("poke"), Some(1)).await.unwrap();
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn events_past_retention_are_never_read_and_their_segments_go() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _, clock) = open(dir.path(), quick()).await;
    store.append(batch(stream("s"), &[(NOW_MS, "old")])).await.unwrap();
    store.seal().await.unwrap();
    store.append(batch(stream("s"), &[(NOW_MS, "old too"), (NOW_MS + 2, "new")])).await.unwrap();
    store.set_retention(&group("/ecs/web"), Some(1)).await.unwrap();
    assert_eq!(read_stream(&store, stream("s")).await.len(), 3);

    clock.set(TimestampMs(NOW_MS + DAY_MS + 1));
    assert_eq!(texts(&read_stream(&store, stream("s")).await), ["new"]);
    assert_eq!(store.stream_stats(&stream("s")).unwrap().first_event_ms, NOW_MS + 1);
    until_segments(&store, dir.path(), 0).await;

    store.set_retention(&group("/ecs/web"), None).await.unwrap();
    assert_eq!(read_stream(&store, stream("s")).await.len(), 2, "only the segment is gone");
    store.close().await;
}

#[tokio::test]
async fn a_deleted_stream_is_gone_from_memory_and_segments_and_starts_empty_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("gone"), &[(1, "a")])).await.unwrap();
    store.append(batch(stream("kept"), &[(1, "k")])).await.unwrap();
    store.seal().await.unwrap();
    store.append(batch(stream("gone"), &[(2, "b")])).await.unwrap();
    store.delete_stream(&stream("gone")).await.unwrap();
    assert!(read_stream(&store, stream("gone")).await.is_empty());
    assert_eq!(store.stream_stats(&stream("gone")), None);
    store.append(batch(stream("gone"), &[(1, "again")])).await.unwrap();
    store.close().await;

    let (store, ..) = open(dir.path(), quick()).await;
    assert_eq!(texts(&read_stream(&store, stream("gone")).await), ["again"]);
    assert_eq!(texts(&read_stream(&store, stream("kept")).await), ["k"]);
    store.seal().await.unwrap();
    assert_eq!(texts(&read_stream(&store, stream("gone")).await), ["again"]);
    store.close().await;
}

#[tokio::test]
async fn the_texts_of_a_deleted_stream_leave_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("gone"), &[(1, "a")])).await.unwrap();
    store.append(batch(stream("kept"), &[(1, "k")])).await.unwrap();
    store.seal().await.unwrap();
    let before = files(&dir.path().join("segments"));
    store.delete_stream(&stream("gone")).await.unwrap();
    within(async {
        while segments(dir.path()) != 1 || files(&dir.path().join("segments")) == before {
            store.set_retention(&group("poke"), Some(1)).await.unwrap();
        }
    })
    .await;
    assert_eq!(texts(&read_stream(&store, stream("kept")).await), ["k"]);
    store.close().await;
}

#[tokio::test]
async fn a_deleted_group_is_gone_with_its_files_and_retention() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _, clock) = open(dir.path(), quick()).await;
    store.set_retention(&group("/ecs/web"), Some(1)).await.unwrap();
    store.append(batch(stream("s"), &[(NOW_MS, "a")])).await.unwrap();
    store.seal().await.unwrap();
    store.append(batch(stream("s"), &[(NOW_MS, "b")])).await.unwrap();
    store.append(batch(group("other").stream("s"), &[(NOW_MS, "o")])).await.unwrap();
    store.delete_group(&group("/ecs/web")).await.unwrap();
    assert!(filter_all(&store, FilterEvents::of(group("/ecs/web"))).await.is_empty());
    until_segments(&store, dir.path(), 0).await;
    store.append(batch(stream("s"), &[(NOW_MS, "again")])).await.unwrap();
    store.close().await;

    let (store, ..) = open(dir.path(), quick()).await;
    clock.set(TimestampMs(NOW_MS + 9 * DAY_MS));
    assert_eq!(texts(&read_stream(&store, stream("s")).await), ["again"]);
    assert_eq!(read_stream(&store, group("other").stream("s")).await.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn small_segments_are_merged_and_give_the_same_events() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), Options { merge_count: 3, ..quick() }).await;
    for n in 0..9_u64 {
        let text = n.to_string();
        store.append(batch(stream("b"), &[(100 - n, &text)])).await.unwrap();
        store.append(batch(stream("a"), &[(n, &text)])).await.unwrap();
        store.seal().await.unwrap();
    }
    until_segments(&store, dir.path(), 1).await;
    let forth: Vec<String> = (0..9).map(|n| n.to_string()).collect();
    assert_eq!(texts(&read_stream(&store, stream("a")).await), forth);
    let back: Vec<String> = (0..9).rev().map(|n| n.to_string()).collect();
    assert_eq!(texts(&read_stream(&store, stream("b")).await), back);
    store.close().await;
    let (store, ..) = open(dir.path(), quick()).await;
    assert_eq!(read_stream(&store, stream("b")).await.len(), 9);
    store.close().await;
}

#[tokio::test]
async fn stats_add_up_over_memory_and_segments() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _, clock) = open(dir.path(), quick()).await;
    store.append(batch(stream("s"), &[(5, "five"), (3, "three")])).await.unwrap();
    store.seal().await.unwrap();
    clock.advance_ms(7);
    store.append(batch(stream("s"), &[(4, "four")])).await.unwrap();
    store.append(batch(stream("t"), &[(9, "nine")])).await.unwrap();
    let expected = StreamStats {
        first_event_ms: 3,
        last_event_ms: 5,
        last_ingestion_ms: NOW_MS + 7,
        stored_bytes: 4 + 5 + 4 + 3 * 26,
    };
    assert_eq!(store.stream_stats(&stream("s")), Some(expected));
    assert_eq!(store.group_stats(&group("/ecs/web")).len(), 2);
    assert_eq!(store.stream_stats(&stream("none")), None);
    store.close().await;
}

#[tokio::test]
async fn an_old_table_is_sealed_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), Options { seal_age_ms: 1, ..quick() }).await;
    store.append(batch(stream("s"), &[(1, "a")])).await.unwrap();
    within(async {
        while segments(dir.path()) == 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(read_stream(&store, stream("s")).await.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn one_store_at_a_time_has_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _, clock) = open(dir.path(), quick()).await;
    let again = LogStore::open(dir.path(), quick(), std::sync::Arc::new(clock)).await;
    assert!(matches!(again, Err(OpenError::InUse(_))));
    store.close().await;
    let (store, ..) = open(dir.path(), quick()).await;
    store.close().await;
}

#[tokio::test]
async fn a_closed_store_refuses_and_a_dropped_one_frees_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    store.append(batch(stream("s"), &[(1, "a")])).await.unwrap();
    store.close().await;
    assert!(store.append(batch(stream("s"), &[(1, "b")])).await.is_err());
    assert!(store.delete_stream(&stream("s")).await.is_err());
    store.close().await;
    drop(store);

    let (store, _, clock) = open(dir.path(), quick()).await;
    drop(store);
    within(async {
        loop {
            let clock = std::sync::Arc::new(clock.clone());
            match LogStore::open(dir.path(), quick(), clock).await {
                Err(OpenError::InUse(_)) => tokio::task::yield_now().await,
                opened => break opened.unwrap().0.close().await,
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_damaged_log_is_told_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    for text in ["first", "second", "third"] {
        store.append(batch(stream("s"), &[(1, text)])).await.unwrap();
    }
    store.close().await;
    let log = dir.path().join("wal").join(format!("{:020}.wal", 1));
    let mut bytes = fs::read(&log).unwrap();
    let at = bytes.windows(6).position(|w| w == b"second").unwrap();
    bytes[at] ^= 1;
    fs::write(&log, bytes).unwrap();
    let (store, recovery, _) = open(dir.path(), quick()).await;
    assert_eq!(recovery.damage.len(), 1);
    assert_eq!(texts(&read_stream(&store, stream("s")).await), ["first", "third"]);
    assert!(store.get_events(GetEvents::of(stream("s"))).await.is_ok());
    store.close().await;
}
