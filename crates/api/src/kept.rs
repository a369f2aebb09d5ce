//! A structure that was encoded before it is asked for, so that it can be answered again
//! and again at the cost of a copy.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;

use crate::json::{self, Typed};
use crate::schema::Shape;
use crate::{Encoder, Wire, debug};

/// A structure in the form that the JSON protocols write it in. Cheap to clone. Other
/// protocols get it by decoding it first, which costs what encoding it has saved.
pub struct Kept<T> {
    json: Bytes,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed> Kept<T> {
    /// Encodes `value`.
    #[must_use]
    pub fn new(value: &T) -> Self {
        Self { json: json::to_vec(value).into_boxed_slice().into(), of: PhantomData }
    }

    /// The structure itself.
    #[must_use]
    pub fn value(&self) -> T {
        let read = json::decode(&self.json, T::SHAPE).ok().and_then(|v| T::from_value(v).ok());
        read.expect("what the encoder wrote of a structure is read as that structure")
    }
}

impl<T> Kept<T> {
    /// Its encoded form: JSON, UTF-8.
    #[must_use]
    pub const fn json(&self) -> &Bytes {
        &self.json
    }
}

impl<T: Typed> Wire for Kept<T> {
    fn write(&self, shape: &'static Shape, encoder: &mut dyn Encoder) {
        if !encoder.json(&self.json) {
            self.value().write(shape, encoder);
        }
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self { json: self.json.clone(), of: PhantomData }
    }
}

/// The encoder writes equal structures as equal bytes: their members stand in the order of
/// the model, and maps are ordered.
impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<T: Typed> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug::fmt(self, T::SHAPE, f)
    }
}
