//! A sum over all that the database holds, so that a changed byte shows.
//!
//! Every row of `log` carries its own checksum. `content` in `head` is the sum of all of
//! them, of the leases', of the revision's and of the numbers' in `meta`. A write adds what it writes, a
//! compaction takes off what it deletes, in the same transaction: so a row that was changed,
//! is missing, or is of another time than the rest, shows when all are read
//! ([`check`](super::check)).

use rusqlite::{Connection, Row};

use crate::model::Rev;

/// A row of `log` as its checksum sees it.
pub(super) struct LogRow<'a> {
    pub(super) seq: i64,
    pub(super) key: &'a str,
    pub(super) prev_seq: Option<i64>,
    pub(super) create_rev: i64,
    pub(super) version: i64,
    pub(super) lease: Option<i64>,
    pub(super) val: Option<&'a [u8]>,
}

impl<'a> LogRow<'a> {
    /// From columns `seq, key, prev_seq, create_rev, version, lease, val`.
    pub(super) fn from_row(row: &'a Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            key: row.get_ref(1)?.as_str()?,
            prev_seq: row.get(2)?,
            create_rev: row.get(3)?,
            version: row.get(4)?,
            lease: row.get(5)?,
            val: row.get_ref(6)?.as_blob_or_null()?,
        })
    }

    /// The row's checksum. CRC-32 finds any change of up to 32 bits in a row for certain.
    pub(super) fn sum(&self) -> i64 {
        let mut hash = crc32fast::Hasher::new();
        let length = self.val.map_or(-1, |val| val.len() as i64);
        // No sequence, lease or length is -1: it stands for none.
        for number in [
            self.seq,
            self.prev_seq.unwrap_or(-1),
            self.create_rev,
            self.version,
            self.lease.unwrap_or(-1),
            length,
        ] {
            hash.update(&number.to_le_bytes());
        }
        hash.update(self.val.unwrap_or_default());
        hash.update(self.key.as_bytes());
        i64::from(hash.finalize())
    }
}

/// The checksum of a lease.
pub(super) fn lease_sum(id: i64, ttl_ms: i64) -> i64 {
    let mut hash = crc32fast::Hasher::new();
    hash.update(b"lease");
    hash.update(&id.to_le_bytes());
    hash.update(&ttl_ms.to_le_bytes());
    i64::from(hash.finalize())
}

/// What it adds to the sum when the revision or a number of `meta` becomes `new`.
pub(super) fn renumbered(name: &str, old: u64, new: u64) -> i64 {
    number_sum(name, new) - number_sum(name, old)
}

/// The checksum of the revision or of a number in `meta`.
pub(super) fn number_sum(name: &str, value: u64) -> i64 {
    let mut hash = crc32fast::Hasher::new();
    hash.update(name.as_bytes());
    hash.update(&value.to_le_bytes());
    i64::from(hash.finalize())
}

/// The sum as the database has it.
pub(super) fn known(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT content FROM head", [], |row| row.get(0))
}

/// Adds `change` to the sum; belongs into every transaction that changes anything.
pub(super) fn add(conn: &Connection, change: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE head SET content = content + ?1")?.execute([change]).map(drop)
}

/// Makes `rev` the current revision, which was `before`, and adds `change` to the sum.
pub(super) fn advance(
    conn: &Connection,
    before: Rev,
    rev: Rev,
    change: i64,
) -> rusqlite::Result<()> {
    let change = change + renumbered("rev", before.0, rev.0);
    conn.prepare_cached("UPDATE head SET rev = ?1, content = content + ?2")?
        .execute([rev.0.cast_signed(), change])
        .map(drop)
}

/// The sum of all leases.
pub(super) fn of_leases(conn: &Connection) -> rusqlite::Result<i64> {
    let mut statement = conn.prepare("SELECT id, ttl_ms FROM lease")?;
    let sums = statement.query_map([], |row| Ok(lease_sum(row.get(0)?, row.get(1)?)))?;
    sums.sum()
}

/// The sum of the revision and of all numbers in `meta`.
pub(super) fn of_numbers(conn: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT name, value FROM meta UNION ALL SELECT 'rev', rev FROM head";
    let mut statement = conn.prepare(sql)?;
    let sums = statement.query_map([], |row| {
        let (name, value): (String, i64) = (row.get(0)?, row.get(1)?);
        Ok(number_sum(&name, value.cast_unsigned()))
    })?;
    sums.sum()
}
