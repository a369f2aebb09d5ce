//! Bytes that the disk changed: harmless, or told at the opening. Never a silent loss.

use std::path::Path;
use std::time::{Duration, Instant};

use ferrogate_store::{
    Error, Kv, Op, Prefix, Read, Rev, SqliteOptions, SqliteStore, Store, list_all,
};
use rusqlite::{Connection, OpenFlags};

use crate::support::{commit, key, open, put, renumber, within};

type All = (Vec<Kv>, Rev);

/// Some history: values of all sizes, deletions, leases, a compaction that is half done.
async fn fill(store: &SqliteStore) {
    let lease = store.lease_grant(Duration::from_secs(60)).await.unwrap();
    for i in 0..12_usize {
        let ops = [
            put(&format!("/task/{}", i % 5), vec![i as u8; 40 + i * i * 70]),
            put(&format!("/op/{i}"), format!("{{\"made\":\"/task/{i}\"}}")),
        ];
        commit(store, &ops).await;
    }
    commit(store, &[Op::Del(key("/op/3")), Op::put_leased(key("/leased"), "x", lease)]).await;
    store.compact(Rev(6)).await.unwrap();
    commit(store, &[put("/last", "acknowledged")]).await;
}

async fn all(store: &SqliteStore) -> All {
    list_all(store, &Prefix::root()).await.unwrap()
}

/// The files as a crash would leave them, though the store goes on.
fn image(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for name in ["store.db", "store.db-wal", "store.mark"] {
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
    // What a restart makes anew.
    drop(std::fs::remove_file(to.join("store.db-shm")));
}

fn fold(dir: &Path) {
    let conn = Connection::open(dir.join("store.db")).unwrap();
    let folded: i64 =
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(2)).unwrap();
    assert!(folded > 0);
}

/// What became of one changed byte.
#[derive(Debug, PartialEq, Eq, Hash, Clone, Copy, PartialOrd, Ord)]
enum Outcome {
    Harmless,
    Lost,
    Damaged,
    Refused,
}

/// Changes one byte after the other of `name` in the image `from`, opens what comes of it, and
/// counts what happened. A store that opens must have everything and take a write.
async fn flip(
    from: &Path,
    name: &str,
    places: impl Iterator<Item = usize>,
    expected: &All,
) -> Seen {
    let work = tempfile::tempdir().unwrap();
    let whole = std::fs::read(from.join(name)).unwrap();
    let mut seen = Seen::default();
    for at in places.take_while(|at| *at < whole.len()) {
        drop(std::fs::remove_dir_all(work.path()));
        image(from, work.path());
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(work.path().join(name), bytes).unwrap();
        let outcome = match SqliteStore::open(work.path(), SqliteOptions::for_tests()) {
            Ok(store) => {
                let found = all(&store).await;
                assert_eq!(found.1, expected.1, "{name}, byte {at}: the revision");
                assert_eq!(found.0, expected.0, "{name}, byte {at}: the values");
                assert_eq!(commit(&store, &[put("/next", "1")]).await.0, expected.1.0 + 1);
                store.check_integrity().await.unwrap();
                store.close().await;
                Outcome::Harmless
            }
            Err(Error::Lost { first, last }) => {
                assert_eq!(last, expected.1, "{name}, byte {at}");
                assert!(first <= last, "{name}, byte {at}: {first} to {last}");
                Outcome::Lost
            }
            Err(Error::Damaged(what)) => {
                assert!(what.contains("put back a copy"), "{name}, byte {at}: {what}");
                Outcome::Damaged
            }
            Err(_) => Outcome::Refused,
        };
        seen.0.push(outcome);
    }
    seen
}

#[derive(Debug, Default)]
struct Seen(Vec<Outcome>);

impl Seen {
    fn count(&self, outcome: Outcome) -> usize {
        self.0.iter().filter(|seen| **seen == outcome).count()
    }
}

/// All of the first so many bytes, where the structure is, then every so many.
fn places(dense: usize, step: usize) -> impl Iterator<Item = usize> {
    (0..dense).chain((dense..).step_by(step))
}

#[tokio::test]
async fn a_changed_byte_of_the_log_never_undoes_a_write_in_silence() {
    let (dir, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(dir.path());
    fill(&store).await;
    let expected = all(&store).await;
    image(dir.path(), crashed.path());
    store.close().await;
    let seen = flip(crashed.path(), "store.db-wal", places(57, 397), &expected).await;
    assert!(seen.count(Outcome::Lost) > 50, "{seen:?}");
    assert_eq!(seen.count(Outcome::Refused), 0, "{seen:?}");
}

#[tokio::test]
async fn a_damaged_log_that_nobody_needs_is_set_aside() {
    let (dir, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(dir.path());
    fill(&store).await;
    let expected = all(&store).await;
    fold(dir.path());
    image(dir.path(), crashed.path());
    store.close().await;
    let seen = flip(crashed.path(), "store.db-wal", places(33, 1009), &expected).await;
    assert_eq!(seen.count(Outcome::Harmless), seen.0.len(), "{seen:?}");

    // And is there to be looked at.
    let wal = crashed.path().join("store.db-wal");
    let mut bytes = std::fs::read(&wal).unwrap();
    let at = bytes.len() * 3 / 4;
    bytes[at] ^= 1;
    std::fs::write(&wal, &bytes).unwrap();
    let store = open(crashed.path());
    assert_eq!(all(&store).await, expected);
    assert_eq!(std::fs::read(crashed.path().join("store.db-wal.damaged")).unwrap(), bytes);
    store.close().await;
}

#[tokio::test]
async fn a_changed_byte_of_a_log_that_is_folded_in_part_is_harmless_or_told() {
    let (dir, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(dir.path());
    fill(&store).await;
    // A reader keeps the log from being begun anew.
    let reader = Connection::open(dir.path().join("store.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM log").unwrap();
    fold(dir.path());
    for i in 0..4 {
        commit(&store, &[put("/task/1", vec![i; 3000]), put("/late", vec![i; 10])]).await;
    }
    let expected = all(&store).await;
    image(dir.path(), crashed.path());
    drop(reader);
    store.close().await;
    let seen = flip(crashed.path(), "store.db-wal", places(33, 809), &expected).await;
    assert!(seen.count(Outcome::Lost) > 50, "{seen:?}");
}

#[tokio::test]
async fn a_changed_byte_of_a_store_that_was_closed_is_harmless_or_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let expected = all(&store).await;
    store.close().await;
    assert!(!dir.path().join("store.db-wal").exists());
    let seen = flip(dir.path(), "store.db", places(108, 139), &expected).await;
    assert!(seen.count(Outcome::Damaged) > 100, "{:?}", seen.0.len());
    assert!(seen.count(Outcome::Harmless) > 10, "{:?}", seen.0.len());
    let seen = flip(dir.path(), "store.mark", places(0, 13), &expected).await;
    assert_eq!(seen.count(Outcome::Harmless), seen.0.len(), "{seen:?}");
}

#[tokio::test]
async fn a_file_that_is_gone_or_shorter_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let (_, rev) = all(&store).await;
    let crashed = tempfile::tempdir().unwrap();
    image(dir.path(), crashed.path());
    store.close().await;
    let refused = |change: &dyn Fn(&Path)| {
        let work = tempfile::tempdir().unwrap();
        image(crashed.path(), work.path());
        change(work.path());
        SqliteStore::open(work.path(), SqliteOptions::for_tests()).expect_err("it lacks something")
    };
    let error = refused(&|dir| std::fs::remove_file(dir.join("store.db-wal")).unwrap());
    assert!(matches!(error, Error::Lost { last, .. } if last == rev), "{error:?}");
    let text = error.to_string();
    assert!(text.contains(&format!("to {rev}")) && text.contains("store.lost"), "{text}");
    let error = refused(&|dir| std::fs::remove_file(dir.join("store.db")).unwrap());
    assert!(matches!(error, Error::Lost { first: Rev(1), last } if last == rev), "{error:?}");
    let error = refused(&|dir| {
        let wal = std::fs::OpenOptions::new().write(true).open(dir.join("store.db-wal")).unwrap();
        wal.set_len(wal.metadata().unwrap().len() - 4120).unwrap();
    });
    assert!(matches!(error, Error::Lost { last, .. } if last == rev), "{error:?}");
}

#[tokio::test]
async fn a_refused_store_is_left_as_it_is_and_goes_on_when_somebody_says_so() {
    let (dir, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(dir.path());
    fill(&store).await;
    image(dir.path(), crashed.path());
    store.close().await;
    let path = crashed.path().join("store.db-wal");
    let mut wal = std::fs::read(&path).unwrap();
    let at = wal.len() - 3000;
    wal[at] ^= 4;
    std::fs::write(&path, &wal).unwrap();
    let refused = |what: &str| match SqliteStore::open(crashed.path(), SqliteOptions::for_tests()) {
        Err(Error::Lost { first, last }) => (first, last),
        other => panic!("{what}: {other:?}"),
    };
    let (first, last) = refused("one byte");
    assert_eq!(first, last, "the last frame is the last transaction");
    assert_eq!(refused("again"), (first, last), "a look changes nothing");
    assert_eq!(std::fs::read(&path).unwrap(), wal);
    assert!(!crashed.path().join("store.db-wal.damaged").exists());

    std::fs::rename(crashed.path().join("store.mark"), crashed.path().join("store.lost")).unwrap();
    let store = open(crashed.path());
    let status = store.status().await.unwrap();
    assert_eq!((status.rev, status.epoch), (last, 2), "no revision is given twice");
    assert_eq!(store.get(&[key("/last")], Read::Linear).await.unwrap().0, [None]);
    assert_eq!(commit(&store, &[put("/last", "again")]).await, Rev(last.0 + 1));
    store.check_integrity().await.unwrap();
    store.close().await;
    let store = open(crashed.path());
    assert_eq!(store.status().await.unwrap().epoch, 2);
    store.close().await;
}

#[tokio::test]
async fn a_store_at_rest_is_folded_in_while_it_runs() {
    let dir = tempfile::tempdir().unwrap();
    let fold_after = Duration::from_millis(1);
    let options = SqliteOptions { fold_after, ..SqliteOptions::for_tests() };
    let store = SqliteStore::open(dir.path(), options).unwrap();
    let rev = commit(&store, &[put("/a", "1")]).await;
    let uri = format!("file:{}?immutable=1", dir.path().join("store.db").display());
    let folded = || -> Option<i64> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let conn = Connection::open_with_flags(&uri, flags).ok()?;
        conn.query_row("SELECT rev FROM head", [], |row| row.get(0)).ok()
    };
    let deadline = Instant::now() + Duration::from_secs(30);
    while folded() != Some(rev.0.cast_signed()) {
        assert!(Instant::now() < deadline, "not folded");
        within(tokio::task::yield_now()).await;
    }
    assert_eq!(commit(&store, &[put("/a", "2")]).await, Rev(2));
    store.close().await;
}

/// Makes of a store that is closed one of schema 2: the revision and the sum were in `meta`.
fn to_schema_2(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join("store.db")).unwrap();
    renumber(&conn, "schema", 2);
    conn.execute_batch(
        "INSERT INTO meta SELECT 'rev', rev FROM head UNION ALL SELECT 'content', content FROM head;
         DROP TABLE head;",
    )
    .unwrap();
    conn
}

#[tokio::test]
async fn a_store_of_schema_2_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let (expected, before) = (all(&store).await, store.status().await.unwrap());
    store.close().await;
    drop(to_schema_2(dir.path()));
    let store = open(dir.path());
    let now = store.status().await.unwrap();
    assert_eq!((now.rev, now.epoch), (before.rev, before.epoch));
    assert_eq!(all(&store).await, expected);
    store.check_integrity().await.unwrap();
    assert_eq!(commit(&store, &[put("/next", "1")]).await, Rev(before.rev.0 + 1));
    store.close().await;
    open(dir.path()).close().await;
}

#[tokio::test]
async fn what_was_changed_in_a_store_of_schema_2_is_still_told() {
    for change in [
        "UPDATE meta SET value = value + 1 WHERE name = 'rev'",
        "UPDATE meta SET value = value + 1 WHERE name = 'content'",
        "DELETE FROM log WHERE seq = (SELECT min(seq) FROM log)",
        "UPDATE log SET val = x'00' WHERE seq = (SELECT max(seq) FROM log WHERE val IS NOT NULL)",
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        fill(&store).await;
        store.close().await;
        assert_eq!(to_schema_2(dir.path()).execute(change, []).unwrap(), 1);
        let opened = SqliteStore::open(dir.path(), SqliteOptions::for_tests());
        assert!(matches!(opened, Err(Error::Damaged(_))), "{change}: {opened:?}");
    }
}

#[tokio::test]
async fn a_store_of_schema_1_gets_its_checksums() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    fill(&store).await;
    let expected = all(&store).await;
    store.close().await;
    let conn = to_schema_2(dir.path());
    conn.execute_batch(
        "ALTER TABLE log DROP COLUMN sum;
         DELETE FROM meta WHERE name = 'content';
         UPDATE meta SET value = 1 WHERE name = 'schema';",
    )
    .unwrap();
    drop(conn);
    std::fs::remove_file(dir.path().join("store.mark")).unwrap();
    let store = open(dir.path());
    assert_eq!(all(&store).await, expected);
    store.check_integrity().await.unwrap();
    commit(&store, &[put("/next", "1")]).await;
    store.close().await;
    open(dir.path()).close().await;
}
