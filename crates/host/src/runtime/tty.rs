//! The terminal of a container: made inside it, handed out over a socket.

use std::io;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use super::stdio::Stdio;
use crate::kernel;

/// Where a container's terminal arrives.
#[derive(Debug)]
pub(super) struct Console {
    listener: UnixListener,
    path: PathBuf,
}

impl Console {
    pub(super) fn listen(dir: &Path) -> io::Result<Self> {
        let path = dir.join("console");
        Ok(Self { listener: UnixListener::bind(&path)?, path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the terminal. The container has sent it by the time it is made.
    pub(super) fn accept(self) -> io::Result<Stdio> {
        self.listener.set_nonblocking(true)?;
        let (socket, _) = self.listener.accept()?;
        let terminal = kernel::receive_descriptor(&socket)?;
        Ok(Stdio { stdin: None, stdout: terminal, stderr: None })
    }
}
