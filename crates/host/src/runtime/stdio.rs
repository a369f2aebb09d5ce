//! The standard streams of a container: pipes of its user.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;

use nix::fcntl::OFlag;
use nix::unistd::{Gid, Uid, fchown, pipe2};

use super::first::Streams;

/// The shim's ends of a container's standard streams.
#[derive(Debug)]
pub struct Stdio {
    /// Held open for an interactive container: it waits for input that never comes.
    pub stdin: Option<OwnedFd>,
    /// Standard output, or the terminal.
    pub stdout: OwnedFd,
    /// Standard error; with a terminal there is none of its own.
    pub stderr: Option<OwnedFd>,
}

/// The container's pipes belong to its user, who may then open them again by name, as
/// `/dev/stdout` (nginx does).
pub(super) fn pipes(interactive: bool, (uid, gid): (u32, u32)) -> io::Result<(Streams, Stdio)> {
    let (ours_out, stdout) = pipe2(OFlag::O_CLOEXEC)?;
    let (ours_err, stderr) = pipe2(OFlag::O_CLOEXEC)?;
    let (stdin, ours_in) = if interactive {
        let (theirs, ours) = pipe2(OFlag::O_CLOEXEC)?;
        (theirs, Some(ours))
    } else {
        let flags = libc::O_CLOEXEC;
        (File::options().read(true).custom_flags(flags).open("/dev/null")?.into(), None)
    };
    for pipe in [&stdout, &stderr] {
        fchown(pipe, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
    }
    let stdio = Stdio { stdin: ours_in, stdout: ours_out, stderr: Some(ours_err) };
    Ok((Streams::Files { stdin, stdout, stderr }, stdio))
}
