//! What rules are about, in nft's words.

use super::{ICMP, ICMPV6, IpVersion, TCP, Traffic, UDP};

pub(super) const FAMILIES: [IpVersion; 2] = [IpVersion::V4, IpVersion::V6];

/// In names.
pub(super) fn digit(version: IpVersion) -> char {
    match version {
        IpVersion::V4 => '4',
        IpVersion::V6 => '6',
    }
}

/// How nft calls the header of a version.
pub(super) fn ip(version: IpVersion) -> &'static str {
    match version {
        IpVersion::V4 => "ip",
        IpVersion::V6 => "ip6",
    }
}

/// How nft calls the ICMP of a version.
pub(super) fn icmp(version: IpVersion) -> &'static str {
    match version {
        IpVersion::V4 => "icmp",
        IpVersion::V6 => "icmpv6",
    }
}

/// What a packet of `version` must have; `None` when no such packet can be meant.
pub(super) fn text(traffic: &Traffic, version: IpVersion) -> Option<String> {
    Some(match *traffic {
        Traffic::All => String::new(),
        Traffic::Ports { protocol: TCP, from, to } => format!("tcp dport {}", ports(from, to)),
        Traffic::Ports { protocol: UDP, from, to } => format!("udp dport {}", ports(from, to)),
        Traffic::Protocol(protocol) | Traffic::Ports { protocol, .. } => {
            format!("meta l4proto {protocol}")
        }
        Traffic::Icmp { version: of, .. } if of != version => return None,
        Traffic::Icmp { kind, code, .. } => message(version, kind, code),
    })
}

fn ports(from: u16, to: u16) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

fn message(version: IpVersion, kind: Option<u8>, code: Option<u8>) -> String {
    let name = icmp(version);
    match (kind, code) {
        (None, _) => {
            let protocol = if version == IpVersion::V4 { ICMP } else { ICMPV6 };
            format!("meta l4proto {protocol}")
        }
        (Some(kind), None) => format!("{name} type {kind}"),
        (Some(kind), Some(code)) => format!("{name} type {kind} {name} code {code}"),
    }
}
