//! Joining and leaving.

use std::io::{Read, Write};
use std::mem::MaybeUninit;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::AsFd;

use ferrogate_net::{Error, Item};
use socket2::{Domain, Protocol, Socket, Type};

use crate::lab::{DEADLINE, Netns, answer_once, cidr, eni, lab, read_all, vpc};

#[test]
fn tasks_of_one_vpc_reach_each_other_from_their_own_addresses() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let server = answer_once(b.listen(8080), "hello");
        let stream = a.connect((Ipv4Addr::new(10, 0, 0, 6), 8080)).unwrap();
        assert_eq!(read_all(stream), "hello");
        assert_eq!(server.join().unwrap().ip(), Ipv4Addr::new(10, 0, 0, 5));
    });
}

#[test]
fn the_first_packet_of_a_task_arrives() {
    lab(|lab| async move {
        let server = lab.task(1, 5).await.udp(9000);
        for last in 10..20 {
            // Once, unlike TCP, which would send again and hide a loss.
            lab.task(1, last).await.udp(0).send_to(&[last], (eni(1, 5).address, 9000)).unwrap();
            let mut received = [0];
            server.recv_from(&mut received).unwrap();
            assert_eq!(received, [last]);
        }
    });
}

#[test]
fn a_task_pings_another_without_capabilities() {
    lab(|lab| async move {
        let (a, _b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let open = || Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::ICMPV4)).unwrap();
        let ping = a.inside(open);
        ping.set_read_timeout(Some(DEADLINE)).unwrap();
        let echo = [8, 0, 0, 0, 0, 0, 0, 1, b'f', b'g'];
        ping.send_to(&echo, &SocketAddrV4::new(Ipv4Addr::new(10, 0, 0, 6), 0).into()).unwrap();
        let (length, from) = ping.recv_from(&mut [MaybeUninit::uninit(); 64]).unwrap();
        assert_eq!(length, echo.len());
        assert_eq!(*from.as_socket_ipv4().unwrap().ip(), Ipv4Addr::new(10, 0, 0, 6));
    });
}

#[test]
fn a_task_of_another_user_namespace_is_joined_like_any() {
    lab(|lab| async move {
        let server = lab.task(1, 5).await;
        let netns = Netns::unprivileged();
        lab.join(1, 6, &netns).await;
        let answering = answer_once(server.listen(80), "hello");
        assert_eq!(read_all(netns.connect((Ipv4Addr::new(10, 0, 0, 5), 80)).unwrap()), "hello");
        answering.join().unwrap();
    });
}

#[test]
fn a_task_finds_its_address_its_route_and_its_settings() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let link = task.output("ip link show eth1");
        assert!(link.contains("02:00:0a:00:00:05") && link.contains("mtu 9001"), "{link}");
        let addresses = task.output("ip addr show");
        assert!(addresses.contains("inet 10.0.0.5/32"), "{addresses}");
        assert!(addresses.contains("inet 127.0.0.1/8"), "{addresses}");
        assert!(addresses.contains("inet6 ::1/128"), "{addresses}");
        assert!(!addresses.contains("inet6 fe80"), "{addresses}");
        let routes = task.output("ip route show");
        assert_eq!(routes.trim(), "default via 10.0.0.1 dev eth1 proto static src 10.0.0.5 onlink");
        for (name, value) in [
            ("ipv4/ip_unprivileged_port_start", "0"),
            ("ipv4/conf/all/accept_redirects", "0"),
            ("ipv4/conf/eth1/accept_redirects", "0"),
            ("ipv4/conf/eth1/rp_filter", "1"),
            ("ipv4/ip_forward", "0"),
            ("ipv6/conf/eth1/accept_ra", "0"),
            ("ipv6/conf/eth1/disable_ipv6", "1"),
        ] {
            assert_eq!(task.read(&format!("/proc/sys/net/{name}")).trim(), value, "{name}");
        }
    });
}

#[test]
fn attaching_again_changes_nothing_and_cuts_nothing() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let listener = b.listen(80);
        let mut client = a.connect((Ipv4Addr::new(10, 0, 0, 6), 80)).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        let before = a.output("ip -o link show");
        lab.fabric.attach(&eni(1, 5), a.0.as_fd()).await.unwrap();
        lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        assert_eq!(a.output("ip -o link show"), before);
        client.write_all(b"x").unwrap();
        server.read_exact(&mut [0]).unwrap();
    });
}

#[test]
fn an_eni_is_in_one_place_and_an_address_has_one_eni() {
    lab(|lab| async move {
        let first = lab.task(1, 5).await;
        let other = Netns::new();
        let fabric = &lab.fabric;
        let refused = fabric.attach(&eni(1, 5), other.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::AttachedDifferently(_))), "{refused:?}");
        let mut same_address = eni(1, 6);
        same_address.address = eni(1, 5).address;
        let refused = fabric.attach(&same_address, other.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::Taken { .. })), "{refused:?}");
        let mut outside = eni(1, 6);
        outside.subnet = "10.1.0.0/24".parse().unwrap();
        (outside.address, outside.gateway) = ([10, 1, 0, 6].into(), [10, 1, 0, 1].into());
        let refused = fabric.attach(&outside, other.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::NotOfVpc { .. })), "{refused:?}");
        let refused = fabric.attach(&eni(2, 6), other.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::NoVpc(_))), "{refused:?}");
        assert!(!other.has_eth1() && first.has_eth1());
    });
}

#[test]
fn a_failed_attach_leaves_nothing_and_may_be_tried_again() {
    lab(|lab| async move {
        lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let netns = Netns::new();
        netns.output("ip link add eth1 type veth peer name other");
        let refused = lab.fabric.attach(&eni(1, 5), netns.0.as_fd()).await;
        assert!(matches!(refused, Err(Error::Kernel { .. })), "{refused:?}");
        let links = lab.router(1).output("ip -o link show");
        assert_eq!(links.lines().count(), 1, "{links}");
        netns.output("ip link del eth1");
        lab.fabric.attach(&eni(1, 5), netns.0.as_fd()).await.unwrap();
        assert!(netns.has_eth1());
    });
}

#[test]
fn detaching_leaves_nothing_at_either_end() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let rules = lab.router(1).output("nft list set inet ferrogate sources");
        assert!(rules.contains("10.0.0.5"), "{rules}");
        lab.fabric.detach(&eni(1, 5).id).await.unwrap();
        assert!(!task.has_eth1());
        let rules = lab.router(1).output("nft list set inet ferrogate sources");
        assert!(!rules.contains("10.0.0.5"), "{rules}");
        assert!(!lab.router(1).output("ip route show").contains("10.0.0.5"));
        assert_eq!(lab.fabric.census().await.unwrap(), [Item::Pin(vpc(1)), Item::Table(vpc(1))]);
        lab.fabric.detach(&eni(1, 5).id).await.unwrap();
        // The address and the name are free for the next.
        lab.fabric.attach(&eni(1, 5), task.0.as_fd()).await.unwrap();
    });
}

#[test]
fn an_eni_whose_namespace_is_gone_is_detached() {
    lab(|lab| async move {
        drop(lab.task(1, 5).await);
        lab.fabric.detach(&eni(1, 5).id).await.unwrap();
        let _again = lab.task(1, 5).await;
    });
}

#[test]
fn a_hundred_tasks_are_joined_at_once() {
    lab(|lab| async move {
        lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let joining: Vec<_> = (0..100)
            .map(|n| {
                let lab = lab.clone();
                tokio::spawn(async move { lab.task(1, 10 + n).await })
            })
            .collect();
        let mut tasks = Vec::new();
        for task in joining {
            tasks.push(task.await.unwrap());
        }
        assert_eq!(lab.fabric.enis().await.unwrap().len(), 100);
        let answering = answer_once(tasks[99].listen(80), "hello");
        let stream = tasks[0].connect((Ipv4Addr::new(10, 0, 0, 109), 80)).unwrap();
        assert_eq!(read_all(stream), "hello");
        answering.join().unwrap();
        let leaving: Vec<_> = (0..100)
            .map(|n| {
                let lab = lab.clone();
                tokio::spawn(async move { lab.fabric.detach(&eni(1, 10 + n).id).await })
            })
            .collect();
        for gone in leaving {
            gone.await.unwrap().unwrap();
        }
        assert!(tasks.iter().all(|task| !task.has_eth1()));
    });
}
