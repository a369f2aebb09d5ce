//! What decides about packets at one place: a rule of a group, an entry of an ACL, a route.
//!
//! Many ports are decided about at once. Where a part of them would be decided about
//! otherwise, that part is left for later: [`Ports`] are narrowed to those that are like the
//! first one.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_records::ec2::acl::{self, Entry, LAST};
use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::group::{self, Peer, Rule, Traffic};
use ferrogate_records::ec2::insights::analysis::Route;
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::route_table::{self, Destination, Target};
use ipnet::{IpNet, Ipv4Net};

use super::network::Network;

/// The rule of an interface's groups that lets the packets pass, with its group.
pub(super) fn rule<'v>(
    network: &Network<'v>,
    eni: &eni::Record,
    egress: bool,
    packets: &mut Packets,
) -> Option<(&'v group::Record, &'v Rule)> {
    let far = far(packets, egress);
    let rules = network.groups_of(eni).into_iter().flat_map(|group| {
        let rules = group.rules(egress).iter();
        rules.map(move |rule| (group, rule))
    });
    let mut is_for = |(_, rule): &(&group::Record, &Rule)| {
        is_peer(network, &rule.peer, far) && is_about(&rule.traffic, packets)
    };
    rules.into_iter().find(|one| is_for(one))
}

/// The entry of an ACL that decides; the last one of every ACL denies.
pub(super) fn entry(acl: &acl::Record, egress: bool, packets: &mut Packets) -> Entry {
    let far = IpAddr::V4(far(packets, egress));
    let mut entries: Vec<&Entry> =
        acl.entries.iter().filter(|one| one.egress == egress && one.range.contains(&far)).collect();
    entries.sort_by_key(|entry| entry.number);
    let first = entries.into_iter().find(|entry| is_about(&entry.traffic, packets));
    first.cloned().unwrap_or(Entry {
        number: LAST,
        egress,
        allow: false,
        traffic: Traffic::All,
        range: Ipv4Net::default().into(),
    })
}

/// The route for an address: that of the longest prefix. Of two of the same length that of a
/// range is before that of a prefix list, and what a user made is before the local one.
/// `is_joined` knows which peering connections packets take.
pub(super) fn route(
    network: &Network<'_>,
    table: &route_table::Record,
    to: Ipv4Addr,
    is_joined: impl Fn(&str) -> bool,
) -> Option<Route> {
    let made = table.routes.iter().map(|route| Route {
        to: route.to.clone(),
        via: Some(route.via.clone()),
        active: leads(network, &route.via, &is_joined),
    });
    let is_of_list = |route: &Route| matches!(route.to, Destination::PrefixList(_));
    let (lists, ranges): (Vec<Route>, Vec<Route>) = made.partition(is_of_list);
    let locals = network.vpc.ranges().map(|range| Route::local(range.into()));
    let in_order = lists.into_iter().chain(locals).chain(ranges);
    let fits = in_order.filter_map(|route| Some((range_for(network, &route, to)?, route)));
    // Of several that are the longest it is the last one that is taken.
    fits.max_by_key(|(range, _)| range.prefix_len()).map(|(_, route)| route)
}

/// The range by which a route is for an address, if it is.
fn range_for(network: &Network<'_>, route: &Route, to: Ipv4Addr) -> Option<IpNet> {
    match &route.to {
        Destination::Range(range) => Some(*range).filter(|of| of.contains(&IpAddr::V4(to))),
        Destination::PrefixList(list) => network.listed(list, to),
    }
}

/// Whether what a route leads to is there. Endpoints and what leads IPv6 out lead nowhere yet.
fn leads(network: &Network<'_>, via: &Target, is_joined: impl Fn(&str) -> bool) -> bool {
    match via {
        Target::Interface(id) => {
            network.interface(id).is_some_and(|eni| eni.owner != eni::Owner::User)
        }
        Target::InternetGateway(id) => network.gateways.iter().any(|gateway| gateway.id == *id),
        Target::NatGateway(id) => network.nat(id).is_some(),
        Target::Peering(id) => is_joined(id),
        Target::EgressOnlyGateway(_) | Target::Endpoint(_) => false,
    }
}

/// Whom the packets come from or go to, as seen from who lets them in or out.
fn far(packets: &Packets, egress: bool) -> Ipv4Addr {
    if egress { packets.to } else { packets.from }
}

fn is_peer(network: &Network<'_>, peer: &Peer, far: Ipv4Addr) -> bool {
    match peer {
        Peer::Range(range) => range.contains(&IpAddr::V4(far)),
        Peer::Group(id) => network.is_member(id, far),
        Peer::PrefixList(list) => network.listed(list, far).is_some(),
    }
}

/// Whether the traffic is that of the packets; they are narrowed to those for which the answer
/// is the same.
fn is_about(traffic: &Traffic, packets: &mut Packets) -> bool {
    match *traffic {
        Traffic::All => true,
        Traffic::Protocol(protocol) => protocol == packets.protocol,
        Traffic::Ports { protocol, from, to } => {
            protocol == packets.protocol && is_in(from, to, &mut packets.ports)
        }
        // No path is of ICMP, as on AWS.
        Traffic::Icmp { .. } => false,
    }
}

fn is_in(from: u16, to: u16, ports: &mut Ports) -> bool {
    if ports.from > to {
        return false;
    }
    if ports.from < from {
        ports.to = ports.to.min(from - 1);
        return false;
    }
    ports.to = ports.to.min(to);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_narrowed_to_those_that_are_decided_about_alike() {
        for (asked, rule, answer, left) in [
            ((0, 65535), (80, 90), false, (0, 79)),
            ((80, 65535), (80, 90), true, (80, 90)),
            ((85, 86), (80, 90), true, (85, 86)),
            ((91, 65535), (80, 90), false, (91, 65535)),
            ((0, 65535), (0, 65535), true, (0, 65535)),
            ((65535, 65535), (0, 65534), false, (65535, 65535)),
        ] {
            let mut ports = Ports { from: asked.0, to: asked.1 };
            assert_eq!(is_in(rule.0, rule.1, &mut ports), answer, "{asked:?} {rule:?}");
            assert_eq!((ports.from, ports.to), left, "{asked:?} {rule:?}");
        }
    }
}
