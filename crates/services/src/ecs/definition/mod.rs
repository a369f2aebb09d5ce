//! The rules of task definitions: what Fargate takes, what it refuses, and the form in which
//! AWS gives a definition back.
//!
//! [`check`] refuses, [`size`] knows the valid sizes, [`container`] the rules of one
//! container, [`fill`] the defaults.

mod container;
mod fill;
mod logging;
mod size;
mod storage;

use ferrogate_api::Failure;
use ferrogate_api::ecs::{
    CPUArchitecture, Compatibility, Error, NetworkMode, OSFamily, PidMode,
    RegisterTaskDefinitionRequest,
};

use ferrogate_records::ecs::text::own_repository;

use super::{Result, names};

pub(super) use fill::fill;
pub(super) use size::{Size, cpu_units, memory_mib, size_of};
pub(super) use storage::storage_gib;

/// What a definition may be used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// Whether Fargate can run it.
    pub(super) fargate: bool,
}

fn client(text: impl Into<String>) -> Failure<Error> {
    Error::client(text.into()).into()
}

/// Refuses what AWS refuses, with the first reason found, and what is not built, by name.
pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<Checked> {
    if !names::is_plain(&input.family) {
        return Err(client("Family contains invalid characters."));
    }
    let requires = input.requires_compatibilities.as_deref().unwrap_or_default();
    if let Some(Compatibility::Unknown(text)) =
        requires.iter().find(|c| matches!(c, Compatibility::Unknown(_)))
    {
        return Err(client(format!("Invalid requires compatibility '{text}'.")));
    }
    let fargate = requires.contains(&Compatibility::Fargate);
    if input.container_definitions.is_empty() {
        return Err(client("Container list cannot be empty."));
    }
    not_on_fargate(input)?;
    not_built(input)?;
    platform(input)?;
    storage_gib(input.ephemeral_storage.as_ref())?;
    if fargate {
        fargate_task(input)?;
    }
    container::check_all(input, fargate)?;
    Ok(Checked { fargate: fargate || fits_fargate(input) })
}

/// Fields that Fargate does not take (developer guide, differences for Fargate).
fn not_on_fargate(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let constraints = input.placement_constraints.as_ref().is_some_and(|p| !p.is_empty());
    let fields = [
        ("ipcMode", input.ipc_mode.is_some()),
        ("pidMode host", input.pid_mode == Some(PidMode::Host)),
        ("placementConstraints", constraints),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(client(format!("{name} is not supported on Fargate."))),
        None => Ok(()),
    }
}

fn not_built(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let fields = [
        ("volumes", input.volumes.as_ref().is_some_and(|v| !v.is_empty())),
        (
            "placementConstraints",
            input.placement_constraints.as_ref().is_some_and(|p| !p.is_empty()),
        ),
        ("pidMode", input.pid_mode.is_some()),
        ("ipcMode", input.ipc_mode.is_some()),
        ("proxyConfiguration", input.proxy_configuration.is_some()),
        (
            "inferenceAccelerators",
            input.inference_accelerators.as_ref().is_some_and(|i| !i.is_empty()),
        ),
        ("enableFaultInjection", input.enable_fault_injection == Some(true)),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((name, _)) => {
            Err(Error::not_built(format!("{name} of a task definition is not built yet.")).into())
        }
        None => Ok(()),
    }
}

fn platform(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    let Some(platform) = &input.runtime_platform else { return Ok(()) };
    match &platform.operating_system_family {
        None | Some(OSFamily::Linux) => {}
        Some(other) => {
            let text = format!("operatingSystemFamily {other} is not built yet.");
            return Err(Error::not_built(text).into());
        }
    }
    match &platform.cpu_architecture {
        None | Some(CPUArchitecture::X8664 | CPUArchitecture::Arm64) => Ok(()),
        Some(other) => Err(client(format!("Invalid cpuArchitecture '{other}'."))),
    }
}

fn fargate_task(input: &RegisterTaskDefinitionRequest) -> Result<()> {
    if input.network_mode != Some(NetworkMode::Awsvpc) {
        return Err(client("Fargate only supports network mode 'awsvpc'."));
    }
    let Some(cpu) = input.cpu.as_deref() else {
        return Err(client("Fargate requires that 'cpu' be defined at the task level."));
    };
    let Some(memory) = input.memory.as_deref() else {
        return Err(client("Fargate requires that 'memory' be defined at the task level."));
    };
    size_of(cpu, memory)?;
    let awslogs = |c: &ferrogate_api::ecs::ContainerDefinition| {
        let log = c.log_configuration.as_ref().and_then(|log| log.log_driver.as_ref());
        log.is_some_and(|driver| driver.as_str() == "awslogs")
    };
    let role = input.execution_role_arn.is_some();
    if !role && input.container_definitions.iter().any(awslogs) {
        return Err(client(
            "Fargate requires task definition to have execution role ARN to support log driver \
             awslogs.",
        ));
    }
    let ecr = |c: &ferrogate_api::ecs::ContainerDefinition| {
        c.image.as_deref().and_then(own_repository).is_some()
    };
    if !role && input.container_definitions.iter().any(ecr) {
        return Err(client(
            "Fargate requires task definition to have execution role ARN to support ECR images.",
        ));
    }
    Ok(())
}

/// Whether a definition that does not ask for Fargate could run there all the same.
fn fits_fargate(input: &RegisterTaskDefinitionRequest) -> bool {
    fargate_task(input).is_ok() && container::check_all(input, true).is_ok()
}
