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
    /// Tasks bound.
    pub tasks: u32,
}

impl Ledger {
    /// The ledger with one more task on it, when `host` has room for it.
    #[must_use]
    pub fn take(self, host: &Record, cpu_units: u32, memory_mib: u32) -> Option<Self> {
        let next = Self {
            cpu_units: self.cpu_units.checked_add(cpu_units)?,
            memory_mib: self.memory_mib.checked_add(memory_mib)?,
            tasks: self.tasks.checked_add(1)?,
        };
        let fits = next.cpu_units <= host.cpu_units
            && next.memory_mib <= host.memory_mib
            && next.tasks <= host.tasks_max;
        fits.then_some(next)
    }

    /// The ledger with one task less on it.
    #[must_use]
    pub fn give(self, cpu_units: u32, memory_mib: u32) -> Self {
        Self {
            cpu_units: self.cpu_units.saturating_sub(cpu_units),
            memory_mib: self.memory_mib.saturating_sub(memory_mib),
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
            tasks_max,
            joined_at: TimestampMs(0),
            lost_at: None,
        }
    }

    #[test]
    fn a_full_host_takes_no_task() {
        let host = host(512, 1024, 10);
        let one = Ledger::default().take(&host, 256, 512).unwrap();
        let two = one.take(&host, 256, 512).unwrap();
        assert_eq!(two.take(&host, 256, 512), None);
        assert_eq!(two.give(256, 512), one);
    }

    proptest! {
        #[test]
        fn taking_and_giving_back_changes_nothing(cpu in 0u32..5000, mem in 0u32..5000) {
            let host = host(10_000, 10_000, 4);
            let taken = Ledger::default().take(&host, cpu, mem).unwrap();
            prop_assert_eq!(taken.give(cpu, mem), Ledger::default());
        }
    }
}
