use serde_json::{Value, json};

use crate::fake::{Fake, ok, refused};
use crate::sample::{ID, OTHER, described, ended, listed, task, with};

fn definition() -> Value {
    json!({"taskDefinition": {"containerDefinitions": [{
        "name": "web", "logConfiguration": {"logDriver": "awslogs", "options": {
            "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "ecs"}},
    }]}})
}

async fn engine(task: Value, lines: &[&str]) -> Fake {
    let fake = Fake::start().await;
    fake.on("DescribeTasks", [ok(described(&[task]))]);
    fake.on("DescribeTaskDefinition", [ok(definition())]);
    let events: Vec<_> =
        lines.iter().map(|line| json!({"message": line, "timestamp": 1})).collect();
    fake.on("GetLogEvents", [ok(json!({"events": events}))]);
    fake
}

fn killed() -> Value {
    let mut task = with(
        ended(ID, 137),
        json!({
            "connectivityAt": 1_767_323_045.1, "pullStartedAt": 1_767_323_045.05,
            "pullStoppedAt": 1_767_323_045.2, "stoppingAt": 1_767_323_047.3,
            "executionStoppedAt": 1_767_323_047.4, "stoppedAt": 1_767_323_047.5,
        }),
    );
    task["containers"][0]["reason"] =
        json!("OutOfMemoryError: Container killed due to memory usage");
    task
}

#[tokio::test]
async fn the_end_of_a_task_is_explained_with_its_phases_and_its_last_lines() {
    let fake = engine(killed(), &["one", "two"]).await;
    let done = fake.run(&["why", ID, "-n", "2"]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let lines: Vec<_> = done.out.lines().collect();
    assert_eq!(
        lines,
        [
            "task      3f2a1b9c00d1 web:1",
            "status    STOPPED",
            "why       EssentialContainerExited: Essential container in task exited",
            "container web ended with 137, SIGKILL: the kernel killed it, since its memory was used \
             up; OutOfMemoryError: Container killed due to memory usage",
            "fix       give it more memory: --memory with twice as much",
            "03:04:05  host and network   0.100 s",
            "03:04:05  images             0.150 s",
            "03:04:05  containers' start  0.100 s",
            "03:04:05  running            2.000 s",
            "03:04:07  containers' stop   0.100 s",
            "03:04:07  giving back        0.100 s",
            "log of web",
            "  one",
            "  two",
        ]
    );
    let asked = fake.calls("GetLogEvents")[0].json();
    let stream = format!("ecs/web/{ID}");
    assert_eq!((&asked["limit"], &asked["logStreamName"]), (&json!(2), &json!(stream)));
}

#[tokio::test]
async fn programs_get_the_same_as_a_document() {
    let fake = engine(killed(), &["one"]).await;
    let told: Value =
        serde_json::from_str(&fake.run(&["why", ID, "-o", "json"]).await.out).unwrap();
    assert_eq!(told["stopCode"], "EssentialContainerExited");
    assert_eq!(told["containers"][0]["exitCode"], 137);
    assert_eq!(told["containers"][0]["log"], json!(["one"]));
    let running = &told["phases"][3];
    assert_eq!(running["name"], "running");
    assert_eq!((&running["milliseconds"], &running["isDone"]), (&json!(2000), &json!(true)));
    let query = ["why", ID, "--query", "containers[0].exitMeaning"];
    assert!(fake.run(&query).await.out.contains("SIGKILL"));
}

#[tokio::test]
async fn a_task_without_a_host_says_what_it_waits_for_and_what_helps() {
    let why =
        json!([{"name": "ferrogate.pending-reason", "value": "No host has 256 CPU units free."}]);
    let waiting = with(task(ID, "PROVISIONING"), json!({"attributes": why}));
    let fake = engine(waiting, &[]).await;
    fake.on("GetLogEvents", [refused("ResourceNotFoundException", "no stream")]);
    let done = fake.run(&["why", ID]).await;
    assert!(done.out.contains("why       No host has 256 CPU units free."), "{}", done.out);
    assert!(done.out.contains("cpu-overcommit") && done.out.contains("log of web: nothing"));
    assert!(done.out.contains("host and network") && done.out.contains("not done"));
}

#[tokio::test]
async fn lines_that_cannot_be_read_keep_nothing_else_back() {
    let fake = engine(killed(), &[]).await;
    fake.on("DescribeTaskDefinition", [refused("ClientException", "it is gone")]);
    let done = fake.run(&["why", ID]).await;
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("log of web can't be read"), "{}", done.out);
    assert!(done.out.contains("running"), "{}", done.out);
}

#[tokio::test]
async fn of_a_family_the_newest_task_is_meant_and_a_forgotten_one_is_said_to_be() {
    let fake = engine(killed(), &[]).await;
    fake.on("ListTasks", [ok(listed(&[])), ok(listed(&[ID, OTHER]))]);
    let newer = with(ended(OTHER, 0), json!({"createdAt": 1_767_323_999.0}));
    fake.on("DescribeTasks", [ok(described(&[killed(), newer]))]);
    let done = fake.run(&["why", "web"]).await;
    assert!(done.out.starts_with("task      77aa1b9c00d1 web:1"), "{}", done.out);
    assert!(done.err.contains("web has 2 tasks"), "{}", done.err);
    fake.on("DescribeTasks", [ok(json!({"tasks": [], "failures": [{"reason": "MISSING"}]}))]);
    let done = fake.run(&["why", ID]).await;
    assert_eq!(done.code, 3);
    assert!(
        done.err.contains("is forgotten") && done.err.contains("ferrogate logs"),
        "{}",
        done.err
    );
}
