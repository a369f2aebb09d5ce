//! Random VPCs, and real packets between all of their interfaces in both directions, against
//! what the model says.
//!
//! [`outside`] does the same with somebody on the internet. `FERROGATE_MATRIX_WORLDS` says how
//! many VPCs, `FERROGATE_MATRIX_SEED` which ones come first.
//! The tasks' kernels are deaf, so that nobody answers but the test: it writes frames, each with
//! a number of its own, sends all of them at once, and sees which have arrived.

mod outside;
mod peering;
mod six;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ferrogate_net::policy::{
    AclEntry, Group, Interface, IpVersion, Peer, Route, Rule, Subnet, Target, Traffic, VpcState,
};
use ferrogate_net::{IpNet, Mac};
use nix::sched::{CpuSet, sched_setaffinity};
use nix::unistd::Pid;

use crate::frames::{Wire, checksum, ethernet, ipv4};
use crate::lab::{DEADLINE, Lab, Netns, cidr, eni_at, lab_within, vpc};
use crate::model::{self, Packet, What};

/// Interfaces that are looked at; two more are open to each other, for the test itself.
const ENIS: u8 = 6;
const SUBNETS: u8 = 3;
const GROUPS: u64 = 4;
const PORTS: [u16; 4] = [53, 80, 443, 1500];

/// Numbers that look random, the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }

    fn some<T>(&mut self, at_most: u64, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(at_most + 1)).map(|_| make(self)).collect()
    }
}

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn address(n: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, n % SUBNETS, 10 + n)
}

fn traffic(dice: &mut Dice) -> Traffic {
    let protocol = dice.pick(&[6, 17]);
    match dice.below(9) {
        0 | 1 => Traffic::All,
        2 => Traffic::Protocol(dice.pick(&[1, 6, 17, 50, 99])),
        3 => Traffic::Ports { protocol, from: 0, to: u16::MAX },
        4 => Traffic::Ports { protocol: dice.pick(&[50, 99]), from: 1, to: 2 },
        5 => {
            let version = dice.pick(&[IpVersion::V4, IpVersion::V4, IpVersion::V6]);
            let kind = dice.pick(&[None, Some(8), Some(13), Some(0)]);
            // All types have all codes.
            let code = kind.and_then(|_| dice.pick(&[None, Some(0), Some(1)]));
            Traffic::Icmp { version, kind, code }
        }
        _ => {
            let (a, b) = (dice.pick(&PORTS), dice.pick(&PORTS));
            Traffic::Ports { protocol, from: a.min(b), to: a.max(b) }
        }
    }
}

fn some_range(dice: &mut Dice) -> IpNet {
    match dice.below(6) {
        0 | 1 => range("0.0.0.0/0"),
        2 => range(&format!("{}/32", address(dice.below(ENIS.into()) as u8))),
        3 => range(&format!("10.0.{}.0/24", dice.below(SUBNETS.into()))),
        4 => dice.pick(&[range("10.0.0.0/23"), range("10.0.0.8/29"), range("::/0")]),
        _ => range("10.0.0.0/16"),
    }
}

fn rule(dice: &mut Dice) -> Rule {
    let peer = if dice.one_in(3) {
        // The last of them doesn't exist.
        Peer::Group(format!("sg-{}", dice.below(GROUPS + 1)))
    } else {
        let mut ranges = dice.some(2, some_range);
        ranges.push(some_range(dice));
        Peer::Ranges(ranges)
    };
    Rule { traffic: traffic(dice), peer }
}

fn all_out() -> Rule {
    Rule { traffic: Traffic::All, peer: Peer::Ranges(vec![range("0.0.0.0/0")]) }
}

fn group(dice: &mut Dice) -> Group {
    let mut egress = dice.some(3, rule);
    if dice.one_in(2) {
        egress.push(all_out());
    }
    Group { ingress: dice.some(4, rule), egress }
}

fn acl(dice: &mut Dice) -> Vec<AclEntry> {
    let mut acl = Vec::new();
    for egress in [true, false] {
        let entries = if dice.one_in(2) { 0 } else { dice.below(4) };
        for number in 0..entries as u16 {
            let (allow, traffic, range) = (dice.one_in(2), traffic(dice), some_range(dice));
            // Numbers fall, so that their order is not that of the list.
            acl.push(AclEntry { number: 90 - number, egress, allow, traffic, range });
        }
        if !dice.one_in(6) {
            let (traffic, range) = (Traffic::All, range("0.0.0.0/0"));
            acl.push(AclEntry { number: 100, egress, allow: true, traffic, range });
        }
    }
    acl
}

fn subnet(dice: &mut Dice, n: u8) -> Subnet {
    let mut routes = vec![Route { to: range("10.0.0.0/16"), via: Target::Local }];
    if dice.one_in(5) {
        // An interface that forwarded, and is gone.
        let to = range(&format!("10.0.{}.0/24", dice.below(SUBNETS.into())));
        routes.push(Route { to, via: Target::Blackhole });
    }
    Subnet { ranges: vec![range(&format!("10.0.{n}.0/24"))], acl: acl(dice), routes }
}

fn interface(dice: &mut Dice, n: u8) -> Interface {
    let mut groups: Vec<String> = dice.some(2, |dice| format!("sg-{}", dice.below(GROUPS)));
    groups.push(format!("sg-{}", dice.below(GROUPS)));
    groups.dedup();
    Interface {
        addresses: vec![address(n).into()],
        subnet: format!("subnet-{}", n % SUBNETS),
        groups,
        source_dest_check: true,
    }
}

fn world(dice: &mut Dice) -> VpcState {
    let mut state = VpcState { ranges: vec![cidr().into()], ..VpcState::default() };
    for n in 0..SUBNETS {
        state.subnets.insert(format!("subnet-{n}"), subnet(dice, n));
    }
    for n in 0..GROUPS {
        state.groups.insert(format!("sg-{n}"), group(dice));
    }
    for n in 0..ENIS {
        state.interfaces.insert(eni_at(1, address(n)).id, interface(dice, n));
    }
    let open = Group { ingress: vec![all_out()], egress: vec![all_out()] };
    state.groups.insert("sg-test".into(), open);
    for n in ENIS..ENIS + 2 {
        // Of one subnet, so that no network ACL is between them.
        let addresses = vec![last_address(n).into()];
        let (subnet, groups) = ("subnet-0".into(), vec!["sg-test".into()]);
        let interface = Interface { addresses, subnet, groups, source_dest_check: true };
        state.interfaces.insert(eni_at(1, last_address(n)).id, interface);
    }
    state
}

fn last_address(n: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 0, 200 + n)
}

/// One or two things of the VPC become others.
fn change(dice: &mut Dice, state: &mut VpcState) {
    for _ in 0..=dice.below(2) {
        match dice.below(4) {
            0 => {
                let id = format!("sg-{}", dice.below(GROUPS));
                state.groups.insert(id, group(dice));
            }
            1 => {
                let n = dice.below(SUBNETS.into()) as u8;
                state.subnets.insert(format!("subnet-{n}"), subnet(dice, n));
            }
            2 => {
                let n = dice.below(ENIS.into()) as u8;
                state.interfaces.insert(eni_at(1, address(n)).id, interface(dice, n));
            }
            _ => {
                let of = state.groups.get_mut(&format!("sg-{}", dice.below(GROUPS))).unwrap();
                of.ingress.pop();
                of.egress.pop();
            }
        }
    }
}

/// The wires of all interfaces, and what was sent on them.
struct Wires {
    wires: BTreeMap<Ipv4Addr, (Wire, Mac)>,
    sent: u16,
    /// Through so many queues a packet passes at most.
    queues: usize,
    /// Whether packets are of IPv6, between the twins of the addresses.
    six: bool,
}

/// Which part of a connection a packet of TCP is.
#[derive(Clone, Copy, Debug)]
enum Part {
    First,
    Answer,
    Later,
}

impl Wires {
    /// Sends all of them and says which have arrived.
    fn arrived(&mut self, packets: &[(Packet, Part)]) -> Vec<bool> {
        let first = self.sent;
        for (packet, part) in packets {
            self.sent += 1;
            let (wire, mac) = &self.wires[&packet.from];
            wire.send(&self.frame(*mac, *packet, *part));
        }
        (0..self.queues).for_each(|_| self.wait());
        let mut arrived = vec![false; packets.len()];
        for (to, (wire, mac)) in &self.wires {
            for frame in wire.received() {
                if frame[..6] != mac.0 {
                    continue;
                }
                let Some(number) = self.number(&frame) else { continue };
                let Some(at) = number.checked_sub(first + 1).map(usize::from) else { continue };
                if let Some((packet, _)) = packets.get(at) {
                    assert_eq!(packet.to, *to, "a packet came to another");
                    assert!(!arrived[at], "a packet came twice");
                    arrived[at] = true;
                }
            }
        }
        arrived
    }

    /// What was sent before is there, or nowhere: one processor has handled all of it in order.
    fn wait(&mut self) {
        let (from, to) = (last_address(ENIS), last_address(ENIS + 1));
        self.sent += 1;
        let packet = Packet { from, to, what: What::Udp { source: 7, port: self.sent } };
        let (wire, mac) = &self.wires[&from];
        wire.send(&self.frame(*mac, packet, Part::First));
        let (wire, mac) = &self.wires[&to];
        loop {
            let frame = wire.receive();
            if frame[..6] == mac.0 && self.number(&frame) == Some(self.sent) {
                return;
            }
        }
    }

    /// A packet with the number of the last one.
    fn frame(&self, mac: Mac, packet: Packet, part: Part) -> Vec<u8> {
        if self.six {
            return ethernet(Mac::ROUTER, mac, six::KIND, &six::ipv6(packet, part, self.sent));
        }
        let Packet { from, to, what } = packet;
        let bytes = ipv4(from, to, protocol(what), self.sent, &body(packet, part));
        ethernet(Mac::ROUTER, mac, 0x0800, &bytes)
    }

    /// The number of a packet of its version of IP.
    fn number(&self, frame: &[u8]) -> Option<u16> {
        let (kind, at) = if self.six { (six::KIND, 16) } else { (0x0800, 18) };
        let is_of = frame[12..14] == kind.to_be_bytes();
        is_of.then(|| u16::from_be_bytes([frame[at], frame[at + 1]]))
    }
}

fn protocol(what: What) -> u8 {
    match what {
        What::Tcp { .. } => 6,
        What::Udp { .. } => 17,
        What::Icmp { .. } => 1,
        What::Other { protocol } => protocol,
    }
}

/// What is behind the header of IP. Checksums are right where the kernel looks at them.
fn body(Packet { from, to, what }: Packet, part: Part) -> Vec<u8> {
    match what {
        What::Udp { source, port } => {
            [&source.to_be_bytes()[..], &port.to_be_bytes(), &[0, 9, 0, 0, b'x']].concat()
        }
        What::Tcp { source, port } => {
            // Flags, and numbers that go on from each other.
            let (flags, sequence, acknowledged): (u8, u32, u32) = match part {
                Part::First => (0x02, 100, 0),
                Part::Answer => (0x12, 500, 101),
                Part::Later if source > port => (0x10, 101, 501),
                Part::Later => (0x10, 501, 101),
            };
            let ports = [source.to_be_bytes(), port.to_be_bytes()].concat();
            let numbers = [sequence.to_be_bytes(), acknowledged.to_be_bytes()].concat();
            let mut segment =
                [&ports[..], &numbers, &[0x50, flags, 0xff, 0xff, 0, 0, 0, 0]].concat();
            let pseudo = [&from.octets()[..], &to.octets(), &[0, 6, 0, 20], &segment].concat();
            segment[16..18].copy_from_slice(&checksum(&pseudo).to_be_bytes());
            segment
        }
        What::Icmp { kind, id } => {
            // Messages that ask for the time have three times.
            let rest = if kind == 8 || kind == 0 { 0 } else { 12 };
            let mut message = vec![kind, 0, 0, 0];
            message.extend(id.to_be_bytes());
            message.extend(vec![0; 2 + rest]);
            let sum = checksum(&message);
            message[2..4].copy_from_slice(&sum.to_be_bytes());
            message
        }
        What::Other { .. } => vec![0; 16],
    }
}

/// The first packets of flows between all interfaces, each flow of its own.
fn probes(dice: &mut Dice, source: &mut u16) -> Vec<Packet> {
    let mut probes = Vec::new();
    for (a, b) in (0..ENIS).flat_map(|a| (0..ENIS).map(move |b| (a, b))).filter(|(a, b)| a != b) {
        *source += 1;
        let (ports, source) = (PORTS.iter().copied(), *source);
        let tcp = ports.clone().map(|port| What::Tcp { source, port });
        let udp = ports.map(|port| What::Udp { source, port });
        let icmp = [8, 13].into_iter().map(|kind| What::Icmp { kind, id: source });
        // Others have no ports: both directions between two are one flow.
        let other = (a < b).then(|| What::Other { protocol: dice.pick(&[50, 99]) });
        let all = tcp.chain(udp).chain(icmp).chain(other);
        probes.extend(all.map(|what| Packet { from: address(a), to: address(b), what }));
    }
    probes
}

/// Compares what arrives with what should.
fn compare(
    wires: &mut Wires,
    wanted: &[(Packet, Part, bool)],
    when: &str,
    state: &VpcState,
) -> usize {
    let packets: Vec<_> = wanted.iter().map(|(packet, part, _)| (*packet, *part)).collect();
    let arrived = wires.arrived(&packets);
    let differ = wanted.iter().zip(&arrived).filter(|((.., wanted), arrived)| wanted != *arrived);
    let differ: Vec<_> = differ.map(|((packet, ..), arrived)| (*packet, *arrived)).collect();
    assert!(differ.is_empty(), "{when}: that it arrived was wrong of {differ:#?}\nin {state:#?}");
    wanted.len()
}

/// One VPC, before and after a change; how many packets were sent.
fn try_world(lab: &Lab, wires: &mut Wires, dice: &mut Dice, name: &str) -> usize {
    let (mut state, mut source) = (world(dice), 40_000);
    wires.sent = 0;
    let six = wires.six;
    let of = move |state: &VpcState| if six { six::twin(state) } else { state.clone() };
    let tell = |state: &VpcState| tokio_now(lab.tell(1, |told| *told = of(state)));
    // Flows of the world before end with its interfaces.
    tell(&VpcState { ranges: vec![cidr().into()], ..VpcState::default() });
    tell(&state);
    let mut sent = 0;
    let mut flows: Vec<Packet> = Vec::new();
    let first = |vpc: &VpcState, packet| (packet, Part::First, model::begins(vpc, packet));
    let begun: Vec<_> = probes(dice, &mut source).into_iter().map(|of| first(&state, of)).collect();
    sent += compare(wires, &begun, &format!("{name}: a new flow"), &state);
    flows.extend(begun.iter().filter(|(.., arrives)| *arrives).map(|(packet, ..)| *packet));

    let answers: Vec<_> = flows
        .iter()
        .map(|of| {
            let answer = of.answer();
            (answer, Part::Answer, model::goes_on(&state, &state, *of, answer))
        })
        .collect();
    sent += compare(wires, &answers, &format!("{name}: an answer"), &state);
    // TCP goes on once it was answered; what was not stays as it is.
    let answered = |of: &&Packet| {
        !matches!(of.what, What::Tcp { .. }) || model::goes_on(&state, &state, **of, of.answer())
    };
    let flows: Vec<Packet> = flows.iter().filter(answered).copied().collect();

    let before = state.clone();
    change(dice, &mut state);
    tell(&state);
    let both = flows.iter().flat_map(|of| [(*of, *of), (*of, of.answer())]);
    let later: Vec<_> = both
        .map(|(of, packet)| (packet, Part::Later, model::goes_on(&before, &state, of, packet)))
        .collect();
    sent += compare(wires, &later, &format!("{name}: a flow after a change"), &state);
    let anew = probes(dice, &mut source).into_iter();
    let is_new = |packet: &Packet| !matches!(packet.what, What::Other { .. });
    let begun: Vec<_> = anew.filter(is_new).map(|of| first(&state, of)).collect();
    sent + compare(wires, &begun, &format!("{name}: a new flow after a change"), &state)
}

fn tokio_now<F: Future<Output = ()>>(work: F) {
    tokio::runtime::Handle::current().block_on(work);
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect(name))
}

/// A task at every address, and their wires.
async fn wires_of_tasks(lab: &Lab) -> (Vec<Netns>, Wires) {
    wires_of(lab, false).await
}

async fn wires_of(lab: &Lab, six: bool) -> (Vec<Netns>, Wires) {
    lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
    let addresses = (0..ENIS).map(address).chain((ENIS..ENIS + 2).map(last_address));
    let mut wires = Wires { wires: BTreeMap::new(), sent: 0, queues: 1, six };
    let mut tasks = Vec::new();
    for address in addresses {
        let task =
            if six { six::attach(lab, address).await } else { lab.attach_at(1, address).await };
        // Nobody but the test answers.
        task.output("ip address flush dev eth1");
        wires.wires.insert(address, (Wire::open(&task), eni_at(1, address).mac));
        tasks.push(task);
    }
    (tasks, wires)
}

/// Runs `work` where all that it sends is handled in order.
async fn on_one_processor<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    let handle = tokio::runtime::Handle::current();
    let thread = std::thread::spawn(move || {
        let mut one = CpuSet::new();
        one.set(0).unwrap();
        sched_setaffinity(Pid::from_raw(0), &one).unwrap();
        let _entered = handle.enter();
        work()
    });
    let done = tokio::task::spawn_blocking(|| thread.join()).await.unwrap();
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[test]
fn packets_pass_as_the_model_says_in_random_vpcs() {
    try_worlds(false);
}

fn try_worlds(six: bool) {
    let seed = from_environment("FERROGATE_MATRIX_SEED", 1);
    let worlds = from_environment("FERROGATE_MATRIX_WORLDS", 12);
    lab_within(DEADLINE * (1 + worlds as u32), move |lab| async move {
        let (tasks, mut wires) = wires_of(&lab, six).await;
        let sent = on_one_processor(move || {
            let each = |seed| {
                let name = format!("FERROGATE_MATRIX_SEED={seed}");
                try_world(&lab, &mut wires, &mut Dice(seed), &name)
            };
            (seed..seed + worlds).map(each).sum::<usize>()
        })
        .await;
        drop(tasks);
        println!("{worlds} VPCs, {sent} packets");
        assert!(sent as u64 > worlds * 500, "{sent}");
    });
}
