//! What RunTask takes and refuses, parameter by parameter.

use ferrogate_api::ecs::{
    AssignPublicIp, CapacityProviderStrategyItem, Error, LaunchType, NetworkConfiguration,
    NetworkMode, PropagateTags, RunTaskRequest, TaskDefinition, TaskOverride,
};
use ferrogate_api::{Cx, json};
use ferrogate_records::Tag;
use ferrogate_records::ecs::launch::by_strategy;
use ferrogate_records::ecs::service::revision::Launching;
use ferrogate_records::ecs::task::{Launch, Network};
use ferrogate_records::ecs::{cluster, task_definition};
use ferrogate_records::tag::merge;
use ferrogate_state::Snapshot;

use super::super::cluster::strategy;
use super::super::definition::{
    Size, check_execution_role, check_task_role, secret_is_shared, shares_secret, size_of,
};
use super::super::mode::Mode;
use super::super::{Result, reply, scope, tag};
use super::awsvpc;
use super::invalid;

/// Tasks of one call (API reference).
const COUNT_MAX: i32 = 10;
/// The longest `startedBy` (API reference).
const STARTED_BY_CHARS_MAX: usize = 128;

/// How many tasks are asked for.
pub(super) fn count(asked: Option<i32>) -> Result<usize> {
    match asked.unwrap_or(1) {
        count @ 1..=COUNT_MAX => Ok(count.unsigned_abs() as usize),
        _ => Err(invalid("Tasks count must be between 1 and 10.")),
    }
}

/// How each of `count` tasks is placed and paid for.
fn launches_of(launching: &Launching, count: usize) -> Result<Vec<Launch>> {
    match launching {
        Launching::Fargate => Ok(vec![Launch::Fargate; count]),
        Launching::Strategy(items) => by_strategy(items, count)
            .ok_or_else(|| invalid("The capacity provider strategy has no weight above zero.")),
    }
}

/// The same, as it is asked for.
pub(super) fn launches(
    launch_type: Option<&LaunchType>,
    strategy: Option<&Vec<CapacityProviderStrategyItem>>,
    cluster: &cluster::Record,
    count: usize,
) -> Result<Vec<Launch>> {
    launches_of(&launching(launch_type, strategy, cluster)?, count)
}

/// How tasks are placed and paid for.
pub(in crate::ecs) fn launching(
    launch_type: Option<&LaunchType>,
    asked: Option<&Vec<CapacityProviderStrategyItem>>,
    cluster: &cluster::Record,
) -> Result<Launching> {
    let asked = asked.cloned().unwrap_or_default();
    if launch_type.is_some() && !asked.is_empty() {
        return Err(invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. \
             Remove one and try again.",
        ));
    }
    let items = if asked.is_empty() {
        cluster.default_strategy.clone()
    } else {
        strategy(asked, &cluster.capacity_providers)?
    };
    match launch_type {
        Some(LaunchType::Fargate) => Ok(Launching::Fargate),
        None if !items.is_empty() => Ok(Launching::Strategy(items)),
        // Without either, AWS means EC2.
        None | Some(LaunchType::Ec2 | LaunchType::External | LaunchType::ManagedInstances) => {
            Err(invalid("No Container Instances were found in your cluster."))
        }
        Some(LaunchType::Unknown(other)) => Err(invalid(format!("Invalid launch type '{other}'."))),
    }
}

pub(super) fn refuse_not_built(input: &RunTaskRequest) -> Result<()> {
    let placement = [
        ("constraints", input.placement_constraints.as_ref().is_some_and(|c| !c.is_empty())),
        ("strategies", input.placement_strategy.as_ref().is_some_and(|s| !s.is_empty())),
    ];
    if let Some((what, _)) = placement.iter().find(|(_, given)| *given) {
        let text = format!("Placement {what} are not supported with FARGATE launch type.");
        return Err(invalid(text));
    }
    let fields = [
        (
            "volumeConfigurations",
            input.volume_configurations.as_ref().is_some_and(|v| !v.is_empty()),
        ),
        ("referenceId", input.reference_id.is_some()),
    ];
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of RunTask is not built yet.")).into())
        }
        None => Ok(()),
    }
}

pub(super) fn platform_version(asked: Option<&str>) -> Result<()> {
    match asked {
        None | Some("LATEST" | reply::PLATFORM_VERSION) => Ok(()),
        Some(_) => {
            let text = "The specified platform version does not exist.";
            Err(Error::platform_unknown(text).into())
        }
    }
}

pub(super) fn network(
    state: &Snapshot,
    cx: &Cx,
    definition: &TaskDefinition,
    asked: Option<&NetworkConfiguration>,
) -> Result<Network> {
    if definition.network_mode != Some(NetworkMode::Awsvpc) {
        return Err(invalid("Task definition does not support launch_type FARGATE."));
    }
    let Some(asked) = asked.and_then(|asked| asked.awsvpc_configuration.as_ref()) else {
        return Err(invalid(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ));
    };
    let (subnets, groups) = (asked.subnets.as_deref(), asked.security_groups.as_deref());
    let (subnets, groups) = (subnets.unwrap_or_default(), groups.unwrap_or_default());
    Ok(Network {
        // Without it there is none, whatever the subnet gives to instances by itself (API
        // model, `AwsVpcConfiguration`: DISABLED for tasks that are run).
        public_address: asked.assign_public_ip == Some(AssignPublicIp::Enabled),
        ..awsvpc::network(state, &scope(cx), subnets, groups)?
    })
}

pub(super) fn size(
    definition: &TaskDefinition,
    overrides: &TaskOverride,
    mode: Mode,
) -> Result<Size> {
    let cpu = overrides.cpu.as_deref().or(definition.cpu.as_deref()).unwrap_or_default();
    let memory = overrides.memory.as_deref().or(definition.memory.as_deref()).unwrap_or_default();
    size_of(cpu, memory, mode)
}

pub(super) fn check_overrides(definition: &TaskDefinition, overrides: &TaskOverride) -> Result<()> {
    for over in overrides.container_overrides.iter().flatten() {
        let mut containers = definition.container_definitions.iter().flatten();
        let Some(container) = containers.find(|c| c.name == over.name) else {
            return Err(invalid(format!(
                "Override for container named {} is not a container in the TaskDefinition.",
                over.name.as_deref().unwrap_or_default()
            )));
        };
        let environment = over.environment.as_deref();
        let mut secrets = container.secrets.iter().flatten().filter_map(|one| one.name.as_deref());
        if let Some(name) = secrets.find(|name| secret_is_shared(name, environment)) {
            return Err(shares_secret(name));
        }
        let fields = [
            ("environmentFiles", over.environment_files.as_ref().is_some_and(|e| !e.is_empty())),
            (
                "resourceRequirements",
                over.resource_requirements.as_ref().is_some_and(|r| !r.is_empty()),
            ),
        ];
        if let Some((field, _)) = fields.iter().find(|(_, given)| *given) {
            let text = format!("{field} of a container override is not built yet.");
            return Err(Error::not_built(text).into());
        }
    }
    check_task_role(overrides.task_role_arn.as_deref())?;
    check_execution_role(overrides.execution_role_arn.as_deref())?;
    if overrides.inference_accelerator_overrides.as_ref().is_some_and(|i| !i.is_empty()) {
        let text = "inferenceAcceleratorOverrides of a task override is not built yet.";
        return Err(Error::not_built(text).into());
    }
    // API model: the overrides are at most 8,192 characters.
    if json::to_string(overrides).len() > 8192 {
        return Err(invalid("Container Overrides length must be at most 8192"));
    }
    Ok(())
}

pub(super) fn tags(
    input: &RunTaskRequest,
    cluster: &cluster::Record,
    definition: &task_definition::Record,
) -> Result<Vec<Tag>> {
    let mut tags = match &input.propagate_tags {
        None | Some(PropagateTags::None) => vec![],
        Some(PropagateTags::TaskDefinition) => definition.tags.clone(),
        Some(_) => return Err(invalid("propagateTags can be TASK_DEFINITION or NONE here.")),
    };
    merge(&mut tags, tag::accepted(input.tags.clone())?);
    if input.enable_ecs_managed_tags == Some(true) {
        let name = Tag { key: "aws:ecs:clusterName".into(), value: cluster.name.clone() };
        merge(&mut tags, vec![name]);
    }
    Ok(tags)
}

pub(super) fn group(asked: Option<&str>, family: &str) -> Result<String> {
    match asked {
        None => Ok(format!("family:{family}")),
        Some(group) if group.starts_with("service:") => {
            Err(invalid("Invalid namespace for group: 'service' is reserved."))
        }
        Some(group) if group.chars().count() > 255 => Err(invalid("group is too long.")),
        Some(group) => Ok(group.to_owned()),
    }
}

/// Who or what asks for the task: any text, such as `ECS Deploy`, which deploy scripts send.
pub(super) fn started_by(asked: Option<String>) -> Result<Option<String>> {
    match asked {
        Some(text) if text.chars().count() > STARTED_BY_CHARS_MAX => {
            Err(invalid(format!("startedBy longer than {STARTED_BY_CHARS_MAX}")))
        }
        other => Ok(other),
    }
}
