//! What one VPC's logged interfaces did in a window of time: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ferrogate_base::TimestampMs;
use ferrogate_link::ec2::eni;
use ferrogate_link::ec2::flow_log::window::{Flow, Logged};
use ferrogate_net::{Counted, EniId, flow_log};

/// How many flows a window has at most. Interfaces that have more are said to miss some.
const FLOWS_MAX: usize = 100_000;

/// A window that is under way.
pub(super) struct Window {
    begin: TimestampMs,
    read_at: TimestampMs,
    interfaces: BTreeMap<EniId, Known>,
    flows: BTreeMap<Key, Sum>,
}

/// A window, or an interface's part of it, that has ended.
#[derive(Debug, Default, PartialEq)]
pub(in crate::agent) struct Ended {
    pub(super) begin: TimestampMs,
    pub(super) end: TimestampMs,
    /// By interface, in the order of `flows`.
    pub(super) interfaces: Vec<Logged>,
    pub(super) flows: Vec<Flow>,
}

struct Known {
    record: eni::Record,
    attached: bool,
    skipped: bool,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    interface: EniId,
    egress: bool,
    accepted: bool,
    from: (IpAddr, u16),
    to: (IpAddr, u16),
    protocol: u8,
}

struct Sum {
    packets: u64,
    bytes: u64,
    first: TimestampMs,
    last: TimestampMs,
    tcp_flags: u8,
}

impl Window {
    pub(super) fn new(now: TimestampMs) -> Self {
        Self { begin: now, read_at: now, interfaces: BTreeMap::new(), flows: BTreeMap::new() }
    }

    pub(super) fn begin(&self) -> TimestampMs {
        self.begin
    }

    /// Whether no interface is logged any more.
    pub(super) fn is_over(&self) -> bool {
        self.interfaces.is_empty()
    }

    /// Adds what was counted until `now`; `records` are the logged interfaces as they are known.
    pub(super) fn add(
        &mut self,
        counted: Counted,
        mut records: BTreeMap<EniId, eni::Record>,
        now: TimestampMs,
    ) {
        for (id, known) in &mut self.interfaces {
            known.attached = counted.logged.contains(id);
        }
        for id in counted.logged {
            let Some(record) = records.remove(&id) else { continue };
            let skipped = self.interfaces.get(&id).is_some_and(|known| known.skipped);
            self.interfaces.insert(id, Known { record, attached: true, skipped });
        }
        for flow in counted.flows {
            // One that came and went since the counters were read last was never seen attached.
            if let Some(record) = records.remove(&flow.interface) {
                let known = Known { record, attached: false, skipped: false };
                self.interfaces.entry(flow.interface.clone()).or_insert(known);
            }
            if self.interfaces.contains_key(&flow.interface) {
                self.add_flow(flow, now);
            }
        }
        for id in &counted.skipped {
            if let Some(known) = self.interfaces.get_mut(id) {
                known.skipped = true;
            }
        }
        self.read_at = now;
    }

    fn add_flow(&mut self, flow: flow_log::Flow, now: TimestampMs) {
        let ago = u64::try_from(flow.ago.as_millis()).unwrap_or(u64::MAX);
        let last = TimestampMs(now.0.saturating_sub(ago).max(self.begin.0));
        // Of several packets it is known that the first came after the counters were read last.
        let first = if flow.packets == 1 { last } else { self.read_at.min(last) };
        let key = Key {
            interface: flow.interface,
            egress: flow.egress,
            accepted: flow.accepted,
            from: flow.from,
            to: flow.to,
            protocol: flow.protocol,
        };
        if self.flows.len() >= FLOWS_MAX && !self.flows.contains_key(&key) {
            self.interfaces.entry(key.interface).and_modify(|known| known.skipped = true);
            return;
        }
        let nothing = Sum { packets: 0, bytes: 0, first, last, tcp_flags: 0 };
        let sum = self.flows.entry(key).or_insert(nothing);
        sum.packets += flow.packets;
        sum.bytes += flow.bytes;
        sum.first = sum.first.min(first);
        sum.last = sum.last.max(last);
        sum.tcp_flags |= flow.tcp_flags;
    }

    /// Ends the window, and begins the next one.
    pub(super) fn end(&mut self, now: TimestampMs) -> Ended {
        let (begin, flows) = (self.begin, std::mem::take(&mut self.flows));
        self.begin = now;
        let mut interfaces = Vec::new();
        self.interfaces.retain(|id, known| {
            interfaces.push((id.clone(), known.record.clone(), known.skipped));
            known.skipped = false;
            known.attached
        });
        ended(begin, now, interfaces, flows)
    }

    /// Ends it for the interfaces that have gone and have done something.
    pub(super) fn end_of_those_gone(&mut self, now: TimestampMs) -> Ended {
        let gone = self.interfaces.extract_if(.., |_, known| !known.attached);
        let gone: Vec<_> = gone.map(|(id, known)| (id, known.record, known.skipped)).collect();
        let ids: BTreeSet<&EniId> = gone.iter().map(|(id, ..)| id).collect();
        let is = |key: &Key, _: &mut Sum| ids.contains(&key.interface);
        let flows = self.flows.extract_if(.., is).collect();
        ended(self.begin, now, gone, flows)
    }
}

fn ended(
    begin: TimestampMs,
    end: TimestampMs,
    interfaces: Vec<(EniId, eni::Record, bool)>,
    flows: BTreeMap<Key, Sum>,
) -> Ended {
    let fates: BTreeSet<_> = flows.keys().map(|key| (&key.interface, key.accepted)).collect();
    let interfaces = interfaces.into_iter().map(|(id, interface, skipped)| Logged {
        accepted: fates.contains(&(&id, true)),
        rejected: fates.contains(&(&id, false)),
        interface,
        skipped,
        again: false,
    });
    let interfaces = interfaces.collect();
    let flow = |(key, sum): (Key, Sum)| Flow {
        interface: key.interface.to_string(),
        egress: key.egress,
        accepted: key.accepted,
        from: key.from,
        to: key.to,
        protocol: key.protocol,
        packets: sum.packets,
        bytes: sum.bytes,
        first: sum.first,
        last: sum.last,
        tcp_flags: sum.tcp_flags,
    };
    Ended { begin, end, interfaces, flows: flows.into_iter().map(flow).collect() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ferrogate_link::ec2::default_network::DefaultNetwork;

    use super::*;
    use crate::agent::network::testing::{interface_of, scope};

    fn id() -> EniId {
        "eni-00000000000000001".parse().unwrap()
    }

    fn records() -> BTreeMap<EniId, eni::Record> {
        [(id(), interface_of(&DefaultNetwork::of(&scope()), 0, 1))].into()
    }

    fn counted(packets: u64, ago_s: u64) -> Counted {
        let flow = flow_log::Flow {
            interface: id(),
            egress: true,
            accepted: true,
            from: ([10, 0, 0, 5].into(), 4000),
            to: ([10, 0, 0, 6].into(), 80),
            protocol: 6,
            packets,
            bytes: packets * 100,
            ago: Duration::from_secs(ago_s),
            tcp_flags: 2,
        };
        Counted { flows: vec![flow], logged: [id()].into(), ..Counted::default() }
    }

    #[test]
    fn an_interface_that_came_and_went_between_two_reads_is_told_of() {
        let mut window = Window::new(at(100));
        let seen = Counted { logged: [].into(), ..counted(3, 1) };
        window.add(seen, records(), at(105));
        let ended = window.end_of_those_gone(at(105));
        assert_eq!((ended.interfaces.len(), ended.flows[0].packets), (1, 3));
        assert!(ended.interfaces[0].accepted && window.is_over());
    }

    #[test]
    fn a_window_has_room_for_so_many_flows_and_says_whose_are_missing() {
        let mut window = Window::new(at(100));
        let mut many = counted(1, 0);
        let flow = many.flows[0].clone();
        let other = |n: usize| {
            let [_, a, b, c] = u32::try_from(n).unwrap().to_be_bytes();
            flow_log::Flow { to: ([10, a, b, c].into(), 80), ..flow.clone() }
        };
        many.flows = (0..FLOWS_MAX).map(other).collect();
        window.add(many.clone(), records(), at(105));
        // Those that it has go on.
        window.add(many.clone(), records(), at(110));
        assert!(!window.interfaces[&id()].skipped);
        many.flows = vec![other(FLOWS_MAX)];
        window.add(many, records(), at(115));
        let ended = window.end(at(160));
        assert_eq!(ended.flows.len(), FLOWS_MAX);
        assert!(ended.interfaces[0].skipped);
    }

    fn at(seconds: u64) -> TimestampMs {
        TimestampMs(seconds * 1000)
    }

    #[test]
    fn what_is_read_in_parts_is_one_flow_of_the_window() {
        let mut window = Window::new(at(100));
        window.add(counted(1, 2), records(), at(105));
        window.add(counted(4, 1), records(), at(110));
        let ended = window.end(at(160));
        let [flow] = &ended.flows[..] else { panic!("{ended:?}") };
        assert_eq!((flow.packets, flow.bytes, flow.first, flow.last), (5, 500, at(103), at(109)));
        assert_eq!((ended.begin, ended.end), (at(100), at(160)));
        let [of] = &ended.interfaces[..] else { panic!("{ended:?}") };
        assert!(of.accepted && !of.rejected && !of.skipped);
        // The next window has the interface, and nothing of it.
        let next = window.end(at(220));
        assert!(next.flows.is_empty() && next.begin == at(160));
        assert!(!next.interfaces[0].accepted);
    }

    #[test]
    fn an_interface_that_has_gone_is_told_of_at_once_and_once() {
        let mut window = Window::new(at(100));
        window.add(counted(1, 0), records(), at(105));
        assert_eq!(window.end_of_those_gone(at(105)).interfaces.len(), 0);
        // Its record has gone too, and something was counted in its last seconds.
        let last = Counted { logged: [].into(), skipped: [id()].into(), ..counted(1, 0) };
        window.add(last, BTreeMap::new(), at(110));
        let ended = window.end_of_those_gone(at(110));
        assert_eq!(ended.flows[0].packets, 2);
        assert!(ended.interfaces[0].skipped);
        assert!(window.is_over());
        assert!(window.end(at(160)).interfaces.is_empty());
    }
}
