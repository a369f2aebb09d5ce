//! What a request says of itself: the condition keys.

use std::collections::BTreeMap;

/// What a condition key has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One value.
    One(String),
    /// Of a key that may have several: `aws:TagKeys`.
    Many(Vec<String>),
}

impl Value {
    /// All of them.
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// The condition keys of a request. Their names are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(BTreeMap<String, Value>);

impl Context {
    /// Gives a key its value; what it had before is gone.
    pub fn set(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_ascii_lowercase(), value);
    }

    /// What a key has.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self.0.get(key) {
            None if key.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.0.get(&key.to_ascii_lowercase())
            }
            found => found,
        }
    }

    /// The value of a key that has but one: those with more are no variables.
    pub(crate) fn single(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::One(value) => Some(value),
            Value::Many(_) => None,
        }
    }
}

impl<'k, V: Into<String>> FromIterator<(&'k str, V)> for Context {
    fn from_iter<I: IntoIterator<Item = (&'k str, V)>>(all: I) -> Self {
        let mut context = Self::default();
        for (key, value) in all {
            context.set(key, Value::One(value.into()));
        }
        context
    }
}
