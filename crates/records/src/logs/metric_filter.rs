//! Metric filters: what becomes a metric of the events that come into a group.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::part;
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "log-metric-filter";

kind!(Record as KIND);

/// A metric filter. Exists only as long as its group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The name of its group.
    pub group: String,
    /// 1-512 characters but `:` and `*`.
    pub name: String,
    /// When it was made first.
    pub created_at: TimestampMs,
    /// Which events it takes, in the language of filter patterns; all when empty.
    pub pattern: String,
    /// What it makes of one.
    pub transformation: Transformation,
}

/// What a filter makes of an event that it takes: a value of a metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transformation {
    /// The metric's namespace.
    pub namespace: String,
    /// The metric's name.
    pub metric: String,
    /// A number, `$.selector` of an event that is JSON, or `$field` of the pattern.
    pub value: String,
    /// The value of a minute in which events came and none was taken. Bars dimensions.
    pub default_value: Option<f64>,
    /// Name and selector or field of each, in the order of the names; three at most.
    pub dimensions: Vec<(String, String)>,
    /// CloudWatch's word for the unit.
    pub unit: Option<String>,
}

/// The key of the filter `name` of `group`.
#[must_use]
pub fn key(scope: &Scope, group: &str, name: &str) -> String {
    scope.key(KIND, &[&part(group), &part(name)])
}

/// What the keys of all filters of `group` begin with.
#[must_use]
pub fn prefix(scope: &Scope, group: &str) -> String {
    scope.below(KIND, &[&part(group)])
}
