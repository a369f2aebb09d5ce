//! What this machine offers to tasks.

use ferrogate_link::session::Capacity;

use super::Options;
use crate::volume;

/// How often what there is is promised; 0 counts as 1.
#[derive(Clone, Copy, Debug)]
pub struct Overcommit {
    /// CPU units.
    pub cpu: u32,
    /// Memory.
    pub memory: u32,
    /// Room for the tasks' disks.
    pub disk: u32,
}

/// What there is of a machine.
#[derive(Clone, Copy, Debug, Default)]
struct Machine {
    cpus: u32,
    memory_mib: u64,
    disk_mib: Option<u64>,
}

/// What this machine offers.
pub(super) fn capacity(options: &Options) -> Capacity {
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let machine = Machine {
        cpus: u32::try_from(cpus).unwrap_or(u32::MAX),
        memory_mib: memory_kib(&meminfo).unwrap_or(0) / 1024,
        disk_mib: volume::size(&options.data_dir).map(|bytes| bytes >> 20),
    };
    offered(machine, options.overcommit, options.tasks_max)
}

/// Its CPUs, its memory but an eighth, which is the host's own, and the disk that the agent's
/// folder is on, as often as they are promised.
fn offered(of: Machine, overcommit: Overcommit, tasks_max: u32) -> Capacity {
    let times = |mib: u64, times: u32| mib.saturating_mul(times.max(1).into());
    let memory_mib = times(of.memory_mib / 8 * 7, overcommit.memory);
    let storage_gib = of.disk_mib.map(|mib| times(mib, overcommit.disk) >> 10);
    Capacity {
        cpu_units: of.cpus.saturating_mul(1024).saturating_mul(overcommit.cpu.max(1)),
        memory_mib: u32::try_from(memory_mib).unwrap_or(u32::MAX),
        storage_gib: storage_gib.map(|gib| u32::try_from(gib).unwrap_or(u32::MAX)),
        tasks_max,
    }
}

fn memory_kib(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MACHINE: Machine = Machine { cpus: 2, memory_mib: 8000, disk_mib: Some(51_300) };

    #[test]
    fn each_thing_is_promised_as_often_as_the_settings_say() {
        let of = |cpu, memory, disk| {
            let offered = offered(MACHINE, Overcommit { cpu, memory, disk }, 9);
            (offered.cpu_units, offered.memory_mib, offered.storage_gib)
        };
        assert_eq!(of(1, 1, 1), (2048, 7000, Some(50)));
        assert_eq!(of(8, 1, 1), (16_384, 7000, Some(50)));
        assert_eq!(of(1, 3, 10), (2048, 21_000, Some(500)));
        assert_eq!(of(0, 0, 0), (2048, 7000, Some(50)));
        let all = u32::MAX;
        assert_eq!(of(all, all, all), (all, all, Some(all)));
        let unmeasured = Machine { disk_mib: None, ..MACHINE };
        let none = Overcommit { cpu: 1, memory: 1, disk: 1 };
        assert_eq!(offered(unmeasured, none, 9).storage_gib, None);
    }

    #[test]
    fn the_machines_memory_is_read() {
        assert_eq!(memory_kib("MemFree: 1 kB\nMemTotal:       16384 kB\n"), Some(16_384));
        assert_eq!(memory_kib("nothing"), None);
    }
}
