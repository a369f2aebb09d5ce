//! How alarms are.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{Alarm, Head};
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "alarm-state";

kind!(Record as KIND);

/// The state of an alarm. Beside its configuration, since others write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where the alarm is.
    pub scope: Scope,
    /// The alarm's name.
    pub name: String,
    /// When the alarm was made that this is the state of: another one of the same name has
    /// another.
    pub alarm_created_at: TimestampMs,
    /// The state.
    pub value: Value,
    /// Why, in words; at most 1023 characters.
    pub reason: String,
    /// The same as JSON; at most 4000 characters.
    #[serde(default)]
    pub reason_data: Option<String>,
    /// When it was written last.
    pub updated_at: TimestampMs,
    /// When it became what it is.
    pub transitioned_at: TimestampMs,
    /// One more each time it becomes another.
    pub transition: u64,
    /// When somebody set it, if it was not the engine: it lasts until the next evaluation.
    #[serde(default)]
    pub set_at: Option<TimestampMs>,
    /// Actions that are to be carried out. Who does so removes them in the same transaction.
    #[serde(default)]
    pub pending: Vec<Firing>,
    /// Whether the alarm is one on other alarms.
    #[serde(default)]
    pub composite: bool,
    /// What keeps the actions of a composite alarm back.
    #[serde(default)]
    pub suppressed: Option<Suppressed>,
}

/// That the actions of an alarm are kept back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// By what.
    pub by: By,
    /// The name of the alarm that it is about.
    pub suppressor: String,
    /// Until when, if that is known.
    #[serde(default)]
    pub until: Option<TimestampMs>,
    /// What the alarm was when its actions were last not kept back.
    pub told: Value,
    /// What is to be done once they are not any more, if the alarm is another than that then.
    #[serde(default)]
    pub held: Vec<Firing>,
}

/// What keeps actions back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// It is waited for the suppressor to be in ALARM.
    WaitPeriod,
    /// The suppressor has left ALARM a moment ago.
    ExtensionPeriod,
    /// The suppressor is in ALARM.
    Alarm,
}

impl By {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WaitPeriod => "WaitPeriod",
            Self::ExtensionPeriod => "ExtensionPeriod",
            Self::Alarm => "Alarm",
        }
    }

    /// The same in words.
    #[must_use]
    pub fn reason(self) -> String {
        format!("Actions suppressed by {}", self.as_str())
    }
}

/// An action that a change of state asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firing {
    /// The ARN of what is to be done.
    pub action: String,
    /// What the alarm became.
    pub value: Value,
    /// With which of its transitions.
    pub transition: u64,
    /// When.
    pub at: TimestampMs,
    /// Whether somebody set it, whatever the metric is.
    #[serde(default)]
    pub by_hand: bool,
}

/// What is known of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Value {
    /// It does not breach.
    Ok,
    /// It does.
    Alarm,
    /// Nothing.
    InsufficientData,
}

impl Value {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Alarm => "ALARM",
            Self::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

impl Record {
    /// The state of a new alarm.
    #[must_use]
    pub fn of_new(alarm: Alarm<'_>) -> Self {
        let composite = matches!(alarm, Alarm::Composite(_));
        let alarm = alarm.head();
        Self {
            scope: alarm.scope.clone(),
            name: alarm.name.to_owned(),
            alarm_created_at: alarm.created_at,
            value: Value::InsufficientData,
            reason: "Unchecked: Initial alarm creation".to_owned(),
            reason_data: None,
            updated_at: alarm.created_at,
            transitioned_at: alarm.created_at,
            transition: 0,
            set_at: None,
            pending: vec![],
            composite,
            suppressed: None,
        }
    }

    /// Makes it `value`; when that is another, what `alarm` does then is pending. Of two that
    /// ask for the same thing the newer one is left.
    pub fn become_(
        &mut self,
        alarm: Head<'_>,
        value: Value,
        (reason, reason_data): (String, Option<String>),
        now: TimestampMs,
    ) {
        (self.reason, self.reason_data) = (reason, reason_data);
        self.updated_at = now;
        if self.value == value {
            return;
        }
        self.value = value;
        self.transition += 1;
        self.transitioned_at = now;
        if !alarm.actions_enabled {
            return;
        }
        let actions = alarm.actions(value);
        self.pending.retain(|firing| !actions.contains(&firing.action));
        self.pending.extend(actions.iter().map(|action| Firing {
            action: action.clone(),
            value,
            transition: self.transition,
            at: now,
            by_hand: false,
        }));
    }

    /// The same, because somebody wants it so: it lasts until the next evaluation.
    pub fn set(
        &mut self,
        alarm: Head<'_>,
        value: Value,
        why: (String, Option<String>),
        now: TimestampMs,
    ) {
        let before = self.transition;
        self.become_(alarm, value, why, now);
        self.set_at = Some(now);
        let new = self.pending.iter_mut().filter(|firing| firing.transition > before);
        new.for_each(|firing| firing.by_hand = true);
    }
}

/// The key of the state of an alarm.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
