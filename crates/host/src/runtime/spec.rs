//! A container's OCI runtime specification: the hardening that every task has, and what its
//! own definition adds.

use std::collections::HashMap;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::path::PathBuf;

use ferrogate_link::Container;
use oci_spec::OciSpecError;
use oci_spec::runtime::{
    Capabilities, Linux, LinuxBuilder, LinuxCapabilitiesBuilder, LinuxIdMapping,
    LinuxIdMappingBuilder, LinuxNamespaceBuilder, LinuxNamespaceType, Mount, MountBuilder,
    PosixRlimit, Process, ProcessBuilder, RootBuilder, Spec, SpecBuilder, UserBuilder,
};

use super::users::Identity;
use super::volumes::Mounted;
use super::{confine, memory};
use crate::kernel::{IdMap, Namespaces, Range};

/// Files that show what a container has no business to see.
const MASKED: [&str; 12] = [
    "/proc/acpi",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/sys/firmware",
    "/sys/devices/virtual/powercap",
];

/// Files that a container may look at and not change. Who may write to those of pressure has
/// the kernel watch the whole host for it.
const READONLY: [&str; 6] =
    ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/pressure", "/proc/sys", "/proc/sysrq-trigger"];

/// What of a task's own definition may be asked of the kernel in its namespaces.
const IPC_SYSCTLS: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

/// Why a container's definition can't be turned into a specification.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// A kernel setting that is not a namespace's own.
    #[error("kernel setting '{0}' is not allowed")]
    BadSysctl(String),
    /// The specification's own rules.
    #[error("the runtime's specification can't be built")]
    Build(#[from] OciSpecError),
}

/// Everything that decides a container's specification.
#[derive(Debug)]
pub struct Input<'a> {
    /// What its task definition says.
    pub container: &'a Container,
    /// Arguments, environment and folder, resolved.
    pub args: Vec<String>,
    /// Each `NAME=value`.
    pub env: Vec<String>,
    /// An absolute path inside.
    pub cwd: String,
    /// Who it is.
    pub identity: &'a Identity,
    /// Its resource limits, as far as the host allows.
    pub rlimits: Vec<PosixRlimit>,
    /// What it may do.
    pub capabilities: Capabilities,
    /// The task's host name.
    pub hostname: &'a str,
    /// Its root file system on the host.
    pub root: PathBuf,
    /// The task's namespaces.
    pub namespaces: &'a Namespaces,
    /// The task's ids.
    pub ids: &'a IdMap,
    /// Its cgroup, as `root/task/container`.
    pub cgroup: &'a str,
    /// Whether the host has cgroups of version 2 alone.
    pub cgroup_v2: bool,
    /// How many terminals it may have.
    pub terminals: u32,
    /// The volume that is where it would have memory to share.
    pub(super) shared: Option<&'a Mounted>,
    /// The process namespace that it shares, if it does.
    pub processes: Option<BorrowedFd<'a>>,
}

/// Builds the specification.
///
/// # Errors
/// [`SpecError`], in the words of the field that is wrong.
pub fn build(input: &Input<'_>) -> Result<Spec, SpecError> {
    let root = RootBuilder::default()
        .path(input.root.clone())
        .readonly(input.container.readonly_rootfs)
        .build()?;
    Ok(SpecBuilder::default()
        .version("1.2.0")
        .root(root)
        .hostname(input.hostname)
        .mounts(mounts(input)?)
        .process(process(input)?)
        .linux(linux(input)?)
        .build()?)
}

/// The settings of the task's network namespace among a container's: they are the task's.
pub fn network_sysctls(container: &Container) -> impl Iterator<Item = &(String, String)> {
    container.sysctls.iter().filter(|(name, _)| name.starts_with("net."))
}

fn process(input: &Input<'_>) -> Result<Process, SpecError> {
    let identity = input.identity;
    let mut user = UserBuilder::default().uid(identity.uid).gid(identity.gid);
    if !identity.groups.is_empty() {
        user = user.additional_gids(identity.groups.clone());
    }
    // A program gets what is permitted to it by being root, never by inheritance
    // (CVE-2022-29162).
    let none = Capabilities::new();
    // What is too much of it, the first process gives up as it sets its filter.
    let most = confine::until_confined(&input.capabilities);
    let capabilities = LinuxCapabilitiesBuilder::default()
        .bounding(most.clone())
        .permitted(most.clone())
        .effective(most)
        .inheritable(none.clone())
        .ambient(none)
        .build()?;
    let mut process = ProcessBuilder::default()
        .terminal(input.container.pseudo_terminal)
        .user(user.build()?)
        .args(input.args.clone())
        .env(input.env.clone())
        .cwd(input.cwd.clone())
        .capabilities(capabilities)
        .rlimits(input.rlimits.clone())
        .build()?;
    // Programs may gain privileges by files that are setuid, as on Fargate.
    process.set_no_new_privileges(None);
    Ok(process)
}

fn mounts(input: &Input<'_>) -> Result<Vec<Mount>, SpecError> {
    let terminals = format!("max={}", input.terminals);
    let mut mounts = vec![
        mount("proc", "/proc", "proc", &["nosuid", "noexec", "nodev"])?,
        mount("tmpfs", "/dev", "tmpfs", &["nosuid", "noexec", "mode=755", "size=65536k"])?,
        mount(
            "devpts",
            "/dev/pts",
            "devpts",
            &["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5", &terminals],
        )?,
        shared(input)?,
        mount("mqueue", "/dev/mqueue", "mqueue", &["nosuid", "noexec", "nodev"])?,
        mount("sysfs", "/sys", "sysfs", &["nosuid", "noexec", "nodev", "ro"])?,
    ];
    if input.cgroup_v2 {
        // Of version 1 the container's own groups are shown, by its first process.
        let options = ["nosuid", "noexec", "nodev", "relatime", "ro"];
        mounts.push(mount("cgroup", "/sys/fs/cgroup", "cgroup", &options)?);
    }
    Ok(mounts)
}

fn shared(input: &Input<'_>) -> Result<Mount, SpecError> {
    let Some(volume) = input.shared else {
        let options = memory::shared(&input.container.tmpfs);
        return Ok(mount("tmpfs", memory::SHARED, "tmpfs", &options)?);
    };
    let mut options = vec!["rbind", "nosuid", "nodev"];
    options.extend(volume.readonly.then_some("ro"));
    Ok(mount(&volume.folder.to_string_lossy(), memory::SHARED, "bind", &options)?)
}

fn mount(
    source: &str,
    to: &str,
    kind: &str,
    options: &[impl AsRef<str>],
) -> Result<Mount, OciSpecError> {
    MountBuilder::default()
        .source(source)
        .destination(to)
        .typ(kind)
        .options(options.iter().map(|option| option.as_ref().to_owned()).collect::<Vec<_>>())
        .build()
}

fn linux(input: &Input<'_>) -> Result<Linux, SpecError> {
    use LinuxNamespaceType as N;
    // The network namespace is not named: the shim is in the task's, and so are its children.
    let user = PathBuf::from(format!("/proc/self/fd/{}", input.namespaces.user.as_raw_fd()));
    let mut namespaces = vec![LinuxNamespaceBuilder::default().typ(N::User).path(user).build()?];
    let mut processes = LinuxNamespaceBuilder::default().typ(N::Pid);
    if let Some(shared) = input.processes {
        processes = processes.path(format!("/proc/self/fd/{}", shared.as_raw_fd()));
    }
    namespaces.push(processes.build()?);
    for typ in [N::Mount, N::Ipc, N::Uts, N::Cgroup] {
        namespaces.push(LinuxNamespaceBuilder::default().typ(typ).build()?);
    }
    let mut linux = LinuxBuilder::default()
        .namespaces(namespaces)
        .uid_mappings(id_map(&input.ids.uids())?)
        .gid_mappings(id_map(&input.ids.gids())?)
        .cgroups_path(PathBuf::from(format!("/{}", input.cgroup)))
        .masked_paths(MASKED.map(str::to_owned).to_vec())
        .readonly_paths(READONLY.map(str::to_owned).to_vec());
    let sysctls = ipc_sysctls(input.container)?;
    if !sysctls.is_empty() {
        linux = linux.sysctl(sysctls);
    }
    let mut linux = linux.build()?;
    // Left alone there would be some, if empty. The shim limits what it makes by itself.
    linux.set_resources(None);
    Ok(linux)
}

fn id_map(ranges: &[Range]) -> Result<Vec<LinuxIdMapping>, OciSpecError> {
    let one = |range: &Range| {
        LinuxIdMappingBuilder::default()
            .container_id(range.inside)
            .host_id(range.host)
            .size(range.count)
            .build()
    };
    ranges.iter().map(one).collect()
}

fn ipc_sysctls(container: &Container) -> Result<HashMap<String, String>, SpecError> {
    let mut settings = HashMap::new();
    for (name, value) in &container.sysctls {
        let plain =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._- \t".contains(&b));
        let known = IPC_SYSCTLS.contains(&name.as_str())
            || name.starts_with("fs.mqueue.")
            || name.starts_with("net.");
        // A value such as `|/program` is how a setting becomes a way out (CVE-2022-0811).
        if !known || !plain(name) || name.contains("..") || !plain(value) {
            return Err(SpecError::BadSysctl(name.clone()));
        }
        if !name.starts_with("net.") {
            settings.insert(name.clone(), value.clone());
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shim::test_support::container;

    #[test]
    fn a_kernel_setting_of_the_host_is_refused() {
        let with = |name: &str, value: &str| {
            let mut container = container("web");
            container.sysctls = vec![(name.into(), value.into())];
            ipc_sysctls(&container)
        };
        assert_eq!(with("kernel.shmmax", "65536").unwrap().len(), 1);
        assert_eq!(with("net.core.somaxconn", "1024").unwrap().len(), 0);
        for (name, value) in [
            ("kernel.core_pattern", "|/bin/sh"),
            ("kernel.shmmax", "1+kernel.core_pattern=|/evil"),
            ("kernel.shmmax", "1\nkernel.core_pattern"),
            ("net.../kernel/core_pattern", "x"),
            ("vm.overcommit_memory", "1"),
        ] {
            assert!(with(name, value).is_err(), "{name}={value}");
        }
    }
}
