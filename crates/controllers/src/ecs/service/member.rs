//! A task of a service, as far as its service decides by it: pure.

use std::collections::BTreeSet;

use ferrogate_base::{HostId, TimestampMs};
use ferrogate_records::ecs::service::Record as Service;
use ferrogate_records::ecs::task::{Desired, Record, Status, StopCode};
use ferrogate_records::spec::Health;

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
}

/// How a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// On the way to running.
    Pending,
    /// It runs, and counts as healthy at this time at the latest, if it runs until then; without
    /// a time, once its health check says so.
    Settling(Option<TimestampMs>),
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
        lost: &BTreeSet<HostId>,
        now: TimestampMs,
    ) -> Option<Self> {
        let member = task.service.as_ref()?;
        let zone = task.binding.as_ref().map(|binding| binding.eni.zone.clone());
        Some(Self {
            at,
            deployment: member.deployment.clone(),
            state: state(task, member.counted, service.grace_s, lost, now),
            zone: zone.or_else(|| task.network.zones.first().cloned()),
            created: task.at.created,
            started: task.at.started,
            lack: task.pending_reason.clone(),
            protected: member.protected_until.is_some_and(|until| now < until),
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
    match task.health() {
        _ if !checked && now < settled => State::Settling(Some(settled)),
        _ if !checked => State::Healthy,
        Health::Healthy => State::Healthy,
        Health::Unknown => State::Settling(None),
        Health::Unhealthy if now < started.plus_ms(grace_ms(grace_s)) => State::Settling(None),
        Health::Unhealthy => State::Unhealthy,
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
        StopCode::ServiceSchedulerInitiated => task.health() == Health::Unhealthy,
        StopCode::TaskFailedToStart => true,
        StopCode::EssentialContainerExited | StopCode::InfrastructureHealth => {
            let ended = task.at.stopping.or(task.at.stopped);
            let (Some(started), Some(ended)) = (task.at.started, ended) else { return true };
            ended.since_ms(started) < SETTLE_MS && task.health() != Health::Healthy
        }
    }
}
