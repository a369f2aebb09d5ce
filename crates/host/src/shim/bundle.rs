//! What a shim is told to run: a task with its images resolved to folders.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use ferrogate_base::TaskKey;
use ferrogate_link::session::Token;
use ferrogate_link::{Container, Limits};
use serde::{Deserialize, Serialize};

use crate::splunk::Settings;

/// A task with everything decided, ready to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// The binding. Names the task's cgroup and its runtime objects.
    pub key: TaskKey,
    /// The host name that its containers see.
    pub hostname: String,
    /// The private address of the task's ENI, for `/etc/hosts`.
    pub address: Ipv4Addr,
    /// Name servers for `/etc/resolv.conf`, in order.
    pub dns_servers: Vec<IpAddr>,
    /// Search domains for `/etc/resolv.conf`.
    pub dns_search: Vec<String>,
    /// What the task may use in total.
    pub limits: Limits,
    /// A folder for its volumes, made when missing. No container's writable folder is in it.
    pub volumes: PathBuf,
    /// Whether its containers share a process namespace.
    #[serde(default)]
    pub pid_shared: bool,
    /// Files of the host that all its containers see and none can change: where on the host each
    /// is, and where in a container.
    #[serde(default)]
    pub files: Vec<(PathBuf, String)>,
    /// Its containers, in the order of the task definition. Never empty; names differ.
    pub containers: Vec<ContainerBundle>,
}

/// One container with its image resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContainerBundle {
    /// What the task definition says of it.
    pub container: Container,
    /// Variables whose values nobody else may see: they go from the agent's memory to the shim's
    /// over its socket, and to no file.
    #[serde(default)]
    pub secrets: Vec<(String, Token)>,
    /// What its image says.
    pub image: ImageConfig,
    /// The unpacked layers, the image's first (lowest) layer first. Never written; may be
    /// shared with other tasks. Owned by ids 0-65,535 as in the image.
    pub layers: Vec<PathBuf>,
    /// A folder of its own for what it writes, on a file system that can hold an overlay's
    /// upper folder. Made when missing; `upper` and `work` are made in it.
    pub writable: PathBuf,
    /// What it needs to route what the others write, if it does.
    #[serde(default)]
    pub log_router: Option<LogRouterBundle>,
    /// What its lines go to a collector by, if they do. The shim keeps it for an agent that
    /// starts again.
    #[serde(default)]
    pub collector: Option<Settings>,
}

/// What a container that routes finds in its file system, beside a folder for its socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRouterBundle {
    /// Where its configuration is.
    pub path: String,
    /// Its configuration.
    pub config: String,
}

/// The part of an image's configuration that running it needs (OCI image-spec, config.md).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageConfig {
    /// `Entrypoint`.
    pub entrypoint: Vec<String>,
    /// `Cmd`.
    pub cmd: Vec<String>,
    /// `Env`, each `NAME=value`.
    pub env: Vec<String>,
    /// `User`; empty is root.
    pub user: String,
    /// `WorkingDir`; empty is `/`.
    pub working_dir: String,
    /// `Volumes`: absolute paths.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// `StopSignal`, as `SIGTERM`, `TERM`, `SIGRTMIN+3` or `15`.
    pub stop_signal: Option<String>,
}
