//! Groups and streams as records: names, lists, tags, retention.

use ferrogate_api::logs::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};

const NO_GROUP: &str = "The specified log group does not exist.";

async fn with_groups(names: &[&str]) -> Rig {
    let rig = Rig::new().await;
    for name in names {
        rig.ok(&op::CreateLogGroup, json!({"logGroupName": name})).await;
    }
    rig
}

fn arn(group: &str) -> String {
    format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}")
}

async fn stream_names(rig: &Rig, ask: Value) -> Vec<String> {
    let found = rig.ok(&op::DescribeLogStreams, ask).await;
    column(&found, "logStreams", "logStreamName").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_group_is_described_as_soon_as_it_is_made() {
    let rig = with_groups(&["/ecs/web"]).await;
    let found = rig.ok(&op::DescribeLogGroups, json!({})).await;
    assert_eq!(
        found["logGroups"],
        json!([{
            "logGroupName": "/ecs/web",
            "creationTime": NOW_MS,
            "metricFilterCount": 0,
            "arn": format!("{}:*", arn("/ecs/web")),
            "logGroupArn": arn("/ecs/web"),
            "storedBytes": 0,
            "logGroupClass": "STANDARD",
            "deletionProtectionEnabled": false,
        }])
    );
    rig.end().await;
}

#[tokio::test]
async fn a_group_is_made_once_and_only_as_it_can_be() {
    let rig = with_groups(&["a"]).await;
    let make = &op::CreateLogGroup;
    let refused = rig.refused(make, json!({"logGroupName": "a"})).await;
    let exists = "The specified log group already exists";
    assert_eq!(refused, ("ResourceAlreadyExistsException".into(), exists.into()));
    for (input, code, word) in [
        (
            json!({"logGroupName": "b", "kmsKeyId": "k"}),
            "UnsupportedOperationException",
            "kmsKeyId",
        ),
        (
            json!({"logGroupName": "b", "logGroupClass": "INFREQUENT_ACCESS"}),
            "UnsupportedOperationException",
            "INFREQUENT_ACCESS",
        ),
        (
            json!({"logGroupName": "b", "deletionProtectionEnabled": true}),
            "UnsupportedOperationException",
            "deletionProtectionEnabled",
        ),
        (json!({"logGroupName": "aws/b"}), "InvalidParameterException", "reserved"),
        (json!({"logGroupName": "b b"}), "InvalidParameterException", "pattern"),
        (
            json!({"logGroupName": "b", "tags": {"aws:x": "1"}}),
            "InvalidParameterException",
            "aws:x",
        ),
    ] {
        let (found, text) = rig.refused(make, input.clone()).await;
        assert!(found == code && text.contains(word), "{input}: {found} {text}");
    }
    rig.ok(make, json!({"logGroupName": "b", "logGroupClass": "STANDARD"})).await;
    rig.end().await;
}

#[tokio::test]
async fn groups_are_found_by_prefix_pattern_and_identifier_in_pages() {
    let rig = with_groups(&["/b/x", "/a/y", "/a-x", "/a/x"]).await;
    let names = async |ask: Value| -> Vec<String> {
        let found = rig.ok(&op::DescribeLogGroups, ask).await;
        column(&found, "logGroups", "logGroupName").into_iter().map(str::to_owned).collect()
    };
    assert_eq!(names(json!({})).await, ["/a-x", "/a/x", "/a/y", "/b/x"]);
    assert_eq!(names(json!({"logGroupNamePrefix": "/a/"})).await, ["/a/x", "/a/y"]);
    assert_eq!(names(json!({"logGroupNamePattern": "x"})).await, ["/a-x", "/a/x", "/b/x"]);
    assert_eq!(
        names(json!({"logGroupIdentifiers": ["/b/x", arn("/a/y")]})).await,
        ["/a/y", "/b/x"]
    );
    assert!(names(json!({"logGroupClass": "DELIVERY"})).await.is_empty());

    let first = rig.ok(&op::DescribeLogGroups, json!({"limit": 3})).await;
    assert_eq!(column(&first, "logGroups", "logGroupName"), ["/a-x", "/a/x", "/a/y"]);
    let rest = json!({"limit": 3, "nextToken": first["nextToken"]});
    let rest = rig.ok(&op::DescribeLogGroups, rest).await;
    assert_eq!(column(&rest, "logGroups", "logGroupName"), ["/b/x"]);
    assert!(rest.get("nextToken").is_none());

    let foreign = json!({"logGroupNamePrefix": "/a", "nextToken": first["nextToken"]});
    let both = json!({"logGroupNamePrefix": "/a", "logGroupNamePattern": "a"});
    for ask in [foreign, both] {
        assert_eq!(rig.refused(&op::DescribeLogGroups, ask).await.0, "InvalidParameterException");
    }
    let linked = json!({"includeLinkedAccounts": true});
    assert_eq!(
        rig.refused(&op::DescribeLogGroups, linked).await.0,
        "UnsupportedOperationException"
    );
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found_in_the_words_of_aws() {
    let rig = with_groups(&["a"]).await;
    let group = json!({"logGroupName": "gone"});
    for operation in
        [&op::DeleteLogGroup, &op::DescribeLogStreams, &op::FilterLogEvents, &op::ListTagsLogGroup]
    {
        let found = rig.refused(operation, group.clone()).await;
        assert_eq!(
            found,
            ("ResourceNotFoundException".into(), NO_GROUP.into()),
            "{}",
            operation.name
        );
    }
    let no_stream = "The specified log stream does not exist.";
    for (group, text) in [("gone", NO_GROUP), ("a", no_stream)] {
        let event = json!([{"timestamp": NOW_MS, "message": "m"}]);
        let ask = json!({"logGroupName": group, "logStreamName": "s"});
        let put = json!({"logGroupName": group, "logStreamName": "s", "logEvents": event});
        let filter = json!({"logGroupName": group, "logStreamNames": ["s"]});
        for (operation, input) in [
            (&op::DeleteLogStream, ask.clone()),
            (&op::GetLogEvents, ask),
            (&op::PutLogEvents, put),
            (&op::FilterLogEvents, filter),
        ] {
            let found = rig.refused(operation, input).await;
            assert_eq!(found, ("ResourceNotFoundException".into(), text.into()));
        }
    }
    let make = json!({"logGroupName": "gone", "logStreamName": "s"});
    assert_eq!(rig.refused(&op::CreateLogStream, make).await.1, NO_GROUP);
    rig.end().await;
}

#[tokio::test]
async fn streams_are_listed_by_name_and_by_last_event_both_ways_in_pages() {
    let rig = with_groups(&["a"]).await;
    for (name, age) in [("w/1", Some(3)), ("w/2", Some(1)), ("v/1", Some(2)), ("x", None)] {
        let stream = json!({"logGroupName": "a", "logStreamName": name});
        rig.ok(&op::CreateLogStream, stream).await;
        if let Some(age) = age {
            let event = json!([{"timestamp": NOW_MS - age, "message": "m"}]);
            let put = json!({"logGroupName": "a", "logStreamName": name, "logEvents": event});
            rig.ok(&op::PutLogEvents, put).await;
        }
    }
    let again = json!({"logGroupName": "a", "logStreamName": "x"});
    let (code, text) = rig.refused(&op::CreateLogStream, again).await;
    assert_eq!(code, "ResourceAlreadyExistsException");
    assert_eq!(text, "The specified log stream already exists");

    for (more, expected) in [
        (json!({}), vec!["v/1", "w/1", "w/2", "x"]),
        (json!({"descending": true}), vec!["x", "w/2", "w/1", "v/1"]),
        (json!({"logStreamNamePrefix": "w/"}), vec!["w/1", "w/2"]),
        (json!({"orderBy": "LastEventTime"}), vec!["x", "w/1", "v/1", "w/2"]),
        (json!({"orderBy": "LastEventTime", "descending": true}), vec!["w/2", "v/1", "w/1", "x"]),
    ] {
        let mut ask = json!({"logGroupIdentifier": arn("a")});
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(stream_names(&rig, ask.clone()).await, expected, "{ask}");
        // The same by pages of one.
        ask["limit"] = 1.into();
        let mut joined = Vec::new();
        loop {
            let page = rig.ok(&op::DescribeLogStreams, ask.clone()).await;
            joined.extend(
                column(&page, "logStreams", "logStreamName").into_iter().map(str::to_owned),
            );
            match page.get("nextToken") {
                Some(token) => ask["nextToken"] = token.clone(),
                None => break,
            }
        }
        assert_eq!(joined, expected, "{ask}");
    }
    let found = rig
        .ok(&op::DescribeLogStreams, json!({"logGroupName": "a", "logStreamNamePrefix": "w/2"}))
        .await;
    let stream = &found["logStreams"][0];
    assert_eq!(stream["lastEventTimestamp"], NOW_MS - 1);
    assert_eq!(stream["lastIngestionTime"], NOW_MS);
    assert_eq!(stream["arn"], format!("{}:log-stream:w/2", arn("a")));
    let mixed =
        json!({"logGroupName": "a", "orderBy": "LastEventTime", "logStreamNamePrefix": "w"});
    assert_eq!(rig.refused(&op::DescribeLogStreams, mixed).await.0, "InvalidParameterException");
    rig.end().await;
}

#[tokio::test]
async fn the_old_and_the_new_tag_operations_mean_the_same_tags() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "a", "tags": {"k": "0"}})).await;
    rig.ok(&op::TagLogGroup, json!({"logGroupName": "a", "tags": {"old": "1", "k": "1"}})).await;
    let tags = rig.ok(&op::ListTagsForResource, json!({"resourceArn": arn("a")})).await;
    assert_eq!(tags, json!({"tags": {"k": "1", "old": "1"}}));
    rig.ok(&op::TagResource, json!({"resourceArn": arn("a"), "tags": {"new": "2"}})).await;
    rig.ok(&op::UntagResource, json!({"resourceArn": arn("a"), "tagKeys": ["k"]})).await;
    rig.ok(&op::UntagLogGroup, json!({"logGroupName": "a", "tags": ["old", "none"]})).await;
    let left = rig.ok(&op::ListTagsLogGroup, json!({"logGroupName": "a"})).await;
    assert_eq!(left, json!({"tags": {"new": "2"}}));

    let many: serde_json::Map<String, Value> =
        (0..50).map(|n| (n.to_string(), "".into())).collect();
    let many = json!({"resourceArn": arn("a"), "tags": many});
    assert_eq!(rig.refused(&op::TagResource, many).await.0, "TooManyTagsException");
    let gone = json!({"resourceArn": arn("gone"), "tags": {"k": "v"}});
    assert_eq!(rig.refused(&op::TagResource, gone).await.1, NO_GROUP);
    rig.end().await;
}

#[tokio::test]
async fn a_deleted_group_takes_its_streams_with_it() {
    let rig = with_groups(&["a", "ab"]).await;
    // More than one transaction takes.
    for n in 0..130 {
        let stream = json!({"logGroupName": "a", "logStreamName": format!("s{n}")});
        rig.ok(&op::CreateLogStream, stream).await;
    }
    rig.ok(&op::CreateLogStream, json!({"logGroupName": "ab", "logStreamName": "kept"})).await;
    rig.ok(&op::DeleteLogGroup, json!({"logGroupName": "a"})).await;
    assert_eq!(
        rig.refused(&op::DescribeLogStreams, json!({"logGroupName": "a"})).await.1,
        NO_GROUP
    );
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "a"})).await;
    assert!(stream_names(&rig, json!({"logGroupName": "a"})).await.is_empty());
    assert_eq!(stream_names(&rig, json!({"logGroupName": "ab"})).await, ["kept"]);
    rig.end().await;
}

#[tokio::test]
async fn the_longest_names_work() {
    let group = "/".repeat(512);
    let rig = with_groups(&[&group]).await;
    let stream = format!("{}x", "/é".repeat(170));
    let ask = json!({"logGroupName": group, "logStreamName": stream});
    rig.ok(&op::CreateLogStream, ask).await;
    assert_eq!(stream_names(&rig, json!({"logGroupName": group})).await, [stream]);
    let long = json!({"logGroupName": group, "logStreamName": "é".repeat(300)});
    assert_eq!(rig.refused(&op::CreateLogStream, long).await.0, "InvalidParameterException");
    rig.end().await;
}
