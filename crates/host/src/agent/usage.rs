//! What tasks use, looked at regularly, and told to the server with what is least urgent.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{Clock, SystemClock, TaskKey};
use ferrogate_link::usage::{ContainerUsage, TaskUsage, USAGE_TASKS_MAX};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::Host;
use super::metadata::network_of;
use crate::cgroup::{Cgroups, Counters, task_path};

/// How often tasks are looked at. The server makes a point of every 20 seconds of them (Fargate).
const EVERY: Duration = Duration::from_secs(10);

/// What was seen last and is not told yet.
#[derive(Default)]
pub(in crate::agent) struct UsageBoard {
    untold: Mutex<Vec<TaskUsage>>,
    more: Notify,
}

impl UsageBoard {
    /// Everything was looked at again: what was seen before is no news any more.
    fn put(&self, all: Vec<TaskUsage>) {
        *self.untold.lock() = all;
        self.more.notify_one();
    }

    /// Some that are to be told; none when there are none.
    pub(in crate::agent) fn next(&self) -> Option<Vec<TaskUsage>> {
        let mut untold = self.untold.lock();
        let rest = untold.len().saturating_sub(USAGE_TASKS_MAX);
        let some = untold.split_off(rest);
        (!some.is_empty()).then_some(some)
    }

    /// Resolves when there may be some.
    pub(in crate::agent) async fn more(&self) {
        self.more.notified().await;
    }
}

/// Looks at the tasks of `host` until its shutdown.
pub(super) async fn keep_measured(host: Arc<Host>) {
    let cgroups = match Cgroups::detect() {
        Ok(cgroups) => Arc::new(cgroups),
        Err(error) => {
            let error = ferrogate_base::errors::chain(&error);
            tracing::error!(%error, "what tasks use can't be measured");
            return;
        }
    };
    loop {
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let subjects = subjects(&host);
        let cgroups = cgroups.clone();
        let seen = tokio::task::spawn_blocking(move || {
            subjects.iter().filter_map(|subject| measure(&cgroups, subject)).collect::<Vec<_>>()
        });
        match seen.await {
            Ok(seen) => host.usage.put(seen),
            Err(error) => tracing::error!(%error, "measuring what tasks use broke off"),
        }
    }
}

struct Subject {
    task: TaskKey,
    cgroup: String,
    containers: Vec<String>,
    /// A process in the task's network.
    process: i32,
}

fn subjects(host: &Host) -> Vec<Subject> {
    let tasks = host.tasks.lock();
    let subject = |(task, handle): (&TaskKey, &super::task::Handle)| {
        Some(Subject {
            task: task.clone(),
            cgroup: task_path(host.slots.cgroup_root(), task),
            containers: handle.acked.keys().cloned().collect(),
            process: handle.shim.get()?.pid(),
        })
    };
    tasks.iter().filter_map(subject).collect()
}

/// What a task uses; `None` while none of its containers runs.
fn measure(cgroups: &Cgroups, of: &Subject) -> Option<TaskUsage> {
    let containers: Vec<_> = of
        .containers
        .iter()
        .filter_map(|name| {
            let counters = cgroups.counters(&format!("{}/{name}", of.cgroup))?;
            Some(used(name.clone(), &counters))
        })
        .collect();
    if containers.is_empty() {
        return None;
    }
    let network = network_of(of.process);
    Some(TaskUsage { task: of.task.clone(), at: SystemClock.now(), containers, network })
}

fn used(name: String, of: &Counters) -> ContainerUsage {
    let stat = |names: [&str; 2]| names.iter().find_map(|name| of.memory.stat.get(*name));
    // Of version 1 it is the sum over the cgroups below that counts.
    let cache = stat(["total_inactive_file", "inactive_file"]).copied().unwrap_or(0);
    let moved = |operation: &str| {
        let is = |one: &&crate::cgroup::Moved| one.operation.eq_ignore_ascii_case(operation);
        of.io_bytes.iter().filter(is).map(|one| one.value).sum()
    };
    ContainerUsage {
        name,
        cpu_ns: of.cpu.total_ns,
        memory_bytes: of.memory.usage.saturating_sub(cache),
        read_bytes: moved("read"),
        written_bytes: moved("write"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cgroup::Moved;
    use ferrogate_base::{Epoch, TimestampMs};

    fn usage(at: u64) -> TaskUsage {
        let task = TaskKey { task: format!("{at:032x}").parse().unwrap(), epoch: Epoch(1) };
        TaskUsage { task, at: TimestampMs(at), containers: vec![], network: None }
    }

    #[test]
    fn all_that_was_seen_is_told_once_in_bounded_frames() {
        let board = UsageBoard::default();
        board.put(vec![usage(9)]);
        let many = u64::try_from(USAGE_TASKS_MAX).unwrap() + 3;
        board.put((0..many).map(usage).collect());
        let mut told: Vec<u64> = Vec::new();
        while let Some(some) = board.next() {
            assert!(some.len() <= USAGE_TASKS_MAX);
            told.extend(some.iter().map(|usage| usage.at.0));
        }
        told.sort_unstable();
        assert_eq!(told, (0..many).collect::<Vec<_>>());
    }

    #[test]
    fn memory_is_without_the_cache_that_nothing_uses_in_both_versions() {
        for name in ["inactive_file", "total_inactive_file"] {
            let mut counters = Counters::default();
            counters.memory.usage = 100;
            counters.memory.stat.insert(name.into(), 30);
            let moved = |operation: &str, value| Moved {
                major: 1,
                minor: 0,
                operation: operation.into(),
                value,
            };
            counters.io_bytes = vec![moved("Read", 1), moved("read", 2), moved("Total", 9)];
            let used = used("c".into(), &counters);
            assert_eq!((used.memory_bytes, used.read_bytes, used.written_bytes), (70, 3, 0));
        }
    }
}
