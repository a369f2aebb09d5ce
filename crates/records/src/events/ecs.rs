//! What ECS tells of: the change of a task, of a deployment, of a service.

use ferrogate_base::TimestampMs;
use serde_json::{Map, Value, json};

use super::event::{Event, millis};
use crate::ecs::service::{self, Deployment, Rollout};
use crate::ecs::task::{ContainerStatus, Eni, Launch, Record, Status};

/// The event of a task that has become another; `None` of a change that AWS does not tell of.
#[must_use]
pub fn task_changed(old: Option<&Record>, new: &Record, now: TimestampMs) -> Option<Event> {
    let seen = |task: &Record| {
        let containers: Vec<_> =
            task.containers.iter().map(|c| (c.id.clone(), c.status, c.exit_code)).collect();
        (task.status, task.desired, containers)
    };
    let told = new.status < Status::Deleted && old.is_none_or(|old| seen(old) != seen(new));
    told.then(|| {
        let arn = new.arn();
        let about = format!("{arn} {}", new.version);
        let names = ("aws.ecs", "ECS Task State Change");
        Event::own(&new.scope, names, now, vec![arn], task(new, now), &about)
    })
}

/// The `detail` of a task (ECS developer guide, "Amazon ECS task state change events").
fn task(task: &Record, now: TimestampMs) -> Value {
    let mut detail = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            detail.insert(name.to_owned(), value);
        }
    };
    let at = &task.at;
    let time = |at: Option<TimestampMs>| at.map(millis).map_or(Value::Null, Value::from);
    set("attachments", json!([attachment(task)]));
    let architecture = if task.architecture == "ARM64" { "arm64" } else { "x86_64" };
    set("attributes", json!([{"name": "ecs.cpu-architecture", "value": architecture}]));
    set("availabilityZone", json!(task.binding.as_ref().map(|binding| &binding.eni.zone)));
    if let Launch::Provider(item) = &task.launch {
        set("capacityProviderName", json!(item.provider));
    }
    set("clusterArn", json!(task.cluster_arn()));
    if at.connectivity.is_some() {
        set("connectivity", json!("CONNECTED"));
    }
    set("connectivityAt", time(at.connectivity));
    set("containers", task.containers.iter().map(|c| container(task, c)).collect());
    set("cpu", json!(task.cpu_units.to_string()));
    set("createdAt", time(Some(at.created)));
    set("desiredStatus", json!(task.desired.as_str()));
    set("enableExecuteCommand", json!(task.exec));
    set("ephemeralStorage", json!({"sizeInGiB": task.storage_gib}));
    set("executionStoppedAt", time(at.execution_stopped));
    set("group", json!(task.group));
    set("lastStatus", json!(task.status.as_str()));
    set("launchType", json!("FARGATE"));
    set("memory", json!(task.memory_mib.to_string()));
    set("overrides", overrides(task));
    set("platformVersion", json!("1.4.0"));
    set("pullStartedAt", time(at.pull_started));
    set("pullStoppedAt", time(at.pull_stopped));
    set("startedAt", time(at.started));
    set("startedBy", json!(task.started_by));
    set("stopCode", json!(task.stop.as_ref().map(|stop| stop.code.as_str())));
    set("stoppedAt", time(at.stopped));
    set("stoppedReason", json!(task.stop.as_ref().map(|stop| &stop.reason)));
    set("stoppingAt", time(at.stopping));
    set("taskArn", json!(task.arn()));
    set("taskDefinitionArn", json!(task.task_definition_arn()));
    set("updatedAt", time(Some(now)));
    set("version", json!(task.version));
    Value::Object(detail)
}

/// The overrides, each container of the task with its own, as AWS lists them.
fn overrides(task: &Record) -> Value {
    let mut all = match &task.overrides {
        Value::Object(fields) => fields.clone(),
        _ => Map::new(),
    };
    all.retain(|_, value| !value.is_null());
    let given = all.get("containerOverrides").and_then(Value::as_array).cloned();
    let given = given.unwrap_or_default();
    let of = |name: &str| given.iter().find(|one| one["name"] == name).cloned();
    let containers = task.containers.iter();
    let each = containers.map(|c| of(&c.name).unwrap_or_else(|| json!({"name": c.name})));
    all.insert("containerOverrides".into(), each.collect());
    Value::Object(all)
}

fn container(task: &Record, c: &crate::ecs::task::Container) -> Value {
    let mut shown = Map::new();
    let arn = task.scope.arn("ecs", &format!("container/{}/{}/{}", task.cluster, task.id, c.id));
    let eni = task.binding.as_ref().map(|binding| &binding.eni);
    let interfaces: Vec<Value> = eni
        .into_iter()
        .map(|eni: &Eni| {
            json!({
                "attachmentId": task.attachment_id(),
                "privateIpv4Address": eni.address.to_string(),
            })
        })
        .collect();
    for (name, value) in [
        ("containerArn", json!(arn)),
        ("cpu", json!(c.cpu.to_string())),
        ("exitCode", json!(c.exit_code.filter(|_| c.status == ContainerStatus::Stopped))),
        ("image", json!(c.image)),
        ("imageDigest", json!(c.image_digest)),
        ("lastStatus", json!(c.status.as_str())),
        ("memory", json!(c.memory.map(|mib| mib.to_string()))),
        ("memoryReservation", json!(c.memory_reservation.map(|mib| mib.to_string()))),
        ("name", json!(c.name)),
        ("networkInterfaces", json!(interfaces)),
        ("reason", json!(c.reason)),
        ("runtimeId", json!(c.runtime_id)),
        ("taskArn", json!(task.arn())),
    ] {
        if !value.is_null() {
            shown.insert(name.to_owned(), value);
        }
    }
    Value::Object(shown)
}

fn attachment(task: &Record) -> Value {
    let mut details = vec![];
    let mut pair = |name: &str, value: &str| details.push(json!({"name": name, "value": value}));
    let status = match &task.binding {
        _ if task.status >= Status::Stopped => "DELETED",
        None => "PRECREATED",
        Some(_) if task.status >= Status::Deprovisioning => "DETACHING",
        Some(_) if task.at.connectivity.is_some() => "ATTACHED",
        Some(_) => "ATTACHING",
    };
    if let Some(binding) = &task.binding {
        pair("subnetId", &binding.eni.subnet);
        pair("networkInterfaceId", &binding.eni.id);
        pair("macAddress", &binding.eni.mac);
        pair("privateIPv4Address", &binding.eni.address.to_string());
    } else if let [only] = &task.network.subnets[..] {
        pair("subnetId", only);
    }
    json!({"id": task.attachment_id(), "type": "eni", "status": status, "details": details})
}

/// The events of deployments of a service that are at another place than they were.
#[must_use]
pub fn deployments_changed(
    old: Option<&service::Record>,
    new: &service::Record,
    now: TimestampMs,
) -> Vec<Event> {
    let before = |deployment: &Deployment| {
        let mut all = old.into_iter().flat_map(|old| &old.deployments);
        all.find(|one| one.number == deployment.number).map(|one| one.rollout)
    };
    let changed = new.deployments.iter().filter(|one| before(one) != Some(one.rollout));
    changed.map(|one| deployment(new, one, now)).collect()
}

/// ECS developer guide, "Service deployment state change events".
fn deployment(of: &service::Record, deployment: &Deployment, now: TimestampMs) -> Event {
    let (kind, name) = match deployment.rollout {
        Rollout::InProgress => ("INFO", "SERVICE_DEPLOYMENT_IN_PROGRESS"),
        Rollout::Completed => ("INFO", "SERVICE_DEPLOYMENT_COMPLETED"),
        Rollout::Failed => ("ERROR", "SERVICE_DEPLOYMENT_FAILED"),
    };
    let arn = of.arn();
    let detail = json!({
        "eventType": kind,
        "eventName": name,
        "deploymentId": deployment.id(),
        "updatedAt": millis(deployment.updated_at),
        "reason": deployment.reason,
    });
    let about = format!("{arn} {} {name} {}", deployment.id(), deployment.updated_at.0);
    let names = ("aws.ecs", "ECS Deployment State Change");
    Event::own(&of.scope, names, now, vec![arn], detail, &about)
}

/// The events of a service that its new messages are about; of most messages AWS has none.
#[must_use]
pub fn service_told(
    of: &service::Record,
    old: Option<&service::events::Record>,
    new: &service::events::Record,
) -> Vec<Event> {
    let known = |id: &str| old.is_some_and(|old| old.events.iter().any(|one| one.id == id));
    let mut told: Vec<_> = new.events.iter().filter(|one| !known(&one.id)).collect();
    told.reverse();
    told.into_iter().filter_map(|one| action(of, one)).collect()
}

/// ECS developer guide, "Service action events".
fn action(of: &service::Record, told: &service::events::Event) -> Option<Event> {
    let says = |text: &str| told.message.contains(text);
    let (kind, name, reason) = if says("has reached a steady state") {
        ("INFO", "SERVICE_STEADY_STATE", None)
    } else if says("is unable to consistently start tasks successfully") {
        ("WARN", "SERVICE_TASK_START_IMPAIRED", None)
    } else if says("was unable to place a task") {
        ("ERROR", "SERVICE_TASK_PLACEMENT_FAILURE", Some("RESOURCE:FARGATE"))
    } else if says("Successfully set desired count to") {
        ("INFO", "SERVICE_DESIRED_COUNT_UPDATED", None)
    } else {
        return None;
    };
    let arn = of.arn();
    let mut detail = json!({
        "eventType": kind,
        "eventName": name,
        "clusterArn": crate::ecs::cluster::arn(&of.scope, &of.cluster),
        "createdAt": millis(told.at),
    });
    if let Some(reason) = reason {
        detail["reason"] = reason.into();
    }
    let names = ("aws.ecs", "ECS Service Action");
    Some(Event::own(&of.scope, names, told.at, vec![arn], detail, &told.id))
}
