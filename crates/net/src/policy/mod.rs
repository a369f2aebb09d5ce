//! What a VPC is told to enforce, as plain values: its subnets with their network ACLs and
//! routes, its security groups, and who is in them.
//!
//! Nothing here touches the kernel. [`VpcState`] is the whole of one VPC, on all hosts;
//! [`crate::Fabric::apply`] makes the kernel's rules those of the state.

mod acl;
mod cell;
mod cover;
mod difference;
mod flow_log;
mod gateway;
mod group;
mod judge;
mod peering;
mod plan;
mod routes;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv6Net};

use crate::id::{EniId, Invalid, Mac, PeeringId, VpcId, is_plain};

pub(crate) use cell::{Key, Verdict};
pub(crate) use difference::{Change, Element, TABLE, Whole, difference, from_nothing, text};
pub(crate) use flow_log::{Fate, SKIPPED, STAYS, Tally, flags as flow_flags};
pub(crate) use gateway::carried;
pub(crate) use judge::{Flow, Judge};
pub(crate) use plan::{Elements, Leads, Ruleset, Seat, fnv, plan};
pub(crate) use routes::{Hop, TABLES};

/// In a flow's mark: a rule for all addresses has let it begin. AWS doesn't track such a flow,
/// if the other direction is open too.
pub(crate) const FLOW_OPEN: u32 = 4;
/// It was a rule for what leaves the interface that began.
const FLOW_OPEN_EGRESS: u32 = 1;
/// It was a rule for what enters the other.
const FLOW_OPEN_INGRESS: u32 = 2;

/// TCP's number.
pub const TCP: u8 = 6;
/// UDP's number.
pub const UDP: u8 = 17;
/// ICMP's number.
pub const ICMP: u8 = 1;
/// ICMPv6's number.
pub const ICMPV6: u8 = 58;

/// Everything that decides about the packets of one VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VpcState {
    /// The VPC's ranges, of both versions of IP.
    pub ranges: Vec<IpNet>,
    /// Its subnets by id.
    pub subnets: BTreeMap<String, Subnet>,
    /// Its security groups by id. A group that a rule names may be missing: nobody is in it
    /// then but the interfaces that name it.
    pub groups: BTreeMap<String, Group>,
    /// Every interface of the VPC, whether it is attached on this host or not.
    pub interfaces: BTreeMap<EniId, Interface>,
    /// The public address of each private one that has one.
    pub public: BTreeMap<Ipv4Addr, Ipv4Addr>,
    /// Those of the interfaces that are NAT gateways, each with its station's address: what is
    /// routed to one goes on from its own first address. Their source/destination check is off.
    pub nat_gateways: BTreeMap<EniId, Mac>,
    /// The VPCs that it is peered with, by the connection: on the way to them and from them packets
    /// meet the rules of both.
    pub peers: BTreeMap<PeeringId, Peered>,
    /// The interfaces whose packets are counted, see [`crate::flow_log`].
    pub logged: BTreeSet<EniId>,
}

/// The other VPC of a peering connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peered {
    /// Which one it is.
    pub vpc: VpcId,
    /// Its ranges: what the connection leads to, and whom it lets in. None of them overlaps one of
    /// this VPC's.
    pub ranges: Vec<IpNet>,
    /// The private addresses of who is in those of its groups that rules of this VPC name.
    pub groups: BTreeMap<String, BTreeSet<IpAddr>>,
}

/// A subnet with the network ACL and the route table that are associated with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subnet {
    /// Its ranges, at most one of each version of IP.
    pub ranges: Vec<IpNet>,
    /// Its network ACL, in any order: the lowest number decides first. What no entry matches
    /// is denied.
    pub acl: Vec<AclEntry>,
    /// Its route table, in any order: the longest prefix decides.
    pub routes: Vec<Route>,
}

/// An entry of a network ACL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AclEntry {
    /// Its place: entries are looked at from the lowest.
    pub number: u16,
    /// Whether it is about what leaves the subnet.
    pub egress: bool,
    /// Whether it allows or denies.
    pub allow: bool,
    /// What it is about.
    pub traffic: Traffic,
    /// From where, or for egress where to.
    pub range: IpNet,
}

/// A route of a subnet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The destinations.
    pub to: IpNet,
    /// Where they are found.
    pub via: Target,
}

/// Where a route leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Target {
    /// To the VPC's own interfaces.
    Local,
    /// Nowhere: packets vanish without an answer.
    Blackhole,
    /// To an interface that forwards. One whose source/destination check is on, or that isn't
    /// attached here, is a blackhole.
    Interface(EniId),
    /// To the outside: of IPv4 as whoever has a public address, of IPv6 as everybody. What is
    /// outside may begin to talk to an interface whose subnet has such a route of IPv6.
    Internet,
    /// To the outside, from which nobody may begin anything. A blackhole for IPv4.
    EgressOnly,
    /// To the VPC that is peered by this connection. One that isn't there is a blackhole.
    Peering(PeeringId),
}

/// A security group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Who may begin to talk to its interfaces.
    pub ingress: Vec<Rule>,
    /// To whom its interfaces may begin to talk.
    pub egress: Vec<Rule>,
}

/// A rule of a security group: it allows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// What it allows.
    pub traffic: Traffic,
    /// From whom, or for egress to whom.
    pub peer: Peer,
}

/// The other side of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// Addresses: one CIDR, or those of a prefix list.
    Ranges(Vec<IpNet>),
    /// The private addresses of the interfaces in a group, of this VPC or of one that is peered.
    Group(String),
}

/// What a rule or an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Traffic {
    /// Every packet (AWS's protocol `-1`).
    All,
    /// Every packet of a protocol.
    Protocol(u8),
    /// Destination ports, both ends included. For a protocol other than TCP and UDP the ports
    /// say nothing, as on AWS.
    Ports {
        /// [`TCP`] or [`UDP`].
        protocol: u8,
        /// The first port.
        from: u16,
        /// The last port.
        to: u16,
    },
    /// Messages of ICMP; `None` is all of them.
    Icmp {
        /// Of which version of IP.
        version: IpVersion,
        /// The message's type.
        kind: Option<u8>,
        /// The message's code; all types have all codes.
        code: Option<u8>,
    },
}

/// A version of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpVersion {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// A network interface of the VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Its private addresses.
    pub addresses: Vec<IpAddr>,
    /// Its subnet's id.
    pub subnet: String,
    /// Its security groups' ids, in any order. None of them: nothing passes.
    pub groups: Vec<String>,
    /// Off for interfaces that forward what is not theirs.
    pub source_dest_check: bool,
}

impl Route {
    /// Whether it leads to the outside.
    fn leads_out(&self) -> bool {
        match self.via {
            Target::Internet => true,
            Target::EgressOnly => IpVersion::of(&self.to) == IpVersion::V6,
            Target::Local | Target::Blackhole | Target::Interface(_) | Target::Peering(_) => false,
        }
    }
}

impl Traffic {
    fn is_possible(&self) -> bool {
        match self {
            Self::Ports { from, to, .. } => from <= to,
            Self::Icmp { kind, code, .. } => kind.is_some() || code.is_none(),
            Self::All | Self::Protocol(_) => true,
        }
    }
}

impl IpVersion {
    /// Which one a range is of.
    #[must_use]
    pub fn of(range: &IpNet) -> Self {
        match range {
            IpNet::V4(_) => Self::V4,
            IpNet::V6(_) => Self::V6,
        }
    }
}

impl VpcState {
    /// Refuses what can't be put into rules: ids that are no plain words, an interface of a
    /// subnet that isn't there, ports that end before they begin, and a code of all types.
    ///
    /// # Errors
    /// Which of them it is.
    pub fn check(&self) -> Result<(), Invalid> {
        let named = self.interfaces.values().flat_map(|interface| &interface.groups);
        let groups = self.groups.keys().chain(named).chain(self.references());
        for id in groups.chain(self.subnets.keys()) {
            if !is_plain(id) {
                let what = "an id of 1 to 64 characters a-z, 0-9 and -";
                return Err(Invalid { value: id.clone(), what });
            }
        }
        if let Some(bad) = self.traffics().find(|traffic| !traffic.is_possible()) {
            let what = "ports from the lower to the higher, or a code of one type of ICMP";
            return Err(Invalid { value: format!("{bad:?}"), what });
        }
        self.check_ways()?;
        self.check_peers()?;
        match self.interfaces.iter().find(|(_, of)| !self.subnets.contains_key(&of.subnet)) {
            Some((id, _)) => {
                Err(Invalid { value: id.to_string(), what: "an interface of a subnet of the VPC" })
            }
            None => Ok(()),
        }
    }

    /// One public address is one private address's, and none is an address of the VPC.
    fn check_ways(&self) -> Result<(), Invalid> {
        let mut seen = BTreeSet::new();
        let of_vpc = |address: &Ipv4Addr| {
            self.ranges.iter().any(|range| range.contains(&IpAddr::V4(*address)))
        };
        let bad = self.public.values().find(|address| of_vpc(address) || !seen.insert(**address));
        if let Some(bad) = bad {
            let what = "a public address of one private address";
            return Err(Invalid { value: bad.to_string(), what });
        }
        let nowhere = self.nat_gateways.keys().find(|id| !self.interfaces.contains_key(*id));
        nowhere.map_or(Ok(()), |id| {
            Err(Invalid { value: id.to_string(), what: "a NAT gateway with an interface" })
        })
    }

    /// Nobody's address is both here and there.
    fn check_peers(&self) -> Result<(), Invalid> {
        let meets = |a: &IpNet| self.ranges.iter().any(|b| a.contains(b) || b.contains(a));
        let ranges = self.peers.values().flat_map(|peer| &peer.ranges);
        ranges.into_iter().find(|range| meets(range)).map_or(Ok(()), |range| {
            let what = "a range of a peer, apart from this VPC's own";
            Err(Invalid { value: range.to_string(), what })
        })
    }

    /// Whether something in it is routed to the outside, or is known there: what comes in needs no
    /// route to the outside, only its answers do.
    pub(crate) fn leads_out(&self) -> bool {
        let mut routes = self.subnets.values().flat_map(|subnet| &subnet.routes);
        routes.any(Route::leads_out) || !self.public.is_empty()
    }

    /// The ranges of IPv6 that the outside leads back to: all of them, if anything of IPv6 is routed
    /// there.
    pub(crate) fn ranges6_outside(&self) -> BTreeSet<Ipv6Net> {
        let mut routes = self.subnets.values().flat_map(|subnet| &subnet.routes);
        let is_six = |route: &Route| IpVersion::of(&route.to) == IpVersion::V6;
        if !routes.any(|route| is_six(route) && route.leads_out()) {
            return BTreeSet::new();
        }
        let six = |range: &IpNet| match range {
            IpNet::V6(range) => Some(range.trunc()),
            IpNet::V4(_) => None,
        };
        self.ranges.iter().filter_map(six).collect()
    }

    /// The same where there is no outside.
    pub(crate) fn closed(&self) -> Self {
        let mut closed = self.clone();
        closed.public.clear();
        let routes = closed.subnets.values_mut().flat_map(|subnet| &mut subnet.routes);
        for route in routes.filter(|route| route.leads_out()) {
            route.via = Target::Blackhole;
        }
        closed
    }

    fn traffics(&self) -> impl Iterator<Item = &Traffic> {
        let rules =
            self.groups.values().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let entries = self.subnets.values().flat_map(|subnet| &subnet.acl);
        rules.map(|rule| &rule.traffic).chain(entries.map(|entry| &entry.traffic))
    }

    /// The groups that rules name.
    pub(crate) fn references(&self) -> BTreeSet<&String> {
        let rules =
            self.groups.values().flat_map(|group| group.ingress.iter().chain(&group.egress));
        rules
            .filter_map(|rule| match &rule.peer {
                Peer::Group(id) => Some(id),
                Peer::Ranges(_) => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_rule_can_say_is_refused() {
        let state = |change: fn(&mut VpcState)| {
            let mut state = VpcState::default();
            state.subnets.insert("subnet-1".into(), Subnet::default());
            state.groups.insert("sg-1".into(), Group::default());
            change(&mut state);
            state.check()
        };
        fn rule(state: &mut VpcState, traffic: Traffic, peer: Peer) {
            state.groups.get_mut("sg-1").unwrap().egress.push(Rule { traffic, peer });
        }
        fn interface(subnet: &str) -> Interface {
            let (addresses, groups) = (vec![], vec!["sg-1".into()]);
            Interface { addresses, subnet: subnet.into(), groups, source_dest_check: true }
        }
        const NONE: Peer = Peer::Ranges(Vec::new());
        let fine: [fn(&mut VpcState); 3] = [
            |_| {},
            |state| rule(state, Traffic::All, Peer::Group("sg-of-a-peer".into())),
            |state| drop(state.interfaces.insert("eni-1".parse().unwrap(), interface("subnet-1"))),
        ];
        for change in fine {
            assert_eq!(state(change), Ok(()));
        }
        let bad: [fn(&mut VpcState); 6] = [
            |state| drop(state.groups.insert("sg-2; flush ruleset".into(), Group::default())),
            |state| drop(state.subnets.insert("a b".into(), Subnet::default())),
            |state| rule(state, Traffic::All, Peer::Group("}".into())),
            |state| rule(state, Traffic::Ports { protocol: TCP, from: 2, to: 1 }, NONE),
            |state| {
                let version = IpVersion::V4;
                rule(state, Traffic::Icmp { version, kind: None, code: Some(0) }, NONE);
            },
            |state| drop(state.interfaces.insert("eni-1".parse().unwrap(), interface("subnet-2"))),
        ];
        for change in bad {
            assert!(state(change).is_err());
        }
    }
}
