//! A task's record as the API shows it.

use ferrogate_api::ecs::{
    Attachment, Attribute, Connectivity, Container, ContainerOverride, EphemeralStorage,
    HealthStatus, KeyValuePair, LaunchType, ManagedAgent, ManagedAgentName, NetworkBinding,
    NetworkInterface, Task, TaskEphemeralStorage, TaskOverride, TaskStopCode, TransportProtocol,
};
use ferrogate_api::{OrFault, Timestamp, json};
use ferrogate_base::{TimestampMs, Transport};
use ferrogate_records::ec2::vpc::private_dns_name;
use ferrogate_records::ecs::task::{self, ContainerStatus, Launch, Record, Status};
use ferrogate_records::spec::Health;

use super::{Result, tag};

/// The platform version that `LATEST` means.
pub(super) const PLATFORM_VERSION: &str = "1.4.0";

/// The attribute of a task without a host that says why it has none.
const PENDING_REASON: &str = "ferrogate.pending-reason";

/// A moment in the API's own type.
pub(super) fn time(at: TimestampMs) -> Timestamp {
    Timestamp::from(at)
}

/// The task, with its tags when they are asked for.
pub(super) fn task(record: &Record, with_tags: bool) -> Result<Task> {
    let provider = match &record.launch {
        Launch::Fargate => None,
        Launch::Provider(item) => Some(item.provider.clone()),
    };
    let at = &record.at;
    let connected = at.connectivity.is_some();
    // What only a place on a host can say is absent until there is one.
    let placed = record.status > Status::Provisioning;
    let storage_gib = i32::try_from(record.storage_gib).ok();
    Ok(Task {
        attachments: Some(vec![match &record.binding {
            Some(binding) => attachment(record, &binding.eni),
            None => precreated(record),
        }]),
        attributes: Some(attributes(record)),
        availability_zone: zone(record),
        capacity_provider_name: provider,
        cluster_arn: Some(record.cluster_arn()),
        connectivity: connected.then_some(Connectivity::Connected),
        connectivity_at: at.connectivity.map(time),
        containers: Some(
            record
                .containers
                .iter()
                .enumerate()
                .map(|(at, c)| {
                    let first = at == 0;
                    let bindings = if first { published(record) } else { vec![] };
                    let refused = if first { refused(record) } else { None };
                    Container {
                        managed_agents: record.exec.then(|| vec![agent(record, c)]),
                        reason: c.reason.clone().or(refused),
                        network_bindings: placed.then_some(bindings),
                        health_status: placed.then(|| health(c.health.unwrap_or_default())),
                        ..container(record, c)
                    }
                })
                .collect(),
        ),
        cpu: Some(record.cpu_units.to_string()),
        created_at: Some(time(at.created)),
        desired_status: Some(record.desired.as_str().into()),
        enable_execute_command: Some(record.exec),
        execution_stopped_at: at.execution_stopped.map(time),
        group: Some(record.group.clone()),
        health_status: placed.then(|| health(record.health())),
        last_status: Some(record.status.as_str().into()),
        launch_type: Some(LaunchType::Fargate),
        memory: Some(record.memory_mib.to_string()),
        overrides: Some(overrides(record)?),
        platform_version: Some(PLATFORM_VERSION.into()),
        platform_family: Some("Linux".into()),
        pull_started_at: at.pull_started.map(time),
        pull_stopped_at: at.pull_stopped.map(time),
        started_at: at.started.map(time),
        started_by: record.started_by.clone(),
        stop_code: record.stop.as_ref().map(|stop| TaskStopCode::from(stop.code.as_str())),
        stopped_at: at.stopped.map(time),
        stopped_reason: record.stop.as_ref().map(|stop| stop.reason.clone()),
        stopping_at: at.stopping.map(time),
        tags: Some(if with_tags { tag::shown(&record.tags) } else { vec![] }),
        task_arn: Some(record.arn()),
        task_definition_arn: Some(record.task_definition_arn()),
        version: i64::try_from(record.version).ok(),
        ephemeral_storage: Some(EphemeralStorage { size_in_gib: storage_gib }),
        fargate_ephemeral_storage: Some(TaskEphemeralStorage {
            size_in_gib: storage_gib,
            kms_key_id: None,
        }),
        ..Task::default()
    })
}

/// The architecture, as AWS has it, and why the task has no host, which AWS does not tell.
fn attributes(record: &Record) -> Vec<Attribute> {
    let attribute = |name: &str, value: &str| Attribute {
        name: Some(name.into()),
        value: Some(value.into()),
        ..Attribute::default()
    };
    let architecture = if record.architecture == "ARM64" { "arm64" } else { "x86_64" };
    let waits = record.pending_reason.as_deref();
    std::iter::once(attribute("ecs.cpu-architecture", architecture))
        .chain(waits.map(|why| attribute(PENDING_REASON, why)))
        .collect()
}

/// What lets people run programs within a container: it is there for as long as the container
/// runs.
fn agent(record: &Record, c: &task::Container) -> ManagedAgent {
    let began = c.status != ContainerStatus::Pending && c.runtime_id.is_some();
    ManagedAgent {
        last_started_at: record.at.started.filter(|_| began).map(time),
        name: Some(ManagedAgentName::ExecuteCommandAgent),
        reason: None,
        last_status: Some(c.status.as_str().into()),
    }
}

fn health(of: Health) -> HealthStatus {
    HealthStatus::from(of.as_str())
}

/// Where the task runs, or will, as far as that is known.
fn zone(record: &Record) -> Option<String> {
    match &record.binding {
        Some(binding) => Some(binding.eni.zone.clone()),
        None => match &record.network.zones[..] {
            [one] => Some(one.clone()),
            _ => None,
        },
    }
}

/// Where ports of the task answer on its host: the containers share its network, so they are
/// shown with the first one.
fn published(record: &Record) -> Vec<NetworkBinding> {
    let answering = record.publish.iter().filter_map(|p| Some((p, p.bound?)));
    answering
        .map(|(publish, port)| NetworkBinding {
            bind_ip: Some(publish.host_address.to_string()),
            container_port: Some(publish.task_port.into()),
            host_port: Some(port.into()),
            protocol: Some(match publish.transport {
                Transport::Tcp => TransportProtocol::Tcp,
                Transport::Udp => TransportProtocol::Udp,
            }),
            ..NetworkBinding::default()
        })
        .collect()
}

/// Why ports of the task don't answer that are to; shown with those that do.
fn refused(record: &Record) -> Option<String> {
    let waiting = record.publish.iter().filter_map(|p| Some((p, p.refused.as_deref()?)));
    let reasons: Vec<_> = waiting
        .map(|(publish, reason)| {
            format!("port {} of the task is not published: {reason}", publish.task_port)
        })
        .collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

fn container(record: &Record, c: &task::Container) -> Container {
    let interface = record.binding.as_ref().map(|b| NetworkInterface {
        attachment_id: Some(record.attachment_id()),
        private_ipv4_address: Some(b.eni.address.to_string()),
        ipv6_address: b.eni.ipv6.map(|address| address.to_string()),
    });
    let name = format!("container/{}/{}/{}", record.cluster, record.id, c.id);
    Container {
        container_arn: Some(record.scope.arn("ecs", &name)),
        task_arn: Some(record.arn()),
        name: Some(c.name.clone()),
        image: Some(c.image.clone()),
        image_digest: c.image_digest.clone(),
        runtime_id: c.runtime_id.clone(),
        last_status: Some(c.status.as_str().into()),
        exit_code: c.exit_code,
        reason: c.reason.clone(),
        network_interfaces: Some(interface.into_iter().collect()),
        cpu: Some(c.cpu.to_string()),
        memory: c.memory.map(|mib| mib.to_string()),
        memory_reservation: c.memory_reservation.map(|mib| mib.to_string()),
        ..Container::default()
    }
}

/// The attachment of a task that has no interface yet, or never got one.
fn precreated(record: &Record) -> Attachment {
    let deleted = record.status >= Status::Stopped;
    // Its subnet is chosen when it is accepted, if there is only one to choose.
    let subnet = match &record.network.subnets[..] {
        [one] => Some(KeyValuePair { name: Some("subnetId".into()), value: Some(one.clone()) }),
        _ => None,
    };
    Attachment {
        id: Some(record.attachment_id()),
        r#type: Some("ElasticNetworkInterface".into()),
        status: Some(if deleted { "DELETED" } else { "PRECREATED" }.into()),
        details: Some(subnet.into_iter().collect()),
    }
}

fn attachment(record: &Record, eni: &task::Eni) -> Attachment {
    let status = match record.status {
        Status::Stopped | Status::Deleted => "DELETED",
        Status::Deprovisioning => "DETACHING",
        _ if record.at.connectivity.is_some() => "ATTACHED",
        _ => "ATTACHING",
    };
    let pair =
        |name: &str, value: String| KeyValuePair { name: Some(name.into()), value: Some(value) };
    Attachment {
        id: Some(record.attachment_id()),
        r#type: Some("ElasticNetworkInterface".into()),
        status: Some(status.into()),
        details: Some(vec![
            pair("subnetId", eni.subnet.clone()),
            pair("networkInterfaceId", eni.id.clone()),
            pair("macAddress", eni.mac.clone()),
            pair("privateDnsName", private_dns_name(&record.scope.region, eni.address)),
            pair("privateIPv4Address", eni.address.to_string()),
        ]),
    }
}

/// What the request replaced, with one entry for each container, as AWS returns it.
fn overrides(record: &Record) -> Result<TaskOverride> {
    let mut overrides: TaskOverride = json::from_value(&record.overrides).or_fault()?;
    let given = overrides.container_overrides.get_or_insert_default();
    for container in &record.containers {
        if !given.iter().any(|over| over.name.as_deref() == Some(&*container.name)) {
            let name = Some(container.name.clone());
            given.push(ContainerOverride { name, ..ContainerOverride::default() });
        }
    }
    overrides.inference_accelerator_overrides = Some(vec![]);
    Ok(overrides)
}
