//! Applying transactions inside the writer's open SQLite transaction.

use std::time::Duration;

use rusqlite::Connection;

use super::content::{self, LogRow};
use super::current;
use super::hub::Commit;
use super::schema::{Version, seq, set_meta};
use crate::error::Error;
use crate::key::Key;
use crate::model::{Event, Guard, Kv, LeaseId, Op, Rev, TxnOut};

/// The end of a lease deletes so many keys in one revision.
const LEASE_KEYS_PER_REV: usize = 1000;

/// The changes of a batch that is not committed yet. An `Err` of its methods is SQLite's,
/// and means that the whole batch must be rolled back.
pub(super) struct Batch<'c> {
    conn: &'c Connection,
    before: Rev,
    /// What the batch adds to the sum of the content.
    content: i64,
    applied: Applied,
}

/// What a batch comes to.
pub(super) struct Applied {
    /// The last revision.
    pub(super) rev: Rev,
    /// The oldest revision that can be read.
    pub(super) compacted: Rev,
    /// What was changed to reach `rev`, one entry per revision.
    pub(super) commits: Vec<Commit>,
}

impl<'c> Batch<'c> {
    /// A batch that continues after `rev` in a store compacted up to `compacted`.
    pub(super) fn new(conn: &'c Connection, rev: Rev, compacted: Rev) -> Self {
        let applied = Applied { rev, compacted, commits: Vec::new() };
        Self { conn, before: rev, content: 0, applied }
    }

    /// Notes the last revision; to be committed now.
    pub(super) fn finish(self) -> rusqlite::Result<Applied> {
        let rev = self.applied.rev;
        if rev != self.before {
            content::advance(self.conn, self.before, rev, self.content)?;
        } else if self.content != 0 {
            content::add(self.conn, self.content)?;
        }
        Ok(self.applied)
    }

    /// Applies one transaction, already checked against the limits. The inner error is the
    /// transaction's own, found before anything of it was applied.
    pub(super) fn txn(
        &mut self,
        guards: &[Guard],
        ops: &[Op],
    ) -> rusqlite::Result<Result<TxnOut, Error>> {
        let mut found = Vec::with_capacity(guards.len());
        let mut all_hold = true;
        for guard in guards {
            let version = current::version(self.conn, guard.key())?;
            all_hold &= guard.holds(version.as_ref().map(Version::modify));
            found.push(version);
        }
        if !all_hold {
            return self.conflict(guards, &found).map(Ok);
        }
        for op in ops {
            if let Op::Put { lease: Some(id), .. } = op
                && !self.is_living(*id)?
            {
                return Ok(Err(Error::LeaseExpired(*id)));
            }
        }
        self.write(ops)?;
        Ok(Ok(TxnOut::Committed(self.applied.rev)))
    }

    /// Grants a lease.
    pub(super) fn grant(&mut self, ttl: Duration) -> rusqlite::Result<LeaseId> {
        let ttl_ms = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
        self.conn.prepare_cached("INSERT INTO lease (ttl_ms) VALUES (?1)")?.execute([ttl_ms])?;
        let id = self.conn.last_insert_rowid();
        self.content += content::lease_sum(id, ttl_ms);
        Ok(LeaseId(id.cast_unsigned()))
    }

    /// Ends a lease and deletes its keys. One that has ended already is fine.
    pub(super) fn end_lease(&mut self, id: LeaseId) -> rusqlite::Result<()> {
        let keys = {
            let mut keys = self.conn.prepare_cached("SELECT key FROM kv WHERE lease = ?1")?;
            let keys = keys.query_map([id.0.cast_signed()], |row| row.get::<_, String>(0))?;
            keys.collect::<rusqlite::Result<Vec<_>>>()?
        };
        // Every stored key was checked when it was written.
        let dels: Vec<Op> = keys.iter().filter_map(|key| Key::new(key).ok()).map(Op::Del).collect();
        for dels in dels.chunks(LEASE_KEYS_PER_REV) {
            self.write(dels)?;
        }
        let id = id.0.cast_signed();
        let mut delete =
            self.conn.prepare_cached("DELETE FROM lease WHERE id = ?1 RETURNING ttl_ms")?;
        for ttl_ms in delete.query_map([id], |row| row.get(0))? {
            self.content -= content::lease_sum(id, ttl_ms?);
        }
        Ok(())
    }

    /// Allows history before `keep_after` to be deleted.
    pub(super) fn compact(&mut self, keep_after: Rev) -> rusqlite::Result<Result<(), Error>> {
        let current = self.applied.rev;
        if keep_after > current {
            return Ok(Err(Error::Future { asked: keep_after, current }));
        }
        let before = self.applied.compacted;
        if keep_after > before {
            set_meta(self.conn, "compacted", keep_after.0)?;
            self.content += content::renumbered("compacted", before.0, keep_after.0);
            self.applied.compacted = keep_after;
        }
        Ok(Ok(()))
    }

    fn conflict(&self, guards: &[Guard], found: &[Option<Version>]) -> rusqlite::Result<TxnOut> {
        let value = |(guard, version): (&Guard, &Option<Version>)| match version {
            Some(version) => current::kv(self.conn, guard.key(), *version).map(Some),
            None => Ok(None),
        };
        guards.iter().zip(found).map(value).collect::<rusqlite::Result<_>>().map(TxnOut::Conflict)
    }

    fn is_living(&self, id: LeaseId) -> rusqlite::Result<bool> {
        self.conn.prepare_cached("SELECT 1 FROM lease WHERE id = ?1")?.exists([id.0.cast_signed()])
    }

    /// Applies `ops` as the next revision, if they change anything.
    fn write(&mut self, ops: &[Op]) -> rusqlite::Result<()> {
        let rev = Rev(self.applied.rev.0 + 1);
        let mut events = Vec::with_capacity(ops.len());
        for op in ops {
            let sub = events.len();
            let old = current::version(self.conn, op.key())?;
            let prev = match old {
                Some(version) => Some(current::kv(self.conn, op.key(), version)?),
                None => None,
            };
            match op {
                Op::Put { key, val, lease } => {
                    let new = Version {
                        seq: seq(rev, sub),
                        create: old.map_or(rev, |old| old.create),
                        version: old.map_or(1, |old| old.version + 1),
                        lease: *lease,
                    };
                    self.log(key, new, old, Some(val))?;
                    self.point_at(key, new)?;
                    let (create, version, lease) = (new.create, new.version, new.lease);
                    let (key, val) = (key.clone(), val.clone());
                    let kv = Kv { key, val, create, modify: rev, version, lease };
                    events.push(Event::Put { kv, prev });
                }
                Op::Del(key) if old.is_some() => {
                    let gone = Version { seq: seq(rev, sub), create: rev, version: 0, lease: None };
                    self.log(key, gone, old, None)?;
                    self.conn
                        .prepare_cached("DELETE FROM kv WHERE key = ?1")?
                        .execute([key.as_str()])?;
                    events.push(Event::Del { key: key.clone(), prev });
                }
                Op::Del(_) => {}
            }
        }
        if !events.is_empty() {
            self.applied.rev = rev;
            self.applied.commits.push(Commit { rev, events });
        }
        Ok(())
    }

    fn log(
        &mut self,
        key: &Key,
        new: Version,
        old: Option<Version>,
        val: Option<&[u8]>,
    ) -> rusqlite::Result<()> {
        let row = LogRow {
            seq: new.seq,
            key: key.as_str(),
            prev_seq: old.map(|old| old.seq),
            create_rev: new.create.0.cast_signed(),
            version: new.version.cast_signed(),
            lease: new.lease.map(|id| id.0.cast_signed()),
            val,
        };
        let sum = row.sum();
        let sql = "INSERT INTO log (seq, key, prev_seq, create_rev, version, lease, val, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.conn.prepare_cached(sql)?.execute((
            row.seq,
            row.key,
            row.prev_seq,
            row.create_rev,
            row.version,
            row.lease,
            row.val,
            sum,
        ))?;
        self.content += sum;
        Ok(())
    }

    fn point_at(&self, key: &Key, new: Version) -> rusqlite::Result<()> {
        let sql = "INSERT INTO kv (key, seq, create_rev, version, lease)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO UPDATE SET
             seq = ?2, create_rev = ?3, version = ?4, lease = ?5";
        self.conn.prepare_cached(sql)?.execute((
            key.as_str(),
            new.seq,
            new.create.0.cast_signed(),
            new.version.cast_signed(),
            new.lease.map(|id| id.0.cast_signed()),
        ))?;
        Ok(())
    }
}
