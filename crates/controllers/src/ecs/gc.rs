//! Removes what nobody can ask for any more: tasks stopped for an hour, specs that no task has,
//! answered client tokens after a day, definitions whose deletion was asked for and that nothing
//! runs or is to run, NAT gateways and peering connections that are over and were shown for a
//! while, changes of hosted zones after a day, what became of alarms and of scaling after weeks.
//! What a task used stays in the ledger.

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::TimestampMs;
use ferrogate_base::errors::chain;
use ferrogate_records::Kind;
use ferrogate_records::autoscaling::activity;
use ferrogate_records::cloudwatch::history;
use ferrogate_records::ec2::{nat_gateway, peering};
use ferrogate_records::ecs::service::{self, revision};
use ferrogate_records::ecs::task::{self, Ended, OfSpec, RunningFrom, Status};
use ferrogate_records::ecs::task_definition::{
    self, InStatus, Record as Definition, Status::DeleteInProgress,
};
use ferrogate_records::ecs::usage;
use ferrogate_records::op;
use ferrogate_records::route53::change;
use ferrogate_records::spec::{self, Spec};
use ferrogate_state::Changes;
use ferrogate_state::{Fault, Snapshot, State, put, row};
use ferrogate_store::codec::Doc;
use ferrogate_store::{Guard, Key, Op, Page, Prefix};

use crate::engine::{Cx, Next, Reconciler};

/// Removes what is over.
#[derive(Clone, Copy, Debug)]
pub struct Collector;

/// What is looked through for what is over. One that can't be read holds up no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heap {
    /// Stopped tasks.
    Tasks,
    /// Specs that no task has.
    Specs,
    /// Definitions whose deletion was asked for.
    Definitions,
    /// Answered client tokens.
    Tokens,
    /// NAT gateways that are over.
    NatGateways,
    /// Peering connections that are over.
    Peerings,
    /// Changes of hosted zones that nobody waits for any more.
    ZoneChanges,
    /// What became of alarms.
    AlarmHistory,
    /// What was done to scale services.
    ScalingActivities,
}

#[async_trait]
impl Reconciler for Collector {
    const NAME: &'static str = "garbage-collection";
    const RESYNC: Duration = Duration::from_secs(60);
    type Key = Heap;

    /// What is over is so by the clock, which no record tells.
    fn watch(&self, _: &State, _: &Changes) {}

    fn wakes(&self, _: &State, _: &Key) -> Vec<Heap> {
        vec![]
    }

    fn always(&self) -> Vec<Heap> {
        use Heap::{
            AlarmHistory, Definitions, NatGateways, Peerings, ScalingActivities, Specs, Tasks,
            Tokens, ZoneChanges,
        };
        let (told, done) = (AlarmHistory, ScalingActivities);
        vec![Tasks, Specs, Definitions, Tokens, NatGateways, Peerings, ZoneChanges, told, done]
    }

    async fn reconcile(&self, cx: &Cx, heap: &Heap) -> Result<Next, Fault> {
        match heap {
            Heap::Tasks => tasks(cx).await?,
            Heap::Specs => specs(cx).await?,
            Heap::Definitions => definitions(cx).await?,
            Heap::Tokens => tokens(cx).await?,
            Heap::NatGateways => {
                over(cx, nat_gateway::KEPT_MS, nat_gateway::Record::over_since).await?;
            }
            Heap::Peerings => over(cx, peering::KEPT_MS, peering::Record::over_since).await?,
            Heap::ZoneChanges => over(cx, change::KEPT_MS, change::Record::over_since).await?,
            Heap::AlarmHistory => over(cx, history::KEPT_MS, history::Record::over_since).await?,
            Heap::ScalingActivities => {
                over(cx, activity::KEPT_MS, activity::Record::over_since).await?;
            }
        }
        Ok(Next::WhenChanged)
    }
}

async fn tasks(cx: &Cx) -> Result<(), Fault> {
    let Some(over) = cx.state.now().0.checked_sub(task::KEPT_MS).map(TimestampMs) else {
        return Ok(());
    };
    for entry in cx.state.table::<task::Record>().readable_up_to::<Ended>(&over) {
        let mut record = entry.doc.clone();
        let (mut guards, mut ops) = match record.status {
            // Marked by a server that died: what it used is in the ledger.
            Status::Deleted => (vec![], vec![]),
            _ => match booked(cx, &record) {
                Ok(booked) => booked,
                Err(error) => {
                    tracing::warn!(
                        task = %record.id,
                        error = %chain(&error),
                        "what a task used can't be added to the ledger; it is kept"
                    );
                    continue;
                }
            },
        };
        record.status = Status::Deleted;
        record.version += 1;
        guards.push(entry.unchanged());
        ops.push(put(entry.key.clone(), &record)?);
        let marked = cx.commit_from_reserve(&guards, &ops).await?;
        if let Some(rev) = marked {
            let guard = Guard::ModIs(entry.key.clone(), rev);
            let gone = cx.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
            // Seen by those who look next for what no task has.
            cx.state.at(gone.unwrap_or(rev)).await?;
        }
    }
    Ok(())
}

/// What adds the use of a task to the ledger, and the guards under which it does.
fn booked(cx: &Cx, task: &task::Record) -> Result<(Vec<Guard>, Vec<Op>), Fault> {
    let ledger = cx.state.table::<usage::Record>();
    let (mut guards, mut ops) = (Vec::new(), Vec::new());
    for mut row in usage::of(task, cx.state.now()) {
        let key = Key::new(row.key())?;
        guards.push(match ledger.get(&key)? {
            Some(before) => {
                row.add(&before);
                before.unchanged()
            }
            None => Guard::Absent(key.clone()),
        });
        ops.push(put(key, &Doc::new(row))?);
    }
    Ok((guards, ops))
}

/// Removes the specs of tasks that are all gone. A spec is written in one transaction with all
/// tasks that ever have it, so one that no task has is one that none will have. While a task
/// can't be read it may have any.
async fn specs(cx: &Cx) -> Result<(), Fault> {
    let now = cx.state.snapshot();
    let (tasks, specs) = (now.table::<task::Record>(), now.table::<Spec>());
    for key in specs.keys(&Prefix::of(&[spec::KIND])?) {
        let (mut has, unreadable) = tasks.readable_by::<OfSpec>(&key.to_string());
        if has.next().is_none() && unreadable == 0 {
            cx.commit(&[], &[Op::Del(key.clone())]).await?;
        }
    }
    Ok(())
}

/// Removes the definitions whose deletion was asked for and that nothing runs from. While a
/// task can't be read it may run from any of them.
async fn definitions(cx: &Cx) -> Result<(), Fault> {
    let now = cx.state.snapshot();
    let (tasks, definitions) = (now.table::<task::Record>(), now.table::<Definition>());
    let deployed = deployed(&now)?;
    for entry in definitions.readable_by::<InStatus>(&DeleteInProgress).0 {
        if deployed.contains(&entry.key) {
            continue;
        }
        let (mut runs, unreadable) = tasks.readable_by::<RunningFrom>(&entry.key.to_string());
        if runs.next().is_none() && unreadable == 0 {
            let guard = entry.unchanged();
            cx.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

/// Removes records of a kind that are over for as long as they are shown then. None of them
/// holds anything.
async fn over<T: Kind>(
    cx: &Cx,
    kept_ms: u64,
    since: impl Fn(&T) -> Option<TimestampMs>,
) -> Result<(), Fault> {
    let now = cx.state.now();
    for entry in cx.state.table::<T>().readable().0 {
        if since(entry).is_some_and(|at| now.since_ms(at) >= kept_ms) {
            let guard = entry.unchanged();
            cx.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

/// The definitions whose tasks services are to run.
fn deployed(now: &Snapshot) -> Result<BTreeSet<Key>, Fault> {
    let revisions = now.table::<revision::Record>();
    let mut deployed = BTreeSet::new();
    for service in now.table::<service::Record>().readable().0 {
        for of in service.deployments.iter().chain(&service.completed) {
            let (scope, cluster) = (&service.scope, &service.cluster);
            let at = Key::new(revision::key(scope, cluster, &service.name, &of.number))?;
            if let Some(revision) = revisions.get(&at)? {
                let (family, number) = (&revision.family, revision.revision);
                deployed.insert(Key::new(task_definition::key(scope, family, number))?);
            }
        }
    }
    Ok(deployed)
}

async fn tokens(cx: &Cx) -> Result<(), Fault> {
    let (now, prefix) = (cx.state.now(), Prefix::of(&[op::KIND])?);
    let mut page = Page::default();
    loop {
        let list = cx.state.store.list(&prefix, None, page).await?;
        let next = list.next(Page::default().limit);
        for kv in list.kvs {
            let guard = kv.unchanged();
            // One that can't be read is of a newer engine, and its to remove.
            let Ok(old) = row::<op::Record>(kv) else { continue };
            if now.since_ms(old.record.at) >= op::KEPT_MS {
                cx.commit(&[guard], &[Op::Del(old.key)]).await?;
            }
        }
        match next {
            Some(next) => page = next,
            None => return Ok(()),
        }
    }
}
