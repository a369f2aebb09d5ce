//! The health checks of a task's containers: their processes, and what comes of them.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use ferrogate_base::crash;
use ferrogate_link::{Health, HealthCheck};
use nix::sys::signal::Signal;

use super::health::Checked;
use crate::cgroup::Cgroups;
use crate::kernel;
use crate::runtime::within::{self, Begun, Place, Streams, Surroundings};

/// The cgroup of a check, within its container's.
const GROUP: &str = "check";

/// How often what is left of a check whose time is over is killed again.
const KILL_AGAIN: Duration = Duration::from_millis(100);

/// How long whoever reaps what is left of it has for that.
const REAPED_WITHIN: Duration = Duration::from_secs(1);

/// The checks of one container, for as long as it runs.
#[derive(Debug)]
pub(super) struct Checks {
    check: HealthCheck,
    surroundings: Surroundings,
    /// The container's first process.
    first: OwnedFd,
    /// The container's cgroup.
    cgroup: String,
    checked: Checked,
    probe: Option<Probe>,
}

/// A check that is under way.
#[derive(Debug)]
struct Probe {
    begun: Begun,
    /// Since when its time is over, if it is.
    overdue: Option<Instant>,
}

impl Checks {
    /// Those of a container that starts now.
    pub(super) fn new(
        check: &HealthCheck,
        surroundings: Surroundings,
        first: OwnedFd,
        cgroup: String,
    ) -> Self {
        let checked = Checked::new(check, Instant::now());
        Self { check: check.clone(), surroundings, first, cgroup, checked, probe: None }
    }

    /// What they show so far.
    pub(super) fn shows(&self) -> Health {
        self.checked.shows()
    }

    /// When something is to be done next; no check begins once `told` to stop.
    pub(super) fn next(&self, told: bool) -> Option<Instant> {
        match &self.probe {
            Some(Probe { overdue: Some(_), .. }) => Some(Instant::now() + KILL_AGAIN),
            Some(Probe { overdue: None, .. }) => self.checked.deadline(),
            None => self.checked.due().filter(|_| !told),
        }
    }

    /// Does what is due. Whether the checks now show something else.
    pub(super) fn turn(&mut self, now: Instant, cgroups: &Cgroups, told: bool) -> bool {
        if let Some(probe) = &mut self.probe {
            let late = self.checked.deadline().is_some_and(|deadline| deadline <= now);
            if late {
                probe.overdue = Some(now);
            }
            if let Some(since) = probe.overdue {
                probe.kill(&self.cgroup, cgroups, now >= since + REAPED_WITHIN);
            }
            return late && self.checked.end(false, now);
        }
        if told || self.checked.due().is_none_or(|due| due > now) {
            return false;
        }
        crash::point(format_args!("shim:before-check"));
        self.checked.begin(now);
        match self.begin(cgroups) {
            Ok(begun) => {
                self.probe = Some(Probe { begun, overdue: None });
                crash::point(format_args!("shim:after-check-begun"));
                false
            }
            Err(_) => self.checked.end(false, now),
        }
    }

    fn begin(&self, cgroups: &Cgroups) -> io::Result<Begun> {
        let null = File::options().read(true).write(true).open("/dev/null")?;
        let place =
            Place { first: self.first.as_fd(), cgroups, cgroup: &self.cgroup, group: GROUP };
        let null = null.as_fd();
        let streams = Streams { stdin: null, stdout: null, stderr: null };
        within::begin(&self.check.command, &self.surroundings, &place, &streams)
    }

    /// A process of the shim has ended. If it was the check's, what it showed is known: whether
    /// the checks now show something else. `None` when it was another one.
    pub(super) fn reap(&mut self, pid: i32, code: i32, cgroups: &Cgroups) -> Option<bool> {
        let probe = self.probe.as_mut()?;
        let program = probe.begun.pid();
        if program != Some(pid) && (program.is_some() || pid != probe.begun.way()) {
            return None;
        }
        crash::point(format_args!("shim:after-check"));
        let overdue = self.probe.take().is_some_and(|probe| probe.overdue.is_some());
        if overdue || program.is_none() || code > KILLED_FROM {
            // Who was to reap them is gone.
            cgroups.kill_group(&self.cgroup, GROUP, None);
        }
        cgroups.dissolve_group(&self.cgroup, GROUP);
        let passed = program.is_some() && code == 0;
        Some(!overdue && self.checked.end(passed, Instant::now()))
    }

    /// The container has ended, and with it its process namespace.
    pub(super) fn end(self, cgroups: &Cgroups) {
        if self.probe.is_some() {
            cgroups.kill_group(&self.cgroup, GROUP, None);
            cgroups.dissolve_group(&self.cgroup, GROUP);
        }
    }
}

/// Codes above are those of who was killed by a signal.
const KILLED_FROM: i32 = 128;

impl Probe {
    /// Kills what the check has started and, `all`, also who reaps that.
    fn kill(&mut self, cgroup: &str, cgroups: &Cgroups, all: bool) {
        let program = self.begun.pid();
        match program {
            // From now on it ends when nothing of the check is left.
            Some(pid) => drop(kernel::send_signal(pid, Signal::SIGTERM as i32)),
            // It may not have come to its group yet.
            None => drop(kernel::send_signal(self.begun.way(), Signal::SIGKILL as i32)),
        }
        cgroups.kill_group(cgroup, GROUP, program.filter(|_| !all));
    }
}
