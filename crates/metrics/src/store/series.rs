//! Which series there are: each has a number, and an account has so many at most.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::tier::seconds;
use super::{Datum, Options, PutError};
use crate::MetricId;

/// Series whose number is remembered; more are asked of the database.
const REMEMBERED: usize = 20_000;
/// What separates names and values of dimensions: none of them holds it.
const SEPARATOR: char = '\u{1}';
/// How exactly it is known when a series had a value last, in seconds.
const LAST_WITHIN_S: i64 = 60;

/// The series, as the writer knows them.
pub(super) struct AllSeries {
    known: HashMap<(MetricId, String), Known>,
    counts: HashMap<String, u64>,
    account_max: u64,
    /// What the request that is being written has changed of the above.
    changed: Vec<(MetricId, String)>,
    made: Vec<String>,
}

#[derive(Clone, Copy)]
struct Known {
    id: i64,
    last_s: i64,
}

impl AllSeries {
    pub(super) fn of(connection: &Connection, options: &Options) -> rusqlite::Result<Self> {
        let mut counts = HashMap::new();
        let mut all =
            connection.prepare("SELECT account, count(*) FROM series GROUP BY account")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            counts.insert(row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned());
        }
        Ok(Self {
            known: HashMap::new(),
            counts,
            account_max: options.account_series_max,
            changed: Vec::new(),
            made: Vec::new(),
        })
    }

    /// The number of the datum's series, which is made when it is new.
    pub(super) fn number(
        &mut self,
        connection: &Connection,
        datum: &Datum,
        bounded: bool,
    ) -> Result<i64, PutError> {
        let at_s = seconds(datum.at);
        let key = (datum.metric.clone(), datum.unit.clone());
        let known = match self.known.get(&key) {
            Some(known) => *known,
            None => self.find_or_make(connection, datum, bounded)?,
        };
        let mut now = known;
        if at_s >= known.last_s + LAST_WITHIN_S {
            let mut update =
                connection.prepare_cached("UPDATE series SET last = ?2 WHERE id = ?1")?;
            update.execute(params![known.id, at_s])?;
            now.last_s = at_s;
        }
        if now.last_s != known.last_s || !self.known.contains_key(&key) {
            self.changed.push(key.clone());
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(key, now);
        Ok(known.id)
    }

    fn find_or_make(
        &mut self,
        connection: &Connection,
        datum: &Datum,
        bounded: bool,
    ) -> Result<Known, PutError> {
        let at_s = seconds(datum.at);
        let MetricId { account, region, namespace, name, dimensions } = &datum.metric;
        let dimensions = text(dimensions);
        let mut find = connection.prepare_cached(
            "SELECT id, last FROM series WHERE account = ?1 AND region = ?2 AND namespace = ?3
             AND name = ?4 AND dimensions = ?5 AND unit = ?6",
        )?;
        let of = params![account, region, namespace, name, dimensions, datum.unit];
        let found = find.query_row(of, |row| Ok(Known { id: row.get(0)?, last_s: row.get(1)? }));
        if let Some(known) = found.optional()? {
            return Ok(known);
        }
        let count = self.counts.entry(account.clone()).or_default();
        if bounded && *count >= self.account_max {
            return Err(PutError::TooManySeries(self.account_max));
        }
        let mut make = connection.prepare_cached(
            "INSERT INTO series (account, region, namespace, name, dimensions, unit, last)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        make.execute(params![account, region, namespace, name, dimensions, datum.unit, at_s])?;
        *count += 1;
        self.made.push(account.clone());
        Ok(Known { id: connection.last_insert_rowid(), last_s: at_s })
    }

    /// A request begins to be written.
    pub(super) fn begin(&mut self) {
        self.changed.clear();
        self.made.clear();
    }

    /// What was written since it began is undone: a flood of refused requests costs no look at
    /// all series.
    pub(super) fn undo(&mut self) {
        for key in self.changed.drain(..) {
            self.known.remove(&key);
        }
        for account in self.made.drain(..) {
            if let Some(count) = self.counts.get_mut(&account) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// Whatever was remembered may not be so: a transaction was undone, or series went.
    pub(super) fn forget(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let options = Options { account_series_max: self.account_max };
        *self = Self::of(connection, &options)?;
        Ok(())
    }
}

/// Dimensions as a text by which they are found and in whose order they are listed.
pub(super) fn text(dimensions: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in dimensions {
        for part in [name, value] {
            if !text.is_empty() {
                text.push(SEPARATOR);
            }
            text.push_str(part);
        }
    }
    text
}

/// The dimensions of which [`text`] made this.
pub(super) fn dimensions(text: &str) -> Vec<(String, String)> {
    let mut parts = text.split(SEPARATOR).map(str::to_owned);
    let mut all = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        all.push((name, value));
    }
    all
}

impl From<rusqlite::Error> for PutError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error.into())
    }
}
