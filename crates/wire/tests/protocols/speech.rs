//! The exact bytes of answers, as real services were seen to send them.

use ferrogate_api::{
    Common, ErrorReply, Message, OrFault, Protocol, ServiceError, Value, ec2, ecr, ecs, iam, sts,
};
use ferrogate_wire::protocol::{self, ProtocolError, RequestParts, ResponseParts};
use http::HeaderMap;

const ID: &str = "11112222-3333-4444-5555-666677778888";

fn text(parts: &ResponseParts) -> &str {
    std::str::from_utf8(&parts.body).unwrap()
}

fn header<'p>(parts: &'p ResponseParts, name: &str) -> &'p str {
    parts.headers[name].to_str().unwrap()
}

#[test]
fn json_answers() {
    let output = ecs::ListClustersResponse {
        cluster_arns: Some(vec!["arn:aws:ecs:eu-west-1:1:cluster/a\"b".to_owned()]),
        ..Default::default()
    };
    let operation = &ecs::operation::ListClusters;
    let parts = protocol::encode_output(Protocol::Json11, operation, &output, ID);
    assert_eq!(parts.status, 200);
    assert_eq!(header(&parts, "content-type"), "application/x-amz-json-1.1");
    assert_eq!(header(&parts, "x-amzn-requestid"), ID);
    assert_eq!(text(&parts), r#"{"clusterArns":["arn:aws:ecs:eu-west-1:1:cluster/a\"b"]}"#);
}

#[test]
fn json_errors() {
    let write = |error: ErrorReply| {
        protocol::encode_error(Protocol::Json11, &ecs::SERVICE, None, &error, ID)
    };
    let parts = write(ecs::Error::cluster_not_found("Cluster not found.").into_reply());
    assert_eq!(parts.status, 400);
    assert_eq!(
        text(&parts),
        r#"{"__type":"ClusterNotFoundException","message":"Cluster not found."}"#
    );
    let parts = write(ProtocolError::Malformed.into_reply(Protocol::Json11));
    assert_eq!(text(&parts), r#"{"__type":"SerializationException"}"#);
    let error = ProtocolError::Type("STRING_VALUE can not be converted to an Integer".to_owned());
    assert_eq!(
        text(&write(error.into_reply(Protocol::Json11))),
        r#"{"__type":"SerializationException","Message":"STRING_VALUE can not be converted to an Integer"}"#
    );
    let parts = write(ecs::Error::server("x").into_reply());
    assert_eq!(parts.status, 500);
    let parts = write(ecs::Error::not_built("daemons are not built").into_reply());
    assert_eq!(
        text(&parts),
        r#"{"__type":"UnsupportedFeatureException","message":"daemons are not built"}"#
    );
}

#[test]
fn members_of_an_error_stand_beside_its_text() {
    let message = Message::from("Layer part is wrong")
        .with("uploadId", "u")
        .with("lastValidByteReceived", 7)
        .with("unknown", true);
    let error = ecr::Error::invalid_layer_part(message).into_reply();
    let parts = protocol::encode_error(Protocol::Json11, &ecr::SERVICE, None, &error, ID);
    assert_eq!(
        text(&parts),
        r#"{"__type":"InvalidLayerPartException","message":"Layer part is wrong","uploadId":"u","lastValidByteReceived":7}"#
    );
}

#[test]
fn a_wrong_type_is_named() {
    let headers = HeaderMap::new();
    let parts = RequestParts { method: "POST", path: "/", query: "", headers: &headers };
    let read = |body: &str| {
        let operation = &ecs::operation::RunTask;
        protocol::decode(Protocol::Json11, operation, &parts, body.as_bytes())
    };
    let refused = |text: &str| Err(ProtocolError::Type(text.to_owned()));
    assert_eq!(
        read(r#"{"count":"1"}"#),
        refused("STRING_VALUE can not be converted to an Integer")
    );
    assert_eq!(read(r#"{"cluster":1}"#), refused("NUMBER_VALUE can not be converted to a String"));
    assert_eq!(
        read(r#"{"count":3000000000}"#),
        refused("NUMBER_VALUE can not be converted to an Integer")
    );
    assert_eq!(read("{"), Err(ProtocolError::Malformed));
    assert_eq!(read("null"), Err(ProtocolError::Malformed));
    assert_eq!(read("{} x"), Err(ProtocolError::Malformed));
    assert!(read(r#"{"unknown":{"a":[1]},"cluster":null,"count":1.0}"#).is_ok());
}

#[test]
fn query_answers() {
    let output = sts::GetCallerIdentityResponse {
        user_id: Some("1".to_owned()),
        account: Some("123456789012".to_owned()),
        arn: Some("arn:aws:iam::123456789012:root".to_owned()),
    };
    let operation = &sts::operation::GetCallerIdentity;
    let parts = protocol::encode_output(Protocol::Query, operation, &output, ID);
    assert_eq!(header(&parts, "content-type"), "text/xml");
    assert_eq!(
        text(&parts),
        format!(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
             <GetCallerIdentityResult><UserId>1</UserId><Account>123456789012</Account>\
             <Arn>arn:aws:iam::123456789012:root</Arn></GetCallerIdentityResult>\
             <ResponseMetadata><RequestId>{ID}</RequestId></ResponseMetadata>\
             </GetCallerIdentityResponse>"
        )
    );
}

#[test]
fn query_errors_go_by_the_code_of_the_query_protocol() {
    let error = iam::Error::no_such_entity("The user <x> cannot be found.").into_reply();
    assert_eq!(error.code, "NoSuchEntityException");
    let parts = protocol::encode_error(Protocol::Query, &iam::SERVICE, None, &error, ID);
    assert_eq!(parts.status, 404);
    assert_eq!(
        text(&parts),
        format!(
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error>\
             <Type>Sender</Type><Code>NoSuchEntity</Code>\
             <Message>The user &lt;x&gt; cannot be found.</Message></Error>\
             <RequestId>{ID}</RequestId></ErrorResponse>"
        )
    );
}

#[test]
fn ec2_answers_and_errors() {
    let output = ec2::DescribeVpcsResult {
        vpcs: Some(vec![ec2::Vpc { vpc_id: Some("vpc-1".to_owned()), ..Default::default() }]),
        next_token: None,
    };
    let operation = &ec2::operation::DescribeVpcs;
    let parts = protocol::encode_output(Protocol::Ec2, operation, &output, ID);
    assert_eq!(header(&parts, "content-type"), "text/xml;charset=UTF-8");
    assert_eq!(header(&parts, "server"), "AmazonEC2");
    assert_eq!(
        text(&parts),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
             <requestId>{ID}</requestId><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>\
             </DescribeVpcsResponse>"
        )
    );
    let error = ec2::Error::new("InvalidVpcID.NotFound", "The vpc ID 'vpc-2' does not exist");
    let parts = protocol::encode_error(Protocol::Ec2, &ec2::SERVICE, None, &error.into_reply(), ID);
    assert_eq!(
        text(&parts),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>\
             <Code>InvalidVpcID.NotFound</Code>\
             <Message>The vpc ID 'vpc-2' does not exist</Message></Error></Errors>\
             <RequestID>{ID}</RequestID></Response>"
        )
    );
}

#[test]
fn an_empty_list_is_an_empty_element_and_an_absent_one_is_none() {
    let operation = &ec2::operation::DescribeVpcs;
    let empty = ec2::DescribeVpcsResult { vpcs: Some(Vec::new()), next_token: None };
    let parts = protocol::encode_output(Protocol::Ec2, operation, &empty, ID);
    assert!(text(&parts).contains("<vpcSet/>"));
    let absent = ec2::DescribeVpcsResult::default();
    let parts = protocol::encode_output(Protocol::Ec2, operation, &absent, ID);
    assert!(!text(&parts).contains("vpcSet"));
}

#[test]
fn control_characters_cannot_break_an_answer() {
    let error = ec2::Error::new("X", "a\u{0}b\u{b}c\rd").into_reply();
    let parts = protocol::encode_error(Protocol::Ec2, &ec2::SERVICE, None, &error, ID);
    assert!(text(&parts).contains("<Message>a\u{fffd}b\u{fffd}c&#xD;d</Message>"));
}

#[test]
fn cbor_errors_have_a_namespace_and_the_frame_of_the_protocol() {
    let error = Common::new("ResourceNotFound", "x").into_reply();
    let parts = protocol::encode_error(Protocol::Cbor, &ecs::SERVICE, None, &error, ID);
    assert_eq!(header(&parts, "smithy-protocol"), "rpc-v2-cbor");
    assert_eq!(header(&parts, "content-type"), "application/cbor");
    let expected = b"\xa2\x66__type\x78\x22com.amazonaws.ecs#ResourceNotFound\x67message\x61x";
    assert_eq!(&parts.body[..], expected);
}

#[test]
fn rest_errors_say_their_type_in_a_header() {
    let error = Common::new("ResourceNotFoundException", "No cluster found for name: x.")
        .with_status(404)
        .into_reply();
    let parts = protocol::encode_error(Protocol::RestJson, &ecs::SERVICE, None, &error, ID);
    assert_eq!(parts.status, 404);
    assert_eq!(header(&parts, "x-amzn-errortype"), "ResourceNotFoundException");
    assert_eq!(text(&parts), r#"{"message":"No cluster found for name: x."}"#);
}

#[test]
fn a_fault_keeps_its_cause_and_an_error_its_words() {
    let failed: Result<(), std::num::ParseIntError> = "x".parse::<i32>().map(drop);
    let failure: ferrogate_api::Failure<ecs::Error> = failed.or_fault().unwrap_err();
    assert!(format!("{failure:?}").contains("InvalidDigit"));
    let error = ecs::Error::client("Invalid arn syntax.");
    assert_eq!((error.code(), error.status()), ("ClientException", 400));
    assert_eq!(error.to_string(), "ClientException: Invalid arn syntax.");
    assert_eq!(Value::from("x").kind(), "a string");
}
