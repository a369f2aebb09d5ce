//! How a record becomes a value: a JSON object with a schema number in `v`.
//!
//! A reader takes any number up to the one it knows, keeps the fields it does not know
//! (see [`Doc`]) and refuses a newer number, naming the key: it could not tell what it
//! would destroy. Records need not know of this; a record that has a field `v` of its own
//! gets the schema number there.

mod scan;

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::{Map, Value};

use scan::{Keep, names_of};

use crate::key::Key;

/// Why a value is no record, or a record no value.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The value is no JSON object with a schema number.
    #[error("the value of {key} is not a record: {why}")]
    NoRecord {
        /// Whose value.
        key: Key,
        /// What is missing.
        why: String,
    },
    /// The value was written by a newer engine.
    #[error("the value of {key} has schema {found}; this engine knows up to {known}")]
    Newer {
        /// Whose value.
        key: Key,
        /// Its schema number.
        found: u64,
        /// The newest number this engine knows.
        known: u32,
    },
    /// The fields don't fit the record.
    #[error("the value of {key} (schema {found}) does not fit its record")]
    Shape {
        /// Whose value.
        key: Key,
        /// Its schema number.
        found: u64,
        /// What does not fit.
        #[source]
        source: serde_json::Error,
    },
    /// The record is not an object in JSON.
    #[error("a record that is no JSON object can't be stored")]
    Unfit(#[source] Option<serde_json::Error>),
}

/// The value for `record`: its fields, and `v` with the number `schema`.
///
/// # Errors
/// [`Error::Unfit`] when the record does not serialise to an object.
pub fn encode<T: Serialize>(schema: u32, record: &T) -> Result<Bytes, Error> {
    encode_with(schema, record, &Map::new())
}

/// The record in the value of `key`; fields that `T` does not know are dropped. Use [`Doc`]
/// where the record is written again.
///
/// # Errors
/// [`Error::Newer`] when the value's schema is above `known`; [`Error::NoRecord`] and
/// [`Error::Shape`] when it is not such a record.
pub fn decode<T: DeserializeOwned>(key: &Key, known: u32, val: &[u8]) -> Result<T, Error> {
    let found = open(key, known, val, Keep::Nothing)?;
    shape(key, &found, val)
}

/// A record together with the fields of its value that its type does not know, so that
/// writing it again loses nothing a newer engine has put there. Fields inside nested
/// objects are the record's own matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Doc<T> {
    /// The record.
    pub record: T,
    unknown: Option<Box<Map<String, Value>>>,
}

impl<T> Doc<T> {
    /// A document of a new record.
    pub fn new(record: T) -> Self {
        Self { record, unknown: None }
    }

    /// The same unknown fields with another record: the next version of this document.
    pub fn with<U>(&self, record: U) -> Doc<U> {
        Doc { record, unknown: self.unknown.clone() }
    }

    /// The fields that the record's type does not know.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.unknown.iter().flat_map(|map| map.iter()).map(|(name, value)| (name.as_str(), value))
    }
}

impl<T: Serialize> Doc<T> {
    /// The value for this document.
    ///
    /// # Errors
    /// As [`encode`].
    pub fn encode(&self, schema: u32) -> Result<Bytes, Error> {
        match &self.unknown {
            Some(unknown) => encode_with(schema, &self.record, unknown),
            None => encode(schema, &self.record),
        }
    }
}

impl<T: Serialize + DeserializeOwned> Doc<T> {
    /// The document in the value of `key`.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn decode(key: &Key, known: u32, val: &[u8]) -> Result<Self, Error> {
        let names = names_of::<T>();
        let mut found = open(key, known, val, names.map_or(Keep::All, Keep::AllBut))?;
        let record: T = shape(key, &found, val)?;
        if names.is_none() {
            for name in to_fields(&record)?.keys() {
                found.kept.remove(name);
            }
        }
        let kept = found.kept;
        Ok(Self { record, unknown: (!kept.is_empty()).then(|| Box::new(kept)) })
    }
}

impl<T> Deref for Doc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

impl<T> DerefMut for Doc<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.record
    }
}

fn encode_with<T: Serialize>(
    schema: u32,
    record: &T,
    unknown: &Map<String, Value>,
) -> Result<Bytes, Error> {
    let mut fields = Map::new();
    fields.extend(unknown.clone());
    fields.extend(to_fields(record)?);
    fields.insert("v".into(), schema.into());
    serde_json::to_vec(&fields).map(Bytes::from).map_err(|e| Error::Unfit(Some(e)))
}

fn to_fields<T: Serialize>(record: &T) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::Unfit(None)),
        Err(e) => Err(Error::Unfit(Some(e))),
    }
}

/// What was seen of a value beside its record.
struct Found {
    schema: u64,
    kept: Map<String, Value>,
}

/// Looks at the fields of a value, without making anything of those that are not kept.
fn open(key: &Key, known: u32, val: &[u8], keep: Keep) -> Result<Found, Error> {
    let no_record = |why: String| Error::NoRecord { key: key.clone(), why };
    let mut reader = serde_json::Deserializer::from_slice(val);
    let scanned = keep.deserialize(&mut reader).and_then(|found| reader.end().map(|()| found));
    let (schema, kept) = scanned.map_err(|e| no_record(e.to_string()))?;
    let schema = schema
        .and_then(|v| v.as_u64())
        .ok_or_else(|| no_record("no schema number in field 'v'".into()))?;
    if schema > u64::from(known) {
        return Err(Error::Newer { key: key.clone(), found: schema, known });
    }
    Ok(Found { schema, kept })
}

fn shape<T: DeserializeOwned>(key: &Key, found: &Found, val: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(val).map_err(|source| Error::Shape {
        key: key.clone(),
        found: found.schema,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Dog {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age: Option<u8>,
    }

    fn key() -> Key {
        Key::new("/dogs/rex").unwrap()
    }

    #[test]
    fn a_record_reads_back_and_its_value_carries_the_schema() {
        let rex = Dog { name: "Rex".into(), age: Some(3) };
        let val = encode(2, &rex).unwrap();
        let json: Value = serde_json::from_slice(&val).unwrap();
        assert_eq!(json, serde_json::json!({"v": 2, "name": "Rex", "age": 3}));
        assert_eq!(decode::<Dog>(&key(), 2, &val).unwrap(), rex);
        assert_eq!(decode::<Dog>(&key(), 7, &val).unwrap(), rex);
    }

    #[test]
    fn a_newer_schema_is_refused_naming_key_and_number() {
        let val = encode(3, &Dog { name: "Rex".into(), age: None }).unwrap();
        let error = decode::<Dog>(&key(), 2, &val).unwrap_err().to_string();
        assert!(error.contains("/dogs/rex") && error.contains("schema 3"), "{error}");
    }

    #[test]
    fn unknown_fields_survive_a_change_of_the_known_ones() {
        let val = br#"{"v":1,"name":"Rex","collar":{"colour":"red"}}"#;
        let mut doc = Doc::<Dog>::decode(&key(), 1, val).unwrap();
        doc.age = Some(4);
        let json: Value = serde_json::from_slice(&doc.encode(1).unwrap()).unwrap();
        let want = serde_json::json!({"v":1,"name":"Rex","age":4,"collar":{"colour":"red"}});
        assert_eq!(json, want);
        assert_eq!(doc.unknown().count(), 1);
    }

    #[test]
    fn a_field_is_known_by_its_name_even_when_it_is_empty_or_left_out() {
        let doc = Doc::<Dog>::decode(&key(), 1, br#"{"v":1,"name":"Rex","age":null}"#).unwrap();
        assert_eq!(doc.unknown().count(), 0);
        let json: Value = serde_json::from_slice(&doc.encode(1).unwrap()).unwrap();
        assert_eq!(json, serde_json::json!({"v": 1, "name": "Rex"}));
    }

    #[test]
    fn unknown_fields_of_a_record_without_fixed_names_survive_too() {
        #[derive(Serialize, Deserialize)]
        struct Litter {
            #[serde(flatten)]
            first: Dog,
        }
        let val = br#"{"v":1,"name":"Rex","collar":7}"#;
        let mut doc = Doc::<Litter>::decode(&key(), 1, val).unwrap();
        doc.first.name = "Max".into();
        let json: Value = serde_json::from_slice(&doc.encode(1).unwrap()).unwrap();
        assert_eq!(json, serde_json::json!({"v": 1, "name": "Max", "collar": 7}));
    }

    #[test]
    fn what_is_no_record_is_refused_naming_its_key() {
        for val in [&b"nonsense"[..], b"[]", b"{}", b"{\"v\":\"1\"}", b"{\"v\":1}", b"{\"v\":-1}"] {
            let error = decode::<Dog>(&key(), 1, val).unwrap_err().to_string();
            assert!(error.contains("/dogs/rex"), "{error}");
        }
        assert!(encode(1, &"text").is_err());
    }
}
