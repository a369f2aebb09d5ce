//! A program that the shim runs within a container beside its own, with all that it starts: in a
//! cgroup of its own, by which it ends as a whole.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::cgroup::Cgroups;
use crate::kernel;
use crate::runtime::within::Begun;

/// How often what is left of a program whose time is over is killed again.
pub(super) const KILL_AGAIN: Duration = Duration::from_millis(100);

/// How long whoever reaps what is left of it has for that.
const REAPED_WITHIN: Duration = Duration::from_secs(1);

/// Codes above are those of who was killed by a signal.
const KILLED_FROM: i32 = 128;

/// Where a guest is: the cgroup of its container, and its own group in it.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) cgroup: String,
    pub(super) group: String,
}

/// A program that is under way.
#[derive(Debug)]
pub(super) struct Guest {
    begun: Begun,
    home: Home,
    /// Since when its time is over, if it is.
    overdue: Option<Instant>,
}

impl Guest {
    pub(super) fn new(begun: Begun, home: Home) -> Self {
        Self { begun, home, overdue: None }
    }

    /// Whether its time is over.
    pub(super) fn is_overdue(&self) -> bool {
        self.overdue.is_some()
    }

    /// Its time is over: kills what it has started, again with each call, and who reaps that
    /// when it is still there after a second.
    pub(super) fn hurry(&mut self, now: Instant, cgroups: &Cgroups) {
        let since = *self.overdue.get_or_insert(now);
        let program = self.begun.pid();
        match program {
            // From now on it ends when nothing of it is left.
            Some(pid) => drop(kernel::send_signal(pid, Signal::SIGTERM as i32)),
            // It may not have come to its group yet.
            None => drop(kernel::send_signal(self.begun.way(), Signal::SIGKILL as i32)),
        }
        let all = now >= since + REAPED_WITHIN;
        cgroups.kill_group(&self.home.cgroup, &self.home.group, program.filter(|_| !all));
    }

    /// Kills what it has left behind, but not who reaps that.
    pub(super) fn clear(&mut self, cgroups: &Cgroups) {
        cgroups.kill_group(&self.home.cgroup, &self.home.group, self.begun.pid());
    }

    /// Whether the end of this process is the end of it.
    pub(super) fn ends_with(&mut self, pid: i32) -> bool {
        match self.begun.pid() {
            Some(program) => program == pid,
            None => pid == self.begun.way(),
        }
    }

    /// It has ended, with this code. Whether it had begun at all.
    pub(super) fn end(mut self, code: i32, cgroups: &Cgroups) -> Result<(), String> {
        let began = self.begun.pid().is_some();
        if self.overdue.is_some() || !began || code > KILLED_FROM {
            // Who was to reap them is gone.
            cgroups.kill_group(&self.home.cgroup, &self.home.group, None);
        }
        cgroups.dissolve_group(&self.home.cgroup, &self.home.group);
        match self.begun.failure() {
            Some(reason) => Err(reason),
            None if began => Ok(()),
            None => Err("it could not be begun".to_owned()),
        }
    }

    /// Its container has ended, and with it its process namespace.
    pub(super) fn abandon(self, cgroups: &Cgroups) {
        cgroups.kill_group(&self.home.cgroup, &self.home.group, None);
        cgroups.dissolve_group(&self.home.cgroup, &self.home.group);
    }
}
