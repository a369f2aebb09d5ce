//! Services behind load balancers, as they are asked for.

use ferrogate_api::ecs::operation as ecs;
use ferrogate_api::elbv2::operation as op;
use serde_json::json;

use super::*;
use crate::ecs_definitions::register;
use crate::ecs_tasks::ready;

fn service(name: &str, balancers: Value) -> Value {
    json!({
        "serviceName": name, "taskDefinition": "balanced", "desiredCount": 1,
        "launchType": "FARGATE", "loadBalancers": balancers,
        "healthCheckGracePeriodSeconds": 60,
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnets()[0]]}},
    })
}

async fn define(rig: &Rig) {
    let mut input = register("balanced");
    input["containerDefinitions"][0]["portMappings"] = json!([{"containerPort": 80}]);
    rig.ok(&ecs::RegisterTaskDefinition, input).await;
}

#[tokio::test]
async fn a_service_names_groups_that_a_listener_forwards_to() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    define(&rig).await;
    let lb = make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    let balanced = |container: &str, port: u16| json!([{"targetGroupArn": group, "containerName": container, "containerPort": port}]);
    let refused = refusal(&rig, &ecs::CreateService, service("web", balanced("main", 80))).await;
    let words = format!(
        "The target group with targetGroupArn {group} does not have an associated load balancer."
    );
    assert_eq!(refused, ("InvalidParameter".into(), words));
    make_listener(&rig, &lb, forward(&group)).await;
    for (balancers, words) in [
        (
            balanced("other", 80),
            "The container other does not exist in the task definition.".to_owned(),
        ),
        (
            balanced("main", 81),
            "The container main did not have a container port 81 defined.".to_owned(),
        ),
        (
            json!([{"targetGroupArn": group, "containerName": "main"}]),
            "containerPort can not be blank.".to_owned(),
        ),
        (
            json!([{"targetGroupArn": format!("{group}0"), "containerName": "main", "containerPort": 80}]),
            format!("The specified target group does not exist: {group}0"),
        ),
    ] {
        let refused = refusal(&rig, &ecs::CreateService, service("web", balancers.clone())).await;
        assert_eq!(refused, ("InvalidParameter".into(), words), "{balancers}");
    }
    let made = rig.ok(&ecs::CreateService, service("web", balanced("main", 80))).await;
    let shown = &made["service"];
    assert_eq!(shown["loadBalancers"], balanced("main", 80));
    assert_eq!(shown["healthCheckGracePeriodSeconds"], 60);

    // Other groups are another deployment; the same are none; none at all is one more.
    let deployments = |answer: &Value| answer["service"]["deployments"].as_array().unwrap().len();
    let update = |balancers: Value| json!({"service": "web", "loadBalancers": balancers});
    let same = rig.ok(&ecs::UpdateService, update(balanced("main", 80))).await;
    assert_eq!(deployments(&same), 1);
    let none = rig.ok(&ecs::UpdateService, update(json!([]))).await;
    assert_eq!((deployments(&none), &none["service"]["loadBalancers"]), (2, &json!([])));
    let kept = rig.ok(&ecs::UpdateService, json!({"service": "web", "desiredCount": 2})).await;
    assert_eq!(deployments(&kept), 2);
    let revisions = rig
        .ok(
            &ecs::DescribeServiceRevisions,
            json!({
                "serviceRevisionArns": [none["service"]["currentServiceRevisions"][1]["arn"]],
            }),
        )
        .await;
    assert_eq!(revisions["serviceRevisions"][0]["loadBalancers"], balanced("main", 80));
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": lb})).await;
    rig.end().await;
}

#[tokio::test]
async fn a_service_that_is_scaled_to_zero_says_after_how_long_and_has_a_load_balancer() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    define(&rig).await;
    let lb = make_balancer(&rig, "web").await;
    let group = make_group(&rig, "g").await;
    make_listener(&rig, &lb, forward(&group)).await;
    let balanced = json!([{"targetGroupArn": group, "containerName": "main", "containerPort": 80}]);
    let tag = |value: &str| json!([{"key": "ferrogate:scale-to-zero", "value": value}]);
    let asked = |balancers: &Value, value: &str| {
        let mut input = service("web", balancers.clone());
        input["tags"] = tag(value);
        if *balancers == json!([]) {
            input.as_object_mut().unwrap().remove("healthCheckGracePeriodSeconds");
        }
        input
    };
    for value in ["", "4", "86401", "ten", "5.5"] {
        let (code, words) = refusal(&rig, &ecs::CreateService, asked(&balanced, value)).await;
        assert_eq!(code, "InvalidParameter");
        assert_eq!(
            words,
            format!(
                "The tag ferrogate:scale-to-zero says how many seconds without a request the \
                 service is kept for: a whole number from 5 to 86400, not '{value}'."
            )
        );
    }
    let (_, words) = refusal(&rig, &ecs::CreateService, asked(&json!([]), "30")).await;
    let needs = "A service with the tag ferrogate:scale-to-zero needs a load balancer";
    assert!(words.starts_with(needs), "{words}");
    let made = rig.ok(&ecs::CreateService, asked(&balanced, "30")).await;
    let arn = made["service"]["serviceArn"].clone();
    let change = |value: &str| json!({"resourceArn": arn, "tags": tag(value)});
    let (_, words) = refusal(&rig, &ecs::TagResource, change("0")).await;
    assert!(words.ends_with("not '0'."), "{words}");
    rig.ok(&ecs::TagResource, change("86400")).await;
    let without = json!({"service": "web", "loadBalancers": []});
    let (_, words) = refusal(&rig, &ecs::UpdateService, without.clone()).await;
    assert!(words.starts_with(needs), "{words}");
    let taken = json!({"resourceArn": arn, "tagKeys": ["ferrogate:scale-to-zero"]});
    rig.ok(&ecs::UntagResource, taken).await;
    rig.ok(&ecs::UpdateService, without).await;
    let (_, words) = refusal(&rig, &ecs::TagResource, change("30")).await;
    assert!(words.starts_with(needs), "{words}");
    rig.ok(&op::DeleteLoadBalancer, json!({"LoadBalancerArn": lb})).await;
    rig.end().await;
}

fn shifting(group: &str, other: &str, rule: &str) -> Value {
    json!([{
        "targetGroupArn": group, "containerName": "main", "containerPort": 80,
        "advancedConfiguration": {
            "alternateTargetGroupArn": other, "productionListenerRule": rule,
            "roleArn": format!("arn:aws:iam::{}:role/shifts", crate::rig::ACCOUNT),
        },
    }])
}

#[tokio::test]
async fn who_shifts_traffic_says_between_which_groups_and_by_which_rule() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    define(&rig).await;
    let lb = make_balancer(&rig, "web").await;
    let (blue, green) = (make_group(&rig, "blue").await, make_group(&rig, "green").await);
    let both = json!([{"Type": "forward", "ForwardConfig": {"TargetGroups": [
        {"TargetGroupArn": blue, "Weight": 1}, {"TargetGroupArn": green, "Weight": 0},
    ]}}]);
    let listener = make_listener(&rig, &lb, both).await;
    let fixed_answer = json!({
        "ListenerArn": listener, "Priority": 5, "Actions": fixed("200"),
        "Conditions": [{"Field": "path-pattern", "Values": ["/x"]}],
    });
    let made = rig.ok(&op::CreateRule, fixed_answer).await;
    let answers = text(&made["Rules"][0]["RuleArn"]);
    let rules = rig.ok(&op::DescribeRules, json!({"ListenerArn": listener})).await;
    let rules = rules["Rules"].as_array().unwrap();
    let rule = text(&rules.iter().find(|one| one["IsDefault"] == true).unwrap()["RuleArn"]);
    let ask = |balancers: Value| {
        with(
            service("web", balancers),
            "deploymentConfiguration",
            json!({"strategy": "BLUE_GREEN"}),
        )
    };
    let plain = json!([{"targetGroupArn": blue, "containerName": "main", "containerPort": 80}]);
    let words = "advancedConfiguration field is required for all loadBalancers when using the \
                 blue/green deployment strategy";
    let refused = refusal(&rig, &ecs::CreateService, ask(plain)).await;
    assert_eq!(refused, ("Client".into(), words.into()));
    for (balancers, words) in [
        (shifting(&blue, &blue, &rule), "must be another than targetGroupArn"),
        (shifting(&blue, "arn", &rule), "does not exist: arn"),
        (shifting(&blue, &green, ""), "productionListenerRule can not be blank"),
        (shifting(&blue, &green, &listener), "listener rule does not exist"),
        (shifting(&blue, &green, &format!("{rule}0")), "listener rule does not exist"),
        (shifting(&blue, &green, &answers), "has no forward action"),
    ] {
        let (code, text) = refusal(&rig, &ecs::CreateService, ask(balancers.clone())).await;
        assert!(code == "InvalidParameter" && text.contains(words), "{text}: {balancers}");
    }
    let balancers = shifting(&blue, &green, &rule);
    let made = rig.ok(&ecs::CreateService, ask(balancers.clone())).await;
    assert_eq!(made["service"]["loadBalancers"], balancers);
    // The same once more is no deployment.
    let same = json!({"service": "web", "loadBalancers": balancers});
    let same = rig.ok(&ecs::UpdateService, same).await;
    assert_eq!(same["service"]["deployments"].as_array().unwrap().len(), 1);
    rig.end().await;
}
