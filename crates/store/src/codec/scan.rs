//! A look at the fields of a JSON object that makes values only of those that are wanted: what
//! a record reads for itself is skipped.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use serde_json::{Map, Value};

/// Which fields become values, beside the schema number `v`.
#[derive(Clone, Copy)]
pub(super) enum Keep {
    /// All of them.
    All,
    /// All but these.
    AllBut(&'static [&'static str]),
    /// None.
    Nothing,
}

impl Keep {
    fn wants(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(known) => !known.contains(&name),
            Self::Nothing => false,
        }
    }
}

/// The field `v`, and what was kept.
type Scanned = (Option<Value>, Map<String, Value>);

impl<'de> DeserializeSeed<'de> for Keep {
    type Value = Scanned;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scanned, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Keep {
    type Value = Scanned;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scanned, A::Error> {
        let (mut schema, mut kept) = (None, Map::new());
        while let Some(name) = map.next_key_seed(Name(self))? {
            match name {
                Named::Schema => schema = Some(map.next_value()?),
                Named::Wanted(name) => {
                    kept.insert(name, map.next_value()?);
                }
                Named::Known => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok((schema, kept))
    }
}

/// What a field's name says of it.
enum Named {
    Schema,
    Wanted(String),
    Known,
}

struct Name(Keep);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Named;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        Ok(match name {
            "v" => Named::Schema,
            _ if self.0.wants(name) => Named::Wanted(name.to_owned()),
            _ => Named::Known,
        })
    }
}

/// The names that `T` reads, if it is a structure with fixed ones.
pub(super) fn names_of<'de, T: Deserialize<'de>>() -> Option<&'static [&'static str]> {
    let mut names = None;
    // Always an error: the probe has nothing to read from.
    let _: Result<T, _> = T::deserialize(Probe(&mut names));
    names
}

/// Hears which fields a type asks for.
struct Probe<'n>(&'n mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = Some(fields);
        self.deserialize_any(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("only asked for names"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}
