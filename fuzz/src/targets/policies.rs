//! Policies of IAM.

use ferrogate_policy::{Caller, Context, Kind, Policy, Request};

use super::texts;

pub(super) const WORDS: &[&str] = &[
    "\"Version\":\"2012-10-17\"",
    "\"Statement\":",
    "\"Effect\":\"Deny\"",
    "\"NotAction\":",
    "\"NotResource\":",
    "\"Principal\":{\"AWS\":",
    "\"Condition\":",
    "ForAnyValue:",
    "DateLessThan",
    "IpAddress",
    "BinaryEquals",
    "IfExists",
    "arn:aws:",
    "${aws:username, '",
    "*",
    "?",
    "::",
];

/// Whatever can be read can be asked, and each of its statements has a place.
pub(super) fn read(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let context: Context = [("aws:username", "bob"), ("a", "2026-11-29")].into_iter().collect();
    let caller = Caller {
        account: "111122223333",
        arn: "arn:aws:iam::111122223333:user/bob",
        issuer: None,
        service: None,
    };
    let resource = "arn:aws:ecs:us-east-1:111122223333:cluster/prod";
    let request = Request { action: "ecs:RunTask", resource, context: &context };
    for kind in [Kind::Identity, Kind::Trust, Kind::Resource] {
        let Ok(policy) = Policy::parse(text, kind) else { continue };
        let says = policy.says(&request, &caller);
        let allows = says.allows.iter().map(|(statement, _)| *statement);
        for statement in allows.chain(says.denies) {
            let span = statement.span();
            let (start, end) = (span.start, span.end);
            assert!((start.line, start.column) < (end.line, end.column), "it has no length");
        }
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":["ecs:Run*","*"],"Resource":"arn:aws:ecs:*:*:cluster/${aws:username, 'x'}*","Condition":{"ForAllValues:StringLikeIfExists":{"a":["b*","?"]},"DateLessThan":{"a":"2026-11-29T00:00:00.5+01:00"},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}]}"#,
        r#"{"Version":"2008-10-17","Id":"x","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":["111122223333"],"Service":"ecs.amazonaws.com"},"NotAction":"sts:AssumeRole","NotResource":"*"}}"#,
    ])
}
