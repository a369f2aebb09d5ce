//! What a task may know of itself, with the names and in the order of the AWS agent on
//! Fargate: pure.

use std::collections::BTreeMap;

use ferrogate_link::{Assignment, Container, Desired, Event, Health, LogDriver};
use serde::Serialize;
use serde_json::Number;

use super::super::names::dns;
use super::route::Version;
use super::time::{ClockDrift, utc_of};
use super::timeline::{Known, Timeline};
use crate::shim::runtime_id;

/// The least CPU units of a container: what it has none of is shown as these (ECS agent).
const CPU_UNITS_MIN: u32 = 2;

/// What is before the names of the labels that ECS puts on a container.
const LABELS: &str = "com.amazonaws.ecs.";

/// What documents are made of.
#[derive(Clone, Copy)]
pub(super) struct Sources<'s> {
    pub(super) assignment: &'s Assignment,
    pub(super) timeline: &'s Timeline,
    pub(super) tags: &'s BTreeMap<String, String>,
    pub(super) clock: Option<&'s ClockDrift>,
    /// What is in the task's disk, in bytes, once that was looked at.
    pub(super) disk_bytes: Option<u64>,
}

/// A task.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Task<'s> {
    cluster: &'s str,
    #[serde(rename = "TaskARN")]
    task_arn: &'s str,
    family: &'s str,
    revision: String,
    desired_status: &'static str,
    known_status: &'static str,
    limits: Limits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_stopped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_stopped_at: Option<String>,
    availability_zone: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_tags: Option<&'s BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    launch_type: Option<&'static str>,
    containers: Vec<ContainerOf<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_drift: Option<&'s ClockDrift>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ephemeral_storage_metrics: Option<Storage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault_injection_enabled: Option<bool>,
}

/// A container of a task.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ContainerOf<'s> {
    docker_id: String,
    name: &'s str,
    docker_name: &'s str,
    image: &'s str,
    #[serde(rename = "ImageID")]
    image_id: &'s str,
    labels: BTreeMap<String, String>,
    desired_status: &'static str,
    known_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    limits: Limits,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<HealthOf<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_driver: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_options: Option<BTreeMap<String, String>>,
    #[serde(rename = "ContainerARN", skip_serializing_if = "Option::is_none")]
    container_arn: Option<String>,
    networks: [Network<'s>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshotter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restart_count: Option<u32>,
}

/// What a health check shows; nothing until one has passed or failed often enough.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HealthOf<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'s str>,
}

#[derive(Serialize)]
struct Limits {
    #[serde(rename = "CPU")]
    cpu: Number,
    #[serde(rename = "Memory", skip_serializing_if = "Option::is_none")]
    memory_mib: Option<u32>,
}

/// In MiB.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Storage {
    utilized: u64,
    reserved: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Network<'s> {
    network_mode: &'static str,
    #[serde(rename = "IPv4Addresses")]
    addresses: [String; 1],
    #[serde(rename = "IPv6Addresses", skip_serializing_if = "Option::is_none")]
    addresses6: Option<[String; 1]>,
    #[serde(flatten)]
    interface: Option<Interface<'s>>,
}

/// What version 4 tells of an interface beside its address.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Interface<'s> {
    attachment_index: u32,
    #[serde(rename = "MACAddress")]
    mac: &'s str,
    #[serde(rename = "IPv4SubnetCIDRBlock")]
    subnet: &'s str,
    #[serde(rename = "IPv6SubnetCIDRBlock", skip_serializing_if = "Option::is_none")]
    subnet6: Option<&'s str>,
    domain_name_servers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domain_name_search_list: Vec<String>,
    #[serde(rename = "PrivateDNSName")]
    private_dns_name: &'s str,
    #[serde(rename = "SubnetGatewayIpv4Address")]
    gateway: String,
}

/// The task, with its tags when they are asked for.
pub(super) fn task(of: Sources<'_>, version: Version, with_tags: bool) -> Task<'_> {
    let Assignment { spec, .. } = of.assignment;
    let v4 = version == Version::V4;
    let when = |fact| of.timeline.when(&fact).map(utc_of);
    Task {
        cluster: &of.assignment.cluster_arn,
        task_arn: &of.assignment.task_arn,
        family: &of.assignment.family,
        revision: of.assignment.revision.to_string(),
        desired_status: if is_to_stop(of) { "STOPPED" } else { "RUNNING" },
        known_status: known_status(of.timeline),
        limits: Limits {
            cpu: vcpus(spec.limits.cpu_units),
            memory_mib: Some(spec.limits.memory_mib),
        },
        pull_started_at: when(Event::PullStarted),
        pull_stopped_at: when(Event::PullStopped),
        execution_stopped_at: when(Event::ExecutionStopped),
        availability_zone: &of.assignment.zone,
        task_tags: (with_tags && !of.tags.is_empty()).then_some(of.tags),
        launch_type: v4.then_some("FARGATE"),
        containers: (0..spec.containers.len()).map(|at| container(of, version, at)).collect(),
        clock_drift: of.clock.filter(|_| v4),
        ephemeral_storage_metrics: of.disk_bytes.filter(|_| v4).map(|bytes| Storage {
            utilized: bytes >> 20,
            reserved: u64::from(spec.storage_gib) << 10,
        }),
        fault_injection_enabled: v4.then_some(spec.fault_injection),
    }
}

/// The container that is the task's `at`th.
pub(super) fn container(of: Sources<'_>, version: Version, at: usize) -> ContainerOf<'_> {
    let container = &of.assignment.spec.containers[at];
    let v4 = version == Version::V4;
    let known = of.timeline.container(&container.name);
    let started = known.started.map(utc_of);
    let logged = v4.then(|| log_options(of.assignment, container)).flatten();
    let (log_driver, log_options) = logged.unzip();
    ContainerOf {
        docker_id: runtime_id(&of.assignment.key, &container.name),
        name: &container.name,
        docker_name: &container.name,
        image: &container.image,
        image_id: known.digest.unwrap_or_default(),
        labels: labels(of.assignment, container),
        desired_status: match known.exited {
            None if !is_to_stop(of) => "RUNNING",
            _ => "STOPPED",
        },
        known_status: container_status(of.timeline, container, &known),
        exit_code: known.exited.map(|(_, code)| code),
        limits: Limits {
            cpu: container.cpu_units.max(CPU_UNITS_MIN).into(),
            memory_mib: container.memory_mib,
        },
        created_at: started.clone(),
        started_at: started,
        finished_at: known.exited.map(|(at, _)| utc_of(at)),
        r#type: "NORMAL",
        health: container.health_check.as_ref().map(|_| health(&known)),
        log_driver,
        log_options,
        container_arn: v4.then(|| arn(of.assignment, at)).flatten(),
        networks: [network(of.assignment, v4)],
        snapshotter: v4.then_some("overlayfs"),
        restart_count: container.restart.as_ref().filter(|_| v4).map(|_| known.restarts),
    }
}

/// Whether it is wanted to stop, or stops by itself.
fn is_to_stop(of: Sources<'_>) -> bool {
    let stopping = [Event::Deactivating, Event::Stopping, Event::ExecutionStopped];
    of.assignment.desired == Desired::Stopped || of.timeline.has_any(&stopping)
}

/// The agent's own states, which are fewer than those that ECS shows.
fn known_status(timeline: &Timeline) -> &'static str {
    let has = |fact| timeline.when(&fact).is_some();
    match () {
        () if has(Event::ExecutionStopped) => "STOPPED",
        () if has(Event::Running) => "RUNNING",
        () if has(Event::Activating) => "CREATED",
        () => "NONE",
    }
}

fn container_status(timeline: &Timeline, of: &Container, known: &Known<'_>) -> &'static str {
    // One that waits for another is made when that is so far.
    let made = of.depends_on.is_empty() && timeline.when(&Event::Activating).is_some();
    match known {
        Known { exited: Some(_), .. } => "STOPPED",
        Known { started: Some(_), .. } => "RUNNING",
        _ if made => "CREATED",
        Known { digest: Some(_), .. } => "PULLED",
        _ => "NONE",
    }
}

/// The agent leaves out a code of 0, and an output of nothing.
fn health<'s>(known: &Known<'s>) -> HealthOf<'s> {
    let shown = known.health.filter(|(_, health)| *health != Health::Unknown);
    HealthOf {
        status: shown.map(|(_, health)| health.as_str()),
        status_since: known.health.map(|(at, _)| utc_of(at)),
        exit_code: known.said.map(|said| said.code).filter(|code| *code != 0),
        output: known.said.map(|said| &*said.output).filter(|output| !output.is_empty()),
    }
}

/// CPU units as vCPUs: 256 are 0.25, 1024 are 1.
fn vcpus(units: u32) -> Number {
    let whole = units.is_multiple_of(1024).then(|| Number::from(units / 1024));
    let part = || Number::from_f64(f64::from(units) / 1024.0);
    whole.or_else(part).unwrap_or_else(|| Number::from(0))
}

/// Its own labels, and those of ECS, which nobody can replace.
fn labels(of: &Assignment, container: &Container) -> BTreeMap<String, String> {
    let ecs = [
        ("cluster", of.cluster_arn.clone()),
        ("container-name", container.name.clone()),
        ("task-arn", of.task_arn.clone()),
        ("task-definition-family", of.family.clone()),
        ("task-definition-version", of.revision.to_string()),
    ];
    let mut labels = container.labels.clone();
    labels.extend(ecs.map(|(name, value)| (format!("{LABELS}{name}"), value)));
    labels
}

/// A container's log driver and its options, with the stream in the place of its prefix.
fn log_options(
    of: &Assignment,
    container: &Container,
) -> Option<(&'static str, BTreeMap<String, String>)> {
    let mut options = container.log_options.clone();
    let target = match &container.log {
        LogDriver::None => return None,
        LogDriver::Awsfirelens(_) => return Some(("awsfirelens", options)),
        LogDriver::Splunk(_) => {
            // What anybody in the task may read is no place for it.
            options.remove("splunk-token");
            return Some(("splunk", options));
        }
        LogDriver::Awslogs(target) => target,
    };
    options.remove("awslogs-stream-prefix");
    let stream = target.stream(&container.name, &of.key.task);
    options.insert("awslogs-stream".into(), stream);
    Some(("awslogs", options))
}

/// `arn:…:task/CLUSTER/ID` is the task's; its container's is `arn:…:container/CLUSTER/ID/UUID`.
fn arn(of: &Assignment, at: usize) -> Option<String> {
    let (before, task) = of.task_arn.split_once(":task/")?;
    let id = of.container_ids.get(at)?;
    Some(format!("{before}:container/{task}/{id}"))
}

fn network(of: &Assignment, v4: bool) -> Network<'_> {
    let eni = &of.eni;
    let dns = dns(eni);
    let prefix = eni.subnet_cidr.rsplit('/').next().unwrap_or_default();
    let interface = v4.then_some(Interface {
        attachment_index: 0,
        mac: &eni.mac,
        subnet: &eni.subnet_cidr,
        subnet6: eni.ipv6.as_ref().map(|ipv6| &*ipv6.subnet_cidr),
        domain_name_servers: dns.servers.iter().map(ToString::to_string).collect(),
        domain_name_search_list: dns.search,
        private_dns_name: &eni.private_dns_name,
        gateway: format!("{}/{prefix}", eni.gateway),
    });
    let addresses6 = eni.ipv6.as_ref().map(|ipv6| [ipv6.address.to_string()]);
    let addresses = [eni.address.to_string()];
    Network { network_mode: "awsvpc", addresses, addresses6, interface }
}

#[cfg(test)]
mod tests;
