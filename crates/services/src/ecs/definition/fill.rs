//! The form in which AWS gives a task definition back: defaults filled in, sizes in units.

use ferrogate_api::ecs::{
    Attribute, Compatibility, ContainerDefinition, NetworkMode, RegisterTaskDefinitionRequest,
    TaskDefinition, TransportProtocol,
};

use ferrogate_records::ecs::text::own_repository;

use super::{Checked, Result, cpu_units, memory_mib};

/// The definition as it is kept and returned, without what only a revision has.
pub(in crate::ecs) fn fill(
    input: RegisterTaskDefinitionRequest,
    checked: Checked,
    log_mode: &str,
) -> Result<TaskDefinition> {
    let awsvpc = input.network_mode == Some(NetworkMode::Awsvpc);
    let attributes = attributes(&input);
    let size = |text: Option<String>, read: fn(&str) -> Result<u32>| {
        text.map(|text| read(&text).map(|n| n.to_string())).transpose()
    };
    let mut compatibilities = vec![Compatibility::Ec2];
    if checked.fargate {
        compatibilities.push(Compatibility::Fargate);
    }
    Ok(TaskDefinition {
        family: Some(input.family),
        task_role_arn: input.task_role_arn,
        execution_role_arn: input.execution_role_arn,
        network_mode: input.network_mode,
        volumes: Some(vec![]),
        placement_constraints: Some(vec![]),
        requires_attributes: Some(attributes),
        compatibilities: Some(compatibilities),
        runtime_platform: input.runtime_platform,
        requires_compatibilities: input.requires_compatibilities,
        cpu: size(input.cpu, cpu_units)?,
        memory: size(input.memory, memory_mib)?,
        container_definitions: Some(
            input
                .container_definitions
                .into_iter()
                .map(|container| fill_container(container, awsvpc, log_mode))
                .collect(),
        ),
        ephemeral_storage: input.ephemeral_storage,
        enable_fault_injection: input.enable_fault_injection,
        ..TaskDefinition::default()
    })
}

fn fill_container(mut c: ContainerDefinition, awsvpc: bool, log_mode: &str) -> ContainerDefinition {
    c.cpu.get_or_insert(0);
    c.essential.get_or_insert(true);
    c.environment.get_or_insert_default();
    c.mount_points.get_or_insert_default();
    c.volumes_from.get_or_insert_default();
    c.system_controls.get_or_insert_default();
    for mapping in c.port_mappings.get_or_insert_default() {
        mapping.protocol.get_or_insert(TransportProtocol::Tcp);
        if awsvpc {
            mapping.host_port = mapping.container_port;
        }
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

/// What the definition needs of the place that runs it, in the words of ECS.
fn attributes(input: &RegisterTaskDefinitionRequest) -> Vec<Attribute> {
    let containers = &input.container_definitions;
    let logs = |driver: &str| {
        containers
            .iter()
            .filter_map(|c| c.log_configuration.as_ref())
            .any(|log| log.log_driver.as_ref().is_some_and(|d| d.as_str() == driver))
    };
    let ecr = containers
        .iter()
        .filter_map(|c| c.image.as_deref())
        .any(|image| own_repository(image).is_some());
    let needs = [
        ("com.amazonaws.ecs.capability.logging-driver.awslogs", logs("awslogs")),
        ("ecs.capability.execution-role-awslogs", logs("awslogs")),
        ("com.amazonaws.ecs.capability.ecr-auth", ecr),
        ("ecs.capability.execution-role-ecr-pull", ecr),
        ("com.amazonaws.ecs.capability.docker-remote-api.1.18", true),
        ("com.amazonaws.ecs.capability.task-iam-role", input.task_role_arn.is_some()),
        ("ecs.capability.task-eni", input.network_mode == Some(NetworkMode::Awsvpc)),
    ];
    needs
        .iter()
        .filter(|(_, needed)| *needed)
        .map(|(name, _)| Attribute { name: Some((*name).into()), ..Attribute::default() })
        .collect()
}
