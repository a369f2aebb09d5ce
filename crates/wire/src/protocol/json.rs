//! awsJson1.0 and awsJson1.1.

use ferrogate_api::json::{JsonEncoder, JsonError};
use ferrogate_api::{
    Encoder, ErrorReply, Location, Operation, Protocol, Service, Shape, Value, Wire,
};

use super::{ProtocolError, ResponseParts, add_query_error, error_members, response};

impl From<JsonError> for ProtocolError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Syntax => Self::Malformed,
            JsonError::Type(text) => Self::Type(text),
        }
    }
}

/// Reads a body; an empty one is an empty structure.
pub(super) fn decode(shape: &'static Shape, body: &[u8]) -> Result<Value, ProtocolError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Struct(vec![Value::Absent; shape.members().len()]));
    }
    match ferrogate_api::json::decode(body, shape)? {
        Value::Absent => Err(ProtocolError::Malformed),
        value => Ok(value),
    }
}

pub(super) fn encode_output(
    protocol: Protocol,
    operation: &'static Operation,
    output: &dyn Wire,
) -> ResponseParts {
    let mut body = Vec::with_capacity(512);
    output.write(operation.output, &mut JsonEncoder::new(&mut body));
    response(200, content_type(protocol), body)
}

pub(super) fn encode_error(
    protocol: Protocol,
    service: &Service,
    error: &ErrorReply,
) -> ResponseParts {
    let body = error_body(error, true);
    let mut parts = response(error.status, content_type(protocol), body);
    add_query_error(&mut parts, service, error);
    parts
}

/// The JSON object of an error; the REST protocol says its type in a header.
pub(super) fn error_body(error: &ErrorReply, with_type: bool) -> Vec<u8> {
    let mut body = Vec::with_capacity(128);
    let mut separator = b'{';
    let mut name = |body: &mut Vec<u8>, name: &str| {
        body.push(separator);
        separator = b',';
        JsonEncoder::new(body).string(name);
        body.push(b':');
    };
    if with_type {
        name(&mut body, "__type");
        JsonEncoder::new(&mut body).string(&error.code);
    }
    if !error.message.text.is_empty() {
        let member = match error.shape {
            Some(shape) => shape.message_member(),
            // AWS writes this one in capitals, and every other in small letters.
            None if error.code == "SerializationException" => "Message",
            None => "message",
        };
        name(&mut body, member);
        JsonEncoder::new(&mut body).string(&error.message.text);
    }
    error_members(error, |member, value| {
        if member.location != Location::Body {
            return; // written by the REST protocols
        }
        name(&mut body, member.wire_name());
        value.write(member.shape, &mut JsonEncoder::new(&mut body));
    });
    if body.is_empty() {
        body.push(b'{');
    }
    body.push(b'}');
    body
}

fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Json10 => "application/x-amz-json-1.0",
        _ => "application/x-amz-json-1.1",
    }
}
