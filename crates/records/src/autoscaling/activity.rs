//! What was done to services to scale them: a ring of the newest activities of each.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Of;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "scaling-activity";

kind!(Record as KIND, by OfTarget);

/// Activities that are kept of one service: each takes the place of the one so many before it.
pub const ACTIVITIES_MAX: u64 = 200;
/// How long one is kept (Application Auto Scaling: six weeks).
pub const KEPT_MS: u64 = 6 * 7 * 24 * 3600 * 1000;

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which service.
    pub of: Of,
    /// One more with each activity of the service.
    pub number: u64,
    /// A UUID.
    pub id: String,
    /// What is done, in words.
    pub description: String,
    /// Why.
    pub cause: String,
    /// When it began.
    pub started_at: TimestampMs,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<TimestampMs>,
    /// How far it is.
    pub status: Status,
    /// The same in words.
    #[serde(default)]
    pub message: Option<String>,
    /// The count that the service was given.
    #[serde(default)]
    pub desired: Option<u32>,
    /// Why nothing was done.
    #[serde(default)]
    pub not_scaled: Option<NotScaled>,
}

/// How far an activity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// The service has its count, and not yet its tasks.
    InProgress,
    /// It was done.
    Successful,
    /// Another one took its place, or somebody set the count by hand.
    Overridden,
    /// It was not done.
    Unfulfilled,
    /// It could not be done.
    Failed,
}

impl Status {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "InProgress",
            Self::Successful => "Successful",
            Self::Overridden => "Overridden",
            Self::Unfulfilled => "Unfulfilled",
            Self::Failed => "Failed",
        }
    }
}

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotScaled {
    /// `AlreadyAtMaxCapacity` …
    pub code: String,
    /// The bound that stood in the way.
    #[serde(default)]
    pub max: Option<u32>,
    /// The same below.
    #[serde(default)]
    pub min: Option<u32>,
    /// The count at that time.
    #[serde(default)]
    pub current: Option<u32>,
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        place(&self.of, self.number)
    }

    /// Since when nobody needs it for what it does.
    #[must_use]
    pub fn over_since(&self) -> Option<TimestampMs> {
        self.ended_at.or(Some(self.started_at))
    }
}

/// The key of the activity of that number.
#[must_use]
pub fn place(of: &Of, number: u64) -> String {
    of.key(KIND, &[&format!("{:03}", number % ACTIVITIES_MAX)])
}

/// The number of the activity that follows these, which are of one service. What lies in the place
/// of a number and can't be read keeps it, as long as there is another place.
pub fn next_number<'r>(
    all: impl Iterator<Item = &'r Record>,
    is_readable: impl Fn(u64) -> bool,
) -> u64 {
    let first = all.map(|activity| activity.number + 1).max().unwrap_or(0);
    (first..first + ACTIVITIES_MAX).find(|number| is_readable(*number)).unwrap_or(first)
}

/// By service.
pub struct OfTarget;

impl Index for OfTarget {
    type Of = Record;
    type Value = Of;

    fn value(record: &Record) -> Option<Of> {
        Some(record.of.clone())
    }

    fn place(of: &Of) -> String {
        of.below(KIND)
    }
}
