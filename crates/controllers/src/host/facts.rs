//! Takes a host's facts into the records of its tasks, many tasks in one transaction.

use std::collections::BTreeMap;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, TaskId, TaskKey, crash};
use ferrogate_executor::{Event, FailureKind, Observation};
use ferrogate_records::ec2::address;
use ferrogate_records::ecs::task;
use ferrogate_records::host;
use ferrogate_store::{Guard, Key, Op};

use crate::ecs::lifecycle::{self, Refused};
use crate::engine::Cx;
use ferrogate_state::{Fault, Row, State, put};

/// Tasks of one transaction: at most two operations each, and the host's ledger.
const BATCH: usize = 40;
/// Conflicts in a row until the facts are left to be sent again.
const TRIES: u32 = 100;

/// What became of the facts.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// In the store, up to this number.
    pub(super) acked: Vec<(TaskKey, u64)>,
    /// Over, or never known: the host is to forget them.
    pub(super) forget: Vec<TaskKey>,
}

/// Takes `facts` of `host` into the store. `key_of` knows where the host's tasks lie.
pub(super) async fn take(
    cx: &Cx,
    host: &HostId,
    facts: Vec<Observation>,
    key_of: impl Fn(&TaskId) -> Option<Key>,
) -> Result<Taken, Fault> {
    let mut by_task: BTreeMap<TaskKey, Vec<Observation>> = BTreeMap::new();
    for fact in facts {
        by_task.entry(fact.key.clone()).or_default().push(fact);
    }
    let mut taken = Taken::default();
    let mut known = Vec::new();
    for (key, facts) in by_task {
        match key_of(&key.task) {
            Some(at) => known.push((at, key, facts)),
            None => taken.forget.push(key),
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
    batch: &[(Key, TaskKey, Vec<Observation>)],
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
                round.forget.push(key.clone());
                continue;
            }
            // The host keeps the facts until somebody can read the record.
            Err(fault) => {
                tracing::error!(task = %key, error = %chain(&fault), "facts can't be taken");
                continue;
            }
        };
        let held = row.record.holds_place();
        let before = row.record.version;
        if !take_into(&mut row.record, facts) {
            round.forget.push(key.clone());
            continue;
        }
        let over = row.record.binding.as_ref().is_none_or(|b| b.released);
        let observed = row.record.binding.as_ref().map_or(0, |b| b.observed);
        round.acked.push((key.clone(), observed));
        if over {
            round.forget.push(key.clone());
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
    taken.forget.append(&mut round.forget);
    Ok(true)
}

/// Whether the record's binding is the one the facts are of.
fn take_into(record: &mut task::Record, facts: &[Observation]) -> bool {
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
struct Release(Vec<(u32, u32)>);

impl Release {
    fn of(&mut self, record: &task::Record, ops: &mut Vec<Op>) -> Result<(), Fault> {
        if let Some(binding) = &record.binding {
            let eni = &binding.eni;
            let place = address::key(&record.scope, &eni.subnet, eni.address);
            ops.push(Op::Del(Key::new(place)?));
            self.0.push((record.cpu_units, record.memory_mib));
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
        let given =
            self.0.into_iter().fold(*row.record, |ledger, (cpu, mem)| ledger.give(cpu, mem));
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
