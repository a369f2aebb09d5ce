//! The engine's own metrics: what tasks use and how many there are, every 20 seconds and every
//! minute, as CloudWatch names it.
//!
//! [`used`] says what was used between two looks; [`ecs`] and [`elb`] are pure: they make values
//! of what is so.

mod batch;
mod ecs;
mod elb;
mod used;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{HostId, Shutdown, TaskKey, TimestampMs};
use ferrogate_link::usage::TaskUsage;
use ferrogate_metrics::MetricStore;
use ferrogate_records::ecs::{cluster, service, task};

use crate::engine::Cx;
use crate::host::Sessions;
use batch::Batch;
use used::Meter;

/// Between two points (AWS/ECS: three to a minute).
const EVERY_MS: u64 = 20_000;
/// Between two points of Container Insights.
const MINUTE_MS: u64 = 60_000;

/// Makes points until the shutdown, as long as this server leads.
pub async fn run(cx: Cx, sessions: Arc<Sessions>, store: MetricStore, shutdown: Shutdown) {
    let mut sampler = Sampler::default();
    loop {
        let now = cx.state.now().0;
        let next = (now / EVERY_MS + 1) * EVERY_MS;
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(Duration::from_millis(next - now)) => {}
        }
        if !cx.leads() {
            continue;
        }
        let batch = sampler.take(&cx, &sessions, TimestampMs(next));
        if let Err(error) = store.put_own(batch.data()).await {
            let error = chain(&error);
            tracing::warn!(%error, "what tasks use could not be kept");
        }
    }
}

/// What was so at the points before.
#[derive(Default)]
struct Sampler {
    often: Meter,
    each_minute: Meter,
    balancers: elb::Meter,
}

impl Sampler {
    /// The values of the time before `at`, which is a multiple of [`EVERY_MS`].
    fn take(&mut self, cx: &Cx, sessions: &Sessions, at: TimestampMs) -> Batch {
        let snapshot = cx.state.snapshot();
        let all: Vec<_> = snapshot.table::<task::Record>().readable().0.cloned().collect();
        let tasks: Vec<&task::Record> = all.iter().map(|task| &***task).collect();
        let seen = of_their_hosts(sessions.usages.fresh(), &tasks);
        let mut batch = Batch::new(TimestampMs(at.0.saturating_sub(EVERY_MS)));
        let used = self.often.take(seen.iter());
        ecs::utilization(&mut batch, &tasks, &used);
        ecs::absolute(&mut batch, &tasks, &seen, &used);
        self.balancers.take(&mut batch, &snapshot, |node| sessions.balancers.latest(node));
        if !at.0.is_multiple_of(MINUTE_MS) {
            return batch;
        }
        batch.at = TimestampMs(at.0.saturating_sub(MINUTE_MS));
        let clusters: Vec<_> = snapshot.table::<cluster::Record>().readable().0.cloned().collect();
        let services: Vec<_> = snapshot.table::<service::Record>().readable().0.cloned().collect();
        let used = self.each_minute.take(seen.iter());
        for cluster in clusters.iter().filter_map(|one| ecs::Insights::of(one)) {
            cluster.sample(&mut batch, services.iter().map(|one| &***one), &tasks, &used);
        }
        batch
    }
}

/// What hosts have said of the tasks that are bound to them.
fn of_their_hosts(said: Vec<(HostId, TaskUsage)>, tasks: &[&task::Record]) -> Vec<TaskUsage> {
    let mut hosts: HashMap<TaskKey, &HostId> = HashMap::new();
    for task in tasks {
        if let (Some(key), Some(binding)) = (key_of(task), &task.binding) {
            hosts.insert(key, &binding.host);
        }
    }
    let is_of = |(host, usage): &(HostId, TaskUsage)| hosts.get(&usage.task) == Some(&host);
    said.into_iter().filter(is_of).map(|(_, usage)| usage).collect()
}

/// The key of what a task's host does for it.
fn key_of(task: &task::Record) -> Option<TaskKey> {
    let binding = task.binding.as_ref()?;
    Some(TaskKey { task: task.id.clone(), epoch: binding.epoch })
}
