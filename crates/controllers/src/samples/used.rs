//! What tasks have used between two looks of their host.

use std::collections::HashMap;

use ferrogate_base::TaskKey;
use ferrogate_link::usage::{ContainerUsage, TaskUsage};

/// What a CPU unit is part of: so many are one processor (ECS).
const UNITS: f64 = 1024.0;
const MIB: f64 = 1_048_576.0;

/// What a task used.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Used {
    /// CPU units, on average since the look before.
    pub(super) cpu_units: f64,
    /// MiB of memory at the last look.
    pub(super) memory_mib: f64,
    /// Bytes a second that its interface received and sent.
    pub(super) network: Option<(f64, f64)>,
    /// Bytes read from and written to its disks since its containers began.
    pub(super) storage: (f64, f64),
    /// CPU units of each container, in the order of the look.
    pub(super) containers: Vec<f64>,
}

/// Remembers the look before.
#[derive(Debug, Default)]
pub(super) struct Meter(HashMap<TaskKey, TaskUsage>);

impl Meter {
    /// What each task has used since it was asked last; none of a task that is seen for the first
    /// time, or was not looked at since.
    pub(super) fn take<'u>(
        &mut self,
        seen: impl Iterator<Item = &'u TaskUsage>,
    ) -> HashMap<TaskKey, Used> {
        let mut now = HashMap::new();
        let mut used = HashMap::new();
        for last in seen {
            if let Some(before) = self.0.get(&last.task)
                && let Some(of) = between(before, last)
            {
                used.insert(last.task.clone(), of);
            }
            now.insert(last.task.clone(), last.clone());
        }
        self.0 = now;
        used
    }
}

/// MiB of memory that a container used when its host looked.
pub(super) fn mib(container: &ContainerUsage) -> f64 {
    container.memory_bytes as f64 / MIB
}

fn between(before: &TaskUsage, last: &TaskUsage) -> Option<Used> {
    let ms = last.at.since_ms(before.at);
    if ms == 0 {
        return None;
    }
    let mut used = Used::default();
    for container in &last.containers {
        let before = before.containers.iter().find(|one| one.name == container.name);
        let since = before.map_or(0, |before| before.cpu_ns);
        // One that was run again has begun to count anew.
        let since = if since > container.cpu_ns { 0 } else { since };
        let units = (container.cpu_ns - since) as f64 / (ms as f64 * 1e6) * UNITS;
        used.containers.push(units);
        used.cpu_units += units;
        used.memory_mib += mib(container);
        used.storage.0 += container.read_bytes as f64;
        used.storage.1 += container.written_bytes as f64;
    }
    if let (Some(before), Some(last)) = (before.network, last.network) {
        let rate = |before: u64, last: u64| last.saturating_sub(before) as f64 / ms as f64 * 1000.0;
        used.network = Some((rate(before.0, last.0), rate(before.1, last.1)));
    }
    Some(used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TimestampMs};

    fn look(at_s: u64, cpu_s: &[(&str, u64)]) -> TaskUsage {
        let container = |(name, cpu_s): &(&str, u64)| ContainerUsage {
            name: (*name).to_owned(),
            cpu_ns: cpu_s * 1_000_000_000,
            memory_bytes: 3 << 20,
            read_bytes: 5,
            written_bytes: 7,
        };
        let task = "0123456789abcdef0123456789abcdef".parse().unwrap();
        TaskUsage {
            task: TaskKey { task, epoch: Epoch(1) },
            at: TimestampMs(at_s * 1000),
            containers: cpu_s.iter().map(container).collect(),
            network: Some((at_s * 100, at_s * 10)),
        }
    }

    fn units(meter: &mut Meter, look: &TaskUsage) -> Option<f64> {
        meter.take(std::iter::once(look)).into_values().next().map(|used| used.cpu_units)
    }

    #[test]
    fn what_is_used_is_what_is_between_two_looks() {
        let mut meter = Meter::default();
        assert_eq!(units(&mut meter, &look(100, &[("a", 50)])), None);
        let used = meter.take(std::iter::once(&look(120, &[("a", 60), ("b", 5)])));
        let used = used.into_values().next().unwrap();
        assert_eq!(
            used,
            Used {
                cpu_units: 768.0,
                memory_mib: 6.0,
                network: Some((100.0, 10.0)),
                storage: (10.0, 14.0),
                containers: vec![512.0, 256.0],
            }
        );
        // The same look again says nothing.
        assert_eq!(units(&mut meter, &look(120, &[("a", 60)])), None);
        // Run again: it counts from nothing.
        assert_eq!(units(&mut meter, &look(140, &[("a", 10)])), Some(512.0));
    }

    #[test]
    fn a_task_that_was_away_is_seen_for_the_first_time_again() {
        let mut meter = Meter::default();
        assert_eq!(units(&mut meter, &look(100, &[("a", 1)])), None);
        meter.take(std::iter::empty());
        assert_eq!(units(&mut meter, &look(140, &[("a", 2)])), None);
    }
}
