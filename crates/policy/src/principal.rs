//! Who asks, and how a policy of a resource may name them.

use crate::document::{Either, Principals};

/// Who makes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller<'c> {
    /// The account's number.
    pub account: &'c str,
    /// The caller's ARN: of a role's session that of the session.
    pub arn: &'c str,
    /// Of a session the ARN of its role or user.
    pub issuer: Option<&'c str>,
    /// A service of AWS, `ecs-tasks.amazonaws.com`, that acts by itself.
    pub service: Option<&'c str>,
}

/// How closely a policy names a caller: what it overrides hangs on that (IAM user guide,
/// "Determining whether a request is denied or allowed within an account").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not at all.
    No,
    /// By its account: what the account's own policies allow may be done.
    Account,
    /// By the role or user that it has its session of.
    Issuer,
    /// By itself: its ARN, or everyone.
    Itself,
}

/// How closely `named` names `caller`. Of `NotPrincipal`: it is one of the others.
pub(crate) fn fit(named: Option<&Either<Principals>>, caller: &Caller<'_>) -> Fit {
    // A policy of an identity is about whom it is attached to.
    let Some(named) = named else { return Fit::Itself };
    let found = match &named.of {
        Principals::Everyone => Fit::Itself,
        Principals::Named(kinds) => {
            let all = kinds.iter().flat_map(|(kind, all)| all.iter().map(move |one| (kind, one)));
            all.map(|(kind, one)| fit_of(kind, one, caller)).max().unwrap_or(Fit::No)
        }
    };
    match (named.not, found) {
        (false, found) => found,
        (true, Fit::No) => Fit::Itself,
        (true, _) => Fit::No,
    }
}

fn fit_of(kind: &str, one: &str, caller: &Caller<'_>) -> Fit {
    match kind {
        "AWS" if one == "*" || one == caller.arn => Fit::Itself,
        "AWS" if Some(one) == caller.issuer => Fit::Issuer,
        "AWS" if account_of(one) == Some(caller.account) => Fit::Account,
        "Service" if Some(one) == caller.service => Fit::Itself,
        "Federated" if Some(one) == caller.issuer => Fit::Itself,
        _ => Fit::No,
    }
}

/// The account that a principal is the whole of.
fn account_of(principal: &str) -> Option<&str> {
    match principal.splitn(6, ':').collect::<Vec<_>>()[..] {
        [account] => Some(account),
        ["arn", _, "iam", "", account, "root"] => Some(account),
        _ => None,
    }
}
