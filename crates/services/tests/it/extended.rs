//! Clusters that lift Fargate's limits, beside those that don't.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::ecs_tasks::run;
use crate::rig::{ACCOUNT, REGION, Rig};

const NO_SIZE: &str = "No Fargate configuration exists for given values: 300 CPU, 700 memory. See \
                       the Amazon ECS documentation for the valid values.";

fn tag(value: &str) -> Value {
    json!([{"key": "ferrogate:mode", "value": value}])
}

fn with(family: &str, fields: Value) -> Value {
    let mut input = register(family);
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// Definitions that Fargate does not have, and what it says of each.
fn beyond() -> Vec<(Value, String)> {
    let timeout = |field: &str| {
        let mut input = register(field);
        input["containerDefinitions"][0][field] = json!(121);
        let text =
            format!("Invalid setting for container 'main'. {field} must be 0 to 120 seconds.");
        (input, text)
    };
    vec![
        (with("sizes", json!({"cpu": "300", "memory": "700"})), NO_SIZE.into()),
        (
            with("disk", json!({"ephemeralStorage": {"sizeInGiB": 201}})),
            "EphemeralStorage size should be at most 200".into(),
        ),
        timeout("stopTimeout"),
        timeout("startTimeout"),
    ]
}

#[tokio::test]
async fn an_extended_cluster_runs_what_a_strict_one_refuses_in_aws_s_words() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({"clusterName": "strict"})).await;
    for (input, text) in beyond() {
        let said = rig.refused(&op::RegisterTaskDefinition, input).await;
        assert_eq!(said, ("ClientException".into(), text), "no cluster runs it");
    }
    rig.ok(&op::CreateCluster, json!({"clusterName": "wide", "tags": tag("extended")})).await;
    for (input, text) in beyond() {
        let family = input["family"].clone();
        let made = rig.ok(&op::RegisterTaskDefinition, input).await;
        let compatible = made["taskDefinition"]["compatibilities"].as_array().unwrap().clone();
        assert!(compatible.contains(&json!("FARGATE")), "{family}");
        let ask = |cluster: &str| run(json!({"cluster": cluster, "taskDefinition": family}));
        let task = rig.ok(&op::RunTask, ask("wide")).await["tasks"][0].clone();
        assert_eq!(task["lastStatus"], "PROVISIONING");
        let said = rig.refused(&op::RunTask, ask("strict")).await;
        assert_eq!(said, ("ClientException".into(), text), "{family}");
    }
    rig.end().await;
}

#[tokio::test]
async fn an_override_is_held_to_the_mode_of_its_cluster() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({"clusterName": "strict"})).await;
    rig.ok(&op::CreateCluster, json!({"clusterName": "wide", "tags": tag("extended")})).await;
    rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    let over = json!({"cpu": "300", "memory": "700", "ephemeralStorage": {"sizeInGiB": 500}});
    let ask = |cluster: &str| run(json!({"cluster": cluster, "overrides": over}));
    let task = rig.ok(&op::RunTask, ask("wide")).await["tasks"][0].clone();
    assert_eq!((&task["cpu"], &task["memory"]), (&json!("300"), &json!("700")));
    assert_eq!(task["ephemeralStorage"]["sizeInGiB"], 500);
    let (_, text) = rig.refused(&op::RunTask, ask("strict")).await;
    assert_eq!(text, NO_SIZE);
    rig.end().await;
}

#[tokio::test]
async fn extended_has_its_own_bounds() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({"tags": tag("extended")})).await;
    let mut stop = register("stop");
    stop["containerDefinitions"][0]["stopTimeout"] = json!(3601);
    for (input, text) in [
        (with("a", json!({"cpu": "31", "memory": "700"})), "No Fargate configuration exists"),
        (with("b", json!({"ephemeralStorage": {"sizeInGiB": 20}})), "should be at least 21"),
        (with("c", json!({"ephemeralStorage": {"sizeInGiB": 2049}})), "should be at most 2048"),
        (stop, "stopTimeout must be 0 to 3600 seconds."),
    ] {
        let (code, said) = rig.refused(&op::RegisterTaskDefinition, input).await;
        assert!(code == "ClientException" && said.contains(text), "{said}");
    }
    rig.end().await;
}

#[tokio::test]
async fn the_mode_follows_the_tag_and_is_one_of_two() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateCluster, json!({})).await;
    let arn = format!("arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/default");
    assert_eq!(made["cluster"]["clusterArn"], *arn);
    let said = "The tag ferrogate:mode of a cluster is strict or extended.";
    for (operation, input) in [
        (&op::CreateCluster, json!({"clusterName": "c", "tags": tag("free")})),
        (&op::TagResource, json!({"resourceArn": arn, "tags": tag("free")})),
    ] {
        let refused = rig.refused(operation, input).await;
        assert_eq!(refused, ("InvalidParameterException".into(), said.into()));
    }
    let sizes = || with("sizes", json!({"cpu": "300", "memory": "700"}));
    rig.ok(&op::TagResource, json!({"resourceArn": arn, "tags": tag("extended")})).await;
    rig.ok(&op::RegisterTaskDefinition, sizes()).await;
    rig.ok(&op::RunTask, run(json!({"taskDefinition": "sizes"}))).await;
    rig.ok(&op::UntagResource, json!({"resourceArn": arn, "tagKeys": ["ferrogate:mode"]})).await;
    let (_, text) = rig.refused(&op::RunTask, run(json!({"taskDefinition": "sizes"}))).await;
    assert_eq!(text, NO_SIZE);
    let (_, text) = rig.refused(&op::RegisterTaskDefinition, sizes()).await;
    assert_eq!(text, NO_SIZE);
    rig.end().await;
}
