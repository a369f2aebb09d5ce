//! Reads a whole database and says whether it is what was written.

use rusqlite::Connection;

use super::content::{self, LogRow};
use super::{fault, schema};
use crate::error::{Error, Result};
use crate::model::Rev;

/// A message names so many damaged keys.
const KEYS_TOLD_MAX: usize = 5;

/// What must hold between the tables: a text, and how many rows break it.
const RULES: [(&str, &str); 5] = [
    (
        "current values that the log does not have",
        "SELECT cast(count(*) AS TEXT) FROM kv k LEFT JOIN log l ON l.seq = k.seq
            AND l.key = k.key AND l.create_rev = k.create_rev AND l.version = k.version
            AND l.lease IS k.lease WHERE l.val IS NULL",
    ),
    (
        "current values with a newer version in the log",
        "SELECT cast(count(*) AS TEXT) FROM kv k JOIN log l ON l.key = k.key
            AND l.seq > k.seq",
    ),
    (
        "values without a key whose last version is no deletion",
        "SELECT cast(count(*) AS TEXT) FROM
            (SELECT key, max(seq) AS seq FROM log GROUP BY key) n
            JOIN log l ON l.seq = n.seq
            WHERE l.val IS NOT NULL AND n.key NOT IN (SELECT key FROM kv)",
    ),
    (
        "changes above the current revision",
        "SELECT cast(count(*) AS TEXT) FROM log
            WHERE (seq >> 16) > (SELECT rev FROM head)",
    ),
    (
        "keys of a lease that is not there",
        "SELECT cast(count(*) AS TEXT) FROM kv
            WHERE lease IS NOT NULL AND lease NOT IN (SELECT id FROM lease)",
    ),
];

/// Checks everything, in one snapshot, and returns its revision: the pages and indexes by
/// SQLite's own rules, every row by its checksum, all rows together by the sum of the
/// content, and the tables against each other.
///
/// # Errors
/// [`Error::Damaged`] tells the first faults found.
pub(super) fn whole(conn: &Connection) -> Result<Rev> {
    let snapshot = conn.unchecked_transaction().map_err(fault::sql("begin a check"))?;
    let text = |sql: &str| -> Result<String> {
        snapshot.query_row(sql, [], |row| row.get(0)).map_err(fault::sql("check its data"))
    };
    let pages = text("PRAGMA integrity_check(5)")?;
    if pages != "ok" {
        return Err(Error::Damaged(pages));
    }
    check_content(&snapshot)?;
    for (what, sql) in RULES {
        let count = text(sql)?;
        if count != "0" {
            return Err(Error::Damaged(format!("{count} {what}")));
        }
    }
    schema::rev(&snapshot)
}

fn check_content(snapshot: &Connection) -> Result<()> {
    let fault = fault::sql("check its checksums");
    let (rows, damaged) = sum_of_rows(snapshot).map_err(&fault)?;
    if !damaged.is_empty() {
        let what = format!("the values of {} are not what was written", damaged.join(", "));
        return Err(Error::Damaged(what));
    }
    let leases = content::of_leases(snapshot).map_err(&fault)?;
    let numbers = content::of_numbers(snapshot).map_err(&fault)?;
    if content::known(snapshot).map_err(&fault)? != rows + leases + numbers {
        let what = "its numbers are changed, or rows are missing or of another time than the rest";
        return Err(Error::Damaged(what.into()));
    }
    Ok(())
}

/// The sum of all rows of `log`, and keys with a row that is not what its checksum says.
fn sum_of_rows(snapshot: &Connection) -> rusqlite::Result<(i64, Vec<String>)> {
    let sql = "SELECT seq, key, prev_seq, create_rev, version, lease, val, sum FROM log";
    let mut statement = snapshot.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut total, mut damaged) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let sum: i64 = row.get(7)?;
        total += sum;
        if sum != LogRow::from_row(row)?.sum() && damaged.len() < KEYS_TOLD_MAX {
            damaged.push(String::from_utf8_lossy(row.get_ref(1)?.as_bytes()?).into_owned());
        }
    }
    Ok((total, damaged))
}
