//! A task of a service, as far as its service decides by it: pure.

use std::collections::BTreeSet;

use ferrogate_base::{HostId, TimestampMs};
use ferrogate_records::ecs::service::{Record as Service, Stage};
use ferrogate_records::ecs::task::{Desired, Record, Status, StopCode};
use ferrogate_records::spec::Health;

use super::traffic::Traffic;

/// How long a task without a health check runs until it counts as healthy, in milliseconds (ECS
/// developer guide: task maintenance).
pub(crate) const SETTLE_MS: u64 = 40_000;

/// A task of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Which of the tasks that were given it is.
    pub(crate) at: usize,
    /// The number of the deployment that started it.
    pub(crate) deployment: String,
    /// How it is.
    pub(crate) state: State,
    /// Its zone, once it is known.
    pub(crate) zone: Option<String>,
    /// When it was accepted.
    pub(crate) created: TimestampMs,
    /// When it began to run.
    pub(crate) started: Option<TimestampMs>,
    /// Why it has no host, if it waits for one.
    pub(crate) lack: Option<String>,
    /// Whether scaling in and deployments leave it alone.
    pub(crate) protected: bool,
    /// Whether load balancers have it as a target that does not drain.
    pub(crate) registered: bool,
}

/// How a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// On the way to running.
    Pending,
    /// It runs, and counts as healthy at this time at the latest, if it runs until then; without
    /// a time, once its health check says so.
    Settling(Option<TimestampMs>),
    /// It runs, and its health checks fail, which does not count until this time.
    Graced(TimestampMs),
    /// It runs, and does its work.
    Healthy,
    /// Its health check says that it does not do its work.
    Unhealthy,
    /// Nobody knows how it is: its host is gone for long.
    Lost,
    /// It ends or has ended, and this is not counted yet.
    Ended {
        /// Whether it never did its work.
        failed: bool,
    },
    /// It ends or has ended.
    Counted {
        /// Whether nothing is left of it.
        over: bool,
    },
}

impl Member {
    /// The task, which is the one `at` of those that were given.
    pub(crate) fn of(
        at: usize,
        task: &Record,
        service: &Service,
        traffic: &Traffic,
        lost: &BTreeSet<HostId>,
        now: TimestampMs,
    ) -> Option<Self> {
        let member = task.service.as_ref()?;
        let zone = task.binding.as_ref().map(|binding| binding.eni.zone.clone());
        Some(Self {
            at,
            deployment: member.deployment.clone(),
            state: state(task, member.counted, service.grace_s, traffic, lost, now),
            zone: zone.or_else(|| task.network.zones.first().cloned()),
            created: task.at.created,
            started: task.at.started,
            lack: task.pending_reason.clone(),
            protected: member.protected_until.is_some_and(|until| now < until),
            registered: member.balancing.as_ref().is_some_and(|of| of.stage == Stage::Registered),
        })
    }

    /// Whether it is wanted to run.
    pub(crate) fn is_alive(&self) -> bool {
        !matches!(self.state, State::Ended { .. } | State::Counted { .. })
    }

    /// Whether another is to take its place.
    pub(crate) fn is_bad(&self) -> bool {
        matches!(self.state, State::Unhealthy | State::Lost)
    }

    /// Whether it runs, and nothing says that it does not do its work.
    pub(crate) fn serves(&self) -> bool {
        matches!(self.state, State::Settling(Some(_)) | State::Healthy)
    }
}

fn state(
    task: &Record,
    counted: bool,
    grace_s: Option<u32>,
    traffic: &Traffic,
    lost: &BTreeSet<HostId>,
    now: TimestampMs,
) -> State {
    if task.desired == Desired::Stopped {
        let over = task.status >= Status::Stopped;
        return if counted {
            State::Counted { over }
        } else {
            State::Ended { failed: failed(task) }
        };
    }
    if task.binding.as_ref().is_some_and(|binding| lost.contains(&binding.host)) {
        return State::Lost;
    }
    let Some(started) = task.at.started.filter(|_| task.status == Status::Running) else {
        return State::Pending;
    };
    let checked = task.containers.iter().any(|c| c.essential && c.health.is_some());
    let settled = started.plus_ms(SETTLE_MS);
    let graced = started.plus_ms(grace_ms(grace_s));
    match (task.health(), traffic) {
        (Health::Unhealthy, _) | (_, Traffic::Unfit { .. }) if now < graced => {
            State::Graced(graced)
        }
        (Health::Unhealthy, _) | (_, Traffic::Unfit { .. }) => State::Unhealthy,
        (_, Traffic::Awaited) => State::Settling(None),
        (Health::Unknown, _) if checked => State::Settling(None),
        // Who answers a load balancer's checks needs no time to settle.
        (_, Traffic::Fit) => State::Healthy,
        _ if !checked && now < settled => State::Settling(Some(settled)),
        _ => State::Healthy,
    }
}

fn grace_ms(grace_s: Option<u32>) -> u64 {
    u64::from(grace_s.unwrap_or(0)) * 1000
}

/// Whether a task has ended by itself before it counted as healthy, or for its health checks.
fn failed(task: &Record) -> bool {
    let Some(stop) = &task.stop else { return false };
    match stop.code {
        StopCode::UserInitiated => false,
        StopCode::ServiceSchedulerInitiated => {
            let unfit = task.service.as_ref().is_some_and(|member| member.unfit);
            unfit || task.health() == Health::Unhealthy
        }
        StopCode::TaskFailedToStart => true,
        StopCode::EssentialContainerExited | StopCode::InfrastructureHealth => {
            let ended = task.at.stopping.or(task.at.stopped);
            let (Some(started), Some(ended)) = (task.at.started, ended) else { return true };
            ended.since_ms(started) < SETTLE_MS && task.health() != Health::Healthy
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::bound_task;

    fn unfit() -> Traffic {
        Traffic::Unfit { group: "g".into(), port: 80, reason: "Request timed out".into() }
    }

    /// How a task that has run for so long is, whose container says this of itself.
    fn after(ms: u64, says: Option<Health>, traffic: &Traffic) -> State {
        let mut task = bound_task();
        task.status = Status::Running;
        task.at.started = Some(TimestampMs(1_000));
        task.containers[0].health = says;
        state(&task, false, Some(10), traffic, &BTreeSet::new(), TimestampMs(1_000 + ms))
    }

    #[test]
    fn a_task_behind_a_load_balancer_works_once_both_say_so() {
        let graced = State::Graced(TimestampMs(11_000));
        for (ms, says, traffic, want) in [
            (0, None, Traffic::Awaited, State::Settling(None)),
            (0, None, Traffic::Fit, State::Healthy),
            (0, Some(Health::Unknown), Traffic::Fit, State::Settling(None)),
            (0, Some(Health::Healthy), Traffic::Awaited, State::Settling(None)),
            (0, Some(Health::Healthy), Traffic::Fit, State::Healthy),
            (9_999, None, unfit(), graced),
            (10_000, None, unfit(), State::Unhealthy),
            (10_000, Some(Health::Healthy), unfit(), State::Unhealthy),
            (9_999, Some(Health::Unhealthy), Traffic::Fit, graced),
            (10_000, Some(Health::Unhealthy), Traffic::Fit, State::Unhealthy),
            (60_000, None, Traffic::Awaited, State::Settling(None)),
            // Without a load balancer time alone says it.
            (0, None, Traffic::None, State::Settling(Some(TimestampMs(41_000)))),
            (40_000, None, Traffic::None, State::Healthy),
        ] {
            assert_eq!(after(ms, says, &traffic), want, "{ms} {says:?} {traffic:?}");
        }
    }
}
