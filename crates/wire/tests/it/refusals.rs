//! Calls that are refused, each in the shape of its protocol.

use ferrogate_base::TimestampMs;

use crate::support::{Call, ECS, NOW, Setup, expect, header};

fn json() -> Call {
    Call::json("ListClusters", "{}")
}

fn query() -> Call {
    Call::form("sts", "Action=GetCallerIdentity&Version=2011-06-15")
}

fn ec2() -> Call {
    Call::form("ec2", "Action=DescribeRegions&Version=2016-11-15")
}

fn s3() -> Call {
    let mut call = json();
    (call.service, call.path) = ("s3", "/bucket/key".into());
    call.headers.clear();
    call.body.clear();
    call
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_every_protocol() {
    let server = Setup::default().start().await;
    let wrong = |mut call: Call| {
        call.key.1 = "another secret";
        call.signed()
    };
    let text = "The request signature we calculated does not match";
    let answer = server.send(wrong(json())).await;
    expect(&answer, 400, &["\"InvalidSignatureException\"", text]);
    let answer = server.send(wrong(query())).await;
    expect(&answer, 403, &["<Type>Sender</Type>", "<Code>SignatureDoesNotMatch</Code>", text]);
    let answer = server.send(wrong(ec2())).await;
    expect(&answer, 401, &["<Response><Errors><Error><Code>AuthFailure</Code>"]);
    let answer = server.send(wrong(s3())).await;
    expect(&answer, 403, &["<Code>SignatureDoesNotMatch</Code>"]);
}

#[tokio::test]
async fn an_old_signature_is_refused_in_every_protocol() {
    let server = Setup::default().start().await;
    let old = |mut call: Call| {
        call.time = TimestampMs(NOW.0 - 16 * 60_000);
        call.signed()
    };
    let answer = server.send(old(json())).await;
    expect(&answer, 400, &["InvalidSignatureException", "Signature expired: ", "- 5 min.)"]);
    let answer = server.send(old(query())).await;
    expect(&answer, 403, &["SignatureDoesNotMatch", "Signature expired: ", "- 15 min.)"]);
    expect(&server.send(old(ec2())).await, 400, &["<Code>RequestExpired</Code>"]);
    expect(&server.send(old(s3())).await, 403, &["<Code>RequestTimeTooSkewed</Code>"]);
}

#[tokio::test]
async fn an_unknown_key_is_refused_in_every_protocol() {
    let server = Setup::default().start().await;
    let stranger = |mut call: Call| {
        call.key.0 = "AKIASTRANGER";
        call.signed()
    };
    let answer = server.send(stranger(json())).await;
    expect(&answer, 400, &["UnrecognizedClientException", "security token"]);
    let answer = server.send(stranger(query())).await;
    expect(&answer, 403, &["<Code>InvalidClientTokenId</Code>"]);
    expect(&server.send(stranger(ec2())).await, 401, &["<Code>AuthFailure</Code>"]);
    expect(&server.send(stranger(s3())).await, 403, &["<Code>InvalidAccessKeyId</Code>"]);
}

#[tokio::test]
async fn a_call_without_signature_is_refused_in_every_protocol() {
    let server = Setup::default().start().await;
    let answer = server.send(json().unsigned()).await;
    let text = "Missing Authentication Token";
    expect(&answer, 400, &["MissingAuthenticationTokenException", text]);
    expect(&server.send(query().unsigned()).await, 403, &["<Code>MissingAuthenticationToken<"]);
    expect(&server.send(ec2().unsigned()).await, 400, &["<Code>MissingParameter</Code>"]);
    let s3 = s3().header("x-amz-content-sha256", "UNSIGNED-PAYLOAD").unsigned();
    expect(&server.send(s3).await, 403, &["<Code>AccessDenied</Code>"]);
}

#[tokio::test]
async fn a_changed_body_is_refused() {
    let server = Setup::default().start().await;
    let (parts, _) = json().signed().into_parts();
    let body = r#"{"maxResults":1}"#.to_owned();
    let changed = http::Request::from_parts(parts, http_body_util::Full::new(body.into()));
    expect(&server.send(changed).await, 400, &["InvalidSignatureException"]);
}

#[tokio::test]
async fn a_signature_for_another_service_is_refused() {
    let server = Setup::default().start().await;
    let mut call = json();
    call.service = "sts";
    let answer = server.send(call.signed()).await;
    let text = "Credential should be scoped to correct service: 'ecs'.";
    expect(&answer, 400, &["InvalidSignatureException", text]);
}

#[tokio::test]
async fn a_user_without_policies_may_only_ask_who_they_are() {
    let server = Setup::default().start().await;
    let bob = |mut call: Call| {
        call.key = ("AKIABOB", "bob secret");
        call.signed()
    };
    let text = "User: arn:aws:iam::123456789012:user/bob is not authorized to perform: \
                ecs:ListClusters on resource: *";
    expect(&server.send(bob(json())).await, 400, &["AccessDeniedException", text]);
    expect(&server.send(bob(ec2())).await, 403, &["UnauthorizedOperation", "ec2:DescribeRegions"]);
    expect(&server.send(bob(query())).await, 200, &["user/bob"]);
}

#[tokio::test]
async fn development_mode_lets_test_in_and_strict_mode_doesnt() {
    let test = || {
        let mut call = json();
        call.key = ("test", "test");
        call.signed()
    };
    let strict = Setup::default().start().await;
    expect(&strict.send(test()).await, 400, &["UnrecognizedClientException"]);
    let dev = Setup { dev: true, ..Setup::default() }.start().await;
    expect(&dev.send(test()).await, 200, &["123456789012:root"]);
    let mut wrong = json();
    wrong.key.1 = "test";
    expect(&dev.send(wrong.signed()).await, 400, &["InvalidSignatureException"]);
}

#[tokio::test]
async fn operations_that_are_not_there_are_named() {
    let server = Setup::default().start().await;
    let answer = server.send(Call::json("StopTask", r#"{"task":"a"}"#).signed()).await;
    expect(&answer, 400, &["StopTask is an operation of ecs that ferrogate does not offer."]);
    // One without types and tables, whatever it was asked.
    let answer = server.send(Call::json("CreateTaskSet", r#"{"service":1}"#).signed()).await;
    expect(&answer, 400, &["CreateTaskSet is an operation of ecs that ferrogate does not offer."]);
    let federation = "Action=AssumeRoleWithSAML&Version=2011-06-15";
    let answer = server.send(Call::form("sts", federation).unsigned()).await;
    let text = "AssumeRoleWithSAML is an operation of sts that ferrogate does not offer.";
    expect(&answer, 400, &[text]);
    let answer = server.send(Call::json("FlyAway", "{}").signed()).await;
    expect(&answer, 400, &["UnknownOperationException"]);
    let target = Call::json("X", "{}").header("x-amz-target", "Dynamo_1.X").signed();
    expect(
        &server.send(target).await,
        400,
        &["UnknownOperationException", "no service with this target: Dynamo_1.X"],
    );
    let fly = Call::form("sts", "Action=Fly&Version=2011-06-15").signed();
    let text = "Could not find operation Fly for version 2011-06-15";
    expect(&server.send(fly).await, 400, &["<Code>InvalidAction</Code>", text]);
    let fly = Call::form("ec2", "Action=Fly&Version=2016-11-15").signed();
    let text = "The action Fly is not valid for this web service.";
    expect(&server.send(fly).await, 400, &["<Code>InvalidAction</Code>", text]);
    let known = Call::form("ec2", "Action=RunInstances&Version=2016-11-15").signed();
    expect(&server.send(known).await, 400, &["RunInstances is an operation of ec2"]);
    expect(&server.send(s3().signed()).await, 501, &["<Code>NotImplemented</Code>"]);
    let mut nowhere = json();
    nowhere.headers.clear();
    let mut eks = nowhere.clone();
    eks.service = "eks";
    expect(&server.send(eks.signed()).await, 404, &["ferrogate serves no eks"]);
    let answer = server.send(nowhere.unsigned()).await;
    expect(&answer, 404, &["No service answers"]);
    assert_eq!(header(&answer, "x-amzn-errortype"), "UnknownOperationException");
}

#[tokio::test]
async fn unknown_operations_are_not_told_to_strangers() {
    let server = Setup::default().start().await;
    let answer = server.send(Call::json("FlyAway", "{}").unsigned()).await;
    expect(&answer, 400, &["MissingAuthenticationTokenException"]);
}

#[tokio::test]
async fn an_unsigned_target_on_a_signed_request_is_refused() {
    let server = Setup::default().start().await;
    let mut request = json().signed();
    let target = format!("{ECS}.DeleteCluster");
    request.headers_mut().insert("x-amz-target", target.parse().unwrap());
    expect(&server.send(request).await, 400, &["InvalidSignatureException"]);
}

#[tokio::test]
async fn codings_that_no_service_takes_are_refused() {
    let server = Setup::default().start().await;
    for coding in ["br", "gzip, gzip", "aws-chunked"] {
        let call = json().header("content-encoding", coding).signed();
        expect(&server.send(call).await, 415, &["Content-Encoding"]);
    }
}
