//! What a task cannot do.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::os::fd::AsRawFd;

use ferrogate_net::Mac;
use nix::sys::socket::{MsgFlags, SockaddrIn, sendto, setsockopt, sockopt};

use crate::frames::{ARP, Wire, arp_request, ethernet, udp};
use crate::lab::{Netns, answer_once, eni, is_silent, lab, read_all, round_trip};

const A: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);
const B: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 6);
const C: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 7);
const IPV4: u16 = 0x0800;

#[test]
fn forged_frames_arrive_nowhere() {
    lab(|lab| async move {
        let (a, b, _c) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let (mac, router) = (eni(1, 5).mac, Mac::ROUTER);
        let wire = Wire::open(&a);
        let victim = b.udp(9000);
        let legal = udp(A, B, 9000, "legal");
        let forged = [
            // Another task's address, one of nobody, the gateway's, one from outside.
            ethernet(router, mac, IPV4, &udp(C, B, 9000, "forged")),
            ethernet(router, mac, IPV4, &udp(Ipv4Addr::new(10, 0, 0, 99), B, 9000, "forged")),
            ethernet(router, mac, IPV4, &udp(Ipv4Addr::new(10, 0, 0, 1), B, 9000, "forged")),
            ethernet(router, mac, IPV4, &udp(Ipv4Addr::new(192, 0, 2, 1), B, 9000, "forged")),
            ethernet(router, mac, IPV4, &udp(Ipv4Addr::LOCALHOST, B, 9000, "forged")),
            ethernet(router, mac, IPV4, &udp(B, B, 9000, "forged")),
            // Its own address from another task's MAC, or a strange one.
            ethernet(router, eni(1, 7).mac, IPV4, &legal),
            ethernet(router, Mac([6, 6, 6, 6, 6, 6]), IPV4, &legal),
            // Past the router: to the other task's MAC, to all, in a VLAN, as LLC.
            ethernet(eni(1, 6).mac, mac, IPV4, &legal),
            ethernet(router, mac, 0x8100, &[&[0, 7, 8, 0][..], &legal].concat()),
            ethernet(router, mac, 0x88a8, &[&[0, 7, 8, 0][..], &legal].concat()),
            ethernet(Mac([1, 0x80, 0xc2, 0, 0, 0]), mac, 38, &[0x42; 38]),
            // IPv6, which no router here speaks: a router advertisement's header.
            ethernet(Mac([0x33, 0x33, 0, 0, 0, 1]), mac, 0x86dd, &[0x60; 60]),
        ];
        for frame in &forged {
            wire.send(frame);
        }
        wire.send(&ethernet(router, mac, IPV4, &legal));
        // Frames of one veth arrive in order, so what came first is all that came.
        let mut buffer = [0; 64];
        let (length, from) = victim.recv_from(&mut buffer).unwrap();
        assert_eq!((&buffer[..length], from.ip()), (&b"legal"[..], A.into()));
        victim.set_nonblocking(true).unwrap();
        let more = victim.recv_from(&mut buffer);
        assert_eq!(more.unwrap_err().kind(), ErrorKind::WouldBlock);
        let counted = lab.router(1).output("nft list counter inet ferrogate spoofed");
        assert!(counted.contains("packets 8 "), "{counted}");
    });
}

#[test]
fn a_forged_fragment_does_not_reach_reassembly() {
    lab(|lab| async move {
        let (a, _b, _c) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let wire = Wire::open(&a);
        // More fragments, offset 0, in C's name; the guard counts it, so it was dropped
        // before anything could keep it.
        let mut fragment = udp(C, B, 9000, "forged");
        fragment[6] = 0x20;
        fragment[10..12].copy_from_slice(&[0, 0]);
        let sum: u32 = fragment[..20]
            .chunks(2)
            .map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])))
            .sum();
        let folded = (sum & 0xffff) + (sum >> 16);
        fragment[10..12].copy_from_slice(&(!(folded as u16)).to_be_bytes());
        wire.send(&ethernet(Mac::ROUTER, eni(1, 5).mac, IPV4, &fragment));
        let counted = lab.router(1).output("nft list counter inet ferrogate spoofed");
        assert!(counted.contains("packets 1 "), "{counted}");
    });
}

#[test]
fn nobody_answers_arp() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let wire = Wire::open(&a);
        let mac = eni(1, 5).mac;
        for target in [B, Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(169, 254, 170, 2)] {
            wire.send(&arp_request(mac, A, target));
        }
        // An echo through the same wire closes the list of what could have come back.
        let echo = b.udp(9000);
        let client = a.udp(9001);
        client.send_to(b"ping", (B, 9000)).unwrap();
        let (_, from) = echo.recv_from(&mut [0; 8]).unwrap();
        echo.send_to(b"pong", from).unwrap();
        client.recv_from(&mut [0; 8]).unwrap();
        let mut answers = 0;
        loop {
            let frame = wire.receive();
            if frame.ends_with(b"pong") {
                break;
            }
            let kind = u16::from_be_bytes([frame[12], frame[13]]);
            answers += usize::from(kind == ARP && frame[..6] == mac.0);
        }
        assert_eq!(answers, 0);
    });
}

/// The kernel's table of neighbours is one for all namespaces, and when it is full nobody finds
/// a new one. Who names an interface and wants no router is believed that all addresses are
/// behind it.
#[test]
fn a_task_that_sends_to_neighbours_without_end_leaves_the_host_room_for_its_own() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let host = Netns::new();
        host.output("ip link add va type veth peer name vb");
        host.output("ip address add 10.9.9.1/24 dev va");
        host.output("ip link set va up");
        host.output("ip link set vb up");
        let most = std::fs::read_to_string("/proc/sys/net/ipv4/neigh/default/gc_thresh3").unwrap();
        let most: u32 = most.trim().parse().unwrap();
        let mut sent = 0;
        // What waits for an answer fills a socket: a hundred to each.
        for round in 0..most * 3 / 100 {
            let socket = task.udp(0);
            socket.set_nonblocking(true).unwrap();
            setsockopt(&socket, sockopt::BindToDevice, &"eth1".into()).unwrap();
            for neighbour in round * 100..(round + 1) * 100 {
                let to = Ipv4Addr::from((10 << 24) + (128 << 16) + neighbour);
                sent += u32::from(send_past_routers(&socket, to).is_ok());
            }
        }
        assert!(sent > most / 2, "{sent}");
        let socket = host.udp(0);
        setsockopt(&socket, sockopt::Ipv4RecvErr, &true).unwrap();
        for last in 10..20 {
            socket.send_to(b"x", (Ipv4Addr::new(10, 9, 9, last), 9)).unwrap();
        }
    });
}

fn send_past_routers(socket: &UdpSocket, to: Ipv4Addr) -> nix::Result<usize> {
    let to = SockaddrIn::from(SocketAddrV4::new(to, 9));
    sendto(socket.as_raw_fd(), b"x", &to, MsgFlags::from_bits_retain(libc::MSG_DONTROUTE))
}

#[test]
fn the_host_is_out_of_reach_at_every_address() {
    lab(|lab| async move {
        let (task, neighbour) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let host = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
        let port = host.local_addr().unwrap().port();
        let interfaces = nix::ifaddrs::getifaddrs().unwrap();
        let addresses = interfaces.filter_map(|of| Some(of.address?.as_sockaddr_in()?.ip()));
        // The task's own loopback has the same addresses as the host's.
        let reserved = [Ipv4Addr::new(192, 0, 2, 1)];
        let addresses = addresses.filter(|address| !address.is_loopback()).chain(reserved);
        for address in addresses {
            let socket = task.udp(0);
            setsockopt(&socket, sockopt::Ipv4RecvErr, &true).unwrap();
            socket.connect((address, port)).unwrap();
            socket.send(b"x").unwrap();
            round_trip(&task, &neighbour, B);
            assert!(is_silent(&socket), "{address}");
        }
        assert!(is_silent(&host));
    });
}

#[test]
fn what_goes_to_nobody_vanishes_and_the_instance_metadata_is_refused() {
    lab(|lab| async move {
        let (task, neighbour) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let ask = |address: Ipv4Addr| {
            let socket = task.udp(0);
            setsockopt(&socket, sockopt::Ipv4RecvErr, &true).unwrap();
            socket.connect((address, 80)).unwrap();
            socket.send(b"x").unwrap();
            socket
        };
        // As on AWS: no answer, where the VPC has no such address and where no route leads.
        for address in [[10, 0, 0, 99], [10, 0, 99, 1], [192, 0, 2, 1]] {
            let socket = ask(address.into());
            round_trip(&task, &neighbour, B);
            assert!(is_silent(&socket), "{address:?}");
        }
        let refused = ask(Ipv4Addr::new(169, 254, 169, 254)).recv(&mut [0]).unwrap_err().kind();
        let wanted = [ErrorKind::NetworkUnreachable, ErrorKind::HostUnreachable];
        assert!(wanted.contains(&refused), "{refused}");
    });
}

#[test]
fn two_vpcs_of_one_range_never_mix() {
    lab(|lab| async move {
        let (a1, a2) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let (b1, b2) = (lab.task(2, 5).await, lab.task(2, 6).await);
        let only_b = lab.task(2, 7).await;
        let first = answer_once(a1.listen(80), "first");
        let second = answer_once(b1.listen(80), "second");
        assert_eq!(read_all(a2.connect((A, 80)).unwrap()), "first");
        assert_eq!(read_all(b2.connect((A, 80)).unwrap()), "second");
        first.join().unwrap();
        second.join().unwrap();
        let third = answer_once(only_b.listen(80), "third");
        let of_b = only_b.udp(9000);
        a2.udp(0).send_to(b"x", (C, 9000)).unwrap();
        round_trip(&a2, &a1, A);
        assert!(is_silent(&of_b));
        assert_eq!(read_all(b2.connect((C, 80)).unwrap()), "third");
        third.join().unwrap();
    });
}
