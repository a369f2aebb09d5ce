//! The wire protocols of AWS: bytes to a [`Value`], and an answer or an error to bytes.
//!
//! One non-generic codec for each protocol, driven by the static tables of
//! `ferrogate-api`. Knows nothing of routing, signatures, connections: its callers
//! have found the operation already. A body is bounded by its caller; here time and
//! memory are linear in its length, and nesting is bounded by [`DEPTH_MAX`].
//!
//! Read [`decode`] first, then [`json`].

mod cbor;
mod ec2;
pub(crate) mod events;
mod json;
mod percent;
mod query;
mod rest;
mod xml;

use bytes::Bytes;
use ferrogate_api::{ErrorReply, FaultKind, Operation, Protocol, Service, Value, Wire};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

/// Structures, lists and maps of a request may nest this deep.
pub const DEPTH_MAX: usize = ferrogate_api::json::depth_max();

/// The parts of a request that a codec reads besides the body.
#[derive(Clone, Copy, Debug)]
pub struct RequestParts<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The path as it arrived, still percent-encoded.
    pub path: &'a str,
    /// The query string as it arrived, without the question mark; empty without one.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
}

/// An answer, ready to be sent.
#[derive(Clone, Debug)]
pub struct ResponseParts {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers: content type, request id, and what the model puts there.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Why a request is not of its operation's shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// The bytes are not of the protocol's format.
    #[error("the request is malformed")]
    Malformed,
    /// A value is not of its member's type; the text is fit for clients.
    #[error("{0}")]
    Type(String),
    /// It is nested deeper than [`DEPTH_MAX`].
    #[error("the request is nested too deep")]
    TooDeep,
}

impl ProtocolError {
    /// The error in the words of a protocol, always status 400.
    #[must_use]
    pub fn into_reply(self, protocol: Protocol) -> ErrorReply {
        let text = match self {
            Self::Malformed => String::new(),
            Self::Type(text) => text,
            Self::TooDeep => "The request is nested too deep".to_owned(),
        };
        let (code, fallback) = match protocol {
            Protocol::Json10 | Protocol::Json11 | Protocol::RestJson | Protocol::Cbor => {
                ("SerializationException", "")
            }
            Protocol::Query => ("MalformedInput", "The request is not a valid form"),
            Protocol::Ec2 => ("InvalidParameterValue", "The request is not a valid form"),
            Protocol::RestXml => {
                ("MalformedXML", "The XML is not well-formed or not of its schema")
            }
        };
        let text = if text.is_empty() { fallback.to_owned() } else { text };
        ferrogate_api::Common::new(code, text).into_reply()
    }
}

/// Reads a request of `operation`. The value has passed no validator yet.
pub fn decode(
    protocol: Protocol,
    operation: &'static Operation,
    parts: &RequestParts<'_>,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    match protocol {
        Protocol::Json10 | Protocol::Json11 => json::decode(operation.input, body),
        Protocol::Query => query::decode(query::Dialect::Query, operation.input, parts.query, body),
        Protocol::Ec2 => query::decode(query::Dialect::Ec2, operation.input, parts.query, body),
        Protocol::RestJson | Protocol::RestXml => rest::decode(protocol, operation, parts, body),
        Protocol::Cbor => cbor::decode(operation.input, body),
    }
}

/// Writes a good answer of `operation`.
#[must_use]
pub fn encode_output(
    protocol: Protocol,
    operation: &'static Operation,
    output: &dyn Wire,
    request_id: &str,
) -> ResponseParts {
    let mut parts = match protocol {
        Protocol::Json10 | Protocol::Json11 => json::encode_output(protocol, operation, output),
        Protocol::Query => query::encode_output(operation, output, request_id),
        Protocol::Ec2 => ec2::encode_output(operation, output, request_id),
        Protocol::RestJson | Protocol::RestXml => rest::encode_output(protocol, operation, output),
        Protocol::Cbor => cbor::encode_output(operation, output),
    };
    add_request_id(&mut parts, protocol, request_id);
    parts
}

/// Writes an error of `service`. The operation is known unless the error is about
/// finding it.
#[must_use]
pub fn encode_error(
    protocol: Protocol,
    service: &'static Service,
    operation: Option<&'static Operation>,
    error: &ErrorReply,
    request_id: &str,
) -> ResponseParts {
    // No error differs by operation today; whoever calls has it at hand anyway.
    let _ = operation;
    let mut parts = match protocol {
        Protocol::Json10 | Protocol::Json11 => json::encode_error(protocol, service, error),
        Protocol::Query => query::encode_error(service, error, request_id),
        Protocol::Ec2 => ec2::encode_error(error, request_id),
        Protocol::RestJson | Protocol::RestXml => {
            rest::encode_error(protocol, service, error, request_id)
        }
        Protocol::Cbor => cbor::encode_error(service, error),
    };
    add_request_id(&mut parts, protocol, request_id);
    parts
}

/// Names the request in the header where each protocol's clients look for it.
fn add_request_id(parts: &mut ResponseParts, protocol: Protocol, request_id: &str) {
    let Ok(value) = HeaderValue::from_str(request_id) else {
        return; // an id that is no header text is left out
    };
    if protocol == Protocol::RestXml {
        parts.headers.insert(HeaderName::from_static("x-amz-id-2"), value.clone());
        parts.headers.insert(HeaderName::from_static("x-amz-request-id"), value);
    } else {
        parts.headers.insert(HeaderName::from_static("x-amzn-requestid"), value);
    }
}

/// An answer with a body of this type.
fn response(status: u16, content_type: &'static str, body: Vec<u8>) -> ResponseParts {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ResponseParts { status, headers, body: body.into() }
}

/// The code that clients of the query protocols know an error by.
fn query_code(error: &ErrorReply) -> &str {
    error.shape.map_or(&error.code, |shape| shape.code)
}

/// `Sender` or `Receiver`.
fn query_fault(error: &ErrorReply) -> &'static str {
    match error.fault {
        FaultKind::Client => "Sender",
        FaultKind::Server => "Receiver",
    }
}

/// Tells clients that grew up with the query protocol the code they know.
fn add_query_error(parts: &mut ResponseParts, service: &Service, error: &ErrorReply) {
    if !service.query_compatible {
        return;
    }
    let text = format!("{};{}", query_code(error), query_fault(error));
    if let Ok(value) = HeaderValue::from_str(&text) {
        parts.headers.insert(HeaderName::from_static("x-amzn-query-error"), value);
    }
}

/// Calls `write` with each further member of a modelled error that its shape knows.
fn error_members(
    error: &ErrorReply,
    mut write: impl FnMut(&'static ferrogate_api::Member, &dyn Wire),
) {
    let Some(shape) = error.shape else { return };
    for (name, value) in &error.message.members {
        let member = shape.shape.members().iter().find(|member| member.name == *name);
        if let Some(member) = member {
            write(member, value);
        }
    }
}
