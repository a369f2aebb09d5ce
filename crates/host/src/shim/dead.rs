//! What is left when a shim is gone.

use std::io;
use std::path::Path;

use super::journal;
use super::protocol::{Entry, ShimEvent};
use crate::cgroup::{CgroupError, Cgroups};

/// Why a dead shim's leftovers could not be cleared.
#[derive(Debug, thiserror::Error)]
pub enum DeadError {
    /// The journal can't be read.
    #[error("the shim's journal can't be read")]
    Journal(#[source] io::Error),
    /// Processes or cgroups stayed.
    #[error("the task's processes can't be cleared away")]
    Cgroup(#[from] CgroupError),
}

/// What a dead shim knew.
#[derive(Clone, Debug, PartialEq)]
pub struct Dead {
    /// All events of its journal, oldest first.
    pub events: Vec<Entry>,
    /// Whether it ended in order: its last event is `Finished`, and no exit code is missing.
    /// If not, and it ever ran a task, that task is lost: `HostLost`.
    pub finished: bool,
}

/// Clears away what a dead shim left: kills what is in the task's cgroup, removes the
/// cgroup. Its mounts and namespaces went with it. The folder stays, because its logs may
/// not be delivered yet; [`forget`] removes it.
///
/// `cgroup` is the task's, as [`crate::cgroup::task_path`] gives it. Call it only when no
/// shim answers in `run_dir`: a living one would see its containers die. Blocks for
/// milliseconds. Calling it again gives the same.
///
/// # Errors
/// [`DeadError`].
pub fn reap_dead(run_dir: &Path, cgroup: &str) -> Result<Dead, DeadError> {
    let cgroups = Cgroups::detect()?;
    cgroups.kill(cgroup)?;
    cgroups.remove(cgroup)?;
    let events = journal::read(run_dir).map_err(DeadError::Journal)?;
    let finished = events.last().is_some_and(|last| last.event == ShimEvent::Finished);
    Ok(Dead { events, finished })
}

/// Removes a dead shim's folder, logs included. Gone already is fine.
///
/// # Errors
/// When something in it can't be removed.
pub fn forget(run_dir: &Path) -> io::Result<()> {
    ferrogate_base::fsio::remove_all(run_dir)
}
