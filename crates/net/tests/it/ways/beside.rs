//! Beside what else the machine has: networks of shorter packets, other firewalls, services of
//! its own.

use super::*;

/// Large answers and large questions, which must become shorter on their way.
fn carries_much(from: &Netns, to: &Netns, address: Ipv4Addr) {
    const MUCH: usize = 300_000;
    let listener = to.listen(8080);
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = vec![0; MUCH];
        stream.read_exact(&mut heard).unwrap();
        stream.write_all(&heard).unwrap();
    });
    let mut stream = from.connect((address, 8080)).unwrap();
    stream.write_all(&vec![7; MUCH]).unwrap();
    let mut heard = vec![0; MUCH];
    stream.read_exact(&mut heard).unwrap();
    serving.join().unwrap();
}

#[test]
fn long_packets_find_their_way_through_a_network_of_short_ones() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        lab.publish(WEB, ROUTED).await;
        for netns in [&around.host, &around.world] {
            netns.output("ip link set eth0 mtu 1300");
        }
        carries_much(&tasks.web, &around.world, WORLD);
        carries_much(&tasks.hidden, &around.world, WORLD);
        carries_much(&around.world, &tasks.web, ROUTED);
        // The task is told so of a packet that must not be cut.
        around.world.output("ip link set eth0 mtu 1500");
        let asks = tasks.web.udp(0);
        asks.connect((WORLD, 9)).unwrap();
        let sent = (0..).take_while(|_| asks.send(&[0; 1400]).is_ok()).take(10_000).count();
        assert!(sent < 10_000, "it is never told");
    });
}

/// What docker and others do to packets of everybody, and what the documentation says to do.
#[test]
fn another_firewall_decides_too_and_lets_pass_what_it_is_told_to() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        let policy = "nft add chain ip filter FORWARD { type filter hook forward priority 0 ; \
                      policy drop ; }";
        around.host.output("nft add table ip filter");
        around.host.output(policy);
        around.host.output("nft add chain ip filter DOCKER-USER");
        around.host.output("nft add rule ip filter FORWARD jump DOCKER-USER");
        is_lost(&tasks.web, &around.world, WORLD, || round_trip(&around.host, &tasks.web, PUBLIC));
        let before = around.host.output("nft list table ip filter");
        assert_eq!(lab.fabric.repair().await.unwrap(), []);
        assert_eq!(around.host.output("nft list table ip filter"), before);
        around.host.output("nft insert rule ip filter DOCKER-USER iifname fg* accept");
        around.host.output("nft insert rule ip filter DOCKER-USER oifname fg* accept");
        assert_eq!(reaches(&tasks.web, &around.world, WORLD), HOST);
        around.host.output("nft delete table ip filter");
    });
}

/// Loopback addresses are routed on uplinks: none but public ones may lead anywhere.
#[test]
fn what_the_machine_serves_to_itself_alone_is_not_served_to_tasks() {
    outside(|lab, around| async move {
        let tasks = tasks(&lab).await;
        let heard = around.host.inside(|| std::net::UdpSocket::bind("127.0.0.1:9000").unwrap());
        let all = around.host.udp(9001);
        let (wire, mac) = (crate::frames::Wire::open(&tasks.web), eni_at(1, WEB).mac);
        let others = [[127, 0, 0, 1], [127, 96, 0, 1], [127, 96, 0, 9], [192, 0, 0, 8]];
        for to in others.map(Ipv4Addr::from).into_iter().chain([HOST]) {
            for port in [9000, 9001] {
                let packet = crate::frames::udp(WEB, to, port, "x");
                let router = ferrogate_net::Mac::ROUTER;
                wire.send(&crate::frames::ethernet(router, mac, 0x0800, &packet));
            }
        }
        round_trip(&tasks.web, &around.world, WORLD);
        assert!(is_silent(&heard) && is_silent(&all));
        // Nor is a router that was taken over believed, whatever it sends.
        let router = lab.router(1);
        router.output("nft delete table inet ferrogate");
        for to in ["127.0.0.1", "203.0.113.2", "192.0.0.8"] {
            router.output(&format!(
                "ip route replace {to}/32 via 192.0.0.8 dev uplink onlink table 7"
            ));
        }
        router.output("ip rule add pref 0 lookup 7");
        router.output("ip rule del pref 0 lookup local");
        router.output("ip rule add pref 1 lookup local");
        router.output("ip addr add 127.96.0.5/32 dev uplink");
        for to in [([127, 0, 0, 1], 9000), ([203, 0, 113, 2], 9001), ([192, 0, 0, 8], 9001)] {
            let from = router.inside(|| std::net::UdpSocket::bind((PUBLIC, 0)).unwrap());
            drop(from.send_to(b"x", (Ipv4Addr::from(to.0), to.1)));
        }
        assert!(is_silent(&heard) && is_silent(&all));
    });
}
