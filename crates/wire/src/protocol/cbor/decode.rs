//! CBOR to a [`Value`], guided by the shape: unknown members are skipped, null and
//! undefined are absence, and no length is believed before its bytes are there.

use ferrogate_api::{Kind, Map, Shape, Timestamp, Value};

use super::super::{DEPTH_MAX, ProtocolError};

/// Reads a body; an empty one is an empty structure.
pub(crate) fn decode(shape: &'static Shape, body: &[u8]) -> Result<Value, ProtocolError> {
    if body.is_empty() {
        return Ok(Value::Struct(vec![Value::Absent; shape.members().len()]));
    }
    let mut decoder = Decoder { rest: body };
    let value = decoder.value(shape, 0)?;
    if !decoder.rest.is_empty() || value.is_absent() {
        return Err(ProtocolError::Malformed);
    }
    Ok(value)
}

/// The first byte of an item with its argument.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Head {
    Unsigned(u64),
    Negative(u64),
    /// `None`: the length is not known; chunks follow up to a break.
    Bytes(Option<u64>),
    Text(Option<u64>),
    Array(Option<u64>),
    Map(Option<u64>),
    Tag(u64),
    Bool(bool),
    Null,
    Float(f64),
    Break,
}

struct Decoder<'c> {
    rest: &'c [u8],
}

impl<'c> Decoder<'c> {
    fn take(&mut self, count: u64) -> Result<&'c [u8], ProtocolError> {
        let count = usize::try_from(count).map_err(|_| ProtocolError::Malformed)?;
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(ProtocolError::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ProtocolError> {
        let bytes = self.take(N as u64)?;
        Ok(bytes.try_into().expect("take gives as many bytes as it was asked for"))
    }

    fn head(&mut self) -> Result<Head, ProtocolError> {
        let [first] = self.array()?;
        let (major, info) = (first >> 5, first & 0x1f);
        if major == 7 {
            return self.simple(info);
        }
        let argument = match info {
            0..24 => Some(u64::from(info)),
            24 => Some(u64::from(u8::from_be_bytes(self.array()?))),
            25 => Some(u64::from(u16::from_be_bytes(self.array()?))),
            26 => Some(u64::from(u32::from_be_bytes(self.array()?))),
            27 => Some(u64::from_be_bytes(self.array()?)),
            31 => None,
            _ => return Err(ProtocolError::Malformed),
        };
        match (major, argument) {
            (0, Some(value)) => Ok(Head::Unsigned(value)),
            (1, Some(value)) => Ok(Head::Negative(value)),
            (2, length) => Ok(Head::Bytes(length)),
            (3, length) => Ok(Head::Text(length)),
            (4, length) => Ok(Head::Array(length)),
            (5, length) => Ok(Head::Map(length)),
            (6, Some(tag)) => Ok(Head::Tag(tag)),
            _ => Err(ProtocolError::Malformed),
        }
    }

    fn simple(&mut self, info: u8) -> Result<Head, ProtocolError> {
        match info {
            20 => Ok(Head::Bool(false)),
            21 => Ok(Head::Bool(true)),
            22 | 23 => Ok(Head::Null),
            25 => Ok(Head::Float(half(u16::from_be_bytes(self.array()?)))),
            26 => Ok(Head::Float(f64::from(f32::from_be_bytes(self.array()?)))),
            27 => Ok(Head::Float(f64::from_be_bytes(self.array()?))),
            31 => Ok(Head::Break),
            _ => Err(ProtocolError::Malformed),
        }
    }

    fn value(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, ProtocolError> {
        let head = self.head()?;
        self.value_of(head, shape, depth)
    }

    fn value_of(
        &mut self,
        head: Head,
        shape: &'static Shape,
        depth: usize,
    ) -> Result<Value, ProtocolError> {
        if depth > DEPTH_MAX {
            return Err(ProtocolError::TooDeep);
        }
        match (head, &shape.kind) {
            (Head::Null, _) => Ok(Value::Absent),
            (Head::Tag(1), Kind::Timestamp(_)) => {
                let head = self.head()?;
                self.value_of(head, shape, depth + 1)
            }
            (Head::Unsigned(_) | Head::Negative(_), _) => integer(head, shape),
            (Head::Float(value), _) => float(value, shape),
            (Head::Bool(value), Kind::Boolean) => Ok(Value::Bool(value)),
            (Head::Text(length), Kind::String) => Ok(Value::Str(self.text(length)?)),
            (Head::Bytes(length), Kind::Blob) => Ok(Value::Blob(self.bytes(length, false)?.into())),
            (Head::Array(length), Kind::List(element)) => {
                let mut items = Vec::new();
                let mut left = length;
                while let Some(head) = self.next(&mut left)? {
                    items.push(self.value_of(head, element.shape, depth + 1)?);
                }
                Ok(Value::List(items))
            }
            (Head::Map(length), Kind::Map(_, element)) => {
                let mut entries = Map::new();
                let mut left = length;
                while let Some(head) = self.next(&mut left)? {
                    let key = self.key(head)?;
                    entries.insert(key, self.value(element.shape, depth + 1)?);
                }
                Ok(Value::Map(entries))
            }
            (Head::Map(length), Kind::Structure(structure)) => {
                let mut fields = vec![Value::Absent; structure.members.len()];
                let mut left = length;
                while let Some(head) = self.next(&mut left)? {
                    let key = self.key(head)?;
                    let at = structure.members.iter().position(|member| member.wire_name() == key);
                    match at {
                        Some(at) => {
                            fields[at] = self.value(structure.members[at].shape, depth + 1)?;
                        }
                        None => self.skip(depth + 1)?,
                    }
                }
                Ok(Value::Struct(fields))
            }
            (Head::Break, _) => Err(ProtocolError::Malformed),
            (other, _) => Err(mismatch(other, shape)),
        }
    }

    /// The head of the next item of an array or map, or none at its end.
    fn next(&mut self, left: &mut Option<u64>) -> Result<Option<Head>, ProtocolError> {
        match left {
            Some(0) => Ok(None),
            Some(left) => {
                *left -= 1;
                self.head().map(Some)
            }
            None => Ok(Some(self.head()?).filter(|head| *head != Head::Break)),
        }
    }

    fn key(&mut self, head: Head) -> Result<String, ProtocolError> {
        match head {
            Head::Text(length) => self.text(length),
            _ => Err(ProtocolError::Malformed),
        }
    }

    fn text(&mut self, length: Option<u64>) -> Result<String, ProtocolError> {
        let bytes = self.bytes(length, true)?;
        String::from_utf8(bytes).map_err(|_| ProtocolError::Malformed)
    }

    /// The bytes of a string, its chunks joined.
    fn bytes(&mut self, length: Option<u64>, text: bool) -> Result<Vec<u8>, ProtocolError> {
        if let Some(length) = length {
            return Ok(self.take(length)?.to_vec());
        }
        let mut out = Vec::new();
        loop {
            match self.head()? {
                Head::Break => return Ok(out),
                Head::Text(Some(length)) if text => out.extend_from_slice(self.take(length)?),
                Head::Bytes(Some(length)) if !text => out.extend_from_slice(self.take(length)?),
                _ => return Err(ProtocolError::Malformed),
            }
        }
    }

    /// Passes over one item of any kind.
    fn skip(&mut self, depth: usize) -> Result<(), ProtocolError> {
        let head = self.head()?;
        self.skip_of(head, depth)
    }

    fn skip_of(&mut self, head: Head, depth: usize) -> Result<(), ProtocolError> {
        if depth > DEPTH_MAX {
            return Err(ProtocolError::TooDeep);
        }
        match head {
            Head::Bytes(length) => self.bytes(length, false).map(drop),
            Head::Text(length) => self.bytes(length, true).map(drop),
            Head::Tag(_) => self.skip(depth + 1),
            Head::Array(mut left) => {
                while let Some(head) = self.next(&mut left)? {
                    self.skip_of(head, depth + 1)?;
                }
                Ok(())
            }
            Head::Map(mut left) => {
                while let Some(head) = self.next(&mut left)? {
                    self.skip_of(head, depth + 1)?;
                    self.skip(depth + 1)?;
                }
                Ok(())
            }
            Head::Break => Err(ProtocolError::Malformed),
            Head::Unsigned(_) | Head::Negative(_) | Head::Bool(_) | Head::Null | Head::Float(_) => {
                Ok(())
            }
        }
    }
}

/// IEEE 754 half precision.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

fn integer(head: Head, shape: &'static Shape) -> Result<Value, ProtocolError> {
    let value = match head {
        Head::Unsigned(value) => i64::try_from(value).ok(),
        Head::Negative(value) => i64::try_from(value).ok().map(|value| -1 - value),
        _ => None,
    };
    let value = value.ok_or_else(|| mismatch(head, shape))?;
    match shape.kind {
        Kind::Integer if i32::try_from(value).is_err() => Err(mismatch(head, shape)),
        Kind::Integer | Kind::Long => Ok(Value::Int(value)),
        Kind::Float => Ok(Value::Float(value as f64)),
        Kind::Timestamp(_) => moment(value as f64, shape),
        _ => Err(mismatch(head, shape)),
    }
}

fn float(value: f64, shape: &'static Shape) -> Result<Value, ProtocolError> {
    match shape.kind {
        Kind::Float => Ok(Value::Float(value)),
        Kind::Timestamp(_) => moment(value, shape),
        _ => Err(mismatch(Head::Float(value), shape)),
    }
}

fn moment(seconds: f64, shape: &'static Shape) -> Result<Value, ProtocolError> {
    let at = Timestamp::from_seconds(seconds).map_err(|_| mismatch(Head::Float(seconds), shape))?;
    Ok(Value::Time(at))
}

fn mismatch(head: Head, shape: &'static Shape) -> ProtocolError {
    let found = match head {
        Head::Unsigned(_) | Head::Negative(_) => "An integer",
        Head::Bytes(_) => "A byte string",
        Head::Text(_) => "A text",
        Head::Array(_) => "An array",
        Head::Map(_) => "A map",
        Head::Tag(_) => "A tagged item",
        Head::Bool(_) => "A boolean",
        Head::Null | Head::Break => "Nothing",
        Head::Float(_) => "A float",
    };
    ProtocolError::Type(format!("{found} can not be converted to {}", shape.name))
}
