//! Lifecycle hooks: what requests ask for, who may be called, and as the API shows them.

use ferrogate_api::ecs::{
    DeploymentLifecycleHook, DeploymentLifecycleHookAction, DeploymentLifecycleHookDetail,
    DeploymentLifecycleHookStage, DeploymentLifecycleHookStatus, DeploymentLifecycleHookTargetType,
    DeploymentLifecycleHookTimeoutConfiguration, Error,
};
use ferrogate_api::{Cx, Protocol, access};
use ferrogate_auth::Ask;
use ferrogate_identity::{ServiceCall, trusted};
use ferrogate_records::ecs::service::hook::CARRIED_MAX;
use ferrogate_records::ecs::service::{
    Answer, Course, Function, Hook, LifecycleStage, Record, Shifting,
};

use super::super::reply::time;
use super::super::{Ecs, Result};
use super::{invalid, shifting};

/// The longest pause, in minutes (ECS developer guide: lifecycle hooks): two weeks.
const PAUSE_MIN_MAX: i32 = 20_160;
/// The longest that a function is waited for, in minutes (the same): a day.
const FUNCTION_MIN_MAX: i32 = 1440;
/// How long a hook is waited for when nothing is said, in minutes.
const HOOK_MIN: i32 = 1440;
/// Who calls functions.
const CALLED_BY: &str = "ecs.amazonaws.com";

impl Ecs {
    /// Whether the functions of these hooks can be called: they are in the setting, the caller may
    /// pass their roles, and ECS may assume them.
    pub(super) fn check_hooks(&self, cx: &Cx, service: &Record, of: &Shifting) -> Result<()> {
        for function in of.hooks.iter().filter_map(|hook| hook.function.as_ref()) {
            let Function { arn, role, .. } = function;
            if self.functions.url(&service.scope, arn).is_none() {
                return Err(Error::not_built(format!(
                    "The function {arn} can't be called: a function of this account and region \
                     can be once the setting functions says where."
                ))
                .into());
            }
            let ask = Ask::new("iam:PassRole", role.clone()).with("iam:PassedToService", CALLED_BY);
            cx.may(&[ask]).map_err(|no| Error::from(access::denied(&no, Protocol::Json11)))?;
            let source = service.arn();
            let call = ServiceCall {
                service: CALLED_BY,
                source_arn: &source,
                source_account: &service.scope.account,
            };
            // A role is passed within its account only.
            let own = trusted(&self.state, role, &call)
                .is_ok_and(|role| role.owner.account == service.scope.account);
            if !own {
                return Err(invalid(format!(
                    "ECS was unable to assume the role '{role}' that was provided for the \
                     lifecycle hook {arn}. Verify that the role exists and that its trust policy \
                     lets {CALLED_BY} assume it."
                )));
            }
        }
        Ok(())
    }
}

/// The hook that a request asks for.
pub(super) fn asked(asked: &DeploymentLifecycleHook) -> Result<Hook> {
    let called = match &asked.target_type {
        Some(DeploymentLifecycleHookTargetType::Pause) => false,
        None | Some(DeploymentLifecycleHookTargetType::AwsLambda) => true,
        Some(DeploymentLifecycleHookTargetType::Unknown(other)) => {
            return Err(invalid(format!("Invalid lifecycle hook target type '{other}'.")));
        }
    };
    let details = asked.hook_details.clone().filter(|details| !details.is_null());
    let function = match called {
        true => Some(Function {
            arn: given(asked.hook_target_arn.as_ref(), "hookTargetArn")?,
            role: given(asked.role_arn.as_ref(), "roleArn")?,
            details,
        }),
        false
            if asked.hook_target_arn.is_some() || asked.role_arn.is_some() || details.is_some() =>
        {
            let text = "hookTargetArn, roleArn and hookDetails are not supported for PAUSE hooks.";
            return Err(invalid(text));
        }
        false => None,
    };
    let told = function.as_ref().and_then(|function| function.details.as_ref());
    if told.is_some_and(|details| details.to_string().len() > CARRIED_MAX) {
        return Err(invalid(format!("hookDetails can have at most {CARRIED_MAX} bytes.")));
    }
    let stages = asked.lifecycle_stages.as_deref().unwrap_or_default();
    if stages.is_empty() {
        return Err(invalid("lifecycleStages can not be empty."));
    }
    let stages = stages.iter().map(|of| stage(of, called)).collect::<Result<Vec<_>>>()?;
    let timeout = asked.timeout_configuration.as_ref();
    let timeout_min = timeout.and_then(|timeout| timeout.timeout_in_minutes).unwrap_or(HOOK_MIN);
    let most = if called { FUNCTION_MIN_MAX } else { PAUSE_MIN_MAX };
    if timeout_min < 1 {
        return Err(invalid(format!("timeoutInMinutes must be 1 to {most}.")));
    }
    let goes_on = match timeout.and_then(|timeout| timeout.action.as_ref()) {
        None | Some(DeploymentLifecycleHookAction::Rollback) => false,
        Some(DeploymentLifecycleHookAction::Continue) => true,
        Some(DeploymentLifecycleHookAction::Unknown(other)) => {
            return Err(invalid(format!("Invalid timeout action '{other}'.")));
        }
    };
    let timeout_min = shifting::minutes(timeout_min, most, "timeoutInMinutes")?;
    Ok(Hook { stages, timeout_min, goes_on, function })
}

fn given(text: Option<&String>, name: &str) -> Result<String> {
    let given = text.filter(|text| !text.is_empty()).cloned();
    given.ok_or_else(|| invalid(format!("{name} can not be blank for AWS_LAMBDA hooks.")))
}

fn stage(asked: &DeploymentLifecycleHookStage, called: bool) -> Result<LifecycleStage> {
    use DeploymentLifecycleHookStage as Asked;
    match asked {
        Asked::ReconcileService => Ok(LifecycleStage::ReconcileService),
        Asked::PreScaleUp => Ok(LifecycleStage::PreScaleUp),
        Asked::PostScaleUp => Ok(LifecycleStage::PostScaleUp),
        Asked::PostTestTrafficShift => Ok(LifecycleStage::PostTestTrafficShift),
        Asked::PreProductionTrafficShift => Ok(LifecycleStage::PreProductionTrafficShift),
        Asked::PostProductionTrafficShift => Ok(LifecycleStage::PostProductionTrafficShift),
        Asked::TestTrafficShift if called => Ok(LifecycleStage::TestTrafficShift),
        Asked::ProductionTrafficShift if called => Ok(LifecycleStage::ProductionTrafficShift),
        // Reference: hooks of these two are functions only.
        Asked::TestTrafficShift | Asked::ProductionTrafficShift => Err(invalid(format!(
            "PAUSE hooks are not supported at the lifecycle stage {}.",
            asked.as_str()
        ))),
        Asked::Unknown(other) => Err(invalid(format!("Invalid lifecycle stage '{other}'."))),
    }
}

/// A hook as the API has it.
pub(super) fn shown(of: &Hook) -> DeploymentLifecycleHook {
    let stage = |stage: &LifecycleStage| DeploymentLifecycleHookStage::from(stage.as_str());
    let function = of.function.as_ref();
    DeploymentLifecycleHook {
        target_type: Some(kind(of)),
        hook_target_arn: function.map(|function| function.arn.clone()),
        role_arn: function.map(|function| function.role.clone()),
        hook_details: function.and_then(|function| function.details.clone()),
        lifecycle_stages: Some(of.stages.iter().map(stage).collect()),
        timeout_configuration: Some(DeploymentLifecycleHookTimeoutConfiguration {
            timeout_in_minutes: i32::try_from(of.timeout_min).ok(),
            action: Some(timeout_action(of)),
        }),
    }
}

/// The hook that a deployment waits at, or waited at last, as the API has it.
pub(super) fn detail(of: &Course) -> Option<DeploymentLifecycleHookDetail> {
    let paused = of.paused.as_ref()?;
    let hook = of.way.hooks.get(paused.hook)?;
    Some(DeploymentLifecycleHookDetail {
        hook_id: Some(paused.id.clone()),
        target_type: Some(kind(hook)),
        target_arn: hook.function.as_ref().map(|function| function.arn.clone()),
        status: Some(match paused.answer {
            Answer::Awaited if hook.function.is_some() => DeploymentLifecycleHookStatus::InProgress,
            Answer::Awaited => DeploymentLifecycleHookStatus::AwaitingAction,
            Answer::GoesOn => DeploymentLifecycleHookStatus::Succeeded,
            Answer::GoesBack => DeploymentLifecycleHookStatus::Failed,
            Answer::TimedOut => DeploymentLifecycleHookStatus::TimedOut,
        }),
        expires_at: Some(time(paused.until)),
        timeout_action: Some(timeout_action(hook)),
    })
}

fn kind(of: &Hook) -> DeploymentLifecycleHookTargetType {
    match of.function {
        Some(_) => DeploymentLifecycleHookTargetType::AwsLambda,
        None => DeploymentLifecycleHookTargetType::Pause,
    }
}

/// What happens when nobody answers a hook.
fn timeout_action(of: &Hook) -> DeploymentLifecycleHookAction {
    match of.goes_on {
        true => DeploymentLifecycleHookAction::Continue,
        false => DeploymentLifecycleHookAction::Rollback,
    }
}
