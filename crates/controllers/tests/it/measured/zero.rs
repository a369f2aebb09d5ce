//! A service that is scaled to zero, as the nodes of its load balancer tell of it.

use ferrogate_base::HostId;
use ferrogate_link::balancer::{Asked, Counters, Report};
use ferrogate_records::balancer::{
    Attributes, GroupAttributes, Hold, Node, NodeId, Scheme, TargetGroup,
};
use ferrogate_records::ecs::service::revision;
use ferrogate_records::elb::node;
use serde_json::{Value, json};

use super::*;
use crate::balancers;

/// What one node says: its number grows with each report.
struct Teller {
    node: Node,
    seq: u64,
    said: Asked,
}

fn web() -> String {
    service::key(&scope(), "default", "web")
}

impl World {
    /// A service with one task behind a load balancer, kept for 10 seconds without a request.
    async fn zero() -> (Self, Teller) {
        let world = Self::new(1, 0, 3).await;
        let value = "10".to_owned();
        world
            .edit::<service::Record>(web(), |service| {
                service.tags = vec![Tag { key: service::zero::TAG.into(), value }];
            })
            .await;
        let mut ops: Vec<_> = balancers::records()
            .into_iter()
            .map(|(at, record)| Op::put(key(at), record.to_string()))
            .collect();
        ops.push(Op::put(
            key(revision::key(&scope(), "default", "web", "1")),
            revision().to_string(),
        ));
        let told = node();
        let at = node::key(&scope(), &balancers::named("web"), &told.id.0);
        let mut record = json!(node::Record { host: HostId("h".into()), node: told.clone() });
        record["v"] = 1.into();
        ops.push(Op::put(key(at), record.to_string()));
        let rev = world.state.commit(&[], &ops).await.unwrap().unwrap();
        world.state.at(rev).await.unwrap();
        (world, Teller { node: told, seq: 0, said: Asked::default() })
    }

    fn tell(&self, teller: &mut Teller) {
        teller.seq += 1;
        let group = teller.node.groups[0].arn.clone();
        let report = Report {
            node: teller.node.id.clone(),
            run: "r".into(),
            seq: teller.seq,
            generation: 1,
            trouble: None,
            targets: vec![],
            counters: Counters::default(),
            groups: [].into(),
            asked: [(group, teller.said)].into(),
            lines: None,
        };
        self.sessions.balancers.heard(&HostId("h".into()), report);
    }

    /// So many seconds later, by the clock that nobody sets.
    async fn later(&self, seconds: u64, teller: &mut Teller) {
        self.passed.fetch_add(seconds, Ordering::Relaxed);
        self.tell(teller);
        self.scale().await;
    }

    fn service(&self) -> service::Record {
        self.get::<service::Record>(web()).doc.record.clone()
    }

    fn causes(&self) -> Vec<String> {
        let table = self.state.table::<activity::Record>();
        let mut all: Vec<_> = table.by::<activity::OfTarget>(&of()).unwrap().cloned().collect();
        all.sort_by_key(|activity| activity.number);
        all.iter().map(|one| one.cause.clone()).collect()
    }
}

/// The revision of the service, whose tasks are registered with one group.
fn revision() -> Value {
    let mut spec = bed::spec("web").1;
    spec.as_object_mut().unwrap().remove("v");
    json!({
        "v": 1, "scope": scope(), "cluster": "default", "service": "web", "number": "1",
        "created_at": START, "family": "web", "revision": 1, "spec": spec,
        "architecture": "X86_64", "definition_tags": [], "launch": "fargate",
        "platform_version": "LATEST",
        "network": {"subnets": [], "security_groups": [], "public_address": false},
        "publish": [],
        "balancers": [{"group": balancers::named("g"), "container": "main", "port": 80}],
    })
}

/// A node that forwards to the group.
fn node() -> Node {
    let group = balancers::group();
    Node {
        id: NodeId("eni-0".into()),
        arn: String::new(),
        name: String::new(),
        dns_name: String::new(),
        scheme: Scheme::Internal,
        vpc: String::new(),
        subnet: String::new(),
        zone: String::new(),
        address: [172, 31, 0, 4].into(),
        attributes: Attributes::default(),
        listeners: vec![],
        groups: vec![TargetGroup {
            arn: group.arn(),
            protocol: group.protocol,
            version: group.version,
            health: group.check,
            attributes: GroupAttributes::default(),
            targets: vec![],
            hold: None,
        }],
    }
}

#[tokio::test]
async fn it_sleeps_after_its_time_and_wakes_when_somebody_asks() {
    let (world, mut teller) = World::zero().await;
    world.later(0, &mut teller).await;
    world.later(9, &mut teller).await;
    assert_eq!(world.desired(), 1);
    // Somebody asks.
    teller.said.requests = 1;
    world.later(0, &mut teller).await;
    world.later(9, &mut teller).await;
    assert_eq!(world.desired(), 1, "it was asked nine seconds ago");
    world.later(1, &mut teller).await;
    let service = world.service();
    assert_eq!((service.desired, service.asleep_since.is_some()), (0, true));
    world.staff().await;
    world.scale().await;
    // Of an earlier sleep.
    teller.said = Asked { woken: Some(1), ..teller.said };
    world.later(100, &mut teller).await;
    assert_eq!(world.desired(), 0);
    teller.said = Asked { held: 3, woken: service.sleep(), ..teller.said };
    world.later(0, &mut teller).await;
    let awake = world.service();
    assert_eq!((awake.desired, awake.asleep_since), (1, None));
    assert_eq!(world.causes(), ["no request came for 10 seconds", "woken by a request"]);
    // Told again, by whoever has missed that it wakes.
    world.later(60, &mut teller).await;
    assert_eq!((world.desired(), world.causes().len()), (1, 2), "they wait");
}

#[tokio::test]
async fn what_is_open_a_server_that_starts_and_a_clock_that_is_set_put_nobody_to_sleep() {
    let (world, mut teller) = World::zero().await;
    teller.said = Asked { open: 1, ..Asked::default() };
    for _ in 0..4 {
        world.later(9, &mut teller).await;
    }
    teller.said = Asked::default();
    world.later(0, &mut teller).await;
    world.later(9, &mut teller).await;
    world.clock.set(TimestampMs(START + 86_400_000));
    world.scale().await;
    assert_eq!(world.desired(), 1, "the wall's clock was set");
    let world = world.restart().await;
    world.scale().await;
    world.later(9, &mut teller).await;
    world.later(9, &mut teller).await;
    assert_eq!(world.desired(), 1, "another server has heard it for nine seconds");
    world.later(1, &mut teller).await;
    assert_eq!(world.desired(), 0);
    let world = world.restart().await;
    teller.said.woken = world.service().sleep();
    world.later(0, &mut teller).await;
    assert_eq!(world.desired(), 1, "who asked before the server started is heard");
}

#[tokio::test]
async fn a_node_that_is_silent_or_a_task_that_is_protected_keeps_it() {
    let (world, mut teller) = World::zero().await;
    world.later(0, &mut teller).await;
    world.passed.fetch_add(60, Ordering::Relaxed);
    world.scale().await;
    assert_eq!(world.desired(), 1, "nobody knows");
    world.later(0, &mut teller).await;
    let (at, _) = bed::task(0, 256, "web");
    let until = world.state.now().plus_ms(1_000_000);
    world
        .edit::<task::Record>(at.clone(), |task| {
            task.service.as_mut().unwrap().protected_until = Some(until);
        })
        .await;
    world.later(20, &mut teller).await;
    assert_eq!(world.desired(), 1, "its task is protected");
    world
        .edit::<task::Record>(at, |task| {
            task.service.as_mut().unwrap().protected_until = None;
        })
        .await;
    world.later(0, &mut teller).await;
    assert_eq!(world.desired(), 0);
    let hold = world.service().hold(3, false);
    assert_eq!(hold, Some(Hold { asleep: world.service().sleep() }));
}

/// Of one whose revision is damaged, and of one whose scalable target is, nobody knows whether it
/// sleeps. Load balancers of others are told what they shall do all the same.
#[tokio::test]
async fn a_damaged_record_keeps_no_other_service_awake_or_its_load_balancer_waiting() {
    let damaged = json!({"v": 1});
    let mut records = balancers::records();
    for name in ["web", "torn", "lost"] {
        let mut service = super::service(1);
        service.name = name.into();
        service.tags = vec![Tag { key: service::zero::TAG.into(), value: "10".into() }];
        let mut target = scalable(0, 3);
        target.of.service = name.into();
        let at = target::key(&target.of);
        records.push(balancers::stored(service.key(), json!(service)));
        records.push(match name {
            "lost" => (at, damaged.clone()),
            _ => balancers::stored(at, json!(target)),
        });
        let at = revision::key(&scope(), "default", name, "1");
        records.push((at, if name == "torn" { damaged.clone() } else { revision() }));
    }
    let bed = bed::Bed::with(&records).await;
    let mut wire = bed.host().await;
    for _ in 0..2 {
        let (_, node) = balancers::told(&mut wire).await;
        assert_eq!(node.groups[0].hold, Some(Hold { asleep: None }));
    }
    bed.end().await;
}
