//! The ways out of IPv6: internet gateways, and egress-only ones.

use std::net::{IpAddr, Ipv6Addr, TcpListener, UdpSocket};

use ferrogate_net::Eni;

use super::*;

const HOST6: &str = "2001:db8:7::2";
const WORLD6: &str = "2001:db8:7::1";
/// Of a neighbour that is of no internet.
const LOCAL6: &str = "fd99::1";

fn at(text: &str) -> Ipv6Addr {
    text.parse().unwrap()
}

fn address6(of: Ipv4Addr) -> Ipv6Addr {
    let [.., subnet, last] = of.octets();
    Ipv6Addr::new(0xfd12, 0x3456, 0x789a, 0xbc00 + u16::from(subnet), 0, 0, 0, last.into())
}

/// A machine that speaks IPv6 with the world, and forwards it.
fn around6(around: &Around) {
    for (netns, address) in [(&around.host, HOST6), (&around.world, WORLD6)] {
        netns.output("sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0");
        netns.output(&format!("ip addr add {address}/64 dev eth0 nodad"));
    }
    around.world.output(&format!("ip addr add {LOCAL6}/128 dev eth0 nodad"));
    around.host.output(&format!("ip -6 route add {LOCAL6}/128 dev eth0"));
    around.world.output(&format!("ip -6 route add fd12::/16 via {HOST6}"));
    around.host.output("sysctl -qw net.ipv6.conf.all.forwarding=1");
}

/// The textbook's VPC with IPv6: out by an internet gateway from the public subnet, by an
/// egress-only one from the private one.
fn state6() -> VpcState {
    let mut state = state();
    let all: IpNet = range("::/0");
    state.ranges.push(range("fd12:3456:789a:bc00::/56"));
    for (name, n, via) in
        [("subnet-public", 0, Target::Internet), ("subnet-private", 1, Target::EgressOnly)]
    {
        let subnet = state.subnets.get_mut(name).unwrap();
        subnet.ranges.push(range(&format!("fd12:3456:789a:bc0{n}::/64")));
        subnet.routes.push(Route { to: range("fd12:3456:789a:bc00::/56"), via: Target::Local });
        subnet.routes.push(Route { to: all, via });
        for egress in [true, false] {
            let (traffic, range) = (Traffic::All, all);
            subnet.acl.push(AclEntry { number: 101, egress, allow: true, traffic, range });
        }
    }
    for address in [WEB, BASE, HIDDEN] {
        let interface = state.interfaces.get_mut(&eni_at(1, address).id).unwrap();
        interface.addresses.push(address6(address).into());
    }
    let open = state.groups.get_mut("sg-open").unwrap();
    let rule = || Rule { traffic: Traffic::All, peer: Peer::Ranges(vec![all]) };
    open.ingress.push(rule());
    open.egress.push(rule());
    state
}

async fn tasks6(lab: &Lab) -> Tasks {
    lab.fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
    let [web, base, hidden] = [WEB, BASE, HIDDEN].map(|address| async move {
        let netns = Netns::new();
        let eni = Eni { address6: Some(address6(address)), ..eni_at(1, address) };
        lab.fabric.attach(&eni, netns.0.as_fd()).await.unwrap();
        netns
    });
    let tasks = Tasks { web: web.await, base: base.await, hidden: hidden.await };
    lab.tell(1, |told| *told = state6()).await;
    tasks
}

/// A connection of IPv6: who it seems to be from.
fn reaches6(from: &Netns, to: &Netns, address: Ipv6Addr) -> IpAddr {
    let listener = to.inside(|| TcpListener::bind((Ipv6Addr::UNSPECIFIED, 80)).unwrap());
    let answering = answer_once(listener, "hello");
    let stream = from.inside(|| TcpStream::connect((address, 80)).unwrap());
    assert_eq!(read_all(stream), "hello");
    answering.join().unwrap().ip()
}

fn udp6(task: &Netns, port: u16) -> UdpSocket {
    let socket = task.inside(|| UdpSocket::bind((Ipv6Addr::UNSPECIFIED, port)).unwrap());
    socket.set_read_timeout(Some(DEADLINE)).unwrap();
    socket
}

/// That a datagram does not come to `to`; `then` sends what does, after it.
fn is_lost6(from: &Netns, to: &Netns, address: Ipv6Addr, then: impl FnOnce()) {
    let heard = udp6(to, 9000);
    drop(udp6(from, 0).send_to(b"x", (address, 9000)));
    then();
    assert!(is_silent(&heard), "{address}");
}

#[test]
fn a_gateway_leads_out_as_the_machine_s_own_address_and_its_groups_let_in() {
    outside(|lab, around| async move {
        around6(&around);
        let tasks = tasks6(&lab).await;
        let world = || assert_eq!(reaches6(&tasks.web, &around.world, at(WORLD6)), at(HOST6));
        world();
        assert_eq!(reaches6(&tasks.hidden, &around.world, at(WORLD6)), at(HOST6));
        // IPv4 is as it was, and what is inside stays inside.
        assert_eq!(reaches(&tasks.web, &around.world, WORLD), HOST);
        assert_eq!(reaches6(&tasks.web, &tasks.hidden, address6(HIDDEN)), address6(WEB));
        // The machine is the outside; who is further away knows no address of a VPC.
        assert_eq!(reaches6(&around.host, &tasks.web, address6(WEB)), at(HOST6));
        is_lost6(&around.world, &tasks.web, address6(WEB), world);
        // Nothing is begun towards who has an egress-only gateway.
        is_lost6(&around.host, &tasks.hidden, address6(HIDDEN), || {
            reaches6(&around.host, &tasks.web, address6(WEB));
            reaches6(&tasks.hidden, &around.world, at(WORLD6));
        });
        // Neither the machine's own sockets nor private ranges are reached.
        is_lost6(&tasks.web, &around.host, at(HOST6), world);
        is_lost6(&tasks.web, &around.world, at(LOCAL6), world);
        // The groups decide.
        lab.tell(1, |state| {
            let traffic = Traffic::Ports { protocol: UDP, from: 7, to: 7 };
            let peer = Peer::Ranges(vec![range("::/0")]);
            let ingress = vec![Rule { traffic, peer }];
            state.groups.insert("sg-shut".into(), Group { ingress, egress: vec![] });
            state.interfaces.get_mut(&eni_at(1, WEB).id).unwrap().groups = vec!["sg-shut".into()];
        })
        .await;
        let heard = udp6(&tasks.web, 7);
        is_lost6(&around.host, &tasks.web, address6(WEB), || {
            udp6(&around.host, 0).send_to(b"x", (address6(WEB), 7)).unwrap();
            heard.recv_from(&mut [0; 8]).unwrap();
        });
        is_lost6(&tasks.web, &around.world, at(WORLD6), || {
            reaches6(&tasks.base, &around.world, at(WORLD6));
        });
    });
}

#[test]
fn what_is_taken_away_stops_open_connections() {
    outside(|lab, around| async move {
        around6(&around);
        let tasks = tasks6(&lab).await;
        let listener =
            around.world.inside(|| TcpListener::bind((Ipv6Addr::UNSPECIFIED, 81)).unwrap());
        let open = |task: &Netns| {
            let here = task.inside(|| TcpStream::connect((at(WORLD6), 81)).unwrap());
            (here, listener.accept().unwrap().0)
        };
        let (mut here, mut there) = open(&tasks.hidden);
        echo(&mut here, &mut there);
        // The gateway goes, then a route, then an ACL is against it.
        let taken: [fn(&mut Subnet); 3] = [
            |subnet| {
                let led = |route: &&mut Route| route.via == Target::EgressOnly;
                subnet.routes.iter_mut().find(led).unwrap().via = Target::Blackhole;
            },
            |subnet| subnet.routes.retain(|route| route.via != Target::EgressOnly),
            |subnet| subnet.acl.retain(|entry| entry.number != 101 || !entry.egress),
        ];
        for take in taken {
            lab.tell(1, |state| take(state.subnets.get_mut("subnet-private").unwrap())).await;
            here.write_all(b"lost").unwrap();
            there.set_read_timeout(Some(std::time::Duration::from_millis(1))).unwrap();
            is_lost6(&tasks.hidden, &around.world, at(WORLD6), || {
                reaches6(&tasks.web, &around.world, at(WORLD6));
            });
            assert!(there.read(&mut [0; 4]).is_err());
            lab.tell(1, |state| *state = state6()).await;
            (here, there) = open(&tasks.hidden);
            echo(&mut here, &mut there);
        }
    });
}

#[test]
fn a_machine_that_does_not_forward_ipv6_is_not_made_to() {
    outside(|lab, around| async move {
        around6(&around);
        around.host.output("sysctl -qw net.ipv6.conf.all.forwarding=0");
        let tasks = tasks6(&lab).await;
        is_lost6(&tasks.web, &around.world, at(WORLD6), || {
            round_trip(&tasks.web, &around.world, WORLD);
        });
        let now = around.host.output("sysctl -n net.ipv6.conf.all.forwarding");
        assert_eq!(now.trim(), "0");
        around.host.output("sysctl -qw net.ipv6.conf.all.forwarding=1");
        assert_eq!(reaches6(&tasks.web, &around.world, at(WORLD6)), at(HOST6));
    });
}

#[test]
fn what_leads_to_a_range_outlives_the_process_and_is_put_back() {
    let around = around();
    around6(&around);
    let outside = outside_of(&around.host);
    lab_with(DEADLINE * 3, None, move |_| async move {
        let dir = tempfile::tempdir().unwrap();
        let options = || FabricOptions { outside: Some(outside.clone()), ..options(dir.path()) };
        let fabric = Fabric::open(options()).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let hidden = Netns::new();
        let eni = Eni { address6: Some(address6(HIDDEN)), ..eni_at(1, HIDDEN) };
        fabric.attach(&eni, hidden.0.as_fd()).await.unwrap();
        let told = std::sync::Arc::new(state6());
        fabric.apply(&vpc(1), told.clone()).await.unwrap();
        let listener =
            around.world.inside(|| TcpListener::bind((Ipv6Addr::UNSPECIFIED, 81)).unwrap());
        let mut here = hidden.inside(|| TcpStream::connect((at(WORLD6), 81)).unwrap());
        let mut there = listener.accept().unwrap().0;
        let routes = || around.host.output("ip -6 route show fd12:3456:789a:bc00::/56");
        let before = routes();
        assert!(before.contains("dev fg"), "{before}");
        drop(fabric);
        echo(&mut here, &mut there);
        let fabric = Fabric::open(options()).await.unwrap();
        fabric.apply(&vpc(1), told).await.unwrap();
        echo(&mut here, &mut there);
        assert_eq!(fabric.repair().await.unwrap(), []);
        assert_eq!(routes(), before);
        around.host.output("ip -6 route delete fd12:3456:789a:bc00::/56");
        assert_eq!(fabric.repair().await.unwrap(), [vpc(1)]);
        assert_eq!(fabric.repair().await.unwrap(), []);
        echo(&mut here, &mut there);
        // Nothing of IPv6 leads out any more, and the rest does.
        fabric.apply(&vpc(1), std::sync::Arc::new(state())).await.unwrap();
        assert_eq!(routes(), "");
        fabric.destroy().await.unwrap();
        assert_eq!(fabric.census().await.unwrap(), []);
    });
}
