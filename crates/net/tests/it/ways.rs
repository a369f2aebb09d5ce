//! What leads out of a VPC: internet gateways, public addresses, NAT gateways. The outside is a
//! namespace that the test makes, and the world behind it another.

mod beside;
mod six;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::fd::{AsFd, AsRawFd};
use std::path::PathBuf;

use ferrogate_net::policy::{
    AclEntry, Group, Interface, Peer, Route, Rule, Subnet, Target, Traffic, UDP, VpcState,
};
use ferrogate_net::{Fabric, FabricOptions, IpNet, Outside};

use crate::lab::{
    DEADLINE, Lab, Netns, answer_once, cidr, eni_at, is_silent, lab_with, open_state, options,
    read_all, round_trip, vpc,
};

/// What the outside's own interface has, and somebody behind it.
const HOST: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 2);
const WORLD: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);
/// A neighbour that has a private address.
const PRIVATE: Ipv4Addr = Ipv4Addr::new(192, 168, 7, 1);

const WEB: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);
const BASE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 6);
const HIDDEN: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 5);
const NAT: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 9);
const PUBLIC: Ipv4Addr = Ipv4Addr::new(127, 96, 0, 5);
const PUBLIC_NAT: Ipv4Addr = Ipv4Addr::new(127, 96, 0, 9);
/// Of a range that is routed to the machine.
const ROUTED: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 5);

/// The machine, and the world that it is joined to.
struct Around {
    host: Netns,
    world: Netns,
}

fn around() -> Around {
    let (host, world) = (Netns::new(), Netns::new());
    let pid = std::process::id();
    let at = format!("/proc/{pid}/fd/{}", world.0.as_raw_fd());
    host.output("ip link set lo up");
    world.output("ip link set lo up");
    host.output(&format!("ip link add eth0 type veth peer name eth0 netns {at}"));
    for (netns, address) in [(&host, HOST), (&world, WORLD)] {
        netns.output(&format!("ip addr add {address}/24 dev eth0"));
        netns.output("ip link set eth0 up");
    }
    world.output(&format!("ip addr add {PRIVATE}/32 dev eth0"));
    host.output(&format!("ip route add {PRIVATE}/32 dev eth0"));
    world.output(&format!("ip route add 198.51.100.0/24 via {HOST}"));
    Around { host, world }
}

fn outside_of(host: &Netns) -> Outside {
    let netns = PathBuf::from(format!("/proc/{}/fd/{}", std::process::id(), host.0.as_raw_fd()));
    Outside { netns, private: false }
}

/// Runs `test` with a machine around it, and sees that nothing is left on that.
fn outside<F: Future<Output = ()>>(
    test: impl FnOnce(std::sync::Arc<Lab>, std::sync::Arc<Around>) -> F + Send + 'static,
) {
    let around = std::sync::Arc::new(around());
    let (before, of_test) = (interfaces(&around.host), around.clone());
    let with = outside_of(&around.host);
    lab_with(DEADLINE * 3, Some(with), move |lab| test(lab, of_test));
    assert_eq!(interfaces(&around.host), before);
    assert_eq!(around.host.output("nft list tables"), "");
}

fn interfaces(netns: &Netns) -> String {
    netns.output("ip -o -br link show")
}

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn everywhere() -> IpNet {
    range("0.0.0.0/0")
}

/// A public subnet with two tasks and a NAT gateway, and a private one behind that.
fn state() -> VpcState {
    let mut state = open_state(&[]);
    let mut public = state.subnets.remove("subnet-1").unwrap();
    let mut private = public.clone();
    private.ranges = vec![range("10.0.1.0/24")];
    public.routes.push(Route { to: everywhere(), via: Target::Internet });
    let nat = eni_at(1, NAT);
    private.routes.push(Route { to: everywhere(), via: Target::Interface(nat.id.clone()) });
    state.subnets.insert("subnet-public".into(), public);
    state.subnets.insert("subnet-private".into(), private);
    for address in [WEB, BASE, HIDDEN, NAT] {
        let subnet = if address == HIDDEN { "subnet-private" } else { "subnet-public" };
        let interface = Interface {
            addresses: vec![address.into()],
            subnet: subnet.into(),
            groups: vec!["sg-open".into()],
            source_dest_check: address != NAT,
        };
        state.interfaces.insert(eni_at(1, address).id, interface);
    }
    state.public = [(WEB, PUBLIC), (NAT, PUBLIC_NAT)].into();
    state.nat_gateways = [(nat.id, nat.mac)].into();
    state
}

struct Tasks {
    web: Netns,
    base: Netns,
    hidden: Netns,
}

async fn tasks(lab: &Lab) -> Tasks {
    lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
    let [web, base, hidden] = [WEB, BASE, HIDDEN].map(|address| lab.attach_at(1, address));
    let tasks = Tasks { web: web.await, base: base.await, hidden: hidden.await };
    lab.tell(1, |told| *told = state()).await;
    tasks
}

#[test]
fn what_is_inside_stays_inside_also_when_the_local_route_is_not_told() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        lab.tell(1, |state| {
            for subnet in state.subnets.values_mut() {
                subnet.routes.retain(|route| route.via != Target::Local);
            }
        })
        .await;
        round_trip(&tasks.web, &tasks.hidden, HIDDEN);
        round_trip(&tasks.hidden, &tasks.base, BASE);
        assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), HOST);
    });
}

/// A connection there: who it seems to be from.
fn reaches(from: &Netns, to: &Netns, address: Ipv4Addr) -> Ipv4Addr {
    let answering = answer_once(to.listen(80), "hello");
    assert_eq!(read_all(from.connect((address, 80)).unwrap()), "hello");
    let std::net::IpAddr::V4(seen) = answering.join().unwrap().ip() else { panic!() };
    seen
}

/// That a datagram from `from` to `address` does not come to `to`; `then` sends one that does,
/// after it.
fn is_lost(from: &Netns, to: &Netns, address: Ipv4Addr, then: impl FnOnce()) {
    let heard = to.udp(9000);
    // The sender may be told that nobody is there.
    drop(from.udp(0).send_to(b"x", (address, 9000)));
    then();
    assert!(is_silent(&heard), "{address}");
}

#[test]
fn a_task_with_a_public_address_reaches_the_world_and_one_without_does_not() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        // Nobody outside this machine knows its loopback addresses.
        assert_eq!(reaches(&tasks.web, &around.world, WORLD), HOST);
        is_lost(&tasks.base, &around.world, WORLD, || round_trip(&tasks.web, &around.world, WORLD));
        round_trip(&tasks.web, &tasks.base, BASE);
        // Nothing on the way back is open to who was not asked.
        is_lost(&around.world, &tasks.web, PUBLIC, || {
            round_trip(&tasks.web, &around.world, WORLD);
        });
    });
}

#[test]
fn a_public_address_of_loopback_answers_on_its_own_machine() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        let seen = reaches(&around.host, &tasks.web, PUBLIC);
        assert_eq!(seen, ferrogate_net::outside::HOST);
        round_trip(&around.host, &tasks.web, PUBLIC);
        // The groups decide, and see the host's address.
        lab.tell(1, |state| {
            let traffic = Traffic::Ports { protocol: UDP, from: 7, to: 7 };
            let peer = Peer::Ranges(vec![everywhere()]);
            let ingress = vec![Rule { traffic, peer }];
            state.groups.insert("sg-shut".into(), Group { ingress, egress: vec![] });
            state.interfaces.get_mut(&eni_at(1, WEB).id).unwrap().groups = vec!["sg-shut".into()];
        })
        .await;
        is_lost(&around.host, &tasks.web, PUBLIC, || {
            let heard = tasks.web.udp(7);
            around.host.udp(0).send_to(b"x", (PUBLIC, 7)).unwrap();
            heard.recv_from(&mut [0; 8]).unwrap();
        });
    });
}

#[test]
fn a_real_range_is_seen_as_it_is_from_both_sides() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        lab.publish(WEB, ROUTED).await;
        assert_eq!(reaches(&tasks.web, &around.world, WORLD), ROUTED);
        assert_eq!(reaches(&around.world, &tasks.web, ROUTED), WORLD);
        // Another public address of the VPC is reached through the gateway.
        let other = Ipv4Addr::new(198, 51, 100, 6);
        lab.publish(BASE, other).await;
        assert_eq!(reaches(&tasks.web, &tasks.base, other), ROUTED);
        // Its address goes, and its connections with it.
        let listener = around.world.listen(81);
        let (mut here, mut there) =
            (tasks.web.connect((WORLD, 81)).unwrap(), listener.accept().unwrap().0);
        echo(&mut here, &mut there);
        lab.tell(1, |state| state.public.retain(|private, _| *private != WEB)).await;
        there.set_read_timeout(Some(std::time::Duration::from_millis(1))).unwrap();
        here.write_all(b"lost").unwrap();
        is_lost(&tasks.web, &around.world, WORLD, || round_trip(&tasks.base, &around.world, WORLD));
        assert!(there.read(&mut [0; 4]).is_err());
        assert_eq!(reaches(&tasks.base, &around.world, WORLD), other);
    });
}

fn echo(here: &mut TcpStream, there: &mut TcpStream) {
    here.write_all(b"word").unwrap();
    there.read_exact(&mut [0; 4]).unwrap();
    there.write_all(b"back").unwrap();
    here.read_exact(&mut [0; 4]).unwrap();
}

#[test]
fn without_a_route_back_there_is_no_answer() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        lab.tell(1, |state| {
            state.public.insert(WEB, ROUTED);
            let public = state.subnets.get_mut("subnet-public").unwrap();
            public.routes.retain(|route| route.via == Target::Local);
            public.routes.push(Route { to: range("203.0.113.1/32"), via: Target::Internet });
        })
        .await;
        assert_eq!(reaches(&around.world, &tasks.web, ROUTED), WORLD);
        let (asked, asks) = (tasks.web.udp(9000), around.host.udp(9001));
        asks.send_to(b"x", (ROUTED, 9000)).unwrap();
        let (_, from) = asked.recv_from(&mut [0; 8]).unwrap();
        drop(asked.send_to(b"lost", from));
        round_trip(&tasks.web, &around.world, WORLD);
        assert!(is_silent(&asks));
    });
}

#[test]
fn a_nat_gateway_lets_out_and_nothing_in() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        lab.publish(NAT, ROUTED).await;
        assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), ROUTED);
        round_trip(&tasks.hidden, &around.world, WORLD);
        // Nothing begins from the outside, nor towards the gateway itself.
        is_lost(&around.world, &tasks.hidden, ROUTED, || {
            round_trip(&tasks.hidden, &around.world, WORLD);
        });
        // The network ACL of its own subnet is asked in both directions.
        let deny = |egress, range| AclEntry {
            number: 10,
            egress,
            allow: false,
            traffic: Traffic::Ports { protocol: UDP, from: 9000, to: 9000 },
            range,
        };
        for (egress, of) in [(true, "203.0.113.1/32"), (false, "10.0.1.0/24")] {
            lab.tell(1, |told| {
                *told = state();
                told.public.insert(NAT, ROUTED);
                let public: &mut Subnet = told.subnets.get_mut("subnet-public").unwrap();
                public.acl.push(deny(egress, range(of)));
            })
            .await;
            is_lost(&tasks.hidden, &around.world, WORLD, || {
                assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), ROUTED);
            });
        }
        // Its subnet must lead out itself.
        lab.tell(1, |told| {
            *told = state();
            told.subnets.get_mut("subnet-public").unwrap().routes.pop();
        })
        .await;
        is_lost(&tasks.hidden, &around.world, WORLD, || {
            round_trip(&tasks.hidden, &tasks.web, WEB);
        });
        // It goes, and another comes.
        lab.tell(1, |told| told.nat_gateways.clear()).await;
        lab.tell(1, |told| *told = state()).await;
        assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), HOST);
    });
}

#[test]
fn the_machine_itself_and_private_ranges_are_not_reached() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        let sees = || round_trip(&tasks.web, &around.world, WORLD);
        for own in [HOST, ferrogate_net::outside::HOST] {
            is_lost(&tasks.web, &around.host, own, sees);
        }
        is_lost(&tasks.web, &around.world, PRIVATE, sees);
        // Who comes from a private range has no way in either.
        lab.publish(WEB, ROUTED).await;
        let heard = tasks.web.udp(9000);
        let forged = around.world.inside(|| std::net::UdpSocket::bind((PRIVATE, 0)).unwrap());
        forged.send_to(b"x", (ROUTED, 9000)).unwrap();
        round_trip(&around.world, &tasks.web, ROUTED);
        assert!(is_silent(&heard));
        drop(heard);
        // Nor has a neighbour to loopback's addresses.
        lab.publish(WEB, PUBLIC).await;
        around.world.output(&format!("ip route add 127.96.0.0/16 via {HOST} table local"));
        around.host.output("sysctl -qw net.ipv4.conf.eth0.route_localnet=1");
        is_lost(&around.world, &tasks.web, PUBLIC, sees);
    });
}

#[test]
fn private_ranges_are_reached_where_that_is_wanted() {
    let around = around();
    let outside = Outside { private: true, ..outside_of(&around.host) };
    lab_with(DEADLINE * 3, Some(outside), move |lab| async move {
        let tasks = tasks(&lab).await;
        assert_eq!(reaches(&tasks.web, &around.world, PRIVATE), HOST);
    });
}

#[test]
fn the_next_process_takes_over_what_leads_out_and_open_flows_go_on() {
    let around = around();
    let outside = outside_of(&around.host);
    lab_with(DEADLINE * 3, None, move |_| async move {
        let dir = tempfile::tempdir().unwrap();
        let options = || FabricOptions { outside: Some(outside.clone()), ..options(dir.path()) };
        let fabric = Fabric::open(options()).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let (web, hidden) = (Netns::new(), Netns::new());
        fabric.attach(&eni_at(1, WEB), web.0.as_fd()).await.unwrap();
        fabric.attach(&eni_at(1, HIDDEN), hidden.0.as_fd()).await.unwrap();
        let told = std::sync::Arc::new(state());
        fabric.apply(&vpc(1), told.clone()).await.unwrap();
        let (listener, inner) = (around.world.listen(81), web.listen(82));
        let mut open: Vec<(TcpStream, TcpStream)> = Vec::new();
        for from in [&web, &hidden] {
            let here = from.connect((WORLD, 81)).unwrap();
            open.push((here, listener.accept().unwrap().0));
        }
        let here = around.host.connect((PUBLIC, 82)).unwrap();
        open.push((here, inner.accept().unwrap().0));
        let census = fabric.census().await.unwrap();
        let links = interfaces(&around.host);
        drop(fabric);
        let mut echo_all = || open.iter_mut().for_each(|(here, there)| echo(here, there));
        echo_all();
        let fabric = Fabric::open(options()).await.unwrap();
        echo_all();
        assert_eq!(fabric.enis().await.unwrap().len(), 2, "a NAT gateway is no task's");
        fabric.apply(&vpc(1), told).await.unwrap();
        echo_all();
        assert_eq!(fabric.repair().await.unwrap(), []);
        assert_eq!(fabric.census().await.unwrap(), census);
        assert_eq!(interfaces(&around.host), links);
        assert_eq!(reaches(&hidden, &around.world, WORLD), HOST);
        // What was there for a VPC that is gone goes with it.
        fabric.remove_vpc(&vpc(1)).await.unwrap();
        let left = fabric.census().await.unwrap();
        assert_eq!(left, [ferrogate_net::Item::OutsideTable]);
        fabric.destroy().await.unwrap();
        assert_eq!(fabric.census().await.unwrap(), []);
    });
}

#[test]
fn what_somebody_takes_away_outside_is_put_back() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        let uplink = interfaces(&around.host);
        let uplink = uplink.lines().find(|line| line.starts_with("fg")).unwrap();
        let uplink = uplink.split(['@', ' ']).next().unwrap().to_owned();
        let by_hand = [
            "nft delete table inet ferrogate-lab".to_owned(),
            "nft flush chain inet ferrogate-lab input".to_owned(),
            format!("ip link delete {uplink}"),
            format!("ip route delete {PUBLIC} table local"),
        ];
        for by_hand in by_hand {
            around.host.output(&by_hand);
            assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)], "{by_hand}");
            assert_eq!(lab.fabric.repair().await.unwrap(), [], "{by_hand}");
            reaches(&around.host, &tasks.web, PUBLIC);
            assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), HOST);
            is_lost(&tasks.web, &around.host, HOST, || {
                round_trip(&tasks.web, &around.world, WORLD);
            });
        }
        // Rules of others are no business of ours.
        around.host.output("nft add table ip another");
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        around.host.output("nft delete table ip another");
        // Also a NAT gateway.
        lab.router(1).output(&format!("ip link delete n{}", &eni_at(1, NAT).id.host_if()[1..]));
        assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)]);
        assert_eq!(reaches(&tasks.hidden, &around.world, WORLD), HOST);
    });
}

#[test]
fn without_an_outside_a_gateway_leads_nowhere() {
    lab_with(DEADLINE * 3, None, |lab| async move {
        let tasks = tasks(&lab).await;
        round_trip(&tasks.web, &tasks.hidden, HIDDEN);
        let router = lab.router(1);
        assert!(!router.output("ip -o link show").contains("uplink"));
        assert!(!router.output("nft list chains").contains("nat hook"));
        let here = tasks.web.udp(0);
        drop(here.send_to(b"x", (WORLD, 9000)));
        assert!(router.output("ip route show").contains("blackhole default"));
    });
}
