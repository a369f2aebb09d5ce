//! What has become of alarms: a ring of the newest items of each name.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Alarm, alarm, state};
use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "alarm-history";

kind!(Record as KIND, by OfAlarm);

/// Items that are kept of one name: each takes the place of the one so many before it.
pub const ITEMS_MAX: u64 = 100;
/// How long an item is kept, also after its alarm is gone (CloudWatch: 30 days).
pub const KEPT_MS: u64 = 30 * 24 * 3600 * 1000;
/// Characters of the data of an item (API model, `HistoryData`).
const DATA_MAX: usize = 4095;

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where the alarm is, or was.
    pub scope: Scope,
    /// Its name.
    pub alarm: String,
    /// One more with each item of the name.
    pub number: u64,
    /// When.
    pub at: TimestampMs,
    /// What kind of thing happened.
    pub what: What,
    /// In words.
    pub summary: String,
    /// As JSON.
    pub data: String,
    /// Whether it is, or was, an alarm on other alarms.
    #[serde(default)]
    pub composite: bool,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// It was made, changed or deleted.
    ConfigurationUpdate,
    /// It became another.
    StateUpdate,
    /// Something was done for it.
    Action,
}

impl What {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConfigurationUpdate => "ConfigurationUpdate",
            Self::StateUpdate => "StateUpdate",
            Self::Action => "Action",
        }
    }
}

/// The key of the item of that number.
#[must_use]
pub fn place(scope: &Scope, alarm: &str, number: u64) -> String {
    let slot = format!("{:03}", number % ITEMS_MAX);
    scope.key(KIND, &[alarm, &slot])
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        place(&self.scope, &self.alarm, self.number)
    }

    /// Since when nobody needs it for what it does.
    #[must_use]
    pub fn over_since(&self) -> Option<TimestampMs> {
        Some(self.at)
    }

    /// That an alarm has become another.
    #[must_use]
    pub fn of_state(number: u64, old: &state::Record, new: &state::Record) -> Self {
        let (from, to) = (old.value.as_str(), new.value.as_str());
        let mut data = json!({"version": "1.0", "oldState": shown(old), "newState": shown(new)});
        if data.to_string().chars().count() > DATA_MAX {
            // What was before stands in the item before.
            data["oldState"]["stateReasonData"].take();
        }
        Self {
            scope: new.scope.clone(),
            alarm: new.name.clone(),
            number,
            at: new.updated_at,
            what: What::StateUpdate,
            summary: format!("Alarm updated from {from} to {to}"),
            data: data.to_string(),
            composite: new.composite,
        }
    }

    /// Of a change of state, what the alarm was before.
    #[must_use]
    pub fn old_state(&self) -> Option<String> {
        if self.what != What::StateUpdate {
            return None;
        }
        let data: serde_json::Value = serde_json::from_str(&self.data).ok()?;
        data["oldState"]["stateValue"].as_str().map(str::to_owned)
    }

    /// That something was done for an alarm, or could not be.
    #[must_use]
    pub fn of_action(
        number: u64,
        state: &state::Record,
        firing: &state::Firing,
        failed: Option<&str>,
        at: TimestampMs,
    ) -> Self {
        let action = &firing.action;
        let mut data = json!({
            "actionState": if failed.is_some() { "Failed" } else { "Succeeded" },
            "notificationResource": action,
            "stateUpdateTimestamp": firing.at.0,
        });
        let summary = match failed {
            None => format!("Successfully executed action {action}"),
            Some(reason) => {
                data["error"] = reason.into();
                format!("Failed to execute action {action}")
            }
        };
        Self {
            scope: state.scope.clone(),
            alarm: state.name.clone(),
            number,
            at,
            what: What::Action,
            summary: summary.chars().take(255).collect(),
            data: data.to_string(),
            composite: state.composite,
        }
    }

    /// That an alarm was made, changed or deleted.
    #[must_use]
    pub fn of_configuration(
        number: u64,
        alarm: Alarm<'_>,
        state: &state::Record,
        change: Change,
        at: TimestampMs,
    ) -> Self {
        let (kind, member, said) = match change {
            Change::Create => ("Create", "createdAlarm", "created"),
            Change::Update => ("Update", "updatedAlarm", "updated"),
            Change::Delete => ("Delete", "deletedAlarm", "deleted"),
        };
        let mut data = json!({"version": "1.0", "type": kind});
        data[member] = configured(alarm, state);
        let alarm_is_composite = matches!(alarm, Alarm::Composite(_));
        let alarm = alarm.head();
        if data.to_string().chars().count() > DATA_MAX {
            data[member] = json!({"alarmName": alarm.name, "alarmArn": alarm.arn()});
        }
        Self {
            scope: alarm.scope.clone(),
            alarm: alarm.name.to_owned(),
            composite: alarm_is_composite,
            number,
            at,
            what: What::ConfigurationUpdate,
            summary: format!("Alarm \"{}\" {said}", alarm.name).chars().take(255).collect(),
            data: data.to_string(),
        }
    }
}

/// How a configuration changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was made.
    Create,
    /// It was changed.
    Update,
    /// It was deleted.
    Delete,
}

fn shown(state: &state::Record) -> serde_json::Value {
    let mut shown = json!({"stateValue": state.value.as_str(), "stateReason": state.reason});
    if let Some(data) = &state.reason_data {
        shown["stateReasonData"] =
            serde_json::from_str(data).unwrap_or_else(|_| serde_json::Value::from(data.as_str()));
    }
    shown
}

fn configured(alarm: Alarm<'_>, state: &state::Record) -> serde_json::Value {
    let mut shown = match alarm {
        Alarm::Metric(alarm) => of_metric(alarm),
        Alarm::Composite(alarm) => {
            let mut shown = json!({"alarmRule": alarm.rule});
            if let Some(by) = &alarm.suppressor {
                shown["actionsSuppressor"] = json!(by.written);
                shown["actionsSuppressorWaitPeriod"] = json!(by.wait_s);
                shown["actionsSuppressorExtensionPeriod"] = json!(by.extension_s);
            }
            shown
        }
    };
    let alarm = alarm.head();
    for (name, value) in [
        ("stateValue", json!(state.value.as_str())),
        ("alarmName", json!(alarm.name)),
        ("alarmDescription", json!(alarm.description)),
        ("alarmArn", json!(alarm.arn())),
        ("actionsEnabled", json!(alarm.actions_enabled)),
        ("okactions", json!(alarm.ok_actions)),
        ("alarmActions", json!(alarm.alarm_actions)),
        ("insufficientDataActions", json!(alarm.insufficient_data_actions)),
        ("alarmConfigurationUpdatedTimestamp", json!(alarm.configured_at.0)),
        ("stateUpdatedTimestamp", json!(state.updated_at.0)),
    ] {
        shown[name] = value;
    }
    shown
}

fn of_metric(alarm: &alarm::Record) -> serde_json::Value {
    let dimension = |(name, value): &(String, String)| json!({"name": name, "value": value});
    let watched = &alarm.watched;
    let mut shown = json!({
        "namespace": watched.namespace,
        "metricName": watched.name,
        "dimensions": watched.dimensions.iter().map(dimension).collect::<Vec<_>>(),
        "statistic": watched.statistic,
        "period": watched.period_s,
        "threshold": alarm.threshold,
        "evaluationPeriods": alarm.evaluation_periods,
        "comparisonOperator": alarm.comparison.as_str(),
    });
    if let (false, Some(all)) = (watched.math.is_empty(), shown.as_object_mut()) {
        for name in ["namespace", "metricName", "dimensions", "statistic", "period"] {
            all.remove(name);
        }
        all.insert("metrics".to_owned(), watched.shown(metric).into());
    }
    shown
}

fn metric(metric: &alarm::Metric, period_s: u32) -> serde_json::Value {
    let dimension = |(name, value): &(String, String)| json!({"name": name, "value": value});
    json!({
        "metric": {
            "namespace": metric.namespace,
            "metricName": metric.name,
            "dimensions": metric.dimensions.iter().map(dimension).collect::<Vec<_>>(),
        },
        "period": period_s,
        "stat": metric.statistic,
    })
}

/// The numbers of the items that follow these, which are of one name. What lies in the place of a
/// number and can't be read, of a newer engine say, keeps it, as long as there is another place.
pub fn next_numbers<'r>(
    items: impl Iterator<Item = &'r Record>,
    is_readable: impl Fn(u64) -> bool,
) -> impl Iterator<Item = u64> {
    let first = items.map(|item| item.number + 1).max().unwrap_or(0);
    (first..first + ITEMS_MAX).filter(move |number| is_readable(*number)).chain([first])
}

/// By scope and name of the alarm.
pub struct OfAlarm;

impl Index for OfAlarm {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.alarm.clone()))
    }

    fn place((scope, alarm): &Self::Value) -> String {
        scope.below(KIND, &[alarm])
    }
}
