//! Tasks: the record, and the nine states that it moves through, forward only.

use ferrogate_base::{Epoch, HostId, TaskId, TaskKey, TimestampMs, Transport};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ecs::cluster::StrategyItem;
use crate::ecs::service::{Balancing, Member, Stage};
use crate::ecs::task_definition;
use crate::kind::kind;
use crate::spec::{self, Health};
use crate::{Scope, Tag, host};

mod index;

pub use index::{Ended, InStatus, OfService, OfSpec, OnHost, RunningFrom, Wanted, WithInterface};

/// The kind of these records in the store.
pub const KIND: &str = "task";

kind!(Record as KIND, by InStatus, Wanted, OnHost, OfService, OfSpec, RunningFrom, WithInterface, Ended);

/// How long a stopped task can still be described, in milliseconds (Fargate: at least an hour).
pub const KEPT_MS: u64 = 3600 * 1000;

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: TaskId,
    /// Where it is.
    pub scope: Scope,
    /// The name of its cluster.
    pub cluster: String,
    /// The family it was run from.
    pub family: String,
    /// The revision of the family.
    pub revision: u32,
    /// What the request replaced, as the API's own JSON: for people to read.
    pub overrides: Value,
    /// The task whose id its [spec](crate::spec) has: the first of those that were accepted with
    /// it. `None` in a record of an engine that kept none: the next start of the server gives
    /// it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<TaskId>,
    /// `family:NAME`, `service:NAME`, or the request's own text.
    pub group: String,
    /// Who started it, by the request's own text.
    pub started_by: Option<String>,
    /// How it is placed and paid for.
    pub launch: Launch,
    /// CPU units of the task.
    pub cpu_units: u32,
    /// Memory of the task in MiB.
    pub memory_mib: u32,
    /// What its containers may write beside their images, in GiB.
    #[serde(default = "storage_gib")]
    pub storage_gib: u32,
    /// `X86_64` or `ARM64`.
    pub architecture: String,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Where it may be placed in the network.
    pub network: Network,
    /// Ports that people reach on an address of the host.
    pub publish: Vec<Publish>,
    /// The tag, in the repository of builds, under which is kept what its container wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The service that it is of, if it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Member>,
    /// Whether people may run programs within its containers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exec: bool,
    /// Where it is in its life.
    pub status: Status,
    /// What is wanted of it.
    pub desired: Desired,
    /// Its host, once it has one.
    pub binding: Option<Binding>,
    /// Why it has none, once it has waited a moment. Stays with a task that never got one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_reason: Option<String>,
    /// Its containers, in the order of its task definition.
    pub containers: Vec<Container>,
    /// Why it stops or stopped.
    pub stop: Option<Stop>,
    /// When what happened.
    pub at: Times,
    /// One more with each change, so that readers of events can drop old ones.
    pub version: u64,
    /// One more with each change of what its host must know of it: its binding, what is wanted
    /// of it, its tags, the ports to publish. The host is told when it holds another number.
    #[serde(default)]
    pub generation: u64,
}

fn storage_gib() -> u32 {
    spec::STORAGE_GIB
}

/// How a task is placed and paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Launch {
    /// By launch type `FARGATE`.
    Fargate,
    /// By a capacity provider: `FARGATE` or `FARGATE_SPOT`.
    Provider(StrategyItem),
}

/// Where a task may be placed in the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Subnet ids to choose from.
    pub subnets: Vec<String>,
    /// Security group ids of its interface.
    pub security_groups: Vec<String>,
    /// The zone of each of the subnets; of records of older engines, none.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Whether its interface has a public address.
    #[serde(default)]
    pub public_address: bool,
}

/// A port of the task on an address of the host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Publish {
    /// A loopback address of the host.
    pub host_address: std::net::Ipv4Addr,
    /// The asked port of the host; 0 asks for any.
    pub host_port: u16,
    /// A port of the task.
    pub task_port: u16,
    /// What both are ports of.
    #[serde(default)]
    pub transport: Transport,
    /// The record's version that first asked for it: another one when it was given up and is
    /// asked for again.
    #[serde(default)]
    pub generation: u64,
    /// The port that answers, while it does.
    pub bound: Option<u16>,
    /// Why none does, while the host can't open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// The binding of a task to a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The host.
    pub host: HostId,
    /// The revision of the record that was bound: no later binding has the same.
    pub epoch: Epoch,
    /// The task's interface: reserved in the transaction that bound it.
    pub eni: Eni,
    /// The number of the host's last fact that this record holds.
    pub observed: u64,
    /// Whether the host has released all that the task held.
    pub released: bool,
}

/// A task's network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eni {
    /// `eni-…`.
    pub id: String,
    /// The VPC.
    pub vpc: String,
    /// The subnet.
    pub subnet: String,
    /// The subnet's zone.
    pub zone: String,
    /// The private address.
    pub address: std::net::Ipv4Addr,
    /// The hardware address.
    pub mac: String,
    /// The public address, which goes with the interface.
    #[serde(default)]
    pub public: Option<std::net::Ipv4Addr>,
    /// The address of IPv6, in a subnet that has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<std::net::Ipv6Addr>,
}

/// One container of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// The last segment of its ARN: a UUID.
    pub id: String,
    /// The image as the task definition writes it.
    pub image: String,
    /// The digest of the manifest that runs.
    pub image_digest: Option<String>,
    /// CPU units reserved for it.
    pub cpu: u32,
    /// Its hard limit in MiB.
    pub memory: Option<u32>,
    /// Its soft limit in MiB.
    pub memory_reservation: Option<u32>,
    /// Whether its exit ends the task.
    pub essential: bool,
    /// The runtime's id of it.
    pub runtime_id: Option<String>,
    /// Where it is in its life.
    pub status: ContainerStatus,
    /// 0-255, once it has ended.
    pub exit_code: Option<i32>,
    /// Why it ended or did not start; at most 1,024 characters.
    pub reason: Option<String>,
    /// How often it was run again.
    #[serde(default)]
    pub restarts: u32,
    /// What its health check has shown, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
}

/// Where a container is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ContainerStatus {
    /// Not started yet.
    Pending,
    /// Its first process runs.
    Running,
    /// It has ended, or will never start.
    Stopped,
}

impl ContainerStatus {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
        }
    }
}

/// Why a task stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The class.
    pub code: StopCode,
    /// In words.
    pub reason: String,
}

/// The classes of reasons to stop (API model, `TaskStopCode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each variant is the API's value of the same name")]
pub enum StopCode {
    TaskFailedToStart,
    EssentialContainerExited,
    UserInitiated,
    InfrastructureHealth,
    ServiceSchedulerInitiated,
}

impl StopCode {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TaskFailedToStart => "TaskFailedToStart",
            Self::EssentialContainerExited => "EssentialContainerExited",
            Self::UserInitiated => "UserInitiated",
            Self::InfrastructureHealth => "InfrastructureHealth",
            Self::ServiceSchedulerInitiated => "ServiceSchedulerInitiated",
        }
    }
}

/// When what happened: each set once, by the event itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each field is the API's `…At` of the same name")]
pub struct Times {
    pub created: TimestampMs,
    pub connectivity: Option<TimestampMs>,
    pub pull_started: Option<TimestampMs>,
    pub pull_stopped: Option<TimestampMs>,
    pub started: Option<TimestampMs>,
    pub stopping: Option<TimestampMs>,
    pub execution_stopped: Option<TimestampMs>,
    pub stopped: Option<TimestampMs>,
}

/// What is wanted of a task. Moves from `Running` to `Stopped`, never back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Desired {
    /// That it runs.
    Running,
    /// That it stops.
    Stopped,
}

impl Desired {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
        }
    }
}

/// Where a task is in its life. The order is the order of a life: a task only moves to a
/// later state, and may pass over some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// Accepted; waits for a host and an address.
    Provisioning,
    /// Bound to a host, which makes its network ready and pulls its images.
    Pending,
    /// Its containers are made and about to run.
    Activating,
    /// Its containers run.
    Running,
    /// Its published ports are being closed.
    Deactivating,
    /// Its containers are being stopped.
    Stopping,
    /// Its containers have ended; its interface and its disk are being released.
    Deprovisioning,
    /// Over: nothing of it is left but this record.
    Stopped,
    /// The record is about to go.
    Deleted,
}

impl Status {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Provisioning,
        Self::Pending,
        Self::Activating,
        Self::Running,
        Self::Deactivating,
        Self::Stopping,
        Self::Deprovisioning,
        Self::Stopped,
        Self::Deleted,
    ];

    /// Those that ECS counts as pending: on the way to running.
    pub const PENDING: [Self; 3] = [Self::Provisioning, Self::Pending, Self::Activating];

    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisioning => "PROVISIONING",
            Self::Pending => "PENDING",
            Self::Activating => "ACTIVATING",
            Self::Running => "RUNNING",
            Self::Deactivating => "DEACTIVATING",
            Self::Stopping => "STOPPING",
            Self::Deprovisioning => "DEPROVISIONING",
            Self::Stopped => "STOPPED",
            Self::Deleted => "DELETED",
        }
    }

    /// The state after moving to `to`: the later one of both. A fact that comes late (the
    /// start of a container that was stopped meanwhile) never moves a task back.
    #[must_use]
    pub fn forward(self, to: Self) -> Self {
        self.max(to)
    }
}

impl Record {
    /// `arn:aws:ecs:region:account:task/cluster/id`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn("ecs", &format!("task/{}/{}", self.cluster, self.id))
    }

    /// The ARN of its cluster.
    #[must_use]
    pub fn cluster_arn(&self) -> String {
        crate::ecs::cluster::arn(&self.scope, &self.cluster)
    }

    /// The ARN of the revision it runs.
    #[must_use]
    pub fn task_definition_arn(&self) -> String {
        task_definition::arn(&self.scope, &self.family, self.revision)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.cluster, &self.id)
    }

    /// The key of its spec.
    #[must_use]
    pub fn spec_key(&self) -> Option<String> {
        self.spec.as_ref().map(|first| spec::key(&self.scope, first))
    }

    /// The key of its binding on a host, when it is bound.
    #[must_use]
    pub fn task_key(&self) -> Option<TaskKey> {
        let binding = self.binding.as_ref()?;
        Some(TaskKey { task: self.id.clone(), epoch: binding.epoch })
    }

    /// The id of the attachment of its interface: known before there is one, so it follows
    /// from the task's own id, as a UUID.
    #[must_use]
    pub fn attachment_id(&self) -> String {
        let id = self.id.as_str();
        format!("{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..])
    }

    /// The worst that the health checks of its essential containers show. Containers without one
    /// say nothing (amazon-ecs-agent#4094), nor do those that are not essential.
    #[must_use]
    pub fn health(&self) -> Health {
        let essential = self.containers.iter().filter(|c| c.essential);
        essential.filter_map(|c| c.health).max().unwrap_or_default()
    }

    /// What it takes of its host.
    #[must_use]
    pub fn size(&self) -> host::Size {
        host::Size {
            cpu_units: self.cpu_units,
            memory_mib: self.memory_mib,
            storage_gib: self.storage_gib,
        }
    }

    /// Whether it still holds a place on its host.
    #[must_use]
    pub fn holds_place(&self) -> bool {
        self.binding.as_ref().is_some_and(|b| !b.released)
    }

    /// Gives it a host.
    pub fn bind(&mut self, binding: Binding) {
        self.status = self.status.forward(Status::Pending);
        self.binding = Some(binding);
        self.pending_reason = None;
        self.generation += 1;
    }

    /// Asks for these ports to be published, and no others.
    pub fn ask_publish(&mut self, ports: Vec<Publish>) {
        let asked = |ports: &[Publish]| -> Vec<Publish> {
            ports
                .iter()
                .map(|port| Publish { bound: None, refused: None, ..port.clone() })
                .collect()
        };
        if asked(&ports) != asked(&self.publish) {
            self.generation += 1;
        }
        self.publish = ports;
    }

    /// Gives it these tags, and no others. Its host must know them: the task can read them.
    pub fn set_tags(&mut self, tags: Vec<Tag>) {
        if tags != self.tags {
            self.generation += 1;
        }
        self.tags = tags;
    }

    /// Asks for its end, for `stop`. The first reason stays.
    pub fn ask_stop(&mut self, stop: Stop, at: TimestampMs) {
        self.want_stopped();
        self.stop.get_or_insert(stop);
        if self.status >= Status::Running || self.binding.is_some() {
            self.at.stopping.get_or_insert(at);
        }
        if self.binding.is_none() {
            self.finish(at);
        }
    }

    /// Records that nothing of it is left.
    pub fn finish(&mut self, at: TimestampMs) {
        self.want_stopped();
        self.status = self.status.forward(Status::Stopped);
        self.at.stopped.get_or_insert(at);
        for container in &mut self.containers {
            container.status = ContainerStatus::Stopped;
        }
    }

    fn want_stopped(&mut self) {
        let before = self.told();
        self.desired = Desired::Stopped;
        if self.told() != before {
            self.generation += 1;
        }
    }

    /// Whether load balancers may still send it requests.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let of = self.service.as_ref().and_then(|member| member.balancing.as_ref());
        of.is_some_and(Balancing::holds)
    }

    /// What its host is told to be wanted of it: it goes on until its targets have drained.
    #[must_use]
    pub fn told(&self) -> Desired {
        if self.is_balanced() { Desired::Running } else { self.desired }
    }

    /// Moves its targets on.
    pub fn balance(&mut self, to: Stage) {
        let before = self.told();
        let of = self.service.as_mut().and_then(|member| member.balancing.as_mut());
        if let Some(of) = of {
            of.stage = to;
        }
        if self.told() != before {
            self.generation += 1;
        }
        self.version += 1;
    }
}

/// The key of a task.
#[must_use]
pub fn key(scope: &Scope, cluster: &str, id: &TaskId) -> String {
    scope.key(KIND, &[cluster, id.as_str()])
}

/// The prefix of a cluster's tasks.
#[must_use]
pub fn prefix(scope: &Scope, cluster: &str) -> String {
    scope.below(KIND, &[cluster])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_never_moves_back() {
        for from in Status::ALL {
            for to in Status::ALL {
                let next = from.forward(to);
                assert!(next >= from, "{from:?} -> {to:?} gave {next:?}");
                assert!(next == from || next == to);
            }
        }
    }

    #[test]
    fn of_two_the_worse_health_is_shown() {
        assert!(Health::Healthy < Health::Unknown && Health::Unknown < Health::Unhealthy);
    }

    #[test]
    fn statuses_are_in_the_order_of_a_life() {
        assert!(Status::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
