//! How long a stopped task is remembered, and that nothing of it is left after.

use ferrogate_api::ec2::operation as ec2;
use ferrogate_api::ecs::operation as ecs;
use ferrogate_base::TimestampMs;
use ferrogate_controllers::ecs::gc::Collector;
use ferrogate_controllers::engine::{Next, Reconciler};
use ferrogate_link::Assignment;
use ferrogate_records::ec2::address;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::spec::Spec;
use ferrogate_records::{Scope, op};
use ferrogate_store::{Key, Op};
use serde_json::{Value, json};

use crate::engine::{Engine, NOW_MS};
use crate::host::{Host, id};

pub(crate) const HOUR_MS: u64 = 3600 * 1000;
pub(crate) const STOPPED_MS: u64 = NOW_MS + 5000;

fn run_task() -> Value {
    let scope = Scope::new("111122223333".parse().unwrap(), "us-east-1");
    let subnet = DefaultNetwork::of(&scope).subnets[0].id.clone();
    json!({
        "taskDefinition": "web", "launchType": "FARGATE", "clientToken": "once",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}},
    })
}

/// An engine with a cluster, a definition, a host, and one task that the host was given.
pub(crate) async fn with_a_task() -> (Engine, Host, Assignment) {
    let engine = Engine::new().await;
    engine.ok(&ecs::CreateCluster, json!({"clusterName": "default"})).await;
    let definition = json!({
        "family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [{"name": "main", "image": "web:1"}],
    });
    engine.ok(&ecs::RegisterTaskDefinition, definition).await;
    let mut host = Host::join(&engine).await;
    engine.ok(&ecs::RunTask, run_task()).await;
    let task = host.assigned().await;
    (engine, host, task)
}

/// One more task like that, which the host was given.
pub(crate) async fn another(engine: &Engine, host: &mut Host) -> Assignment {
    let mut task = run_task();
    task["clientToken"] = "again".into();
    engine.ok(&ecs::RunTask, task).await;
    host.assigned().await
}

/// The same, and the task ran and has stopped.
pub(crate) async fn with_a_stopped_task() -> (Engine, Host, String) {
    let (engine, mut host, task) = with_a_task().await;
    host.whole_life(&task, TimestampMs(STOPPED_MS)).await;
    let id = id(&task.key).to_owned();
    (engine, host, id)
}

async fn described(engine: &Engine, id: &str) -> Value {
    engine.ok(&ecs::DescribeTasks, json!({"tasks": [id]})).await
}

async fn stopped(engine: &Engine) -> usize {
    let listed = engine.ok(&ecs::ListTasks, json!({"desiredStatus": "STOPPED"})).await;
    listed["taskArns"].as_array().unwrap().len()
}

pub(crate) async fn collect_at(engine: &Engine, at_ms: u64) {
    engine.clock.set(TimestampMs(at_ms));
    for heap in Collector.always() {
        assert_eq!(Collector.reconcile(&engine.cx, &heap).await.unwrap(), Next::WhenChanged);
    }
    let last = engine.state.store.status().await.unwrap().rev;
    engine.state.at(last).await.unwrap();
}

#[tokio::test]
async fn a_stopped_task_is_readable_for_an_hour_and_then_gone() {
    let (engine, _host, id) = with_a_stopped_task().await;
    for at_ms in [STOPPED_MS, STOPPED_MS + HOUR_MS - 1] {
        collect_at(&engine, at_ms).await;
        let task = &described(&engine, &id).await["tasks"][0];
        assert_eq!(task["lastStatus"], "STOPPED");
        assert_eq!(task["stopCode"], "EssentialContainerExited");
        assert_eq!(task["containers"][0]["exitCode"], 3);
        assert_eq!(stopped(&engine).await, 1);
    }
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    let gone = described(&engine, &id).await;
    assert_eq!(gone["tasks"], json!([]));
    assert_eq!(gone["failures"][0]["reason"], "MISSING");
    assert_eq!(stopped(&engine).await, 0);
    engine.end().await;
}

#[tokio::test]
async fn a_stopped_task_gives_back_its_interface_and_its_share_at_once() {
    let (engine, mut host, id) = with_a_stopped_task().await;
    assert!(engine.state.table::<address::Record>().all().unwrap().next().is_none());
    let shown = engine.ok(&ec2::DescribeNetworkInterfaces, json!({})).await;
    assert_eq!(shown["NetworkInterfaces"].as_array().map_or(0, Vec::len), 0);
    let speaking = engine.records_of(&id).await;
    assert!(
        speaking
            .iter()
            .all(|key| ["/task/", "/spec/", "/op/"].iter().any(|of| key.starts_with(of))),
        "{speaking:?}"
    );
    // The whole host is free again: it takes as many tasks as it holds.
    for _ in 0..4 {
        let mut full = run_task();
        full["overrides"] = json!({"cpu": "1024", "memory": "2048"});
        full.as_object_mut().unwrap().remove("clientToken");
        engine.ok(&ecs::RunTask, full).await;
        host.assigned().await;
    }
    engine.end().await;
}

#[tokio::test]
async fn a_spec_goes_with_the_last_task_that_has_it() {
    let engine = Engine::new().await;
    engine.ok(&ecs::CreateCluster, json!({"clusterName": "default"})).await;
    let container = json!({"name": "main", "image": "web:1"});
    let definition = json!({
        "family": "web", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [container],
    });
    engine.ok(&ecs::RegisterTaskDefinition, definition).await;
    let mut host = Host::join(&engine).await;
    let mut two = run_task();
    two["count"] = 2.into();
    engine.ok(&ecs::RunTask, two).await;
    let specs = || engine.state.table::<Spec>().readable().0.count();
    let tasks = [host.assigned().await, host.assigned().await];
    for (task, at, left) in [(&tasks[0], STOPPED_MS, 1), (&tasks[1], STOPPED_MS + HOUR_MS, 0)] {
        host.whole_life(task, TimestampMs(at)).await;
        collect_at(&engine, at + HOUR_MS).await;
        assert_eq!(specs(), left);
    }
    engine.end().await;
}

#[tokio::test]
async fn a_spec_stays_while_a_task_that_can_t_be_read_may_have_it() {
    let (engine, _host, id) = with_a_stopped_task().await;
    let scope = Scope::new("111122223333".parse().unwrap(), "us-east-1");
    let newer = Key::new(scope.key("task", &["default", "of-a-newer-engine"])).unwrap();
    let write = [Op::put(newer.clone(), json!({"v": 2}).to_string())];
    engine.state.commit(&[], &write).await.unwrap();
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    assert_eq!(described(&engine, &id).await["tasks"], json!([]));
    let specs = || engine.state.table::<Spec>().readable().0.count();
    assert_eq!(specs(), 1);
    engine.state.commit(&[], &[Op::Del(newer)]).await.unwrap();
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    // What was deleted is seen by the next look at the latest.
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    assert_eq!(specs(), 0);
    engine.end().await;
}

#[tokio::test]
async fn the_client_s_token_outlives_the_task_by_design_and_goes_after_a_day() {
    let (engine, _host, id) = with_a_stopped_task().await;
    collect_at(&engine, STOPPED_MS + HOUR_MS).await;
    let left = engine.records_of(&id).await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].starts_with("/op/"), "{left:?}");
    // The token still means that task, which is over: nothing is run again.
    let again = engine.ok(&ecs::RunTask, run_task()).await;
    assert_eq!(again["tasks"], json!([]));

    collect_at(&engine, NOW_MS + op::KEPT_MS - 1).await;
    assert_eq!(engine.records_of(&id).await, left);
    collect_at(&engine, NOW_MS + op::KEPT_MS).await;
    assert_eq!(engine.records_of(&id).await, Vec::<String>::new());
    engine.end().await;
}

#[tokio::test]
async fn a_running_task_is_never_collected() {
    let (engine, _host, task) = with_a_task().await;
    collect_at(&engine, NOW_MS + 1000 * HOUR_MS).await;
    assert_eq!(described(&engine, id(&task.key)).await["tasks"][0]["lastStatus"], "PENDING");
    engine.end().await;
}
