//! Task sizes of Fargate.

use super::{Mode, Result, client};

/// A valid size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ecs) struct Size {
    /// CPU units; 1024 are one vCPU.
    pub(in crate::ecs) cpu: u32,
    /// MiB.
    pub(in crate::ecs) memory: u32,
}

/// For each CPU size the smallest and the largest memory in MiB, and the step between sizes
/// (Fargate: "Task CPU and memory"). A quarter vCPU is the one exception: 512, 1024, 2048.
const SIZES: [(u32, u32, u32, u32); 7] = [
    (256, 512, 2048, 512),
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16384, 1024),
    (4096, 8192, 30720, 1024),
    (8192, 16384, 61440, 4096),
    (16384, 32768, 122_880, 8192),
];

/// The size that `cpu` and `memory` ask for, in units or in words.
pub(in crate::ecs) fn size_of(cpu: &str, memory: &str, mode: Mode) -> Result<Size> {
    let cpu = cpu_units(cpu)?;
    let memory = memory_mib(memory)?;
    let valid = match mode.free_sizes() {
        Some((units, mib)) => units.contains(&cpu) && mib.contains(&memory),
        None => is_in_table(cpu, memory),
    };
    if valid {
        return Ok(Size { cpu, memory });
    }
    Err(client(format!(
        "No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the \
         Amazon ECS documentation for the valid values."
    )))
}

fn is_in_table(cpu: u32, memory: u32) -> bool {
    SIZES.iter().any(|&(units, least, most, step)| {
        units == cpu
            && (least..=most).contains(&memory)
            && (memory - least).is_multiple_of(step)
            && !(units == 256 && memory == 1536)
    })
}

/// CPU units: `256`, `.25 vCPU`, `1 vcpu`.
pub(in crate::ecs) fn cpu_units(text: &str) -> Result<u32> {
    let bad = || client("Invalid 'cpu' setting for task.");
    number(text, "vcpu", 1024.0).ok_or_else(bad)
}

/// MiB: `512`, `0.5GB`, `1 GB`.
pub(in crate::ecs) fn memory_mib(text: &str) -> Result<u32> {
    let bad = || client("Invalid 'memory' setting for task.");
    number(text, "gb", 1024.0).ok_or_else(bad)
}

fn number(text: &str, unit: &str, scale: f64) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let Some(amount) = text.strip_suffix(unit) else {
        return text.parse().ok().filter(|n| *n > 0);
    };
    let amount: f64 = amount.trim().parse().ok()?;
    let scaled = amount * scale;
    let whole = scaled.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&scaled);
    // In range and whole, as was just checked.
    whole.then_some(scaled as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_of_the_table_is_valid_and_its_neighbours_are_not() {
        let sizes: &[(u32, &[u32])] = &[
            (256, &[512, 1024, 2048]),
            (512, &[1024, 2048, 3072, 4096]),
            (1024, &[2048, 3072, 4096, 5120, 6144, 7168, 8192]),
            (8192, &[16384, 20480, 61440]),
            (16384, &[32768, 40960, 122_880]),
        ];
        for (cpu, memories) in sizes {
            for memory in *memories {
                let size = size_of(&cpu.to_string(), &memory.to_string(), Mode::Strict).unwrap();
                assert_eq!(size, Size { cpu: *cpu, memory: *memory });
            }
        }
        for (cpu, memory) in
            [(256, 1536), (256, 4096), (512, 512), (1024, 1024), (8192, 18432), (300, 512)]
        {
            let size = size_of(&cpu.to_string(), &memory.to_string(), Mode::Strict);
            assert!(size.is_err(), "{cpu} {memory}");
        }
    }

    #[test]
    fn an_extended_cluster_takes_any_size_that_a_host_can_keep() {
        let of = |cpu: &str, memory: &str| size_of(cpu, memory, Mode::Extended);
        for (cpu, memory) in [("300", "700"), ("32", "32"), ("196608", "1048576"), ("256", "1536")]
        {
            assert!(of(cpu, memory).is_ok(), "{cpu} {memory}");
        }
        for (cpu, memory) in [("31", "512"), ("256", "31"), ("196609", "512"), ("256", "1048577")] {
            assert!(of(cpu, memory).is_err(), "{cpu} {memory}");
        }
    }

    #[test]
    fn sizes_may_be_written_in_words() {
        let of = |cpu: &str, memory: &str| size_of(cpu, memory, Mode::Strict).unwrap();
        assert_eq!(of(".25 vCPU", "0.5GB"), Size { cpu: 256, memory: 512 });
        assert_eq!(of("1 vcpu", "2 GB"), Size { cpu: 1024, memory: 2048 });
        for bad in ["", "x", "-1", "1.5", "vcpu", "nan vcpu", "1e9 vcpu", "0"] {
            assert!(cpu_units(bad).is_err(), "{bad}");
        }
    }
}
