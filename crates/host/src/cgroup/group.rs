//! Groups of one program and all that it starts, within the group of a container: so that they
//! can be ended together, however they have forked. The container's limits hold for them.

use std::fs;
use std::path::{Path, PathBuf};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{Cgroups, Layout, Result, check, io_error, pids_below, v1, write};

impl Cgroups {
    /// Puts the calling process, which must have one thread, into the group `name` of a
    /// container, making it.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn join_group(&self, container: &str, name: &str) -> Result<()> {
        check(container)?;
        check(name)?;
        if let Layout::V1(tree) = &self.layout {
            tree.enter(container)?;
        }
        let group = self.group(container, name);
        fs::create_dir_all(&group).map_err(io_error(&group, "making it"))?;
        match &self.layout {
            Layout::V1(_) => v1::enter(&group),
            Layout::V2(_) => write(&group.join("cgroup.procs"), "0"),
        }
    }

    /// Kills what is in the group with SIGKILL, but for the process `spared`. Who forks faster
    /// than that is to be killed again: nothing is waited for.
    pub fn kill_group(&self, container: &str, name: &str, spared: Option<i32>) {
        let group = self.group(container, name);
        // Whatever can't be stopped from forking is killed all the same.
        self.hold_forks(&group, true);
        for pid in pids_below(&group).into_iter().filter(|pid| Some(*pid) != spared) {
            // ESRCH: it died meanwhile, as wished.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        self.hold_forks(&group, false);
    }

    /// Removes the group. What is left in it is the container's from then on. A group that stays
    /// all the same goes with the container's own.
    pub fn dissolve_group(&self, container: &str, name: &str) {
        let group = self.group(container, name);
        let Some(parent) = group.parent() else { return };
        for pid in pids_below(&group) {
            drop(fs::write(parent.join("cgroup.procs"), pid.to_string()));
        }
        drop(fs::remove_dir(&group));
    }

    /// In version 1 the hierarchy that counts processes is enough, and in version 2 no group
    /// below a container's has limits.
    fn group(&self, container: &str, name: &str) -> PathBuf {
        match &self.layout {
            Layout::V1(tree) => tree.counting(container).join(name),
            Layout::V2(tree) => tree.dir(container).join(name),
        }
    }

    fn hold_forks(&self, group: &Path, hold: bool) {
        let (file, value) = match (&self.layout, hold) {
            // For good: nothing in it is to start anything any more.
            (Layout::V1(_), true) => ("pids.max", "0"),
            (Layout::V1(_), false) => return,
            // Nobody can be counted here. Who is frozen dies all the same.
            (Layout::V2(_), true) => ("cgroup.freeze", "1"),
            (Layout::V2(_), false) => ("cgroup.freeze", "0"),
        };
        drop(fs::write(group.join(file), value));
    }
}
