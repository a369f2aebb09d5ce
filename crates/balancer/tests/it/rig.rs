//! A node with addresses of its own, and targets that do what a test says.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ferrogate_balancer::node::{Options, Running};
use ferrogate_base::Shutdown;
use ferrogate_link::balancer::{
    Action, Attributes, CodeRange, GroupAttributes, GroupProtocol, HealthCheck, Listener,
    ListenerProtocol, Node, NodeId, Report, Rule, Scheme, Target, TargetGroup, Version, Weighted,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const DEADLINE: Duration = Duration::from_secs(30);
pub(crate) const PORT: u16 = 8080;
pub(crate) const GROUP: &str = "group-a";

/// An address of loopback that no other test of this process, and none of another, has.
fn address() -> Ipv4Addr {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let process = std::process::id().to_be_bytes();
    Ipv4Addr::new(127, 128 | process[2], process[3], NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A node at work.
pub(crate) struct Rig {
    pub(crate) node: Node,
    pub(crate) running: Arc<Running>,
    pub(crate) shutdown: Shutdown,
    generation: u64,
}

impl Rig {
    /// One that forwards everything to one group with these targets.
    pub(crate) async fn of(targets: &[SocketAddr]) -> Self {
        Self::with(targets, |_| {}).await
    }

    /// The same, changed before it begins. Waits until every target was looked at.
    pub(crate) async fn with(targets: &[SocketAddr], change: impl FnOnce(&mut Node)) -> Self {
        let mut node = node(address(), targets);
        change(&mut node);
        let shutdown = Shutdown::new();
        let options = Options { id: node.id.clone(), connections_max: 1000, relay: None };
        let running = Running::start(options, shutdown.clone());
        running.obey(&node, 1);
        let rig = Self { node, running, shutdown, generation: 1 };
        rig.until(|report| report.targets.iter().all(|of| of.health.state() != "initial")).await;
        rig
    }

    /// Tells it anew.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Node)) {
        change(&mut self.node);
        self.generation += 1;
        self.running.obey(&self.node, self.generation);
    }

    /// Waits until its report is so.
    pub(crate) async fn until(&self, is: impl Fn(&Report) -> bool) -> Report {
        let until = Instant::now() + DEADLINE;
        loop {
            let report = self.running.report();
            if is(&report) {
                return report;
            }
            assert!(Instant::now() < until, "{report:?}");
            let changed = self.running.changed();
            drop(tokio::time::timeout(Duration::from_millis(50), changed).await);
        }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect((self.node.address, PORT)).await.unwrap()
    }

    /// Sends these bytes on a connection of its own; all that comes back.
    pub(crate) async fn raw(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut all = Vec::new();
        let read = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut all)).await;
        // A reset after the answer is an end too.
        drop(read.expect("it answers"));
        String::from_utf8_lossy(&all).into_owned()
    }

    /// Asks for a path; what comes back.
    pub(crate) async fn get(&self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        self.raw(&request).await
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

/// A node that forwards everything.
pub(crate) fn node(address: Ipv4Addr, targets: &[SocketAddr]) -> Node {
    Node {
        id: NodeId("eni-1".into()),
        arn: "arn:lb".into(),
        name: "app/web/1".into(),
        dns_name: "web-1.us-east-1.elb.localhost".into(),
        scheme: Scheme::Internal,
        vpc: "vpc-1".into(),
        subnet: "subnet-1".into(),
        zone: "us-east-1a".into(),
        address,
        attributes: Attributes::default(),
        listeners: vec![listener(vec![rule(vec![], forward(&[(GROUP, 1)]))])],
        groups: vec![group(GROUP, targets)],
    }
}

pub(crate) fn listener(rules: Vec<Rule>) -> Listener {
    Listener {
        arn: "arn:listener".into(),
        port: PORT,
        protocol: ListenerProtocol::Http,
        rules,
        server_header: true,
        response_headers: vec![],
    }
}

pub(crate) fn rule(conditions: Vec<ferrogate_link::balancer::Condition>, action: Action) -> Rule {
    Rule { arn: "arn:rule".into(), priority: None, conditions, transforms: vec![], action }
}

pub(crate) fn forward(groups: &[(&str, u32)]) -> Action {
    let one = |(group, weight): &(&str, u32)| Weighted { group: (*group).into(), weight: *weight };
    Action::Forward { groups: groups.iter().map(one).collect(), stickiness_s: None }
}

pub(crate) fn group(arn: &str, targets: &[SocketAddr]) -> TargetGroup {
    let target = |address: &SocketAddr| Target {
        address: address.ip(),
        port: address.port(),
        zone: None,
        draining_since: None,
    };
    TargetGroup {
        arn: arn.into(),
        protocol: GroupProtocol::Http,
        version: Version::Http1,
        health: HealthCheck {
            enabled: true,
            protocol: GroupProtocol::Http,
            port: None,
            path: "/healthz".into(),
            interval_s: 1,
            timeout_s: 1,
            healthy: 2,
            unhealthy: 1,
            matcher: vec![CodeRange { from: 200, to: 200 }],
        },
        attributes: GroupAttributes::default(),
        targets: targets.iter().map(target).collect(),
        hold: None,
    }
}

/// What a target does with a request: its whole head, and the connection to answer on. Whether
/// to go on with that connection.
type Does = dyn Fn(String, TcpStream) -> futures_util::future::BoxFuture<'static, Option<TcpStream>>
    + Send
    + Sync;

/// A target.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) address: SocketAddr,
    /// Requests but those of health checks.
    pub(crate) requests: Arc<AtomicU64>,
    /// Connections.
    pub(crate) connections: Arc<AtomicU64>,
    /// The status of health checks.
    pub(crate) health: Arc<AtomicU64>,
    task: Arc<tokio::task::JoinHandle<()>>,
}

impl App {
    /// Answers with 200, its name and the head that it got.
    pub(crate) async fn named(name: &'static str) -> Self {
        Self::doing(move |head, mut stream| {
            Box::pin(async move {
                let body = format!("{name}\n{head}");
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nX-Kept: Yes\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.ok()?;
                Some(stream)
            })
        })
        .await
    }

    /// Does so with every request but those of health checks.
    pub(crate) async fn doing(
        does: impl Fn(String, TcpStream) -> futures_util::future::BoxFuture<'static, Option<TcpStream>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, connections) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let health = Arc::new(AtomicU64::new(200));
        let does: Arc<Does> = Arc::new(does);
        let of = (requests.clone(), connections.clone(), health.clone());
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (does, of) = (does.clone(), of.clone());
                open.spawn(serve(stream, does, of));
            }
        });
        Self { address, requests, connections, health, task: Arc::new(task) }
    }

    /// Ends with all its connections.
    pub(crate) fn kill(&self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    does: Arc<Does>,
    (requests, connections, health): (Arc<AtomicU64>, Arc<AtomicU64>, Arc<AtomicU64>),
) {
    let mut first = true;
    while let Some(head) = head(&mut stream).await {
        if head.starts_with("GET /healthz ") {
            let status = health.load(Ordering::Relaxed);
            let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
            continue;
        }
        if std::mem::take(&mut first) {
            connections.fetch_add(1, Ordering::Relaxed);
        }
        requests.fetch_add(1, Ordering::Relaxed);
        match does(head, stream).await {
            Some(back) => stream = back,
            None => return,
        }
    }
}

/// A head, as far as its empty line.
pub(crate) async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

/// The status of an answer.
pub(crate) fn status(answer: &str) -> u16 {
    let word = answer.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {answer:?}"));
    word.parse().unwrap()
}

/// The body of an answer.
pub(crate) fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}
