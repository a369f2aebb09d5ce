//! Reading and computing what was asked.

use std::collections::HashMap;

use ferrogate_api::cloudwatch::MessageData;
use ferrogate_base::TimestampMs;
use ferrogate_metrics::math::{Budget, Line, MathError, Sheet, Value};
use ferrogate_metrics::store::{ByUnit, Read};
use ferrogate_metrics::{MetricStore, Statistic};

use super::super::{Result, fault, not_built, rounded, value};
use super::query::{Query, What};

/// Points that expressions of one request may touch.
const BUDGET: u64 = 50_000_000;
/// Points that metrics of one request may have, with those that are not in the answer.
const READ_MAX: usize = 1_000_000;

/// One result.
pub(super) struct Answered {
    pub(super) id: String,
    pub(super) label: String,
    /// The oldest first.
    pub(super) points: Vec<(TimestampMs, f64)>,
    pub(super) messages: Option<Vec<MessageData>>,
}

/// What was read of one metric.
struct Known {
    line: Line,
    messages: Option<Vec<MessageData>>,
}

/// Every result, in the order of the queries.
pub(super) fn all(
    store: &MetricStore,
    queries: Vec<Query>,
    (from, to): (TimestampMs, TimestampMs),
    now: TimestampMs,
) -> Result<Vec<Answered>> {
    let labels = default_labels(&queries);
    let mut read = HashMap::new();
    let mut metrics = Vec::new();
    let mut points = 0;
    for query in &queries {
        let What::Metric { metric, unit, statistic, period_s } = &query.what else { continue };
        // Periods count from the first instant: whatever is asked for is in one.
        let from = rounded(from, *period_s, now);
        let (unit, period_s) = (unit.as_deref(), *period_s);
        let ask = Read { metric, unit, period_s, origin: from, from, to };
        let by_unit = store.read(&ask).map_err(fault)?;
        let known = known(query, &labels[query.id.as_str()], by_unit, statistic, period_s);
        points += known.line.points.len();
        if points > READ_MAX {
            return Err(value(
                "Maximum number of datapoints exceeded: ask for longer periods, a shorter time or \
                 fewer metrics.",
            ));
        }
        metrics.push(known.line.clone());
        read.insert(query.id.clone(), known);
    }
    let budget = Budget::new(BUDGET);
    let shortest = metrics.iter().map(|line| line.period_s).min();
    let first = shortest.map_or(from, |period_s| rounded(from, period_s, now));
    let exprs = queries.iter().filter_map(|query| match &query.what {
        What::Math { expr, period_s, .. } => {
            Some((&*query.id, expr, period_s.or(shortest).unwrap_or(PERIOD_S)))
        }
        What::Metric { .. } => None,
    });
    let sheet = Sheet::new(&metrics, exprs, (first, to), &budget);
    let mut results = Vec::new();
    for query in queries.iter().filter(|query| query.returned) {
        match &query.what {
            What::Metric { .. } => {
                let Known { line, messages } = &read[&query.id];
                let label = labels[query.id.as_str()].as_str();
                results.push(shown(query, line, label, messages.clone()));
            }
            What::Math { text, .. } => results.extend(computed(&sheet, query, text)?),
        }
    }
    Ok(results)
}

fn shown(query: &Query, line: &Line, label: &str, messages: Option<Vec<MessageData>>) -> Answered {
    let points: Vec<_> = line.points.iter().map(|(at, value)| (*at, *value)).collect();
    let label = query.label.of(label, &points);
    Answered { id: query.id.clone(), label, points, messages }
}

/// Of several units the first is told, and that there are others (CloudWatch).
fn known(
    query: &Query,
    label: &str,
    by_unit: ByUnit,
    statistic: &Statistic,
    period_s: u32,
) -> Known {
    let units: Vec<&str> = by_unit.iter().map(|(unit, _)| unit.as_str()).collect();
    let messages = (units.len() > 1).then(|| {
        vec![MessageData {
            code: Some("MultipleUnits".into()),
            value: Some(format!("Multiple units returned: '[{}]'", units.join(", "))),
        }]
    });
    let buckets = by_unit.into_iter().next().map(|(_, buckets)| buckets).unwrap_or_default();
    let points = buckets.iter().filter_map(|(at, bucket)| Some((*at, statistic.of(bucket)?)));
    let points = points.collect();
    let (id, label) = (query.id.clone(), label.to_owned());
    Known { line: Line { id, label, period_s, points }, messages }
}

/// The metric's name, then the statistic and the period as far as they differ between queries; of
/// expressions their id.
fn default_labels(queries: &[Query]) -> HashMap<&str, String> {
    let of = |query: &Query| match &query.what {
        What::Metric { statistic, period_s, .. } => Some((statistic.to_string(), *period_s)),
        What::Math { .. } => None,
    };
    let all: Vec<_> = queries.iter().filter_map(of).collect();
    let (by_statistic, by_period) =
        (all.iter().any(|one| one.0 != all[0].0), all.iter().any(|one| one.1 != all[0].1));
    let label = |query: &Query| match &query.what {
        What::Metric { metric, statistic, period_s, .. } => {
            let mut label = metric.name.clone();
            if by_statistic {
                label.push_str(&format!(" {statistic}"));
            }
            if by_period {
                label.push_str(&format!(" {period_s}"));
            }
            label
        }
        What::Math { .. } => query.id.clone(),
    };
    queries.iter().map(|query| (query.id.as_str(), label(query))).collect()
}

/// Of an expression that names none, and no metric: five minutes.
const PERIOD_S: u32 = 300;

fn computed(sheet: &Sheet<'_>, query: &Query, text: &str) -> Result<Vec<Answered>> {
    let told = |error: MathError| match error {
        MathError::NotBuilt(name) => not_built(&format!("The function {name}")),
        MathError::Wrong(what) => {
            value(format!("Error in expression '{}' [{text}]: {what}.", query.id))
        }
    };
    match sheet.value(&query.id).map_err(told)? {
        Value::Number(_) => Err(value(format!(
            "Error in expression '{}' [{text}]: it must return a time series or several, and \
             returns a number.",
            query.id
        ))),
        Value::Line(line) => Ok(vec![shown(query, &line, &query.id, None)]),
        Value::Lines(lines) => {
            let of = |line: &Line| {
                let label = if line.label.is_empty() { &query.id } else { &line.label };
                shown(query, line, label, None)
            };
            Ok(lines.iter().map(of).collect())
        }
    }
}
