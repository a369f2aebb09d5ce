//! What `GetMetricData` is asked: each query names a metric with a statistic, or an expression.

use std::collections::HashMap;

use ferrogate_api::Cx;
use ferrogate_api::cloudwatch::{MetricDataQuery, MetricStat};
use ferrogate_metrics::math::Expr;
use ferrogate_metrics::{MetricId, Statistic};

use super::super::{
    PERIODS, Result, combination, is_period, metric, missing, names, not_built, value,
};
use super::label::Label;

/// Queries of one request at most.
const QUERIES_MAX: usize = 500;

/// One query.
pub(super) struct Query {
    pub(super) id: String,
    pub(super) label: Label,
    /// Whether it is in the answer.
    pub(super) returned: bool,
    pub(super) what: What,
}

pub(super) enum What {
    Metric {
        metric: MetricId,
        unit: Option<String>,
        statistic: Statistic,
        period_s: u32,
    },
    /// `period_s`: of what has none of its own.
    Math {
        expr: Expr,
        text: String,
        period_s: Option<u32>,
    },
}

impl Query {
    pub(super) fn is_math(&self) -> bool {
        matches!(self.what, What::Math { .. })
    }
}

/// The queries of a request.
pub(super) fn all(cx: &Cx, asked: Vec<MetricDataQuery>) -> Result<Vec<Query>> {
    if asked.is_empty() {
        return Err(missing("MetricDataQueries"));
    }
    if asked.len() > QUERIES_MAX {
        return Err(value(format!(
            "The collection MetricDataQueries must not have a size greater than {QUERIES_MAX}."
        )));
    }
    let mut ids = HashMap::new();
    let mut all = Vec::with_capacity(asked.len());
    for (at, query) in asked.into_iter().enumerate() {
        let of = format!("MetricDataQueries.member.{}", at + 1);
        let query = one(cx, query, &of)?;
        if ids.insert(query.id.clone(), at).is_some() {
            return Err(value(format!(
                "The values for parameter Id in MetricDataQueries are not unique: {}.",
                query.id
            )));
        }
        all.push(query);
    }
    if !all.iter().any(|query| query.returned) {
        return Err(value("At least one of MetricDataQueries must have ReturnData true."));
    }
    Ok(all)
}

fn one(cx: &Cx, query: MetricDataQuery, of: &str) -> Result<Query> {
    let id = query.id.ok_or_else(|| missing(&format!("{of}.Id")))?;
    let mut letters = id.chars();
    let begins = letters.next().is_some_and(|first| first.is_ascii_lowercase());
    if !begins || !letters.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(value(format!("The value {id} for parameter {of}.Id is invalid.")));
    }
    if query.account_id.is_some_and(|account| account != cx.account.as_str()) {
        return Err(not_built("Metrics of linked accounts"));
    }
    if let Some(period) = query.period.filter(|period| !is_period(*period)) {
        return Err(value(format!("The value {period} for {of}.Period {PERIODS}.")));
    }
    let what = match (query.metric_stat, query.expression) {
        (Some(stat), None) => {
            if query.period.is_some() {
                let text = "is only for expressions; a metric has its own in MetricStat";
                return Err(combination(format!("The parameter {of}.Period {text}.")));
            }
            of_metric(cx, stat, &format!("{of}.MetricStat"))?
        }
        (None, Some(text)) => {
            let expr = Expr::parse(&text)
                .map_err(|error| value(format!("Error in expression '{id}': {error}.")))?;
            What::Math { expr, text, period_s: query.period.map(i32::cast_unsigned) }
        }
        _ => {
            return Err(combination(format!(
                "Exactly one of the parameters {of}.MetricStat and {of}.Expression must be \
                 specified."
            )));
        }
    };
    let label = Label::parse(query.label)
        .map_err(|name| not_built(&format!("The label's {name} in {of}")))?;
    Ok(Query { id, label, returned: query.return_data != Some(false), what })
}

fn of_metric(cx: &Cx, stat: MetricStat, of: &str) -> Result<What> {
    let asked = stat.metric.ok_or_else(|| missing(&format!("{of}.Metric")))?;
    let namespace = asked.namespace.ok_or_else(|| missing(&format!("{of}.Metric.Namespace")))?;
    let name = asked.metric_name.ok_or_else(|| missing(&format!("{of}.Metric.MetricName")))?;
    let dimensions = names::dimensions(asked.dimensions, &format!("{of}.Metric.Dimensions"))?;
    let period = stat.period.ok_or_else(|| missing(&format!("{of}.Period")))?;
    if !is_period(period) {
        return Err(value(format!("The value {period} for {of}.Period {PERIODS}.")));
    }
    let statistic = stat.stat.ok_or_else(|| missing(&format!("{of}.Stat")))?;
    let statistic = statistic.parse().map_err(|_| {
        value(format!("The value {statistic} for parameter {of}.Stat is not supported."))
    })?;
    Ok(What::Metric {
        metric: metric(cx, &namespace, &name, dimensions),
        unit: stat.unit.map(|unit| unit.as_str().to_owned()),
        statistic,
        period_s: period.cast_unsigned(),
    })
}
