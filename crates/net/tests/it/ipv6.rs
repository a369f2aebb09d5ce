//! Interfaces that have an address of IPv6 too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsFd;

use ferrogate_net::policy::{AclEntry, Group, Peer, Route, Rule, TCP, Target, Traffic, UDP};
use ferrogate_net::{Eni, Error, IpNet, Mac};

use crate::frames::{Wire, checksum, ethernet};
use crate::lab::{DEADLINE, Lab, Netns, cidr, eni, is_silent, lab, open_state, round_trip, vpc};

const IPV6: u16 = 0x86dd;

fn address6(last: u8) -> Ipv6Addr {
    Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, last.into())
}

fn eni6(last: u8) -> Eni {
    Eni { address6: Some(address6(last)), ..eni(1, last) }
}

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

/// Tasks with both addresses, in a VPC in which everything is allowed.
async fn tasks(lab: &Lab, lasts: &[u8]) -> Vec<Netns> {
    lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
    let mut tasks = Vec::new();
    for last in lasts {
        let netns = Netns::new();
        lab.fabric.attach(&eni6(*last), netns.0.as_fd()).await.unwrap();
        tasks.push(netns);
    }
    let enis: Vec<_> = lasts.iter().map(|last| eni6(*last)).collect();
    lab.tell(1, |state| {
        *state = open_state(&enis);
        let all = || Rule { traffic: Traffic::All, peer: Peer::Ranges(vec![range("::/0")]) };
        let group = state.groups.get_mut("sg-open").unwrap();
        group.ingress.push(all());
        group.egress.push(all());
        state.ranges.push(range("fd00::/56"));
        let subnet = state.subnets.get_mut("subnet-1").unwrap();
        subnet.ranges.push(range("fd00::/64"));
        subnet.routes.push(Route { to: range("fd00::/56"), via: Target::Local });
        for egress in [true, false] {
            let (traffic, range) = (Traffic::All, range("::/0"));
            subnet.acl.push(AclEntry { number: 101, egress, allow: true, traffic, range });
        }
        for eni in enis {
            let interface = state.interfaces.get_mut(&eni.id).unwrap();
            interface.addresses.extend(eni.address6.map(IpAddr::V6));
        }
    })
    .await;
    tasks
}

fn udp6(task: &Netns, port: u16) -> UdpSocket {
    let socket = task.inside(|| UdpSocket::bind((Ipv6Addr::UNSPECIFIED, port)).unwrap());
    socket.set_read_timeout(Some(DEADLINE)).unwrap();
    socket
}

fn round_trip6(a: &Netns, b: &Netns, to: Ipv6Addr) {
    let (here, there) = (udp6(a, 0), udp6(b, 0));
    here.send_to(b"there", (to, there.local_addr().unwrap().port())).unwrap();
    let (_, from) = there.recv_from(&mut [0; 8]).unwrap();
    there.send_to(b"back", from).unwrap();
    here.recv_from(&mut [0; 8]).unwrap();
}

#[test]
fn tasks_reach_each_other_by_both_versions_from_the_first_packet_on() {
    lab(|lab| async move {
        let tasks = tasks(&lab, &[5, 6]).await;
        let (a, b) = (&tasks[0], &tasks[1]);
        round_trip6(a, b, address6(6));
        round_trip(a, b, Ipv4Addr::new(10, 0, 0, 6));
        let listener = b.inside(|| TcpListener::bind((address6(6), 80)).unwrap());
        let _client = a.inside(|| TcpStream::connect((address6(6), 80)).unwrap());
        assert_eq!(listener.accept().unwrap().1.ip(), IpAddr::V6(address6(5)));
        let addresses = a.output("ip -6 address show dev eth1");
        assert!(addresses.contains("inet6 fd00::5/128"), "{addresses}");
        assert!(!addresses.contains("fe80") && !addresses.contains("tentative"), "{addresses}");
        let mut found = lab.fabric.enis().await.unwrap();
        found.sort_by_key(|eni| eni.address);
        assert_eq!(found, [eni6(5), eni6(6)]);
        let same = Eni { address6: Some(address6(5)), ..eni(1, 7) };
        let refused = lab.fabric.attach(&same, Netns::new().0.as_fd()).await;
        assert!(matches!(refused, Err(Error::Taken { .. })), "{refused:?}");
        // What is nobody's vanishes.
        let asked = udp6(a, 0);
        asked.connect((address6(99), 80)).unwrap();
        asked.send(b"x").unwrap();
        round_trip6(a, b, address6(6));
        assert!(is_silent(&asked));
    });
}

#[test]
fn groups_decide_by_version() {
    lab(|lab| async move {
        let tasks = tasks(&lab, &[5, 6, 7]).await;
        let (a, b, c) = (&tasks[0], &tasks[1], &tasks[2]);
        let port = |protocol, port| Traffic::Ports { protocol, from: port, to: port };
        let rule = |traffic, text| Rule { traffic, peer: Peer::Ranges(vec![range(text)]) };
        lab.tell(1, |state| {
            let of_group = Peer::Group("sg-web".into());
            let ingress = vec![
                rule(port(UDP, 9000), "0.0.0.0/0"),
                rule(port(UDP, 9001), "fd00::5/128"),
                Rule { traffic: port(UDP, 9002), peer: of_group },
                rule(port(TCP, 80), "::/0"),
            ];
            state.groups.insert("sg-six".into(), Group { ingress, egress: vec![] });
            let of = |last| eni6(last).id;
            state.interfaces.get_mut(&of(6)).unwrap().groups = vec!["sg-six".into()];
            state.interfaces.get_mut(&of(7)).unwrap().groups.push("sg-web".into());
        })
        .await;
        let heard: Vec<_> = (9000..9003).map(|port| udp6(b, port)).collect();
        for (from, text) in [(a, b"a"), (c, b"c")] {
            for port in 9000..9003 {
                udp6(from, 0).send_to(text, (address6(6), port)).unwrap();
            }
        }
        round_trip6(a, c, address6(7));
        let all_of = |socket: &UdpSocket| {
            socket.set_nonblocking(true).unwrap();
            let mut texts = Vec::new();
            let mut buffer = [0; 8];
            while let Ok((length, _)) = socket.recv_from(&mut buffer) {
                texts.push(String::from_utf8(buffer[..length].to_vec()).unwrap());
            }
            texts
        };
        let heard: Vec<_> = heard.iter().map(all_of).collect();
        assert_eq!(heard, [vec![], vec!["a".to_owned()], vec!["c".to_owned()]]);
    });
}

/// A packet of IPv6 with this body.
fn ipv6(from: Ipv6Addr, to: Ipv6Addr, protocol: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x60, 0, 0, 0];
    packet.extend((body.len() as u16).to_be_bytes());
    packet.extend([protocol, 255]);
    packet.extend(from.octets());
    packet.extend(to.octets());
    packet.extend(body);
    packet
}

/// The same with a checksum at the offset `at`, as UDP and ICMPv6 have one.
fn summed(from: Ipv6Addr, to: Ipv6Addr, protocol: u8, mut body: Vec<u8>, at: usize) -> Vec<u8> {
    let length = (body.len() as u32).to_be_bytes();
    let pseudo = [&from.octets()[..], &to.octets(), &length, &[0, 0, 0, protocol], &body].concat();
    body[at..at + 2].copy_from_slice(&checksum(&pseudo).to_be_bytes());
    ipv6(from, to, protocol, &body)
}

#[test]
fn nothing_forged_leaves_an_interface() {
    lab(|lab| async move {
        let tasks = tasks(&lab, &[5, 6, 7]).await;
        let (wire, mac, victim) = (Wire::open(&tasks[0]), eni6(5).mac, udp6(&tasks[1], 9000));
        let (b, all) = (address6(6), Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1));
        let link_local = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1);
        let seen = Wire::open(&tasks[1]);
        let datagram =
            vec![0x23, 0x28, 0x23, 0x28, 0, 14, 0, 0, b'f', b'o', b'r', b'g', b'e', b'd'];
        let udp = |from| summed(from, b, 17, datagram.clone(), 6);
        // An advertisement of a router with a prefix, of a neighbour, a redirect, and DHCPv6.
        let advert = [&[134, 0, 0, 0, 64, 0, 7, 8][..], &[0; 8]].concat();
        let neighbour = [&[136, 0, 0, 0, 0xe0, 0, 0, 0][..], &address6(7).octets()].concat();
        let redirect =
            [&[137, 0, 0, 0, 0, 0, 0, 0][..], &address6(5).octets(), &address6(7).octets()]
                .concat();
        let dhcp = vec![0x02, 0x23, 0x02, 0x22, 0, 12, 0, 0, 2, 1, 2, 3];
        for (to, packet) in [
            (Mac::ROUTER, udp(address6(7))),
            (Mac::ROUTER, udp(link_local)),
            (Mac::ROUTER, udp(Ipv6Addr::LOCALHOST)),
            (Mac::ROUTER, udp(Ipv6Addr::UNSPECIFIED)),
            (Mac::ROUTER, udp(b)),
            (Mac([0x33, 0x33, 0, 0, 0, 1]), summed(link_local, all, 58, advert.clone(), 2)),
            (eni6(6).mac, summed(link_local, b, 58, advert, 2)),
            (Mac::ROUTER, summed(link_local, b, 58, neighbour.clone(), 2)),
            (Mac::ROUTER, summed(address6(7), b, 58, neighbour, 2)),
            (Mac::ROUTER, summed(link_local, b, 58, redirect, 2)),
            (Mac::ROUTER, summed(link_local, b, 17, dhcp, 6)),
        ] {
            wire.send(&ethernet(to, mac, IPV6, &packet));
        }
        wire.send(&ethernet(Mac::ROUTER, mac, IPV6, &udp(address6(5))));
        let (_, from) = victim.recv_from(&mut [0; 64]).unwrap();
        assert_eq!(from.ip(), IpAddr::V6(address6(5)), "the true one came, and came first");
        assert!(is_silent(&victim));
        let to_victim =
            |frame: &Vec<u8>| frame[..6] == eni6(6).mac.0 && frame[12..14] == [0x86, 0xdd];
        assert_eq!(seen.received().iter().filter(|frame| to_victim(frame)).count(), 1);
    });
}
