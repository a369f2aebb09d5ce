//! Static tables that describe every structure on the wire: names in each
//! protocol, where a member travels, and what values the model allows.
//!
//! The tables are plain data with public fields. Generated code builds them as
//! statics with the `const` builders; tests may build (and leak) them at run time.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::Regex;

/// One shape of a model: a name, a kind, and the constraints on its values.
#[derive(Debug)]
pub struct Shape {
    /// The name in the model, such as `ContainerDefinition`.
    pub name: &'static str,
    /// What kind of value it is.
    pub kind: Kind,
    /// Values must never be printed.
    pub sensitive: bool,
    /// Least value, or least number of characters, elements or bytes.
    pub min: Option<f64>,
    /// Greatest value, or greatest number of characters, elements or bytes.
    pub max: Option<f64>,
    /// The whole of a string must match it.
    pub pattern: Option<&'static Pattern>,
    /// The values of an enumeration in the model's order; empty for other strings.
    pub values: &'static [&'static str],
}

/// The kinds of shapes.
#[derive(Debug)]
pub enum Kind {
    /// Named members. A union is a structure of which one member is set.
    Structure(Structure),
    /// Elements of one shape; the member carries the element's XML name.
    List(Member),
    /// Keys are strings, values of one shape; the members carry their XML names.
    Map(Member, Member),
    /// UTF-8 text, or an enumeration when [`Shape::values`] is not empty.
    String,
    /// True or false.
    Boolean,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// 32 or 64 bits; held as `f64`.
    Float,
    /// Bytes.
    Blob,
    /// A moment, in the protocol's format unless the model names one.
    Timestamp(Option<TimestampFormat>),
    /// Free JSON.
    Document,
}

/// The members of a structure, and which of them is the HTTP payload.
#[derive(Debug)]
pub struct Structure {
    /// In the order of the model. [`crate::Value::Struct`] is positional over it.
    pub members: &'static [Member],
    /// Index of the member that is the whole HTTP body (REST protocols only).
    pub payload: Option<usize>,
    /// Exactly one member is set.
    pub union: bool,
    /// Namespace of the structure's own element in XML.
    pub xmlns: Option<Xmlns>,
}

/// One member of a structure, or the element of a list or map.
#[derive(Debug)]
pub struct Member {
    /// The name in the model.
    pub name: &'static str,
    /// What it holds.
    pub shape: &'static Shape,
    /// The name on the wire where it is not the model's (`locationName`).
    pub location_name: Option<&'static str>,
    /// The name in requests of the EC2 protocol (`queryName`).
    pub query_name: Option<&'static str>,
    /// Where it travels in the REST protocols.
    pub location: Location,
    /// A request without it is refused.
    pub required: bool,
    /// Its elements stand in the parent without an element of their own (XML, query).
    pub flattened: bool,
    /// Written as an attribute of the parent's element (XML).
    pub xml_attribute: bool,
    /// SDKs fill it with a random token when the caller does not.
    pub idempotency_token: bool,
    /// The body as it is, of any length.
    pub streaming: bool,
    /// Text that holds JSON, base64-encoded in a header.
    pub json_value: bool,
    /// Namespace of its element in XML.
    pub xmlns: Option<Xmlns>,
}

/// An XML namespace.
#[derive(Clone, Copy, Debug)]
pub struct Xmlns {
    /// Prefix bound by the declaration; none for the default namespace.
    pub prefix: Option<&'static str>,
    /// The namespace itself.
    pub uri: &'static str,
}

/// Where a member travels in the REST protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the body.
    Body,
    /// In the header named by the location name.
    Header,
    /// A map spread over the headers that start with the location name.
    Headers,
    /// In the label of the path named by the location name.
    Uri,
    /// In the query string; a map is spread over it.
    QueryString,
    /// It is the status of the answer.
    StatusCode,
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since the epoch, with up to three decimals.
    Unix,
    /// `2026-01-02T03:04:05.678Z`
    Iso8601,
    /// `Fri, 02 Jan 2026 03:04:05 GMT`
    HttpDate,
}

/// A regular expression of the model, compiled at its first use.
#[derive(Debug)]
pub struct Pattern {
    /// As the model spells it; this text is shown to clients.
    pub text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

/// An error a service declares: its names, status and members.
#[derive(Debug)]
pub struct ErrorShape {
    /// Its structure; `shape.name` is the error's name in the JSON and CBOR protocols.
    pub shape: &'static Shape,
    /// Its code in the query protocol, which may differ from the shape's name.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// The server is to blame, not the client.
    pub server_fault: bool,
}

impl Location {
    /// Whether an answer carries the member in its body: paths and query strings exist
    /// in requests only.
    #[must_use]
    pub const fn in_answer_body(self) -> bool {
        matches!(self, Self::Body | Self::Uri | Self::QueryString)
    }
}

impl Shape {
    /// A shape without constraints.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, sensitive: false, min: None, max: None, pattern: None, values: &[] }
    }

    /// A structure of these members.
    #[must_use]
    pub const fn structure(name: &'static str, members: &'static [Member]) -> Self {
        Self::new(
            name,
            Kind::Structure(Structure { members, payload: None, union: false, xmlns: None }),
        )
    }

    /// With a least value or length.
    #[must_use]
    pub const fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// With a greatest value or length.
    #[must_use]
    pub const fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// With a pattern.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// With the values of an enumeration.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Never to be printed.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// With the member that is the whole HTTP body. No effect unless a structure.
    #[must_use]
    pub const fn payload(mut self, index: usize) -> Self {
        if let Kind::Structure(structure) = &mut self.kind {
            structure.payload = Some(index);
        }
        self
    }

    /// As a union. No effect unless a structure.
    #[must_use]
    pub const fn union(mut self) -> Self {
        if let Kind::Structure(structure) = &mut self.kind {
            structure.union = true;
        }
        self
    }

    /// With a namespace. No effect unless a structure.
    #[must_use]
    pub const fn xmlns(mut self, prefix: Option<&'static str>, uri: &'static str) -> Self {
        if let Kind::Structure(structure) = &mut self.kind {
            structure.xmlns = Some(Xmlns { prefix, uri });
        }
        self
    }

    /// The members of a structure; empty for every other kind.
    #[must_use]
    pub const fn members(&self) -> &'static [Member] {
        match &self.kind {
            Kind::Structure(structure) => structure.members,
            _ => &[],
        }
    }
}

impl Member {
    /// An optional member that travels in the body under its own name.
    #[must_use]
    pub const fn new(name: &'static str, shape: &'static Shape) -> Self {
        Self {
            name,
            shape,
            location_name: None,
            query_name: None,
            location: Location::Body,
            required: false,
            flattened: false,
            xml_attribute: false,
            idempotency_token: false,
            streaming: false,
            json_value: false,
            xmlns: None,
        }
    }

    /// With another name on the wire.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.location_name = Some(name);
        self
    }

    /// With another name in EC2 requests.
    #[must_use]
    pub const fn query_named(mut self, name: &'static str) -> Self {
        self.query_name = Some(name);
        self
    }

    /// At this place.
    #[must_use]
    pub const fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Required in requests.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Without an element of its own.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }

    /// As an attribute.
    #[must_use]
    pub const fn xml_attribute(mut self) -> Self {
        self.xml_attribute = true;
        self
    }

    /// A token that SDKs fill.
    #[must_use]
    pub const fn idempotency_token(mut self) -> Self {
        self.idempotency_token = true;
        self
    }

    /// The body as it is.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// JSON in text.
    #[must_use]
    pub const fn json_value(mut self) -> Self {
        self.json_value = true;
        self
    }

    /// With a namespace.
    #[must_use]
    pub const fn xmlns(mut self, prefix: Option<&'static str>, uri: &'static str) -> Self {
        self.xmlns = Some(Xmlns { prefix, uri });
        self
    }

    /// The name on the wire: in JSON, CBOR, XML, headers and query requests.
    #[must_use]
    pub const fn wire_name(&self) -> &'static str {
        match self.location_name {
            Some(name) => name,
            None => self.name,
        }
    }

    /// The other name that clients may give to a flattened list in XML and in query
    /// requests: that of its elements. We write [`Member::wire_name`].
    #[must_use]
    pub const fn element_name(&self) -> &'static str {
        if self.flattened
            && let Kind::List(element) = &self.shape.kind
            && let Some(name) = element.location_name
        {
            return name;
        }
        self.wire_name()
    }

    /// The name in requests of the EC2 protocol: the name on the wire with its first
    /// letter upper-case, unless the model gives a name of its own.
    #[must_use]
    pub fn ec2_name(&self) -> Cow<'static, str> {
        if let Some(name) = self.query_name {
            return Cow::Borrowed(name);
        }
        let name = self.wire_name();
        match name.chars().next() {
            Some(first) if !first.is_uppercase() => {
                Cow::Owned(first.to_uppercase().chain(name.chars().skip(1)).collect())
            }
            _ => Cow::Borrowed(name),
        }
    }
}

impl Pattern {
    /// A pattern that is compiled when first asked.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// Whether the whole of `value` matches. A pattern that cannot be compiled
    /// accepts everything; the generator refuses such patterns, so none is offered.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let regex = self.compiled.get_or_init(|| compile(self.text));
        regex.as_ref().is_none_or(|regex| regex.is_match(value))
    }
}

/// Anchors a pattern and turns `\uXXXX`, which the models use, into `\x{XXXX}`. The classes `\w`,
/// `\d` and `\s` are of ASCII, as the models' language has them (java.util.regex.Pattern), and so
/// is `\p{Print}`; two surrogates are one character.
fn compile(text: &str) -> Option<Regex> {
    let text = text
        .replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\x{10000}-\x{10FFFF}")
        .replace(r"\p{Print}", r"[\x20-\x7E]");
    let mut anchored = String::with_capacity(text.len() + 12);
    anchored.push_str(r"\A(?:");
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            anchored.push(c);
            continue;
        }
        match chars.next() {
            Some('u') => {
                anchored.push_str("\\x{");
                anchored.extend(chars.by_ref().take(4));
                anchored.push('}');
            }
            Some('w') => anchored.push_str("[0-9A-Za-z_]"),
            Some('d') => anchored.push_str("[0-9]"),
            Some('s') => anchored.push_str(r"[ \t\n\x0B\f\r]"),
            Some('W') => anchored.push_str("[^0-9A-Za-z_]"),
            Some('D') => anchored.push_str("[^0-9]"),
            Some('S') => anchored.push_str(r"[^ \t\n\x0B\f\r]"),
            escaped => {
                anchored.push('\\');
                anchored.extend(escaped);
            }
        }
    }
    anchored.push_str(r")\z");
    Regex::new(&anchored).ok()
}

impl ErrorShape {
    /// An error with the query code of its name: 400, or 500 for a server fault.
    #[must_use]
    pub const fn new(shape: &'static Shape, code: &'static str, status: u16, server: bool) -> Self {
        Self { shape, code, status, server_fault: server }
    }

    /// The member that carries the text, as the model spells it; `message` when it
    /// has none.
    #[must_use]
    pub fn message_member(&self) -> &'static str {
        let members = self.shape.members();
        members
            .iter()
            .find(|member| member.name.eq_ignore_ascii_case("message"))
            .map_or("message", Member::wire_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_patterns_are_of_ascii() {
        let name = Pattern::new(r"[\w+=,.@-]+");
        assert!(name.matches("a_Z9+=,.@-"));
        for other in ["", "é", "admın", "ａｄｍｉｎ", "a\u{660}", "a b", "a\n"] {
            assert!(!name.matches(other), "{other}");
        }
        let digits = Pattern::new(r"\d{2}");
        assert!(digits.matches("12") && !digits.matches("١٢"));
        let xml = Pattern::new(r"[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF\t]*");
        assert!(xml.matches("a\tb \u{1F600}") && !xml.matches("\u{1}") && !xml.matches("\n"));
        let print = Pattern::new(r"\p{Print}+");
        assert!(print.matches("a b~") && !print.matches("\u{e9}") && !print.matches(""));
        let any = Pattern::new(r"[\S\s]*");
        assert!(any.matches("a\u{2003}\u{a0}\n") && any.matches("é"));
    }
}
