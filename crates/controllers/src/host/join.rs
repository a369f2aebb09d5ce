//! What happens to the records when a host's session begins.

use std::collections::HashSet;

use ferrogate_link::session::Hello;
use ferrogate_records::ecs::task::{self, OnHost};
use ferrogate_records::host as record;
use ferrogate_state::{Fault, next, put};
use ferrogate_store::Key;

use super::facts;
use crate::engine::Cx;

/// Writes the host's record when it is new or differs, and ends the tasks that it lost.
pub(super) async fn join(cx: &Cx, hello: &Hello) -> Result<(), Fault> {
    let state = &cx.state;
    let key = Key::new(record::key(&hello.host))?;
    let host = record::Record {
        id: hello.host.clone(),
        boot_id: hello.boot_id.clone(),
        architecture: hello.architecture.clone(),
        cpu_units: hello.capacity.cpu_units,
        memory_mib: hello.capacity.memory_mib,
        storage_gib: hello.capacity.storage_gib,
        tasks_max: hello.capacity.tasks_max,
        joined_at: state.now(),
        lost_at: None,
    };
    let known = state.read::<record::Record>(&key).await?;
    let op = put(key, &next(known.as_ref(), host))?;
    // Without its session a host can tell no facts.
    if let Some(rev) = cx.commit_from_reserve(&[], &[op]).await? {
        state.at(rev).await?;
    }
    end_lost(cx, hello).await
}

/// Ends the tasks that the host has told of and no longer knows.
async fn end_lost(cx: &Cx, hello: &Hello) -> Result<(), Fault> {
    let state = &cx.state;
    let known: HashSet<_> = hello.known.iter().collect();
    for entry in state.table::<task::Record>().readable_by::<OnHost>(&hello.host).0 {
        let record = &**entry;
        let seen = record.binding.as_ref().is_some_and(|binding| binding.observed > 0);
        if !seen || record.task_key().is_some_and(|key| known.contains(&key)) {
            continue;
        }
        let Some(row) = state.read::<task::Record>(&entry.key).await? else { continue };
        tracing::warn!(task = %record.id, host = %hello.host, "the host has lost the task");
        let gone = facts::lost(&row, state.now());
        facts::take(cx, &hello.host, &gone, |_| facts::Place::At(entry.key.clone())).await?;
    }
    Ok(())
}
