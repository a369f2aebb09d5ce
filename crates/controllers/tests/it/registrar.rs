//! Tasks of services behind load balancers: registered, watched, and let go before they end.

use ferrogate_link::Desired;
use ferrogate_link::balancer::Health;
use ferrogate_records::ecs::service::{Balanced, Member, Stage};
use ferrogate_records::ecs::task::{self, Status, Stop, StopCode};
use ferrogate_records::elb::{health, target, target_group};
use ferrogate_store::Key;
use serde_json::{Value, json};

use crate::balancers::{group, named, records, report, report_of, stored, told, until};
use crate::bed::{Bed, assigned, id, scope, spec, task};

/// A task of a service whose port 80 a load balancer forwards to.
fn balanced() -> (String, Value) {
    let (at, mut record) = task(1, 256, "web");
    let of =
        Balanced { group: named("g"), container: "main".into(), port: 80, given: None, swap: None };
    record["service"] = json!(Member::new("web", "1").balanced(&[of]));
    (at, record)
}

/// Records in which the group waits for nobody, without any target.
fn world() -> Vec<(String, Value)> {
    waiting("0")
}

/// Records in which the group waits for so many seconds, without any target.
fn waiting(seconds: &str) -> Vec<(String, Value)> {
    let waits = [(target_group::DRAIN.to_owned(), seconds.to_owned())].into();
    let group = target_group::Record { attributes: waits, ..group() };
    let mut all = records();
    all.retain(|(at, _)| !at.starts_with("/target/") && !at.starts_with("/target-group/"));
    all.push(stored(target_group::key(&scope(), "g"), json!(group)));
    all.extend([spec("web"), balanced()]);
    all
}

fn stage(task: &task::Record) -> Option<Stage> {
    Some(task.service.as_ref()?.balancing.as_ref()?.stage)
}

fn stop(code: StopCode) -> impl Fn(&mut task::Record) {
    move |task| {
        let stop = Stop { code, reason: "the test asks for it".into() };
        task.ask_stop(stop, ferrogate_base::TimestampMs(6000));
        task.version += 1;
    }
}

fn at(task: &task::Record) -> String {
    let address = task.binding.as_ref().unwrap().eni.address;
    target::key(&scope(), &named("g"), address, 80)
}

#[tokio::test]
async fn a_task_is_told_to_stop_once_no_node_sends_it_requests() {
    let bed = Bed::with(&world()).await;
    let mut wire = bed.host().await;
    let (_, assignment) = assigned(&mut wire).await;
    assert_eq!(assignment.desired, Desired::Running);
    let bound = bed.task(1, |task| task.binding.is_some()).await;
    assert_eq!(stage(&bound), Some(Stage::Waiting));
    bed.change(1, |task| task.status = Status::Activating).await;
    bed.task(1, |task| stage(task) == Some(Stage::Registered)).await;
    until::<target::Record>(&bed, at(&bound), |found| {
        found.is_some_and(|found| found.registration == id(1).as_str())
    })
    .await;
    // Both nodes are told of the target, and say that it works.
    let mut nodes = vec![];
    while nodes.len() < 2 {
        let node = told(&mut wire).await;
        if !node.1.groups[0].targets.is_empty() {
            report(&mut wire, &node, 1, Health::Healthy).await;
            nodes.push(node);
        }
    }
    let of_health = at(&bound).replacen("/target/", "/target-health/", 1);
    until::<health::Record>(&bed, of_health.clone(), |found| found.is_some()).await;

    bed.change(1, stop(StopCode::ServiceSchedulerInitiated)).await;
    let drains = bed.task(1, |task| matches!(stage(task), Some(Stage::Draining { .. }))).await;
    assert_eq!(drains.status, Status::Deactivating);
    assert_eq!(drains.told(), task::Desired::Running, "it still answers requests");
    let mut without = vec![];
    while without.len() < 2 {
        let node = told(&mut wire).await;
        if node.1.groups[0].targets.is_empty() {
            without.push(node);
        }
    }
    // Both are told, and neither has said that it obeys: the frames that were read until now
    // had no word of the task's end, or it would not come below.
    report(&mut wire, &without[0], 2, Health::Healthy).await;
    report(&mut wire, &without[1], 2, Health::Healthy).await;
    let (_, assignment) = assigned(&mut wire).await;
    assert_eq!(assignment.desired, Desired::Stopped);
    bed.task(1, |task| stage(task) == Some(Stage::Over)).await;
    until::<health::Record>(&bed, of_health, |found| found.is_none()).await;
    bed.end().await;
}

#[tokio::test]
async fn a_task_without_open_requests_ends_before_its_delay() {
    let bed = Bed::with(&waiting("3600")).await;
    let mut wire = bed.host().await;
    assigned(&mut wire).await;
    bed.change(1, |task| task.status = Status::Running).await;
    let registered = bed.task(1, |task| stage(task) == Some(Stage::Registered)).await;
    bed.change(1, stop(StopCode::ServiceSchedulerInitiated)).await;
    bed.task(1, |task| matches!(stage(task), Some(Stage::Draining { .. }))).await;
    let mut drains = vec![];
    while drains.len() < 2 {
        let node = told(&mut wire).await;
        let mut targets = node.1.groups[0].targets.iter();
        if targets.any(|target| target.draining_since.is_some()) {
            report_of(&mut wire, &node, 1, Health::Draining, true).await;
            drains.push(node);
        }
    }
    until::<target::Record>(&bed, at(&registered), |found| found.is_none()).await;
    for seq in 2..4 {
        let node = told(&mut wire).await;
        assert!(node.1.groups[0].targets.is_empty());
        report(&mut wire, &node, seq, Health::Healthy).await;
    }
    bed.task(1, |task| stage(task) == Some(Stage::Over)).await;
    bed.end().await;
}

#[tokio::test]
async fn a_task_that_ended_by_itself_is_let_go_at_once() {
    let bed = Bed::with(&world()).await;
    let mut wire = bed.host().await;
    assigned(&mut wire).await;
    bed.change(1, |task| task.status = Status::Running).await;
    let registered = bed.task(1, |task| stage(task) == Some(Stage::Registered)).await;
    bed.change(1, stop(StopCode::EssentialContainerExited)).await;
    bed.task(1, |task| stage(task) == Some(Stage::Over)).await;
    until::<target::Record>(&bed, at(&registered), |found| found.is_none()).await;
    let (_, assignment) = assigned(&mut wire).await;
    assert_eq!(assignment.desired, Desired::Stopped);
    bed.end().await;
}

#[tokio::test]
async fn a_task_that_never_ran_is_registered_nowhere() {
    let bed = Bed::with(&world()).await;
    let mut wire = bed.host().await;
    let (_, assignment) = assigned(&mut wire).await;
    assert_eq!(assignment.desired, Desired::Running);
    bed.change(1, stop(StopCode::UserInitiated)).await;
    assert_eq!(assigned(&mut wire).await.1.desired, Desired::Stopped);
    let task = bed.task(1, |_| true).await;
    assert_eq!(stage(&task), Some(Stage::Waiting));
    let there = bed.state.table::<target::Record>();
    assert!(there.get(&Key::new(at(&task)).unwrap()).unwrap().is_none());
    bed.end().await;
}
