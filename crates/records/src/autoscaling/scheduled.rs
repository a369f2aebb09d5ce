//! Scheduled actions: bounds that are set at a time.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Of;
use super::schedule::Schedule;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "scheduled-action";

kind!(Record as KIND, by OfTarget);

/// A scheduled action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Of which service.
    pub of: Of,
    /// 1-256 characters.
    pub name: String,
    /// A UUID, part of its ARN.
    pub id: String,
    /// When, as AWS writes it: `at(…)`, `rate(…)`, `cron(…)`.
    pub schedule: String,
    /// The name of the time zone that it is meant in; UTC when nothing is said.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Not before.
    #[serde(default)]
    pub start: Option<TimestampMs>,
    /// Not after.
    #[serde(default)]
    pub end: Option<TimestampMs>,
    /// Tasks at least, from then on.
    #[serde(default)]
    pub min: Option<u32>,
    /// Tasks at most, from then on.
    #[serde(default)]
    pub max: Option<u32>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Since when the schedule is as it is: no earlier time counts.
    pub scheduled_at: TimestampMs,
    /// For which time it was carried out last.
    #[serde(default)]
    pub last: Option<TimestampMs>,
}

impl Record {
    /// `arn:aws:autoscaling:…:scheduledAction:UUID:resource/ecs/service/C/S:scheduledActionName/N`.
    #[must_use]
    pub fn arn(&self) -> String {
        let (id, resource, name) = (&self.id, self.of.resource(), &self.name);
        let text =
            format!("scheduledAction:{id}:resource/ecs/{resource}:scheduledActionName/{name}");
        self.of.scope.arn("autoscaling", &text)
    }

    /// When it is due next: a time that has passed if it was not carried out for that. `None`
    /// when it never is, or what it says can't be read by this engine.
    #[must_use]
    pub fn next(&self) -> Option<TimestampMs> {
        let schedule = Schedule::parse(&self.schedule, self.timezone.as_deref()).ok()?;
        let start = self.start.unwrap_or(self.scheduled_at).max(self.scheduled_at);
        let after = self
            .last
            .map_or(start.0.saturating_sub(1), |last| last.0.max(start.0.saturating_sub(1)));
        let next = schedule.next(TimestampMs(after), start)?;
        self.end.is_none_or(|end| next <= end).then_some(next)
    }

    /// The latest time up to `now` for which it is due and was not carried out: of several that
    /// were missed the last one counts for all.
    #[must_use]
    pub fn due(&self, now: TimestampMs) -> Option<TimestampMs> {
        const MISSED_MAX: usize = 10_000;
        let mut found = None;
        let mut at = self.clone();
        for _ in 0..MISSED_MAX {
            match at.next().filter(|next| *next <= now) {
                Some(next) => (found, at.last) = (Some(next), Some(next)),
                None => break,
            }
        }
        found
    }
}

/// The key of a scheduled action.
#[must_use]
pub fn key(of: &Of, name: &str) -> String {
    of.key(KIND, &[name])
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
