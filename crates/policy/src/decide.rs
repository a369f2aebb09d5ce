//! What all policies that apply come to for one request (IAM user guide, "Policy evaluation
//! logic").

use crate::Request;
use crate::policy::{Policy, Says, Statement};
use crate::principal::{Caller, Fit};

/// The policies that apply to a request.
#[derive(Clone, Debug, Default)]
pub struct Given<'p> {
    /// Of the caller's user and its groups, or of its role. The root of an account has none and
    /// needs none: `None`.
    pub identity: Option<Vec<&'p Policy>>,
    /// The caller's boundary: all of it must allow.
    pub boundary: Option<Vec<&'p Policy>>,
    /// What the caller's session was limited to.
    pub session: Option<Vec<&'p Policy>>,
    /// The resource's own.
    pub resource: Option<&'p Policy>,
    /// Service control policies of each level of the organization: each must allow.
    pub control: Vec<Vec<&'p Policy>>,
    /// The resource is another account's: both must allow.
    pub foreign: bool,
    /// The resource's policy must allow, whatever the caller's policies do: a role's trust.
    pub resource_must: bool,
}

/// What comes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It may be done.
    Allowed,
    /// Nobody allows it.
    ImplicitDeny,
    /// Somebody denies it.
    ExplicitDeny,
}

/// Which policies refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Those of the caller.
    Identity,
    /// That of the resource.
    Resource,
    /// The caller's boundary.
    Boundary,
    /// The session's.
    Session,
    /// A service control policy.
    Control,
}

/// The outcome, why, and by which statements.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'p> {
    /// What comes of it.
    pub outcome: Outcome,
    /// Which kind of policy refused; the first of several.
    pub reason: Option<Reason>,
    /// The statements that decided: those that deny, or those that allow.
    pub by: Vec<(Reason, &'p Policy, &'p Statement)>,
}

/// Decides about a request.
#[must_use]
pub fn decide<'p>(given: &Given<'p>, request: &Request<'_>, caller: &Caller<'_>) -> Decision<'p> {
    let bounded = given.boundary.is_some();
    let ask = |policy: &'p Policy| (policy, policy.says_to(request, caller, bounded));
    let all = |policies: &[&'p Policy]| policies.iter().map(|policy| ask(policy)).collect();
    let asked = Asked {
        control: given.control.iter().map(|level| all(level)).collect(),
        resource: given.resource.map(ask).into_iter().collect(),
        identity: given.identity.as_deref().map(all),
        boundary: given.boundary.as_deref().map(all),
        session: given.session.as_deref().map(all),
        foreign: given.foreign,
        resource_must: given.resource_must,
    };
    if let Some(denied) = asked.denied() {
        return denied;
    }
    match asked.lacking() {
        Some(reason) => {
            Decision { outcome: Outcome::ImplicitDeny, reason: Some(reason), by: vec![] }
        }
        None => Decision { outcome: Outcome::Allowed, reason: None, by: asked.allowing() },
    }
}

type Answers<'p> = Vec<(&'p Policy, Says<'p>)>;

/// What all of them say.
struct Asked<'p> {
    control: Vec<Answers<'p>>,
    resource: Answers<'p>,
    identity: Option<Answers<'p>>,
    boundary: Option<Answers<'p>>,
    session: Option<Answers<'p>>,
    foreign: bool,
    resource_must: bool,
}

impl<'p> Asked<'p> {
    /// The order in which AWS names them.
    fn by_reason(&self) -> impl Iterator<Item = (Reason, &Answers<'p>)> {
        let control = self.control.iter().map(|level| (Reason::Control, level));
        let rest = [
            (Reason::Resource, Some(&self.resource)),
            (Reason::Identity, self.identity.as_ref()),
            (Reason::Boundary, self.boundary.as_ref()),
            (Reason::Session, self.session.as_ref()),
        ];
        control.chain(rest.into_iter().filter_map(|(reason, all)| Some((reason, all?))))
    }

    fn denied(&self) -> Option<Decision<'p>> {
        let mut by = vec![];
        for (reason, answers) in self.by_reason() {
            for (policy, says) in answers {
                by.extend(says.denies.iter().map(|statement| (reason, *policy, *statement)));
            }
        }
        let reason = by.first().map(|(reason, ..)| *reason)?;
        Some(Decision { outcome: Outcome::ExplicitDeny, reason: Some(reason), by })
    }

    /// Who had to allow it and does not.
    fn lacking(&self) -> Option<Reason> {
        if self.control.iter().any(|level| !allows(level)) {
            return Some(Reason::Control);
        }
        let fit = closest(&self.resource);
        if (self.foreign || self.resource_must) && fit == Fit::No {
            return Some(Reason::Resource);
        }
        // Within an account a resource may name whom it lets in. It can't do so for the callers
        // of another.
        let fit = if self.foreign { Fit::No } else { fit };
        let says_no = |policies: &Option<Answers<'p>>, enough: Fit| {
            fit < enough && policies.as_ref().is_some_and(|all| !allows(all))
        };
        if says_no(&self.identity, Fit::Issuer) {
            return Some(Reason::Identity);
        }
        if says_no(&self.boundary, Fit::Itself) {
            return Some(Reason::Boundary);
        }
        says_no(&self.session, Fit::Itself).then_some(Reason::Session)
    }

    fn allowing(&self) -> Vec<(Reason, &'p Policy, &'p Statement)> {
        let allows = |(reason, answers): (Reason, &Answers<'p>)| {
            let of = |(policy, says): &(&'p Policy, Says<'p>)| {
                let by = says.allows.iter().map(|(statement, _)| (reason, *policy, *statement));
                by.collect::<Vec<_>>()
            };
            answers.iter().flat_map(of).collect::<Vec<_>>()
        };
        self.by_reason().flat_map(allows).collect()
    }
}

fn allows(answers: &Answers<'_>) -> bool {
    answers.iter().any(|(_, says)| !says.allows.is_empty())
}

fn closest(answers: &Answers<'_>) -> Fit {
    let fits = answers.iter().flat_map(|(_, says)| says.allows.iter().map(|(_, fit)| *fit));
    fits.max().unwrap_or(Fit::No)
}
