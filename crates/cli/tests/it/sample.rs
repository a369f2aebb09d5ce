//! Tasks as the engine describes them.

use serde_json::{Value, json};

pub(crate) const ID: &str = "3f2a1b9c00d14ee0a0b0c0d0e0f00001";
pub(crate) const OTHER: &str = "77aa1b9c00d14ee0a0b0c0d0e0f00002";

pub(crate) fn arn(id: &str) -> String {
    format!("arn:aws:ecs:us-east-1:000000000000:task/default/{id}")
}

/// A task of `web:1`.
pub(crate) fn task(id: &str, status: &str) -> Value {
    json!({
        "taskArn": arn(id),
        "taskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1",
        "lastStatus": status,
        "desiredStatus": if status == "STOPPED" { "STOPPED" } else { "RUNNING" },
        "cpu": "256", "memory": "512", "createdAt": 1_767_323_045.0, "version": 1,
        "containers": [{"name": "web", "lastStatus": status, "networkBindings": [],
                        "image": "000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1"}],
    })
}

pub(crate) fn running(id: &str) -> Value {
    with(task(id, "RUNNING"), json!({"startedAt": 1_767_323_045.3}))
}

/// A task that ran and ended.
pub(crate) fn ended(id: &str, exit_code: i32) -> Value {
    let mut task = with(
        task(id, "STOPPED"),
        json!({
            "startedAt": 1_767_323_045.3, "stoppedReason": "Essential container in task exited",
            "stopCode": "EssentialContainerExited",
        }),
    );
    task["containers"][0]["exitCode"] = json!(exit_code);
    task
}

/// The task with its port on the host.
pub(crate) fn bound(mut task: Value, host_port: u16) -> Value {
    task["containers"][0]["networkBindings"] = json!([{
        "bindIP": "127.0.0.1", "hostPort": host_port, "containerPort": 80, "protocol": "tcp",
    }]);
    task
}

pub(crate) fn with(mut task: Value, more: Value) -> Value {
    let more = more.as_object().unwrap().clone();
    task.as_object_mut().unwrap().extend(more);
    task
}

pub(crate) fn described(tasks: &[Value]) -> Value {
    json!({"tasks": tasks, "failures": []})
}

pub(crate) fn listed(ids: &[&str]) -> Value {
    json!({"taskArns": ids.iter().map(|id| arn(id)).collect::<Vec<_>>()})
}
