//! What alarms of all kinds have in common.

use ferrogate_base::TimestampMs;

use super::state::Value;
use super::{alarm, composite};
use crate::Scope;

/// An alarm of either kind.
#[derive(Clone, Copy, Debug)]
pub enum Alarm<'a> {
    /// One on a metric.
    Metric(&'a alarm::Record),
    /// One on other alarms.
    Composite(&'a composite::Record),
}

impl<'a> Alarm<'a> {
    /// What they have in common.
    #[must_use]
    pub fn head(self) -> Head<'a> {
        match self {
            Self::Metric(alarm) => alarm.head(),
            Self::Composite(alarm) => alarm.head(),
        }
    }
}

/// What alarms of all kinds have in common; the fields are those of their records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<'a> {
    /// Where it is.
    pub scope: &'a Scope,
    /// Its name, which no other alarm has there, whatever its kind.
    pub name: &'a str,
    /// What its owner says of it.
    pub description: Option<&'a str>,
    /// Whether a change of its state has any effect.
    pub actions_enabled: bool,
    /// What is done when it becomes OK.
    pub ok_actions: &'a [String],
    /// The same of ALARM.
    pub alarm_actions: &'a [String],
    /// The same of `INSUFFICIENT_DATA`.
    pub insufficient_data_actions: &'a [String],
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was configured last.
    pub configured_at: TimestampMs,
}

impl<'a> Head<'a> {
    /// `arn:aws:cloudwatch:region:account:alarm:name`.
    #[must_use]
    pub fn arn(&self) -> String {
        alarm::arn(self.scope, self.name)
    }

    /// What is done when it becomes `value`.
    #[must_use]
    pub fn actions(&self, value: Value) -> &'a [String] {
        match value {
            Value::Ok => self.ok_actions,
            Value::Alarm => self.alarm_actions,
            Value::InsufficientData => self.insufficient_data_actions,
        }
    }

    /// What is done when it becomes anything.
    pub fn all_actions(self) -> impl Iterator<Item = &'a String> {
        let (ok, alarm) = (self.ok_actions, self.alarm_actions);
        ok.iter().chain(alarm).chain(self.insufficient_data_actions)
    }
}
