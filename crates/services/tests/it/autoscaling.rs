//! Scaling as it is asked for; what becomes of it is the controllers' to test.

use ferrogate_api::application_autoscaling::operation as op;
use ferrogate_api::cloudwatch::operation as watch;
use ferrogate_api::ecs::operation as ecs;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use ferrogate_records::ecs::service;
use serde_json::{Value, json};

use crate::ecs_tasks::ready;
use crate::rig::{ACCOUNT, REGION, Rig, column, scope};

fn ask(more: Value) -> Value {
    let mut input = json!({
        "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
        "ResourceId": "service/default/web",
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn steps(more: Value) -> Value {
    let mut steps = json!({"AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 2}]});
    for (name, value) in more.as_object().unwrap() {
        steps[name] = value.clone();
    }
    ask(json!({"PolicyName": "more", "StepScalingPolicyConfiguration": steps}))
}

fn tracking(name: &str, more: Value) -> Value {
    let mut of = json!({"TargetValue": 70, "PredefinedMetricSpecification": {
        "PredefinedMetricType": "ECSServiceAverageCPUUtilization"}});
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(of.as_object_mut().unwrap().remove(name)),
            value => of[name] = value.clone(),
        }
    }
    ask(json!({"PolicyName": name, "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": of}))
}

async fn with_service() -> Rig {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let subnet = &DefaultNetwork::of(&scope()).subnets[0].id;
    let service = json!({
        "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}},
    });
    rig.ok(&ecs::CreateService, service).await;
    rig
}

async fn with_target() -> Rig {
    let rig = with_service().await;
    rig.ok(&op::RegisterScalableTarget, ask(json!({"MinCapacity": 1, "MaxCapacity": 5}))).await;
    rig
}

#[tokio::test]
async fn a_target_is_registered_changed_and_gone_with_all_that_is_of_it() {
    let rig = with_service().await;
    let half = rig.refused(&op::RegisterScalableTarget, ask(json!({"MinCapacity": 1}))).await;
    assert_eq!(half.0, "ValidationException");
    let made = ask(json!({"MinCapacity": 0, "MaxCapacity": 5, "Tags": {"k": "v"}}));
    let made = rig.ok(&op::RegisterScalableTarget, made).await;
    let arn = made["ScalableTargetARN"].as_str().unwrap().to_owned();
    let prefix = format!("arn:aws:application-autoscaling:{REGION}:{ACCOUNT}:scalable-target/");
    assert!(arn.starts_with(&prefix), "{arn}");
    let more =
        ask(json!({"MaxCapacity": 8, "SuspendedState": {"DynamicScalingInSuspended": true}}));
    assert_eq!(rig.ok(&op::RegisterScalableTarget, more).await["ScalableTargetARN"], arn);
    let found = rig.ok(&op::DescribeScalableTargets, json!({"ServiceNamespace": "ecs"})).await;
    let target = &found["ScalableTargets"][0];
    assert_eq!((&target["MinCapacity"], &target["MaxCapacity"]), (&json!(0), &json!(8)));
    assert_eq!(
        target["SuspendedState"],
        json!({"DynamicScalingInSuspended": true, "DynamicScalingOutSuspended": false,
            "ScheduledScalingSuspended": false})
    );
    let tags = json!({"ResourceARN": arn});
    assert_eq!(rig.ok(&op::ListTagsForResource, tags.clone()).await["Tags"], json!({"k": "v"}));
    rig.ok(&op::TagResource, json!({"ResourceARN": arn, "Tags": {"l": "w"}})).await;
    rig.ok(&op::UntagResource, json!({"ResourceARN": arn, "TagKeys": ["k"]})).await;
    assert_eq!(rig.ok(&op::ListTagsForResource, tags.clone()).await["Tags"], json!({"l": "w"}));

    rig.ok(&op::PutScalingPolicy, tracking("half", json!({}))).await;
    let action = ask(json!({"ScheduledActionName": "s", "Schedule": "rate(5 minutes)",
        "ScalableTargetAction": {"MinCapacity": 2}}));
    rig.ok(&op::PutScheduledAction, action).await;
    // More than a transaction has room for.
    for n in 0..11 {
        let metric = json!({"MetricName": format!("m{n}"), "Namespace": "N", "Statistic": "Sum"});
        let custom = json!({"PredefinedMetricSpecification": null,
            "CustomizedMetricSpecification": metric});
        rig.ok(&op::PutScalingPolicy, tracking(&format!("p{n}"), custom)).await;
    }
    for n in 0..40 {
        let action = ask(json!({"ScheduledActionName": format!("s{n}"),
            "Schedule": "rate(5 minutes)", "ScalableTargetAction": {"MinCapacity": 2}}));
        rig.ok(&op::PutScheduledAction, action).await;
    }
    rig.ok(&op::DeregisterScalableTarget, ask(json!({}))).await;
    for (list, operation) in [
        ("ScalableTargets", &op::DescribeScalableTargets),
        ("ScalingPolicies", &op::DescribeScalingPolicies),
        ("ScheduledActions", &op::DescribeScheduledActions),
    ] {
        assert_eq!(rig.ok(operation, json!({"ServiceNamespace": "ecs"})).await[list], json!([]));
    }
    assert_eq!(rig.ok(&watch::DescribeAlarms, json!({})).await["MetricAlarms"], json!([]));
    assert_eq!(rig.refused(&op::ListTagsForResource, tags).await.0, "ResourceNotFoundException");
    let again = rig.refused(&op::DeregisterScalableTarget, ask(json!({}))).await;
    assert_eq!(
        again,
        (
            "ObjectNotFoundException".into(),
            "No scalable target found for service namespace: ecs, resource ID: \
             service/default/web, scalable dimension: ecs:service:DesiredCount"
                .into()
        )
    );
    rig.end().await;
}

#[tokio::test]
async fn a_service_that_sleeps_says_so_until_a_hand_scales_it_or_nothing_could_wake_it() {
    let rig = with_target().await;
    let at = service::key(&scope(), "default", "web");
    let sleep = async || {
        let stored = rig.stored(&at).await.unwrap();
        let mut record: Value = serde_json::from_slice(&stored.val).unwrap();
        record["desired"] = 0.into();
        record["asleep_since"] = 1_700_000_000_000_u64.into();
        rig.write(&at, &record).await;
    };
    let shown = async || {
        let found = rig.ok(&ecs::DescribeServices, json!({"services": ["web"]})).await;
        let service = &found["services"][0];
        let reason = service["deployments"][0]["rolloutStateReason"].as_str().unwrap();
        (service["desiredCount"].clone(), reason.to_owned())
    };
    sleep().await;
    let (desired, reason) = shown().await;
    assert_eq!(desired, 0);
    let says = "Asleep since 2023-11-14T22:13:20Z: a request wakes it. ";
    assert!(reason.starts_with(says), "{reason}");
    rig.ok(&ecs::UpdateService, json!({"service": "web", "desiredCount": 0})).await;
    let (desired, reason) = shown().await;
    assert_eq!(desired, 0);
    assert!(!reason.contains("Asleep"), "{reason}");
    sleep().await;
    rig.ok(&op::DeregisterScalableTarget, ask(json!({}))).await;
    let (desired, reason) = shown().await;
    assert_eq!(desired, 1, "nothing would wake it");
    assert!(!reason.contains("Asleep"), "{reason}");
    rig.end().await;
}

#[tokio::test]
async fn a_policy_is_known_by_its_arn_and_its_alarms() {
    let rig = with_target().await;
    let made = rig.ok(&op::PutScalingPolicy, steps(json!({"Cooldown": 7}))).await;
    let arn = made["PolicyARN"].as_str().unwrap().to_owned();
    let again = rig.ok(&op::PutScalingPolicy, steps(json!({}))).await;
    assert_eq!(again["PolicyARN"], arn);
    let alarm = |action: &str| {
        json!({"AlarmName": "high", "Namespace": "N", "MetricName": "m", "Statistic": "Average",
            "Period": 60, "EvaluationPeriods": 3, "Threshold": 1, "AlarmActions": [action],
            "ComparisonOperator": "GreaterThanThreshold"})
    };
    rig.ok(&watch::PutMetricAlarm, alarm(&format!("{arn}:createdBy/1-2-3"))).await;
    let found = rig.ok(&op::DescribeScalingPolicies, json!({"ServiceNamespace": "ecs"})).await;
    let policy = &found["ScalingPolicies"][0];
    assert_eq!(policy["PolicyType"], "StepScaling");
    assert_eq!(policy["Alarms"][0]["AlarmName"], "high");
    assert_eq!(
        policy["StepScalingPolicyConfiguration"],
        json!({"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [
            {"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 2}]})
    );
    rig.ok(&op::DeleteScalingPolicy, ask(json!({"PolicyName": "more"}))).await;
    let gone = rig.refused(&op::DeleteScalingPolicy, ask(json!({"PolicyName": "more"}))).await;
    assert!(gone.1.ends_with("policy name: more"), "{gone:?}");
    // The alarm was somebody's own, and stays; another can't ask for what is gone.
    let found = rig.ok(&watch::DescribeAlarms, json!({})).await;
    assert_eq!(column(&found, "MetricAlarms", "AlarmName"), ["high"]);
    let refused = rig.refused(&watch::PutMetricAlarm, alarm(&arn)).await;
    assert!(refused.1.ends_with("does not exist."), "{refused:?}");
    rig.end().await;
}

#[tokio::test]
async fn tracking_keeps_two_alarms_or_one() {
    let rig = with_target().await;
    let made = rig.ok(&op::PutScalingPolicy, tracking("half", json!({}))).await;
    assert_eq!(made["Alarms"].as_array().unwrap().len(), 2);
    let found = rig.ok(&watch::DescribeAlarms, json!({})).await;
    let thresholds: Vec<_> =
        found["MetricAlarms"].as_array().unwrap().iter().map(|a| a["Threshold"].clone()).collect();
    assert_eq!(thresholds, [json!(70.0), json!(63.0)]);
    let high = &found["MetricAlarms"][0];
    assert_eq!(
        high["AlarmDescription"],
        format!(
            "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {}.",
            made["PolicyARN"].as_str().unwrap()
        )
    );
    assert_eq!(high["AlarmActions"], json!([made["PolicyARN"]]));
    assert_eq!((&high["Unit"], &high["TreatMissingData"]), (&json!("Percent"), &json!("missing")));
    let twice = rig.refused(&op::PutScalingPolicy, tracking("other", json!({}))).await;
    assert!(twice.1.starts_with("Only one TargetTrackingScaling policy"), "{twice:?}");
    let no_more = tracking("half", json!({"DisableScaleIn": true, "TargetValue": 40}));
    let made = rig.ok(&op::PutScalingPolicy, no_more).await;
    assert_eq!(made["Alarms"].as_array().unwrap().len(), 1);
    let found = rig.ok(&watch::DescribeAlarms, json!({})).await;
    assert_eq!(found["MetricAlarms"].as_array().unwrap().len(), 1);
    assert_eq!(found["MetricAlarms"][0]["Threshold"], 40.0);
    let label = "app/lb/50dc6c495c0c9188/targetgroup/tg/943f017f100becff";
    let requests = tracking(
        "requests",
        json!({"PredefinedMetricSpecification": {
        "PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": label}}),
    );
    rig.ok(&op::PutScalingPolicy, requests).await;
    let named = json!({"MetricName": "RequestCountPerTarget", "Namespace": "AWS/ApplicationELB",
        "Dimensions": [{"Name": "TargetGroup", "Value": "targetgroup/tg/943f017f100becff"},
            {"Name": "LoadBalancer", "Value": "app/lb/50dc6c495c0c9188"}]});
    let found = rig.ok(&watch::DescribeAlarmsForMetric, named).await;
    assert_eq!(found["MetricAlarms"].as_array().unwrap().len(), 2);
    let custom = json!({"MetricName": "depth", "Namespace": "Q", "Statistic": "Average",
        "Dimensions": [{"Name": "q", "Value": "1"}]});
    let custom =
        json!({"PredefinedMetricSpecification": null, "CustomizedMetricSpecification": custom});
    rig.ok(&op::PutScalingPolicy, tracking("depth", custom.clone())).await;
    let names = json!({"ServiceNamespace": "ecs", "PolicyNames": ["depth"]});
    let found = rig.ok(&op::DescribeScalingPolicies, names).await;
    let shown = &found["ScalingPolicies"][0]["TargetTrackingScalingPolicyConfiguration"];
    assert_eq!(shown["CustomizedMetricSpecification"], custom["CustomizedMetricSpecification"]);
    rig.end().await;
}

#[tokio::test]
async fn what_cannot_be_scaled_is_refused() {
    let rig = with_service().await;
    let bounds = json!({"MinCapacity": 1, "MaxCapacity": 5});
    let mut table = ask(bounds.clone());
    table["ServiceNamespace"] = "dynamodb".into();
    let refused = rig.refused(&op::RegisterScalableTarget, table).await;
    assert_eq!(refused.1, "Scaling what is of dynamodb is not built yet.");
    let mut dimension = ask(bounds.clone());
    dimension["ScalableDimension"] = "dynamodb:table:ReadCapacityUnits".into();
    let mut resource = ask(bounds.clone());
    resource["ResourceId"] = "service/web".into();
    for odd in [dimension, resource] {
        let refused = rig.refused(&op::RegisterScalableTarget, odd).await;
        assert_eq!(refused.1, "Unsupported service namespace, resource type or scalable dimension");
    }
    let mut none = ask(bounds);
    none["ResourceId"] = "service/default/none".into();
    let refused = rig.refused(&op::RegisterScalableTarget, none).await;
    assert_eq!(
        refused,
        ("ValidationException".into(), "ECS service doesn't exist: service/default/none".into())
    );
    for (min, max) in [(5, 1), (-1, 5), (0, 5001)] {
        let odd = ask(json!({"MinCapacity": min, "MaxCapacity": max}));
        assert_eq!(rig.refused(&op::RegisterScalableTarget, odd).await.0, "ValidationException");
    }
    let early = rig.refused(&op::PutScalingPolicy, steps(json!({}))).await;
    assert_eq!(early.0, "ObjectNotFoundException");
    rig.ok(&op::RegisterScalableTarget, ask(json!({"MinCapacity": 1, "MaxCapacity": 5}))).await;
    let gap = json!([{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 1, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 2, "ScalingAdjustment": 1}]);
    let overlap =
        json!([{"ScalingAdjustment": 1}, {"MetricIntervalLowerBound": 2, "ScalingAdjustment": 1}]);
    for more in [
        json!({"StepAdjustments": gap}),
        json!({"StepAdjustments": overlap}),
        json!({"StepAdjustments": []}),
        json!({"Cooldown": -1}),
        json!({"MinAdjustmentMagnitude": 1}),
    ] {
        let refused = rig.refused(&op::PutScalingPolicy, steps(more.clone())).await;
        assert_eq!(refused.0, "ValidationException", "{more}");
    }
    let predictive = ask(json!({"PolicyName": "p", "PolicyType": "PredictiveScaling",
        "PredictiveScalingPolicyConfiguration": {"MetricSpecifications": []}}));
    let refused = rig.refused(&op::PutScalingPolicy, predictive).await;
    assert_eq!(refused.1, "Predictive scaling is not built yet.");
    let fast = tracking(
        "t",
        json!({"PredefinedMetricSpecification": {
        "PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": "app/x"}}),
    );
    assert!(
        rig.refused(&op::PutScalingPolicy, fast).await.1.starts_with("ResourceLabel app/x must")
    );
    for more in [json!({"TargetValue": 0}), json!({"PredefinedMetricSpecification": null})] {
        let refused = rig.refused(&op::PutScalingPolicy, tracking("t", more)).await;
        assert_eq!(refused.0, "ValidationException");
    }
    for (schedule, zone) in [
        ("rate(1 minutes)", "UTC"),
        ("cron(0 0 * * *)", "UTC"),
        ("at(tomorrow)", "UTC"),
        ("rate(5 minutes)", "Mars/Base"),
    ] {
        let action =
            ask(json!({"ScheduledActionName": "s", "Schedule": schedule, "Timezone": zone,
            "ScalableTargetAction": {"MinCapacity": 2}}));
        let refused = rig.refused(&op::PutScheduledAction, action).await;
        assert_eq!(refused.0, "ValidationException", "{schedule} {zone}");
    }
    let named = ask(json!({"ScheduledActionName": "a:b", "Schedule": "rate(5 minutes)",
        "ScalableTargetAction": {"MinCapacity": 2}}));
    assert_eq!(rig.refused(&op::PutScheduledAction, named).await.0, "ValidationException");
    let gone = ask(json!({"ScheduledActionName": "none"}));
    assert_eq!(rig.refused(&op::DeleteScheduledAction, gone).await.0, "ObjectNotFoundException");
    rig.end().await;
}
