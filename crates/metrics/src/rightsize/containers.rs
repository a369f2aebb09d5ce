//! What of a task's size is whose.

use super::{Rules, Series, Size};

/// What no container is given less of, in MiB.
const MEMORY_LEAST_MIB: u32 = 16;

/// A container of a service's tasks: what it has, and what it used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// MiB above which it is killed, if it has a limit of its own.
    pub limit_mib: Option<u32>,
    /// CPU units that it used.
    pub cpu: Series,
    /// MiB of memory that it used.
    pub memory: Series,
    /// The greatest limit of its own at which it was killed for its memory.
    pub killed_at_mib: Option<u32>,
}

/// What a container is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its name.
    pub name: String,
    /// CPU units.
    pub cpu_units: u32,
    /// MiB above which it is killed; of one that has a limit now.
    pub limit_mib: Option<u32>,
    /// MiB that are kept for it; of one that has no limit now.
    pub reservation_mib: Option<u32>,
}

impl Container {
    /// The most memory that it is known to have wanted, in MiB.
    fn wanted(&self) -> f64 {
        let killed = f64::from(self.killed_at_mib.unwrap_or(0));
        self.memory.greatest().unwrap_or(0.0).max(killed)
    }

    /// Whether its own limit is too low.
    pub(super) fn is_cramped(&self, rules: &Rules) -> bool {
        let Some(limit) = self.limit_mib else { return false };
        let killed = self.killed_at_mib.is_some_and(|at| at >= limit);
        killed || self.memory.greatest().is_some_and(|most| !rules.memory.holds(most, limit))
    }

    /// MiB that it is to have.
    fn need_mib(&self, rules: &Rules) -> u32 {
        let limit = self.limit_mib.unwrap_or(0);
        let nothing_known = self.memory.0.is_empty() && self.killed_at_mib.is_none();
        let need = if nothing_known { limit } else { rules.memory.need(self.wanted()) };
        need.max(MEMORY_LEAST_MIB)
    }
}

/// MiB that a task has at least, so that no container's own limit is too low.
pub(super) fn memory_least(containers: &[Container], rules: &Rules) -> u32 {
    let least = containers.iter().map(|container| match container.limit_mib {
        Some(_) => container.need_mib(rules),
        None => MEMORY_LEAST_MIB,
    });
    least.fold(0, u32::saturating_add)
}

/// What each container gets of a task of this size: as much CPU as its part of what all want, its
/// own limit as high as it needs, and of the rest of the memory what it needs or its part of it.
/// All together are at most the size.
pub(super) fn shares(containers: &[Container], size: Size, rules: &Rules) -> Vec<Share> {
    let count = u32::try_from(containers.len()).unwrap_or(u32::MAX);
    let cpu: Vec<f64> = containers
        .iter()
        .map(|container| container.cpu.percentile(rules.threshold).unwrap_or(0.0))
        .collect();
    let all_cpu: f64 = cpu.iter().sum();
    // Each has one unit, which is less than any of them can want.
    let free = f64::from(size.cpu_units.saturating_sub(count));
    let part = |wants: f64| if all_cpu > 0.0 { wants / all_cpu } else { 1.0 / f64::from(count) };
    let need: Vec<u32> = containers.iter().map(|container| container.need_mib(rules)).collect();
    let sum = |limited: bool| -> f64 {
        let of = containers.iter().zip(&need);
        let of = of.filter(|(container, _)| container.limit_mib.is_some() == limited);
        of.map(|(_, need)| f64::from(*need)).sum()
    };
    let rest = (f64::from(size.memory_mib) - sum(true)).max(0.0);
    let fits = (rest / sum(false).max(1.0)).min(1.0);
    let share = |((container, cpu), need): ((&Container, f64), u32)| {
        let limited = container.limit_mib.is_some();
        let soft = (f64::from(need) * fits).floor() as u32;
        Share {
            name: container.name.clone(),
            cpu_units: 1 + (free * part(cpu)).floor() as u32,
            limit_mib: limited.then_some(need),
            reservation_mib: (!limited).then_some(soft.max(1)),
        }
    };
    containers.iter().zip(cpu).zip(need).map(share).collect()
}
