//! Which open flows a change of groups cuts: those that AWS doesn't track, because a rule for
//! all addresses allows them and the other direction allows everything.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::gateway::carried;
use super::group::Direction;
use super::peering;
use super::{
    FLOW_OPEN_EGRESS, FLOW_OPEN_INGRESS, Interface, IpVersion, Peer, Rule, TCP, Traffic, UDP,
    VpcState,
};

/// A flow of TCP or UDP between its two ends, whatever addresses they have for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) mark: u32,
    pub(crate) protocol: u8,
    pub(crate) from: (IpAddr, u16),
    pub(crate) to: (IpAddr, u16),
    /// The address that was asked for: `to`, or the public one of it.
    pub(crate) asked: IpAddr,
    /// The address that answers go to: `from`, or what it is known as outside.
    pub(crate) seen: IpAddr,
}

impl Flow {
    /// Whether its ends have other public addresses by `state` than when it began.
    pub(crate) fn is_lost(&self, state: &VpcState) -> bool {
        let public = |of: IpAddr| match of {
            IpAddr::V4(of) => state.public.get(&of).copied(),
            IpAddr::V6(_) => None,
        };
        let is_other = |now: Option<Ipv4Addr>, then| now.map(IpAddr::V4) != Some(then);
        (self.asked != self.to.0 && is_other(public(self.to.0), self.asked))
            || (self.seen != self.from.0 && is_other(public(self.from.0).map(carried), self.seen))
    }
}

/// Tells which flows a change cuts.
pub(crate) struct Judge<'s> {
    old: Option<View<'s>>,
    new: View<'s>,
}

impl<'s> Judge<'s> {
    /// Between two states. Where nothing is known of before, it was as it is.
    pub(crate) fn new(old: Option<&'s VpcState>, new: &'s VpcState) -> Self {
        Self { old: old.map(View::of), new: View::of(new) }
    }

    /// Whether the flow, which the old state did not track at one of its ends, could not begin
    /// there by the new one. One that could goes on, and its answers with it: where the other
    /// direction is open no more, it is tracked from then on.
    pub(crate) fn cuts(&self, flow: &Flow) -> bool {
        let old = self.old.as_ref().unwrap_or(&self.new);
        let begun = Packet { protocol: flow.protocol, port: flow.to.1 };
        let ends = [
            (FLOW_OPEN_EGRESS, flow.from.0, flow.to.0, Direction::Egress, Direction::Ingress),
            (FLOW_OPEN_INGRESS, flow.to.0, flow.from.0, Direction::Ingress, Direction::Egress),
        ];
        ends.into_iter().any(|(bit, near, far, forth, back)| {
            let end = |view| End { view, near, far };
            flow.mark & bit != 0
                && end(old).is_open(back, flow.protocol)
                && !end(&self.new).allows(forth, begun)
        })
    }
}

/// A state, and who has which address in it.
struct View<'s> {
    state: &'s VpcState,
    by_address: BTreeMap<IpAddr, &'s Interface>,
}

impl<'s> View<'s> {
    fn of(state: &'s VpcState) -> Self {
        let each = state.interfaces.values().flat_map(|interface| {
            interface.addresses.iter().map(move |address| (*address, interface))
        });
        Self { state, by_address: each.collect() }
    }
}

#[derive(Clone, Copy)]
struct Packet {
    protocol: u8,
    port: u16,
}

/// One end of a flow.
struct End<'v, 's> {
    view: &'v View<'s>,
    near: IpAddr,
    far: IpAddr,
}

impl<'s> End<'_, 's> {
    fn rules(&self, direction: Direction) -> impl Iterator<Item = &'s Rule> {
        let interface = self.view.by_address.get(&self.near).copied();
        let groups = interface.into_iter().flat_map(|interface| &interface.groups);
        let state = self.view.state;
        let known = groups.filter_map(|id| state.groups.get(id));
        known.flat_map(move |group| direction.rules(group))
    }

    /// Whether every port of the protocol is allowed, by a rule for all addresses.
    fn is_open(&self, direction: Direction, protocol: u8) -> bool {
        let for_all = |range: &IpNet| {
            range.prefix_len() == 0 && (IpVersion::of(range) == IpVersion::V4) == self.far.is_ipv4()
        };
        self.rules(direction).any(|rule| {
            let of_all = matches!(&rule.peer, Peer::Ranges(ranges) if ranges.iter().any(for_all));
            of_all
                && [0, u16::MAX]
                    .iter()
                    .all(|port| Packet { protocol, port: *port }.is_of(&rule.traffic))
        })
    }

    fn allows(&self, direction: Direction, packet: Packet) -> bool {
        self.rules(direction).any(|rule| packet.is_of(&rule.traffic) && self.is_far(&rule.peer))
    }

    fn is_far(&self, peer: &Peer) -> bool {
        match peer {
            Peer::Ranges(ranges) => ranges.iter().any(|range| range.contains(&self.far)),
            Peer::Group(id) => {
                let interface = self.view.by_address.get(&self.far);
                interface.is_some_and(|interface| interface.groups.contains(id))
                    || peering::members(self.view.state, id).any(|of| of == self.far)
            }
        }
    }
}

impl Packet {
    fn is_of(self, traffic: &Traffic) -> bool {
        match *traffic {
            Traffic::All => true,
            Traffic::Ports { protocol: protocol @ (TCP | UDP), from, to } => {
                self.protocol == protocol && (from..=to).contains(&self.port)
            }
            Traffic::Protocol(protocol) | Traffic::Ports { protocol, .. } => {
                self.protocol == protocol
            }
            Traffic::Icmp { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Group, Subnet};

    const ALL: &str = "0.0.0.0/0";

    fn rule(traffic: Traffic, range: &str) -> Rule {
        Rule { traffic, peer: Peer::Ranges(vec![range.parse().unwrap()]) }
    }

    fn web(range: &str) -> Rule {
        rule(Traffic::Ports { protocol: TCP, from: 80, to: 80 }, range)
    }

    /// A client that may do anything, and a server of these rules.
    fn state(ingress: Vec<Rule>, egress: Vec<Rule>) -> VpcState {
        let client = Group { ingress: vec![], egress: vec![rule(Traffic::All, "10.0.0.0/8")] };
        let interface = |last, group: &str| Interface {
            addresses: vec![IpAddr::from([10, 0, 0, last])],
            subnet: "s".into(),
            groups: vec![group.into()],
            source_dest_check: true,
        };
        VpcState {
            subnets: [("s".into(), Subnet::default())].into(),
            groups: [("client".into(), client), ("server".into(), Group { ingress, egress })]
                .into(),
            interfaces: [
                ("eni-1".parse().unwrap(), interface(5, "client")),
                ("eni-2".parse().unwrap(), interface(6, "server")),
            ]
            .into(),
            ..VpcState::default()
        }
    }

    fn flow(mark: u32) -> Flow {
        let (from, to) = (([10, 0, 0, 5].into(), 40_000), ([10, 0, 0, 6].into(), 80));
        Flow { mark, protocol: TCP, from, to, asked: to.0, seen: from.0 }
    }

    #[test]
    fn what_is_not_tracked_needs_its_rules_and_what_is_tracked_needs_none() {
        let all = || vec![rule(Traffic::All, ALL)];
        let (open, closed) = (state(vec![web(ALL)], all()), state(vec![], all()));
        let cut =
            |mark, old: Option<&VpcState>, new: &VpcState| Judge::new(old, new).cuts(&flow(mark));
        assert!(cut(6, Some(&open), &closed));
        assert!(!cut(6, Some(&open), &open));
        // A narrower rule that still allows it, a rule for others only.
        assert!(!cut(6, Some(&open), &state(vec![web("10.0.0.5/32")], all())));
        assert!(cut(6, Some(&open), &state(vec![web("10.0.0.7/32")], all())));
        // Its answers alone are no more allowed: it is tracked now.
        assert!(!cut(6, Some(&open), &state(vec![web(ALL)], vec![])));
        // It was allowed by another rule, or tracked because not all was open the other way.
        assert!(!cut(0, Some(&open), &closed));
        let half = state(vec![web(ALL)], vec![rule(Traffic::Protocol(UDP), ALL)]);
        assert!(!cut(6, Some(&half), &closed));
        let half = state(vec![web(ALL)], vec![rule(Traffic::All, "10.0.0.0/8")]);
        assert!(!cut(6, Some(&half), &closed));
        // Nothing is known of before.
        assert!(cut(6, None, &closed));
        // The interface is in no group any more.
        let mut left = closed.clone();
        left.interfaces.get_mut(&"eni-2".parse().unwrap()).unwrap().groups.clear();
        assert!(cut(6, Some(&open), &left));
    }
}
