//! A task's user namespace and the network namespace that belongs to it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};

use nix::sys::wait::waitpid;
use nix::unistd::Pid;

use super::id_map::{IdMap, Range};

/// The ids that a task's user namespace has.
pub const IDS: u32 = 65_536;

/// What a user namespace may have at most of these in all is what its maker may have
/// (`create_user_ns` of the kernel). A task's processes have limits of their own, and its
/// memory and processes are counted by its cgroup.
const COUNTED: [libc::__rlimit_resource_t; 4] =
    [libc::RLIMIT_NPROC, libc::RLIMIT_SIGPENDING, libc::RLIMIT_MSGQUEUE, libc::RLIMIT_MEMLOCK];

/// A task's namespaces.
#[derive(Debug)]
pub struct Namespaces {
    /// Has no ids until [`Namespaces::map`] gives it some.
    pub user: OwnedFd,
    /// Owned by `user`, so that the task's root rules it and nothing beyond.
    pub net: OwnedFd,
    uid_map: File,
    gid_map: File,
}

impl Namespaces {
    /// Gives the user namespace its ids, which the kernel takes once.
    ///
    /// # Errors
    /// The kernel's.
    pub fn map(&self, ids: &IdMap) -> io::Result<()> {
        write_map(&self.uid_map, &ids.uids())?;
        write_map(&self.gid_map, &ids.gids())
    }
}

/// All of a map is one write.
fn write_map(mut file: &File, ranges: &[Range]) -> io::Result<()> {
    let lines = ranges.iter().map(|range| {
        let Range { inside, host, count } = range;
        format!("{inside} {host} {count}\n")
    });
    file.write_all(lines.collect::<String>().as_bytes())
}

/// Makes a user namespace for the ids that begin at `id_base` on the host, and a network
/// namespace that it owns.
///
/// The first of these ids makes them. The kernel counts what is used in a user namespace, such
/// as inotify instances and queued signals, for its maker too: made by root, all tasks and the
/// host's own root would share one count.
///
/// # Errors
/// The kernel's: mostly a missing privilege, or `user.max_user_namespaces`.
pub fn new_namespaces(id_base: u32) -> io::Result<Namespaces> {
    let (hold, release) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
    let (answer, tell) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
    // SAFETY: no stack is given, so this is a fork: the child goes on here with a copy of
    // everything. It calls only async-signal-safe functions, so that other threads of this
    // process, which it has no copy of, may have been anywhere.
    let pid = unsafe { libc::syscall(libc::SYS_clone, libc::SIGCHLD, 0, 0, 0, 0) };
    match pid {
        0 => {
            let mut byte = 0u8;
            // SAFETY: closes descriptors of this copy, which nothing here uses again; writes
            // four bytes of a number and reads one byte into a byte; ends the copy without
            // running anything of the parent's.
            unsafe {
                libc::close(release.as_raw_fd());
                let errno = make_as(id_base).to_ne_bytes();
                libc::write(tell.as_raw_fd(), errno.as_ptr().cast(), errno.len());
                libc::read(hold.as_raw_fd(), (&raw mut byte).cast(), 1);
                libc::_exit(0);
            }
        }
        -1 => Err(io::Error::last_os_error()),
        pid => {
            let pid = i32::try_from(pid).expect("a process id fits");
            drop(tell);
            let namespaces = made(answer).and_then(|()| open(pid));
            // The child ends when its end of the pipe does.
            drop(release);
            waitpid(Pid::from_raw(pid), None)?;
            namespaces
        }
    }
}

/// Turns the calling process into user `id`, and gives it namespaces: 0, or the error's number.
///
/// # Safety
/// The process must be a copy that does nothing else.
unsafe fn make_as(id: u32) -> i32 {
    // SAFETY: numbers, and one structure that outlives its calls. The system calls themselves,
    // because the C library's functions speak to threads that this copy does not have.
    unsafe {
        let unlimited =
            libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
        for resource in COUNTED {
            // What can't be raised stays as it is: the host's own limit.
            libc::setrlimit(resource, &raw const unlimited);
        }
        // It keeps its capabilities: there are hosts where only root may make namespaces.
        libc::prctl(libc::PR_SET_SECUREBITS, libc::SECBIT_NO_SETUID_FIXUP, 0, 0, 0);
        let done = libc::syscall(libc::SYS_setresgid, id, id, id) == 0
            && libc::syscall(libc::SYS_setresuid, id, id, id) == 0
            && libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET) == 0;
        if done { 0 } else { *libc::__errno_location() }
    }
}

/// Waits for what the child says.
fn made(answer: OwnedFd) -> io::Result<()> {
    let mut errno = [0; 4];
    File::from(answer).read_exact(&mut errno)?;
    match i32::from_ne_bytes(errno) {
        0 => Ok(()),
        errno => Err(io::Error::from_raw_os_error(errno)),
    }
}

/// The files of the maps outlive the child: they are the namespace's.
fn open(pid: i32) -> io::Result<Namespaces> {
    let namespace = |name: &str| File::open(format!("/proc/{pid}/ns/{name}")).map(OwnedFd::from);
    let map = |name: &str| File::options().write(true).open(format!("/proc/{pid}/{name}"));
    Ok(Namespaces {
        user: namespace("user")?,
        net: namespace("net")?,
        uid_map: map("uid_map")?,
        gid_map: map("gid_map")?,
    })
}
