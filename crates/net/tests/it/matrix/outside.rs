//! The same with the internet: random VPCs with gateways and public addresses, and packets from
//! and to somebody outside.

use super::*;
use crate::lab::{Netns, lab_with};
use crate::model::WORLD;
use ferrogate_net::Outside;
use std::os::fd::AsRawFd;

/// The NAT gateway, in the last subnet.
const NAT: Ipv4Addr = Ipv4Addr::new(10, 0, SUBNETS - 1, 9);
/// A packet has passed every queue on its way when so many have, one after the other.
const WAITS: usize = 4;

/// What stands for a private address outside.
fn public(private: Ipv4Addr) -> Ipv4Addr {
    let [.., subnet, last] = private.octets();
    Ipv4Addr::new(198, 51, 100, subnet * 64 + last)
}

/// Where the subnets lead, and who has a public address: the same before and after a change.
struct Ways {
    routes: Vec<Vec<Route>>,
    public: BTreeMap<Ipv4Addr, Ipv4Addr>,
}

impl Ways {
    fn new(dice: &mut Dice) -> Self {
        let nat = || Target::Interface(eni_at(1, NAT).id);
        let to = |dice: &mut Dice, range_of: &str, of: &[Target]| Route {
            to: range(range_of),
            via: dice.pick(of),
        };
        let routes = |n: u8| {
            let mut routes = Vec::new();
            let open = [Target::Internet, Target::Internet, nat(), Target::Blackhole];
            let own = [Target::Internet, Target::Internet, Target::Internet, Target::Blackhole];
            // The gateway's own subnet leads out, mostly.
            let of: &[Target] = if n == SUBNETS - 1 { &own } else { &open };
            if !dice.one_in(8) {
                routes.push(to(dice, "0.0.0.0/0", of));
            }
            if dice.one_in(5) {
                routes.push(to(dice, "203.0.113.0/24", of));
            }
            routes
        };
        let routes = (0..SUBNETS).map(routes).collect();
        let mut all: Vec<Ipv4Addr> = (0..ENIS).map(address).filter(|_| dice.one_in(2)).collect();
        if !dice.one_in(6) {
            all.push(NAT);
        }
        Self { routes, public: all.into_iter().map(|of| (of, public(of))).collect() }
    }

    /// Adds them to a VPC.
    fn put(&self, state: &mut VpcState) {
        for (n, routes) in self.routes.iter().enumerate() {
            let subnet = state.subnets.get_mut(&format!("subnet-{n}")).unwrap();
            subnet.routes.retain(|route| route.to.prefix_len() > 0 && !routes.contains(route));
            subnet.routes.extend(routes.iter().cloned());
        }
        state.public = self.public.clone();
        let nat = eni_at(1, NAT);
        let interface = Interface {
            addresses: vec![NAT.into()],
            subnet: format!("subnet-{}", SUBNETS - 1),
            groups: vec!["sg-nat".into()],
            source_dest_check: false,
        };
        state.interfaces.insert(nat.id.clone(), interface);
        let open = Group { ingress: vec![all_out()], egress: vec![all_out()] };
        state.groups.insert("sg-nat".into(), open);
        state.nat_gateways = [(nat.id, nat.mac)].into();
    }
}

/// A flow with the internet.
#[derive(Clone, Copy, Debug)]
struct Flow {
    /// Its first packet, as its interface sees it.
    first: Packet,
    /// The private address whose public one stands for it outside.
    by: Ipv4Addr,
}

/// A packet: as its interface sees it, and by whose public address.
type Sent = (Packet, Ipv4Addr, Part, bool);

/// Sends packets, which must arrive as is wanted.
fn compare(wires: &mut Wires, all: &[Sent], when: &str, state: &VpcState) -> (usize, usize) {
    let first = wires.sent;
    for (packet, by, part, _) in all {
        wires.sent += 1;
        let to = if packet.from == WORLD { public(*by) } else { packet.to };
        let packet = Packet { to, ..*packet };
        let bytes = ipv4(packet.from, to, protocol(packet.what), wires.sent, &body(packet, *part));
        let (wire, mac) = &wires.wires[&packet.from];
        wire.send(&ethernet(Mac::ROUTER, *mac, 0x0800, &bytes));
    }
    let last = wires.sent;
    (0..WAITS).for_each(|_| wires.wait());
    let mut arrived = vec![None; all.len()];
    for (at, (wire, mac)) in &wires.wires {
        for frame in wire.received() {
            let number = u16::from_be_bytes([frame[18], frame[19]]);
            if frame[..6] == mac.0 && frame[12..14] == [8, 0] && first < number && number <= last {
                arrived[usize::from(number - first - 1)] = Some(*at);
            }
        }
    }
    let differ: Vec<_> = all
        .iter()
        .zip(arrived)
        .filter(|((packet, .., wanted), at)| wanted.then_some(packet.to) != *at)
        .collect();
    assert!(differ.is_empty(), "{when}: wrong of {differ:#?}\nin {state:#?}");
    // How many there were, and how many of them arrived.
    (all.len(), all.iter().filter(|(.., wanted)| *wanted).count())
}

fn whats(source: u16) -> impl Iterator<Item = What> {
    let tcp = PORTS.into_iter().map(move |port| What::Tcp { source, port });
    let udp = PORTS.into_iter().map(move |port| What::Udp { source, port });
    tcp.chain(udp).chain([What::Icmp { kind: 8, id: source }])
}

/// The first packets of flows with the internet, and whether they arrive.
fn probes(state: &VpcState, source: &mut u16) -> Vec<Sent> {
    let mut all = Vec::new();
    for inner in (0..ENIS).map(address) {
        *source += 1;
        for what in whats(*source) {
            let out = Packet { from: inner, to: WORLD, what };
            let by = model::leaves_by(state, out);
            let goes = by.is_some() && model::may_begin(state, out);
            all.push((out, by.unwrap_or(inner), Part::First, goes));
            let home = Packet { from: WORLD, to: inner, what };
            let comes = state.public.contains_key(&inner)
                && model::comes_home(state, inner, home)
                && model::may_begin(state, home);
            all.push((home, inner, Part::First, comes));
        }
    }
    // Nobody begins anything with a NAT gateway.
    for what in whats(*source) {
        all.push((Packet { from: WORLD, to: NAT, what }, NAT, Part::First, false));
    }
    all
}

/// Whether a packet of a flow arrives that began when the VPC was `then`.
fn goes_on(then: &VpcState, now: &VpcState, flow: Flow, packet: Packet) -> bool {
    // What no flow is known of any more begins one, if it can: no later part of TCP or of ICMP.
    let begins = matches!(packet.what, What::Udp { .. }) && model::may_begin(now, packet);
    let is_known = model::still_known(then, now, flow.first);
    if packet.from == WORLD {
        // A NAT gateway knows its flows for itself, and hands on what belongs to them.
        let may = if flow.by == packet.to { begins } else { model::may_begin(now, packet) };
        return model::comes_home(now, flow.by, packet) && (is_known || may);
    }
    match model::leaves_by(now, packet) {
        Some(by) if by == flow.by => is_known || begins,
        Some(_) => begins,
        None => false,
    }
}

/// One VPC, before and after a change; how many packets were sent, and how many arrived.
fn try_world(lab: &Lab, wires: &mut Wires, dice: &mut Dice, name: &str) -> (usize, usize) {
    let (mut state, mut source, ways) = (world(dice), 40_000, Ways::new(dice));
    wires.sent = 0;
    ways.put(&mut state);
    let tell = |state: &VpcState| tokio_now(lab.tell(1, |told| *told = state.clone()));
    tell(&VpcState { ranges: vec![cidr().into()], ..VpcState::default() });
    tell(&state);
    let begun = probes(&state, &mut source);
    let mut counts = vec![compare(wires, &begun, &format!("{name}: a new flow"), &state)];
    let flows = begun.iter().filter(|(.., arrives)| *arrives);
    let flows: Vec<Flow> = flows.map(|(first, by, ..)| Flow { first: *first, by: *by }).collect();

    let on = |then: &VpcState, now: &VpcState, flow: Flow, packet: Packet, part| {
        (packet, flow.by, part, goes_on(then, now, flow, packet))
    };
    let answer = |flow: &Flow| on(&state, &state, *flow, flow.first.answer(), Part::Answer);
    let answers: Vec<Sent> = flows.iter().map(answer).collect();
    counts.push(compare(wires, &answers, &format!("{name}: an answer"), &state));
    let answered = |flow: &&Flow| {
        let is_tcp = matches!(flow.first.what, What::Tcp { .. });
        !is_tcp || goes_on(&state, &state, **flow, flow.first.answer())
    };
    let flows: Vec<Flow> = flows.iter().filter(answered).copied().collect();

    let before = state.clone();
    change(dice, &mut state);
    ways.put(&mut state);
    tell(&state);
    let both = flows.iter().flat_map(|flow| [(*flow, flow.first), (*flow, flow.first.answer())]);
    let later: Vec<Sent> =
        both.map(|(flow, packet)| on(&before, &state, flow, packet, Part::Later)).collect();
    counts.push(compare(wires, &later, &format!("{name}: a flow after a change"), &state));
    let begun = probes(&state, &mut source);
    counts.push(compare(wires, &begun, &format!("{name}: a new flow after a change"), &state));
    total(counts.into_iter())
}

fn total(counts: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
    counts.fold((0, 0), |(sent, arrived), (more, came)| (sent + more, arrived + came))
}

/// The machine, and the wire of somebody behind it.
fn around() -> (Netns, Wire, Mac) {
    let (host, world) = (Netns::new(), Netns::new());
    let at = format!("/proc/{}/fd/{}", std::process::id(), world.0.as_raw_fd());
    let mac = Mac([2, 0, 203, 0, 113, 1]);
    let router = Mac::ROUTER;
    host.output("ip link set lo up");
    host.output(&format!(
        "ip link add eth0 address {router} type veth peer name eth1 address {mac} netns {at}"
    ));
    host.output("ip addr add 203.0.113.2/24 dev eth0");
    world.output("sysctl -qw net.ipv6.conf.eth1.disable_ipv6=1");
    world.output("ip link set eth1 up");
    host.output("ip link set eth0 up");
    host.output(&format!("ip neigh add {WORLD} lladdr {mac} dev eth0 nud permanent"));
    (host, Wire::open(&world), mac)
}

#[test]
fn packets_leave_and_come_as_the_model_says_in_random_vpcs() {
    let seed = from_environment("FERROGATE_MATRIX_SEED", 1);
    let worlds = from_environment("FERROGATE_MATRIX_WORLDS", 12);
    let (host, wire, mac) = around();
    let netns = format!("/proc/{}/fd/{}", std::process::id(), host.0.as_raw_fd()).into();
    let outside = Some(Outside { netns, private: false });
    lab_with(DEADLINE * (1 + worlds as u32), outside, move |lab| async move {
        let _host = host;
        let (tasks, mut wires) = wires_of_tasks(&lab).await;
        wires.wires.insert(WORLD, (wire, mac));
        let (sent, arrived) = on_one_processor(move || {
            let each = |seed| {
                let name = format!("FERROGATE_MATRIX_SEED={seed}");
                try_world(&lab, &mut wires, &mut Dice(seed), &name)
            };
            total((seed..seed + worlds).map(each))
        })
        .await;
        drop(tasks);
        println!("{worlds} VPCs, {sent} packets, {arrived} of them arrived");
        assert!(sent as u64 > worlds * 250 && arrived as u64 > worlds * 25, "{sent} {arrived}");
    });
}
