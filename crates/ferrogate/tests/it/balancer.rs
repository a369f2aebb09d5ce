//! Load balancers on a host: the real agent, told by a server that is this test, with real
//! processes, namespaces and packets. Needs root.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ferrogate_link::balancer::{
    Action, Attributes, CodeRange, FixedResponse, GroupAttributes, GroupProtocol, HealthCheck,
    Listener, ListenerProtocol, Node, NodeId, Report, Rule, Scheme, Target, TargetGroup, Version,
    Weighted,
};
use ferrogate_link::session::version::BALANCERS;
use ferrogate_link::session::{Frames, ToAgent, ToServer};
use ferrogate_link::{Body, Object, ObjectKey, Part};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ec2::{eni, range};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::codec::Framed;

/// Less than an agent waits for a server that says nothing.
const DEADLINE: Duration = Duration::from_secs(50);

/// An engine's folder, an agent on it, and the server's end of its session.
struct Rig {
    dir: tempfile::TempDir,
    instance: String,
    socket: UnixListener,
    agent: Child,
    session: Framed<UnixStream, Frames<ToAgent, ToServer>>,
}

impl Rig {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let instance = format!("lb{}", std::process::id());
        std::fs::write(dir.path().join("instance"), &instance).unwrap();
        std::fs::write(dir.path().join("settings.toml"), "warm = 0\ninternet = \"none\"\n")
            .unwrap();
        std::fs::DirBuilder::new().mode(0o700).create(dir.path().join("server")).unwrap();
        std::fs::create_dir(dir.path().join("run")).unwrap();
        let socket = UnixListener::bind(dir.path().join("run/session.sock")).unwrap();
        let agent = agent(dir.path());
        let session = join(&socket).await;
        Self { dir, instance, socket, agent, session }
    }

    /// Waits until the agent has died where it was ordered to.
    async fn dies_at(&mut self, point: &str) {
        let until = Instant::now() + DEADLINE;
        while self.agent.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "it does not come to {point}");
            tokio::task::yield_now().await;
        }
    }

    fn order(&self, point: &str) {
        std::fs::write(self.dir.path().join("agent/crash-at"), point).unwrap();
    }

    /// Kills the agent and starts another one.
    async fn another_agent(&mut self) {
        let _ = self.agent.kill();
        self.agent.wait().unwrap();
        self.agent = agent(self.dir.path());
        self.session = join(&self.socket).await;
    }

    async fn say(&mut self, frame: ToAgent) {
        // One that has just died hears nothing.
        drop(self.session.send(&frame).await);
    }

    async fn put(&mut self, generation: u64, body: Body) {
        self.say(ToAgent::Put(Object { generation, body })).await;
    }

    /// The next report of that node that is so.
    async fn report(&mut self, node: &Node, is: impl Fn(&Report) -> bool) -> Report {
        let mut last = None;
        let wait = async {
            loop {
                match self.session.next().await.expect("the agent speaks").unwrap() {
                    ToServer::Balancer(report) if report.node == node.id && is(&report) => {
                        return *report;
                    }
                    ToServer::Balancer(report) if report.node == node.id => last = Some(report),
                    _ => {}
                }
            }
        };
        match tokio::time::timeout(DEADLINE, wait).await {
            Ok(report) => report,
            Err(_) => panic!("the last report: {last:?}"),
        }
    }

    /// Asks the node for `/` by the way that the engine's port takes.
    async fn ask(&self, node: &Node) -> String {
        let label = node.dns_name.split('.').next().unwrap();
        let at = self.dir.path().join("server/balancers").join(label).join(&node.id.0);
        let mut stream = UnixStream::connect(at).await.unwrap();
        stream.write_all(b"\x0c192.0.2.1:99").await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer);
        tokio::time::timeout(DEADLINE, read).await.expect("it answers").unwrap();
        answer
    }

    /// The processes in the node's cgroup.
    fn pids(&self, node: &Node) -> Vec<i32> {
        let cgroups = ferrogate_host::cgroup::Cgroups::detect().unwrap();
        cgroups.pids(&format!("ferrogate-{}/lb-{}", self.instance, node.id))
    }

    fn folder(&self, node: &Node) -> PathBuf {
        self.dir.path().join("run/balancers").join(&node.id.0)
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = self.agent.kill();
        let _ = self.agent.wait();
        let _ = std::fs::remove_file(self.dir.path().join("agent/crash-at"));
        let down = ferrogate(self.dir.path(), "down").args(["--timeout", "1"]).output().unwrap();
        if !std::thread::panicking() {
            assert!(down.status.success(), "{down:?}");
            let cgroups = ferrogate_host::cgroup::Cgroups::detect().unwrap();
            assert!(cgroups.is_gone(&format!("ferrogate-{}", self.instance)));
            assert!(!self.dir.path().join("run/balancers").exists());
            let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap();
            assert!(!mounts.contains(self.dir.path().to_str().unwrap()), "{mounts}");
        }
    }
}

fn ferrogate(dir: &Path, verb: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ferrogate"));
    command.arg(verb).arg("--data-dir").arg(dir).stdin(Stdio::null());
    command
}

fn agent(dir: &Path) -> Child {
    ferrogate(dir, "agent").stdout(Stdio::null()).spawn().unwrap()
}

/// Lets an agent in.
async fn join(socket: &UnixListener) -> Framed<UnixStream, Frames<ToAgent, ToServer>> {
    let accepted = tokio::time::timeout(DEADLINE, socket.accept()).await;
    let (stream, _) = accepted.expect("the agent dials").unwrap();
    let mut session = Framed::new(stream, Frames::<ToAgent, ToServer>::default());
    let hello = tokio::time::timeout(DEADLINE, session.next()).await;
    let Some(Ok(ToServer::Hello(hello))) = hello.expect("it speaks") else { panic!("no hello") };
    assert!(hello.protocol >= BALANCERS);
    session.send(&ToAgent::Welcome { protocol: hello.protocol }).await.unwrap();
    session
}

/// Everything that a host is told of a default VPC with two load balancers, of which one
/// forwards to the other.
struct World {
    network: DefaultNetwork,
    front: Node,
    back: Node,
    interfaces: Vec<eni::Record>,
}

impl World {
    fn new() -> Self {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let network = DefaultNetwork::of(&scope);
        let interfaces: Vec<_> = (0..2).map(|n| interface(&network, n)).collect();
        let fixed = FixedResponse { status: 200, content_type: None, body: "from the back".into() };
        let back = node(&interfaces[1], "back-2", Action::FixedResponse(fixed), vec![]);
        let groups = vec![Weighted { group: "arn:group".into(), weight: 1 }];
        let forward = Action::Forward { groups, stickiness_s: None };
        let front = node(&interfaces[0], "front-1", forward, vec![group(&back)]);
        Self { network, front, back, interfaces }
    }

    fn parts(&self) -> Vec<Part> {
        let of = &self.network.parts;
        let mut all = vec![
            Part::Vpc(of.vpc.clone()),
            Part::RouteTable(of.main.clone()),
            Part::Acl(of.acl.clone()),
            Part::Group(of.group.clone()),
        ];
        all.extend(self.network.subnets.iter().cloned().map(Part::Subnet));
        all.extend(self.interfaces.iter().cloned().map(Part::Interface));
        all
    }

    /// Tells an agent of everything, but of load balancers these alone.
    async fn tell(&self, rig: &mut Rig, nodes: &[&Node]) {
        let mut keys = Vec::new();
        for part in self.parts() {
            keys.push(ObjectKey::Network(part.key()));
            rig.put(1, Body::Network(Box::new(part))).await;
        }
        for node in nodes {
            keys.push(ObjectKey::Balancer(node.id.clone()));
            rig.put(7, Body::Balancer(Box::new((*node).clone()))).await;
        }
        rig.say(ToAgent::Sync(keys)).await;
    }
}

fn interface(network: &DefaultNetwork, n: usize) -> eni::Record {
    let subnet = &network.subnets[n];
    eni::Record {
        scope: subnet.scope.clone(),
        id: format!("eni-{n:017x}"),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address: range::nth_usable(subnet.cidr, 7).unwrap(),
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: format!("02:00:00:00:00:0{n}"),
        groups: vec![network.parts.group.id.clone()],
        source_dest_check: true,
        owner: eni::Owner::LoadBalancer("arn:lb".into()),
        description: String::new(),
        created_at: ferrogate_base::TimestampMs(1000),
        tags: vec![],
    }
}

fn node(eni: &eni::Record, label: &str, action: Action, groups: Vec<TargetGroup>) -> Node {
    let rule = Rule {
        arn: "arn:rule".into(),
        priority: None,
        conditions: vec![],
        transforms: vec![],
        action,
    };
    Node {
        id: NodeId(eni.id.clone()),
        arn: format!("arn:{label}"),
        name: format!("app/{label}"),
        dns_name: format!("{label}.us-east-1.elb.localhost"),
        scheme: Scheme::Internal,
        vpc: eni.vpc.clone(),
        subnet: eni.subnet.clone(),
        zone: eni.zone.clone(),
        address: eni.address,
        attributes: Attributes::default(),
        listeners: vec![Listener {
            arn: "arn:listener".into(),
            port: 80,
            protocol: ListenerProtocol::Http,
            rules: vec![rule],
            server_header: true,
            response_headers: vec![],
        }],
        groups,
    }
}

fn group(target: &Node) -> TargetGroup {
    TargetGroup {
        arn: "arn:group".into(),
        protocol: GroupProtocol::Http,
        version: Version::Http1,
        health: HealthCheck {
            enabled: true,
            protocol: GroupProtocol::Http,
            port: None,
            path: "/".into(),
            interval_s: 1,
            timeout_s: 1,
            healthy: 1,
            unhealthy: 1,
            matcher: vec![CodeRange { from: 200, to: 200 }],
        },
        attributes: GroupAttributes::default(),
        targets: vec![Target {
            address: target.address.into(),
            port: 80,
            zone: Some(target.zone.clone()),
            draining_since: None,
        }],
        hold: None,
    }
}

fn is_healthy(report: &Report) -> bool {
    report.generation == 7 && report.targets.iter().all(|of| of.health.state() == "healthy")
}

/// Waits until something is so that nobody tells of.
async fn until(what: &str, is: impl Fn() -> bool) {
    let until = Instant::now() + DEADLINE;
    while !is() {
        assert!(Instant::now() < until, "{what}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_node_is_reached_as_its_groups_let_it_and_outlives_its_agent() {
    let (world, mut rig) = (World::new(), Rig::new().await);
    world.tell(&mut rig, &[&world.front, &world.back]).await;
    let report = rig.report(&world.front, is_healthy).await;
    let answer = rig.ask(&world.front).await;
    assert!(answer.ends_with("from the back"), "{answer}");

    // It is nobody, in namespaces of its own, without a file.
    let pids = rig.pids(&world.front);
    let [pid] = pids[..] else { panic!("{pids:?}") };
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    for line in ["Uid:\t64178\t", "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000"] {
        assert!(status.contains(line), "{line} is not in {status}");
    }
    assert!(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"), "{status}");
    let root = std::fs::read_link(format!("/proc/{pid}/root")).unwrap();
    assert!(root.ends_with("empty") && std::fs::read_dir(&root).unwrap().count() == 0);
    let control = rig.folder(&world.front).join("control.sock");
    let mode = std::fs::metadata(control.parent().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);

    // Nothing passes that the groups don't let pass.
    let mut closed = world.network.parts.group.clone();
    closed.ingress.clear();
    rig.put(2, Body::Network(Box::new(Part::Group(closed)))).await;
    let cut = rig.report(&world.front, |report| !is_healthy(report)).await;
    assert_eq!(cut.targets[0].health.reason(), Some("Target.Timeout"));
    rig.put(3, Body::Network(Box::new(Part::Group(world.network.parts.group.clone())))).await;
    rig.report(&world.front, is_healthy).await;

    // An agent that is killed leaves it as it is, and the next one finds it.
    rig.agent.kill().unwrap();
    assert!(rig.ask(&world.front).await.ends_with("from the back"));
    rig.another_agent().await;
    world.tell(&mut rig, &[&world.front, &world.back]).await;
    let again = rig.report(&world.front, is_healthy).await;
    assert_eq!((&again.run, rig.pids(&world.front)), (&report.run, vec![pid]));
    assert!(rig.ask(&world.front).await.ends_with("from the back"));

    // One that dies is there again.
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::SIGKILL).unwrap();
    rig.report(&world.front, |report| is_healthy(report) && report.run != again.run).await;
    assert!(rig.ask(&world.front).await.ends_with("from the back"));

    // One that is no more leaves nothing, told now or by the next session.
    rig.say(ToAgent::Forget(ObjectKey::Balancer(world.front.id.clone()))).await;
    until("the node goes", || !rig.folder(&world.front).exists()).await;
    assert!(rig.pids(&world.front).is_empty());
    assert!(!rig.dir.path().join("server/balancers/front-1").exists());
    rig.another_agent().await;
    world.tell(&mut rig, &[]).await;
    until("the other node goes", || !rig.folder(&world.back).exists()).await;
    assert!(rig.pids(&world.back).is_empty());
    world.tell(&mut rig, &[&world.back]).await;
    rig.report(&world.back, is_healthy).await;
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn an_agent_that_is_killed_at_any_step_leaves_a_node_to_the_next() {
    let (world, mut rig) = (World::new(), Rig::new().await);
    for point in ["agent:before-balancer", "agent:after-balancer", "agent:attached-balancer"] {
        rig.order(point);
        world.tell(&mut rig, &[&world.back]).await;
        rig.dies_at(point).await;
        rig.another_agent().await;
        world.tell(&mut rig, &[&world.back]).await;
        rig.report(&world.back, is_healthy).await;
        assert!(rig.ask(&world.back).await.ends_with("from the back"), "{point}");
        assert_eq!(rig.pids(&world.back).len(), 1, "{point}");

        rig.order("agent:ending-balancer");
        world.tell(&mut rig, &[]).await;
        rig.dies_at("agent:ending-balancer").await;
        assert!(rig.pids(&world.back).is_empty() && rig.folder(&world.back).exists());
        rig.another_agent().await;
        world.tell(&mut rig, &[]).await;
        until("the node goes", || !rig.folder(&world.back).exists()).await;
    }
}
