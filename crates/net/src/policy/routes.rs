//! Route tables that are not the main one: of subnets whose packets may go to an interface that
//! forwards.
//!
//! Every interface on the host has a route in the kernel's main table, which is the local route
//! of all of them. Only what is routed otherwise needs a table, and a mark that leads to it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::plan::{Ruleset, fnv};
use super::{IpVersion, Route, Subnet, Target, VpcState};
use crate::id::{EniId, PeeringId};

/// Where a route of a table leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hop {
    /// On to the main table.
    Main,
    /// Nowhere.
    Blackhole,
    /// To an interface that forwards, by its address.
    Via(EniId, IpAddr),
    /// To the outside.
    Out,
    /// To a VPC that is peered.
    Peer(PeeringId),
}

/// Numbers of tables begin with this one: none of them is the kernel's own.
pub(crate) const TABLES: u32 = 0x1000_0000;

/// Puts the tables into `ruleset`; the number of each subnet that has one.
pub(super) fn plan<'s>(ruleset: &mut Ruleset, state: &'s VpcState) -> BTreeMap<&'s str, u32> {
    let mut numbers = BTreeMap::new();
    for (id, subnet) in &state.subnets {
        if !subnet.routes.iter().any(|route| is_of_its_own(route, &state.ranges)) {
            continue;
        }
        let number = free_number(ruleset, id);
        ruleset.tables.insert(number, table(state, subnet));
        numbers.insert(id.as_str(), number);
    }
    numbers
}

/// Whether the main table doesn't lead there all the same: what is outside vanishes in it, and
/// what is inside is found.
fn is_of_its_own(route: &Route, ranges: &[IpNet]) -> bool {
    match route.via {
        Target::Local => false,
        Target::Blackhole => ranges.iter().any(|range| range.contains(&route.to)),
        Target::Interface(_) | Target::Internet | Target::EgressOnly | Target::Peering(_) => true,
    }
}

/// One that the subnet has whatever other subnets there are, so that it seldom changes.
fn free_number(ruleset: &Ruleset, subnet: &str) -> u32 {
    let hash = fnv(subnet.as_bytes()) % u128::from(TABLES - 1);
    let first = u32::try_from(hash).expect("it is less than TABLES") + 1;
    let mut tried = (0..TABLES).map(|n| TABLES | ((first + n) % TABLES));
    tried.find(|number| !ruleset.tables.contains_key(number)).expect("there are few subnets")
}

fn table(state: &VpcState, subnet: &Subnet) -> BTreeMap<IpNet, Hop> {
    // The local route is in every table, whether it is told or not; another one to the same range
    // goes before it.
    let local = state.ranges.iter().map(|range| (range.trunc(), Hop::Main));
    let mut table: BTreeMap<IpNet, Hop> = local.collect();
    for route in &subnet.routes {
        let hop = match &route.via {
            Target::Local => Hop::Main,
            Target::Blackhole => Hop::Blackhole,
            Target::Internet => Hop::Out,
            // Nothing of IPv4 goes by one.
            Target::EgressOnly if IpVersion::of(&route.to) == IpVersion::V4 => Hop::Blackhole,
            Target::EgressOnly => Hop::Out,
            Target::Peering(id) => Hop::Peer(id.clone()),
            Target::Interface(id) => via(state, id, IpVersion::of(&route.to)),
        };
        table.insert(route.to.trunc(), hop);
    }
    // What stays in the subnet is never routed.
    table.extend(subnet.ranges.iter().map(|range| (range.trunc(), Hop::Main)));
    table
}

/// An interface whose check is on drops what is not its own, as AWS does.
fn via(state: &VpcState, id: &EniId, version: IpVersion) -> Hop {
    let interface = state.interfaces.get(id).filter(|interface| !interface.source_dest_check);
    let is_meant = |address: &&IpAddr| address.is_ipv4() == (version == IpVersion::V4);
    let address = interface.and_then(|interface| interface.addresses.iter().find(is_meant));
    address.map_or(Hop::Blackhole, |address| Hop::Via(id.clone(), *address))
}
