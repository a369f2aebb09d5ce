//! The sizes that a task of Fargate can have, and what they cost.

/// A GiB in MiB.
const GIB: f64 = 1024.0;
/// What CPU units are part of: so many are one vCPU.
const VCPU: f64 = 1024.0;

/// CPU units, with the least and the greatest memory in MiB and the step between (Amazon ECS
/// developer guide, task CPU and memory, Linux).
const RANGES: [(u32, u32, u32, u32); 6] = [
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16384, 1024),
    (4096, 8192, 30720, 1024),
    (8192, 16384, 61440, 4096),
    (16384, 32768, 122_880, 8192),
];

/// How large a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    /// CPU units; 1024 are one vCPU.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
}

impl Size {
    /// All that Fargate takes, by CPU units and then by memory.
    pub fn all() -> impl Iterator<Item = Self> {
        // The smallest has no step: half a GiB, one and two.
        let smallest = [512, 1024, 2048].map(|memory_mib| Self { cpu_units: 256, memory_mib });
        let rest = RANGES.into_iter().flat_map(|(cpu_units, least, greatest, step)| {
            let all = (least..=greatest).step_by(step as usize);
            all.map(move |memory_mib| Self { cpu_units, memory_mib })
        });
        smallest.into_iter().chain(rest)
    }
}

/// Dollars for an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// Of a vCPU.
    pub vcpu: f64,
    /// Of a GiB of memory.
    pub memory: f64,
}

impl Prices {
    /// What an hour of a task of this size costs.
    #[must_use]
    pub fn hour(&self, size: Size) -> f64 {
        let (cpu, memory) = (f64::from(size.cpu_units), f64::from(size.memory_mib));
        cpu / VCPU * self.vcpu + memory / GIB * self.memory
    }
}
