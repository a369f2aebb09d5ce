//! The container's first process, from where it is born to its program.

use std::convert::Infallible;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use ferrogate_base::errors::chain;
use nix::errno::Errno;
use nix::pty::{OpenptyResult, openpty};
use nix::sys::stat::{Mode, umask};
use nix::unistd::{
    Uid, chdir, dup2_stderr, dup2_stdin, dup2_stdout, fchown, getcwd, sethostname, setsid,
};

use super::super::program::{die_with, exec, find};
use super::super::rlimits;
use super::super::within::{Step, become_user, failed};
use super::files::show_console;
use super::{First, NO_PROGRAM, NOT_MADE, Streams, WAITS};
use crate::kernel;

/// Why there is no program: a report's first byte, and the reason.
struct Wrong(u8, String);

impl From<String> for Wrong {
    fn from(reason: String) -> Self {
        Self(NOT_MADE, reason)
    }
}

/// Becomes the program once it is let; comes back only if it can't.
pub(super) fn run(first: &First<'_>, mut report: &File, waits: OwnedFd, shim: &OwnedFd) {
    let Wrong(kind, reason) = match become_program(first, report, waits, shim) {
        Ok(never) => match never {},
        Err(wrong) => wrong,
    };
    let told = match kind {
        // What comes after the first byte is all text.
        WAITS => reason.into_bytes(),
        kind => [&[kind], reason.as_bytes()].concat(),
    };
    // Nobody may be listening any more.
    drop(report.write_all(&told));
}

fn become_program(
    first: &First<'_>,
    mut report: &File,
    waits: OwnedFd,
    shim: &OwnedFd,
) -> Result<Infallible, Wrong> {
    let surroundings = &first.surroundings;
    setsid().map_err(failed("beginning a session"))?;
    umask(Mode::from_bits_truncate(0o022));
    kernel::own_keyring().map_err(failed("leaving the keyring"))?;
    sethostname(first.hostname).map_err(failed("setting the host name"))?;
    let root = first.mounts.enter()?;
    first.settings.iter().try_for_each(|(name, value)| set(name, value))?;
    match &first.streams {
        Streams::Files { stdin, stdout, stderr } => dup2_stdin(stdin)
            .and_then(|()| dup2_stdout(stdout))
            .and_then(|()| dup2_stderr(stderr))
            .map_err(failed("setting the standard streams"))?,
        Streams::Terminal(to) => terminal(to, surroundings.identity.uid)?,
    }
    first.mounts.protect(&root)?;
    // As the task's root, who may enter what its user may not; and as that user, whose folder may
    // be one that a server of files shows to him alone.
    let entered = match chdir(surroundings.cwd.as_str()) {
        Err(Errno::EPERM | Errno::EACCES) => false,
        other => other.map(|()| true).map_err(failed("entering the working folder"))?,
    };
    rlimits::set(&surroundings.rlimits).map_err(failed("setting resource limits"))?;
    become_user(&surroundings.identity)?;
    if !entered {
        chdir(surroundings.cwd.as_str()).map_err(failed("entering the working folder"))?;
    }
    is_inside()?;
    kernel::close_others_on_exec().map_err(failed("closing files"))?;
    surroundings.confinement.enter().map_err(|e| chain(&e))?;
    // After the last change of user and of capabilities, which clears it.
    die_with(shim)?;
    let no_program = |reason| Wrong(NO_PROGRAM, reason);
    let path = find(&first.args, &surroundings.env).map_err(no_program)?;
    report.write_all(&[WAITS]).map_err(failed("telling the shim"))?;
    // Who is not let go on, because its shim has died or its task is over, ends here.
    File::from(waits).read_exact(&mut [0]).map_err(failed("waiting"))?;
    exec(&path, &first.args, &surroundings.env, first.init).map_err(|reason| Wrong(WAITS, reason))
}

/// A working folder outside of the root file system would be a way out of it (CVE-2024-21626).
fn is_inside() -> Step<()> {
    let cwd = getcwd().map_err(failed("looking at the working folder"))?;
    if cwd.is_absolute() { Ok(()) } else { Err("the working folder is not in the image".into()) }
}

/// Writes a setting of the kernel.
fn set(name: &str, value: &str) -> Step<()> {
    let path = format!("/proc/sys/{}", name.replace('.', "/"));
    fs::write(path, value).map_err(|e| format!("setting {name}={value}: {e}"))
}

/// Makes a terminal, which is the process's own from then on, and sends its other side away. As
/// with docker it belongs to the container's user, who may then open it by its name.
fn terminal(to: &UnixStream, user: u32) -> Step<()> {
    let OpenptyResult { master, slave } =
        openpty(None, None).map_err(failed("making a terminal"))?;
    fchown(&slave, Some(Uid::from_raw(user)), None).map_err(failed("giving the terminal away"))?;
    show_console(&slave)?;
    kernel::send_with_descriptors(to, &[0], &[std::os::fd::AsFd::as_fd(&master)])
        .map_err(failed("sending the terminal"))?;
    rustix::process::ioctl_tiocsctty(&slave).map_err(failed("taking the terminal"))?;
    dup2_stdin(&slave)
        .and_then(|()| dup2_stdout(&slave))
        .and_then(|()| dup2_stderr(&slave))
        .map_err(failed("setting the standard streams"))
}
