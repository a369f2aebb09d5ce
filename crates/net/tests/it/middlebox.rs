//! Interfaces whose source/destination check is off, and routes that lead to them.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_net::policy::{
    Group, Interface, Peer, Route, Rule, Subnet, TCP, Target, Traffic, UDP, VpcState,
};
use ferrogate_net::{IpNet, Mac};

use crate::frames::{Wire, ethernet, udp};
use crate::lab::{
    Lab, Netns, answer_once, eni_at, is_silent, lab, open_state, read_all, round_trip, vpc,
};

const CLIENT: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 5);
const SERVER: Ipv4Addr = Ipv4Addr::new(10, 0, 2, 5);
const MIDDLE: Ipv4Addr = Ipv4Addr::new(10, 0, 3, 5);

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

/// A client and a server whose subnets are routed to each other by a third's interface.
fn state() -> VpcState {
    let mut state = open_state(&[]);
    let via = Target::Interface(eni_at(1, MIDDLE).id);
    for (n, other) in [(1, Some("10.0.2.0/24")), (2, Some("10.0.1.0/24")), (3, None)] {
        let mut subnet = state.subnets["subnet-1"].clone();
        subnet.ranges = vec![range(&format!("10.0.{n}.0/24"))];
        let other = other.map(|to| Route { to: range(to), via: via.clone() });
        subnet.routes.extend(other);
        state.subnets.insert(format!("subnet-of-{n}"), subnet);
    }
    for (n, address) in [(1, CLIENT), (2, SERVER), (3, MIDDLE)] {
        let interface = Interface {
            addresses: vec![IpAddr::V4(address)],
            subnet: format!("subnet-of-{n}"),
            groups: vec!["sg-open".into()],
            source_dest_check: address != MIDDLE,
        };
        state.interfaces.insert(eni_at(1, address).id, interface);
    }
    state
}

async fn tasks(lab: &Lab) -> [Netns; 3] {
    lab.fabric.ensure_vpc(&vpc(1), crate::lab::cidr()).await.unwrap();
    let client = lab.attach_at(1, CLIENT).await;
    let server = lab.attach_at(1, SERVER).await;
    let middle = lab.attach_at(1, MIDDLE).await;
    middle.inside(|| std::fs::write("/proc/sys/net/ipv4/ip_forward", "1").unwrap());
    [client, server, middle]
}

fn forwarded(middle: &Netns) -> u64 {
    let all = middle.read("/proc/thread-self/net/snmp");
    let values = all.lines().filter(|line| line.starts_with("Ip:")).nth(1).unwrap();
    values.split(' ').nth(6).unwrap().parse().unwrap()
}

#[test]
fn packets_between_two_subnets_pass_the_interface_that_their_routes_name() {
    lab(|lab| async move {
        let [client, server, middle] = tasks(&lab).await;
        lab.tell(1, |told| *told = state()).await;
        let answering = answer_once(server.listen(80), "hello");
        assert_eq!(read_all(client.connect((SERVER, 80)).unwrap()), "hello");
        assert_eq!(answering.join().unwrap().ip(), CLIENT);
        assert!(forwarded(&middle) >= 8, "{}", forwarded(&middle));
        // It is an interface like any too.
        round_trip(&client, &middle, MIDDLE);
        round_trip(&middle, &server, SERVER);

        // Its check is on again: what is not its own vanishes.
        lab.tell(1, |state| {
            state.interfaces.get_mut(&eni_at(1, MIDDLE).id).unwrap().source_dest_check = true;
        })
        .await;
        let heard = server.udp(9000);
        client.udp(0).send_to(b"x", (SERVER, 9000)).unwrap();
        round_trip(&client, &middle, MIDDLE);
        assert!(is_silent(&heard));

        // And off; and without a route to it, the packets go straight.
        lab.tell(1, |told| *told = state()).await;
        round_trip(&client, &server, SERVER);
        let before = forwarded(&middle);
        lab.tell(1, |state| {
            for subnet in state.subnets.values_mut() {
                subnet.routes.retain(|route| route.via == Target::Local);
            }
        })
        .await;
        round_trip(&client, &server, SERVER);
        assert_eq!(forwarded(&middle), before);
        assert_eq!(lab.router(1).output("ip rule list").lines().count(), 3);
    });
}

#[test]
fn a_route_to_an_interface_that_comes_and_goes_is_a_blackhole_meanwhile() {
    lab(|lab| async move {
        let [client, server, middle] = tasks(&lab).await;
        lab.tell(1, |told| *told = state()).await;
        round_trip(&client, &server, SERVER);
        lab.fabric.detach(&eni_at(1, MIDDLE).id).await.unwrap();
        let heard = server.udp(9000);
        client.udp(0).send_to(b"x", (SERVER, 9000)).unwrap();
        // A packet of the client's own subnet has its answer after it.
        let neighbour = Ipv4Addr::new(10, 0, 1, 6);
        let other = lab.attach_at(1, neighbour).await;
        lab.tell(1, |state| {
            let mut interface = state.interfaces[&eni_at(1, CLIENT).id].clone();
            interface.addresses = vec![IpAddr::V4(neighbour)];
            state.interfaces.insert(eni_at(1, neighbour).id, interface);
        })
        .await;
        round_trip(&client, &other, neighbour);
        assert!(is_silent(&heard));
        let again = eni_at(1, MIDDLE);
        lab.fabric.attach(&again, std::os::fd::AsFd::as_fd(&middle.0)).await.unwrap();
        round_trip(&client, &server, SERVER);
        assert!(forwarded(&middle) >= 4);
    });
}

/// The router knows a flow by its addresses and ports, and one that forwards can make any.
#[test]
fn one_that_forwards_cannot_open_the_groups_of_others_by_flows_of_its_own_making() {
    lab(|lab| async move {
        let [client, server, middle] = tasks(&lab).await;
        let only_client = Rule {
            traffic: Traffic::Ports { protocol: UDP, from: 7, to: 7 },
            peer: Peer::Ranges(vec![range("10.0.1.5/32")]),
        };
        lab.tell(1, |told| {
            *told = state();
            let group = Group { ingress: vec![only_client], egress: vec![] };
            told.groups.insert("sg-server".into(), group);
            let server = told.interfaces.get_mut(&eni_at(1, SERVER).id).unwrap();
            server.groups = vec!["sg-server".into()];
        })
        .await;
        let heard = server.udp(9000);
        let (wire, mac) = (Wire::open(&middle), eni_at(1, MIDDLE).mac);
        let send = |from, to| {
            wire.send(&ethernet(Mac::ROUTER, mac, 0x0800, &udp(from, to, 9000, "forged")));
        };
        // As if the server had asked it, or the client, and these now answered.
        for asked in [MIDDLE, CLIENT] {
            send(SERVER, asked);
            send(asked, SERVER);
            send(SERVER, asked);
            send(asked, SERVER);
        }
        round_trip(&middle, &client, CLIENT);
        assert!(is_silent(&heard));
    });
}

#[test]
fn subnets_without_such_routes_have_no_tables() {
    lab(|lab| async move {
        let _tasks = tasks(&lab).await;
        lab.tell(1, |told| {
            let web = Traffic::Ports { protocol: TCP, from: 80, to: 80 };
            let peer = Peer::Ranges(vec![range("0.0.0.0/0")]);
            *told = open_state(&[]);
            told.groups.get_mut("sg-open").unwrap().ingress.push(Rule { traffic: web, peer });
            told.subnets.insert("subnet-2".into(), Subnet::default());
        })
        .await;
        let router = lab.router(1);
        assert_eq!(router.output("ip rule list").lines().count(), 3);
        assert!(!router.output("nft list chains").contains("steer"));
    });
}
