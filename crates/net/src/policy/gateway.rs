//! The VPC's way to the outside: the chains and elements that an internet gateway comes to.
//!
//! The router joins the outside by one more interface, the uplink. A packet that leaves by it
//! has passed the groups and the network ACL of its interface like any other, and goes on as the
//! public address of its source; without one it ends here. What comes in by it to a public
//! address has the private one in its place before anything decides about it.

use std::net::Ipv4Addr;

use super::VpcState;
use super::cell::{Cell, Key, Verdict};
use super::plan::{Elements, Leads, Ruleset, Seat};

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
    let chains: [(&str, &[&str]); 4] = [
        ("incoming", &["iif @uplinks dnat ip to ip daddr map @publics"]),
        ("outgoing", &["oif @uplinks snat ip to ip saddr map @privates"]),
        (FROM_OUTSIDE, &["ct status dnat goto left", "goto refused_unknown"]),
        (TO_OUTSIDE, &["ip saddr @published accept", "goto refused_unknown"]),
    ];
    for (name, lines) in chains {
        let lines = lines.iter().map(|&line| line.to_owned()).collect();
        into.chains.insert(name.to_owned(), lines);
    }
    into.public = state.public.clone();
    into.leads_out = true;
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
        for (private, public) in &self.public {
            let cell = |address: Ipv4Addr| vec![Cell::V4(address, address)];
            put("publics", cell(*public), Leads::Address(*private));
            put("privates", cell(*private), Leads::Address(carried(*public)));
            put("published", cell(*private), Leads::Nowhere);
        }
        elements
    }
}
