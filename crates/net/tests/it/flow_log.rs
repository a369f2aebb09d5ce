//! What logged interfaces send and are sent is counted, to the byte.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddrV4};

use ferrogate_net::flow_log::Flow;
use ferrogate_net::policy::{AclEntry, Group, ICMP, Peer, Rule, TCP, Traffic, UDP};
use ferrogate_net::{Counted, EniId};
use socket2::{Domain, Protocol, Socket, Type};

use crate::lab::{Lab, eni, lab, vpc};

fn address(last: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 0, last)
}

fn id(last: u8) -> EniId {
    eni(1, last).id
}

/// The packets and bytes of an interface in one direction, by what became of them.
fn sum(counted: &Counted, of: u8, egress: bool, accepted: bool, protocol: u8) -> (u64, u64) {
    let is = |flow: &&Flow| {
        flow.interface == id(of)
            && flow.egress == egress
            && flow.accepted == accepted
            && flow.protocol == protocol
    };
    let found = counted.flows.iter().filter(is);
    found.fold((0, 0), |sum, flow| (sum.0 + flow.packets, sum.1 + flow.bytes))
}

async fn log(lab: &Lab, all: &[u8]) {
    lab.tell(1, |state| state.logged = all.iter().map(|last| id(*last)).collect()).await;
}

async fn counted(lab: &Lab) -> Counted {
    lab.fabric.counted(&vpc(1)).await.unwrap()
}

#[test]
fn datagrams_are_counted_to_the_byte_at_both_ends() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let (here, there) = (a.udp(4000), b.udp(5000));
        // What was before the log is nobody's.
        here.send_to(b"before", (address(6), 5000)).unwrap();
        there.recv_from(&mut [0; 8]).unwrap();
        log(&lab, &[5, 6]).await;
        for size in [1, 10, 100] {
            here.send_to(&vec![0; size], (address(6), 5000)).unwrap();
            there.recv_from(&mut [0; 200]).unwrap();
        }
        there.send_to(b"back", (address(5), 4000)).unwrap();
        here.recv_from(&mut [0; 8]).unwrap();
        let all = counted(&lab).await;
        // Headers: 20 of IP, 8 of UDP.
        let (to, back) = ((3, 111 + 3 * 28), (1, 32));
        assert_eq!(sum(&all, 5, true, true, UDP), to, "{all:?}");
        assert_eq!(sum(&all, 6, false, true, UDP), to);
        assert_eq!(sum(&all, 6, true, true, UDP), back);
        assert_eq!(sum(&all, 5, false, true, UDP), back);
        let flow = all.flows.iter().find(|flow| flow.interface == id(5) && flow.egress).unwrap();
        assert_eq!(flow.from, (IpAddr::from(address(5)), 4000));
        assert_eq!(flow.to, (IpAddr::from(address(6)), 5000));
        assert_eq!(all.logged, [id(5), id(6)].into());
        assert!(all.skipped.is_empty());
        assert!(counted(&lab).await.flows.is_empty(), "each packet is told once");
        here.send_to(b"more", (address(6), 5000)).unwrap();
        there.recv_from(&mut [0; 8]).unwrap();
        assert_eq!(sum(&counted(&lab).await, 6, false, true, UDP), (1, 32));
    });
}

#[test]
fn only_logged_interfaces_are_counted_and_none_once_none_is() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let _c = lab.task(1, 7).await;
        let (here, there) = (a.udp(0), b.udp(5000));
        let send = || {
            here.send_to(b"x", (address(6), 5000)).unwrap();
            there.recv_from(&mut [0; 8]).unwrap();
        };
        log(&lab, &[6]).await;
        send();
        let all = counted(&lab).await;
        assert!(all.flows.iter().all(|flow| flow.interface == id(6)), "{all:?}");
        assert_eq!(all.flows.len(), 1);
        log(&lab, &[7]).await;
        send();
        assert!(counted(&lab).await.flows.is_empty());
        log(&lab, &[6]).await;
        send();
        // What it did last is told, though nothing is logged any more.
        log(&lab, &[]).await;
        assert_eq!(counted(&lab).await.flows.len(), 1);
        let rules = lab.router(1).output("nft list table inet ferrogate");
        assert!(!rules.contains("flow_"), "nothing is in the way of packets: {rules}");
        send();
        assert!(counted(&lab).await.flows.is_empty());
        log(&lab, &[5, 6]).await;
        send();
        assert_eq!(counted(&lab).await.flows.len(), 2);
    });
}

#[test]
fn what_groups_refuse_is_refused_at_the_interface_whose_groups_they_are() {
    lab(|lab| async move {
        let (a, _b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        lab.tell(1, |state| {
            let ping = Rule { traffic: Traffic::Protocol(ICMP), peer: all_addresses() };
            let open = state.groups["sg-open"].clone();
            state.groups.insert("sg-in".into(), Group { ingress: vec![], ..open.clone() });
            state.groups.insert("sg-ping".into(), Group { egress: vec![ping], ..open });
            state.interfaces.get_mut(&id(6)).unwrap().groups = vec!["sg-in".into()];
            state.logged = [id(5), id(6)].into();
        })
        .await;
        let here = a.udp(0);
        here.send_to(b"12345678", (address(6), 9)).unwrap();
        let ping =
            a.inside(|| Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4)).unwrap());
        for sequence in [1, 2] {
            // An echo request of 10 bytes with its checksum.
            let echo = [8, 0, 0xf7, 0xff - sequence, 0, 0, 0, sequence, 0, 0];
            ping.send_to(&echo, &SocketAddrV4::new(address(6), 0).into()).unwrap();
        }
        let all = counted(&lab).await;
        assert_eq!(sum(&all, 5, true, true, UDP), (1, 36), "{all:?}");
        assert_eq!(sum(&all, 6, false, false, UDP), (1, 36));
        assert_eq!(sum(&all, 6, false, true, UDP), (0, 0));
        assert_eq!(sum(&all, 5, true, true, ICMP), (2, 60));
        assert_eq!(sum(&all, 6, false, false, ICMP), (2, 60));
        // Refused where it leaves: the other end never hears of it.
        lab.tell(1, |state| {
            state.interfaces.get_mut(&id(5)).unwrap().groups = vec!["sg-ping".into()];
        })
        .await;
        here.send_to(b"12345678", (address(6), 10)).unwrap();
        let all = counted(&lab).await;
        assert_eq!(sum(&all, 5, true, false, UDP), (1, 36), "{all:?}");
        assert_eq!(all.flows.len(), 1);
    });
}

fn all_addresses() -> Peer {
    Peer::Ranges(vec!["0.0.0.0/0".parse().unwrap()])
}

#[test]
fn an_acl_that_refuses_the_answer_shows_an_accept_and_a_reject() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        lab.tell(1, |state| {
            let mut other = state.subnets["subnet-1"].clone();
            other.acl.push(AclEntry {
                number: 10,
                egress: true,
                allow: false,
                traffic: Traffic::Ports { protocol: UDP, from: 4000, to: 4000 },
                range: "10.0.0.5/32".parse().unwrap(),
            });
            other.ranges = vec!["10.0.1.0/24".parse().unwrap()];
            state.subnets.insert("subnet-2".into(), other);
            state.interfaces.get_mut(&id(6)).unwrap().subnet = "subnet-2".into();
            state.logged = [id(5), id(6)].into();
        })
        .await;
        let (here, there) = (a.udp(4000), b.udp(5000));
        here.send_to(b"ask", (address(6), 5000)).unwrap();
        let (_, from) = there.recv_from(&mut [0; 8]).unwrap();
        there.send_to(b"answer", from).unwrap();
        let all = counted(&lab).await;
        assert_eq!(sum(&all, 6, false, true, UDP), (1, 31), "{all:?}");
        assert_eq!(sum(&all, 6, true, false, UDP), (1, 34));
        assert_eq!(sum(&all, 5, false, false, UDP), (0, 0));
        assert_eq!(sum(&all, 5, false, true, UDP), (0, 0));
    });
}

#[test]
fn of_a_thousand_short_connections_none_is_lost() {
    const MANY: usize = 1000;
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        log(&lab, &[5, 6]).await;
        let listener = b.listen(80);
        let serve = std::thread::spawn(move || {
            for _ in 0..MANY {
                let (mut stream, _) = listener.accept().unwrap();
                stream.write_all(b"hello").unwrap();
                // The other end closes first: its port rests, this one's does not.
                stream.read_to_end(&mut Vec::new()).unwrap();
            }
        });
        for _ in 0..MANY {
            let mut stream = a.connect((address(6), 80)).unwrap();
            stream.read_exact(&mut [0; 5]).unwrap();
        }
        serve.join().unwrap();
        let all = counted(&lab).await;
        let ports: std::collections::BTreeSet<u16> = all
            .flows
            .iter()
            .filter(|flow| flow.interface == id(6) && !flow.egress && flow.protocol == TCP)
            .map(|flow| flow.from.1)
            .collect();
        assert_eq!(ports.len(), MANY);
        assert!(all.skipped.is_empty());
        // SYN and FIN of who asks, SYN with ACK and FIN of who answers. Either may reset what is
        // closed already.
        for flow in all.flows.iter().filter(|flow| flow.interface == id(6)) {
            let wanted = if flow.egress { 19 } else { 3 };
            assert_eq!(flow.tcp_flags & !4, wanted, "{flow:?}");
        }
    });
}

#[test]
fn a_flood_of_refused_packets_is_bounded_said_and_takes_no_other_s_room() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let _c = lab.task(1, 7).await;
        lab.tell(1, |state| {
            let open = state.groups["sg-open"].clone();
            state.groups.insert("sg-in".into(), Group { ingress: vec![], ..open });
            state.interfaces.get_mut(&id(7)).unwrap().groups = vec!["sg-in".into()];
            state.logged = [id(5), id(6), id(7)].into();
        })
        .await;
        let flood = a.udp(0);
        for port in 1..=20_000 {
            flood.send_to(b"x", (address(7), port)).unwrap();
        }
        b.udp(0).send_to(b"x", (address(7), 1)).unwrap();
        let all = counted(&lab).await;
        let refused = all.flows.iter().filter(|flow| !flow.accepted).count();
        assert!((2000..10_000).contains(&refused), "{refused}");
        assert_eq!(all.skipped, [id(5), id(7)].into());
        assert_eq!(sum(&all, 6, true, true, UDP), (1, 29));
    });
}

#[test]
fn an_interface_that_goes_is_told_of_and_so_is_what_was_before_a_repair() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        log(&lab, &[5, 6]).await;
        let (here, there) = (a.udp(0), b.udp(5000));
        here.send_to(b"x", (address(6), 5000)).unwrap();
        there.recv_from(&mut [0; 8]).unwrap();
        // Somebody changes a rule, and all of them are put back.
        lab.router(1).output("nft add chain inet ferrogate foreign");
        assert_eq!(lab.fabric.repair().await.unwrap(), [vpc(1)]);
        here.send_to(b"x", (address(6), 5000)).unwrap();
        there.recv_from(&mut [0; 8]).unwrap();
        lab.fabric.detach(&id(6)).await.unwrap();
        let all = counted(&lab).await;
        assert_eq!(sum(&all, 6, false, true, UDP), (2, 58), "{all:?}");
        assert_eq!(all.logged, [id(5)].into());
        assert!(counted(&lab).await.flows.is_empty());
    });
}
