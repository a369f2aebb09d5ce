//! Hosts, and what of them is taken.

use ferrogate_base::{HostId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::key::segment;
use crate::kind::kind;

/// The kind of host records in the store.
pub const KIND: &str = "host";
/// The kind of ledger records in the store.
pub const LEDGER_KIND: &str = "ledger";

kind!(Record as KIND);

/// A machine that runs tasks. Written when its agent joins or is lost, never as a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub id: HostId,
    /// The kernel's boot id at the last join.
    pub boot_id: String,
    /// `amd64` or `arm64`.
    pub architecture: String,
    /// CPU units it offers.
    pub cpu_units: u32,
    /// Memory it offers, in MiB.
    pub memory_mib: u32,
    /// Room for the tasks' disks that it offers, in GiB; `None` in what an agent told that did
    /// not say: it counts none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_gib: Option<u32>,
    /// Tasks it takes at once.
    pub tasks_max: u32,
    /// When its agent joined last.
    pub joined_at: TimestampMs,
    /// Since when it counts as lost: its agent left, or fell silent, and did not come back. Its
    /// tasks are as they were told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_at: Option<TimestampMs>,
}

/// What the tasks bound to a host have reserved: the row that every binding and every
/// release guards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// CPU units taken.
    pub cpu_units: u32,
    /// Memory taken, in MiB.
    pub memory_mib: u32,
    /// Disks taken, in GiB.
    #[serde(default)]
    pub storage_gib: u32,
    /// Tasks bound.
    pub tasks: u32,
}

/// What a task takes of its host beside a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    /// CPU units.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Its disk in GiB.
    pub storage_gib: u32,
}

/// What a host can have too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// CPU units.
    Cpu,
    /// Memory.
    Memory,
    /// Room for disks.
    Disk,
    /// Places for tasks.
    Tasks,
}

impl Ledger {
    /// The ledger with one more task on it, when `host` has room for it.
    #[must_use]
    pub fn take(self, host: &Record, size: Size) -> Option<Self> {
        self.lacking(host, size).is_empty().then(|| self.with(size))
    }

    /// What `host` has too little of for one more task.
    #[must_use]
    pub fn lacking(self, host: &Record, size: Size) -> Vec<Resource> {
        let next = self.with(size);
        let fits = [
            (Resource::Cpu, next.cpu_units <= host.cpu_units),
            (Resource::Memory, next.memory_mib <= host.memory_mib),
            (Resource::Disk, host.storage_gib.is_none_or(|has| next.storage_gib <= has)),
            (Resource::Tasks, next.tasks <= host.tasks_max),
        ];
        fits.into_iter().filter(|(_, fits)| !fits).map(|(resource, _)| resource).collect()
    }

    /// The ledger with one more task on it. What can't be counted is more than any host has.
    fn with(self, size: Size) -> Self {
        Self {
            cpu_units: self.cpu_units.saturating_add(size.cpu_units),
            memory_mib: self.memory_mib.saturating_add(size.memory_mib),
            storage_gib: self.storage_gib.saturating_add(size.storage_gib),
            tasks: self.tasks.saturating_add(1),
        }
    }

    /// The ledger with one task less on it.
    #[must_use]
    pub fn give(self, size: Size) -> Self {
        Self {
            cpu_units: self.cpu_units.saturating_sub(size.cpu_units),
            memory_mib: self.memory_mib.saturating_sub(size.memory_mib),
            storage_gib: self.storage_gib.saturating_sub(size.storage_gib),
            tasks: self.tasks.saturating_sub(1),
        }
    }
}

/// The key of a host's record.
#[must_use]
pub fn key(host: &HostId) -> String {
    format!("/{KIND}/{}", segment(&host.0))
}

/// The key of a host's ledger.
#[must_use]
pub fn ledger_key(host: &HostId) -> String {
    format!("/{LEDGER_KIND}/{}", segment(&host.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn host(cpu_units: u32, memory_mib: u32, tasks_max: u32) -> Record {
        Record {
            id: HostId("h".into()),
            boot_id: "b".into(),
            architecture: "amd64".into(),
            cpu_units,
            memory_mib,
            storage_gib: None,
            tasks_max,
            joined_at: TimestampMs(0),
            lost_at: None,
        }
    }

    #[test]
    fn a_full_host_takes_no_task() {
        let host = host(512, 1024, 10);
        let size = Size { cpu_units: 256, memory_mib: 512, storage_gib: 20 };
        let one = Ledger::default().take(&host, size).unwrap();
        let two = one.take(&host, size).unwrap();
        assert_eq!(two.take(&host, size), None);
        assert_eq!(two.lacking(&host, size), [Resource::Cpu, Resource::Memory]);
        assert_eq!(two.give(size), one);
    }

    #[test]
    fn what_is_lacking_is_named() {
        let (host, none) = (host(512, 1024, 1), Ledger::default());
        let size = |cpu_units, memory_mib| Size { cpu_units, memory_mib, storage_gib: 20 };
        assert_eq!(none.lacking(&host, size(512, 1024)), []);
        assert_eq!(none.lacking(&host, size(513, 1024)), [Resource::Cpu]);
        assert_eq!(none.lacking(&host, size(512, u32::MAX)), [Resource::Memory]);
        let one = none.take(&host, size(1, 1)).unwrap();
        assert_eq!(one.lacking(&host, size(1, u32::MAX)), [Resource::Memory, Resource::Tasks]);
        let small = Record { storage_gib: Some(39), tasks_max: 9, ..host };
        let one = none.take(&small, size(1, 1)).unwrap();
        assert_eq!(one.lacking(&small, size(1, 1)), [Resource::Disk]);
    }

    proptest! {
        #[test]
        fn taking_and_giving_back_changes_nothing(
            cpu_units in 0u32..5000, memory_mib in 0u32..5000, storage_gib in 0u32..5000
        ) {
            let host = host(10_000, 10_000, 4);
            let size = Size { cpu_units, memory_mib, storage_gib };
            let taken = Ledger::default().take(&host, size).unwrap();
            prop_assert_eq!(taken.give(size), Ledger::default());
        }
    }
}
