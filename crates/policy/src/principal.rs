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

/// How closely `named` names `caller`. Of `NotPrincipal`: whether it is one of the others.
/// `bounded`: the caller has a boundary.
pub(crate) fn fit(named: Option<&Either<Principals>>, caller: &Caller<'_>, bounded: bool) -> Fit {
    // A policy of an identity is about whom it is attached to.
    let Some(named) = named else { return Fit::Itself };
    if named.not {
        // "Always denied, regardless of the values specified in the NotPrincipal element."
        let out = !bounded && is_left_out(&named.of, caller);
        return if out { Fit::No } else { Fit::Itself };
    }
    match &named.of {
        Principals::Everyone => Fit::Itself,
        Principals::Named(_) => {
            let fits = principals(&named.of).map(|(kind, one)| fit_of(kind, one, caller));
            fits.max().unwrap_or(Fit::No)
        }
    }
}

/// Whether `NotPrincipal` leaves `caller` out. AWS looks at the account first, then at the role of
/// a session, then at the caller itself, and each must be named: who names the account alone has
/// left out its root, and who names a user alone nobody (IAM user guide, "NotPrincipal").
fn is_left_out(named: &Principals, caller: &Caller<'_>) -> bool {
    let has =
        |fits: &dyn Fn(&str, &str) -> bool| principals(named).any(|(kind, one)| fits(kind, one));
    if *named == Principals::Everyone || has(&|kind, one| kind == "AWS" && one == "*") {
        return true;
    }
    if let Some(service) = caller.service {
        return has(&|kind, one| kind == "Service" && one == service);
    }
    let aws = |arn: &str| has(&|kind, one| kind == "AWS" && one == arn);
    let federated = |arn: &str| has(&|kind, one| kind == "Federated" && one == arn);
    has(&|kind, one| kind == "AWS" && account_of(one) == Some(caller.account))
        && caller.issuer.is_none_or(|issuer| aws(issuer) || federated(issuer))
        && (account_of(caller.arn) == Some(caller.account) || aws(caller.arn))
}

/// Each with its kind.
pub(crate) fn principals(named: &Principals) -> impl Iterator<Item = (&str, &str)> {
    let kinds = match named {
        Principals::Everyone => &[][..],
        Principals::Named(kinds) => kinds,
    };
    kinds.iter().flat_map(|(kind, all)| all.iter().map(move |one| (&**kind, &**one)))
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
