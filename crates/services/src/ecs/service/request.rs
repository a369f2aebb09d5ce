//! What requests about services ask for, and what of it is refused.

use ferrogate_api::ecs::{
    AvailabilityZoneRebalancing, CreateServiceRequest, DeploymentConfiguration,
    DeploymentController, DeploymentControllerType, Error, LaunchType, PropagateTags,
    SchedulingStrategy, UpdateServiceRequest,
};
use ferrogate_records::ecs::service::{Breaker, Propagate, Rolling};

use super::super::Result;
use super::invalid;

/// The most tasks of a service (ECS service quotas).
const DESIRED_MAX: i32 = 5000;

/// Whether a list has anything in it.
fn some<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn refuse(fields: &[(&str, bool)], of: &str) -> Result<()> {
    match fields.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of {of} is not built yet.")).into())
        }
        None => Ok(()),
    }
}

/// The fields that creating and changing a service have in common and of which nothing is built,
/// each with whether it was given. The two requests are types of their own.
macro_rules! unbuilt {
    ($input:expr) => {{
        let connect = $input.service_connect_configuration.as_ref();
        [
            ("serviceRegistries", some($input.service_registries.as_ref())),
            (
                "serviceConnectConfiguration",
                connect.is_some_and(|connect| connect.enabled == Some(true)),
            ),
            ("volumeConfigurations", some($input.volume_configurations.as_ref())),
            ("vpcLatticeConfigurations", some($input.vpc_lattice_configurations.as_ref())),
        ]
    }};
}

/// Refuses what CreateService takes in AWS, and that has no effect here.
pub(super) fn check_create(input: &CreateServiceRequest) -> Result<()> {
    placement(some(input.placement_constraints.as_ref()), some(input.placement_strategy.as_ref()))?;
    if input.scheduling_strategy == Some(SchedulingStrategy::Daemon) {
        return Err(invalid(
            "The DAEMON scheduling strategy is not supported with the FARGATE launch type.",
        ));
    }
    if let Some(LaunchType::External) = input.launch_type {
        return Err(Error::not_built("The launch type EXTERNAL is not built yet.").into());
    }
    controller(input.deployment_controller.as_ref())?;
    if input.role.as_ref().is_some_and(|role| !role.is_empty()) {
        return Err(invalid(
            "You cannot specify an IAM role for services that require a service linked role.",
        ));
    }
    refuse(&unbuilt!(input), "CreateService")
}

/// The same of UpdateService.
pub(super) fn check_update(input: &UpdateServiceRequest) -> Result<()> {
    placement(some(input.placement_constraints.as_ref()), some(input.placement_strategy.as_ref()))?;
    controller(input.deployment_controller.as_ref())?;
    refuse(&unbuilt!(input), "UpdateService")
}

fn placement(constraints: bool, strategies: bool) -> Result<()> {
    let given = [("constraints", constraints), ("strategies", strategies)];
    match given.iter().find(|(_, given)| *given) {
        Some((what, _)) => {
            Err(invalid(format!("Placement {what} are not supported with FARGATE launch type.")))
        }
        None => Ok(()),
    }
}

fn controller(asked: Option<&DeploymentController>) -> Result<()> {
    match asked.and_then(|controller| controller.r#type.as_ref()) {
        None | Some(DeploymentControllerType::Ecs) => Ok(()),
        Some(DeploymentControllerType::Unknown(other)) => {
            Err(invalid(format!("Invalid deployment controller '{other}'.")))
        }
        Some(other) => {
            let text = format!("The deployment controller {} is not built yet.", other.as_str());
            Err(Error::not_built(text).into())
        }
    }
}

/// How many tasks are to run.
pub(super) fn desired(asked: i32) -> Result<u32> {
    match u32::try_from(asked) {
        Ok(count) if asked <= DESIRED_MAX => Ok(count),
        Ok(_) => Err(invalid(format!("desiredCount can be at most {DESIRED_MAX}."))),
        Err(_) => Err(invalid("desiredCount must not be negative.")),
    }
}

/// How tasks are replaced: what is not said is as it was.
pub(super) fn rolling(asked: Option<&DeploymentConfiguration>, before: Rolling) -> Result<Rolling> {
    let Some(asked) = asked else { return Ok(before) };
    let breaker = match &asked.deployment_circuit_breaker {
        None => before.breaker,
        Some(breaker) => match (breaker.enable == Some(true), breaker.rollback == Some(true)) {
            (false, _) => Breaker::Off,
            (true, false) => Breaker::Fail,
            (true, true) => Breaker::RollBack,
        },
    };
    let percent = |asked: Option<i32>, before: u32, least: u32, most: u32, name: &str| {
        let Some(asked) = asked else { return Ok(before) };
        let percent = u32::try_from(asked).ok().filter(|p| (least..=most).contains(p));
        percent.ok_or_else(|| invalid(format!("{name} must be {least} to {most}.")))
    };
    let rolling = Rolling {
        maximum_percent: percent(
            asked.maximum_percent,
            before.maximum_percent,
            100,
            100_000,
            "maximumPercent",
        )?,
        minimum_healthy_percent: percent(
            asked.minimum_healthy_percent,
            before.minimum_healthy_percent,
            0,
            100,
            "minimumHealthyPercent",
        )?,
        breaker,
    };
    if rolling.maximum_percent == 100 && rolling.minimum_healthy_percent == 100 {
        return Err(invalid(
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block \
             deployments.",
        ));
    }
    Ok(rolling)
}

/// Seconds in which health checks don't count.
pub(super) fn grace_s(asked: Option<i32>) -> Result<Option<u32>> {
    let Some(asked) = asked else { return Ok(None) };
    let refused = |_| invalid("healthCheckGracePeriodSeconds must not be negative.");
    u32::try_from(asked).map(Some).map_err(refused)
}

/// Whose tags tasks get.
pub(super) fn propagate(asked: Option<&PropagateTags>) -> Result<Propagate> {
    match asked {
        None | Some(PropagateTags::None) => Ok(Propagate::None),
        Some(PropagateTags::TaskDefinition) => Ok(Propagate::TaskDefinition),
        Some(PropagateTags::Service) => Ok(Propagate::Service),
        Some(PropagateTags::Unknown(other)) => {
            Err(invalid(format!("Invalid value for propagateTags: '{other}'.")))
        }
    }
}

/// Whether tasks are spread over zones anew.
pub(super) fn rebalance(asked: &AvailabilityZoneRebalancing) -> Result<bool> {
    match asked {
        AvailabilityZoneRebalancing::Enabled => Ok(true),
        AvailabilityZoneRebalancing::Disabled => Ok(false),
        AvailabilityZoneRebalancing::Unknown(other) => {
            Err(invalid(format!("Invalid value for availabilityZoneRebalancing: '{other}'.")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_of_a_deployment_stays() {
        let before =
            Rolling { maximum_percent: 150, minimum_healthy_percent: 50, breaker: Breaker::Fail };
        assert_eq!(rolling(None, before).unwrap(), before);
        let asked = DeploymentConfiguration { maximum_percent: Some(300), ..Default::default() };
        let after = rolling(Some(&asked), before).unwrap();
        assert_eq!(after, Rolling { maximum_percent: 300, ..before });
    }

    #[test]
    fn a_deployment_that_could_never_move_is_refused() {
        let asked = DeploymentConfiguration { maximum_percent: Some(100), ..Default::default() };
        assert!(rolling(Some(&asked), Rolling::DEFAULT).is_err());
    }
}
