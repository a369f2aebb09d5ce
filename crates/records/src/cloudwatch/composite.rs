//! Alarms on other alarms, as they were asked for.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{Head, state};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "composite-alarm";

kind!(Record as KIND);

/// A composite alarm. It shares its name's room, its state and its history with metric alarms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When it is in ALARM, as it was written.
    pub rule: String,
    /// The names of the alarms in the rule, sorted, each once.
    #[serde(default)]
    pub children: Vec<String>,
    /// The alarm that keeps its actions back.
    #[serde(default)]
    pub suppressor: Option<Suppressor>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was configured last.
    pub configured_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// An alarm that keeps actions back while it is in ALARM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressor {
    /// Its name.
    pub name: String,
    /// As it was written: its name or its ARN.
    pub written: String,
    /// How long a change waits for it to be in ALARM, in seconds.
    pub wait_s: u32,
    /// How long actions are kept back once it has left ALARM, in seconds.
    pub extension_s: u32,
}

impl Record {
    /// What it has in common with metric alarms.
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

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }

    /// What keeps its actions back, given how that alarm is: `None` when it is not there.
    #[must_use]
    pub fn suppressed_by(&self, state: Option<&state::Record>) -> Option<super::Suppressor<'_>> {
        let by = self.suppressor.as_ref()?;
        Some(super::Suppressor {
            name: &by.name,
            wait_s: by.wait_s,
            extension_s: by.extension_s,
            in_alarm: state.is_some_and(|state| state.value == state::Value::Alarm),
            since: state.map_or(TimestampMs(0), |state| state.transitioned_at),
        })
    }

    /// Whether its rule, or what keeps its actions back, is about the alarm of that name.
    #[must_use]
    pub fn depends_on(&self, name: &str) -> bool {
        self.children.iter().any(|child| child == name)
            || self.suppressor.as_ref().is_some_and(|suppressor| suppressor.name == name)
    }
}

/// The key of a composite alarm.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
