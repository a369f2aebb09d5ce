//! Events: put, get, filter, expire, go with their stream.

use ferrogate_api::logs::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;

async fn with_streams(names: &[&str]) -> Rig {
    let rig = Rig::new().await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "g"})).await;
    for name in names {
        rig.ok(&op::CreateLogStream, json!({"logGroupName": "g", "logStreamName": name})).await;
    }
    rig
}

fn batch(stream: &str, events: &[(u64, &str)]) -> Value {
    let event = |(at, text): &(u64, &str)| json!({"timestamp": at, "message": text});
    let events: Vec<Value> = events.iter().map(event).collect();
    json!({"logGroupName": "g", "logStreamName": stream, "logEvents": events})
}

async fn put(rig: &Rig, stream: &str, events: &[(u64, &str)]) -> Value {
    rig.ok(&op::PutLogEvents, batch(stream, events)).await
}

async fn filtered(rig: &Rig, ask: Value) -> Vec<String> {
    let found = rig.ok(&op::FilterLogEvents, ask).await;
    column(&found, "events", "message").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn events_are_read_as_soon_as_they_are_put() {
    let rig = with_streams(&["s"]).await;
    let answer = put(&rig, "s", &[(NOW_MS - 2, "one"), (NOW_MS - 1, "two")]).await;
    assert_eq!(answer["nextSequenceToken"].as_str().unwrap().len(), 56);
    assert!(answer.get("rejectedLogEventsInfo").is_none());
    let ask = json!({"logGroupName": "g", "logStreamName": "s", "startFromHead": true});
    let page = rig.ok(&op::GetLogEvents, ask).await;
    assert_eq!(
        page["events"],
        json!([
            {"timestamp": NOW_MS - 2, "message": "one", "ingestionTime": NOW_MS},
            {"timestamp": NOW_MS - 1, "message": "two", "ingestionTime": NOW_MS},
        ])
    );
    let found = rig.ok(&op::FilterLogEvents, json!({"logGroupName": "g"})).await;
    assert_eq!(found["searchedLogStreams"], json!([]));
    let event = &found["events"][0];
    assert_eq!(event["logStreamName"], "s");
    assert_eq!(event["eventId"].as_str().unwrap().len(), 56);
    let bytes =
        rig.ok(&op::DescribeLogGroups, json!({})).await["logGroups"][0]["storedBytes"].clone();
    assert_eq!(bytes, 2 * (3 + 26));
    rig.end().await;
}

#[tokio::test]
async fn a_follower_sees_new_events_from_its_last_time_on() {
    let rig = with_streams(&["a", "b"]).await;
    put(&rig, "a", &[(NOW_MS - 9, "old")]).await;
    let mut seen: Vec<String> = Vec::new();
    for n in 0..3_u64 {
        let text = format!("new {n}");
        put(&rig, if n % 2 == 0 { "a" } else { "b" }, &[(NOW_MS + n, &text)]).await;
        let ask = json!({"logGroupName": "g", "startTime": NOW_MS + n, "interleaved": true});
        seen.extend(filtered(&rig, ask).await);
    }
    assert_eq!(seen, ["new 0", "new 1", "new 2"]);
    rig.end().await;
}

#[tokio::test]
async fn a_stream_is_read_back_and_forth_by_tokens() {
    let rig = with_streams(&["s"]).await;
    put(&rig, "s", &[(NOW_MS, "1"), (NOW_MS, "2"), (NOW_MS, "3"), (NOW_MS, "4")]).await;
    let arn = format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:g");
    let ask = |token: Option<&Value>| {
        let mut ask = json!({"logGroupIdentifier": arn, "logStreamName": "s", "limit": 2});
        match token {
            Some(token) => ask["nextToken"] = token.clone(),
            None => ask["startFromHead"] = true.into(),
        }
        ask
    };
    let first = rig.ok(&op::GetLogEvents, ask(None)).await;
    assert_eq!(column(&first, "events", "message"), ["1", "2"]);
    let second = rig.ok(&op::GetLogEvents, ask(first.get("nextForwardToken"))).await;
    assert_eq!(column(&second, "events", "message"), ["3", "4"]);
    let end = rig.ok(&op::GetLogEvents, ask(second.get("nextForwardToken"))).await;
    assert_eq!(end["events"], json!([]));
    assert_eq!(end["nextForwardToken"], second["nextForwardToken"]);
    let back = rig.ok(&op::GetLogEvents, ask(second.get("nextBackwardToken"))).await;
    assert_eq!(column(&back, "events", "message"), ["1", "2"]);
    let (code, text) = rig.refused(&op::GetLogEvents, ask(Some(&"f/1/s".into()))).await;
    assert_eq!(
        (&*code, &*text),
        ("InvalidParameterException", "The specified nextToken is invalid.")
    );
    rig.end().await;
}

#[tokio::test]
async fn events_are_filtered_by_stream_pattern_and_time_in_pages() {
    let rig = with_streams(&["web/1", "web/2", "db"]).await;
    put(&rig, "web/1", &[(NOW_MS - 4, "ERROR a"), (NOW_MS - 2, "ok b")]).await;
    put(&rig, "web/2", &[(NOW_MS - 3, r#"{"code": 500}"#)]).await;
    put(&rig, "db", &[(NOW_MS - 1, "ERROR c")]).await;
    for (more, expected) in [
        (json!({}), vec!["ERROR a", r#"{"code": 500}"#, "ok b", "ERROR c"]),
        (json!({"filterPattern": "ERROR"}), vec!["ERROR a", "ERROR c"]),
        (json!({"filterPattern": "{ $.code >= 500 }"}), vec![r#"{"code": 500}"#]),
        (json!({"filterPattern": " "}), vec!["ERROR a", r#"{"code": 500}"#, "ok b", "ERROR c"]),
        (json!({"logStreamNamePrefix": "web/"}), vec!["ERROR a", r#"{"code": 500}"#, "ok b"]),
        (json!({"logStreamNames": ["db", "web/2"]}), vec![r#"{"code": 500}"#, "ERROR c"]),
        (json!({"startTime": NOW_MS - 3, "endTime": NOW_MS - 2}), vec![r#"{"code": 500}"#, "ok b"]),
    ] {
        let mut ask = json!({"logGroupName": "g"});
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(filtered(&rig, ask.clone()).await, expected, "{ask}");
        ask["limit"] = 1.into();
        let mut joined = Vec::new();
        loop {
            let page = rig.ok(&op::FilterLogEvents, ask.clone()).await;
            joined.extend(column(&page, "events", "message").into_iter().map(str::to_owned));
            match page.get("nextToken") {
                Some(token) => ask["nextToken"] = token.clone(),
                None => break,
            }
        }
        assert_eq!(joined, expected, "{ask}");
    }
    for ask in [
        json!({"logGroupName": "g", "filterPattern": "{ $.a = "}),
        json!({"logGroupName": "g", "logStreamNames": ["db"], "logStreamNamePrefix": "w"}),
        json!({"logGroupName": "g", "nextToken": "x"}),
    ] {
        let (code, _) = rig.refused(&op::FilterLogEvents, ask.clone()).await;
        assert_eq!(code, "InvalidParameterException", "{ask}");
    }
    for ask in [json!({"logGroupName": "g", "logGroupIdentifier": "g"}), json!({})] {
        let (code, _) = rig.refused(&op::FilterLogEvents, ask.clone()).await;
        assert_eq!(code, "ValidationException", "{ask}");
    }
    rig.end().await;
}

#[tokio::test]
async fn events_outside_the_window_are_told_and_the_rest_is_stored() {
    let rig = with_streams(&["s"]).await;
    rig.ok(&op::PutRetentionPolicy, json!({"logGroupName": "g", "retentionInDays": 3})).await;
    let at = NOW_MS - 3 * DAY_MS;
    let answer = put(&rig, "s", &[(at - 1, "expired"), (at + 1, "kept")]).await;
    assert_eq!(answer["rejectedLogEventsInfo"], json!({"expiredLogEventEndIndex": 1}));
    let answer = put(&rig, "s", &[(NOW_MS, "now"), (NOW_MS + 3 * HOUR_MS, "far")]).await;
    assert_eq!(answer["rejectedLogEventsInfo"], json!({"tooNewLogEventStartIndex": 1}));
    let answer = put(&rig, "s", &[(NOW_MS - 20 * DAY_MS, "ancient")]).await;
    assert_eq!(
        answer["rejectedLogEventsInfo"],
        json!({"tooOldLogEventEndIndex": 1, "expiredLogEventEndIndex": 1})
    );
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["kept", "now"]);

    let disorder = batch("s", &[(NOW_MS, "b"), (NOW_MS - 1, "a")]);
    let (code, text) = rig.refused(&op::PutLogEvents, disorder).await;
    assert_eq!(code, "InvalidParameterException");
    assert!(text.contains("chronological"), "{text}");
    let wide = batch("s", &[(NOW_MS - 25 * HOUR_MS, "a"), (NOW_MS, "b")]);
    assert!(rig.refused(&op::PutLogEvents, wide).await.1.contains("24 hours"));
    rig.end().await;
}

#[tokio::test]
async fn an_entity_is_refused_and_its_events_are_stored() {
    let rig = with_streams(&["s"]).await;
    let mut input = batch("s", &[(NOW_MS, "m")]);
    input["entity"] = json!({"keyAttributes": {"Type": "Service", "Name": "web"}});
    let answer = rig.ok(&op::PutLogEvents, input).await;
    assert_eq!(answer["rejectedEntityInfo"], json!({"errorType": "InvalidEntity"}));
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["m"]);
    rig.end().await;
}

#[tokio::test]
async fn retention_takes_events_away_and_its_end_lets_new_ones_stay() {
    let rig = with_streams(&["s"]).await;
    put(&rig, "s", &[(NOW_MS, "first")]).await;
    let days = |days: i32| json!({"logGroupName": "g", "retentionInDays": days});
    let (code, text) = rig.refused(&op::PutRetentionPolicy, days(2)).await;
    assert_eq!(code, "InvalidParameterException");
    assert!(text.contains("'2' at 'retentionInDays'"), "{text}");
    rig.ok(&op::PutRetentionPolicy, days(1)).await;
    let shown = rig.ok(&op::DescribeLogGroups, json!({})).await;
    assert_eq!(shown["logGroups"][0]["retentionInDays"], 1);
    rig.clock.advance_ms(2 * DAY_MS);
    assert!(filtered(&rig, json!({"logGroupName": "g"})).await.is_empty());

    rig.ok(&op::DeleteRetentionPolicy, json!({"logGroupName": "g"})).await;
    let shown = rig.ok(&op::DescribeLogGroups, json!({})).await;
    assert!(shown["logGroups"][0].get("retentionInDays").is_none());
    put(&rig, "s", &[(NOW_MS + 2 * DAY_MS, "second")]).await;
    rig.clock.advance_ms(5 * DAY_MS);
    let left = filtered(&rig, json!({"logGroupName": "g"})).await;
    assert_eq!(left.last().map(String::as_str), Some("second"));
    let gone = json!({"logGroupName": "gone", "retentionInDays": 1});
    assert_eq!(rig.refused(&op::PutRetentionPolicy, gone).await.0, "ResourceNotFoundException");
    rig.end().await;
}

#[tokio::test]
async fn what_was_deleted_stays_deleted_when_its_name_comes_back() {
    let rig = with_streams(&["s", "t"]).await;
    put(&rig, "s", &[(NOW_MS, "of s")]).await;
    put(&rig, "t", &[(NOW_MS, "of t")]).await;
    let stream = json!({"logGroupName": "g", "logStreamName": "s"});
    rig.ok(&op::DeleteLogStream, stream.clone()).await;
    rig.ok(&op::CreateLogStream, stream.clone()).await;
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["of t"]);

    rig.ok(&op::DeleteLogGroup, json!({"logGroupName": "g"})).await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "g"})).await;
    rig.ok(&op::CreateLogStream, stream).await;
    assert!(filtered(&rig, json!({"logGroupName": "g"})).await.is_empty());
    put(&rig, "s", &[(NOW_MS, "again")]).await;
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["again"]);
    rig.end().await;
}

#[tokio::test]
async fn groups_streams_and_events_are_there_after_a_restart() {
    let rig = with_streams(&["s"]).await;
    put(&rig, "s", &[(NOW_MS, "kept")]).await;
    rig.ok(&op::PutRetentionPolicy, json!({"logGroupName": "g", "retentionInDays": 1})).await;
    let rig = rig.restart().await;
    rig.logs.recover().await.unwrap();
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["kept"]);
    rig.clock.advance_ms(2 * DAY_MS);
    assert!(filtered(&rig, json!({"logGroupName": "g"})).await.is_empty());
    rig.end().await;
}

#[tokio::test]
async fn recovery_tells_the_log_store_a_retention_that_it_missed() {
    let rig = with_streams(&["s"]).await;
    put(&rig, "s", &[(NOW_MS, "m")]).await;
    rig.ok(&op::PutRetentionPolicy, json!({"logGroupName": "g", "retentionInDays": 1})).await;
    // As if a crash had come between the record and the log store.
    let group = ferrogate_telemetry::GroupKey {
        account: crate::rig::account(),
        region: REGION.into(),
        group: "g".into(),
    };
    rig.log_store.set_retention(&group, None).await.unwrap();
    rig.clock.advance_ms(2 * DAY_MS);
    assert_eq!(filtered(&rig, json!({"logGroupName": "g"})).await, ["m"]);
    rig.logs.recover().await.unwrap();
    assert!(filtered(&rig, json!({"logGroupName": "g"})).await.is_empty());
    rig.end().await;
}
