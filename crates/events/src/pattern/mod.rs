//! Patterns of EventBridge, and the filter policies of SNS, which are a part of them.
//!
//! A pattern names fields, and for each of them what its value may be. An event matches when every
//! field does. Where an event has an array, one of its elements must do for all that the pattern
//! says below it (EventBridge user guide, "Event patterns").

mod glob;
mod parse;

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use glob::Glob;
pub use parse::Bad;

/// The longest pattern, in bytes (EventBridge quotas: 4096 characters).
pub const TEXT_MAX: usize = 4096;

/// A pattern that can be asked.
#[derive(Clone, Debug)]
pub struct Pattern {
    fields: Fields,
    /// The paths of all fields of which `exists: false` is said.
    absences: Vec<Vec<String>>,
}

/// What must be so of an object: all of it.
#[derive(Clone, Debug, Default)]
struct Fields {
    named: Vec<(String, Node)>,
    /// Of each of these, one at least.
    either: Vec<Vec<Fields>>,
}

#[derive(Clone, Debug)]
enum Node {
    Object(Fields),
    Leaf(Leaf),
}

#[derive(Clone, Debug)]
struct Leaf {
    /// One of them at least.
    tests: Vec<Test>,
    /// With `exists: false`: where its path stands in [`Pattern::absences`].
    absence: Option<usize>,
}

/// What a value may be.
#[derive(Clone, Debug)]
enum Test {
    Null,
    Bool(bool),
    Text(String),
    Number(f64),
    Prefix(String, Case),
    Suffix(String, Case),
    Same(String),
    Wildcard(Glob),
    Range {
        from: Option<Bound>,
        to: Option<Bound>,
    },
    Cidr(IpNet),
    Exists,
    /// None of these.
    But(Vec<Test>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Matters,
    Ignored,
}

#[derive(Clone, Copy, Debug)]
struct Bound {
    at: f64,
    inclusive: bool,
}

impl Pattern {
    /// Reads a pattern as AWS writes it.
    ///
    /// # Errors
    /// In the words of EventBridge.
    pub fn parse(text: &str) -> Result<Self, Bad> {
        parse::pattern(text)
    }

    /// Whether the pattern is about `event`.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        let absent: Vec<bool> = self.absences.iter().map(|path| !has_leaf(event, path)).collect();
        self.fields.hold(Some(event), &absent)
    }
}

/// Whether there is a value that is no object at a path, or at one of those that arrays make of it.
fn has_leaf(value: &Value, path: &[String]) -> bool {
    if let Value::Array(elements) = value {
        return elements.iter().any(|element| has_leaf(element, path));
    }
    match (path.split_first(), value) {
        (Some((name, rest)), Value::Object(fields)) => {
            fields.get(name).is_some_and(|value| has_leaf(value, rest))
        }
        (Some(_), _) => false,
        (None, value) => !value.is_object(),
    }
}

impl Fields {
    fn hold(&self, event: Option<&Value>, absent: &[bool]) -> bool {
        if let Some(Value::Array(elements)) = event {
            return match elements.is_empty() {
                true => self.hold(None, absent),
                false => elements.iter().any(|element| self.hold(Some(element), absent)),
            };
        }
        let of = |name: &str| event.and_then(Value::as_object).and_then(|fields| fields.get(name));
        self.named.iter().all(|(name, node)| match node {
            Node::Object(fields) => fields.hold(of(name), absent),
            Node::Leaf(leaf) => leaf.holds(of(name), absent),
        }) && self
            .either
            .iter()
            .all(|either| either.iter().any(|fields| fields.hold(event, absent)))
    }
}

impl Leaf {
    fn holds(&self, value: Option<&Value>, absent: &[bool]) -> bool {
        if self.absence.is_some_and(|at| absent.get(at) == Some(&true)) {
            return true;
        }
        match value {
            None | Some(Value::Object(_)) => false,
            Some(Value::Array(elements)) => {
                elements.iter().any(|element| self.holds(Some(element), &[]))
            }
            Some(value) => self.tests.iter().any(|test| test.holds(value)),
        }
    }
}

impl Test {
    fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Exists, _) => true,
            (Self::But(tests), value) => !tests.iter().any(|test| test.holds(value)),
            (Self::Null, value) => value.is_null(),
            (Self::Bool(wanted), Value::Bool(found)) => wanted == found,
            (Self::Number(wanted), Value::Number(found)) => found.as_f64() == Some(*wanted),
            (Self::Range { from, to }, Value::Number(found)) => {
                let Some(found) = found.as_f64() else { return false };
                from.is_none_or(|from| from.at < found || (from.inclusive && from.at == found))
                    && to.is_none_or(|to| found < to.at || (to.inclusive && to.at == found))
            }
            (test, Value::String(text)) => test.holds_of_text(text),
            _ => false,
        }
    }

    fn holds_of_text(&self, text: &str) -> bool {
        match self {
            Self::Text(wanted) => wanted == text,
            Self::Prefix(start, Case::Matters) => text.starts_with(&**start),
            Self::Prefix(start, Case::Ignored) => folded(text).starts_with(&**start),
            Self::Suffix(end, Case::Matters) => text.ends_with(&**end),
            Self::Suffix(end, Case::Ignored) => folded(text).ends_with(&**end),
            Self::Same(wanted) => folded(text) == *wanted,
            Self::Wildcard(glob) => glob.matches(text),
            Self::Cidr(net) => text.parse::<IpAddr>().is_ok_and(|ip| net.contains(&ip)),
            _ => false,
        }
    }
}

/// A text in the form in which case does not matter.
fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests;
