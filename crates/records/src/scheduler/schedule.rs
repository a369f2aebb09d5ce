//! Schedules: when something is due, what it is, and what became of it.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::group;
use crate::Scope;
use crate::autoscaling::schedule::Schedule;
use crate::events::rule::Retry;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "schedule";

kind!(Record as KIND, by InGroup);

/// Schedules of an account in a region; AWS has room for a million.
pub const SCHEDULES_MAX: usize = 10_000;
/// Runs that are remembered of one schedule.
pub const RUNS_MAX: usize = 20;
/// Runs of one schedule that may wait for their target; what is due then is missed.
pub const WAITING_MAX: usize = 10;
/// How far back times that were missed are counted.
const BACK_MS: u64 = 2 * 24 * 3600 * 1000;

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The group that it is in.
    pub group: String,
    /// 1-64 characters; no other one in the group has it.
    pub name: String,
    /// `at(…)`, `rate(…)` or `cron(…)`, as it was written.
    pub expression: String,
    /// The time zone of the expression; UTC when nothing is said.
    #[serde(default)]
    pub timezone: Option<String>,
    /// Each run may be so many minutes late, so that not all come at once.
    #[serde(default)]
    pub window_min: Option<u32>,
    /// When what recurs begins.
    #[serde(default)]
    pub start: Option<TimestampMs>,
    /// Before when it ends.
    #[serde(default)]
    pub end: Option<TimestampMs>,
    /// Whether it does anything.
    pub enabled: bool,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is deleted once nothing is due any more.
    #[serde(default)]
    pub delete_after: bool,
    /// What is done.
    pub target: Target,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub modified_at: TimestampMs,
    /// Since when its times count as they are: no earlier one is due.
    pub since: TimestampMs,
    /// The time for which it was carried out, or missed, last.
    #[serde(default)]
    pub last: Option<TimestampMs>,
    /// The newest runs, the oldest first.
    #[serde(default)]
    pub runs: Vec<Run>,
    /// How many times were missed in all.
    #[serde(default)]
    pub missed: u64,
    /// What made it told it from others.
    #[serde(default)]
    pub token: Option<String>,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The ARN of a cluster, a topic or the bus of events.
    pub arn: String,
    /// With whose rights.
    pub role_arn: String,
    /// What it is told, as it was written.
    #[serde(default)]
    pub input: Option<String>,
    /// Of a cluster, what is to run there, as the API writes it.
    #[serde(default)]
    pub ecs: Option<Value>,
    /// Of the bus, what kind of event it is.
    #[serde(default)]
    pub event: Option<Kind>,
    /// How long it is tried.
    #[serde(default)]
    pub retry: Retry,
}

/// What kind of event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// `detail-type`
    pub detail_type: String,
    /// `source`
    pub source: String,
}

/// A time that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// For which time.
    pub due: TimestampMs,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It waits for its moment, or is tried again.
    Waiting,
    /// It was done.
    Done {
        /// When.
        at: TimestampMs,
    },
    /// It was given up.
    Failed {
        /// When.
        at: TimestampMs,
        /// Why, in words.
        why: String,
    },
    /// The engine came too late for it, or too many waited already.
    Missed,
}

impl Record {
    /// `arn:aws:scheduler:region:account:schedule/group/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("scheduler", &format!("schedule/{}/{}", self.group, self.name))
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.group, &self.name)
    }

    fn once(&self) -> bool {
        self.expression.starts_with("at(")
    }

    /// The time for which it is due next: one that has passed if it was not carried out for that.
    /// A rate is due first at its start, or at once (Scheduler user guide, "Rate-based schedules");
    /// what comes once has neither start nor end.
    #[must_use]
    pub fn next(&self) -> Option<TimestampMs> {
        if !self.enabled {
            return None;
        }
        self.time_after(self.last)
    }

    fn time_after(&self, last: Option<TimestampMs>) -> Option<TimestampMs> {
        let schedule = Schedule::parse_lenient(&self.expression, self.timezone.as_deref()).ok()?;
        if self.once() {
            return schedule.next(self.since, self.since).filter(|_| last.is_none());
        }
        let start = self.start.unwrap_or(self.since);
        let found = match last {
            None if self.expression.starts_with("rate(") && start >= self.since => Some(start),
            None => {
                let before = TimestampMs(start.0.saturating_sub(1)).max(self.since);
                schedule.next(before, start)
            }
            Some(last) => schedule.next(last.max(self.since), start),
        };
        found.filter(|at| self.end.is_none_or(|end| *at < end))
    }

    /// The latest time up to `now` for which it is due, and how many before it were missed, as far
    /// as two days back.
    #[must_use]
    pub fn due(&self, now: TimestampMs) -> Option<(TimestampMs, u64)> {
        let mut found = self.next().filter(|at| *at <= now)?;
        let mut missed = 0;
        let back = TimestampMs(now.0.saturating_sub(BACK_MS));
        let mut at = found.max(back);
        if at > found {
            missed += 1;
        }
        while let Some(next) = self.time_after(Some(at)).filter(|next| *next <= now) {
            missed += u64::from(at == found);
            (found, at) = (next, next);
        }
        Some((found, missed))
    }

    /// Whether nothing is due any more, ever.
    #[must_use]
    pub fn is_over(&self, now: TimestampMs) -> bool {
        let waits = self.runs.iter().any(|run| run.outcome == Outcome::Waiting);
        let ended = self.end.is_some_and(|end| end <= now) && !self.once();
        !waits && self.enabled && self.next().is_none() && (self.last.is_some() || ended)
    }

    /// Notes a time that came.
    pub fn note(&mut self, due: TimestampMs, outcome: Outcome) {
        match self.runs.iter_mut().find(|run| run.due == due) {
            Some(run) => run.outcome = outcome,
            None => self.runs.push(Run { due, outcome }),
        }
        let too_many = self.runs.len().saturating_sub(RUNS_MAX);
        self.runs.drain(..too_many);
    }

    /// When the run for a time begins: at once, or within the window, each at another moment.
    #[must_use]
    pub fn begins(&self, due: TimestampMs) -> TimestampMs {
        let window_ms = u64::from(self.window_min.unwrap_or(0)) * 60_000;
        let about = format!("{} {}", self.arn(), due.0);
        let place = about.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        due.plus_ms(place.checked_rem(window_ms).unwrap_or(0))
    }
}

/// The key of a schedule.
#[must_use]
pub fn key(scope: &Scope, group: &str, name: &str) -> String {
    scope.key(KIND, &[group, name])
}

/// By group.
pub struct InGroup;

impl Index for InGroup {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.group.clone()))
    }

    fn place((scope, group): &Self::Value) -> String {
        scope.below(KIND, &[group])
    }
}

/// The group's ARN, by which the roles of targets may know who assumes them.
#[must_use]
pub fn source_arn(of: &Record) -> String {
    group::arn(&of.scope, &of.group)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;
    /// 2023-11-14 22:13:00.
    const START: u64 = 1_699_999_980_000;

    fn schedule(expression: &str) -> Record {
        Record {
            scope: Scope::new("000000000000".parse().unwrap(), "r"),
            group: "default".into(),
            name: "s".into(),
            expression: expression.into(),
            timezone: None,
            window_min: None,
            start: None,
            end: None,
            enabled: true,
            description: None,
            delete_after: false,
            target: Target {
                arn: "a".into(),
                role_arn: "r".into(),
                input: None,
                ecs: None,
                event: None,
                retry: Retry::default(),
            },
            created_at: TimestampMs(START),
            modified_at: TimestampMs(START),
            since: TimestampMs(START),
            last: None,
            runs: vec![],
            missed: 0,
            token: None,
        }
    }

    /// The minutes after the start at which it is carried out, looked at each so many minutes.
    fn carried_out(mut of: Record, each: u64, until: u64) -> Vec<u64> {
        let mut all = vec![];
        for minute in (0..=until).step_by(usize::try_from(each).unwrap()) {
            let now = TimestampMs(START + minute * MINUTE);
            if let Some((due, missed)) = of.due(now) {
                all.push((due.0 - START) / MINUTE);
                (of.last, of.missed) = (Some(due), of.missed + missed);
            }
            assert_eq!(of.due(now), None, "once");
        }
        all
    }

    #[test]
    fn each_form_is_due_when_it_says() {
        assert_eq!(carried_out(schedule("rate(5 minutes)"), 1, 11), [0, 5, 10]);
        assert_eq!(carried_out(schedule("rate(5 minute)"), 1, 11), [0, 5, 10]);
        assert_eq!(carried_out(schedule("cron(15/2 22 * * ? *)"), 1, 7), [2, 4, 6]);
        assert_eq!(carried_out(schedule("at(2023-11-14T22:16:00)"), 1, 9), [3]);
        assert_eq!(carried_out(schedule("at(2023-11-14T22:10:00)"), 1, 9), [] as [u64; 0]);
        let mut berlin = schedule("at(2023-11-14T23:16:00)");
        berlin.timezone = Some("Europe/Berlin".into());
        assert_eq!(carried_out(berlin, 1, 9), [3]);
        let mut off = schedule("rate(5 minutes)");
        off.enabled = false;
        assert_eq!(carried_out(off, 1, 9), [] as [u64; 0]);
    }

    #[test]
    fn start_and_end_bound_what_recurs_and_not_what_comes_once() {
        let bounded = |expression: &str| {
            let mut of = schedule(expression);
            of.start = Some(TimestampMs(START + 3 * MINUTE));
            of.end = Some(TimestampMs(START + 9 * MINUTE));
            of
        };
        assert_eq!(carried_out(bounded("rate(3 minutes)"), 1, 20), [3, 6]);
        assert_eq!(carried_out(bounded("cron(16/3 22 * * ? *)"), 1, 20), [3, 6]);
        assert_eq!(carried_out(bounded("at(2023-11-14T22:14:00)"), 1, 20), [1]);
        // A start that has passed is what a rate counts from.
        let mut past = schedule("rate(10 minutes)");
        past.start = Some(TimestampMs(START - 3 * MINUTE));
        assert_eq!(carried_out(past, 1, 20), [7, 17]);
    }

    #[test]
    fn what_was_missed_is_caught_up_once_and_counted() {
        assert_eq!(carried_out(schedule("rate(1 minute)"), 7, 21), [0, 7, 14, 21]);
        let of = schedule("rate(1 minute)");
        assert_eq!(
            of.due(TimestampMs(START + 5 * MINUTE)),
            Some((TimestampMs(START + 5 * MINUTE), 5))
        );
        let year = 365 * 24 * 60;
        let (due, missed) = of.due(TimestampMs(START + year * MINUTE)).unwrap();
        assert_eq!(due.0, START + year * MINUTE);
        assert!((2880..=2882).contains(&missed), "{missed}");
    }

    #[test]
    fn it_is_over_when_nothing_comes_and_nothing_waits() {
        let mut once = schedule("at(2023-11-14T22:14:00)");
        let later = TimestampMs(START + 60 * MINUTE);
        assert!(!once.is_over(later));
        let due = TimestampMs(START + MINUTE);
        once.last = Some(due);
        once.note(due, Outcome::Waiting);
        assert!(!once.is_over(later));
        once.note(due, Outcome::Done { at: later });
        assert!(once.is_over(later) && once.runs.len() == 1);
        let mut never = schedule("cron(0 0 1 1 ? 2030)");
        never.end = Some(later);
        assert!(!never.is_over(TimestampMs(START)) && never.is_over(later));
        assert!(!schedule("rate(1 minute)").is_over(later));
    }

    #[test]
    fn runs_are_spread_over_the_window_and_few_are_remembered() {
        let mut of = schedule("rate(1 minute)");
        assert_eq!(of.begins(TimestampMs(START)), TimestampMs(START));
        of.window_min = Some(10);
        let moments: std::collections::BTreeSet<_> =
            (0..20).map(|n| of.begins(TimestampMs(START + n)).0 - START).collect();
        assert!(moments.len() > 10 && moments.iter().all(|at| *at < 10 * MINUTE + 20));
        for n in 0..50 {
            of.note(TimestampMs(n), Outcome::Missed);
        }
        assert_eq!((of.runs.len(), of.runs[0].due), (RUNS_MAX, TimestampMs(30)));
    }
}
