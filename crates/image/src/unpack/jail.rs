//! How the helper gives up its rights, in two steps with the agent's id map between them.
//!
//! After [`close`] the process has: a user namespace that maps ids 0 to 65,535 to
//! themselves and in it five capabilities over files; a user of its own (65,535); no
//! network, no other file system than the one folder, as root of its mount namespace and by
//! Landlock where the kernel has it; no way to gain privileges; and about forty system calls.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, CompatLevel, Compatible as _, PathBeneath, Ruleset,
    RulesetAttr as _, RulesetCreatedAttr as _,
};
use nix::sched::CloneFlags;
use rustix::fs::{Mode, OFlags};
use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags};
use rustix::process::{DumpableBehavior, Resource, Rlimit};
use rustix::thread::{CapabilitySet, CapabilitySets};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

use super::Limits;

/// The helper's own user and group: the last of the map, so that no host service shares it.
const HELPER_ID: u32 = 65_535;
/// One file per open folder of a path, and some to spare.
const OPEN_FILES_MAX: u64 = 1024;

/// A step of the confinement that failed. The helper then does nothing at all.
#[derive(Debug, thiserror::Error)]
#[error("the helper can't be confined: {what}: {why}")]
pub(super) struct JailError {
    what: &'static str,
    why: String,
}

fn step<T, E: std::fmt::Display>(what: &'static str, done: Result<T, E>) -> Result<T, JailError> {
    done.map_err(|e| JailError { what, why: e.to_string() })
}

/// Limits the process, and moves it to namespaces of its own. Until the agent has written
/// the id map it can do nothing in them.
pub(super) fn leave_namespaces(limits: &Limits) -> Result<(), JailError> {
    step("closing inherited files", close_inherited())?;
    let limit = |resource, max: u64| {
        rustix::process::setrlimit(resource, Rlimit { current: Some(max), maximum: Some(max) })
    };
    // Data is what a process can make grow; address space also counts the program's text
    // and what is only reserved.
    step("limiting memory", limit(Resource::Data, limits.memory_bytes_max))?;
    step("limiting memory", limit(Resource::As, limits.memory_bytes_max.saturating_mul(4)))?;
    step("limiting open files", limit(Resource::Nofile, OPEN_FILES_MAX))?;
    step("limiting processor time", limit(Resource::Cpu, limits.cpu_seconds_max))?;
    step("limiting file size", limit(Resource::Fsize, limits.unpacked_bytes_max))?;
    step("limiting core files", limit(Resource::Core, 0))?;
    step("limiting processes", limit(Resource::Nproc, 0))?;
    let own = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    step("making namespaces", nix::sched::unshare(own))
}

/// Makes `folder` the root of all that the process can see, and drops every other right.
/// Returns the folder.
pub(super) fn close(folder: &Path) -> Result<OwnedFd, JailError> {
    let root = enter(folder)?;
    drop_ids()?;
    step("restricting files by Landlock", landlock(&root))?;
    rustix::process::umask(Mode::empty());
    step("forbidding new privileges", rustix::thread::set_no_new_privs(true))?;
    step(
        "hiding from debuggers",
        rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable),
    )?;
    let program = step("building the system call list", seccomp_program())?;
    step("restricting system calls", seccompiler::apply_filter(&program))?;
    Ok(root)
}

fn close_inherited() -> io::Result<()> {
    let open: Vec<i32> = std::fs::read_dir("/proc/self/fd")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    // One of them was the folder's own, closed by now.
    for fd in open.into_iter().filter(|fd| *fd > 2) {
        let _ = nix::unistd::close(fd);
    }
    Ok(())
}

fn enter(folder: &Path) -> Result<OwnedFd, JailError> {
    let private = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
    step("leaving shared mounts", rustix::mount::mount_change("/", private))?;
    step("mounting the folder", rustix::mount::mount_bind(folder, folder))?;
    let quiet = MountFlags::BIND | MountFlags::NODEV | MountFlags::NOSUID | MountFlags::NOEXEC;
    step("hardening the mount", rustix::mount::mount_remount(folder, quiet, ""))?;
    step("entering the folder", rustix::process::chdir(folder))?;
    // The old root ends up over the new one, and is taken away from there: pivot_root(2).
    step("changing the root", rustix::process::pivot_root(".", "."))?;
    step("leaving the old root", rustix::mount::unmount(".", UnmountFlags::DETACH))?;
    step("entering the new root", rustix::process::chdir("/"))?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    step("opening the new root", rustix::fs::open("/", flags, Mode::empty()))
}

fn drop_ids() -> Result<(), JailError> {
    let (uid, gid) = (nix::unistd::Uid::from_raw(HELPER_ID), nix::unistd::Gid::from_raw(HELPER_ID));
    step("keeping capabilities", rustix::thread::set_keep_capabilities(true))?;
    step("leaving groups", nix::unistd::setgroups(&[]))?;
    step("changing group", nix::unistd::setresgid(gid, gid, gid))?;
    step("changing user", nix::unistd::setresuid(uid, uid, uid))?;
    let kept = CapabilitySet::CHOWN
        | CapabilitySet::DAC_OVERRIDE
        | CapabilitySet::FOWNER
        | CapabilitySet::FSETID
        | CapabilitySet::SETFCAP;
    let sets =
        CapabilitySets { effective: kept, permitted: kept, inheritable: CapabilitySet::empty() };
    step("dropping capabilities", rustix::thread::set_capabilities(None, sets))
}

/// Best effort: a kernel without Landlock still has the root and the mount namespace.
fn landlock(root: &OwnedFd) -> Result<(), landlock::RulesetError> {
    let abi = ABI::V5;
    let never = AccessFs::Execute | AccessFs::MakeBlock | AccessFs::MakeSock | AccessFs::IoctlDev;
    let rule = PathBeneath::new(root, AccessFs::from_all(abi) & !never);
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))?
        .create()?
        .add_rule(rule)?
        .restrict_self()?;
    Ok(())
}

/// What unpacking, allocating and ending need.
const CALLS: &[i64] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_pwrite64,
    libc::SYS_close,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_symlinkat,
    libc::SYS_linkat,
    libc::SYS_unlinkat,
    libc::SYS_newfstatat,
    libc::SYS_fstat,
    libc::SYS_statx,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_fchmod,
    libc::SYS_utimensat,
    libc::SYS_fsetxattr,
    libc::SYS_fgetxattr,
    libc::SYS_ftruncate,
    libc::SYS_lseek,
    libc::SYS_getdents64,
    libc::SYS_fcntl,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_sched_yield,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// All else ends the process: a helper that calls something else is not ours any more.
fn seccomp_program() -> Result<BpfProgram, seccompiler::Error> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        CALLS.iter().map(|call| (*call, Vec::new())).collect();
    let exec = libc::PROT_EXEC.unsigned_abs().into();
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        let masked = SeccompCmpOp::MaskedEq(exec);
        let never_code = SeccompCondition::new(2, SeccompCmpArgLen::Dword, masked, 0)?;
        rules.insert(call, vec![SeccompRule::new(vec![never_code])?]);
    }
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )?;
    Ok(filter.try_into()?)
}
