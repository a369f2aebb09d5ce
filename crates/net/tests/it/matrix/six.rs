//! The same with IPv6. Every VPC has a twin in which each range is one of the other version, so the
//! model, which knows IPv4 alone, says of the one what must be so in the other.

use std::net::{IpAddr, Ipv6Addr};
use std::os::fd::AsFd;

use ferrogate_net::Eni;
use ferrogate_net::policy::Peered;

use super::*;

/// The kind of a frame with a packet of IPv6.
pub(super) const KIND: u16 = 0x86dd;
const ICMPV6: u8 = 58;

/// The address that stands for one of IPv4.
fn six(address: Ipv4Addr) -> Ipv6Addr {
    Ipv6Addr::from((0xfd12_3456_u128 << 96) | u128::from(u32::from(address)))
}

/// A range of the other version. What is for all addresses changes sides; no other range of IPv6
/// is in any VPC.
fn other(range: IpNet) -> IpNet {
    match range {
        IpNet::V4(all) if all.prefix_len() == 0 => "::/0".parse().unwrap(),
        IpNet::V4(of) => IpNet::new(six(of.network()).into(), 96 + of.prefix_len()).unwrap(),
        IpNet::V6(of) => {
            assert_eq!(of.prefix_len(), 0);
            "0.0.0.0/0".parse().unwrap()
        }
    }
}

/// Types of ICMP that ask, and what answers them, as ICMPv6 has them.
fn kind6(kind: u8) -> u8 {
    match kind {
        8 => 128,
        0 => 129,
        // Who asks for the time asks for a name.
        13 => 139,
        14 => 140,
        other => other,
    }
}

fn other_traffic(traffic: &Traffic) -> Traffic {
    match *traffic {
        Traffic::Protocol(1) => Traffic::Protocol(ICMPV6),
        Traffic::Icmp { version: IpVersion::V4, kind, code } => {
            Traffic::Icmp { version: IpVersion::V6, kind: kind.map(kind6), code }
        }
        Traffic::Icmp { kind, code, .. } => Traffic::Icmp { version: IpVersion::V4, kind, code },
        ref same => same.clone(),
    }
}

/// The VPC with IPv6 in the place of IPv4; its interfaces have addresses of both.
pub(super) fn twin(state: &VpcState) -> VpcState {
    let mut twin = state.clone();
    let peers: BTreeMap<_, Peered> = BTreeMap::new();
    assert_eq!(twin.peers, peers, "it is for one VPC");
    let and_six = |ranges: &mut Vec<IpNet>| ranges.extend(ranges.clone().into_iter().map(other));
    and_six(&mut twin.ranges);
    for subnet in twin.subnets.values_mut() {
        and_six(&mut subnet.ranges);
        for entry in &mut subnet.acl {
            (entry.range, entry.traffic) = (other(entry.range), other_traffic(&entry.traffic));
        }
        for route in &mut subnet.routes {
            route.to = other(route.to);
        }
    }
    for rule in twin.groups.values_mut().flat_map(|of| of.ingress.iter_mut().chain(&mut of.egress))
    {
        rule.traffic = other_traffic(&rule.traffic);
        if let Peer::Ranges(ranges) = &mut rule.peer {
            ranges.iter_mut().for_each(|range| *range = other(*range));
        }
    }
    for interface in twin.interfaces.values_mut() {
        let of = |address: &IpAddr| match address {
            IpAddr::V4(address) => IpAddr::V6(six(*address)),
            IpAddr::V6(_) => unreachable!("the VPC has none"),
        };
        let more: Vec<_> = interface.addresses.iter().map(of).collect();
        interface.addresses.extend(more);
    }
    twin
}

/// A task that has both.
pub(super) async fn attach(lab: &Lab, address: Ipv4Addr) -> Netns {
    let netns = Netns::new();
    let eni = Eni { address6: Some(six(address)), ..eni_at(1, address) };
    lab.fabric.attach(&eni, netns.0.as_fd()).await.unwrap();
    netns
}

/// The packet between the twins, with its number as the flow's label.
pub(super) fn ipv6(packet: Packet, part: Part, number: u16) -> Vec<u8> {
    let Packet { from, to, what } = packet;
    let (from, to) = (six(from).octets(), six(to).octets());
    let mut body = body(packet, part);
    // Where the checksum is, which the addresses are in.
    let (protocol, at) = match what {
        What::Tcp { .. } => (6, Some(16)),
        What::Udp { .. } => (17, Some(6)),
        What::Icmp { kind, .. } => {
            body[0] = kind6(kind);
            (ICMPV6, Some(2))
        }
        What::Other { protocol } => (protocol, None),
    };
    if let Some(at) = at {
        body[at..at + 2].fill(0);
        let length = (body.len() as u32).to_be_bytes();
        let mut pseudo = [&from[..], &to, &length, &[0, 0, 0, protocol], &body].concat();
        pseudo.resize(pseudo.len().next_multiple_of(2), 0);
        body[at..at + 2].copy_from_slice(&checksum(&pseudo).to_be_bytes());
    }
    let mut bytes = vec![0x60, 0];
    bytes.extend(number.to_be_bytes());
    bytes.extend((body.len() as u16).to_be_bytes());
    bytes.extend([protocol, 64]);
    [&bytes[..], &from, &to, &body].concat()
}

#[test]
fn packets_of_ipv6_pass_as_the_model_says_in_random_vpcs() {
    try_worlds(true);
}
