//! What becomes too old for its table goes into the next one, and out of the last.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::tier::TIERS;
use super::{read, writer};
use crate::Bucket;

/// Series that are looked at in one go.
const SERIES: i64 = 500;
/// Periods of one table of a series that are moved in one go; the rest waits for the next round.
const PERIODS: i64 = 2_000;

/// Where the round is.
#[derive(Default)]
pub(super) struct Sweep {
    after: i64,
}

/// What was done in one go.
pub(super) struct Swept {
    /// The round is over.
    pub(super) all_done: bool,
    /// Some series have nothing left and are no more.
    pub(super) series_gone: bool,
}

impl Sweep {
    /// Looks at the next series.
    pub(super) fn some(
        &mut self,
        connection: &mut Connection,
        now_s: i64,
    ) -> rusqlite::Result<Swept> {
        let all = connection.transaction()?;
        let numbers: Vec<i64> = {
            let mut next =
                all.prepare_cached("SELECT id FROM series WHERE id > ?1 ORDER BY id LIMIT ?2")?;
            let rows = next.query_map(params![self.after, SERIES], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut series_gone = false;
        for series in &numbers {
            for tier in 0..TIERS.len() {
                age(&all, tier, *series, now_s)?;
            }
            series_gone |= forget_empty(&all, *series, now_s)?;
        }
        all.commit()?;
        let all_done = i64::try_from(numbers.len()).is_ok_and(|count| count < SERIES);
        self.after = if all_done { 0 } else { numbers.last().copied().unwrap_or(0) };
        Ok(Swept { all_done, series_gone })
    }
}

/// Moves the old periods of a series from a table to the next.
fn age(connection: &Connection, tier: usize, series: i64, now_s: i64) -> rusqlite::Result<()> {
    let from = TIERS[tier];
    let next = TIERS.get(tier + 1).copied();
    // A whole period of the next table at a time: none is put together from two halves.
    let oldest = next.unwrap_or(from).begin(now_s - from.kept_s);
    let table = from.table;
    let mut find = connection.prepare_cached(&format!(
        "SELECT at, sum, count, min, max, spread FROM {table}
         WHERE series = ?1 AND at < ?2 ORDER BY at LIMIT ?3"
    ))?;
    let mut rows = find.query(params![series, oldest, PERIODS])?;
    let (mut last, mut moved) = (None, BTreeMap::<i64, Bucket>::new());
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(0)?;
        last = Some(at);
        let Some(next) = next else { continue };
        let bucket = read::bucket(row, 1)?;
        moved.entry(next.begin(at)).and_modify(|all| all.merge(&bucket)).or_insert(bucket);
    }
    let Some(last) = last else { return Ok(()) };
    for (at, bucket) in moved {
        writer::add(connection, next.expect("something was moved to it"), series, at, bucket)?;
    }
    let delete = format!("DELETE FROM {table} WHERE series = ?1 AND at <= ?2");
    connection.prepare_cached(&delete)?.execute(params![series, last])?;
    Ok(())
}

/// A series that had its last value too long ago for any table is no more.
fn forget_empty(connection: &Connection, series: i64, now_s: i64) -> rusqlite::Result<bool> {
    let mut gone = connection.prepare_cached(
        "DELETE FROM series WHERE id = ?1 AND last < ?2
         AND NOT EXISTS (SELECT 1 FROM hour WHERE series = ?1)
         AND NOT EXISTS (SELECT 1 FROM five_minutes WHERE series = ?1)",
    )?;
    let oldest = now_s - TIERS[3].kept_s;
    Ok(gone.execute(params![series, oldest])? > 0)
}
