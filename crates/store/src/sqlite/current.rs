//! Reading what is now.

use rusqlite::{Connection, OptionalExtension};

use super::fault;
use super::schema::{self, Version, stored_key};
use crate::error::{Error, Result};
use crate::key::{Key, Prefix};
use crate::limits::PAGE_BYTES_MAX;
use crate::model::{Kv, ListPage, Page, Read, Rev};

/// The version of `key` that is current in this connection's snapshot.
pub(super) fn version(conn: &Connection, key: &Key) -> rusqlite::Result<Option<Version>> {
    conn.prepare_cached("SELECT seq, create_rev, version, lease FROM kv WHERE key = ?1")?
        .query_row([key.as_str()], |row| Version::from_row(row, 0))
        .optional()
}

/// `key` with the value of `version`.
pub(super) fn kv(conn: &Connection, key: &Key, version: Version) -> rusqlite::Result<Kv> {
    conn.prepare_cached("SELECT val FROM log WHERE seq = ?1")?
        .query_row([version.seq], |row| Ok(version.kv(key.clone(), row.get(0)?)))
}

/// The values of `keys`, all from one snapshot.
pub(super) fn get(conn: &Connection, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
    let snapshot = conn.unchecked_transaction().map_err(fault::sql("begin a read"))?;
    let rev = schema::rev(&snapshot)?;
    if let Read::AtLeast(asked) = read
        && asked > rev
    {
        return Err(Error::Future { asked, current: rev });
    }
    let one = |key: &Key| match version(&snapshot, key)? {
        Some(version) => kv(&snapshot, key, version).map(Some),
        None => Ok(None),
    };
    let kvs = keys.iter().map(one).collect::<rusqlite::Result<Vec<_>>>();
    Ok((kvs.map_err(fault::sql("read keys"))?, rev))
}

/// A page of the current keys under `prefix`, in a snapshot whose revision is `rev`.
pub(super) fn list(
    snapshot: &Connection,
    prefix: &Prefix,
    page: &Page,
    rev: Rev,
) -> Result<ListPage> {
    let sql = "SELECT k.key, k.seq, k.create_rev, k.version, k.lease, l.val
         FROM kv k JOIN log l ON l.seq = k.seq
         WHERE k.key > ?1 AND k.key < ?2 ORDER BY k.key";
    let fault = fault::sql("list keys");
    let mut statement = snapshot.prepare_cached(sql).map_err(&fault)?;
    let mut rows = statement.query((page_start(prefix, page), prefix.end())).map_err(&fault)?;
    let mut filling = Filling::new(rev, page.limit);
    while let Some(row) = rows.next().map_err(&fault)? {
        if filling.is_full() {
            return Ok(filling.done(true));
        }
        let text = row.get_ref(0).and_then(|text| text.as_str().map_err(Into::into));
        let key = stored_key(text.map_err(&fault)?)?;
        let version = Version::from_row(row, 1).map_err(&fault)?;
        filling.push(version.kv(key, row.get(5).map_err(&fault)?));
    }
    Ok(filling.done(false))
}

/// The text all keys of the page come after.
pub(super) fn page_start<'a>(prefix: &'a Prefix, page: &'a Page) -> &'a str {
    match &page.after {
        Some(after) if after.as_str() > prefix.as_str() => after.as_str(),
        _ => prefix.as_str(),
    }
}

/// A page that takes keys until it has enough of them, or of bytes.
pub(super) struct Filling {
    page: ListPage,
    limit: usize,
    bytes: usize,
}

impl Filling {
    pub(super) fn new(rev: Rev, limit: usize) -> Self {
        Self { page: ListPage { kvs: Vec::new(), rev, more: false }, limit, bytes: 0 }
    }

    pub(super) fn is_full(&self) -> bool {
        self.page.kvs.len() >= self.limit || self.bytes > PAGE_BYTES_MAX
    }

    pub(super) fn push(&mut self, kv: Kv) {
        self.bytes += kv.val.len();
        self.page.kvs.push(kv);
    }

    pub(super) fn done(mut self, more: bool) -> ListPage {
        self.page.more = more;
        self.page
    }
}
