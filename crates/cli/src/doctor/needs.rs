//! What the engine can't do without.

use std::path::Path;

use super::check::{Check, System};
use crate::verb::Trials;

/// Since then ids of mounts can be mapped (mount_setattr(2)).
const KERNEL_MIN: (u32, u32) = (5, 12);
/// File systems whose ids can be mapped, and since which kernel (security.md 4).
const MAPPED: &[(&str, (u32, u32))] = &[
    ("ext4", (5, 12)),
    ("vfat", (5, 12)),
    ("xfs", (5, 12)),
    ("btrfs", (5, 15)),
    ("f2fs", (5, 18)),
    ("erofs", (5, 19)),
    ("overlay", (5, 19)),
    ("tmpfs", (6, 3)),
];
const CONTROLLERS: [&str; 3] = ["cpu", "memory", "pids"];

pub(super) fn checks(system: &System, folder: &Path, trials: Option<Trials>) -> Vec<Check> {
    // What is tried needs root; others have to believe what is written of it.
    let trials = trials.filter(|_| rustix::process::geteuid().is_root());
    vec![
        kernel(system),
        cgroups(system, trials),
        overlay(system),
        user_namespaces(system),
        mapped_ids(system, folder, trials),
        seccomp(system),
        loop_devices(system),
        ext4(system),
        program("nft", "nftables"),
        program("mkfs.ext4", "e2fsprogs"),
        unprivileged_ports(system),
    ]
}

/// Major and minor of a release such as `6.1.0-18-amd64`.
fn version(release: &str) -> Option<(u32, u32)> {
    let mut parts = release.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

fn kernel(system: &System) -> Check {
    let release = system.read("/proc/sys/kernel/osrelease").unwrap_or_default();
    let new = version(&release).is_some_and(|version| version >= KERNEL_MIN);
    let fix = "use a kernel from 5.12 on; Debian 12 has 6.1";
    Check::need("kernel", new, if release.is_empty() { "unknown" } else { &release }, fix)
}

/// The mount points in `/proc/self/mounts`: kind, folder, options.
fn mounts(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (at, kind, options) = (words.next()?, words.next()?, words.next()?);
        Some((kind, at, options))
    })
}

fn cgroups(system: &System, trials: Option<Trials>) -> Check {
    const NAME: &str = "cgroups";
    let mounted = system.read("/proc/self/mounts").unwrap_or_default();
    // What is mounted may be hidden by what was mounted over it.
    let on_v1 = |controller: &str| {
        mounts(&mounted).any(|(kind, at, options)| {
            kind == "cgroup"
                && options.split(',').any(|o| o == controller)
                && system.has(&format!("{at}/cgroup.procs"))
        })
    };
    let unified = mounts(&mounted)
        .find(|(kind, at, _)| *kind == "cgroup2" && system.has(&format!("{at}/cgroup.controllers")))
        .map(|(_, at, _)| at);
    let v1: Vec<_> = CONTROLLERS.into_iter().filter(|c| on_v1(c)).collect();
    if v1.len() == CONTROLLERS.len() {
        return Check::good(NAME, "v1: cpu, memory, pids");
    }
    let Some(at) = unified else {
        return Check::missing(NAME, "neither v1 with cpu, memory and pids nor v2 is mounted")
            .fix("mount -t cgroup2 none /sys/fs/cgroup");
    };
    let there = system.read(&format!("{at}/cgroup.controllers")).unwrap_or_default();
    let lacks: Vec<_> =
        CONTROLLERS.into_iter().filter(|c| !there.split(' ').any(|t| t == *c)).collect();
    if !lacks.is_empty() {
        return Check::missing(NAME, format!("v2 without {}", lacks.join(", ")))
            .fix("boot with cgroup_enable=memory, or delegate the controllers to this container");
    }
    match trials.map_or(Ok(()), |trials| (trials.limit_devices)()) {
        Ok(()) => Check::good(NAME, "v2: cpu, memory, pids"),
        Err(why) => Check::missing(NAME, format!("v2, and devices can't be limited: {why}"))
            .fix("use a kernel with CONFIG_CGROUP_BPF, and let root call bpf(2)"),
    }
}

fn overlay(system: &System) -> Check {
    knows(system, "overlayfs", "overlay", "modprobe overlay (CONFIG_OVERLAY_FS)")
}

/// Whether the kernel knows a file system, or has a module that does.
fn knows(system: &System, name: &str, kind: &str, fix: &str) -> Check {
    let known = system.read("/proc/filesystems").unwrap_or_default();
    if known.lines().any(|line| line.split_whitespace().last() == Some(kind)) {
        return Check::good(name, "there");
    }
    match system.load(kind) {
        Ok(()) => Check::good(name, "there, as a module"),
        Err(rustix::io::Errno::PERM) => {
            Check::advise(name, "not loaded, and only root can load it")
                .fix("sudo ferrogate doctor")
        }
        Err(_) => Check::missing(name, "unknown to the kernel").fix(fix),
    }
}

fn user_namespaces(system: &System) -> Check {
    const FIX: &str = "sysctl -w user.max_user_namespaces=65536 (CONFIG_USER_NS)";
    let most = system.number("/proc/sys/user/max_user_namespaces");
    match most.filter(|_| system.has("/proc/self/ns/user")) {
        None => Check::missing("user namespaces", "unknown to the kernel").fix(FIX),
        Some(0) => Check::missing("user namespaces", "switched off").fix(FIX),
        Some(most) => Check::good("user namespaces", format!("up to {most}")),
    }
}

fn mapped_ids(system: &System, folder: &Path, trials: Option<Trials>) -> Check {
    const NAME: &str = "id-mapped mounts";
    const FIX: &str = "put the data folder on ext4, xfs or btrfs: --data-dir";
    if let Some(trials) = trials {
        return match (trials.map_ids)(folder) {
            Ok(()) => Check::good(NAME, format!("work in {}", folder.display())),
            Err(why) => Check::missing(NAME, why).fix(FIX),
        };
    }
    let release = system.read("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mounted = system.read("/proc/self/mounts").unwrap_or_default();
    let here = mounts(&mounted)
        .filter(|(_, at, _)| folder.starts_with(at))
        .max_by_key(|(_, at, _)| at.len())
        .map_or("an unknown file system", |(kind, ..)| kind);
    let since = MAPPED.iter().find(|(kind, _)| *kind == here).map(|(_, since)| *since);
    let can = since.zip(version(&release)).is_some_and(|(since, now)| now >= since);
    let found = format!("{} is on {here}", folder.display());
    Check::need(NAME, can, found, FIX)
}

fn seccomp(system: &System) -> Check {
    let actions = system.read("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
    let is = actions.split(' ').any(|action| action == "errno");
    let found = if is { "filters work" } else { "the kernel has no filters" };
    Check::need("seccomp", is, found, "use a kernel with CONFIG_SECCOMP_FILTER")
}

/// A task's disk is a file with a file system of its own.
fn loop_devices(system: &System) -> Check {
    let is = system.has("/dev/loop-control");
    let found = if is { "there" } else { "no /dev/loop-control" };
    Check::need("loop devices", is, found, "modprobe loop (CONFIG_BLK_DEV_LOOP)")
}

fn ext4(system: &System) -> Check {
    knows(system, "ext4", "ext4", "modprobe ext4 (CONFIG_EXT4_FS)")
}

/// A program of root's that the engine runs.
fn program(name: &str, package: &str) -> Check {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    // Root's programs are not on everybody's path.
    let extra = ["/usr/sbin", "/sbin"].map(Into::into);
    let found = std::env::split_paths(&folders)
        .chain(extra)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    let text = found.as_ref().map_or("not found".into(), |path| path.display().to_string());
    Check::need(name, found.is_some(), text, &format!("apt install {package}"))
}

/// Tasks listen on low ports without being root, as under Docker.
fn unprivileged_ports(system: &System) -> Check {
    let is = system.has("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    let found = if is { "there" } else { "unknown to the kernel" };
    Check::need("ip_unprivileged_port_start", is, found, "use a kernel from 4.11 on")
}

#[cfg(test)]
mod tests {
    use super::super::check::{State, made_of};
    use super::*;

    fn cgroups_of(mounts: &str, controllers: &str) -> Check {
        let (_dir, system) = made_of(&[
            ("/proc/self/mounts", mounts),
            ("/sys/fs/cgroup/cgroup.controllers", controllers),
            ("/c/cpu/cgroup.procs", ""),
            ("/c/m/cgroup.procs", ""),
            ("/c/p/cgroup.procs", ""),
        ]);
        cgroups(&system, None)
    }

    #[test]
    fn version_2_where_devices_can_not_be_limited_is_not_enough() {
        let (_dir, system) = made_of(&[
            ("/proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"),
            ("/sys/fs/cgroup/cgroup.controllers", "cpu memory pids"),
        ]);
        let state = |limit_devices| {
            cgroups(&system, Some(Trials { map_ids: |_| Ok(()), limit_devices })).state
        };
        assert_eq!(state(|| Ok(())), State::Good);
        assert_eq!(state(|| Err("Invalid argument".into())), State::Missing);
    }

    #[test]
    fn both_generations_of_cgroups_are_known() {
        let v2 = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0";
        assert_eq!(cgroups_of(v2, "cpuset cpu io memory pids").found, "v2: cpu, memory, pids");
        let lacking = cgroups_of(v2, "cpu pids");
        assert_eq!((lacking.state, &*lacking.found), (State::Missing, "v2 without memory"));
        let v1 = "cgroup /c/cpu cgroup rw,cpu,cpuacct 0 0\ncgroup /c/m cgroup rw,memory 0 0\n\
                  cgroup /c/p cgroup rw,pids 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw 0 0";
        assert_eq!(cgroups_of(v1, "").found, "v1: cpu, memory, pids");
        assert_eq!(cgroups_of("", "").state, State::Missing);
        let hidden = v1.replace("/c/m", "/c/hidden").replace("/sys/fs/cgroup", "/sys/hidden");
        assert_eq!(cgroups_of(&hidden, "").state, State::Missing);
    }

    #[test]
    fn a_file_system_that_the_kernel_does_not_know_is_missing() {
        let (_dir, system) = made_of(&[("/proc/filesystems", "nodev\tproc\n\text4\n")]);
        assert_eq!(ext4(&system).state, State::Good);
        assert_eq!(overlay(&system).state, State::Missing);
    }

    #[test]
    fn an_old_kernel_is_refused() {
        let state = |release: &str| {
            let (_dir, system) = made_of(&[("/proc/sys/kernel/osrelease", release)]);
            kernel(&system).state
        };
        assert_eq!(state("6.1.0-18-amd64\n"), State::Good);
        assert_eq!(state("5.10.0-28-amd64"), State::Missing);
        assert_eq!(state("what"), State::Missing);
    }

    #[test]
    fn ids_can_be_mapped_where_the_file_system_knows_how() {
        let state = |kind: &str, release: &str| {
            let mounts = format!("a / squashfs ro 0 0\nb /data {kind} rw 0 0\n");
            let files = [("/proc/self/mounts", &*mounts), ("/proc/sys/kernel/osrelease", release)];
            let (_dir, system) = made_of(&files);
            mapped_ids(&system, Path::new("/data/engine"), None).state
        };
        assert_eq!(state("ext4", "6.1.0"), State::Good);
        assert_eq!(state("tmpfs", "6.1.0"), State::Missing);
        assert_eq!(state("nfs", "6.1.0"), State::Missing);
    }
}
