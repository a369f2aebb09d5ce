//! The health checks of a task's containers: their processes, and what comes of them.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use ferrogate_base::crash;
use ferrogate_link::{Health, HealthCheck, Said};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::pipe2;

use super::guest::{Guest, Home, KILL_AGAIN};
use super::health::Checked;
use crate::cgroup::Cgroups;
use crate::runtime::within::{self, Begun, Place, Streams, Surroundings, Work};

/// The cgroup of a check, within its container's.
const GROUP: &str = "check";

/// How often what a check prints is read: a pipe holds 64 KiB of it meanwhile.
const READ_EVERY: Duration = Duration::from_millis(100);

/// What is kept of what a check prints, in bytes (docker).
const OUTPUT_MAX: usize = 4096;

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
    /// What the last one said that has ended.
    said: Option<Said>,
}

/// A check that is under way.
#[derive(Debug)]
struct Probe {
    guest: Guest,
    output: Output,
}

/// What a check prints.
#[derive(Debug)]
struct Output {
    /// Never waits.
    from: File,
    begins: Vec<u8>,
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
        Self { check: check.clone(), surroundings, first, cgroup, checked, probe: None, said: None }
    }

    /// What they show so far.
    pub(super) fn shows(&self) -> Health {
        self.checked.shows()
    }

    /// What the last check said that has ended.
    pub(super) fn said(&self) -> Option<Said> {
        self.said.clone()
    }

    /// When something is to be done next; no check begins once `told` to stop.
    pub(super) fn next(&self, told: bool) -> Option<Instant> {
        match &self.probe {
            Some(probe) if probe.guest.is_overdue() => Some(Instant::now() + KILL_AGAIN),
            Some(_) => {
                let read = Instant::now() + READ_EVERY;
                self.checked.deadline().map(|deadline| deadline.min(read))
            }
            None => self.checked.due().filter(|_| !told),
        }
    }

    /// Does what is due. Whether the checks now show something else.
    pub(super) fn turn(&mut self, now: Instant, cgroups: &Cgroups, told: bool) -> bool {
        if let Some(probe) = &mut self.probe {
            probe.output.read();
            let late = self.checked.deadline().is_some_and(|deadline| deadline <= now);
            if late {
                let limit = self.check.timeout_s;
                let output = probe.output.text();
                let output = format!("Health check exceeded timeout ({limit}s): {output}");
                self.said = Some(Said { code: UNKNOWN_CODE, output });
            }
            if late || probe.guest.is_overdue() {
                probe.guest.hurry(now, cgroups);
            }
            return late && self.checked.end(false, now);
        }
        if told || self.checked.due().is_none_or(|due| due > now) {
            return false;
        }
        crash::point(format_args!("shim:before-check"));
        self.checked.begin(now);
        match self.begin(cgroups) {
            Ok((begun, output)) => {
                self.probe = Some(Probe { guest: Guest::new(begun, self.home()), output });
                crash::point(format_args!("shim:after-check-begun"));
                false
            }
            Err(error) => {
                self.said = Some(Said { code: UNKNOWN_CODE, output: error.to_string() });
                self.checked.end(false, now)
            }
        }
    }

    fn begin(&self, cgroups: &Cgroups) -> io::Result<(Begun, Output)> {
        let null = File::options().read(true).write(true).open("/dev/null")?;
        let place =
            Place { first: self.first.as_fd(), cgroups, cgroup: &self.cgroup, group: GROUP };
        let (output, to) = Output::new()?;
        let streams = Streams::Given { input: null.as_fd(), output: to.as_fd() };
        let work = Work::Program(&self.check.command);
        let begun = within::begin(work, &self.surroundings, &place, streams)?;
        Ok((begun, output))
    }

    fn home(&self) -> Home {
        Home { cgroup: self.cgroup.clone(), group: GROUP.to_owned() }
    }

    /// A process of the shim has ended. If it was the check's, what it showed is known: whether
    /// the checks now show something else. `None` when it was another one.
    pub(super) fn reap(&mut self, pid: i32, code: i32, cgroups: &Cgroups) -> Option<bool> {
        let mut probe = self.probe.take_if(|probe| probe.guest.ends_with(pid))?;
        crash::point(format_args!("shim:after-check"));
        let overdue = probe.guest.is_overdue();
        if !overdue {
            probe.output.read();
            self.said = Some(Said { code, output: probe.output.text() });
        }
        let passed = probe.guest.end(code, cgroups).is_ok() && code == 0;
        Some(!overdue && self.checked.end(passed, Instant::now()))
    }

    /// The container has ended, and with it its process namespace.
    pub(super) fn end(self, cgroups: &Cgroups) {
        if let Some(probe) = self.probe {
            probe.guest.abandon(cgroups);
        }
    }
}

/// The code of a check that has none (docker).
const UNKNOWN_CODE: i32 = -1;

impl Output {
    /// A new one, and where it comes from.
    fn new() -> io::Result<(Self, OwnedFd)> {
        let (from, to) = pipe2(OFlag::O_CLOEXEC)?;
        fcntl(&from, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        Ok((Self { from: from.into(), begins: Vec::new() }, to))
    }

    /// Reads what is there, so that who prints does not wait. What is too much is dropped.
    fn read(&mut self) {
        let mut some = [0; 4096];
        // A pipe's worth: more may come as fast as it is read.
        for _ in 0..16 {
            let Ok(read @ 1..) = self.from.read(&mut some) else { return };
            let room = OUTPUT_MAX.saturating_sub(self.begins.len());
            self.begins.extend_from_slice(&some[..read.min(room)]);
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.begins).into_owned()
    }
}
