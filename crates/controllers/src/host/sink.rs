//! Where log lines of containers go: told here, built where the log store is.

use async_trait::async_trait;
use ferrogate_link::{FlowBatch, LogBatch};
use ferrogate_records::ecs::task;

/// Why the streams of a task can't be made ready.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// It never will be as things are: the task is stopped with this reason, which begins with
    /// the name of its kind.
    #[error("{0}")]
    Refused(String),
    /// The engine failed: it is tried again.
    #[error("{0}")]
    Failed(String),
}

/// Where log lines go. Returns once they last.
#[async_trait]
pub trait LogSink: Send + Sync + 'static {
    /// Makes the streams of the task's containers, before the task gets a host.
    ///
    /// # Errors
    /// [`NotReady`].
    async fn make_ready(&self, task: &task::Record) -> Result<(), NotReady>;

    /// Stores the lines of `batch`, written by `task`; the number of the last line that is
    /// stored. A line that is stored already is not stored again.
    ///
    /// # Errors
    /// In words; the agent sends the lines again later.
    async fn append(&self, task: &task::Record, batch: LogBatch) -> Result<u64, String>;

    /// Stores what `batch` says of flows, in every flow log that is of them. What is stored
    /// already is not stored again.
    ///
    /// # Errors
    /// In words; it is tried again.
    async fn record(&self, batch: &FlowBatch) -> Result<(), String>;
}
