//! Clusters and RunTask.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use super::{Case, check};
use crate::ecs_tasks::{ready, run};
use crate::rig::Rig;

const NOT_ASSOCIATED: &str = "The specified capacity provider strategy cannot contain a capacity provider that is not \
     associated with the cluster. Associate the capacity provider with the cluster or specify a \
     valid capacity provider and try again.";

fn create(what: &'static str, input: Value, text: &'static str) -> Case {
    Case { what, operation: &op::CreateCluster, input, code: "InvalidParameterException", text }
}

#[tokio::test]
async fn clusters_and_their_strategies() {
    let rig = Rig::new().await;
    let item = |provider: &str, weight: i32, base: i32| json!({"capacityProvider": provider, "weight": weight, "base": base});
    let of = |names: Value, items: Value| {
        json!({"clusterName": "c", "capacityProviders": names,
            "defaultCapacityProviderStrategy": items})
    };
    let both = json!(["FARGATE", "FARGATE_SPOT"]);
    let cases = vec![
        create(
            "cluster name",
            json!({"clusterName": "a b"}),
            r"ClusterName must match ^[a-zA-Z0-9\-_]{1,255}$",
        ),
        create(
            "default strategy not listed",
            of(json!(["FARGATE_SPOT"]), json!([item("FARGATE", 1, 0)])),
            NOT_ASSOCIATED,
        ),
        create(
            "two bases",
            of(both.clone(), json!([item("FARGATE", 1, 1), item("FARGATE_SPOT", 1, 1)])),
            "The specified capacity provider strategy contains multiple capacity providers with a \
             base value defined. Only one capacity provider per strategy can have a base value \
             defined.",
        ),
        create(
            "no weight",
            of(both, json!([item("FARGATE", 0, 0)])),
            "There are no capacity providers in the capacity provider strategy with a weight value \
             greater than zero. Specify a weight value greater than zero for at least one capacity \
             provider and try again.",
        ),
    ];
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn requests_to_run_a_task() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let case = |what, more: Value, text| Case {
        what,
        operation: &op::RunTask,
        input: run(more),
        code: "InvalidParameterException",
        text,
    };
    let cases = vec![
        case(
            "provider not associated",
            json!({"launchType": null,
                "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]}),
            NOT_ASSOCIATED,
        ),
        case(
            "startedBy too long",
            json!({"startedBy": "x".repeat(129)}),
            "startedBy longer than 128",
        ),
        case(
            "placement constraints",
            json!({"placementConstraints": [{"type": "distinctInstance"}]}),
            "Placement constraints are not supported with FARGATE launch type.",
        ),
        case(
            "placement strategies",
            json!({"placementStrategy": [{"type": "random"}]}),
            "Placement strategies are not supported with FARGATE launch type.",
        ),
        case(
            "a launch type and a strategy",
            json!({"capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]}),
            "Specifying both a launch type and capacity provider strategy is not supported. Remove \
             one and try again.",
        ),
        case(
            "tags with brackets",
            json!({"tags": [{"key": "k[0]", "value": "v"}]}),
            "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, \
             numbers and _ . / = + - : @.",
        ),
    ];
    check(&rig, cases).await;
    let role = json!({"overrides": {"executionRoleArn": "nonsense"}});
    let role =
        Case { code: "ClientException", ..case("role of an override", role, "Role is not valid") };
    check(&rig, vec![role]).await;
    rig.end().await;
}

#[tokio::test]
async fn who_started_a_task_may_be_any_text() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    for text in ["ECS Deploy", "ci/job:7 (main)", &"x".repeat(128)] {
        let made = rig.ok(&op::RunTask, run(json!({"startedBy": text}))).await;
        assert_eq!(made["tasks"][0]["startedBy"], text);
        let listed = rig.ok(&op::ListTasks, json!({"startedBy": text})).await;
        assert_eq!(listed["taskArns"][0], made["tasks"][0]["taskArn"]);
    }
    rig.end().await;
}
