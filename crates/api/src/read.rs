//! A [`Value`] to a typed structure.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::schema::Shape;
use crate::{Timestamp, Value};

/// A value that is not of the type it was asked for. After the validator has run
/// this is a defect of ours, never the client's mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct Mismatch {
    /// The type that was asked for.
    pub expected: &'static str,
    /// What was there.
    pub found: &'static str,
}

impl Mismatch {
    /// `found` is not `expected`.
    #[must_use]
    pub const fn new(expected: &'static str, found: &Value) -> Self {
        Self { expected, found: found.kind() }
    }
}

/// A type that can be made from a value.
pub trait FromValue: Sized {
    /// Takes the value apart. Fails when it is of another kind, or absent where the
    /// type has no room for absence.
    fn from_value(value: Value) -> Result<Self, Mismatch>;
}

/// The members of a structure, taken one by one in the order of the model.
#[derive(Debug)]
pub struct Fields(std::vec::IntoIter<Value>);

impl Fields {
    /// Starts taking apart a value of `shape`. Absent is an empty structure.
    pub fn new(value: Value, shape: &'static Shape) -> Result<Self, Mismatch> {
        match value {
            Value::Struct(fields) if fields.len() == shape.members().len() => {
                Ok(Self(fields.into_iter()))
            }
            other => Err(Mismatch { expected: shape.name, found: other.kind() }),
        }
    }

    /// The next member.
    pub fn take<T: FromValue>(&mut self) -> Result<T, Mismatch> {
        T::from_value(self.0.next().unwrap_or_default())
    }
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        if value.is_absent() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: FromValue> FromValue for Box<T> {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        T::from_value(value).map(Box::new)
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let items = match value {
            Value::List(items) => items,
            other => return Err(Mismatch::new("a list", &other)),
        };
        // No `collect`: it is ten functions for each of several hundred types.
        let mut read = Self::with_capacity(items.len());
        for item in items {
            read.push(T::from_value(item)?);
        }
        Ok(read)
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Map(entries) => {
                entries.into_iter().map(|(k, v)| Ok((k, T::from_value(v)?))).collect()
            }
            other => Err(Mismatch::new("a map", &other)),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Str(text) => Ok(text),
            other => Err(Mismatch::new("a string", &other)),
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Bool(value) => Ok(value),
            other => Err(Mismatch::new("a boolean", &other)),
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Int(value) => Ok(value),
            other => Err(Mismatch::new("a long", &other)),
        }
    }
}

impl FromValue for i32 {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Int(wide) => {
                Self::try_from(wide).map_err(|_| Mismatch::new("an integer of 32 bits", &value))
            }
            other => Err(Mismatch::new("an integer", &other)),
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Float(value) => Ok(value),
            Value::Int(value) => Ok(value as Self),
            other => Err(Mismatch::new("a float", &other)),
        }
    }
}

impl FromValue for Bytes {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Blob(value) => Ok(value),
            other => Err(Mismatch::new("a blob", &other)),
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Time(value) => Ok(value),
            other => Err(Mismatch::new("a timestamp", &other)),
        }
    }
}

impl FromValue for serde_json::Value {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Document(value) => Ok(value),
            other => Err(Mismatch::new("a document", &other)),
        }
    }
}
