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
