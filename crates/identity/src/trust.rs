//! Who may assume a role.

use std::sync::Arc;

use ferrogate_base::AccountId;
use ferrogate_policy::{self as policy, Context, Given, Kind, Outcome, Policy, Request, decide};
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::role;
use ferrogate_state::{Entry, State};

use crate::resource::Own;
use crate::{Identity, account};

/// A service of AWS that would act with a role's rights.
#[derive(Clone, Debug)]
pub struct ServiceCall<'a> {
    /// `ecs-tasks.amazonaws.com`.
    pub service: &'a str,
    /// For which resource: `aws:SourceArn`.
    pub source_arn: &'a str,
    /// Whose that is: `aws:SourceAccount`.
    pub source_account: &'a AccountId,
}

/// A role can't be assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    /// There is no such role.
    #[error("there is no such role")]
    NoRole,
    /// Its trust policy does not allow it.
    #[error("the role's trust policy does not allow it")]
    Refused,
}

impl Identity {
    /// The role of this ARN, which is compared as a whole.
    #[must_use]
    pub fn role(&self, arn: &str) -> Option<Arc<Entry<role::Record>>> {
        role_of(&self.state, arn).filter(|role| self.is_open(&role.owner.account))
    }

    /// A role's trust, and who of those that it names have been made anew.
    pub(crate) fn trust(&self, arn: &str) -> Option<Own> {
        let role = self.role(arn)?;
        let policy = self.compiled.get(&role.trust.document, Kind::Trust).ok()?;
        Some(Own { policy, principals: role.trust.principals.clone(), must: true })
    }
}

/// The role that a service may act with.
///
/// # Errors
/// See [`NotTrusted`].
pub fn trusted(
    state: &State,
    arn: &str,
    call: &ServiceCall<'_>,
) -> Result<Arc<Entry<role::Record>>, NotTrusted> {
    let role = role_of(state, arn).ok_or(NotTrusted::NoRole)?;
    let policy = Policy::parse(&role.trust.document, Kind::Trust);
    let policy = policy.map_err(|_| NotTrusted::Refused)?;
    let mut context: Context = [
        ("aws:SourceArn", call.source_arn),
        ("aws:SourceAccount", call.source_account.as_str()),
        ("aws:PrincipalServiceName", call.service),
        ("aws:PrincipalIsAWSService", "true"),
        ("aws:ViaAWSService", "false"),
    ]
    .into_iter()
    .collect();
    let now = (state.now().0 / 1000).to_string();
    context.set("aws:EpochTime", policy::Value::One(now.clone()));
    context.set("aws:CurrentTime", policy::Value::One(now));
    let caller = policy::Caller { account: "", arn: "", issuer: None, service: Some(call.service) };
    let request = Request { action: "sts:AssumeRole", resource: arn, context: &context };
    let given = Given { resource: Some(&policy), resource_must: true, ..Given::default() };
    match decide(&given, &request, &caller).outcome {
        Outcome::Allowed => Ok(role),
        Outcome::ImplicitDeny | Outcome::ExplicitDeny => Err(NotTrusted::Refused),
    }
}

fn role_of(state: &State, arn: &str) -> Option<Arc<Entry<role::Record>>> {
    let named = Arn::parse(arn).filter(|named| named.kind == "role")?;
    let owner = account(named.account)?;
    let roles = state.table::<role::Record>();
    roles.get(&role::key(&owner, named.name)).ok()?.filter(|role| role.arn() == arn)
}
