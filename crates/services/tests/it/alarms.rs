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
        (math, "Period must not be null"),
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

/// An alarm on queries, in the place of one on a metric.
fn on(queries: Value) -> Value {
    json!({"Metrics": queries, "Namespace": null, "MetricName": null, "Statistic": null,
        "Period": null})
}

fn metric(id: &str, period: u32) -> Value {
    json!({"Id": id, "ReturnData": false, "MetricStat": {"Period": period, "Stat": "Sum",
        "Metric": {"Namespace": "N", "MetricName": "m", "Dimensions": []}}})
}

fn math(id: &str, text: &str) -> Value {
    json!({"Id": id, "Expression": text, "ReturnData": true})
}

#[tokio::test]
async fn an_alarm_on_metric_math_is_shown_as_it_was_put_and_is_of_no_metric() {
    let rig = Rig::new().await;
    let mut rate = math("rate", "100 * m1 / m2");
    rate["Label"] = json!("Errors");
    let queries = json!([rate, metric("m1", 60), metric("m2", 60)]);
    rig.ok(&op::PutMetricAlarm, alarm("q", on(queries.clone()))).await;
    let found = shown(&rig, "q").await;
    assert_eq!(found["Metrics"], queries);
    for absent in ["MetricName", "Namespace", "Period", "Statistic", "ExtendedStatistic", "Unit"] {
        assert_eq!(found[absent], Value::Null, "{absent}");
    }
    let named = json!({"MetricName": "m", "Namespace": "N"});
    assert_eq!(rig.ok(&op::DescribeAlarmsForMetric, named).await["MetricAlarms"], json!([]));
    let history = rig.ok(&op::DescribeAlarmHistory, json!({"AlarmName": "q"})).await;
    let data = history["AlarmHistoryItems"][0]["HistoryData"].as_str().unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["createdAlarm"]["metrics"][0]["expression"], "100 * m1 / m2");
    // An expression of no metric has the period that it names.
    let mut alone = math("e", "TIME_SERIES(1)");
    alone["Period"] = json!(300);
    rig.ok(&op::PutMetricAlarm, alarm("alone", on(json!([alone])))).await;
    assert_eq!(shown(&rig, "alone").await["Metrics"][0]["Period"], 300);
    rig.end().await;
}

#[tokio::test]
async fn metric_math_that_is_no_single_series_is_refused() {
    let rig = Rig::new().await;
    let many: Vec<Value> = (0..11).map(|n| metric(&format!("m{n}"), 60)).collect();
    let mut both = metric("m1", 60);
    both["Expression"] = json!("m1");
    for (queries, said) in [
        (json!([math("e", "m1"), math("f", "m1"), metric("m1", 60)]), "Exactly one element"),
        (json!([metric("m1", 60)]), "Exactly one element of the metrics list should return data."),
        (json!([math("e", "SEARCH('{N} m', 'Sum')"), metric("m1", 60)]), "SEARCH is not supported"),
        (json!([math("e", "SEARCH('{N} m', 'Sum')")]), "Period must not be null"),
        (json!([math("e", "METRICS()"), metric("m1", 60)]), "single time series"),
        (json!([math("e", "AVG(m1)"), metric("m1", 60)]), "single time series"),
        (json!([math("e", "m1 / m3"), metric("m1", 60)]), "no query has the id m3"),
        (json!([math("e", "e + m1"), metric("m1", 60)]), "hangs on itself"),
        (json!([math("e", "m1 +"), metric("m1", 60)]), "Error in expression 'e' [m1 +]"),
        (json!([math("m1", "2"), metric("m1", 60)]), "not unique"),
        (json!([math("e", "m1 + m2"), metric("m1", 60), metric("m2", 300)]), "not built yet"),
        (json!([math("e", "m1"), both]), "both MetricStat and Expression"),
        (json!([math("E", "m1"), metric("m1", 60)]), "expected pattern"),
        (json!([vec![math("e", "m1")], many].concat()), "at most 10 metrics and 10 expressions"),
        (
            json!([math("e", "LAMBDA('f')"), metric("m1", 60)]),
            "The function LAMBDA is not built yet.",
        ),
    ] {
        let refused = rig.refused(&op::PutMetricAlarm, alarm("a", on(queries))).await;
        assert!(refused.1.contains(said), "{said}: {refused:?}");
    }
    rig.end().await;
}

fn composite(name: &str, rule: &str, more: Value) -> Value {
    let mut input = json!({"AlarmName": name, "AlarmRule": rule});
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

async fn shown_composite(rig: &Rig, name: &str) -> Value {
    let ask = json!({"AlarmNames": [name], "AlarmTypes": ["CompositeAlarm"]});
    rig.ok(&op::DescribeAlarms, ask).await["CompositeAlarms"][0].clone()
}

#[tokio::test]
async fn a_composite_alarm_is_kept_shown_tagged_switched_and_set() {
    let rig = Rig::new().await;
    for name in ["a", "b c", "quiet"] {
        rig.ok(&op::PutMetricAlarm, alarm(name, json!({}))).await;
    }
    let arn = |name: &str| format!("arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}");
    let rule = format!("ALARM({}) OR (OK(\"b c\") AND NOT ALARM(a))", arn("a"));
    let more = json!({"AlarmDescription": "why", "Tags": [{"Key": "k", "Value": "v"}],
        "ActionsSuppressor": "quiet", "ActionsSuppressorWaitPeriod": 60,
        "ActionsSuppressorExtensionPeriod": 120});
    rig.ok(&op::PutCompositeAlarm, composite("c", &rule, more)).await;
    let found = shown_composite(&rig, "c").await;
    for (member, value) in [
        ("AlarmArn", json!(arn("c"))),
        ("AlarmRule", json!(rule)),
        ("StateValue", json!("INSUFFICIENT_DATA")),
        ("AlarmDescription", json!("why")),
        ("ActionsSuppressor", json!("quiet")),
        ("ActionsSuppressorWaitPeriod", json!(60)),
        ("ActionsSuppressorExtensionPeriod", json!(120)),
        ("ActionsSuppressedBy", Value::Null),
        ("ActionsEnabled", json!(true)),
    ] {
        assert_eq!(found[member], value, "{member}");
    }
    // Who does not ask for them sees none.
    assert_eq!(rig.ok(&op::DescribeAlarms, json!({})).await["CompositeAlarms"], json!([]));
    let both = json!({"AlarmTypes": ["CompositeAlarm", "MetricAlarm"], "MaxRecords": 3});
    let page = rig.ok(&op::DescribeAlarms, both.clone()).await;
    assert_eq!(column(&page, "MetricAlarms", "AlarmName"), ["a", "b c"]);
    assert_eq!(column(&page, "CompositeAlarms", "AlarmName"), ["c"]);
    let mut rest = both;
    rest["NextToken"] = page["NextToken"].clone();
    let page = rig.ok(&op::DescribeAlarms, rest).await;
    assert_eq!(column(&page, "MetricAlarms", "AlarmName"), ["quiet"]);
    // Its kin.
    let children = rig.ok(&op::DescribeAlarms, json!({"ChildrenOfAlarmName": "c"})).await;
    assert_eq!(column(&children, "MetricAlarms", "AlarmName"), ["a", "b c"]);
    assert_eq!(children["MetricAlarms"][0]["StateValue"], "INSUFFICIENT_DATA");
    let parents = rig.ok(&op::DescribeAlarms, json!({"ParentsOfAlarmName": "a"})).await;
    assert_eq!(parents["CompositeAlarms"], json!([{"AlarmName": "c", "AlarmArn": arn("c")}]));
    let mixed = json!({"ParentsOfAlarmName": "a", "AlarmTypes": ["CompositeAlarm"]});
    assert_eq!(rig.refused(&op::DescribeAlarms, mixed).await.0, "ValidationError");
    // Tags, actions, state, history.
    let of = json!({"ResourceARN": arn("c")});
    let mut tag = of.clone();
    tag["Tags"] = json!([{"Key": "l", "Value": "w"}]);
    rig.ok(&op::TagResource, tag).await;
    let tags = rig.ok(&op::ListTagsForResource, of).await["Tags"].clone();
    assert_eq!(tags, json!([{"Key": "k", "Value": "v"}, {"Key": "l", "Value": "w"}]));
    rig.ok(&op::DisableAlarmActions, json!({"AlarmNames": ["c", "a"]})).await;
    assert_eq!(shown_composite(&rig, "c").await["ActionsEnabled"], false);
    let set = json!({"AlarmName": "c", "StateValue": "ALARM", "StateReason": "by hand"});
    rig.ok(&op::SetAlarmState, set).await;
    let found = shown_composite(&rig, "c").await;
    assert_eq!(
        (&found["StateValue"], &found["ActionsSuppressedBy"]),
        (&json!("ALARM"), &json!("WaitPeriod"))
    );
    let of_c = json!({"AlarmName": "c"});
    let history = rig.ok(&op::DescribeAlarmHistory, of_c.clone()).await;
    assert_eq!(history["AlarmHistoryItems"], json!([]), "it is about metric alarms");
    let mut ask = of_c;
    ask["AlarmTypes"] = json!(["CompositeAlarm"]);
    let history = rig.ok(&op::DescribeAlarmHistory, ask).await;
    assert_eq!(
        column(&history, "AlarmHistoryItems", "HistorySummary"),
        [
            "Alarm updated from INSUFFICIENT_DATA to ALARM",
            "Alarm \"c\" updated",
            "Alarm \"c\" created"
        ]
    );
    // Put again it keeps its state and its tags, and what is left out is gone.
    rig.ok(&op::PutCompositeAlarm, composite("c", "FALSE", json!({}))).await;
    let found = shown_composite(&rig, "c").await;
    assert_eq!(
        (&found["StateValue"], &found["ActionsSuppressor"]),
        (&json!("ALARM"), &Value::Null)
    );
    rig.end().await;
}

#[tokio::test]
async fn what_is_no_composite_alarm_is_refused_and_what_others_hang_on_stays() {
    let rig = Rig::new().await;
    rig.ok(&op::PutMetricAlarm, alarm("a", json!({}))).await;
    rig.ok(&op::PutMetricAlarm, alarm("b", json!({}))).await;
    let scaling = format!(
        "arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:x:resource/ecs/service/c/s:policyName/p"
    );
    let elsewhere = format!("arn:aws:cloudwatch:{REGION}:999999999999:alarm:a");
    for (rule, more, said) in [
        ("()", json!({}), "Error in AlarmRule [Unsupported token ')' at char 1]"),
        (
            "ALARM(a) AND OK(none) OR OK(\"nor this\")",
            json!({}),
            "Could not save the composite alarm as alarms [none, nor this] in the alarm rule do not exist",
        ),
        (&*format!("ALARM({elsewhere})"), json!({}), "do not exist"),
        ("ALARM(self)", json!({}), "do not exist"),
        ("TRUE", json!({"AlarmActions": [scaling]}), "can't have the action arn:aws:autoscaling:"),
        (
            "TRUE",
            json!({"AlarmActions": [format!("arn:aws:sns:{REGION}:{ACCOUNT}:t")]}),
            "does not exist",
        ),
        ("TRUE", json!({"ActionsSuppressor": "a"}), "ActionsSuppressorWaitPeriod must not be null"),
        (
            "TRUE",
            json!({"ActionsSuppressor": "a", "ActionsSuppressorWaitPeriod": 1}),
            "ActionsSuppressorExtensionPeriod must not be null",
        ),
        ("TRUE", json!({"ActionsSuppressorWaitPeriod": 1}), "without ActionsSuppressor"),
        (
            "TRUE",
            json!({"ActionsSuppressor": "none", "ActionsSuppressorWaitPeriod": 1,
                "ActionsSuppressorExtensionPeriod": 1}),
            "The ActionsSuppressor none does not exist.",
        ),
        (
            "TRUE",
            json!({"ActionsSuppressor": "a", "ActionsSuppressorWaitPeriod": -1,
                "ActionsSuppressorExtensionPeriod": 1}),
            "greater than or equal to 0",
        ),
    ] {
        let refused = rig.refused(&op::PutCompositeAlarm, composite("self", rule, more)).await;
        assert!(refused.1.contains(said), "{said}: {refused:?}");
    }
    // One name, one alarm.
    let refused = rig.refused(&op::PutCompositeAlarm, composite("a", "TRUE", json!({}))).await;
    assert!(refused.1.contains("metric alarm"), "{refused:?}");
    rig.ok(&op::PutCompositeAlarm, composite("c", "ALARM(a) OR ALARM(b)", json!({}))).await;
    let refused = rig.refused(&op::PutMetricAlarm, alarm("c", json!({}))).await;
    assert!(refused.1.contains("composite alarm"), "{refused:?}");
    // Of those that others hang on none is deleted, nor anything beside them.
    rig.ok(&op::PutMetricAlarm, alarm("free", json!({}))).await;
    for (names, said) in [
        (json!(["a", "free"]), "Cannot delete a as there are composite alarm(s) depending on it."),
        (json!(["b", "a"]), "Cannot delete a,b as there are composite alarm(s) depending on them."),
    ] {
        let refused = rig.refused(&op::DeleteAlarms, json!({"AlarmNames": names})).await;
        assert_eq!(refused, ("ValidationError".into(), said.into()));
    }
    assert_eq!(shown(&rig, "free").await["AlarmName"], "free");
    // Two that hang on each other can't be deleted until one lets go.
    rig.ok(&op::PutCompositeAlarm, composite("d", "ALARM(c)", json!({}))).await;
    rig.ok(&op::PutCompositeAlarm, composite("c", "ALARM(d)", json!({}))).await;
    for name in ["c", "d"] {
        let refused = rig.refused(&op::DeleteAlarms, json!({"AlarmNames": [name]})).await;
        assert!(refused.1.contains("depending on it"), "{refused:?}");
    }
    rig.ok(&op::PutCompositeAlarm, composite("c", "FALSE", json!({}))).await;
    let two = rig.refused(&op::DeleteAlarms, json!({"AlarmNames": ["c", "d"]})).await;
    assert!(two.1.contains("Only one composite alarm"), "{two:?}");
    rig.ok(&op::DeleteAlarms, json!({"AlarmNames": ["d", "free", "never there"]})).await;
    rig.ok(&op::DeleteAlarms, json!({"AlarmNames": ["c", "a"]})).await;
    assert_eq!(shown_composite(&rig, "c").await, Value::Null);
    // Another of the name may be of the other kind.
    rig.ok(&op::PutMetricAlarm, alarm("c", json!({}))).await;
    rig.end().await;
}
