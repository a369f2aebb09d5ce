//! Keeps alarms as their metrics say: each is looked at when one of its periods has ended, and
//! what it becomes is written with what is to be done then, in one transaction.
//!
//! [`ferrogate_metrics::alarm`] decides, purely; [`window`] gets it the values. Knows nothing of
//! how an action is carried out: who does takes it off the state's record in the transaction of
//! its effect, so that none is lost and none is done twice.

mod composite;
pub(crate) mod window;

pub use composite::Composites;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::{TimestampMs, crash};
use ferrogate_metrics::Source;
use ferrogate_metrics::alarm::{self as rules, Told, Verdict};
use ferrogate_records::autoscaling::policy;
use ferrogate_records::cloudwatch::alarm::{self, Comparison, FewSamples, Missing, Record};
use ferrogate_records::cloudwatch::state::{self, Value};
use ferrogate_records::cloudwatch::{Alarm as Of, history};
use ferrogate_records::sns::topic;
use ferrogate_state::{Changes, Doc, Entry, Fault, Snapshot, State, put};
use ferrogate_store::{Guard, Key, Op};

use crate::asker::Asker;
use crate::engine::{Cx, Next, Reconciler};
use window::Window;

/// How long an action may wait whose policy is not there.
const ORPHAN_MS: u64 = 60_000;

/// Keeps alarms.
pub struct Alarms {
    asker: Asker,
}

impl Alarms {
    /// Looks at the metrics of `source`.
    #[must_use]
    pub fn new(source: Arc<dyn Source>) -> Self {
        Self { asker: Asker::new(source) }
    }
}

#[async_trait]
impl Reconciler for Alarms {
    const NAME: &'static str = "alarms";
    const AT_ONCE: usize = 16;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<alarm::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        vec![record.clone()]
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let now = cx.state.now();
        let all = cx.state.snapshot();
        let Some(alarm) = all.table::<Record>().get(key)? else { return Ok(Next::WhenChanged) };
        let window = Window::of(&alarm, now);
        let next = Next::After(Duration::from_millis(window.next_look.since_ms(now).max(1)));
        let (state, old) = state_of(&all, Of::Metric(&alarm))?;
        if let Some(change) = self.orphans(&all, &old, &state, now)? {
            return change.commit(cx).await;
        }
        // What somebody has set stays until data come that are newer.
        if old.set_at.is_some_and(|at| window.end <= at) {
            return Ok(next);
        }
        let range = window.range(&alarm);
        let points = window::read(&self.asker, key, &alarm, &window, range).await?;
        let rule = rule(&alarm);
        let values: Vec<_> = points.iter().map(|point| point.value).collect();
        let few = alarm.few_samples == Some(FewSamples::Ignore)
            && points.iter().rev().take(rule.periods).any(|point| point.few);
        let verdict = rules::evaluate(&rule, &values);
        let Some(value) = verdict.value.filter(|_| !few) else { return Ok(next) };
        if said(value) == old.value {
            return Ok(next);
        }
        let change = become_(&all, &alarm, &state, &old, (&rule, &verdict, value), &points, now)?;
        match change.commit(cx).await? {
            Next::WhenChanged => Ok(next),
            other => Ok(other),
        }
    }
}

/// A transaction about one alarm.
struct Change {
    guards: Vec<Guard>,
    ops: Vec<Op>,
}

impl Change {
    async fn commit(self, cx: &Cx) -> Result<Next, Fault> {
        crash::point(format_args!("server:before-alarm"));
        let Some(rev) = cx.commit(&self.guards, &self.ops).await? else {
            return Ok(Next::AfterConflict);
        };
        crash::point(format_args!("server:after-alarm"));
        cx.state.at(rev).await?;
        Ok(Next::WhenChanged)
    }

    /// Writes a state in the place of the one that was read.
    fn state(
        &mut self,
        old: Option<&Entry<state::Record>>,
        new: state::Record,
    ) -> Result<(), Fault> {
        let key = Key::new(state::key(&new.scope, &new.name))?;
        self.guards.push(old.map_or(Guard::Absent(key.clone()), Entry::unchanged));
        let doc = old.map_or_else(|| Doc::new(new.clone()), |old| old.doc.with(new.clone()));
        self.ops.push(put(key, &doc)?);
        Ok(())
    }

    fn item(&mut self, all: &Snapshot, item: history::Record) -> Result<(), Fault> {
        let key = Key::new(item.key())?;
        let old = all.table::<history::Record>().get(&key)?;
        self.guards.push(old.as_ref().map_or(Guard::Absent(key.clone()), |old| old.unchanged()));
        let doc = old.map_or_else(|| Doc::new(item.clone()), |old| old.doc.with(item.clone()));
        self.ops.push(put(key, &doc)?);
        Ok(())
    }
}

impl Alarms {
    /// Takes off actions that nobody will carry out, since their policies are gone.
    fn orphans(
        &self,
        all: &Snapshot,
        old: &state::Record,
        entry: &Option<Arc<Entry<state::Record>>>,
        now: TimestampMs,
    ) -> Result<Option<Change>, Fault> {
        let policies = all.table::<policy::Record>();
        let mut orphans = vec![];
        // What topics are to be told is told by others, also of a topic that is gone.
        let of_policy = |f: &&state::Firing| topic::name_of(&old.scope, &f.action).is_none();
        let late = old.pending.iter().filter(|f| now.since_ms(f.at) >= ORPHAN_MS);
        for firing in late.filter(of_policy) {
            let there = match policy::of_arn(&firing.action) {
                Some((of, name)) => policies.get(&Key::new(policy::key(&of, &name))?)?,
                None => None,
            };
            if there.is_none_or(|policy| policy.arn() != policy::plain(&firing.action)) {
                orphans.push(firing.clone());
            }
        }
        if orphans.is_empty() {
            return Ok(None);
        }
        let mut change = Change { guards: vec![], ops: vec![] };
        let mut new = old.clone();
        new.pending.retain(|firing| !orphans.contains(firing));
        for (number, firing) in next_numbers(all, old).zip(&orphans) {
            let why = Some("The scaling policy does not exist.");
            change.item(all, history::Record::of_action(number, old, firing, why, now))?;
        }
        change.state(entry.as_deref(), new)?;
        Ok(Some(change))
    }
}

/// The numbers of the next items in an alarm's history.
pub(crate) fn next_numbers(all: &Snapshot, state: &state::Record) -> impl Iterator<Item = u64> {
    let of = (state.scope.clone(), state.name.clone());
    let items = all.table::<history::Record>();
    let there = items.readable_by::<history::OfAlarm>(&of).0;
    history::next_numbers(there.map(|entry| &entry.doc.record), move |number| {
        Key::new(history::place(&of.0, &of.1, number)).is_ok_and(|at| items.get(&at).is_ok())
    })
}

type Found = (Option<Arc<Entry<state::Record>>>, state::Record);

/// The record of an alarm's state, and the state: that of a new one when there is none.
fn state_of(all: &Snapshot, alarm: Of<'_>) -> Result<Found, Fault> {
    let head = alarm.head();
    let key = Key::new(state::key(head.scope, head.name))?;
    let entry = all.table::<state::Record>().get(&key)?;
    let own = entry.as_ref().filter(|state| state.alarm_created_at == head.created_at);
    let state = own.map_or_else(|| state::Record::of_new(alarm), |state| state.doc.record.clone());
    Ok((entry, state))
}

/// What makes the alarm what the verdict says.
fn become_(
    all: &Snapshot,
    alarm: &Entry<Record>,
    entry: &Option<Arc<Entry<state::Record>>>,
    old: &state::Record,
    (rule, verdict, value): (&rules::Rule, &Verdict, rules::Value),
    points: &[window::Point],
    now: TimestampMs,
) -> Result<Change, Fault> {
    let shown: Vec<_> = points.iter().map(|point| (point.at, point.value)).collect();
    let told = Told {
        points: &shown,
        period_s: alarm.watched.period_s,
        statistic: &alarm.watched.statistic,
        unit: alarm.watched.unit.as_deref(),
        now,
    };
    let (reason, data) = rules::told(rule, verdict, value, &told);
    let mut new = old.clone();
    new.become_(alarm.head(), said(value), (reason, Some(data)), now);
    new.set_at = None;
    let mut change = Change { guards: vec![alarm.unchanged()], ops: vec![] };
    let number = next_numbers(all, old).next().expect("there is one at least");
    change.item(all, history::Record::of_state(number, old, &new))?;
    change.state(entry.as_deref(), new)?;
    Ok(change)
}

fn said(value: rules::Value) -> Value {
    match value {
        rules::Value::Ok => Value::Ok,
        rules::Value::Alarm => Value::Alarm,
        rules::Value::InsufficientData => Value::InsufficientData,
    }
}

/// The rule of an alarm.
pub(crate) fn rule(alarm: &Record) -> rules::Rule {
    let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX).max(1);
    rules::Rule {
        comparison: match alarm.comparison {
            Comparison::GreaterThanOrEqualToThreshold => rules::Comparison::GreaterOrEqual,
            Comparison::GreaterThanThreshold => rules::Comparison::Greater,
            Comparison::LessThanThreshold => rules::Comparison::Less,
            Comparison::LessThanOrEqualToThreshold => rules::Comparison::LessOrEqual,
        },
        threshold: alarm.threshold,
        periods: count(alarm.evaluation_periods),
        to_alarm: count(alarm.to_alarm()),
        missing: match alarm.missing {
            None | Some(Missing::Missing) => rules::Missing::Missing,
            Some(Missing::Ignore) => rules::Missing::Ignore,
            Some(Missing::Breaching) => rules::Missing::Breaching,
            Some(Missing::NotBreaching) => rules::Missing::NotBreaching,
        },
    }
}
