//! How far the scaling of a service is: what was done for which alarms, and what has to wait.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Of;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "scaling-progress";

kind!(Record as KIND);

/// Written by the engine in each transaction that scales the service, or decides not to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which service.
    pub of: Of,
    /// The wait after it was scaled out.
    #[serde(default)]
    pub out: Option<OutCooldown>,
    /// Until when it is not scaled in, since it was.
    #[serde(default)]
    pub in_until: Option<TimestampMs>,
    /// For which states of alarms something was done, or decided.
    #[serde(default)]
    pub handled: Vec<Handled>,
    /// Cause and reason of the last time that it was not scaled: the same is told once.
    #[serde(default)]
    pub not_scaled: Option<(String, String)>,
}

/// A wait after scaling out: until it is over only more than was added then is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutCooldown {
    /// Its end.
    pub until: TimestampMs,
    /// Tasks before it.
    pub base: u32,
}

/// That something was done for the state of an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// The id of the policy that was asked for.
    pub policy: String,
    /// The alarm's name.
    pub alarm: String,
    /// When that alarm was made.
    pub alarm_created_at: TimestampMs,
    /// With which of its transitions.
    pub transition: u64,
    /// When it was done last.
    pub at: TimestampMs,
}

impl Record {
    /// That of a service of which nothing was done yet.
    #[must_use]
    pub fn new(of: Of) -> Self {
        Self { of, out: None, in_until: None, handled: vec![], not_scaled: None }
    }
}

/// The key of the progress of a service.
#[must_use]
pub fn key(of: &Of) -> String {
    of.key(KIND, &[])
}
