//! Version 1 and the hybrid layout: one folder for each controller or set of controllers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ferrogate_link::Limits;

use super::counters::{Counters, Cpu, Memory, listed, moved_v1, numbers, pids};
use super::devices::DEVICES;
use super::limits::{CPU_PERIOD_US, bytes, quota_us, shares};
use super::view::Shown;
use super::{
    CgroupError, ContainerLimits, Result, Usage, field, io_error, number, throttled_periods, write,
};

/// The memory limit of a cgroup without one is past this, whatever the page size.
const MEMORY_UNLIMITED: u64 = 1 << 62;

/// What the kernel counts processor time of groups in (`USER_HZ`, 100 a second everywhere).
const TICK_NS: u64 = 10_000_000;

/// What waits in a group's sockets, of all protocols that count it (TCP, UDP, SCTP).
const SOCKETS: &str = "memory.kmem.tcp.limit_in_bytes";

/// The part of a task's memory that its sockets may take beside it: about what a machine of
/// that size gives to TCP (`net.ipv4.tcp_mem`, tcp(7)).
const SOCKETS_SHARE: u64 = 8;

/// The mounted hierarchies.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// All of them: a shim leaves each group that whoever started it was in.
    hierarchies: Vec<PathBuf>,
    /// Those that limit or count what a task uses. In the others a task's processes stay
    /// with their shim.
    limiting: Vec<PathBuf>,
    /// The one that says which processors there are, when the host has it.
    cpuset: Option<PathBuf>,
    memory: PathBuf,
    cpu: PathBuf,
    cpuacct: PathBuf,
    pids: PathBuf,
    devices: PathBuf,
    blkio: Option<PathBuf>,
}

impl Tree {
    pub(super) fn detect(mount: &Path) -> Result<Self> {
        let not_mounted = || CgroupError::NotMounted(mount.to_owned());
        let mut hierarchies: Vec<PathBuf> = fs::read_dir(mount)
            .map_err(|_| not_mounted())?
            .flatten()
            // `cpu` may be a link to `cpu,cpuacct`: each hierarchy counts once.
            .filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir()))
            .map(|entry| entry.path())
            .filter(|path| path.join("cgroup.procs").exists())
            .collect();
        hierarchies.sort();
        if hierarchies.is_empty() {
            return Err(not_mounted());
        }
        let find = |name: &'static str| {
            hierarchies
                .iter()
                .find(|path| {
                    path.file_name()
                        .is_some_and(|n| n.to_string_lossy().split(',').any(|part| part == name))
                })
                .cloned()
                .ok_or(CgroupError::NoController(name))
        };
        let mut tree = Self {
            memory: find("memory")?,
            cpu: find("cpu")?,
            cpuacct: find("cpuacct")?,
            pids: find("pids")?,
            devices: find("devices")?,
            blkio: find("blkio").ok(),
            cpuset: find("cpuset").ok(),
            limiting: Vec::new(),
            hierarchies,
        };
        let own = [&tree.memory, &tree.cpu, &tree.cpuacct, &tree.pids, &tree.devices];
        tree.limiting = own.into_iter().chain(&tree.blkio).cloned().collect();
        // One hierarchy may have several controllers.
        tree.limiting.sort();
        tree.limiting.dedup();
        Ok(tree)
    }

    pub(super) fn dirs(&self, path: &str) -> Vec<PathBuf> {
        self.hierarchies.iter().map(|hierarchy| hierarchy.join(path)).collect()
    }

    pub(super) fn create_task(&self, path: &str, limits: &Limits) -> Result<()> {
        let memory = make(&self.memory, path)?;
        limit_memory(&memory, limits.memory_mib)?;
        let sockets = bytes(limits.memory_mib) / SOCKETS_SHARE;
        write(&memory.join(SOCKETS), &sockets.to_string())?;
        let cpu = make(&self.cpu, path)?;
        limit_cpu(&cpu, limits.cpu_units)?;
        write(&cpu.join("cpu.shares"), &shares(limits.cpu_units).to_string())?;
        let pids = make(&self.pids, path)?;
        write(&pids.join("pids.max"), &limits.pids_max.to_string())?;
        // The groups of its containers take the list over when they are made.
        let devices = make(&self.devices, path)?;
        write(&devices.join("devices.deny"), "a")?;
        DEVICES
            .iter()
            .try_for_each(|device| write(&devices.join("devices.allow"), &device.to_string()))
    }

    pub(super) fn limit_container(&self, path: &str, limits: &ContainerLimits) -> Result<()> {
        self.limiting.iter().try_for_each(|hierarchy| make(hierarchy, path).map(drop))?;
        let cpu = self.cpu.join(path);
        limit_cpu(&cpu, limits.cpu_units_max)?;
        write(&cpu.join("cpu.shares"), &shares(limits.cpu_units).to_string())?;
        write(&self.pids.join(path).join("pids.max"), &limits.pids_max.to_string())?;
        let memory = self.memory.join(path);
        // The task's limit holds below it, but for sockets of groups that have one themselves.
        if let Some(task) = memory.parent() {
            write(&memory.join(SOCKETS), &number(&task.join(SOCKETS)).to_string())?;
        }
        limit_memory(&memory, limits.memory_mib)?;
        if let Some(mib) = limits.memory_reservation_mib {
            write(&memory.join("memory.soft_limit_in_bytes"), &bytes(mib).to_string())?;
        }
        Ok(())
    }

    pub(super) fn join(&self, path: &str) -> Result<()> {
        for hierarchy in &self.hierarchies {
            let dir = make(hierarchy, path)?;
            // A process can't join a cpuset without CPUs and memory nodes: take the parents'.
            for file in ["cpuset.cpus", "cpuset.mems"] {
                inherit(&dir, file)?;
            }
            enter(&dir)?;
        }
        Ok(())
    }

    /// Puts the calling thread into the group in those hierarchies that limit or count.
    pub(super) fn enter(&self, path: &str) -> Result<()> {
        self.limiting.iter().try_for_each(|hierarchy| enter(&make(hierarchy, path)?))
    }

    /// Which groups the container of `path` is shown: its own where it has one, and its shim's
    /// processors.
    pub(super) fn shown(&self, path: &str, home: &str) -> Vec<Shown> {
        let name = |dir: &PathBuf| dir.file_name().map(|name| name.to_string_lossy().into_owned());
        let own = self.limiting.iter().filter_map(|dir| Some((name(dir)?, path.to_owned())));
        let shared = self.cpuset.iter().filter(|dir| !self.limiting.contains(dir));
        own.chain(shared.filter_map(|dir| Some((name(dir)?, home.to_owned())))).collect()
    }

    /// No process below may start another one from now on. It can't fail in a way that
    /// matters: killing goes on until nothing is left.
    pub(super) fn forbid_forks(&self, path: &str) {
        drop(fs::write(self.pids.join(path).join("pids.max"), "0"));
    }

    /// Where the processes of the group are counted.
    pub(super) fn counting(&self, path: &str) -> PathBuf {
        self.pids.join(path)
    }

    pub(super) fn oom_kills(&self, path: &str) -> u64 {
        field(&self.memory.join(path).join("memory.oom_control"), "oom_kill")
    }

    pub(super) fn usage(&self, path: &str) -> Usage {
        let memory = self.memory.join(path);
        let used = number(&memory.join("memory.usage_in_bytes"));
        let droppable = field(&memory.join("memory.stat"), "total_inactive_file");
        let limit = number(&memory.join("memory.limit_in_bytes"));
        let (read_bytes, write_bytes) = self.blkio(path);
        Usage {
            cpu_ns: number(&self.cpuacct.join(path).join("cpuacct.usage")),
            cpu_throttled_periods: throttled_periods(&self.cpu.join(path)),
            memory_bytes: used.saturating_sub(droppable),
            memory_peak_bytes: number(&memory.join("memory.max_usage_in_bytes")),
            memory_limit_bytes: (limit != 0 && limit < MEMORY_UNLIMITED).then_some(limit),
            pids: number(&self.pids.join(path).join("pids.current")),
            read_bytes,
            write_bytes,
        }
    }

    pub(super) fn counters(&self, path: &str) -> Counters {
        let (memory, cpuacct) = (self.memory.join(path), self.cpuacct.join(path));
        let spent = numbers(&cpuacct.join("cpuacct.stat"));
        let quota = numbers(&self.cpu.join(path).join("cpu.stat"));
        let of = |numbers: &BTreeMap<String, u64>, name| numbers.get(name).copied().unwrap_or(0);
        let limit = number(&memory.join("memory.limit_in_bytes"));
        let (pids, pids_max) = pids(&self.pids.join(path));
        let moved = |name| self.blkio.as_ref().map(|blkio| moved_v1(&blkio.join(path).join(name)));
        Counters {
            cpu: Cpu {
                total_ns: number(&cpuacct.join("cpuacct.usage")),
                by_cpu_ns: Some(listed(&cpuacct.join("cpuacct.usage_percpu"))),
                kernel_ns: of(&spent, "system") * TICK_NS,
                user_ns: of(&spent, "user") * TICK_NS,
                periods: of(&quota, "nr_periods"),
                throttled_periods: of(&quota, "nr_throttled"),
                throttled_ns: of(&quota, "throttled_time"),
            },
            memory: Memory {
                usage: number(&memory.join("memory.usage_in_bytes")),
                usage_max: Some(number(&memory.join("memory.max_usage_in_bytes"))),
                limit: (limit != 0 && limit < MEMORY_UNLIMITED).then_some(limit),
                failures: number(&memory.join("memory.failcnt")),
                stat: numbers(&memory.join("memory.stat")),
            },
            io_bytes: moved("blkio.throttle.io_service_bytes_recursive").unwrap_or_default(),
            io_operations: Some(moved("blkio.throttle.io_serviced_recursive").unwrap_or_default()),
            pids,
            pids_max,
        }
    }

    fn blkio(&self, path: &str) -> (u64, u64) {
        let Some(blkio) = &self.blkio else { return (0, 0) };
        let file = blkio.join(path).join("blkio.throttle.io_service_bytes_recursive");
        let text = fs::read_to_string(file).unwrap_or_default();
        let sum = |operation: &str| {
            text.lines()
                .map(|line| line.split(' ').collect::<Vec<_>>())
                .filter(|parts| parts.len() == 3 && parts[1] == operation)
                .filter_map(|parts| parts[2].parse::<u64>().ok())
                .fold(0, u64::saturating_add)
        };
        (sum("Read"), sum("Write"))
    }
}

fn limit_cpu(dir: &Path, cpu_units: u32) -> Result<()> {
    write(&dir.join("cpu.cfs_period_us"), &CPU_PERIOD_US.to_string())?;
    write(&dir.join("cpu.cfs_quota_us"), &quota_us(cpu_units).to_string())
}

fn limit_memory(dir: &Path, mib: u32) -> Result<()> {
    let limit = bytes(mib).to_string();
    write(&dir.join("memory.limit_in_bytes"), &limit)?;
    // Memory and swap together may not be more than memory alone: no swap. A kernel without
    // swap accounting has no such file.
    let with_swap = dir.join("memory.memsw.limit_in_bytes");
    if with_swap.exists() {
        write(&with_swap, &limit)
    } else {
        write(&dir.join("memory.swappiness"), "0")
    }
}

/// A thread that moves itself does not make the kernel wait until nobody forks or ends, which
/// takes a grace period of RCU (several milliseconds) for each hierarchy. The unified one of
/// the hybrid layout knows processes only.
pub(super) fn enter(dir: &Path) -> Result<()> {
    let tasks = dir.join("tasks");
    write(&if tasks.exists() { tasks } else { dir.join("cgroup.procs") }, "0")
}

fn make(hierarchy: &Path, path: &str) -> Result<PathBuf> {
    let dir = hierarchy.join(path);
    fs::create_dir_all(&dir).map_err(io_error(&dir, "making it"))?;
    Ok(dir)
}

/// Gives an empty cpuset the value of the nearest parent that has one.
fn inherit(dir: &Path, file: &str) -> Result<()> {
    let path = dir.join(file);
    let Ok(own) = fs::read_to_string(&path) else { return Ok(()) };
    if !own.trim().is_empty() {
        return Ok(());
    }
    let Some(parent) = dir.parent() else { return Ok(()) };
    inherit(parent, file)?;
    let above = fs::read_to_string(parent.join(file)).unwrap_or_default();
    write(&path, above.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fake() -> (tempfile::TempDir, Tree) {
        let root = tempfile::tempdir().unwrap();
        for name in ["memory", "cpu,cpuacct", "pids", "devices", "blkio", "systemd"] {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join("cgroup.procs"), "").unwrap();
        }
        std::os::unix::fs::symlink("cpu,cpuacct", root.path().join("cpu")).unwrap();
        let tree = Tree::detect(root.path()).unwrap();
        (root, tree)
    }

    #[test]
    fn a_linked_hierarchy_counts_once() {
        let (root, tree) = fake();
        assert_eq!((tree.hierarchies.len(), tree.limiting.len()), (6, 5));
        assert_eq!(tree.cpu, root.path().join("cpu,cpuacct"));
    }

    #[test]
    fn a_tasks_limits_land_in_their_files() {
        let (root, tree) = fake();
        let memory = root.path().join("memory/f/task");
        fs::create_dir_all(&memory).unwrap();
        fs::write(memory.join("memory.memsw.limit_in_bytes"), "").unwrap();
        let limits = Limits { cpu_units: 512, memory_mib: 1024, pids_max: 4096 };
        tree.create_task("f/task", &limits).unwrap();
        let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap();
        assert_eq!(read("memory/f/task/memory.limit_in_bytes"), "1073741824");
        assert_eq!(read("memory/f/task/memory.memsw.limit_in_bytes"), "1073741824");
        assert_eq!(read("memory/f/task/memory.kmem.tcp.limit_in_bytes"), "134217728");
        assert_eq!(read("cpu/f/task/cpu.cfs_quota_us"), "50000");
        assert_eq!(read("cpu/f/task/cpu.shares"), "512");
        assert_eq!(read("pids/f/task/pids.max"), "4096");
        assert_eq!(read("devices/f/task/devices.deny"), "a");
    }

    #[test]
    fn a_container_has_limits_of_its_own_and_is_entered_where_it_is_limited() {
        let (root, tree) = fake();
        let limits = ContainerLimits {
            cpu_units: 128,
            cpu_units_max: 512,
            memory_mib: 64,
            memory_reservation_mib: Some(32),
            pids_max: 77,
        };
        let task = root.path().join("memory/f/task");
        fs::create_dir_all(&task).unwrap();
        fs::write(task.join(SOCKETS), "1048576\n").unwrap();
        tree.limit_container("f/task/web", &limits).unwrap();
        tree.enter("f/task/web").unwrap();
        let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap();
        assert_eq!(read("cpu/f/task/web/cpu.shares"), "128");
        assert_eq!(read("cpu/f/task/web/cpu.cfs_quota_us"), "50000");
        assert_eq!(read("pids/f/task/web/pids.max"), "77");
        assert_eq!(read("memory/f/task/web/memory.limit_in_bytes"), "67108864");
        assert_eq!(read("memory/f/task/web/memory.soft_limit_in_bytes"), "33554432");
        assert_eq!(read("memory/f/task/web/memory.kmem.tcp.limit_in_bytes"), "1048576");
        assert_eq!(read("devices/f/task/web/cgroup.procs"), "0");
        assert!(!root.path().join("systemd/f").exists());
    }

    #[test]
    fn a_container_is_shown_its_own_groups_and_its_shims_processors() {
        let (root, _) = fake();
        fs::create_dir(root.path().join("cpuset")).unwrap();
        fs::write(root.path().join("cpuset/cgroup.procs"), "").unwrap();
        let shown = Tree::detect(root.path()).unwrap().shown("f/task/web", "f/shims");
        let shown: Vec<_> = shown.iter().map(|(n, p)| (n.as_str(), p.as_str())).collect();
        let own = ["blkio", "cpu,cpuacct", "devices", "memory", "pids"].map(|n| (n, "f/task/web"));
        assert_eq!(shown, [&own[..], &[("cpuset", "f/shims")]].concat());
    }

    #[test]
    fn without_swap_accounting_swapping_is_turned_off() {
        let (root, tree) = fake();
        let limits = Limits { cpu_units: 256, memory_mib: 512, pids_max: 10 };
        tree.create_task("f/t", &limits).unwrap();
        let path = root.path().join("memory/f/t/memory.swappiness");
        assert_eq!(fs::read_to_string(path).unwrap(), "0");
    }
}
