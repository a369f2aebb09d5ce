//! Finds the values that break a constraint.

use crate::Value;
use crate::schema::{Kind, Member, Shape};

/// More mistakes than this are not looked for.
const VIOLATIONS_MAX: usize = 100;

/// One value that breaks a constraint.
#[derive(Clone, Debug)]
pub struct Violation {
    /// Where.
    pub path: Vec<PathStep>,
    /// The value as clients are shown it; none when it is missing.
    pub value: Option<String>,
    /// What it breaks.
    pub constraint: Constraint,
}

/// One step from a value into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// Into a member, by its name in the model.
    Member(&'static str),
    /// Into an element of a list, counted from 1.
    Index(usize),
    /// Into an entry of a map.
    Key(String),
}

/// The constraints of a model.
#[derive(Clone, Debug)]
pub enum Constraint {
    /// A required member is missing, or an element is null.
    Required,
    /// Not one of these.
    Enum(&'static [&'static str]),
    /// Does not match this.
    Pattern(&'static str),
    /// Too short.
    LengthMin(f64),
    /// Too long.
    LengthMax(f64),
    /// Too small.
    RangeMin(f64),
    /// Too great.
    RangeMax(f64),
    /// Of a union, not exactly one member is set.
    Union,
    /// Elements of a list break these.
    Elements(Vec<Constraint>),
    /// Keys of a map break these.
    Keys(Vec<Constraint>),
    /// Values of a map break these.
    Values(Vec<Constraint>),
}

/// Where the walk is; rendered only when something is wrong.
#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'static str),
    Index(usize),
    Key(&'a str),
}

struct Walk<'a> {
    path: Vec<Step<'a>>,
    found: Vec<Violation>,
}

/// What is wrong with `input`, a value of `shape`.
pub(super) fn violations(shape: &'static Shape, input: &Value) -> Vec<Violation> {
    let mut walk = Walk { path: Vec::new(), found: Vec::new() };
    walk.value(shape, input);
    walk.found
}

impl<'a> Walk<'a> {
    fn full(&self) -> bool {
        self.found.len() >= VIOLATIONS_MAX
    }

    fn at(&mut self, step: Step<'a>, check: impl FnOnce(&mut Self)) {
        self.path.push(step);
        check(self);
        self.path.pop();
    }

    fn report(&mut self, value: Option<String>, constraint: Constraint) {
        if self.full() {
            return;
        }
        let path = self.path.iter().map(|step| match step {
            Step::Member(name) => PathStep::Member(name),
            Step::Index(index) => PathStep::Index(*index),
            Step::Key(key) => PathStep::Key((*key).to_owned()),
        });
        self.found.push(Violation { path: path.collect(), value, constraint });
    }

    fn value(&mut self, shape: &'static Shape, value: &'a Value) {
        if self.full() {
            return;
        }
        match (value, &shape.kind) {
            (Value::Struct(fields), Kind::Structure(structure)) => {
                for (member, field) in structure.members.iter().zip(fields) {
                    self.at(Step::Member(member.name), |walk| walk.member(member, field));
                }
                let set = fields.iter().filter(|field| !field.is_absent()).count();
                if structure.union && set != 1 {
                    self.report(None, Constraint::Union);
                }
            }
            (Value::List(items), Kind::List(element)) => {
                self.own(shape, value);
                self.list(element.shape, items, value);
            }
            (Value::Map(entries), Kind::Map(key, element)) => {
                self.own(shape, value);
                let keys: Vec<Value> = match constrained(key.shape) {
                    true => entries.keys().map(|key| Value::Str(key.clone())).collect(),
                    false => Vec::new(),
                };
                self.elements(key.shape, keys.iter(), value, Constraint::Keys);
                if is_scalar(element.shape) {
                    self.elements(element.shape, entries.values(), value, Constraint::Values);
                }
                for (key, item) in entries {
                    self.at(Step::Key(key), |walk| walk.element(element.shape, item));
                }
            }
            _ => self.own(shape, value),
        }
    }

    fn member(&mut self, member: &'static Member, field: &'a Value) {
        match field {
            Value::Absent if member.required => self.report(None, Constraint::Required),
            Value::Absent => {}
            value => self.value(member.shape, value),
        }
    }

    fn list(&mut self, element: &'static Shape, items: &'a [Value], list: &Value) {
        if is_scalar(element) {
            self.elements(element, items.iter(), list, Constraint::Elements);
        }
        for (at, item) in items.iter().enumerate() {
            self.at(Step::Index(at + 1), |walk| walk.element(element, item));
        }
    }

    /// An element of its own: scalars have been reported with their list already.
    fn element(&mut self, shape: &'static Shape, item: &'a Value) {
        if item.is_absent() {
            self.report(None, Constraint::Required);
        } else if !is_scalar(shape) {
            self.value(shape, item);
        }
    }

    /// Scalars of a list or map are reported together, with the whole list as value
    /// and every constraint of the element that one of them breaks.
    fn elements<'v>(
        &mut self,
        element: &'static Shape,
        items: impl Iterator<Item = &'v Value>,
        all: &Value,
        wrap: fn(Vec<Constraint>) -> Constraint,
    ) {
        if !constrained(element) {
            return;
        }
        let mut broken = items.filter(|item| !item.is_absent()).map(|item| breaks(element, item));
        if let Some(constraints) = broken.find(|constraints| !constraints.is_empty()) {
            self.report(Some(show(all)), wrap(constraints));
        }
    }

    fn own(&mut self, shape: &'static Shape, value: &Value) {
        for constraint in breaks(shape, value) {
            let shown = if shape.sensitive { "***".to_owned() } else { show(value) };
            self.report(Some(shown), constraint);
        }
    }
}

fn is_scalar(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map(..))
}

fn constrained(shape: &Shape) -> bool {
    shape.min.is_some()
        || shape.max.is_some()
        || shape.pattern.is_some()
        || !shape.values.is_empty()
}

/// The constraints of `shape` that `value` itself breaks.
fn breaks(shape: &'static Shape, value: &Value) -> Vec<Constraint> {
    let mut broken = Vec::new();
    if let Value::Str(text) = value {
        if !shape.values.is_empty() && !shape.values.contains(&text.as_str()) {
            broken.push(Constraint::Enum(shape.values));
        }
        if let Some(pattern) = shape.pattern
            && !pattern.matches(text)
        {
            broken.push(Constraint::Pattern(pattern.text));
        }
    }
    let (size, is_length) = match value {
        Value::Str(text) if shape.min.or(shape.max).is_some() => {
            (text.chars().count() as f64, true)
        }
        Value::Blob(bytes) => (bytes.len() as f64, true),
        Value::List(items) => (items.len() as f64, true),
        Value::Map(entries) => (entries.len() as f64, true),
        Value::Int(number) => (*number as f64, false),
        Value::Float(number) => (*number, false),
        _ => return broken,
    };
    if let Some(max) = shape.max.filter(|max| size > *max) {
        broken.push(if is_length { Constraint::LengthMax(max) } else { Constraint::RangeMax(max) });
    }
    if let Some(min) = shape.min.filter(|min| size < *min) {
        broken.push(if is_length { Constraint::LengthMin(min) } else { Constraint::RangeMin(min) });
    }
    broken
}

/// A value as AWS shows it, cut at a thousand characters, since a mistake may be as
/// long as the whole request.
fn show(value: &Value) -> String {
    let mut out = String::new();
    append(value, &mut out);
    if let Some((at, _)) = out.char_indices().nth(1000) {
        out.truncate(at);
        out.push_str("...");
    }
    out
}

fn append(value: &Value, out: &mut String) {
    use std::fmt::Write as _;
    // Longer than what is shown even if every character takes four bytes.
    if out.len() > 4000 {
        return;
    }
    let separate = |out: &mut String, at: usize| {
        if at > 0 {
            out.push_str(", ");
        }
    };
    match value {
        Value::Absent => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Str(text) => out.push_str(text),
        Value::Int(number) => write!(out, "{number}").expect("a string takes all"),
        Value::Float(number) => write!(out, "{number}").expect("a string takes all"),
        Value::Time(at) => write!(out, "{at}").expect("a string takes all"),
        Value::Document(json) => write!(out, "{json}").expect("a string takes all"),
        Value::Blob(bytes) => write!(out, "{} bytes", bytes.len()).expect("a string takes all"),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().take(1000).enumerate() {
                separate(out, at);
                append(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().take(1000).enumerate() {
                separate(out, at);
                out.push_str(key);
                out.push('=');
                append(item, out);
            }
            out.push('}');
        }
        Value::Struct(_) => out.push_str("{...}"),
    }
}
