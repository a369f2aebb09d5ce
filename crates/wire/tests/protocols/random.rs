//! Bytes that nobody sane would send: every decoder answers, none panics, and no input
//! makes one slow.

use ferrogate_api::{Kind, Map, Member, Operation, Protocol, Shape, Timestamp, Value, ec2, ecs};
use ferrogate_wire::protocol::{self, ProtocolError, RequestParts};
use http::{HeaderMap, HeaderValue};
use proptest::collection::vec;
use proptest::prelude::*;

const PROTOCOLS: [Protocol; 7] = [
    Protocol::Json10,
    Protocol::Json11,
    Protocol::Query,
    Protocol::Ec2,
    Protocol::RestJson,
    Protocol::RestXml,
    Protocol::Cbor,
];

fn decode(
    protocol: Protocol,
    operation: &'static Operation,
    query: &str,
    body: &[u8],
) -> Result<Value, ProtocolError> {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(body) {
        headers.insert("x-header", value);
    }
    let parts = RequestParts { method: "POST", path: "/", query, headers: &headers };
    protocol::decode(protocol, operation, &parts, body)
}

/// Text that comes close to what each protocol expects.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let words = prop_oneof![
        Just("containerDefinitions"),
        Just("family"),
        Just("Filter"),
        Just("member"),
        Just("1"),
        Just("."),
        Just("="),
        Just("&"),
        Just("%"),
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("\""),
        Just(":"),
        Just(","),
        Just("null"),
        Just("-1e9"),
        Just("<a>"),
        Just("</a>"),
        Just("<family x='"),
        Just("&#0;"),
        Just("<![CDATA["),
        Just("\u{7f}\u{bf}"),
    ];
    vec(words, 0..40).prop_map(|words| words.concat().into_bytes())
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(body in vec(any::<u8>(), 0..200)) {
        for protocol in PROTOCOLS {
            let _ = decode(protocol, &ecs::operation::RegisterTaskDefinition, "", &body);
        }
    }

    #[test]
    fn nothing_that_looks_right_makes_a_decoder_panic(body in nearly()) {
        for protocol in PROTOCOLS {
            let _ = decode(protocol, &ecs::operation::RegisterTaskDefinition, "", &body);
            let _ = decode(protocol, &ec2::operation::DescribeSubnets, "", &body);
        }
    }

    #[test]
    fn no_query_string_makes_a_decoder_panic(query in "\\PC{0,80}") {
        for protocol in PROTOCOLS {
            let _ = decode(protocol, &ec2::operation::DescribeSubnets, &query, b"");
        }
    }

    /// CBOR that begins as a map, so that the walk gets past its first byte.
    #[test]
    fn no_map_of_cbor_makes_the_decoder_panic(mut body in vec(any::<u8>(), 0..80)) {
        body.splice(0..0, *b"\xbf\x74containerDefinitions\x9f\xbf");
        let _ = decode(Protocol::Cbor, &ecs::operation::RegisterTaskDefinition, "", &body);
    }

    #[test]
    fn what_is_written_is_read_as_it_was(value in of(&ecs::shape::TaskDefinition, 4)) {
        for protocol in [Protocol::Json11, Protocol::Cbor, Protocol::RestXml] {
            let mirror = mirror(&ecs::shape::TaskDefinition);
            let parts = protocol::encode_output(protocol, mirror, &value, "id");
            let read = decode(protocol, mirror, "", &parts.body).unwrap();
            prop_assert_eq!(&read, &value, "{:?}: {:?}", protocol, parts.body);
        }
    }
}

/// An operation that takes and gives the same shape.
fn mirror(shape: &'static Shape) -> &'static Operation {
    let model = &ecs::operation::DescribeTasks;
    Box::leak(Box::new(Operation {
        service: model.service,
        name: "Mirror",
        input: shape,
        output: shape,
        errors: &[],
        http: model.http,
        host_prefix: None,
        result_wrapper: None,
        input_element: None,
        input_xmlns: None,
        readonly: true,
        access: ferrogate_api::access::Access::open(),
    }))
}

/// Any value of a shape.
fn of(shape: &'static Shape, depth: u32) -> BoxedStrategy<Value> {
    let member = move |member: &'static Member| match depth {
        0 => Just(Value::Absent).boxed(),
        _ => prop_oneof![Just(Value::Absent), of(member.shape, depth - 1)].boxed(),
    };
    match &shape.kind {
        Kind::Structure(structure) => {
            let fields: Vec<_> = structure.members.iter().map(member).collect();
            fields.prop_map(Value::Struct).boxed()
        }
        Kind::List(element) => {
            vec(of(element.shape, depth.saturating_sub(1)), 0..3).prop_map(Value::List).boxed()
        }
        Kind::Map(_, element) => {
            let entry = ("[a-z<&\"]{1,5}", of(element.shape, depth.saturating_sub(1)));
            vec(entry, 0..3).prop_map(|entries| Value::Map(Map::from_iter(entries))).boxed()
        }
        // White space at the ends and control characters are no part of XML's text.
        Kind::String | Kind::Document => "[ -~\u{e9}\u{1f600}]{0,12}".prop_map(Value::Str).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Integer => any::<i32>().prop_map(|n| Value::Int(n.into())).boxed(),
        Kind::Long => any::<i64>().prop_map(Value::Int).boxed(),
        Kind::Float => (-1e9..1e9).prop_map(Value::Float).boxed(),
        Kind::Blob => vec(any::<u8>(), 0..9).prop_map(|b| Value::Blob(b.into())).boxed(),
        Kind::Timestamp(_) => {
            (0..4_000_000_000_000i64).prop_map(|ms| Value::Time(Timestamp(ms))).boxed()
        }
    }
}

#[test]
fn nesting_beyond_the_limit_is_refused_not_followed() {
    let operation = &ecs::operation::RegisterTaskDefinition;
    let deep = "[".repeat(1_000_000);
    let unknown = format!("{{\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
    assert!(decode(Protocol::Json11, operation, "", deep.as_bytes()).is_err());
    assert!(decode(Protocol::Json11, operation, "", unknown.as_bytes()).is_ok());
    let deep = b"\x9f".repeat(1_000_000);
    let mut unknown = b"\xbf\x61x".to_vec();
    unknown.extend_from_slice(&deep);
    assert!(decode(Protocol::Cbor, operation, "", &deep).is_err());
    assert_eq!(decode(Protocol::Cbor, operation, "", &unknown), Err(ProtocolError::TooDeep));
    let deep = "<a>".repeat(1_000_000);
    assert!(decode(Protocol::RestXml, operation, "", deep.as_bytes()).is_err());
    let deep = format!("Filter{}=x", ".1".repeat(1_000_000));
    let filters = decode(Protocol::Ec2, &ec2::operation::DescribeSubnets, "", deep.as_bytes());
    assert!(filters.is_ok(), "steps below a known member are no nesting");
}

#[test]
fn a_length_without_its_bytes_allocates_nothing() {
    let operation = &ecs::operation::ListClusters;
    for body in
        [&b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff"[..], b"\xa1\x7b\x7f\xff\xff\xff\xff\xff\xff\xff"]
    {
        assert_eq!(decode(Protocol::Cbor, operation, "", body), Err(ProtocolError::Malformed));
    }
}

#[test]
fn positions_of_a_list_count_by_value_not_by_spelling() {
    let body = b"SubnetId.10=c&SubnetId.2=b&SubnetId.1=a&SubnetId.4294967295=d&SubnetId.x=e";
    let value = decode(Protocol::Ec2, &ec2::operation::DescribeSubnets, "", body).unwrap();
    let Value::Struct(fields) = value else { panic!("{value:?}") };
    let at = ec2::shape::DescribeSubnetsRequest.members();
    let at = at.iter().position(|member| member.name == "SubnetIds").unwrap();
    let expected = ["a", "b", "c", "d"].map(Value::from).to_vec();
    assert_eq!(fields[at], Value::List(expected));
}
