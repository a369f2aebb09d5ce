//! The phases of a task's life, from the times that its record has: pure.

use ferrogate_api::Timestamp;
use ferrogate_api::ecs::Task;

use crate::tasks;

/// A part of a task's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phase {
    pub(super) name: &'static str,
    pub(super) from: Timestamp,
    /// The end of it, or now.
    pub(super) to: Timestamp,
    /// Whether it came to its own end: one that goes on did not, nor did one in which the task
    /// was stopped.
    pub(super) done: bool,
}

/// The phases that the task has begun, in the order of a life.
pub(super) fn phases(task: &Task, now: Timestamp) -> Vec<Phase> {
    let last = task.stopped_at.unwrap_or(now);
    // What was not done when the task was told to stop ended there.
    let until = task.stopping_at.unwrap_or(last);
    let phase = |name, from: Option<Timestamp>, end: Option<Timestamp>, otherwise: Timestamp| {
        let from = from?;
        Some(Phase { name, from, to: end.unwrap_or(otherwise).max(from), done: end.is_some() })
    };
    let made = task.connectivity_at.max(task.pull_stopped_at).filter(|_| {
        // Both are done side by side, and the containers begin after the later.
        task.connectivity_at.is_some() && task.pull_stopped_at.is_some()
    });
    let ended = task.execution_stopped_at;
    [
        phase("host and network", task.created_at, task.connectivity_at, until),
        phase("images", task.pull_started_at, task.pull_stopped_at, until),
        phase("containers' start", made, task.started_at, until),
        phase("running", task.started_at, task.stopping_at, last),
        phase("containers' stop", task.stopping_at, ended, last),
        phase("giving back", ended, task.stopped_at, now),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the task is at now, when it is on the way to running.
pub(super) fn on_the_way(task: &Task) -> Option<String> {
    let status = tasks::status(task);
    let image = || task.containers.iter().flatten().filter(|c| c.image_digest.is_none());
    match (status, task.pull_started_at, task.pull_stopped_at) {
        ("PROVISIONING", ..) => Some(match tasks::why_pending(task) {
            Some(why) => why.to_owned(),
            None => "It waits for its log streams, or for a place on a host.".into(),
        }),
        ("PENDING", None, _) => Some("Its host makes its network ready.".into()),
        ("PENDING", Some(_), None) => {
            let names: Vec<_> = image().filter_map(|c| c.image.as_deref()).collect();
            Some(format!("Its host pulls {}.", names.join(", ")))
        }
        ("PENDING", ..) => Some("Its host makes its containers.".into()),
        ("ACTIVATING", ..) => {
            let waiting = task.containers.iter().flatten();
            let waiting = waiting.filter(|c| c.last_status.as_deref() == Some("PENDING"));
            let names: Vec<_> = waiting.filter_map(|c| c.name.as_deref()).collect();
            Some(match &names[..] {
                [] => "Its containers are being started.".into(),
                names => format!("These containers have not been started: {}.", names.join(", ")),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::ecs::{Attribute, Container};

    fn at(ms: i64) -> Option<Timestamp> {
        Some(Timestamp(ms))
    }

    fn told(task: &Task) -> Vec<(&'static str, i64, i64, bool)> {
        let phases = phases(task, Timestamp(9000));
        phases.iter().map(|p| (p.name, p.from.0, p.to.0 - p.from.0, p.done)).collect()
    }

    #[test]
    fn a_whole_life_has_six_phases() {
        let task = Task {
            created_at: at(1000),
            pull_started_at: at(1100),
            connectivity_at: at(1200),
            pull_stopped_at: at(2100),
            started_at: at(2150),
            stopping_at: at(5000),
            execution_stopped_at: at(5030),
            stopped_at: at(5100),
            ..Task::default()
        };
        assert_eq!(
            told(&task),
            [
                ("host and network", 1000, 200, true),
                ("images", 1100, 1000, true),
                ("containers' start", 2100, 50, true),
                ("running", 2150, 2850, true),
                ("containers' stop", 5000, 30, true),
                ("giving back", 5030, 70, true),
            ]
        );
    }

    #[test]
    fn what_goes_on_lasts_until_now_and_what_was_cut_off_until_then() {
        let waits = Task { created_at: at(1000), ..Task::default() };
        assert_eq!(told(&waits), [("host and network", 1000, 8000, false)]);
        let cut = Task { stopped_at: at(1500), ..waits.clone() };
        assert_eq!(told(&cut), [("host and network", 1000, 500, false)]);
        let failed = Task {
            connectivity_at: at(1100),
            pull_started_at: at(1100),
            stopping_at: at(3000),
            stopped_at: at(3100),
            ..waits
        };
        assert_eq!(
            told(&failed),
            [
                ("host and network", 1000, 100, true),
                ("images", 1100, 1900, false),
                ("containers' stop", 3000, 100, false),
            ]
        );
    }

    #[test]
    fn what_a_task_waits_for_is_told() {
        let attribute = Attribute {
            name: Some("ferrogate.pending-reason".into()),
            value: Some("No host has 256 CPU units free.".into()),
            ..Attribute::default()
        };
        let container = |name: &str, status: &str| Container {
            name: Some(name.into()),
            image: Some(format!("{name}:1")),
            last_status: Some(status.into()),
            ..Container::default()
        };
        let task = |status: &str| Task {
            last_status: Some(status.into()),
            attributes: Some(vec![attribute.clone()]),
            containers: Some(vec![container("a", "RUNNING"), container("b", "PENDING")]),
            ..Task::default()
        };
        let told = |task: &Task| on_the_way(task).unwrap_or_default();
        assert_eq!(told(&task("PROVISIONING")), "No host has 256 CPU units free.");
        let pulls = Task { pull_started_at: at(1), ..task("PENDING") };
        assert_eq!(told(&pulls), "Its host pulls a:1, b:1.");
        assert_eq!(told(&task("ACTIVATING")), "These containers have not been started: b.");
        assert_eq!(on_the_way(&task("RUNNING")), None);
    }
}
