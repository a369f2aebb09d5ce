//! Peering connections: packets pass between two VPCs if both route them, by the rules of both,
//! and nothing passes a VPC on its way to a third.

use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::AsFd;

use ferrogate_net::policy::{
    Group, Interface, Peer, Peered, Route, Rule, Target, Traffic, UDP, VpcState,
};
use ferrogate_net::{Fabric, IpNet, Ipv4Net, PeeringId};

use crate::lab::{
    Lab, Netns, answer_once, eni_at, is_silent, lab, open_state, options, read_all, round_trip, vpc,
};

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn cidr_of(n: u8) -> Ipv4Net {
    format!("10.{n}.0.0/16").parse().unwrap()
}

fn host(n: u8, last: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, n, 0, last)
}

fn peering(a: u8, b: u8) -> PeeringId {
    format!("pcx-{}-{}", a.min(b), a.max(b)).parse().unwrap()
}

/// VPC `n`, of 10.n.0.0/16, whose interfaces may do anything.
fn state(n: u8, hosts: &[u8]) -> VpcState {
    let mut state = open_state(&[]);
    state.ranges = vec![cidr_of(n).into()];
    let subnet = state.subnets.get_mut("subnet-1").unwrap();
    subnet.ranges = vec![range(&format!("10.{n}.0.0/24"))];
    subnet.routes = vec![Route { to: cidr_of(n).into(), via: Target::Local }];
    for last in hosts {
        let interface = Interface {
            addresses: vec![host(n, *last).into()],
            subnet: "subnet-1".into(),
            groups: vec!["sg-open".into()],
            source_dest_check: true,
        };
        state.interfaces.insert(eni_at(n, host(n, *last)).id, interface);
    }
    state
}

/// Peers a VPC with another, and routes to it.
fn peer_with(state: &mut VpcState, own: u8, other: u8) {
    let id = peering(own, other);
    let ranges = vec![cidr_of(other).into()];
    let peered = Peered { vpc: vpc(other), ranges, groups: [].into() };
    state.peers.insert(id.clone(), peered);
    route(state, &cidr_of(other).to_string(), Target::Peering(id));
}

fn route(state: &mut VpcState, to: &str, via: Target) {
    state.subnets.get_mut("subnet-1").unwrap().routes.push(Route { to: range(to), via });
}

fn unroute(state: &mut VpcState) {
    let routes = &mut state.subnets.get_mut("subnet-1").unwrap().routes;
    routes.retain(|route| route.via == Target::Local);
}

/// The namespaces of VPC `n`'s hosts.
async fn hosts(lab: &Lab, n: u8, lasts: &[u8]) -> Vec<Netns> {
    lab.fabric.ensure_vpc(&vpc(n), cidr_of(n)).await.unwrap();
    let mut all = Vec::new();
    for last in lasts {
        all.push(lab.attach_at(n, host(n, *last)).await);
    }
    all
}

/// Two VPCs with a host each, joined.
async fn pair(lab: &Lab) -> (Netns, Netns) {
    let a = hosts(lab, 1, &[5]).await.remove(0);
    let b = hosts(lab, 2, &[5]).await.remove(0);
    lab.tell(1, |told| *told = state(1, &[5])).await;
    lab.tell(2, |told| *told = state(2, &[5])).await;
    lab.tell(1, |told| peer_with(told, 1, 2)).await;
    lab.tell(2, |told| peer_with(told, 2, 1)).await;
    (a, b)
}

/// Sends one datagram from `a`; whether it was heard at `heard` before `check`'s round trip ended.
fn sends(from: &Netns, to: (Ipv4Addr, u16)) -> UdpSocket {
    let socket = from.udp(0);
    // A route that leads nowhere may be told at once.
    drop(socket.send_to(b"x", to));
    socket
}

/// What was sent within and between the routers before this was heard or never will be.
fn settle(routers: &[(&Netns, &Netns, Ipv4Addr)]) {
    for _ in 0..3 {
        for (a, b, address) in routers {
            round_trip(a, b, *address);
        }
    }
}

#[test]
fn two_vpcs_reach_each_other_once_both_route_it() {
    lab(|lab| async move {
        let (first, second) = ([5, 6], [5, 6]);
        let a = hosts(&lab, 1, &first).await;
        let b = hosts(&lab, 2, &second).await;
        lab.tell(1, |told| *told = state(1, &first)).await;
        lab.tell(2, |told| *told = state(2, &second)).await;
        // One side alone: what is sent arrives, and no answer comes back.
        lab.tell(1, |told| peer_with(told, 1, 2)).await;
        lab.tell(2, |told| {
            peer_with(told, 2, 1);
            unroute(told);
        })
        .await;
        let heard = b[0].udp(9000);
        let asker = sends(&a[0], (host(2, 5), 9000));
        let (_, from) = heard.recv_from(&mut [0; 8]).unwrap();
        assert_eq!(from.ip(), host(1, 5));
        drop(heard.send_to(b"back", from));
        settle(&[(&b[0], &b[1], host(2, 6)), (&a[0], &a[1], host(1, 6))]);
        assert!(is_silent(&asker));

        lab.tell(2, |told| route(told, "10.1.0.0/16", Target::Peering(peering(1, 2)))).await;
        let answering = answer_once(b[0].listen(80), "hello");
        assert_eq!(read_all(a[0].connect((host(2, 5), 80)).unwrap()), "hello");
        assert_eq!(answering.join().unwrap().ip(), host(1, 5));
        // From the other side, and packets as long as those within a VPC.
        let answering = answer_once(a[1].listen(80), "hi");
        assert_eq!(read_all(b[1].connect((host(1, 6), 80)).unwrap()), "hi");
        answering.join().unwrap();
        let heard = b[0].udp(9001);
        let long = [7; 8900];
        a[0].udp(0).send_to(&long, (host(2, 5), 9001)).unwrap();
        assert_eq!(heard.recv_from(&mut [0; 9001]).unwrap().0, long.len());
    });
}

#[test]
fn the_rules_of_both_sides_decide() {
    lab(|lab| async move {
        let (a, b) = pair(&lab).await;
        let b2 = hosts(&lab, 2, &[6]).await.remove(0);
        lab.tell(2, |told| {
            let open = told.interfaces.values().next().unwrap().clone();
            let other = Interface { addresses: vec![host(2, 6).into()], ..open };
            told.interfaces.insert(eni_at(2, host(2, 6)).id, other);
        })
        .await;
        let web = |peer| Rule { traffic: Traffic::Ports { protocol: UDP, from: 80, to: 80 }, peer };
        let only = |rule: Rule, told: &mut VpcState| {
            let all = told.groups["sg-open"].egress.clone();
            let group = Group { ingress: vec![rule], egress: all };
            told.groups.insert("sg-web".into(), group);
            let id = eni_at(2, host(2, 5)).id;
            told.interfaces.get_mut(&id).unwrap().groups = vec!["sg-web".into()];
        };
        let refuses = |port| {
            let heard = b.udp(port);
            sends(&a, (host(2, 5), port));
            settle(&[(&a, &b2, host(2, 6))]);
            is_silent(&heard)
        };
        let passes = |port| {
            let heard = b.udp(port);
            sends(&a, (host(2, 5), port));
            heard.recv_from(&mut [0; 8]).unwrap().1.ip() == host(1, 5)
        };
        lab.tell(2, |told| only(web(Peer::Ranges(vec![range("10.1.0.0/24")])), told)).await;
        assert!(passes(80) && refuses(81));
        lab.tell(2, |told| only(web(Peer::Ranges(vec![range("10.1.0.6/32")])), told)).await;
        assert!(refuses(80));
        // A group of the other VPC: its members are told with the peering.
        lab.tell(2, |told| only(web(Peer::Group("sg-of-peer".into())), told)).await;
        assert!(refuses(80));
        let member = |told: &mut VpcState, last| {
            let of = [("sg-of-peer".to_owned(), [host(1, last).into()].into())].into();
            told.peers.get_mut(&peering(1, 2)).unwrap().groups = of;
        };
        lab.tell(2, |told| member(told, 5)).await;
        assert!(passes(80));
        lab.tell(2, |told| member(told, 6)).await;
        assert!(refuses(80));
        lab.tell(2, |told| member(told, 5)).await;
        // The network ACL of the one that sends, and that of the one that is sent to.
        for of in [1, 2] {
            lab.tell(of, |told| told.subnets.get_mut("subnet-1").unwrap().acl.clear()).await;
            let heard = b.udp(80);
            sends(&a, (host(2, 5), 80));
            // Its own subnet meets no ACL.
            settle(&[(&b, &b2, host(2, 6))]);
            settle(&[(&b, &b2, host(2, 6))]);
            assert!(is_silent(&heard), "the ACL of {of}");
            let acl = open_state(&[]).subnets["subnet-1"].acl.clone();
            lab.tell(of, |told| told.subnets.get_mut("subnet-1").unwrap().acl = acl).await;
        }
        assert!(passes(80));
        // The groups of the one that sends.
        lab.tell(1, |told| told.groups.get_mut("sg-open").unwrap().egress.clear()).await;
        let heard = b.udp(80);
        sends(&a, (host(2, 5), 80));
        settle(&[(&b, &b2, host(2, 6))]);
        assert!(is_silent(&heard));
    });
}

#[test]
fn nothing_passes_a_vpc_on_its_way_to_a_third() {
    lab(|lab| async move {
        let a = hosts(&lab, 1, &[5]).await.remove(0);
        let b = hosts(&lab, 2, &[5]).await.remove(0);
        let c = hosts(&lab, 3, &[5, 6]).await;
        lab.tell(1, |told| *told = state(1, &[5])).await;
        lab.tell(2, |told| *told = state(2, &[5])).await;
        lab.tell(3, |told| *told = state(3, &[5, 6])).await;
        for (own, other) in [(1, 2), (2, 1), (2, 3), (3, 2)] {
            lab.tell(own, |told| peer_with(told, own, other)).await;
        }
        round_trip(&a, &b, host(2, 5));
        round_trip(&b, &c[0], host(3, 5));
        // Both ends route it through the one in the middle, as a mistaken table would.
        lab.tell(1, |told| route(told, "10.3.0.0/16", Target::Peering(peering(1, 2)))).await;
        lab.tell(3, |told| route(told, "10.1.0.0/16", Target::Peering(peering(2, 3)))).await;
        let heard = c[0].udp(9000);
        sends(&a, (host(3, 5), 9000));
        settle(&[(&a, &b, host(2, 5)), (&b, &c[0], host(3, 5)), (&c[0], &c[1], host(3, 6))]);
        assert!(is_silent(&heard));
    });
}

#[test]
fn two_peers_of_the_same_addresses_are_two() {
    lab(|lab| async move {
        // VPCs 2 and 4 have the same range; a subnet of VPC 1 knows the one, another the other.
        let a = hosts(&lab, 1, &[5, 6]).await;
        lab.fabric.ensure_vpc(&vpc(2), cidr_of(2)).await.unwrap();
        lab.fabric.ensure_vpc(&vpc(4), cidr_of(2)).await.unwrap();
        let far = [Netns::new(), Netns::new()];
        for (n, netns) in [(2, &far[0]), (4, &far[1])] {
            let eni = ferrogate_net::Eni { vpc: vpc(n), ..eni_at(n, host(2, 5)) };
            lab.fabric.attach(&eni, netns.0.as_fd()).await.unwrap();
            lab.tell(n, |told| {
                *told = state(2, &[]);
                let one = state(2, &[5]).interfaces.into_values().next().unwrap();
                told.interfaces.insert(eni.id, one);
                peer_with(told, n, 1);
            })
            .await;
        }
        lab.tell(1, |told| {
            *told = state(1, &[5, 6]);
            let mut other = told.subnets["subnet-1"].clone();
            other.ranges = vec![range("10.1.0.6/32")];
            peer_with(told, 1, 2);
            let id = peering(1, 4);
            let ranges = vec![cidr_of(2).into()];
            told.peers.insert(id.clone(), Peered { vpc: vpc(4), ranges, groups: [].into() });
            other.routes.push(Route { to: cidr_of(2).into(), via: Target::Peering(id) });
            told.subnets.insert("subnet-2".into(), other);
            told.interfaces.get_mut(&eni_at(1, host(1, 6)).id).unwrap().subnet = "subnet-2".into();
        })
        .await;
        let said = |of: usize, name: &'static str, netns: &Netns| {
            let answering = answer_once(netns.listen(80), name);
            assert_eq!(read_all(a[of].connect((host(2, 5), 80)).unwrap()), name);
            answering.join().unwrap();
        };
        said(0, "two", &far[0]);
        said(1, "four", &far[1]);
        // The same five numbers, seen from VPC 1: what the one has begun is not the other's.
        let (here, heard) = (a[0].udp(7000), [far[0].udp(7000), far[1].udp(7000)]);
        lab.tell(1, |told| {
            let group = told.groups.get_mut("sg-open").unwrap();
            group.ingress.clear();
        })
        .await;
        here.send_to(b"x", (host(2, 5), 7000)).unwrap();
        let (_, from) = heard[0].recv_from(&mut [0; 8]).unwrap();
        heard[1].send_to(b"forged", from).unwrap();
        heard[0].send_to(b"true", from).unwrap();
        let mut bytes = [0; 8];
        let (count, _) = here.recv_from(&mut bytes).unwrap();
        assert_eq!(&bytes[..count], b"true");
        settle(&[(&a[0], &a[0], host(1, 5))]);
        assert!(is_silent(&here));
    });
}

#[test]
fn open_connections_outlive_the_process_and_end_with_the_peering() {
    lab(|lab| async move {
        use std::io::{Read, Write};
        let (a, b) = pair(&lab).await;
        let listener = b.listen(80);
        let mut stream = a.connect((host(2, 5), 80)).unwrap();
        let (mut other, _) = listener.accept().unwrap();
        let mut exchange = |byte: u8| {
            stream.write_all(&[byte]).unwrap();
            let mut got = [0];
            other.read_exact(&mut got).unwrap();
            assert_eq!(got, [byte]);
        };
        exchange(1);
        // The links, as anybody may take them away, are put back.
        let names = || lab.router(1).output("ip -o -br link show type veth");
        let link =
            names().split_whitespace().find(|name| name.starts_with('x')).unwrap().to_owned();
        let name = link.split('@').next().unwrap().to_owned();
        lab.router(2).output(&format!("ip link del {name}"));
        assert!(!lab.fabric.repair().await.unwrap().is_empty());
        assert!(lab.fabric.repair().await.unwrap().is_empty());
        exchange(2);
        // One without its peering has none.
        lab.tell(1, |told| {
            told.peers.clear();
            unroute(told);
        })
        .await;
        assert!(!names().contains(&name) && !lab.router(2).output("ip -o link").contains(&name));
        lab.tell(1, |told| peer_with(told, 1, 2)).await;
        round_trip(&a, &b, host(2, 5));
        // What was begun before ended with it.
        let heard = b.udp(9000);
        let here = a.udp(0);
        here.send_to(b"x", (host(2, 5), 9000)).unwrap();
        let (_, from) = heard.recv_from(&mut [0; 8]).unwrap();
        lab.tell(1, |told| told.groups.get_mut("sg-open").unwrap().ingress.clear()).await;
        heard.send_to(b"known", from).unwrap();
        here.recv_from(&mut [0; 8]).unwrap();
        let peered = lab.told(1);
        lab.tell(1, |told| {
            told.peers.clear();
            unroute(told);
        })
        .await;
        lab.tell(1, |told| *told = peered).await;
        lab.tell(2, |_| {}).await;
        heard.send_to(b"late", from).unwrap();
        // What it begins itself is answered all the same.
        settle(&[(&a, &b, host(2, 5))]);
        assert!(is_silent(&here));
    });
}

#[test]
fn the_next_process_takes_peerings_over() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (Netns::new(), Netns::new());
        let states = || {
            let mut both = [state(1, &[5]), state(2, &[5])];
            peer_with(&mut both[0], 1, 2);
            peer_with(&mut both[1], 2, 1);
            both.map(std::sync::Arc::new)
        };
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        for (n, netns) in [(1, &a), (2, &b)] {
            fabric.ensure_vpc(&vpc(n), cidr_of(n)).await.unwrap();
            fabric.attach(&eni_at(n, host(n, 5)), netns.0.as_fd()).await.unwrap();
        }
        for (n, state) in [1, 2].into_iter().zip(states()) {
            fabric.apply(&vpc(n), state).await.unwrap();
        }
        round_trip(&a, &b, host(2, 5));
        let before = fabric.census().await.unwrap();
        drop(fabric);
        round_trip(&a, &b, host(2, 5));
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        assert_eq!(fabric.census().await.unwrap(), before);
        round_trip(&a, &b, host(2, 5));
        for (n, state) in [1, 2].into_iter().zip(states()) {
            fabric.apply(&vpc(n), state).await.unwrap();
            round_trip(&a, &b, host(2, 5));
        }
        assert_eq!(fabric.census().await.unwrap(), before);
        // A VPC that goes takes its ends along, and one that comes joins itself.
        fabric.remove_vpc(&vpc(2)).await.unwrap();
        fabric.repair().await.unwrap();
        fabric.ensure_vpc(&vpc(2), cidr_of(2)).await.unwrap();
        fabric.attach(&eni_at(2, host(2, 5)), b.0.as_fd()).await.unwrap();
        let [_, second] = states();
        fabric.apply(&vpc(2), second).await.unwrap();
        round_trip(&a, &b, host(2, 5));
        fabric.destroy().await.unwrap();
        assert_eq!(fabric.census().await.unwrap(), []);
    });
}
