//! May this caller do this? The one question that every door asks.

use std::fmt;

use ferrogate_base::AccountId;
use ferrogate_policy::{Context, Value};

use crate::caller::Caller;

/// One action on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The action, such as `ecs:RunTask`.
    pub action: String,
    /// The resource's ARN, or `*` where the action has none.
    pub resource: String,
    /// Condition keys of this action alone.
    pub keys: Vec<(String, Value)>,
}

impl Ask {
    /// `action` on `resource`.
    #[must_use]
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), keys: vec![] }
    }

    /// With a condition key.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.keys.push((key.to_owned(), Value::One(value.into())));
        self
    }
}

/// The interface endpoint of a VPC that a request has come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// Whose it is.
    pub account: AccountId,
    /// Where it is.
    pub region: String,
    /// `vpce-…`.
    pub endpoint: String,
    /// Its VPC, `vpc-…`.
    pub vpc: String,
    /// Its VPC's ARN.
    pub vpc_arn: String,
}

/// Decides what callers may do. Answers from memory: it is asked on each request's own task.
pub trait Authorize: Send + Sync + 'static {
    /// Whether `caller` may do all that is asked. `circumstances` has the condition keys that
    /// all of it shares; of the caller itself it need say nothing.
    ///
    /// # Errors
    /// The first refusal.
    fn authorize(
        &self,
        caller: &Caller,
        asks: &[Ask],
        circumstances: &Context,
    ) -> Result<(), Denied>;

    /// Whether an endpoint lets pass what is asked, whoever asks. Where there are no policies,
    /// everything passes.
    ///
    /// # Errors
    /// The first refusal.
    fn admit(
        &self,
        _through: &Through,
        _caller: &Caller,
        _asks: &[Ask],
        _circumstances: &Context,
    ) -> Result<(), Denied> {
        Ok(())
    }
}

/// A refusal, in the words of AWS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "User: {caller} is not authorized to perform: {action} on resource: {resource}{}",
    Because(.why, .action)
)]
pub struct Denied {
    /// The caller's ARN.
    pub caller: String,
    /// The action, such as `ecs:RunTask`.
    pub action: String,
    /// The first resource the caller may not touch.
    pub resource: String,
    /// Who refuses.
    pub why: Why,
    /// What `DecodeAuthorizationMessage` reads, for services that send it.
    pub encoded: Option<String>,
}

/// What refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No policy of this kind allows it.
    Nobody(PolicyKind),
    /// A policy of this kind denies it.
    Denied(PolicyKind),
    /// A reason that AWS does not tell.
    Untold,
}

/// The kinds of policies that refusals speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// Of a user, group or role.
    Identity,
    /// Of the resource.
    Resource,
    /// The caller's boundary.
    Boundary,
    /// Of the caller's session.
    Session,
    /// Of a role, about who may assume it.
    Trust,
    /// Of the organization.
    Control,
    /// Of the endpoint that the request has come by.
    Endpoint,
}

impl PolicyKind {
    /// Its name after "because no …" (IAM user guide, "Troubleshoot access denied error messages").
    fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Resource => "resource-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Trust => "role trust policy",
            Self::Control => "service control policy",
            Self::Endpoint => "VPC endpoint policy",
        }
    }

    fn article(self) -> &'static str {
        match self {
            Self::Identity => "an",
            Self::Trust => "the",
            Self::Resource | Self::Boundary | Self::Session | Self::Control | Self::Endpoint => "a",
        }
    }
}

struct Because<'a>(&'a Why, &'a str);

impl fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(why, action) = self;
        match why {
            Why::Nobody(kind) => {
                write!(f, " because no {} allows the {action} action", kind.name())
            }
            Why::Denied(kind) => {
                write!(f, " with an explicit deny in {} {}", kind.article(), kind.name())
            }
            Why::Untold => Ok(()),
        }
    }
}

/// Where there are no policies: an account's root may do everything in its account, anybody else
/// nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RootsOnly;

impl Authorize for RootsOnly {
    fn authorize(&self, caller: &Caller, asks: &[Ask], _: &Context) -> Result<(), Denied> {
        let foreign = |ask: &&Ask| {
            account_of(&ask.resource).is_some_and(|account| account != caller.account.as_str())
        };
        let refused = if caller.is_root() { asks.iter().find(foreign) } else { asks.first() };
        refused.map_or(Ok(()), |ask| {
            Err(Denied {
                caller: caller.arn.clone(),
                action: ask.action.clone(),
                resource: ask.resource.clone(),
                why: Why::Nobody(PolicyKind::Identity),
                encoded: None,
            })
        })
    }
}

/// The account an ARN names: its fifth field, unless that is empty or `aws`, which stands
/// for what AWS gives to all.
#[must_use]
pub fn account_of(arn: &str) -> Option<&str> {
    let account = arn.strip_prefix("arn:")?.split(':').nth(3)?;
    (!account.is_empty() && account != "aws" && account != "*").then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> Caller {
        Caller::root("111122223333".parse().unwrap())
    }

    fn user() -> Caller {
        Caller::user(root().account, "bob", "AIDABOB")
    }

    fn asks(action: &str, resources: &[&str]) -> Vec<Ask> {
        resources.iter().map(|resource| Ask::new(action, *resource)).collect()
    }

    fn may(caller: &Caller, asks: &[Ask]) -> Result<(), Denied> {
        RootsOnly.authorize(caller, asks, &Context::default())
    }

    #[test]
    fn root_may_do_everything_in_its_account() {
        let resources = [
            "*",
            "arn:aws:ecs:eu-west-1:111122223333:cluster/a",
            "arn:aws:s3:::bucket",
            "arn:aws:iam::aws:policy/ReadOnly",
        ];
        assert_eq!(may(&root(), &asks("ecs:Any", &resources)), Ok(()));
    }

    #[test]
    fn root_is_nobody_in_another_account() {
        let theirs = "arn:aws:ecs:eu-west-1:444455556666:cluster/a";
        let denied = may(&root(), &asks("ecs:DeleteCluster", &["*", theirs]));
        assert_eq!(denied.unwrap_err().resource, theirs);
    }

    #[test]
    fn anybody_else_is_denied_in_the_words_of_aws() {
        let denied = may(&user(), &asks("ecs:RunTask", &["*"])).unwrap_err();
        assert_eq!(
            denied.to_string(),
            "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: ecs:RunTask \
             on resource: * because no identity-based policy allows the ecs:RunTask action"
        );
        assert_eq!(may(&user(), &[]), Ok(()), "what needs no right");
    }

    #[test]
    fn each_reason_has_its_words() {
        let told = |why| {
            let denied = Denied {
                caller: "C".into(),
                action: "a:B".into(),
                resource: "R".into(),
                why,
                encoded: None,
            };
            let text = denied.to_string();
            let rest =
                text.strip_prefix("User: C is not authorized to perform: a:B on resource: R");
            rest.unwrap().to_owned()
        };
        use PolicyKind::{Boundary, Endpoint, Identity, Resource, Session, Trust};
        for (why, words) in [
            (Why::Untold, ""),
            (Why::Nobody(Boundary), " because no permissions boundary allows the a:B action"),
            (Why::Nobody(Session), " because no session policy allows the a:B action"),
            (Why::Nobody(Resource), " because no resource-based policy allows the a:B action"),
            (Why::Denied(Identity), " with an explicit deny in an identity-based policy"),
            (Why::Denied(Resource), " with an explicit deny in a resource-based policy"),
            (Why::Denied(Boundary), " with an explicit deny in a permissions boundary"),
            (Why::Denied(Session), " with an explicit deny in a session policy"),
            (Why::Nobody(Endpoint), " because no VPC endpoint policy allows the a:B action"),
            (Why::Denied(Endpoint), " with an explicit deny in a VPC endpoint policy"),
            (Why::Denied(Trust), " with an explicit deny in the role trust policy"),
        ] {
            assert_eq!(told(why), words);
        }
    }
}
