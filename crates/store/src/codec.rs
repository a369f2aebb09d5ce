//! How a record becomes a value: a JSON object with a schema number in `v`.
//!
//! A reader takes any number up to the one it knows, keeps the fields it does not know
//! (see [`Doc`]) and refuses a newer number, naming the key: it could not tell what it
//! would destroy. Records need not know of this; a record that has a field `v` of its own
//! gets the schema number there.

mod foreign;
mod tree;

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use foreign::Field;
use tree::{Part, Tree};

use crate::key::Key;

/// The field with the schema number.
const SCHEMA_FIELD: &str = "v";

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
    encode_with(schema, record, &[])
}

/// The record in the value of `key`; fields that `T` does not know are dropped. Use [`Doc`]
/// where the record is written again.
///
/// # Errors
/// [`Error::Newer`] when the value's schema is above `known`; [`Error::NoRecord`] and
/// [`Error::Shape`] when it is not such a record.
pub fn decode<T: DeserializeOwned>(key: &Key, known: u32, val: &[u8]) -> Result<T, Error> {
    Ok(read(key, known, val)?.0)
}

/// A record together with the fields of its value that its type does not know, so that
/// writing it again loses nothing a newer engine has put there, at the top or deep inside:
/// such a field stays as long as the object in which it stands. In a list an object is known
/// again by its name, id, key or ARN; without any of these, by its place, as long as the list
/// has the same length.
///
/// The types of records don't flatten one structure into another (`serde(flatten)`), nor
/// guess variants (`untagged`): these keep to themselves what they did not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Doc<T> {
    /// The record.
    pub record: T,
    unknown: Option<Box<[Field]>>,
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

impl<T: DeserializeOwned> Doc<T> {
    /// The document in the value of `key`.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn decode(key: &Key, known: u32, val: &[u8]) -> Result<Self, Error> {
        let (record, mut places, found) = read(key, known, val)?;
        places.retain(|place| place != &[Part::Key(SCHEMA_FIELD.into())]);
        if places.is_empty() {
            return Ok(Self { record, unknown: None });
        }
        let whole = serde_json::from_slice(val).map_err(|source| misshapen(key, found, source))?;
        let fields: Box<[Field]> =
            places.iter().filter_map(|place| Field::at(&whole, place)).collect();
        Ok(Self { record, unknown: Some(fields) })
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

fn encode_with<T: Serialize>(schema: u32, record: &T, unknown: &[Field]) -> Result<Bytes, Error> {
    let mut fields = to_fields(record)?;
    for field in unknown {
        field.put_back(&mut fields);
    }
    fields.insert(SCHEMA_FIELD.into(), schema.into());
    serde_json::to_vec(&fields).map(Bytes::from).map_err(|e| Error::Unfit(Some(e)))
}

fn to_fields<T: Serialize>(record: &T) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::Unfit(None)),
        Err(e) => Err(Error::Unfit(Some(e))),
    }
}

/// Reads a record, the places of the fields that it does not know, and its schema's number.
fn read<T: DeserializeOwned>(
    key: &Key,
    known: u32,
    val: &[u8],
) -> Result<(T, Vec<Vec<Part>>, u64), Error> {
    let (tree, found) = tree_of(key, known, val)?;
    let (record, places) = tree.read().map_err(|source| misshapen(key, found, source))?;
    Ok((record, places, found))
}

/// What bytes say, and the number of their schema: nothing of a newer one is read.
fn tree_of<'a>(key: &Key, known: u32, val: &'a [u8]) -> Result<(Tree<'a>, u64), Error> {
    let no_record = |why: String| Error::NoRecord { key: key.clone(), why };
    if val.trim_ascii_start().first() != Some(&b'{') {
        return Err(no_record("it is no JSON object".into()));
    }
    let tree = Tree::parse(val).map_err(|e| no_record(e.to_string()))?;
    let Some(&Tree::Unsigned(found)) = tree.field(SCHEMA_FIELD) else {
        return Err(no_record("no schema number in field 'v'".into()));
    };
    if found > u64::from(known) {
        return Err(Error::Newer { key: key.clone(), found, known });
    }
    Ok((tree, found))
}

fn misshapen(key: &Key, found: u64, source: serde_json::Error) -> Error {
    Error::Shape { key: key.clone(), found, source }
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
    }

    #[test]
    fn a_field_is_known_by_its_name_even_when_it_is_empty_or_left_out() {
        let doc = Doc::<Dog>::decode(&key(), 1, br#"{"v":1,"name":"Rex","age":null}"#).unwrap();
        assert_eq!(doc.unknown, None);
        let json: Value = serde_json::from_slice(&doc.encode(1).unwrap()).unwrap();
        assert_eq!(json, serde_json::json!({"v": 1, "name": "Rex"}));
    }

    #[derive(Serialize, Deserialize)]
    struct Kennel {
        dogs: Vec<Dog>,
        owner: Option<Owner>,
        state: State,
        rooms: Vec<Room>,
    }

    #[derive(Serialize, Deserialize)]
    struct Owner {
        phone: String,
    }

    #[derive(Serialize, Deserialize)]
    struct Room {
        size: u8,
    }

    #[derive(Serialize, Deserialize)]
    enum State {
        Open { until: u8 },
        Leased(Owner),
        Closed,
    }

    fn kennel() -> Value {
        serde_json::json!({
            "v": 1,
            "dogs": [{"name": "Rex", "collar": {"red": true}}, {"name": "Max", "age": 2, "tag": 7}],
            "owner": {"phone": "1", "mail": ["a", null]},
            "state": {"Open": {"until": 9, "from": 8}},
            "rooms": [{"size": 1, "window": 1}, {"size": 2, "window": 2}],
        })
    }

    fn changed(value: &Value, change: impl FnOnce(&mut Kennel)) -> Value {
        let mut doc = Doc::<Kennel>::decode(&key(), 1, value.to_string().as_bytes()).unwrap();
        change(&mut doc);
        serde_json::from_slice(&doc.encode(1).unwrap()).unwrap()
    }

    #[test]
    fn unknown_fields_deep_inside_survive_what_happens_around_them() {
        assert_eq!(changed(&kennel(), |_| ()), kennel());
        let mut want = kennel();
        want["dogs"] = serde_json::json!([
            {"name": "Pip"}, {"name": "Max", "age": 3, "tag": 7}, {"name": "Rex", "collar": {"red": true}}]);
        let have = changed(&kennel(), |kennel| {
            kennel.dogs[1].age = Some(3);
            kennel.dogs.reverse();
            kennel.dogs.insert(0, Dog { name: "Pip".into(), age: None });
        });
        assert_eq!(have, want);
        let mut leased = kennel();
        leased["state"] = serde_json::json!({"Leased": {"phone": "2", "rate": 4}});
        assert_eq!(changed(&leased, |kennel| kennel.rooms[1].size = 2), leased);
    }

    #[test]
    fn unknown_fields_go_with_the_object_they_stand_in() {
        let mut want = kennel();
        want["dogs"] = serde_json::json!([{"name": "Max", "age": 2, "tag": 7}]);
        want["owner"] = Value::Null;
        want["state"] = "Closed".into();
        // Which of the rooms is gone can't be told, so none gets what may be another's.
        want["rooms"] = serde_json::json!([{"size": 2}]);
        let have = changed(&kennel(), |kennel| {
            kennel.dogs.remove(0);
            kennel.rooms.remove(0);
            kennel.owner = None;
            kennel.state = State::Closed;
        });
        assert_eq!(have, want);
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
