//! The streams of a program, as the agent waits for them.

use std::io;
use std::os::fd::OwnedFd;

use bytes::Bytes;
use ferrogate_link::stream::{CHUNK_BYTES_MAX, Size};
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::{read, write};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::kernel;
use crate::shim::Streams;

/// Ends the input of a terminal (termios(3), VEOF).
const END: [u8; 1] = [4];

/// Which stream said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    Output,
    Complaints,
}

/// Our ends of a program's streams: those that are open.
#[derive(Debug, Default)]
pub(super) struct Terms {
    terminal: bool,
    stdin: Option<AsyncFd<OwnedFd>>,
    stdout: Option<AsyncFd<OwnedFd>>,
    stderr: Option<AsyncFd<OwnedFd>>,
}

impl Terms {
    /// Must be called within a runtime.
    pub(super) fn new(streams: Streams) -> io::Result<Self> {
        let open = |fd: OwnedFd, interest| {
            fcntl(&fd, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
            kernel::watched(fd, interest).map(Some)
        };
        let (terminal, stdin, stdout, stderr) = match streams {
            Streams::Terminal(both) => (true, both.try_clone()?, both, None),
            Streams::Pipes { stdin, stdout, stderr } => (false, stdin, stdout, Some(stderr)),
        };
        let stderr = stderr.map(|fd| open(fd, Interest::READABLE)).transpose()?.flatten();
        Ok(Self {
            terminal,
            stdin: open(stdin, Interest::WRITABLE)?,
            stdout: open(stdout, Interest::READABLE)?,
            stderr,
        })
    }

    /// What the program says next, at most `room` bytes: none when that stream has ended and is
    /// to be closed. For ever when all have. Dropping the future loses nothing.
    pub(super) async fn read(&self, room: u64) -> (From, Bytes) {
        let (from, bytes) = tokio::select! {
            bytes = read_one(&self.stdout, room) => (From::Output, bytes),
            bytes = read_one(&self.stderr, room) => (From::Complaints, bytes),
        };
        // EIO: all programs of a terminal have closed it.
        (from, bytes.unwrap_or_default())
    }

    /// What is there to be read, without waiting; `None` when that was all.
    pub(super) fn rest(&self, room: u64) -> Option<(From, Bytes)> {
        for (from, fd) in [(From::Output, &self.stdout), (From::Complaints, &self.stderr)] {
            let Some(fd) = fd else { continue };
            if let Ok(bytes) = take(fd.get_ref(), room)
                && !bytes.is_empty()
            {
                return Some((from, bytes));
            }
        }
        None
    }

    pub(super) fn close(&mut self, from: From) {
        match from {
            From::Output => self.stdout = None,
            From::Complaints => self.stderr = None,
        }
    }

    /// Gives the program input: how much it took. All of it, once it takes no more.
    ///
    /// # Errors
    /// When nobody reads it any more.
    pub(super) async fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let Some(fd) = &self.stdin else { return Ok(bytes.len()) };
        fd.async_io(Interest::WRITABLE, |fd| Ok(write(fd, bytes)?)).await
    }

    /// There is no more input.
    pub(super) fn end_input(&mut self) {
        let Some(fd) = &self.stdin else { return };
        if self.terminal {
            // A program that does not read loses this as it would lose a key.
            let _ = write(fd.get_ref(), &END);
        } else {
            self.stdin = None;
        }
    }

    /// Gives its terminal, if it has one, another size.
    pub(super) fn resize(&self, size: Size) {
        if let (true, Some(fd)) = (self.terminal, &self.stdout) {
            drop(kernel::resize_terminal(fd.get_ref(), size));
        }
    }
}

async fn read_one(fd: &Option<AsyncFd<OwnedFd>>, room: u64) -> io::Result<Bytes> {
    match fd {
        Some(fd) => fd.async_io(Interest::READABLE, |fd| Ok(take(fd, room)?)).await,
        None => std::future::pending().await,
    }
}

fn take(fd: &OwnedFd, room: u64) -> Result<Bytes, Errno> {
    let mut chunk = [0; CHUNK_BYTES_MAX];
    let most = usize::try_from(room).unwrap_or(usize::MAX).min(chunk.len());
    let length = read(fd, &mut chunk[..most])?;
    Ok(Bytes::copy_from_slice(&chunk[..length]))
}
