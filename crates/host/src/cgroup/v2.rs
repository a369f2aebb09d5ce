//! Version 2: one tree for all controllers.

use std::fs;
use std::path::{Path, PathBuf};

use ferrogate_link::Limits;

use super::counters::{Counters, Cpu, Memory, limit, moved_v2, numbers, pids};
use super::devices::DEVICES;
use super::limits::{CPU_PERIOD_US, bytes, quota_us, shares};
use super::{
    CgroupError, ContainerLimits, Result, Usage, devices_bpf, field, io_error, number,
    throttled_periods, write,
};

/// The controllers that a task's cgroup needs.
const NEEDED: [&str; 3] = ["cpu", "memory", "pids"];

/// The controllers that are handed down when the host has them.
const WANTED: [&str; 5] = ["cpu", "memory", "pids", "io", "cpuset"];

/// The mounted tree.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    mount: PathBuf,
}

impl Tree {
    pub(super) fn new(mount: &Path) -> Self {
        Self { mount: mount.to_owned() }
    }

    pub(super) fn dir(&self, path: &str) -> PathBuf {
        self.mount.join(path)
    }

    pub(super) fn create_task(&self, path: &str, limits: &Limits) -> Result<()> {
        let dir = self.dir(path);
        fs::create_dir_all(&dir).map_err(io_error(&dir, "making it"))?;
        self.hand_down(path)?;
        limit_memory(&dir, limits.memory_mib)?;
        limit_cpu(&dir, limits.cpu_units)?;
        write(&dir.join("cpu.weight"), &weight(limits.cpu_units).to_string())?;
        write(&dir.join("pids.max"), &limits.pids_max.to_string())
    }

    /// Keeps the processes of the group, and of those below, to the list of devices.
    pub(super) fn limit_devices(&self, path: &str) -> Result<()> {
        let dir = self.dir(path);
        devices_bpf::allow_only(&dir, &DEVICES)
            .map_err(io_error(&dir, "limiting its devices (CONFIG_CGROUP_BPF)"))
    }

    pub(super) fn limit_container(&self, path: &str, limits: &ContainerLimits) -> Result<()> {
        let dir = self.dir(path);
        fs::create_dir_all(&dir).map_err(io_error(&dir, "making it"))?;
        limit_cpu(&dir, limits.cpu_units_max)?;
        write(&dir.join("cpu.weight"), &weight(limits.cpu_units).to_string())?;
        write(&dir.join("pids.max"), &limits.pids_max.to_string())?;
        // Not `memory.oom.group`: a process that is killed for want of memory is not the whole
        // container, here as in version 1 and with docker.
        limit_memory(&dir, limits.memory_mib)?;
        if let Some(mib) = limits.memory_reservation_mib {
            write(&dir.join("memory.low"), &bytes(mib).to_string())?;
        }
        Ok(())
    }

    /// Puts the calling process into the group.
    pub(super) fn join(&self, path: &str) -> Result<()> {
        let dir = self.dir(path);
        fs::create_dir_all(&dir).map_err(io_error(&dir, "making it"))?;
        write(&dir.join("cgroup.procs"), "0")
    }

    /// Turns the controllers on for each level down to the children of `path`.
    fn hand_down(&self, path: &str) -> Result<()> {
        let offered = fs::read_to_string(self.mount.join("cgroup.controllers"))
            .map_err(io_error(&self.mount, "reading its controllers"))?;
        let offered: Vec<&str> = offered.split_whitespace().collect();
        if let Some(missing) = NEEDED.into_iter().find(|name| !offered.contains(name)) {
            return Err(CgroupError::NoController(missing));
        }
        let mut wanted = WANTED.to_vec();
        wanted.retain(|name| offered.contains(name));
        let mut dir = self.mount.clone();
        turn_on(&dir, &wanted)?;
        for part in path.split('/') {
            dir.push(part);
            turn_on(&dir, &wanted)?;
        }
        Ok(())
    }

    /// Kills all below at once. A kernel before 5.14 has no such file; then the caller's
    /// loop does it one by one.
    pub(super) fn kill(&self, path: &str) {
        let file = self.dir(path).join("cgroup.kill");
        if file.exists() {
            drop(fs::write(file, "1"));
        } else {
            drop(fs::write(self.dir(path).join("pids.max"), "0"));
        }
    }

    pub(super) fn oom_kills(&self, path: &str) -> u64 {
        field(&self.dir(path).join("memory.events"), "oom_kill")
    }

    pub(super) fn counters(&self, path: &str) -> Counters {
        let dir = self.dir(path);
        let cpu = numbers(&dir.join("cpu.stat"));
        let of = |name| cpu.get(name).copied().unwrap_or(0);
        let (pids, pids_max) = pids(&dir);
        Counters {
            cpu: Cpu {
                total_ns: of("usage_usec") * 1000,
                by_cpu_ns: None,
                kernel_ns: of("system_usec") * 1000,
                user_ns: of("user_usec") * 1000,
                periods: of("nr_periods"),
                throttled_periods: of("nr_throttled"),
                throttled_ns: of("throttled_usec") * 1000,
            },
            memory: Memory {
                usage: number(&dir.join("memory.current")),
                usage_max: limit(&dir.join("memory.peak")),
                limit: limit(&dir.join("memory.max")),
                failures: field(&dir.join("memory.events"), "max"),
                stat: numbers(&dir.join("memory.stat")),
            },
            io_bytes: moved_v2(&dir.join("io.stat")),
            io_operations: None,
            pids,
            pids_max,
        }
    }

    pub(super) fn usage(&self, path: &str) -> Usage {
        let dir = self.dir(path);
        let droppable = field(&dir.join("memory.stat"), "inactive_file");
        let limit = fs::read_to_string(dir.join("memory.max")).unwrap_or_default();
        let (read_bytes, write_bytes) = io_bytes(&dir);
        Usage {
            cpu_ns: field(&dir.join("cpu.stat"), "usage_usec").saturating_mul(1000),
            cpu_throttled_periods: throttled_periods(&dir),
            memory_bytes: number(&dir.join("memory.current")).saturating_sub(droppable),
            memory_peak_bytes: number(&dir.join("memory.peak")),
            memory_limit_bytes: limit.trim().parse().ok(),
            pids: number(&dir.join("pids.current")),
            read_bytes,
            write_bytes,
        }
    }
}

fn limit_cpu(dir: &Path, cpu_units: u32) -> Result<()> {
    write(&dir.join("cpu.max"), &format!("{} {CPU_PERIOD_US}", quota_us(cpu_units)))
}

fn limit_memory(dir: &Path, mib: u32) -> Result<()> {
    write(&dir.join("memory.max"), &bytes(mib).to_string())?;
    // Absent without swap in the kernel: then there is none to forbid.
    let swap = dir.join("memory.swap.max");
    if swap.exists() { write(&swap, "0") } else { Ok(()) }
}

/// Turns those of the controllers on for the children of `dir` that are not. Most are, and a
/// write makes the kernel stop all that changes cgroups.
fn turn_on(dir: &Path, wanted: &[&str]) -> Result<()> {
    let file = dir.join("cgroup.subtree_control");
    let on = fs::read_to_string(&file).unwrap_or_default();
    let on: Vec<&str> = on.split_whitespace().collect();
    let wish: Vec<String> =
        wanted.iter().filter(|name| !on.contains(name)).map(|name| format!("+{name}")).collect();
    if wish.is_empty() { Ok(()) } else { write(&file, &wish.join(" ")) }
}

/// The weight that stands for a version 1 share (runc's formula, also the kernel's advice).
fn weight(cpu_units: u32) -> u64 {
    1 + (shares(cpu_units) - 2) * 9_999 / 262_142
}

fn io_bytes(dir: &Path) -> (u64, u64) {
    let text = fs::read_to_string(dir.join("io.stat")).unwrap_or_default();
    let sum = |name: &str| {
        text.split_whitespace()
            .filter_map(|word| word.split_once('='))
            .filter(|(key, _)| *key == name)
            .filter_map(|(_, value)| value.parse::<u64>().ok())
            .fold(0, u64::saturating_add)
    };
    (sum("rbytes"), sum("wbytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fake(controllers: &str) -> (tempfile::TempDir, Tree) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("cgroup.controllers"), controllers).unwrap();
        let tree = Tree::new(root.path());
        (root, tree)
    }

    const LIMITS: Limits = Limits { cpu_units: 1024, memory_mib: 2048, pids_max: 4096 };

    #[test]
    fn a_tasks_limits_land_in_their_files() {
        let (root, tree) = fake("cpuset cpu io memory pids\n");
        fs::create_dir_all(root.path().join("f/task")).unwrap();
        fs::write(root.path().join("f/task/memory.swap.max"), "max").unwrap();
        tree.create_task("f/task", &LIMITS).unwrap();
        let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap();
        assert_eq!(read("f/task/memory.max"), "2147483648");
        assert_eq!(read("f/task/memory.swap.max"), "0");
        assert_eq!(read("f/task/cpu.max"), "100000 100000");
        assert_eq!(read("f/task/cpu.weight"), "39");
        assert_eq!(read("f/task/pids.max"), "4096");
        for level in ["", "f/", "f/task/"] {
            let control = read(&format!("{level}cgroup.subtree_control"));
            assert_eq!(control, "+cpu +memory +pids +io +cpuset", "{level}");
        }
    }

    #[test]
    fn a_container_has_limits_of_its_own() {
        let (root, tree) = fake("cpu memory pids\n");
        let dir = root.path().join("f/task/web");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("memory.swap.max"), "max").unwrap();
        let limits = ContainerLimits {
            cpu_units: 128,
            cpu_units_max: 512,
            memory_mib: 64,
            memory_reservation_mib: Some(32),
            pids_max: 77,
        };
        tree.limit_container("f/task/web", &limits).unwrap();
        let read = |file: &str| fs::read_to_string(dir.join(file)).unwrap();
        assert_eq!((read("cpu.weight"), read("cpu.max")), ("5".into(), "50000 100000".into()));
        assert_eq!(read("pids.max"), "77");
        assert_eq!((read("memory.max"), read("memory.swap.max")), ("67108864".into(), "0".into()));
        assert_eq!(read("memory.low"), "33554432");
    }

    #[test]
    fn only_controllers_that_are_off_are_turned_on() {
        let (root, tree) = fake("cpu memory pids\n");
        fs::create_dir_all(root.path().join("f/task")).unwrap();
        let control = |level: &str| root.path().join(level).join("cgroup.subtree_control");
        fs::write(control(""), "cpu memory pids\n").unwrap();
        fs::write(control("f"), "memory\n").unwrap();
        tree.create_task("f/task", &LIMITS).unwrap();
        assert_eq!(fs::read_to_string(control("")).unwrap(), "cpu memory pids\n");
        assert_eq!(fs::read_to_string(control("f")).unwrap(), "+cpu +pids");
    }

    #[test]
    fn a_host_without_a_needed_controller_is_refused() {
        let (_root, tree) = fake("cpu memory\n");
        let error = tree.create_task("f/task", &LIMITS).unwrap_err();
        assert!(matches!(error, CgroupError::NoController("pids")), "{error}");
    }

    #[test]
    fn numbers_past_all_bounds_stay_at_the_largest() {
        let (root, tree) = fake("cpu memory pids");
        let dir = root.path().join("f");
        fs::create_dir(&dir).unwrap();
        let max = u64::MAX;
        fs::write(dir.join("cpu.stat"), format!("usage_usec {max}\n")).unwrap();
        fs::write(dir.join("io.stat"), format!("8:0 rbytes={max}\n8:16 rbytes=1\n")).unwrap();
        let usage = tree.usage("f");
        assert_eq!((usage.cpu_ns, usage.read_bytes), (max, max));
    }

    #[test]
    fn use_is_read_from_the_files() {
        let (root, tree) = fake("cpu memory pids io\n");
        let dir = root.path().join("f/t");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("cpu.stat"), "usage_usec 5\nnr_throttled 2\n").unwrap();
        fs::write(dir.join("memory.current"), "100\n").unwrap();
        fs::write(dir.join("memory.stat"), "anon 60\ninactive_file 30\n").unwrap();
        fs::write(dir.join("memory.max"), "max\n").unwrap();
        fs::write(dir.join("memory.events"), "oom 1\noom_kill 3\n").unwrap();
        fs::write(dir.join("io.stat"), "8:0 rbytes=1 wbytes=2\n8:16 rbytes=10 wbytes=20\n")
            .unwrap();
        let usage = tree.usage("f/t");
        assert_eq!((usage.cpu_ns, usage.cpu_throttled_periods), (5_000, 2));
        assert_eq!((usage.memory_bytes, usage.memory_limit_bytes), (70, None));
        assert_eq!((usage.read_bytes, usage.write_bytes), (11, 22));
        assert_eq!(tree.oom_kills("f/t"), 3);
    }
}
