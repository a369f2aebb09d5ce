//! The chains of security groups: one for each group and direction, which the interfaces in
//! the group share.
//!
//! Rules for addresses become elements of sets, so that a thousand of them cost a packet what
//! one does and a change of one is a change of elements. A rule that names a group is a rule of
//! the chain, on the set of that group's addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ipnet::IpNet;

use super::cell::{Cell, Key};
use super::cover::{Rectangle, Span, disjoint};
use super::plan::{Ruleset, Set};
use super::traffic::{self, FAMILIES};
use super::{Group, IpVersion, Peer, Rule, TCP, Traffic, UDP};

/// Which rules of a group are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// What enters an interface.
    Ingress,
    /// What leaves one.
    Egress,
}

impl Direction {
    pub(super) const BOTH: [Self; 2] = [Self::Egress, Self::Ingress];

    /// In names.
    fn word(self) -> &'static str {
        match self {
            Self::Ingress => "in",
            Self::Egress => "out",
        }
    }

    /// How the address of the other side is named.
    pub(super) fn far(self) -> &'static str {
        match self {
            Self::Ingress => "saddr",
            Self::Egress => "daddr",
        }
    }

    /// What is done with a packet that a rule allows.
    fn allowed(self) -> &'static str {
        match self {
            Self::Ingress => "accept",
            Self::Egress => "goto left",
        }
    }

    /// The mark of a flow that a rule for all addresses has allowed in this direction.
    fn mark(self) -> u32 {
        super::FLOW_OPEN
            | match self {
                Self::Egress => super::FLOW_OPEN_EGRESS,
                Self::Ingress => super::FLOW_OPEN_INGRESS,
            }
    }

    pub(super) fn rules(self, of: &Group) -> &[Rule] {
        match self {
            Self::Ingress => &of.ingress,
            Self::Egress => &of.egress,
        }
    }
}

/// The chain of a group's rules in a direction.
pub(super) fn chain(direction: Direction, group: &str) -> String {
    format!("{}_{group}", direction.word())
}

/// The chain of a group's rules in a direction that are for all addresses, which is asked before
/// all others of the interface's groups: the flows that it lets begin are marked.
pub(super) fn open_chain(direction: Direction, group: &str) -> String {
    format!("open_{}_{group}", direction.word())
}

/// The set of the addresses of a group's interfaces.
pub(super) fn members(version: IpVersion, group: &str) -> String {
    format!("members{}_{group}", traffic::digit(version))
}

/// Puts the chains of a group, and the sets that they ask, into `into`.
pub(super) fn plan(into: &mut Ruleset, id: &str, group: &Group) {
    for direction in Direction::BOTH {
        plan_direction(into, id, group, direction);
    }
}

/// Takes them from rules in which the group was the same.
pub(super) fn keep(into: &mut Ruleset, id: &str, from: &Ruleset) {
    for direction in Direction::BOTH {
        for name in [chain(direction, id), open_chain(direction, id)] {
            if let Some(lines) = from.chains.get(&name) {
                into.chains.insert(name, lines.clone());
            }
        }
        for (version, what) in
            FAMILIES.into_iter().flat_map(|version| SETS.map(|what| (version, what)))
        {
            let name = set(direction, version, what, id);
            if let Some(kept) = from.sets.get(&name) {
                into.sets.insert(name, kept.clone());
            }
        }
    }
}

/// The set of a group's rules of one kind.
fn set(direction: Direction, version: IpVersion, what: &str, group: &str) -> String {
    format!("{}{}_{what}_{group}", direction.word(), traffic::digit(version))
}

fn plan_direction(into: &mut Ruleset, id: &str, group: &Group, direction: Direction) {
    let rules = direction.rules(group);
    let (mut lines, mut open) = (Vec::new(), Vec::new());
    for version in FAMILIES {
        let found = Sorted::of(rules, version);
        for (what, kind, of_packet, keys) in found.sets(version, direction) {
            if keys.is_empty() {
                continue;
            }
            let name = set(direction, version, what, id);
            let (asked, allowed) = (format!("{of_packet} @{name}"), direction.allowed());
            if what == OPEN {
                let mark = direction.mark();
                open.push(format!("{asked} ct mark set ct mark or {mark:#x} {allowed}"));
            }
            // Also for packets that are of no flow and can't be marked.
            lines.push(format!("{asked} {allowed}"));
            into.sets.insert(name, Arc::new(Set { kind, ranges: true, keys }));
        }
        lines.extend(references(rules, version, direction));
    }
    into.chains.insert(chain(direction, id), lines);
    if !open.is_empty() {
        into.chains.insert(open_chain(direction, id), open);
    }
}

/// The rules that name groups, in their order.
fn references(rules: &[Rule], version: IpVersion, direction: Direction) -> Vec<String> {
    let line = |rule: &Rule| {
        let Peer::Group(peer) = &rule.peer else { return None };
        let (ip, far) = (traffic::ip(version), direction.far());
        let (set, what) = (members(version, peer), traffic::text(&rule.traffic, version)?);
        Some(format!("{ip} {far} @{set} {what} {}", direction.allowed()))
    };
    rules.iter().filter_map(line).collect()
}

/// The rules for addresses of one version, by what they ask of a packet.
#[derive(Default)]
struct Sorted {
    /// Ports of TCP and UDP for every address there is.
    open: BTreeMap<u8, Vec<Rectangle>>,
    /// Ports of TCP and UDP.
    ports: BTreeMap<u8, Vec<Rectangle>>,
    /// Whole protocols.
    protocols: Vec<Rectangle>,
    /// Types and codes of ICMP: type * 256 + code.
    icmp: Vec<Rectangle>,
}

/// The parts of sets' names. What is open to all comes first, because it marks the flow.
const SETS: [&str; 4] = [OPEN, PORTS, PROTOCOLS, MESSAGES];
const OPEN: &str = "open";
const PORTS: &str = "ports";
const PROTOCOLS: &str = "protocols";
const MESSAGES: &str = "icmp";

/// Where the rectangles of `open` have their addresses: nowhere.
const ANYWHERE: Span = (0, 0);

impl Sorted {
    fn of(rules: &[Rule], version: IpVersion) -> Self {
        let mut sorted = Self::default();
        for rule in rules {
            let Peer::Ranges(ranges) = &rule.peer else { continue };
            for range in ranges.iter().filter(|range| IpVersion::of(range) == version) {
                sorted.put(&rule.traffic, range, version);
            }
        }
        sorted
    }

    fn put(&mut self, traffic: &Traffic, range: &IpNet, version: IpVersion) {
        let (x, is_open) = (addresses(range), range.prefix_len() == 0);
        let ports = |from: u16, to: u16| (u128::from(from), u128::from(to));
        match *traffic {
            Traffic::Ports { protocol: protocol @ (TCP | UDP), from, to } => {
                let y = ports(from, to);
                if is_open {
                    self.open(protocol, y);
                } else {
                    self.ports.entry(protocol).or_default().push(Rectangle { x, y });
                }
            }
            Traffic::Ports { protocol, .. } | Traffic::Protocol(protocol) => {
                if is_open && (protocol == TCP || protocol == UDP) {
                    self.open(protocol, ports(0, u16::MAX));
                }
                self.protocols.push(Rectangle { x, y: (protocol.into(), protocol.into()) });
            }
            Traffic::All => {
                if is_open {
                    self.open(TCP, ports(0, u16::MAX));
                    self.open(UDP, ports(0, u16::MAX));
                }
                self.protocols.push(Rectangle { x, y: (0, u8::MAX.into()) });
            }
            Traffic::Icmp { version: of, kind, code } if of == version => {
                self.icmp.push(Rectangle { x, y: messages(kind, code) });
            }
            Traffic::Icmp { .. } => {}
        }
    }

    fn open(&mut self, protocol: u8, y: Span) {
        self.open.entry(protocol).or_default().push(Rectangle { x: ANYWHERE, y });
    }

    /// Each set: its name's part, its type, what a packet is asked for, and its elements.
    fn sets(
        &self,
        version: IpVersion,
        direction: Direction,
    ) -> [(&'static str, &'static str, String, BTreeSet<Key>); 4] {
        let (ip, icmp) = (traffic::ip(version), traffic::icmp(version));
        let far = direction.far();
        let by = |v4: &'static str, v6: &'static str| match version {
            IpVersion::V4 => v4,
            IpVersion::V6 => v6,
        };
        [
            (
                OPEN,
                "inet_proto . inet_service",
                format!("meta nfproto {} meta l4proto . th dport", by("ipv4", "ipv6")),
                keys(&self.open, |_, port, protocol| vec![protocol, port]),
            ),
            (
                PORTS,
                by(
                    "ipv4_addr . inet_proto . inet_service",
                    "ipv6_addr . inet_proto . inet_service",
                ),
                format!("{ip} {far} . meta l4proto . th dport"),
                keys(&self.ports, |x, port, protocol| vec![cell(version, x), protocol, port]),
            ),
            (
                PROTOCOLS,
                by("ipv4_addr . inet_proto", "ipv6_addr . inet_proto"),
                format!("{ip} {far} . meta l4proto"),
                disjoint(&self.protocols)
                    .into_iter()
                    .map(|one| Key(vec![cell(version, one.x), byte(one.y)]))
                    .collect(),
            ),
            (
                MESSAGES,
                by("ipv4_addr . icmp_type . icmp_code", "ipv6_addr . icmpv6_type . icmpv6_code"),
                format!("{ip} {far} . {icmp} type . {icmp} code"),
                disjoint(&self.icmp)
                    .into_iter()
                    .flat_map(|one| {
                        kinds_and_codes(one.y).into_iter().map(move |(kinds, codes)| {
                            Key(vec![cell(version, one.x), byte(kinds), byte(codes)])
                        })
                    })
                    .collect(),
            ),
        ]
    }
}

/// The elements for the ports of each protocol.
fn keys(
    of: &BTreeMap<u8, Vec<Rectangle>>,
    key: impl Fn(Span, Cell, Cell) -> Vec<Cell>,
) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for (protocol, rectangles) in of {
        for one in disjoint(rectangles) {
            let port = |at: u128| u16::try_from(at).expect("made of ports");
            let ports = Cell::Port(port(one.y.0), port(one.y.1));
            keys.insert(Key(key(one.x, ports, Cell::Byte(*protocol, *protocol))));
        }
    }
    keys
}

fn addresses(range: &IpNet) -> Span {
    match range {
        IpNet::V4(range) => {
            (u32::from(range.network()).into(), u32::from(range.broadcast()).into())
        }
        IpNet::V6(range) => (range.network().into(), range.broadcast().into()),
    }
}

fn cell(version: IpVersion, (first, last): Span) -> Cell {
    match version {
        IpVersion::V4 => {
            let address = |at| Ipv4Addr::from(u32::try_from(at).expect("made of IPv4 addresses"));
            Cell::V4(address(first), address(last))
        }
        IpVersion::V6 => Cell::V6(Ipv6Addr::from(first), Ipv6Addr::from(last)),
    }
}

fn byte((first, last): Span) -> Cell {
    let byte = |at| u8::try_from(at).expect("made of bytes");
    Cell::Byte(byte(first), byte(last))
}

fn messages(kind: Option<u8>, code: Option<u8>) -> Span {
    let from = |kind: u8, code: u8| u128::from(kind) * 256 + u128::from(code);
    match (kind, code) {
        (None, _) => (0, from(u8::MAX, u8::MAX)),
        (Some(kind), None) => (from(kind, 0), from(kind, u8::MAX)),
        (Some(kind), Some(code)) => (from(kind, code), from(kind, code)),
    }
}

/// A row of messages as rectangles of types and codes: the rest of its first type, the types
/// that are in it whole, and the beginning of its last.
fn kinds_and_codes((first, last): Span) -> Vec<(Span, Span)> {
    let ((from, begin), (to, end)) = ((first / 256, first % 256), (last / 256, last % 256));
    if from == to {
        return vec![((from, to), (begin, end))];
    }
    let whole = (from + u128::from(begin != 0), to + u128::from(end == 255));
    let head = (begin != 0).then_some(((from, from), (begin, 255)));
    let middle = (whole.0 < whole.1).then(|| ((whole.0, whole.1 - 1), (0, 255)));
    let tail = (end != 255).then_some(((to, to), (0, end)));
    head.into_iter().chain(middle).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_messages_are_whole_types_and_parts_of_types() {
        assert_eq!(kinds_and_codes(messages(None, None)), [((0, 255), (0, 255))]);
        assert_eq!(kinds_and_codes(messages(Some(8), None)), [((8, 8), (0, 255))]);
        assert_eq!(kinds_and_codes(messages(Some(3), Some(4))), [((3, 3), (4, 4))]);
        let row = (3 * 256 + 4, 6 * 256 + 7);
        let parts = [((3, 3), (4, 255)), ((4, 5), (0, 255)), ((6, 6), (0, 7))];
        assert_eq!(kinds_and_codes(row), parts);
        assert_eq!(kinds_and_codes((255, 256)), [((0, 0), (255, 255)), ((1, 1), (0, 0))]);
    }

    #[test]
    fn rules_for_addresses_are_elements_and_rules_for_groups_are_lines() {
        let rule = |traffic: Traffic, peer| Rule { traffic, peer };
        let range = |text: &str| Peer::Ranges(vec![text.parse().unwrap()]);
        let web = Traffic::Ports { protocol: TCP, from: 80, to: 81 };
        let group = Group {
            ingress: vec![
                rule(web.clone(), range("0.0.0.0/0")),
                rule(web.clone(), range("10.0.0.0/8")),
                rule(web, Peer::Group("sg-2".into())),
                rule(Traffic::Protocol(47), range("fd00::/8")),
            ],
            egress: vec![],
        };
        let mut ruleset = Ruleset::default();
        plan(&mut ruleset, "sg-1", &group);
        let open = "meta nfproto ipv4 meta l4proto . th dport @in4_open_sg-1";
        let marking = format!("{open} ct mark set ct mark or 0x6 accept");
        assert_eq!(ruleset.chains["open_in_sg-1"], [marking]);
        assert_eq!(
            ruleset.chains["in_sg-1"],
            [
                "meta nfproto ipv4 meta l4proto . th dport @in4_open_sg-1 accept",
                "ip saddr . meta l4proto . th dport @in4_ports_sg-1 accept",
                "ip saddr @members4_sg-2 tcp dport 80-81 accept",
                "ip6 saddr . meta l4proto @in6_protocols_sg-1 accept",
                "ip6 saddr @members6_sg-2 tcp dport 80-81 accept",
            ]
        );
        let keys: Vec<_> = ruleset.sets["in4_ports_sg-1"].keys.iter().map(Key::to_string).collect();
        assert_eq!(keys, ["10.0.0.0-10.255.255.255 . 6 . 80-81"]);
    }
}
