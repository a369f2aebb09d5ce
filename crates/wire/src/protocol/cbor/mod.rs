//! Smithy RPC v2 with CBOR bodies (RFC 8949).

mod decode;
mod encode;

pub(super) use decode::decode;

use ferrogate_api::{ErrorReply, Operation, Service, Wire};
use http::{HeaderName, HeaderValue};

use self::encode::CborEncoder;
use super::{ResponseParts, add_query_error, error_members, response};

pub(super) fn encode_output(operation: &'static Operation, output: &dyn Wire) -> ResponseParts {
    let mut body = Vec::with_capacity(512);
    output.write(operation.output, &mut CborEncoder::new(&mut body));
    framed(200, body)
}

pub(super) fn encode_error(service: &Service, error: &ErrorReply) -> ResponseParts {
    let mut members = Vec::new();
    let mut count = 1;
    if !error.message.text.is_empty() {
        count += 1;
        let name = error.shape.map_or("message", |shape| shape.message_member());
        let mut encoder = CborEncoder::new(&mut members);
        encoder.text(name);
        encoder.text(&error.message.text);
    }
    error_members(error, |member, value| {
        count += 1;
        let mut encoder = CborEncoder::new(&mut members);
        encoder.text(member.wire_name());
        value.write(member.shape, &mut encoder);
    });
    let mut body = Vec::with_capacity(members.len() + 64);
    let mut encoder = CborEncoder::new(&mut body);
    encoder.map_head(count);
    encoder.text("__type");
    // Clients cut at the `#`; what stands before it is the model's namespace.
    encoder.text(&format!("com.amazonaws.{}#{}", service.id, error.code));
    body.extend_from_slice(&members);
    let mut parts = framed(error.status, body);
    add_query_error(&mut parts, service, error);
    parts
}

fn framed(status: u16, body: Vec<u8>) -> ResponseParts {
    let mut parts = response(status, "application/cbor", body);
    let name = HeaderName::from_static("smithy-protocol");
    parts.headers.insert(name, HeaderValue::from_static("rpc-v2-cbor"));
    parts
}
