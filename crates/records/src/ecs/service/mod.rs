//! Services: how many tasks of what are to run, and the deployments that bring that about.

use ferrogate_base::{TaskId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

mod balancing;
mod course;
mod deployment;
pub mod events;
pub mod history;
pub mod hook;
pub mod revision;
pub mod zero;

pub use balancing::{Balanced, Balancing, RuleAt, Stage, Swap};
pub use course::{
    Alarming, Answer, Course, LifecycleStage, Paused, Shifting, Strategy, WHOLE, Watch, minutes_ms,
};
pub use deployment::{Deployment, Role, Rollout, number};
pub use hook::{Function, Hook, Said};

/// The kind of these records in the store.
pub const KIND: &str = "service";

kind!(Record as KIND);

/// How long a service that is gone can still be described, in milliseconds. AWS says that it is
/// cleaned up some time, and not when.
pub const KEPT_MS: u64 = 3600 * 1000;

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The name of its cluster.
    pub cluster: String,
    /// 1-255 letters, digits, hyphens, underscores.
    pub name: String,
    /// Whether it was deleted.
    pub status: Status,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Who made it: an ARN.
    pub created_by: String,
    /// When nothing of it was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive_at: Option<TimestampMs>,
    /// Tasks that are to run.
    pub desired: u32,
    /// Since when it sleeps: it was scaled to nothing, by no hand, and a request wakes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asleep_since: Option<TimestampMs>,
    /// How its deployments replace tasks.
    pub rolling: Rolling,
    /// How its deployments bring a revision to users.
    #[serde(default)]
    pub shifting: Shifting,
    /// Seconds from a task's start in which its health checks don't count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_s: Option<u32>,
    /// Whose tags its tasks get.
    pub propagate: Propagate,
    /// Whether its tasks get the tags of ECS.
    pub managed_tags: bool,
    /// Whether people may run programs within the containers of its tasks.
    pub exec: bool,
    /// Whether its tasks are spread over zones anew when they are not.
    pub rebalance: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its deployments, the newest first: one is [`Role::Primary`], and the others are those that
    /// still have tasks.
    pub deployments: Vec<Deployment>,
    /// The deployment that was completed last, which a failed one is rolled back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<Deployment>,
    /// Whether it was as it is wanted when it was looked at last.
    #[serde(default)]
    pub steady: bool,
    /// Whether a task was started to spread them anew, and another is to stop for it.
    #[serde(default)]
    pub rebalancing: bool,
    /// Why a task of it waits, as its events tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lack: Option<String>,
    /// One more with each change of it or its tasks that its reconciler makes, so that of two who
    /// decide about it at once one does.
    #[serde(default)]
    pub turn: u64,
}

/// Whether a service has tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It has those that are wanted.
    Active,
    /// It was deleted, and its tasks stop.
    Draining,
    /// It was deleted, and nothing is left of it but this record.
    Inactive,
}

impl Status {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Draining => "DRAINING",
            Self::Inactive => "INACTIVE",
        }
    }
}

/// How deployments replace tasks (API model, `DeploymentConfiguration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rolling {
    /// Tasks that there are at most, in percent of those desired; rounded down.
    pub maximum_percent: u32,
    /// Tasks that are healthy at least, in percent of those desired; rounded up.
    pub minimum_healthy_percent: u32,
    /// What happens when tasks of a deployment don't start.
    pub breaker: Breaker,
}

impl Rolling {
    /// What AWS fills in.
    pub const DEFAULT: Self =
        Self { maximum_percent: 200, minimum_healthy_percent: 100, breaker: Breaker::Off };

    /// Tasks that there are at most, of so many desired.
    #[must_use]
    pub fn most(&self, desired: u32) -> usize {
        let percent = u64::from(desired) * u64::from(self.maximum_percent);
        usize::try_from(percent / 100).unwrap_or(usize::MAX)
    }

    /// Tasks that are healthy at least, of so many desired.
    #[must_use]
    pub fn least(&self, desired: u32) -> usize {
        let percent = u64::from(desired) * u64::from(self.minimum_healthy_percent);
        usize::try_from(percent.div_ceil(100)).unwrap_or(usize::MAX)
    }
}

/// What happens when tasks of a deployment don't start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breaker {
    /// They are tried for ever.
    Off,
    /// The deployment fails.
    Fail,
    /// The deployment fails, and the one that was completed last takes its place again.
    RollBack,
}

impl Breaker {
    /// Failures in a row that a deployment fails with: half of what is desired, 3 at least and
    /// 200 at most (ECS: deployment circuit breaker).
    #[must_use]
    pub fn threshold(desired: u32) -> u32 {
        desired.div_ceil(2).clamp(3, 200)
    }
}

/// Whose tags the tasks of a service get (API model, `PropagateTags`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Propagate {
    /// Nobody's.
    None,
    /// Those of the task definition.
    TaskDefinition,
    /// Those of the service.
    Service,
}

/// What makes a task one of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The service's name, in the task's cluster.
    pub service: String,
    /// The number of the deployment that started it.
    pub deployment: String,
    /// Whether its end is counted.
    #[serde(default)]
    pub counted: bool,
    /// Until when nothing but its own end, or a user, stops it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_until: Option<TimestampMs>,
    /// What load balancers know of it, if any forwards to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balancing: Option<Balancing>,
    /// Whether it was stopped for its health checks, of whatever kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfit: bool,
}

impl Member {
    /// A task that the deployment starts.
    #[must_use]
    pub fn new(service: &str, deployment: &str) -> Self {
        let (service, deployment) = (service.to_owned(), deployment.to_owned());
        Self {
            service,
            deployment,
            counted: false,
            protected_until: None,
            balancing: None,
            unfit: false,
        }
    }

    /// The same, which load balancers forward to by these groups.
    #[must_use]
    pub fn balanced(self, groups: &[Balanced]) -> Self {
        let groups = groups.iter().map(Balanced::plain).collect();
        Self { balancing: Balancing::new(groups), ..self }
    }
}

impl Record {
    /// `arn:aws:ecs:region:account:service/cluster/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.cluster, &self.name)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.cluster, &self.name)
    }

    /// `service:NAME`: the group of its tasks.
    #[must_use]
    pub fn group(&self) -> String {
        format!("service:{}", self.name)
    }

    /// Whether a task of its cluster is one of it.
    #[must_use]
    pub fn has(&self, task: &crate::ecs::task::Record) -> bool {
        task.service.as_ref().is_some_and(|member| member.service == self.name)
    }

    /// The deployment whose tasks are to run.
    #[must_use]
    pub fn primary(&self) -> Option<&Deployment> {
        self.deployments.iter().find(|deployment| deployment.role == Role::Primary)
    }

    /// The same, to change it.
    pub fn primary_mut(&mut self) -> Option<&mut Deployment> {
        self.deployments.iter_mut().find(|deployment| deployment.role == Role::Primary)
    }

    /// Lets the tasks of `new` be those that run from now on.
    pub fn deploy(&mut self, new: Deployment) {
        self.deployments.iter_mut().for_each(|other| other.role = Role::Active);
        self.deployments.insert(0, new);
        self.steady = false;
        self.rebalancing = false;
    }

    /// The deployment that a new one takes the traffic of: the one that was completed last, as
    /// long as it is there.
    #[must_use]
    pub fn source(&self) -> Option<&Deployment> {
        let completed = self.completed.as_ref()?;
        self.deployments.iter().find(|of| of.number == completed.number)
    }

    /// The deployment that the primary one is rolled back to: the one whose traffic it takes, or
    /// else the one that was completed last.
    #[must_use]
    pub fn way_back(&self) -> Option<Deployment> {
        let primary = self.primary()?;
        let source = primary.course.as_ref().and_then(|course| course.source.as_ref());
        let found = match source {
            Some(number) => self.deployments.iter().find(|of| of.number == *number).cloned(),
            None => self.completed.clone(),
        };
        found.filter(|back| back.number != primary.number)
    }

    /// Tasks that there are at most: of one that shifts traffic, as many for each of two sets.
    #[must_use]
    pub fn most(&self) -> usize {
        let one = self.rolling.most(self.desired);
        match self.primary().is_some_and(|primary| primary.course.is_some()) {
            true => 2 * one,
            false => one,
        }
    }

    /// Lets an earlier deployment be the primary one again. Its entry in the history is that of
    /// the one that it takes the place of.
    pub fn roll_back(
        &mut self,
        back: Deployment,
        history: String,
        reason: String,
        now: TimestampMs,
    ) {
        let failed = self.primary();
        let course = failed.and_then(|of| Course::back(of.course.as_ref()?, &of.number, now));
        self.deployments.retain(|other| other.number != back.number);
        let mut back = Deployment { role: Role::Primary, history, course, ..back };
        back.forgive();
        back.roll(Rollout::InProgress, reason, now);
        self.deploy(back);
    }

    /// The tags of a task that is started now from a definition with `definition_tags`.
    #[must_use]
    pub fn task_tags(&self, definition_tags: &[Tag]) -> Vec<Tag> {
        let mut tags = match self.propagate {
            Propagate::None => vec![],
            Propagate::TaskDefinition => definition_tags.to_vec(),
            Propagate::Service => self.tags.clone(),
        };
        if self.managed_tags {
            let of = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
            let names = [("clusterName", &self.cluster), ("serviceName", &self.name)];
            let names = names.map(|(key, value)| of(&format!("aws:ecs:{key}"), value));
            crate::tag::merge(&mut tags, names.to_vec());
        }
        tags
    }
}

/// The ARN of a service.
#[must_use]
pub fn arn(scope: &Scope, cluster: &str, name: &str) -> String {
    scope.arn("ecs", &format!("service/{cluster}/{name}"))
}

/// The key of a service.
#[must_use]
pub fn key(scope: &Scope, cluster: &str, name: &str) -> String {
    scope.key(KIND, &[cluster, name])
}

/// The prefix of a cluster's services.
#[must_use]
pub fn prefix(scope: &Scope, cluster: &str) -> String {
    scope.below(KIND, &[cluster])
}

/// A random UUID, as ids of events are.
#[must_use]
pub fn uuid() -> String {
    let id = TaskId::random();
    let id = id.as_str();
    format!("{}-{}-4{}-a{}-{}", &id[..8], &id[8..12], &id[13..16], &id[17..20], &id[20..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rolling(minimum_healthy_percent: u32, maximum_percent: u32) -> Rolling {
        Rolling { maximum_percent, minimum_healthy_percent, breaker: Breaker::Off }
    }

    #[test]
    fn the_least_is_rounded_up_and_the_most_down() {
        for (percents, desired, least, most) in [
            ((100, 200), 4, 4, 8),
            ((50, 150), 3, 2, 4),
            ((50, 100), 1, 1, 1),
            ((33, 133), 4, 2, 5),
            ((0, 100), 4, 0, 4),
            ((100, 200), 0, 0, 0),
        ] {
            let rolling = rolling(percents.0, percents.1);
            assert_eq!((rolling.least(desired), rolling.most(desired)), (least, most));
        }
    }

    #[test]
    fn a_deployment_fails_with_half_of_what_is_desired() {
        for (desired, threshold) in
            [(0, 3), (1, 3), (6, 3), (7, 4), (25, 13), (400, 200), (999, 200)]
        {
            assert_eq!(Breaker::threshold(desired), threshold, "{desired}");
        }
    }

    proptest! {
        #[test]
        fn what_is_desired_lies_between_the_least_and_the_most(
            desired in 0u32..5000, least in 0u32..=100, most in 100u32..1000,
        ) {
            let rolling = rolling(least, most);
            let count = usize::try_from(desired).unwrap();
            prop_assert!(rolling.least(desired) <= count && count <= rolling.most(desired));
        }
    }
}
