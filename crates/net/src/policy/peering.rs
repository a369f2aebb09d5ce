//! Peering connections: the chains and elements that one comes to, at each of its two ends.
//!
//! The routers of two VPCs are joined by one veth pair. What leaves by it has passed the groups and
//! the network ACL of its interface, and must be from one of this VPC's ranges to one of the
//! other's: nothing passes a VPC on its way to a third. What enters by it meets the network ACL
//! and the groups of the interface that it is for.

use std::net::IpAddr;

use ipnet::IpNet;

use super::cell::{Cell, Key, Verdict};
use super::plan::{Elements, Leads, Ruleset, Seat, fnv};
use super::{IpVersion, Peered, VpcState};
use crate::id::PeeringId;

/// What comes from a peer: it has been counted among what its own interface may begin, so that
/// one interface of a peer takes no room from the others.
const FROM_ALL: &str = "from_peers";
/// Of so many zones a peering has one.
const ZONES: u128 = 65_534;

/// The names of a connection's chains and of its set.
struct Names {
    from: String,
    to: String,
    link: String,
}

impl Names {
    fn of(id: &PeeringId) -> Self {
        let of = |word: &str| format!("{word}_{}", id.link());
        Self { from: of("from"), to: of("to"), link: of("link") }
    }
}

/// Puts the chains and sets into `into`; what is to choose the zones of flows before anything else.
pub(super) fn plan(into: &mut Ruleset, state: &VpcState, has_acls: bool) -> Vec<String> {
    let mut zones = Vec::new();
    for (id, peer) in &state.peers {
        let names = Names::of(id);
        let lines = FAMILIES.map(|family| family.lines(&state.ranges, peer));
        let chain = |of: usize, last: &str| -> Vec<String> {
            let known = lines.iter().flatten().map(|pair| pair[of].clone());
            known.chain([last.to_owned()]).collect()
        };
        into.chains.insert(names.from.clone(), chain(0, "goto refused_unknown"));
        into.chains.insert(names.to.clone(), chain(1, "goto refused_unknown"));
        into.add_interface_set(&names.link);
        // Two peers may have the same addresses, and what one has begun must not be known as the
        // other's. Which zone it is matters to nobody: two that share one are as they would be
        // without.
        let zone = fnv(id.as_str().as_bytes()) % ZONES + 1;
        zones.push(format!("iif @{} ct zone set {zone} return", names.link));
        zones.push(format!("fib daddr . mark oif @{} ct zone set {zone} return", names.link));
        into.peers.insert(id.clone());
    }
    if !state.peers.is_empty() {
        let acls = if has_acls { vec!["oif vmap @acl_entering"] } else { vec![] };
        let entering = acls.into_iter().chain(["oif vmap @entering", "goto refused_unknown"]);
        into.chains.insert(FROM_ALL.into(), entering.map(str::to_owned).collect());
    }
    zones
}

/// A version of IP in nft's words.
struct Family(IpVersion, &'static str);

const FAMILIES: [Family; 2] = [Family(IpVersion::V4, "ip"), Family(IpVersion::V6, "ip6")];

impl Family {
    /// What may come in and what may go out, if both VPCs have ranges of the version.
    fn lines(&self, own: &[IpNet], peer: &Peered) -> Option<[String; 2]> {
        let Self(version, word) = self;
        let own = list(own, *version)?;
        let theirs = list(&peer.ranges, *version)?;
        Some([
            format!("{word} saddr {theirs} {word} daddr {own} goto {FROM_ALL}"),
            format!("{word} saddr {own} {word} daddr {theirs} accept"),
        ])
    }
}

/// The ranges of a version, as nft takes them.
fn list(ranges: &[IpNet], version: IpVersion) -> Option<String> {
    let of = ranges.iter().filter(|range| IpVersion::of(range) == version);
    let mut of: Vec<String> = of.map(|range| range.trunc().to_string()).collect();
    of.sort_unstable();
    (!of.is_empty()).then(|| format!("{{ {} }}", of.join(", ")))
}

/// The group's members of all peers.
pub(super) fn members<'s>(
    state: &'s VpcState,
    group: &'s str,
) -> impl Iterator<Item = IpAddr> + 's {
    state.peers.values().filter_map(move |peer| peer.groups.get(group)).flatten().copied()
}

impl Ruleset {
    /// The elements that are there because a peering is joined here: none of one that isn't told.
    pub(crate) fn joined(&self, id: &PeeringId, seat: &Seat) -> Elements {
        let mut elements = Elements::new();
        if !self.peers.contains(id) {
            return elements;
        }
        let names = Names::of(id);
        let interface = Cell::Interface(seat.index);
        let mut put = |set: &str, cells: Vec<Cell>, leads| {
            elements.insert((set.to_owned(), Key(cells)), leads);
        };
        let goto = |chain: String| Leads::To(Verdict::Goto(chain));
        put("forwarders", vec![interface, Cell::Station(seat.mac.0)], Leads::Nowhere);
        put("leaving", vec![interface], goto(names.from));
        put("entering", vec![interface], goto(names.to));
        put(&names.link, vec![interface], Leads::Nowhere);
        elements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_joins_the_ranges_of_both_and_no_others() {
        let peer = Peered {
            vpc: "vpc-2".parse().unwrap(),
            ranges: vec!["10.1.0.0/16".parse().unwrap(), "10.9.0.0/24".parse().unwrap()],
            groups: Default::default(),
        };
        let id: PeeringId = "pcx-1".parse().unwrap();
        let state = VpcState {
            ranges: vec!["10.0.0.0/16".parse().unwrap(), "fd00::/56".parse().unwrap()],
            peers: [(id.clone(), peer)].into(),
            ..VpcState::default()
        };
        let rules = super::super::plan(&state, None);
        let names = Names::of(&id);
        let refused = "goto refused_unknown";
        let theirs = "{ 10.1.0.0/16, 10.9.0.0/24 }";
        // The other one has no range of IPv6.
        let from = format!("ip saddr {theirs} ip daddr {{ 10.0.0.0/16 }} goto from_peers");
        let to = format!("ip saddr {{ 10.0.0.0/16 }} ip daddr {theirs} accept");
        assert_eq!(rules.chains[&names.from], [from.as_str(), refused]);
        assert_eq!(rules.chains[&names.to], [to.as_str(), refused]);
        assert_eq!(rules.chains["zones"].len(), 2);
        let seat = Seat { index: 7, mac: crate::id::Mac([2; 6]), addresses: vec![] };
        assert_eq!(rules.joined(&id, &seat).len(), 4);
        let other = "pcx-2".parse().unwrap();
        assert!(rules.joined(&other, &seat).is_empty());
    }
}
