//! Room on the host: memory, disk, files, processes.

use std::path::{Path, PathBuf};

use super::check::{Check, System};
use crate::moment::size;
use crate::target::Target;

const MEMORY_MIN: u64 = 1 << 30;
const DISK_MIN: u64 = 5 << 30;
const INODES_MIN: u64 = 100_000;
const INOTIFY_INSTANCES_MIN: u64 = 128;
const INOTIFY_WATCHES_MIN: u64 = 65_536;
/// The smallest task's memory.
const TASK_BYTES: u64 = 512 << 20;
/// Processes and threads that the engine lets a task have.
const TASK_PIDS: u64 = 4096;
/// What the kernel charges to a task's memory for an open file (`struct file`); nothing else
/// bounds how many all of its processes have together.
const FILE_BYTES: u64 = 256;
/// Tasks that a host takes at most.
const TASKS_MAX: u64 = 1000;

/// Something of which the host has so many for all, and every task may take its part.
struct Shared {
    name: &'static str,
    path: &'static str,
    /// Its name for sysctl(8).
    key: &'static str,
    /// What one task can take.
    each: u64,
    /// What the kernel lets it be at most.
    most: u64,
}

const SHARED: &[Shared] = &[
    Shared {
        name: "processes",
        path: "/proc/sys/kernel/pid_max",
        key: "kernel.pid_max",
        each: TASK_PIDS,
        // PID_MAX_LIMIT of 64-bit machines, linux/threads.h
        most: 4 << 20,
    },
    Shared {
        name: "threads",
        path: "/proc/sys/kernel/threads-max",
        key: "kernel.threads-max",
        each: TASK_PIDS,
        // FUTEX_TID_MASK, linux/futex.h
        most: 0x3fff_ffff,
    },
    Shared {
        name: "open files",
        path: "/proc/sys/fs/file-max",
        key: "fs.file-max",
        each: TASK_BYTES / FILE_BYTES,
        most: i64::MAX.cast_unsigned(),
    },
];

/// The folder of the engine.
pub(super) fn data_dir(target: &Target) -> PathBuf {
    target.data_dir.clone().unwrap_or_else(|| "/var/lib/ferrogate".into())
}

/// The folder of the engine, or what is there of the way to it.
pub(super) fn folder(target: &Target) -> PathBuf {
    nearest(&data_dir(target)).to_owned()
}

/// What is there of the way to a folder.
pub(super) fn nearest(wanted: &Path) -> &Path {
    wanted.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"))
}

pub(super) fn checks(system: &System, folder: &Path) -> Vec<Check> {
    let mut checks = vec![memory(system)];
    checks.extend(disk(folder));
    checks.extend(SHARED.iter().map(|shared| for_all(system, shared)));
    checks.extend([
        for_each(system, "inotify instances", "max_user_instances", INOTIFY_INSTANCES_MIN),
        for_each(system, "inotify watches", "max_user_watches", INOTIFY_WATCHES_MIN),
    ]);
    checks
}

/// Whether what all tasks share lasts for as many as the host has memory for.
fn for_all(system: &System, shared: &Shared) -> Check {
    let wanted = meminfo(system, "MemTotal:").map_or(1, |bytes| bytes / TASK_BYTES);
    let wanted = wanted.clamp(1, TASKS_MAX);
    // One part more for the host itself.
    let least = (shared.each * (wanted + 1)).min(shared.most);
    let fix = format!("sysctl -w {}={least}", shared.key);
    let Some(found) = system.number(shared.path) else {
        return Check::advise(shared.name, "unknown").fix(fix);
    };
    let text = if found >= least {
        format!("{found}: enough for the {wanted} tasks that the memory is for")
    } else {
        let tasks = (found / shared.each).max(1);
        format!("{found}: used up by {tasks} of the {wanted} tasks that the memory is for")
    };
    Check::want(shared.name, found >= least, text, &fix)
}

/// Whether a task's own programs get enough of inotify. Each task has a count of its own, and
/// the engine takes none.
fn for_each(system: &System, name: &str, key: &str, least: u64) -> Check {
    let found = system.number(&format!("/proc/sys/fs/inotify/{key}"));
    let text = found.map_or("unknown".to_owned(), |n| format!("{n} for each task's programs"));
    let fix = format!("sysctl -w fs.inotify.{key}={least}");
    Check::want(name, found.is_some_and(|n| n >= least), text, &fix)
}

/// A line of `/proc/meminfo`, in bytes.
fn meminfo(system: &System, key: &str) -> Option<u64> {
    let text = system.read("/proc/meminfo")?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kib = line.trim().trim_end_matches(" kB").parse::<u64>().ok()?;
    kib.checked_mul(1024)
}

fn memory(system: &System) -> Check {
    match meminfo(system, "MemAvailable:") {
        Some(bytes) => {
            let fix = "stop something, or use a larger machine: tasks start at 512 MiB";
            Check::want("memory", bytes >= MEMORY_MIN, format!("{} available", size(bytes)), fix)
        }
        None => Check::advise("memory", "unknown").fix("mount /proc"),
    }
}

fn disk(folder: &Path) -> Vec<Check> {
    let Ok(facts) = rustix::fs::statvfs(folder) else {
        let found = format!("{} can't be measured", folder.display());
        return vec![Check::advise("disk", found).fix("check the data folder: --data-dir")];
    };
    let free = facts.f_bavail.saturating_mul(facts.f_frsize);
    let found = format!("{} free in {}", size(free), folder.display());
    let fix = "make room, or put the data folder elsewhere: --data-dir";
    let mut checks = vec![Check::want("disk", free >= DISK_MIN, found, fix)];
    // File systems such as btrfs have no fixed number of inodes, and say 0.
    if facts.f_files > 0 {
        let inodes = facts.f_favail;
        let found = format!("{inodes} free in {}", folder.display());
        checks.push(Check::want("inodes", inodes >= INODES_MIN, found, fix));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::super::check::{State, made_of};
    use super::*;

    #[test]
    fn memory_that_is_available_counts() {
        let (_dir, system) = made_of(&[(
            "/proc/meminfo",
            "MemTotal:  99999999 kB\nMemFree: 1 kB\nMemAvailable:    2097152 kB\n",
        )]);
        assert_eq!(memory(&system), Check::good("memory", "2.1 GB available"));
        let (_dir, system) = made_of(&[("/proc/meminfo", "MemAvailable: 1000 kB\n")]);
        assert_eq!(memory(&system).state, State::Advised);
    }

    /// The checks of a machine of 16 GiB with one setting.
    fn of_16_gib(path: &str, value: &str, name: &str) -> Check {
        let (_dir, system) =
            made_of(&[("/proc/meminfo", "MemTotal: 16777216 kB\n"), (path, value)]);
        checks(&system, Path::new("/")).into_iter().find(|check| check.name == name).unwrap()
    }

    #[test]
    fn what_all_tasks_share_is_to_last_for_as_many_as_the_memory() {
        let (pids, files) = ("/proc/sys/kernel/pid_max", "/proc/sys/fs/file-max");
        let few = of_16_gib(pids, "32768\n", "processes");
        assert_eq!(few.state, State::Advised);
        assert_eq!(few.found, "32768: used up by 8 of the 32 tasks that the memory is for");
        assert_eq!(few.fix.as_deref(), Some("sysctl -w kernel.pid_max=135168"));
        let enough = of_16_gib(pids, "135168\n", "processes");
        assert_eq!(enough.found, "135168: enough for the 32 tasks that the memory is for");
        assert_eq!((enough.state, enough.fix), (State::Good, None));
        let threads = of_16_gib("/proc/sys/kernel/threads-max", "126000\n", "threads");
        assert_eq!(threads.fix.as_deref(), Some("sysctl -w kernel.threads-max=135168"));
        let few = of_16_gib(files, "1600000\n", "open files");
        assert_eq!(few.found, "1600000: used up by 1 of the 32 tasks that the memory is for");
        assert_eq!(few.fix.as_deref(), Some("sysctl -w fs.file-max=69206016"));
        assert_eq!(of_16_gib(files, "9223372036854775807", "open files").state, State::Good);
    }

    #[test]
    fn no_more_is_asked_for_than_the_kernel_has() {
        let (_dir, system) = made_of(&[("/proc/meminfo", "MemTotal: 9999999999999 kB\n")]);
        for check in SHARED.iter().map(|shared| for_all(&system, shared)) {
            let fix = check.fix.unwrap();
            let asked: u64 = fix.rsplit('=').next().unwrap().parse().unwrap();
            assert!(asked <= 1001 * 2_097_152, "{fix}");
        }
        let (_dir, system) = made_of(&[
            ("/proc/meminfo", "MemTotal: 9999999999999 kB\n"),
            ("/proc/sys/kernel/pid_max", "4194304"),
        ]);
        assert_eq!(for_all(&system, &SHARED[0]).state, State::Good, "more can't be had");
    }

    #[test]
    fn inotify_is_for_the_programs_of_tasks() {
        let path = "/proc/sys/fs/inotify/max_user_instances";
        let check = of_16_gib(path, "128", "inotify instances");
        assert_eq!(check, Check::good("inotify instances", "128 for each task's programs"));
        assert_eq!(of_16_gib(path, "64", "inotify instances").state, State::Advised);
    }

    #[test]
    fn the_folder_that_is_there_is_measured() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target {
            endpoint: String::new(),
            region: String::new(),
            account: None,
            credentials: None,
            key_source: crate::KeySource::default(),
            data_dir: Some(dir.path().join("not/yet")),
        };
        assert_eq!(folder(&target), dir.path());
    }
}
