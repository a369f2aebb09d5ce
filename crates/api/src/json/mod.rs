//! JSON over the tables: the body of the JSON protocols, and the form in which
//! accepted structures are kept in records.

mod decode;
mod encode;

pub use decode::{JsonError, decode, depth_max};
pub use encode::JsonEncoder;

use crate::schema::Shape;
use crate::{FromValue, Mismatch, Wire};

/// A structure that knows its own table. Implemented by every generated structure.
pub trait Typed: Wire + FromValue {
    /// Its table.
    const SHAPE: &'static Shape;
}

/// Why a text is not the structure it was read as.
#[derive(Debug, thiserror::Error)]
pub enum FromStrError {
    /// The text is not JSON of the shape.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A member the type requires is missing.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
}

/// The structure as JSON text; unset members are left out, sensitive ones are not.
pub fn to_string<T: Typed>(value: &T) -> String {
    String::from_utf8(to_vec(value)).expect("the encoder writes UTF-8")
}

/// The structure as bytes of JSON.
pub fn to_vec<T: Typed>(value: &T) -> Vec<u8> {
    encode(value, T::SHAPE)
}

/// Any value as bytes of JSON.
#[must_use]
pub fn encode(value: &dyn Wire, shape: &'static Shape) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    value.write(shape, &mut JsonEncoder::new(&mut out));
    out
}

/// The structure as a tree of `serde_json`.
pub fn to_value<T: Typed>(value: &T) -> serde_json::Value {
    serde_json::from_slice(&to_vec(value)).expect("the encoder writes JSON")
}

/// Reads what [`to_string`] wrote. Members of a later model are skipped; the
/// validator does not run, but a required member must be there.
pub fn from_str<T: Typed>(text: &str) -> Result<T, FromStrError> {
    Ok(T::from_value(decode(text.as_bytes(), T::SHAPE)?)?)
}

/// Reads a tree of `serde_json`.
pub fn from_value<T: Typed>(value: &serde_json::Value) -> Result<T, FromStrError> {
    from_str(&value.to_string())
}
