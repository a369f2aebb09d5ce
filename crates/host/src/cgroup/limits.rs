//! Limits as a task definition has them, and in the kernel's units.

use ferrogate_link::{Container, Limits};

/// The period of the CPU quota in microseconds.
pub(super) const CPU_PERIOD_US: u64 = 100_000;

/// The smallest quota that the kernel takes, in microseconds.
const CPU_QUOTA_US_MIN: u64 = 1_000;

/// What one container may use of what its task may. A limit of the task's is one of each of
/// its containers too: programs look at their own cgroup and no further, and would take what
/// is not limited there for all that the host has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContainerLimits {
    /// CPU units: its weight among the task's containers.
    pub cpu_units: u32,
    /// CPU units of its quota.
    pub cpu_units_max: u32,
    /// Memory in MiB beyond which it is killed.
    pub memory_mib: u32,
    /// Memory in MiB that it keeps when the task is short of memory.
    pub memory_reservation_mib: Option<u32>,
    /// Processes and threads.
    pub pids_max: u32,
}

impl ContainerLimits {
    /// Those of a container within its task's.
    #[must_use]
    pub fn new(container: &Container, task: &Limits) -> Self {
        let own = container.memory_mib.unwrap_or(task.memory_mib);
        Self {
            cpu_units: container.cpu_units,
            cpu_units_max: task.cpu_units,
            memory_mib: own.min(task.memory_mib),
            memory_reservation_mib: container.memory_reservation_mib,
            pids_max: task.pids_max,
        }
    }
}

/// The CPU quota of so many units, in microseconds for each [`CPU_PERIOD_US`].
pub(super) fn quota_us(cpu_units: u32) -> u64 {
    (u64::from(cpu_units) * CPU_PERIOD_US / 1024).max(CPU_QUOTA_US_MIN)
}

/// The version 1 share of so many units: the kernel's least is 2.
pub(super) fn shares(cpu_units: u32) -> u64 {
    u64::from(cpu_units).clamp(2, 262_144)
}

pub(super) fn bytes(mib: u32) -> u64 {
    u64::from(mib) << 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_is_limited_to_what_its_task_may_use() {
        let task = Limits { cpu_units: 512, memory_mib: 1024, pids_max: 77 };
        let mut container = Container::plain("web", "image");
        container.cpu_units = 128;
        let limits = ContainerLimits::new(&container, &task);
        assert_eq!((limits.cpu_units, limits.cpu_units_max), (128, 512));
        assert_eq!((limits.memory_mib, limits.pids_max), (1024, 77));
        container.memory_mib = Some(64);
        assert_eq!(ContainerLimits::new(&container, &task).memory_mib, 64);
        container.memory_mib = Some(4096);
        assert_eq!(ContainerLimits::new(&container, &task).memory_mib, 1024);
    }

    #[test]
    fn a_quota_is_the_share_of_a_period() {
        assert_eq!(quota_us(256), 25_000);
        assert_eq!(quota_us(1024), 100_000);
        assert_eq!(quota_us(4096), 400_000);
        assert_eq!(quota_us(1), CPU_QUOTA_US_MIN);
    }

    #[test]
    fn shares_stay_in_the_range_of_the_kernel() {
        assert_eq!(shares(0), 2);
        assert_eq!(shares(512), 512);
        assert_eq!(shares(u32::MAX), 262_144);
    }
}
