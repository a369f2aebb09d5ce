//! What is left when a shim is gone, or is to be: killed, frozen, or without an answer.

use std::io;
use std::path::Path;

use ferrogate_base::TaskKey;

use super::protocol::{Entry, SOCKET, ShimEvent};
use super::{journal, process};
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

/// Clears away a shim that is dead or does not answer: kills it and what it forked, kills what
/// is in the task's cgroup, removes that. Its mounts and namespaces, and the disk that was
/// mounted there, go with the last of these processes. The folder stays, because its logs may
/// not be delivered yet; [`forget`] removes it.
///
/// `root` is the cgroup under which shims and tasks are put, `cgroup` the task's, as
/// [`crate::cgroup::task_path`] gives it. A shim that does answer dies too, and its task with
/// it. Blocks for milliseconds, and for seconds when the kernel is stuck. Calling it again gives
/// the same.
///
/// # Errors
/// [`DeadError`].
pub fn reap_dead(run_dir: &Path, root: &str, cgroup: &str) -> Result<Dead, DeadError> {
    reap(run_dir, root, Some(cgroup))?;
    let events = journal::read(run_dir).map_err(DeadError::Journal)?;
    let finished = events.last().is_some_and(|last| last.event == ShimEvent::Finished);
    Ok(Dead { events, finished })
}

/// The same without a look at what the shim knew; without a `cgroup` when the shim never had a
/// task.
///
/// # Errors
/// [`DeadError::Cgroup`].
pub fn reap(run_dir: &Path, root: &str, cgroup: Option<&str>) -> Result<(), DeadError> {
    let cgroups = Cgroups::detect()?;
    process::kill_all_of(run_dir, root, &cgroups)?;
    if let Some(cgroup) = cgroup {
        cgroups.kill(cgroup)?;
        cgroups.remove(cgroup)?;
    }
    Ok(())
}

/// Whether the shim of `run_dir` has left by itself: then nothing of it is there any more.
#[must_use]
pub fn has_left(run_dir: &Path) -> bool {
    // It takes its socket away last; one that is not yet ready has not written a word.
    !run_dir.join(SOCKET).exists() && journal::read(run_dir).is_ok_and(|told| !told.is_empty())
}

/// Whether the shim of `run_dir` was asked to let its task run: a container has started, or it
/// can't any more.
///
/// # Errors
/// When its journal can't be read.
pub fn has_begun(run_dir: &Path) -> io::Result<bool> {
    let begins = |entry: &Entry| {
        !matches!(entry.event, ShimEvent::Ready { .. } | ShimEvent::ContainerCreated { .. })
    };
    Ok(journal::read(run_dir)?.iter().any(begins))
}

/// Whether the shim of `run_dir` has started a container of the task `key`, as far as its
/// journal can be read.
#[must_use]
pub fn has_run(run_dir: &Path, key: &TaskKey) -> bool {
    journal::read(run_dir).unwrap_or_default().iter().any(|entry| match &entry.event {
        ShimEvent::ContainerStarted { name, runtime_id, .. } => {
            *runtime_id == super::running::runtime_id(key, name)
        }
        _ => false,
    })
}

/// Ends what is in a task's cgroup, whose shim is not known, and removes that.
///
/// # Errors
/// [`DeadError::Cgroup`].
pub fn reap_cgroup(cgroup: &str) -> Result<(), DeadError> {
    let cgroups = Cgroups::detect()?;
    cgroups.kill(cgroup)?;
    Ok(cgroups.remove(cgroup)?)
}

/// Removes a dead shim's folder, logs included. Gone already is fine.
///
/// # Errors
/// When something in it can't be removed.
pub fn forget(run_dir: &Path) -> io::Result<()> {
    ferrogate_base::fsio::remove_all(run_dir)
}
