//! A policy that was read, and what it says of a request.

use crate::Request;
use crate::action::ActionPattern;
use crate::arn::ArnPattern;
use crate::check::{Malformed, check};
use crate::condition::Condition;
use crate::context::Context;
use crate::document::{Document, Effect, Either, Principals, VERSION_2012, Written};
use crate::json::Json;
use crate::principal::{Caller, Fit, fit, principals};
use crate::span::{self, Span};

/// What a policy is attached to: they differ in what they may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To a user, a group or a role; or a boundary or a session's policy.
    Identity,
    /// To a role, and says who may assume it.
    Trust,
    /// To a resource.
    Resource,
    /// To a repository of images, whose statements are about it and name no resources.
    Repository,
}

/// A policy, read once.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    sid: Option<String>,
    effect: Effect,
    span: Span,
    principal: Option<Either<Principals>>,
    actions: Either<Vec<ActionPattern>>,
    /// None of a trust policy, which is about its role, nor of a repository's.
    resources: Option<Either<Vec<ArnPattern>>>,
    conditions: Vec<Condition>,
}

/// What a policy says of a request: the statements that match it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Says<'p> {
    /// Those that allow it, with how closely they name the caller.
    pub allows: Vec<(&'p Statement, Fit)>,
    /// Those that deny it.
    pub denies: Vec<&'p Statement>,
}

impl Policy {
    /// Reads a document of this kind.
    ///
    /// # Errors
    /// What AWS refuses when such a policy is saved, in its words.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, Malformed> {
        let json = Json::parse(text).ok_or(match kind {
            Kind::Trust => Malformed::Json,
            Kind::Identity | Kind::Resource | Kind::Repository => Malformed::Syntax,
        })?;
        let document = Document::of(json).ok_or(Malformed::Syntax)?;
        check(&document, kind)?;
        let variables = document.version.as_deref() == Some(VERSION_2012);
        let spans = span::of_statements(text);
        let all = document.statements.into_iter().zip(spans);
        let statements = all.map(|(written, span)| Statement::new(written, span, variables));
        Ok(Self { statements: statements.collect() })
    }

    /// What it says of a request by `caller`, who has no boundary.
    #[must_use]
    pub fn says(&self, request: &Request<'_>, caller: &Caller<'_>) -> Says<'_> {
        self.says_to(request, caller, false)
    }

    /// `bounded`: the caller has a boundary, which `NotPrincipal` minds.
    pub(crate) fn says_to(
        &self,
        request: &Request<'_>,
        caller: &Caller<'_>,
        bounded: bool,
    ) -> Says<'_> {
        let action = request.action.to_ascii_lowercase();
        let mut says = Says::default();
        for statement in &self.statements {
            let fit = fit(statement.principal.as_ref(), caller, bounded);
            if fit == Fit::No || !statement.matches(&action, request) {
                continue;
            }
            match statement.effect {
                Effect::Allow => says.allows.push((statement, fit)),
                Effect::Deny => says.denies.push(statement),
            }
        }
        says
    }

    /// The condition keys that its statements ask for, in conditions and variables.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(Statement::keys)
    }

    /// The keys that the statements for `action` ask for.
    pub fn keys_for<'p>(&'p self, action: &str, context: &'p Context) -> Vec<&'p str> {
        let action = action.to_ascii_lowercase();
        let about = self.statements.iter().filter(|statement| statement.is_about(&action, context));
        about.flat_map(Statement::keys).collect()
    }
}

impl Statement {
    fn new(written: Written, span: Span, variables: bool) -> Self {
        let Written { sid, effect, principal, actions, resources, conditions, .. } = written;
        let actions = actions.map_or(Either { not: false, of: vec![] }, |named| Either {
            not: named.not,
            of: named.of.iter().map(|name| ActionPattern::new(name)).collect(),
        });
        let resources = resources.map(|named| Either {
            not: named.not,
            of: named.of.iter().map(|arn| ArnPattern::of_resource(arn, variables)).collect(),
        });
        let conditions = conditions
            .iter()
            .map(|(operator, key, values)| Condition::new(*operator, key, values, variables))
            .collect();
        Self { sid, effect, span, principal, actions, resources, conditions }
    }

    /// Its name, if it has one.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref().filter(|sid| !sid.is_empty())
    }

    /// Whether it names this principal of this kind (`Federated`) itself: neither by an asterisk
    /// nor by leaving out others.
    #[must_use]
    pub fn names(&self, kind: &str, principal: &str) -> bool {
        let Some(named) = &self.principal else { return false };
        !named.not && principals(&named.of).any(|one| one == (kind, principal))
    }

    /// Where it stands in its document.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// `action` in small letters.
    fn matches(&self, action: &str, request: &Request<'_>) -> bool {
        self.is_about(action, request.context)
            && self.is_about_resource(request)
            && self.conditions.iter().all(|condition| self.holds(condition, request.context))
    }

    /// Of what hangs on a key that is not known the worse is taken.
    fn holds(&self, condition: &Condition, context: &Context) -> bool {
        if condition.keys().any(|key| context.is_unknown(key)) {
            return self.effect == Effect::Deny;
        }
        condition.holds(context)
    }

    fn is_about(&self, action: &str, context: &Context) -> bool {
        let Either { not, of } = &self.actions;
        of.iter().any(|pattern| pattern.matches(action, context)) != *not
    }

    /// An ARN with a variable that has no value is no resource's, so that `NotResource` with it
    /// is about all of them.
    fn is_about_resource(&self, request: &Request<'_>) -> bool {
        let Some(Either { not, of }) = &self.resources else { return true };
        if of.iter().flat_map(ArnPattern::variables).any(|key| request.context.is_unknown(key)) {
            return self.effect == Effect::Deny;
        }
        let named =
            of.iter().any(|arn| arn.matches(request.resource, request.context) == Some(true));
        named != *not
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        let resources = self.resources.iter().flat_map(|named| &named.of);
        let variables = resources.flat_map(ArnPattern::variables);
        self.conditions.iter().flat_map(Condition::keys).chain(variables)
    }
}
