//! What wakes the other side of a spool: a named pipe in its folder, of one page. A host has as
//! many pipes as files; of inotify instances, all that its root runs share 128 (inotify(7)).

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc::O_NONBLOCK;
use nix::sys::stat::Mode;
use nix::unistd::{self, mkfifo};
use tokio::io::unix::AsyncFd;

use crate::kernel;

/// The least that a pipe may hold; more is only memory.
const PIPE_BYTES: i32 = 4096;

/// The shim's end of a bell, whichever of the two rings it: it lasts as long as the shim.
#[derive(Debug)]
pub(super) struct Bell(File);

impl Bell {
    /// Makes the pipe, or takes the one that is there.
    pub(super) fn make(path: &Path) -> io::Result<Self> {
        match mkfifo(path, Mode::from_bits_truncate(0o600)) {
            Ok(()) | Err(Errno::EEXIST) => {}
            Err(e) => return Err(e.into()),
        }
        // Opened for both, it waits for no other side, and ringing breaks no pipe (fifo(7)).
        let file = OpenOptions::new().read(true).write(true).custom_flags(O_NONBLOCK).open(path)?;
        let _ = fcntl(&file, FcntlArg::F_SETPIPE_SZ(PIPE_BYTES));
        Ok(Self(file))
    }

    /// Rings. A pipe that is full was rung and not heard yet, which is enough.
    pub(super) fn ring(&self) {
        drop((&self.0).write(&[1]));
    }

    /// Readable once the other side has rung.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    /// Takes the rings so far as heard.
    pub(super) fn hush(&self) {
        let mut rings = [0; PIPE_BYTES as usize];
        while unistd::read(&self.0, &mut rings).is_ok_and(|count| count > 0) {}
    }
}

/// Rings a shim's bell. A shim that is gone waits for nothing.
pub(super) fn ring(path: &Path) {
    let bell = OpenOptions::new().write(true).custom_flags(O_NONBLOCK).open(path);
    drop(bell.and_then(|mut bell| bell.write(&[1])));
}

/// The agent's end of a bell that the shim rings.
#[derive(Debug)]
pub(super) struct Ear {
    fd: AsyncFd<OwnedFd>,
    /// The shim has gone: nobody rings any more.
    deaf: bool,
}

impl Ear {
    /// Must be called within a runtime.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(path)?;
        Ok(Self { fd: kernel::readable(file.into())?, deaf: false })
    }

    /// Resolves when the shim has rung, and once when it has gone; then never again.
    pub(super) async fn hear(&mut self) -> io::Result<()> {
        if self.deaf {
            return std::future::pending().await;
        }
        loop {
            let mut ready = self.fd.readable().await?;
            match unistd::read(self.fd.get_ref(), &mut [0; PIPE_BYTES as usize]) {
                Ok(rings) => {
                    self.deaf = rings == 0;
                    return Ok(());
                }
                Err(Errno::EAGAIN) => ready.clear_ready(),
                Err(Errno::EINTR) => {}
                Err(e) => return Err(e.into()),
            }
        }
    }
}
