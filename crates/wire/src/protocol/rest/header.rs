//! Members that travel in headers.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::schema::TimestampFormat;
use ferrogate_api::{Encoder, Kind, Map, Member, Shape, Timestamp, Value, Wire};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::super::ProtocolError;
use super::super::query::scalar;

/// Reads the member from the header of its name.
pub(super) fn read(member: &'static Member, headers: &HeaderMap) -> Result<Value, ProtocolError> {
    let mut texts = Vec::new();
    for value in headers.get_all(member.wire_name()) {
        texts.push(text(value)?);
    }
    let [first, ..] = texts[..] else { return Ok(Value::Absent) };
    match &member.shape.kind {
        Kind::List(_) if texts.iter().all(|text| text.is_empty()) => Ok(Value::List(Vec::new())),
        Kind::List(element) => {
            let mut items = Vec::new();
            for item in split(&texts.join(","), element.shape) {
                items.push(scalar(element.shape, &item, member.name)?);
            }
            Ok(Value::List(items))
        }
        Kind::String if member.json_value => {
            let refuse = || ProtocolError::Type(format!("{} must be base64", member.name));
            let bytes = STANDARD.decode(first).map_err(|_| refuse())?;
            String::from_utf8(bytes).map(Value::Str).map_err(|_| refuse())
        }
        _ => scalar(member.shape, first, member.name),
    }
}

/// Reads a map from all headers that start with the member's name.
pub(super) fn read_prefixed(
    member: &'static Member,
    headers: &HeaderMap,
) -> Result<Value, ProtocolError> {
    let prefix = member.wire_name().to_ascii_lowercase();
    let mut entries = Map::new();
    for (name, value) in headers {
        if let Some(key) = name.as_str().strip_prefix(&prefix) {
            entries.insert(key.to_owned(), Value::Str(text(value)?.to_owned()));
        }
    }
    Ok(if entries.is_empty() { Value::Absent } else { Value::Map(entries) })
}

fn text(value: &HeaderValue) -> Result<&str, ProtocolError> {
    std::str::from_utf8(value.as_bytes()).map_err(|_| ProtocolError::Malformed)
}

/// The elements of a list in a header: separated by commas, quoted where they hold
/// one themselves. The date of HTTP holds one unquoted.
fn split(text: &str, element: &Shape) -> Vec<String> {
    let dates = matches!(
        element.kind,
        Kind::Timestamp(None) | Kind::Timestamp(Some(TimestampFormat::HttpDate))
    );
    let mut items = Vec::new();
    let mut item = String::new();
    let (mut quoted, mut escaped, mut commas) = (false, false, 0);
    for c in text.chars() {
        match c {
            _ if escaped => {
                item.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' if quoted || item.trim().is_empty() => quoted = !quoted,
            ',' if !quoted => {
                commas += 1;
                if dates && commas % 2 == 1 {
                    item.push(c);
                } else {
                    items.push(std::mem::take(&mut item).trim().to_owned());
                }
            }
            _ => item.push(c),
        }
    }
    items.push(item.trim().to_owned());
    items
}

/// Adds the member to `headers`. A value that no header can hold is left out.
pub(super) fn write(member: &'static Member, value: &dyn Wire, headers: &mut HeaderMap) {
    let mut writer = HeaderText { out: String::new(), in_list: false };
    value.write(member.shape, &mut writer);
    let text = match member.json_value {
        true => STANDARD.encode(writer.out),
        false => writer.out,
    };
    let name = HeaderName::from_bytes(member.wire_name().as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(text.as_bytes())) {
        headers.insert(name, value);
    }
}

/// Adds each entry of a map under the member's name and its key.
pub(super) fn write_prefixed(member: &'static Member, value: &dyn Wire, headers: &mut HeaderMap) {
    value.write(member.shape, &mut Prefixed { prefix: member.wire_name(), headers });
}

/// Scalars and lists as the text of a header.
struct HeaderText {
    out: String,
    in_list: bool,
}

impl HeaderText {
    fn display(&mut self, value: impl fmt::Display) {
        use fmt::Write as _;
        write!(self.out, "{value}").expect("writing to a string cannot fail");
    }
}

impl Encoder for HeaderText {
    fn boolean(&mut self, value: bool) {
        self.display(value);
    }

    fn integer(&mut self, value: i64) {
        self.display(value);
    }

    fn float(&mut self, value: f64) {
        match value {
            f64::INFINITY => self.display("Infinity"),
            f64::NEG_INFINITY => self.display("-Infinity"),
            value => self.display(value),
        }
    }

    fn string(&mut self, value: &str) {
        if self.in_list && value.contains([',', '"']) {
            self.out.push('"');
            self.out.push_str(&value.replace('\\', "\\\\").replace('"', "\\\""));
            self.out.push('"');
        } else {
            self.out.push_str(value);
        }
    }

    fn blob(&mut self, value: &[u8]) {
        STANDARD.encode_string(value, &mut self.out);
    }

    fn timestamp(&mut self, shape: &'static Shape, value: Timestamp) {
        let format = match &shape.kind {
            Kind::Timestamp(Some(format)) => *format,
            _ => TimestampFormat::HttpDate,
        };
        match format {
            TimestampFormat::Unix => value.write_unix(&mut self.out),
            TimestampFormat::Iso8601 => value.write_iso(false, &mut self.out),
            TimestampFormat::HttpDate => value.write_http(&mut self.out),
        }
        .expect("writing to a string cannot fail");
    }

    fn document(&mut self, value: &serde_json::Value) {
        self.display(value);
    }

    fn null(&mut self) {}

    fn structure(&mut self, _: &'static Shape, _: &[&dyn Wire]) {}

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        let Kind::List(element) = &shape.kind else { return };
        self.in_list = true;
        for (at, item) in items.filter(|item| item.is_set()).enumerate() {
            if at > 0 {
                self.out.push_str(", ");
            }
            item.write(element.shape, self);
        }
        self.in_list = false;
    }

    fn map<'a>(
        &mut self,
        _: &'static Shape,
        _: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
    }
}

/// A map spread over headers.
struct Prefixed<'h> {
    prefix: &'static str,
    headers: &'h mut HeaderMap,
}

impl Encoder for Prefixed<'_> {
    fn boolean(&mut self, _: bool) {}
    fn integer(&mut self, _: i64) {}
    fn float(&mut self, _: f64) {}
    fn string(&mut self, _: &str) {}
    fn blob(&mut self, _: &[u8]) {}
    fn timestamp(&mut self, _: &'static Shape, _: Timestamp) {}
    fn document(&mut self, _: &serde_json::Value) {}
    fn null(&mut self) {}
    fn structure(&mut self, _: &'static Shape, _: &[&dyn Wire]) {}

    fn list(&mut self, _: &'static Shape, _: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {}

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        let Kind::Map(_, element) = &shape.kind else { return };
        for (key, value) in entries {
            let mut writer = HeaderText { out: String::new(), in_list: false };
            value.write(element.shape, &mut writer);
            let name = HeaderName::from_bytes(format!("{}{key}", self.prefix).as_bytes());
            let value = HeaderValue::from_bytes(writer.out.as_bytes());
            if let (Ok(name), Ok(value)) = (name, value) {
                self.headers.insert(name, value);
            }
        }
    }
}
