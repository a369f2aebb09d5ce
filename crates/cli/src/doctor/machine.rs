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
const PIDS_MIN: u64 = 32_768;
const FILES_MIN: u64 = 100_000;

/// The folder of the engine, or what is there of the way to it.
pub(super) fn folder(target: &Target) -> PathBuf {
    let wanted = target.data_dir.clone().unwrap_or_else(|| "/var/lib/ferrogate".into());
    nearest(&wanted).to_owned()
}

/// What is there of the way to a folder.
pub(super) fn nearest(wanted: &Path) -> &Path {
    wanted.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"))
}

pub(super) fn checks(system: &System, folder: &Path) -> Vec<Check> {
    let mut checks = vec![memory(system)];
    checks.extend(disk(folder));
    let at_least = |name: &str, path: &str, least: u64, key: &str| {
        let found = system.number(path);
        let text = found.map_or("unknown".to_owned(), |n| n.to_string());
        let fix = format!("sysctl -w {key}={least}");
        Check::want(name, found.is_some_and(|n| n >= least), text, &fix)
    };
    checks.extend([
        at_least(
            "inotify instances",
            "/proc/sys/fs/inotify/max_user_instances",
            INOTIFY_INSTANCES_MIN,
            "fs.inotify.max_user_instances",
        ),
        at_least(
            "inotify watches",
            "/proc/sys/fs/inotify/max_user_watches",
            INOTIFY_WATCHES_MIN,
            "fs.inotify.max_user_watches",
        ),
        at_least("processes", "/proc/sys/kernel/pid_max", PIDS_MIN, "kernel.pid_max"),
        at_least("open files", "/proc/sys/fs/file-max", FILES_MIN, "fs.file-max"),
        fanotify(system),
    ]);
    checks
}

fn memory(system: &System) -> Check {
    let text = system.read("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    match kib.map(|kib| kib * 1024) {
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

fn fanotify(system: &System) -> Check {
    const PATH: &str = "/proc/sys/fs/fanotify/max_user_groups";
    match system.number(PATH) {
        Some(n) if n >= 256 => Check::good("fanotify groups", n.to_string()),
        Some(n) => Check::advise("fanotify groups", format!("{n} for each user"))
            .fix("sysctl -w fs.fanotify.max_user_groups=1024"),
        None => Check::advise("fanotify groups", "unknown to the kernel")
            .fix("use a kernel from 5.13 on with CONFIG_FANOTIFY"),
    }
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

    #[test]
    fn the_folder_that_is_there_is_measured() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target {
            endpoint: String::new(),
            region: String::new(),
            account: None,
            credentials: None,
            data_dir: Some(dir.path().join("not/yet")),
        };
        assert_eq!(folder(&target), dir.path());
    }
}
