//! CloudWatch Logs.

use ferrogate_api::logs::operation as op;
use serde_json::json;

use super::{Case, check};
use crate::rig::Rig;

#[tokio::test]
async fn names_of_groups_and_streams() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "/g"})).await;
    let invalid = "InvalidParameterException";
    let both = "LogGroup name and LogGroup ARN are mutually exclusive parameters.";
    let twice = json!({"logGroupName": "/g", "logGroupIdentifier": "/g", "logStreamName": "s"});
    let cases = vec![
        Case {
            what: "an identifier with blanks",
            operation: &op::DescribeLogStreams,
            input: json!({"logGroupIdentifier": "a b"}),
            code: invalid,
            text: "1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy \
                   constraint: Member must satisfy regular expression pattern: [\\w#+=/:,.@-]*",
        },
        Case {
            what: "a group's name of 513",
            operation: &op::CreateLogGroup,
            input: json!({"logGroupName": "x".repeat(513)}),
            code: invalid,
            text: "1 validation error detected: Value at 'logGroupName' failed to satisfy \
                   constraint: Member must have length less than or equal to 512",
        },
        Case {
            what: "a stream's name of 257 letters and more bytes than 512",
            operation: &op::CreateLogStream,
            input: json!({"logGroupName": "/g", "logStreamName": "ä".repeat(257)}),
            code: invalid,
            text: "1 validation error detected: Value at 'logStreamName' failed to satisfy \
                   constraint: Member must have length less than or equal to 512",
        },
        Case {
            what: "a group twice, its streams",
            operation: &op::DescribeLogStreams,
            input: twice.clone(),
            code: "ValidationException",
            text: both,
        },
        Case {
            what: "a group twice, its events",
            operation: &op::GetLogEvents,
            input: twice,
            code: "ValidationException",
            text: both,
        },
        Case {
            what: "no group",
            operation: &op::DescribeLogStreams,
            input: json!({}),
            code: "ValidationException",
            text: "Either a LogGroup name or a LogGroup ARN is required.",
        },
    ];
    check(&rig, cases).await;
    rig.end().await;
}
