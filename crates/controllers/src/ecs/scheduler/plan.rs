//! Which waiting tasks of a class go where: pure.

use std::collections::{BTreeMap, HashSet};
use std::net::Ipv4Addr;

use ferrogate_records::ec2::subnet;
use ferrogate_records::ecs::task;
use ferrogate_state::Row;

use super::network::Publics;
use crate::ecs::placement::{Addresses, Candidate, Choice, Class, choose};

/// A task with the address that was chosen for it.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) row: Row<task::Record>,
    pub(super) subnet: subnet::Record,
    pub(super) address: Ipv4Addr,
    /// For a task of a class that has one.
    pub(super) public: Option<Ipv4Addr>,
}

/// Where tasks go, by the index of the candidate, whose ledger has them taken already.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) bind: BTreeMap<usize, Vec<Bound>>,
    /// What tasks were left over for: then no other of their class has a place now either.
    pub(super) left: Left,
}

/// Why tasks got no place.
#[derive(Debug, Default)]
pub(super) enum Left {
    /// All got one.
    #[default]
    None,
    /// No host has room.
    Room,
    /// No subnet has an address for these.
    Address(Vec<Row<task::Record>>),
    /// There is no public address for these.
    PublicAddress(Vec<Row<task::Record>>),
}

/// Gives each of `rows`, tasks of one class, a host and an address of one of the class's
/// `subnets`, as long as there are any.
pub(super) fn plan(
    class: &Class,
    subnets: &[subnet::Record],
    rows: Vec<Row<task::Record>>,
    candidates: &mut [Candidate],
    taken: &mut HashSet<(String, Ipv4Addr)>,
    addresses: &mut Addresses,
    publics: &mut Publics,
) -> Plan {
    let mut plan = Plan::default();
    let mut rows = rows.into_iter();
    while let Some(row) = rows.next() {
        let Some((at, ledger)) = host(candidates, class) else {
            plan.left = Left::Room;
            break;
        };
        let Some((subnet, address)) = addresses.choose(subnets, taken) else {
            plan.left = Left::Address([row].into_iter().chain(rows).collect());
            break;
        };
        let public = if class.public { publics.take() } else { None };
        if class.public && public.is_none() {
            plan.left = Left::PublicAddress([row].into_iter().chain(rows).collect());
            break;
        }
        candidates[at].ledger = ledger;
        taken.insert((subnet.id.clone(), address));
        let subnet = subnet.clone();
        plan.bind.entry(at).or_default().push(Bound { row, subnet, address, public });
    }
    plan
}

/// The host that the next task of the class goes to, and its ledger with the task on it.
fn host(
    candidates: &[Candidate],
    class: &Class,
) -> Option<(usize, ferrogate_records::host::Ledger)> {
    let Choice::Host(at) = choose(candidates, class) else { return None };
    let Candidate { host, ledger } = &candidates[at];
    Some((at, ledger.take(host, class.size)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::testing::{candidate, new_task};
    use ferrogate_records::ec2::default_network::DefaultNetwork;
    use ferrogate_state::Doc;
    use ferrogate_store::{Key, Rev};

    fn rows(count: u64) -> Vec<Row<task::Record>> {
        let row = |n| {
            let record = new_task();
            let key = Key::new(record.key()).unwrap();
            Row { key, record: Doc::new(record), modify: Rev(n) }
        };
        (0..count).map(row).collect()
    }

    /// How many of `count` tasks of 256 units each of the hosts gets, and whether all did.
    fn planned(hosts: &mut [Candidate], count: u64) -> (Vec<usize>, bool) {
        let (mut taken, mut addresses) = (HashSet::new(), Addresses::default());
        let class = Class::of(&new_task());
        let subnets = DefaultNetwork::of(&class.scope).subnets;
        let publics = &mut Publics::default();
        let plan = plan(&class, &subnets, rows(count), hosts, &mut taken, &mut addresses, publics);
        let placed: usize = plan.bind.values().map(Vec::len).sum();
        assert_eq!(taken.len(), placed, "each has an address of its own");
        let of = |at| plan.bind.get(&at).map_or(0, Vec::len);
        ((0..hosts.len()).map(of).collect(), matches!(plan.left, Left::None))
    }

    #[test]
    fn tasks_are_placed_until_the_hosts_are_full() {
        for (hosts, tasks, placed, all) in [
            (vec![candidate(1024, 0)], 3, vec![3], true),
            (vec![candidate(1024, 0)], 4, vec![4], true),
            (vec![candidate(1024, 0)], 5, vec![4], false),
            (vec![candidate(1024, 1024)], 1, vec![0], false),
            (vec![candidate(1024, 0), candidate(512, 0)], 5, vec![3, 2], true),
            (vec![], 1, vec![], false),
            (vec![candidate(1024, 0)], 0, vec![0], true),
        ] {
            let mut hosts = hosts;
            assert_eq!(planned(&mut hosts, tasks), (placed.clone(), all));
            let used: Vec<_> = hosts.iter().map(|host| host.ledger.tasks as usize).collect();
            assert_eq!(used, placed);
        }
    }
}
