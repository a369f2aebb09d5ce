//! Answers of EC2's dialect; its requests are read by [`super::query`].

use ferrogate_api::{ErrorReply, Operation, Wire};
use http::{HeaderValue, header};

use super::xml::{PROLOG, Style, XmlEncoder};
use super::{ResponseParts, error_members, query_code, response};

const CONTENT_TYPE: &str = "text/xml;charset=UTF-8";

pub(super) fn encode_output(
    operation: &'static Operation,
    output: &dyn Wire,
    request_id: &str,
) -> ResponseParts {
    let mut encoder = XmlEncoder::with_prolog(Style::Ec2, PROLOG);
    let root = format!("{}Response", operation.name);
    encoder.open(&root);
    encoder.namespace(operation.service.xmlns);
    encoder.text("requestId", request_id);
    output.write(operation.output, &mut encoder);
    encoder.close(&root);
    decorated(response(200, CONTENT_TYPE, encoder.into_bytes()))
}

pub(super) fn encode_error(error: &ErrorReply, request_id: &str) -> ResponseParts {
    let mut encoder = XmlEncoder::with_prolog(Style::Ec2, PROLOG);
    encoder.open("Response");
    encoder.open("Errors");
    encoder.open("Error");
    encoder.text("Code", query_code(error));
    encoder.text("Message", &error.message.text);
    error_members(error, |member, value| encoder.member(member, value));
    encoder.close("Error");
    encoder.close("Errors");
    // With a capital D here, and a small one in good answers.
    encoder.text("RequestID", request_id);
    encoder.close("Response");
    decorated(response(error.status, CONTENT_TYPE, encoder.into_bytes()))
}

/// The headers that every answer of EC2 has.
fn decorated(mut parts: ResponseParts) -> ResponseParts {
    let headers = &mut parts.headers;
    headers.insert(header::SERVER, HeaderValue::from_static("AmazonEC2"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    headers.insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    );
    parts
}
