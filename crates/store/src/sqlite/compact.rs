//! Forgetting history in slices, so that no transaction waits long behind it.

use rusqlite::{Connection, TransactionBehavior};

use super::content;
use super::fault;
use super::schema::{last_seq, meta, set_meta};
use crate::error::Result;
use crate::model::Rev;

/// A slice looks at so many rows, and deletes at most twice as many.
const SLICE_ROWS: i64 = 1000;

/// Whether rows up to the compacted revision still wait to be looked at.
pub(super) fn is_pending(conn: &Connection) -> Result<bool> {
    let end = last_seq(Rev(meta(conn, "compacted")?)).cast_unsigned();
    Ok(meta(conn, "compacted")? > 0 && meta(conn, "swept")? < end)
}

/// Deletes the next rows that no reader at the compacted revision or later can need;
/// returns whether that were all. Where it stopped is kept, also over a restart.
///
/// Each row up to the compacted revision names the version it replaced: that one goes, and
/// the row itself if it only says that the key was deleted. The first version after the
/// compacted revision keeps what it replaced, which is the value at that revision.
pub(super) fn slice(conn: &mut Connection) -> Result<bool> {
    let fault = fault::sql("compact");
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fault)?;
    let end = last_seq(Rev(meta(&tx, "compacted")?));
    let swept = meta(&tx, "swept")?.cast_signed();
    let rows = rows_after(&tx, swept, end).map_err(&fault)?;
    let all = (rows.len() as i64) < SLICE_ROWS;
    let reached = if all { end } else { rows.last().map_or(end, |row| row.seq) };
    let sweep = || -> rusqlite::Result<()> {
        let mut delete = tx.prepare_cached("DELETE FROM log WHERE seq = ?1 RETURNING sum")?;
        let mut gone = 0;
        for row in &rows {
            for seq in row.prev.into_iter().chain(row.deletes.then_some(row.seq)) {
                for sum in delete.query_map([seq], |row| row.get::<_, i64>(0))? {
                    gone += sum?;
                }
            }
        }
        let (before, now) = (swept.cast_unsigned(), reached.max(swept).cast_unsigned());
        set_meta(&tx, "swept", now)?;
        content::add(&tx, content::renumbered("swept", before, now) - gone)
    };
    sweep().map_err(&fault)?;
    tx.commit().map_err(fault::commit)?;
    Ok(all)
}

struct Swept {
    seq: i64,
    prev: Option<i64>,
    deletes: bool,
}

fn rows_after(conn: &Connection, after: i64, end: i64) -> rusqlite::Result<Vec<Swept>> {
    let sql = "SELECT seq, prev_seq, val IS NULL FROM log
         WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map((after, end, SLICE_ROWS), |row| {
        Ok(Swept { seq: row.get(0)?, prev: row.get(1)?, deletes: row.get(2)? })
    })?;
    rows.collect()
}
