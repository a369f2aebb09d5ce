//! Stores in folders of their own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_store::sqlite::ManualLeaseClock;
use ferrogate_store::suite::Subject;
use ferrogate_store::{Guard, Key, Op, Rev, SqliteOptions, SqliteStore, Store, TxnOut};

/// Ends a test that hangs; nothing here takes so long on any machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, work).await.expect("not within the deadline")
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

pub(crate) fn put(text: &str, val: impl Into<Vec<u8>>) -> Op {
    Op::put(key(text), val.into())
}

pub(crate) fn open(dir: &Path) -> SqliteStore {
    SqliteStore::open(dir, SqliteOptions::for_tests()).unwrap()
}

/// Changes a number of the store behind its back, so that it passes for the store's own.
pub(crate) fn renumber(conn: &rusqlite::Connection, name: &str, value: i64) {
    let sum = |value: i64| {
        let mut hash = crc32fast::Hasher::new();
        hash.update(name.as_bytes());
        hash.update(&value.to_le_bytes());
        i64::from(hash.finalize())
    };
    let old = "SELECT value FROM meta WHERE name = ?1";
    let old: i64 = conn.query_row(old, [name], |row| row.get(0)).unwrap();
    conn.execute("UPDATE meta SET value = ?2 WHERE name = ?1", (name, value)).unwrap();
    let add = "UPDATE head SET content = content + ?1";
    conn.execute(add, [sum(value) - sum(old)]).unwrap();
}

pub(crate) async fn commit(store: &dyn Store, ops: &[Op]) -> Rev {
    commit_if(store, &[], ops).await
}

pub(crate) async fn commit_if(store: &dyn Store, guards: &[Guard], ops: &[Op]) -> Rev {
    match store.txn(guards, ops).await.unwrap() {
        TxnOut::Committed(rev) => rev,
        TxnOut::Conflict(found) => panic!("conflict: {found:?}"),
    }
}

/// A store under the suite, with a clock that the suite moves.
pub(crate) async fn subject() -> Subject {
    subject_with(SqliteOptions::for_tests())
}

/// The same, whose watchers get nothing from memory: all is read from the log.
pub(crate) async fn forgetful_subject() -> Subject {
    subject_with(SqliteOptions { watch_bytes_max: 0, ..SqliteOptions::for_tests() })
}

fn subject_with(options: SqliteOptions) -> Subject {
    let dir = tempfile::tempdir().unwrap();
    let clock = ManualLeaseClock::default();
    let options = SqliteOptions { clock: Arc::new(clock.clone()), ..options };
    let store = SqliteStore::open(dir.path(), options).unwrap();
    let handle = store.clone();
    let pass = move |by: Duration| -> futures_util::future::BoxFuture<'static, ()> {
        let (clock, store) = (clock.clone(), handle.clone());
        Box::pin(async move {
            clock.advance(by);
            store.look_at_leases().await.unwrap();
        })
    };
    Subject { store: Arc::new(store), pass: Box::new(pass), keep: Box::new(dir) }
}
