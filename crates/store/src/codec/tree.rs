//! A parsed JSON text that types are read from, which notes the fields that they do not know.
//!
//! One deserializer for all: each type that is read through it is compiled once and small, where
//! a wrapper around another reader is compiled for each visitor of each type. All records of an
//! engine are read in one crate, which was an eighth of all that a release build took.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::Error;

/// A value, whose texts are those of the bytes where these have no escapes.
#[derive(Debug)]
pub(super) enum Tree<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    /// In the order of the bytes, and as often as a field stands there.
    Fields(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// A step from a value to one that it holds. A variant of an enum is one, too.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Key(String),
    Index(usize),
}

impl<'a> Tree<'a> {
    /// The value that bytes are the text of.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes)
    }

    /// The field of a name, of one that has fields.
    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        let Self::Fields(fields) = self else { return None };
        fields.iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Reads a type from it; also the places of the fields that the type does not know.
    pub(super) fn read<'t, T: Deserialize<'t>>(&'t self) -> Result<(T, Vec<Vec<Part>>), Error> {
        let ignored = RefCell::default();
        let read = T::deserialize(Reader { tree: self, at: At::Root, ignored: &ignored })?;
        Ok((read, ignored.into_inner()))
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(is) => Unexpected::Bool(*is),
            Self::Unsigned(n) => Unexpected::Unsigned(*n),
            Self::Signed(n) => Unexpected::Signed(*n),
            Self::Float(n) => Unexpected::Float(*n),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Fields(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Tree<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Tree<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("any JSON value")
            }

            fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
                Ok(Tree::Null)
            }

            fn visit_bool<E>(self, is: bool) -> Result<Tree<'de>, E> {
                Ok(Tree::Bool(is))
            }

            fn visit_u64<E>(self, n: u64) -> Result<Tree<'de>, E> {
                Ok(Tree::Unsigned(n))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Tree<'de>, E> {
                Ok(Tree::Signed(n))
            }

            fn visit_f64<E>(self, n: f64) -> Result<Tree<'de>, E> {
                Ok(Tree::Float(n))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Tree<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = from.next_element()? {
                    list.push(item);
                }
                Ok(Tree::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Tree<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(Name(name)) = from.next_key()? {
                    fields.push((name, from.next_value()?));
                }
                Ok(Tree::Fields(fields))
            }
        }

        from.deserialize_any(Any)
    }
}

/// The name of a field.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("the name of a field")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }

        from.deserialize_str(Text)
    }
}

/// Where a reader stands.
#[derive(Clone, Copy)]
enum At<'p> {
    Root,
    Key(&'p At<'p>, &'p str),
    Index(&'p At<'p>, usize),
}

impl At<'_> {
    fn parts(&self) -> Vec<Part> {
        let (parent, part) = match self {
            Self::Root => return Vec::new(),
            Self::Key(parent, name) => (parent, Part::Key((*name).to_owned())),
            Self::Index(parent, index) => (parent, Part::Index(*index)),
        };
        let mut parts = parent.parts();
        parts.push(part);
        parts
    }
}

type Ignored = RefCell<Vec<Vec<Part>>>;

#[derive(Clone, Copy)]
struct Reader<'p, 'de> {
    tree: &'de Tree<'de>,
    at: At<'p>,
    ignored: &'p Ignored,
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Error;

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self { tree, at, ignored } = self;
        match tree {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(is) => visitor.visit_bool(*is),
            Tree::Unsigned(n) => visitor.visit_u64(*n),
            Tree::Signed(n) => visitor.visit_i64(*n),
            Tree::Float(n) => visitor.visit_f64(*n),
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            Tree::List(list) => {
                let mut items = Items { left: list.iter(), next: 0, at: &at, ignored };
                let read = visitor.visit_seq(&mut items)?;
                items.all_read(list.len())?;
                Ok(read)
            }
            Tree::Fields(fields) => {
                visitor.visit_map(Fields { left: fields.iter(), value: None, at: &at, ignored })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.tree {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (name, value) = match self.tree {
            Tree::Text(name) => (name, None),
            Tree::Fields(fields) if fields.len() == 1 => (&fields[0].0, Some(&fields[0].1)),
            Tree::Fields(_) => {
                return Err(Error::invalid_value(Unexpected::Map, &"map with a single key"));
            }
            other => return Err(Error::invalid_type(other.unexpected(), &"string or map")),
        };
        visitor.visit_enum(Variant { name, value, at: &self.at, ignored: self.ignored })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.ignored.borrow_mut().push(self.at.parts());
        visitor.visit_unit()
    }
}

/// The elements of a list.
struct Items<'p, 'de> {
    left: std::slice::Iter<'de, Tree<'de>>,
    next: usize,
    at: &'p At<'p>,
    ignored: &'p Ignored,
}

impl Items<'_, '_> {
    fn all_read(&self, length: usize) -> Result<(), Error> {
        match self.left.len() {
            0 => Ok(()),
            _ => Err(Error::invalid_length(length, &"fewer elements in array")),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(tree) = self.left.next() else { return Ok(None) };
        let at = At::Index(self.at, self.next);
        self.next += 1;
        seed.deserialize(Reader { tree, at, ignored: self.ignored }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The fields of an object.
struct Fields<'p, 'de> {
    left: std::slice::Iter<'de, (Cow<'de, str>, Tree<'de>)>,
    /// That whose name was read last.
    value: Option<(&'de str, &'de Tree<'de>)>,
    at: &'p At<'p>,
    ignored: &'p Ignored,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        self.value = Some((name, value));
        seed.deserialize(Key(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (name, tree) = self.value.take().expect("a name is read before its value");
        seed.deserialize(Reader { tree, at: At::Key(self.at, name), ignored: self.ignored })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The name of a field, which is a text also where the type has a number there.
struct Key<'de>(&'de str);

macro_rules! numbers {
    ($($name:ident $visit:ident $number:ty,)+) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.parse::<$number>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visitor.visit_borrowed_str(self.0),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Error;

    numbers! {
        deserialize_bool visit_bool bool,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }
}

/// One of several things, by its name, and what it holds.
struct Variant<'p, 'de> {
    name: &'de str,
    value: Option<&'de Tree<'de>>,
    at: &'p At<'p>,
    ignored: &'p Ignored,
}

impl<'p, 'de> Variant<'p, 'de> {
    fn value(&self, wanted: &'static str) -> Result<Reader<'p, 'de>, Error>
    where
        'de: 'p,
    {
        let Some(tree) = self.value else {
            return Err(Error::invalid_type(Unexpected::UnitVariant, &wanted));
        };
        Ok(Reader { tree, at: At::Key(self.at, self.name), ignored: self.ignored })
    }
}

impl<'p, 'de: 'p> EnumAccess<'de> for Variant<'p, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        Ok((seed.deserialize(Key(self.name))?, self))
    }
}

impl<'p, 'de: 'p> VariantAccess<'de> for Variant<'p, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.value {
            None | Some(Tree::Null) => Ok(()),
            Some(other) => Err(Error::invalid_type(other.unexpected(), &"unit variant")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        match self.value("tuple variant")? {
            reader @ Reader { tree: Tree::List(_), .. } => reader.deserialize_any(visitor),
            other => Err(Error::invalid_type(other.tree.unexpected(), &"tuple variant")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value("struct variant")? {
            reader @ Reader { tree: Tree::List(_) | Tree::Fields(_), .. } => {
                reader.deserialize_any(visitor)
            }
            other => Err(Error::invalid_type(other.tree.unexpected(), &"struct variant")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    enum Kind {
        Unit,
        Newtype(u8),
        Tuple(u8, String),
        Struct { a: Option<i8> },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "is", rename_all = "snake_case")]
    enum Tagged {
        One { n: u8 },
        Two,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u16),
        Texts(Vec<String>),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Vec<u8>);

    #[derive(Debug, PartialEq, Deserialize, Default)]
    #[serde(default)]
    struct All {
        unit: Option<()>,
        is: bool,
        small: i8,
        large: u64,
        float: f64,
        letter: Option<char>,
        text: String,
        list: Vec<Option<String>>,
        pair: Option<(u8, String)>,
        array: Option<[u8; 2]>,
        by_number: BTreeMap<u16, bool>,
        by_name: BTreeMap<String, Value>,
        kinds: Vec<Kind>,
        tagged: Vec<Tagged>,
        either: Vec<Either>,
        wrapped: Option<Wrapped>,
        address: Option<std::net::IpAddr>,
        #[serde(alias = "former")]
        now: Option<u8>,
        #[serde(flatten)]
        rest: Rest,
    }

    #[derive(Debug, PartialEq, Deserialize, Default)]
    #[serde(default)]
    struct Rest {
        inner: Option<String>,
    }

    /// The same with nothing flattened: what is not known is ignored, and not kept for the rest.
    #[derive(Debug, PartialEq, Deserialize)]
    struct Plain {
        known: Option<u8>,
        kinds: Option<Vec<Kind>>,
        inner: Option<Box<Plain>>,
    }

    fn same<T: for<'a> Deserialize<'a> + PartialEq + fmt::Debug>(text: &str) {
        let theirs = serde_json::from_str::<T>(text);
        let ours = Tree::parse(text.as_bytes()).and_then(|tree| Ok(tree.read::<T>()?.0));
        match (theirs, ours) {
            (Ok(theirs), Ok(ours)) => assert_eq!(ours, theirs, "{text}"),
            (Err(_), Err(_)) => {}
            (theirs, ours) => panic!("{text}: {ours:?} instead of {theirs:?}"),
        }
    }

    #[test]
    fn what_it_reads_is_what_serde_json_reads() {
        for text in [
            r#"{}"#,
            r#"[]"#,
            r#"null"#,
            r#"{"unit":null,"is":true,"small":-128,"large":18446744073709551615,"float":1}"#,
            r#"{"small":128}"#,
            r#"{"small":1.0}"#,
            r#"{"large":-1}"#,
            r#"{"large":18446744073709551616}"#,
            r#"{"float":18446744073709551616}"#,
            r#"{"letter":"ä","text":"a\"b\u00e4\ud83d\ude00"}"#,
            r#"{"letter":"ab"}"#,
            r#"{"text":5}"#,
            r#"{"te\u0078t":"x"}"#,
            r#"{"list":["a",null,"b"]}"#,
            r#"{"list":{}}"#,
            r#"{"pair":[1,"x"]}"#,
            r#"{"pair":[1]}"#,
            r#"{"pair":[1,"x",2]}"#,
            r#"{"array":[1,2]}"#,
            r#"{"array":[1,2,3]}"#,
            r#"{"by_number":{"1":true,"65535":false}}"#,
            r#"{"by_number":{"65536":true}}"#,
            r#"{"by_number":{"x":true}}"#,
            r#"{"by_name":{"1":{"a":[1,-2,3.5,null,"t",{}]}}}"#,
            r#"{"kinds":["Unit",{"Newtype":3},{"Tuple":[1,"a"]},{"Struct":{"a":null}}]}"#,
            r#"{"kinds":[{"Unit":null}]}"#,
            r#"{"kinds":[{"Unit":1}]}"#,
            r#"{"kinds":["Newtype"]}"#,
            r#"{"kinds":["Other"]}"#,
            r#"{"kinds":[{"Newtype":3,"Unit":null}]}"#,
            r#"{"kinds":[{}]}"#,
            r#"{"kinds":[{"Tuple":[1]}]}"#,
            r#"{"kinds":[{"Tuple":{"a":1}}]}"#,
            r#"{"kinds":[{"Struct":[5]}]}"#,
            r#"{"kinds":[{"Struct":5}]}"#,
            r#"{"kinds":[7]}"#,
            r#"{"tagged":[{"is":"one","n":2},{"is":"two"}]}"#,
            r#"{"tagged":[{"n":2,"is":"one","more":[1]}]}"#,
            r#"{"tagged":[{"n":2}]}"#,
            r#"{"either":[7,["a"]]}"#,
            r#"{"either":[true]}"#,
            r#"{"wrapped":[1,2]}"#,
            r#"{"address":"10.0.0.1"}"#,
            r#"{"address":"::1"}"#,
            r#"{"address":"x"}"#,
            r#"{"former":1}"#,
            r#"{"former":1,"now":2}"#,
            r#"{"is":true,"is":false}"#,
            r#"{"inner":"x","other":{"y":1}}"#,
        ] {
            same::<All>(text);
            same::<Plain>(text);
            same::<Value>(text);
        }
        // Also where nobody would look at it: a record that has it could not be written again.
        same::<All>(r#"{"float":1e400}"#);
    }

    #[test]
    fn each_field_that_a_type_does_not_know_is_told_with_its_place() {
        let text = json!({
            "known": 1,
            "new": {"a": 1},
            "kinds": ["Unit", {"Struct": {"a": 1, "b": 2}}],
            "inner": {"known": null, "kinds": null, "inner": null, "x": 0, "y": []},
        })
        .to_string();
        let tree = Tree::parse(text.as_bytes()).unwrap();
        let (_, mut places) = tree.read::<Plain>().unwrap();
        let key = |name: &str| Part::Key(name.into());
        let wanted = [
            vec![key("inner"), key("x")],
            vec![key("inner"), key("y")],
            vec![key("kinds"), Part::Index(1), key("Struct"), key("b")],
            vec![key("new")],
        ];
        places.sort_by_key(|place| format!("{place:?}").to_lowercase());
        let mut wanted = wanted.to_vec();
        wanted.sort_by_key(|place| format!("{place:?}").to_lowercase());
        assert_eq!(places, wanted);
    }
}
