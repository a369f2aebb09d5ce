//! `PutMetricData`: values of a caller's own.

use ferrogate_api::cloudwatch::{Error, MetricDatum, PutMetricDataInput, StatisticSet};
use ferrogate_api::{Cx, Empty, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_metrics::store::PutError;
use ferrogate_metrics::{Bucket, Datum, rightsize};

use super::{
    Metrics, Result, combination, fault, instant, metric, missing, names, not_built, value,
};

/// Data of one request at most.
const DATA_MAX: usize = 1000;
/// Values of one datum at most.
const VALUES_MAX: usize = 150;
/// What a value may be, in both directions: 2^360.
const VALUE_MAX: f64 = 2.348_542_582_773_833_2e108;
/// How old a value may be.
const OLD_MS: u64 = 14 * 86_400_000;
/// How far in the future.
const AHEAD_MS: u64 = 2 * 3_600_000;
/// How namespaces begin that AWS keeps for its own, and the one of this engine.
const OWN: [&str; 2] = ["AWS/", rightsize::metric::NAMESPACE];

impl Metrics {
    pub(super) async fn put_metric_data(
        &self,
        cx: &Cx,
        input: PutMetricDataInput,
    ) -> Result<Empty> {
        if input.entity_metric_data.is_some() {
            return Err(not_built("EntityMetricData"));
        }
        // It says what to do with entities, of which there are none.
        let _ = input.strict_entity_validation;
        let namespace = input.namespace;
        names::text(&namespace, "Namespace")?;
        if OWN.iter().any(|own| namespace.starts_with(own)) {
            let text = format!("The value {namespace} for parameter Namespace is invalid.");
            return Err(value(text));
        }
        let data = input.metric_data.filter(|data| !data.is_empty());
        let data = data.ok_or_else(|| missing("MetricData"))?;
        not_more(data.len(), DATA_MAX, "MetricData")?;
        let now = self.clock.now();
        let mut taken = Vec::with_capacity(data.len());
        for (at, datum) in data.into_iter().enumerate() {
            let of = format!("MetricData.member.{}", at + 1);
            taken.extend(datum_of(cx, &namespace, datum, &of, now)?);
        }
        match self.store.put(cx.account.as_str(), taken).await {
            Ok(()) => Ok(Empty {}),
            Err(PutError::TooManySeries(most)) => {
                let text = format!(
                    "The account has {most} metrics, which is as many as it can have. Nothing of \
                     this request was kept."
                );
                Err(Error::new("LimitExceeded", text).into())
            }
            Err(error) => Err(fault(error)),
        }
    }
}

/// A datum as it is kept; `None` when it counts no value.
fn datum_of(
    cx: &Cx,
    namespace: &str,
    datum: MetricDatum,
    of: &str,
    now: TimestampMs,
) -> Result<Option<Datum>> {
    names::text(&datum.metric_name, &format!("{of}.MetricName"))?;
    let dimensions = names::dimensions(datum.dimensions, &format!("{of}.Dimensions"))?;
    let by_second = match datum.storage_resolution {
        None | Some(60) => false,
        Some(1) => true,
        Some(other) => {
            let parameter = format!("{of}.StorageResolution");
            return Err(value(format!("The value {other} for parameter {parameter} is invalid.")));
        }
    };
    let at = time(datum.timestamp, now, &format!("{of}.Timestamp"))?;
    let values = values(of, datum.value, datum.values, datum.counts, datum.statistic_values)?;
    let unit = datum.unit.map_or_else(|| "None".to_owned(), |unit| unit.as_str().to_owned());
    let metric = metric(cx, namespace, &datum.metric_name, dimensions);
    Ok(values.map(|values| Datum { metric, unit, at, by_second, values }))
}

fn time(told: Option<Timestamp>, now: TimestampMs, parameter: &str) -> Result<TimestampMs> {
    let Some(told) = told else { return Ok(now) };
    let at = instant(told);
    if now.since_ms(at) > OLD_MS {
        let text = "must specify a time within the past two weeks";
        return Err(value(format!("The parameter {parameter} {text}.")));
    }
    if at.since_ms(now) > AHEAD_MS {
        let text = "must specify a time no more than two hours in the future";
        return Err(value(format!("The parameter {parameter} {text}.")));
    }
    Ok(at)
}

/// The values that a datum tells, in one of three ways.
fn values(
    of: &str,
    one: Option<f64>,
    many: Option<Vec<f64>>,
    counts: Option<Vec<f64>>,
    set: Option<StatisticSet>,
) -> Result<Option<Bucket>> {
    let both = |a: &str, b: &str| {
        combination(format!(
            "The parameters {of}.{a} and {of}.{b} are mutually exclusive and you have specified \
             both."
        ))
    };
    match (one, many, set) {
        (Some(_), Some(_), _) => Err(both("Value", "Values")),
        (Some(_), _, Some(_)) => Err(both("Value", "StatisticValues")),
        (_, Some(_), Some(_)) => Err(both("Values", "StatisticValues")),
        (None, None, None) => Err(missing(&format!("{of}.Value"))),
        (Some(value), None, None) => {
            if counts.is_some() {
                return Err(both("Value", "Counts"));
            }
            number(value, &format!("{of}.Value"))?;
            Ok(Some(Bucket::one(value)))
        }
        (None, Some(values), None) => several(of, &values, counts),
        (None, None, Some(set)) => {
            if counts.is_some() {
                return Err(both("StatisticValues", "Counts"));
            }
            summary(of, &set)
        }
    }
}

fn several(of: &str, values: &[f64], counts: Option<Vec<f64>>) -> Result<Option<Bucket>> {
    if values.is_empty() {
        return Err(missing(&format!("{of}.Values")));
    }
    not_more(values.len(), VALUES_MAX, &format!("{of}.Values"))?;
    if counts.as_ref().is_some_and(|counts| counts.len() != values.len()) {
        return Err(value(format!(
            "The parameters {of}.Values and {of}.Counts must be of the same size."
        )));
    }
    let mut all: Option<Bucket> = None;
    for (at, value) in values.iter().enumerate() {
        number(*value, &format!("{of}.Values.member.{}", at + 1))?;
        let count = counts.as_ref().map_or(1.0, |counts| counts[at]);
        counted(count, &format!("{of}.Counts.member.{}", at + 1))?;
        if count == 0.0 {
            continue;
        }
        let one = Bucket::many(*value, count);
        match &mut all {
            Some(all) => all.merge(&one),
            None => all = Some(one),
        }
    }
    Ok(all)
}

fn summary(of: &str, set: &StatisticSet) -> Result<Option<Bucket>> {
    let of = format!("{of}.StatisticValues");
    for (told, name) in [(set.sum, "Sum"), (set.minimum, "Minimum"), (set.maximum, "Maximum")] {
        number(told, &format!("{of}.{name}"))?;
    }
    counted(set.sample_count, &format!("{of}.SampleCount"))?;
    if set.minimum > set.maximum {
        return Err(value(format!(
            "The parameter {of}.Maximum must be greater than {of}.Minimum."
        )));
    }
    let StatisticSet { sample_count, sum, minimum, maximum } = *set;
    Ok((sample_count > 0.0).then(|| Bucket::summary(sample_count, sum, minimum, maximum)))
}

fn number(told: f64, parameter: &str) -> Result<()> {
    if told.abs() <= VALUE_MAX {
        return Ok(());
    }
    Err(value(format!("The value {told} for parameter {parameter} is invalid.")))
}

fn counted(told: f64, parameter: &str) -> Result<()> {
    number(told, parameter)?;
    if told >= 0.0 {
        return Ok(());
    }
    Err(value(format!("The value {told} for parameter {parameter} is invalid.")))
}

fn not_more(size: usize, most: usize, parameter: &str) -> Result<()> {
    if size <= most {
        return Ok(());
    }
    let text = format!("The collection {parameter} must not have a size greater than {most}.");
    Err(value(text))
}
