//! The decision about a request: all policies that apply, put together.

use ferrogate_auth::authorize::account_of;
use ferrogate_auth::{Ask, Authorize, Caller, Denied, PolicyKind, Principal, Through, Why};
use ferrogate_policy::{
    self as policy, Context, Decision, Given, Kind, Outcome, Policy, Reason, Request, Value, decide,
};

use ferrogate_records::organizations;

use crate::bundle::{Bundle, Held, Unknown};
use crate::resource::{Own, UnknownPolicy};
use crate::{Identity, context, endpoint};

/// What comes of one action on one resource.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What comes of it.
    pub outcome: Outcome,
    /// Who refused, unless it is allowed.
    pub why: Option<Why>,
    /// The statements that decided.
    pub by: Vec<Decider>,
    /// The resource by its one ARN.
    pub resource: String,
}

/// A statement that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The ARN of its managed policy, or the name of an inline one.
    pub policy: String,
    /// Its name, if it has one.
    pub sid: Option<String>,
    /// The line that it begins in.
    pub line: u32,
    /// What kind of policy it is of.
    pub kind: PolicyKind,
}

impl Authorize for Identity {
    fn authorize(
        &self,
        caller: &Caller,
        asks: &[Ask],
        circumstances: &Context,
    ) -> Result<(), Denied> {
        // The root may do everything in its own account, unless it has itself limited by a
        // session.
        if caller.is_root()
            && caller.session.is_none()
            && asks.iter().all(|ask| is_own(caller, ask))
            && matches!(self.control(caller), Ok(None))
        {
            return Ok(());
        }
        for ask in asks {
            let decided = self.decide(caller, ask, circumstances);
            if let Some(why) = decided.why {
                let encoded = self.message(caller, ask, &decided, circumstances);
                return Err(Denied {
                    caller: caller.arn.clone(),
                    action: ask.action.clone(),
                    resource: decided.resource,
                    why,
                    encoded,
                });
            }
        }
        Ok(())
    }

    fn admit(
        &self,
        through: &Through,
        caller: &Caller,
        asks: &[Ask],
        circumstances: &Context,
    ) -> Result<(), Denied> {
        let mut asks = asks.iter().filter(|ask| endpoint::has_a_say(ask));
        asks.try_for_each(|ask| self.admit_one(through, caller, ask, circumstances))
    }
}

/// Whether an ask is about the caller's own account, and no policy of a resource has a say.
fn is_own(caller: &Caller, ask: &Ask) -> bool {
    let own = ask.action == ASSUME_ROOT
        || account_of(&ask.resource).is_none_or(|account| account == caller.account.as_str());
    own && !is_assume(ask) && !may_have_policy(ask)
}

/// Whether a resource is of a kind that may say itself who may do what with it. The root of an
/// account is bound by that, too.
fn may_have_policy(ask: &Ask) -> bool {
    match ask.resource.split(':').nth(2) {
        Some("kms" | "secretsmanager") => true,
        // It may always take back what shuts itself out.
        Some("ecr") => {
            !matches!(&*ask.action, "ecr:SetRepositoryPolicy" | "ecr:DeleteRepositoryPolicy")
        }
        _ => false,
    }
}

/// The one action on another account that this one's own policies decide about.
const ASSUME_ROOT: &str = "sts:AssumeRoot";

/// Whether a role's trust decides. A federated session is tagged without one.
fn is_assume(ask: &Ask) -> bool {
    match &*ask.action {
        "sts:AssumeRole" | "sts:SetSourceIdentity" => true,
        "sts:TagSession" => !ask.resource.contains(":federated-user/"),
        _ => false,
    }
}

/// What only [`Reason`] tells apart is a trust policy where there is one.
fn kind_of(reason: Reason, trust: bool) -> PolicyKind {
    match reason {
        Reason::Identity => PolicyKind::Identity,
        Reason::Resource if trust => PolicyKind::Trust,
        Reason::Resource => PolicyKind::Resource,
        Reason::Boundary => PolicyKind::Boundary,
        Reason::Session => PolicyKind::Session,
        Reason::Control => PolicyKind::Control,
    }
}

impl Identity {
    /// Whether `caller` may do what is asked, and which statements say so.
    #[must_use]
    pub fn decide(&self, caller: &Caller, ask: &Ask, circumstances: &Context) -> Decided {
        let resource = self.canonical(&ask.action, &ask.resource);
        let refused = |why| Decided {
            outcome: Outcome::ImplicitDeny,
            why: Some(why),
            by: vec![],
            resource: resource.clone(),
        };
        let bundle = match self.bundle(caller) {
            Ok(bundle) => bundle,
            Err(error) => {
                if !matches!(error, Unknown::Gone) {
                    tracing::error!(
                        caller = caller.arn,
                        error = &error as &dyn std::error::Error,
                        "nothing is allowed: policies can't be read"
                    );
                }
                return refused(Why::Nobody(PolicyKind::Identity));
            }
        };
        if !self.is_alive(caller) || is_out_of_reach(caller, &ask.action) {
            return refused(Why::Untold);
        }
        let Some(session) = self.session_policies(caller) else {
            return refused(Why::Nobody(PolicyKind::Session));
        };
        let control = match self.control(caller) {
            Ok(control) => control,
            Err(error) => {
                tracing::error!(
                    caller = caller.arn,
                    error = &error as &dyn std::error::Error,
                    "nothing is allowed: service control policies can't be read"
                );
                return refused(Why::Nobody(PolicyKind::Control));
            }
        };
        let trust = is_assume(ask).then(|| self.trust(&ask.resource));
        // A role that is not there answers as one that may not be assumed.
        let is_trust = trust.is_some();
        let own = match trust {
            Some(None) => return refused(Why::Untold),
            Some(trust) => trust,
            None => match self.own_policy(&resource) {
                Ok(own) => own,
                Err(UnknownPolicy) => {
                    tracing::error!(resource, "nothing is allowed: its policy can't be read");
                    return refused(Why::Nobody(PolicyKind::Resource));
                }
            },
        };
        let context = self.context(caller, ask, circumstances, bundle.as_deref(), &resource);
        let of_caller =
            OfCaller { bundle: bundle.as_deref(), session: &session, control: &control };
        let given = given(caller, &of_caller, own.as_ref(), ask, &resource);
        let request = Request { action: &ask.action, resource: &resource, context: &context };
        let another = own.as_ref().is_some_and(|own| own.means_another(caller));
        let who = policy::Caller {
            account: caller.account.as_str(),
            // Somebody who has the name of one who was trusted is not trusted by it.
            arn: if another { "" } else { &caller.arn },
            issuer: caller.issuer().filter(|_| !another),
            service: None,
        };
        let decision = decide(&given, &request, &who);
        if decision.outcome == Outcome::ImplicitDeny
            && self.is_granted(caller, ask, &request, &given)
        {
            return Decided { outcome: Outcome::Allowed, why: None, by: vec![], resource };
        }
        self.told(&decision, is_trust, &of_caller, resource.clone())
    }

    fn told(
        &self,
        decision: &Decision<'_>,
        trust: bool,
        sources: &OfCaller<'_>,
        resource: String,
    ) -> Decided {
        let kind = |reason| kind_of(reason, trust);
        let why = match (decision.outcome, decision.reason) {
            (Outcome::Allowed, _) => None,
            // AWS does not tell why a role can't be assumed, but for what the organization says.
            (_, reason) if trust && reason != Some(Reason::Control) => Some(Why::Untold),
            (Outcome::ExplicitDeny, Some(reason)) => Some(Why::Denied(kind(reason))),
            (_, Some(reason)) => Some(Why::Nobody(kind(reason))),
            (_, None) => Some(Why::Untold),
        };
        let by = decision.by.iter().map(|(reason, policy, statement)| Decider {
            policy: sources.of(*reason, policy),
            sid: statement.sid().map(str::to_owned),
            line: u32::try_from(statement.span().start.line).unwrap_or(u32::MAX),
            kind: kind(*reason),
        });
        Decided { outcome: decision.outcome, why, by: by.collect(), resource }
    }

    pub(crate) fn context(
        &self,
        caller: &Caller,
        ask: &Ask,
        circumstances: &Context,
        bundle: Option<&Bundle>,
        resource: &str,
    ) -> Context {
        let mut context = circumstances.clone();
        let tags = bundle.map_or(&[][..], |bundle| &bundle.tags);
        context::of_caller(&mut context, caller, tags, self.clock.now());
        if ask.action.starts_with("kms:") {
            context.set("kms:CallerAccount", Value::One(caller.account.to_string()));
        }
        // Which of the two a request narrows its grant by is not known here.
        if ask.action == "kms:CreateGrant" {
            context.set_unknown("kms:GrantConstraintType");
        }
        // A key that was asked for by a name.
        let named = ask.resource.splitn(6, ':').nth(5).unwrap_or_default();
        let named = named.strip_prefix("key/").unwrap_or(named);
        if named.starts_with("alias/") && resource.contains(":key/") {
            context.set("kms:RequestAlias", Value::One(named.to_owned()));
        }
        let organization = organizations::id(&self.home);
        let resources = account_of(resource).and_then(|of| of.parse().ok());
        if resources.is_none_or(|of| self.is_open(&of)) {
            context.set("aws:ResourceOrgID", Value::One(organization.clone()));
        }
        context.set("aws:PrincipalOrgID", Value::One(organization));
        self.describe(&mut context, resource);
        for (key, value) in &ask.keys {
            context.set(key, value.clone());
            // What is being made has the tags that it is being given.
            if let (Some(tag), true) =
                (key.strip_prefix("aws:RequestTag/"), resource.ends_with("/*"))
            {
                context.set(&format!("aws:ResourceTag/{tag}"), value.clone());
            }
            // The same key by its one ARN, however the request names it.
            if let ("secretsmanager:KmsKeyId", Value::One(named)) = (&**key, value) {
                context.set("secretsmanager:KmsKeyArn", Value::One(self.key_arn(resource, named)));
            }
            // Roles are passed by name or ARN; statements are about the one ARN.
            if let ("iam:PolicyARN" | "iam:PermissionsBoundary", Value::One(arn)) = (&**key, value)
            {
                context.set(key, Value::One(self.canonical(&ask.action, arn)));
            }
        }
        context
    }

    /// What the caller's session is limited to: `Some(None)` by nothing, `None` when a policy of
    /// it can't be read.
    fn session_policies(&self, caller: &Caller) -> Option<Option<Vec<Held>>> {
        let Some(session) = &caller.session else { return Some(None) };
        let federated = matches!(caller.principal, Principal::Federated { .. });
        if session.policies.is_none() && session.policy_arns.is_empty() && !federated {
            return Some(None);
        }
        let mut all = Vec::new();
        for document in session.policies.iter().flatten() {
            let policy = self.compiled.get(document, Kind::Identity).ok()?;
            all.push(Held { policy, source: "session".to_owned() });
        }
        for arn in &session.policy_arns {
            all.push(self.managed_now(arn).ok()?);
        }
        Some(Some(all))
    }
}

/// The policies of a decision that the caller brings.
struct OfCaller<'a> {
    bundle: Option<&'a Bundle>,
    session: &'a Option<Vec<Held>>,
    control: &'a Option<Vec<Held>>,
}

impl OfCaller<'_> {
    /// Where one of them is from.
    fn of(&self, reason: Reason, policy: &Policy) -> String {
        let all: &[Held] = match reason {
            Reason::Identity => self.bundle.map_or(&[], |bundle| &bundle.policies),
            Reason::Boundary => {
                self.bundle.and_then(|bundle| bundle.boundary.as_deref()).unwrap_or_default()
            }
            Reason::Session => self.session.as_deref().unwrap_or_default(),
            Reason::Control => self.control.as_deref().unwrap_or_default(),
            Reason::Resource => &[],
        };
        let held = all.iter().find(|held| std::ptr::eq(&*held.policy, policy));
        held.map_or_else(String::new, |held| held.source.clone())
    }
}

fn given<'a>(
    caller: &Caller,
    of: &OfCaller<'a>,
    own: Option<&'a Own>,
    ask: &Ask,
    resource: &str,
) -> Given<'a> {
    let bundle = of.bundle;
    let all = |held: &'a [Held]| held.iter().map(|held| &*held.policy).collect::<Vec<_>>();
    Given {
        identity: bundle.map(|bundle| all(&bundle.policies)),
        boundary: bundle.and_then(|bundle| bundle.boundary.as_deref().map(all)),
        session: of.session.as_deref().map(all),
        resource: own.map(|own| &*own.policy),
        control: of.control.as_deref().map(all).into_iter().collect(),
        // Whom an organization's manager may act as the root of is said by no policy of theirs.
        foreign: ask.action != ASSUME_ROOT
            && account_of(resource).is_some_and(|account| account != caller.account.as_str()),
        resource_must: own.is_some_and(|own| own.must),
    }
}

/// What some temporary credentials never reach, whatever policies say (API_GetSessionToken,
/// API_GetFederationToken).
fn is_out_of_reach(caller: &Caller, action: &str) -> bool {
    let Some(session) = &caller.session else { return false };
    let federated = matches!(caller.principal, Principal::Federated { .. });
    if !session.of_user && !federated {
        return false;
    }
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    match service {
        "iam" => federated || session.mfa_at.is_none(),
        "sts" => federated || !matches!(name, "AssumeRole" | "TagSession" | "SetSourceIdentity"),
        _ => false,
    }
}
