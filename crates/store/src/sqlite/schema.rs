//! The database: its tables, its settings, and the numbers in `head` and `meta`.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::content::{self, LogRow};
use super::fault;
use super::options::{Durability, SqliteOptions};
use crate::error::{Error, Result};
use crate::key::Key;
use crate::model::{Kv, LeaseId, Rev};

/// The schema this engine writes, and the newest it reads.
pub(super) const SCHEMA: u64 = 3;

/// A row of `log` is numbered by its revision and its place in the transaction.
const SUB_BITS: u32 = 16;
/// The most changes of one revision.
pub(super) const SUBS_MAX: usize = 1 << SUB_BITS;

const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- The numbers that every transaction changes, in one row of their own: the current revision,
-- and the sum of the content.
CREATE TABLE head (id INTEGER PRIMARY KEY, rev INTEGER NOT NULL, content INTEGER NOT NULL);

-- Every version of every value; val is NULL where the key was deleted. prev_seq is the
-- version it replaced, and NULL where the key was absent. sum is the row's checksum.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY, key TEXT NOT NULL, prev_seq INTEGER,
  create_rev INTEGER NOT NULL, version INTEGER NOT NULL, lease INTEGER, val BLOB,
  sum INTEGER NOT NULL
);
CREATE UNIQUE INDEX log_key ON log (key, seq);

-- The current version of every key that has a value.
CREATE TABLE kv (
  key TEXT PRIMARY KEY, seq INTEGER NOT NULL,
  create_rev INTEGER NOT NULL, version INTEGER NOT NULL, lease INTEGER
) WITHOUT ROWID;
CREATE INDEX kv_lease ON kv (lease) WHERE lease IS NOT NULL;

-- AUTOINCREMENT: an id is never used twice.
CREATE TABLE lease (id INTEGER PRIMARY KEY AUTOINCREMENT, ttl_ms INTEGER NOT NULL);

INSERT INTO meta VALUES ('schema', 3), ('compacted', 0), ('swept', 0), ('epoch', 1);
INSERT INTO head VALUES (1, 0, 0);
";

/// From schema 1, which had no checksums.
const FROM_1: &str = "
ALTER TABLE log ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
INSERT INTO meta VALUES ('content', 0);
";

/// To schema 3, before which the numbers in `head` were two rows of `meta`.
const TO_3: &str = "
CREATE TABLE head (id INTEGER PRIMARY KEY, rev INTEGER NOT NULL, content INTEGER NOT NULL);
INSERT INTO head SELECT 1, r.value, c.value FROM meta r, meta c
  WHERE r.name = 'rev' AND c.name = 'content';
DELETE FROM meta WHERE name IN ('rev', 'content');
UPDATE meta SET value = 3 WHERE name = 'schema';
";

/// Opens the database for the one thread that writes; makes it when there is none. Closing
/// it leaves the files as they are, until it is known that they are whole.
pub(super) fn open_writer(dir: &Path, options: &SqliteOptions) -> Result<Connection> {
    let path = dir.join("store.db");
    make_private(&path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(&path, flags).map_err(fault::sql("open its file"))?;
    let keep = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    keep.map(drop)
        .and_then(|()| configure(&conn, options))
        .map_err(fault::sql("configure its file"))?;
    if conn.is_readonly("main").map_err(fault::sql("read its header"))? {
        return Err(Error::Damaged("its header says that it is only to be read".into()));
    }
    ensure_tables(&conn, &path)?;
    ferrogate_base::fsio::sync_dir(dir).map_err(|e| fault::io("flush its data folder", e))?;
    Ok(conn)
}

/// Opens the database for a thread that reads.
pub(super) fn open_reader(dir: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = Connection::open_with_flags(dir.join("store.db"), flags);
    let conn = open.map_err(fault::sql("open its file for reading"))?;
    let set = conn
        .busy_timeout(Duration::from_secs(5))
        .and_then(|()| conn.pragma_update(None, "query_only", true))
        .and_then(|()| conn.pragma_update(None, "cache_size", -1024));
    set.map_err(fault::sql("configure its file for reading"))?;
    Ok(conn)
}

/// The file may hold secrets in wrapped form and names in clear: its owner's only. SQLite
/// gives the same mode to the files it puts beside it.
fn make_private(path: &Path) -> Result<()> {
    let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    open.map(drop).map_err(|e| fault::io("create its file", e))
}

fn configure(conn: &Connection, options: &SqliteOptions) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(32);
    conn.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match options.durability {
        Durability::Full => "FULL",
        Durability::TestOnlyNone => "OFF",
    };
    conn.pragma_update(None, "synchronous", synchronous)?;
    // Memory: 2 MiB of pages are enough for one writer; the kernel caches the rest.
    conn.pragma_update(None, "cache_size", -2048)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "trusted_schema", false)?;
    // A log that a burst made large shrinks again, but not below what is kept back in it.
    let limit = options.reserve_bytes.max(LOG_BYTES);
    conn.pragma_update(None, "journal_size_limit", limit.cast_signed())?;
    let pages = match options.size_bytes_max {
        Some(max) => (max / page_bytes(conn)?).clamp(1, MAX_PAGES),
        None => MAX_PAGES,
    };
    // The pragma answers with the new limit.
    conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
}

/// The log's file stays as large as this once it has been.
const LOG_BYTES: u64 = 8 << 20;

/// SQLite's own default limit.
const MAX_PAGES: u64 = 0xffff_fffe;

fn page_bytes(conn: &Connection) -> rusqlite::Result<u64> {
    conn.query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0)).map(u64::from)
}

fn ensure_tables(conn: &Connection, path: &Path) -> Result<()> {
    let has_meta = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'";
    let found = conn.query_row(has_meta, [], |_| Ok(())).optional();
    if found.map_err(fault::sql("read its tables"))?.is_none() {
        let made = write(conn, &[TABLES], add_checksums);
        made.map_err(fault::sql("make its tables"))?;
    }
    match meta(conn, "schema")? {
        SCHEMA => Ok(()),
        1 => write(conn, &[FROM_1, TO_3], add_checksums)
            .map_err(fault::sql("add checksums to its tables")),
        // The rows keep their checksums: what is damaged in them is still found.
        2 => write(conn, &[TO_3], |tx| content::add(tx, content::renumbered("schema", 2, 3)))
            .map_err(fault::sql("bring its tables up to date")),
        found if found > SCHEMA => {
            Err(Error::NewerSchema { path: path.to_owned(), found, known: SCHEMA })
        }
        found => Err(Error::Damaged(format!("schema number {found}"))),
    }
}

/// Runs `batches` of statements and then `sum`, all or nothing.
fn write(
    conn: &Connection,
    batches: &[&str],
    sum: impl Fn(&Connection) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let tx = conn.unchecked_transaction()?;
    batches.iter().try_for_each(|sql| tx.execute_batch(sql))?;
    sum(&tx)?;
    tx.commit()
}

/// Gives a database that has none yet its checksums.
fn add_checksums(tx: &Connection) -> rusqlite::Result<()> {
    let mut log =
        tx.prepare("SELECT seq, key, prev_seq, create_rev, version, lease, val FROM log")?;
    let mut set = tx.prepare("UPDATE log SET sum = ?2 WHERE seq = ?1")?;
    let mut rows = log.query([])?;
    let mut content = content::of_leases(tx)? + content::of_numbers(tx)?;
    while let Some(row) = rows.next()? {
        let found = LogRow::from_row(row)?;
        set.execute([found.seq, found.sum()])?;
        content += found.sum();
    }
    content::add(tx, content)
}

/// The number called `name` in `meta`.
pub(super) fn meta(conn: &Connection, name: &'static str) -> Result<u64> {
    let read = || -> rusqlite::Result<i64> {
        conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
    };
    fault::unsigned(name, read().map_err(fault::sql("read its numbers"))?)
}

pub(super) fn set_meta(conn: &Connection, name: &'static str, value: u64) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE meta SET value = ?2 WHERE name = ?1")?
        .execute((name, value.cast_signed()))
        .map(drop)
}

/// The current revision in this connection's snapshot.
pub(super) fn rev(conn: &Connection) -> Result<Rev> {
    let read = || -> rusqlite::Result<i64> {
        conn.prepare_cached("SELECT rev FROM head")?.query_row([], |row| row.get(0))
    };
    fault::unsigned("rev", read().map_err(fault::sql("read its revision"))?).map(Rev)
}

/// The number of the row of change `sub` of revision `rev`.
pub(super) fn seq(rev: Rev, sub: usize) -> i64 {
    debug_assert!(sub < SUBS_MAX);
    ((rev.0 << SUB_BITS) | sub as u64).cast_signed()
}

/// The number of the last row that revision `rev` may have.
pub(super) fn last_seq(rev: Rev) -> i64 {
    seq(rev, SUBS_MAX - 1)
}

pub(super) fn rev_of(seq: i64) -> Rev {
    Rev(seq.cast_unsigned() >> SUB_BITS)
}

/// A version of a key, from columns `seq, create_rev, version, lease`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version {
    pub(super) seq: i64,
    pub(super) create: Rev,
    pub(super) version: u64,
    pub(super) lease: Option<LeaseId>,
}

impl Version {
    pub(super) fn from_row(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(first)?,
            create: Rev(row.get::<_, i64>(first + 1)?.cast_unsigned()),
            version: row.get::<_, i64>(first + 2)?.cast_unsigned(),
            lease: row.get::<_, Option<i64>>(first + 3)?.map(|id| LeaseId(id.cast_unsigned())),
        })
    }

    pub(super) fn modify(&self) -> Rev {
        rev_of(self.seq)
    }

    pub(super) fn kv(self, key: Key, val: Vec<u8>) -> Kv {
        Kv {
            key,
            val: val.into(),
            create: self.create,
            modify: self.modify(),
            version: self.version,
            lease: self.lease,
        }
    }
}

/// A key that the database gave back.
pub(super) fn stored_key(text: &str) -> Result<Key> {
    Key::new(text).map_err(|e| Error::Damaged(e.to_string()))
}
