//! The resolver and the metadata service, as a task sees them.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;

use ferrogate_base::Shutdown;
use ferrogate_net::endpoints::{METADATA, RESOLVER};
use ferrogate_net::resolver::zone::{Data, Kind, Says};
use ferrogate_net::resolver::{Names, Resolver, Zone, private_dns_name, serve};
use ferrogate_net::{Error, TaskSockets};
use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};

use crate::lab::{DEADLINE, Lab, Netns, eni, lab, round_trip};

fn names() -> Names {
    let address = Ipv4Addr::new(10, 0, 0, 6);
    Names::new().zone("ec2.internal").host(&private_dns_name("us-east-1", address), address)
}

fn question(name: &str) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), RecordType::A));
    message
}

fn ask_udp(task: &Netns, name: &str) -> Message {
    let socket = task.udp(0);
    let question = question(name);
    socket.send_to(&question.to_vec().unwrap(), (RESOLVER, 53)).unwrap();
    let mut buffer = [0; 1500];
    let (length, from) = socket.recv_from(&mut buffer).unwrap();
    assert_eq!(from, SocketAddr::from((RESOLVER, 53)));
    let answer = Message::from_vec(&buffer[..length]).unwrap();
    assert_eq!(answer.metadata.id, question.metadata.id);
    answer
}

fn ask_tcp(task: &Netns, name: &str) -> Message {
    let mut stream = task.connect((RESOLVER, 53)).unwrap();
    let bytes = question(name).to_vec().unwrap();
    stream.write_all(&[&(bytes.len() as u16).to_be_bytes(), &bytes[..]].concat()).unwrap();
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut answer = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut answer).unwrap();
    Message::from_vec(&answer).unwrap()
}

/// Serves the resolver of ENI `last` of VPC 1.
async fn serving(lab: &Lab, last: u8, resolver: &Arc<Resolver>) -> Shutdown {
    let sockets = lab.fabric.task_sockets(&eni(1, last).id).await.unwrap();
    let (shutdown, resolver) = (Shutdown::new(), resolver.clone());
    let token = shutdown.clone();
    shutdown.spawn(async move { serve(sockets.resolver, resolver, token).await.unwrap() });
    shutdown
}

#[test]
fn a_task_resolves_the_names_of_its_vpc() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let resolver = Arc::new(Resolver::new(names(), Vec::new()));
        let shutdown = serving(&lab, 5, &resolver).await;
        for answer in [
            ask_udp(&task, "ip-10-0-0-6.ec2.internal."),
            ask_tcp(&task, "ip-10-0-0-6.ec2.internal."),
        ] {
            assert_eq!(answer.answers[0].data.to_string(), "10.0.0.6");
        }
        for unknown in ["ip-10-0-0-9.ec2.internal.", "example.com."] {
            let answer = ask_udp(&task, unknown);
            assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain, "{unknown}");
        }
        resolver.swap_names(names().record("db.local", 5, vec![Ipv4Addr::new(10, 0, 0, 9)]));
        assert_eq!(ask_udp(&task, "DB.local.").answers[0].data.to_string(), "10.0.0.9");
        resolver.turn(false);
        for name in ["db.local.", "ip-10-0-0-9.ec2.internal.", "example.com."] {
            let answer = ask_udp(&task, name);
            assert_eq!(answer.metadata.response_code, ResponseCode::Refused, "{name}");
            assert!(answer.answers.is_empty(), "{name}");
        }
        resolver.turn(true);
        assert_eq!(ask_tcp(&task, "db.local.").answers[0].data.to_string(), "10.0.0.9");
        shutdown.finish().await;
    });
}

/// As while the agent is started anew: libraries ask again after some seconds, and give up at once
/// where they are told that nobody is there.
#[test]
fn a_resolver_that_is_away_is_asked_again_and_not_told_to_be_none() {
    lab(|lab| async move {
        let (task, other) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let socket = task.udp(0);
        task.inside(|| socket.connect((RESOLVER, 53)).unwrap());
        let query = question(&private_dns_name("us-east-1", Ipv4Addr::new(10, 0, 0, 6)));
        let query = query.to_vec().unwrap();
        socket.send(&query).unwrap();
        // What it would have been told would be there before this.
        round_trip(&task, &other, Ipv4Addr::new(10, 0, 0, 6));
        let _serving = serving(&lab, 5, &Arc::new(Resolver::new(names(), vec![]))).await;
        socket.send(&query).expect("nobody was told that there is none");
        assert!(socket.recv(&mut [0; 1500]).unwrap() > 0);
    });
}

#[test]
fn names_that_a_zone_may_have_are_answered_once_all_zones_are_known() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let resolver = Arc::new(Resolver::new(names(), vec![]));
        resolver.know_all(false);
        let _serving = serving(&lab, 5, &resolver).await;
        let own = private_dns_name("us-east-1", Ipv4Addr::new(10, 0, 0, 6));
        assert_eq!(ask_udp(&task, &own).answers.len(), 1);
        let asked = std::thread::spawn(move || {
            [ask_udp(&task, "web.corp.internal"), ask_tcp(&task, "web.corp.internal")]
        });
        let zone = Arc::new(Zone::new("corp.internal"));
        let address = Data::A(Ipv4Addr::new(10, 0, 0, 9));
        zone.put("web.corp.internal", Kind::A, Says::Values(60, vec![address]));
        resolver.swap_zones(vec![zone]);
        resolver.know_all(true);
        let asked = tokio::task::spawn_blocking(|| asked.join().unwrap()).await.unwrap();
        assert!(asked.iter().all(|answer| answer.answers.len() == 1));
    });
}

#[test]
fn other_names_are_asked_of_the_hosts_resolvers() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let upstream = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        upstream.set_read_timeout(Some(DEADLINE)).unwrap();
        let resolver = Resolver::new(names(), vec![upstream.local_addr().unwrap()]);
        let shutdown = serving(&lab, 5, &Arc::new(resolver)).await;
        let answering = std::thread::spawn(move || {
            let mut buffer = [0; 1500];
            let (length, from) = upstream.recv_from(&mut buffer).unwrap();
            let query = Message::from_vec(&buffer[..length]).unwrap();
            // An answer with another id comes first and must not be believed.
            let mut forged = query.clone().into_response();
            forged.metadata.id ^= 1;
            upstream.send_to(&forged.to_vec().unwrap(), from).unwrap();
            let mut answer = query.into_response();
            answer.metadata.response_code = ResponseCode::Refused;
            upstream.send_to(&answer.to_vec().unwrap(), from).unwrap();
        });
        let answer = ask_udp(&task, "example.com.");
        assert_eq!(answer.metadata.response_code, ResponseCode::Refused);
        answering.join().unwrap();
        // Now nobody answers there.
        let answer = ask_udp(&task, "example.com.");
        assert_eq!(answer.metadata.response_code, ResponseCode::ServFail);
        shutdown.finish().await;
    });
}

#[test]
fn who_asks_for_metadata_is_known_by_the_socket() {
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let open = async |last| lab.fabric.task_sockets(&eni(1, last).id).await.unwrap().metadata;
        let (of_a, of_b): (TcpListener, TcpListener) = (open(5).await, open(6).await);
        let _from_b = b.connect((METADATA, 80)).unwrap();
        assert_eq!(of_a.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
        let (_, from) = of_b.accept().unwrap();
        assert_eq!(from.ip(), Ipv4Addr::new(10, 0, 0, 6));
        let _from_a = a.connect((METADATA, 80)).unwrap();
        assert_eq!(of_a.accept().unwrap().1.ip(), Ipv4Addr::new(10, 0, 0, 5));
        assert_eq!(of_b.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    });
}

#[test]
fn a_task_may_serve_the_same_ports_itself() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let _sockets: TaskSockets = lab.fabric.task_sockets(&eni(1, 5).id).await.unwrap();
        let _served = (task.listen(80), task.listen(53), task.udp(53));
    });
}

#[test]
fn endpoints_end_with_the_eni_and_come_once() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let id = eni(1, 5).id;
        let first = lab.fabric.task_sockets(&id).await.unwrap();
        let second = lab.fabric.task_sockets(&id).await.err();
        assert!(matches!(second, Some(Error::Kernel { .. })), "{second:?}");
        drop(first);
        let sockets = lab.fabric.task_sockets(&id).await.unwrap();
        lab.fabric.detach(&id).await.unwrap();
        let gone = task.connect((METADATA, 80)).unwrap_err().kind();
        assert_eq!(gone, ErrorKind::NetworkUnreachable);
        let none = lab.fabric.task_sockets(&id).await.err();
        assert!(matches!(none, Some(Error::NoEni(_))), "{none:?}");
        // The next ENI of that address has sockets of its own, beside the dead ones.
        let _next = lab.task(1, 5).await;
        let next = lab.fabric.task_sockets(&id).await.unwrap();
        drop((sockets, next));
    });
}

#[test]
fn a_flood_of_the_endpoints_is_cut_to_the_pace_of_its_own_eni() {
    const SENT: u64 = 8000;
    const BURST: usize = 100;
    lab(|lab| async move {
        let (a, b) = (lab.task(1, 5).await, lab.task(1, 6).await);
        let resolver = Arc::new(Resolver::new(names(), Vec::new()));
        let shutdown = serving(&lab, 6, &resolver).await;
        let socket = a.udp(0);
        let echo = b.udp(9000);
        let start = std::time::Instant::now();
        for n in 0..SENT as usize {
            socket.send_to(b"x", (RESOLVER, 53)).unwrap();
            if n % BURST == 0 {
                // Waits for what was sent, so that the host's queue of packets, which other
                // tests share, never overflows.
                socket.send_to(b"y", (Ipv4Addr::new(10, 0, 0, 6), 9000)).unwrap();
                echo.recv_from(&mut [0; 8]).unwrap();
            }
        }
        // At most a bucket and what flowed in while sending may have passed.
        let passed_max = 1024 + 1024 * start.elapsed().as_millis() as u64 / 1000 + 2;
        let counter = lab.router(1).output("nft list counter inet ferrogate paced");
        let mut words = counter.split_whitespace().skip_while(|word| *word != "packets");
        let cut: u64 = words.nth(1).unwrap().parse().unwrap();
        assert!(cut + passed_max >= SENT, "{cut} of {SENT} were cut, {passed_max} may pass");
        // The neighbour's pace is its own.
        assert!(!ask_udp(&b, "ip-10-0-0-6.ec2.internal.").answers.is_empty());
        shutdown.finish().await;
    });
}
