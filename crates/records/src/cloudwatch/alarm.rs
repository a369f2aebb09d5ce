//! Metric alarms, as they were asked for.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::state::Value;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "alarm";

kind!(Record as KIND);

/// An alarm. How it is stands in its [state](super::state), which the engine writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-255 characters, none of them a control character.
    pub name: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether a change of its state has any effect.
    pub actions_enabled: bool,
    /// ARNs of what is done when it becomes OK, at most five.
    #[serde(default)]
    pub ok_actions: Vec<String>,
    /// The same of ALARM.
    #[serde(default)]
    pub alarm_actions: Vec<String>,
    /// The same of `INSUFFICIENT_DATA`.
    #[serde(default)]
    pub insufficient_data_actions: Vec<String>,
    /// What it watches.
    pub watched: Watched,
    /// So many periods are looked at.
    pub evaluation_periods: u32,
    /// So many of them must breach; all when nothing is said.
    #[serde(default)]
    pub datapoints_to_alarm: Option<u32>,
    /// What the metric is compared with.
    pub threshold: f64,
    /// How.
    pub comparison: Comparison,
    /// What periods without data count as; `missing` when nothing is said.
    #[serde(default)]
    pub missing: Option<Missing>,
    /// Whether a percentile of few values leaves the state as it is.
    #[serde(default)]
    pub few_samples: Option<FewSamples>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was configured last.
    pub configured_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A metric, and what of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its dimensions, sorted by name.
    #[serde(default)]
    pub dimensions: Vec<(String, String)>,
    /// Values of this unit alone.
    #[serde(default)]
    pub unit: Option<String>,
    /// `Average`, `p99.9`, `TM(10%:90%)` …: as CloudWatch writes it.
    pub statistic: String,
    /// Seconds: 10, 20, 30 or a multiple of 60.
    pub period_s: u32,
    /// The id and the label of the query, when it was asked for in that form.
    #[serde(default)]
    pub query: Option<Query>,
}

/// The form `Metrics` of a request for an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Its id.
    pub id: String,
    /// Its label.
    #[serde(default)]
    pub label: Option<String>,
}

/// How a metric is compared with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `>=`
    GreaterThanOrEqualToThreshold,
    /// `>`
    GreaterThanThreshold,
    /// `<`
    LessThanThreshold,
    /// `<=`
    LessThanOrEqualToThreshold,
}

impl Comparison {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GreaterThanOrEqualToThreshold => "GreaterThanOrEqualToThreshold",
            Self::GreaterThanThreshold => "GreaterThanThreshold",
            Self::LessThanThreshold => "LessThanThreshold",
            Self::LessThanOrEqualToThreshold => "LessThanOrEqualToThreshold",
        }
    }
}

/// What periods without data count as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Missing {
    /// Nothing, and without any data nothing is known.
    Missing,
    /// Nothing, and without any data the state stays.
    Ignore,
    /// Values that breach.
    Breaching,
    /// Values that don't.
    NotBreaching,
}

impl Missing {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Ignore => "ignore",
            Self::Breaching => "breaching",
            Self::NotBreaching => "notBreaching",
        }
    }
}

/// What a percentile of few values does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FewSamples {
    /// It counts as any other one.
    Evaluate,
    /// It leaves the state as it is.
    Ignore,
}

impl FewSamples {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::Ignore => "ignore",
        }
    }
}

impl Record {
    /// `arn:aws:cloudwatch:region:account:alarm:name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }

    /// So many of the periods must breach.
    #[must_use]
    pub fn to_alarm(&self) -> u32 {
        self.datapoints_to_alarm.unwrap_or(self.evaluation_periods)
    }

    /// What is done when it becomes `value`.
    #[must_use]
    pub fn actions(&self, value: Value) -> &[String] {
        match value {
            Value::Ok => &self.ok_actions,
            Value::Alarm => &self.alarm_actions,
            Value::InsufficientData => &self.insufficient_data_actions,
        }
    }

    /// What is done when it becomes anything.
    pub fn all_actions(&self) -> impl Iterator<Item = &String> {
        self.ok_actions.iter().chain(&self.alarm_actions).chain(&self.insufficient_data_actions)
    }
}

/// The ARN of an alarm.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("cloudwatch", &format!("alarm:{name}"))
}

/// The key of an alarm.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
