use super::*;
use crate::agent::on_disk::tests::kept;
use ferrogate_base::{Epoch, TaskId, TaskKey, TimestampMs};
use ferrogate_link::{Condition, DependsOn, HealthCheck, LogMode, LogTarget, RestartPolicy, Said};
use serde_json::{Value, json};

/// A task of two containers, the second of which waits for the first.
fn assignment() -> Assignment {
    let key = TaskKey { task: TaskId::random(), epoch: Epoch(1) };
    let mut assignment = kept(&key, 1).assignment;
    let mut waits = Container::plain("waits", "busybox");
    waits.depends_on = vec![DependsOn { container: "web".into(), condition: Condition::Start }];
    assignment.spec.containers.push(waits);
    assignment
}

fn shown(assignment: &Assignment, timeline: &Timeline, version: Version, tags: bool) -> Value {
    let of =
        Sources { assignment, timeline, tags: &assignment.tags, clock: None, disk_bytes: None };
    json!(task(of, version, tags))
}

fn statuses(assignment: &Assignment, timeline: &Timeline) -> Vec<String> {
    let task = shown(assignment, timeline, Version::V4, false);
    let of = |document: &Value| {
        let text = |name| document[name].as_str().unwrap().to_owned();
        format!("{} {}", text("DesiredStatus"), text("KnownStatus"))
    };
    [&task].into_iter().chain(task["Containers"].as_array().unwrap()).map(of).collect()
}

fn ready(container: &str) -> Event {
    Event::ImageReady { container: container.into(), digest: "sha256:0".into() }
}

fn started(container: &str) -> Event {
    Event::ContainerStarted { container: container.into(), runtime_id: "r".into() }
}

#[test]
fn a_life_is_told_in_the_agents_own_states() {
    let assignment = assignment();
    let exited = Event::ContainerExited { container: "web".into(), code: 137, reason: None };
    let life = [
        (Event::PullStarted, ["RUNNING NONE", "RUNNING NONE", "RUNNING NONE"]),
        (ready("web"), ["RUNNING NONE", "RUNNING PULLED", "RUNNING NONE"]),
        (ready("waits"), ["RUNNING NONE", "RUNNING PULLED", "RUNNING PULLED"]),
        (Event::Activating, ["RUNNING CREATED", "RUNNING CREATED", "RUNNING PULLED"]),
        (started("web"), ["RUNNING CREATED", "RUNNING RUNNING", "RUNNING PULLED"]),
        (Event::Running, ["RUNNING RUNNING", "RUNNING RUNNING", "RUNNING PULLED"]),
        (started("waits"), ["RUNNING RUNNING", "RUNNING RUNNING", "RUNNING RUNNING"]),
        (Event::Deactivating, ["STOPPED RUNNING", "STOPPED RUNNING", "STOPPED RUNNING"]),
        (exited, ["STOPPED RUNNING", "STOPPED STOPPED", "STOPPED RUNNING"]),
        (Event::ExecutionStopped, ["STOPPED STOPPED", "STOPPED STOPPED", "STOPPED RUNNING"]),
    ];
    let mut timeline = Timeline::default();
    for (n, (fact, wanted)) in life.into_iter().enumerate() {
        timeline.add(TimestampMs(n as u64), std::slice::from_ref(&fact));
        assert_eq!(statuses(&assignment, &timeline), wanted, "after {fact:?}");
    }
    let task = shown(&assignment, &timeline, Version::V4, false);
    assert_eq!(task["ExecutionStoppedAt"], "1970-01-01T00:00:00.009Z");
    let (web, waits) = (&task["Containers"][0], &task["Containers"][1]);
    assert_eq!(
        (&web["ExitCode"], &web["FinishedAt"]),
        (&json!(137), &json!("1970-01-01T00:00:00.008Z"))
    );
    assert_eq!(waits.get("ExitCode"), None);
}

#[test]
fn one_that_is_asked_to_stop_is_to_stop() {
    let asked = Assignment { desired: Desired::Stopped, ..assignment() };
    assert!(statuses(&asked, &Timeline::default()).iter().all(|s| s.starts_with("STOPPED")));
}

#[test]
fn what_is_not_known_is_left_out() {
    let mut assignment = assignment();
    let task = shown(&assignment, &Timeline::default(), Version::V4, false);
    let absent = [
        "PullStartedAt",
        "PullStoppedAt",
        "ExecutionStoppedAt",
        "TaskTags",
        "ClockDrift",
        "EphemeralStorageMetrics",
    ];
    assert!(absent.iter().all(|name| task.get(name).is_none()), "{task}");
    let web = &task["Containers"][0];
    let absent = ["ExitCode", "CreatedAt", "StartedAt", "FinishedAt", "LogDriver", "LogOptions"];
    assert!(absent.iter().all(|name| web.get(name).is_none()), "{web}");
    assert_eq!(web["ImageID"], "");
    // One that an earlier server told of has no ids.
    assert_eq!(task["Containers"][1].get("ContainerARN"), None);
    assignment.tags.clear();
    assert_eq!(shown(&assignment, &Timeline::default(), Version::V4, true).get("TaskTags"), None);
}

#[test]
fn a_log_stream_stands_in_the_place_of_its_prefix() {
    let mut assignment = assignment();
    let container = &mut assignment.spec.containers[0];
    let option = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    container.log = LogDriver::Awslogs(LogTarget {
        region: "eu-west-1".into(),
        group: "/g".into(),
        stream_prefix: "p".into(),
        create_group: false,
        mode: LogMode::Blocking,
        multiline: None,
    });
    container.log_options = BTreeMap::from([
        option("awslogs-group", "/g"),
        option("awslogs-stream-prefix", "p"),
        option("mode", "blocking"),
    ]);
    let task = shown(&assignment, &Timeline::default(), Version::V4, false);
    let stream = format!("p/web/{}", assignment.key.task);
    let wanted = json!({"awslogs-group": "/g", "awslogs-stream": stream, "mode": "blocking"});
    assert_eq!(task["Containers"][0]["LogOptions"], wanted);
    assert_eq!(task["Containers"][0]["LogDriver"], "awslogs");
    assert_eq!(task["Containers"][1].get("LogDriver"), None);
}

#[test]
fn who_logs_to_a_router_reads_its_options_as_they_were_written() {
    let mut assignment = assignment();
    let container = &mut assignment.spec.containers[0];
    container.log = LogDriver::Awsfirelens(LogMode::Blocking);
    container.log_options = BTreeMap::from([("Name".to_owned(), "null".to_owned())]);
    let task = shown(&assignment, &Timeline::default(), Version::V4, false);
    assert_eq!(task["Containers"][0]["LogDriver"], "awsfirelens");
    assert_eq!(task["Containers"][0]["LogOptions"], json!({"Name": "null"}));
}

#[test]
fn sizes_are_vcpus_of_a_task_and_units_of_a_container() {
    let written = [256, 512, 1024, 4096].map(|units| vcpus(units).to_string());
    assert_eq!(written, ["0.25", "0.5", "1", "4"]);
    let mut assignment = assignment();
    assignment.spec.containers[0].cpu_units = 1;
    assignment.spec.containers[1].memory_mib = Some(64);
    let task = shown(&assignment, &Timeline::default(), Version::V3, false);
    assert_eq!(task["Limits"], json!({"CPU": 0.25, "Memory": 512}));
    assert_eq!(task["Containers"][0]["Limits"], json!({"CPU": 2}));
    assert_eq!(task["Containers"][1]["Limits"], json!({"CPU": 2, "Memory": 64}));
}

#[test]
fn a_container_has_its_own_labels_beside_those_of_ecs() {
    let mut assignment = assignment();
    let label = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assignment.spec.containers[0].labels = BTreeMap::from([
        label("team", "web"),
        label("com.amazonaws.ecs.container-name", "somebody else"),
    ]);
    let task = shown(&assignment, &Timeline::default(), Version::V3, false);
    let labels = &task["Containers"][0]["Labels"];
    assert_eq!((&labels["team"], labels.as_object().unwrap().len()), (&json!("web"), 6));
    assert_eq!(labels["com.amazonaws.ecs.container-name"], "web");
}

#[test]
fn health_and_restarts_are_shown_of_who_has_a_check_or_a_policy() {
    let mut assignment = assignment();
    let container = &mut assignment.spec.containers[0];
    container.health_check = Some(HealthCheck {
        command: vec!["true".into()],
        interval_s: 30,
        timeout_s: 5,
        retries: 3,
        start_period_s: 0,
    });
    container.restart = Some(RestartPolicy { ignored_codes: vec![], attempt_period_s: 300 });
    let mut timeline = Timeline::default();
    let of = |timeline: &Timeline, version| {
        let task = shown(&assignment, timeline, version, false);
        (task["Containers"][0].clone(), task["Containers"][1].clone())
    };
    let (web, waits) = of(&timeline, Version::V4);
    assert_eq!((&web["Health"], &web["RestartCount"]), (&json!({}), &json!(0)));
    assert!(waits.get("Health").is_none() && waits.get("RestartCount").is_none());
    let container = || "web".to_owned();
    let said = Some(Said { code: 7, output: "no answer\n".into() });
    let health = Event::ContainerHealth { container: container(), health: Health::Unhealthy, said };
    let restarted = Event::ContainerRestarted { container: container(), restarts: 2 };
    timeline.add(TimestampMs(5), &[health, restarted]);
    let (web, _) = of(&timeline, Version::V4);
    let unhealthy = json!({"status": "UNHEALTHY", "statusSince": "1970-01-01T00:00:00.005Z",
        "exitCode": 7, "output": "no answer\n"});
    assert_eq!((&web["Health"], &web["RestartCount"]), (&unhealthy, &json!(2)));
    let (web, _) = of(&timeline, Version::V3);
    assert_eq!((&web["Health"], web.get("RestartCount")), (&unhealthy, None));
}
