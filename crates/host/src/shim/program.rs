//! A container's program while it runs: its first process, its output, its health checks.

use std::io;
use std::os::fd::OwnedFd;
use std::time::Instant;

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::read;

use super::checks::Checks;
use crate::kernel;
use crate::runtime::container::Started;
use crate::runtime::within::Surroundings;
use crate::spool::{Stream, Writer};

/// A running container.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) pid: i32,
    pub(super) stop_signal: i32,
    /// The first process, by a descriptor.
    pub(super) first: OwnedFd,
    /// What programs within it have, and who it is: what its image says of that may be covered
    /// by now.
    pub(super) surroundings: Surroundings,
    /// When SIGKILL follows the stop signal.
    pub(super) kill_at: Option<Instant>,
    _stdin: Option<OwnedFd>,
    pub(super) streams: Vec<Open>,
    pub(super) spool: Writer,
    pub(super) checks: Option<Checks>,
}

#[derive(Debug)]
pub(super) struct Open {
    pub(super) stream: Stream,
    pub(super) fd: OwnedFd,
}

impl Process {
    pub(super) fn new(
        Started { pid, first, stdio, stop_signal, surroundings }: Started,
        spool: Writer,
    ) -> io::Result<Self> {
        let mut streams = vec![Open { stream: Stream::Stdout, fd: stdio.stdout }];
        streams.extend(stdio.stderr.map(|fd| Open { stream: Stream::Stderr, fd }));
        for open in &streams {
            fcntl(&open.fd, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        }
        Ok(Self {
            pid,
            stop_signal,
            first,
            surroundings,
            kill_at: None,
            _stdin: stdio.stdin,
            streams,
            spool,
            checks: None,
        })
    }

    /// Reads once; true when there may be more.
    pub(super) fn read_one(&mut self, at: usize) -> bool {
        let mut chunk = [0; 16 << 10];
        let open = &self.streams[at];
        // A disk that takes no more loses lines; the container goes on.
        match read(&open.fd, &mut chunk) {
            Ok(0) => {}
            Ok(length) => {
                drop(self.spool.push(open.stream, &chunk[..length]));
                return true;
            }
            Err(nix::errno::Errno::EAGAIN | nix::errno::Errno::EINTR) => return false,
            // EIO: the other side of a terminal is closed.
            Err(_) => {}
        }
        let ended = self.streams.remove(at);
        drop(self.spool.finish(ended.stream));
        false
    }

    /// Sends a signal to its first process. False when that is gone.
    pub(super) fn signal(&self, signal: i32) -> bool {
        // By number: a stop signal may be a real-time one, which has no name.
        kernel::send_signal(self.pid, signal).is_ok()
    }

    /// Reads all that is left. All that could write is dead, so what is left is what a pipe
    /// holds, and it is taken whatever waits already.
    pub(super) fn drain(&mut self) {
        for at in (0..self.streams.len()).rev() {
            while self.read_one(at) {}
        }
        for open in std::mem::take(&mut self.streams) {
            drop(self.spool.finish(open.stream));
        }
    }
}
