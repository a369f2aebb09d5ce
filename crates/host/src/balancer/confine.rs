//! What a node's process gives up.

use std::path::Path;

use libseccomp::{ScmpAction, ScmpFilterContext, ScmpSyscall};
use nix::sched::{CloneFlags, unshare};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::unistd::{Gid, Uid, chdir, chroot, setgroups, setresgid, setresuid};
use rustix::process::DumpableBehavior;

use super::{BALANCER_ID, step};
use crate::kernel;

/// Two for each request that is open, and kept connections to targets.
const OPEN_FILES_MAX: u64 = 131_072;

/// Calls that no part of it makes: programs, other processes, namespaces, and what the kernel
/// had most holes in.
const NEVER: &[&str] = &[
    "execve",
    "execveat",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    "unshare",
    "setns",
    "mount",
    "open_tree",
    "move_mount",
    "fsopen",
    "open_by_handle_at",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "add_key",
    "request_key",
    "keyctl",
];

/// Leaves all namespaces for new ones, closes every file system, and becomes nobody. How many
/// files it may have open.
pub(super) fn confine(dir: &Path) -> Result<u64, String> {
    let own = CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    step("making namespaces", unshare(own))?;
    step("bringing loopback up", kernel::loopback_up())?;
    // It has no capability, and listens on 80.
    let ports = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    step("opening low ports", std::fs::write(ports, "0"))?;
    let open_files = step("limiting open files", open_files())?;
    step("limiting core files", setrlimit(Resource::RLIMIT_CORE, 0, 0))?;
    let empty = dir.join("empty");
    step("making an empty folder", std::fs::create_dir_all(&empty))?;
    let (user, group) = (Uid::from_raw(BALANCER_ID), Gid::from_raw(BALANCER_ID));
    step("leaving the files", chroot(&empty))?;
    step("leaving the files", chdir("/"))?;
    step("leaving groups", setgroups(&[]))?;
    step("changing group", setresgid(group, group, group))?;
    step("changing user", setresuid(user, user, user))?;
    step("forbidding new privileges", rustix::thread::set_no_new_privs(true))?;
    let hidden = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
    step("hiding from debuggers", hidden)?;
    step("restricting system calls", forbid())?;
    Ok(open_files)
}

/// As many as it needs, or as this machine lets even root have.
fn open_files() -> nix::Result<u64> {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    for max in [OPEN_FILES_MAX, hard.min(OPEN_FILES_MAX)] {
        if setrlimit(Resource::RLIMIT_NOFILE, max, max).is_ok() {
            return Ok(max);
        }
    }
    Ok(hard)
}

fn forbid() -> Result<(), libseccomp::error::SeccompError> {
    let mut filter = ScmpFilterContext::new(ScmpAction::Allow)?;
    for name in NEVER {
        // A call that the library can't name is one that the kernel of its time has not.
        if let Ok(call) = ScmpSyscall::from_name(name) {
            filter.add_rule(ScmpAction::KillProcess, call)?;
        }
    }
    filter.load()
}
