//! Removes what nobody can ask for any more: tasks stopped for an hour, answered client
//! tokens after a day, definitions whose deletion was asked for and that nothing runs.

use std::collections::HashSet;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::TimestampMs;
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::ecs::task_definition;
use ferrogate_records::op;
use ferrogate_state::{Fault, State, put, row};
use ferrogate_store::cache::Changes;
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
    /// Definitions whose deletion was asked for.
    Definitions,
    /// Answered client tokens.
    Tokens,
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
        vec![Heap::Tasks, Heap::Definitions, Heap::Tokens]
    }

    async fn reconcile(&self, cx: &Cx, heap: &Heap) -> Result<Next, Fault> {
        match heap {
            Heap::Tasks => tasks(cx).await?,
            Heap::Definitions => definitions(cx).await?,
            Heap::Tokens => tokens(cx).await?,
        }
        Ok(Next::WhenChanged)
    }
}

async fn tasks(cx: &Cx) -> Result<(), Fault> {
    let now = cx.state.now();
    for entry in cx.state.tasks.readable().0 {
        if !is_over(&entry, now) {
            continue;
        }
        let mut record = entry.doc.clone();
        record.status = Status::Deleted;
        record.version += 1;
        let guard = entry.unchanged();
        let ops = [put(entry.key.clone(), &record)?];
        let marked = cx.commit_from_reserve(&[guard], &ops).await?;
        if let Some(rev) = marked {
            let guard = Guard::ModIs(entry.key.clone(), rev);
            cx.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

/// Whether nobody can ask for the task any more.
fn is_over(record: &task::Record, now: TimestampMs) -> bool {
    let old = record.at.stopped.is_some_and(|at| now.since_ms(at) >= task::KEPT_MS);
    old && record.status >= Status::Stopped
}

async fn definitions(cx: &Cx) -> Result<(), Fault> {
    let (tasks, unreadable) = cx.state.tasks.readable();
    if unreadable > 0 {
        // Any of them may run from any definition.
        return Ok(());
    }
    let used: HashSet<_> = tasks
        .iter()
        .filter(|entry| entry.status < Status::Stopped)
        .map(|entry| entry.task_definition_arn())
        .collect();
    for entry in cx.state.definitions.readable().0 {
        if is_unused(&entry, &used) {
            let guard = entry.unchanged();
            cx.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

/// Whether the definition is to go, and nothing of `used` runs from it.
fn is_unused(record: &task_definition::Record, used: &HashSet<String>) -> bool {
    record.status == task_definition::Status::DeleteInProgress && !used.contains(&record.arn())
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
