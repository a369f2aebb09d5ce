//! One packet at a time, as naive as AWS's documentation, without any of the walk's code: what
//! the walk says of random VPCs must agree.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_records::ec2::eni;
use ferrogate_records::ec2::group::{Peer, Rule, Traffic};
use ferrogate_records::ec2::insights::{Packets, Ports};
use ferrogate_records::ec2::route_table::{Destination, Target};
use ipnet::Ipv4Net;
use proptest::prelude::*;

use super::tests::{Vpc, entry, rule};
use super::{EPHEMERAL, Network, Question, ask};

const ADDRESSES: [Ipv4Addr; 3] =
    [Ipv4Addr::new(10, 0, 0, 4), Ipv4Addr::new(10, 0, 0, 5), Ipv4Addr::new(10, 0, 1, 4)];

#[derive(Clone, Copy)]
struct Packet {
    from: Ipv4Addr,
    to: Ipv4Addr,
    protocol: u8,
    port: u16,
}

/// Whether a flow to the port begins, and is answered to each source port.
fn flows(network: &Network<'_>, packets: &Packets, port: u16) -> bool {
    let Packets { from, to, protocol, .. } = *packets;
    let first = Packet { from, to, protocol, port };
    begins(network, first)
        && (EPHEMERAL.from..=EPHEMERAL.to)
            .all(|port| crosses(network, Packet { from: to, to: from, protocol, port }))
}

fn begins(network: &Network<'_>, packet: Packet) -> bool {
    allows(network, packet.from, packet.to, true, packet)
        && crosses(network, packet)
        && allows(network, packet.to, packet.from, false, packet)
}

fn interface<'v>(network: &Network<'v>, address: Ipv4Addr) -> &'v eni::Record {
    network.interfaces.iter().find(|eni| eni.address == address).unwrap()
}

fn allows(
    network: &Network<'_>,
    near: Ipv4Addr,
    far: Ipv4Addr,
    egress: bool,
    packet: Packet,
) -> bool {
    let (near, other) = (interface(network, near), interface(network, far));
    let rules = network.groups.iter().filter(|group| near.groups.contains(&group.id));
    rules.flat_map(|group| group.rules(egress)).any(|rule: &Rule| {
        let is_peer = match &rule.peer {
            Peer::Range(range) => range.contains(&IpAddr::V4(far)),
            Peer::Group(id) => other.groups.contains(id),
            Peer::PrefixList(_) => false,
        };
        is_peer && is_of(rule.traffic, packet)
    })
}

fn is_of(traffic: Traffic, packet: Packet) -> bool {
    match traffic {
        Traffic::All => true,
        Traffic::Protocol(protocol) => protocol == packet.protocol,
        Traffic::Ports { protocol, from, to } => {
            protocol == packet.protocol && (from..=to).contains(&packet.port)
        }
        Traffic::Icmp { .. } => false,
    }
}

/// Whether a packet passes the edges of subnets, and the routes between them.
fn crosses(network: &Network<'_>, packet: Packet) -> bool {
    let (source, target) = (interface(network, packet.from), interface(network, packet.to));
    source.subnet == target.subnet
        || (acl_allows(network, &source.subnet, true, packet)
            && is_local(network, packet.to)
            && acl_allows(network, &target.subnet, false, packet))
}

fn acl_allows(network: &Network<'_>, subnet: &str, egress: bool, packet: Packet) -> bool {
    let acl = network
        .acls
        .iter()
        .find(|acl| acl.associations.iter().any(|one| one.subnet == subnet))
        .unwrap();
    let far = IpAddr::V4(if egress { packet.to } else { packet.from });
    (1..=u16::MAX)
        .take(10)
        .find_map(|number| {
            acl.entries.iter().find(|entry| {
                entry.number == number
                    && entry.egress == egress
                    && entry.range.contains(&far)
                    && is_of(entry.traffic, packet)
            })
        })
        .is_some_and(|entry| entry.allow)
}

/// Whether no route leads astray: all that users make here lead to what is not there, and
/// those that are shorter than the local one, of 16 bits, are not for what is in the VPC.
fn is_local(network: &Network<'_>, to: Ipv4Addr) -> bool {
    let made = network.tables.iter().flat_map(|table| &table.routes);
    !made.into_iter().any(|route| match route.to {
        Destination::Range(range) => range.prefix_len() >= 16 && range.contains(&IpAddr::V4(to)),
        Destination::PrefixList(_) => false,
    })
}

/// The ports of rules, and between them: each other one is decided about as its neighbours are.
const BETWEEN: [u16; 14] =
    [0, 1, 79, 80, 81, 82, 32_767, 32_768, 32_769, 50_000, 50_001, 60_999, 61_000, 65_535];

fn a_port() -> impl Strategy<Value = u16> {
    prop_oneof![Just(0), Just(80), Just(81), Just(32_768), Just(50_000), Just(60_999), Just(65_535)]
}

fn traffic() -> impl Strategy<Value = Traffic> {
    prop_oneof![
        2 => Just(Traffic::All),
        1 => Just(Traffic::Protocol(6)),
        1 => Just(Traffic::Icmp { protocol: 1, kind: None, code: None }),
        5 => (prop_oneof![4 => Just(6), 1 => Just(17)], a_port(), a_port()).prop_map(
            |(protocol, a, b): (u8, u16, u16)| Traffic::Ports {
                protocol,
                from: a.min(b),
                to: a.max(b),
            }
        ),
    ]
}

fn range() -> impl Strategy<Value = Ipv4Net> {
    prop_oneof![
        3 => Just("0.0.0.0/0"),
        1 => Just("10.0.0.0/24"),
        1 => Just("10.0.1.0/24"),
        1 => Just("10.0.0.4/32"),
    ]
    .prop_map(|range| range.parse().unwrap())
}

fn peer() -> impl Strategy<Value = Peer> {
    prop_oneof![
        3 => range().prop_map(|range| Peer::Range(range.into())),
        1 => (0..2).prop_map(|group| Peer::Group(format!("sg-{group}"))),
    ]
}

/// Most of what a VPC has lets all pass in the end, else nothing would ever arrive.
fn vpcs() -> impl Strategy<Value = Vpc> {
    let is_open = || prop::bool::weighted(0.8);
    let rules = || (prop::collection::vec((traffic(), peer()), 0..3), is_open());
    let groups = prop::collection::vec((rules(), rules()), 2);
    let entry_of = (any::<bool>(), any::<bool>(), traffic(), range());
    let entries = (prop::collection::vec(entry_of, 0..5), is_open());
    let acls = prop::collection::vec(entries, 2);
    let held = prop::collection::vec(prop::collection::vec(0..2usize, 1..3), 3);
    let route = prop::option::weighted(0.1, range());
    (groups, acls, held, route).prop_map(|(groups, acls, held, route)| {
        let mut vpc = Vpc::new();
        let everywhere = Ipv4Net::default();
        for (n, (ingress, egress)) in groups.into_iter().enumerate() {
            let rules = |(all, is_open): (Vec<(Traffic, Peer)>, bool)| {
                let open = is_open.then(|| (Traffic::All, Peer::Range(everywhere.into())));
                all.into_iter().chain(open).map(|(t, p)| rule(t, p)).collect()
            };
            vpc.group(&format!("sg-{n}"), rules(ingress), rules(egress));
        }
        for (n, (entries, is_open)) in acls.into_iter().enumerate() {
            let open = [true, false].map(|egress| (egress, true, Traffic::All, everywhere));
            let open = open.into_iter().filter(|_| is_open);
            let entries = entries.into_iter().chain(open);
            let entries = (1..).zip(entries).map(|(number, (egress, allow, traffic, range))| {
                entry(number, egress, allow, traffic, range)
            });
            vpc.acl(&format!("subnet-{n}"), entries.collect());
        }
        for (address, held) in ADDRESSES.into_iter().zip(held) {
            let groups: Vec<String> = held.into_iter().map(|n| format!("sg-{n}")).collect();
            vpc.interface(address, &groups);
        }
        if let Some(range) = route {
            vpc.route(range, Target::NatGateway("nat-gone".into()));
        }
        vpc
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_walk_agrees_with_each_packet_for_itself(
        vpc in vpcs(),
        to in 1usize..3,
        protocol in prop_oneof![3 => Just(6u8), 1 => Just(17u8)],
        port in prop::option::weighted(0.7, a_port()),
    ) {
        let network = vpc.network();
        let ports = port.map_or(Ports::ALL, |port| Ports { from: port, to: port });
        let (from, to) = (ADDRESSES[0], ADDRESSES[to]);
        let packets = Packets { from, to, protocol, source_ports: EPHEMERAL, ports };
        let source = interface(&network, ADDRESSES[0]);
        let found = ask(&network, &Question { source, destination: None, packets });
        let candidates = match port {
            Some(port) => vec![port],
            None => BETWEEN.to_vec(),
        };
        let passes = candidates.into_iter().any(|port| flows(&network, &packets, port));
        prop_assert_eq!(found.is_reachable(), passes, "{:?}", found);
        prop_assert_eq!(found.faults.is_empty(), passes);
    }
}
