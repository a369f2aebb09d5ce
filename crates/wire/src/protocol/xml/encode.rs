//! Typed structures to XML, straight into a buffer.

use std::fmt::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::schema::{TimestampFormat, Xmlns};
use ferrogate_api::{Encoder, Kind, Member, Shape, Timestamp, Wire};

/// What stands before the first element.
pub(crate) const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// In what the XML protocols differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Query,
    /// Moments always have milliseconds.
    Ec2,
    Rest,
}

/// Writes XML. Elements opened by [`XmlEncoder::open`] must be closed by the caller.
#[derive(Debug)]
pub(crate) struct XmlEncoder {
    out: String,
    style: Style,
    /// The last tag still waits for attributes and its `>`.
    pending: bool,
    /// Scalars go into an attribute.
    in_attribute: bool,
    /// The next list or map stands in its parent, as this member.
    flattened: Option<&'static Member>,
}

impl XmlEncoder {
    pub(crate) fn new(style: Style) -> Self {
        Self::with_prolog(style, "")
    }

    pub(crate) fn with_prolog(style: Style, prolog: &str) -> Self {
        let mut out = String::with_capacity(1024);
        out.push_str(prolog);
        Self { out, style, pending: false, in_attribute: false, flattened: None }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &str) {
        self.content();
        self.out.push('<');
        self.out.push_str(name);
        self.pending = true;
    }

    /// Gives the element that was just opened a default namespace, unless it is empty.
    pub(crate) fn namespace(&mut self, uri: &str) {
        if !uri.is_empty() {
            self.declare(Namespace { prefix: None, uri });
        }
    }

    /// Gives the element that was just opened the namespace of the model.
    pub(crate) fn model_namespace(&mut self, xmlns: Option<Xmlns>) {
        if let Some(xmlns) = xmlns {
            self.declare(Namespace { prefix: xmlns.prefix, uri: xmlns.uri });
        }
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, name: &str) {
        if self.pending {
            self.out.push_str("/>");
            self.pending = false;
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element that holds only text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        self.string(text);
        self.close(name);
    }

    /// An element that holds a value.
    pub(crate) fn element(&mut self, name: &str, shape: &'static Shape, value: &dyn Wire) {
        self.open(name);
        value.write(shape, self);
        self.close(name);
    }

    /// A member in its own element, or flattened into the parent.
    pub(crate) fn member(&mut self, member: &'static Member, value: &dyn Wire) {
        if member.flattened && matches!(member.shape.kind, Kind::List(_) | Kind::Map(..)) {
            self.flattened = Some(member);
            value.write(member.shape, self);
            self.flattened = None;
        } else {
            self.named(member.wire_name(), member, value);
        }
    }

    fn named(&mut self, name: &str, member: &'static Member, value: &dyn Wire) {
        self.open(name);
        self.model_namespace(member.xmlns);
        value.write(member.shape, self);
        self.close(name);
    }

    fn declare(&mut self, xmlns: Namespace<'_>) {
        self.out.push_str(" xmlns");
        if let Some(prefix) = xmlns.prefix {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.out.push_str("=\"");
        escape(&mut self.out, xmlns.uri);
        self.out.push('"');
    }

    /// Ends the tag that waits, since content follows.
    fn content(&mut self) {
        if self.pending && !self.in_attribute {
            self.out.push('>');
            self.pending = false;
        }
    }

    fn display(&mut self, value: impl fmt::Display) {
        self.content();
        write!(self.out, "{value}").expect("writing to a string cannot fail");
    }
}

/// A namespace that need not be static.
struct Namespace<'a> {
    prefix: Option<&'a str>,
    uri: &'a str,
}

/// Appends text, fit for content and attributes. Characters that XML 1.0 cannot carry
/// become U+FFFD: one of them would make the whole answer unreadable.
fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\r' => "&#xD;",
            '\n' | '\t' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
}

impl Encoder for XmlEncoder {
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
            value => self.display(value), // NaN shows as NaN
        }
    }

    fn string(&mut self, value: &str) {
        self.content();
        escape(&mut self.out, value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.content();
        STANDARD.encode_string(value, &mut self.out);
    }

    fn timestamp(&mut self, shape: &'static Shape, value: Timestamp) {
        self.content();
        let format = match &shape.kind {
            Kind::Timestamp(Some(format)) => *format,
            _ => TimestampFormat::Iso8601,
        };
        match format {
            TimestampFormat::Unix => value.write_unix(&mut self.out),
            TimestampFormat::HttpDate => value.write_http(&mut self.out),
            TimestampFormat::Iso8601 => value.write_iso(self.style == Style::Ec2, &mut self.out),
        }
        .expect("writing to a string cannot fail");
    }

    fn document(&mut self, value: &serde_json::Value) {
        self.string(&value.to_string());
    }

    fn null(&mut self) {}

    fn structure(&mut self, shape: &'static Shape, fields: &[&dyn Wire]) {
        let members = || {
            let all = shape.members().iter().zip(fields);
            all.filter(|(member, field)| member.location.in_answer_body() && field.is_set())
        };
        if self.pending {
            for (member, field) in members().filter(|(member, _)| member.xml_attribute) {
                self.out.push(' ');
                self.out.push_str(member.wire_name());
                self.out.push_str("=\"");
                self.in_attribute = true;
                field.write(member.shape, self);
                self.in_attribute = false;
                self.out.push('"');
            }
        }
        for (member, field) in members().filter(|(member, _)| !member.xml_attribute) {
            self.member(member, *field);
        }
    }

    fn list(&mut self, shape: &'static Shape, items: &mut dyn ExactSizeIterator<Item = &dyn Wire>) {
        let Kind::List(element) = &shape.kind else { return };
        let name = match self.flattened.take() {
            Some(member) => member.wire_name(),
            None => element.location_name.unwrap_or("member"),
        };
        for item in items {
            self.named(name, element, item);
        }
    }

    fn map<'a>(
        &mut self,
        shape: &'static Shape,
        entries: &mut dyn ExactSizeIterator<Item = (&'a str, &'a dyn Wire)>,
    ) {
        let Kind::Map(key, element) = &shape.kind else { return };
        let flattened = self.flattened.take();
        let name = flattened.map_or("entry", Member::wire_name);
        for (text, value) in entries {
            self.open(name);
            self.model_namespace(flattened.and_then(|member| member.xmlns));
            let key_name = key.location_name.unwrap_or("key");
            self.open(key_name);
            self.model_namespace(key.xmlns);
            self.string(text);
            self.close(key_name);
            self.named(element.location_name.unwrap_or("value"), element, value);
            self.close(name);
        }
    }
}
