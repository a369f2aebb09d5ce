//! Metrics that callers put, list and ask for.

use ferrogate_api::cloudwatch::operation::{
    GetMetricData, GetMetricStatistics, ListMetrics, PutMetricData,
};
use serde_json::{Value, json};

use crate::rig::{NOW_MS, Rig};

/// Seconds of the minute that it is.
const MINUTE: u64 = NOW_MS / 60_000 * 60;

fn statistics(name: &str, statistics: &[&str]) -> Value {
    json!({
        "Namespace": "App", "MetricName": name, "StartTime": MINUTE - 60, "EndTime": MINUTE + 120,
        "Period": 60, "Statistics": statistics,
    })
}

async fn put(rig: &Rig, datum: Value) {
    rig.ok(&PutMetricData, json!({"Namespace": "App", "MetricData": [datum]})).await;
}

#[tokio::test]
async fn what_is_put_is_listed_and_read_with_all_statistics() {
    let rig = Rig::new().await;
    put(
        &rig,
        json!({"MetricName": "m", "Values": [1, 2, 3], "Counts": [1, 2, 1], "Unit": "Count"}),
    )
    .await;
    put(&rig, json!({"MetricName": "m", "Value": 8, "Unit": "Count"})).await;
    let all = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
    let found = rig.ok(&GetMetricStatistics, statistics("m", &all)).await;
    assert_eq!(
        found,
        json!({"Label": "m", "Datapoints": [{
            "Timestamp": MINUTE, "SampleCount": 5.0, "Average": 3.2, "Sum": 16.0, "Minimum": 1.0,
            "Maximum": 8.0, "Unit": "Count",
        }]})
    );
    let mut extended = statistics("m", &[]);
    extended.as_object_mut().unwrap().remove("Statistics");
    extended["ExtendedStatistics"] = json!(["p50", "p100", "tm80", "PR(:2)"]);
    let found = rig.ok(&GetMetricStatistics, extended).await;
    let values = &found["Datapoints"][0]["ExtendedStatistics"];
    assert_eq!(*values, json!({"p50": 2.0, "p100": 8.0, "tm80": 2.0, "PR(:2)": 60.0}));
    let listed = rig.ok(&ListMetrics, json!({})).await;
    let metric = json!({"Namespace": "App", "MetricName": "m", "Dimensions": []});
    assert_eq!(listed, json!({"Metrics": [metric]}));
    rig.end().await;
}

#[tokio::test]
async fn dimensions_match_whole_and_in_any_order() {
    let rig = Rig::new().await;
    let (a, b) = (json!({"Name": "A", "Value": "1"}), json!({"Name": "B", "Value": "2"}));
    put(&rig, json!({"MetricName": "m", "Value": 1, "Dimensions": [a, b]})).await;
    put(&rig, json!({"MetricName": "m", "Value": 2, "Dimensions": [b, a]})).await;
    put(&rig, json!({"MetricName": "m", "Value": 4, "Dimensions": [a]})).await;
    for (dimensions, sum) in
        [(json!([b, a]), Some(3.0)), (json!([a]), Some(4.0)), (json!([b]), None), (json!([]), None)]
    {
        let mut asked = statistics("m", &["Sum"]);
        asked["Dimensions"] = dimensions;
        let found = rig.ok(&GetMetricStatistics, asked).await;
        assert_eq!(found["Datapoints"][0]["Sum"].as_f64(), sum);
    }
    // Lists find by a part of them.
    for (filter, count) in [
        (json!({"Name": "A"}), 2),
        (json!({"Name": "B", "Value": "2"}), 1),
        (json!({"Name": "B", "Value": "3"}), 0),
    ] {
        let found = rig.ok(&ListMetrics, json!({"Dimensions": [filter]})).await;
        assert_eq!(found["Metrics"].as_array().unwrap().len(), count, "{filter}");
    }
    rig.end().await;
}

#[tokio::test]
async fn lists_have_pages_and_know_who_is_active() {
    let rig = Rig::new().await;
    let named = |at: usize| json!({"MetricName": format!("m{at:03}"), "Value": 1});
    let data: Vec<_> = (0..600).map(named).collect();
    rig.ok(&PutMetricData, json!({"Namespace": "App", "MetricData": data})).await;
    let first = rig.ok(&ListMetrics, json!({"Namespace": "App"})).await;
    let second =
        rig.ok(&ListMetrics, json!({"Namespace": "App", "NextToken": first["NextToken"]})).await;
    let names = |page: &Value| {
        let all = page["Metrics"].as_array().unwrap().iter();
        all.map(|metric| metric["MetricName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = [names(&first), names(&second)].concat();
    assert_eq!(all, (0..600).map(|at| format!("m{at:03}")).collect::<Vec<_>>());
    assert_eq!(second["NextToken"], Value::Null);
    let other = json!({"Namespace": "Other", "NextToken": first["NextToken"]});
    assert_eq!(rig.refused(&ListMetrics, other).await.0, "InvalidParameterValueException");

    rig.clock.advance_ms(4 * 3_600_000);
    let active = rig.ok(&ListMetrics, json!({"RecentlyActive": "PT3H"})).await;
    assert_eq!(active["Metrics"], json!([]));
    rig.clock.advance_ms(14 * 86_400_000);
    assert_eq!(rig.ok(&ListMetrics, json!({})).await["Metrics"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn what_is_put_survives_a_restart() {
    let rig = Rig::new().await;
    put(&rig, json!({"MetricName": "m", "Value": 7})).await;
    let rig = rig.restart().await;
    let found = rig.ok(&GetMetricStatistics, statistics("m", &["Sum"])).await;
    assert_eq!(found["Datapoints"][0]["Sum"], 7.0);
    rig.end().await;
}

#[tokio::test]
async fn data_that_say_nothing_or_too_much_are_refused_whole() {
    let rig = Rig::new().await;
    let of = "MetricData.member.1";
    let set = json!({"SampleCount": 1, "Sum": 1, "Minimum": 1, "Maximum": 1});
    let both = |a: &str, b: &str| {
        format!(
            "The parameters {of}.{a} and {of}.{b} are mutually exclusive and you have specified \
             both."
        )
    };
    let (combination, value, missing) = (
        "InvalidParameterCombinationException",
        "InvalidParameterValueException",
        "MissingRequiredParameterException",
    );
    for (datum, code, text) in [
        (json!({"Value": 1, "Values": [1]}), combination, both("Value", "Values")),
        (
            json!({"Value": 1, "StatisticValues": set}),
            combination,
            both("Value", "StatisticValues"),
        ),
        (
            json!({"Values": [1], "Counts": [1, 2]}),
            value,
            format!("The parameters {of}.Values and {of}.Counts must be of the same size."),
        ),
        (json!({}), missing, format!("The parameter {of}.Value is required.")),
        (json!({"Value": 1e109}), value, String::new()),
        (json!({"Value": 1, "StorageResolution": 5}), value, String::new()),
        (
            json!({"Value": 1, "Timestamp": MINUTE - 15 * 86_400}),
            value,
            format!("The parameter {of}.Timestamp must specify a time within the past two weeks."),
        ),
        (
            json!({"Value": 1, "Timestamp": MINUTE + 3 * 3600}),
            value,
            format!(
                "The parameter {of}.Timestamp must specify a time no more than two hours in the future."
            ),
        ),
        (
            json!({"Values": vec![1; 151]}),
            value,
            format!("The collection {of}.Values must not have a size greater than 150."),
        ),
        (json!({"Value": 1, "Dimensions": [{"Name": ":a", "Value": "b"}]}), value, String::new()),
        (json!({"Value": 1, "Dimensions": [{"Name": "a", "Value": "b\n"}]}), value, String::new()),
        (
            json!({"Value": 1, "Dimensions": [
            {"Name": "a", "Value": "b"}, {"Name": "a", "Value": "c"}]}),
            value,
            String::new(),
        ),
    ] {
        let mut bad = datum.clone();
        bad["MetricName"] = json!("bad");
        let good = json!({"MetricName": "good", "Value": 1});
        let input = json!({"Namespace": "App", "MetricData": [bad, good]});
        let refused = rig.refused(&PutMetricData, input).await;
        assert_eq!(refused.0, code, "{datum}: {}", refused.1);
        assert!(text.is_empty() || text == refused.1, "{datum}: {}", refused.1);
    }
    for (namespace, data) in [
        ("AWS/ECS", json!([{"MetricName": "m", "Value": 1}])),
        ("Ferrogate/ECS", json!([{"MetricName": "m", "Value": 1}])),
        ("App", json!([])),
        ("App", json!(vec![json!({"MetricName": "m", "Value": 1}); 1001])),
    ] {
        rig.refused(&PutMetricData, json!({"Namespace": namespace, "MetricData": data})).await;
    }
    assert_eq!(rig.ok(&ListMetrics, json!({})).await["Metrics"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn questions_without_an_answer_are_refused() {
    let rig = Rig::new().await;
    let day = json!({
        "Namespace": "App", "MetricName": "m", "StartTime": MINUTE - 86_400, "EndTime": MINUTE,
        "Period": 1, "Statistics": ["Sum"],
    });
    let refused = rig.refused(&GetMetricStatistics, day).await;
    assert_eq!(refused.0, "InvalidParameterCombinationException");
    assert_eq!(
        refused.1,
        "You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may \
         reduce the datapoints requested by increasing Period, or decreasing the time range."
    );
    for (change, code) in [
        (json!({"EndTime": MINUTE - 60}), "InvalidParameterValueException"),
        (json!({"Period": 61}), "InvalidParameterValueException"),
        (json!({"ExtendedStatistics": ["p50"]}), "InvalidParameterCombinationException"),
        (json!({"Statistics": []}), "ValidationException"),
        (json!({"Statistics": null}), "InvalidParameterCombinationException"),
        (
            json!({"Statistics": null, "ExtendedStatistics": ["p101"]}),
            "InvalidParameterValueException",
        ),
    ] {
        let mut asked = statistics("m", &["Sum"]);
        asked.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(rig.refused(&GetMetricStatistics, asked).await.0, code, "{change}");
    }
    rig.end().await;
}

/// Five minutes of two metrics.
async fn with_two(rig: &Rig) {
    let mut data = Vec::new();
    for (name, values) in [("good", [9, 8, 10, 5, 7]), ("bad", [1, 2, 0, 5, 3])] {
        for (at, value) in values.iter().enumerate() {
            let timestamp = MINUTE - 600 + at as u64 * 60;
            data.push(json!({"MetricName": name, "Value": value, "Timestamp": timestamp}));
        }
    }
    rig.ok(&PutMetricData, json!({"Namespace": "App", "MetricData": data})).await;
}

fn stat(id: &str, name: &str, stat: &str, period: u32) -> Value {
    json!({"Id": id, "MetricStat": {
        "Metric": {"Namespace": "App", "MetricName": name}, "Period": period, "Stat": stat}})
}

fn data(queries: Value) -> Value {
    json!({"StartTime": MINUTE - 600, "EndTime": MINUTE, "ScanBy": "TimestampAscending",
        "MetricDataQueries": queries})
}

#[tokio::test]
async fn metrics_and_what_is_computed_of_them_are_answered_together() {
    let rig = Rig::new().await;
    with_two(&rig).await;
    let mut hidden = stat("g", "good", "Sum", 60);
    hidden["ReturnData"] = json!(false);
    let queries = json!([
        {"Id": "e", "Expression": "share * 2"},
        hidden,
        stat("b", "bad", "Sum", 60),
        {"Id": "share", "Expression": "100 * b / (g + b)", "Label": "${LABEL} ${MAX}"},
        {"Id": "all", "Expression": "METRICS()"},
    ]);
    let found = rig.ok(&GetMetricData, data(queries)).await;
    let shown: Vec<_> = found["MetricDataResults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["Id"], one["Label"], one["Values"], one["StatusCode"]]))
        .collect();
    assert_eq!(
        json!(shown),
        json!([
            ["e", "e", [20.0, 40.0, 0.0, 100.0, 60.0], "Complete"],
            ["b", "bad", [1.0, 2.0, 0.0, 5.0, 3.0], "Complete"],
            ["share", "share 50", [10.0, 20.0, 0.0, 50.0, 30.0], "Complete"],
            ["all", "good", [9.0, 8.0, 10.0, 5.0, 7.0], "Complete"],
            ["all", "bad", [1.0, 2.0, 0.0, 5.0, 3.0], "Complete"],
        ])
    );
    rig.end().await;
}

#[tokio::test]
async fn labels_tell_what_differs_and_nothing_is_an_empty_answer() {
    let rig = Rig::new().await;
    with_two(&rig).await;
    for (queries, labels) in [
        (json!([stat("a", "good", "Sum", 60), stat("b", "none", "Sum", 60)]), ["good", "none"]),
        (
            json!([stat("a", "good", "Sum", 60), stat("b", "good", "p50", 60)]),
            ["good Sum", "good p50"],
        ),
        (
            json!([stat("a", "good", "Sum", 60), stat("b", "good", "Sum", 300)]),
            ["good 60", "good 300"],
        ),
        (
            json!([stat("a", "good", "Sum", 60), stat("b", "good", "Average", 300)]),
            ["good Sum 60", "good Average 300"],
        ),
    ] {
        let found = rig.ok(&GetMetricData, data(queries)).await;
        assert_eq!(crate::rig::column(&found, "MetricDataResults", "Label"), labels);
    }
    // A period longer than the time that is asked for has what lies in it.
    let found = rig.ok(&GetMetricData, data(json!([stat("a", "good", "Sum", 3600)]))).await;
    let whole = &found["MetricDataResults"][0];
    assert_eq!((&whole["Values"], &whole["Timestamps"]), (&json!([39.0]), &json!([MINUTE - 600])));
    let filled = json!([stat("g", "good", "Sum", 300), {"Id": "e", "Expression": "FILL(g, 0) + TIME_SERIES(1)"}]);
    let found = rig.ok(&GetMetricData, data(filled)).await;
    assert_eq!(found["MetricDataResults"][1]["Values"], json!([40.0, 1.0]));
    let mut newest = data(json!([stat("a", "good", "Sum", 300)]));
    newest.as_object_mut().unwrap().remove("ScanBy");
    let found = rig.ok(&GetMetricData, newest).await;
    let times = found["MetricDataResults"][0]["Timestamps"].as_array().unwrap();
    assert!(times.is_sorted_by(|a, b| a.as_u64() > b.as_u64()), "{times:?}");
    put(
        &rig,
        json!({"MetricName": "good", "Value": 1, "Unit": "Seconds", "Timestamp": MINUTE - 60}),
    )
    .await;
    put(&rig, json!({"MetricName": "good", "Value": 1, "Unit": "Count", "Timestamp": MINUTE - 60}))
        .await;
    let found = rig.ok(&GetMetricData, data(json!([stat("a", "good", "Sum", 60)]))).await;
    let message = &found["MetricDataResults"][0]["Messages"][0];
    assert_eq!(message["Code"], "MultipleUnits");
    assert_eq!(message["Value"], "Multiple units returned: '[Count, None, Seconds]'");
    rig.end().await;
}

#[tokio::test]
async fn pages_of_points_join_to_all_of_them() {
    let rig = Rig::new().await;
    with_two(&rig).await;
    for size in 1..=11 {
        let mut asked = data(json!([stat("g", "good", "Sum", 60), stat("b", "bad", "Sum", 60)]));
        asked["MaxDatapoints"] = json!(size);
        let (mut joined, mut pages) = (std::collections::BTreeMap::<String, Vec<f64>>::new(), 0);
        loop {
            let page = rig.ok(&GetMetricData, asked.clone()).await;
            pages += 1;
            for one in page["MetricDataResults"].as_array().unwrap() {
                let values = one["Values"].as_array().unwrap().iter();
                joined
                    .entry(one["Id"].as_str().unwrap().to_owned())
                    .or_default()
                    .extend(values.map(|value| value.as_f64().unwrap()));
            }
            if page["NextToken"].is_null() {
                break;
            }
            asked["NextToken"] = page["NextToken"].clone();
        }
        assert_eq!(joined["g"], [9.0, 8.0, 10.0, 5.0, 7.0], "{size}");
        assert_eq!(joined["b"], [1.0, 2.0, 0.0, 5.0, 3.0], "{size}");
        assert_eq!(pages, 10_usize.div_ceil(size), "{size}");
    }
    let mut other = data(json!([stat("g", "good", "Sum", 60)]));
    other["NextToken"] = json!("nonsense");
    assert_eq!(rig.refused(&GetMetricData, other).await.0, "InvalidNextToken");
    rig.end().await;
}

#[tokio::test]
async fn queries_that_mean_nothing_are_refused() {
    let rig = Rig::new().await;
    with_two(&rig).await;
    let good = stat("g", "good", "Sum", 60);
    for (queries, word) in [
        (json!([]), "MetricDataQueries"),
        (json!([good, good]), "not unique"),
        (json!([{"Id": "Upper", "Expression": "1"}]), "Upper"),
        (json!([{"Id": "e"}]), "Exactly one"),
        (json!([{"Id": "e", "Expression": "e + 1"}]), "hangs on itself"),
        (
            json!([{"Id": "e", "Expression": "f"}, {"Id": "f", "Expression": "e"}]),
            "hangs on itself",
        ),
        (json!([{"Id": "e", "Expression": "nobody"}]), "nobody"),
        (json!([{"Id": "e", "Expression": "1 +"}]), "missing"),
        (json!([good, {"Id": "e", "Expression": "SUM(g)"}]), "returns a number"),
        (json!([{"Id": "e", "Expression": "SEARCH(\"a\", \"Sum\")"}]), "SEARCH is not built"),
        (json!([stat("g", "good", "Median", 60)]), "Median"),
        (json!([stat("g", "good", "Sum", 7)]), "multiple of 60"),
        (json!([{"Id": "e", "Expression": "g", "ReturnData": false}]), "ReturnData"),
        (
            json!([good, stat("h", "good", "Sum", 300), {"Id": "e", "Expression": "g + h"}]),
            "different periods",
        ),
    ] {
        let refused = rig.refused(&GetMetricData, data(queries.clone())).await;
        assert!(refused.1.contains(word), "{queries}: {refused:?}");
    }
    // As long as a chain may be, and longer.
    let chain = |length: usize| {
        let link = |at| json!({"Id": format!("e{at}"), "Expression": format!("e{} + 1", at + 1)});
        let mut all: Vec<_> = (0..length).map(link).collect();
        all.push(stat(&format!("e{length}"), "good", "Sum", 60));
        data(json!(all))
    };
    rig.ok(&GetMetricData, chain(50)).await;
    assert!(rig.refused(&GetMetricData, chain(51)).await.1.contains("too many"));
    rig.end().await;
}
