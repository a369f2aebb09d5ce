//! Metric alarms, as they were asked for.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Head;
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

/// A metric, and what of it; or what is computed of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// The queries when something is computed: then all other fields but the period are empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub math: Vec<Part>,
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

/// One of the queries of an alarm on metric math.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What the others call it.
    pub id: String,
    /// Its label.
    #[serde(default)]
    pub label: Option<String>,
    /// Whether it is what the alarm watches: one of them is.
    pub returned: bool,
    /// What it asks for.
    pub what: What,
}

/// What one query asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A metric, by the period of the alarm.
    Metric(Metric),
    /// An expression over other queries.
    Expression {
        /// As it was written.
        text: String,
        /// The period in seconds, when it was named: that of the alarm.
        #[serde(default)]
        period_s: Option<u32>,
    },
}

/// A metric, and what of each of its periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
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
    /// As CloudWatch writes it.
    pub statistic: String,
}

impl Watched {
    /// The queries of metric math as events and histories show them; how they show a metric and
    /// its period in seconds, `metric` says.
    pub(crate) fn shown(
        &self,
        metric: impl Fn(&Metric, u32) -> serde_json::Value,
    ) -> Vec<serde_json::Value> {
        let one = |part: &Part| {
            let mut shown = json!({"id": part.id, "returnData": part.returned});
            if let Some(label) = &part.label {
                shown["label"] = json!(label);
            }
            match &part.what {
                What::Metric(of) => shown["metricStat"] = metric(of, self.period_s),
                What::Expression { text, period_s } => {
                    shown["expression"] = json!(text);
                    if let Some(period_s) = period_s {
                        shown["period"] = json!(period_s);
                    }
                }
            }
            shown
        };
        self.math.iter().map(one).collect()
    }

    /// The metrics that are read, with the ids of their queries: one, without an id that anybody
    /// uses, unless something is computed.
    #[must_use]
    pub fn metrics(&self) -> Vec<(&str, Metric)> {
        if self.math.is_empty() {
            let metric = Metric {
                namespace: self.namespace.clone(),
                name: self.name.clone(),
                dimensions: self.dimensions.clone(),
                unit: self.unit.clone(),
                statistic: self.statistic.clone(),
            };
            return vec![("", metric)];
        }
        let metric = |part: &'_ Part| match &part.what {
            What::Metric(metric) => Some(metric.clone()),
            What::Expression { .. } => None,
        };
        self.math.iter().filter_map(|part| Some((&*part.id, metric(part)?))).collect()
    }
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

    /// What it has in common with alarms of other kinds.
    #[must_use]
    pub fn head(&self) -> Head<'_> {
        Head {
            scope: &self.scope,
            name: &self.name,
            description: self.description.as_deref(),
            actions_enabled: self.actions_enabled,
            ok_actions: &self.ok_actions,
            alarm_actions: &self.alarm_actions,
            insufficient_data_actions: &self.insufficient_data_actions,
            created_at: self.created_at,
            configured_at: self.configured_at,
        }
    }

    /// What is done when it becomes `value`.
    #[must_use]
    pub fn actions(&self, value: Value) -> &[String] {
        self.head().actions(value)
    }

    /// What is done when it becomes anything.
    pub fn all_actions(&self) -> impl Iterator<Item = &String> {
        self.head().all_actions()
    }
}

/// The ARN of an alarm.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("cloudwatch", &format!("alarm:{name}"))
}

/// The name of the alarm there that is meant by a name or an ARN; `None` of one elsewhere.
#[must_use]
pub fn name_of<'t>(scope: &Scope, written: &'t str) -> Option<&'t str> {
    let own = arn(scope, "");
    match written.strip_prefix(&*own) {
        Some(name) => Some(name).filter(|name| !name.is_empty()),
        None => Some(written).filter(|name| !name.is_empty() && !name.starts_with("arn:")),
    }
}

/// The key of an alarm.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
