//! The same between two VPCs that are peered: random rules and routes on both sides, and packets
//! between all interfaces of the one and all of the other.

use super::*;
use crate::lab::Lab;
use ferrogate_net::policy::Peered;
use ferrogate_net::{Ipv4Net, PeeringId};

/// The other VPC has the same parts in 10.1.0.0/16.
fn beyond(address: Ipv4Addr) -> Ipv4Addr {
    let [a, _, c, d] = address.octets();
    Ipv4Addr::new(a, 1, c, d)
}

fn beyond_range(range: IpNet) -> IpNet {
    match range {
        IpNet::V4(own) if own.prefix_len() >= 16 => {
            IpNet::V4(Ipv4Net::new(beyond(own.addr()), own.prefix_len()).unwrap())
        }
        other => other,
    }
}

fn peering() -> PeeringId {
    "pcx-1".parse().unwrap()
}

/// Half of what rules and entries say is about the other VPC.
fn look_beyond(dice: &mut Dice, state: &mut VpcState, group: impl Fn(&str) -> String) {
    let groups = state.groups.iter_mut().filter(|(id, _)| *id != "sg-test");
    for rule in groups.flat_map(|(_, of)| of.ingress.iter_mut().chain(&mut of.egress)) {
        match &mut rule.peer {
            Peer::Ranges(ranges) => {
                for range in ranges.iter_mut().filter(|_| dice.one_in(2)) {
                    *range = beyond_range(*range);
                }
            }
            Peer::Group(id) if dice.one_in(2) => *id = group(id),
            Peer::Group(_) => {}
        }
    }
    for entry in state.subnets.values_mut().flat_map(|subnet| &mut subnet.acl) {
        if dice.one_in(2) {
            entry.range = beyond_range(entry.range);
        }
    }
}

/// Routes to the other VPC: to all of it mostly, to a part of it, or to none.
fn lead_beyond(dice: &mut Dice, state: &mut VpcState, other: &str) {
    for subnet in state.subnets.values_mut() {
        let third = dice.below(SUBNETS.into());
        let part = range(&format!("{other}.{third}.0/24"));
        let all = range(&format!("{other}.0.0/16"));
        let mut to = |to, via| subnet.routes.push(Route { to, via });
        if !dice.one_in(6) {
            to(all, Target::Peering(peering()));
        }
        match dice.below(6) {
            0 => to(part, Target::Blackhole),
            1 => to(part, Target::Peering(peering())),
            _ => {}
        }
    }
}

/// Moves a VPC to the other range, with groups of other names.
fn moved(mut state: VpcState) -> VpcState {
    let name = |id: &String| id.replace("sg-", "sgb-");
    state.ranges = state.ranges.into_iter().map(beyond_range).collect();
    for subnet in state.subnets.values_mut() {
        subnet.ranges = subnet.ranges.iter().map(|range| beyond_range(*range)).collect();
        subnet.routes.iter_mut().for_each(|route| route.to = beyond_range(route.to));
    }
    state.groups = state.groups.iter().map(|(id, group)| (name(id), group.clone())).collect();
    let interfaces = std::mem::take(&mut state.interfaces).into_values();
    state.interfaces = interfaces
        .map(|mut interface| {
            let Some(std::net::IpAddr::V4(own)) = interface.addresses.pop() else { panic!() };
            interface.addresses.push(beyond(own).into());
            interface.groups = interface.groups.iter().map(name).collect();
            (eni_at(2, beyond(own)).id, interface)
        })
        .collect();
    state
}

/// What a VPC is told of its peer.
fn peered(vpc_number: u8, peer: &VpcState) -> Peered {
    let mut groups: BTreeMap<_, std::collections::BTreeSet<_>> = BTreeMap::new();
    for interface in peer.interfaces.values() {
        for group in &interface.groups {
            groups.entry(group.clone()).or_default().extend(interface.addresses.clone());
        }
    }
    Peered { vpc: vpc(vpc_number), ranges: peer.ranges.clone(), groups }
}

/// The two VPCs.
struct Both {
    first: VpcState,
    second: VpcState,
}

impl Both {
    fn new(dice: &mut Dice) -> Self {
        let mut both = Self { first: world(dice), second: moved(world(dice)) };
        both.aim(dice);
        both
    }

    fn aim(&mut self, dice: &mut Dice) {
        let Self { first, second } = self;
        look_beyond(dice, first, |id| id.replace("sg-", "sgb-"));
        look_beyond(dice, second, |id| id.replace("sgb-", "sg-"));
        lead_beyond(dice, first, "10.1");
        lead_beyond(dice, second, "10.0");
        first.peers = [(peering(), peered(2, second))].into();
        second.peers = [(peering(), peered(1, first))].into();
    }

    fn tell(&self, lab: &Lab) {
        for (n, state) in [(1, &self.first), (2, &self.second)] {
            tokio_now(lab.tell(n, |told| *told = state.clone()));
        }
    }

    /// Where a packet comes from, and where it goes.
    fn way(&self, packet: Packet) -> (&VpcState, &VpcState) {
        let Self { first, second } = self;
        if packet.from.octets()[1] == 0 { (first, second) } else { (second, first) }
    }

    fn begins(&self, packet: Packet) -> bool {
        let (from, to) = self.way(packet);
        model::begins_across(from, to, packet)
    }

    fn crosses(&self, packet: Packet) -> bool {
        let (from, to) = self.way(packet);
        model::crosses(from, to, packet)
    }
}

/// The first packets of flows between the two, in both directions.
fn probes(source: &mut u16) -> Vec<Packet> {
    let mut probes = Vec::new();
    for (a, b) in (0..ENIS).flat_map(|a| (0..ENIS).map(move |b| (address(a), beyond(address(b))))) {
        for (from, to) in [(a, b), (b, a)] {
            *source += 1;
            let source = *source;
            let tcp = PORTS.into_iter().map(|port| What::Tcp { source, port });
            let udp = PORTS.into_iter().map(|port| What::Udp { source, port });
            let icmp = [8, 13].into_iter().map(|kind| What::Icmp { kind, id: source });
            probes.extend(tcp.chain(udp).chain(icmp).map(|what| Packet { from, to, what }));
        }
    }
    probes
}

/// New flows and their answers; how many packets were sent, and how many arrived.
fn try_flows(both: &Both, wires: &mut Wires, source: &mut u16, name: &str) -> (usize, usize) {
    let first = |packet| (packet, Part::First, both.begins(packet));
    let begun: Vec<_> = probes(source).into_iter().map(first).collect();
    let sent = compare(wires, &begun, &format!("{name}: a new flow"), &both.first);
    let flows = begun.iter().filter(|(.., arrives)| *arrives);
    let answer = |(packet, ..): &(Packet, Part, bool)| {
        let answer = packet.answer();
        (answer, Part::Answer, both.crosses(answer))
    };
    let answers: Vec<_> = flows.map(answer).collect();
    let arrived = answers.len() + answers.iter().filter(|(.., arrives)| *arrives).count();
    (sent + compare(wires, &answers, &format!("{name}: an answer"), &both.second), arrived)
}

fn try_world(lab: &Lab, wires: &mut Wires, dice: &mut Dice, name: &str) -> (usize, usize) {
    let (mut both, mut source) = (Both::new(dice), 40_000);
    wires.sent = 0;
    for range in [cidr().into(), beyond_range(cidr().into())] {
        let n = if range == IpNet::from(cidr()) { 1 } else { 2 };
        let empty = VpcState { ranges: vec![range], ..VpcState::default() };
        tokio_now(lab.tell(n, |told| *told = empty));
    }
    both.tell(lab);
    let before = try_flows(&both, wires, &mut source, name);
    wires.sent = 0;
    both = Both::new(dice);
    both.tell(lab);
    let after = try_flows(&both, wires, &mut source, &format!("{name} after a change"));
    (before.0 + after.0, before.1 + after.1)
}

#[test]
fn packets_pass_between_random_vpcs_as_the_model_says() {
    let seed = from_environment("FERROGATE_MATRIX_SEED", 1);
    let worlds = from_environment("FERROGATE_MATRIX_WORLDS", 8);
    lab_within(DEADLINE * (1 + worlds as u32), move |lab| async move {
        let (mut tasks, mut wires) = wires_of_tasks(&lab).await;
        let range: Ipv4Net = "10.1.0.0/16".parse().unwrap();
        lab.fabric.ensure_vpc(&vpc(2), range).await.unwrap();
        for address in (0..ENIS).map(address).map(beyond) {
            let task = lab.attach_at(2, address).await;
            task.output("ip address flush dev eth1");
            wires.wires.insert(address, (Wire::open(&task), eni_at(2, address).mac));
            tasks.push(task);
        }
        wires.queues = 4;
        let (sent, arrived) = on_one_processor(move || {
            let each = |seed| {
                let name = format!("FERROGATE_MATRIX_SEED={seed}");
                try_world(&lab, &mut wires, &mut Dice(seed), &name)
            };
            let add = |(a, b), (c, d)| (a + c, b + d);
            (seed..seed + worlds).map(each).fold((0, 0), add)
        })
        .await;
        drop(tasks);
        println!("{worlds} pairs of VPCs, {sent} packets, {arrived} of them arrived");
        assert!(sent as u64 > worlds * 500 && arrived as u64 > worlds * 25, "{sent} {arrived}");
    });
}
