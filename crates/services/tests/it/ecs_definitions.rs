//! Task definitions.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column};

/// The smallest definition that Fargate takes.
pub(crate) fn register(family: &str) -> Value {
    json!({
        "family": family, "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [{"name": "main", "image": "docker.io/library/nginx:1"}],
    })
}

fn arn(name: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/{name}")
}

#[tokio::test]
async fn revisions_count_up_and_the_newest_active_one_is_meant_without_a_number() {
    let rig = Rig::new().await;
    for revision in 1..=3 {
        let made = rig.ok(&op::RegisterTaskDefinition, register("web")).await;
        assert_eq!(made["taskDefinition"]["revision"], revision);
        assert_eq!(made["taskDefinition"]["status"], "ACTIVE");
    }
    rig.ok(&op::DeregisterTaskDefinition, json!({"taskDefinition": "web:3"})).await;
    for (name, revision) in [("web", 2), ("web:3", 3), (&*arn("web:1"), 1), (&*arn("web"), 2)] {
        let found = rig.ok(&op::DescribeTaskDefinition, json!({"taskDefinition": name})).await;
        assert_eq!(found["taskDefinition"]["revision"], revision, "{name}");
    }
    // A number is never given twice, whatever became of the revision that had it.
    let made = rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    assert_eq!(made["taskDefinition"]["taskDefinitionArn"], arn("web:4"));
    rig.end().await;
}

#[tokio::test]
async fn what_is_registered_comes_back_with_its_defaults() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    let found = rig.ok(&op::DescribeTaskDefinition, json!({"taskDefinition": "web"})).await;
    assert_eq!(found["taskDefinition"], made["taskDefinition"]);
    let container = &found["taskDefinition"]["containerDefinitions"][0];
    assert_eq!(container["essential"], true);
    assert_eq!(container["cpu"], 0);
    assert_eq!(container["environment"], json!([]));
    assert_eq!(found["taskDefinition"]["compatibilities"], json!(["EC2", "FARGATE"]));
    rig.end().await;
}

#[tokio::test]
async fn lists_are_by_status_family_and_order_and_page() {
    let rig = Rig::new().await;
    for family in ["api", "web", "web", "web", "web-admin"] {
        rig.ok(&op::RegisterTaskDefinition, register(family)).await;
    }
    rig.ok(&op::DeregisterTaskDefinition, json!({"taskDefinition": "web:2"})).await;
    let list = async |input: Value| {
        let (mut all, mut token) = (Vec::new(), Value::Null);
        loop {
            let mut ask = input.clone();
            ask["maxResults"] = json!(1);
            ask["nextToken"] = token;
            let page = rig.ok(&op::ListTaskDefinitions, ask).await;
            let arns = page["taskDefinitionArns"].as_array().unwrap();
            assert!(arns.len() <= 1);
            all.extend(
                arns.iter().map(|a| a.as_str().unwrap().rsplit('/').next().unwrap().to_owned()),
            );
            token = page["nextToken"].clone();
            if token.is_null() {
                return all;
            }
        }
    };
    assert_eq!(list(json!({})).await, ["api:1", "web:1", "web:3", "web-admin:1"]);
    assert_eq!(list(json!({"familyPrefix": "web"})).await, ["web:1", "web:3"]);
    let newest_first = json!({"familyPrefix": "web", "sort": "DESC"});
    assert_eq!(list(newest_first).await, ["web:3", "web:1"]);
    assert_eq!(list(json!({"status": "INACTIVE"})).await, ["web:2"]);

    let families = async |input: Value| {
        let found = rig.ok(&op::ListTaskDefinitionFamilies, input).await;
        found["families"].clone()
    };
    assert_eq!(families(json!({})).await, json!(["api", "web", "web-admin"]));
    assert_eq!(families(json!({"familyPrefix": "web"})).await, json!(["web", "web-admin"]));
    rig.ok(&op::DeregisterTaskDefinition, json!({"taskDefinition": "api:1"})).await;
    assert_eq!(families(json!({"status": "INACTIVE"})).await, json!(["api"]));
    let all = json!({"status": "ALL", "familyPrefix": "a"});
    assert_eq!(families(all).await, json!(["api"]));
    rig.end().await;
}

#[tokio::test]
async fn only_what_is_inactive_is_deleted() {
    let rig = Rig::new().await;
    rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    let delete = |name: &str| json!({"taskDefinitions": [name]});
    for (name, words) in [("web:1", "ACTIVE"), ("web:9", "does not exist"), ("web", "invalid")] {
        let said = rig.ok(&op::DeleteTaskDefinitions, delete(name)).await;
        assert_eq!(said["taskDefinitions"], json!([]), "{name}");
        assert_eq!(said["failures"][0]["arn"], name);
        let reason = said["failures"][0]["reason"].as_str().unwrap();
        assert!(reason.contains(words), "{name}: {reason}");
    }
    rig.ok(&op::DeregisterTaskDefinition, json!({"taskDefinition": "web:1"})).await;
    let (code, _) =
        rig.refused(&op::DeregisterTaskDefinition, json!({"taskDefinition": "web:1"})).await;
    assert_eq!(code, "ClientException");
    let said = rig.ok(&op::DeleteTaskDefinitions, delete("web:1")).await;
    assert_eq!(said["taskDefinitions"][0]["status"], "DELETE_IN_PROGRESS");
    assert_eq!(said["failures"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn what_fargate_does_not_take_is_refused() {
    let rig = Rig::new().await;
    let with = |name: &str, value: Value| {
        let mut input = register("web");
        input[name] = value;
        input
    };
    let logging = |options: Value| {
        let mut input = with("executionRoleArn", json!("arn:aws:iam::111122223333:role/r"));
        input["containerDefinitions"][0]["logConfiguration"] =
            json!({"logDriver": "awslogs", "options": options});
        input
    };
    let good = |create: &str| {
        json!({"awslogs-group": "/web", "awslogs-region": REGION, "awslogs-stream-prefix": "p",
            "awslogs-create-group": create})
    };
    for (input, text) in [
        (with("networkMode", json!("bridge")), "Fargate only supports network mode 'awsvpc'."),
        (with("containerDefinitions", json!([])), "Container list cannot be empty."),
        (with("family", json!("a b")), "Family contains invalid characters."),
        (with("memory", json!("700")), "No Fargate configuration exists for given values"),
        (
            logging(good("false")),
            "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else \
             omit option.",
        ),
    ] {
        let (code, said) = rig.refused(&op::RegisterTaskDefinition, input).await;
        assert_eq!(code, "ClientException", "{said}");
        assert!(said.starts_with(text), "{said}");
    }
    rig.ok(&op::RegisterTaskDefinition, logging(good("true"))).await;
    let found = rig.ok(&op::ListTaskDefinitions, json!({})).await;
    assert_eq!(
        column(&json!({"l": [{"a": found["taskDefinitionArns"][0]}]}), "l", "a"),
        [arn("web:1")]
    );
    rig.end().await;
}
