//! What the steps of one task share.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ferrogate_base::{Clock, Shutdown, SystemClock, TaskKey, TimestampMs};
use ferrogate_image::Digest;
use ferrogate_link::{Assignment, Event};
use parking_lot::Mutex;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::life::Found;
use super::steps::{Lines, Ports};
use crate::agent::Host;
use crate::agent::bundle::{Logins, SecretValues};
use crate::agent::failure::Failure;
use crate::agent::images::Pulled;
use crate::agent::metadata::Metadata;
use crate::agent::patience::patiently;
use crate::agent::slots::Slot;
use crate::cgroup::task_path;
use crate::shim::ShimHandle;
use crate::splunk::Settings;

/// What came true in a step, and when.
pub(super) type Report = (TimestampMs, Vec<Event>);

/// What the steps of one task share: what it is, and what they have made of it so far.
pub(in crate::agent) struct Cx {
    pub(in crate::agent) host: Arc<Host>,
    pub(in crate::agent) assignment: Arc<Assignment>,
    /// What the task may know of itself.
    pub(super) metadata: Arc<Metadata>,
    /// The task's folder.
    pub(in crate::agent) dir: PathBuf,
    /// What an earlier agent left of it.
    pub(super) found: Found,
    /// The images that an earlier agent has made its containers of, in their order.
    pub(in crate::agent) decided: Vec<Digest>,
    pub(super) slot: OnceLock<Slot>,
    pub(super) shim: Arc<OnceLock<ShimHandle>>,
    /// Kept for the whole life: they keep the layers from being collected.
    pub(super) pulled: OnceLock<Vec<Pulled>>,
    /// What the server told of its secrets, until its containers are made.
    pub(super) secrets: Mutex<SecretValues>,
    /// The same of options of its log drivers.
    pub(super) log_options: Mutex<SecretValues>,
    /// What lines go to collectors by, by container, once its containers are made of that.
    pub(super) collectors: Mutex<BTreeMap<String, Settings>>,
    /// What the server told of the registries of its images, until those are pulled.
    pub(super) logins: Mutex<Logins>,
    pub(super) ports: Ports,
    pub(super) lines: Mutex<Lines>,
    /// Numbers of the last lines that the server has, by container.
    pub(super) acked: HashMap<String, watch::Receiver<u64>>,
    /// Ends the sockets that are served for this task alone.
    pub(super) local: Shutdown,
    /// Asks the steps to come to their end: looked at, never waited for half way in an effect.
    pub(super) halt: CancellationToken,
    /// The epoch is closed: nobody waits for anything of it.
    pub(super) closed: CancellationToken,
    pub(super) reports: mpsc::UnboundedSender<Report>,
}

impl Cx {
    pub(in crate::agent) fn key(&self) -> &TaskKey {
        &self.assignment.key
    }

    /// The task's slot, once it has one.
    pub(super) fn slot(&self) -> Option<Slot> {
        self.slot.get().copied()
    }

    /// The task's shim, once there is a connection to it.
    ///
    /// # Errors
    /// When there is none: the step that makes it comes first.
    pub(super) fn shim(&self) -> Result<&ShimHandle, Failure> {
        self.shim.get().ok_or_else(|| Failure::lost("the task has no shim"))
    }

    /// The folder of the task's slot, once it has one.
    pub(super) fn run_dir(&self) -> Option<PathBuf> {
        self.slot().map(|slot| self.host.slots.dir(slot))
    }

    /// The task's cgroup.
    pub(super) fn cgroup(&self) -> String {
        task_path(self.host.slots.cgroup_root(), self.key())
    }

    /// Tells what came true just now.
    pub(super) fn report(&self, facts: Vec<Event>) {
        // The life listens for as long as steps are taken.
        drop(self.reports.send((SystemClock.now(), facts)));
    }

    /// Does something with the task's folder, in its turn and until it goes well: a disk may
    /// refuse it for a moment.
    pub(super) async fn write(
        &self,
        what: &'static str,
        write: impl Fn(&Path) -> io::Result<()> + Clone + Send + 'static,
    ) -> io::Result<()> {
        let attempt = || {
            let (write, dir) = (write.clone(), self.dir.clone());
            self.host.scribe.run(move || write(&dir))
        };
        patiently(what, |_| true, attempt).await
    }
}
