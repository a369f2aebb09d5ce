//! Metrics of log events: metric filters, the embedded metric format, and what comes in.

use ferrogate_api::cloudwatch::operation as cloudwatch;
use ferrogate_api::logs::operation as op;
use serde_json::{Value, json};

use crate::rig::{NOW_MS, Rig, column};

const MINUTE_MS: u64 = 60_000;

async fn with_stream(group: &str) -> Rig {
    let rig = Rig::new().await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": group})).await;
    let stream = json!({"logGroupName": group, "logStreamName": "s"});
    rig.ok(&op::CreateLogStream, stream).await;
    rig
}

fn filter(pattern: &str, change: Value) -> Value {
    let mut made = json!({"metricName": "m", "metricNamespace": "N", "metricValue": "1"});
    for (name, value) in change.as_object().unwrap() {
        made[name] = value.clone();
    }
    json!({
        "logGroupName": "g", "filterName": "f", "filterPattern": pattern,
        "metricTransformations": [made],
    })
}

async fn put(rig: &Rig, messages: &[&str]) {
    let event = |message: &&str| json!({"timestamp": rig_now(rig), "message": message});
    let events: Vec<_> = messages.iter().map(event).collect();
    let input = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events});
    rig.ok(&op::PutLogEvents, input).await;
    rig.logs.write_metrics(&rig.metrics).await;
}

fn rig_now(rig: &Rig) -> u64 {
    use ferrogate_base::Clock;
    rig.clock.now().0
}

/// Sum and count of a metric, by minute.
async fn sums(rig: &Rig, namespace: &str, name: &str, dimensions: Value) -> Vec<(f64, f64)> {
    let input = json!({
        "Namespace": namespace, "MetricName": name, "Dimensions": dimensions,
        "StartTime": (NOW_MS - 60 * MINUTE_MS) / 1000, "EndTime": (NOW_MS + 60 * MINUTE_MS) / 1000,
        "Period": 60, "Statistics": ["Sum", "SampleCount"],
    });
    let found = rig.ok(&cloudwatch::GetMetricStatistics, input).await;
    let mut points = found["Datapoints"].as_array().unwrap().clone();
    points.sort_by_key(|point| point["Timestamp"].as_f64().unwrap() as u64);
    let of = |point: &Value, name: &str| point[name].as_f64().unwrap();
    points.iter().map(|point| (of(point, "Sum"), of(point, "SampleCount"))).collect()
}

#[tokio::test]
async fn events_that_a_filter_takes_are_a_metric() {
    let rig = with_stream("g").await;
    put(&rig, &["ERROR before the filter"]).await;
    rig.ok(&op::PutMetricFilter, filter("ERROR", json!({"unit": "Count"}))).await;
    put(&rig, &["ERROR one", "fine", "ERROR two"]).await;
    put(&rig, &["ERROR three"]).await;
    assert_eq!(sums(&rig, "N", "m", json!([])).await, [(3.0, 3.0)]);
    let groups = rig.ok(&op::DescribeLogGroups, json!({})).await;
    assert_eq!(groups["logGroups"][0]["metricFilterCount"], 1);
    // Changed, it counts by its new pattern at once; deleted, no more.
    rig.ok(&op::PutMetricFilter, filter("fine", json!({"metricValue": "10"}))).await;
    put(&rig, &["fine", "ERROR four"]).await;
    rig.ok(&op::DeleteMetricFilter, json!({"logGroupName": "g", "filterName": "f"})).await;
    put(&rig, &["fine"]).await;
    let input = json!([]);
    let units: f64 = sums(&rig, "N", "m", input).await.iter().map(|(sum, _)| sum).sum();
    assert_eq!(units, 13.0);
    rig.end().await;
}

#[tokio::test]
async fn a_filter_reads_numbers_and_dimensions_of_events() {
    let rig = with_stream("g").await;
    let made = json!({"metricValue": "$.took", "dimensions": {"Path": "$.path"}});
    rig.ok(&op::PutMetricFilter, filter("{ $.took = * }", made)).await;
    put(
        &rig,
        &[
            r#"{"took": 3, "path": "/a"}"#,
            r#"{"took": 4.5, "path": "/a"}"#,
            r#"{"took": 100, "path": "/b"}"#,
            r#"{"took": "soon", "path": "/a"}"#,
            r#"{"took": 7}"#,
        ],
    )
    .await;
    let path = |path: &str| json!([{"Name": "Path", "Value": path}]);
    assert_eq!(sums(&rig, "N", "m", path("/a")).await, [(7.5, 2.0)]);
    assert_eq!(sums(&rig, "N", "m", path("/b")).await, [(100.0, 1.0)]);
    assert_eq!(sums(&rig, "N", "m", json!([])).await, []);
    rig.end().await;
}

#[tokio::test]
async fn a_minute_in_which_nothing_was_taken_has_the_default_value() {
    let rig = with_stream("g").await;
    rig.ok(&op::PutMetricFilter, filter("ERROR", json!({"defaultValue": 0}))).await;
    put(&rig, &["fine"]).await;
    assert_eq!(sums(&rig, "N", "m", json!([])).await, []);
    rig.clock.advance_ms(MINUTE_MS);
    put(&rig, &["fine", "ERROR"]).await;
    rig.clock.advance_ms(MINUTE_MS);
    // Nothing comes in now, so there is no value.
    rig.clock.advance_ms(2 * MINUTE_MS);
    rig.logs.write_metrics(&rig.metrics).await;
    rig.logs.write_metrics(&rig.metrics).await;
    assert_eq!(sums(&rig, "N", "m", json!([])).await, [(0.0, 1.0), (1.0, 1.0)]);
    rig.end().await;
}

#[tokio::test]
async fn events_carry_metrics_and_wrong_ones_are_counted() {
    let rig = with_stream("g").await;
    let event = |timestamp: Value| {
        json!({
            "_aws": {"Timestamp": timestamp, "CloudWatchMetrics": [{
                "Namespace": "Shop", "Dimensions": [["Service"]],
                "Metrics": [{"Name": "took", "Unit": "Milliseconds"}],
            }]},
            "Service": "web", "took": [1, 2],
        })
        .to_string()
    };
    let cut = "{\"_aws\": {";
    put(&rig, &[&event(json!(NOW_MS)), &event(json!("x")), cut]).await;
    let service = json!([{"Name": "Service", "Value": "web"}]);
    assert_eq!(sums(&rig, "Shop", "took", service).await, [(3.0, 2.0)]);
    let group = json!([{"Name": "LogGroupName", "Value": "g"}]);
    for (name, sum) in
        [("EMFValidationErrors", 1.0), ("EMFParsingErrors", 1.0), ("IncomingLogEvents", 3.0)]
    {
        let found = sums(&rig, "AWS/Logs", name, group.clone()).await;
        assert_eq!(found.iter().map(|(sum, _)| *sum).collect::<Vec<_>>(), [sum], "{name}");
    }
    let all = sums(&rig, "AWS/Logs", "IncomingBytes", json!([])).await;
    let bytes = event(json!(NOW_MS)).len() + event(json!("x")).len() + cut.len();
    assert_eq!(all.iter().map(|(sum, _)| *sum).sum::<f64>(), bytes as f64);
    rig.end().await;
}

#[tokio::test]
async fn lines_that_come_again_count_once() {
    use ferrogate_services::logs::AwslogsSink;
    use ferrogate_services::logs::awslogs::{Line, Target};
    let rig = with_stream("g").await;
    rig.ok(&op::PutMetricFilter, filter("", json!({}))).await;
    let account = crate::rig::account();
    let sink = AwslogsSink::new(rig.logs.clone());
    let to = Target {
        account: &account,
        region: crate::rig::REGION,
        group: "g",
        stream: "s",
        create_group: false,
    };
    let line = |text: &str| Line { ts_ms: NOW_MS, text: text.into(), span: 1 };
    sink.append(to, "source", 1, vec![line("a"), line("b")]).await.unwrap();
    sink.append(to, "source", 1, vec![line("a"), line("b"), line("c")]).await.unwrap();
    rig.logs.write_metrics(&rig.metrics).await;
    assert_eq!(sums(&rig, "N", "m", json!([])).await, [(3.0, 3.0)]);
    rig.end().await;
}

#[tokio::test]
async fn filters_are_listed_by_name_group_and_metric() {
    let rig = with_stream("g").await;
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "h"})).await;
    for (group, name, metric) in [("g", "b", "m"), ("g", "a", "n"), ("h", "a", "m")] {
        let mut input = filter("", json!({"metricName": metric, "dimensions": {}}));
        input["logGroupName"] = json!(group);
        input["filterName"] = json!(name);
        rig.ok(&op::PutMetricFilter, input).await;
    }
    let names = async |input: Value| {
        let found = rig.ok(&op::DescribeMetricFilters, input).await;
        let named = column(&found, "metricFilters", "filterName");
        let groups = column(&found, "metricFilters", "logGroupName");
        named.iter().zip(groups).map(|(name, group)| format!("{group}/{name}")).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})).await, ["g/a", "h/a", "g/b"]);
    assert_eq!(names(json!({"logGroupName": "g"})).await, ["g/a", "g/b"]);
    assert_eq!(names(json!({"logGroupName": "g", "filterNamePrefix": "b"})).await, ["g/b"]);
    let metric = json!({"metricName": "m", "metricNamespace": "N"});
    assert_eq!(names(metric).await, ["h/a", "g/b"]);
    let first = rig.ok(&op::DescribeMetricFilters, json!({"limit": 2})).await;
    let rest = json!({"limit": 2, "nextToken": first["nextToken"]});
    assert_eq!(names(rest).await, ["g/b"]);
    // With its group a filter goes; made anew, the group has none.
    rig.ok(&op::DeleteLogGroup, json!({"logGroupName": "g"})).await;
    assert_eq!(names(json!({})).await, ["h/a"]);
    rig.ok(&op::CreateLogGroup, json!({"logGroupName": "g"})).await;
    assert_eq!(names(json!({"logGroupName": "g"})).await, Vec::<String>::new());
    rig.end().await;
}

#[tokio::test]
async fn what_no_filter_can_be_is_refused_and_changes_nothing() {
    let rig = with_stream("g").await;
    let invalid = "InvalidParameterException";
    let dimension = json!({"dimensions": {"D": "$x"}});
    let both = json!({"dimensions": {"D": "$.x"}, "defaultValue": 1});
    let four = json!({"dimensions": {"A": "$.a", "B": "$.b", "C": "$.c", "D": "$.d"}});
    for (pattern, change, word) in [
        ("{ $.a", json!({}), "Invalid filter pattern"),
        ("", json!({"metricValue": "much"}), "metricValue"),
        ("[a, b]", json!({"metricValue": "$c"}), "$c"),
        ("", json!({"metricNamespace": "AWS/ECS"}), "metricNamespace"),
        ("", json!({"metricNamespace": "Ferrogate/ECS"}), "metricNamespace"),
        ("", json!({"metricName": "\u{e4}"}), "metricName"),
        ("ERROR", dimension, "$x"),
        ("{ $.x = 1 }", both, "mutually exclusive"),
        ("{ $.x = 1 }", four, "dimensions"),
    ] {
        let (code, text) = rig.refused(&op::PutMetricFilter, filter(pattern, change)).await;
        assert_eq!(code, invalid, "{text}");
        assert!(text.contains(word), "{text}");
    }
    let mut elsewhere = filter("", json!({}));
    elsewhere["logGroupName"] = json!("gone");
    let none = rig.refused(&op::PutMetricFilter, elsewhere).await;
    assert_eq!(none.0, "ResourceNotFoundException");
    let mut unbuilt = filter("", json!({}));
    unbuilt["applyOnTransformedLogs"] = json!(true);
    let (code, text) = rig.refused(&op::PutMetricFilter, unbuilt).await;
    assert_eq!(code, "UnsupportedOperationException");
    assert!(text.contains("applyOnTransformedLogs"), "{text}");
    let gone = json!({"logGroupName": "g", "filterName": "f"});
    assert_eq!(rig.refused(&op::DeleteMetricFilter, gone).await.0, "ResourceNotFoundException");
    let half = rig.refused(&op::DescribeMetricFilters, json!({"metricName": "m"})).await;
    assert_eq!(half.0, invalid);
    let found = rig.ok(&op::DescribeMetricFilters, json!({})).await;
    assert_eq!(found["metricFilters"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_group_has_a_hundred_filters_and_five_with_regular_expressions() {
    let rig = with_stream("g").await;
    let named = |name: String, pattern: &str| {
        let mut input = filter(pattern, json!({}));
        input["filterName"] = json!(name);
        input
    };
    for n in 0..5 {
        rig.ok(&op::PutMetricFilter, named(format!("r{n}"), "%E[0-9]+%")).await;
    }
    let full = ("LimitExceededException".to_owned(), "Resource limit exceeded.".to_owned());
    let sixth = rig.refused(&op::PutMetricFilter, named("r5".into(), "%E[0-9]+%")).await;
    assert_eq!(sixth, full);
    for n in 5..100 {
        rig.ok(&op::PutMetricFilter, named(format!("r{n}"), "plain")).await;
    }
    let more = rig.refused(&op::PutMetricFilter, named("r100".into(), "plain")).await;
    assert_eq!(more, full);
    // One of them may change.
    rig.ok(&op::PutMetricFilter, named("r99".into(), "other")).await;
    rig.end().await;
}

#[tokio::test]
async fn a_pattern_can_be_tried() {
    let rig = Rig::new().await;
    let input = json!({
        "filterPattern": "[ip, ..., code = 4*, bytes]",
        "logEventMessages": ["10.0.0.1 - a 200 12", "10.0.0.2 - b 404 7", "short"],
    });
    let found = rig.ok(&op::TestMetricFilter, input).await;
    assert_eq!(
        found["matches"],
        json!([{
            "eventNumber": 2,
            "eventMessage": "10.0.0.2 - b 404 7",
            "extractedValues": {"$ip": "10.0.0.2", "$code": "404", "$bytes": "7"},
        }])
    );
    rig.end().await;
}

#[tokio::test]
async fn what_a_caller_that_has_gone_put_counts_as_soon_as_it_is_there() {
    use std::future::Future;
    use std::task::Poll;
    let rig = with_stream("g").await;
    rig.ok(&op::PutMetricFilter, filter("", json!({}))).await;
    let events = json!([{"timestamp": NOW_MS, "message": "a line"}]);
    let input = json!({"logGroupName": "g", "logStreamName": "s", "logEvents": events});
    {
        let mut put = std::pin::pin!(rig.call(&op::PutLogEvents, input));
        // As far as it goes without the disk, and no further.
        std::future::poll_fn(|cx| Poll::Ready(put.as_mut().poll(cx).is_pending())).await;
    }
    let ask = json!({"logGroupName": "g"});
    while rig.ok(&op::FilterLogEvents, ask.clone()).await["events"] == json!([]) {
        tokio::task::yield_now().await;
    }
    // The store has it; who stored it counts it next.
    while sums(&rig, "N", "m", json!([])).await.is_empty() {
        tokio::task::yield_now().await;
        rig.logs.write_metrics(&rig.metrics).await;
    }
    assert_eq!(sums(&rig, "N", "m", json!([])).await, [(1.0, 1.0)]);
    rig.end().await;
}
