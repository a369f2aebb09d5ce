//! A fabric of its own for each test, taken down and counted at the end, also of a test
//! that fails.

use std::collections::BTreeMap;
use std::fs::File;
use std::future::Future;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ferrogate_net::policy::{
    AclEntry, Group, Interface, Peer, Route, Rule, Subnet, Target, Traffic, VpcState,
};
use ferrogate_net::{Eni, Fabric, FabricOptions, IpNet, Ipv4Net, Mac, Outside, VpcId};
use nix::sched::{CloneFlags, setns, unshare};

/// Nothing here takes this long; it turns a hang into a failure.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) struct Lab {
    pub(crate) fabric: Arc<Fabric>,
    pub(crate) dir: tempfile::TempDir,
    /// What each VPC was told.
    states: Mutex<BTreeMap<VpcId, VpcState>>,
}

pub(crate) fn options(dir: &Path) -> FabricOptions {
    FabricOptions { run_dir: dir.to_owned(), instance: "lab".into(), outside: None }
}

/// Runs `test` with a fabric, destroys it, and checks that nothing is left.
pub(crate) fn lab<F: Future<Output = ()>>(test: impl FnOnce(Arc<Lab>) -> F + Send + 'static) {
    lab_within(DEADLINE * 3, test);
}

/// The same for a test that may take so long.
pub(crate) fn lab_within<F: Future<Output = ()>>(
    limit: Duration,
    test: impl FnOnce(Arc<Lab>) -> F + Send + 'static,
) {
    lab_with(limit, None, test);
}

/// The same for one whose gateways lead somewhere.
pub(crate) fn lab_with<F: Future<Output = ()>>(
    limit: Duration,
    outside: Option<Outside>,
    test: impl FnOnce(Arc<Lab>) -> F + Send + 'static,
) {
    assert!(nix::unistd::geteuid().is_root(), "these tests need root");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let options = FabricOptions { outside, ..options(dir.path()) };
        let fabric = Fabric::open(options).await.unwrap();
        let lab = Arc::new(Lab { fabric: Arc::new(fabric), dir, states: Mutex::default() });
        // On a thread of its own, because tests also wait without the runtime's knowledge.
        let (handle, of_test) = (tokio::runtime::Handle::current(), lab.clone());
        let tested = std::thread::spawn(move || {
            handle.block_on(async { tokio::time::timeout(limit, test(of_test)).await })
        });
        let tested = tokio::task::spawn_blocking(|| tested.join()).await.unwrap();
        lab.fabric.destroy().await.unwrap();
        assert_eq!(lab.fabric.census().await.unwrap(), []);
        assert!(!lab.dir.path().join("netns").exists());
        match tested {
            Ok(in_time) => in_time.expect("the test took too long"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
}

pub(crate) fn vpc(n: u8) -> VpcId {
    format!("vpc-{n}").parse().unwrap()
}

pub(crate) fn cidr() -> Ipv4Net {
    "10.0.0.0/16".parse().unwrap()
}

/// ENI `last` of a VPC: 10.0.0.`last`.
pub(crate) fn eni(vpc_number: u8, last: u8) -> Eni {
    let id: ferrogate_net::EniId = format!("eni-{vpc_number}-{last}").parse().unwrap();
    Eni { host_if: id.host_if(), id, ..eni_at(vpc_number, Ipv4Addr::new(10, 0, 0, last)) }
}

/// The ENI of a VPC that has this address, in the /24 that it is in.
pub(crate) fn eni_at(vpc_number: u8, address: Ipv4Addr) -> Eni {
    let [a, b, c, d] = address.octets();
    let id: ferrogate_net::EniId = format!("eni-{vpc_number}-{b}-{c}-{d}").parse().unwrap();
    Eni {
        host_if: id.host_if(),
        id,
        vpc: vpc(vpc_number),
        address,
        subnet: Ipv4Net::new(address, 24).unwrap().trunc(),
        gateway: Ipv4Addr::new(a, b, c, 1),
        address6: None,
        mac: Mac([2, 0, a, b, c, d]),
    }
}

/// A VPC of one subnet, whose interfaces are these and may do anything.
pub(crate) fn open_state(enis: &[Eni]) -> VpcState {
    let all: IpNet = "0.0.0.0/0".parse().unwrap();
    let rule = || Rule { traffic: Traffic::All, peer: Peer::Ranges(vec![all]) };
    let entry =
        |egress| AclEntry { number: 100, egress, allow: true, traffic: Traffic::All, range: all };
    let ranges = vec![cidr().into()];
    let subnet = Subnet {
        ranges: vec!["10.0.0.0/24".parse().unwrap()],
        acl: vec![entry(true), entry(false)],
        routes: vec![Route { to: ranges[0], via: Target::Local }],
    };
    VpcState {
        ranges,
        subnets: [("subnet-1".into(), subnet)].into(),
        groups: [("sg-open".into(), Group { ingress: vec![rule()], egress: vec![rule()] })].into(),
        interfaces: enis.iter().map(|eni| (eni.id.clone(), in_open_group(eni))).collect(),
        ..VpcState::default()
    }
}

fn in_open_group(eni: &Eni) -> Interface {
    Interface {
        addresses: vec![eni.address.into()],
        subnet: "subnet-1".into(),
        groups: vec!["sg-open".into()],
        source_dest_check: true,
    }
}

impl Lab {
    /// A namespace with an ENI in it, in a VPC in which everything is allowed unless it was
    /// told otherwise.
    pub(crate) async fn task(&self, vpc_number: u8, last: u8) -> Netns {
        let netns = Netns::new();
        self.join(vpc_number, last, &netns).await;
        netns
    }

    pub(crate) async fn join(&self, vpc_number: u8, last: u8, netns: &Netns) {
        let eni = eni(vpc_number, last);
        self.fabric.ensure_vpc(&vpc(vpc_number), cidr()).await.unwrap();
        self.fabric.attach(&eni, netns.0.as_fd()).await.unwrap();
        let in_group = in_open_group(&eni);
        self.tell(vpc_number, |state| {
            state.interfaces.entry(eni.id).or_insert(in_group);
        })
        .await;
    }

    /// Tells the VPC of an interface that may do anything.
    pub(crate) async fn join_told(&self, vpc_number: u8, last: u8) {
        let eni = eni(vpc_number, last);
        let in_group = in_open_group(&eni);
        self.tell(vpc_number, |state| drop(state.interfaces.insert(eni.id, in_group))).await;
    }

    /// A namespace with the ENI of an address in it, of which the VPC is told nothing.
    pub(crate) async fn attach_at(&self, vpc_number: u8, address: Ipv4Addr) -> Netns {
        let netns = Netns::new();
        self.fabric.attach(&eni_at(vpc_number, address), netns.0.as_fd()).await.unwrap();
        netns
    }

    /// Changes what a VPC is told, and tells it.
    pub(crate) async fn tell(&self, vpc_number: u8, change: impl FnOnce(&mut VpcState)) {
        let state = {
            let mut states = self.states.lock().unwrap();
            let state = states.entry(vpc(vpc_number)).or_insert_with(|| open_state(&[]));
            change(state);
            Arc::new(state.clone())
        };
        self.fabric.apply(&vpc(vpc_number), state).await.unwrap();
    }

    /// What a VPC was told last.
    pub(crate) fn told(&self, vpc_number: u8) -> VpcState {
        self.states.lock().unwrap()[&vpc(vpc_number)].clone()
    }

    /// Tells the first VPC of a public address.
    pub(crate) async fn publish(&self, private: Ipv4Addr, public: Ipv4Addr) {
        self.tell(1, |state| state.public.extend([(private, public)])).await;
    }

    /// The namespace of a VPC, by its pin.
    pub(crate) fn router(&self, vpc_number: u8) -> Netns {
        Netns(File::open(self.dir.path().join("netns").join(vpc(vpc_number).as_str())).unwrap())
    }
}

/// A network namespace, held by its file.
pub(crate) struct Netns(pub(crate) File);

impl Netns {
    pub(crate) fn new() -> Self {
        let made = std::thread::spawn(|| {
            unshare(CloneFlags::CLONE_NEWNET).unwrap();
            File::open("/proc/thread-self/ns/net").unwrap()
        });
        Self(made.join().unwrap())
    }

    /// A namespace that belongs to a user namespace of its own, as a task's does.
    pub(crate) fn unprivileged() -> Self {
        let mut child = Command::new("unshare")
            .args(["--user", "--map-root-user", "--net", "sh", "-c", "echo ready; read line"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = [0; 6];
        child.stdout.as_mut().unwrap().read_exact(&mut ready).unwrap();
        let netns = File::open(format!("/proc/{}/ns/net", child.id())).unwrap();
        child.stdin.take().unwrap().write_all(b"\n").unwrap();
        child.wait().unwrap();
        Self(netns)
    }

    /// Runs `visit` on a thread inside the namespace.
    pub(crate) fn inside<R: Send>(&self, visit: impl FnOnce() -> R + Send) -> R {
        std::thread::scope(|scope| {
            let visiting = scope.spawn(|| {
                setns(self.0.as_fd(), CloneFlags::CLONE_NEWNET).unwrap();
                visit()
            });
            visiting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    pub(crate) fn read(&self, path: &str) -> String {
        self.inside(|| std::fs::read_to_string(path).unwrap())
    }

    pub(crate) fn output(&self, command: &str) -> String {
        let words: Vec<&str> = command.split(' ').collect();
        self.inside(|| {
            let output = Command::new(words[0]).args(&words[1..]).output().unwrap();
            assert!(output.status.success(), "{command}: {output:?}");
            String::from_utf8(output.stdout).unwrap()
        })
    }

    pub(crate) fn has_eth1(&self) -> bool {
        self.read("/proc/thread-self/net/dev").contains("eth1:")
    }

    pub(crate) fn udp(&self, port: u16) -> UdpSocket {
        let socket = self.inside(|| UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap());
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        socket
    }

    pub(crate) fn listen(&self, port: u16) -> TcpListener {
        self.inside(|| TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap())
    }

    pub(crate) fn connect(&self, to: (Ipv4Addr, u16)) -> std::io::Result<TcpStream> {
        let to = SocketAddr::from(to);
        let stream = self.inside(|| TcpStream::connect_timeout(&to, DEADLINE))?;
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        Ok(stream)
    }
}

/// A datagram there and back: what was sent from `a` before it has arrived, or never will.
pub(crate) fn round_trip(a: &Netns, b: &Netns, address: Ipv4Addr) {
    let (here, there) = (a.udp(0), b.udp(0));
    here.send_to(b"there", (address, there.local_addr().unwrap().port())).unwrap();
    let (_, from) = there.recv_from(&mut [0; 8]).unwrap();
    there.send_to(b"back", from).unwrap();
    here.recv_from(&mut [0; 8]).unwrap();
}

/// Whether nothing has come, no refusal either.
pub(crate) fn is_silent(socket: &UdpSocket) -> bool {
    socket.set_nonblocking(true).unwrap();
    let heard = socket.recv_from(&mut [0; 64]);
    heard.is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock)
}

/// Accepts one connection, answers every line-less read with `name` before it.
pub(crate) fn answer_once(
    listener: TcpListener,
    name: &'static str,
) -> std::thread::JoinHandle<SocketAddr> {
    std::thread::spawn(move || {
        let (mut stream, from) = listener.accept().unwrap();
        stream.write_all(name.as_bytes()).unwrap();
        from
    })
}

pub(crate) fn read_all(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}
