//! What alarms ask of the policies of a target, and what the policies want then.

use std::collections::BTreeSet;
use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::alarm::number;
use ferrogate_metrics::scaling::steps::{self, Adjustment};
use ferrogate_metrics::scaling::{Wish, tracking};
use ferrogate_records::autoscaling::policy::{self, Rule, Step, Tracking};
use ferrogate_records::autoscaling::progress::{self, Handled};
use ferrogate_records::autoscaling::target;
use ferrogate_records::cloudwatch::state::{self as alarm_state, Firing, Value};
use ferrogate_records::cloudwatch::{alarm, history};
use ferrogate_state::{Entry, Fault, State};
use ferrogate_store::Key;

use super::Seen;
use super::change::Change;
use crate::alarm::{next_numbers, window};
use crate::asker::Asker;

/// While an alarm stays as it is, what it asks of a policy it asks again so often (CloudWatch:
/// "for Auto Scaling actions once per minute").
const AGAIN_MS: u64 = 60_000;
/// Seconds that a policy waits when it does not say (Application Auto Scaling, for ECS).
const COOLDOWN_S: u32 = 300;
/// How old the metric may be that a policy tracks, in periods: of an older one nothing is known.
const TRACKED_PERIODS: usize = 3;

/// What is answered in one transaction, which has room for so much: the rest is due right after.
const ANSWERED_AT_ONCE: usize = 20;

type Policy = Arc<Entry<policy::Record>>;
type Alarm = Arc<Entry<alarm::Record>>;
type AlarmState = Arc<Entry<alarm_state::Record>>;

/// That an alarm asks for a policy.
pub(super) struct Ask {
    policy: Policy,
    alarm: Alarm,
    state: AlarmState,
    /// In which state.
    value: Value,
    transition: u64,
    /// What it was asked by, if it was not asked before.
    firing: Option<Firing>,
}

/// What alarms ask of a target.
pub(super) struct Asked {
    policies: Vec<Policy>,
    /// What is to be answered now.
    pub(super) due: Vec<Ask>,
    /// When something will be asked again.
    pub(super) next: Option<TimestampMs>,
}

/// What policies want.
pub(super) struct Wanted {
    pub(super) wishes: Vec<Wish>,
    /// Whether one that tracks a metric and wants nothing needs all tasks.
    pub(super) holds: bool,
    /// Of each wish: its cause, and the waits after it, out and in.
    of: Vec<(String, [u32; 2])>,
    /// What could not be done: the alarm's state, the policy's id, and why.
    failed: Vec<(Key, String, String)>,
    /// Tasks that are to run.
    desired: u32,
}

/// The targets that an alarm asks something of, by the key of its state.
pub(super) fn targets_of(state: &State, record: &Key) -> Vec<Key> {
    let Ok(Some(found)) = state.table::<alarm_state::Record>().get(record) else { return vec![] };
    let alarm = Key::new(alarm::key(&found.scope, &found.name)).ok();
    let alarm = alarm.and_then(|key| state.table::<alarm::Record>().get(&key).ok().flatten());
    let lasting = alarm.map(|alarm| alarm.actions(found.value).to_vec()).unwrap_or_default();
    let actions = found.pending.iter().map(|firing| &firing.action).chain(&lasting);
    let targets = actions.filter_map(|action| {
        let (of, _) = policy::of_arn(action)?;
        Key::new(target::key(&of)).ok()
    });
    targets.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Asked {
    pub(super) fn of(seen: &Seen) -> Result<Self, Fault> {
        let policies = seen.policies()?;
        let handled = seen.progress().handled;
        let mut asked = Self { policies: policies.clone(), due: vec![], next: None };
        if policies.is_empty() {
            return Ok(asked);
        }
        let scope = &seen.target.of.scope;
        let (alarms, states) =
            (seen.all.table::<alarm::Record>(), seen.all.table::<alarm_state::Record>());
        // An alarm that can't be read asks for nothing until it can, and others do.
        for alarm in alarms.readable().0.filter(|alarm| alarm.scope == *scope) {
            let asks = |policy: &&Policy| {
                let arn = policy.arn();
                alarm.all_actions().any(|action| policy::plain(action) == arn)
            };
            let asks: Vec<_> = policies.iter().filter(asks).collect();
            if asks.is_empty() {
                continue;
            }
            let key = Key::new(alarm_state::key(&alarm.scope, &alarm.name))?;
            let Ok(Some(state)) = states.get(&key) else { continue };
            if state.alarm_created_at != alarm.created_at {
                continue;
            }
            for policy in asks {
                asked.add(seen, &handled, policy, alarm, &state);
            }
        }
        asked.due.truncate(ANSWERED_AT_ONCE);
        Ok(asked)
    }

    fn add(
        &mut self,
        seen: &Seen,
        handled: &[Handled],
        policy: &Policy,
        alarm: &Alarm,
        state: &AlarmState,
    ) {
        let arn = policy.arn();
        let ask = |value, transition, firing| Ask {
            policy: policy.clone(),
            alarm: alarm.clone(),
            state: state.clone(),
            value,
            transition,
            firing,
        };
        let is_mine = |action: &String| policy::plain(action) == arn;
        if let Some(firing) = state.pending.iter().find(|firing| is_mine(&firing.action)) {
            self.due.push(ask(firing.value, firing.transition, Some(firing.clone())));
            return;
        }
        // Before it has become anything it asks for nothing.
        let lasts = alarm.actions_enabled
            && state.transition > 0
            && alarm.actions(state.value).iter().any(is_mine);
        if !lasts {
            return;
        }
        let before = handled
            .iter()
            .find(|done| done.is(policy, alarm) && done.transition == state.transition);
        let again = before.map(|done| done.at.plus_ms(AGAIN_MS));
        match again.filter(|at| seen.now < *at) {
            Some(at) => self.next = self.next.into_iter().chain([at]).min(),
            None => self.due.push(ask(state.value, state.transition, None)),
        }
    }

    /// The progress, once all that is due was answered.
    pub(super) fn handled(&self, old: &progress::Record, now: TimestampMs) -> progress::Record {
        let mut new = old.clone();
        let known = |done: &Handled| self.policies.iter().any(|policy| policy.id == done.policy);
        new.handled.retain(|done| {
            known(done) && !self.due.iter().any(|ask| done.is(&ask.policy, &ask.alarm))
        });
        new.handled.extend(self.due.iter().map(|ask| Handled {
            policy: ask.policy.id.clone(),
            alarm: ask.alarm.name.clone(),
            alarm_created_at: ask.alarm.created_at,
            transition: ask.transition,
            at: now,
        }));
        new
    }

    /// Takes what is due off the alarms, and notes there that it was done.
    pub(super) fn answer(
        &self,
        seen: &Seen,
        wanted: &Wanted,
        change: &mut Change,
    ) -> Result<(), Fault> {
        let mut done: BTreeSet<&Key> = BTreeSet::new();
        for ask in self.due.iter().filter(|ask| ask.firing.is_some()) {
            if !done.insert(&ask.state.key) {
                continue;
            }
            // One alarm may ask for several policies.
            let of = self.due.iter().filter(|other| other.state.key == ask.state.key);
            let firings: Vec<(&Firing, &Policy)> =
                of.filter_map(|other| Some((other.firing.as_ref()?, &other.policy))).collect();
            let mut state = ask.state.doc.record.clone();
            state.pending.retain(|firing| firings.iter().all(|(done, _)| *done != firing));
            let numbers = next_numbers(&seen.all, &state);
            for (number, (firing, policy)) in numbers.zip(&firings) {
                let failed = wanted
                    .failed
                    .iter()
                    .find(|(of, id, _)| *of == ask.state.key && *id == policy.id);
                let failed = failed.map(|(_, _, why)| why.as_str());
                let item = history::Record::of_action(number, &state, firing, failed, seen.now);
                change.replace(&seen.all, item.key(), item)?;
            }
            change.put(&ask.state, state)?;
        }
        Ok(())
    }

    /// What the policies want that are asked for. What needs a metric that does not come is due no
    /// more, and stays asked for: it holds up no other policy.
    pub(super) async fn wanted(&mut self, seen: &Seen, asker: &Asker) -> Result<Wanted, Fault> {
        let desired = seen.service.desired;
        let mut wanted =
            Wanted { wishes: vec![], holds: false, of: vec![], failed: vec![], desired };
        let (mut answered, mut silent, mut tracks_in) = (vec![], None, false);
        for ask in std::mem::take(&mut self.due) {
            match wanted.hear(seen, asker, &ask).await {
                Ok(tracks) => {
                    tracks_in |= tracks;
                    answered.push(ask);
                }
                Err(fault) => silent = Some(fault),
            }
        }
        self.due = answered;
        if let Some(fault) = silent {
            if self.due.is_empty() {
                return Err(fault);
            }
            // What it would have wanted is not known.
            wanted.holds = true;
        }
        if tracks_in && !wanted.holds {
            wanted.holds = self.another_holds(seen, asker, &mut wanted).await;
        }
        Ok(wanted)
    }

    /// Whether a policy that tracks a metric, and was not asked now, needs the tasks there are.
    async fn another_holds(&self, seen: &Seen, asker: &Asker, wanted: &mut Wanted) -> bool {
        for policy in &self.policies {
            let Rule::Tracking(tracking) = &policy.rule else { continue };
            let low = &policy.alarms()[1];
            let asked = self.due.iter().any(|ask| ask.alarm.name == *low);
            if asked || !tracking.scales_in() {
                continue;
            }
            match low_of(seen, asker, policy, low, tracking).await {
                Ok(Some(to)) => {
                    wanted.wishes.push(Wish { to, tracks: true });
                    let cause = cause(low, Value::Alarm, &policy.name);
                    wanted.of.push((cause, waits(tracking)));
                }
                // One that can't be asked needs what there is.
                Ok(None) | Err(_) => return true,
            }
        }
        false
    }
}

/// What a policy wants whose alarm below asks for it; `None` when it does not.
async fn low_of(
    seen: &Seen,
    asker: &Asker,
    policy: &policy::Record,
    low: &str,
    tracking: &Tracking,
) -> Result<Option<i64>, Fault> {
    let scope = &policy.of.scope;
    let alarm = seen.all.table::<alarm::Record>().get(&Key::new(alarm::key(scope, low))?)?;
    let state = Key::new(alarm_state::key(scope, low))?;
    let state = seen.all.table::<alarm_state::Record>().get(&state)?;
    match alarm.filter(|_| state.is_some_and(|state| state.value == Value::Alarm)) {
        Some(alarm) => back(seen, asker, &alarm, tracking).await,
        None => Ok(None),
    }
}

impl Wanted {
    /// Hears what a policy wants; whether it tracks a metric that is low.
    async fn hear(&mut self, seen: &Seen, asker: &Asker, ask: &Ask) -> Result<bool, Fault> {
        match &ask.policy.rule {
            Rule::Step(step) => match by_step(seen, asker, ask, step).await? {
                Ok(to) => {
                    let wait = step.cooldown_s.unwrap_or(COOLDOWN_S);
                    self.add(Wish { to, tracks: false }, ask, [wait, wait]);
                }
                Err(why) => {
                    self.failed.push((ask.state.key.clone(), ask.policy.id.clone(), why));
                }
            },
            Rule::Tracking(_) if ask.value != Value::Alarm => {}
            Rule::Tracking(tracking) if ask.alarm.name == ask.policy.alarms()[0] => {
                let metric = metric(seen, asker, &ask.alarm).await?;
                let running = seen.running()?;
                let to = metric.and_then(|m| tracking::out(running, m, tracking.target));
                if let Some(to) = to {
                    // While tasks are being started fewer run than are wanted already.
                    let to = to.max(i64::from(self.desired));
                    self.add(Wish { to, tracks: true }, ask, waits(tracking));
                }
            }
            Rule::Tracking(tracking) => {
                match back(seen, asker, &ask.alarm, tracking).await? {
                    Some(to) => self.add(Wish { to, tracks: true }, ask, waits(tracking)),
                    None => self.holds = true,
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn add(&mut self, wish: Wish, ask: &Ask, waits: [u32; 2]) {
        self.wishes.push(wish);
        self.of.push((cause(&ask.alarm.name, ask.value, &ask.policy.name), waits));
    }

    fn chosen(&self, to: Option<i64>) -> Option<&(String, [u32; 2])> {
        let at = self.wishes.iter().position(|wish| Some(wish.to) == to);
        at.and_then(|at| self.of.get(at)).or(self.of.first())
    }

    /// Why the service is to have so many tasks.
    pub(super) fn cause(&self, to: Option<i64>, due: &[Ask]) -> String {
        let first = || due.first().map(|ask| cause(&ask.alarm.name, ask.value, &ask.policy.name));
        self.chosen(to).map(|(cause, _)| cause.clone()).or_else(first).unwrap_or_default()
    }

    /// How long nothing happens then.
    pub(super) fn cooldown_s(&self, to: Option<i64>) -> u32 {
        let out = to.is_some_and(|to| to > i64::from(self.desired));
        self.chosen(to).map_or(
            COOLDOWN_S,
            |(_, [after_out, after_in])| {
                if out { *after_out } else { *after_in }
            },
        )
    }
}

fn waits(tracking: &Tracking) -> [u32; 2] {
    [tracking.out_cooldown_s, tracking.in_cooldown_s].map(|wait| wait.unwrap_or(COOLDOWN_S))
}

fn cause(alarm: &str, value: Value, policy: &str) -> String {
    format!("monitor alarm {alarm} in state {} triggered policy {policy}", value.as_str())
}

/// What a policy with steps wants, or why it can't want anything. Without any value, or when somebody set the state, the metric
/// counts as being at the threshold.
async fn by_step(
    seen: &Seen,
    asker: &Asker,
    ask: &Ask,
    step: &Step,
) -> Result<Result<i64, String>, Fault> {
    let rule = crate::alarm::rule(&ask.alarm);
    let of = &ask.alarm;
    let by_hand = match &ask.firing {
        Some(firing) => firing.by_hand,
        None => ask.state.set_at.is_some(),
    };
    let values = match by_hand {
        true => vec![],
        false => window::recent(asker, &seen.target.key, of, seen.now, rule.periods).await?,
    };
    let value = aggregate(&values, step.aggregation.as_deref());
    let beyond = value.map_or(0.0, |value| value - of.threshold);
    let steps: Vec<_> = step
        .steps
        .iter()
        .map(|step| steps::Step { lower: step.lower, upper: step.upper, by: step.by })
        .collect();
    let Some(found) = steps::step(&steps, beyond, rule.comparison.is_upwards()) else {
        let value = number(value.unwrap_or(of.threshold));
        let beyond = number(beyond);
        return Ok(Err(format!(
            "No step adjustment found for metric value [{value}] and breach delta {beyond}"
        )));
    };
    let adjustment = match step.adjustment {
        policy::Adjustment::ChangeInCapacity => Adjustment::Change,
        policy::Adjustment::PercentChangeInCapacity => {
            Adjustment::Percent { least: step.least.unwrap_or(0) }
        }
        policy::Adjustment::ExactCapacity => Adjustment::Exact,
    };
    let desired = seen.service.desired;
    let cooling = seen.progress().out.filter(|out| seen.now < out.until);
    // In a wait after scaling out what was added counts as part of what is wanted now, and only
    // more than that is added.
    let base = cooling.map_or(desired, |out| out.base.min(desired));
    let to = steps::wanted(adjustment, found.by, base);
    let adds = to > i64::from(base);
    Ok(Ok(if adds { to.max(i64::from(desired)) } else { to }))
}

/// What the values of the periods that an alarm looks at are together, which is their average when
/// nothing is said (API model, `MetricAggregationType`).
fn aggregate(values: &[f64], by: Option<&str>) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    match by {
        Some("Minimum") => values.iter().copied().reduce(f64::min),
        Some("Maximum") => values.iter().copied().reduce(f64::max),
        _ => Some(values.iter().sum::<f64>() / f64::from(count)),
    }
}

/// What a policy wants whose metric has been below its target for long.
async fn back(
    seen: &Seen,
    asker: &Asker,
    alarm: &alarm::Record,
    tracking: &Tracking,
) -> Result<Option<i64>, Fault> {
    let (desired, running) = (seen.service.desired, seen.running()?);
    // What its tasks do is known once they run.
    if running < desired || desired == 0 {
        return Ok(None);
    }
    let Some(metric) = metric(seen, asker, alarm).await? else { return Ok(None) };
    // What those do that are being stopped is done by the others then.
    let metric = metric * f64::from(running) / f64::from(desired);
    Ok(tracking::back(desired, metric, tracking.target))
}

async fn metric(seen: &Seen, asker: &Asker, alarm: &alarm::Record) -> Result<Option<f64>, Fault> {
    let recent = window::recent(asker, &seen.target.key, alarm, seen.now, TRACKED_PERIODS).await?;
    Ok(recent.last().copied())
}

trait Is {
    fn is(&self, policy: &policy::Record, alarm: &alarm::Record) -> bool;
}

impl Is for Handled {
    fn is(&self, policy: &policy::Record, alarm: &alarm::Record) -> bool {
        self.policy == policy.id
            && self.alarm == alarm.name
            && self.alarm_created_at == alarm.created_at
    }
}

#[cfg(test)]
mod tests {
    use super::aggregate;

    #[test]
    fn values_are_averaged_unless_the_policy_says_otherwise() {
        let values = [60.0, 90.0];
        for (by, value) in [
            (None, 75.0),
            (Some("Average"), 75.0),
            (Some("Minimum"), 60.0),
            (Some("Maximum"), 90.0),
        ] {
            assert_eq!(aggregate(&values, by), Some(value));
            assert_eq!(aggregate(&[], by), None);
        }
    }
}
