//! Typed structures to bytes: [`Wire`] is what can be written, [`Encoder`] is a
//! protocol that writes it, straight into its buffer.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::schema::{Kind, Shape};
use crate::{Timestamp, Value};

/// A value that a protocol can write.
pub trait Wire {
    /// Writes itself as `shape`. Structures know their shape and ignore the argument;
    /// scalars and collections take their format and names from it.
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder);

    /// Whether there is anything to write; an unset member is left out.
    fn is_set(&self) -> bool {
        true
    }
}

/// A protocol's writer. Names, formats and framing are its business; the caller
/// says only what comes next.
pub trait Encoder {
    /// Writes a boolean.
    fn boolean(&mut self, value: bool);
    /// Writes an integer.
    fn integer(&mut self, value: i64);
    /// Writes a float; NaN and infinities in the way of the protocol.
    fn float(&mut self, value: f64);
    /// Writes text.
    fn string(&mut self, value: &str);
    /// Writes bytes.
    fn blob(&mut self, value: &[u8]);
    /// Writes a moment in the format of `shape`, else the protocol's.
    fn timestamp(&mut self, shape: &'static Shape, value: Timestamp);
    /// Writes free JSON.
    fn document(&mut self, value: &serde_json::Value);
    /// Writes an element of a list or map that is not there.
    fn null(&mut self);
    /// Takes `text`, which is a structure as [`crate::json`] writes it, in place of that
    /// structure. `false` means that the protocol has another form, and nothing was written.
    fn json(&mut self, text: &[u8]) -> bool {
        let _ = text;
        false
    }
    /// Writes a structure; `fields` are positional over the members of `shape`.
    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]);
    /// Writes a list.
    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>);
    /// Writes a map.
    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    );
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        match self {
            Some(value) => value.write(shape, encoder),
            None => encoder.null(),
        }
    }

    fn is_set(&self) -> bool {
        self.as_ref().is_some_and(Wire::is_set)
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        (**self).write(shape, encoder);
    }

    fn is_set(&self) -> bool {
        (**self).is_set()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        let at = |index: usize| &self[index] as &dyn Wire;
        encoder.list(shape, &mut Items { at: &at, left: 0..self.len() });
    }
}

/// The items of a list of any type. An iterator of a list's own would be a dozen functions for
/// each of several hundred types.
struct Items<'a> {
    at: &'a dyn Fn(usize) -> &'a dyn Wire,
    left: std::ops::Range<usize>,
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a dyn Wire;

    fn next(&mut self) -> Option<&'a dyn Wire> {
        self.left.next().map(self.at)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.map(shape, &mut self.iter().map(|(k, v)| (k.as_str(), v as &dyn Wire)));
    }
}

impl Wire for String {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.string(self);
    }
}

impl Wire for bool {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.boolean(*self);
    }
}

impl Wire for i32 {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.integer(i64::from(*self));
    }
}

impl Wire for i64 {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.integer(*self);
    }
}

impl Wire for f64 {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.float(*self);
    }
}

impl Wire for Bytes {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.blob(self);
    }
}

impl Wire for Timestamp {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.timestamp(shape, *self);
    }
}

impl Wire for serde_json::Value {
    fn write(&self, _: &'static Shape, encoder: &mut dyn Encoder) {
        encoder.document(self);
    }
}

impl Wire for Value {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        match self {
            Self::Absent => encoder.null(),
            Self::Bool(value) => encoder.boolean(*value),
            Self::Int(value) if matches!(shape.kind, Kind::Float) => encoder.float(*value as f64),
            Self::Int(value) => encoder.integer(*value),
            Self::Float(value) => encoder.float(*value),
            Self::Str(value) => encoder.string(value),
            Self::Blob(value) => encoder.blob(value),
            Self::Time(value) => encoder.timestamp(shape, *value),
            Self::Document(value) => encoder.document(value),
            Self::List(items) => {
                encoder.list(shape, &mut items.iter().map(|item| item as &dyn Wire));
            }
            Self::Map(entries) => {
                encoder.map(shape, &mut entries.iter().map(|(k, v)| (k.as_str(), v as &dyn Wire)));
            }
            Self::Struct(fields) => {
                let fields: Vec<&dyn Wire> = fields.iter().map(|field| field as _).collect();
                encoder.structure(shape, &fields);
            }
        }
    }

    fn is_set(&self) -> bool {
        !self.is_absent()
    }
}
