//! Opening, closing and opening again.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_store::sqlite::ManualLeaseClock;
use ferrogate_store::{Alarm, Error, Op, Prefix, Rev, SqliteOptions, SqliteStore, Store, list_all};
use futures_util::StreamExt;

use crate::support::{commit, key, open, put, renumber, within};

#[tokio::test]
async fn a_second_engine_on_the_same_folder_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let refused = SqliteStore::open(dir.path(), SqliteOptions::for_tests());
    let error = refused.expect_err("the folder is taken").to_string();
    assert!(error.contains(dir.path().to_str().unwrap()), "{error}");
    assert!(error.contains(&std::process::id().to_string()), "{error}");
    first.close().await;
    open(dir.path()).close().await;
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    commit(&store, &[put("/a", "1")]).await;
    store.close().await;
    let conn = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    let known: i64 =
        conn.query_row("SELECT value FROM meta WHERE name = 'schema'", [], |r| r.get(0)).unwrap();
    let set = |schema: i64| {
        conn.execute("UPDATE meta SET value = ?1 WHERE name = 'schema'", [schema]).unwrap();
    };
    set(99);
    let refused = SqliteStore::open(dir.path(), SqliteOptions::for_tests());
    assert!(matches!(&refused, Err(Error::NewerSchema { found: 99, .. })), "{refused:?}");
    set(known);
    let store = open(dir.path());
    assert_eq!(list_all(&store, &Prefix::root()).await.unwrap().0.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn a_reopened_store_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(dir.path(), SqliteOptions::default()).unwrap();
    commit(&store, &[put("/a", "1")]).await;
    commit(&store, &[put("/a", "2"), put("/b", "2")]).await;
    let before = list_all(&store, &Prefix::root()).await.unwrap();
    store.close().await;
    // In order, so nothing is left to recover.
    let mut files: Vec<_> =
        std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["store.db", "store.lock", "store.mark"]);

    let store = SqliteStore::open(dir.path(), SqliteOptions::default()).unwrap();
    assert_eq!(list_all(&store, &Prefix::root()).await.unwrap(), before);
    let mut watch = store.watch(&Prefix::root(), Rev(1));
    assert_eq!(commit(&store, &[put("/c", "3")]).await, Rev(3));
    let mut revs = Vec::new();
    while revs.last() != Some(&3) {
        revs.push(within(watch.next()).await.unwrap().unwrap().rev().0);
    }
    revs.dedup();
    assert_eq!(revs, [2, 3]);
    store.check_integrity().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_restart_gives_every_lease_its_full_time_again() {
    let dir = tempfile::tempdir().unwrap();
    let clock = ManualLeaseClock::default();
    let options = || SqliteOptions { clock: Arc::new(clock.clone()), ..SqliteOptions::for_tests() };
    let ttl = Duration::from_secs(10);
    let store = SqliteStore::open(dir.path(), options()).unwrap();
    let lease = store.lease_grant(ttl).await.unwrap();
    let ended = store.lease_grant(ttl).await.unwrap();
    commit(&store, &[Op::put_leased(key("/a"), "1", lease)]).await;
    store.lease_revoke(ended).await.unwrap();
    clock.advance(ttl - Duration::from_millis(1));
    store.close().await;
    clock.advance(ttl * 5);

    let store = SqliteStore::open(dir.path(), options()).unwrap();
    assert!(matches!(store.lease_keep(ended).await, Err(Error::LeaseExpired(_))));
    let there = async || !list_all(&store, &Prefix::root()).await.unwrap().0.is_empty();
    clock.advance(ttl - Duration::from_millis(1));
    store.look_at_leases().await.unwrap();
    assert!(there().await);
    clock.advance(Duration::from_millis(1));
    store.look_at_leases().await.unwrap();
    assert!(!there().await);
    store.close().await;
}

#[tokio::test]
async fn a_closed_store_refuses_all_and_ends_its_watches() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let lease = store.lease_grant(Duration::from_secs(5)).await.unwrap();
    let mut watch = store.watch(&Prefix::root(), Rev(0));
    assert!(within(watch.next()).await.unwrap().is_ok());
    store.close().await;
    store.close().await;
    assert!(matches!(within(watch.next()).await, Some(Err(Error::Closed))));
    assert!(within(watch.next()).await.is_none());
    assert!(matches!(store.txn(&[], &[put("/a", "1")]).await, Err(Error::Closed)));
    assert!(matches!(store.status().await, Err(Error::Closed)));
    assert!(matches!(store.lease_keep(lease).await, Err(Error::Closed)));
}

#[tokio::test]
async fn a_compaction_that_was_cut_short_is_finished_after_the_restart() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    for i in 0..100 {
        commit(&store, &[put("/a", i.to_string()), put("/gone", "1")]).await;
        commit(&store, &[Op::Del(key("/gone"))]).await;
    }
    store.close().await;
    let conn = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    renumber(&conn, "compacted", 200);
    let rows =
        || conn.query_row("SELECT count(*) FROM log", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(rows(), 300);
    let store = open(dir.path());
    store.compact(Rev(200)).await.unwrap();
    assert_eq!(rows(), 1);
    store.check_integrity().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_store_at_its_own_limit_is_readable_and_compaction_makes_room() {
    let dir = tempfile::tempdir().unwrap();
    let options = SqliteOptions { size_bytes_max: Some(1 << 20), ..SqliteOptions::for_tests() };
    let store = SqliteStore::open(dir.path(), options).unwrap();
    let mut last = Rev(0);
    let full = loop {
        match store.txn(&[], &[put("/a", vec![1; 32 << 10])]).await {
            Ok(_) => last = Rev(last.0 + 1),
            Err(e) => break e,
        }
        assert!(last.0 < 100, "no limit");
    };
    assert!(matches!(full, Error::NoSpace { .. }), "{full:?}");
    let status = store.status().await.unwrap();
    assert_eq!((status.rev, status.alarms), (last, vec![Alarm::NoSpace]));
    assert_eq!(list_all(&store, &Prefix::root()).await.unwrap().0[0].modify, last);

    store.compact(last).await.unwrap();
    assert_eq!(commit(&store, &[put("/a", vec![2; 32 << 10])]).await, Rev(last.0 + 1));
    assert_eq!(store.status().await.unwrap().alarms, []);
    store.check_integrity().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_store_is_its_owners_only() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("data/cell");
    let store = open(&folder);
    commit(&store, &[put("/a", "1")]).await;
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.clone()), 0o700);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(mode(file.clone()), 0o600, "{file:?}");
    }
    store.close().await;
}
