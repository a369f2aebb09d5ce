//! The roles that tasks act with: whether the caller may pass them on, and whether tasks may assume
//! them.

use ferrogate_api::ecs::{Error, TaskDefinition, TaskOverride};
use ferrogate_api::{Cx, Protocol, access};
use ferrogate_auth::Ask;
use ferrogate_base::partition;
use ferrogate_identity::{ServiceCall, trusted};
use ferrogate_records::ecs::cluster;
use ferrogate_records::iam::role;
use ferrogate_records::spec::Spec;
use ferrogate_state::State;

use super::super::Result;
use crate::execution::{is_required, may_be_missing, not_assumed};

/// The service that acts with a task's roles.
const TASKS: &str = "ecs-tasks.amazonaws.com";

/// The ARN of the task's role: of one that is named by its name alone, as it is in this account.
pub(super) fn task_role(
    state: &State,
    cx: &Cx,
    definition: &TaskDefinition,
    overrides: &TaskOverride,
) -> Option<String> {
    let given = overrides.task_role_arn.as_ref().or(definition.task_role_arn.as_ref());
    given.filter(|role| !role.is_empty()).map(|role| arn(state, cx, role))
}

/// The ARN of the role that acts for the task before it runs. It is named by its ARN only.
pub(super) fn execution_role(
    definition: &TaskDefinition,
    overrides: &TaskOverride,
) -> Option<String> {
    let given = overrides.execution_role_arn.as_ref().or(definition.execution_role_arn.as_ref());
    given.filter(|role| !role.is_empty()).cloned()
}

fn arn(state: &State, cx: &Cx, given: &str) -> String {
    if given.starts_with("arn:") {
        return given.to_owned();
    }
    let found = state.table::<role::Record>().get(&role::key(&cx.account, given));
    match found {
        Ok(Some(role)) => role.arn(),
        _ => format!("arn:{}:iam::{}:role/{given}", partition::name(&cx.region), cx.account),
    }
}

/// Whoever runs a definition passes its roles to the task, also if somebody else registered it.
/// Those of the request itself the door has asked about.
pub(super) fn may_pass(
    state: &State,
    cx: &Cx,
    definition: &TaskDefinition,
    overrides: &TaskOverride,
) -> Result<()> {
    let task = definition.task_role_arn.as_ref().filter(|_| overrides.task_role_arn.is_none());
    let execution =
        definition.execution_role_arn.as_ref().filter(|_| overrides.execution_role_arn.is_none());
    let ask = |role: &String| {
        Ask::new("iam:PassRole", arn(state, cx, role)).with("iam:PassedToService", TASKS)
    };
    let asks: Vec<Ask> = task.into_iter().chain(execution).map(ask).collect();
    cx.may(&asks).map_err(|denied| Error::from(access::denied(&denied, Protocol::Json11)).into())
}

/// The role's trust policy lets tasks of this account and region assume it.
pub(super) fn is_trusted(state: &State, cx: &Cx, role: Option<&str>) -> Result<()> {
    let Some(role) = role else { return Ok(()) };
    let (region, account) = (&*cx.region, &cx.account);
    let source = format!("arn:{}:ecs:{region}:{account}:*", partition::name(region));
    let call = ServiceCall { service: TASKS, source_arn: &source, source_account: account };
    // A role is passed within its account only.
    let own = trusted(state, role, &call).is_ok_and(|role| role.owner.account == cx.account);
    if own {
        return Ok(());
    }
    Err(Error::client(not_assumed(role)).into())
}

/// The same of the role that acts for the task before it runs, unless it is one that may be missing.
pub(super) fn execution_role_is_trusted(
    state: &State,
    cx: &Cx,
    cluster: &cluster::Record,
    spec: &Spec,
) -> Result<()> {
    let Some(role) = spec.execution_role.as_deref() else {
        // A definition that needs one is registered without when it does not ask for Fargate.
        return match spec.needs_execution_role().filter(|_| is_required(&cluster.tags)) {
            Some(what) => Err(Error::client(format!(
                "Fargate requires task definition to have execution role ARN to support {what}."
            ))
            .into()),
            None => Ok(()),
        };
    };
    let missing = !spec.has_secrets()
        && !is_required(&cluster.tags)
        && may_be_missing(state, role, &cluster.scope);
    if missing { Ok(()) } else { is_trusted(state, cx, Some(role)) }
}
