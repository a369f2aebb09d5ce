//! Rules: which events are meant, or at what times, and who is told.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bus::DEFAULT;
use crate::autoscaling::schedule::Schedule;
use crate::kind::{Index, kind};
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "event-rule";

kind!(Record as KIND, by InScope);

/// Rules of a bus (EventBridge quotas).
pub const RULES_MAX: usize = 300;
/// Targets of a rule (EventBridge quotas).
pub const TARGETS_MAX: usize = 5;

/// A rule of a bus, with its targets: so an event is matched and told by what was so at
/// one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-64 characters.
    pub name: String,
    /// The bus whose events it is about.
    #[serde(default = "default_bus")]
    pub bus: String,
    /// Which events it is about, as the request wrote it.
    #[serde(default)]
    pub pattern: Option<String>,
    /// When it is due: `rate(…)` or `cron(…)`.
    #[serde(default)]
    pub schedule: Option<String>,
    /// Whether it does anything.
    pub enabled: bool,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// The role that was given with it.
    #[serde(default)]
    pub role_arn: Option<String>,
    /// At most [`TARGETS_MAX`], each with another id.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Since when its schedule is as it is and counts: no earlier time is due.
    pub scheduled_at: TimestampMs,
    /// The time for which it was carried out last.
    #[serde(default)]
    pub last: Option<TimestampMs>,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// 1-64 characters.
    pub id: String,
    /// The ARN of what is told: a log group, a cluster, a topic.
    pub arn: String,
    /// With whose rights.
    #[serde(default)]
    pub role_arn: Option<String>,
    /// What it is told.
    #[serde(default)]
    pub input: Input,
    /// Of a cluster, what is to run there, as the API writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecs: Option<Value>,
    /// Of an API destination, what its requests carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<Http>,
    /// How long it is tried.
    #[serde(default)]
    pub retry: Retry,
}

/// What a request to an API destination carries. A value that begins with `$` is the path of what
/// it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Http {
    /// What the asterisks of the endpoint stand for, in their order.
    #[serde(default)]
    pub path: Vec<String>,
    /// Headers.
    #[serde(default)]
    pub header: BTreeMap<String, String>,
    /// Of the query.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
}

/// What a target is told, as the request wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// The event.
    #[default]
    Event,
    /// A text of its own.
    Fixed(String),
    /// The part at a path.
    Path(String),
    /// A template.
    Transformer {
        /// Names, and the paths of what they stand for.
        paths: BTreeMap<String, String>,
        /// The template.
        template: String,
    },
}

/// How long a target is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// Seconds, 60 to 86,400, after which an event is given up.
    pub age_s: u32,
    /// Tries after the first one, at most 185.
    pub attempts: u32,
    /// Whether it was given: AWS shows what was.
    #[serde(default)]
    pub given: bool,
}

impl Default for Retry {
    /// A day and 185 times (EventBridge user guide, "Retry policy").
    fn default() -> Self {
        Self { age_s: 86_400, attempts: 185, given: false }
    }
}

impl Record {
    /// `arn:aws:events:region:account:rule/name`, or `rule/bus/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("events", &format!("rule/{}", self.path()))
    }

    /// Its name, with the bus before it unless that is the default one.
    #[must_use]
    pub fn path(&self) -> String {
        path(&self.bus, &self.name)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.path())
    }

    /// The time for which it is due next: one that has passed if it was not carried out for that.
    #[must_use]
    pub fn next(&self) -> Option<TimestampMs> {
        if !self.enabled {
            return None;
        }
        let schedule = Schedule::parse(self.schedule.as_deref()?, None).ok()?;
        let after = self.last.map_or(self.scheduled_at, |last| last.max(self.scheduled_at));
        schedule.next(after, self.scheduled_at)
    }

    /// The latest time up to `now` for which it is due: of several that were missed the last one
    /// counts for all. And when it is due after that.
    #[must_use]
    pub fn due(&self, now: TimestampMs) -> Option<TimestampMs> {
        let first = self.next().filter(|at| *at <= now)?;
        let schedule = Schedule::parse(self.schedule.as_deref()?, None).ok()?;
        // Not every minute of a year: the last one is within the last days, or it is the first.
        const BACK_MS: u64 = 2 * 24 * 3600 * 1000;
        let mut found = first;
        let mut at = TimestampMs(first.0.max(now.0.saturating_sub(BACK_MS)));
        while let Some(next) = schedule.next(at, self.scheduled_at).filter(|next| *next <= now) {
            (found, at) = (next, next);
        }
        Some(found)
    }
}

/// The name of a rule, with the bus before it unless that is the default one.
#[must_use]
pub fn path(bus: &str, name: &str) -> String {
    match bus {
        DEFAULT => name.to_owned(),
        bus => format!("{bus}/{name}"),
    }
}

/// The key of a rule with this [`path`].
#[must_use]
pub fn key(scope: &Scope, path: &str) -> String {
    scope.key(KIND, &[path])
}

fn default_bus() -> String {
    DEFAULT.to_owned()
}

/// By account and region.
pub struct InScope;

impl Index for InScope {
    type Of = Record;
    type Value = Scope;

    fn value(record: &Record) -> Option<Scope> {
        Some(record.scope.clone())
    }

    fn place(of: &Scope) -> String {
        of.prefix(KIND)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn rule() -> Record {
        Record {
            scope: Scope::new("000000000000".parse().unwrap(), "us-east-1"),
            name: "r".into(),
            bus: DEFAULT.into(),
            pattern: None,
            schedule: Some("rate(1 minute)".into()),
            enabled: true,
            description: None,
            role_arn: None,
            targets: vec![],
            tags: vec![],
            created_at: TimestampMs(0),
            scheduled_at: TimestampMs(0),
            last: None,
        }
    }

    #[test]
    fn a_schedule_is_due_once_for_all_times_that_were_missed() {
        let mut rule = rule();
        assert_eq!(rule.due(TimestampMs(59_999)), None);
        assert_eq!(rule.due(TimestampMs(60_000)), Some(TimestampMs(60_000)));
        let year = 365 * 24 * 3600 * 1000;
        assert_eq!(rule.due(TimestampMs(year + 7)), Some(TimestampMs(year)));
        rule.last = Some(TimestampMs(year));
        assert_eq!(rule.due(TimestampMs(year + 7)), None);
        assert_eq!(rule.next(), Some(TimestampMs(year + 60_000)));
        rule.enabled = false;
        assert_eq!(rule.next(), None);
    }
}
