//! What AWS lets pass, written down apart from the product: as naive as its documentation, one
//! packet at a time, without any of the product's plans.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_net::policy::{Interface, IpVersion, Peer, Rule, Subnet, Target, Traffic, VpcState};

/// A packet between two interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) from: Ipv4Addr,
    pub(crate) to: Ipv4Addr,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Tcp { source: u16, port: u16 },
    Udp { source: u16, port: u16 },
    Icmp { kind: u8, id: u16 },
    Other { protocol: u8 },
}

impl Packet {
    /// What answers it.
    pub(crate) fn answer(self) -> Self {
        let what = match self.what {
            What::Tcp { source, port } => What::Tcp { source: port, port: source },
            What::Udp { source, port } => What::Udp { source: port, port: source },
            What::Icmp { kind: 8, id } => What::Icmp { kind: 0, id },
            What::Icmp { kind, id } => What::Icmp { kind: kind + 1, id },
            What::Other { protocol } => What::Other { protocol },
        };
        Self { from: self.to, to: self.from, what }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    In,
}

/// Whether the first packet of a flow arrives.
pub(crate) fn begins(vpc: &VpcState, packet: Packet) -> bool {
    groups_allow(vpc, packet, Way::Out)
        && passes_subnets(vpc, packet)
        && groups_allow(vpc, packet, Way::In)
}

/// Whether the first packet of a flow from one VPC to another arrives, by the peering between them.
pub(crate) fn begins_across(from: &VpcState, to: &VpcState, packet: Packet) -> bool {
    allow(from, Some(to), packet, Way::Out)
        && crosses(from, to, packet)
        && allow(to, Some(from), packet, Way::In)
}

/// Whether a packet of a flow that is known on both sides gets from one VPC to another.
pub(crate) fn crosses(from: &VpcState, to: &VpcState, packet: Packet) -> bool {
    let (Some(source), Some(sink)) = (interface(from, packet.from), interface(to, packet.to))
    else {
        return false;
    };
    let (left, entered) = (&from.subnets[&source.subnet], &to.subnets[&sink.subnet]);
    matches!(target(left, packet.to), Some(Target::Peering(_)))
        && acl_allows(left, packet, Way::Out)
        && acl_allows(entered, packet, Way::In)
}

/// Somebody on the internet.
pub(crate) const WORLD: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);

/// Which public address a packet to the internet leaves by, if it does; `private` is the one that
/// stands behind it. A NAT gateway takes what is routed to it, unless an ACL is against it.
pub(crate) fn leaves_by(vpc: &VpcState, packet: Packet) -> Option<Ipv4Addr> {
    let source = interface(vpc, packet.from)?;
    let subnet = &vpc.subnets[&source.subnet];
    if !acl_allows(subnet, packet, Way::Out) {
        return None;
    }
    match target(subnet, packet.to)? {
        Target::Internet => vpc.public.get(&packet.from).map(|_| packet.from),
        Target::Interface(id) if vpc.nat_gateways.contains_key(id) => {
            let nat = &vpc.interfaces[id];
            let enters = nat.subnet == source.subnet
                || acl_allows(&vpc.subnets[&nat.subnet], packet, Way::In);
            let IpAddr::V4(address) = nat.addresses[0] else { return None };
            // One that is routed to itself leads nowhere.
            let goes = target(&vpc.subnets[&nat.subnet], packet.to)? == &Target::Internet;
            let again = Packet { from: address, ..packet };
            (enters && goes).then(|| leaves_by(vpc, again)).flatten()
        }
        _ => None,
    }
}

/// Whether a packet from the internet comes to an interface: the answer to one that has left by
/// the private address `by`, or one for that address itself.
pub(crate) fn comes_home(vpc: &VpcState, by: Ipv4Addr, packet: Packet) -> bool {
    let (Some(first), Some(target)) = (interface(vpc, by), interface(vpc, packet.to)) else {
        return false;
    };
    let at_first = Packet { to: by, ..packet };
    if !acl_allows(&vpc.subnets[&first.subnet], at_first, Way::In) {
        return false;
    }
    by == packet.to
        || first.subnet == target.subnet
        || (acl_allows(&vpc.subnets[&first.subnet], packet, Way::Out)
            && is_routed(&vpc.subnets[&first.subnet], packet.to)
            && acl_allows(&vpc.subnets[&target.subnet], packet, Way::In))
}

/// Whether a flow with the internet that began when the VPC was `then` is known still.
pub(crate) fn still_known(then: &VpcState, vpc: &VpcState, first: Packet) -> bool {
    let way = if first.to == WORLD { Way::Out } else { Way::In };
    tracks(then, first, way) || groups_allow(vpc, first, way)
}

/// Whether groups let a flow with the internet begin.
pub(crate) fn may_begin(vpc: &VpcState, packet: Packet) -> bool {
    groups_allow(vpc, packet, if packet.to == WORLD { Way::Out } else { Way::In })
}

/// Whether a packet of a flow arrives that began when the VPC was `then`. An end that tracked it
/// lets it go on; one that did not must allow its first packet still, which from then on it
/// may track. What goes on at one end only is nothing more than its packets, each of which might
/// begin a flow. Network ACLs and routes look at every packet.
pub(crate) fn goes_on(then: &VpcState, vpc: &VpcState, first: Packet, packet: Packet) -> bool {
    let end = |way| tracks(then, first, way) || groups_allow(vpc, first, way);
    if end(Way::Out) && end(Way::In) { passes_subnets(vpc, packet) } else { begins(vpc, packet) }
}

/// A flow of TCP or UDP that a rule for all addresses lets begin, at an end whose other direction
/// is open to all, is not tracked there.
fn tracks(vpc: &VpcState, first: Packet, way: Way) -> bool {
    let protocol = match first.what {
        What::Tcp { .. } => 6,
        What::Udp { .. } => 17,
        _ => return true,
    };
    let near = if way == Way::Out { first.from } else { first.to };
    let by_all = |rule: &&Rule| match &rule.peer {
        Peer::Ranges(ranges) => ranges.iter().any(|range| range.to_string() == "0.0.0.0/0"),
        Peer::Group(_) => false,
    };
    let lets_begin = rules(vpc, near, way).any(|rule| by_all(&rule) && is_about(rule, first.what));
    let back = if way == Way::Out { Way::In } else { Way::Out };
    let is_open = rules(vpc, near, back).any(|rule| {
        let all_ports = match rule.traffic {
            Traffic::All => true,
            Traffic::Protocol(of) => of == protocol,
            Traffic::Ports { protocol: of, from: 0, to: 65535 } => of == protocol,
            _ => false,
        };
        by_all(&rule) && all_ports
    });
    !(lets_begin && is_open)
}

fn interface(vpc: &VpcState, address: Ipv4Addr) -> Option<&Interface> {
    vpc.interfaces.values().find(|of| of.addresses.contains(&IpAddr::V4(address)))
}

fn rules(vpc: &VpcState, address: Ipv4Addr, way: Way) -> impl Iterator<Item = &Rule> {
    let groups = interface(vpc, address).map(|of| of.groups.clone()).unwrap_or_default();
    groups.into_iter().filter_map(|id| vpc.groups.get(&id)).flat_map(move |group| match way {
        Way::Out => &group.egress,
        Way::In => &group.ingress,
    })
}

fn groups_allow(vpc: &VpcState, packet: Packet, way: Way) -> bool {
    allow(vpc, None, packet, way)
}

/// Whether the groups at one end allow a packet, whose other end may be in a VPC that is peered.
fn allow(vpc: &VpcState, peer: Option<&VpcState>, packet: Packet, way: Way) -> bool {
    let (near, far) = match way {
        Way::Out => (packet.from, packet.to),
        Way::In => (packet.to, packet.from),
    };
    rules(vpc, near, way).any(|rule| {
        let is_far = match &rule.peer {
            Peer::Ranges(ranges) => ranges.iter().any(|range| range.contains(&IpAddr::V4(far))),
            Peer::Group(id) => {
                let far = interface(peer.unwrap_or(vpc), far);
                far.is_some_and(|of| of.groups.contains(id))
            }
        };
        is_far && is_about(rule, packet.what)
    })
}

fn is_about(rule: &Rule, what: What) -> bool {
    traffic_is(&rule.traffic, what)
}

fn traffic_is(traffic: &Traffic, what: What) -> bool {
    let number = match what {
        What::Tcp { .. } => 6,
        What::Udp { .. } => 17,
        What::Icmp { .. } => 1,
        What::Other { protocol } => protocol,
    };
    match *traffic {
        Traffic::All => true,
        Traffic::Protocol(protocol) => protocol == number,
        Traffic::Ports { protocol, from, to } => match what {
            What::Tcp { port, .. } | What::Udp { port, .. } => {
                protocol == number && from <= port && port <= to
            }
            _ => protocol == number,
        },
        Traffic::Icmp { version, kind: wanted, code } => match what {
            What::Icmp { kind, .. } => {
                version == IpVersion::V4
                    && wanted.is_none_or(|wanted| wanted == kind)
                    && code.is_none_or(|code| code == 0)
            }
            _ => false,
        },
    }
}

fn passes_subnets(vpc: &VpcState, packet: Packet) -> bool {
    let (Some(source), Some(target)) = (interface(vpc, packet.from), interface(vpc, packet.to))
    else {
        return false;
    };
    if source.subnet == target.subnet {
        return true;
    }
    let (left, entered) = (&vpc.subnets[&source.subnet], &vpc.subnets[&target.subnet]);
    is_routed(left, packet.to)
        && acl_allows(left, packet, Way::Out)
        && acl_allows(entered, packet, Way::In)
}

fn is_routed(subnet: &Subnet, to: Ipv4Addr) -> bool {
    target(subnet, to) == Some(&Target::Local)
}

fn target(subnet: &Subnet, to: Ipv4Addr) -> Option<&Target> {
    let matching = subnet.routes.iter().filter(|route| route.to.contains(&IpAddr::V4(to)));
    Some(&matching.max_by_key(|route| route.to.prefix_len())?.via)
}

fn acl_allows(subnet: &Subnet, packet: Packet, way: Way) -> bool {
    let far = if way == Way::Out { packet.to } else { packet.from };
    let decides = subnet
        .acl
        .iter()
        .filter(|entry| entry.egress == (way == Way::Out))
        .filter(|entry| entry.range.contains(&IpAddr::V4(far)))
        .filter(|entry| traffic_is(&entry.traffic, packet.what))
        .min_by_key(|entry| entry.number);
    decides.is_some_and(|entry| entry.allow)
}
