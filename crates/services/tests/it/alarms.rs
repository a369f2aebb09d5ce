//! Alarms as they are asked for; what becomes of them is the controllers' to test.

use ferrogate_api::cloudwatch::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column};

fn alarm(name: &str, more: Value) -> Value {
    let mut input = json!({
        "AlarmName": name, "Namespace": "N", "MetricName": "m", "Statistic": "Average",
        "Period": 60, "EvaluationPeriods": 3, "Threshold": 21.5,
        "ComparisonOperator": "GreaterThanThreshold",
    });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(input.as_object_mut().unwrap().remove(name)),
            value => input[name] = value.clone(),
        }
    }
    input
}

async fn shown(rig: &Rig, name: &str) -> Value {
    let found = rig.ok(&op::DescribeAlarms, json!({"AlarmNames": [name]})).await;
    found["MetricAlarms"][0].clone()
}

#[tokio::test]
async fn an_alarm_is_shown_as_it_was_put_and_keeps_its_state_when_it_is_put_again() {
    let rig = Rig::new().await;
    let dimensions = json!([{"Name": "b", "Value": "2"}, {"Name": "a", "Value": "1"}]);
    let more = json!({"Dimensions": dimensions, "Unit": "Percent", "AlarmDescription": "why",
        "Tags": [{"Key": "k", "Value": "v"}]});
    rig.ok(&op::PutMetricAlarm, alarm("a", more)).await;
    let found = shown(&rig, "a").await;
    let seconds = json!(f64::from(u32::try_from(NOW_MS / 1000).unwrap()));
    for (member, value) in [
        ("AlarmArn", json!(format!("arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:a"))),
        ("StateValue", json!("INSUFFICIENT_DATA")),
        ("StateReason", json!("Unchecked: Initial alarm creation")),
        ("ActionsEnabled", json!(true)),
        ("AlarmActions", json!([])),
        ("Threshold", json!(21.5)),
        ("Unit", json!("Percent")),
        ("Statistic", json!("Average")),
        ("Dimensions", json!([{"Name": "a", "Value": "1"}, {"Name": "b", "Value": "2"}])),
    ] {
        assert_eq!(found[member], value, "{member}");
    }
    assert_eq!(found["StateUpdatedTimestamp"].as_f64(), seconds.as_f64());
    for absent in ["DatapointsToAlarm", "TreatMissingData", "ExtendedStatistic", "Metrics"] {
        assert_eq!(found[absent], Value::Null, "{absent}");
    }
    let set = json!({"AlarmName": "a", "StateValue": "ALARM", "StateReason": "by hand",
        "StateReasonData": "{\"x\": 1}"});
    rig.ok(&op::SetAlarmState, set).await;
    rig.ok(&op::PutMetricAlarm, alarm("a", json!({"Threshold": 5, "Tags": []}))).await;
    let found = shown(&rig, "a").await;
    assert_eq!((&found["StateValue"], &found["Threshold"]), (&json!("ALARM"), &json!(5.0)));
    assert_eq!(found["StateReasonData"], "{\"x\": 1}");
    assert_eq!(found["Unit"], Value::Null);
    let arn = json!({"ResourceARN": found["AlarmArn"]});
    let tags = rig.ok(&op::ListTagsForResource, arn.clone()).await;
    assert_eq!(tags["Tags"], json!([{"Key": "k", "Value": "v"}]));
    let history = rig.ok(&op::DescribeAlarmHistory, json!({"AlarmName": "a"})).await;
    assert_eq!(
        column(&history, "AlarmHistoryItems", "HistorySummary"),
        [
            "Alarm \"a\" updated",
            "Alarm updated from INSUFFICIENT_DATA to ALARM",
            "Alarm \"a\" created"
        ]
    );
    rig.ok(&op::DeleteAlarms, json!({"AlarmNames": ["a", "never there"]})).await;
    assert_eq!(shown(&rig, "a").await, Value::Null);
    // What became of it can still be asked; its tags are gone.
    let history = rig.ok(&op::DescribeAlarmHistory, json!({"AlarmName": "a"})).await;
    assert_eq!(history["AlarmHistoryItems"][0]["HistorySummary"], "Alarm \"a\" deleted");
    assert_eq!(rig.ok(&op::ListTagsForResource, arn).await["Tags"], json!([]));
    // Another one of the name begins anew.
    rig.ok(&op::PutMetricAlarm, alarm("a", json!({}))).await;
    assert_eq!(shown(&rig, "a").await["StateValue"], "INSUFFICIENT_DATA");
    rig.end().await;
}

#[tokio::test]
async fn the_form_of_one_query_is_shown_as_one() {
    let rig = Rig::new().await;
    let query = json!({"Id": "m1", "Label": "l", "ReturnData": true, "MetricStat": {
        "Metric": {"Namespace": "N", "MetricName": "m", "Dimensions": []}, "Period": 300, "Stat": "p99"}});
    let of_query = json!({"Metrics": [query], "Namespace": null, "MetricName": null,
        "Statistic": null, "Period": null});
    rig.ok(&op::PutMetricAlarm, alarm("q", of_query)).await;
    let found = shown(&rig, "q").await;
    assert_eq!(found["Metrics"], json!([query]));
    assert_eq!((&found["MetricName"], &found["Period"]), (&Value::Null, &Value::Null));
    let named = json!({"MetricName": "m", "Namespace": "N", "ExtendedStatistic": "p99"});
    let found = rig.ok(&op::DescribeAlarmsForMetric, named).await;
    assert_eq!(column(&found, "MetricAlarms", "AlarmName"), ["q"]);
    let other =
        json!({"MetricName": "m", "Namespace": "N", "Dimensions": [{"Name": "a", "Value": "b"}]});
    assert_eq!(rig.ok(&op::DescribeAlarmsForMetric, other).await["MetricAlarms"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn what_has_no_effect_is_refused_and_what_cannot_be_too() {
    let rig = Rig::new().await;
    let topic = format!("arn:aws:sns:{REGION}:{ACCOUNT}:t");
    let other = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:f");
    let math = json!({"Metrics": [{"Id": "e", "Expression": "a + b"}], "Namespace": null,
        "MetricName": null, "Statistic": null, "Period": null});
    for (more, said) in [
        (json!({"Period": 45}), "Period must be 10, 20, 30 or a multiple of 60"),
        (json!({"Period": 60, "EvaluationPeriods": 1441}), "across more than a day"),
        (json!({"Period": 3600, "EvaluationPeriods": 169}), "across more than seven days"),
        (json!({"DatapointsToAlarm": 4}), "less than or equal to EvaluationPeriods"),
        (json!({"TreatMissingData": "no"}), "[breaching, notBreaching, ignore, missing]"),
        (json!({"EvaluateLowSampleCountPercentile": "no"}), "Option no is not supported"),
        (json!({"ExtendedStatistic": "p99"}), "mutually exclusive"),
        (json!({"Statistic": null, "ExtendedStatistic": "p101"}), "The value p101 for parameter"),
        (json!({"Threshold": null}), "The parameter Threshold is required."),
        (json!({"AlarmActions": ["topic"]}), "Invalid arn syntax: topic"),
        (json!({"AlarmActions": [topic]}), ":t does not exist."),
        (json!({"AlarmActions": [other]}), "The alarm action arn:aws:lambda:"),
        (
            json!({"ComparisonOperator": "GreaterThanUpperThreshold"}),
            "anomaly detection is not built",
        ),
        (json!({"ThresholdMetricId": "b"}), "anomaly detection band is not built yet."),
        (math, "Metric math in an alarm is not built yet."),
        (json!({"AlarmName": "a\u{1}"}), "control characters"),
        (
            json!({"Dimensions": [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}]}),
            "twice",
        ),
    ] {
        let refused = rig.refused(&op::PutMetricAlarm, alarm("a", more)).await;
        assert!(refused.1.contains(said), "{said}: {refused:?}");
    }
    // One whose actions are disabled is a record and no more: it may name them.
    let off = json!({"AlarmActions": [other], "ActionsEnabled": false});
    rig.ok(&op::PutMetricAlarm, alarm("off", off)).await;
    let refused = rig.refused(&op::EnableAlarmActions, json!({"AlarmNames": ["off"]})).await;
    assert!(refused.1.ends_with("is not built yet."), "{refused:?}");
    rig.ok(&op::DisableAlarmActions, json!({"AlarmNames": ["off", "never there"]})).await;
    assert_eq!(shown(&rig, "off").await["ActionsEnabled"], false);
    let none = json!({"AlarmName": "none", "StateValue": "OK", "StateReason": "r"});
    assert_eq!(
        rig.refused(&op::SetAlarmState, none).await,
        ("ResourceNotFound".into(), String::new())
    );
    let odd =
        json!({"AlarmName": "off", "StateValue": "OK", "StateReason": "r", "StateReasonData": "{"});
    assert_eq!(rig.refused(&op::SetAlarmState, odd).await.0, "InvalidFormatFault");
    let children = json!({"ChildrenOfAlarmName": "off"});
    assert_eq!(
        rig.refused(&op::DescribeAlarms, children).await.1,
        "A composite alarm is not built yet."
    );
    rig.end().await;
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let rig = Rig::new().await;
    for name in ["a1", "a2", "a3", "b1"] {
        rig.ok(&op::PutMetricAlarm, alarm(name, json!({}))).await;
    }
    let set = json!({"AlarmName": "a2", "StateValue": "OK", "StateReason": "r"});
    rig.ok(&op::SetAlarmState, set).await;
    for (ask, names) in [
        (json!({"AlarmNamePrefix": "a"}), vec!["a1", "a2", "a3"]),
        (json!({"StateValue": "OK"}), vec!["a2"]),
        (json!({"AlarmNames": ["b1", "c"]}), vec!["b1"]),
        (json!({"AlarmTypes": ["CompositeAlarm"]}), vec![]),
        (json!({"ActionPrefix": "arn:"}), vec![]),
    ] {
        let found = rig.ok(&op::DescribeAlarms, ask.clone()).await;
        assert_eq!(column(&found, "MetricAlarms", "AlarmName"), names, "{ask}");
        assert_eq!(found["CompositeAlarms"], json!([]));
    }
    let both = json!({"AlarmNames": ["a1"], "AlarmNamePrefix": "a"});
    assert_eq!(rig.refused(&op::DescribeAlarms, both).await.0, "ValidationError");
    let (mut token, mut all) = (Value::Null, vec![]);
    loop {
        let mut ask = json!({"MaxRecords": 3});
        if !token.is_null() {
            ask["NextToken"] = token.clone();
        }
        let found = rig.ok(&op::DescribeAlarms, ask).await;
        all.extend(column(&found, "MetricAlarms", "AlarmName").into_iter().map(str::to_owned));
        token = found["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(all, ["a1", "a2", "a3", "b1"]);
    let bad = rig.refused(&op::DescribeAlarms, json!({"NextToken": "x"})).await;
    assert_eq!(bad.0, "InvalidNextToken");
    // More than a transaction has room for.
    let many: Vec<String> = (0..70).map(|n| format!("m{n}")).collect();
    for name in &many {
        rig.ok(&op::PutMetricAlarm, alarm(name, json!({}))).await;
    }
    rig.ok(&op::DisableAlarmActions, json!({"AlarmNames": many})).await;
    rig.ok(&op::DeleteAlarms, json!({"AlarmNames": many})).await;
    let found = rig.ok(&op::DescribeAlarms, json!({"AlarmNamePrefix": "m"})).await;
    assert_eq!(found["MetricAlarms"], json!([]));
    // Of a name's items the newest hundred are kept.
    for n in 0..120 {
        let value = if n % 2 == 0 { "ALARM" } else { "OK" };
        let set = json!({"AlarmName": "b1", "StateValue": value, "StateReason": n.to_string()});
        rig.ok(&op::SetAlarmState, set).await;
    }
    let found = rig.ok(&op::DescribeAlarmHistory, json!({"AlarmName": "b1"})).await;
    assert_eq!(found["AlarmHistoryItems"].as_array().unwrap().len(), 100);
    let data = found["AlarmHistoryItems"][0]["HistoryData"].as_str().unwrap();
    assert!(data.contains("\"stateReason\":\"119\""), "{data}");
    let first = json!({"AlarmName": "b1", "ScanBy": "TimestampAscending", "MaxRecords": 1});
    let found = rig.ok(&op::DescribeAlarmHistory, first).await;
    assert_eq!(found["AlarmHistoryItems"].as_array().unwrap().len(), 1);
    assert!(found["NextToken"].is_string());
    rig.end().await;
}
