//! What is told of a VPC is what its packets meet.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use ferrogate_net::policy::{AclEntry, Group, IpVersion, Peer, Rule, TCP, Traffic, UDP, VpcState};
use ferrogate_net::{Fabric, IpNet};
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::frames::Wire;
use crate::lab::{
    Netns, answer_once, cidr, eni, is_silent, lab, open_state, options, read_all, round_trip, vpc,
};

const A: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);
const B: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 6);

fn range(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn from(traffic: Traffic, text: &str) -> Rule {
    Rule { traffic, peer: Peer::Ranges(vec![range(text)]) }
}

fn port(protocol: u8, port: u16) -> Traffic {
    Traffic::Ports { protocol, from: port, to: port }
}

fn all() -> Rule {
    from(Traffic::All, "0.0.0.0/0")
}

/// Puts an interface of the VPC into a group of its own, with these rules.
fn guard(state: &mut VpcState, last: u8, ingress: Vec<Rule>, egress: Vec<Rule>) {
    let id = format!("sg-{last}");
    state.groups.insert(id.clone(), Group { ingress, egress });
    state.interfaces.get_mut(&eni(1, last).id).unwrap().groups = vec![id];
}

/// A connection that was made, from `a` to `b`.
fn connection(a: &Netns, b: &Netns, port: u16) -> (TcpStream, TcpStream) {
    let listener = b.listen(port);
    let client = a.connect((B, port)).unwrap();
    (client, listener.accept().unwrap().0)
}

/// Whether what is written at one end comes out of the other, both ways.
fn goes_on((client, server): &mut (TcpStream, TcpStream)) {
    client.write_all(b"x").unwrap();
    server.read_exact(&mut [0]).unwrap();
    server.write_all(b"y").unwrap();
    client.read_exact(&mut [0]).unwrap();
}

/// Whether nothing written arrives: `witness` makes a round trip meanwhile.
fn is_cut((client, server): &mut (TcpStream, TcpStream), witness: impl Fn()) {
    client.write_all(b"x").unwrap();
    server.write_all(b"y").unwrap();
    witness();
    for end in [client, server] {
        end.set_nonblocking(true).unwrap();
        let heard = end.read(&mut [0]);
        assert!(heard.is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock));
    }
}

#[test]
fn an_interface_of_which_nothing_is_told_passes_nothing_whatever_comes_first() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let stranger = Netns::new();
        lab.fabric.attach(&eni(1, 7), stranger.0.as_fd()).await.unwrap();
        let (here, there) = (b.udp(9000), stranger.udp(9000));
        stranger.udp(0).send_to(b"x", (B, 9000)).unwrap();
        a.udp(0).send_to(b"x", (Ipv4Addr::new(10, 0, 0, 7), 9000)).unwrap();
        round_trip(&a, &b, B);
        assert!(is_silent(&here) && is_silent(&there));
        let counted = lab.router(1).output("nft list counter inet ferrogate unknown");
        assert!(counted.contains("packets 2 "), "{counted}");
        // Told after it was attached, and one that is told before.
        lab.join_told(1, 7).await;
        round_trip(&a, &stranger, Ipv4Addr::new(10, 0, 0, 7));
        lab.join_told(1, 8).await;
        let late = Netns::new();
        lab.fabric.attach(&eni(1, 8), late.0.as_fd()).await.unwrap();
        round_trip(&late, &b, B);
    });
}

#[test]
fn a_reference_to_a_group_means_who_is_in_it_now() {
    lab(|lab| async move {
        let (a, b, other) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let only_web = Rule { traffic: port(UDP, 9000), peer: Peer::Group("sg-web".into()) };
        lab.tell(1, |state| guard(state, 6, vec![only_web], vec![])).await;
        let server = b.udp(9000);
        let (here, there) = (a.udp(0), other.udp(0));
        here.send_to(b"no", (B, 9000)).unwrap();
        round_trip(&a, &other, Ipv4Addr::new(10, 0, 0, 7));
        assert!(is_silent(&server));
        server.set_nonblocking(false).unwrap();
        lab.tell(1, |state| {
            let of = state.interfaces.get_mut(&eni(1, 5).id).unwrap();
            of.groups.push("sg-web".into());
        })
        .await;
        here.send_to(b"yes", (B, 9000)).unwrap();
        there.send_to(b"no", (B, 9000)).unwrap();
        let mut heard = [0; 8];
        let (length, of) = server.recv_from(&mut heard).unwrap();
        assert_eq!((&heard[..length], of.ip()), (&b"yes"[..], A.into()));
        assert!(is_silent(&server));
    });
}

#[test]
fn a_thousand_connections_live_through_changes_that_do_not_concern_them() {
    // Both ends of each are files of this process.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, most.min(8192), most).unwrap();
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        // Tracked, because not all may answer.
        let web = |port_number| from(port(TCP, port_number), "10.0.0.0/24");
        lab.tell(1, |state| guard(state, 6, vec![web(80), web(81)], vec![])).await;
        let listener = b.listen(80);
        let mut open: Vec<_> = (0..1000)
            .map(|_| (a.connect((B, 80)).unwrap(), listener.accept().unwrap().0))
            .collect();
        for last in 20..40_u8 {
            let source = format!("10.0.0.{last}/32");
            let more = from(port(TCP, 80), &source);
            lab.tell(1, |state| guard(state, 6, vec![more, web(81)], vec![])).await;
            goes_on(&mut open[usize::from(last)]);
        }
        open.iter_mut().for_each(goes_on);
        // The rule that let them begin is gone: they go on, and none begins.
        let begun = a.udp(0);
        begun.send_to(b"x", (B, 80)).unwrap();
        let _other = connection(&a, &b, 81);
        let refused = std::net::SocketAddr::from((B, 80));
        let refused = a
            .inside(|| TcpStream::connect_timeout(&refused, std::time::Duration::from_millis(300)));
        assert_eq!(refused.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
    });
}

#[test]
fn what_is_open_to_all_is_cut_with_its_rule_and_what_is_tracked_goes_on() {
    lab(|lab| async move {
        let (a, b, c) = (lab.task(1, 5).await, lab.task(1, 6).await, lab.task(1, 7).await);
        let witness = || round_trip(&a, &c, Ipv4Addr::new(10, 0, 0, 7));
        let open = from(port(TCP, 80), "0.0.0.0/0");
        let narrow = from(port(TCP, 81), "10.0.0.5/32");
        lab.tell(1, |state| guard(state, 6, vec![open, narrow], vec![all()])).await;
        // Who begins may not be begun with, so that it is this end that decides.
        lab.tell(1, |state| {
            let witnesses = Rule { traffic: port(UDP, 0), peer: Peer::Group("sg-open".into()) };
            guard(state, 5, vec![witnesses], vec![all()]);
        })
        .await;
        let (mut untracked, mut tracked) = (connection(&a, &b, 80), connection(&a, &b, 81));
        goes_on(&mut untracked);
        goes_on(&mut tracked);
        lab.tell(1, |state| guard(state, 6, vec![], vec![all()])).await;
        is_cut(&mut untracked, witness);
        goes_on(&mut tracked);
        // A network ACL cuts both, but only between subnets.
        let deny = |egress| AclEntry {
            number: 1,
            egress,
            allow: false,
            traffic: Traffic::All,
            range: range("0.0.0.0/0"),
        };
        lab.tell(1, |state| {
            state.subnets.get_mut("subnet-1").unwrap().acl.extend([deny(true), deny(false)]);
        })
        .await;
        goes_on(&mut tracked);
        lab.tell(1, |state| {
            let mut other = state.subnets["subnet-1"].clone();
            other.acl.retain(|entry| entry.number != 1);
            state.subnets.insert("subnet-2".into(), other);
            for last in [5, 7] {
                state.interfaces.get_mut(&eni(1, last).id).unwrap().subnet = "subnet-2".into();
            }
        })
        .await;
        is_cut(&mut tracked, witness);
    });
}

#[test]
fn jumbo_frames_pass_whole() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let wire = Wire::open(&b);
        a.udp(0).send_to(&[7; 9001 - 28], (B, 9000)).unwrap();
        let length = loop {
            let frame = wire.receive();
            if frame.ends_with(&[7; 8]) {
                break frame.len();
            }
        };
        assert_eq!(length, 14 + 9001, "one frame, in one piece");
    });
}

#[test]
fn pieces_of_a_datagram_pass_by_its_ports_and_refusals_by_its_flow() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let only = vec![from(port(UDP, 9000), "10.0.0.5/32"), from(port(UDP, 9001), "10.0.0.5/32")];
        lab.tell(1, |state| guard(state, 6, only, vec![])).await;
        let there = b.udp(9000);
        a.udp(0).send_to(&[7; 40_000], (B, 9000)).unwrap();
        assert_eq!(there.recv(&mut vec![0; 50_000]).unwrap(), 40_000);
        // Nobody listens: the error belongs to the flow that is allowed.
        let refused = a.udp(0);
        refused.connect((B, 9001)).unwrap();
        refused.send(b"x").unwrap();
        let kind = refused.recv(&mut [0]).unwrap_err().kind();
        assert_eq!(kind, std::io::ErrorKind::ConnectionRefused);
        let router = lab.router(1);
        for (name, value) in [
            ("tcp_timeout_established", "432000"),
            ("udp_timeout", "30"),
            ("udp_timeout_stream", "180"),
            ("generic_timeout", "600"),
            ("tcp_loose", "0"),
        ] {
            let found = router.read(&format!("/proc/sys/net/netfilter/nf_conntrack_{name}"));
            assert_eq!(found.trim(), value, "{name}");
        }
    });
}

#[test]
fn changes_of_one_group_at_once_end_as_one_of_them() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let mut state = open_state(&[eni(1, 5), eni(1, 6)]);
        let changes: Vec<_> = (0..16)
            .map(|n| {
                let only = vec![from(port(UDP, 9000 + n), "10.0.0.5/32")];
                guard(&mut state, 6, only, vec![]);
                let (lab, told) = (lab.clone(), Arc::new(state.clone()));
                tokio::spawn(async move { lab.fabric.apply(&vpc(1), told).await })
            })
            .collect();
        for change in changes {
            change.await.unwrap().unwrap();
        }
        let heard: Vec<_> = (9000..9016).map(|port| b.udp(port)).collect();
        let here = a.udp(0);
        for port in 9000..9016 {
            here.send_to(b"x", (B, port)).unwrap();
        }
        // What is told now is another state, in which the two reach each other.
        lab.tell(1, |_| {}).await;
        round_trip(&a, &b, B);
        assert_eq!(heard.iter().filter(|socket| !is_silent(socket)).count(), 1);
    });
}

/// Runs the test of that name again, in a process that finds nft only in the folder which it is
/// told by this variable.
const ONLY_NFT: &str = "FERROGATE_TEST_ONLY_NFT";

#[test]
fn rules_that_the_kernel_was_never_given_leave_the_old_ones_in_force_and_it_is_said() {
    let Some(folder) = std::env::var_os(ONLY_NFT) else {
        let folder = tempfile::tempdir().unwrap();
        let path = std::env::var("PATH").unwrap();
        let nft = path.split(':').map(|at| format!("{at}/nft")).find(|at| Path::new(at).exists());
        std::os::unix::fs::symlink(nft.unwrap(), folder.path().join("nft")).unwrap();
        let name = std::thread::current().name().unwrap().to_owned();
        let again = Command::new(std::env::current_exe().unwrap())
            .args([&name, "--exact", "--nocapture"])
            .env("PATH", folder.path())
            .env(ONLY_NFT, folder.path())
            .status();
        assert!(again.unwrap().success());
        return;
    };
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let only = |number| vec![from(port(UDP, number), "10.0.0.5/32")];
        let told = |ingress| {
            let mut state = open_state(&[eni(1, 5), eni(1, 6)]);
            guard(&mut state, 6, ingress, vec![]);
            Arc::new(state)
        };
        lab.fabric.apply(&vpc(1), told(only(9000))).await.unwrap();
        let nft = Path::new(&folder).join("nft");
        std::fs::rename(&nft, nft.with_extension("away")).unwrap();
        // Of another kind, so that a set and a rule have to be made for it.
        let ping = Traffic::Icmp { version: IpVersion::V4, kind: Some(8), code: None };
        let more = vec![from(ping, "10.0.0.5/32"), from(port(UDP, 9001), "10.0.0.5/32")];
        let refused = lab.fabric.apply(&vpc(1), told(more.clone())).await.unwrap_err();
        assert!(refused.is_transient() && refused.to_string().contains("nft"), "{refused}");
        let heard = [b.udp(9000), b.udp(9001)];
        let here = a.udp(0);
        here.send_to(b"new", (B, 9001)).unwrap();
        here.send_to(b"old", (B, 9000)).unwrap();
        heard[0].recv(&mut [0; 8]).unwrap();
        assert!(is_silent(&heard[1]), "none of it is in force");
        // What is no more than a change of elements needs no nft.
        lab.fabric.apply(&vpc(1), told(only(9001))).await.unwrap();
        std::fs::rename(nft.with_extension("away"), &nft).unwrap();
        lab.fabric.apply(&vpc(1), told(more)).await.unwrap();
        heard[1].set_nonblocking(false).unwrap();
        a.udp(0).send_to(b"new", (B, 9001)).unwrap();
        heard[1].recv(&mut [0; 8]).unwrap();
    });
}

#[test]
fn ten_thousand_rules_are_in_force_and_one_more_is_soon() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        // 180 groups of 60 rules, each for addresses and ports of its own.
        let many = |n: u32| {
            let rule = |k: u32| {
                let source = Ipv4Addr::from((172 << 24) + n * 64 + k);
                from(port(TCP, 1000 + (n % 100) as u16), &format!("{source}/32"))
            };
            Group { ingress: (0..60).map(rule).collect(), egress: vec![] }
        };
        lab.tell(1, |state| {
            state.groups.extend((0..180).map(|n| (format!("sg-many-{n}"), many(n))));
            guard(state, 6, (0..60).map(|k| from(port(UDP, k), "10.9.0.0/16")).collect(), vec![]);
        })
        .await;
        let server = b.udp(59);
        a.udp(0).send_to(b"no", (B, 59)).unwrap();
        let begun = Instant::now();
        lab.tell(1, |state| {
            let group = state.groups.get_mut("sg-6").unwrap();
            group.ingress.push(from(port(UDP, 59), "10.0.0.5/32"));
        })
        .await;
        println!("one more rule: {:?}", begun.elapsed());
        a.udp(0).send_to(b"yes", (B, 59)).unwrap();
        let mut heard = [0; 8];
        let length = server.recv(&mut heard).unwrap();
        assert_eq!(&heard[..length], b"yes");
    });
}

#[test]
fn a_flood_of_flows_by_one_task_leaves_its_neighbours_room() {
    lab(|lab| async move {
        let (flooder, a, b) = (lab.task(1, 4).await, lab.task(1, 5).await, lab.task(1, 6).await);
        let flows = 45_000;
        let socket = flooder.udp(0);
        let sent = (0..flows).filter(|n: &u16| socket.send_to(b"x", (B, 10_000 + n)).is_ok());
        // What a refused port answers is an error of the next call, which sends nothing.
        let sent = sent.count() as u64;
        round_trip(&a, &b, B);
        let answering = answer_once(b.listen(80), "hello");
        assert_eq!(read_all(a.connect((B, 80)).unwrap()), "hello");
        answering.join().unwrap();
        let router = lab.router(1);
        let count: u64 =
            router.read("/proc/sys/net/netfilter/nf_conntrack_count").trim().parse().unwrap();
        assert!(count < 33_000, "{count}");
        let counted = router.output("nft list counter inet ferrogate flows_over");
        assert!(sent > 40_000 && !counted.contains("packets 0 "), "{sent} {counted}");
        // Its other flows end, and it may begin some again.
        lab.tell(1, |state| drop(state.interfaces.remove(&eni(1, 4).id))).await;
        let count = router.read("/proc/sys/net/netfilter/nf_conntrack_count");
        assert!(count.trim().parse::<u64>().unwrap() < 100, "{count}");
    });
}

#[test]
fn who_gets_an_address_next_does_not_inherit_its_flows() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let server = b.udp(9000);
        let fixed = |task: &Netns| -> UdpSocket { task.udp(9001) };
        fixed(&a).send_to(b"x", (B, 9000)).unwrap();
        let (_, from) = server.recv_from(&mut [0; 8]).unwrap();
        lab.fabric.detach(&eni(1, 5).id).await.unwrap();
        lab.tell(1, |state| guard(state, 5, vec![], vec![all()])).await;
        let next = Netns::new();
        lab.fabric.attach(&eni(1, 5), next.0.as_fd()).await.unwrap();
        let heard = fixed(&next);
        server.send_to(b"y", from).unwrap();
        round_trip(&next, &b, B);
        assert!(is_silent(&heard));
    });
}

#[test]
fn a_new_process_keeps_the_rules_until_it_is_told_and_flows_go_on_all_the_while() {
    lab(|_| async move {
        let dir = tempfile::tempdir().unwrap();
        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        fabric.ensure_vpc(&vpc(1), cidr()).await.unwrap();
        let (a, b) = (Netns::new(), Netns::new());
        fabric.attach(&eni(1, 5), a.0.as_fd()).await.unwrap();
        fabric.attach(&eni(1, 6), b.0.as_fd()).await.unwrap();
        let mut state = open_state(&[eni(1, 5), eni(1, 6)]);
        let only = |number| vec![from(port(TCP, number), "10.0.0.0/24")];
        guard(&mut state, 6, only(80), vec![]);
        fabric.apply(&vpc(1), Arc::new(state.clone())).await.unwrap();
        let mut open = connection(&a, &b, 80);
        let router = Netns(std::fs::File::open(dir.path().join("netns/vpc-1")).unwrap());
        // Without how many flows each has begun.
        let rules = |router: &Netns| {
            let all = router.output("nft -s list ruleset");
            all.lines()
                .filter(|line| !line.contains("ct count over"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let before = rules(&router);
        drop(fabric);

        let fabric = Fabric::open(options(dir.path())).await.unwrap();
        assert_eq!(rules(&router), before);
        goes_on(&mut open);
        assert_eq!(fabric.repair().await.unwrap(), []);
        fabric.apply(&vpc(1), Arc::new(state.clone())).await.unwrap();
        assert_eq!(rules(&router), before, "made anew they are the same");
        goes_on(&mut open);
        goes_on(&mut connection(&a, &b, 80));
        guard(&mut state, 6, only(81), vec![]);
        fabric.apply(&vpc(1), Arc::new(state)).await.unwrap();
        goes_on(&mut open);
        goes_on(&mut connection(&a, &b, 81));
        fabric.destroy().await.unwrap();
    });
}
