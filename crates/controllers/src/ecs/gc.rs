//! Removes what nobody can ask for any more: tasks stopped for an hour, answered client
//! tokens after a day, definitions whose deletion was asked for and that nothing runs.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{Shutdown, TimestampMs};
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::ecs::task_definition;
use ferrogate_records::op;
use ferrogate_store::{Guard, Op, Page, Prefix};

use ferrogate_state::{Fault, State, all, put, row};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(60);

/// Removes what is over until the shutdown.
pub async fn run(state: Arc<State>, shutdown: Shutdown) {
    loop {
        if let Err(fault) = pass(&state).await {
            tracing::error!(error = %chain(&fault), "garbage collection failed");
        }
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Removes all that is over now.
///
/// # Errors
/// When the store fails; what was removed by then stays removed.
pub async fn pass(state: &State) -> Result<(), Fault> {
    let now = state.now();
    tasks(state, now).await?;
    definitions(state).await?;
    tokens(state, now).await
}

async fn tasks(state: &State, now: TimestampMs) -> Result<(), Fault> {
    for entry in all(&state.tasks)? {
        let over = entry.at.stopped.is_some_and(|at| now.since_ms(at) >= task::KEPT_MS);
        if !over || entry.status < Status::Stopped {
            continue;
        }
        let mut record = entry.doc.clone();
        record.status = Status::Deleted;
        record.version += 1;
        let guard = entry.unchanged();
        let marked = state.commit(&[guard], &[put(entry.key.clone(), &record)?]).await?;
        if let Some(rev) = marked {
            let guard = Guard::ModIs(entry.key.clone(), rev);
            state.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

async fn definitions(state: &State) -> Result<(), Fault> {
    let used: HashSet<_> = all(&state.tasks)?
        .iter()
        .filter(|entry| entry.status < Status::Stopped)
        .map(|entry| entry.task_definition_arn())
        .collect();
    for entry in all(&state.definitions)? {
        let record = &**entry;
        if record.status == task_definition::Status::DeleteInProgress
            && !used.contains(&record.arn())
        {
            let guard = entry.unchanged();
            state.commit(&[guard], &[Op::Del(entry.key.clone())]).await?;
        }
    }
    Ok(())
}

async fn tokens(state: &State, now: TimestampMs) -> Result<(), Fault> {
    let prefix = Prefix::of(&[op::KIND])?;
    let mut page = Page::default();
    loop {
        let list = state.store.list(&prefix, None, page).await?;
        let next = list.next(Page::default().limit);
        for kv in list.kvs {
            let guard = kv.unchanged();
            let old = row::<op::Record>(kv)?;
            if now.since_ms(old.record.at) >= op::KEPT_MS {
                state.commit(&[guard], &[Op::Del(old.key)]).await?;
            }
        }
        match next {
            Some(next) => page = next,
            None => return Ok(()),
        }
    }
}
