//! The process namespace that a task's containers share (`pidMode: task`), and its first process:
//! a small program of ours that reaps what others leave behind. It has an empty root file system,
//! no capability and a user of its own, since programs of the task can look at it.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use caps::CapsHashSet;
use nix::fcntl::OFlag;
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::prctl::set_dumpable;
use nix::unistd::{chdir, pipe2, pivot_root, setsid};
use rustix::process::{PidfdFlags, getpid, pidfd_open};

use super::confine::Confinement;
use super::program::{die_with, exec_by};
use super::stage::STAGE;
use super::users::Identity;
use super::within::{Leaves, NOBODY, NOT_RUN, Step, become_user, failed};
use crate::cgroup::Cgroups;
use crate::kernel::{self, Fork, Namespaces};

/// Its cgroup within the task's: no container has such a name.
const GROUP: &str = "~init";

/// A user and group of the task that no image is likely to have.
const HOLDER: u32 = 65_533;

/// It does nothing but begin.
const BEGINS_WITHIN_MS: u16 = 30_000;

/// Makes the namespace in the task's own user namespace, with its first process in the cgroup of
/// the task. It lasts as long as that process, which dies with the shim. The calling process must
/// have one thread.
///
/// # Errors
/// When the kernel refuses, or the first process does not begin.
pub fn begin(namespaces: &Namespaces, cgroups: &Cgroups, cgroup: &str) -> io::Result<OwnedFd> {
    let confinement = Confinement::new(&CapsHashSet::new()).map_err(io::Error::other)?;
    let (report, reporter) = pipe2(OFlag::O_CLOEXEC)?;
    let first = First { confinement, shim: pidfd_open(getpid(), PidfdFlags::empty())? };
    match kernel::fork()? {
        Fork::Parent(_) => {
            drop(reporter);
            hear(report.into())
        }
        Fork::Child => {
            let _leaves = Leaves;
            let report = File::from(reporter);
            let gone = go(namespaces, cgroups, cgroup, &first, &report);
            if let Err(reason) = &gone {
                let told = [&NOBODY.to_ne_bytes()[..], reason.as_bytes()].concat();
                drop((&report).write_all(&told));
            }
            kernel::leave(if gone.is_ok() { 0 } else { NOT_RUN })
        }
    }
}

/// Waits until the first process has begun: its namespace.
fn hear(mut report: File) -> io::Result<OwnedFd> {
    let mut fds = [PollFd::new(report.as_fd(), PollFlags::POLLIN)];
    if poll(&mut fds, PollTimeout::from(BEGINS_WITHIN_MS))? == 0 {
        return Err(io::Error::other("the task's first process does not begin"));
    }
    let mut told = Vec::new();
    report.read_to_end(&mut told)?;
    match told.split_first_chunk() {
        Some((pid, [])) => {
            let pid = i32::from_ne_bytes(*pid);
            Ok(File::open(format!("/proc/{pid}/ns/pid"))?.into())
        }
        Some((_, reason)) => Err(io::Error::other(String::from_utf8_lossy(reason).into_owned())),
        None => Err(io::Error::other("the task's first process was killed")),
    }
}

struct First {
    confinement: Confinement,
    shim: OwnedFd,
}

fn go(
    namespaces: &Namespaces,
    cgroups: &Cgroups,
    cgroup: &str,
    first: &First,
    mut report: &File,
) -> Step<()> {
    set_dumpable(false).map_err(failed("hiding"))?;
    setsid().map_err(failed("leaving the session"))?;
    cgroups.join_group(cgroup, GROUP).map_err(failed("entering the cgroup"))?;
    setns(&namespaces.user, CloneFlags::CLONE_NEWUSER).map_err(failed("entering the task"))?;
    become_user(&user(0))?;
    let own = CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS
        | CloneFlags::CLONE_NEWCGROUP;
    unshare(own).map_err(failed("making namespaces"))?;
    match kernel::fork_sibling().map_err(failed("making a process"))? {
        Fork::Child => {
            let reason = match hold(first) {
                Ok(never) => match never {},
                Err(reason) => reason,
            };
            drop(report.write_all(reason.as_bytes()));
            kernel::leave(NOT_RUN)
        }
        Fork::Parent(pid) => {
            report.write_all(&pid.to_ne_bytes()).map_err(failed("telling the process"))
        }
    }
}

fn hold(first: &First) -> Step<Infallible> {
    kernel::own_keyring().map_err(failed("leaving the keyring"))?;
    empty_root().map_err(failed("making an empty root file system"))?;
    become_user(&user(HOLDER))?;
    kernel::close_others_on_exec().map_err(failed("closing files"))?;
    first.confinement.enter().map_err(failed("confining it"))?;
    // After the last change of user and of capabilities, which clears it.
    die_with(&first.shim)?;
    exec_by(c"hold", Path::new("/"), &[], &[])
}

fn user(id: u32) -> Identity {
    Identity { uid: id, gid: id, groups: vec![], home: "/".into() }
}

fn empty_root() -> nix::Result<()> {
    let none = None::<&str>;
    mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC | MsFlags::MS_RDONLY;
    mount(Some("tmpfs"), STAGE, Some("tmpfs"), flags, Some("size=4k,mode=555"))?;
    chdir(STAGE)?;
    // pivot_root(2): the old one is mounted over the new one, where it is taken away.
    pivot_root(".", ".")?;
    umount2(".", MntFlags::MNT_DETACH)?;
    chdir("/")
}
