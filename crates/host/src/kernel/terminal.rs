//! Terminals that are made for a program within a container.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;

use ferrogate_link::stream::Size;
use rustix::fs::fstatfs;

/// The file system of terminals (linux/magic.h, `DEVPTS_SUPER_MAGIC`).
const DEVPTS: u64 = 0x1cd1;

/// Where a container's own terminals are made. Below its mount, which nobody in the container can
/// take away; `/dev/ptmx` beside it may be anything by now.
const MAKER: &str = "/dev/pts/ptmx";

/// A terminal of the container that this process is in: our end of it, and the program's.
///
/// # Errors
/// The kernel's: `ENOSPC` when the container has as many as it may; `InvalidData` when what is
/// there makes no terminals.
pub fn open_terminal(size: Size) -> io::Result<(OwnedFd, OwnedFd)> {
    let flags = libc::O_NOCTTY | libc::O_CLOEXEC | libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let ours = File::options().read(true).write(true).custom_flags(flags).open(MAKER)?;
    let on = fstatfs(&ours)?.f_type;
    if u64::try_from(on).unwrap_or_default() != DEVPTS {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no terminals are made here"));
    }
    let unlocked: libc::c_int = 0;
    // SAFETY: this request reads a number, which the pointer is to and which outlives the call.
    let done = unsafe { libc::ioctl(ours.as_raw_fd(), libc::TIOCSPTLCK, &raw const unlocked) };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    let flags = libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC;
    // SAFETY: this request takes a number, and answers with a descriptor or an error.
    let theirs = unsafe { libc::ioctl(ours.as_raw_fd(), libc::TIOCGPTPEER, flags) };
    if theirs < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel has just made it for us, and nothing else knows of it.
    let theirs = unsafe { OwnedFd::from_raw_fd(theirs) };
    resize_terminal(&ours, size)?;
    Ok((ours.into(), theirs))
}

/// Gives a terminal another size; the program in its foreground is told by SIGWINCH.
///
/// # Errors
/// The kernel's.
pub fn resize_terminal(terminal: &impl AsFd, size: Size) -> io::Result<()> {
    let size = libc::winsize { ws_row: size.rows, ws_col: size.cols, ws_xpixel: 0, ws_ypixel: 0 };
    let fd = terminal.as_fd().as_raw_fd();
    // SAFETY: this request reads a `winsize`, which the pointer is to and which outlives the call.
    let done = unsafe { libc::ioctl(fd, libc::TIOCSWINSZ, &raw const size) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
