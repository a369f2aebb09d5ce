//! What an alarm watches when it is asked for as queries: one metric, or what is computed of
//! several (`Metrics` of PutMetricAlarm).

use std::collections::BTreeSet;

use ferrogate_api::cloudwatch::MetricDataQuery;
use ferrogate_metrics::math::{MathError, NotOneSeries, trial};
use ferrogate_records::cloudwatch::alarm::{Metric, Part, Query, Watched, What};

use super::put::{dimensions, extended_statistic, period, required};
use super::{Result, View, invalid, not_built};

/// Queries of one alarm, and how many of them may be metrics, and expressions (API model,
/// `MetricDataQuery`).
const QUERIES_MAX: usize = 20;
const EACH_MAX: usize = 10;

/// What an alarm on queries watches.
pub(super) fn watched(view: &View, asked: &[MetricDataQuery]) -> Result<Watched> {
    if asked.len() > QUERIES_MAX {
        return invalid(format!("An alarm has at most {QUERIES_MAX} metrics and expressions."));
    }
    if asked.iter().filter(|query| query.return_data != Some(false)).count() != 1 {
        return invalid("Exactly one element of the metrics list should return data.");
    }
    let mut parts = vec![];
    let mut periods = BTreeSet::new();
    for (at, query) in asked.iter().enumerate() {
        let (part, period) = part(view, query, &format!("Metrics.member.{}", at + 1))?;
        periods.extend(period);
        parts.push(part);
    }
    let ids: BTreeSet<&str> = parts.iter().map(|part| &*part.id).collect();
    if ids.len() < parts.len() {
        return invalid("The values for parameter Id in Metrics are not unique.");
    }
    let metrics = parts.iter().filter(|part| matches!(part.what, What::Metric(_))).count();
    if metrics > EACH_MAX || parts.len() - metrics > EACH_MAX {
        return invalid(format!(
            "An alarm has at most {EACH_MAX} metrics and {EACH_MAX} expressions."
        ));
    }
    let period_s = match *periods.iter().collect::<Vec<_>>() {
        [period] => *period,
        [] => return invalid("Period must not be null"),
        _ => return not_built("An alarm on metrics of different periods"),
    };
    if let [Part { what: What::Metric(_), .. }] = &*parts {
        return Ok(of_one(parts, period_s));
    }
    check(&parts, period_s)?;
    Ok(Watched { math: parts, period_s, ..Watched::default() })
}

fn of_one(parts: Vec<Part>, period_s: u32) -> Watched {
    let mut watched = Watched { period_s, ..Watched::default() };
    for part in parts {
        let What::Metric(of) = part.what else { continue };
        watched = Watched {
            math: vec![],
            namespace: of.namespace,
            name: of.name,
            dimensions: of.dimensions,
            unit: of.unit,
            statistic: of.statistic,
            period_s,
            query: Some(Query { id: part.id, label: part.label }),
        };
    }
    watched
}

/// One query, and its period in seconds if it names one.
fn part(view: &View, query: &MetricDataQuery, of: &str) -> Result<(Part, Option<u32>)> {
    if query.account_id.as_deref().is_some_and(|id| id != view.scope.account.as_str()) {
        return not_built("An alarm on a metric of another account");
    }
    let id = query.id.clone().unwrap_or_default();
    let good = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !good {
        return invalid(format!(
            "The value {id} for parameter {of}.Id is not matching the expected pattern \
             ^[a-z][a-zA-Z0-9_]*$."
        ));
    }
    let (what, period_s) = match (&query.metric_stat, &query.expression) {
        (Some(_), Some(_)) => {
            return invalid(format!("{of} must not have both MetricStat and Expression."));
        }
        (None, Some(text)) => {
            let period_s = query.period.map(period).transpose()?;
            (What::Expression { text: text.clone(), period_s }, period_s)
        }
        (stat, None) => {
            let stat = required(stat.as_ref(), &format!("{of}.MetricStat"))?;
            let metric = required(stat.metric.as_ref(), &format!("{of}.MetricStat.Metric"))?;
            let statistic = required(stat.stat.clone(), &format!("{of}.MetricStat.Stat"))?;
            let statistic = match &*statistic {
                "SampleCount" | "Average" | "Sum" | "Minimum" | "Maximum" => statistic,
                extended => extended_statistic(extended)?,
            };
            let metric = Metric {
                namespace: required(metric.namespace.clone(), "Namespace")?,
                name: required(metric.metric_name.clone(), "MetricName")?,
                dimensions: dimensions(metric.dimensions.as_deref())?,
                unit: stat.unit.as_ref().map(|unit| unit.as_str().to_owned()),
                statistic,
            };
            (What::Metric(metric), Some(period(required(stat.period, "Period")?)?))
        }
    };
    let returned = query.return_data != Some(false);
    Ok((Part { id, label: query.label.clone(), returned, what }, period_s))
}

/// Refuses expressions that don't come to one series.
fn check(parts: &[Part], period_s: u32) -> Result<()> {
    let returned = parts.iter().find(|part| part.returned).map_or("", |part| &part.id);
    let (mut metrics, mut exprs) = (vec![], vec![]);
    for part in parts {
        match &part.what {
            What::Metric(_) => metrics.push(&*part.id),
            What::Expression { text, .. } => exprs.push((&*part.id, &**text)),
        }
    }
    match trial(&metrics, &exprs, returned, period_s) {
        Ok(()) => Ok(()),
        Err(NotOneSeries::Other { text }) => invalid(format!(
            "The expression for an alarm must return a single time series: {text}."
        )),
        Err(NotOneSeries::Wrong { error: MathError::NotBuilt(name), .. }) if name == "SEARCH" => {
            invalid("SEARCH is not supported on Metric Alarms.")
        }
        Err(NotOneSeries::Wrong { error: MathError::NotBuilt(name), .. }) => {
            not_built(format!("The function {name}"))
        }
        Err(NotOneSeries::Wrong { id, text, error }) => {
            invalid(format!("Error in expression '{id}' [{text}]: {error}."))
        }
    }
}
