//! What users run within a task's containers: begun here, ended here, and told of. Their input
//! and output pass the shim by: it hands the streams to whoever asked.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::Instant;

use ferrogate_base::crash;
use ferrogate_channel::files;
use ferrogate_link::stream::{ExecUser, Program};
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::{pipe2, read};

use super::guest::{Guest, Home, KILL_AGAIN};
use super::program::Process;
use super::protocol::{ExecRequest, Reply};
use crate::cgroup::Cgroups;
use crate::runtime::users::Identity;
use crate::runtime::within::{self, OursWithin, Place, Streams, Surroundings, Work};

/// Sessions of a task at the same time.
pub(super) const SESSIONS_MAX: usize = 16;

/// What a terminal is, for programs of a container that says nothing of it.
const TERM: &str = "TERM=xterm-256color";

/// The sessions of a task.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    open: Vec<Session>,
    /// How many there have been.
    count: u64,
}

#[derive(Debug)]
struct Session {
    /// Who asked for it.
    client: u64,
    guest: Guest,
    /// Readable when its program has ended and others are left that it has started; until nobody
    /// is there who could say so.
    told: Option<OwnedFd>,
    /// With which code it had ended then.
    code: Option<i32>,
}

impl Sessions {
    /// Begins what `client` has asked for in the container whose program is `process`: what is
    /// to be handed to it.
    ///
    /// # Errors
    /// In words, for the user.
    pub(super) fn begin(
        &mut self,
        client: u64,
        request: &ExecRequest,
        (process, cgroup): (&Process, String),
        cgroups: &Cgroups,
    ) -> Result<UnixStream, String> {
        if self.open.len() >= SESSIONS_MAX {
            return Err(format!("the task has {SESSIONS_MAX} sessions, and no more are let in"));
        }
        self.count += 1;
        let home = Home { cgroup, group: format!("exec-{}", self.count) };
        crash::point(format_args!("shim:before-exec"));
        let (theirs, guest, told) = begin(request, process, home, cgroups)
            .map_err(|e| format!("it could not be begun: {e}"))?;
        crash::point(format_args!("shim:after-exec-begun"));
        self.open.push(Session { client, guest, told: Some(told), code: None });
        Ok(theirs)
    }

    /// What is to be watched: readable when a session is to be looked after.
    pub(super) fn fds(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        self.open.iter().filter_map(|session| Some(session.told.as_ref()?.as_fd()))
    }

    /// When something is to be done next.
    pub(super) fn next(&self) -> Option<Instant> {
        let busy = |session: &Session| session.guest.is_overdue() || session.code.is_some();
        self.open.iter().any(busy).then(|| Instant::now() + KILL_AGAIN)
    }

    /// Ends those whose client is gone, and what a program has left behind.
    pub(super) fn look_after(&mut self, cgroups: &Cgroups, is_open: impl Fn(u64) -> bool) {
        for session in &mut self.open {
            session.hear();
            if session.guest.is_overdue() || !is_open(session.client) {
                session.guest.hurry(Instant::now(), cgroups);
            } else if session.code.is_some() {
                session.guest.clear(cgroups);
            }
        }
    }

    /// A process of the shim has ended. If it was a session's, that is over: who is to be told
    /// what.
    pub(super) fn reap(&mut self, pid: i32, code: i32, cgroups: &Cgroups) -> Option<(u64, Reply)> {
        let at = self.open.iter_mut().position(|session| session.guest.ends_with(pid))?;
        crash::point(format_args!("shim:after-exec"));
        let session = self.open.swap_remove(at);
        let (code, reason) = match session.guest.end(code, cgroups) {
            Ok(()) => (Some(session.code.unwrap_or(code)), None),
            Err(reason) => (None, Some(reason)),
        };
        Some((session.client, Reply::Exited { code, reason }))
    }
}

impl Session {
    fn hear(&mut self) {
        let Some(told) = &self.told else { return };
        let mut byte = [0];
        match read(told, &mut byte) {
            Err(Errno::EAGAIN | Errno::EINTR) => return,
            Ok(1) => self.code = Some(i32::from(byte[0])),
            Ok(_) | Err(_) => {}
        }
        self.told = None;
    }
}

fn begin(
    request: &ExecRequest,
    process: &Process,
    home: Home,
    cgroups: &Cgroups,
) -> io::Result<(UnixStream, Guest, OwnedFd)> {
    let (theirs, ours) = UnixStream::pair()?;
    let (told, teller) = pipe2(OFlag::O_CLOEXEC)?;
    fcntl(&told, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    let surroundings = surroundings(request, &process.surroundings);
    let place =
        Place { first: process.first.as_fd(), cgroups, cgroup: &home.cgroup, group: &home.group };
    let streams =
        Streams::Handed { to: ours.as_fd(), told: teller.as_fd(), terminal: request.terminal };
    let work = match &request.program {
        Program::Command(args) => Work::Program(args),
        copy @ (Program::Read { .. } | Program::Write { .. }) => Work::Ours(copy),
    };
    let begun = within::begin(work, &surroundings, &place, streams)?;
    Ok((theirs, Guest::new(begun, home), told))
}

/// What the program has: what the container's own has, and what comes of the user and terminal
/// that are asked for.
fn surroundings(request: &ExecRequest, of_container: &Surroundings) -> Surroundings {
    let mut surroundings = of_container.clone();
    if request.user == ExecUser::Root && surroundings.identity.uid != 0 {
        let home = format!("HOME={}", surroundings.identity.home);
        surroundings.identity = Identity { uid: 0, gid: 0, groups: vec![0], home: "/root".into() };
        for variable in surroundings.env.iter_mut().filter(|variable| **variable == home) {
            *variable = "HOME=/root".into();
        }
    }
    let says = |variable: &String| variable.starts_with("TERM=");
    if request.terminal.is_some() && !surroundings.env.iter().any(says) {
        surroundings.env.push(TERM.into());
    }
    surroundings
}

impl OursWithin for Program {
    fn run(&self) -> i32 {
        let done = match self {
            Self::Read { path } => files::pack(path.as_ref(), &mut io::stdout().lock()),
            Self::Write { path } => files::unpack(path.as_ref(), &mut io::stdin().lock()),
            Self::Command(_) => return 0,
        };
        match done {
            Ok(()) => 0,
            Err(error) => {
                eprintln!("{}", ferrogate_base::errors::chain(&error));
                1
            }
        }
    }
}
