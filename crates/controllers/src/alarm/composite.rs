//! Keeps alarms on other alarms as those say, within a moment of their change.
//!
//! [`ferrogate_metrics::alarm::composite`] decides, purely; what keeps actions back is a rule of the
//! state's record. Here it is found out which alarms a change wakes, and both are written in one
//! transaction, as for alarms on metrics.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_metrics::alarm::{self as rules, iso, long_date};
use ferrogate_records::Scope;
use ferrogate_records::cloudwatch::composite::{self, Record};
use ferrogate_records::cloudwatch::state::{self, Value};
use ferrogate_records::cloudwatch::{Alarm as Of, alarm, history};
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State};
use ferrogate_store::Key;
use serde_json::json;

use super::{Change, next_numbers, state_of};
use crate::engine::{Cx, Next, Reconciler};

/// Keeps alarms on other alarms.
#[derive(Clone, Copy, Debug)]
pub struct Composites;

#[async_trait]
impl Reconciler for Composites {
    const NAME: &'static str = "composite-alarms";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Record>(changes);
        state.tell::<state::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Key> {
        let Ok(Some(of)) = state.table::<state::Record>().get(record) else {
            // Its own configuration; or a state that is gone, whose alarm nobody hangs on.
            let is_own = record.as_str().split('/').nth(1) == Some(composite::KIND);
            return if is_own { vec![record.clone()] } else { vec![] };
        };
        let all = state.table::<Record>();
        let (readable, _) = all.readable();
        let hangs = |alarm: &&Arc<Entry<Record>>| {
            alarm.scope == of.scope && (alarm.name == of.name || alarm.depends_on(&of.name))
        };
        readable.filter(hangs).map(|alarm| alarm.key.clone()).collect()
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let now = cx.state.now();
        let all = cx.state.snapshot();
        let Some(alarm) = all.table::<Record>().get(key)? else { return Ok(Next::WhenChanged) };
        let (entry, old) = state_of(&all, Of::Composite(&alarm))?;
        let mut new = old.clone();
        if let Some((value, why)) = evaluated(&all, &alarm, &old)?
            && value != old.value
        {
            new.become_(alarm.head(), value, why, now);
            new.set_at = None;
        }
        let suppressor = match &alarm.suppressor {
            Some(by) => known(&all, &alarm.scope, &by.name)?,
            None => None,
        };
        new.keep_back(&old, alarm.suppressed_by(suppressor.as_ref()), now);
        let next = match new.suppressed.as_ref().and_then(|suppressed| suppressed.until) {
            Some(until) => Next::After(Duration::from_millis(until.since_ms(now).max(1))),
            None => Next::WhenChanged,
        };
        if new == old {
            return Ok(next);
        }
        let mut change = Change { guards: vec![alarm.unchanged()], ops: vec![] };
        if new.transition != old.transition {
            let number = next_numbers(&all, &old).next().expect("there is one at least");
            change.item(&all, history::Record::of_state(number, &old, &new))?;
        }
        change.state(entry.as_deref(), new)?;
        match change.commit(cx).await? {
            Next::WhenChanged => Ok(next),
            other => Ok(other),
        }
    }
}

/// How the alarm of a name is, of either kind; `None` when it is not there.
fn known(all: &Snapshot, scope: &Scope, name: &str) -> Result<Option<state::Record>, Fault> {
    let key = Key::new(alarm::key(scope, name))?;
    if let Some(alarm) = all.table::<alarm::Record>().get(&key)? {
        return Ok(Some(state_of(all, Of::Metric(&alarm))?.1));
    }
    let key = Key::new(composite::key(scope, name))?;
    match all.table::<Record>().get(&key)? {
        Some(alarm) => Ok(Some(state_of(all, Of::Composite(&alarm))?.1)),
        None => Ok(None),
    }
}

type Why = (String, Option<String>);

/// What the rule makes of the alarm, and why; `None` when it stays as it is, whatever that is.
fn evaluated(
    all: &Snapshot,
    alarm: &Record,
    old: &state::Record,
) -> Result<Option<(Value, Why)>, Fault> {
    let rule = rules::composite::Rule::parse(&alarm.rule)
        .map_err(|bad| Fault::Part("the rule of a composite alarm can't be read", bad.into()))?;
    // CloudWatch: "the evaluation stops if CloudWatch detects a cycle in the evaluation path".
    if has_cycle(all, alarm)? {
        return Ok(None);
    }
    let mut states = BTreeMap::new();
    for child in &alarm.children {
        if let Some(state) = known(all, &alarm.scope, child)? {
            states.insert(child.as_str(), state);
        }
    }
    let newest = states.values().filter(|child| child.transition > 0);
    let newest = newest.max_by_key(|child| (child.transitioned_at, &child.name));
    // What somebody has set stays until an alarm below changes, or it is configured anew.
    if let Some(at) = old.set_at
        && alarm.configured_at <= at
        && newest.is_none_or(|child| child.transitioned_at <= at)
    {
        return Ok(None);
    }
    let of = |written: &str| {
        let state = states.get(alarm::name_of(&alarm.scope, written)?)?;
        Some(match state.value {
            Value::Ok => rules::Value::Ok,
            Value::Alarm => rules::Value::Alarm,
            Value::InsufficientData => rules::Value::InsufficientData,
        })
    };
    let value = if rule.holds(&of) { Value::Alarm } else { Value::Ok };
    Ok(Some((value, why(alarm, old, value, newest))))
}

/// The reason in words and as JSON: the alarm below that changed last, or that its own
/// configuration did.
fn why(alarm: &Record, old: &state::Record, value: Value, newest: Option<&state::Record>) -> Why {
    let child =
        newest.filter(|child| old.transition > 0 && child.transitioned_at >= alarm.configured_at);
    let Some(child) = child else {
        let how = if old.transition == 0 { "created" } else { "updated" };
        let arn = alarm.head().arn();
        let text = format!("{arn} was {how} and its alarm rule evaluates to {}", value.as_str());
        return (text, Some(json!({"triggeringAlarms": []}).to_string()));
    };
    let arn = alarm::arn(&child.scope, &child.name);
    let (state, at) = (child.value.as_str(), child.transitioned_at);
    let data = json!({"triggeringAlarms": [
        {"arn": arn, "state": {"value": state, "timestamp": iso(at)}},
    ]});
    (format!("{arn} transitioned to {state} at {}", long_date(at)), Some(data.to_string()))
}

/// Whether what an alarm hangs on comes round to itself somewhere.
fn has_cycle(all: &Snapshot, alarm: &Record) -> Result<bool, Fault> {
    let table = all.table::<Record>();
    // Those that were looked at and have none below them.
    let mut done = BTreeSet::new();
    // The way down: each alarm's name, and which of its children are left.
    let mut way = vec![(alarm.name.clone(), alarm.children.clone())];
    while let Some((name, left)) = way.last_mut() {
        let Some(child) = left.pop() else {
            done.insert(std::mem::take(name));
            way.pop();
            continue;
        };
        if done.contains(&child) {
            continue;
        }
        if way.iter().any(|(name, _)| *name == child) {
            return Ok(true);
        }
        let key = Key::new(composite::key(&alarm.scope, &child))?;
        match table.get(&key)? {
            Some(found) => way.push((child, found.children.clone())),
            None => drop(done.insert(child)),
        }
    }
    Ok(false)
}
