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
    assert_eq!(
        found["taskDefinition"]["compatibilities"],
        json!(["EC2", "MANAGED_INSTANCES", "FARGATE"])
    );
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

/// What consoles, stacks and deploy tools write beside what matters: names of ports, and empty
/// lists and nulls for what is not asked for.
fn noisy() -> Value {
    let mut input = register("web");
    for name in ["volumes", "placementConstraints", "inferenceAccelerators", "tags"] {
        input[name] = json!([]);
    }
    for name in ["taskRoleArn", "pidMode", "ipcMode", "proxyConfiguration", "ephemeralStorage"] {
        input[name] = Value::Null;
    }
    input["enableFaultInjection"] = json!(false);
    let container = &mut input["containerDefinitions"][0];
    for name in [
        "command",
        "entryPoint",
        "environment",
        "environmentFiles",
        "mountPoints",
        "volumesFrom",
        "secrets",
        "dnsServers",
        "dnsSearchDomains",
        "extraHosts",
        "dockerSecurityOptions",
        "links",
        "ulimits",
        "systemControls",
        "resourceRequirements",
        "credentialSpecs",
        "dependsOn",
    ] {
        container[name] = json!([]);
    }
    for name in [
        "repositoryCredentials",
        "firelensConfiguration",
        "healthCheck",
        "hostname",
        "linuxParameters",
        "logConfiguration",
        "memory",
        "startTimeout",
    ] {
        container[name] = Value::Null;
    }
    container["dockerLabels"] = json!({"com.example.team": "web"});
    container["restartPolicy"] = json!({"enabled": false});
    container["privileged"] = json!(false);
    container["disableNetworking"] = json!(false);
    container["portMappings"] = json!([
        {"name": "main-80-tcp", "containerPort": 80, "hostPort": 80, "protocol": "tcp",
            "appProtocol": "http"},
        {"name": "rpc", "containerPort": 81, "appProtocol": "grpc"},
        {"containerPort": 82, "hostPort": 0},
        {"containerPortRange": "8000-8010", "protocol": "udp"},
    ]);
    container["mountPoints"] = json!([
        {"sourceVolume": "plain", "containerPath": "/a"},
        {"sourceVolume": "said", "containerPath": "/b", "readOnly": false},
    ]);
    input["volumes"] = json!([{"name": "plain"}, {"name": "said", "host": {}}]);
    input
}

#[tokio::test]
async fn what_tools_write_beside_what_matters_is_taken_and_comes_back() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::RegisterTaskDefinition, noisy()).await;
    let container = &made["taskDefinition"]["containerDefinitions"][0];
    assert_eq!(
        container["portMappings"],
        json!([
            {"name": "main-80-tcp", "containerPort": 80, "hostPort": 80, "protocol": "tcp",
                "appProtocol": "http"},
            {"name": "rpc", "containerPort": 81, "hostPort": 81, "protocol": "tcp",
                "appProtocol": "grpc"},
            {"containerPort": 82, "hostPort": 82, "protocol": "tcp"},
            {"containerPortRange": "8000-8010", "protocol": "udp"},
        ])
    );
    assert_eq!(
        made["taskDefinition"]["volumes"],
        json!([{"name": "plain", "host": {}}, {"name": "said", "host": {}}])
    );
    assert_eq!(
        container["mountPoints"],
        json!([
            {"sourceVolume": "plain", "containerPath": "/a"},
            {"sourceVolume": "said", "containerPath": "/b", "readOnly": false},
        ])
    );
    assert_eq!(container["dockerLabels"], json!({"com.example.team": "web"}));
    rig.end().await;
}

#[tokio::test]
async fn what_was_described_can_be_registered_again_as_it_is() {
    let rig = Rig::new().await;
    rig.ok(&op::RegisterTaskDefinition, noisy()).await;
    let described = async || {
        let found = rig.ok(&op::DescribeTaskDefinition, json!({"taskDefinition": "web"})).await;
        found["taskDefinition"].clone()
    };
    let first = described().await;
    rig.ok(&op::RegisterTaskDefinition, first.clone()).await;
    let mut second = described().await;
    assert_eq!(second["revision"], 2);
    for name in ["revision", "taskDefinitionArn"] {
        second[name] = first[name].clone();
    }
    assert_eq!(second, first);
    rig.end().await;
}

#[tokio::test]
async fn attributes_say_what_a_definition_needs() {
    let rig = Rig::new().await;
    let needs = async |more: Value, container: Value| {
        let mut input = register("web");
        input["executionRoleArn"] = json!("arn:aws:iam::111122223333:role/r");
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        for (name, value) in container.as_object().unwrap() {
            input["containerDefinitions"][0][name] = value.clone();
        }
        let made = rig.ok(&op::RegisterTaskDefinition, input).await;
        let names = column(&made["taskDefinition"], "requiresAttributes", "name");
        names.iter().map(|name| name.rsplit("capability.").next().unwrap().to_owned()).collect()
    };
    let logging = |more: Value| {
        let mut options = json!({"awslogs-group": "/g", "awslogs-region": REGION,
            "awslogs-stream-prefix": "p"});
        for (name, value) in more.as_object().unwrap() {
            options[name] = value.clone();
        }
        json!({"logConfiguration": {"logDriver": "awslogs", "options": options}})
    };
    let none = json!({});
    let ecr = format!("{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/app:1");
    let always = ["docker-remote-api.1.18", "task-eni"];
    let logged = ["docker-remote-api.1.19", "execution-role-awslogs", "logging-driver.awslogs"];
    for (more, container, besides) in [
        (none.clone(), none.clone(), vec![]),
        (none.clone(), logging(none.clone()), logged.to_vec()),
        (
            none.clone(),
            logging(json!({"mode": "non-blocking"})),
            [&logged[..], &["docker-remote-api.1.28"]].concat(),
        ),
        (
            none.clone(),
            logging(json!({"awslogs-create-group": "true"})),
            [&logged[..], &["docker-remote-api.1.29"]].concat(),
        ),
        (none.clone(), json!({"memoryReservation": 64}), vec!["docker-remote-api.1.21"]),
        (none.clone(), json!({"readonlyRootFilesystem": true}), vec!["docker-remote-api.1.17"]),
        (
            json!({"ephemeralStorage": {"sizeInGiB": 30}}),
            none.clone(),
            vec!["extensible-ephemeral-storage"],
        ),
        (json!({"taskRoleArn": "app"}), none.clone(), vec!["task-iam-role"]),
        (none, json!({"image": ecr}), vec!["ecr-auth", "execution-role-ecr-pull"]),
    ] {
        let mut wanted = [&always[..], &besides].concat();
        wanted.sort_unstable();
        let mut found: Vec<String> = needs(more, container).await;
        found.sort_unstable();
        assert_eq!(found, wanted);
    }
    rig.end().await;
}
