//! The VPC's way to the outside: the chains and elements that an internet gateway comes to.
//!
//! The router joins the outside by one more interface, the uplink. A packet that leaves by it
//! has passed the groups and the network ACL of its interface like any other, and goes on as the
//! public address of its source; without one it ends here. What comes in by it to a public
//! address has the private one in its place before anything decides about it.
//!
//! Addresses of IPv6 are the same on both sides. Who leaves by the uplink was routed there by its
//! subnet; what comes in is for an interface whose subnet has a route of IPv6 to an internet
//! gateway, or belongs to a flow that began within.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::cell::{Cell, Key, Verdict};
use super::plan::{Elements, Leads, Ruleset, Seat};
use super::{IpVersion, Target, VpcState};

/// Whom the outside may begin to talk to.
const FROM_OUTSIDE: &str = "from_outside";
/// Who may begin to talk to the outside.
const TO_OUTSIDE: &str = "to_outside";

/// The address that the host carries a public address as, for flows that begin within. The
/// kernel forwards no answer to a loopback address, so one of those has the same of 241.0.0.0/8
/// in its place, which is nobody's; the host's own address takes that one's place in the end.
pub(crate) fn carried(public: Ipv4Addr) -> Ipv4Addr {
    let [first, b, c, d] = public.octets();
    if first == 127 { Ipv4Addr::new(241, b, c, d) } else { public }
}

/// Puts the chains into `into`.
pub(super) fn plan(into: &mut Ruleset, state: &VpcState) {
    if !state.leads_out() {
        return;
    }
    let own6: Vec<String> = state.ranges6_outside().iter().map(ToString::to_string).collect();
    let mut from_outside = vec!["ct status dnat goto left".to_owned()];
    let mut to_outside = vec!["ip saddr @published accept".to_owned()];
    if !own6.is_empty() {
        from_outside.push("ip6 daddr @reached6 goto left".to_owned());
        to_outside.push(format!("ip6 saddr {{ {} }} accept", own6.join(", ")));
    }
    for lines in [&mut from_outside, &mut to_outside] {
        lines.push("goto refused_unknown".to_owned());
    }
    let chains = [
        ("incoming", vec!["iif @uplinks dnat ip to ip daddr map @publics".to_owned()]),
        ("outgoing", vec!["oif @uplinks snat ip to ip saddr map @privates".to_owned()]),
        (FROM_OUTSIDE, from_outside),
        (TO_OUTSIDE, to_outside),
    ];
    for (name, lines) in chains {
        into.chains.insert(name.to_owned(), lines);
    }
    into.reached6 = reached6(state);
    into.public = state.public.clone();
    into.leads_out = true;
}

/// The addresses of IPv6 that the outside may begin to talk to.
fn reached6(state: &VpcState) -> BTreeSet<Ipv6Addr> {
    let is_open = |subnet: &String| {
        let routes = state.subnets.get(subnet).into_iter().flat_map(|subnet| &subnet.routes);
        let mut six = routes.filter(|route| IpVersion::of(&route.to) == IpVersion::V6);
        six.any(|route| route.via == Target::Internet)
    };
    let open = state.interfaces.values().filter(|interface| is_open(&interface.subnet));
    let six = |address: &IpAddr| match address {
        IpAddr::V6(address) => Some(*address),
        IpAddr::V4(_) => None,
    };
    open.flat_map(|interface| interface.addresses.iter().filter_map(six)).collect()
}

impl Ruleset {
    /// The elements that are there because of the router's uplink: none of a VPC that leads
    /// nowhere.
    pub(crate) fn gate(&self, uplink: Option<&Seat>) -> Elements {
        let mut elements = Elements::new();
        let Some(uplink) = uplink.filter(|_| self.leads_out) else { return elements };
        let mut put = |set: &str, cells: Vec<Cell>, leads| {
            elements.insert((set.to_owned(), Key(cells)), leads);
        };
        let interface = Cell::Interface(uplink.index);
        let goto = |chain: &str| Leads::To(Verdict::Goto(chain.to_owned()));
        put("uplinks", vec![interface], Leads::Nowhere);
        put("forwarders", vec![interface, Cell::Station(uplink.mac.0)], Leads::Nowhere);
        put("leaving", vec![interface], goto(FROM_OUTSIDE));
        put("entering", vec![interface], goto(TO_OUTSIDE));
        for address in &self.reached6 {
            put("reached6", vec![Cell::V6(*address, *address)], Leads::Nowhere);
        }
        for (private, public) in &self.public {
            let cell = |address: Ipv4Addr| vec![Cell::V4(address, address)];
            put("publics", cell(*public), Leads::Address(*private));
            put("privates", cell(*private), Leads::Address(carried(*public)));
            put("published", cell(*private), Leads::Nowhere);
        }
        elements
    }
}
