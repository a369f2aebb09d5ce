//! Recorded requests are read as the parameters they were made from.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::{Location, Operation, Protocol, Value};
use ferrogate_wire::protocol::{self, RequestParts};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::suites::{self, Case};
use super::tables;

/// Requests that do not carry all of their parameters, or more.
const EXCUSED: &[(&str, &str)] = &[
    ("ec2/SDKApp*", "the compressed body is not recorded"),
    ("json/SDKApp*", "the compressed body is not recorded"),
    ("json_1_0/SDKApp*", "the compressed body is not recorded"),
    ("query/SDKApp*", "the compressed body is not recorded"),
    ("rest-json/SDKApp*", "the compressed body is not recorded"),
    ("rest-xml/SDKApp*", "the compressed body is not recorded"),
    ("ec2/Ec2EmptyQueryLists", "an empty list is not sent"),
    ("query/QueryEmptyQueryMaps", "an empty map is not sent"),
    ("rest-json/RestJsonOmitsEmptyListQueryValues", "an empty list is not sent"),
    ("rest-json/RestJsonHttpPrefixHeadersAreNotPresent", "an empty map is not sent"),
    ("rest-xml/HttpPrefixHeadersAreNotPresent", "an empty map is not sent"),
    ("query/QueryProtocolIdempotencyTokenAutoFill", "the client adds a token"),
    ("ec2/Ec2ProtocolIdempotencyTokenAutoFill", "the client adds a token"),
    ("rest-json/RestJsonQueryIdempotencyTokenAutoFill", "the client adds a token"),
    ("rest-xml/QueryIdempotencyTokenAutoFill", "the client adds a token"),
    ("rest-json/RestJsonQueryPrecedence", "the client drops a parameter"),
    ("rest-xml/RestXmlQueryPrecedence", "the client drops a parameter"),
    ("rest-json/RestJsonQueryParamsStringListMap", "the map of a server holds bound ones, too"),
    ("rest-xml/RestXmlQueryParamsStringListMap", "the map of a server holds bound ones, too"),
    ("rest-xml/AllQueryStringTypes", "the map of a server holds bound ones, too"),
    ("rest-xml/RestXmlQueryStringEscaping", "the map of a server holds bound ones, too"),
    ("rest-xml/RestXmlSupports*", "the map of a server holds bound ones, too"),
    ("rest-xml/RestXmlZeroAndFalseQueryValues", "the map of a server holds bound ones, too"),
    ("rest-json/RestJsonHostWithPath", "the endpoint has a path of its own"),
    ("rest-json/RestJsonHttpWithEmptyStructurePayload", "no payload is sent as an empty one"),
    ("rest-json/RestJsonHttpWithHeadersButNoPayload", "no payload is sent as an empty one"),
];

#[test]
fn every_recorded_request_is_read_as_its_parameters() {
    let cases = suites::cases("input");
    assert!(cases.len() > 300, "only {} cases were found", cases.len());
    suites::run(&cases, EXCUSED, check);
}

fn check(case: &Case) -> Result<(), String> {
    let (operation, protocol) = tables::operation(case);
    let request = &case.facts["serialized"];
    let uri = request["uri"].as_str().unwrap_or("/");
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let headers = headers(&request["headers"]);
    let body = request["body"].as_str().unwrap_or("");
    let body = match protocol {
        Protocol::Cbor => STANDARD.decode(body).map_err(|error| error.to_string())?,
        _ => body.as_bytes().to_vec(),
    };
    let method = request["method"].as_str().unwrap_or("POST");
    let parts = RequestParts { method, path, query, headers: &headers };
    let found = protocol::decode(protocol, operation, &parts, &body)
        .map_err(|error| format!("{error}: {request}"))?;
    let found = with_json_in_one_form(operation, found);
    let expected = tables::value(operation.input, &case.facts["params"]);
    // NaN is not equal to itself, but it is written the same.
    if format!("{found:?}") == format!("{expected:?}") {
        Ok(())
    } else {
        Err(format!("read {found:?}\n  instead of {expected:?}\n  from {request}"))
    }
}

pub(crate) fn headers(recorded: &serde_json::Value) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in recorded.as_object().into_iter().flatten() {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.insert(name, HeaderValue::from_str(value.as_str().unwrap()).unwrap());
    }
    headers
}

/// JSON in a header may be spaced in any way.
fn with_json_in_one_form(operation: &'static Operation, mut value: Value) -> Value {
    if let Value::Struct(fields) = &mut value {
        for (member, field) in operation.input.members().iter().zip(fields) {
            if member.json_value
                && member.location == Location::Header
                && let Value::Str(text) = field
            {
                let json: serde_json::Value = serde_json::from_str(text).unwrap();
                *text = json.to_string();
            }
        }
    }
    value
}
