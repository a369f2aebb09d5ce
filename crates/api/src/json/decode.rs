//! JSON to a [`Value`], guided by the shape: unknown members are skipped, `null` is
//! absence, and a wrong type is named the way AWS names it.

use std::cell::RefCell;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::schema::{Kind, Location, Shape};
use crate::{Map, Timestamp, Value};

/// Structures and lists may nest this deep.
pub const fn depth_max() -> usize {
    64
}

/// Why bytes are not JSON of the shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The bytes are not JSON.
    #[error("not JSON")]
    Syntax,
    /// A value is of another type than its member; the text is fit for clients.
    #[error("{0}")]
    Type(String),
}

/// Reads `text` as `shape`. Takes time and memory linear in its length.
pub fn decode(text: &[u8], shape: &'static Shape) -> Result<Value, JsonError> {
    let complaint = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let seed = Seed { shape, depth: 0, complaint: &complaint };
    let read = seed.deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    read.map_err(|_| complaint.take().map_or(JsonError::Syntax, JsonError::Type))
}

/// A place for one value of `shape`. What is wrong with it goes to `complaint`, as
/// `serde_json` would add a position that AWS does not show.
#[derive(Clone, Copy)]
struct Seed<'c> {
    shape: &'static Shape,
    depth: usize,
    complaint: &'c RefCell<Option<String>>,
}

impl Seed<'_> {
    fn of(self, shape: &'static Shape) -> Self {
        Self { shape, depth: self.depth + 1, complaint: self.complaint }
    }

    fn complain<E: serde::de::Error>(self, text: impl Into<String>) -> E {
        self.complaint.borrow_mut().get_or_insert(text.into());
        E::custom("of another type")
    }

    fn refuse<E: serde::de::Error>(self, token: &str) -> E {
        let wanted = match self.shape.kind {
            Kind::Structure(_) => "a Structure",
            Kind::List(_) => "a List",
            Kind::Map(..) => "a Map",
            Kind::String => "a String",
            Kind::Boolean => "a Boolean",
            Kind::Integer => "an Integer",
            Kind::Long => "a Long",
            Kind::Float => "a Double",
            Kind::Blob => "a Blob",
            Kind::Timestamp(_) => "a Timestamp",
            Kind::Document => "a Document",
        };
        self.complain(format!("{token} can not be converted to {wanted}"))
    }

    fn integer<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        match self.shape.kind {
            Kind::Integer if i32::try_from(value).is_err() => self.refuse_number(),
            Kind::Integer | Kind::Long => Ok(Value::Int(value)),
            Kind::Float => Ok(Value::Float(value as f64)),
            Kind::Timestamp(_) => Timestamp::from_seconds(value as f64)
                .map(Value::Time)
                .or_else(|_| self.refuse_number()),
            _ => self.refuse_number(),
        }
    }

    fn refuse_number<E: serde::de::Error>(self) -> Result<Value, E> {
        Err(self.refuse("NUMBER_VALUE"))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > depth_max() {
            return Err(self.complain("The request is nested too deep"));
        }
        if matches!(self.shape.kind, Kind::Document) {
            let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
            return Ok(if value.is_null() { Value::Absent } else { Value::Document(value) });
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shape.name)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        match self.shape.kind {
            Kind::Boolean => Ok(Value::Bool(value)),
            _ => Err(self.refuse(if value { "TRUE_VALUE" } else { "FALSE_VALUE" })),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.integer(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        match self.shape.kind {
            Kind::Float => Ok(Value::Float(value)),
            Kind::Timestamp(_) => {
                Timestamp::from_seconds(value).map(Value::Time).or_else(|_| self.refuse_number())
            }
            // `1.0` and `1e3` are integers to every client that writes them so; the
            // bound keeps the conversion exact.
            Kind::Integer | Kind::Long if value.fract() == 0.0 && value.abs() <= 9e15 => {
                self.integer(value as i64)
            }
            _ => self.refuse_number(),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        match self.shape.kind {
            Kind::String => Ok(Value::Str(value.to_owned())),
            Kind::Blob => STANDARD
                .decode(value)
                .map(|bytes| Value::Blob(bytes.into()))
                .map_err(|_| self.complain("Invalid base64 in a Blob")),
            Kind::Timestamp(_) => {
                Timestamp::parse(value).map(Value::Time).map_err(|_| self.refuse("STRING_VALUE"))
            }
            Kind::Float => match value {
                "NaN" => Ok(Value::Float(f64::NAN)),
                "Infinity" => Ok(Value::Float(f64::INFINITY)),
                "-Infinity" => Ok(Value::Float(f64::NEG_INFINITY)),
                _ => Err(self.refuse("STRING_VALUE")),
            },
            _ => Err(self.refuse("STRING_VALUE")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let Kind::List(element) = &self.shape.kind else {
            return Err(self.refuse("START_ARRAY"));
        };
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.of(element.shape))? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        match &self.shape.kind {
            Kind::Structure(structure) => self.visit_structure(structure.members, map),
            Kind::Map(_, element) => {
                let mut entries = Map::new();
                while let Some(key) = map.next_key::<String>()? {
                    entries.insert(key, map.next_value_seed(self.of(element.shape))?);
                }
                Ok(Value::Map(entries))
            }
            _ => Err(self.refuse("START_OBJECT")),
        }
    }
}

impl Seed<'_> {
    fn visit_structure<'de, A: MapAccess<'de>>(
        self,
        members: &'static [crate::Member],
        mut map: A,
    ) -> Result<Value, A::Error> {
        let mut fields = vec![Value::Absent; members.len()];
        let mut hint = 0;
        while let Some(found) = map.next_key_seed(Name { members, hint })? {
            match found {
                Some(at) => {
                    fields[at] = map.next_value_seed(self.of(members[at].shape))?;
                    hint = at + 1;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Value::Struct(fields))
    }
}

/// A member's name to its position. Clients mostly write members in one order, so the
/// search starts after the last hit.
struct Name {
    members: &'static [crate::Member],
    hint: usize,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        let count = self.members.len();
        Ok((self.hint..count).chain(0..self.hint.min(count)).find(|at| {
            let member = &self.members[*at];
            member.wire_name() == name && member.location == Location::Body
        }))
    }
}
