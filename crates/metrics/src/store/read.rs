//! Reading series.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use rusqlite::{Connection, Row, params};

use super::tier::{TIERS, seconds, timestamp};
use super::{ByUnit, series};
use crate::rightsize::{Peak, Series};
use crate::{Bucket, MetricId};

/// The finest period that is not by the second.
const MINUTE_S: i64 = 60;

/// Which values of a metric, by which periods.
#[derive(Clone, Copy, Debug)]
pub struct Read<'r> {
    /// The metric.
    pub metric: &'r MetricId,
    /// Values of this unit; `None` for each.
    pub unit: Option<&'r str>,
    /// The length of a period in seconds. One that is no multiple of how finely values of some
    /// age are kept has none of them.
    pub period_s: u32,
    /// Periods begin at multiples of their length from here.
    pub origin: TimestampMs,
    /// Periods that begin from here on.
    pub from: TimestampMs,
    /// And before this.
    pub to: TimestampMs,
}

/// Which metrics.
#[derive(Clone, Debug, Default)]
pub struct Filter<'f> {
    /// Of this account.
    pub account: &'f str,
    /// And this region.
    pub region: &'f str,
    /// Of this namespace; `None` for each.
    pub namespace: Option<&'f str>,
    /// Of this name.
    pub name: Option<&'f str>,
    /// With these dimensions beside others; `None` for any value.
    pub dimensions: Vec<(String, Option<String>)>,
    /// That have had a value since.
    pub since: TimestampMs,
    /// After this one.
    pub after: Option<&'f Listed>,
    /// So many at most.
    pub limit: usize,
}

/// A metric that there is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its dimensions.
    pub dimensions: Vec<(String, String)>,
}

/// The periods of each unit, the oldest first.
pub(super) fn read(
    connection: &Connection,
    ask: &Read<'_>,
    now: TimestampMs,
) -> rusqlite::Result<ByUnit> {
    let period = i64::from(ask.period_s.max(1));
    let origin = seconds(ask.origin).rem_euclid(period);
    // The first period that begins at or after `from`.
    let next = |at: i64| (at - origin).div_euclid(period) * period + origin;
    let begin = next(up(ask.from).saturating_add(period - 1));
    let end = next(up(ask.to).saturating_add(period - 1));
    let mut all = Vec::new();
    for (id, unit) in numbers(connection, ask.metric, ask.unit)? {
        let mut periods: BTreeMap<i64, Bucket> = BTreeMap::new();
        for (at_tier, tier) in TIERS.iter().enumerate() {
            if period % tier.length_s != 0 {
                continue;
            }
            // Older ones belong to the next table, and are only waiting to go there.
            let coarser = TIERS.get(at_tier + 1);
            let goes_on = coarser.is_some_and(|next| period % next.length_s == 0);
            let oldest = if goes_on { i64::MIN } else { seconds(now).saturating_sub(tier.kept_s) };
            // A minute's values lie at its beginning: a period that begins within it would have
            // them all.
            let from = if period < MINUTE_S { begin } else { tier.begin(begin) };
            let mut find = connection.prepare_cached(&format!(
                "SELECT at, sum, count, min, max, spread FROM {}
                 WHERE series = ?1 AND at >= ?2 AND at < ?3 ORDER BY at",
                tier.table
            ))?;
            let mut rows = find.query(params![id, from.max(oldest), end])?;
            while let Some(row) = rows.next()? {
                let at: i64 = row.get(0)?;
                let bucket = bucket(row, 1)?;
                let of = next(at).max(begin);
                periods.entry(of).and_modify(|all| all.merge(&bucket)).or_insert(bucket);
            }
        }
        if !periods.is_empty() {
            all.push((unit, periods.into_iter().map(|(at, b)| (timestamp(at), b)).collect()));
        }
    }
    Ok(all)
}

/// The first whole second from here on.
fn up(at: TimestampMs) -> i64 {
    i64::try_from(at.0.div_ceil(1000)).unwrap_or(i64::MAX / 2)
}

/// What is kept of a metric by the minute and coarser, of whichever unit, the oldest first.
pub(super) fn peaks(
    connection: &Connection,
    metric: &MetricId,
    from: TimestampMs,
    to: TimestampMs,
) -> rusqlite::Result<Series> {
    let mut all = Vec::new();
    for (id, _) in numbers(connection, metric, None)? {
        for tier in TIERS.iter().filter(|tier| tier.length_s >= MINUTE_S) {
            let mut find = connection.prepare_cached(&format!(
                "SELECT at, sum, count, max FROM {} WHERE series = ?1 AND at >= ?2 AND at < ?3",
                tier.table
            ))?;
            let mut rows = find.query(params![id, up(from), up(to)])?;
            while let Some(row) = rows.next()? {
                let sum: f64 = row.get(1)?;
                all.push(Peak {
                    at: timestamp(row.get(0)?),
                    length_s: u32::try_from(tier.length_s).unwrap_or(u32::MAX),
                    greatest: row.get::<_, Option<f64>>(3)?.unwrap_or(sum),
                    sum,
                    count: row.get::<_, Option<f64>>(2)?.unwrap_or(1.0),
                });
            }
        }
    }
    all.sort_by_key(|peak| peak.at);
    Ok(Series(all))
}

fn numbers(
    connection: &Connection,
    metric: &MetricId,
    unit: Option<&str>,
) -> rusqlite::Result<Vec<(i64, String)>> {
    let MetricId { account, region, namespace, name, dimensions } = metric;
    let mut find = connection.prepare_cached(
        "SELECT id, unit FROM series WHERE account = ?1 AND region = ?2 AND namespace = ?3
         AND name = ?4 AND dimensions = ?5 AND (?6 IS NULL OR unit = ?6) ORDER BY unit",
    )?;
    let dimensions = series::text(dimensions);
    let of = params![account, region, namespace, name, dimensions, unit];
    let found = find.query_map(of, |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.collect()
}

/// Metrics in their order.
pub(super) fn list(connection: &Connection, filter: &Filter<'_>) -> rusqlite::Result<Vec<Listed>> {
    let mut find = connection.prepare_cached(
        "SELECT DISTINCT namespace, name, dimensions FROM series
         WHERE account = ?1 AND region = ?2 AND (?3 IS NULL OR namespace = ?3)
         AND (?4 IS NULL OR name = ?4) AND last >= ?5
         AND (namespace, name, dimensions) > (?6, ?7, ?8)
         ORDER BY namespace, name, dimensions",
    )?;
    let none = Listed { namespace: String::new(), name: String::new(), dimensions: vec![] };
    let after = filter.after.unwrap_or(&none);
    let mut rows = find.query(params![
        filter.account,
        filter.region,
        filter.namespace,
        filter.name,
        seconds(filter.since),
        after.namespace,
        after.name,
        series::text(&after.dimensions),
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()?
        && found.len() < filter.limit
    {
        let dimensions = series::dimensions(&row.get::<_, String>(2)?);
        let has = |(name, value): &(String, Option<String>)| {
            let is = |(own, is): &(String, String)| {
                own == name && value.as_ref().is_none_or(|value| value == is)
            };
            dimensions.iter().any(is)
        };
        if filter.dimensions.iter().all(has) {
            found.push(Listed { namespace: row.get(0)?, name: row.get(1)?, dimensions });
        }
    }
    Ok(found)
}

/// The values in a row, from the column of the sum on.
pub(super) fn bucket(row: &Row<'_>, from: usize) -> rusqlite::Result<Bucket> {
    let sum: f64 = row.get(from)?;
    let count: f64 = row.get::<_, Option<f64>>(from + 1)?.unwrap_or(1.0);
    let min: f64 = row.get::<_, Option<f64>>(from + 2)?.unwrap_or(sum);
    let max: f64 = row.get::<_, Option<f64>>(from + 3)?.unwrap_or(sum);
    let bytes = row.get_ref(from + 4)?.as_blob_or_null()?;
    Ok(Bucket { count, sum, min, max, spread: Bucket::spread_of(min, count, bytes) })
}
