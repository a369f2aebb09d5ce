//! What a host tells back: facts about a task that happened, each once, in order.

use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_records::spec::{Health, Said};
use serde::{Deserialize, Serialize};

use crate::assignment::Publish;

/// What a fact takes of a lane's credit beside its texts, in bytes.
const FACT_COST: u64 = 256;
/// What a fact takes at most.
pub const FACT_COST_MAX: u64 = 64 << 10;
/// What a batch of lines takes beside its texts, and what each line does, in bytes.
const BATCH_COST: u64 = 256;
const LINE_COST: u64 = 64;
/// What a batch of lines takes at most.
pub const LOG_BATCH_COST_MAX: u64 = 3 << 20;

/// One fact about one binding of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The binding.
    pub key: TaskKey,
    /// 1 for the first fact of this binding, then one more each. A repeated number is the
    /// same fact sent again.
    pub seq: u64,
    /// When it happened, by the host's clock.
    pub at: TimestampMs,
    /// What happened.
    pub event: Event,
}

impl Observation {
    /// What it takes of its lane's credit: about what it takes of memory.
    #[must_use]
    pub fn cost(&self) -> u64 {
        (FACT_COST + self.event.text_bytes() as u64).min(FACT_COST_MAX)
    }
}

/// What happened. In the order of a task's life; `Failed` may come at any point before
/// `ExecutionStopped`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The task's namespaces stand and its interface is attached.
    Connected,
    /// The first image is being pulled.
    PullStarted,
    /// A container's image is on the host.
    ImageReady {
        /// The container.
        container: String,
        /// The manifest's digest.
        digest: String,
    },
    /// All images are on the host.
    PullStopped,
    /// The containers are made and about to run.
    Activating,
    /// A container's first process runs.
    ContainerStarted {
        /// The container.
        container: String,
        /// The runtime's id of it.
        runtime_id: String,
    },
    /// A container has ended and runs again.
    ContainerRestarted {
        /// The container.
        container: String,
        /// How often it has come to that.
        restarts: u32,
    },
    /// What a container's health check shows has changed.
    ContainerHealth {
        /// The container.
        container: String,
        /// What it shows.
        health: Health,
        /// What the check said that changed it, when one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<Said>,
    },
    /// All containers have been started.
    Running,
    /// A published port answers on the host.
    Published {
        /// As it was asked for.
        publish: Publish,
        /// The port of the host.
        port: u16,
    },
    /// A published port is closed, while the task goes on.
    Unpublished {
        /// As it was asked for.
        publish: Publish,
    },
    /// A port that is to be published can't be opened now. It is tried again for as long as it
    /// is wanted.
    NotPublished {
        /// As it was asked for.
        publish: Publish,
        /// In plain words.
        reason: String,
    },
    /// The task is on its way to its end: its published ports are closed.
    Deactivating,
    /// The containers are being told to stop.
    Stopping,
    /// A container has ended.
    ContainerExited {
        /// The container.
        container: String,
        /// 0-255; 128 + n when signal n ended it.
        code: i32,
        /// Why, when there is more to say than the code, such as an out-of-memory kill.
        reason: Option<String>,
    },
    /// The task can't go on.
    Failed {
        /// What failed.
        kind: FailureKind,
        /// The container it failed for, when it was one.
        container: Option<String>,
        /// In plain words, at most 1,024 characters.
        reason: String,
    },
    /// No container of the task runs any more.
    ExecutionStopped,
    /// What a container wrote was to be kept, as the task asked for it, and is lost.
    NotKept {
        /// The container.
        container: String,
        /// In plain words.
        reason: String,
    },
    /// Nothing took a container's last lines: a log store for so long that they were given up, or a
    /// router that has ended.
    LinesLost {
        /// The container.
        container: String,
        /// How many at most: of the last ones that were sent nobody knows whether it had them.
        lines: u64,
    },
    /// All that the task held on this host is gone: the last fact of a binding.
    Released,
}

impl Event {
    /// The bytes of its texts.
    fn text_bytes(&self) -> usize {
        match self {
            Self::Connected
            | Self::PullStarted
            | Self::PullStopped
            | Self::Activating
            | Self::Running
            | Self::Published { .. }
            | Self::Unpublished { .. }
            | Self::Deactivating
            | Self::Stopping
            | Self::ExecutionStopped
            | Self::Released => 0,
            Self::ImageReady { container, digest: text }
            | Self::ContainerStarted { container, runtime_id: text }
            | Self::NotKept { container, reason: text } => container.len() + text.len(),
            Self::LinesLost { container, lines: _ }
            | Self::ContainerRestarted { container, restarts: _ } => container.len(),
            Self::ContainerHealth { container, health: _, said } => {
                container.len() + said.as_ref().map_or(0, |said| said.output.len())
            }
            Self::NotPublished { publish: _, reason } => reason.len(),
            Self::ContainerExited { container, code: _, reason } => {
                container.len() + reason.as_ref().map_or(0, String::len)
            }
            Self::Failed { kind: _, container, reason } => {
                container.as_ref().map_or(0, String::len) + reason.len()
            }
        }
    }
}

/// What failed, in the classes that ECS tells apart (`stoppedReason`, container `reason`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The image can't be pulled: `CannotPullContainerError`.
    Pull,
    /// The container can't be made: `CannotCreateContainerError`.
    Create,
    /// The container was made and can't be started: `CannotStartContainerError`.
    Start,
    /// Something that the task needs beside its containers: `ResourceInitializationError`.
    Resource,
    /// The host's own disk has no more room, and the task is one that fills it.
    OutOfDisk,
    /// The host lost the task: its shim or the host itself went away.
    HostLost,
}

impl FailureKind {
    /// The name that ECS puts before the reason.
    #[must_use]
    pub fn ecs_name(self) -> &'static str {
        match self {
            Self::Pull => "CannotPullContainerError",
            Self::Create => "CannotCreateContainerError",
            Self::Start => "CannotStartContainerError",
            Self::Resource => "ResourceInitializationError",
            Self::OutOfDisk => "OutOfDiskError",
            Self::HostLost => "HostLost",
        }
    }
}

/// Lines of one container, in order, without a gap from `first_seq` on. Each has the number that
/// follows the ones of the line before, as many as its span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogBatch {
    /// The binding.
    pub key: TaskKey,
    /// The container.
    pub container: String,
    /// The number of the first line; 1 for the container's first.
    pub first_seq: u64,
    /// The lines; at most 10,000 and 1 MiB.
    pub lines: Vec<LogLine>,
}

impl LogBatch {
    /// The number of its last line.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        let numbers = self.lines.iter().fold(0, |sum: u64, line| sum.saturating_add(line.span));
        self.first_seq.saturating_add(numbers.saturating_sub(1))
    }

    /// What it takes of its lane's credit: about what it takes of memory.
    #[must_use]
    pub fn cost(&self) -> u64 {
        let of = |line: &LogLine| LINE_COST + line.text.len() as u64;
        let lines: u64 = self.lines.iter().map(of).sum();
        (BATCH_COST + self.container.len() as u64 + lines).min(LOG_BATCH_COST_MAX)
    }
}

/// One line of output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// When the shim read it.
    pub at: TimestampMs,
    /// The line without its end; bytes that are not UTF-8 are replaced.
    pub text: String,
    /// How many of the container's lines it is: more than one when an event has several.
    #[serde(default = "one_line", skip_serializing_if = "is_one_line")]
    pub span: u64,
}

impl LogLine {
    /// A line that is an event by itself.
    #[must_use]
    pub fn new(at: TimestampMs, text: String) -> Self {
        Self { at, text, span: 1 }
    }
}

fn one_line() -> u64 {
    1
}

fn is_one_line(span: &u64) -> bool {
    *span == 1
}
