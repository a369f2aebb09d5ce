//! What CloudWatch tells of an alarm that has become another: the event, and the message.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::event::{Event, id_of, millis};
use crate::cloudwatch::alarm::{Metric, Part, Record, What};
use crate::cloudwatch::state::{Firing, Record as State};
use crate::cloudwatch::{Alarm, composite};

/// The event of an alarm whose state has changed; `None` when it has not.
#[must_use]
pub fn changed(alarm: Alarm<'_>, old: Option<&State>, new: &State) -> Option<Event> {
    let old = old.filter(|old| old.alarm_created_at == new.alarm_created_at);
    let before = old.map_or(0, |old| old.transition);
    if new.transition <= before {
        return None;
    }
    let was = old.cloned().unwrap_or_else(|| State::of_new(alarm));
    let mut configuration = match alarm {
        Alarm::Metric(alarm) => json!({"metrics": metrics(alarm)}),
        Alarm::Composite(alarm) => of_composite(alarm),
    };
    let alarm = alarm.head();
    let arn = alarm.arn();
    if let Some(description) = alarm.description {
        configuration["description"] = json!(description);
    }
    let detail = json!({
        "alarmName": alarm.name,
        "state": state(new),
        "previousState": state(&was),
        "configuration": configuration,
    });
    let about = format!("{arn} {} {}", alarm.created_at.0, new.transition);
    let names = ("aws.cloudwatch", "CloudWatch Alarm State Change");
    Some(Event::own(alarm.scope, names, new.transitioned_at, vec![arn], detail, &about))
}

/// What a composite alarm is, as events show it.
fn of_composite(alarm: &composite::Record) -> Value {
    let mut shown = json!({"alarmRule": alarm.rule});
    if let Some(by) = &alarm.suppressor {
        shown["actionsSuppressor"] = json!(by.written);
        shown["actionsSuppressorWaitPeriod"] = json!(by.wait_s);
        shown["actionsSuppressorExtensionPeriod"] = json!(by.extension_s);
    }
    shown
}

/// What it watches, as events show it.
fn metrics(alarm: &Record) -> Vec<Value> {
    let watched = &alarm.watched;
    let metric = |of: &Metric, period_s: u32| {
        let dimensions: BTreeMap<_, _> = of.dimensions.iter().cloned().collect();
        json!({
            "metric": {"namespace": of.namespace, "name": of.name, "dimensions": dimensions},
            "period": period_s,
            "stat": of.statistic,
        })
    };
    if !watched.math.is_empty() {
        return watched.shown(metric);
    }
    let id = watched.query.as_ref().map_or_else(|| id_of(&alarm.arn()), |query| query.id.clone());
    let one = |(_, of): &(_, Metric)| json!({"id": id, "metricStat": metric(of, watched.period_s), "returnData": true});
    watched.metrics().iter().map(one).collect()
}

/// CloudWatch user guide, "Alarm events and EventBridge".
fn state(of: &State) -> Value {
    let mut shown = Map::new();
    shown.insert("value".into(), of.value.as_str().into());
    shown.insert("reason".into(), of.reason.clone().into());
    if let Some(data) = &of.reason_data {
        shown.insert("reasonData".into(), data.clone().into());
    }
    // `2026-11-30T12:00:00.000+0000`
    shown.insert("timestamp".into(), plus_zero(&millis(of.transitioned_at)).into());
    if let Some(suppressed) = &of.suppressed {
        shown.insert("actionsSuppressedBy".into(), suppressed.by.as_str().into());
        shown.insert("actionsSuppressedReason".into(), suppressed.by.reason().into());
    }
    Value::Object(shown)
}

pub(crate) fn plus_zero(at: &str) -> String {
    at.trim_end_matches('Z').to_owned() + "+0000"
}

/// The subject and the text that a topic is told, of what an alarm's action asks for.
#[must_use]
pub fn message(of: Alarm<'_>, state: &State, firing: &Firing, old: &str) -> (String, String) {
    let alarm = of.head();
    let region = region_name(&alarm.scope.region);
    let subject = format!("{}: \"{}\" in {region}", firing.value.as_str(), alarm.name);
    let mut text = json!({
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.scope.account.as_str(),
        "AlarmConfigurationUpdatedTimestamp": plus_zero(&millis(alarm.configured_at)),
        "NewStateValue": firing.value.as_str(),
        "NewStateReason": state.reason,
        "StateChangeTime": plus_zero(&millis(firing.at)),
        "Region": region,
        "AlarmArn": alarm.arn(),
        "OldStateValue": old,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
    });
    match of {
        Alarm::Metric(alarm) => text["Trigger"] = trigger(alarm),
        Alarm::Composite(alarm) => {
            text["AlarmRule"] = json!(alarm.rule);
            text["TriggeringChildren"] = triggering(state);
        }
    }
    // A subject has at most 100 characters (SNS API, `Publish`).
    (subject.chars().take(99).collect(), text.to_string())
}

/// The alarms that set a composite alarm off, as its state's reason has them.
fn triggering(state: &State) -> Value {
    let data = state.reason_data.as_deref().unwrap_or_default();
    let data: Value = serde_json::from_str(data).unwrap_or_default();
    let one = |child: &Value| {
        let state = &child["state"];
        json!({
            "Arn": child["arn"],
            "State": {"Value": state["value"], "Timestamp": state["timestamp"]},
        })
    };
    data["triggeringAlarms"].as_array().into_iter().flatten().map(one).collect()
}

/// What set it off, as a message says it.
fn trigger(alarm: &Record) -> Value {
    let watched = &alarm.watched;
    let mut trigger = json!({
        "Period": watched.period_s,
        "EvaluationPeriods": alarm.evaluation_periods,
        "ComparisonOperator": alarm.comparison.as_str(),
        "Threshold": alarm.threshold,
        "TreatMissingData": alarm.missing.map_or("", |missing| missing.as_str()),
        "EvaluateLowSampleCountPercentile": alarm.few_samples.map_or("", |few| few.as_str()),
    });
    if let Some(count) = alarm.datapoints_to_alarm {
        trigger["DatapointsToAlarm"] = count.into();
    }
    if !watched.math.is_empty() {
        trigger["Metrics"] = watched.math.iter().map(|one| part(one, watched.period_s)).collect();
        return trigger;
    }
    trigger["MetricName"] = json!(watched.name);
    trigger["Namespace"] = json!(watched.namespace);
    trigger["Unit"] = json!(watched.unit);
    trigger["Dimensions"] = dimensions(&watched.dimensions);
    let statistic = match &*watched.statistic {
        "SampleCount" => "SAMPLE_COUNT",
        "Average" => "AVERAGE",
        "Sum" => "SUM",
        "Minimum" => "MINIMUM",
        "Maximum" => "MAXIMUM",
        extended => {
            trigger["StatisticType"] = "ExtendedStatistic".into();
            trigger["ExtendedStatistic"] = json!(extended);
            return trigger;
        }
    };
    trigger["StatisticType"] = "Statistic".into();
    trigger["Statistic"] = statistic.into();
    trigger
}

fn dimensions(of: &[(String, String)]) -> Value {
    of.iter().map(|(name, value)| json!({"value": value, "name": name})).collect()
}

/// A query of metric math, as a message shows it.
fn part(part: &Part, period_s: u32) -> Value {
    let mut shown = json!({"Id": part.id, "ReturnData": part.returned});
    if let Some(label) = &part.label {
        shown["Label"] = json!(label);
    }
    match &part.what {
        What::Expression { text, .. } => shown["Expression"] = json!(text),
        What::Metric(of) => {
            shown["MetricStat"] = json!({
                "Metric": {
                    "Dimensions": dimensions(&of.dimensions),
                    "MetricName": of.name,
                    "Namespace": of.namespace,
                },
                "Period": period_s,
                "Stat": of.statistic,
            });
            if let Some(unit) = &of.unit {
                shown["MetricStat"]["Unit"] = json!(unit);
            }
        }
    }
    shown
}

/// The long name of a region, as AWS writes it; of one that is not known, itself.
fn region_name(region: &str) -> &str {
    match region {
        "us-east-1" => "US East (N. Virginia)",
        "us-east-2" => "US East (Ohio)",
        "us-west-1" => "US West (N. California)",
        "us-west-2" => "US West (Oregon)",
        "eu-west-1" => "EU (Ireland)",
        "eu-west-2" => "EU (London)",
        "eu-west-3" => "EU (Paris)",
        "eu-central-1" => "EU (Frankfurt)",
        "eu-north-1" => "EU (Stockholm)",
        "ap-southeast-1" => "Asia Pacific (Singapore)",
        "ap-southeast-2" => "Asia Pacific (Sydney)",
        "ap-northeast-1" => "Asia Pacific (Tokyo)",
        "ap-northeast-2" => "Asia Pacific (Seoul)",
        "ap-south-1" => "Asia Pacific (Mumbai)",
        "sa-east-1" => "South America (Sao Paulo)",
        "ca-central-1" => "Canada (Central)",
        other => other,
    }
}
