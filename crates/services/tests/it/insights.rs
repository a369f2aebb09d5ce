//! Logs Insights: queries from their start to their results.

use ferrogate_api::logs::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, Rig, column};

async fn with_events(group: &str, messages: &[&str]) -> Rig {
    let rig = Rig::new().await;
    add(&rig, group, messages).await;
    rig
}

async fn add(rig: &Rig, group: &str, messages: &[&str]) {
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": group})).await;
    let stream = json!({"logGroupName": group, "logStreamName": "s"});
    rig.ok(&op::CreateLogStream, stream).await;
    let event = |(at, message): (u64, &&str)| json!({"timestamp": NOW_MS - 60_000 + at * 1000, "message": message});
    let events: Vec<_> = (0..).zip(messages).map(event).collect();
    let input = json!({"logGroupName": group, "logStreamName": "s", "logEvents": events});
    rig.ok(&op::PutLogEvents, input).await;
}

fn asked(text: &str) -> Value {
    json!({
        "logGroupName": "g", "queryString": text,
        "startTime": NOW_MS / 1000 - 3600, "endTime": NOW_MS / 1000,
    })
}

/// Starts a query and waits for its end, which needs no clock.
async fn ended(rig: &Rig, input: Value) -> Value {
    let started = rig.ok(&op::StartQuery, input).await;
    loop {
        let id = json!({"queryId": started["queryId"]});
        let found = rig.ok(&op::GetQueryResults, id).await;
        if !["Scheduled", "Running"].contains(&found["status"].as_str().unwrap()) {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

fn rows(found: &Value) -> Vec<String> {
    let field = |field: &Value| {
        let of = |name: &str| field[name].as_str().unwrap().to_owned();
        (of("field") != "@ptr").then(|| format!("{}={}", of("field"), of("value")))
    };
    let row = |row: &Value| {
        row.as_array().unwrap().iter().filter_map(field).collect::<Vec<_>>().join(" ")
    };
    found["results"].as_array().unwrap().iter().map(row).collect()
}

const LINES: [&str; 4] = [
    r#"{"level": "info", "took": 10}"#,
    r#"{"level": "error", "took": 250}"#,
    r#"{"level": "info", "took": 30}"#,
    "started",
];

#[tokio::test]
async fn a_query_ends_with_its_rows_and_what_it_looked_at() {
    let rig = with_events("g", &LINES).await;
    let text =
        "filter ispresent(took) | stats count(*) as n, max(took) as most by level | sort level";
    let found = ended(&rig, asked(text)).await;
    assert_eq!(found["status"], "Complete");
    assert_eq!(rows(&found), ["level=error n=1 most=250", "level=info n=2 most=30"]);
    let statistics = &found["statistics"];
    assert_eq!(
        (&statistics["recordsMatched"], &statistics["recordsScanned"]),
        (&json!(3.0), &json!(4.0))
    );
    let bytes: usize = LINES.iter().map(|line| line.len()).sum();
    assert_eq!(statistics["bytesScanned"], json!(bytes as f64));
    // A text that each event must have is looked for by the store.
    let found = ended(&rig, asked("filter @message like 'started' | display @message")).await;
    assert_eq!(rows(&found), ["@message=started"]);
    assert_eq!(found["statistics"]["recordsScanned"], 1.0);
    rig.end().await;
}

#[tokio::test]
async fn times_are_seconds_with_both_ends() {
    let rig = with_events("g", &["a", "b", "c"]).await;
    let first = NOW_MS / 1000 - 60;
    let mut input = asked("fields @message | sort @timestamp");
    (input["startTime"], input["endTime"]) = (json!(first), json!(first + 1));
    assert_eq!(rows(&ended(&rig, input.clone()).await), ["@message=a", "@message=b"]);
    (input["startTime"], input["endTime"]) = (json!(first + 1), json!(first));
    assert_eq!(rig.refused(&op::StartQuery, input).await.0, "InvalidParameterException");
    rig.end().await;
}

#[tokio::test]
async fn several_groups_are_one_list() {
    let rig = with_events("g", &["of g"]).await;
    add(&rig, "h", &["of h"]).await;
    let mut input = asked("fields @log, @message | sort @log");
    input.as_object_mut().unwrap().remove("logGroupName");
    let arn = format!("arn:aws:logs:{}:{ACCOUNT}:log-group:h", crate::rig::REGION);
    for (name, value) in
        [("logGroupNames", json!(["g", "h", "g"])), ("logGroupIdentifiers", json!(["g", arn]))]
    {
        let mut input = input.clone();
        input[name] = value;
        let found = ended(&rig, input).await;
        let of = |group: &str| format!("@log={ACCOUNT}:{group} @message=of {group}");
        assert_eq!(rows(&found), [of("g"), of("h")]);
        assert_eq!(found["statistics"]["logGroupsScanned"], 2.0);
    }
    rig.end().await;
}

#[tokio::test]
async fn results_come_in_pages() {
    let rig = with_events("g", &["a", "b", "c"]).await;
    let started = rig.ok(&op::StartQuery, asked("display @message | sort @timestamp")).await;
    let id = &started["queryId"];
    ended(&rig, asked("limit 1")).await;
    let mut found = json!({});
    while found["status"] != "Complete" {
        tokio::task::yield_now().await;
        found = rig.ok(&op::GetQueryResults, json!({"queryId": id, "maxItems": 2})).await;
    }
    assert_eq!(rows(&found), ["@message=a", "@message=b"]);
    let next = json!({"queryId": id, "maxItems": 2, "nextToken": found["nextToken"]});
    let rest = rig.ok(&op::GetQueryResults, next).await;
    assert_eq!((rows(&rest), rest.get("nextToken")), (vec!["@message=c".to_owned()], None));
    let wrong = json!({"queryId": id, "nextToken": "elsewhere-1"});
    assert_eq!(rig.refused(&op::GetQueryResults, wrong).await.0, "InvalidParameterException");
    let limited = {
        let mut input = asked("display @message");
        input["limit"] = json!(1);
        ended(&rig, input).await
    };
    assert_eq!(rows(&limited), ["@message=c"]);
    rig.end().await;
}

#[tokio::test]
async fn queries_are_listed_and_stopped() {
    let rig = with_events("g", &["a"]).await;
    ended(&rig, asked("limit 1")).await;
    ended(&rig, asked("limit 2")).await;
    let listed = rig.ok(&op::DescribeQueries, json!({"logGroupName": "g"})).await;
    assert_eq!(column(&listed, "queries", "queryString"), ["limit 2", "limit 1"]);
    assert_eq!(column(&listed, "queries", "status"), ["Complete", "Complete"]);
    let none = rig.ok(&op::DescribeQueries, json!({"status": "Running"})).await;
    assert_eq!(none["queries"], json!([]));
    let first = rig.ok(&op::DescribeQueries, json!({"maxResults": 1})).await;
    let next = json!({"maxResults": 1, "nextToken": first["nextToken"]});
    let second = rig.ok(&op::DescribeQueries, next).await;
    assert_eq!(column(&second, "queries", "queryString"), ["limit 1"]);
    // Nothing has looked at anything yet: all on one thread, and no await between.
    let started = rig.ok(&op::StartQuery, asked("limit 3")).await;
    let id = json!({"queryId": started["queryId"]});
    let stopped = rig.ok(&op::StopQuery, id.clone()).await;
    let found = rig.ok(&op::GetQueryResults, id.clone()).await;
    if stopped["success"] == true {
        assert_eq!((&found["status"], rows(&found)), (&json!("Cancelled"), vec![]));
    }
    assert_eq!(rig.ok(&op::StopQuery, id).await["success"], false);
    let unknown = json!({"queryId": "none"});
    for operation in [&op::StopQuery, &op::GetQueryResults] {
        let refused = rig.refused(operation, unknown.clone()).await;
        assert_eq!(refused.0, "ResourceNotFoundException");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_can_not_be_asked_is_refused() {
    let rig = with_events("g", &["a"]).await;
    let (code, text) = rig.refused(&op::StartQuery, asked("fields a | nonsense b")).await;
    assert_eq!(code, "MalformedQueryException");
    assert!(text.contains("nonsense"), "{text}");
    let (_, text) = rig.refused(&op::StartQuery, asked("pattern @message")).await;
    assert!(text.contains("pattern is not built"), "{text}");
    let with = |name: &str, value: Value| {
        let mut input = asked("limit 1");
        input[name] = value;
        input
    };
    let gone = rig.refused(&op::StartQuery, with("logGroupName", json!("gone"))).await;
    let told = format!("Log group 'gone' does not exist for account ID '{ACCOUNT}'");
    assert_eq!(gone, ("ResourceNotFoundException".into(), told));
    let two = rig.refused(&op::StartQuery, with("logGroupNames", json!(["g"]))).await;
    assert_eq!(two.0, "InvalidParameterException");
    let (code, text) = rig.refused(&op::StartQuery, with("queryLanguage", json!("SQL"))).await;
    assert_eq!(code, "UnsupportedOperationException");
    assert!(text.contains("SQL"), "{text}");
    rig.end().await;
}
