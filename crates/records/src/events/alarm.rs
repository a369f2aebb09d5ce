//! What CloudWatch tells of an alarm that has become another: the event, and the message.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::event::{Event, id_of, millis};
use crate::cloudwatch::alarm::Record as Alarm;
use crate::cloudwatch::state::{Firing, Record as State};

/// The event of an alarm whose state has changed; `None` when it has not.
#[must_use]
pub fn changed(alarm: &Alarm, old: Option<&State>, new: &State) -> Option<Event> {
    let old = old.filter(|old| old.alarm_created_at == new.alarm_created_at);
    let before = old.map_or(0, |old| old.transition);
    if new.transition <= before {
        return None;
    }
    let arn = alarm.arn();
    let was = old.cloned().unwrap_or_else(|| State::of_new(alarm));
    let watched = &alarm.watched;
    let dimensions: BTreeMap<_, _> = watched.dimensions.iter().cloned().collect();
    let mut configuration = json!({
        "metrics": [{
            "id": watched.query.as_ref().map_or_else(|| id_of(&arn), |query| query.id.clone()),
            "metricStat": {
                "metric": {
                    "namespace": watched.namespace,
                    "name": watched.name,
                    "dimensions": dimensions,
                },
                "period": watched.period_s,
                "stat": watched.statistic,
            },
            "returnData": true,
        }],
    });
    if let Some(description) = &alarm.description {
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
    Some(Event::own(&alarm.scope, names, new.transitioned_at, vec![arn], detail, &about))
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
    Value::Object(shown)
}

fn plus_zero(at: &str) -> String {
    at.trim_end_matches('Z').to_owned() + "+0000"
}

/// The subject and the text that a topic is told, of what an alarm's action asks for.
#[must_use]
pub fn message(alarm: &Alarm, state: &State, firing: &Firing, old: &str) -> (String, String) {
    let region = region_name(&alarm.scope.region);
    let subject = format!("{}: \"{}\" in {region}", firing.value.as_str(), alarm.name);
    let watched = &alarm.watched;
    let statistic = match &*watched.statistic {
        "SampleCount" => Some("SAMPLE_COUNT"),
        "Average" => Some("AVERAGE"),
        "Sum" => Some("SUM"),
        "Minimum" => Some("MINIMUM"),
        "Maximum" => Some("MAXIMUM"),
        _ => None,
    };
    let dimensions: Vec<_> = watched
        .dimensions
        .iter()
        .map(|(name, value)| json!({"value": value, "name": name}))
        .collect();
    let mut trigger = json!({
        "MetricName": watched.name,
        "Namespace": watched.namespace,
        "StatisticType": if statistic.is_some() { "Statistic" } else { "ExtendedStatistic" },
        "Unit": watched.unit,
        "Dimensions": dimensions,
        "Period": watched.period_s,
        "EvaluationPeriods": alarm.evaluation_periods,
        "ComparisonOperator": alarm.comparison.as_str(),
        "Threshold": alarm.threshold,
        "TreatMissingData": alarm.missing.map_or("", |missing| missing.as_str()),
        "EvaluateLowSampleCountPercentile": alarm.few_samples.map_or("", |few| few.as_str()),
    });
    match statistic {
        Some(statistic) => trigger["Statistic"] = statistic.into(),
        None => trigger["ExtendedStatistic"] = json!(watched.statistic),
    }
    if let Some(count) = alarm.datapoints_to_alarm {
        trigger["DatapointsToAlarm"] = count.into();
    }
    let text = json!({
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
        "Trigger": trigger,
    });
    // A subject has at most 100 characters (SNS API, `Publish`).
    (subject.chars().take(99).collect(), text.to_string())
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
