//! A program that is run within a container that runs already, such as a health check or what a
//! user has asked for: in its namespaces and cgroup, as its user, with its environment, limits and capabilities and under
//! its filter of system calls.
//!
//! The shim makes a copy of itself that goes there and makes another, which becomes the program.
//! Neither can be looked at from inside before that: it is not dumpable, so that what it has
//! open and what file it runs is nobody's to read there (CVE-2019-5736, CVE-2024-21626). The
//! program is the child of a small one of ours, which reaps what it leaves behind, since the
//! container's own first process may not.

use std::convert::Infallible;
use std::ffi::CString;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};

use caps::CapSet;
use ferrogate_base::errors::chain;
use ferrogate_link::stream::Size;
use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl};
use nix::sched::{CloneFlags, setns};
use nix::sys::prctl::{set_dumpable, set_keepcaps};
use nix::sys::stat::{Mode, umask};
use nix::unistd::{
    Gid, Uid, chdir, dup2_stderr, dup2_stdin, dup2_stdout, pipe2, setgroups, setresgid, setresuid,
    setsid,
};
use rustix::process::{PidfdFlags, getpid, pidfd_open};

use super::confine::Confinement;
use super::program::{die_with, exec_by, find};
use super::rlimits::{self, Rlimit};
use super::users::Identity;
use crate::cgroup::Cgroups;
use crate::kernel::{self, Fork};

/// What is told of a copy that goes to its end before it has become the program.
pub(super) const NOT_RUN: i32 = 127;

/// What is told instead of a process that there will not be.
pub(super) const NOBODY: i32 = 0;

/// Why the program did not begin, in bytes.
const REASON_BYTES_MAX: u64 = 4096;

/// What programs of a container have in common.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Each `NAME=value`.
    pub env: Vec<String>,
    /// The folder that they begin in.
    pub cwd: String,
    /// Who they are.
    pub identity: Identity,
    /// Their resource limits.
    pub rlimits: Vec<Rlimit>,
    /// What they may do.
    pub confinement: Confinement,
}

/// Where a program is to be run.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The container's first process, by a descriptor: its id may be another's by now.
    pub first: BorrowedFd<'a>,
    /// The host's cgroups.
    pub cgroups: &'a Cgroups,
    /// The container's cgroup.
    pub cgroup: &'a str,
    /// A group of the program's own in it.
    pub group: &'a str,
}

/// What is run.
#[derive(Clone, Copy, Debug)]
pub enum Work<'a> {
    /// A program of the container, with its arguments.
    Program(&'a [String]),
    /// Code of ours, which has the code that it is to end with. It may do what the container's
    /// programs may, and nothing else.
    Ours(&'a dyn OursWithin),
}

/// Code of ours that is run within a container.
pub trait OursWithin: std::fmt::Debug {
    /// Does it, by its standard streams, in a process of its own: the code that this ends with.
    fn run(&self) -> i32;
}

/// A program's standard streams.
#[derive(Clone, Copy, Debug)]
pub enum Streams<'a> {
    /// These.
    Given {
        /// What it reads.
        input: BorrowedFd<'a>,
        /// What it writes to, complaints too.
        output: BorrowedFd<'a>,
    },
    /// Ones that are made for it, where it is: the other ends are sent as descriptors to `to`.
    Handed {
        /// Where they are sent: those of input, output and complaints, or one for a terminal.
        to: BorrowedFd<'a>,
        /// Is told the program's code, in a byte, when it has ended and others are left that it
        /// has started.
        told: BorrowedFd<'a>,
        /// The size of the terminal, if they are one.
        terminal: Option<Size>,
    },
}

/// A program that is on its way, or runs. It dies with the shim, and with the container.
#[derive(Debug)]
pub struct Begun {
    /// The copy on its way: a child of the shim.
    way: i32,
    /// The program, once it is known: a child of the shim. [`NOBODY`] when there is none.
    pid: Option<i32>,
    report: File,
}

/// Runs `work` there. Nothing of it is waited for: how it goes is told by [`Begun`], and by the
/// end of its processes, which are the shim's to reap. The calling process must have one thread.
///
/// # Errors
/// When there is no room for another process.
pub fn begin(
    work: Work<'_>,
    surroundings: &Surroundings,
    place: &Place<'_>,
    streams: Streams<'_>,
) -> io::Result<Begun> {
    let (report, reporter) = pipe2(OFlag::O_CLOEXEC)?;
    fcntl(&report, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    let shim = pidfd_open(getpid(), PidfdFlags::empty())?;
    match kernel::fork()? {
        Fork::Parent(way) => Ok(Begun { way, pid: None, report: report.into() }),
        Fork::Child => {
            // Whatever happens in the copy, it never goes on as a shim.
            let _leaves = Leaves;
            let report = File::from(reporter);
            let program = Program { work, surroundings, streams, shim };
            let code = match go(place, &program, &report) {
                Ok(()) => 0,
                Err(reason) => {
                    let told = [&NOBODY.to_ne_bytes()[..], reason.as_bytes()].concat();
                    drop((&report).write_all(&told));
                    NOT_RUN
                }
            };
            kernel::leave(code)
        }
    }
}

impl Begun {
    /// The program's process, once it is there.
    ///
    /// Is told before the program does anything: asked after the shim has heard of the end of a
    /// process, it says whether that was the program.
    pub fn pid(&mut self) -> Option<i32> {
        if self.pid.is_none() {
            let mut bytes = [0; 4];
            // Less than all of it is never written.
            if matches!(self.report.read(&mut bytes), Ok(4)) {
                self.pid = Some(i32::from_ne_bytes(bytes));
            }
        }
        self.pid.filter(|pid| *pid != NOBODY)
    }

    /// The process that is on the way to the container. It ends once the program is there, or
    /// can't be.
    #[must_use]
    pub fn way(&self) -> i32 {
        self.way
    }

    /// Why the program did not begin, once that is known.
    pub fn failure(&mut self) -> Option<String> {
        // What comes first is not text.
        self.pid();
        self.pid?;
        let mut said = String::new();
        // Whatever was understood is worth more than why the rest was not.
        drop((&mut self.report).take(REASON_BYTES_MAX).read_to_string(&mut said));
        (!said.is_empty()).then_some(said)
    }
}

/// Ends the process when it goes out of scope, also by a panic.
pub(super) struct Leaves;

impl Drop for Leaves {
    fn drop(&mut self) {
        kernel::leave(NOT_RUN);
    }
}

struct Program<'a> {
    work: Work<'a>,
    surroundings: &'a Surroundings,
    streams: Streams<'a>,
    shim: OwnedFd,
}

pub(super) type Step<T> = Result<T, String>;

pub(super) fn failed<E: std::error::Error + 'static>(doing: &str) -> impl FnOnce(E) -> String {
    move |e| format!("{doing}: {}", chain(&e))
}

/// The first copy: goes to the container, and makes the second one there.
fn go(place: &Place<'_>, program: &Program<'_>, report: &File) -> Step<()> {
    set_dumpable(false).map_err(failed("hiding"))?;
    setsid().map_err(failed("leaving the session"))?;
    // Before the namespaces: from inside nobody changes groups. And not by the shim itself, which
    // would then be among those of whom the kernel kills one when the container's memory is full.
    place.cgroups.join_group(place.cgroup, place.group).map_err(failed("entering the cgroup"))?;
    let all = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS
        | CloneFlags::CLONE_NEWCGROUP;
    setns(place.first, all).map_err(failed("entering the container"))?;
    let (gate, opener) = pipe2(OFlag::O_CLOEXEC).map_err(failed("making a pipe"))?;
    match kernel::fork_sibling().map_err(failed("making a process"))? {
        Fork::Child => {
            drop(opener);
            let reason = match become_program(program, gate) {
                Ok(never) => match never {},
                Err(reason) => reason,
            };
            drop((&*report).write_all(reason.as_bytes()));
            kernel::leave(NOT_RUN)
        }
        Fork::Parent(pid) => {
            let mut report = report;
            report.write_all(&pid.to_ne_bytes()).map_err(failed("telling the process"))?;
            File::from(opener).write_all(&[1]).map_err(failed("letting it go on"))
        }
    }
}

/// The second copy, in all namespaces of the container.
fn become_program(program: &Program<'_>, gate: OwnedFd) -> Step<Infallible> {
    // Nobody would know of it otherwise.
    File::from(gate).read_exact(&mut [0]).map_err(failed("waiting to be known"))?;
    let Surroundings { env, cwd, identity, rlimits, confinement } = program.surroundings;
    umask(Mode::from_bits_truncate(0o022));
    kernel::own_keyring().map_err(failed("leaving the keyring"))?;
    rlimits::set(rlimits).map_err(failed("setting resource limits"))?;
    become_user(identity)?;
    chdir(cwd.as_str()).map_err(failed("entering the working folder"))?;
    set_streams(program.streams)?;
    kernel::close_others_on_exec().map_err(failed("closing files"))?;
    confinement.enter().map_err(failed("confining the program"))?;
    // After the last change of user and of capabilities, which clears it.
    die_with(&program.shim)?;
    match program.work {
        Work::Program(args) => {
            let path = find(args, env)?;
            exec_by(&role(program.streams)?, &path, args, env)
        }
        Work::Ours(ours) => {
            // What else the shim has open is nobody's in here.
            kernel::close_others().map_err(failed("closing files"))?;
            kernel::leave(ours.run())
        }
    }
}

/// Which small process of ours the program's is the child of.
fn role(streams: Streams<'_>) -> Step<CString> {
    let name = match streams {
        Streams::Given { .. } => "keep".to_owned(),
        Streams::Handed { told, terminal, .. } => {
            fcntl(told, FcntlArg::F_SETFD(FdFlag::empty())).map_err(failed("keeping a pipe"))?;
            let letter = if terminal.is_some() { 't' } else { 's' };
            format!("{letter}{}", told.as_raw_fd())
        }
    };
    CString::new(name).map_err(failed("naming the program's keeper"))
}

fn set_streams(streams: Streams<'_>) -> Step<()> {
    let set = |stdin: BorrowedFd<'_>, stdout: BorrowedFd<'_>, stderr: BorrowedFd<'_>| {
        dup2_stdin(stdin)
            .and_then(|()| dup2_stdout(stdout))
            .and_then(|()| dup2_stderr(stderr))
            .map_err(failed("setting the standard streams"))
    };
    let (to, terminal) = match streams {
        Streams::Given { input, output } => return set(input, output, output),
        Streams::Handed { to, terminal, .. } => (to, terminal),
    };
    let hand = |ours: &[BorrowedFd<'_>]| {
        kernel::send_with_descriptors(&to, &[1], ours).map_err(failed("handing over the streams"))
    };
    if let Some(size) = terminal {
        let (ours, theirs) = kernel::open_terminal(size).map_err(failed("making a terminal"))?;
        hand(&[ours.as_fd()])?;
        let theirs = theirs.as_fd();
        return set(theirs, theirs, theirs);
    }
    let pipe = || pipe2(OFlag::O_CLOEXEC).map_err(failed("making a pipe"));
    let ((stdin, input), (output, stdout), (complaints, stderr)) = (pipe()?, pipe()?, pipe()?);
    hand(&[input.as_fd(), output.as_fd(), complaints.as_fd()])?;
    set(stdin.as_fd(), stdout.as_fd(), stderr.as_fd())
}

/// Turns the calling process into a user of its user namespace. The capabilities stay, for the
/// filter to be set.
pub(super) fn become_user(identity: &Identity) -> Step<()> {
    let groups: Vec<Gid> = identity.groups.iter().copied().map(Gid::from_raw).collect();
    let (uid, gid) = (Uid::from_raw(identity.uid), Gid::from_raw(identity.gid));
    setgroups(&groups)
        .and_then(|()| setresgid(gid, gid, gid))
        .and_then(|()| set_keepcaps(true))
        .and_then(|()| setresuid(uid, uid, uid))
        .map_err(failed("becoming another user"))?;
    // Who is root no more has them, but none in effect.
    caps::read(None, CapSet::Permitted)
        .and_then(|permitted| caps::set(None, CapSet::Effective, &permitted))
        .map_err(failed("keeping capabilities"))
}
