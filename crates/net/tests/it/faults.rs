//! Faults that a task asks for: they strike it, nobody beside it, and end when they are to.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use ferrogate_base::Transport;
use ferrogate_net::Faults;
use ferrogate_net::faults::{Delay, Direction, Port, Struck, addresses};

use crate::lab::{Netns, lab};

const B: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 6);
const EGRESS: Port = Port { direction: Direction::Egress, transport: Transport::Udp, port: 9000 };

fn faults(of: &Netns) -> Faults {
    Faults::new(OwnedFd::from(of.0.try_clone().unwrap()))
}

fn struck(to: &str, flows_percent: u8) -> Struck {
    Struck { to: vec![addresses(to).unwrap()], spared: vec![], flows_percent }
}

/// How many of `count` datagrams arrive: what comes after the last is told by one on a port that
/// nothing strikes.
fn arrive(from: &UdpSocket, to: &UdpSocket, count: u32) -> u32 {
    let port = to.local_addr().unwrap().port();
    for n in 0..count {
        match from.send_to(&n.to_be_bytes(), (B, port)) {
            Err(error) => assert_eq!(error.kind(), ErrorKind::PermissionDenied),
            Ok(sent) => assert_eq!(sent, 4),
        }
    }
    to.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut came = 0;
    while to.recv(&mut [0; 8]).is_ok() {
        came += 1;
    }
    came
}

#[test]
fn a_port_swallows_until_it_is_told_to_stop_and_no_other_does() {
    lab(|lab| async move {
        let (a, b, c) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let (hole, other) = (b.udp(9000), b.udp(9001));
        let (from, beside) = (a.udp(0), c.udp(0));
        let faults = faults(&a);
        assert!(!faults.swallows(EGRESS).unwrap());
        faults.stop_swallowing(EGRESS).unwrap();
        for _ in 0..2 {
            faults.swallow(EGRESS, &[]).unwrap();
            assert!(faults.swallows(EGRESS).unwrap());
        }
        assert_eq!((arrive(&from, &hole, 5), arrive(&from, &other, 5)), (0, 5));
        assert_eq!(arrive(&beside, &hole, 5), 5, "another task is not struck");
        // What runs is the kernel's: who comes after sees it.
        let next = self::faults(&a);
        assert!(next.swallows(EGRESS).unwrap());
        next.stop_swallowing(EGRESS).unwrap();
        assert!(!faults.swallows(EGRESS).unwrap());
        assert_eq!(arrive(&from, &hole, 5), 5);
        faults.swallow(EGRESS, &[addresses("10.0.0.6").unwrap()]).unwrap();
        assert_eq!(arrive(&from, &hole, 5), 5, "one that is spared");
        let ingress = Port { direction: Direction::Ingress, ..EGRESS };
        self::faults(&b).swallow(ingress, &[]).unwrap();
        assert_eq!((arrive(&from, &hole, 5), arrive(&from, &other, 5)), (0, 5));
    });
}

#[test]
fn packets_are_lost_to_some_addresses_and_in_some_flows() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let (to, from, faults) = (b.udp(9000), a.udp(0), faults(&a));
        faults.lose(100, &struck("10.0.0.7/32", 100)).unwrap();
        assert!(faults.loses().unwrap());
        assert_eq!(arrive(&from, &to, 20), 20, "it is not meant");
        // A second one takes the place of the first.
        faults.lose(100, &struck("10.0.0.0/16", 100)).unwrap();
        assert_eq!(arrive(&from, &to, 20), 0);
        faults.lose(30, &struck("0.0.0.0/0", 100)).unwrap();
        let came = arrive(&from, &to, 400);
        // Four standard deviations of 9.2 around 280.
        assert!((243..=317).contains(&came), "{came}");
        faults.lose(100, &struck("0.0.0.0/0", 50)).unwrap();
        let flows: Vec<_> = (0..40).map(|_| arrive_once(&a, &to)).collect();
        let whole = flows.iter().filter(|came| **came == 3).count();
        assert!(flows.iter().all(|came| [0, 3].contains(came)), "{flows:?}");
        assert!((5..=35).contains(&whole), "{flows:?}");
        let mut spared = struck("0.0.0.0/0", 100);
        spared.spared = vec![addresses("10.0.0.6").unwrap()];
        faults.lose(100, &spared).unwrap();
        assert_eq!(arrive(&from, &to, 20), 20);
        faults.stop_losing().unwrap();
        faults.stop_losing().unwrap();
        assert!(!faults.loses().unwrap());
    });
}

/// How many of three datagrams of a new flow arrive.
fn arrive_once(from: &Netns, to: &UdpSocket) -> u32 {
    let from = from.udp(0);
    for n in 0_u32..3 {
        from.send_to(&n.to_be_bytes(), (B, 9000)).unwrap();
    }
    to.set_read_timeout(Some(Duration::from_millis(30))).unwrap();
    let mut came = 0;
    while came < 3 && to.recv(&mut [0; 8]).is_ok() {
        came += 1;
    }
    came
}

#[test]
fn packets_come_late_to_those_who_are_meant_and_all_come() {
    lab(|lab| async move {
        let (a, b, c) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let (to, other, from) = (b.udp(9000), c.udp(9000), a.udp(0));
        let faults = faults(&a);
        let ms = Duration::from_millis;
        let delay = Delay { by: ms(400), jitter: ms(0) };
        faults.delay(delay, &struck("10.0.0.6", 100)).unwrap();
        assert!(faults.delays());
        let began = Instant::now();
        for n in 0_u32..50 {
            from.send_to(&n.to_be_bytes(), (B, 9000)).unwrap();
        }
        from.send_to(b"now", (Ipv4Addr::new(10, 0, 0, 7), 9000)).unwrap();
        other.recv(&mut [0; 8]).unwrap();
        assert!(began.elapsed() < ms(400), "one that is not meant");
        for n in 0_u32..50 {
            let mut number = [0; 4];
            to.recv(&mut number).unwrap();
            assert_eq!(u32::from_be_bytes(number), n, "they stay in order");
            assert!(began.elapsed() >= ms(400), "{n} came after {:?}", began.elapsed());
        }
        // What waits when it ends is sent on.
        faults.delay(Delay { by: ms(60_000), jitter: ms(0) }, &struck("0.0.0.0/0", 100)).unwrap();
        from.send_to(&[0; 4], (B, 9000)).unwrap();
        faults.stop_delaying();
        assert!(!faults.delays());
        to.recv(&mut [0; 4]).unwrap();
        assert_eq!(arrive(&from, &to, 20), 20);
    });
}

#[test]
fn what_is_late_is_in_time_when_nobody_keeps_it_back() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let (to, from, faults) = (b.udp(9000), a.udp(0), faults(&a));
        let delay = Delay { by: Duration::from_secs(60), jitter: Duration::ZERO };
        faults.delay(delay, &struck("0.0.0.0/0", 100)).unwrap();
        drop(faults);
        let until = Instant::now() + crate::lab::DEADLINE;
        to.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        loop {
            from.send_to(&[0; 4], (B, 9000)).unwrap();
            if to.recv(&mut [0; 4]).is_ok() {
                return;
            }
            assert!(Instant::now() < until, "it is kept back for ever");
        }
    });
}
