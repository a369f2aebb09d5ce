//! What runs: the containers of a task and what they may use, with every default filled in and
//! every override put over. `services` builds it when a task is accepted, the host's session
//! sends it, the host gives each field its effect; nobody between them looks into a task
//! definition.
//!
//! It is kept beside the tasks that were accepted together, in one record for all of them, and
//! goes with the last of them.

use std::collections::BTreeMap;

use ferrogate_base::TaskId;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "spec";

kind!(Spec as KIND);

/// The key of the spec of the tasks that were accepted with `first`, their first.
#[must_use]
pub fn key(scope: &Scope, first: &TaskId) -> String {
    scope.key(KIND, &[first.as_str()])
}

/// What the containers of a task may write that does not ask for more, in GiB (Fargate).
pub const STORAGE_GIB: u32 = 20;

fn default_storage_gib() -> u32 {
    STORAGE_GIB
}

/// The most processes of a task; Fargate's own number is not published.
pub const PIDS_MAX: u32 = 4096;

/// Seconds between the stop signal and SIGKILL when nobody says it (Fargate).
pub const STOP_TIMEOUT_S: u32 = 30;

/// What runs as one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spec {
    /// What the task may use in total.
    pub limits: Limits,
    /// What its containers may write beside their images, in GiB.
    #[serde(default = "default_storage_gib")]
    pub storage_gib: u32,
    /// Whether its containers share a process namespace.
    #[serde(default)]
    pub pid_shared: bool,
    /// Whether it may ask its host for faults of its own network.
    #[serde(default)]
    pub fault_injection: bool,
    /// The ARN of the role that its programs act with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_role: Option<String>,
    /// The ARN of the role that acts for it before it runs, and writes its log lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_role: Option<String>,
    /// Its containers, in the order of the task definition. Never empty; names differ.
    pub containers: Vec<Container>,
}

impl Spec {
    /// Where the output of a container goes, when a log stream of this engine takes it.
    #[must_use]
    pub fn log_target(&self, container: &str) -> Option<&LogTarget> {
        match &self.containers.iter().find(|c| c.name == container)?.log {
            LogDriver::Awslogs(target) => Some(target),
            LogDriver::None | LogDriver::Awsfirelens(_) | LogDriver::Splunk(_) => None,
        }
    }

    /// Whether it has secrets, without which it is not begun: values of variables or of options of
    /// log drivers, or logins to registries.
    #[must_use]
    pub fn has_secrets(&self) -> bool {
        let has = |c: &Container| !c.secrets.is_empty() || !c.log_secrets.is_empty();
        self.containers.iter().any(has) || self.has_registry_logins()
    }

    /// Whether lines of its go to an HTTP event collector.
    #[must_use]
    pub fn has_collectors(&self) -> bool {
        self.containers.iter().any(|container| matches!(container.log, LogDriver::Splunk(_)))
    }

    /// Whether images of its are pulled with a login that is a secret.
    #[must_use]
    pub fn has_registry_logins(&self) -> bool {
        self.containers.iter().any(|container| container.registry_login.is_some())
    }

    /// What Fargate asks the execution role for before it runs, in its words; `None` for a task
    /// that needs no such role.
    #[must_use]
    pub fn needs_execution_role(&self) -> Option<&'static str> {
        let any = |needs: fn(&Container) -> bool| self.containers.iter().any(needs);
        if any(|container| matches!(container.log, LogDriver::Awslogs(_))) {
            Some("log driver awslogs")
        } else if any(|container| matches!(container.source, ImageSource::Own { .. })) {
            Some("ECR images")
        } else {
            None
        }
    }
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

/// One container of a task. A field that is added is `#[serde(default)]`: specs are kept, by
/// the control plane and by hosts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// Its name in the task definition.
    pub name: String,
    /// The image as the task definition writes it.
    pub image: String,
    /// Where that image is pulled from.
    pub source: ImageSource,
    /// The secret that has the login to the image's registry, by its name or ARN; `None` for
    /// nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry_login: Option<String>,
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
    /// Added to that with values that are looked up at each start of the task.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretRef>,
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
    /// File systems in its memory.
    #[serde(default)]
    pub tmpfs: Vec<Tmpfs>,
    /// Volumes of the task that it has, and where.
    #[serde(default)]
    pub mount_points: Vec<MountPoint>,
    /// Containers whose volumes it has too, where they have them.
    #[serde(default)]
    pub volumes_from: Vec<VolumesFrom>,
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
    /// What it is labelled with, name and value.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// When it is run again after it has ended; `None` for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart: Option<RestartPolicy>,
    /// What shows whether it does its work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheck>,
    /// Ports that it listens on, for people to read.
    pub ports: Vec<u16>,
    /// Where its output goes.
    pub log: LogDriver,
    /// The options of that as the task definition writes them: for the container to read in its
    /// metadata, and what its task's router is told of it. Empty when its output goes nowhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub log_options: BTreeMap<String, String>,
    /// Further options of its log driver, whose values are looked up at each start of the task.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log_secrets: Vec<SecretRef>,
    /// How it routes what others of its task write; `None` for one that does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_router: Option<LogRouter>,
}

impl Container {
    /// An essential container of an image from elsewhere, of which nothing else is said: it
    /// logs nowhere and has 30 seconds to stop, as on Fargate.
    #[must_use]
    pub fn plain(name: &str, image: &str) -> Self {
        Self {
            name: name.into(),
            image: image.into(),
            essential: true,
            stop_timeout_s: STOP_TIMEOUT_S,
            ..Self::default()
        }
    }
}

/// A variable or an option whose value is a secret. What is kept says where the value is, never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretRef {
    /// The name of the variable or the option.
    pub name: String,
    /// Where its value is: the name or ARN of a parameter, or the ARN of a secret with what may
    /// follow it, as the task definition writes it.
    pub from: String,
}

/// Where an image is pulled from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageSource {
    /// This engine's own registry: a repository, and the digest of the manifest that the
    /// image's tag named when the task was accepted.
    Own {
        /// The repository's name.
        repository: String,
        /// A `sha256:` digest; the tag while there is none, which the pull then says.
        reference: String,
    },
    /// A registry elsewhere; the image's own text says which.
    #[default]
    Foreign,
}

/// A file system in a container's memory: what is in it counts as the container's memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tmpfs {
    /// Where it is: an absolute path, not `/`.
    pub path: String,
    /// What it holds at most, in MiB.
    pub size_mib: u32,
    /// Whether nobody can write to it.
    pub readonly: bool,
    /// Whether programs in it can be run.
    pub exec: bool,
    /// Whether programs in it run as their owners where their files say so.
    pub suid: bool,
    /// Whether reading leaves no time behind.
    pub noatime: bool,
    /// The permissions of its folder.
    pub mode: u32,
    /// The owner of its folder, as the container sees it.
    pub uid: u32,
    /// The group of its folder, as the container sees it.
    pub gid: u32,
    /// Files that it holds at most; `None` leaves it to the kernel.
    pub inodes: Option<u32>,
}

/// A volume of the task in a container. It is a folder of the task's own disk, empty in the
/// beginning, that goes with the task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MountPoint {
    /// The volume's name in the task definition.
    pub volume: String,
    /// Where the container has it.
    pub path: String,
    /// Whether the container can't write to it.
    pub readonly: bool,
}

/// A container of the same task whose volumes another has too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumesFrom {
    /// That container's name.
    pub container: String,
    /// Whether none of them can be written to; what is read-only there, is it here in any case.
    pub readonly: bool,
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

/// When a container that has ended is run again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestartPolicy {
    /// Codes with which it has ended for good.
    pub ignored_codes: Vec<i32>,
    /// Seconds that it must have run for.
    pub attempt_period_s: u32,
}

/// A program that is run in a container again and again: its code 0 says that the container does
/// its work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// The program and its arguments. Never empty.
    pub command: Vec<String>,
    /// Seconds from the end of a check, or the container's start, to the next check.
    pub interval_s: u32,
    /// Seconds that a check may take; one that takes longer has failed, and is killed.
    pub timeout_s: u32,
    /// Checks in a row that fail until the container is unhealthy.
    pub retries: u32,
    /// Seconds from the container's start in which failures don't count, until a check passes.
    pub start_period_s: u32,
}

/// What a container's health check has shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Health {
    /// That it does its work.
    Healthy,
    /// Nothing yet.
    #[default]
    Unknown,
    /// That it does not.
    Unhealthy,
}

impl Health {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "HEALTHY",
            Self::Unknown => "UNKNOWN",
            Self::Unhealthy => "UNHEALTHY",
        }
    }
}

/// How a health check ended, and what it printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// 0-255; -1 when it took too long or could not be run.
    pub code: i32,
    /// The beginning of what it printed.
    pub output: String,
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
    /// Its health check has passed.
    Healthy,
}

/// Where a container's output goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogDriver {
    /// Nowhere: it is read and forgotten, so that the container never blocks.
    #[default]
    None,
    /// Into a log stream of this engine.
    Awslogs(LogTarget),
    /// To the container of its task that routes.
    Awsfirelens(LogMode),
    /// To an HTTP event collector; its options say which ([`crate::ecs::splunk`]).
    Splunk(LogMode),
}

/// A container that routes what others of its task write (FireLens): it listens on a socket, and
/// finds in its configuration where that goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRouter {
    /// What program it is.
    pub kind: LogRouterKind,
    /// Whether it adds to each record what task it is of.
    pub metadata: bool,
    /// A file of its own that its configuration includes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub include: Option<String>,
}

/// The programs that route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogRouterKind {
    /// Fluent Bit.
    Fluentbit,
    /// Fluentd.
    Fluentd,
}

/// A log stream, and what happens when it can't keep up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogTarget {
    /// The region of the log group.
    pub region: String,
    /// The log group.
    pub group: String,
    /// What its streams begin with.
    #[serde(default)]
    pub stream_prefix: String,
    /// Whether a missing group is made.
    pub create_group: bool,
    /// What happens when lines come faster than they are taken.
    pub mode: LogMode,
    /// The pattern of lines that begin an event, when one may have several
    /// ([`crate::ecs::multiline`]).
    #[serde(default)]
    pub multiline: Option<String>,
}

impl LogTarget {
    /// The stream of a container of `task`.
    #[must_use]
    pub fn stream(&self, container: &str, task: &TaskId) -> String {
        format!("{}/{container}/{task}", self.stream_prefix)
    }
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
        /// Lines kept until they are taken; `None` for as many as these bytes are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lines_max: Option<u64>,
    },
}
