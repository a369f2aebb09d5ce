//! The cgroups of tasks: limits, membership, use, and the end of all that is in one.
//!
//! A task is `<root>/<key>`, its containers are folders in it, and shims share
//! `<root>/shims`, so that a task's limits are for its containers alone. The same paths hold
//! in every hierarchy of version 1, in the hybrid layout, and in version 2.

mod counters;
mod devices;
mod devices_bpf;
mod group;
mod limits;
mod v1;
mod v2;
mod view;

use std::fs::{self, File};
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_link::Limits;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

use crate::kernel::{self, Fork};

pub use counters::{Counters, Cpu, Memory, Moved};
pub use limits::ContainerLimits;

/// Where cgroups are mounted on a host.
pub const MOUNT: &str = "/sys/fs/cgroup";

/// Processes to SIGKILL are gone, and an empty cgroup can be removed, in far less than this,
/// unless the kernel itself is stuck.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// Why a cgroup can't be made, read or removed.
#[derive(Debug, thiserror::Error)]
pub enum CgroupError {
    /// No cgroups are mounted where they should be.
    #[error("no cgroups at {0}")]
    NotMounted(PathBuf),
    /// A controller that limits need is not there.
    #[error("the host has no cgroup controller '{0}'")]
    NoController(&'static str),
    /// A path that would leave the hierarchy.
    #[error("'{0}' is no cgroup path")]
    BadPath(String),
    /// A file could not be read or written.
    #[error("cgroup {path}: {doing} failed")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// The kernel's answer.
        #[source]
        source: io::Error,
    },
    /// Processes survived SIGKILL, or the cgroup stayed busy.
    #[error("cgroup '{0}' is still busy")]
    Busy(String),
}

type Result<T> = std::result::Result<T, CgroupError>;

/// What a cgroup and all below it use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// CPU time since it was made, in nanoseconds.
    pub cpu_ns: u64,
    /// Periods in which the CPU quota was spent before the period ended.
    pub cpu_throttled_periods: u64,
    /// Memory in bytes, without the page cache that the kernel could drop at once.
    pub memory_bytes: u64,
    /// The highest memory in bytes, page cache included; 0 when the kernel does not say.
    pub memory_peak_bytes: u64,
    /// The hard limit in bytes; `None` is without.
    pub memory_limit_bytes: Option<u64>,
    /// Processes and threads.
    pub pids: u64,
    /// Bytes read from block devices.
    pub read_bytes: u64,
    /// Bytes written to block devices.
    pub write_bytes: u64,
}

/// The cgroups of this host.
#[derive(Clone, Debug)]
pub struct Cgroups {
    layout: Layout,
}

#[derive(Clone, Debug)]
enum Layout {
    V1(v1::Tree),
    V2(v2::Tree),
}

impl Cgroups {
    /// Looks at what is mounted at [`MOUNT`].
    ///
    /// # Errors
    /// [`CgroupError::NotMounted`].
    pub fn detect() -> Result<Self> {
        Self::detect_at(Path::new(MOUNT))
    }

    /// Looks at what is mounted at `mount`.
    ///
    /// # Errors
    /// [`CgroupError::NotMounted`].
    pub fn detect_at(mount: &Path) -> Result<Self> {
        let layout = if mount.join("cgroup.controllers").exists() {
            Layout::V2(v2::Tree::new(mount))
        } else {
            Layout::V1(v1::Tree::detect(mount)?)
        };
        Ok(Self { layout })
    }

    /// Whether it is the unified hierarchy of version 2.
    #[must_use]
    pub fn is_v2(&self) -> bool {
        matches!(self.layout, Layout::V2(_))
    }

    /// Makes the cgroup of a task with its limits: memory without swap on top, CPU quota and
    /// weight, processes, the list of devices.
    ///
    /// # Errors
    /// When a controller is missing or the kernel refuses. Nothing is run without its limits.
    pub fn create_task(&self, path: &str, limits: &Limits) -> Result<()> {
        check(path)?;
        match &self.layout {
            Layout::V1(tree) => tree.create_task(path, limits),
            Layout::V2(tree) => {
                tree.create_task(path, limits)?;
                tree.limit_devices(path)
            }
        }
    }

    /// Puts the calling thread, which must be its process's only one, into the cgroup in every
    /// hierarchy, making it where it is missing.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn join(&self, path: &str) -> Result<()> {
        check(path)?;
        match &self.layout {
            Layout::V1(tree) => tree.join(path),
            Layout::V2(tree) => tree.join(path),
        }
    }

    /// Makes a copy of this process, which must have one thread, for the container's cgroup, which
    /// must be there: the copy calls [`Cgroups::enter_forked`] before anything else.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn fork_for(&self, path: &str) -> Result<Fork> {
        check(path)?;
        let group = match &self.layout {
            Layout::V1(_) => {
                return kernel::fork().map_err(io_error(Path::new(path), "making a process"));
            }
            Layout::V2(tree) => tree.dir(path),
        };
        File::open(&group)
            .and_then(|dir| kernel::fork_into(dir.as_fd()))
            .map_err(io_error(&group, "making a process in it"))
    }

    /// Puts the calling process, which is what [`Cgroups::fork_for`] made, into the container's
    /// cgroup. In version 2 it was born there.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn enter_forked(&self, path: &str) -> Result<()> {
        match &self.layout {
            Layout::V1(tree) => tree.enter(path),
            Layout::V2(_) => Ok(()),
        }
    }

    /// Makes a container's cgroup with the limits of its own.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn limit_container(&self, path: &str, limits: &ContainerLimits) -> Result<()> {
        check(path)?;
        match &self.layout {
            Layout::V1(tree) => tree.limit_container(path, limits),
            Layout::V2(tree) => tree.limit_container(path, limits),
        }
    }

    /// The processes in the cgroup and below.
    #[must_use]
    pub fn pids(&self, path: &str) -> Vec<i32> {
        let mut pids: Vec<i32> = self.dirs(path).iter().flat_map(|dir| pids_below(dir)).collect();
        pids.sort_unstable();
        pids.dedup();
        pids
    }

    /// Kills all processes in the cgroup and below with SIGKILL and waits until they are
    /// gone. Nothing there is fine.
    ///
    /// # Errors
    /// [`CgroupError::Busy`] when some can't die.
    pub fn kill(&self, path: &str) -> Result<()> {
        check(path)?;
        match &self.layout {
            Layout::V1(tree) => tree.forbid_forks(path),
            Layout::V2(tree) => tree.kill(path),
        }
        let deadline = Instant::now() + GONE_WITHIN;
        loop {
            let pids = self.pids(path);
            if pids.is_empty() {
                return Ok(());
            }
            for pid in pids {
                // ESRCH: it died meanwhile, as wished.
                let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
            }
            if Instant::now() > deadline {
                return Err(CgroupError::Busy(path.to_owned()));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Removes the cgroup and all below it, in every hierarchy. Nothing there is fine.
    ///
    /// # Errors
    /// [`CgroupError::Busy`] when a process is in it.
    pub fn remove(&self, path: &str) -> Result<()> {
        check(path)?;
        for dir in self.dirs(path) {
            let deadline = Instant::now() + GONE_WITHIN;
            while let Err(e) = remove_below(&dir) {
                // The kernel takes a moment to forget a process that has just ended.
                if e.raw_os_error() != Some(libc::EBUSY) {
                    return Err(io_error(&dir, "removing it")(e));
                }
                if Instant::now() > deadline {
                    return Err(CgroupError::Busy(path.to_owned()));
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        Ok(())
    }

    /// Whether nothing of the cgroup is left.
    #[must_use]
    pub fn is_gone(&self, path: &str) -> bool {
        !self.dirs(path).iter().any(|dir| dir.exists())
    }

    /// What the cgroup and all below it use. What the kernel does not say is 0.
    #[must_use]
    pub fn usage(&self, path: &str) -> Usage {
        match &self.layout {
            Layout::V1(tree) => tree.usage(path),
            Layout::V2(tree) => tree.usage(path),
        }
    }

    /// All that the kernel counts of the cgroup and all below it; `None` when it is gone.
    #[must_use]
    pub fn counters(&self, path: &str) -> Option<Counters> {
        let counters = match &self.layout {
            Layout::V1(tree) => tree.counters(path),
            Layout::V2(tree) => tree.counters(path),
        };
        // It may have gone meanwhile: then they are of nothing.
        (!self.is_gone(path)).then_some(counters)
    }

    /// How many processes of the cgroup the kernel has killed for want of memory.
    #[must_use]
    pub fn oom_kills(&self, path: &str) -> u64 {
        match &self.layout {
            Layout::V1(tree) => tree.oom_kills(path),
            Layout::V2(tree) => tree.oom_kills(path),
        }
    }

    fn dirs(&self, path: &str) -> Vec<PathBuf> {
        match &self.layout {
            Layout::V1(tree) => tree.dirs(path),
            Layout::V2(tree) => vec![tree.dir(path)],
        }
    }
}

/// Tries what version 2 needs of the kernel to limit devices; version 1 has a file for it.
/// Nothing of it stays. Needs root.
///
/// # Errors
/// The kernel's: `EINVAL` when it has no programs for cgroups (`CONFIG_CGROUP_BPF`).
pub fn can_limit_devices() -> io::Result<()> {
    devices_bpf::load(&devices::DEVICES).map(drop)
}

/// Whether the calling process is in the cgroup in every hierarchy.
#[must_use]
pub fn is_home(path: &str) -> bool {
    fs::read_to_string("/proc/self/cgroup").is_ok_and(|text| all_in(&text, path))
}

/// Whether every line of a `/proc/PID/cgroup`, `number:controllers:/path`, has that path.
/// A hierarchy that is mounted nowhere keeps its processes at the top.
fn all_in(text: &str, path: &str) -> bool {
    let places = || text.lines().filter_map(|line| line.splitn(3, ':').nth(2));
    let here = |place: &str| place.strip_prefix('/') == Some(path);
    places().any(here) && places().all(|place| here(place) || place == "/")
}

/// The cgroup of a task below `root`.
#[must_use]
pub fn task_path(root: &str, key: &ferrogate_base::TaskKey) -> String {
    format!("{root}/{key}")
}

fn check(path: &str) -> Result<()> {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    if path.split('/').all(plain) { Ok(()) } else { Err(CgroupError::BadPath(path.to_owned())) }
}

fn write(file: &Path, value: &str) -> Result<()> {
    fs::write(file, value).map_err(io_error(file, "writing it"))
}

fn io_error<'a>(path: &'a Path, doing: &'static str) -> impl Fn(io::Error) -> CgroupError + 'a {
    move |source| CgroupError::Io { path: path.to_owned(), doing, source }
}

fn pids_below(dir: &Path) -> Vec<i32> {
    let own = fs::read_to_string(dir.join("cgroup.procs")).unwrap_or_default();
    let mut pids: Vec<i32> = own.lines().filter_map(|line| line.parse().ok()).collect();
    for child in folders(dir) {
        pids.extend(pids_below(&child));
    }
    pids
}

fn remove_below(dir: &Path) -> io::Result<()> {
    for child in folders(dir) {
        remove_below(&child)?;
    }
    match fs::remove_dir(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir()))
        .map(|entry| entry.path())
        .collect()
}

/// A number alone in a file; 0 when there is none.
fn number(file: &Path) -> u64 {
    fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// The number after `name` in a file of `name number` lines; 0 when there is none.
fn field(file: &Path, name: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| value.trim().parse().ok())
        .unwrap_or(0)
}

/// Periods in which a group or one of its children met its quota: of two that have the same
/// one the lower meets it first.
fn throttled_periods(dir: &Path) -> u64 {
    let of = |dir: &Path| field(&dir.join("cpu.stat"), "nr_throttled");
    folders(dir).iter().map(|child| of(child)).fold(of(dir), u64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_home_when_it_is_so_in_every_hierarchy() {
        assert!(all_in("3:memory:/f/shims\n1:name=systemd:/f/shims\n0::/f/shims\n", "f/shims"));
        assert!(all_in("7:hugetlb:/\n3:memory:/f/shims\n", "f/shims"));
        assert!(!all_in("3:memory:/f/shims\n0::/user\n", "f/shims"));
        assert!(!all_in("3:memory:/f/shims/x\n", "f/shims"));
        assert!(!all_in("0::/\n", "f/shims") && !all_in("", "f/shims"));
    }

    #[test]
    fn a_path_that_leaves_the_hierarchy_is_refused() {
        for bad in ["", "/ferrogate", "a//b", "a/../b", "..", "a/."] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check("ferrogate/0123-4/web").is_ok());
    }
}
