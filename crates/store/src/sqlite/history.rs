//! Reading what was: pages of an older revision, and changes since one.

use rusqlite::{Connection, Row};

use super::current::{self, Filling, page_start};
use super::schema::{self, Version, last_seq, rev_of, seq, stored_key};
use super::{fault, hub::Commit};
use crate::error::{Error, Result};
use crate::key::{Key, Prefix};
use crate::model::{Event, Kv, ListPage, Page, Rev};

/// A late watcher reads so many rows at a time, or so many bytes, and then up to the end of
/// the transaction it is in.
const CATCH_UP_ROWS: usize = 500;
const CATCH_UP_BYTES: usize = 1 << 20;

/// A page of the keys under `prefix` as they were at `at`; now, when `at` is `None`.
pub(super) fn list(
    conn: &Connection,
    prefix: &Prefix,
    at: Option<Rev>,
    page: &Page,
) -> Result<ListPage> {
    let snapshot = conn.unchecked_transaction().map_err(fault::sql("begin a list"))?;
    let now = schema::rev(&snapshot)?;
    match at {
        Some(at) if at != now => {
            check_readable(&snapshot, at, now)?;
            list_at(&snapshot, prefix, at, page)
        }
        _ => current::list(&snapshot, prefix, page, now),
    }
}

fn check_readable(snapshot: &Connection, at: Rev, now: Rev) -> Result<()> {
    if at > now {
        return Err(Error::Future { asked: at, current: now });
    }
    let oldest = Rev(schema::meta(snapshot, "compacted")?);
    if at < oldest {
        return Err(Error::Compacted { oldest });
    }
    Ok(())
}

fn list_at(snapshot: &Connection, prefix: &Prefix, at: Rev, page: &Page) -> Result<ListPage> {
    let fault = fault::sql("list keys of an older revision");
    // The index alone answers this, in the order of the keys, as the rows are asked for.
    let newest = "SELECT max(seq) FROM log INDEXED BY log_key
         WHERE key > ?1 AND key < ?2 AND seq <= ?3 GROUP BY key ORDER BY key";
    let mut newest = snapshot.prepare_cached(newest).map_err(&fault)?;
    let start = page_start(prefix, page);
    let mut seqs = newest.query((start, prefix.end(), last_seq(at))).map_err(&fault)?;
    let mut filling = Filling::new(at, page.limit);
    while let Some(row) = seqs.next().map_err(&fault)? {
        let Some(kv) = version_at(snapshot, row.get(0).map_err(&fault)?)?.put() else {
            continue;
        };
        if filling.is_full() {
            return Ok(filling.done(true));
        }
        filling.push(kv);
    }
    Ok(filling.done(false))
}

/// The transactions after `after`, as far as one reading goes, with their changes under
/// `prefix`; and the revision up to which that is all there is.
pub(super) fn changes(
    conn: &Connection,
    prefix: &Prefix,
    after: Rev,
) -> Result<(Vec<Commit>, Rev)> {
    let snapshot = conn.unchecked_transaction().map_err(fault::sql("begin a watch"))?;
    let now = schema::rev(&snapshot)?;
    check_readable(&snapshot, after, now)?;
    let fault = fault::sql("read changes");
    let sql = "SELECT seq, create_rev, version, lease, key, val, prev_seq FROM log
         WHERE seq > ?1 AND seq < ?2 ORDER BY seq";
    let mut statement = snapshot.prepare_cached(sql).map_err(&fault)?;
    // Plain comparisons in here instead of in SQL keep the scan on the primary key.
    let mut rows = statement.query((last_seq(after), seq(Rev(now.0 + 1), 0))).map_err(&fault)?;
    let mut commits: Vec<Commit> = Vec::new();
    let (mut seen, mut bytes, mut upto) = (0, 0, after);
    while let Some(row) = rows.next().map_err(&fault)? {
        let rev = rev_of(row.get(0).map_err(&fault)?);
        if rev > upto && (seen >= CATCH_UP_ROWS || bytes >= CATCH_UP_BYTES) {
            return Ok((commits, upto));
        }
        (seen, upto) = (seen + 1, rev);
        let logged = Logged::from_row(row)?;
        if !prefix.contains(&logged.key) {
            continue;
        }
        let prev: Option<i64> = row.get(6).map_err(&fault)?;
        let prev = prev.map(|seq| version_at(&snapshot, seq)).transpose()?;
        bytes += logged.val.as_ref().map_or(0, Vec::len);
        let event = logged.event(prev.and_then(Logged::put));
        match commits.last_mut() {
            Some(last) if last.rev == rev => last.events.push(event),
            _ => commits.push(Commit { rev, events: vec![event] }),
        }
    }
    Ok((commits, now))
}

/// A row of `log`.
struct Logged {
    key: Key,
    version: Version,
    val: Option<Vec<u8>>,
}

impl Logged {
    /// From columns `seq, create_rev, version, lease, key, val`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let fault = fault::sql("read a change");
        let text = row.get_ref(4).and_then(|text| text.as_str().map_err(Into::into));
        Ok(Self {
            key: stored_key(text.map_err(&fault)?)?,
            version: Version::from_row(row, 0).map_err(&fault)?,
            val: row.get(5).map_err(&fault)?,
        })
    }

    /// The key with its value; `None` when the row deletes it.
    fn put(self) -> Option<Kv> {
        self.val.map(|val| self.version.kv(self.key, val))
    }

    fn event(self, prev: Option<Kv>) -> Event {
        match self.val {
            Some(val) => Event::Put { kv: self.version.kv(self.key, val), prev },
            None => Event::Del { key: self.key, prev },
        }
    }
}

fn version_at(snapshot: &Connection, seq: i64) -> Result<Logged> {
    let fault = fault::sql("read a version");
    let sql = "SELECT seq, create_rev, version, lease, key, val FROM log WHERE seq = ?1";
    let mut statement = snapshot.prepare_cached(sql).map_err(&fault)?;
    let mut rows = statement.query([seq]).map_err(&fault)?;
    match rows.next().map_err(&fault)? {
        Some(row) => Logged::from_row(row),
        None => Err(Error::Damaged(format!("row {seq} of the log is missing"))),
    }
}
