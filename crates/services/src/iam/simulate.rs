//! What policies would say of a request: those that are given (API_SimulateCustomPolicy), or
//! those that somebody has (API_SimulatePrincipalPolicy).

use std::collections::BTreeSet;

use ferrogate_api::iam::{
    ContextEntry, Error, EvaluationResult, GetContextKeysForCustomPolicyRequest,
    GetContextKeysForPolicyResponse, GetContextKeysForPrincipalPolicyRequest,
    OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail, PolicyEvaluationDecisionType,
    PolicySourceType, Position, ResourceSpecificResult, SimulateCustomPolicyRequest,
    SimulatePolicyResponse, SimulatePrincipalPolicyRequest, Statement,
};
use ferrogate_api::{Cx, Failure};
use ferrogate_policy::{
    Caller, Context, Given, Kind, Malformed, Outcome, Policy, Reason, Request, Value, decide,
};
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{account, group, role, user};
use ferrogate_records::organizations::policy as control_policy;

use super::principal::Principal;
use super::view::{Managed, View};
use super::{Iam, Result, invalid_arn};

/// Results of one answer, unless the request says otherwise (API_SimulateCustomPolicy).
const PAGE: usize = 100;
/// Pairs of action and resource that one answer is made of, if there is more than one action.
const PAIRS_MAX: usize = 10_000;

/// A policy with the name that results give it, and what it is.
struct Named {
    name: String,
    source: Option<PolicySourceType>,
    policy: Policy,
}

/// What somebody has, as it is stored.
#[derive(Default)]
struct Held {
    policies: Vec<Named>,
    boundary: Option<Vec<Named>>,
    /// The service control policies that bind it; none if it is bound by none.
    control: Option<Vec<Named>>,
}

/// Everything that was given, read.
struct Simulation {
    identity: Vec<Named>,
    boundary: Option<Vec<Named>>,
    control: Option<Vec<Named>>,
    resource: Option<Named>,
    foreign: bool,
    context: Context,
}

/// What an action on a resource comes to.
struct Tried {
    resource: String,
    outcome: Outcome,
    /// The statements that decided.
    matched: Vec<Statement>,
    /// The keys that it hangs on and that are not given.
    missing: Vec<String>,
    /// Whether the boundary, if there is one, allows it.
    bounded: Option<bool>,
    /// Whether the organization, if it has a say, allows it.
    organized: Option<bool>,
}

impl Iam {
    pub(super) async fn simulate_custom_policy(
        &self,
        cx: &Cx,
        input: SimulateCustomPolicyRequest,
    ) -> Result<SimulatePolicyResponse> {
        let arn = caller_arn(&input, &cx.caller.arn)?;
        simulate(cx, &input, &arn, Held::default())
    }

    /// What the policies of a user (and of its groups), a group or a role come to, and others
    /// with them. A boundary that is given stands for theirs.
    pub(super) async fn simulate_principal_policy(
        &self,
        cx: &Cx,
        input: SimulatePrincipalPolicyRequest,
    ) -> Result<SimulatePolicyResponse> {
        let held = held(&self.view(cx), &input.policy_source_arn)?;
        let source = input.policy_source_arn;
        let input = SimulateCustomPolicyRequest {
            policy_input_list: input.policy_input_list.unwrap_or_default(),
            permissions_boundary_policy_input_list: input.permissions_boundary_policy_input_list,
            action_names: input.action_names,
            resource_arns: input.resource_arns,
            resource_policy: input.resource_policy,
            resource_owner: input.resource_owner,
            caller_arn: input.caller_arn,
            context_entries: input.context_entries,
            resource_handling_option: input.resource_handling_option,
            max_items: input.max_items,
            marker: input.marker,
        };
        let arn = match is_user(&source) && input.caller_arn.is_none() {
            true => source,
            false => caller_arn(&input, &source)?,
        };
        simulate(cx, &input, &arn, held)
    }

    pub(super) async fn get_context_keys_for_custom_policy(
        &self,
        _: &Cx,
        input: GetContextKeysForCustomPolicyRequest,
    ) -> Result<GetContextKeysForPolicyResponse> {
        keys(&input.policy_input_list, &Held::default())
    }

    pub(super) async fn get_context_keys_for_principal_policy(
        &self,
        cx: &Cx,
        input: GetContextKeysForPrincipalPolicyRequest,
    ) -> Result<GetContextKeysForPolicyResponse> {
        let held = held(&self.view(cx), &input.policy_source_arn)?;
        keys(&input.policy_input_list.unwrap_or_default(), &held)
    }
}

/// What the user, group or role of an ARN has.
fn held(view: &View, source: &str) -> Result<Held> {
    let named = Arn::parse(source).ok_or_else(|| invalid_arn(source))?;
    if named.account != view.account().as_str() {
        return Err(invalid_arn(source).into());
    }
    let mut policies = vec![];
    let boundary = match named.kind {
        "user" => {
            let user = view.find::<user::Record>(named.name)?;
            check_arn::<user::Record>(&user.arn(), source, named.name)?;
            stored(view, &user.grants, PolicySourceType::User, &mut policies)?;
            for id in &user.groups {
                if let Some(group) = view.by_id::<group::ById>(id)? {
                    stored(view, &group.grants, PolicySourceType::Group, &mut policies)?;
                }
            }
            user.boundary.clone()
        }
        "group" => {
            let group = view.find::<group::Record>(named.name)?;
            check_arn::<group::Record>(&group.arn(), source, named.name)?;
            stored(view, &group.grants, PolicySourceType::Group, &mut policies)?;
            None
        }
        "role" => {
            let role = view.find::<role::Record>(named.name)?;
            check_arn::<role::Record>(&role.arn(), source, named.name)?;
            stored(view, &role.grants, PolicySourceType::Role, &mut policies)?;
            role.boundary.clone()
        }
        _ => return Err(invalid_arn(source).into()),
    };
    let boundary = match boundary {
        Some(arn) => Some(vec![managed(view, &arn)?]),
        None => None,
    };
    let of_a_service = named.kind == "role" && named.path.starts_with("/aws-service-role/");
    let control = if of_a_service { None } else { control(view)? };
    Ok(Held { policies, boundary, control })
}

/// The service control policies of the account. The one that manages the others has none.
fn control(view: &View) -> Result<Option<Vec<Named>>> {
    let found = view.get::<account::Record>(&account::key(view.account()))?;
    let Some(member) = found.as_ref().and_then(|found| found.member.as_ref()) else {
        return Ok(None);
    };
    let mut all = vec![];
    for id in &member.control {
        let record = match &**id {
            control_policy::FULL_ACCESS => None,
            id => {
                let found = view.get::<control_policy::Record>(&control_policy::key(id))?;
                Some(found.ok_or_else(|| Failure::fault(Gone(id.to_owned())))?)
            }
        };
        let text = record.as_ref().map_or(control_policy::FULL_ACCESS_DOCUMENT, |of| &of.content);
        let policy = Policy::parse(text, Kind::Identity).map_err(unreadable)?;
        all.push(Named { name: id.clone(), source: None, policy });
    }
    Ok(Some(all))
}

fn check_arn<P: Principal>(is: &str, asked: &str, name: &str) -> Result<()> {
    if is == asked { Ok(()) } else { Err(P::missing(name).into()) }
}

fn stored(
    view: &View,
    grants: &Grants,
    source: PolicySourceType,
    to: &mut Vec<Named>,
) -> Result<()> {
    for (name, text) in &grants.inline {
        let policy = Policy::parse(text, Kind::Identity).map_err(unreadable)?;
        to.push(Named { name: name.clone(), source: Some(source.clone()), policy });
    }
    for arn in &grants.attached {
        to.push(managed(view, arn)?);
    }
    Ok(())
}

fn managed(view: &View, arn: &str) -> Result<Named> {
    let found = view.managed(arn)?.ok_or_else(|| Failure::fault(Gone(arn.to_owned())))?;
    let source = match &found {
        Managed::Aws(_) => PolicySourceType::AwsManaged,
        Managed::Own(_) => PolicySourceType::UserManaged,
    };
    let policy = Policy::parse(&view.document(&found)?, Kind::Identity).map_err(unreadable)?;
    Ok(Named { name: found.name().to_owned(), source: Some(source), policy })
}

/// A policy that somebody has is not there.
#[derive(Debug, thiserror::Error)]
#[error("the policy {0} is attached and not there")]
struct Gone(String);

fn unreadable(error: Malformed) -> Failure<Error> {
    Failure::fault(error)
}

fn simulate(
    cx: &Cx,
    input: &SimulateCustomPolicyRequest,
    arn: &str,
    held: Held,
) -> Result<SimulatePolicyResponse> {
    if input.resource_handling_option.is_some() {
        return Err(Error::not_built("ResourceHandlingOption is not built.").into());
    }
    let account = account_of(arn).unwrap_or(cx.account.as_str()).to_owned();
    let caller = Caller { account: &account, arn, issuer: None, service: None };
    let simulation = Simulation::read(input, &account, held)?;
    let everything = ["*".to_owned()];
    let resources = input.resource_arns.as_deref().filter(|all| !all.is_empty());
    let resources = resources.unwrap_or(&everything);
    // Whoever names resources is told of each by itself.
    let is_listed = *resources != everything;
    let (first, most) = page(input)?;
    // Pages may be short.
    let most = most.min((PAIRS_MAX / resources.len()).max(1));
    let actions = input.action_names.iter().skip(first).take(most);
    let results: Vec<_> = actions
        .map(|action| {
            let tried =
                resources.iter().map(|arn| simulation.tried(action, arn, &caller)).collect();
            if is_listed { of_each(action, tried) } else { of_all(action, tried) }
        })
        .collect();
    let next = first + results.len();
    let is_truncated = next < input.action_names.len();
    Ok(SimulatePolicyResponse {
        evaluation_results: Some(results),
        is_truncated: Some(is_truncated),
        marker: is_truncated.then(|| next.to_string()),
    })
}

/// What an action comes to where no resources are named.
fn of_all(action: &str, tried: Vec<Tried>) -> EvaluationResult {
    let Some(one) = tried.into_iter().next() else { return EvaluationResult::default() };
    EvaluationResult {
        eval_action_name: Some(action.to_owned()),
        eval_resource_name: Some(one.resource),
        eval_decision: Some(decision_of(one.outcome)),
        matched_statements: Some(one.matched),
        missing_context_values: Some(one.missing),
        permissions_boundary_decision_detail: one.bounded.map(bounded),
        organizations_decision_detail: one.organized.map(organized),
        ..EvaluationResult::default()
    }
}

/// What an action comes to on each of the resources that are named, and on all of them: AWS has
/// one result for the action, and within it one for each resource. With several its resource is
/// none of them (AWS has a pattern of the kind there), and it is allowed if it is on each.
fn of_each(action: &str, tried: Vec<Tried>) -> EvaluationResult {
    let worst = [Outcome::ExplicitDeny, Outcome::ImplicitDeny]
        .into_iter()
        .find(|outcome| tried.iter().any(|one| one.outcome == *outcome))
        .unwrap_or(Outcome::Allowed);
    let all_bounded = tried.iter().map(|one| one.bounded).reduce(|one, other| Some(one? && other?));
    let all_organized =
        tried.iter().map(|one| one.organized).reduce(|one, other| Some(one? && other?));
    let (resource, matched) = match &tried[..] {
        [one] => (one.resource.clone(), one.matched.clone()),
        _ => ("*".to_owned(), vec![]),
    };
    let specific = |one: Tried| ResourceSpecificResult {
        eval_resource_name: Some(one.resource),
        eval_resource_decision: Some(decision_of(one.outcome)),
        matched_statements: Some(one.matched),
        missing_context_values: Some(one.missing),
        permissions_boundary_decision_detail: one.bounded.map(bounded),
        ..ResourceSpecificResult::default()
    };
    EvaluationResult {
        eval_action_name: Some(action.to_owned()),
        eval_resource_name: Some(resource),
        eval_decision: Some(decision_of(worst)),
        matched_statements: Some(matched),
        // "Included under the ResourceSpecificResults section."
        missing_context_values: Some(vec![]),
        permissions_boundary_decision_detail: all_bounded.flatten().map(bounded),
        organizations_decision_detail: all_organized.flatten().map(organized),
        resource_specific_results: Some(tried.into_iter().map(specific).collect()),
        ..EvaluationResult::default()
    }
}

fn decision_of(outcome: Outcome) -> PolicyEvaluationDecisionType {
    match outcome {
        Outcome::Allowed => PolicyEvaluationDecisionType::Allowed,
        Outcome::ExplicitDeny => PolicyEvaluationDecisionType::ExplicitDeny,
        Outcome::ImplicitDeny => PolicyEvaluationDecisionType::ImplicitDeny,
    }
}

fn bounded(allowed: bool) -> PermissionsBoundaryDecisionDetail {
    PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) }
}

fn organized(allowed: bool) -> OrganizationsDecisionDetail {
    OrganizationsDecisionDetail { allowed_by_organizations: Some(allowed) }
}

/// The condition keys that policies ask for (API_GetContextKeysForCustomPolicy).
fn keys(given: &[String], held: &Held) -> Result<GetContextKeysForPolicyResponse> {
    let given = read_all(given, "PolicyInputList", Kind::Identity)?;
    let all = given.iter().chain(&held.policies);
    let keys: BTreeSet<_> = all.flat_map(|named| named.policy.keys()).collect();
    let context_key_names = Some(keys.into_iter().map(str::to_owned).collect());
    Ok(GetContextKeysForPolicyResponse { context_key_names })
}

fn caller_arn(input: &SimulateCustomPolicyRequest, otherwise: &str) -> Result<String> {
    match &input.caller_arn {
        Some(arn) if is_user(arn) => Ok(arn.clone()),
        Some(arn) => {
            Err(Error::invalid_input(format!("Invalid Entity Arn: {arn} is not a user")).into())
        }
        None if input.resource_policy.is_some() => {
            let text = "CallerArn is required when a ResourcePolicy is provided.";
            Err(Error::invalid_input(text).into())
        }
        None => Ok(otherwise.to_owned()),
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
    fn read(input: &SimulateCustomPolicyRequest, account: &str, held: Held) -> Result<Self> {
        let boundary = input.permissions_boundary_policy_input_list.as_deref();
        let boundary =
            boundary.map(|all| read_all(all, "PermissionsBoundaryPolicyInputList", Kind::Identity));
        let resource = input
            .resource_policy
            .as_deref()
            .map(|text| read("ResourcePolicy".into(), text, Kind::Resource));
        let owner = input.resource_owner.as_deref().and_then(account_of);
        let foreign = resource.is_some() && owner.is_some_and(|owner| owner != account);
        let mut identity = held.policies;
        identity.extend(read_all(&input.policy_input_list, "PolicyInputList", Kind::Identity)?);
        Ok(Self {
            identity,
            boundary: boundary.transpose()?.or(held.boundary),
            control: held.control,
            resource: resource.transpose()?,
            foreign,
            context: context(input.context_entries.as_deref().unwrap_or_default())?,
        })
    }

    fn policies(&self) -> impl Iterator<Item = &Named> {
        let boundary = self.boundary.iter().flatten();
        let control = self.control.iter().flatten();
        self.identity.iter().chain(boundary).chain(control).chain(&self.resource)
    }

    /// Tries an action on a resource.
    fn tried(&self, action: &str, resource: &str, caller: &Caller<'_>) -> Tried {
        let request = Request { action, resource, context: &self.context };
        let given = Given {
            identity: Some(policies(&self.identity)),
            boundary: self.boundary.as_deref().map(policies),
            control: self.control.as_deref().map(policies).into_iter().collect(),
            resource: self.resource.as_ref().map(|named| &named.policy),
            foreign: self.foreign,
            ..Given::default()
        };
        let decision = decide(&given, &request, caller);
        let by = decision.by.iter();
        let by = by.filter(|(of, ..)| !matches!(of, Reason::Boundary | Reason::Control));
        let matched = by.map(|(_, policy, statement)| {
            let position = |of: ferrogate_policy::Position| Position {
                line: Some(of.line),
                column: Some(of.column),
            };
            let named =
                self.policies().find(|named| std::ptr::eq(&raw const named.policy, *policy));
            Statement {
                source_policy_id: named.map(|named| named.name.clone()),
                source_policy_type: named.and_then(|named| named.source.clone()),
                start_position: Some(position(statement.span().start)),
                end_position: Some(position(statement.span().end)),
            }
        });
        let alone = |all: &Vec<Named>| {
            let alone = Given { identity: Some(policies(all)), ..Given::default() };
            decide(&alone, &request, caller).outcome == Outcome::Allowed
        };
        Tried {
            resource: resource.to_owned(),
            outcome: decision.outcome,
            matched: matched.collect(),
            missing: self.missing(action),
            bounded: self.boundary.as_ref().map(alone),
            organized: self.control.as_ref().map(alone),
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
        Ok(policy) => Ok(Named { name, source: None, policy }),
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
