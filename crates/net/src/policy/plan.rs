//! The rules of a VPC's router, from its state: pure.
//!
//! A packet between two interfaces meets, in AWS's order: the groups it leaves by, the network
//! ACL of the subnet it leaves, that of the subnet it enters, and the groups it enters by. What
//! belongs to a flow that the groups have let begin passes the network ACLs only, and where
//! none of them denies anything, nothing at all.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::cell::{Cell, Key, Verdict};
use super::group::{self, Direction};
use super::routes::{self, Hop};
use super::traffic::FAMILIES;
use super::{IpVersion, VpcState, acl, flow_log, gateway, peering};
use crate::id::{EniId, Mac, PeeringId};
use ipnet::IpNet;

/// The rules, without those of the frame (`ruleset.nft`), which are the same for every VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ruleset {
    /// By name.
    pub(super) sets: BTreeMap<String, Arc<Set>>,
    /// The lines of each chain by its name; those of the frame's empty chains too.
    pub(super) chains: BTreeMap<String, Vec<String>>,
    /// What becomes of each interface's packets.
    places: BTreeMap<EniId, Place>,
    /// The route tables that are not the main one, by number.
    pub(crate) tables: BTreeMap<u32, BTreeMap<IpNet, Hop>>,
    /// Ranges in which what is nobody's vanishes.
    pub(crate) ranges: BTreeSet<IpNet>,
    /// Whether flows have zones, because some interface forwards.
    zoned: bool,
    /// Whether packets are counted, because some interface is logged.
    pub(super) counted: bool,
    /// The sets of groups that have chains: those of the interfaces, and some that interfaces
    /// had before. The next one of the same groups then needs elements alone, which take
    /// microseconds where a chain takes milliseconds.
    shared: BTreeSet<Together>,
    /// Whether something is routed to the outside.
    pub(super) leads_out: bool,
    /// The peerings that it knows.
    pub(super) peers: BTreeSet<PeeringId>,
    /// The public address of each private one that has one.
    pub(super) public: BTreeMap<Ipv4Addr, Ipv4Addr>,
    /// The addresses of IPv6 that the outside may begin to talk to.
    pub(super) reached6: BTreeSet<Ipv6Addr>,
}

/// The groups of an interface.
type Together = BTreeSet<String>;

/// So many sets of groups are kept that no interface has.
const UNUSED_MAX: usize = 64;

/// A set that rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    /// Its type in nft's words.
    pub(super) kind: &'static str,
    /// Whether its elements are ranges.
    pub(super) ranges: bool,
    pub(super) keys: BTreeSet<Key>,
}

/// What becomes of an interface's packets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    leaving: String,
    entering: String,
    acl_leaving: Option<String>,
    acl_entering: Option<String>,
    /// The set of its subnet's interfaces, if a network ACL asks it.
    neighbours: Option<String>,
    /// Its route table, unless that is the main one.
    table: Option<u32>,
    /// Whether it may send and be sent what is not its own.
    forwards: bool,
    /// Whether its packets are counted.
    logged: bool,
}

/// An interface on this host.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) index: u32,
    pub(crate) mac: Mac,
    pub(crate) addresses: Vec<IpAddr>,
}

/// What an element of a map leads to; `None` for one of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// It is one of a set.
    Nowhere,
    /// To a chain.
    To(Verdict),
    /// To a number.
    Mark(u32),
    /// To a zone of conntrack.
    Zone(u16),
    /// To an address.
    Address(Ipv4Addr),
}

/// An element in its set or map.
pub(crate) type Elements = BTreeMap<(String, Key), Leads>;

/// The rules of `state`. What has not changed since `before` is taken from its rules: of many
/// groups, one change concerns one.
pub(crate) fn plan(state: &VpcState, before: Option<(&VpcState, &Ruleset)>) -> Ruleset {
    let mut ruleset =
        Ruleset { ranges: state.ranges.iter().map(IpNet::trunc).collect(), ..Ruleset::default() };
    for (id, group) in &state.groups {
        match before.filter(|(state, _)| state.groups.get(id) == Some(group)) {
            Some((_, rules)) => group::keep(&mut ruleset, id, rules),
            None => group::plan(&mut ruleset, id, group),
        }
    }
    plan_members(&mut ruleset, state);
    let acls = plan_acls(&mut ruleset, state);
    plan_places(&mut ruleset, state, &acls);
    keep_shared(&mut ruleset, state, before.map(|(_, rules)| rules));
    let zones = peering::plan(&mut ruleset, state, !acls.is_empty());
    plan_frame(&mut ruleset, !acls.is_empty(), zones);
    gateway::plan(&mut ruleset, state);
    ruleset
}

/// The addresses of who is in a group, for each group that rules name.
fn plan_members(ruleset: &mut Ruleset, state: &VpcState) {
    let mut members: BTreeMap<(&str, IpVersion), BTreeSet<Key>> = BTreeMap::new();
    for id in state.references() {
        for version in FAMILIES {
            members.insert((id, version), BTreeSet::new());
        }
    }
    for interface in state.interfaces.values() {
        for group in &interface.groups {
            for address in &interface.addresses {
                let (version, cell) = address_cell(*address);
                if let Some(keys) = members.get_mut(&(group, version)) {
                    keys.insert(Key(vec![cell]));
                }
            }
        }
    }
    for ((id, version), keys) in &mut members {
        let of_peers = peering::members(state, id).map(address_cell);
        let of_version = of_peers.filter(|(of, _)| of == version);
        keys.extend(of_version.map(|(_, cell)| Key(vec![cell])));
    }
    for ((id, version), keys) in members {
        let kind = if version == IpVersion::V4 { "ipv4_addr" } else { "ipv6_addr" };
        let set = Set { kind, ranges: false, keys };
        ruleset.sets.insert(group::members(version, id), Arc::new(set));
    }
}

pub(crate) fn address_cell(address: IpAddr) -> (IpVersion, Cell) {
    match address {
        IpAddr::V4(address) => (IpVersion::V4, Cell::V4(address, address)),
        IpAddr::V6(address) => (IpVersion::V6, Cell::V6(address, address)),
    }
}

/// The chains of a subnet's network ACL: of what leaves it and of what enters it.
struct Acl {
    leaving: Option<String>,
    entering: Option<String>,
}

fn plan_acls<'s>(ruleset: &mut Ruleset, state: &'s VpcState) -> BTreeMap<&'s str, Acl> {
    let versions: BTreeSet<IpVersion> = state.ranges.iter().map(IpVersion::of).collect();
    let versions: Vec<IpVersion> = versions.into_iter().collect();
    let mut acls = BTreeMap::new();
    for (id, subnet) in &state.subnets {
        let mut of = |direction| acl::plan(ruleset, id, subnet, &versions, direction);
        let acl = Acl { leaving: of(Direction::Egress), entering: of(Direction::Ingress) };
        if acl.leaving.is_some() || acl.entering.is_some() {
            ruleset.add_interface_set(&acl::interfaces(id));
            acls.insert(id.as_str(), acl);
        }
    }
    acls
}

fn plan_places(ruleset: &mut Ruleset, state: &VpcState, acls: &BTreeMap<&str, Acl>) {
    let tables: BTreeMap<&str, u32> = routes::plan(ruleset, state);
    for (id, interface) in &state.interfaces {
        let acl = acls.get(interface.subnet.as_str());
        let together: Together = interface.groups.iter().cloned().collect();
        let place = Place {
            leaving: plan_groups(ruleset, state, &together, Direction::Egress),
            entering: plan_groups(ruleset, state, &together, Direction::Ingress),
            acl_leaving: acl.and_then(|acl| acl.leaving.clone()),
            acl_entering: acl.and_then(|acl| acl.entering.clone()),
            neighbours: acl.map(|_| acl::interfaces(&interface.subnet)),
            table: tables.get(interface.subnet.as_str()).copied(),
            forwards: !interface.source_dest_check,
            logged: state.logged.contains(id),
        };
        ruleset.places.insert(id.clone(), place);
        ruleset.shared.insert(together);
    }
}

/// Keeps the chains of groups that interfaces had before, as long as the groups are there.
fn keep_shared(ruleset: &mut Ruleset, state: &VpcState, before: Option<&Ruleset>) {
    let there = |set: &&Together| set.iter().all(|id| state.groups.contains_key(id));
    let unused = before.iter().flat_map(|rules| &rules.shared).filter(there);
    let unused: Vec<Together> =
        unused.filter(|set| !ruleset.shared.contains(*set)).take(UNUSED_MAX).cloned().collect();
    for set in unused {
        for direction in Direction::BOTH {
            plan_groups(ruleset, state, &set, direction);
        }
        ruleset.shared.insert(set);
    }
}

/// Chain names are at most 255 bytes (NFT_NAME_MAXLEN).
const NAME_MAX: usize = 255;

/// The chain of all groups of an interface together, which interfaces of the same ones share.
fn plan_groups(
    ruleset: &mut Ruleset,
    state: &VpcState,
    groups: &Together,
    direction: Direction,
) -> String {
    let joined = groups.iter().map(String::as_str).collect::<Vec<_>>().join(".");
    let (word, refused) = match direction {
        Direction::Egress => ("leave_", "goto refused_group_egress"),
        Direction::Ingress => ("enter_", "goto refused_group_ingress"),
    };
    let name = match word.len() + joined.len() {
        ..=NAME_MAX => format!("{word}{joined}"),
        _ => format!("{word}{:032x}", fnv(joined.as_bytes())),
    };
    if !ruleset.chains.contains_key(&name) {
        let known = groups.iter().filter(|id| state.groups.contains_key(*id));
        let each = known.map(|id| (group::open_chain(direction, id), group::chain(direction, id)));
        let (mut open, all): (Vec<_>, Vec<_>) = each.unzip();
        open.retain(|chain| ruleset.chains.contains_key(chain));
        let jumps = open.into_iter().chain(all).map(|chain| format!("jump {chain}"));
        let lines = jumps.chain([refused.to_owned()]).collect();
        ruleset.chains.insert(name.clone(), lines);
    }
    name
}

/// FNV-1a of 128 bits: ids are ours, so nobody seeks two that meet.
pub(crate) fn fnv(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

/// A flow that is forwarded by an interface passes the router twice, and what the one pass has
/// let begin must not be known in the other: each is in the zone of the interface at its other
/// end, whichever way its packets go.
const ZONES: &[&str] = &[
    "iif @forwarding fib daddr . mark oif @forwarding ct zone set 65535 return",
    "iif @forwarding ct zone set ip daddr map @zones4 return",
    "iif @forwarding ct zone set ip6 daddr map @zones6 return",
    "fib daddr . mark oif @forwarding ct zone set iif map @zones",
];

/// The chains that `ruleset.nft` leaves empty.
fn plan_frame(ruleset: &mut Ruleset, has_acls: bool, mut zones: Vec<String>) {
    let acls: &[&str] =
        if has_acls { &["iif vmap @acl_leaving", "oif vmap @acl_entering"] } else { &[] };
    // Of a flow whose first packet has arrived, answered or not; also its errors by ICMP.
    let known = "ct status confirmed";
    let lines = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>();
    let mut forward = lines(&[if has_acls { "goto tracked" } else { "accept" }]);
    forward[0] = format!("{known} {}", forward[0]);
    forward.extend(lines(&["iif vmap @leaving", "goto refused_unknown"]));
    let left =
        [&["ct state new jump budget"], acls, &["oif vmap @entering", "goto refused_unknown"]];
    let left = left.concat();
    ruleset.zoned = ruleset.places.values().any(|place| place.forwards);
    if ruleset.zoned {
        zones.extend(lines(ZONES));
    }
    if !zones.is_empty() {
        ruleset.chains.insert("zones".into(), zones);
    }
    if !ruleset.tables.is_empty() {
        ruleset.chains.insert("steer".into(), lines(&["meta mark set iif map @steer"]));
    }
    ruleset.counted = ruleset.places.values().any(|place| place.logged);
    flow_log::plan(ruleset);
    ruleset.chains.insert("forward".into(), forward);
    ruleset.chains.insert("tracked".into(), lines(&[acls, &["accept"]].concat()));
    ruleset.chains.insert("left".into(), lines(&left));
}

/// The zone of an interface's flows with one that forwards.
fn zones(seat: &Seat) -> Elements {
    // 0 is for all other flows, 65535 for those between two that forward.
    let zone = u16::try_from(seat.index % 65_534 + 1).expect("it is small");
    let by_address = seat.addresses.iter().map(|address| {
        let (version, cell) = address_cell(*address);
        (if version == IpVersion::V4 { "zones4" } else { "zones6" }, cell)
    });
    let all = by_address.chain([("zones", Cell::Interface(seat.index))]);
    all.map(|(map, cell)| ((map.to_owned(), Key(vec![cell])), Leads::Zone(zone))).collect()
}

impl Ruleset {
    /// A set of interfaces, whose elements come with those that are attached.
    pub(super) fn add_interface_set(&mut self, name: &str) {
        let set = Set { kind: "iface_index", ranges: false, keys: BTreeSet::new() };
        self.sets.insert(name.to_owned(), Arc::new(set));
    }

    /// The elements that are there because the interface is attached on this host.
    pub(crate) fn seat(&self, id: &EniId, seat: &Seat) -> Elements {
        let mut elements = Elements::new();
        let (interface, station) = (Cell::Interface(seat.index), Cell::Station(seat.mac.0));
        for address in &seat.addresses {
            let (version, cell) = address_cell(*address);
            let set = if version == IpVersion::V4 { "sources" } else { "sources6" };
            elements.insert((set.into(), Key(vec![interface, station, cell])), Leads::Nowhere);
        }
        let Some(place) = self.places.get(id) else { return elements };
        let mut put = |map: &str, leads| {
            elements.insert((map.to_owned(), Key(vec![interface])), leads);
        };
        put("leaving", Leads::To(Verdict::Goto(place.leaving.clone())));
        put("entering", Leads::To(Verdict::Goto(place.entering.clone())));
        if let Some(chain) = &place.acl_leaving {
            put("acl_leaving", Leads::To(Verdict::Jump(chain.clone())));
        }
        if let Some(chain) = &place.acl_entering {
            put("acl_entering", Leads::To(Verdict::Jump(chain.clone())));
        }
        if let Some(set) = &place.neighbours {
            put(set, Leads::Nowhere);
        }
        if let Some(table) = place.table {
            put("steer", Leads::Mark(table));
        }
        if place.logged {
            put(flow_log::LOGGED, Leads::Nowhere);
        }
        if place.forwards {
            put("forwarding", Leads::Nowhere);
            let key = Key(vec![interface, station]);
            elements.insert(("forwarders".into(), key), Leads::Nowhere);
        }
        if self.zoned {
            elements.extend(zones(seat));
        }
        elements
    }

    /// Whether an interface has the same elements by both.
    pub(crate) fn places_alike(&self, other: &Self, id: &EniId) -> bool {
        self.zoned == other.zoned && self.places.get(id) == other.places.get(id)
    }

    /// Whether the interface's packets are counted.
    pub(crate) fn is_logged(&self, id: &EniId) -> bool {
        self.places.get(id).is_some_and(|place| place.logged)
    }

    /// Whether any packets are counted.
    pub(crate) fn is_counted(&self) -> bool {
        self.counted
    }

    /// Whether the interface may send and be sent what is not its own.
    pub(crate) fn forwards(&self, id: &EniId) -> bool {
        self.places.get(id).is_some_and(|place| place.forwards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Group, Interface, Subnet};

    fn state(groups: &[&str], interfaces: &[(&str, &[&str])]) -> VpcState {
        let subnet = Subnet { ranges: vec!["10.0.0.0/24".parse().unwrap()], ..Subnet::default() };
        let interface = |(n, (id, of)): (usize, &(&str, &[&str]))| {
            let interface = Interface {
                addresses: vec![IpAddr::from([10, 0, 0, 4 + u8::try_from(n).unwrap()])],
                subnet: "subnet-1".into(),
                groups: of.iter().map(|&id| id.into()).collect(),
                source_dest_check: true,
            };
            (id.parse().unwrap(), interface)
        };
        VpcState {
            ranges: vec!["10.0.0.0/16".parse().unwrap()],
            subnets: [("subnet-1".to_owned(), subnet)].into(),
            groups: groups.iter().map(|&id| (id.to_owned(), Group::default())).collect(),
            interfaces: interfaces.iter().enumerate().map(interface).collect(),
            ..VpcState::default()
        }
    }

    #[test]
    fn the_next_interface_of_the_same_groups_needs_no_chain() {
        let both: &[&str] = &["sg-1", "sg-2"];
        let with = state(both, &[("eni-1", both)]);
        let first = plan(&with, None);
        let without = state(both, &[]);
        let empty = plan(&without, Some((&with, &first)));
        assert_eq!(empty.chains, first.chains);
        let next = plan(&state(both, &[("eni-2", both)]), Some((&without, &empty)));
        assert_eq!(next.chains, first.chains);
        // They go with one of the groups.
        let one = state(&["sg-1"], &[]);
        let less = plan(&one, Some((&without, &empty)));
        assert_eq!(less, plan(&one, None));
    }

    #[test]
    fn chains_that_no_interface_needs_are_not_kept_without_end() {
        let ids: Vec<String> = (0..100).map(|n| format!("sg-{n}")).collect();
        let groups: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut last = (state(&groups, &[]), plan(&state(&groups, &[]), None));
        for id in &groups {
            let now = state(&groups, &[("eni-1", &[id])]);
            let rules = plan(&now, Some((&last.0, &last.1)));
            last = (now, rules);
        }
        assert_eq!(last.1.shared.len(), UNUSED_MAX + 1);
    }
}
