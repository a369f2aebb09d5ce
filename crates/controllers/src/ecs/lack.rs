//! Why the tasks of a class wait, in words: pure.

use std::collections::BTreeSet;
use std::fmt;

use ferrogate_records::host::{Resource, Size};

use crate::ecs::placement::{Candidate, Choice, Class, choose, could_hold};

/// What is missing for the next task of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No host is connected.
    Hosts,
    /// The hosts that could hold it are not connected.
    Away,
    /// The hosts that could hold it are too full: of each, this is what it has too little of.
    Room(Size, BTreeSet<Resource>),
    /// A host has room, and no subnet has an address.
    Addresses,
}

impl Lack {
    /// What is missing for a class that could not be placed on `candidates`.
    #[must_use]
    pub fn of(candidates: &[Candidate], class: &Class) -> Self {
        match choose(candidates, class) {
            Choice::Host(_) => Self::Addresses,
            Choice::Never => Self::Away,
            Choice::Wait if candidates.is_empty() => Self::Hosts,
            Choice::Wait => {
                let large = candidates.iter().filter(|c| could_hold(&c.host, class));
                let lacking = large.flat_map(|c| c.ledger.lacking(&c.host, class.size));
                Self::Room(class.size, lacking.collect())
            }
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hosts => f.write_str("No host is connected."),
            Self::Away => f.write_str("The hosts that are large enough are not connected."),
            Self::Room(size, lacking) => {
                let each = lacking.iter().map(|resource| match resource {
                    Resource::Cpu => format!("{} CPU units", size.cpu_units),
                    Resource::Memory => format!("{} MiB of memory", size.memory_mib),
                    Resource::Disk => format!("{} GiB of disk", size.storage_gib),
                    Resource::Tasks => "a place for another task".into(),
                });
                write!(f, "No host has {} free.", each.collect::<Vec<_>>().join(" and "))
            }
            Self::Addresses => f.write_str("No address is free in its subnets."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::{candidate, new_task};

    #[test]
    fn what_is_missing_is_named() {
        let class = Class::of(&new_task());
        let told = |candidates: &[Candidate]| Lack::of(candidates, &class).to_string();
        assert_eq!(told(&[]), "No host is connected.");
        assert_eq!(
            told(&[candidate(128, 0)]),
            "The hosts that are large enough are not connected."
        );
        assert_eq!(told(&[candidate(1024, 1000)]), "No host has 256 CPU units free.");
        assert_eq!(told(&[candidate(1024, 0)]), "No address is free in its subnets.");
        let mut no_disk = candidate(1024, 0);
        no_disk.ledger.storage_gib = 981;
        assert_eq!(told(&[no_disk]), "No host has 20 GiB of disk free.");
        let (mut no_memory, mut no_place) = (candidate(1024, 0), candidate(1024, 1000));
        no_memory.ledger.memory_mib = 99_999;
        no_place.ledger.tasks = 100;
        assert_eq!(
            told(&[no_memory, no_place, candidate(128, 0)]),
            "No host has 256 CPU units and 512 MiB of memory and a place for another task free."
        );
    }
}
