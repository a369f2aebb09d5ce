//! PutMetricAlarm, and what is shared by all that writes alarms.

use ferrogate_api::cloudwatch::{ComparisonOperator, Dimension, Error, PutMetricAlarmInput};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::autoscaling::policy;
use ferrogate_records::cloudwatch::alarm::{Comparison, FewSamples, Missing, Record, Watched};
use ferrogate_records::cloudwatch::{Alarm as Of, history, state as alarm_state};
use ferrogate_records::sns::topic;
use ferrogate_store::Key;

use super::tags::accepted;
use super::{Alarms, Result, View, fault, invalid, not_built, query};
use crate::change::Change;

/// Alarms of an account in a region (CloudWatch quotas).
const ALARMS_MAX: usize = 5000;
/// Alarms that one transaction has room for.
pub(super) const AT_ONCE: usize = 30;
/// The longest time that an alarm looks at, in seconds: a day, and a week when its period is an
/// hour at least (API model, `EvaluationPeriods`).
const SPAN_MAX: [u64; 2] = [86_400, 604_800];

impl Alarms {
    pub(super) async fn put_metric_alarm(
        &self,
        cx: &Cx,
        input: PutMetricAlarmInput,
    ) -> Result<Empty> {
        let tags = accepted(input.tags.clone())?;
        self.change(cx, |view, to| {
            let now = self.state.now();
            let wanted = read(view, &input, now)?;
            if let Some(old) = view.alarm(&wanted.name)? {
                // Its tags are its own: those of a request that changes it count for nothing.
                let next = Record { created_at: old.created_at, tags: old.tags.clone(), ..wanted };
                let shown = view.known(Of::Metric(&next))?;
                tell(
                    view,
                    to,
                    &next.name,
                    &[&|number| {
                        let change = history::Change::Update;
                        history::Record::of_configuration(
                            number,
                            Of::Metric(&next),
                            &shown,
                            change,
                            now,
                        )
                    }],
                )?;
                to.put(&old, next)?;
                return Ok(Empty {});
            }
            check_room(view)?;
            if view.composite(&wanted.name)?.is_some() {
                return invalid(format!("{} is the name of a composite alarm.", wanted.name));
            }
            let new = Record { tags: tags.clone(), ..wanted };
            let state = alarm_state::Record::of_new(Of::Metric(&new));
            tell(
                view,
                to,
                &new.name,
                &[&|number| {
                    let change = history::Change::Create;
                    history::Record::of_configuration(number, Of::Metric(&new), &state, change, now)
                }],
            )?;
            to.create(new.key(), &new)?;
            // In the place of what is left of an earlier one of the name.
            to.replace(view, alarm_state::key(&new.scope, &new.name), state)?;
            Ok(Empty {})
        })
        .await
    }
}

/// Refuses one alarm more than there may be.
pub(super) fn check_room(view: &View) -> Result<()> {
    if view.alarms()?.len() + view.composites()?.len() >= ALARMS_MAX {
        let text = format!("The maximum of {ALARMS_MAX} alarms is reached.");
        return Err(Error::limit_exceeded_fault(text).into());
    }
    Ok(())
}

/// Adds items to the history of an alarm, the oldest first.
pub(super) fn tell(
    view: &View,
    to: &mut Change,
    alarm: &str,
    items: &[&dyn Fn(u64) -> history::Record],
) -> Result<()> {
    let table = view.snapshot.table::<history::Record>();
    let of = (view.scope.clone(), alarm.to_owned());
    let there = table.readable_by::<history::OfAlarm>(&of).0;
    let is_readable = |number| {
        let at = Key::new(history::place(&of.0, alarm, number));
        at.is_ok_and(|at| table.get(&at).is_ok())
    };
    let numbers = history::next_numbers(there.map(|entry| &entry.doc.record), is_readable);
    for (number, item) in numbers.zip(items) {
        let item = item(number);
        to.replace(view, item.key(), item)?;
    }
    Ok(())
}

/// The alarm that a request asks for, with no tags.
fn read(
    view: &View,
    input: &PutMetricAlarmInput,
    now: ferrogate_base::TimestampMs,
) -> Result<Record> {
    if input.alarm_name.chars().any(char::is_control) {
        return invalid("AlarmName must not contain ASCII control characters.");
    }
    if input.evaluation_criteria.is_some() || input.evaluation_interval.is_some() {
        return not_built("An alarm on a PromQL query");
    }
    if input.threshold_metric_id.is_some() {
        return not_built("An alarm on an anomaly detection band");
    }
    let watched = watched(view, input)?;
    let evaluation_periods = required(count(input.evaluation_periods), "EvaluationPeriods")?;
    let datapoints_to_alarm = count(input.datapoints_to_alarm);
    if datapoints_to_alarm.is_some_and(|m| m > evaluation_periods) {
        return invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
    }
    span(watched.period_s, evaluation_periods)?;
    let threshold = required(input.threshold, "Threshold")?;
    if !threshold.is_finite() {
        return invalid("The value for parameter Threshold must be a finite number.");
    }
    let record = Record {
        scope: view.scope.clone(),
        name: input.alarm_name.clone(),
        description: input.alarm_description.clone(),
        actions_enabled: input.actions_enabled.unwrap_or(true),
        ok_actions: input.ok_actions.clone().unwrap_or_default(),
        alarm_actions: input.alarm_actions.clone().unwrap_or_default(),
        insufficient_data_actions: input.insufficient_data_actions.clone().unwrap_or_default(),
        watched,
        evaluation_periods,
        datapoints_to_alarm,
        threshold,
        comparison: comparison(required(
            input.comparison_operator.as_ref(),
            "ComparisonOperator",
        )?)?,
        missing: input.treat_missing_data.as_deref().map(missing).transpose()?,
        few_samples: input
            .evaluate_low_sample_count_percentile
            .as_deref()
            .map(few_samples)
            .transpose()?,
        created_at: now,
        configured_at: now,
        tags: vec![],
    };
    for action in record.all_actions() {
        check_action(view, action, record.actions_enabled)?;
    }
    Ok(record)
}

/// Whether an action can be carried out. One that can't may stand in an alarm whose actions are
/// disabled, which is a record and no more.
pub(super) fn check_action(view: &View, action: &str, enabled: bool) -> Result<()> {
    let parts: Vec<&str> = action.splitn(6, ':').collect();
    let [arn, partition, service, _, _, rest] = *parts else {
        return invalid(format!("Invalid arn syntax: {action}"));
    };
    if arn != "arn" || partition.is_empty() || service.is_empty() || rest.is_empty() {
        return invalid(format!("Invalid arn syntax: {action}"));
    }
    if service == "autoscaling" {
        let Some((of, name)) = policy::of_arn(action) else {
            return match enabled {
                true => not_built(format!("The alarm action {action}")),
                false => Ok(()),
            };
        };
        if of.scope != view.scope {
            return invalid(format!("The alarm action {action} is of another account or region."));
        }
        let key = Key::new(policy::key(&of, &name)).map_err(fault)?;
        let found = view.snapshot.table::<policy::Record>().get(&key).map_err(fault)?;
        let there = found.is_some_and(|found| found.arn() == policy::plain(action));
        // AWS accepts the ARN of any policy; of one that is not there the action has no effect.
        return match there || !enabled {
            true => Ok(()),
            false => invalid(format!("The scaling policy {action} does not exist.")),
        };
    }
    if service == "sns"
        && let Some(name) = topic::name_of(&view.scope, action)
    {
        let key = Key::new(topic::key(&view.scope, name)).map_err(fault)?;
        let there = view.snapshot.table::<topic::Record>().get(&key).map_err(fault)?.is_some();
        // AWS accepts the ARN of any topic; of one that is not there nobody would be told.
        return match there || !enabled {
            true => Ok(()),
            false => invalid(format!("The topic {action} does not exist.")),
        };
    }
    match enabled {
        true => not_built(format!("The alarm action {action}")),
        false => Ok(()),
    }
}

fn watched(view: &View, input: &PutMetricAlarmInput) -> Result<Watched> {
    let plain = [
        ("MetricName", input.metric_name.is_some()),
        ("Namespace", input.namespace.is_some()),
        ("Statistic", input.statistic.is_some()),
        ("ExtendedStatistic", input.extended_statistic.is_some()),
        ("Dimensions", input.dimensions.as_ref().is_some_and(|list| !list.is_empty())),
        ("Period", input.period.is_some()),
        ("Unit", input.unit.is_some()),
    ];
    if let Some(metrics) = input.metrics.as_ref().filter(|metrics| !metrics.is_empty()) {
        if let Some((name, _)) = plain.iter().find(|(_, given)| *given) {
            return invalid(format!("{name} must not be set when Metrics is specified."));
        }
        return query::watched(view, metrics);
    }
    let statistic = match (&input.statistic, &input.extended_statistic) {
        (Some(statistic), None) => statistic.as_str().to_owned(),
        (None, Some(extended)) => extended_statistic(extended)?,
        (None, None) => return required(None, "Statistic"),
        (Some(_), Some(_)) => {
            return invalid(
                "The parameters Statistic and ExtendedStatistic are mutually exclusive and you \
                 have specified both.",
            );
        }
    };
    Ok(Watched {
        namespace: required(input.namespace.clone(), "Namespace")?,
        name: required(input.metric_name.clone(), "MetricName")?,
        dimensions: dimensions(input.dimensions.as_deref())?,
        unit: input.unit.as_ref().map(|unit| unit.as_str().to_owned()),
        statistic,
        period_s: period(required(input.period, "Period")?)?,
        query: None,
        math: vec![],
    })
}

pub(super) fn dimensions(asked: Option<&[Dimension]>) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = asked
        .unwrap_or_default()
        .iter()
        .map(|of| (of.name.clone().unwrap_or_default(), of.value.clone().unwrap_or_default()))
        .collect();
    all.sort();
    match all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => invalid(format!("The dimension {} is specified twice.", pair[0].0)),
        None => Ok(all),
    }
}

pub(super) fn period(asked: i32) -> Result<u32> {
    match u32::try_from(asked) {
        Ok(period @ (10 | 20 | 30)) => Ok(period),
        Ok(period) if period > 0 && period % 60 == 0 => Ok(period),
        _ => invalid("Period must be 10, 20, 30 or a multiple of 60"),
    }
}

fn span(period_s: u32, periods: u32) -> Result<()> {
    let span = u64::from(period_s) * u64::from(periods);
    let [day, week] = SPAN_MAX;
    if period_s < 3600 && span > day {
        return invalid(format!(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be \
             <= {day})."
        ));
    }
    if span > week {
        return invalid(format!(
            "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period \
             must be <= {week})."
        ));
    }
    Ok(())
}

fn comparison(asked: &ComparisonOperator) -> Result<Comparison> {
    match asked {
        ComparisonOperator::GreaterThanOrEqualToThreshold => {
            Ok(Comparison::GreaterThanOrEqualToThreshold)
        }
        ComparisonOperator::GreaterThanThreshold => Ok(Comparison::GreaterThanThreshold),
        ComparisonOperator::LessThanThreshold => Ok(Comparison::LessThanThreshold),
        ComparisonOperator::LessThanOrEqualToThreshold => {
            Ok(Comparison::LessThanOrEqualToThreshold)
        }
        anomaly => not_built(format!("The comparison {} of anomaly detection", anomaly.as_str())),
    }
}

fn missing(asked: &str) -> Result<Missing> {
    let all = [Missing::Breaching, Missing::NotBreaching, Missing::Ignore, Missing::Missing];
    match all.into_iter().find(|one| one.as_str() == asked) {
        Some(one) => Ok(one),
        None => invalid(format!(
            "The value {asked} is not supported for TreatMissingData parameter. Supported values \
             are [breaching, notBreaching, ignore, missing]."
        )),
    }
}

fn few_samples(asked: &str) -> Result<FewSamples> {
    match asked {
        "evaluate" => Ok(FewSamples::Evaluate),
        "ignore" => Ok(FewSamples::Ignore),
        other => invalid(format!(
            "Option {other} is not supported. Supported options for parameter \
             EvaluateLowSampleCountPercentile are evaluate and ignore."
        )),
    }
}

/// An extended statistic as CloudWatch has them: `p90`, `tm99.9`, `TM(10%:90%)`, `PR(:300)`.
pub(super) fn extended_statistic(text: &str) -> Result<String> {
    let percent = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        text.parse::<f64>().is_ok_and(|value| plain && (0.0..=100.0).contains(&value))
    };
    let one = ["p", "tm", "wm", "tc", "ts"];
    let one = one.iter().any(|name| text.strip_prefix(name).is_some_and(percent));
    let bound = |text: &str| match text.strip_suffix('%') {
        Some(text) => percent(text),
        None => text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite),
    };
    let range = ["TM", "WM", "TC", "TS", "PR"].iter().find_map(|name| {
        text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?.split_once(':')
    });
    let range = range
        .is_some_and(|(from, to)| bound(from) && bound(to) && !(from.is_empty() && to.is_empty()));
    match one || range || text == "IQM" {
        true => Ok(text.to_owned()),
        false => {
            invalid(format!("The value {text} for parameter ExtendedStatistic is not supported."))
        }
    }
}

fn count(asked: Option<i32>) -> Option<u32> {
    asked.and_then(|count| u32::try_from(count).ok())
}

pub(super) fn required<T>(given: Option<T>, name: &str) -> Result<T> {
    match given {
        Some(given) => Ok(given),
        None => {
            let text = format!("The parameter {name} is required.");
            Err(Error::new("MissingParameter", text).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_statistics_are_those_of_cloudwatch() {
        for good in [
            "p0",
            "p99",
            "p99.9",
            "p100",
            "tm90",
            "TM(10%:90%)",
            "TM(150:1000)",
            "IQM",
            "PR(:300)",
            "TS(80%:)",
            "wm98",
            "tc10",
            "WM(1%:)",
        ] {
            assert!(extended_statistic(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "p",
            "p101",
            "p-1",
            "q90",
            "p9e1",
            "TM(:)",
            "TM(10%)",
            "TM(10%:101%)",
            "IQM(1:2)",
            "Average",
            "pinf",
            "p99 ",
        ] {
            assert!(extended_statistic(bad).is_err(), "{bad}");
        }
    }
}
