//! Which size services should have: from what the engine has measured of them.

use ferrogate_api::application_autoscaling::operation as scaling;
use ferrogate_api::compute_optimizer::operation as op;
use ferrogate_api::ecs::operation as ecs;
use ferrogate_base::TimestampMs;
use ferrogate_metrics::rightsize::Resource;
use ferrogate_metrics::{Bucket, Datum};
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::ecs_tasks::ready;
use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, scope};

const MINUTE_MS: u64 = 60_000;
const DAY: u64 = 24 * 60;

fn arn(service: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:service/default/{service}")
}

/// Registers a definition of the size with these containers, and makes a service of it, long ago.
async fn service(rig: &Rig, name: &str, size: (u32, u32), containers: Value) {
    rig.clock.set(TimestampMs(NOW_MS - 40 * DAY * MINUTE_MS));
    new_service(rig, name, size, containers).await;
    rig.clock.set(TimestampMs(NOW_MS));
}

async fn new_service(rig: &Rig, name: &str, (cpu, memory): (u32, u32), containers: Value) {
    let definition = json!({
        "family": name, "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": cpu.to_string(), "memory": memory.to_string(), "containerDefinitions": containers,
    });
    rig.ok(&ecs::RegisterTaskDefinition, definition).await;
    let subnet = &DefaultNetwork::of(&scope()).subnets[0].id;
    let service = json!({
        "serviceName": name, "taskDefinition": name, "desiredCount": 1, "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}},
        "tags": [{"key": "team", "value": name}],
    });
    rig.ok(&ecs::CreateService, service).await;
}

fn app() -> Value {
    json!([{"name": "app", "image": "docker.io/library/busybox:1"}])
}

/// As the engine's sampler: three values of each of the last minutes, of two tasks.
async fn measured(
    rig: &Rig,
    name: &str,
    container: Option<&str>,
    minutes: u64,
    cpu: f64,
    mib: f64,
) {
    let place = (ACCOUNT, REGION);
    let mut data = Vec::new();
    for back in 1..=minutes {
        let at = TimestampMs((NOW_MS / MINUTE_MS - back) * MINUTE_MS);
        for (resource, value) in [(Resource::Cpu, cpu), (Resource::Memory, mib)] {
            let mut values = Bucket::many(value, 5.0);
            values.merge(&Bucket::one(value / 2.0));
            data.push(Datum {
                metric: resource.of(place, ("default", name), container),
                unit: resource.unit().into(),
                at,
                by_second: false,
                values,
            });
        }
    }
    for part in data.chunks(2000) {
        rig.metrics.put_own(part.to_vec()).await.unwrap();
    }
}

async fn recommendations(rig: &Rig, input: Value) -> Value {
    rig.ok(&op::GetECSServiceRecommendations, input).await
}

fn preliminary() -> Value {
    json!({"filters": [{"name": "Finding", "values": ["Preliminary"]}]})
}

/// Name and finding of each.
fn found(answer: &Value) -> Vec<(&str, &str)> {
    let all = answer["ecsServiceRecommendations"].as_array().unwrap();
    all.iter()
        .map(|of| {
            let arn = of["serviceArn"].as_str().unwrap();
            (arn.rsplit('/').next().unwrap(), of["finding"].as_str().unwrap())
        })
        .collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[tokio::test]
async fn a_service_that_has_too_much_is_told_the_cheapest_size_that_holds_it() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let containers = json!([
        {"name": "app", "image": "docker.io/library/busybox:1", "memory": 2048, "cpu": 512},
        {"name": "log", "image": "docker.io/library/busybox:1", "memoryReservation": 256},
    ]);
    service(&rig, "web", (1024, 4096), containers).await;
    measured(&rig, "web", None, DAY, 160.0, 400.0).await;
    measured(&rig, "web", Some("app"), DAY, 120.0, 300.0).await;
    measured(&rig, "web", Some("log"), DAY, 40.0, 100.0).await;
    let answer = recommendations(&rig, json!({})).await;
    assert_eq!(answer["errors"], json!([]));
    assert_eq!(answer["nextToken"], Value::Null);
    let of = &answer["ecsServiceRecommendations"][0];
    assert_eq!(of["serviceArn"], arn("web"));
    assert_eq!((&of["accountId"], &of["launchType"]), (&json!(ACCOUNT), &json!("Fargate")));
    assert_eq!(of["finding"], "Overprovisioned");
    assert_eq!(of["findingReasonCodes"], json!(["CPUOverprovisioned", "MemoryOverprovisioned"]));
    assert_eq!(of["currentPerformanceRisk"], "VeryLow");
    assert_eq!(of["lookbackPeriodInDays"], 14.0);
    assert_eq!(of["tags"], json!([{"key": "team", "value": "web"}]));
    let configuration = json!({
        "cpu": 1024, "memory": 4096,
        "taskDefinitionArn": format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/web:2"),
        "containerConfigurations": [
            {"containerName": "app", "cpu": 512, "memorySizeConfiguration": {"memory": 2048}},
            {"containerName": "log", "memorySizeConfiguration": {"memoryReservation": 256}},
        ],
    });
    assert_eq!(of["currentServiceConfiguration"], configuration);
    let metrics = of["utilizationMetrics"].as_array().unwrap();
    let average = 5.5 / 6.0;
    for (metric, (name, statistic, value)) in metrics.iter().zip([
        ("Cpu", "Maximum", 15.625),
        ("Cpu", "Average", 15.625 * average),
        ("Memory", "Maximum", 9.765_625),
        ("Memory", "Average", 9.765_625 * average),
    ]) {
        assert_eq!((&metric["name"], &metric["statistic"]), (&json!(name), &json!(statistic)));
        assert!((number(&metric["value"]) - value).abs() < 1e-9, "{metric}");
    }
    assert_eq!(metrics.len(), 4);
    let options = of["serviceRecommendationOptions"].as_array().unwrap();
    assert_eq!(options.len(), 1);
    let option = &options[0];
    assert_eq!((&option["cpu"], &option["memory"]), (&json!(256), &json!(512)));
    assert_eq!(
        option["containerRecommendations"],
        json!([
            {"containerName": "app", "cpu": 191, "memorySizeConfiguration": {"memory": 360}},
            {"containerName": "log", "cpu": 64, "memorySizeConfiguration": {"memoryReservation": 120}},
        ])
    );
    assert_eq!(
        option["projectedUtilizationMetrics"][0],
        json!({"name": "Cpu", "statistic": "Maximum", "lowerBoundValue": 62.5, "upperBoundValue": 62.5})
    );
    // Two tasks for 730 hours at AWS's prices, over the time since the first value.
    let price = |cpu: f64, gib: f64| cpu * 0.04048 + gib * 0.004_445;
    let span = (NOW_MS - (NOW_MS / MINUTE_MS - DAY) * MINUTE_MS) as f64 / MINUTE_MS as f64;
    let hours = 730.0 * 2.0 * DAY as f64 / span;
    let saves = (price(1.0, 4.0) - price(0.25, 0.5)) * hours;
    let saved = &option["savingsOpportunity"];
    assert!((number(&saved["estimatedMonthlySavings"]["value"]) - saves).abs() < 1e-6, "{saved}");
    let percent = 100.0 - price(0.25, 0.5) / price(1.0, 4.0) * 100.0;
    assert!((number(&saved["savingsOpportunityPercentage"]) - percent).abs() < 1e-6, "{saved}");
    assert_eq!(option["savingsOpportunityAfterDiscounts"], *saved);

    let summaries = rig.ok(&op::GetRecommendationSummaries, json!({})).await;
    let summary = &summaries["recommendationSummaries"][0];
    assert_eq!(summary["recommendationResourceType"], "EcsService");
    assert_eq!(summary["savingsOpportunity"], *saved);
    assert_eq!(summary["summaries"][2]["name"], "Overprovisioned");
    assert_eq!(summary["summaries"][2]["value"], 1.0);
    assert_eq!(summary["summaries"][2]["reasonCodeSummaries"][0]["value"], 1.0);
    assert_eq!(summary["currentPerformanceRiskRatings"]["veryLow"], 1);

    // What was measured is there after a restart too.
    let before = of.clone();
    let rig = rig.restart().await;
    let mut again = recommendations(&rig, json!({})).await;
    assert_eq!(again["ecsServiceRecommendations"][0].take(), before);
    rig.end().await;
}

#[tokio::test]
async fn less_than_a_day_is_told_to_who_asks_for_it() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    service(&rig, "web", (1024, 2048), app()).await;
    service(&rig, "new", (256, 512), app()).await;
    measured(&rig, "web", None, DAY - 1, 200.0, 350.0).await;
    let answer = recommendations(&rig, json!({})).await;
    assert_eq!((found(&answer), &answer["errors"]), (vec![], &json!([])));
    let gone = arn("gone");
    let asked = json!({"serviceArns": [arn("web"), arn("new"), gone]});
    let answer = recommendations(&rig, asked.clone()).await;
    assert_eq!(found(&answer), []);
    let codes: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["identifier"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    let (web, new) = (arn("web"), arn("new"));
    assert_eq!(
        codes,
        [
            (&*gone, "ResourceNotFoundException"),
            (&*new, "InsufficientMetrics"),
            (&*web, "InsufficientMetrics"),
        ]
    );
    // What was before a service is not its own.
    new_service(&rig, "again", (1024, 2048), app()).await;
    measured(&rig, "again", None, 60, 200.0, 350.0).await;
    let answer = recommendations(&rig, preliminary()).await;
    assert_eq!(found(&answer), [("web", "Overprovisioned")]);
    let of = &answer["ecsServiceRecommendations"][0];
    assert!((number(&of["lookbackPeriodInDays"]) - (DAY - 1) as f64 / DAY as f64).abs() < 1e-9);
    // With more headroom than after a day: 200 units are 260 then, and 240 later.
    assert_eq!(of["serviceRecommendationOptions"][0]["cpu"], 512);
    measured(&rig, "web", None, DAY, 200.0, 350.0).await;
    let answer = recommendations(&rig, json!({})).await;
    assert_eq!(
        answer["ecsServiceRecommendations"][0]["serviceRecommendationOptions"][0]["cpu"],
        256
    );
    // Of one day only, there is less.
    rig.clock.advance_ms(DAY * MINUTE_MS / 2);
    let one = json!({"filters": [{"name": "Finding", "values": ["Preliminary:1"]}]});
    let answer = recommendations(&rig, one).await;
    let days = number(&answer["ecsServiceRecommendations"][0]["lookbackPeriodInDays"]);
    assert!((0.49..0.51).contains(&days), "{days}");
    rig.end().await;
}

#[tokio::test]
async fn pages_and_filters_take_each_service_once() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    for (name, size, cpu, mib) in [
        ("a", (1024, 2048), 10.0, 100.0),
        ("b", (256, 512), 100.0, 300.0),
        ("c", (256, 512), 100.0, 500.0),
        ("d", (256, 1024), 250.0, 100.0),
    ] {
        service(&rig, name, size, app()).await;
        measured(&rig, name, None, DAY, cpu, mib).await;
    }
    let all = [
        ("a", "Overprovisioned"),
        ("b", "Optimized"),
        ("c", "Underprovisioned"),
        ("d", "Underprovisioned"),
    ];
    assert_eq!(found(&recommendations(&rig, json!({})).await), all);
    let filtered = async |filters: Value| {
        let answer = recommendations(&rig, json!({"filters": filters})).await;
        found(&answer).iter().map(|(name, _)| *name).collect::<String>()
    };
    let finding = |values: Value| json!([{"name": "Finding", "values": values}]);
    assert_eq!(filtered(finding(json!(["Optimized"]))).await, "b");
    assert_eq!(filtered(finding(json!(["NotOptimized"]))).await, "acd");
    let reason = json!([{"name": "FindingReasonCode", "values": ["CPUUnderprovisioned"]}]);
    assert_eq!(filtered(reason).await, "d");
    let mut names = String::new();
    let mut token = Value::Null;
    for _ in 0..3 {
        let ask = json!({"filters": finding(json!(["NotOptimized"])), "maxResults": 1, "nextToken": token});
        let page = recommendations(&rig, ask).await;
        names.extend(found(&page).iter().map(|(name, _)| *name));
        token = page["nextToken"].clone();
    }
    assert_eq!((&*names, &token), ("acd", &Value::Null));
    // What is wrong with names is told once.
    service(&rig, "ab", (256, 512), app()).await;
    let names = json!([arn("a"), arn("ab"), arn("b"), arn("gone")]);
    let first = json!({"serviceArns": names, "maxResults": 1});
    let first = recommendations(&rig, first).await;
    let second = json!({"serviceArns": names, "maxResults": 1, "nextToken": first["nextToken"]});
    let second = recommendations(&rig, second).await;
    assert_eq!((found(&first)[0].0, found(&second)[0].0), ("a", "b"));
    let errors = |page: &Value| page["errors"].as_array().unwrap().len();
    assert_eq!((errors(&first), errors(&second), &second["nextToken"]), (1, 1, &Value::Null));
    for (ask, code) in [
        (json!({"filters": finding(json!(["optimal"]))}), "InvalidParameterValueException"),
        (json!({"filters": finding(json!([]))}), "InvalidParameterValueException"),
        (json!({"nextToken": "x"}), "InvalidParameterValueException"),
        (json!({"accountIds": ["999999999999"]}), "AccessDeniedException"),
    ] {
        assert_eq!(rig.refused(&op::GetECSServiceRecommendations, ask).await.0, code);
    }
    let own = json!({"accountIds": [ACCOUNT], "maxResults": 0});
    assert_eq!(found(&recommendations(&rig, own).await).len(), 4);
    let summaries = rig.ok(&op::GetRecommendationSummaries, json!({})).await;
    let counts: Vec<f64> = summaries["recommendationSummaries"][0]["summaries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|summary| number(&summary["value"]))
        .collect();
    assert_eq!(counts, [1.0, 2.0, 1.0]);
    rig.end().await;
}

#[tokio::test]
async fn what_a_service_is_scaled_by_is_not_changed() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    service(&rig, "web", (1024, 4096), app()).await;
    measured(&rig, "web", None, DAY, 10.0, 100.0).await;
    let ask = |more: Value| {
        let mut input = json!({
            "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
            "ResourceId": "service/default/web",
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let target = ask(json!({"MinCapacity": 1, "MaxCapacity": 5}));
    rig.ok(&scaling::RegisterScalableTarget, target).await;
    let track = async |name: &str, metric: &str| {
        let policy = ask(json!({"PolicyName": name, "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70,
                "PredefinedMetricSpecification": {"PredefinedMetricType": metric}}}));
        rig.ok(&scaling::PutScalingPolicy, policy).await;
    };
    track("cpu", "ECSServiceAverageCPUUtilization").await;
    let answer = recommendations(&rig, json!({})).await;
    let of = &answer["ecsServiceRecommendations"][0];
    let configuration = &of["currentServiceConfiguration"];
    assert_eq!(configuration["autoScalingConfiguration"], "TargetTrackingScalingCpu");
    assert_eq!(of["findingReasonCodes"], json!(["MemoryOverprovisioned"]));
    assert_eq!(of["serviceRecommendationOptions"][0]["cpu"], 1024);
    assert_eq!(of["serviceRecommendationOptions"][0]["memory"], 2048);
    track("memory", "ECSServiceAverageMemoryUtilization").await;
    let named = json!({"serviceArns": [arn("web")]});
    let refused = async || {
        assert_eq!(found(&recommendations(&rig, json!({})).await), []);
        let answer = recommendations(&rig, named.clone()).await;
        assert_eq!(answer["errors"][0]["code"], "UnsupportedScalingPolicy", "{answer}");
    };
    refused().await;
    for name in ["cpu", "memory"] {
        rig.ok(&scaling::DeleteScalingPolicy, ask(json!({"PolicyName": name}))).await;
    }
    assert_eq!(found(&recommendations(&rig, named.clone()).await).len(), 1);
    let steps = ask(json!({"PolicyName": "steps", "StepScalingPolicyConfiguration": {
        "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 2}]}}));
    rig.ok(&scaling::PutScalingPolicy, steps).await;
    refused().await;
    rig.end().await;
}

#[tokio::test]
async fn a_service_that_is_killed_before_it_is_measured_gets_more_memory() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    service(&rig, "web", (256, 512), app()).await;
    // As the ledger has it once the tasks are forgotten.
    let row = |name: &str, day: u64, limit: u32| {
        let row = json!({
            "scope": {"account": ACCOUNT, "region": REGION}, "day": day,
            "of": {"cluster": "default", "family": "web", "service": name, "spot": true,
                "architecture": "X86_64", "tags": []},
            "used": {"tasks": 9, "cpu_unit_ms": 9, "memory_mib_ms": 9, "storage_gib_ms": 0},
            "killed": [{"container": null, "limit_mib": limit, "count": 9}], "v": 1,
        });
        let record: ferrogate_records::ecs::usage::Record =
            serde_json::from_value(row.clone()).unwrap();
        (record.key(), row)
    };
    let today = NOW_MS / (DAY * MINUTE_MS);
    for (name, day, limit) in
        [("web", today - 20, 8192), ("web", today, 512), ("other", today, 4096)]
    {
        let (key, row) = row(name, day, limit);
        rig.write(&key, &row).await;
    }
    let answer = recommendations(&rig, preliminary()).await;
    assert_eq!(found(&answer), [("web", "Underprovisioned")]);
    let of = &answer["ecsServiceRecommendations"][0];
    assert_eq!(of["findingReasonCodes"], json!(["MemoryUnderprovisioned"]));
    assert_eq!(of["currentPerformanceRisk"], "High");
    assert_eq!(of["utilizationMetrics"], json!([]));
    assert_eq!(of["serviceRecommendationOptions"][0]["memory"], 1024);
    // A longer look-back sees the older one.
    let longer = json!({"filters": [{"name": "Finding", "values": ["Preliminary:32"]}]});
    let answer = recommendations(&rig, longer).await;
    let option = &answer["ecsServiceRecommendations"][0]["serviceRecommendationOptions"][0];
    assert_eq!((&option["cpu"], &option["memory"]), (&json!(2048), &json!(11264)));
    // All of it ran on Spot: that is cheaper already.
    measured(&rig, "web", None, DAY, 10.0, 100.0).await;
    service(&rig, "other", (1024, 8192), app()).await;
    measured(&rig, "other", None, DAY, 10.0, 100.0).await;
    let answer = recommendations(&rig, json!({"serviceArns": [arn("other")]})).await;
    let option = &answer["ecsServiceRecommendations"][0]["serviceRecommendationOptions"][0];
    let saved = |member: &str| number(&option[member]["estimatedMonthlySavings"]["value"]);
    assert_eq!(option["memory"], 5120);
    let (list, after) = (saved("savingsOpportunity"), saved("savingsOpportunityAfterDiscounts"));
    assert!((after - list * 0.3).abs() < 1e-9 && list > 0.0, "{list} {after}");
    rig.end().await;
}

#[tokio::test]
async fn who_is_not_enrolled_is_refused() {
    let rig = Rig::new().await;
    let status = async || rig.ok(&op::GetEnrollmentStatus, json!({})).await["status"].clone();
    assert_eq!(status().await, "Active");
    rig.ok(&op::UpdateEnrollmentStatus, json!({"status": "Inactive"})).await;
    assert_eq!(status().await, "Inactive");
    for (operation, input) in [
        (&op::GetECSServiceRecommendations, json!({})),
        (&op::GetRecommendationSummaries, json!({})),
        (&op::GetRecommendationPreferences, json!({"resourceType": "EcsService"})),
        (
            &op::PutRecommendationPreferences,
            json!({"resourceType": "EcsService", "lookBackPeriod": "DAYS_32"}),
        ),
        (
            &op::DeleteRecommendationPreferences,
            json!({"resourceType": "EcsService",
                "recommendationPreferenceNames": ["LookBackPeriodPreference"]}),
        ),
        (&op::GetEffectiveRecommendationPreferences, json!({"resourceArn": arn("web")})),
        (
            &op::GetECSServiceRecommendationProjectedMetrics,
            json!({"serviceArn": arn("web"), "stat": "Maximum", "period": 60, "startTime": 0,
                "endTime": 60}),
        ),
    ] {
        assert_eq!(rig.refused(operation, input).await.0, "OptInRequiredException");
    }
    for (status, code) in [
        ("Pending", "InvalidParameterValueException"),
        ("Failed", "InvalidParameterValueException"),
        ("On", "ValidationException"),
    ] {
        let refused = rig.refused(&op::UpdateEnrollmentStatus, json!({"status": status})).await;
        assert_eq!(refused.0, code, "{status}");
    }
    let members = json!({"status": "Active", "includeMemberAccounts": true});
    assert!(rig.refused(&op::UpdateEnrollmentStatus, members).await.1.contains("not built"));
    assert_eq!(status().await, "Inactive");
    let rig = rig.restart().await;
    let said = rig.ok(&op::GetEnrollmentStatus, json!({})).await;
    assert_eq!(said["status"], "Inactive");
    assert!(said["lastUpdatedTimestamp"].is_number());
    rig.ok(&op::UpdateEnrollmentStatus, json!({"status": "Active"})).await;
    recommendations(&rig, json!({})).await;
    rig.end().await;
}

#[tokio::test]
async fn preferences_have_effect_and_are_told_as_they_were_put() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    service(&rig, "web", (1024, 2048), app()).await;
    measured(&rig, "web", None, DAY, 220.0, 440.0).await;
    let size = async || {
        let answer = recommendations(&rig, json!({})).await;
        let option = &answer["ecsServiceRecommendations"][0]["serviceRecommendationOptions"][0];
        (number(&option["cpu"]), number(&option["memory"]))
    };
    assert_eq!(size().await, (512.0, 1024.0));
    let preference = |name: &str, threshold: Value, headroom: &str| json!({"metricName": name, "metricParameters": {"threshold": threshold, "headroom": headroom}});
    let put = |more: Value| {
        let mut input = json!({"resourceType": "EcsService",
            "scope": {"name": "AccountId", "value": ACCOUNT}});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let cpu = preference("CpuUtilization", json!("P95"), "PERCENT_0");
    let memory = preference("MemoryUtilization", Value::Null, "PERCENT_10");
    let both = put(json!({"utilizationPreferences": [cpu, memory], "lookBackPeriod": "DAYS_32",
        "savingsEstimationMode": "BeforeDiscounts"}));
    rig.ok(&op::PutRecommendationPreferences, both).await;
    assert_eq!(size().await, (256.0, 512.0));
    let answer = recommendations(&rig, json!({})).await;
    let of = &answer["ecsServiceRecommendations"][0];
    assert_eq!(of["lookbackPeriodInDays"], 32.0);
    let option = &of["serviceRecommendationOptions"][0];
    assert_eq!(option["savingsOpportunityAfterDiscounts"], Value::Null);
    let told =
        rig.ok(&op::GetRecommendationPreferences, json!({"resourceType": "EcsService"})).await;
    let mut memory = memory;
    memory["metricParameters"].as_object_mut().unwrap().remove("threshold");
    assert_eq!(
        told["recommendationPreferencesDetails"],
        json!([{
            "scope": {"name": "AccountId", "value": ACCOUNT}, "resourceType": "EcsService",
            "lookBackPeriod": "DAYS_32", "savingsEstimationMode": "BeforeDiscounts",
            "utilizationPreferences": [cpu, memory],
        }])
    );
    let effective = rig
        .ok(&op::GetEffectiveRecommendationPreferences, json!({"resourceArn": arn("web")}))
        .await;
    assert_eq!(effective["lookBackPeriod"], "DAYS_32");
    assert_eq!(effective["utilizationPreferences"], json!([cpu, memory]));
    let gone = json!({"resourceType": "EcsService",
        "recommendationPreferenceNames": ["UtilizationPreferences", "LookBackPeriodPreference"]});
    rig.ok(&op::DeleteRecommendationPreferences, gone.clone()).await;
    assert_eq!(size().await, (512.0, 1024.0));
    let again = rig.refused(&op::DeleteRecommendationPreferences, gone).await;
    assert_eq!(again.0, "ResourceNotFoundException");
    for (input, code) in [
        (put(json!({})), "InvalidParameterValueException"),
        (
            put(json!({"utilizationPreferences":
                [preference("CpuUtilization", Value::Null, "PERCENT_20")]})),
            "InvalidParameterValueException",
        ),
        (
            put(json!({"utilizationPreferences":
                [preference("MemoryUtilization", Value::Null, "PERCENT_0")]})),
            "InvalidParameterValueException",
        ),
        (put(json!({"lookBackPeriod": "DAYS_7"})), "ValidationException"),
        (
            put(json!({"lookBackPeriod": "DAYS_14",
                "scope": {"name": "AccountId", "value": "999999999999"}})),
            "AccessDeniedException",
        ),
        (
            json!({"resourceType": "EcsService", "lookBackPeriod": "DAYS_14", "scope": {}}),
            "InvalidParameterValueException",
        ),
    ] {
        assert_eq!(
            rig.refused(&op::PutRecommendationPreferences, input.clone()).await.0,
            code,
            "{input}"
        );
    }
    for input in [
        put(json!({"enhancedInfrastructureMetrics": "Active"})),
        put(json!({"resourceType": "Ec2Instance", "lookBackPeriod": "DAYS_14"})),
        put(json!({"lookBackPeriod": "DAYS_14",
            "scope": {"name": "ResourceArn", "value": arn("web")}})),
    ] {
        let text = rig.refused(&op::PutRecommendationPreferences, input).await.1;
        assert!(text.contains("is not built"), "{text}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_was_used_is_told_as_percent_of_the_size_that_is_advised() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    service(&rig, "web", (1024, 2048), app()).await;
    measured(&rig, "web", None, 10, 128.0, 256.0).await;
    let begin = NOW_MS / 1000 / 300 * 300 - 600;
    let ask = |more: Value| {
        let mut input = json!({"serviceArn": arn("web"), "stat": "Maximum", "period": 300,
            "startTime": begin, "endTime": begin + 600});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let metrics = async |more: Value| {
        let answer = rig.ok(&op::GetECSServiceRecommendationProjectedMetrics, ask(more)).await;
        answer["recommendedOptionProjectedMetrics"].clone()
    };
    let of = metrics(json!({})).await;
    assert_eq!(
        (&of[0]["recommendedCpuUnits"], &of[0]["recommendedMemorySize"]),
        (&json!(256), &json!(512))
    );
    let series = &of[0]["projectedMetrics"];
    assert_eq!(series[0]["name"], "Cpu");
    assert_eq!(series[0]["timestamps"], json!([begin, begin + 300]));
    assert_eq!(series[0]["upperBoundValues"], json!([50.0, 50.0]));
    assert_eq!(series[1]["name"], "Memory");
    assert_eq!(series[1]["lowerBoundValues"], json!([50.0, 50.0]));
    let average = metrics(json!({"stat": "Average"})).await;
    let value = number(&average[0]["projectedMetrics"][0]["upperBoundValues"][0]);
    assert!((value - 50.0 * 5.5 / 6.0).abs() < 1e-9);
    for (more, code) in [
        (json!({"period": 61}), "InvalidParameterValueException"),
        (json!({"period": 0}), "InvalidParameterValueException"),
        (json!({"endTime": begin}), "InvalidParameterValueException"),
        (json!({"startTime": 0, "period": 60}), "InvalidParameterValueException"),
        (json!({"stat": "Sum"}), "ValidationException"),
        (json!({"serviceArn": arn("gone")}), "ResourceNotFoundException"),
        (json!({"serviceArn": "x"}), "ResourceNotFoundException"),
    ] {
        let refused =
            rig.refused(&op::GetECSServiceRecommendationProjectedMetrics, ask(more.clone()));
        assert_eq!(refused.await.0, code, "{more}");
    }
    rig.end().await;
}
