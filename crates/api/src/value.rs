//! The tree a request is read into before it becomes a typed structure.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::Timestamp;

/// A map of the model. Ordered, so that the same map is always the same text.
pub type Map<T> = BTreeMap<String, T>;

/// One value, read by the shape it was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Not there. `null` in JSON is the same.
    #[default]
    Absent,
    /// A boolean.
    Bool(bool),
    /// An integer or long.
    Int(i64),
    /// A float or double.
    Float(f64),
    /// A string or enumeration.
    Str(String),
    /// Bytes, already decoded.
    Blob(Bytes),
    /// A moment.
    Time(Timestamp),
    /// The elements of a list.
    List(Vec<Value>),
    /// The entries of a map; of a key that came twice, the last.
    Map(Map<Value>),
    /// The members of a structure by position in [`crate::schema::Structure::members`].
    Struct(Vec<Value>),
    /// Free JSON.
    Document(serde_json::Value),
}

impl Value {
    /// Whether nothing is there.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What it is, for messages about a mismatch.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Absent => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Str(_) => "a string",
            Self::Blob(_) => "a blob",
            Self::Time(_) => "a timestamp",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Struct(_) => "a structure",
            Self::Document(_) => "a document",
        }
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Str(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
