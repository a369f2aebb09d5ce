//! Which host and which address a task gets: pure.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use ferrogate_records::Scope;
use ferrogate_records::ec2::{range, subnet};
use ferrogate_records::ecs::task;
use ferrogate_records::host;

/// What a task asks of a host and of the network: tasks of one class fit in the same places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// Whose VPC it is placed in.
    pub scope: Scope,
    /// Subnet ids to choose from.
    pub subnets: Vec<String>,
    /// `X86_64` or `ARM64`.
    pub architecture: String,
    /// What it takes of its host.
    pub size: host::Size,
    /// Whether it has a public address.
    pub public: bool,
}

impl Class {
    /// The class of a task.
    #[must_use]
    pub fn of(record: &task::Record) -> Self {
        Self {
            scope: record.scope.clone(),
            subnets: record.network.subnets.clone(),
            architecture: record.architecture.clone(),
            size: record.size(),
            public: record.network.public_address,
        }
    }
}

/// A host that takes tasks, and what of it is taken.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The host.
    pub host: host::Record,
    /// What is taken.
    pub ledger: host::Ledger,
}

/// Where a task goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Onto the candidate with this index.
    Host(usize),
    /// Nowhere now; a host will have room when others have ended.
    Wait,
    /// Nowhere ever: no host is large enough, or of the task's architecture.
    Never,
}

/// Chooses the host that the task leaves the least room on (best fit), so that large tasks
/// still find a place. CPU decides, memory breaks a tie.
#[must_use]
pub fn choose(candidates: &[Candidate], class: &Class) -> Choice {
    let mut best = None;
    let mut ever = false;
    for (at, candidate) in candidates.iter().enumerate() {
        if !could_hold(&candidate.host, class) {
            continue;
        }
        ever = true;
        let taken = candidate.ledger.take(&candidate.host, class.size);
        if let Some(taken) = taken {
            let left = (
                candidate.host.cpu_units - taken.cpu_units,
                candidate.host.memory_mib - taken.memory_mib,
            );
            if best.is_none_or(|(least, _)| left < least) {
                best = Some((left, at));
            }
        }
    }
    match best {
        Some((_, at)) => Choice::Host(at),
        None if ever || candidates.is_empty() => Choice::Wait,
        None => Choice::Never,
    }
}

/// Whether tasks of the class could run on the host if it were empty.
#[must_use]
pub fn could_hold(host: &host::Record, class: &Class) -> bool {
    let empty = host::Ledger::default();
    oci_architecture(&class.architecture) == host.architecture
        && empty.take(host, class.size).is_some()
}

/// OCI's name of an architecture that ECS names.
#[must_use]
pub fn oci_architecture(ecs: &str) -> &'static str {
    match ecs {
        "ARM64" => "arm64",
        _ => "amd64",
    }
}

/// Hands out addresses of subnets in turn, so that one that was just released rests.
#[derive(Debug, Default)]
pub struct Addresses {
    next: std::collections::HashMap<String, u64>,
}

impl Addresses {
    /// A free address in one of the subnets, the emptiest first by turn; `None` when all
    /// are full.
    pub fn choose<'s>(
        &mut self,
        subnets: &'s [subnet::Record],
        taken: &HashSet<(String, Ipv4Addr)>,
    ) -> Option<(&'s subnet::Record, Ipv4Addr)> {
        let of = |subnet: &str| taken.iter().filter(|(id, _)| id == subnet).count();
        let mut subnets: Vec<_> = subnets.iter().collect();
        subnets.sort_by_cached_key(|subnet| of(&subnet.id));
        subnets.into_iter().find_map(|subnet| {
            let address = self.next_free(subnet, taken)?;
            Some((subnet, address))
        })
    }

    fn next_free(
        &mut self,
        subnet: &subnet::Record,
        taken: &HashSet<(String, Ipv4Addr)>,
    ) -> Option<Ipv4Addr> {
        let usable = Some(range::usable(subnet.cidr)).filter(|n| *n > 0)?;
        let cursor = self.next.entry(subnet.id.clone()).or_default();
        for step in 0..usable {
            let at = (*cursor + step) % usable;
            let address = range::nth_usable(subnet.cidr, at)?;
            if !subnet.is_set_aside(address) && !taken.contains(&(subnet.id.clone(), address)) {
                *cursor = at + 1;
                return Some(address);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::{candidate, new_task};
    use ferrogate_records::ec2::default_network::DefaultNetwork;

    #[test]
    fn the_fullest_host_with_room_is_chosen() {
        let task = Class::of(&new_task());
        let hosts = [candidate(1024, 0), candidate(1024, 512), candidate(1024, 1000)];
        assert_eq!(choose(&hosts, &task), Choice::Host(1));
    }

    #[test]
    fn a_task_waits_for_a_full_host_and_gives_up_on_small_ones() {
        let task = Class::of(&new_task());
        assert_eq!(choose(&[candidate(1024, 1024)], &task), Choice::Wait);
        assert_eq!(choose(&[candidate(128, 0)], &task), Choice::Never);
        assert_eq!(choose(&[], &task), Choice::Wait);
        let mut arm = task.clone();
        arm.architecture = "ARM64".into();
        assert_eq!(choose(&[candidate(1024, 0)], &arm), Choice::Never);
    }

    #[test]
    fn addresses_are_unique_spread_over_zones_and_rest_after_use() {
        let task = new_task();
        let subnets = DefaultNetwork::of(&task.scope).subnets;
        let (mut addresses, mut taken) = (Addresses::default(), HashSet::new());
        let mut zones = HashSet::new();
        for _ in 0..3 {
            let (subnet, address) = addresses.choose(&subnets, &taken).unwrap();
            assert!(subnet.cidr.contains(&address));
            zones.insert(subnet.zone.clone());
            assert!(taken.insert((subnet.id.clone(), address)));
        }
        assert_eq!(zones.len(), 3);
        let (_, first) = Addresses::default().choose(&subnets, &HashSet::new()).unwrap();
        let (_, again) = addresses.choose(&subnets, &HashSet::new()).unwrap();
        assert_ne!(first, again);
    }

    #[test]
    fn an_address_that_is_set_aside_is_given_to_no_task() {
        let mut subnets = DefaultNetwork::of(&new_task().scope).subnets;
        subnets.truncate(1);
        subnets[0].cidr = "172.31.0.0/28".parse().unwrap();
        subnets[0].reservations.push(subnet::Reservation {
            id: "scr-1".into(),
            range: "172.31.0.4/30".parse().unwrap(),
            purpose: subnet::Purpose::Explicit,
            description: None,
            tags: vec![],
        });
        let (mut addresses, mut taken) = (Addresses::default(), HashSet::new());
        while let Some((subnet, address)) = addresses.choose(&subnets, &taken) {
            taken.insert((subnet.id.clone(), address));
        }
        let mut last: Vec<u8> = taken.iter().map(|(_, address)| address.octets()[3]).collect();
        last.sort_unstable();
        assert_eq!(last, [8, 9, 10, 11, 12, 13, 14]);
    }

    #[test]
    fn a_full_subnet_gives_no_address() {
        let mut subnets = DefaultNetwork::of(&new_task().scope).subnets;
        subnets[0].cidr = "172.31.0.0/29".parse().unwrap();
        subnets.truncate(1);
        let (mut addresses, mut taken) = (Addresses::default(), HashSet::new());
        for _ in 0..3 {
            let (subnet, address) = addresses.choose(&subnets, &taken).unwrap();
            taken.insert((subnet.id.clone(), address));
        }
        assert_eq!(addresses.choose(&subnets, &taken), None);
    }
}
