//! The form in which AWS gives a task definition back: defaults filled in, sizes in units.

use ferrogate_api::ecs::{
    Compatibility, ContainerDefinition, NetworkMode, PortMapping, RegisterTaskDefinitionRequest,
    TaskDefinition, TransportProtocol, Volume,
};

use super::attribute::attributes;
use super::{Checked, Result, cpu_units, health, memory_mib, network};

/// The definition as it is kept and returned, without what only a revision has.
pub(in crate::ecs) fn fill(
    input: RegisterTaskDefinitionRequest,
    checked: Checked,
    log_mode: &str,
) -> Result<TaskDefinition> {
    let mode = network::mode(&input).clone();
    let attributes = attributes(&input);
    let size = |text: Option<String>, read: fn(&str) -> Result<u32>| {
        text.map(|text| read(&text).map(|n| n.to_string())).transpose()
    };
    Ok(TaskDefinition {
        family: Some(input.family),
        task_role_arn: input.task_role_arn,
        execution_role_arn: input.execution_role_arn,
        network_mode: input.network_mode,
        volumes: Some(input.volumes.unwrap_or_default().into_iter().map(fill_volume).collect()),
        placement_constraints: Some(input.placement_constraints.unwrap_or_default()),
        requires_attributes: Some(attributes),
        compatibilities: Some(compatibilities(checked, &mode)),
        runtime_platform: input.runtime_platform,
        requires_compatibilities: input.requires_compatibilities,
        cpu: size(input.cpu, cpu_units)?,
        memory: size(input.memory, memory_mib)?,
        container_definitions: Some(
            input
                .container_definitions
                .into_iter()
                .map(|container| fill_container(container, &mode, log_mode))
                .collect(),
        ),
        ephemeral_storage: input.ephemeral_storage,
        enable_fault_injection: input.enable_fault_injection,
        pid_mode: input.pid_mode,
        ipc_mode: input.ipc_mode,
        proxy_configuration: input.proxy_configuration,
        ..TaskDefinition::default()
    })
}

/// Where a definition could run. What has an interface of its own can't run on machines
/// outside AWS, what has none can.
fn compatibilities(checked: Checked, mode: &NetworkMode) -> Vec<Compatibility> {
    match (checked.fargate, mode) {
        (true, _) => {
            vec![Compatibility::Ec2, Compatibility::ManagedInstances, Compatibility::Fargate]
        }
        (false, NetworkMode::Awsvpc) => vec![Compatibility::Ec2],
        (false, _) => vec![Compatibility::External, Compatibility::Ec2],
    }
}

/// A volume that says nothing else is a folder of the host's own choice.
fn fill_volume(mut volume: Volume) -> Volume {
    let elsewhere = volume.docker_volume_configuration.is_some()
        || volume.efs_volume_configuration.is_some()
        || volume.fsx_windows_file_server_volume_configuration.is_some()
        || volume.s3files_volume_configuration.is_some()
        || volume.configured_at_launch == Some(true);
    if !elsewhere {
        volume.host.get_or_insert_default();
    }
    volume
}

fn fill_container(
    mut c: ContainerDefinition,
    mode: &NetworkMode,
    log_mode: &str,
) -> ContainerDefinition {
    c.cpu.get_or_insert(0);
    c.essential.get_or_insert(true);
    c.environment.get_or_insert_default();
    c.mount_points.get_or_insert_default();
    c.volumes_from.get_or_insert_default();
    c.system_controls.get_or_insert_default();
    for mapping in c.port_mappings.get_or_insert_default() {
        mapping.protocol.get_or_insert(TransportProtocol::Tcp);
        fill_host_port(mapping, mode);
    }
    if let Some(check) = &mut c.health_check {
        health::fill(check);
    }
    if let Some(log) = &mut c.log_configuration
        && log_mode == "blocking"
    {
        // The account's default decides when the definition does not (defaultLogDriverMode).
        let options = log.options.get_or_insert_default();
        options.entry("mode".into()).or_insert_with(|| "blocking".into());
    }
    c
}

/// The port of the host is the container's where both share a network; docker chooses one where
/// none is named (API_PortMapping). A range has none.
fn fill_host_port(mapping: &mut PortMapping, mode: &NetworkMode) {
    if mapping.container_port_range.is_some() {
        return;
    }
    match mode {
        NetworkMode::Awsvpc | NetworkMode::Host => mapping.host_port = mapping.container_port,
        _ => {
            mapping.host_port.get_or_insert(0);
        }
    }
}
