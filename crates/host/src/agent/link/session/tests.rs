use ferrogate_base::{Epoch, HostId, TaskId, TaskKey, TimestampMs};
use ferrogate_link::session::{Capacity, Secrets, Versions};
use ferrogate_link::{
    Assignment, Body, Container, Desired, Eni, Event, LOG_BATCH_COST_MAX, Limits, LogBatch,
    LogLine, Object, Observation, Spec,
};
use tokio::io::DuplexStream;
use tokio::task::JoinHandle;
use tokio_util::codec::Framed;

use super::*;

const DEADLINE: Duration = Duration::from_secs(60);
/// More than any test sends.
const MUCH: u64 = 1 << 30;

/// Who a session speaks for, and how it went.
#[derive(Clone)]
struct Fake(std::sync::Arc<Inner>);

struct Inner {
    outbox: Outbox,
    lines: Lines,
    flows: FlowOutbox,
    reports: Reports,
    usage: UsageBoard,
    heard: Mutex<Vec<Said>>,
}

impl Party for Fake {
    fn hello(&self) -> Hello {
        Hello {
            protocol: SPOKEN.newest,
            oldest_protocol: Some(SPOKEN.oldest),
            host: HostId("h".into()),
            boot_id: "b".into(),
            capacity: Capacity { cpu_units: 1, memory_mib: 1, storage_gib: None, tasks_max: 1 },
            architecture: "amd64".into(),
            known: vec![],
            holds: vec![],
        }
    }

    fn outbox(&self) -> &Outbox {
        &self.0.outbox
    }

    fn lines(&self) -> &Lines {
        &self.0.lines
    }

    fn flows(&self) -> &FlowOutbox {
        &self.0.flows
    }

    fn reports(&self) -> &Reports {
        &self.0.reports
    }

    fn usage(&self) -> &UsageBoard {
        &self.0.usage
    }

    fn hear(&self, said: Said) -> Option<(ObjectKey, u64)> {
        let acknowledge = match &said {
            Said::Put(object) => Some((object.key(), object.generation)),
            _ => None,
        };
        self.0.heard.lock().push(said);
        acknowledge
    }
}

/// An agent's session, and the server's end of it.
struct Rig {
    agent: Fake,
    server: Framed<DuplexStream, Frames<ToAgent, ToServer>>,
    /// How the session ended, and whether the agent had been let in.
    session: Served,
}

type Served = JoinHandle<(Result<(), SessionError>, bool)>;

impl Rig {
    /// An agent that has said who it is.
    async fn dialed(buffer: usize) -> Self {
        Self::patient(buffer, DEADLINE).await
    }

    /// The same, and it gives a server up that says nothing for so long.
    async fn patient(buffer: usize, silence_max: Duration) -> Self {
        let (ours, theirs) = tokio::io::duplex(buffer);
        let inner = Inner {
            outbox: Outbox::default(),
            lines: Lines::new(),
            flows: FlowOutbox::new("run".into()),
            reports: Reports::default(),
            usage: UsageBoard::default(),
            heard: Mutex::default(),
        };
        let agent = Fake(std::sync::Arc::new(inner));
        let party = agent.clone();
        let session = tokio::spawn(async move {
            let mut let_in = false;
            let ended = serve(&party, theirs, silence_max, || let_in = true).await;
            (ended, let_in)
        });
        let mut rig = Self { agent, server: Framed::new(ours, Frames::default()), session };
        let ToServer::Hello(hello) = rig.hear().await else { panic!("it says who it is first") };
        assert_eq!(hello.versions(), SPOKEN);
        rig
    }

    /// An agent that was let in, with so much credit for lines.
    async fn new(buffer: usize, lines: u64) -> Self {
        let mut rig = Self::dialed(buffer).await;
        rig.say(ToAgent::Welcome { protocol: SPOKEN.newest }).await;
        rig.say(ToAgent::Credit(Lane::Facts, MUCH)).await;
        rig.say(ToAgent::Credit(Lane::Logs, lines)).await;
        rig
    }

    async fn say(&mut self, frame: ToAgent) {
        self.server.send(&frame).await.unwrap();
    }

    async fn hear(&mut self) -> ToServer {
        let frame = timeout(DEADLINE, self.server.next()).await;
        frame.expect("it comes within the deadline").expect("the session goes on").unwrap()
    }

    /// What a task tells, as far as it is written.
    fn tell(&self, events: Vec<Event>) {
        let (key, at) = (key(), TimestampMs(1));
        let facts = (1..).zip(events);
        let facts = facts.map(|(seq, event)| Observation { key: key.clone(), seq, at, event });
        self.agent.0.outbox.push(facts.collect());
    }
}

async fn ended(session: Served) -> (Result<(), SessionError>, bool) {
    timeout(DEADLINE, session).await.expect("it ends within the deadline").unwrap()
}

fn key() -> TaskKey {
    TaskKey { task: TaskId::random(), epoch: Epoch(1) }
}

fn batch(bytes: usize) -> LogBatch {
    let line = LogLine::new(TimestampMs(1), "x".repeat(bytes));
    LogBatch { key: key(), container: "app".into(), first_seq: 1, lines: vec![line] }
}

fn object(generation: u64) -> Object {
    let address = std::net::Ipv4Addr::LOCALHOST;
    let assignment = Assignment {
        key: key(),
        desired: Desired::Running,
        observed: 0,
        account: "000000000000".parse().unwrap(),
        region: "us-east-1".into(),
        zone: "us-east-1a".into(),
        task_arn: String::new(),
        cluster_arn: String::new(),
        family: "web".into(),
        revision: 1,
        created_at: TimestampMs(1),
        container_ids: vec![],
        tags: Default::default(),
        eni: Eni {
            id: "eni-0".into(),
            vpc: "vpc-0".into(),
            vpc_cidr: "10.0.0.0/16".into(),
            subnet_cidr: "10.0.0.0/24".into(),
            address,
            gateway: address,
            mac: "02:00:00:00:00:01".into(),
            private_dns_name: String::new(),
            dns: None,
            ipv6: None,
        },
        spec: Spec {
            limits: Limits { cpu_units: 256, memory_mib: 512, pids_max: 10 },
            storage_gib: 20,
            pid_shared: false,
            fault_injection: false,
            task_role: None,
            execution_role: None,
            containers: vec![Container::plain("main", "busybox")],
        },
        publish: vec![],
        commit: None,
    };
    Object { generation, body: Body::Task(Box::new(assignment)) }
}

#[tokio::test]
async fn lines_without_credit_hold_up_neither_facts_nor_pings_nor_assignments() {
    let mut rig = Rig::new(1 << 16, 0).await;
    let mut way = rig.agent.0.lines.way();
    let waiting = tokio::spawn(async move { way.room().await.map(|room| room.send(batch(1))) });
    rig.tell(vec![Event::Connected]);
    let ToServer::Observed(observed) = rig.hear().await else { panic!("facts come") };
    assert_eq!(observed.len(), 1);
    rig.say(ToAgent::Ping(7)).await;
    assert_eq!(rig.hear().await, ToServer::Pong(7));
    let object = object(5);
    rig.say(ToAgent::Put(object.clone())).await;
    assert_eq!(rig.hear().await, ToServer::Has(vec![(object.key(), 5)]));
    assert!(!waiting.is_finished());
    rig.say(ToAgent::Credit(Lane::Logs, LOG_BATCH_COST_MAX)).await;
    assert!(matches!(rig.hear().await, ToServer::Logs(_)));
    assert!(waiting.await.unwrap().is_some());
}

#[tokio::test]
async fn facts_overtake_the_lines_that_wait_to_be_sent() {
    // Too small for a batch: the agent's end is stuck in the first one.
    let mut rig = Rig::new(1 << 10, 10 * LOG_BATCH_COST_MAX).await;
    let mut way = rig.agent.0.lines.way();
    for _ in 0..5 {
        way.room().await.unwrap().send(batch(100_000));
    }
    rig.tell(vec![Event::Connected]);
    let mut before = 0;
    while let ToServer::Logs(_) = rig.hear().await {
        before += 1;
    }
    // The one that was being sent already.
    assert!(before <= 1, "{before} batches came first");
    for _ in before..5 {
        assert!(matches!(rig.hear().await, ToServer::Logs(_)));
    }
}

#[tokio::test]
async fn facts_are_sent_within_their_credit_and_again_when_they_are_asked_for() {
    let mut rig = Rig::dialed(1 << 16).await;
    rig.say(ToAgent::Welcome { protocol: SPOKEN.newest }).await;
    rig.tell(vec![Event::Connected, Event::PullStarted, Event::Running]);
    rig.say(ToAgent::Ping(1)).await;
    assert_eq!(rig.hear().await, ToServer::Pong(1), "nothing is sent without credit");
    rig.say(ToAgent::Credit(Lane::Facts, 600)).await;
    let seqs = |frame| match frame {
        ToServer::Observed(facts) => {
            let cost: u64 = facts.iter().map(|fact| fact.cost()).sum();
            (facts[0].key.clone(), facts.iter().map(|fact| fact.seq).collect::<Vec<_>>(), cost)
        }
        other => panic!("{other:?}"),
    };
    let (key, sent, cost) = seqs(rig.hear().await);
    assert_eq!(sent, [1, 2]);
    assert!(cost <= 600);
    rig.say(ToAgent::Acked(vec![(key.clone(), 1)])).await;
    rig.say(ToAgent::Credit(Lane::Facts, MUCH)).await;
    assert_eq!(seqs(rig.hear().await).1, [3]);
    rig.say(ToAgent::Resend(vec![key])).await;
    assert_eq!(seqs(rig.hear().await).1, [2, 3]);
}

#[tokio::test]
async fn who_is_refused_knows_what_to_upgrade_and_was_not_let_in() {
    let mut rig = Rig::dialed(1 << 16).await;
    let newer = SPOKEN.newest + 1;
    let server = Versions { oldest: newer, newest: newer + 2 };
    rig.say(ToAgent::Refused(server)).await;
    let (result, let_in) = ended(rig.session).await;
    let SessionError::Refused(mismatch) = result.unwrap_err() else { panic!("it is refused") };
    assert_eq!(mismatch, Mismatch { agent: SPOKEN, server });
    assert!(mismatch.to_string().ends_with("upgrade the ferrogate of the host"));
    assert!(!let_in);
}

/// As one of version 1 does, and one whose store is full.
#[tokio::test]
async fn a_server_that_hangs_up_has_not_let_the_agent_in() {
    let rig = Rig::dialed(1 << 16).await;
    drop(rig.server);
    let (result, let_in) = ended(rig.session).await;
    assert!(matches!(result, Err(SessionError::NotLetIn)));
    assert!(!let_in);
}

#[tokio::test]
async fn a_server_that_says_nothing_for_long_is_given_up() {
    let silence_max = Duration::from_millis(50);
    let rig = Rig::patient(1 << 16, silence_max).await;
    let (result, let_in) = ended(rig.session).await;
    assert!(matches!(result, Err(SessionError::Silent)) && !let_in);
    let mut rig = Rig::patient(1 << 16, silence_max).await;
    rig.say(ToAgent::Welcome { protocol: SPOKEN.newest }).await;
    let (result, let_in) = ended(rig.session).await;
    assert!(matches!(result, Err(SessionError::Silent)) && let_in);
}

#[tokio::test]
async fn what_concerns_tasks_is_passed_on_and_the_latest_number_is_acknowledged() {
    let mut rig = Rig::new(1 << 16, MUCH).await;
    rig.say(ToAgent::Credentials { registry_token: Token::new("t") }).await;
    rig.say(ToAgent::Put(object(1))).await;
    let ToServer::Has(has) = rig.hear().await else { panic!("it is acknowledged") };
    rig.say(ToAgent::Sync(vec![has[0].0.clone()])).await;
    rig.say(ToAgent::Forget(has[0].0.clone())).await;
    rig.say(ToAgent::LogsAcked(vec![(key(), "app".into(), 3)])).await;
    rig.say(ToAgent::Secrets(key(), Box::new(Secrets::Values(BTreeMap::new())))).await;
    rig.say(ToAgent::Ping(1)).await;
    assert_eq!(rig.hear().await, ToServer::Pong(1));
    let heard = std::mem::take(&mut *rig.agent.0.heard.lock());
    let kinds: Vec<_> = heard
        .iter()
        .map(|said| match said {
            Said::Credentials(token) => token.expose(),
            Said::Put(_) => "put",
            Said::Sync(_) => "sync",
            Said::Forget(_) => "forget",
            Said::LogsAcked(_) => "lines",
            Said::Run(_) => "a program",
            Said::Lend(..) => "credentials",
            Said::Secrets(..) => "secrets",
            Said::Authority(_) => "authority",
        })
        .collect();
    assert_eq!(kinds, ["t", "put", "sync", "forget", "lines", "secrets"]);
}
