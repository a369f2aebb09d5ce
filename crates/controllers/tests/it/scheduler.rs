//! What one task can do to the others that wait for a host: nothing.

use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ec2::{eni, public_address, public_pool, subnet, vpc};
use ferrogate_records::ecs::setting;
use ferrogate_records::ecs::task::{self, Status, StopCode};
use ferrogate_store::Key;
use serde_json::json;

use crate::bed::{Bed, id, scope, spec, task};

fn bound(task: &task::Record) -> bool {
    task.binding.is_some()
}

#[tokio::test]
async fn tasks_that_do_not_fit_now_hold_nobody_up() {
    let mut records = vec![spec("web"), task(0, 256, "web")];
    // The host holds one of them when it is empty, so they wait.
    records.extend((1..=100).map(|n| task(n, 4096, "web")));
    records.push(task(101, 512, "web"));
    // The host first: one that joins between two looks would be another's.
    let bed = Bed::with(&[]).await;
    let _host = bed.host().await;
    for some in records.chunks(50) {
        bed.put(some).await;
    }
    bed.task(0, bound).await;
    bed.task(101, bound).await;
    assert!(!bound(&bed.task(1, |_| true).await));
    bed.end().await;
}

#[tokio::test]
async fn a_task_whose_streams_never_become_ready_holds_nobody_up() {
    let bed = Bed::with(&[task(0, 256, "never-ready"), task(1, 256, "fails")]).await;
    let _host = bed.host().await;
    bed.put(&[spec("web"), task(2, 256, "web")]).await;
    bed.task(2, bound).await;
    assert!(!bound(&bed.task(0, |_| true).await));
    assert!(!bound(&bed.task(1, |_| true).await));
    bed.end().await;
}

#[tokio::test]
async fn a_task_whose_streams_are_refused_stops_and_says_why() {
    let bed = Bed::with(&[task(0, 256, "refused")]).await;
    let _host = bed.host().await;
    let stopped = bed.task(0, |task| task.status == Status::Stopped).await;
    let stop = stopped.stop.unwrap();
    assert_eq!(stop.code, StopCode::TaskFailedToStart);
    assert_eq!(stop.reason, "ResourceInitializationError: the test asks for it");
    bed.end().await;
}

#[tokio::test]
async fn a_record_that_can_t_be_read_holds_nobody_up() {
    let newer = (task::key(&scope(), "default", &id(0)), json!({"v": 2, "of": "a newer engine"}));
    let bed = Bed::with(&[newer, spec("web"), task(1, 256, "web")]).await;
    let _host = bed.host().await;
    bed.task(1, bound).await;
    bed.end().await;
}

#[tokio::test]
async fn a_panic_over_one_task_holds_nobody_up() {
    let bed = Bed::with(&[task(0, 256, "panics")]).await;
    let _host = bed.host().await;
    bed.put(&[spec("web"), task(1, 256, "web")]).await;
    bed.task(1, bound).await;
    let reports = bed.health.reports();
    let streams = reports.iter().find(|report| report.name == "log-streams").unwrap();
    assert!(streams.condition.restarts > 0);
    assert_eq!(streams.condition.reason.as_deref(), Some("it panicked"));
    bed.end().await;
}

#[tokio::test]
async fn a_task_no_host_is_large_enough_for_stops_and_says_so() {
    let bed = Bed::with(&[spec("web"), task(0, 8192, "web"), task(1, 256, "web")]).await;
    let _host = bed.host().await;
    let stopped = bed.task(0, |task| task.status == Status::Stopped).await;
    assert!(stopped.stop.unwrap().reason.starts_with("Capacity is unavailable"));
    bed.task(1, bound).await;
    bed.end().await;
}

#[tokio::test]
async fn a_task_that_waits_for_room_says_for_what_until_it_has_some() {
    let bed = Bed::with(&[spec("web")]).await;
    let _host = bed.host().await;
    bed.put(&[task(0, 4096, "web")]).await;
    bed.task(0, bound).await;
    bed.put(&(1..=100).map(|n| task(n, 4096, "web")).collect::<Vec<_>>()).await;
    let said = |task: &task::Record| task.pending_reason.is_some();
    for n in 1..=100 {
        let reason = bed.task(n, said).await.pending_reason;
        assert_eq!(reason.as_deref(), Some("No host has 4096 CPU units free."), "{n}");
    }
    // A smaller one says what it lacks itself.
    bed.put(&[task(101, 256, "web")]).await;
    let small = bed.task(101, said).await;
    assert_eq!(small.pending_reason.as_deref(), Some("No host has 256 CPU units free."));
    bed.end().await;
}

#[tokio::test]
async fn a_task_without_a_host_says_that_there_is_none() {
    let bed = Bed::with(&[spec("web"), task(1, 256, "web")]).await;
    let waiting = bed.task(1, |task| task.pending_reason.is_some()).await;
    assert_eq!(waiting.pending_reason.as_deref(), Some("No host is connected."));
    let _host = bed.host().await;
    assert_eq!(bed.task(1, bound).await.pending_reason, None);
    bed.end().await;
}

#[tokio::test]
async fn a_task_has_an_address_of_ipv6_where_its_subnet_has_some_and_the_account_wants_it() {
    let mut network = DefaultNetwork::of(&scope());
    let range: ipnet::Ipv6Net = "fd12:3456:789a:bc00::/64".parse().unwrap();
    let all = &mut network.subnets;
    all.iter_mut().for_each(|subnet| {
        subnet.ipv6_cidr = Some(vpc::Association { id: "subnet-cidr-assoc-1".into(), range });
    });
    let subnets = all.iter().map(|subnet| {
        let mut record = serde_json::to_value(subnet).unwrap();
        record["v"] = json!(1);
        (subnet::key(&scope(), &subnet.id), record)
    });
    let bed = Bed::with(&[]).await;
    bed.put(&subnets.collect::<Vec<_>>()).await;
    let _host = bed.host().await;
    bed.put(&[spec("web"), task(0, 256, "web")]).await;
    let held = bed.task(0, bound).await.binding.unwrap().eni;
    let address = held.ipv6.unwrap();
    assert!(range.contains(&address), "{address}");
    let enis = bed.state.table::<eni::Record>();
    let eni = enis.get(&Key::new(eni::key(&scope(), &held.id)).unwrap()).unwrap().unwrap();
    assert_eq!(eni.ipv6_addresses, [address]);
    let off = json!({"v": 1, "name": "dualStackIPv6", "value": "disabled", "principal": "default"});
    let key = setting::key(&scope(), setting::ACCOUNT, setting::DUAL_STACK);
    bed.put(&[(key, off), task(1, 256, "web")]).await;
    assert_eq!(bed.task(1, bound).await.binding.unwrap().eni.ipv6, None);
    bed.end().await;
}

/// A task that asks for a public address.
fn public(n: u32) -> (String, serde_json::Value) {
    let (key, mut record) = task(n, 256, "web");
    record["network"]["public_address"] = json!(true);
    (key, record)
}

#[tokio::test]
async fn a_public_address_is_given_once_and_who_gets_none_stops_and_says_so() {
    let pool = (public_pool::key(), json!({"v": 1, "range": "198.51.100.0/30"}));
    let bed = Bed::with(&[spec("web"), pool, task(0, 256, "web")]).await;
    let _host = bed.host().await;
    bed.put(&[public(1), public(2)]).await;
    let mut given = vec![];
    for n in [1, 2] {
        let held = bed.task(n, bound).await.binding.unwrap().eni;
        let address = held.public.unwrap();
        let enis = bed.state.table::<eni::Record>();
        let eni = enis.get(&Key::new(eni::key(&scope(), &held.id)).unwrap()).unwrap().unwrap();
        let of = eni.public_of(held.address).unwrap();
        assert_eq!((of.public, &of.allocation), (address, &None));
        let taken = bed.state.table::<public_address::Record>();
        let taken = taken.get(&Key::new(public_address::key(address)).unwrap()).unwrap().unwrap();
        assert_eq!(taken.holder, public_address::Holder::Interface(held.id));
        given.push(address.to_string());
    }
    given.sort_unstable();
    assert_eq!(given, ["198.51.100.1", "198.51.100.2"]);
    assert_eq!(bed.task(0, bound).await.binding.unwrap().eni.public, None, "it asks for none");

    bed.put(&[public(3)]).await;
    let stopped = bed.task(3, |task| task.status == Status::Stopped).await;
    let stop = stopped.stop.unwrap();
    assert_eq!(stop.code, StopCode::TaskFailedToStart);
    let start = "Unexpected EC2 error while attempting to Create Network Interface with public IP \
                 assignment enabled in subnet 'subnet-";
    assert!(stop.reason.starts_with(start), "{}", stop.reason);
    assert!(stop.reason.ends_with("': InsufficientAddressCapacity"), "{}", stop.reason);
    bed.end().await;
}
