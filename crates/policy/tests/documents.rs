//! Documents that are refused, and in which words; and those that are not.

use ferrogate_policy::{Kind, Policy};

/// A policy of 2012 with these statements.
fn policy(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
}

/// A statement that allows an action of `resource`.
fn on(resource: &str) -> String {
    policy(&format!(r#"{{"Effect":"Allow","Action":"ecs:RunTask","Resource":{resource}}}"#))
}

/// One that allows `action`.
fn to(action: &str) -> String {
    policy(&format!(r#"{{"Effect":"Allow","Action":{action},"Resource":"*"}}"#))
}

/// One with this condition.
fn when(condition: &str) -> String {
    policy(&format!(
        r#"{{"Effect":"Allow","Action":"ecs:*","Resource":"*","Condition":{condition}}}"#
    ))
}

#[track_caller]
fn refused(document: &str, kind: Kind, why: &str) {
    let found = Policy::parse(document, kind).expect_err(document).to_string();
    assert_eq!(found, why, "{document}");
}

const SYNTAX: &str = "Syntax errors in policy.";
const LEGACY: &str = "The policy failed legacy parsing";

#[test]
fn what_has_not_the_shape_of_a_policy() {
    let long_ago =
        r#"{"Version":"2011-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    for document in [
        "not json",
        "{}",
        "[]",
        long_ago,
        r#"{"Version":"2012-10-17","Statement":[]}"#,
        r#"{"Version":"2012-10-17","Statement":["x"]}"#,
        r#"{"Version":"2012-10-17","Id":{},"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
        &policy(r#"{"Effect":"Perhaps","Action":"ecs:*","Resource":"*"}"#),
        &policy(r#"{"Action":"ecs:*","Resource":"*"}"#),
        &policy(r#"{"Effect":"Allow","Action":"ecs:*","NotAction":"ecr:*","Resource":"*"}"#),
        &policy(r#"{"Effect":"Allow","Action":"ecs:*","Resource":"*","NotResource":[]}"#),
        &policy(r#"{"Effect":"Allow","Action":"ecs:*","Resource":"*","Resource":"*"}"#),
        &policy(r#"{"Effect":"Allow","Action":"ecs:*","Resource":"*","Why":"x"}"#),
        &policy(r#"{"Effect":"Allow","Action":"ecs:*","Resource":"\u2603"}"#)
            .replace("\\u2603", "\u{2603}"),
        &to("{}"),
        &to("[[]]"),
        &on(r#"{"a":"*"}"#),
        &when("[]"),
        &when(r#"{"StringEquals":"x"}"#),
        &when(r#"{"StringIs":{"a":"b"}}"#),
        &when(r#"{"stringEquals":{"a":"b"}}"#),
        &when(r#"{"ForAnyValue::StringEquals":{"a":"b"}}"#),
        &when(r#"{"StringEquals":{"aws:username":"a","aws:UserName":"b"}}"#),
        &when(r#"{"StringEquals":{"a":{}}}"#),
    ] {
        refused(document, Kind::Identity, SYNTAX);
    }
    refused("not json", Kind::Trust, "This policy contains invalid Json");
}

#[test]
fn what_is_said_first_of_several_faults() {
    let vendor = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    let version = "Policy document must be version 2012-10-17 or greater.";
    let actions = "Policy statement must contain actions.";
    let resources = "Policy statement must contain resources.";
    let same = "Statement IDs (SID) in a single policy must be unique.";
    let twice = r#"{"Sid":"a","Effect":"Allow","Action":"ecs:*","Resource":"*"},{"Sid":"a","Effect":"Allow"}"#;
    for (document, why) in [
        (r#"{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}"#.to_owned(), version),
        (policy(r#"{"Effect":"ALLOW"}"#), LEGACY),
        (policy(twice), same),
        (policy(r#"{"Effect":"Allow"}"#), actions),
        (
            policy(r#"{"Effect":"Allow","Action":"RunTask","Resource":"cluster"}"#),
            r#"Resource cluster must be in ARN format or "*"."#,
        ),
        (policy(r#"{"Effect":"Allow","Action":"RunTask"}"#), vendor),
        (policy(r#"{"Effect":"Allow","Action":"ecs:RunTask"}"#), resources),
        (to("[]"), actions),
        (on("[]"), resources),
        (to(r#""""#), vendor),
        (to(r#""ecs:a:b""#), "Actions/Condition can contain only one colon."),
        (to(r#""e s:RunTask""#), "Vendor e s is not valid"),
        (
            policy(r#"{"Effect":"Allow","Principal":"*","Action":"ecs:*","Resource":"*"}"#),
            "Policy document should not specify a principal.",
        ),
    ] {
        refused(&document, Kind::Identity, why);
    }
}

#[test]
fn arns_that_are_none() {
    for (arn, why) in [
        ("arn:aws", "Resource vendor must be fully qualified and cannot contain regexes."),
        (
            "arn:aws:e*:us-east-1:1:x",
            "Resource vendor must be fully qualified and cannot contain regexes.",
        ),
        ("arn:aws:ecs::1", LEGACY),
        ("arn:aws::us-east-1:1:x", LEGACY),
        ("arn:gcp:ecs", r#"Partition "gcp" is not valid for resource "arn:gcp:ecs:*:*:*"."#),
        ("a:b:c:d:e:f:g", r#"Partition "b" is not valid for resource "arn:b:c:d:e:f:g"."#),
        (
            "arn:aws:iam:us-east-1:1:role/x",
            "IAM resource arn:aws:iam:us-east-1:1:role/x cannot contain region information.",
        ),
        (
            "arn:aws:s3:us-east-1::b",
            "Resource arn:aws:s3:us-east-1::b can not contain region information.",
        ),
        (
            "arn:aws:iam::1:r*",
            "IAM resource path must either be \"*\" or start with user/, \
            federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, \
            sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
        ),
    ] {
        refused(&on(&format!("{arn:?}")), Kind::Identity, why);
    }
}

#[test]
fn dates_that_are_none() {
    for date in ["soon", "2026-1", "2026-11-29T1:00:00+1", "9223372036854775808"] {
        refused(&when(&format!(r#"{{"DateLessThan":{{"a":"{date}"}}}}"#)), Kind::Identity, LEGACY);
    }
}

#[test]
fn what_is_odd_and_let_be() {
    for document in [
        &on(r#"["*",null]"#),
        &on(r#""arn:aws:whatever""#),
        &on(r#""arn:aws:iam::111122223333:root""#),
        &on(r#""arn:aws:s3:us-east-1:111122223333:accesspoint/a""#),
        &to(r#""ecs: with blanks""#),
        &to(r#""unknown-service:Action""#),
        &when("{}"),
        &when(r#"{"NoOperator":{}}"#),
        &when(r#"{"DateLessThan":{"a":[]}}"#),
        &when(r#"{"Bool":{"a":true},"NumericEquals":{"b":7}}"#),
        &when(r#"{"NumericEquals":{"a":"seven"}}"#),
        &policy(
            r#"{"Sid":"","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"","Effect":"Deny","NotAction":"*","NotResource":"*"}"#,
        ),
    ] {
        assert!(Policy::parse(document, Kind::Identity).is_ok(), "{document}");
    }
}

#[test]
fn trust_policies_name_who_and_no_resource() {
    let trust =
        |principal: &str, rest: &str| policy(&format!(r#"{{"Effect":"Allow",{principal}{rest}}}"#));
    let assume = r#","Action":"sts:AssumeRole""#;
    let by = r#""Principal":{"Service":"ecs-tasks.amazonaws.com"}"#;
    assert!(Policy::parse(&trust(by, assume), Kind::Trust).is_ok());
    let old = trust(by, assume).replace("2012-10-17", "2008-10-17");
    assert!(Policy::parse(&old, Kind::Trust).is_ok());
    for (document, why) in [
        (
            trust(by, r#","Action":"sts:AssumeRole","Resource":"*""#),
            "Has prohibited field Resource",
        ),
        (
            trust(by, r#","Action":"ecs:RunTask""#),
            "Trust Policy statement actions can only be \
            sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity",
        ),
        (trust(r#""Principal":"*""#, assume), r#"Invalid principal in policy: "STAR":"*""#),
        (
            trust(r#""Principal":{"AWS":"bob"}"#, assume),
            r#"Invalid principal in policy: "AWS":"bob""#,
        ),
        (
            trust(r#""Principal":{"AWS":"arn:aws:iam::1:role/*"}"#, assume),
            r#"Invalid principal in policy: "AWS":"arn:aws:iam::1:role/*""#,
        ),
        (trust(r#""Sid":"x""#, assume), "Missing required field Principal"),
    ] {
        refused(&document, Kind::Trust, why);
    }
}
