//! Takes a host's facts into the records of its tasks, many tasks in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, TaskKey, crash};
use ferrogate_link::session::Lane;
use ferrogate_link::{Event, FailureKind, Observation};
use ferrogate_records::ec2::{address, eni, public_address};
use ferrogate_records::ecs::task;
use ferrogate_records::host;
use ferrogate_state::{Fault, Row, State, put};
use ferrogate_store::{Guard, Key, Op};
use tokio::sync::mpsc;

use super::session::Session;
use super::trouble::Tries;
use crate::ecs::lifecycle::{self, Refused};
use crate::engine::Cx;

/// Tasks of one transaction: at most four operations each, and the host's ledger.
const BATCH: usize = 24;
/// Conflicts in a row until there is a rest.
const TRIES: u32 = 100;

/// Facts taken into the store together.
const FACTS_MAX: usize = 2000;

/// Where the record of a binding is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Here.
    At(Key),
    /// Nowhere: it is over, or never was.
    Over,
    /// Nobody knows while records can't be read.
    Unknown,
}

/// What became of the facts.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// In the store, up to this number.
    acked: Vec<(TaskKey, u64)>,
    /// Over.
    over: Vec<TaskKey>,
    /// Never known, or so long over that nobody knows it.
    unknown: Vec<TaskKey>,
    /// Not taken: their records can't be read now.
    left: Vec<TaskKey>,
}

/// What facts take of their lane's credit.
pub(super) fn cost(facts: &[Observation]) -> u64 {
    facts.iter().map(Observation::cost).sum()
}

/// Takes what comes, until the session ends. While the store fails the facts wait here, within
/// their lane's credit.
pub(super) async fn take_all(
    session: &Session,
    mut came: mpsc::UnboundedReceiver<Vec<Observation>>,
) {
    while let Some(mut facts) = came.recv().await {
        while facts.len() < FACTS_MAX
            && let Ok(mut more) = came.try_recv()
        {
            facts.append(&mut more);
        }
        let mut tries = Tries::new(&session.sessions.facts, &session.host);
        let taken = loop {
            let place = |key: &TaskKey| session.telling.place(key);
            match take(&session.cx, &session.host, &facts, place).await {
                Ok(taken) => break taken,
                Err(fault) => tries.rest(&chain(&fault)).await,
            }
        };
        drop(tries);
        session.replies.acked(taken.acked);
        taken.over.into_iter().for_each(|key| session.telling.is_over(key));
        taken.unknown.into_iter().for_each(|key| session.telling.is_unknown(key));
        if !taken.left.is_empty() {
            taken.left.into_iter().for_each(|key| session.telling.owe(key));
            // Those whose records can be read since they were looked for wait for no other change.
            session.note(&BTreeSet::new());
        }
        session.give_credit(Lane::Facts, cost(&facts));
    }
}

/// Takes `facts` of `host` into the store. `place` knows where the host's tasks lie.
pub(super) async fn take(
    cx: &Cx,
    host: &HostId,
    facts: &[Observation],
    place: impl Fn(&TaskKey) -> Place,
) -> Result<Taken, Fault> {
    let mut by_task: BTreeMap<&TaskKey, Vec<&Observation>> = BTreeMap::new();
    for fact in facts {
        by_task.entry(&fact.key).or_default().push(fact);
    }
    let mut taken = Taken::default();
    let mut known = Vec::new();
    for (key, facts) in by_task {
        match place(key) {
            Place::At(at) => known.push((at, key, facts)),
            Place::Over => taken.unknown.push(key.clone()),
            Place::Unknown => taken.left.push(key.clone()),
        }
    }
    for batch in known.chunks(BATCH) {
        let mut tries = 0;
        while !try_batch(cx, host, batch, &mut taken).await? {
            tries += 1;
            if tries == TRIES {
                return Err(Fault::Contended(tries));
            }
        }
    }
    Ok(taken)
}

async fn try_batch(
    cx: &Cx,
    host: &HostId,
    batch: &[(Key, &TaskKey, Vec<&Observation>)],
    taken: &mut Taken,
) -> Result<bool, Fault> {
    let keys: Vec<_> = batch.iter().map(|(at, ..)| at.clone()).collect();
    let rows = cx.state.read_each::<task::Record>(&keys).await?;
    let (mut guards, mut ops) = (Vec::new(), Vec::new());
    let mut release = Release::default();
    let mut round = Taken::default();
    for ((_, key, facts), row) in batch.iter().zip(rows) {
        let mut row = match row {
            Ok(Some(row)) => row,
            Ok(None) => {
                round.over.push((*key).clone());
                continue;
            }
            // The host keeps the facts until somebody can read the record.
            Err(fault) => {
                tracing::error!(task = %key, error = %chain(&fault), "facts can't be taken");
                round.left.push((*key).clone());
                continue;
            }
        };
        let held = row.record.holds_place();
        let before = row.record.version;
        if !take_into(&mut row.record, facts) {
            round.over.push((*key).clone());
            continue;
        }
        let over = row.record.binding.as_ref().is_none_or(|b| b.released);
        let observed = row.record.binding.as_ref().map_or(0, |b| b.observed);
        round.acked.push(((*key).clone(), observed));
        if over {
            round.over.push((*key).clone());
        }
        if row.record.version == before {
            continue;
        }
        if held && over {
            release.of(&row.record, &mut ops)?;
        }
        guards.push(row.unchanged());
        ops.push(put(row.key, &row.record)?);
    }
    release.finish(&cx.state, host, &mut guards, &mut ops).await?;
    if !ops.is_empty() {
        crash::point(format_args!("server:before-facts"));
        // Facts end tasks, and a full disk is one of the reasons.
        let committed = cx.commit_from_reserve(&guards, &ops).await?;
        let Some(rev) = committed else { return Ok(false) };
        crash::point(format_args!("server:after-facts"));
        cx.state.at(rev).await?;
    }
    taken.acked.append(&mut round.acked);
    taken.over.append(&mut round.over);
    taken.left.append(&mut round.left);
    Ok(true)
}

/// Whether the record's binding is the one the facts are of.
fn take_into(record: &mut task::Record, facts: &[&Observation]) -> bool {
    for fact in facts {
        match lifecycle::observe(record, fact) {
            Ok(()) | Err(Refused::Known) => {}
            Err(Refused::Gap) => return true,
            Err(Refused::ClosedEpoch) => return false,
        }
    }
    true
}

/// What the tasks of one transaction give back to their host.
#[derive(Default)]
struct Release(Vec<host::Size>);

impl Release {
    fn of(&mut self, record: &task::Record, ops: &mut Vec<Op>) -> Result<(), Fault> {
        if let Some(binding) = &record.binding {
            let held = &binding.eni;
            let place = address::key(&record.scope, &held.subnet, held.address);
            ops.push(Op::Del(Key::new(place)?));
            ops.push(Op::Del(Key::new(eni::key(&record.scope, &held.id))?));
            if let Some(public) = held.public {
                ops.push(Op::Del(Key::new(public_address::key(public))?));
            }
            self.0.push(record.size());
        }
        Ok(())
    }

    async fn finish(
        self,
        state: &State,
        host: &HostId,
        guards: &mut Vec<Guard>,
        ops: &mut Vec<Op>,
    ) -> Result<(), Fault> {
        if self.0.is_empty() {
            return Ok(());
        }
        let key = Key::new(host::ledger_key(host))?;
        let Some(row) = state.read::<host::Ledger>(&key).await? else { return Ok(()) };
        let given = self.0.into_iter().fold(*row.record, host::Ledger::give);
        guards.push(row.unchanged());
        ops.push(put(key, &row.record.with(given))?);
        Ok(())
    }
}

/// The facts that say that the host has lost a task it had: its journal does not know it.
pub(super) fn lost(row: &Row<task::Record>, at: ferrogate_base::TimestampMs) -> Vec<Observation> {
    let (Some(key), Some(binding)) = (row.record.task_key(), &row.record.binding) else {
        return vec![];
    };
    let failed = Event::Failed {
        kind: FailureKind::HostLost,
        container: None,
        reason: "the host no longer knows the task".into(),
    };
    let next = binding.observed + 1;
    [failed, Event::ExecutionStopped, Event::Released]
        .into_iter()
        .zip(next..)
        .map(|(event, seq)| Observation { key: key.clone(), seq, at, event })
        .collect()
}
