//! The shape of a policy's document: which elements there are, and of what type. What their
//! values may be is for [`crate::check`].

use crate::condition::Operator;
use crate::json::Json;

/// The version of documents with variables.
pub(crate) const VERSION_2012: &str = "2012-10-17";
const VERSION_2008: &str = "2008-10-17";

/// What a statement that matches says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It lets the request pass.
    Allow,
    /// It refuses it, whatever others say.
    Deny,
}

/// A document as it is written.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) version: Option<String>,
    pub(crate) statements: Vec<Written>,
}

/// A statement as it is written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) sid: Option<String>,
    pub(crate) effect: Effect,
    /// Whether the effect is written as it should be.
    pub(crate) effect_has_its_case: bool,
    pub(crate) principal: Option<Either<Principals>>,
    pub(crate) actions: Option<Either<Vec<String>>>,
    pub(crate) resources: Option<Either<Vec<String>>>,
    pub(crate) conditions: Vec<(Operator, String, Vec<String>)>,
}

/// An element, or what all others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Either<T> {
    pub(crate) not: bool,
    pub(crate) of: T,
}

/// Whom a statement of a resource's policy is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Principals {
    /// `"*"`.
    Everyone,
    /// By their kind: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    Named(Vec<(String, Vec<String>)>),
}

impl Document {
    /// `None` if it has not the shape of a policy.
    pub(crate) fn of(json: Json) -> Option<Self> {
        let Json::Map(elements) = json else { return None };
        let (mut version, mut statements) = (None, None);
        for (name, value) in elements {
            match &*name {
                "Version" => version = Some(text(value)?),
                "Id" => drop(text(value)?),
                "Statement" => statements = Some(one_or_more(value)),
                _ => return None,
            }
        }
        if version.as_deref().is_some_and(|is| ![VERSION_2012, VERSION_2008].contains(&is)) {
            return None;
        }
        let statements = statements.filter(|all| !all.is_empty())?;
        let statements = statements.into_iter().map(Written::of).collect::<Option<_>>()?;
        Some(Self { version, statements })
    }
}

impl Written {
    fn of(json: Json) -> Option<Self> {
        let Json::Map(elements) = json else { return None };
        let (mut sid, mut effect, mut conditions) = (None, None, vec![]);
        let (mut principal, mut actions, mut resources) = (None, None, None);
        for (name, value) in elements {
            let not = name.starts_with("Not");
            match &*name {
                "Sid" => sid = Some(text(value)?),
                "Effect" => effect = Some(text(value)?),
                "Principal" | "NotPrincipal" => set(&mut principal, not, principals(value)?)?,
                "Action" | "NotAction" => set(&mut actions, not, texts(value)?)?,
                "Resource" | "NotResource" => set(&mut resources, not, texts(value)?)?,
                "Condition" => conditions = self::conditions(value)?,
                _ => return None,
            }
        }
        let written = effect?;
        let effect = match written.to_ascii_lowercase().as_str() {
            "allow" => Effect::Allow,
            "deny" => Effect::Deny,
            _ => return None,
        };
        let effect_has_its_case = matches!(&*written, "Allow" | "Deny");
        Some(Self { sid, effect, effect_has_its_case, principal, actions, resources, conditions })
    }
}

/// Of an element and its opposite there is one.
fn set<T>(slot: &mut Option<Either<T>>, not: bool, of: T) -> Option<()> {
    slot.replace(Either { not, of }).is_none().then_some(())
}

fn text(json: Json) -> Option<String> {
    match json {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

fn one_or_more(json: Json) -> Vec<Json> {
    match json {
        Json::List(all) => all,
        one => vec![one],
    }
}

/// A text or several. AWS passes over `null`.
fn texts(json: Json) -> Option<Vec<String>> {
    one_or_more(json).into_iter().filter(|one| *one != Json::Null).map(text).collect()
}

fn principals(json: Json) -> Option<Principals> {
    match json {
        Json::Text(all) if all == "*" => Some(Principals::Everyone),
        Json::Map(kinds) => {
            let kinds = kinds.into_iter().map(|(kind, named)| {
                let known = matches!(&*kind, "AWS" | "Service" | "Federated" | "CanonicalUser");
                Some((kind, texts(named)?)).filter(|_| known)
            });
            Some(Principals::Named(kinds.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// An operator that nobody knows is passed over as long as it has no keys, as on AWS.
fn conditions(json: Json) -> Option<Vec<(Operator, String, Vec<String>)>> {
    let Json::Map(operators) = json else { return None };
    let mut all: Vec<(Operator, String, Vec<String>)> = vec![];
    for (name, keys) in operators {
        let Json::Map(keys) = keys else { return None };
        for (key, values) in keys {
            let operator = Operator::parse(&name)?;
            let is_same = |(other, known, _): &(Operator, String, _)| {
                *other == operator && known.eq_ignore_ascii_case(&key)
            };
            if all.iter().any(is_same) {
                return None;
            }
            all.push((operator, key, texts(values)?));
        }
    }
    Some(all)
}
