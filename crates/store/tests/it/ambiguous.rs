//! A writer that can't go on: what callers are told, and what is true.

use std::time::Duration;

use ferrogate_store::{Error, Prefix, Rev, SqliteOptions, SqliteStore, Store};
use futures_util::StreamExt;

use crate::support::{key, put, within};

/// Keeps the store's writer waiting, until dropped.
fn hold_the_writer(store: &SqliteStore) -> rusqlite::Connection {
    let conn = rusqlite::Connection::open(store.dir().join("store.db")).unwrap();
    conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    conn
}

#[tokio::test]
async fn an_unknown_outcome_is_ambiguous_and_its_record_tells_it_later() {
    let dir = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        answer_within: Some(Duration::from_millis(20)),
        ..SqliteOptions::for_tests()
    };
    let store = SqliteStore::open(dir.path(), options).unwrap();
    let held = hold_the_writer(&store);
    let out = store.txn(&[], &[put("/task/1", "x"), put("/op/request-1", "made /task/1")]).await;
    assert!(matches!(&out, Err(e) if e.is_ambiguous()), "{out:?}");
    let (found, _) =
        store.get(&[key("/op/request-1")], ferrogate_store::Read::Linear).await.unwrap();
    assert_eq!(found, [None]);
    drop(held);

    let mut watch = store.watch(&Prefix::new("/op").unwrap(), Rev(0));
    while within(watch.next()).await.unwrap().unwrap().rev() < Rev(1) {}
    let (found, _) = store
        .get(&[key("/op/request-1"), key("/task/1")], ferrogate_store::Read::Linear)
        .await
        .unwrap();
    assert!(found.iter().all(|kv| kv.as_ref().is_some_and(|kv| kv.modify == Rev(1))), "{found:?}");
}

#[tokio::test]
async fn a_full_queue_refuses_before_anything_is_begun_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let options = SqliteOptions {
        turn_within: Some(Duration::from_millis(20)),
        ..SqliteOptions::for_tests()
    };
    let store = SqliteStore::open(dir.path(), options).unwrap();
    let held = hold_the_writer(&store);
    let large = |i: usize| {
        let store = store.clone();
        async move {
            let ops: Vec<_> =
                (0..3).map(|part| put(&format!("/{i}/{part}"), vec![0; 256 << 10])).collect();
            store.txn(&[], &ops).await
        }
    };
    let calls: Vec<_> = (0..20).map(|i| tokio::spawn(large(i))).collect();
    // Some find no turn; only then the writer goes on.
    let refused = within(async {
        let mut waiting = calls;
        loop {
            let (first, at, rest) = futures_util::future::select_all(waiting).await;
            assert!(matches!(first.unwrap(), Err(Error::Busy { .. })), "call {at}");
            if rest.len() <= 10 {
                break (10, rest);
            }
            waiting = rest;
        }
    });
    let (refused, rest) = refused.await;
    drop(held);
    for call in rest {
        within(call).await.unwrap().unwrap();
    }
    let keys = ferrogate_store::list_all(&store, &Prefix::root()).await.unwrap().0.len();
    assert_eq!(keys, (20 - refused) * 3);
}
