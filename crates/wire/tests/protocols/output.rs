//! Recorded answers are what we write for the results they were read as.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::{ErrorReply, Location, Message, Operation, Protocol, Value};
use ferrogate_wire::protocol::{self, RequestParts, ResponseParts};
use http::HeaderMap;

use super::suites::{self, Case};
use super::{input, tables, tree};

/// Answers that are recorded in a form no server of AWS has to write.
const EXCUSED: &[(&str, &str)] = &[
    (
        "json/AwsJson11FooErrorUsingXAmznErrorType*",
        "the type of an error stands where we don't put it",
    ),
    ("json/AwsJson11FooErrorUsingCode*", "the type of an error stands where we don't put it"),
    ("json/AwsJson11DeserializeIgnoreType", "a union carries its type, which clients skip"),
    (
        "json_1_0/AwsJson10FooErrorUsingXAmznErrorType*",
        "the type of an error stands where we don't put it",
    ),
    ("json_1_0/AwsJson10FooErrorUsingCode*", "the type of an error stands where we don't put it"),
    ("json_1_0/AwsJson10DeserializeIgnoreType", "a union carries its type, which clients skip"),
    (
        "rest-json/RestJsonFooErrorUsingXAmznErrorTypeWith*",
        "the type of an error stands where we don't put it",
    ),
    ("rest-json/RestJsonFooErrorUsingCode*", "the type of an error stands where we don't put it"),
    (
        "rest-json/RestJsonFooErrorWithDunderType*",
        "the type of an error stands where we don't put it",
    ),
    ("rest-json/RestJsonDeserializeIgnoreType", "a union carries its type, which clients skip"),
    ("json/AwsJson11DateTimeWith*", "we write moments in UTC"),
    ("rest-json/RestJsonDateTimeWith*", "we write moments in UTC"),
    ("json/handles_unexpected_json_output", "members of no model"),
    ("json_1_0/AwsJson10HandlesUnexpectedJsonOutput", "members of no model"),
    ("json/json_1_1_service_responds_with_no_payload", "we write an empty object"),
    ("json_1_0/AwsJson10ServiceRespondsWithNoPayload", "we write an empty object"),
    ("rest-json/RestJsonEmptyInputAndEmptyOutputJsonObjectOutput", "we write an empty object"),
    ("rest-json/RestJsonGreetingWithErrorsNoPayload", "we write an empty object"),
    ("rest-json/RestJsonHttpResponseCodeWithNoPayload", "we write an empty object"),
    ("rest-json/RestJsonIgnoreQueryParamsInResponseNoPayload", "we write an empty object"),
    ("rest-json/RestJsonNoInputAndOutputNoPayload", "we write an empty object"),
    ("json/AwsJson11IntEnums", "a header of requests"),
    (
        "json_1_0-query-compatible/QueryCompatibleAwsJson10CustomCodeError",
        "not the status of its model",
    ),
    (
        "smithy-rpc-v2-cbor-query-compatible/QueryCompatibleRpcV2CborCustomCodeError",
        "not the status of its model",
    ),
    ("smithy-rpc-v2-cbor/RpcV2CborDeserializesDenseSetMapAndSkipsNull", "a null that clients skip"),
    ("rest-xml/XmlNamespaces", "a namespace that the other XML protocols leave out"),
    ("ec2/Ec2ComplexError", "the text is no part of the recorded result"),
    ("rest-xml/InvalidGreetingError", "members of no model"),
    ("rest-xml/ComplexError", "the text is no part of the recorded result"),
];

#[test]
fn every_recorded_answer_is_what_we_write() {
    let cases = suites::cases("output");
    assert!(cases.len() > 300, "only {} cases were found", cases.len());
    suites::run(&cases, EXCUSED, check);
}

fn check(case: &Case) -> Result<(), String> {
    let (operation, protocol) = tables::operation(case);
    let parts = match case.facts.get("error") {
        Some(error) => write_error(case, operation, protocol, error),
        None => {
            let result = tables::value(operation.output, &case.facts["result"]);
            protocol::encode_output(protocol, operation, &result, "foo-id")
        }
    };
    compare_status(case, &parts)?;
    compare_headers(case, &parts)?;
    compare_body(case, protocol, &parts)
}

fn write_error(
    case: &Case,
    operation: &'static Operation,
    protocol: Protocol,
    error: &serde_json::Value,
) -> ResponseParts {
    let shape = operation.errors.iter().find(|shape| {
        let code = case.facts["errorCode"].as_str().unwrap();
        shape.shape.name == code || shape.code == code
    });
    let shape = shape.expect("a recorded error is one of the operation's");
    let Value::Struct(fields) = tables::value(shape.shape, error) else { panic!("{error}") };
    let mut message = Message::from(case.facts["errorMessage"].as_str().unwrap_or(""));
    for (member, field) in shape.shape.members().iter().zip(fields) {
        if member.wire_name() == shape.message_member() {
            if let Value::Str(text) = field {
                message.text = text;
            }
        } else if !field.is_absent() {
            message.members.push((member.name, field));
        }
    }
    let reply = ErrorReply::modelled(shape, message);
    protocol::encode_error(protocol, operation.service, Some(operation), &reply, "foo-id")
}

fn compare_status(case: &Case, parts: &ResponseParts) -> Result<(), String> {
    let status = case.facts["response"]["status_code"].as_u64().unwrap();
    match u64::from(parts.status.as_u16()) == status {
        true => Ok(()),
        false => Err(format!("status {} instead of {status}", parts.status)),
    }
}

fn compare_headers(case: &Case, parts: &ResponseParts) -> Result<(), String> {
    let recorded = input::headers(&case.facts["response"]["headers"]);
    for (name, value) in &recorded {
        // The length is the server's business, and the recordings made up their ids.
        if ["content-length", "x-amzn-requestid"].contains(&name.as_str()) {
            continue;
        }
        let found = parts.headers.get(name);
        let one_form = |text: &[u8]| {
            let text = String::from_utf8_lossy(text).replace(", ", ",");
            text.trim_end_matches(";charset=UTF-8").to_owned()
        };
        if found.map(|found| one_form(found.as_bytes())) != Some(one_form(value.as_bytes())) {
            return Err(format!("header {name}: {found:?} instead of {value:?}"));
        }
    }
    Ok(())
}

fn compare_body(case: &Case, protocol: Protocol, parts: &ResponseParts) -> Result<(), String> {
    let Some(recorded) = case.facts["response"]["body"].as_str() else { return Ok(()) };
    let is_raw = !recorded.trim_start().starts_with(['{', '<']);
    let recorded = recorded.as_bytes();
    let (found, expected) = match protocol {
        Protocol::Cbor => return compare_cbor(case, parts, recorded),
        Protocol::RestJson | Protocol::RestXml if is_raw => {
            (format!("{:?}", parts.body), format!("{:?}", bytes::Bytes::copy_from_slice(recorded)))
        }
        Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => {
            (tree::json(&parts.body).to_string(), tree::json(recorded).to_string())
        }
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
            let plain = |body| format!("{:?}", tree::xml(body).without_request_id());
            (plain(&parts.body), plain(recorded))
        }
    };
    match found == expected {
        true => Ok(()),
        false => Err(format!("wrote {found}\n  instead of {expected}")),
    }
}

/// The recordings use lengths that are not known in advance, so both bodies are read
/// by the reader that the recorded requests have proved.
fn compare_cbor(case: &Case, parts: &ResponseParts, recorded: &[u8]) -> Result<(), String> {
    let (operation, protocol) = tables::operation(case);
    let recorded = STANDARD.decode(recorded).map_err(|error| error.to_string())?;
    let shape = match case.facts.get("error") {
        Some(_) => operation.errors[0].shape,
        None => operation.output,
    };
    let mirror: &'static Operation = Box::leak(Box::new(Operation {
        service: operation.service,
        input: shape,
        ..empty(operation)
    }));
    let headers = HeaderMap::new();
    let request = RequestParts { method: "POST", path: "/", query: "", headers: &headers };
    let read = |body: &[u8]| {
        let value = protocol::decode(protocol, mirror, &request, body);
        value.map(|value| format!("{value:?}")).map_err(|error| error.to_string())
    };
    let (found, expected) = (read(&parts.body)?, read(&recorded)?);
    match found == expected {
        true => Ok(()),
        false => Err(format!("wrote {found}\n  instead of {expected}")),
    }
}

fn empty(operation: &'static Operation) -> Operation {
    Operation {
        service: operation.service,
        name: operation.name,
        input: operation.input,
        output: operation.output,
        errors: &[],
        http: operation.http,
        host_prefix: None,
        result_wrapper: None,
        input_element: None,
        input_xmlns: None,
        readonly: false,
        access: ferrogate_api::access::Access::open(),
    }
}

#[test]
fn what_we_write_is_read_as_the_same_result() {
    let cases = suites::cases("output");
    let mut count = 0;
    for case in cases.iter().filter(|case| case.facts.get("error").is_none()) {
        let (operation, protocol) = tables::operation(case);
        let outside = operation.output.members().iter().any(|m| m.location != Location::Body);
        if outside || matches!(protocol, Protocol::Query | Protocol::Ec2) {
            continue; // written for clients only
        }
        let result = tables::value(operation.output, &case.facts["result"]);
        let parts = protocol::encode_output(protocol, operation, &result, "foo-id");
        let mut mirror = empty(operation);
        mirror.input = operation.output;
        mirror.http.uri = "/";
        let request =
            RequestParts { method: "POST", path: "/", query: "", headers: &HeaderMap::new() };
        let mirror: &'static Operation = Box::leak(Box::new(mirror));
        let read = protocol::decode(protocol, mirror, &request, &parts.body);
        let read = read.unwrap_or_else(|error| panic!("{}: {error}: {parts:?}", case.id));
        assert_eq!(format!("{read:?}"), format!("{result:?}"), "{}", case.id);
        count += 1;
    }
    assert!(count > 100, "only {count} cases were read back");
}
