//! Typed structures to JSON, straight into a buffer.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::schema::{Kind, Shape, TimestampFormat};
use crate::{Encoder, Timestamp, Wire};

/// The most that is reserved for elements that are still to be written.
const RESERVED_MAX: usize = 1 << 20;

/// Writes JSON after whatever its buffer holds. Members that travel outside of the
/// body are left out.
#[derive(Debug)]
pub struct JsonEncoder<'b> {
    out: &'b mut Vec<u8>,
}

impl<'b> JsonEncoder<'b> {
    /// A writer that appends to `out`.
    pub const fn new(out: &'b mut Vec<u8>) -> Self {
        Self { out }
    }
}

/// Appends `text` as a JSON string.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(control >> 4)]);
                out.push(HEX[usize::from(control & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// Lets the formatting machinery write into bytes.
struct Text<'b>(&'b mut Vec<u8>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl JsonEncoder<'_> {
    fn display(&mut self, value: impl fmt::Display) {
        use fmt::Write as _;
        write!(Text(self.out), "{value}").expect("writing to a buffer cannot fail");
    }
}

impl Encoder for JsonEncoder<'_> {
    fn boolean(&mut self, value: bool) {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    fn integer(&mut self, value: i64) {
        self.display(value);
    }

    fn float(&mut self, value: f64) {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.display(number),
            None if value.is_nan() => self.string("NaN"),
            None if value > 0.0 => self.string("Infinity"),
            None => self.string("-Infinity"),
        }
    }

    fn string(&mut self, value: &str) {
        write_string(self.out, value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.string(&STANDARD.encode(value));
    }

    fn timestamp(&mut self, shape: &'static Shape, value: Timestamp) {
        let format = match &shape.kind {
            Kind::Timestamp(Some(format)) => *format,
            _ => TimestampFormat::Unix,
        };
        let quote: &[u8] = if format == TimestampFormat::Unix { b"" } else { b"\"" };
        self.out.extend_from_slice(quote);
        match format {
            TimestampFormat::Unix => value.write_unix(&mut Text(self.out)),
            TimestampFormat::Iso8601 => value.write_iso(false, &mut Text(self.out)),
            TimestampFormat::HttpDate => value.write_http(&mut Text(self.out)),
        }
        .expect("writing to a buffer cannot fail");
        self.out.extend_from_slice(quote);
    }

    fn document(&mut self, value: &serde_json::Value) {
        self.display(value);
    }

    fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    fn json(&mut self, text: &[u8]) -> bool {
        self.out.extend_from_slice(text);
        true
    }

    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        let mut open = b'{';
        for (member, field) in shape.members().iter().zip(fields) {
            if !member.location.in_answer_body() || !field.is_set() {
                continue;
            }
            self.out.push(open);
            open = b',';
            // Names of the models need no escaping.
            self.out.push(b'"');
            self.out.extend_from_slice(member.wire_name().as_bytes());
            self.out.extend_from_slice(b"\":");
            field.write(member.shape, self);
        }
        if open == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        let element = match &shape.kind {
            Kind::List(element) => element.shape,
            _ => shape,
        };
        self.out.push(b'[');
        let begin = self.out.len();
        if let Some(first) = items.next() {
            first.write(element, self);
            // Elements of a list are mostly of a size: room is made once for all of them.
            let each = self.out.len() - begin + 1;
            self.out.reserve(each.saturating_mul(items.len() + 1).min(RESERVED_MAX));
        }
        for item in items {
            self.out.push(b',');
            item.write(element, self);
        }
        self.out.push(b']');
    }

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        let element = match &shape.kind {
            Kind::Map(_, element) => element.shape,
            _ => shape,
        };
        self.out.push(b'{');
        for (at, (key, value)) in entries.enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            write_string(self.out, key);
            self.out.push(b':');
            value.write(element, self);
        }
        self.out.push(b'}');
    }
}
