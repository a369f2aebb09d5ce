//! What tasks use, as their host has measured it.
//!
//! Nothing is lost when one is: what is counted is counted since the container's cgroup was made,
//! so the next one says everything again.

use ferrogate_base::{TaskKey, TimestampMs};
use serde::{Deserialize, Serialize};

/// Tasks of one frame at most.
pub const USAGE_TASKS_MAX: usize = 200;

/// What one task uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskUsage {
    /// Which one.
    pub task: TaskKey,
    /// When it was looked at, by the host's clock.
    pub at: TimestampMs,
    /// Its containers that run.
    pub containers: Vec<ContainerUsage>,
    /// Bytes that its interface has received and sent since it was made.
    pub network: Option<(u64, u64)>,
}

/// What one container uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerUsage {
    /// Its name.
    pub name: String,
    /// Processor time since it began, in nanoseconds.
    pub cpu_ns: u64,
    /// Memory now, in bytes, without the page cache that nothing uses (cgroup version 2: usage
    /// without inactive_file).
    pub memory_bytes: u64,
    /// Bytes read from block devices since it began.
    pub read_bytes: u64,
    /// Bytes written to them.
    pub written_bytes: u64,
}
