//! What clients read when a request breaks the model's constraints.

use ferrogate_api::{ErrorReply, Operation, ec2, ecr, ecs, iam, json, logs, sts, validate};

fn refusal(operation: &'static Operation, request: &str) -> ErrorReply {
    let value = json::decode(request.as_bytes(), operation.input).unwrap();
    validate::check(operation, &value).expect_err("the request is refused")
}

fn accepted(operation: &'static Operation, request: &str) {
    let value = json::decode(request.as_bytes(), operation.input).unwrap();
    validate::check(operation, &value).unwrap();
}

#[test]
fn generic_texts_name_every_mistake() {
    let error =
        refusal(&logs::operation::CreateLogStream, r#"{"logGroupName":"a b","logStreamName":""}"#);
    assert_eq!(error.code, "InvalidParameterException");
    assert_eq!(
        error.message.text,
        "2 validation errors detected: Value at 'logGroupName' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; \
         Value at 'logStreamName' failed to satisfy constraint: Member must have length \
         greater than or equal to 1"
    );
}

#[test]
fn generic_text_of_a_missing_member() {
    let error = refusal(&logs::operation::CreateLogGroup, "{}");
    assert_eq!(
        error.message.text,
        "1 validation error detected: Value null at 'logGroupName' failed to satisfy \
         constraint: Member must not be null"
    );
}

#[test]
fn generic_texts_of_ranges_lengths_and_nested_members() {
    let error = refusal(
        &logs::operation::PutLogEvents,
        r#"{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":1,"message":"m"},{"timestamp":-1,"message":""}]}"#,
    );
    assert_eq!(
        error.message.text,
        "2 validation errors detected: Value at 'logEvents.2.member.timestamp' failed to \
         satisfy constraint: Member must have value greater than or equal to 0; Value at \
         'logEvents.2.member.message' failed to satisfy constraint: Member must have length \
         greater than or equal to 1"
    );
}

#[test]
fn ecr_names_one_parameter() {
    for (request, text) in [
        (
            r#"{"repositoryName":"A_B"}"#,
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy \
             regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
        ),
        (
            r#"{"repositoryName":"a"}"#,
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length \
             greater than or equal to 2'",
        ),
        (
            r#"{"repositoryName":"app","imageTagMutability":"FIXED"}"#,
            "Invalid parameter at 'imageTagMutability' failed to satisfy constraint: 'Member must \
             satisfy enum value set: [MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, \
             MUTABLE_WITH_EXCLUSION]'",
        ),
    ] {
        let error = refusal(&ecr::operation::CreateRepository, request);
        assert_eq!(error.code, "InvalidParameterException");
        assert!(error.shape.is_some(), "the model declares this code");
        assert_eq!(error.message.text, text);
    }
}

#[test]
fn generic_text_of_elements_speaks_of_the_whole_list() {
    let error =
        refusal(&logs::operation::UntagResource, r#"{"resourceArn":"arn:x","tagKeys":["ok",""]}"#);
    let text = &error.message.text;
    assert!(
        text.contains(
            "Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: ["
        ),
        "{text}"
    );
}

#[test]
fn iam_does_not_quote_values_and_sts_does() {
    let error = refusal(&iam::operation::GetRole, r#"{"RoleName":"a b"}"#);
    assert_eq!(error.code, "ValidationError");
    let text = &error.message.text;
    assert!(text.starts_with("1 validation error detected: Value at 'roleName' failed"), "{text}");
    let error = refusal(&sts::operation::GetAccessKeyInfo, r#"{"AccessKeyId":"x"}"#);
    assert!(error.message.text.contains("Value 'x' at 'accessKeyId'"), "{}", error.message.text);
}

#[test]
fn ecs_names_one_mistake() {
    let error = refusal(&ecs::operation::RunTask, r#"{"launchType":"MOON"}"#);
    assert_eq!((&*error.code, error.status), ("InvalidParameterException", 400));
    assert!(error.message.text.contains("MOON"), "{}", error.message.text);
    let error = refusal(&ecs::operation::RunTask, "{}");
    assert_eq!(error.message.text, "TaskDefinition can not be blank.");
    accepted(&ecs::operation::RunTask, r#"{"taskDefinition":"web","launchType":"FARGATE"}"#);
}

#[test]
fn ec2_has_codes_of_its_own() {
    let error =
        refusal(&ec2::operation::DescribeVpcAttribute, r#"{"Attribute":"enableDnsSupport"}"#);
    assert_eq!(error.code, "MissingParameter");
    assert_eq!(error.message.text, "The request must contain the parameter VpcId");
    let error = refusal(&ec2::operation::DescribeVpcs, r#"{"MaxResults":2}"#);
    assert_eq!(error.code, "InvalidParameterValue");
    assert_eq!(
        error.message.text,
        "Value ( 2 ) for parameter maxResults is invalid. Expecting a value greater than or equal to 5."
    );
}

#[test]
fn a_null_in_a_list_is_refused() {
    let error =
        refusal(&logs::operation::UntagResource, r#"{"resourceArn":"arn:x","tagKeys":[null]}"#);
    assert!(
        error.message.text.contains("Value null at 'tagKeys.1.member'"),
        "{}",
        error.message.text
    );
}

#[test]
fn lengths_count_characters_and_patterns_the_whole_value() {
    let request = |key: &str| format!(r#"{{"resourceArn":"arn:x","tagKeys":["{key}"]}}"#);
    accepted(&logs::operation::UntagResource, &request(&"\u{e9}".repeat(128)));
    refusal(&logs::operation::UntagResource, &request(&"\u{e9}".repeat(129)));
    refusal(&logs::operation::CreateLogGroup, r#"{"logGroupName":"good\nbad"}"#);
    refusal(&logs::operation::CreateLogGroup, r#"{"logGroupName":"good\n"}"#);
}

#[test]
fn a_request_full_of_mistakes_has_a_bounded_answer() {
    let events = r#"{"timestamp":-1,"message":""},"#.repeat(9_000);
    let request = format!(
        r#"{{"logGroupName":"{}","logStreamName":"s","logEvents":[{}]}}"#,
        "x ".repeat(1_000_000),
        events.trim_end_matches(',')
    );
    let error = refusal(&logs::operation::PutLogEvents, &request);
    assert!(
        error.message.text.starts_with("100 validation errors"),
        "{}",
        &error.message.text[..80]
    );
    assert!(error.message.text.len() < 50_000, "{}", error.message.text.len());
}
