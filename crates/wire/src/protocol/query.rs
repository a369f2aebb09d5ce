//! The query protocol, and how EC2's dialect of it is read: a form whose keys spell
//! paths (`Tags.member.1.Key=x`), answered in XML.
//!
//! The parameters are sorted once; every path is then a range of them, found by binary
//! search, so no tree is built and no index allocates anything.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::{
    ErrorReply, Kind, Map, Member, Operation, Service, Shape, Timestamp, Value, Wire,
};

use super::percent::Pair;
use super::xml::{self, XmlEncoder};
use super::{
    DEPTH_MAX, ProtocolError, ResponseParts, error_members, percent, query_code, query_fault,
    response,
};

/// Which names lead to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `Names.member.1`
    Query,
    /// `Name.1`
    Ec2,
}

/// Reads the parameters of a form body, or of the query string when there is no body.
pub(super) fn decode(
    dialect: Dialect,
    shape: &'static Shape,
    query: &str,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    let body = std::str::from_utf8(body).map_err(|_| ProtocolError::Malformed)?;
    let mut pairs = percent::pairs(query)?;
    pairs.extend(percent::pairs(body)?);
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let reader = Reader { dialect, pairs: &pairs, prefix: 0, depth: 0 };
    reader.structure(shape.members())
}

/// The parameters below one path. All their keys agree in the first `prefix` bytes,
/// which end with the dot after that path.
#[derive(Clone, Copy)]
struct Reader<'p> {
    dialect: Dialect,
    pairs: &'p [Pair<'p>],
    prefix: usize,
    depth: usize,
}

/// What stands at one name: the parameter itself, and those below it.
struct Found<'p> {
    exact: Option<&'p str>,
    below: Reader<'p>,
}

impl<'p> Found<'p> {
    fn is_empty(&self) -> bool {
        self.exact.is_none() && self.below.pairs.is_empty()
    }
}

impl<'p> Reader<'p> {
    /// The parameters at `name` and below. The last of equal keys counts.
    fn find(&self, name: &str) -> Found<'p> {
        fn rest<'s>(pair: &'s Pair<'_>, prefix: usize) -> &'s [u8] {
            pair.0.as_bytes().get(prefix..).unwrap_or_default()
        }
        let prefix = self.prefix;
        let name = name.as_bytes();
        let start = self.pairs.partition_point(|pair| rest(pair, prefix) < name);
        let tail = &self.pairs[start..];
        let equal = tail.partition_point(|pair| rest(pair, prefix) == name);
        let exact = equal.checked_sub(1).map(|last| tail[last].1.as_ref());
        let dotted = |pair: &Pair<'_>| {
            let rest = rest(pair, prefix);
            let head = &rest[..rest.len().min(name.len())];
            head.cmp(name).then_with(|| match rest.get(name.len()) {
                None => std::cmp::Ordering::Less,
                Some(byte) => byte.cmp(&b'.'),
            })
        };
        let from = tail.partition_point(|pair| dotted(pair).is_lt());
        let count = tail[from..].partition_point(|pair| dotted(pair).is_eq());
        let below = Reader {
            dialect: self.dialect,
            pairs: &tail[from..from + count],
            prefix: prefix + name.len() + 1,
            depth: self.depth + 1,
        };
        Found { exact, below }
    }

    fn structure(&self, members: &'static [Member]) -> Result<Value, ProtocolError> {
        let fields = members.iter().map(|member| self.member(member)).collect::<Result<_, _>>()?;
        Ok(Value::Struct(fields))
    }

    fn member(&self, member: &'static Member) -> Result<Value, ProtocolError> {
        let name = match self.dialect {
            Dialect::Query => Cow::Borrowed(member.wire_name()),
            Dialect::Ec2 => member.ec2_name(),
        };
        let mut found = self.find(&name);
        // Clients differ in whether a flattened list goes by its own name or by that
        // of its elements.
        if found.is_empty() && member.element_name() != member.wire_name() {
            found = self.find(member.element_name());
        }
        if found.is_empty() {
            return Ok(Value::Absent);
        }
        let flattened = member.flattened || self.dialect == Dialect::Ec2;
        found.value(member.shape, flattened, &name)
    }

    /// What stands at each position, in the order of the positions.
    fn positions(&self) -> Vec<(u32, Found<'p>)> {
        let mut positions: Vec<u32> = Vec::new();
        for pair in self.pairs {
            let rest = &pair.0[self.prefix..];
            let step = rest.split('.').next().unwrap_or(rest);
            if let Ok(position) = step.parse::<u32>()
                && step.as_bytes()[0].is_ascii_digit()
            {
                positions.push(position);
            }
        }
        positions.sort_unstable();
        positions.dedup();
        let found = positions.into_iter().map(|at| (at, self.find(&at.to_string())));
        // `01` is no position: nothing is found at `1`.
        found.filter(|(_, found)| !found.is_empty()).collect()
    }
}

impl<'p> Found<'p> {
    fn value(
        &self,
        shape: &'static Shape,
        flattened: bool,
        name: &str,
    ) -> Result<Value, ProtocolError> {
        // A level of a map takes up to three steps of the path.
        if self.below.depth > DEPTH_MAX * 3 {
            return Err(ProtocolError::TooDeep);
        }
        match &shape.kind {
            Kind::Structure(structure) => self.below.structure(structure.members),
            Kind::List(element) => self.list(element, flattened),
            Kind::Map(key, element) => self.map(key, element, flattened),
            _ => match self.exact {
                Some(text) => scalar(shape, text, name),
                None => Err(ProtocolError::Type(format!("{name} must be a single value"))),
            },
        }
    }

    fn list(&self, element: &'static Member, flattened: bool) -> Result<Value, ProtocolError> {
        let at = match flattened {
            true => self.below,
            false => self.below.find(element.location_name.unwrap_or("member")).below,
        };
        let mut items = Vec::new();
        for (position, found) in at.positions() {
            items.push(found.value(element.shape, false, &position.to_string())?);
        }
        // `Names=` is how an empty list is sent.
        Ok(Value::List(items))
    }

    fn map(
        &self,
        key: &'static Member,
        element: &'static Member,
        flattened: bool,
    ) -> Result<Value, ProtocolError> {
        let at = if flattened { self.below } else { self.below.find("entry").below };
        let (key_name, value_name) =
            (key.location_name.unwrap_or("key"), element.location_name.unwrap_or("value"));
        let mut entries = Map::new();
        for (_, found) in at.positions() {
            let Some(key) = found.below.find(key_name).exact else {
                return Err(ProtocolError::Type("A map entry has no key".to_owned()));
            };
            let value = found.below.find(value_name);
            let value = match value.is_empty() {
                true => Value::Absent,
                false => value.value(element.shape, false, value_name)?,
            };
            entries.insert(key.to_owned(), value);
        }
        Ok(Value::Map(entries))
    }
}

/// Reads a scalar from text, in the formats all text protocols share.
pub(super) fn scalar(
    shape: &'static Shape,
    text: &str,
    name: &str,
) -> Result<Value, ProtocolError> {
    let refuse = |wanted: &str| ProtocolError::Type(format!("{name} must be {wanted}"));
    let integer = |wanted: &str| text.trim().parse::<i64>().map_err(|_| refuse(wanted));
    Ok(match &shape.kind {
        Kind::String => Value::Str(text.to_owned()),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Value::Bool(true),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Value::Bool(false),
        Kind::Boolean => return Err(refuse("true or false")),
        Kind::Integer => {
            let value = integer("an integer")?;
            i32::try_from(value).map_err(|_| refuse("an integer of 32 bits"))?;
            Value::Int(value)
        }
        Kind::Long => Value::Int(integer("an integer")?),
        Kind::Float => Value::Float(match text.trim() {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            text => text.parse().map_err(|_| refuse("a number"))?,
        }),
        Kind::Blob => {
            let bytes = STANDARD.decode(text.trim()).map_err(|_| refuse("base64"))?;
            Value::Blob(bytes.into())
        }
        Kind::Timestamp(_) => {
            Value::Time(Timestamp::parse(text).map_err(|_| refuse("a timestamp"))?)
        }
        Kind::Document => Value::Document(serde_json::from_str(text).map_err(|_| refuse("JSON"))?),
        Kind::Structure(_) | Kind::List(_) | Kind::Map(..) => {
            return Err(refuse("a compound value"));
        }
    })
}

pub(super) fn encode_output(
    operation: &'static Operation,
    output: &dyn Wire,
    request_id: &str,
) -> ResponseParts {
    let mut encoder = XmlEncoder::new(xml::Style::Query);
    let root = format!("{}Response", operation.name);
    encoder.open(&root);
    encoder.namespace(operation.service.xmlns);
    match operation.result_wrapper {
        Some(wrapper) => encoder.element(wrapper, operation.output, output),
        None => output.write(operation.output, &mut encoder),
    }
    encoder.open("ResponseMetadata");
    encoder.text("RequestId", request_id);
    encoder.close("ResponseMetadata");
    encoder.close(&root);
    response(200, "text/xml", encoder.into_bytes())
}

pub(super) fn encode_error(
    service: &Service,
    error: &ErrorReply,
    request_id: &str,
) -> ResponseParts {
    let mut encoder = XmlEncoder::new(xml::Style::Query);
    encoder.open("ErrorResponse");
    encoder.namespace(service.xmlns);
    encoder.open("Error");
    encoder.text("Type", query_fault(error));
    encoder.text("Code", query_code(error));
    if !error.message.text.is_empty() {
        encoder.text("Message", &error.message.text);
    }
    error_members(error, |member, value| encoder.member(member, value));
    encoder.close("Error");
    encoder.text("RequestId", request_id);
    encoder.close("ErrorResponse");
    response(error.status, "text/xml", encoder.into_bytes())
}
