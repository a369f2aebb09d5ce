//! What rest-json and rest-xml share: members that travel in the path, the query
//! string, headers and the status, and a body that holds the others.

mod header;
mod output;
mod path;

pub(super) use output::{encode_error, encode_output};
use path::labels;

use bytes::Bytes;
use ferrogate_api::{Kind, Location, Map, Member, Operation, Protocol, Shape, Value};

use super::percent::Pair;
use super::query::scalar;
use super::{ProtocolError, RequestParts, json, percent, xml};

/// Reads a request whose path fits the operation's template.
pub(super) fn decode(
    protocol: Protocol,
    operation: &'static Operation,
    parts: &RequestParts<'_>,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    let Kind::Structure(structure) = &operation.input.kind else {
        return Err(ProtocolError::Malformed);
    };
    let labels = labels(operation.http.uri, parts.path).ok_or(ProtocolError::Malformed)?;
    let query = percent::pairs(parts.query)?;
    let mut fields = match structure.payload {
        Some(_) => vec![Value::Absent; structure.members.len()],
        None => body_fields(protocol, operation.input, body)?,
    };
    for (at, member) in structure.members.iter().enumerate() {
        match member.location {
            Location::Uri => {
                let raw = labels.iter().find(|(name, _)| *name == member.wire_name());
                let (_, raw) = raw.ok_or(ProtocolError::Malformed)?;
                let text = percent::decode(raw, false)?;
                fields[at] = scalar(member.shape, &text, member.name)?;
            }
            Location::QueryString => {
                fields[at] = from_query(member, &query)?;
            }
            Location::Header => fields[at] = header::read(member, parts.headers)?,
            Location::Headers => fields[at] = header::read_prefixed(member, parts.headers)?,
            Location::Body if structure.payload == Some(at) => {
                fields[at] = payload(protocol, member, body)?;
            }
            // An answer's status is no part of a request.
            Location::Body | Location::StatusCode => {}
        }
    }
    Ok(Value::Struct(fields))
}

fn body_fields(
    protocol: Protocol,
    shape: &'static Shape,
    body: &[u8],
) -> Result<Vec<Value>, ProtocolError> {
    let absent = vec![Value::Absent; shape.members().len()];
    let in_body = shape.members().iter().any(|member| member.location == Location::Body);
    if !in_body || body.is_empty() {
        return Ok(absent);
    }
    match structured(protocol, shape, body)? {
        Value::Struct(fields) => Ok(fields),
        _ => Err(ProtocolError::Malformed),
    }
}

fn structured(
    protocol: Protocol,
    shape: &'static Shape,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    match protocol {
        Protocol::RestXml => xml::decode(shape, body),
        _ => json::decode(shape, body),
    }
}

fn payload(
    protocol: Protocol,
    member: &'static Member,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    match &member.shape.kind {
        _ if body.is_empty() => Ok(Value::Absent),
        Kind::Blob => Ok(Value::Blob(Bytes::copy_from_slice(body))),
        Kind::String => {
            let text = std::str::from_utf8(body).map_err(|_| ProtocolError::Malformed)?;
            Ok(Value::Str(text.to_owned()))
        }
        _ => structured(protocol, member.shape, body),
    }
}

fn from_query(member: &'static Member, query: &[Pair<'_>]) -> Result<Value, ProtocolError> {
    let name = member.wire_name();
    let mut values = query.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
    match &member.shape.kind {
        Kind::List(element) => {
            let items = values.map(|text| scalar(element.shape, text, member.name));
            let items = items.collect::<Result<Vec<_>, _>>()?;
            Ok(if items.is_empty() { Value::Absent } else { Value::List(items) })
        }
        Kind::Map(_, element) => spread(element, query),
        _ => match values.next() {
            Some(text) => scalar(member.shape, text, member.name),
            None => Ok(Value::Absent),
        },
    }
}

/// A map holds every parameter, also those that are members of their own.
fn spread(element: &'static Member, query: &[Pair<'_>]) -> Result<Value, ProtocolError> {
    let mut entries = Map::new();
    for (key, text) in query {
        match &element.shape.kind {
            Kind::List(inner) => {
                let item = scalar(inner.shape, text, key)?;
                match entries.entry(key.clone().into_owned()).or_insert(Value::List(Vec::new())) {
                    Value::List(items) => items.push(item),
                    _ => unreachable!("only lists are entered here"),
                }
            }
            _ => {
                let value = scalar(element.shape, text, key)?;
                entries.insert(key.clone().into_owned(), value);
            }
        }
    }
    Ok(if entries.is_empty() { Value::Absent } else { Value::Map(entries) })
}
