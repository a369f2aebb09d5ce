//! Reading and computing what was asked.

use std::cell::RefCell;
use std::collections::HashMap;

use ferrogate_api::cloudwatch::MessageData;
use ferrogate_base::TimestampMs;
use ferrogate_metrics::math::{Budget, Line, MathError, Scope, Value};
use ferrogate_metrics::store::{ByUnit, Read};
use ferrogate_metrics::{MetricStore, Statistic};

use super::super::{Result, fault, not_built, rounded, value};
use super::query::{Query, What};

/// Points that expressions of one request may touch.
const BUDGET: u64 = 50_000_000;
/// Points that metrics of one request may have, with those that are not in the answer.
const READ_MAX: usize = 1_000_000;
/// Expressions that hang on one another.
const CHAIN_MAX: usize = 50;

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
    let math = Math {
        queries: queries.iter().map(|query| (query.id.as_str(), query)).collect(),
        read: &read,
        metrics: &metrics,
        period_s: shortest,
        time: (shortest.map_or(from, |period_s| rounded(from, period_s, now)), to),
        budget: &budget,
        done: RefCell::default(),
        chain: RefCell::default(),
    };
    let mut results = Vec::new();
    for query in queries.iter().filter(|query| query.returned) {
        match &query.what {
            What::Metric { .. } => {
                let Known { line, messages } = &read[&query.id];
                let label = labels[query.id.as_str()].as_str();
                results.push(shown(query, line, label, messages.clone()));
            }
            What::Math { text, .. } => results.extend(math.results(query, text)?),
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

/// What expressions see.
struct Math<'m> {
    queries: HashMap<&'m str, &'m Query>,
    read: &'m HashMap<String, Known>,
    metrics: &'m [Line],
    /// The shortest of the metrics'.
    period_s: Option<u32>,
    time: (TimestampMs, TimestampMs),
    budget: &'m Budget,
    done: RefCell<HashMap<String, Value>>,
    /// Those that are being computed, the one that was asked for first.
    chain: RefCell<Vec<String>>,
}

/// Of an expression that names none, and no metric: five minutes.
const PERIOD_S: u32 = 300;

impl Math<'_> {
    fn results(&self, query: &Query, text: &str) -> Result<Vec<Answered>> {
        let told = |error: MathError| match error {
            MathError::NotBuilt(name) => not_built(&format!("The function {name}")),
            MathError::Wrong(what) => {
                value(format!("Error in expression '{}' [{text}]: {what}.", query.id))
            }
        };
        match self.value(&query.id).map_err(told)? {
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

    /// What the query with this id comes to.
    fn value(&self, id: &str) -> std::result::Result<Value, MathError> {
        if let Some(known) = self.read.get(id) {
            return Ok(Value::Line(known.line.clone()));
        }
        if let Some(done) = self.done.borrow().get(id) {
            return Ok(done.clone());
        }
        let wrong = |what: String| Err(MathError::Wrong(what));
        let Some(What::Math { expr, period_s, .. }) = self.queries.get(id).map(|one| &one.what)
        else {
            return wrong(format!("no query has the id {id}"));
        };
        {
            let mut chain = self.chain.borrow_mut();
            if chain.iter().any(|one| one == id) {
                return wrong(format!("{id} hangs on itself"));
            }
            if chain.len() == CHAIN_MAX {
                return wrong("too many expressions hang on one another".into());
            }
            chain.push(id.to_owned());
        }
        // The first of those below that can't be computed says why, not that it has no value.
        let because = RefCell::new(None);
        let named = |name: &str| {
            self.queries.get(name)?;
            self.value(name).map_err(|error| because.borrow_mut().get_or_insert(error).clone()).ok()
        };
        let scope = Scope {
            named: &named,
            metrics: self.metrics,
            period_s: period_s.or(self.period_s).unwrap_or(PERIOD_S),
            from: self.time.0,
            to: self.time.1,
            budget: self.budget,
        };
        let value = expr.eval(&scope);
        self.chain.borrow_mut().pop();
        if let Some(error) = because.take() {
            return Err(error);
        }
        let value = value?;
        self.done.borrow_mut().insert(id.to_owned(), value.clone());
        Ok(value)
    }
}
