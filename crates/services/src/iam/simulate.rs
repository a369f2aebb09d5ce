//! What policies would say of a request (API_SimulateCustomPolicy).

use std::collections::BTreeSet;

use ferrogate_api::iam::{
    ContextEntry, Error, EvaluationResult, GetContextKeysForCustomPolicyRequest,
    GetContextKeysForPolicyResponse, PermissionsBoundaryDecisionDetail,
    PolicyEvaluationDecisionType, Position, SimulateCustomPolicyRequest, SimulatePolicyResponse,
    Statement,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_policy::{
    Caller, Context, Given, Kind, Outcome, Policy, Reason, Request, Value, decide,
};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// Results of one answer, unless the request says otherwise (API_SimulateCustomPolicy).
const PAGE: usize = 100;

/// A policy with the name that results give it.
struct Named {
    name: String,
    policy: Policy,
}

/// Everything that was given, read.
struct Simulation {
    identity: Vec<Named>,
    boundary: Option<Vec<Named>>,
    resource: Option<Named>,
    foreign: bool,
    context: Context,
}

pub(super) fn custom(
    cx: &Cx,
    input: &SimulateCustomPolicyRequest,
) -> Result<SimulatePolicyResponse> {
    if input.resource_handling_option.is_some() {
        return Err(Error::not_built("ResourceHandlingOption is not built.").into());
    }
    let arn = caller_arn(cx, input)?;
    let account = account_of(&arn).unwrap_or(cx.account.as_str()).to_owned();
    let caller = Caller { account: &account, arn: &arn, issuer: None, service: None };
    let simulation = Simulation::read(input, &account)?;
    let everything = ["*".to_owned()];
    let resources = input.resource_arns.as_deref().filter(|all| !all.is_empty());
    let resources = resources.unwrap_or(&everything);
    let pairs = input.action_names.iter().flat_map(|action| {
        resources.iter().map(move |resource| (action.as_str(), resource.as_str()))
    });
    let (first, most) = page(input)?;
    let mut results: Vec<_> = pairs
        .skip(first)
        .take(most + 1)
        .map(|(action, resource)| simulation.result(action, resource, &caller))
        .collect();
    let is_truncated = results.len() > most;
    results.truncate(most);
    Ok(SimulatePolicyResponse {
        evaluation_results: Some(results),
        is_truncated: Some(is_truncated),
        marker: is_truncated.then(|| (first + most).to_string()),
    })
}

/// The condition keys that policies ask for (API_GetContextKeysForCustomPolicy).
pub(super) fn keys(
    input: &GetContextKeysForCustomPolicyRequest,
) -> Result<GetContextKeysForPolicyResponse> {
    let all = read_all(&input.policy_input_list, "PolicyInputList", Kind::Identity)?;
    let keys: BTreeSet<_> = all.iter().flat_map(|named| named.policy.keys()).collect();
    let context_key_names = Some(keys.into_iter().map(str::to_owned).collect());
    Ok(GetContextKeysForPolicyResponse { context_key_names })
}

fn caller_arn(cx: &Cx, input: &SimulateCustomPolicyRequest) -> Result<String> {
    match &input.caller_arn {
        Some(arn) if is_user(arn) => Ok(arn.clone()),
        Some(arn) => {
            Err(Error::invalid_input(format!("Invalid Entity Arn: {arn} is not a user")).into())
        }
        None if input.resource_policy.is_some() => {
            let text = "CallerArn is required when a ResourcePolicy is provided.";
            Err(Error::invalid_input(text).into())
        }
        None => Ok(cx.caller.arn.clone()),
    }
}

/// A caller of the simulator is a user, or the root of an account.
fn is_user(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, "iam", "", _, who] if who == "root" || who.starts_with("user/"))
}

fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| !account.is_empty())
}

/// The first result of the answer, and how many there are at most.
fn page(input: &SimulateCustomPolicyRequest) -> Result<(usize, usize)> {
    let most = input.max_items.and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE);
    let first = match input.marker.as_deref() {
        None => 0,
        Some(marker) => marker
            .parse()
            .map_err(|_| Error::new("ValidationError", format!("Invalid Marker: {marker}")))?,
    };
    Ok((first, most))
}

impl Simulation {
    fn read(input: &SimulateCustomPolicyRequest, account: &str) -> Result<Self> {
        let boundary = input.permissions_boundary_policy_input_list.as_deref();
        let boundary =
            boundary.map(|all| read_all(all, "PermissionsBoundaryPolicyInputList", Kind::Identity));
        let resource = input
            .resource_policy
            .as_deref()
            .map(|text| read("ResourcePolicy".into(), text, Kind::Resource));
        let owner = input.resource_owner.as_deref().and_then(account_of);
        let foreign = resource.is_some() && owner.is_some_and(|owner| owner != account);
        Ok(Self {
            identity: read_all(&input.policy_input_list, "PolicyInputList", Kind::Identity)?,
            boundary: boundary.transpose()?,
            resource: resource.transpose()?,
            foreign,
            context: context(input.context_entries.as_deref().unwrap_or_default())?,
        })
    }

    fn policies(&self) -> impl Iterator<Item = &Named> {
        let boundary = self.boundary.iter().flatten();
        self.identity.iter().chain(boundary).chain(&self.resource)
    }

    fn result(&self, action: &str, resource: &str, caller: &Caller<'_>) -> EvaluationResult {
        let request = Request { action, resource, context: &self.context };
        let given = Given {
            identity: Some(policies(&self.identity)),
            boundary: self.boundary.as_deref().map(policies),
            resource: self.resource.as_ref().map(|named| &named.policy),
            foreign: self.foreign,
            ..Given::default()
        };
        let decision = decide(&given, &request, caller);
        let by = decision.by.iter().filter(|(reason, ..)| *reason != Reason::Boundary);
        let matched = by.map(|(_, policy, statement)| {
            let position = |of: ferrogate_policy::Position| Position {
                line: Some(of.line),
                column: Some(of.column),
            };
            let named =
                self.policies().find(|named| std::ptr::eq(&raw const named.policy, *policy));
            Statement {
                source_policy_id: named.map(|named| named.name.clone()),
                source_policy_type: None,
                start_position: Some(position(statement.span().start)),
                end_position: Some(position(statement.span().end)),
            }
        });
        let boundary = self.boundary.as_deref().map(|all| {
            let alone = Given { identity: Some(policies(all)), ..Given::default() };
            let allowed = decide(&alone, &request, caller).outcome == Outcome::Allowed;
            PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) }
        });
        EvaluationResult {
            eval_action_name: Some(action.to_owned()),
            eval_resource_name: Some(resource.to_owned()),
            eval_decision: Some(match decision.outcome {
                Outcome::Allowed => PolicyEvaluationDecisionType::Allowed,
                Outcome::ExplicitDeny => PolicyEvaluationDecisionType::ExplicitDeny,
                Outcome::ImplicitDeny => PolicyEvaluationDecisionType::ImplicitDeny,
            }),
            matched_statements: Some(matched.collect()),
            missing_context_values: Some(self.missing(action)),
            permissions_boundary_decision_detail: boundary,
            ..EvaluationResult::default()
        }
    }

    /// The keys that statements for the action ask for, and that the request does not have.
    fn missing(&self, action: &str) -> Vec<String> {
        let keys = self.policies().flat_map(|named| named.policy.keys_for(action, &self.context));
        let keys: BTreeSet<_> = keys.filter(|key| self.context.get(key).is_none()).collect();
        keys.into_iter().map(str::to_owned).collect()
    }
}

fn policies(named: &[Named]) -> Vec<&Policy> {
    named.iter().map(|one| &one.policy).collect()
}

fn read_all(texts: &[String], list: &str, kind: Kind) -> Result<Vec<Named>> {
    let named = texts.iter().enumerate();
    named.map(|(at, text)| read(format!("{list}.{}", at + 1), text, kind)).collect()
}

fn read(name: String, text: &str, kind: Kind) -> Result<Named> {
    match Policy::parse(text, kind) {
        Ok(policy) => Ok(Named { name, policy }),
        Err(error) => Err(Error::invalid_input(format!("{name}: {error}")).into()),
    }
}

fn context(entries: &[ContextEntry]) -> Result<Context> {
    let mut context = Context::default();
    for entry in entries {
        let text = "ContextKeyName is required in every context entry.";
        let Some(key) = &entry.context_key_name else {
            return Err(Error::invalid_input(text).into());
        };
        let values = entry.context_key_values.clone().unwrap_or_default();
        let kind = entry.context_key_type.as_ref().map(|kind| kind.as_str());
        let value = match (kind, &values[..]) {
            (Some(kind), _) if kind.ends_with("List") => Value::Many(values),
            (_, [one]) => Value::One(one.clone()),
            _ => {
                let text = format!("{key} has one value unless its type is a list.");
                return Err(Error::invalid_input(text).into());
            }
        };
        context.set(key, value);
    }
    Ok(context)
}
