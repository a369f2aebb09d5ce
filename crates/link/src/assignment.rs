//! What a host is told to run: a task definition with every default filled in, the addresses
//! and limits decided, nothing left to look up but the image.

use std::net::Ipv4Addr;

use ferrogate_base::{AccountId, TaskKey, TimestampMs, Transport};
use serde::{Deserialize, Serialize};

/// One binding of a task to the host that receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// The task and the epoch of this binding.
    pub key: TaskKey,
    /// What the control plane wants of it now. Moves forward only.
    pub desired: Desired,
    /// The number of the last fact of this binding that the control plane holds: the host
    /// numbers its next one after it, whatever became of its own journal.
    pub observed: u64,
    /// The owner.
    pub account: AccountId,
    /// The region that the task believes it is in.
    pub region: String,
    /// The availability zone of its subnet, such as `us-east-1a`.
    pub zone: String,
    /// The task's ARN.
    pub task_arn: String,
    /// The ARN of its cluster.
    pub cluster_arn: String,
    /// The family of its task definition.
    pub family: String,
    /// The revision of its task definition.
    pub revision: u32,
    /// When the task was accepted.
    pub created_at: TimestampMs,
    /// Its network interface.
    pub eni: Eni,
    /// What the task may use in total.
    pub limits: Limits,
    /// What its containers may write beside their images, in GiB.
    #[serde(default = "default_storage_gib")]
    pub storage_gib: u32,
    /// Its containers, in the order of the task definition. Never empty; names differ.
    pub containers: Vec<Container>,
    /// Ports of the task that people reach on an address of the host.
    pub publish: Vec<Publish>,
    /// When the one container ends with 0, what it wrote is kept as a layer: under this tag in
    /// the registry's repository of builds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// What the containers of a task may write that does not ask for more, in GiB (Fargate).
pub const STORAGE_GIB: u32 = 20;

fn default_storage_gib() -> u32 {
    STORAGE_GIB
}

/// What the control plane wants of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desired {
    /// Run it until an essential container exits.
    Running,
    /// Stop it, then release all that it holds.
    Stopped,
}

/// A task's elastic network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eni {
    /// `eni-` and 17 hexadecimal digits.
    pub id: String,
    /// The VPC whose router the interface is joined to.
    pub vpc: String,
    /// The VPC's range, such as `172.31.0.0/16`.
    pub vpc_cidr: String,
    /// The subnet's range, such as `172.31.16.0/20`.
    pub subnet_cidr: String,
    /// The private address, inside the subnet's range.
    pub address: Ipv4Addr,
    /// The subnet's router: the first address of its range.
    pub gateway: Ipv4Addr,
    /// Six pairs of hexadecimal digits with colons.
    pub mac: String,
    /// The name that resolves to `address`, such as `ip-172-31-16-5.ec2.internal`.
    pub private_dns_name: String,
}

/// What a task may use in total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// CPU units; 1024 are one vCPU.
    pub cpu_units: u32,
    /// Memory in MiB; no swap comes on top.
    pub memory_mib: u32,
    /// Processes and threads.
    pub pids_max: u32,
}

/// One container of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// Its name in the task definition.
    pub name: String,
    /// The image as the task definition writes it.
    pub image: String,
    /// Where that image is pulled from.
    pub source: ImageSource,
    /// Whether its exit ends the task.
    pub essential: bool,
    /// Replaces the image's entry point when given.
    pub entry_point: Option<Vec<String>>,
    /// Replaces the image's command when given.
    pub command: Option<Vec<String>>,
    /// Replaces the image's working directory when given.
    pub working_directory: Option<String>,
    /// Replaces the image's user when given: `user`, `user:group`, `uid`, `uid:gid`.
    pub user: Option<String>,
    /// Added to the image's environment; replaces what has the same name.
    pub environment: Vec<(String, String)>,
    /// CPU units reserved: its share when the task's containers compete. 0: the minimum share.
    pub cpu_units: u32,
    /// Hard limit in MiB, within the task's.
    pub memory_mib: Option<u32>,
    /// Soft limit in MiB.
    pub memory_reservation_mib: Option<u32>,
    /// Whether its root file system refuses writes.
    pub readonly_rootfs: bool,
    /// Whether a small init runs as process 1, forwards signals and reaps.
    pub init: bool,
    /// Whether it has a terminal.
    pub pseudo_terminal: bool,
    /// Whether its standard input stays open.
    pub interactive: bool,
    /// Capabilities added to the default set, as `SYS_PTRACE`.
    pub capabilities_add: Vec<String>,
    /// Capabilities taken from the default set, as `NET_RAW` or `ALL`.
    pub capabilities_drop: Vec<String>,
    /// Resource limits that replace the defaults.
    pub ulimits: Vec<Ulimit>,
    /// Kernel settings of the task's own namespaces, name and value.
    pub sysctls: Vec<(String, String)>,
    /// Started only when these conditions hold.
    pub depends_on: Vec<DependsOn>,
    /// Seconds to wait for the conditions of `depends_on` until the task is given up.
    pub start_timeout_s: Option<u32>,
    /// Seconds between the stop signal and SIGKILL.
    pub stop_timeout_s: u32,
    /// Ports that it listens on, for people to read.
    pub ports: Vec<u16>,
    /// Where its output goes.
    pub log: LogDriver,
}

impl Container {
    /// An essential container of an image from elsewhere, of which nothing else is said: it
    /// logs nowhere and has 30 seconds to stop, as on Fargate.
    #[must_use]
    pub fn plain(name: &str, image: &str) -> Self {
        Self {
            name: name.into(),
            image: image.into(),
            source: ImageSource::Foreign,
            essential: true,
            entry_point: None,
            command: None,
            working_directory: None,
            user: None,
            environment: Vec::new(),
            cpu_units: 0,
            memory_mib: None,
            memory_reservation_mib: None,
            readonly_rootfs: false,
            init: false,
            pseudo_terminal: false,
            interactive: false,
            capabilities_add: Vec::new(),
            capabilities_drop: Vec::new(),
            ulimits: Vec::new(),
            sysctls: Vec::new(),
            depends_on: Vec::new(),
            start_timeout_s: None,
            stop_timeout_s: 30,
            ports: Vec::new(),
            log: LogDriver::None,
        }
    }
}

/// Where an image is pulled from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageSource {
    /// This engine's own registry: a repository, and the digest of the manifest that the
    /// image's tag named when the task was accepted.
    Own {
        /// The repository's name.
        repository: String,
        /// A tag or a `sha256:` digest.
        reference: String,
    },
    /// A registry elsewhere; the image's own text says which.
    Foreign,
}

/// One resource limit (`setrlimit(2)`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ulimit {
    /// `nofile`, `core` and so on, as ECS names them.
    pub name: String,
    /// The soft limit; -1 is none.
    pub soft: i64,
    /// The hard limit; -1 is none.
    pub hard: i64,
}

/// A condition on another container of the same task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependsOn {
    /// The other container's name.
    pub container: String,
    /// What must be true of it.
    pub condition: Condition,
}

/// What must be true of a container before those that depend on it start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// It was started.
    Start,
    /// It has exited.
    Complete,
    /// It has exited with code 0.
    Success,
}

/// Where a container's output goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogDriver {
    /// Nowhere: it is read and forgotten, so that the container never blocks.
    None,
    /// Into a log stream of this engine.
    Awslogs(LogTarget),
}

/// A log stream, and what happens when it can't keep up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogTarget {
    /// The region of the log group.
    pub region: String,
    /// The log group.
    pub group: String,
    /// The stream, `prefix/container/task id`.
    pub stream: String,
    /// Whether a missing group is made.
    pub create_group: bool,
    /// What happens when lines come faster than they are taken.
    pub mode: LogMode,
}

/// What happens when lines come faster than they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogMode {
    /// The container's writes wait.
    Blocking,
    /// Lines past the buffer are dropped and counted.
    NonBlocking {
        /// Bytes kept until they are taken.
        buffer_bytes: u64,
    },
}

/// A port of the task on an address of the host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Publish {
    /// A loopback address of the host.
    pub host_address: Ipv4Addr,
    /// A port of the host; 0 takes a free one.
    pub host_port: u16,
    /// A port of the task.
    pub task_port: u16,
    /// What both are ports of.
    #[serde(default)]
    pub transport: Transport,
    /// Another one when the same port was given up and is asked for again: it is then opened
    /// again, and told so.
    #[serde(default)]
    pub generation: u64,
}
