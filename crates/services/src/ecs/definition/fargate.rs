//! What Fargate refuses of definitions that container instances could run.

use ferrogate_api::ecs::{
    ContainerDefinition, NetworkMode, PidMode, RegisterTaskDefinitionRequest, ResourceType, Ulimit,
    UlimitName,
};

use ferrogate_records::ecs::text::own_repository;

use super::{Mode, Result, client, logging, size_of, some};

pub(super) fn check(input: &RegisterTaskDefinitionRequest, mode: Mode) -> Result<()> {
    if input.network_mode != Some(NetworkMode::Awsvpc) {
        return Err(client("Fargate only supports network mode 'awsvpc'."));
    }
    let Some(cpu) = input.cpu.as_deref() else {
        return Err(client("Fargate requires that 'cpu' be defined at the task level."));
    };
    let Some(memory) = input.memory.as_deref() else {
        return Err(client("Fargate requires that 'memory' be defined at the task level."));
    };
    size_of(cpu, memory, mode)?;
    if input.pid_mode == Some(PidMode::Host) {
        return Err(client(
            "Tasks using the Fargate launch type do not support pidMode 'host'. The supported \
             value for pidMode is 'task'.",
        ));
    }
    not_supported(&[
        (some(input.placement_constraints.as_ref()), "constraints"),
        (input.ipc_mode.is_some(), "ipcMode"),
    ])?;
    for volume in input.volumes.iter().flatten() {
        let path = volume.host.as_ref().and_then(|host| host.source_path.as_deref());
        not_supported(&[
            (path.is_some_and(|path| !path.is_empty()), "sourcePath"),
            (volume.docker_volume_configuration.is_some(), "dockerVolumeConfiguration"),
        ])?;
    }
    for container in &input.container_definitions {
        one(container, mode)?;
    }
    if input.execution_role_arn.is_none() { without_role(input) } else { Ok(()) }
}

fn not_supported(fields: &[(bool, &str)]) -> Result<()> {
    match fields.iter().find(|(given, _)| *given) {
        Some((_, field)) => {
            Err(client(format!("Fargate compatible task definitions do not support {field}")))
        }
        None => Ok(()),
    }
}

fn one(c: &ContainerDefinition, mode: Mode) -> Result<()> {
    if c.privileged == Some(true) {
        return Err(client(
            "Fargate requires that the 'privileged' setting be 'false' at the container level.",
        ));
    }
    if c.resource_requirements.iter().flatten().any(|r| r.r#type == Some(ResourceType::Gpu)) {
        return Err(client(
            "Tasks using the Fargate launch type do not support GPU resource requirements.",
        ));
    }
    not_supported(&[
        (some(c.docker_security_options.as_ref()), "dockerSecurityOptions"),
        (some(c.resource_requirements.as_ref()), "resourceRequirements"),
    ])?;
    linux(c)?;
    let name = c.name.as_deref().unwrap_or_default();
    no_real_time(name, c)?;
    check_timeouts(c, mode)?;
    c.log_configuration.as_ref().map_or(Ok(()), logging::check_fargate)
}

/// Refuses timeouts that are longer than they may be.
pub(in crate::ecs) fn check_timeouts(c: &ContainerDefinition, mode: Mode) -> Result<()> {
    let (name, most) = (c.name.as_deref().unwrap_or_default(), mode.timeout_s_max());
    for (field, value) in [("startTimeout", c.start_timeout), ("stopTimeout", c.stop_timeout)] {
        if value.is_some_and(|seconds| seconds > most) {
            return Err(client(format!(
                "Invalid setting for container '{name}'. {field} must be 0 to {most} seconds."
            )));
        }
    }
    Ok(())
}

/// The kernel's shares and quotas do not hold for processes of real time.
fn no_real_time(name: &str, c: &ContainerDefinition) -> Result<()> {
    let of = |limit: &Ulimit| limit.name == Some(UlimitName::Rtprio) && limit.hard_limit != Some(0);
    if c.ulimits.iter().flatten().any(of) {
        return Err(client(format!(
            "Invalid ulimit of container '{name}': rtprio must be 0, tasks have no real-time \
             priority."
        )));
    }
    Ok(())
}

fn linux(c: &ContainerDefinition) -> Result<()> {
    let Some(linux) = &c.linux_parameters else { return Ok(()) };
    not_supported(&[
        (some(linux.devices.as_ref()), "devices"),
        (linux.shared_memory_size.is_some(), "sharedMemorySize"),
        (linux.max_swap.is_some(), "maxSwap"),
        (linux.swappiness.is_some(), "swappiness"),
    ])?;
    let added = linux.capabilities.as_ref().and_then(|c| c.add.as_ref());
    match added.into_iter().flatten().find(|added| *added != "SYS_PTRACE") {
        Some(other) => Err(client(format!("{other} is not allowed on Fargate."))),
        None => Ok(()),
    }
}

/// What needs a role that acts for the task before it runs.
fn without_role(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let any =
        |needs: fn(&ContainerDefinition) -> bool| input.container_definitions.iter().any(needs);
    let what = if any(|c| logging::driver(c) == Some("awslogs")) {
        "log driver awslogs"
    } else if any(|c| c.image.as_deref().and_then(own_repository).is_some()) {
        "ECR images"
    } else {
        return Ok(());
    };
    Err(client(format!(
        "Fargate requires task definition to have execution role ARN to support {what}."
    )))
}
