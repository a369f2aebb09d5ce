//! Limits, and memory that stays within its bounds.

use std::sync::Arc;

use ferrogate_telemetry::{AppendError, Batch, LogStore, Options};
use object_store::local::LocalFileSystem;

use crate::support::{batch, from_source, open, quick, read_stream, stream, within};

#[tokio::test]
async fn batches_over_the_limits_are_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), quick()).await;
    let large = "x".repeat(1_048_551);
    let refused = store.append(batch(stream("s"), &[(1, "ok"), (1, &large)])).await;
    assert!(matches!(refused, Err(AppendError::MessageTooLarge { index: 1, bytes: 1_048_551 })));
    let whole = "x".repeat(1_048_550);
    let five: Vec<(u64, &str)> = vec![(1, &whole); 5];
    let refused = store.append(batch(stream("s"), &five)).await;
    assert!(matches!(refused, Err(AppendError::BatchTooLarge { .. })));
    let late = store.append(batch(stream("s"), &[(u64::MAX, "x")])).await;
    assert!(matches!(late, Err(AppendError::OutOfRange { index: 0 })));
    let numbered = from_source(batch(stream("s"), &[(1, "a"), (1, "b")]), "x", u64::MAX);
    let refused = store.append(numbered).await;
    assert!(matches!(refused, Err(AppendError::OutOfRange { index: 1 })));
    let named = store.append(batch(stream(&"s".repeat(513)), &[(1, "a")])).await;
    assert!(matches!(named, Err(AppendError::NameTooLong)));
    assert!(read_stream(&store, stream("s")).await.is_empty());

    let three: Vec<(u64, &str)> = vec![(1, &whole); 3];
    assert_eq!(store.append(batch(stream("s"), &three)).await.unwrap().stored, 3);
    assert_eq!(store.append(batch(stream("s"), &[])).await.unwrap().stored, 0);
    store.close().await;
}

fn small() -> Options {
    Options { seal_bytes: 40_000, queue_bytes: 8_192, ..quick() }
}

fn lines(from: usize) -> Batch {
    let text = "x".repeat(900);
    let events: Vec<(u64, &str)> = (from..from + 5).map(|n| (n as u64, text.as_str())).collect();
    batch(stream("s"), &events)
}

async fn many(store: &LogStore, batches: usize) -> usize {
    let tasks: Vec<_> = (0..batches)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.append(lines(n * 5)).await.map_or(0, |o| o.stored) })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        stored += within(task).await.unwrap();
    }
    stored
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_memory_holds_is_sealed_while_writers_wait() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), small()).await;
    assert_eq!(many(&store, 100).await, 500);
    assert_eq!(read_stream(&store, stream("s")).await.len(), 500);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_while_writers_wait_ends_and_keeps_what_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = open(dir.path(), small()).await;
    let (stored, ()) = tokio::join!(many(&store, 60), async {
        while read_stream(&store, stream("s")).await.is_empty() {}
        within(store.close()).await;
    });
    assert!(stored > 0);
    let (store, ..) = open(dir.path(), small()).await;
    assert_eq!(read_stream(&store, stream("s")).await.len(), stored);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_are_refused_while_memory_is_full_and_can_not_be_sealed() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let objects = LocalFileSystem::new_with_prefix(elsewhere.path()).unwrap();
    let options = Options { objects: Some(Arc::new(objects)), ..small() };
    // A file where the folder should be: no segment can be written.
    let block = elsewhere.path().join("segments");
    std::fs::write(&block, b"").unwrap();
    let (store, ..) = open(dir.path(), options).await;
    let mut acknowledged = 0;
    let refusal = within(async {
        loop {
            match store.append(lines(acknowledged)).await {
                Ok(outcome) => acknowledged += outcome.stored,
                Err(e) => break e,
            }
        }
    })
    .await;
    assert!(matches!(refusal, AppendError::Backlogged(_)), "{refusal}");
    assert!(acknowledged * 900 < 4 * 40_000, "{acknowledged} events in memory");
    assert!(store.seal().await.is_err());
    assert_eq!(read_stream(&store, stream("s")).await.len(), acknowledged);

    std::fs::remove_file(&block).unwrap();
    within(async {
        while store.append(lines(acknowledged)).await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(read_stream(&store, stream("s")).await.len(), acknowledged + 5);
    store.close().await;
}
