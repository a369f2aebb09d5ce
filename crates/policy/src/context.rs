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
pub struct Context {
    keys: BTreeMap<String, Value>,
    /// Beginnings of keys that the request may have, with values nobody here knows.
    unknown: Vec<String>,
}

impl Context {
    /// Gives a key its value; what it had before is gone.
    pub fn set(&mut self, key: &str, value: Value) {
        self.keys.insert(key.to_ascii_lowercase(), value);
    }

    /// All keys, in small letters, with what they have.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.keys.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Says of all keys that begin so that their values are not known. What hangs on such a key
    /// is refused: it allows nothing, and denies all that it may.
    pub fn set_unknown(&mut self, beginning: &str) {
        self.unknown.push(beginning.to_ascii_lowercase());
    }

    /// Whether the value of a key is there but not known.
    pub(crate) fn is_unknown(&self, key: &str) -> bool {
        let starts = |beginning: &String| {
            key.get(..beginning.len()).is_some_and(|of| of.eq_ignore_ascii_case(beginning))
        };
        self.unknown.iter().any(starts) && self.get(key).is_none()
    }

    /// What a key has.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self.keys.get(key) {
            None if key.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.keys.get(&key.to_ascii_lowercase())
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
