//! The cheapest size of Fargate that holds what a service's tasks use: how the present one does,
//! and what another would be.
//!
//! Everything here is pure. AWS publishes what Compute Optimizer answers and not how it comes to
//! it: the figures are ours. [`advise`] is the one question; read it first.

mod containers;
pub mod metric;
mod series;
mod size;
#[cfg(test)]
mod tests;

pub use containers::{Container, Share};
pub use metric::Resource;
pub use series::{Peak, Series};
pub use size::{Prices, Size};

/// Another size is worth a deployment when it saves so much of the price.
const SAVING_LEAST: f64 = 0.05;
/// Who uses more of its size than this has come to its end.
const AT_THE_END: f64 = 0.95;
/// For which share of the time a size may be at its end, for each risk.
const VERY_LOW: f64 = 0.001;
const LOW: f64 = 0.01;
const MEDIUM: f64 = 0.05;

/// What is left free above what was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Headroom(pub f64);

impl Headroom {
    /// What is needed for this use, rounded up.
    #[must_use]
    pub fn need(self, used: f64) -> u32 {
        // A float that is too large becomes the greatest number.
        (used * (1.0 + self.0)).ceil() as u32
    }

    /// Whether a size that is there holds this use: half of the headroom may be gone, so that a
    /// size that was just taken is not given up for one that hardly differs.
    #[must_use]
    pub fn holds(self, used: f64, size: u32) -> bool {
        used * (1.0 + self.0 / 2.0) <= f64::from(size)
    }
}

/// How careful the advice is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// For this share of the time the CPU is enough; 0 to 1. Memory is always enough.
    pub threshold: f64,
    /// CPU left free above that.
    pub cpu: Headroom,
    /// Memory left free above the most that was used.
    pub memory: Headroom,
}

impl Default for Rules {
    fn default() -> Self {
        Self { threshold: 0.995, cpu: Headroom(0.2), memory: Headroom(0.2) }
    }
}

/// What a service's tasks used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Load {
    /// CPU units of each task.
    pub cpu: Series,
    /// MiB of memory of each task.
    pub memory: Series,
    /// The greatest memory of a task in which a container was killed for it, in MiB.
    pub killed_at_mib: Option<u32>,
    /// Its containers, in their order.
    pub containers: Vec<Container>,
}

/// What may be changed. What the service is scaled by may not: the other size would scale it
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vary {
    /// CPU.
    pub cpu: bool,
    /// Memory.
    pub memory: bool,
}

/// How a size does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is as it should be.
    Optimized,
    /// Too small in something.
    Underprovisioned,
    /// Larger than needed, and dearer than the size that is needed.
    Overprovisioned,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is more CPU than needed.
    CpuOver,
    /// There is less.
    CpuUnder,
    /// There is more memory than needed.
    MemoryOver,
    /// There is less.
    MemoryUnder,
}

/// How likely it is that a size is not enough: for which share of the time it was at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// For a thousandth at most.
    VeryLow,
    /// For a hundredth at most.
    Low,
    /// For a twentieth at most.
    Medium,
    /// For longer, or containers were killed for their memory.
    High,
}

/// What is said of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// How the present size does.
    pub finding: Finding,
    /// Why, for each that is not as it should be.
    pub reasons: Vec<Reason>,
    /// The risk of the present size.
    pub risk: Risk,
    /// What to take instead; `None` when the present size is right, or Fargate has none that
    /// holds the service.
    pub option: Option<Advised>,
}

/// A size to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Advised {
    /// The task's.
    pub size: Size,
    /// What of it is whose.
    pub containers: Vec<Share>,
}

/// How the present size does, and the cheapest that does well; `None` when nothing is known of the
/// load. The size that is advised holds the CPU for the threshold of the time and the memory
/// always, with the headroom above, and costs more than the present one only if that is too small.
#[must_use]
pub fn advise(
    load: &Load,
    current: Size,
    vary: Vary,
    rules: &Rules,
    prices: &Prices,
) -> Option<Advice> {
    if load.memory.0.is_empty() && load.killed_at_mib.is_none() {
        return None;
    }
    let cpu = load.cpu.percentile(rules.threshold);
    let cpu_fits = cpu.is_none_or(|cpu| rules.cpu.holds(cpu, current.cpu_units));
    let cpu_under = vary.cpu && !cpu_fits;
    let cpu_need = least(cpu.map(|cpu| rules.cpu.need(cpu)), current.cpu_units, cpu_fits);

    let killed = load.killed_at_mib.is_some_and(|at| at >= current.memory_mib);
    let most = load.memory.greatest();
    let fits = most.is_none_or(|most| rules.memory.holds(most, current.memory_mib));
    let memory_fits = fits && !killed;
    let cramped = load.containers.iter().any(|container| container.is_cramped(rules));
    let memory_under = vary.memory && (!memory_fits || cramped);
    // Where it was killed it wanted as much at least.
    let wanted = most.unwrap_or(0.0).max(f64::from(load.killed_at_mib.unwrap_or(0)));
    let need = rules.memory.need(wanted).max(containers::memory_least(&load.containers, rules));
    let memory_need = least(Some(need), current.memory_mib, memory_fits && !cramped);

    let is_for = |size: &Size| {
        let cpu =
            if vary.cpu { size.cpu_units >= cpu_need } else { size.cpu_units == current.cpu_units };
        let memory = if vary.memory {
            size.memory_mib >= memory_need
        } else {
            size.memory_mib == current.memory_mib
        };
        cpu && memory
    };
    let by_price = |a: &Size, b: &Size| prices.hour(*a).total_cmp(&prices.hour(*b)).then(a.cmp(b));
    let best = Size::all().filter(is_for).min_by(by_price);
    let under = cpu_under || memory_under;
    let saves = |size: &Size| prices.hour(*size) <= prices.hour(current) * (1.0 - SAVING_LEAST);
    let best = best.filter(|size| under || saves(size));
    let mut reasons = Vec::new();
    let less_cpu = best.is_some_and(|size| size.cpu_units < current.cpu_units);
    let less_memory = best.is_some_and(|size| size.memory_mib < current.memory_mib);
    for (is, reason) in [
        (less_cpu, Reason::CpuOver),
        (cpu_under, Reason::CpuUnder),
        (less_memory && !memory_under, Reason::MemoryOver),
        (memory_under, Reason::MemoryUnder),
    ] {
        reasons.extend(is.then_some(reason));
    }
    let finding = match (under, best) {
        (true, _) => Finding::Underprovisioned,
        (false, Some(_)) => Finding::Overprovisioned,
        (false, None) => Finding::Optimized,
    };
    let option = best.map(|size| Advised {
        size,
        containers: containers::shares(&load.containers, size, rules),
    });
    Some(Advice { finding, reasons, risk: risk(load, current), option })
}

/// How much there is to be: what is needed, or what is there if that is less and still holds.
fn least(need: Option<u32>, current: u32, holds: bool) -> u32 {
    match need {
        Some(need) if need <= current || !holds => need,
        _ => current,
    }
}

/// The risk of a size under a load that was measured.
#[must_use]
pub fn risk(load: &Load, size: Size) -> Risk {
    let killed = load.killed_at_mib.is_some_and(|at| at >= size.memory_mib);
    let in_its_limit = load.containers.iter().any(|container| {
        container
            .limit_mib
            .is_some_and(|limit| container.killed_at_mib.is_some_and(|at| at >= limit))
    });
    let cpu = load.cpu.share_above(f64::from(size.cpu_units) * AT_THE_END);
    let memory = load.memory.share_above(f64::from(size.memory_mib) * AT_THE_END);
    match cpu.max(memory) {
        _ if killed || in_its_limit => Risk::High,
        share if share <= VERY_LOW => Risk::VeryLow,
        share if share <= LOW => Risk::Low,
        share if share <= MEDIUM => Risk::Medium,
        _ => Risk::High,
    }
}
