//! Metrics that callers put, list and ask for.

use ferrogate_api::cloudwatch::operation::{GetMetricStatistics, ListMetrics, PutMetricData};
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
