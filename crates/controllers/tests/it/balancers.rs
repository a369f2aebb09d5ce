//! Load balancers: what their hosts are told, and what becomes of what hosts tell.

use ferrogate_base::TimestampMs;
use ferrogate_link::Body;
use ferrogate_link::balancer::{
    CodeRange, Counters, FixedResponse, GroupProtocol, Health, HealthCheck, ListenerProtocol,
    Mutual, Node, NodeId, Report, TargetHealth, Unhealthy, Version,
};
use ferrogate_link::session::version::{CERTIFICATES, MUTUAL_TLS};
use ferrogate_link::session::{ToAgent, ToServer};
use ferrogate_records::Kind;
use ferrogate_records::acm::certificate;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::elb::action::{Action, Weighted, What};
use ferrogate_records::elb::load_balancer::{State, Zone};
use ferrogate_records::elb::{
    Named, health, listener, load_balancer, node, target, target_group, trust_store,
};
use ferrogate_state::Entry;
use ferrogate_store::Key;
use futures_util::SinkExt;
use serde_json::{Value, json};
use std::sync::Arc;

use crate::bed::{Bed, DEADLINE, Wire, frame, hello, scope};
use crate::secrets::Counted;

const NOW: TimestampMs = TimestampMs(5000);

pub(crate) fn named(name: &str) -> Named {
    Named { name: name.into(), id: "0123456789abcdef".into() }
}

pub(crate) fn stored(at: String, mut record: Value) -> (String, Value) {
    record["v"] = 1.into();
    (at, record)
}

fn balancer() -> load_balancer::Record {
    let network = DefaultNetwork::of(&scope());
    let zone = |n: usize| Zone {
        zone: network.subnets[n].zone.clone(),
        subnet: network.subnets[n].id.clone(),
        eni: format!("eni-{n}"),
        address: format!("172.31.{}.4", n * 16).parse().unwrap(),
        public: None,
    };
    load_balancer::Record {
        scope: scope(),
        named: named("web"),
        dns_number: 7,
        internal: true,
        vpc: network.parts.vpc.id.clone(),
        zones: vec![zone(0), zone(1)],
        groups: vec![],
        state: State::Provisioning,
        attributes: [].into(),
        created_at: NOW,
        tags: vec![],
    }
}

pub(crate) fn group() -> target_group::Record {
    target_group::Record {
        scope: scope(),
        named: named("g"),
        vpc: balancer().vpc,
        protocol: GroupProtocol::Http,
        version: Version::Http1,
        port: 80,
        check: HealthCheck {
            enabled: true,
            protocol: GroupProtocol::Http,
            port: None,
            path: "/".into(),
            interval_s: 5,
            timeout_s: 2,
            healthy: 2,
            unhealthy: 2,
            matcher: vec![CodeRange { from: 200, to: 200 }],
        },
        matcher: "200".into(),
        load_balancer: Some(named("web")),
        attributes: [].into(),
        created_at: NOW,
        tags: vec![],
    }
}

fn forwarding() -> listener::Record {
    let groups = vec![Weighted { group: named("g"), weight: 1 }];
    listener::Record {
        scope: scope(),
        load_balancer: named("web"),
        id: "l".into(),
        port: 80,
        tls: None,
        default_action: Action { order: None, what: What::Forward { groups, sticky_s: None } },
        default_rule: "d".into(),
        rules: vec![],
        attributes: [].into(),
        created_at: NOW,
        tags: vec![],
    }
}

fn target(registration: &str, draining_until: Option<u64>) -> target::Record {
    target::Record {
        scope: scope(),
        group: named("g"),
        address: "172.31.0.9".parse().unwrap(),
        port: 80,
        zone: None,
        registration: registration.into(),
        registered_at: NOW,
        draining_until: draining_until.map(TimestampMs),
        task: None,
    }
}

pub(crate) fn records() -> Vec<(String, Value)> {
    vec![
        stored(load_balancer::key(&scope(), "web"), json!(balancer())),
        stored(target_group::key(&scope(), "g"), json!(group())),
        stored(forwarding().key(), json!(forwarding())),
        stored(target("r1", None).key(), json!(target("r1", None))),
    ]
}

/// The next node that the host is told, which it then holds.
pub(crate) async fn told(wire: &mut Wire) -> (u64, Node) {
    let (key, generation, node) = frame(wire, |frame| {
        let ToAgent::Put(object) = frame else { return None };
        let (key, generation) = (object.key(), object.generation);
        let Body::Balancer(node) = object.body else { return None };
        Some((key, generation, *node))
    })
    .await;
    wire.send(&ToServer::Has(vec![(key, generation)])).await.unwrap();
    (generation, node)
}

pub(crate) async fn report(wire: &mut Wire, of: &(u64, Node), seq: u64, health: Health) {
    report_of(wire, of, seq, health, false).await;
}

/// The same, of targets that have `drained`.
pub(crate) async fn report_of(
    wire: &mut Wire,
    of: &(u64, Node),
    seq: u64,
    health: Health,
    drained: bool,
) {
    let targets = of.1.groups.iter().flat_map(|group| {
        group.targets.iter().map(|target| TargetHealth {
            group: group.arn.clone(),
            address: target.address,
            port: target.port,
            health: health.clone(),
            drained,
        })
    });
    let report = Report {
        node: of.1.id.clone(),
        run: "run".into(),
        seq,
        generation: of.0,
        trouble: None,
        targets: targets.collect(),
        counters: Counters::default(),
        groups: [].into(),
        asked: [].into(),
        lines: None,
    };
    wire.send(&ToServer::Balancer(Box::new(report))).await.unwrap();
}

/// Waits until the record under a key is as it is wanted.
pub(crate) async fn until<T: Kind>(bed: &Bed, key: String, wanted: impl Fn(Option<&T>) -> bool) {
    let key = Key::new(key).unwrap();
    let mut changes = bed.state.changes::<T>();
    let is = async {
        loop {
            let found: Option<Arc<Entry<T>>> = bed.state.table::<T>().get(&key).unwrap();
            if wanted(found.as_deref().map(|entry| &**entry)) {
                return;
            }
            changes.next().await.expect("the engine goes on");
        }
    };
    tokio::time::timeout(DEADLINE, is).await.expect("it comes within the deadline");
}

#[tokio::test]
async fn a_load_balancer_is_active_once_all_its_nodes_obey() {
    let bed = Bed::with(&records()).await;
    let mut wire = bed.host().await;
    let mut nodes = [told(&mut wire).await, told(&mut wire).await];
    nodes.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let node = &nodes[0].1;
    assert_eq!((&node.id, node.listeners[0].port), (&NodeId("eni-0".into()), 80));
    assert_eq!(node.dns_name, "internal-web-7.us-east-1.elb.localhost");
    assert_eq!(node.groups[0].arn, group().arn());
    assert_eq!(node.groups[0].targets[0].address.to_string(), "172.31.0.9");
    let default = node.listeners[0].rules.last().unwrap();
    assert_eq!((default.priority, default.conditions.len()), (None, 0));

    let at = load_balancer::key(&scope(), "web");
    report(&mut wire, &nodes[0], 1, Health::Initial).await;
    // One that obeys something older is not heard of targets.
    report(&mut wire, &(nodes[1].0 - 1, nodes[1].1.clone()), 1, Health::Healthy).await;
    let of_target = health::of_target(&target("r1", None));
    until::<health::Record>(&bed, of_target.clone(), |found| {
        found.is_some_and(|found| found.health == health::Health::Initial)
    })
    .await;
    let state = bed.state.table::<load_balancer::Record>();
    let still = state.get(&Key::new(at.clone()).unwrap()).unwrap().unwrap();
    assert_eq!(still.state, State::Provisioning);
    report(&mut wire, &nodes[1], 2, Health::Healthy).await;
    until::<load_balancer::Record>(&bed, at, |of| of.is_some_and(|of| of.state == State::Active))
        .await;
    until::<health::Record>(&bed, of_target.clone(), |found| {
        found.is_some_and(|f| f.health == health::Health::Healthy && f.registration == "r1")
    })
    .await;
    for (n, seq) in [(0, 3), (1, 3)] {
        report(&mut wire, &nodes[n], seq, Health::Unhealthy(Unhealthy::Code(500))).await;
    }
    until::<health::Record>(&bed, of_target, |found| {
        found.is_some_and(|found| {
            let codes = "Health checks failed with these codes: [500]";
            matches!(&found.health, health::Health::Unhealthy { reason, description }
                if reason == "Target.ResponseCodeMismatch" && description == codes)
        })
    })
    .await;
    bed.end().await;
}

#[tokio::test]
async fn a_target_that_no_node_has_anything_open_with_is_over_before_its_time() {
    let bed = Bed::with(&records()).await;
    let mut wire = bed.host().await;
    for _ in 0..2 {
        told(&mut wire).await;
    }
    let drains = target("r1", Some(400_000));
    bed.put(&[stored(drains.key(), json!(drains))]).await;
    let nodes = [told(&mut wire).await, told(&mut wire).await];
    for node in &nodes {
        report_of(&mut wire, node, 1, Health::Draining, true).await;
    }
    until::<target::Record>(&bed, drains.key(), |found| found.is_none()).await;
    bed.end().await;
}

#[tokio::test]
async fn what_changes_is_told_and_what_is_over_is_removed() {
    let bed = Bed::with(&records()).await;
    let mut wire = bed.host().await;
    let first = [told(&mut wire).await, told(&mut wire).await];
    for node in &first {
        report(&mut wire, node, 1, Health::Healthy).await;
    }
    let of_target = health::of_target(&target("r1", None));
    until::<health::Record>(&bed, of_target.clone(), |found| found.is_some()).await;
    // A target drains, and is told as one that does.
    let drains = target("r1", Some(400_000));
    bed.put(&[stored(drains.key(), json!(drains))]).await;
    for _ in 0..2 {
        let (_, node) = told(&mut wire).await;
        let since = node.groups[0].targets[0].draining_since;
        assert_eq!(since, Some(TimestampMs(100_000)), "five minutes before it is over");
    }
    // Once it is over, it is gone, and so is what was known of it.
    let over = target("r1", Some(4000));
    bed.put(&[stored(over.key(), json!(over))]).await;
    until::<target::Record>(&bed, over.key(), |found| found.is_none()).await;
    until::<health::Record>(&bed, of_target, |found| found.is_none()).await;
    for _ in 0..2 {
        while !told(&mut wire).await.1.groups[0].targets.is_empty() {}
    }
    let answer = FixedResponse { status: 404, content_type: None, body: String::new() };
    let action = Action { order: None, what: What::Fixed(answer) };
    let fixed = listener::Record { default_action: action, ..forwarding() };
    bed.put(&[stored(fixed.key(), json!(fixed))]).await;
    for _ in 0..2 {
        let (_, node) = told(&mut wire).await;
        assert!(node.groups.is_empty(), "it forwards to nobody: {node:?}");
    }
    bed.delete(Key::new(load_balancer::key(&scope(), "web")).unwrap()).await;
    for zone in balancer().zones {
        let at = node::key(&scope(), &named("web"), &zone.eni);
        until::<node::Record>(&bed, at, |found| found.is_none()).await;
    }
    bed.end().await;
}

#[tokio::test]
async fn targets_go_with_their_group() {
    let bed = Bed::with(&records()).await;
    let at = target("r1", None).key();
    bed.delete(Key::new(target_group::key(&scope(), "g")).unwrap()).await;
    // Told again, as at a resync: nothing of the target has changed.
    bed.put(&[stored(at.clone(), json!(target("r2", None)))]).await;
    until::<target::Record>(&bed, at, |found| found.is_none()).await;
    bed.end().await;
}

fn certificate(version: &str) -> (String, Value) {
    let record = certificate_of(version);
    stored(record.key(), json!(record))
}

pub(crate) fn certificate_of(version: &str) -> certificate::Record {
    certificate::Record {
        scope: scope(),
        id: "c".into(),
        origin: certificate::Origin::Imported,
        version: version.into(),
        body: format!("body {version}"),
        chain: Some("chain".into()),
        sealed: "sealed".into(),
        says: certificate::Says {
            domain: "a.test".into(),
            names: vec!["a.test".into()],
            serial: "01".into(),
            subject: "CN=a.test".into(),
            issuer: "test".into(),
            key_algorithm: "EC_prime256v1".into(),
            signature_algorithm: "SHA256WITHECDSA".into(),
            not_before: TimestampMs(0),
            not_after: TimestampMs(9000),
            key_usages: vec![],
            extended_key_usages: vec![],
        },
        created_at: NOW,
        issued_at: NOW,
        renewed_at: None,
        token: None,
        tags: vec![],
    }
}

fn with_tls() -> Vec<(String, Value)> {
    let arn = certificate::arn(&scope(), "c");
    let tls = listener::Tls {
        policy: "ELBSecurityPolicy-2016-08".into(),
        default: arn.clone(),
        others: vec![arn],
        mutual: None,
    };
    let listener = listener::Record { port: 443, tls: Some(tls), ..forwarding() };
    let mut all = records();
    all.retain(|(at, _)| *at != listener.key());
    all.push(stored(listener.key(), json!(listener)));
    all.push(certificate("v1"));
    all
}

#[tokio::test]
async fn the_key_of_a_certificate_is_told_to_its_host_and_is_in_no_record() {
    let bed = Bed::with_secrets(&with_tls(), Arc::new(Counted::default())).await;
    let mut wire = bed.host().await;
    let first = told(&mut wire).await;
    told(&mut wire).await;
    let tls = |node: &Node| match &node.listeners[0].protocol {
        ListenerProtocol::Https(tls) => tls.clone(),
        other => panic!("it speaks TLS and asks for nothing: {other:?}"),
    };
    let [one] = &tls(&first.1).certificates[..] else { panic!("{:?}", first.1) };
    let material = one.material.clone().unwrap();
    assert_eq!((&*material.chain, &*material.key), ("body v1\nchain", "key v1"));
    assert_eq!((material.bits, &material.names[..]), (256, &["a.test".to_owned()][..]));
    let at = Key::new(node::key(&scope(), &named("web"), &first.1.id.0)).unwrap();
    let kept = bed.state.table::<node::Record>().get(&at).unwrap().unwrap();
    assert_eq!(tls(&kept.node).certificates[0].material, None);
    // Imported again it is told again, with its new key.
    bed.put(&[certificate("v2")]).await;
    for _ in 0..2 {
        let again = told(&mut wire).await;
        let material = tls(&again.1).certificates[0].material.clone().unwrap();
        assert_eq!((again.0 > first.0, &*material.key), (true, "key v2"));
    }
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_knows_no_tls_is_told_of_the_other_listeners() {
    let mut all = with_tls();
    let plain = listener::Record { id: "m".into(), ..forwarding() };
    all.push(stored(plain.key(), json!(plain)));
    let bed = Bed::with_secrets(&all, Arc::new(Counted::default())).await;
    let mut old = hello();
    old.protocol = CERTIFICATES - 1;
    let mut wire = bed.dial(DEADLINE, &old).await;
    let (_, node) = told(&mut wire).await;
    let ports: Vec<_> = node.listeners.iter().map(|one| one.port).collect();
    assert_eq!(ports, [80]);
    bed.end().await;
}

fn trust_store(version: &str, lists: &[&str]) -> Vec<(String, Value)> {
    let id = 1;
    let record = trust_store::Record {
        scope: scope(),
        named: named("trust"),
        version: version.into(),
        authorities: format!("authorities {version}"),
        count: 1,
        revocations: vec![trust_store::Revocation { id, entries: 1, bytes: 1 }],
        next_revocation: 2,
        created_at: NOW,
        tags: vec![],
    };
    let lists = lists.iter().map(|list| (*list).to_owned()).collect();
    let content = trust_store::revocation::Record { lists };
    let at = trust_store::revocation::key(&scope(), &record.named, id);
    vec![stored(at, json!(content)), stored(record.key(), json!(record))]
}

fn with_mutual_tls() -> Vec<(String, Value)> {
    let mut all = with_tls();
    let mutual =
        listener::Mutual::Verify { store: named("trust"), ignore_expiry: true, advertise: false };
    let (_, record) = all.iter_mut().find(|(at, _)| *at == forwarding().key()).unwrap();
    record["tls"]["mutual"] = json!(mutual);
    all.extend(trust_store("v1", &["list"]));
    all
}

#[tokio::test]
async fn what_is_in_a_trust_store_is_told_beside_the_record_and_again_when_it_changes() {
    let bed = Bed::with_secrets(&with_mutual_tls(), Arc::new(Counted::default())).await;
    let mut wire = bed.host().await;
    let first = told(&mut wire).await;
    told(&mut wire).await;
    let trust = |node: &Node| match &node.listeners[0].protocol {
        ListenerProtocol::Mutual(_, Mutual::Verify(trust)) => trust.clone(),
        other => panic!("it verifies: {other:?}"),
    };
    let of = trust(&first.1);
    assert!(of.ignore_expiry && !of.advertise && of.store.contains(":truststore/trust/"));
    let material = of.material.unwrap();
    assert_eq!(
        (&*material.authorities, &material.revocations[..]),
        ("authorities v1", &["list".to_owned()][..])
    );
    let at = Key::new(node::key(&scope(), &named("web"), &first.1.id.0)).unwrap();
    let kept = bed.state.table::<node::Record>().get(&at).unwrap().unwrap();
    assert_eq!(trust(&kept.node).material, None);
    bed.put(&trust_store("v2", &["a", "b"])).await;
    for _ in 0..2 {
        let again = told(&mut wire).await;
        let material = trust(&again.1).material.unwrap();
        assert_eq!((again.0 > first.0, &*material.authorities), (true, "authorities v2"));
        assert_eq!(material.revocations, ["a", "b"]);
    }
    bed.end().await;
}

#[tokio::test]
async fn a_host_that_asks_for_no_certificates_is_told_of_no_listener_that_does() {
    let mut all = with_mutual_tls();
    let plain = listener::Record { id: "m".into(), ..forwarding() };
    all.push(stored(plain.key(), json!(plain)));
    let bed = Bed::with_secrets(&all, Arc::new(Counted::default())).await;
    let mut old = hello();
    old.protocol = MUTUAL_TLS - 1;
    let mut wire = bed.dial(DEADLINE, &old).await;
    let (_, node) = told(&mut wire).await;
    let ports: Vec<_> = node.listeners.iter().map(|one| one.port).collect();
    assert_eq!(ports, [80]);
    bed.end().await;
}
