//! What rules cost: `cargo run --release --example policy_bench`. One line of JSON for each
//! figure. Needs root; works in namespaces and a folder of its own and removes all it made.
//!
//! Every comparison is made in turns, so that a busy machine is busy for both sides.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ferrogate_net::policy::{
    AclEntry, Group, Interface, Peer, Route, Rule, Subnet, TCP, Target, Traffic, UDP, VpcState,
};
use ferrogate_net::{Eni, EniId, Fabric, FabricOptions, Mac, VpcId};
use nix::sched::{CloneFlags, setns, unshare};

type Failed = Box<dyn std::error::Error + Send + Sync>;

const ROUNDS: usize = 5;
const FOR: Duration = Duration::from_millis(700);
const INTERFACES: u16 = 1000;
const SERVER: u16 = 10;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let attached: u16 = std::env::args().nth(1).map_or(Ok(200), |count| count.parse())?;
    let dir = tempfile::tempdir()?;
    let options =
        FabricOptions { run_dir: dir.path().into(), instance: "bench".into(), outside: None };
    let fabric = Fabric::open(options).await?;
    let result = measure(&fabric, attached).await;
    fabric.destroy().await?;
    result
}

async fn measure(fabric: &Fabric, attached: u16) -> Result<(), Failed> {
    let vpc: VpcId = "vpc-bench".parse()?;
    fabric.ensure_vpc(&vpc, "10.0.0.0/16".parse()?).await?;
    let state = state()?;
    timed("apply_all_ms", fabric.apply(&vpc, Arc::new(state.clone()))).await?;
    let (mut namespaces, mut times) = (Vec::new(), Vec::new());
    for n in 0..attached.max(2) {
        namespaces.push(new_netns()?);
        let eni = eni(&vpc, SERVER + n)?;
        let begun = Instant::now();
        fabric.attach(&eni, namespaces[usize::from(n)].as_fd()).await?;
        times.push(ms(begun));
    }
    report("attach_ms", times);
    let (server, client) = (&namespaces[0], &namespaces[1]);
    one_rule_more(fabric, &vpc, &state).await?;
    let (bare, routed) = (bare_veth()?, routed_veth()?);
    compare_speed(&[
        ("rules", (server, client, address(SERVER))),
        ("bare_veth", (&bare.0, &bare.1, BARE)),
        ("routed_veth", (&routed.0, &routed.1, ROUTED)),
    ])?;
    compare_rules(fabric, &vpc, &state, server, client).await
}

/// Some groups of many rules, network ACLs that deny something, and interfaces in all of them.
fn state() -> Result<VpcState, Failed> {
    let all = || -> Result<Rule, Failed> { from(Traffic::All, "0.0.0.0/0") };
    let mut state = VpcState { ranges: vec!["10.0.0.0/16".parse()?], ..VpcState::default() };
    let open = Group { ingress: vec![from(Traffic::All, "10.0.0.0/16")?], egress: vec![all()?] };
    state.groups.insert("sg-open".into(), open);
    for n in 0..168_u32 {
        let rule = |k: u32| {
            let source = Ipv4Addr::from((172 << 24) + n * 256 + k * 2);
            let port = 1000 + u16::try_from(n)?;
            from(
                Traffic::Ports { protocol: TCP, from: port, to: port + 9 },
                &format!("{source}/32"),
            )
        };
        let ingress = (0..60).map(rule).collect::<Result<_, _>>()?;
        state.groups.insert(format!("sg-{n}"), Group { ingress, egress: vec![all()?] });
    }
    let entry = |number, egress, allow, range: &str| -> Result<AclEntry, Failed> {
        Ok(AclEntry { number, egress, allow, traffic: Traffic::All, range: range.parse()? })
    };
    for n in 0..4 {
        let mut acl = Vec::new();
        for egress in [true, false] {
            acl.push(entry(90, egress, false, "10.0.255.0/24")?);
            acl.push(entry(100, egress, true, "0.0.0.0/0")?);
        }
        let routes = vec![Route { to: "10.0.0.0/16".parse()?, via: Target::Local }];
        let ranges = vec![format!("10.0.{}.0/20", n * 16).parse()?];
        state.subnets.insert(format!("subnet-{n}"), Subnet { ranges, acl, routes });
    }
    for n in 0..INTERFACES {
        let number = SERVER + n;
        let interface = Interface {
            addresses: vec![address(number).into()],
            subnet: format!("subnet-{}", number % 4),
            groups: vec!["sg-open".into(), format!("sg-{}", n % 168)],
            source_dest_check: true,
        };
        state.interfaces.insert(id(number)?, interface);
    }
    Ok(state)
}

fn from(traffic: Traffic, range: &str) -> Result<Rule, Failed> {
    Ok(Rule { traffic, peer: Peer::Ranges(vec![range.parse()?]) })
}

async fn one_rule_more(fabric: &Fabric, vpc: &VpcId, state: &VpcState) -> Result<(), Failed> {
    let (mut state, mut times) = (state.clone(), Vec::new());
    for n in 0..20 {
        let group = state.groups.get_mut("sg-7").ok_or("no group")?;
        group.ingress.pop();
        let only = Traffic::Ports { protocol: UDP, from: 5000 + n, to: 5000 + n };
        group.ingress.push(from(only, &format!("192.0.2.{n}/32"))?);
        let told = Arc::new(state.clone());
        let begun = Instant::now();
        fabric.apply(vpc, told).await?;
        times.push(ms(begun));
    }
    report("one_rule_of_10000_ms", times);
    Ok(())
}

const BARE: Ipv4Addr = Ipv4Addr::new(10, 9, 9, 1);

/// Two namespaces and nothing between them but a pair of interfaces of the same MTU.
fn bare_veth() -> Result<(File, File), Failed> {
    let (server, client) = (new_netns()?, new_netns()?);
    let there = format!("/proc/{}/fd/{}", std::process::id(), client.as_raw_fd());
    inside(&server, || {
        ip(&format!("link add va mtu 9001 type veth peer name vb mtu 9001 netns {there}"))?;
        ip("address add 10.9.9.1/24 dev va")?;
        ip("link set va up")
    })?;
    inside(&client, || {
        ip("address add 10.9.9.2/24 dev vb")?;
        ip("link set vb up")
    })?;
    Ok((server, client))
}

const ROUTED: Ipv4Addr = Ipv4Addr::new(10, 8, 1, 2);

/// Two namespaces and a third between them that forwards, without any rules.
fn routed_veth() -> Result<(File, File, File), Failed> {
    let (server, client, router) = (new_netns()?, new_netns()?, new_netns()?);
    for (n, end) in [(1, &server), (2, &client)] {
        let there = format!("/proc/{}/fd/{}", std::process::id(), end.as_raw_fd());
        inside(&router, || {
            std::fs::write("/proc/sys/net/ipv4/ip_forward", "1")?;
            ip(&format!("link add r{n} mtu 9001 type veth peer name e mtu 9001 netns {there}"))?;
            ip(&format!("address add 10.8.{n}.1/24 dev r{n}"))?;
            ip(&format!("link set r{n} up"))
        })?;
        inside(end, || {
            ip(&format!("address add 10.8.{n}.2/24 dev e"))?;
            ip("link set e up")?;
            ip(&format!("route add default via 10.8.{n}.1"))
        })?;
    }
    Ok((server, client, router))
}

fn ip(words: &str) -> Result<(), Failed> {
    let done = Command::new("ip").args(words.split(' ')).status()?;
    if done.success() { Ok(()) } else { Err(format!("ip {words}: {done}").into()) }
}

/// The namespaces of a server and a client, and the server's address.
type Pair<'a> = (&'a File, &'a File, Ipv4Addr);

fn compare_speed(pairs: &[(&str, Pair<'_>)]) -> Result<(), Failed> {
    type Figure = fn(Pair<'_>) -> Result<f64, Failed>;
    let figures: [(&str, Figure); 3] = [
        ("gbit_per_second", throughput),
        ("requests_per_second", |pair| requests(pair, false)),
        ("connections_per_second", |pair| requests(pair, true)),
    ];
    for (name, figure) in figures {
        let mut values = vec![Vec::new(); pairs.len()];
        for _ in 0..ROUNDS {
            for ((_, pair), values) in pairs.iter().zip(&mut values) {
                values.push(figure(*pair)?);
            }
        }
        for ((pair, _), values) in pairs.iter().zip(values) {
            report(&format!("{name}_{pair}"), values);
        }
    }
    Ok(())
}

fn throughput((server, client, at): Pair<'_>) -> Result<f64, Failed> {
    let listener = inside(server, || Ok(TcpListener::bind((at, 0))?))?;
    let to = listener.local_addr()?;
    let reading = std::thread::spawn(move || -> std::io::Result<u64> {
        let (mut stream, _) = listener.accept()?;
        let (mut buffer, mut sum) = (vec![0; 1 << 18], 0);
        loop {
            match stream.read(&mut buffer)? {
                0 => return Ok(sum),
                length => sum += length as u64,
            }
        }
    });
    let mut stream = inside(client, || Ok(TcpStream::connect(to)?))?;
    let (buffer, begun) = (vec![7; 1 << 18], Instant::now());
    while begun.elapsed() < FOR {
        stream.write_all(&buffer)?;
    }
    drop(stream);
    let bytes = reading.join().map_err(|_| "a reader panicked")??;
    Ok(bytes as f64 * 8.0 / begun.elapsed().as_secs_f64() / 1e9)
}

/// Requests of 64 bytes, one after the other, on one connection or each on one of its own.
fn requests((server, client, at): Pair<'_>, each_anew: bool) -> Result<f64, Failed> {
    let listener = inside(server, || Ok(TcpListener::bind((at, 0))?))?;
    let to = listener.local_addr()?;
    let ends = Arc::new(AtomicBool::new(false));
    let ended = ends.clone();
    let serving = std::thread::spawn(move || -> std::io::Result<()> {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = [0; 64];
            while stream.read_exact(&mut request).is_ok() {
                stream.write_all(&request)?;
            }
            if ended.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(())
    });
    let connect = || -> Result<TcpStream, Failed> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        Ok(stream)
    };
    let count = inside(client, || {
        let (mut stream, mut count, mut answer) = (connect()?, 0_u32, [0; 64]);
        let begun = Instant::now();
        while begun.elapsed() < FOR {
            if each_anew {
                stream = connect()?;
            }
            stream.write_all(&[7; 64])?;
            stream.read_exact(&mut answer)?;
            count += 1;
        }
        ends.store(true, Ordering::Relaxed);
        drop(stream);
        // A server that waits for the next sees that there is none.
        drop(TcpStream::connect(to));
        Ok(f64::from(count) / begun.elapsed().as_secs_f64())
    })?;
    serving.join().map_err(|_| "a server panicked")??;
    Ok(count)
}

/// What a first packet, and one of a flow that is known, takes there and back, by one rule of
/// the server's group and by a thousand.
async fn compare_rules(
    fabric: &Fabric,
    vpc: &VpcId,
    state: &VpcState,
    server: &File,
    client: &File,
) -> Result<(), Failed> {
    let to = SocketAddr::from((address(SERVER), 9000));
    let socket = inside(server, || Ok(UdpSocket::bind(to)?))?;
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let (mut first, mut known) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..ROUNDS {
        for (which, rules) in [1, 1000].into_iter().enumerate() {
            fabric.apply(vpc, Arc::new(with_rules(state, rules)?)).await?;
            let (of_first, of_known) = inside(client, || round_trips(&socket, to))?;
            first[which].push(of_first);
            known[which].push(of_known);
        }
    }
    let [[first_1, first_1000], [known_1, known_1000]] = [first, known];
    report("new_flow_round_trip_1_rule_us", first_1);
    report("new_flow_round_trip_1000_rules_us", first_1000);
    report("known_flow_round_trip_1_rule_us", known_1);
    report("known_flow_round_trip_1000_rules_us", known_1000);
    Ok(())
}

/// The last of the rules is the one that lets the client in.
fn with_rules(state: &VpcState, count: u16) -> Result<VpcState, Failed> {
    let mut state = state.clone();
    let port = |port| Traffic::Ports { protocol: UDP, from: port, to: port };
    let mut ingress = Vec::new();
    for n in 1..count {
        let [high, low] = n.to_be_bytes();
        ingress.push(from(port(n), &format!("192.168.{high}.{low}/32"))?);
    }
    ingress.push(from(port(9000), "10.0.0.0/16")?);
    state.groups.insert("sg-rules".into(), Group { ingress, egress: vec![] });
    let interface = state.interfaces.get_mut(&id(SERVER)?).ok_or("no interface")?;
    interface.groups = vec!["sg-rules".into()];
    Ok(state)
}

/// Microseconds of the middle one of many round trips, of new flows and of a known one.
fn round_trips(server: &UdpSocket, to: SocketAddr) -> Result<(f64, f64), Failed> {
    const COUNT: usize = 2000;
    let (mut first, mut known, mut buffer) = (Vec::new(), Vec::new(), [0; 64]);
    for _ in 0..COUNT {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        socket.set_read_timeout(Some(Duration::from_secs(5)))?;
        for times in [&mut first, &mut known] {
            let begun = Instant::now();
            socket.send_to(&[7; 64], to)?;
            let (_, from) = server.recv_from(&mut buffer)?;
            server.send_to(&buffer, from)?;
            socket.recv_from(&mut buffer)?;
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
    }
    Ok((middle(&mut first), middle(&mut known)))
}

fn address(n: u16) -> Ipv4Addr {
    let (subnet, place) = (u32::from(n % 4), u32::from(n / 4));
    Ipv4Addr::from((10 << 24) + subnet * 4096 + 10 + place)
}

fn id(n: u16) -> Result<EniId, Failed> {
    Ok(format!("eni-{n}").parse()?)
}

fn eni(vpc: &VpcId, n: u16) -> Result<Eni, Failed> {
    let [a, b, c, d] = address(n).octets();
    let id = id(n)?;
    Ok(Eni {
        host_if: id.host_if(),
        id,
        vpc: vpc.clone(),
        address: address(n),
        subnet: format!("10.0.{}.0/20", n % 4 * 16).parse()?,
        gateway: format!("10.0.{}.1", n % 4 * 16).parse()?,
        address6: None,
        mac: Mac([2, 0, a, b, c, d]),
    })
}

fn new_netns() -> Result<File, Failed> {
    let made = std::thread::spawn(|| {
        unshare(CloneFlags::CLONE_NEWNET)?;
        File::open("/proc/thread-self/ns/net")
    });
    Ok(made.join().map_err(|_| "a thread panicked")??)
}

fn inside<R: Send>(
    netns: &File,
    visit: impl FnOnce() -> Result<R, Failed> + Send,
) -> Result<R, Failed> {
    std::thread::scope(|scope| {
        let visiting = scope.spawn(|| {
            setns(netns.as_fd(), CloneFlags::CLONE_NEWNET)?;
            visit()
        });
        visiting.join().map_err(|_| "a visitor panicked")?
    })
}

async fn timed<T, E>(name: &str, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let begun = Instant::now();
    let done = work.await?;
    report(name, vec![ms(begun)]);
    Ok(done)
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn report(name: &str, mut values: Vec<f64>) {
    let middle = middle(&mut values);
    let (least, most) = (values[0], values[values.len() - 1]);
    println!(
        "{{\"name\": \"{name}\", \"median\": {middle:.4}, \"min\": {least:.4}, \
         \"max\": {most:.4}, \"count\": {}}}",
        values.len()
    );
}
