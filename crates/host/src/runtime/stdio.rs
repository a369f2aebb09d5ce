//! The standard streams of a container: pipes of its user.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;

use libcontainer::container::builder::ContainerBuilder;
use nix::fcntl::OFlag;
use nix::unistd::{Gid, Uid, fchown, pipe2};

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
pub(super) fn with_pipes(
    builder: ContainerBuilder,
    interactive: bool,
    (uid, gid): (u32, u32),
) -> io::Result<(ContainerBuilder, Stdio)> {
    let (stdout, stdout_of_it) = pipe2(OFlag::O_CLOEXEC)?;
    let (stderr, stderr_of_it) = pipe2(OFlag::O_CLOEXEC)?;
    let (stdin_of_it, stdin) = if interactive {
        let (theirs, ours) = pipe2(OFlag::O_CLOEXEC)?;
        (theirs, Some(ours))
    } else {
        let flags = libc::O_CLOEXEC;
        (File::options().read(true).custom_flags(flags).open("/dev/null")?.into(), None)
    };
    for pipe in [&stdout_of_it, &stderr_of_it] {
        fchown(pipe, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
    }
    let builder =
        builder.with_stdin(stdin_of_it).with_stdout(stdout_of_it).with_stderr(stderr_of_it);
    Ok((builder, Stdio { stdin, stdout, stderr: Some(stderr) }))
}
