//! Registers tasks of services with target groups, and takes them out again before they end.
//!
//! A task is registered once its containers are about to run. One that is to stop is deregistered
//! first: its host is told to stop it when its requests had the time that the group gives them,
//! and once no load balancer sends it another.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::service::{Balanced, Balancing, Stage, events};
use ferrogate_records::ecs::task;
use ferrogate_records::ecs::task::{Desired, Record, Status, StopCode};
use ferrogate_records::elb::{node, target, target_group};
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State, create, put};
use ferrogate_store::{Guard, Key, Op, Prefix};

use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;

/// How often it is looked whether a load balancer still sends requests.
const QUIET_AGAIN: Duration = Duration::from_millis(50);
/// How often it is looked whether what drains is over before its time.
const DRAINED_AGAIN: Duration = Duration::from_millis(500);
/// How long a load balancer that does not answer holds up the end of a task, in milliseconds.
const QUIET_WITHIN_MS: u64 = 10_000;

/// Registers tasks.
pub struct Registrar {
    sessions: Arc<Sessions>,
}

/// One transaction about a task.
struct Step {
    guards: Vec<Guard>,
    ops: Vec<Op>,
    told: Vec<String>,
}

impl Registrar {
    /// Asks load balancers in `sessions` whether they still send requests.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>) -> Self {
        Self { sessions }
    }
}

#[async_trait]
impl Reconciler for Registrar {
    const NAME: &'static str = "target-registration";
    const AT_ONCE: usize = 16;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<task::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Key> {
        let task = state.table::<task::Record>().get(record).ok().flatten();
        let open = |of: &Balancing| of.stage != Stage::Over;
        let waits = task.is_some_and(|task| balancing(&task).is_some_and(open));
        if waits { vec![record.clone()] } else { vec![] }
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let now = cx.state.now();
        let Some(task) = all.table::<task::Record>().get(key)? else {
            return Ok(Next::WhenChanged);
        };
        let Some(of) = balancing(&task) else { return Ok(Next::WhenChanged) };
        let mut step = Step { guards: vec![task.unchanged()], ops: vec![], told: vec![] };
        let to = match of.stage {
            Stage::Waiting if is_ready(&task) => register(&all, &task, of, now, &mut step)?,
            Stage::Registered if ends(&task) => drain(&all, &task, of, now, &mut step)?,
            Stage::Draining { until }
                if now < until && !has_ended(&task) && drains(&all, &task, of, now)? =>
            {
                let left = Duration::from_millis(until.since_ms(now).max(1));
                return Ok(Next::After(left.min(DRAINED_AGAIN)));
            }
            Stage::Draining { until } => {
                let given_up = until.plus_ms(QUIET_WITHIN_MS) <= now;
                if !has_ended(&task) && !given_up && !self.is_quiet(&all, &task, of)? {
                    return Ok(Next::After(QUIET_AGAIN));
                }
                Stage::Over
            }
            Stage::Waiting | Stage::Registered | Stage::Over => return Ok(Next::WhenChanged),
        };
        if to == of.stage {
            return Ok(Next::WhenChanged);
        }
        let mut record = task.doc.clone();
        record.balance(to);
        if to != Stage::Registered && record.status >= Status::Activating {
            record.status = record.status.forward(Status::Deactivating);
        }
        step.ops.push(put(task.key.clone(), &record)?);
        step.tell(&all, &task, now)?;
        // What ends must be possible on a full disk too.
        let committed = match to {
            Stage::Registered => cx.commit(&step.guards, &step.ops).await?,
            _ => cx.commit_from_reserve(&step.guards, &step.ops).await?,
        };
        match committed {
            Some(rev) => {
                cx.state.at(rev).await?;
                Ok(Next::Now)
            }
            None => Ok(Next::AfterConflict),
        }
    }
}

impl Registrar {
    /// Whether no load balancer sends the task another request: each of their nodes does what it
    /// was told last, and that has the task's targets no more, or as some that drain.
    fn is_quiet(&self, all: &Snapshot, task: &Record, of: &Balancing) -> Result<bool, Fault> {
        let Some(binding) = &task.binding else { return Ok(true) };
        for one in &of.groups {
            let Some(group) = group(all, task, one)? else { continue };
            let Some(balancer) = &group.load_balancer else { continue };
            let arn = group.arn();
            let prefix = Prefix::new(node::prefix(&task.scope, balancer))?;
            for node in all.table::<node::Record>().list(&prefix)? {
                let groups = node.node.groups.iter().filter(|group| group.arn == arn);
                let takes = groups.flat_map(|group| &group.targets).any(|target| {
                    target.draining_since.is_none()
                        && target.address == binding.eni.address
                        && target.port == one.port
                });
                let report = self.sessions.balancers.latest(&node.node.id);
                // One that serves nothing yet sends nothing either.
                let obeys =
                    report.is_none_or(|report| [0, node.modify.0].contains(&report.generation));
                if takes || !obeys {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

fn balancing(task: &Record) -> Option<&Balancing> {
    task.service.as_ref()?.balancing.as_ref()
}

/// Whether the task's containers are about to run, or do.
fn is_ready(task: &Record) -> bool {
    task.desired == Desired::Running
        && task.binding.is_some()
        && matches!(task.status, Status::Activating | Status::Running)
}

/// Whether the task is to end, or does.
fn ends(task: &Record) -> bool {
    task.desired == Desired::Stopped || task.status > Status::Running
}

/// Whether the task ends by itself, so that nothing is gained by waiting.
fn has_ended(task: &Record) -> bool {
    let asked = |code: StopCode| {
        matches!(code, StopCode::UserInitiated | StopCode::ServiceSchedulerInitiated)
    };
    task.status > Status::Deactivating
        || !task.holds_place()
        || task.stop.as_ref().is_some_and(|stop| !asked(stop.code))
}

fn group(
    all: &Snapshot,
    task: &Record,
    of: &Balanced,
) -> Result<Option<Arc<Entry<target_group::Record>>>, Fault> {
    let key = Key::new(target_group::key(&task.scope, &of.group.name))?;
    let found = all.table::<target_group::Record>().get(&key)?;
    Ok(found.filter(|group| group.named == of.group))
}

/// Registers the task with each of its groups that is there. What is not is missed by who looks
/// whether the task works.
fn register(
    all: &Snapshot,
    task: &Entry<Record>,
    of: &Balancing,
    now: TimestampMs,
    step: &mut Step,
) -> Result<Stage, Fault> {
    let Some(binding) = &task.binding else { return Ok(of.stage) };
    for one in &of.groups {
        if group(all, task, one)?.is_none() {
            continue;
        }
        let record = target::Record {
            scope: task.scope.clone(),
            group: one.group.clone(),
            address: binding.eni.address,
            port: one.port,
            zone: Some(binding.eni.zone.clone()),
            registration: task.id.to_string(),
            registered_at: now,
            draining_until: None,
            task: Some(task.key.as_str().to_owned()),
        };
        let at = Key::new(record.key())?;
        match all.table::<target::Record>().get(&at)? {
            // Of a task that had the address before.
            Some(old) => {
                step.guards.push(old.unchanged());
                step.ops.push(put(at, &old.doc.with(record))?);
            }
            None => {
                step.guards.push(Guard::Absent(at.clone()));
                step.ops.push(create(at, &record)?);
            }
        }
        step.told.push(format!("registered 1 targets in {}", name(task, one)));
    }
    Ok(Stage::Registered)
}

/// Takes the task's targets out of their groups.
fn drain(
    all: &Snapshot,
    task: &Entry<Record>,
    of: &Balancing,
    now: TimestampMs,
    step: &mut Step,
) -> Result<Stage, Fault> {
    let Some(binding) = &task.binding else { return Ok(Stage::Over) };
    let mut until = now;
    for one in &of.groups {
        let at = target::key(&task.scope, &one.group, binding.eni.address, one.port);
        let Some(old) = all.table::<target::Record>().get(&Key::new(at)?)? else { continue };
        let Some(group) = group(all, task, one)? else { continue };
        if old.registration != task.id.as_str() {
            continue;
        }
        // What nobody forwards to has no requests to wait for; nor has a task that runs nothing
        // any more, and what is open with it ends the sooner.
        let serves = group.load_balancer.is_some() && !has_ended(task);
        let waits = if serves { group.drain_ms() } else { 0 };
        let over = old.draining_until.unwrap_or(now.plus_ms(waits));
        until = until.max(over);
        if old.draining_until.is_none() {
            let next = target::Record { draining_until: Some(over), ..(**old).clone() };
            step.guards.push(old.unchanged());
            step.ops.push(put(old.key.clone(), &old.doc.with(next))?);
            step.told.push(format!("deregistered 1 targets in {}", name(task, one)));
        }
    }
    if !step.told.is_empty() {
        step.told.push("has begun draining connections on 1 tasks.".to_owned());
    }
    Ok(Stage::Draining { until })
}

/// Whether a target of the task drains yet: it ends before its time when nothing is open.
fn drains(
    all: &Snapshot,
    task: &Entry<Record>,
    of: &Balancing,
    now: TimestampMs,
) -> Result<bool, Fault> {
    let Some(binding) = &task.binding else { return Ok(false) };
    for one in &of.groups {
        let at = target::key(&task.scope, &one.group, binding.eni.address, one.port);
        let Some(target) = all.table::<target::Record>().get(&Key::new(at)?)? else { continue };
        let own = target.registration == task.id.as_str();
        if own && target.draining_until.is_some_and(|until| now < until) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn name(task: &Record, of: &Balanced) -> String {
    format!("(target-group {})", of.group.target_group_arn(&task.scope))
}

impl Step {
    /// Tells of it in the events of the task's service.
    fn tell(&mut self, all: &Snapshot, task: &Record, now: TimestampMs) -> Result<(), Fault> {
        let Some(member) = task.service.as_ref().filter(|_| !self.told.is_empty()) else {
            return Ok(());
        };
        let at = Key::new(events::key(&task.scope, &task.cluster, &member.service))?;
        let Some(entry) = all.table::<events::Record>().get(&at)? else { return Ok(()) };
        let mut record = entry.doc.clone();
        for text in std::mem::take(&mut self.told) {
            record.tell(format!("(service {}) {text}", member.service), now);
        }
        self.guards.push(entry.unchanged());
        self.ops.push(put(at, &record)?);
        Ok(())
    }
}
