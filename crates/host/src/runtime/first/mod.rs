//! A container's first process: a copy of the shim that goes into the container's cgroup and
//! namespaces, makes its root file system what it sees, confines itself, and waits to be let
//! become the container's program.
//!
//! There are two copies. The first, on its way ([`way`]), enters the task's user namespace, in
//! which the others of the container are made, and makes the second there, as the shim's own
//! child. The second ([`inside`]) is the container's first process. Neither can be looked at from
//! inside before it has become the program: it is not dumpable, so that what it has open and what
//! file it runs is nobody's to read there (CVE-2019-5736, CVE-2024-21626).

mod files;
mod inside;
mod way;

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use ferrogate_base::crash;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::Signal;
use nix::sys::wait::waitpid;
use nix::unistd::{Pid, pipe2};
use rustix::process::{PidfdFlags, getpid, pidfd_open};

use super::failure::Failure;
use super::within::{Leaves, NOBODY, NOT_RUN, Surroundings};
use crate::cgroup::Cgroups;
use crate::kernel::{self, Fork};

pub(super) use files::Mounts;

/// Nothing on the way waits for anybody; but a host can be busy.
const MADE_WITHIN: Duration = Duration::from_secs(60);

/// A program that was told to begin does so at once, unless its file can't be read.
const BEGINS_WITHIN: Duration = Duration::from_secs(30);

/// Why a container is not there, in bytes.
const REASON_BYTES_MAX: u64 = 4096;

/// What the first process says before anything else: it waits to be let go on, or there will be
/// no container, or no program. In the latter cases the reason follows.
const WAITS: u8 = 0;
const NOT_MADE: u8 = 1;
const NO_PROGRAM: u8 = 2;

/// What a container's first process is and gets.
#[derive(Debug)]
pub(super) struct First<'a> {
    /// Its program's arguments, with the program's name.
    pub(super) args: Vec<String>,
    /// What it has in common with all programs of the container.
    pub(super) surroundings: Surroundings,
    /// Whether the program is the child of a small first process of ours.
    pub(super) init: bool,
    /// The task's host name.
    pub(super) hostname: &'a str,
    /// Settings of its namespaces.
    pub(super) settings: Vec<(String, String)>,
    /// The task's user namespace.
    pub(super) user: BorrowedFd<'a>,
    /// The process namespace that it shares, if it does.
    pub(super) processes: Option<BorrowedFd<'a>>,
    /// Its file systems.
    pub(super) mounts: Mounts<'a>,
    /// Its standard streams.
    pub(super) streams: Streams,
}

/// A first process's ends of its standard streams.
#[derive(Debug)]
pub(super) enum Streams {
    /// Files.
    Files {
        /// What it reads.
        stdin: OwnedFd,
        /// What it writes to.
        stdout: OwnedFd,
        /// What it writes complaints to.
        stderr: OwnedFd,
    },
    /// A terminal, which it makes, and sends over this.
    Terminal(UnixStream),
}

/// A first process that waits to be let go on. It ends when this does.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) pid: i32,
    gate: File,
    report: File,
}

/// Makes the first process, in the cgroup `group`, which is there. The calling process must have
/// one thread.
///
/// # Errors
/// [`Failure`]; nothing of the container is there then.
pub(super) fn make(first: First<'_>, cgroups: &Cgroups, group: &str) -> Result<Waiting, Failure> {
    let system = |e: io::Error| Failure::create(&e);
    let pipe = || pipe2(OFlag::O_CLOEXEC).map_err(|e| system(e.into()));
    let (told, teller) = pipe()?;
    let (report, reporter) = pipe()?;
    let (waits, gate) = pipe()?;
    let shim = pidfd_open(getpid(), PidfdFlags::empty()).map_err(|e| system(e.into()))?;
    let until = Instant::now() + MADE_WITHIN;
    let way = match cgroups.fork_for(group).map_err(|e| Failure::create(&e))? {
        Fork::Child => {
            // Whatever happens in the copy, it never goes on as a shim.
            let _leaves = Leaves;
            drop((told, report, gate));
            let hands =
                way::Hands { teller: teller.into(), reporter: reporter.into(), waits, shim };
            kernel::leave(if way::go(&first, cgroups, group, hands) { 0 } else { NOT_RUN })
        }
        Fork::Parent(way) => way,
    };
    drop((teller, reporter, waits, first));
    let pid = hear_of(told.into(), until);
    end(way, pid.is_err());
    let pid = pid?;
    crash::point(format_args!("shim:after-first"));
    let mut waiting = Waiting { pid, gate: gate.into(), report: report.into() };
    match waiting.made(until) {
        Ok(()) => Ok(waiting),
        Err(failure) => {
            end(pid, true);
            Err(failure)
        }
    }
}

impl Waiting {
    /// Waits until the first process has all that it needs.
    fn made(&mut self, until: Instant) -> Result<(), Failure> {
        let mut said = [0];
        let read = wait(&self.report, until).and_then(|()| self.report.read(&mut said));
        match (read, said) {
            (Ok(1), [WAITS]) => Ok(()),
            (Ok(1), [NO_PROGRAM]) => Err(Failure::start(&rest_of(&mut self.report))),
            (Ok(1), _) => Err(Failure::plain_create(&rest_of(&mut self.report))),
            (Ok(_), _) => Err(killed()),
            (Err(e), _) => Err(Failure::create(&e)),
        }
    }

    /// Lets it become its program, and waits until it has.
    ///
    /// # Errors
    /// [`Failure`] of kind `Start` with the reason why the program did not begin.
    pub(super) fn start(mut self) -> Result<(), Failure> {
        // Who has died meanwhile has ended like any other: what is told of it is its end.
        drop(self.gate.write_all(&[1]));
        wait(&self.report, Instant::now() + BEGINS_WITHIN)
            .map_err(|_| Failure::start("the program did not begin"))?;
        // The pipe closes by itself when the program begins.
        match rest_of(&mut self.report) {
            reason if reason.is_empty() => Ok(()),
            reason => Err(Failure::start(&reason)),
        }
    }
}

/// Waits for the copy on its way to say who the first process is.
fn hear_of(mut told: File, until: Instant) -> Result<i32, Failure> {
    let mut pid = [0; 4];
    let read = wait(&told, until).and_then(|()| told.read_exact(&mut pid));
    match (read, i32::from_ne_bytes(pid)) {
        (Ok(()), NOBODY) => Err(Failure::plain_create(&rest_of(&mut told))),
        (Ok(()), pid) => Ok(pid),
        (Err(e), _) if e.kind() == io::ErrorKind::UnexpectedEof => Err(killed()),
        (Err(e), _) => Err(Failure::create(&e)),
    }
}

fn killed() -> Failure {
    Failure::plain_create("its first process was killed while it was made (out of memory?)")
}

/// Waits for a child that ends by itself, or now.
fn end(pid: i32, now: bool) {
    if now {
        // ESRCH: it has ended.
        drop(kernel::send_signal(pid, Signal::SIGKILL as i32));
    }
    while waitpid(Pid::from_raw(pid), None) == Err(Errno::EINTR) {}
}

/// Waits until there is something to read, or the other side has closed.
fn wait(from: &File, until: Instant) -> io::Result<()> {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
        match poll(&mut [PollFd::new(from.as_fd(), PollFlags::POLLIN)], left) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(()),
            Err(Errno::EINTR) => {}
            Err(e) => return Err(e.into()),
        }
    }
}

fn rest_of(report: &mut File) -> String {
    let mut said = Vec::new();
    // Whatever was understood is worth more than why the rest was not.
    drop(report.take(REASON_BYTES_MAX).read_to_end(&mut said));
    String::from_utf8_lossy(&said).into_owned()
}
