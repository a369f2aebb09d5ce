//! The few system calls that no safe crate offers.

mod clock;
mod id_map;
mod memory;
mod namespaces;
mod terminal;

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::Path;

use nix::fcntl::{FcntlArg, SealFlag};
use nix::sys::signal::SigSet;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

pub use clock::{ClockError, clock_error};
pub use id_map::{IdMap, NOBODY, Range, TooMany};
pub use memory::return_free_memory;
pub use namespaces::{IDS, Namespaces, new_namespaces};
pub use terminal::{open_terminal, resize_terminal};

/// A detached copy of the mount of `dir`, read-only and without device nodes, whose files
/// show the ids of the user namespace where they are stored with ids 0-65,535.
///
/// # Errors
/// The kernel's: `EINVAL` when the file system can't map ids.
pub fn id_mapped_clone(dir: &Path, user: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let user = u64::try_from(user.as_raw_fd()).expect("a descriptor is not negative");
    let set = libc::MOUNT_ATTR_IDMAP | libc::MOUNT_ATTR_RDONLY | libc::MOUNT_ATTR_NODEV;
    clone_with(dir, set, 0, user)
}

/// A detached copy of the mount of `dir` that nobody can write, run a program of, or find a
/// device in.
///
/// # Errors
/// The kernel's.
pub fn read_only_clone(dir: &Path) -> io::Result<OwnedFd> {
    let set = libc::MOUNT_ATTR_RDONLY
        | libc::MOUNT_ATTR_NODEV
        | libc::MOUNT_ATTR_NOSUID
        | libc::MOUNT_ATTR_NOEXEC;
    clone_with(dir, set, 0, 0)
}

/// A detached copy of the mount of `dir` without device nodes, in which programs of setuid are
/// what they are in a root file system.
///
/// # Errors
/// The kernel's.
pub fn volume_clone(dir: &Path) -> io::Result<OwnedFd> {
    clone_with(dir, libc::MOUNT_ATTR_NODEV, libc::MOUNT_ATTR_NOSUID, 0)
}

/// The same, in which a program of setuid is a program like any other.
///
/// # Errors
/// The kernel's.
pub fn volume_clone_without_setuid(dir: &Path) -> io::Result<OwnedFd> {
    clone_with(dir, libc::MOUNT_ATTR_NODEV | libc::MOUNT_ATTR_NOSUID, 0, 0)
}

/// Nobody can write to this mount from now on, be it attached or not.
///
/// # Errors
/// The kernel's: `EBUSY` when somebody does.
pub fn make_read_only(mount: &OwnedFd) -> io::Result<()> {
    set_attributes(mount, libc::MOUNT_ATTR_RDONLY, 0, 0)
}

fn clone_with(dir: &Path, set: u64, clear: u64, user: u64) -> io::Result<OwnedFd> {
    let tree = open_tree(dir, 0)?;
    set_attributes(&tree, set, clear, user)?;
    Ok(tree)
}

fn set_attributes(tree: &OwnedFd, set: u64, clear: u64, user: u64) -> io::Result<()> {
    let attributes = libc::mount_attr {
        attr_set: set,
        attr_clr: clear,
        propagation: libc::MS_PRIVATE,
        userns_fd: user,
    };
    // SAFETY: the empty path is terminated; the structure is whole, of the size given, and
    // outlives the call.
    let done = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            tree.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH,
            &raw const attributes,
            size_of::<libc::mount_attr>(),
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Tries what every task needs of the file system that `dir` is on: a user namespace, and a
/// mount of the folder that shows its ids. Nothing of it stays.
///
/// # Errors
/// The kernel's, with which of the two it refuses.
pub fn can_map_ids(dir: &Path) -> io::Result<()> {
    let said = |what: &str| {
        let what = what.to_owned();
        move |e: io::Error| io::Error::new(e.kind(), format!("{what}: {e}"))
    };
    // Any range beyond the host's own users does.
    let base = 1 << 20;
    let namespaces = new_namespaces(base).map_err(said("making a user namespace"))?;
    namespaces.map(&IdMap::plain(base)).map_err(said("mapping the ids of a user namespace"))?;
    let doing = format!("mapping the ids of {}", dir.display());
    id_mapped_clone(dir, namespaces.user.as_fd()).map(drop).map_err(said(&doing))
}

/// Attaches a detached mount at `at`.
///
/// # Errors
/// The kernel's.
pub fn attach(mount: &OwnedFd, at: &Path) -> io::Result<()> {
    let path = CString::new(at.as_os_str().as_bytes())?;
    // SAFETY: both paths are terminated strings that outlive the call.
    let done = unsafe {
        libc::syscall(
            libc::SYS_move_mount,
            mount.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_FDCWD,
            path.as_ptr(),
            libc::MOVE_MOUNT_F_EMPTY_PATH,
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Attaches a detached mount at what `at` is, be it a link.
///
/// # Errors
/// The kernel's.
pub fn attach_at(mount: &OwnedFd, at: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: both paths are terminated strings that outlive the call.
    let done = unsafe {
        libc::syscall(
            libc::SYS_move_mount,
            mount.as_raw_fd(),
            c"".as_ptr(),
            at.as_raw_fd(),
            c"".as_ptr(),
            libc::MOVE_MOUNT_F_EMPTY_PATH | libc::MOVE_MOUNT_T_EMPTY_PATH,
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Takes away the mount whose uppermost folder `at` is; it is gone once nobody uses it.
///
/// # Errors
/// The kernel's: `EINVAL` when it is no such folder.
pub fn detach(at: BorrowedFd<'_>) -> io::Result<()> {
    let path = format!("/proc/self/fd/{}", at.as_raw_fd());
    Ok(nix::mount::umount2(path.as_str(), nix::mount::MntFlags::MNT_DETACH)?)
}

/// A detached copy of the mount of `path` alone, a folder or a file.
///
/// # Errors
/// The kernel's.
pub fn clone_mount(path: &Path) -> io::Result<OwnedFd> {
    open_tree(path, 0)
}

/// A detached copy of the mount at `dir` and of all mounts below it.
///
/// # Errors
/// The kernel's.
pub fn clone_mounts(dir: &Path) -> io::Result<OwnedFd> {
    open_tree(dir, libc::AT_RECURSIVE.unsigned_abs())
}

fn open_tree(dir: &Path, more: libc::c_uint) -> io::Result<OwnedFd> {
    let path = CString::new(dir.as_os_str().as_bytes())?;
    let flags = libc::OPEN_TREE_CLONE | libc::OPEN_TREE_CLOEXEC | more;
    // SAFETY: the path is a terminated string that outlives the call; the result is checked
    // before it is taken as a descriptor of our own.
    unsafe { owned(libc::syscall(libc::SYS_open_tree, libc::AT_FDCWD, path.as_ptr(), flags)) }
}

/// Brings the loopback interface of the current network namespace up.
///
/// # Errors
/// The kernel's.
pub fn loopback_up() -> io::Result<()> {
    use nix::sys::socket::{AddressFamily, SockFlag, SockType, socket};
    let socket = socket(AddressFamily::Inet, SockType::Datagram, SockFlag::SOCK_CLOEXEC, None)?;
    // SAFETY: all-zero bytes are a valid `ifreq`: plain numbers and characters.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        *to = *from as libc::c_char;
    }
    let up = libc::IFF_UP | libc::IFF_RUNNING;
    request.ifr_ifru.ifru_flags = libc::c_short::try_from(up).expect("both flags are small");
    // SAFETY: this request reads an `ifreq`, which the pointer is to and which outlives it.
    let done = unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Gives a program that is about to be executed the signals as a fresh process has them:
/// nothing blocked, nothing ignored.
///
/// # Errors
/// The kernel's.
pub fn reset_signals() -> io::Result<()> {
    // Ignored signals are inherited by programs: SIGPIPE by what this language's runtime
    // does, others from whoever started us. Asked of the kernel directly, because the C
    // library hides two numbers of its own. All zero is the default action, no flags.
    let default = [0u64; 4];
    for signal in 1..=64 {
        // SAFETY: the kernel's structure is four words, which live longer than the call; no
        // old one is asked for. SIGKILL and SIGSTOP answer EINVAL and stay as they are.
        unsafe {
            libc::syscall(
                libc::SYS_rt_sigaction,
                signal,
                default.as_ptr(),
                std::ptr::null_mut::<u64>(),
                size_of::<u64>(),
            );
        }
    }
    SigSet::empty().thread_set_mask()?;
    Ok(())
}

/// Sends a signal by its number, also one that has no name.
///
/// # Errors
/// The kernel's: `ESRCH` when the process is gone.
pub fn send_signal(pid: i32, signal: i32) -> io::Result<()> {
    // SAFETY: takes two numbers and touches no memory of ours.
    let done = unsafe { libc::kill(pid, signal) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Takes the end of one child, without waiting: its id, and its code or 128 and the signal.
#[must_use]
pub fn reap_one() -> Option<(i32, i32)> {
    let mut status = 0;
    // SAFETY: the status is written before the call returns, and outlives it.
    let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
    let code = if libc::WIFSIGNALED(status) {
        128 + libc::WTERMSIG(status)
    } else {
        libc::WEXITSTATUS(status)
    };
    (pid > 0).then_some((pid, code))
}

/// Leaves the session keyring of whoever started this process for an empty one of its own. A
/// kernel without keyrings has none to leave.
///
/// # Errors
/// The kernel's, such as a full quota.
pub fn own_keyring() -> io::Result<()> {
    const JOIN_SESSION_KEYRING: libc::c_long = 1;
    // SAFETY: a null name asks for an anonymous keyring; nothing else is pointed to.
    let done = unsafe {
        libc::syscall(libc::SYS_keyctl, JOIN_SESSION_KEYRING, std::ptr::null::<libc::c_char>())
    };
    if done >= 0 {
        return Ok(());
    }
    match io::Error::last_os_error() {
        e if e.raw_os_error() == Some(libc::ENOSYS) => Ok(()),
        e => Err(e),
    }
}

/// A program that is in no file system: sealed, so that nobody can change it, and gone when
/// it has been executed.
///
/// # Errors
/// The kernel's: a host may forbid programs in memory (`vm.memfd_noexec`).
pub fn program_in_memory(name: &CStr, bytes: &[u8]) -> io::Result<OwnedFd> {
    let create = |flags: libc::c_uint| {
        // SAFETY: the name is terminated and outlives the call; the result is checked before
        // it is taken as a descriptor of our own.
        unsafe { owned(libc::memfd_create(name.as_ptr(), flags).into()) }
    };
    let flags = libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING;
    // A kernel before 6.3 does not know the flag, and needs none.
    let file = create(flags | libc::MFD_EXEC).or_else(|_| create(flags))?;
    let mut file = File::from(file);
    file.write_all(bytes)?;
    nix::fcntl::fcntl(&file, FcntlArg::F_ADD_SEALS(SealFlag::all()))?;
    Ok(file.into())
}

/// Which of the two a process is after a fork.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fork {
    /// The copy.
    Child,
    /// The one that was there before, and the copy's id.
    Parent(i32),
}

/// Makes a copy of this process, which must have one thread: then all of it works on in both.
///
/// # Errors
/// The kernel's.
pub fn fork() -> io::Result<Fork> {
    // SAFETY: the process has one thread, as is asked for above, so no lock is held by a
    // thread that the copy does not have.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(Fork::Child),
        pid => Ok(Fork::Parent(pid)),
    }
}

/// Makes a copy of this process, which must have one thread, that is born in the cgroup (version
/// 2) whose folder is `group`. Who moves there later waits for a grace period of RCU.
///
/// # Errors
/// The kernel's.
pub fn fork_into(group: BorrowedFd<'_>) -> io::Result<Fork> {
    /// The library's own has lost its highest bits.
    const CLONE_INTO_CGROUP: u64 = 1 << 33;
    // SAFETY: all-zero bytes are a valid `clone_args`: plain numbers.
    let mut args: libc::clone_args = unsafe { std::mem::zeroed() };
    args.flags = CLONE_INTO_CGROUP;
    args.exit_signal = u64::try_from(libc::SIGCHLD).expect("a signal is positive");
    args.cgroup = u64::try_from(group.as_raw_fd()).expect("a descriptor is not negative");
    // SAFETY: the structure is whole, of the size given, and outlives the call; no stack is given,
    // so this is a fork; the process has one thread, as is asked for above, so no lock is held by
    // a thread that the copy does not have.
    let pid =
        unsafe { libc::syscall(libc::SYS_clone3, &raw const args, size_of::<libc::clone_args>()) };
    match pid {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(Fork::Child),
        pid => Ok(Fork::Parent(i32::try_from(pid).expect("a process id fits"))),
    }
}

/// Makes a copy of this process, which must have one thread, that is a child of this process's
/// own parent.
///
/// # Errors
/// The kernel's.
pub fn fork_sibling() -> io::Result<Fork> {
    let flags = libc::CLONE_PARENT | libc::SIGCHLD;
    // SAFETY: no stack is given, so this is a fork; the process has one thread, as is asked for
    // above, so no lock is held by a thread that the copy does not have.
    match unsafe { libc::syscall(libc::SYS_clone, flags, 0, 0, 0, 0) } {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(Fork::Child),
        pid => Ok(Fork::Parent(i32::try_from(pid).expect("a process id fits"))),
    }
}

/// Ends this process at once: nothing of what it is a copy of is run or written.
pub fn leave(code: i32) -> ! {
    // SAFETY: takes a number and does not return.
    unsafe { libc::_exit(code) }
}

/// Marks all descriptors from 3 on to be closed when a program is executed.
///
/// # Errors
/// The kernel's.
pub fn close_others_on_exec() -> io::Result<()> {
    let flags = libc::CLOSE_RANGE_CLOEXEC;
    // SAFETY: takes numbers; no descriptor is closed now.
    let done = unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, flags) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Closes all descriptors from 3 on. The process must not use any of them again.
///
/// # Errors
/// The kernel's.
pub fn close_others() -> io::Result<()> {
    // SAFETY: takes numbers. Who calls this gives up all that has those descriptors.
    let done = unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Writes over this process's own arguments, as `ps` shows them: `first`, then `rest`, as far
/// as there is room where the kernel put the old ones.
pub fn show_arguments(first: &[&str], rest: &[String]) {
    let Some((start, end)) = crate::shim::arguments_in_memory() else { return };
    let Some(room) = end.checked_sub(start + 1) else { return };
    let words = first.iter().copied().chain(rest.iter().map(String::as_str));
    let mut text: Vec<u8> = words.flat_map(|word| word.bytes().chain([0])).collect();
    text.resize(room, 0);
    // SAFETY: the kernel has put this process's arguments there, and says from where to where;
    // the memory is this process's own and may be written. Who reads the old arguments later
    // finds others, which end before the last byte, a zero as before.
    unsafe {
        std::ptr::copy_nonoverlapping(
            text.as_ptr(),
            std::ptr::with_exposed_provenance_mut(start),
            room,
        );
    }
}

/// Sends `bytes`, which must not be empty, with descriptors.
///
/// # Errors
/// The connection's.
pub fn send_with_descriptors(
    socket: &impl AsRawFd,
    bytes: &[u8],
    fds: &[BorrowedFd<'_>],
) -> io::Result<()> {
    use nix::sys::socket::{ControlMessage, MsgFlags, UnixAddr, sendmsg};
    let fds: Vec<_> = fds.iter().map(AsRawFd::as_raw_fd).collect();
    let control = [ControlMessage::ScmRights(&fds)];
    let parts = [io::IoSlice::new(bytes)];
    let flags = MsgFlags::MSG_NOSIGNAL;
    let sent = sendmsg::<UnixAddr>(socket.as_raw_fd(), &parts, &control, flags, None)?;
    if sent == bytes.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}

/// Receives one message with up to three descriptors: how long it is; 0 when the other side has
/// closed.
///
/// # Errors
/// The connection's.
pub fn receive_with_descriptors(
    socket: &impl AsRawFd,
    bytes: &mut [u8],
) -> io::Result<(usize, Vec<OwnedFd>)> {
    use nix::sys::socket::{ControlMessageOwned, MsgFlags, UnixAddr, recvmsg};
    let mut space = nix::cmsg_space!([std::os::fd::RawFd; 3]);
    let mut parts = [io::IoSliceMut::new(bytes)];
    let flags = MsgFlags::MSG_CMSG_CLOEXEC;
    let message = recvmsg::<UnixAddr>(socket.as_raw_fd(), &mut parts, Some(&mut space), flags)?;
    let mut all = Vec::new();
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(fds) = control {
            for fd in fds {
                // SAFETY: the kernel has just made this descriptor for us, and nothing else
                // knows of it.
                all.push(unsafe { owned(fd.into())? });
            }
        }
    }
    Ok((message.bytes, all))
}

/// Takes one descriptor that was sent over a socket, without waiting for it.
///
/// # Errors
/// `InvalidData` when none has come.
pub fn receive_descriptor(socket: &UnixStream) -> io::Result<OwnedFd> {
    use nix::sys::socket::{ControlMessageOwned, MsgFlags, UnixAddr, recvmsg};
    let mut bytes = [0u8; 64];
    let mut space = nix::cmsg_space!([std::os::fd::RawFd; 1]);
    let mut parts = [io::IoSliceMut::new(&mut bytes)];
    let flags = MsgFlags::MSG_CMSG_CLOEXEC | MsgFlags::MSG_DONTWAIT;
    let message = recvmsg::<UnixAddr>(socket.as_raw_fd(), &mut parts, Some(&mut space), flags)?;
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(fds) = control
            && let [fd] = fds[..]
        {
            // SAFETY: the kernel has just made this descriptor for us, and nothing else
            // knows of it.
            return unsafe { owned(fd.into()) };
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "no descriptor came"))
}

/// Lets a runtime of `tokio` wait for a descriptor to be readable. Must be called within one.
///
/// # Errors
/// When the runtime can't watch it.
pub fn readable(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    watched(fd, Interest::READABLE)
}

/// The same for what is waited for as `interest` says.
///
/// # Errors
/// When the runtime can't watch it.
pub fn watched(fd: OwnedFd, interest: Interest) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` stays open and the same for as long as it lives.
    Ok(unsafe { AsyncFd::register_with_interest(fd, interest)? })
}

/// How many bytes written to a socket the other end has not read yet (unix(7), `SIOCOUTQ`).
///
/// # Errors
/// The kernel's.
pub(crate) fn unread_bytes(socket: BorrowedFd<'_>) -> io::Result<u64> {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the kernel writes one int, and `bytes` is one.
    let done = unsafe { libc::ioctl(socket.as_raw_fd(), libc::TIOCOUTQ, &raw mut bytes) };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    u64::try_from(bytes).map_err(io::Error::other)
}

/// Takes the result of a system call that gives a descriptor.
///
/// # Safety
/// `fd` must be negative or a descriptor that nothing else owns.
unsafe fn owned(fd: libc::c_long) -> io::Result<OwnedFd> {
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    let fd = i32::try_from(fd).expect("a descriptor fits");
    // SAFETY: the caller says that nothing else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Puts a filter over this thread's system calls, for good and for all its children
/// (seccomp(2)). It takes CAP_SYS_ADMIN in the thread's own user namespace.
///
/// # Errors
/// The kernel's: `EACCES` without the capability, `EINVAL` for a filter it can't run.
pub(crate) fn set_filter(filter: &[libc::sock_filter]) -> io::Result<()> {
    let program = libc::sock_fprog {
        len: u16::try_from(filter.len()).map_err(io::Error::other)?,
        filter: filter.as_ptr().cast_mut(),
    };
    // SAFETY: the kernel reads `len` instructions, which `filter` holds, writes nothing, and
    // keeps a copy of its own.
    let done = unsafe {
        libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, 0, &raw const program)
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
