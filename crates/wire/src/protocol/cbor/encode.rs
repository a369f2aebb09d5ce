//! Typed structures to CBOR, all lengths known in advance.

use ferrogate_api::{Encoder, Kind, Shape, Timestamp, Wire};

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;
/// A number of seconds since the epoch.
const TAG_EPOCH: u64 = 1;

/// Writes CBOR after whatever its buffer holds.
#[derive(Debug)]
pub(super) struct CborEncoder<'b> {
    out: &'b mut Vec<u8>,
}

impl<'b> CborEncoder<'b> {
    pub(super) const fn new(out: &'b mut Vec<u8>) -> Self {
        Self { out }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.head(TEXT, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn map_head(&mut self, count: usize) {
        self.head(MAP, count as u64);
    }

    /// A major type with its argument in the fewest bytes.
    fn head(&mut self, major: u8, argument: u64) {
        let major = major << 5;
        if let Ok(byte) = u8::try_from(argument) {
            if byte < 24 {
                self.out.push(major | byte);
            } else {
                self.out.extend_from_slice(&[major | 24, byte]);
            }
        } else if let Ok(short) = u16::try_from(argument) {
            self.out.push(major | 25);
            self.out.extend_from_slice(&short.to_be_bytes());
        } else if let Ok(word) = u32::try_from(argument) {
            self.out.push(major | 26);
            self.out.extend_from_slice(&word.to_be_bytes());
        } else {
            self.out.push(major | 27);
            self.out.extend_from_slice(&argument.to_be_bytes());
        }
    }
}

impl Encoder for CborEncoder<'_> {
    fn boolean(&mut self, value: bool) {
        self.out.push(if value { 0xf5 } else { 0xf4 });
    }

    fn integer(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.head(UNSIGNED, value),
            // -1 - n, which is the complement.
            Err(_) => self.head(NEGATIVE, !value.cast_unsigned()),
        }
    }

    fn float(&mut self, value: f64) {
        self.out.push(0xfb);
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn string(&mut self, value: &str) {
        self.text(value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.head(BYTES, value.len() as u64);
        self.out.extend_from_slice(value);
    }

    fn timestamp(&mut self, _: &'static Shape, value: Timestamp) {
        self.head(TAG, TAG_EPOCH);
        if value.0 % 1000 == 0 {
            self.integer(value.0 / 1000);
        } else {
            self.float(value.seconds());
        }
    }

    fn document(&mut self, value: &serde_json::Value) {
        // The protocol has no documents; a model that had one would be a text here.
        self.text(&value.to_string());
    }

    fn null(&mut self) {
        self.out.push(0xf6);
    }

    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        self.map_head(fields.iter().filter(|field| field.is_set()).count());
        for (member, field) in shape.members().iter().zip(fields) {
            if field.is_set() {
                self.text(member.wire_name());
                field.write(member.shape, self);
            }
        }
    }

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        let Kind::List(element) = &shape.kind else { return };
        self.head(ARRAY, items.len() as u64);
        for item in items {
            item.write(element.shape, self);
        }
    }

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        let Kind::Map(_, element) = &shape.kind else { return };
        self.map_head(entries.len());
        for (key, value) in entries {
            self.text(key);
            value.write(element.shape, self);
        }
    }
}
