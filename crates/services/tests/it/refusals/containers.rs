//! Containers of task definitions for Fargate.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use super::{Case, check};
use crate::ecs_definitions::register;
use crate::rig::{REGION, Rig};

const ROLE: &str = "arn:aws:iam::111122223333:role/r";

/// A definition whose containers differ from `main` in what each of `more` says.
fn with(more: &[Value]) -> Value {
    let mut input = register("refused");
    let main = input["containerDefinitions"][0].clone();
    let each = more.iter().map(|more| {
        let mut container = main.clone();
        for (name, value) in more.as_object().unwrap() {
            container[name] = value.clone();
        }
        container
    });
    input["containerDefinitions"] = each.collect();
    input["executionRoleArn"] = json!(ROLE);
    input
}

fn case(what: &'static str, more: &[Value], text: &'static str) -> Case {
    Case {
        what,
        operation: &op::RegisterTaskDefinition,
        input: with(more),
        code: "ClientException",
        text,
    }
}

/// Cases of one container.
fn one(table: Vec<(&'static str, Value, &'static str)>) -> Vec<Case> {
    table.into_iter().map(|(what, more, text)| case(what, &[more], text)).collect()
}

fn awslogs(options: Value) -> Value {
    json!({"logConfiguration": {"logDriver": "awslogs", "options": options}})
}

#[tokio::test]
async fn a_container_s_own_fields() {
    let rig = Rig::new().await;
    let cases = one(vec![
        ("no name", json!({"name": ""}), "Container.name should not be null or empty."),
        ("name", json!({"name": "a b"}), "Container.name contains invalid characters."),
        ("no image", json!({"image": ""}), "Container.image should not be null or empty."),
        (
            "image with blanks",
            json!({"image": "a b"}),
            "Container.image contains invalid characters.",
        ),
        (
            "image of a variable",
            json!({"image": "$REPO:1"}),
            "Container.image contains invalid characters.",
        ),
        (
            "no essential",
            json!({"essential": false}),
            "Task definition doesn't have any essential container.",
        ),
        (
            "memory over task",
            json!({"memory": 1024}),
            "The 'memory' setting for container 'main' is greater than for the task.",
        ),
        (
            "memory < memoryReservation",
            json!({"memory": 128, "memoryReservation": 256}),
            "Invalid setting for container 'main'. 'memory' must be greater than or equal to \
             'memoryReservation'.",
        ),
        (
            "cpu sum",
            json!({"cpu": 512}),
            "The sum of all container 'cpu' values cannot be greater than the value of the task \
             'cpu'.",
        ),
        (
            "ulimit soft over hard",
            json!({"ulimits": [{"name": "nofile", "softLimit": 2, "hardLimit": 1}]}),
            "Soft limit exceeds hard limit for ulimit nofile",
        ),
        (
            "tmpfs without size",
            json!({"linuxParameters": {"tmpfs": [{"containerPath": "/run", "size": 0}]}}),
            "Invalid setting for container 'main'. The size of the tmpfs at '/run' must be at \
             least 1 MiB.",
        ),
        (
            "tmpfs twice",
            json!({"linuxParameters": {"tmpfs": [
                {"containerPath": "/run", "size": 1}, {"containerPath": "/run/", "size": 1}]}}),
            "Invalid setting for container 'main'. Several tmpfs have the path '/run'.",
        ),
        (
            "tmpfs over all",
            json!({"linuxParameters": {"tmpfs": [{"containerPath": "/", "size": 1}]}}),
            "Invalid setting for container 'main'. The tmpfs path '/' must be an absolute path \
             below /.",
        ),
        (
            "tmpfs option",
            json!({"linuxParameters": {"tmpfs": [
                {"containerPath": "/run", "size": 1, "mountOptions": ["noexec", "fast"]}]}}),
            "Invalid setting for container 'main'. Invalid mount option 'fast' of the tmpfs at \
             '/run'.",
        ),
        (
            "health check too rare",
            json!({"healthCheck": {"command": ["CMD", "true"], "interval": 301}}),
            "Health check interval must be less than or equal to the maximum allowed value 300 for \
             container 'main'",
        ),
        (
            "health check too long",
            json!({"healthCheck": {"command": ["CMD", "true"], "timeout": 61}}),
            "Health check timeout must be less than or equal to the maximum allowed value 60 for \
             container 'main'",
        ),
        (
            "health check of nothing",
            json!({"healthCheck": {"command": []}}),
            "Health check command must not be empty for container 'main'",
        ),
        (
            "health check of no program",
            json!({"healthCheck": {"command": ["CMD"]}}),
            "Health check command must not be empty for container 'main'",
        ),
        (
            "health check of no line of the shell",
            json!({"healthCheck": {"command": ["CMD-SHELL"]}}),
            "Health check command must not be empty for container 'main'",
        ),
        (
            "restart period",
            json!({"restartPolicy": {"enabled": true, "restartAttemptPeriod": 59}}),
            "The 'restartAttemptPeriod' setting for container 'main' must be between 60 and 1800.",
        ),
        (
            "restart codes",
            json!({"restartPolicy": {"enabled": true, "ignoredExitCodes": vec![1; 51]}}),
            "The 'ignoredExitCodes' setting for container 'main' must have at most 50 exit codes.",
        ),
        (
            "eleven environment files",
            json!({"environmentFiles": vec![json!({"type": "s3", "value": "arn:aws:s3:::b/e.env"}); 11]}),
            "The maximum number of environment files was exceeded. Specify ten or less and try \
             again.",
        ),
        (
            "environment file without arn",
            json!({"environmentFiles": [{"type": "s3", "value": "s3://b/e.env"}]}),
            "Invalid arn syntax.",
        ),
        (
            "unknown volume",
            json!({"mountPoints": [{"sourceVolume": "nope", "containerPath": "/x"}]}),
            "Unknown volume 'nope'.",
        ),
        (
            "volumes from nowhere",
            json!({"volumesFrom": [{"sourceContainer": "nope"}]}),
            "Invalid 'volumesFrom' setting. Unknown container: 'nope'.",
        ),
        (
            "volumes from itself",
            json!({"volumesFrom": [{"sourceContainer": "main"}]}),
            "The containers' volumesFrom have a cycle.",
        ),
        (
            "mount point of no volume",
            json!({"mountPoints": [{"containerPath": "/x"}]}),
            "Unknown volume 'null'.",
        ),
    ]);
    check(&rig, cases).await;
    let mut input = with(&[json!({"secrets": [{"name": "S", "valueFrom": "/s"}]})]);
    input.as_object_mut().unwrap().remove("executionRoleArn");
    let text = "When you are specifying container secrets, you must also specify a value for \
                'executionRoleArn'.";
    let secrets = Case { input, ..case("secrets without a role", &[], text) };
    check(&rig, vec![secrets]).await;
    rig.end().await;
}

#[tokio::test]
async fn what_awsvpc_leaves_no_room_for() {
    let rig = Rig::new().await;
    let ports = |mappings: Value| json!({"portMappings": mappings});
    let mut cases = one(vec![
        (
            "extraHosts",
            json!({"extraHosts": [{"hostname": "h", "ipAddress": "10.0.0.1"}]}),
            "Extra hosts are not supported on container when networkMode=awsvpc.",
        ),
        (
            "hostname",
            json!({"hostname": "h"}),
            "hostname is not supported on container when networkMode=awsvpc.",
        ),
        ("links", json!({"links": ["a"]}), "Links are not supported when networkMode=awsvpc."),
        (
            "dnsServers",
            json!({"dnsServers": ["10.0.0.2"]}),
            "DNS servers are not supported on container when networkMode=awsvpc.",
        ),
        (
            "dnsSearchDomains",
            json!({"dnsSearchDomains": ["example.com"]}),
            "DNS search domains are not supported on container when networkMode=awsvpc.",
        ),
        (
            "disableNetworking",
            json!({"disableNetworking": true}),
            "Disable Networking is not supported on container when networkMode=awsvpc.",
        ),
        (
            "another host port",
            ports(json!([{"containerPort": 80, "hostPort": 8080}])),
            "When networkMode=awsvpc, the host ports and container ports in port mappings must \
             match.",
        ),
        (
            "a port twice",
            ports(json!([{"containerPort": 8085}, {"containerPort": 8085}])),
            "TCP container port '8085' is used multiple times in task when networkMode=awsvpc.",
        ),
        (
            "a port's name twice",
            ports(
                json!([{"containerPort": 80, "name": "web"}, {"containerPort": 81, "name": "web"}]),
            ),
            "When networkMode=awsvpc, port mapping name is already used",
        ),
        (
            "a port's name",
            ports(json!([{"containerPort": 80, "name": "Web 80"}])),
            "Invalid 'name' setting for container 'main'.",
        ),
        (
            "no port",
            ports(json!([{"hostPort": 80}])),
            "Invalid 'containerPort' setting for container 'main'.",
        ),
        (
            "a range backwards",
            ports(json!([{"containerPortRange": "90-80"}])),
            "Invalid 'containerPortRange' setting for container 'main'.",
        ),
        (
            "a range and a port",
            ports(json!([{"containerPortRange": "80-90", "containerPort": 80}])),
            "Invalid port mapping for container 'main': cannot specify both single port and port \
             range.",
        ),
        (
            "ranges that meet",
            ports(json!([{"containerPortRange": "80-90"}, {"containerPortRange": "90-99"}])),
            "TCP container port '90-99' is used multiple times in task when networkMode=awsvpc.",
        ),
        (
            "a port in a range",
            ports(json!([{"containerPort": 85}, {"containerPortRange": "80-90"}])),
            "TCP container port '80-90' is used multiple times in task when networkMode=awsvpc.",
        ),
        (
            "too many ranges",
            ports((0..101).map(|n| json!({"containerPortRange": format!("{}-{}", 1000 + 2 * n, 1001 + 2 * n)})).collect()),
            "Container 'main' has more than 100 port mappings with containerPortRange.",
        ),
    ]);
    cases.push(case(
        "a port of two containers",
        &[
            json!({"name": "a", "portMappings": [{"containerPort": 53, "protocol": "udp"}]}),
            json!({"name": "b", "portMappings": [{"containerPort": 53, "protocol": "udp"}]}),
        ],
        "UDP container port '53' is used multiple times in task when networkMode=awsvpc.",
    ));
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn what_fargate_does_not_support() {
    let rig = Rig::new().await;
    let linux = |parameters: Value| json!({"linuxParameters": parameters});
    let cases = one(vec![
        (
            "devices",
            linux(json!({"devices": [{"hostPath": "/dev/kvm"}]})),
            "Fargate compatible task definitions do not support devices",
        ),
        (
            "sharedMemorySize",
            linux(json!({"sharedMemorySize": 64})),
            "Fargate compatible task definitions do not support sharedMemorySize",
        ),
        (
            "maxSwap",
            linux(json!({"maxSwap": 64})),
            "Fargate compatible task definitions do not support maxSwap",
        ),
        (
            "swappiness",
            linux(json!({"swappiness": 60})),
            "Fargate compatible task definitions do not support swappiness",
        ),
        (
            "capability",
            linux(json!({"capabilities": {"add": ["NET_ADMIN"]}})),
            "NET_ADMIN is not allowed on Fargate.",
        ),
        (
            "dockerSecurityOptions",
            json!({"dockerSecurityOptions": ["no-new-privileges"]}),
            "Fargate compatible task definitions do not support dockerSecurityOptions",
        ),
        (
            "GPU",
            json!({"resourceRequirements": [{"type": "GPU", "value": "1"}]}),
            "Tasks using the Fargate launch type do not support GPU resource requirements.",
        ),
        (
            "privileged",
            json!({"privileged": true}),
            "Fargate requires that the 'privileged' setting be 'false' at the container level.",
        ),
    ]);
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn log_configurations() {
    let rig = Rig::new().await;
    let cases = one(vec![
        (
            "log driver",
            json!({"logConfiguration": {"logDriver": "json-file"}}),
            "json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]",
        ),
        (
            "awslogs without stream-prefix",
            awslogs(json!({"awslogs-group": "/g", "awslogs-region": REGION})),
            "Fargate requires log configuration options to include awslogs-stream-prefix to \
             support log driver awslogs.",
        ),
        (
            "awslogs without group",
            awslogs(json!({"awslogs-region": REGION, "awslogs-stream-prefix": "p"})),
            "Log driver awslogs requires options: awslogs-group",
        ),
        (
            "awslogs without anything",
            awslogs(json!({})),
            "Log driver awslogs requires options: awslogs-region, awslogs-group",
        ),
        (
            "awslogs-create-group",
            awslogs(json!({"awslogs-group": "/g", "awslogs-region": REGION,
                "awslogs-stream-prefix": "p", "awslogs-create-group": "false"})),
            "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else \
             omit option.",
        ),
        (
            "firelens without a router",
            json!({"logConfiguration": {"logDriver": "awsfirelens"}}),
            "When awsfirelens log driver is specified in log configuration, a firelens \
             configuration object must be configured in one of the containers.",
        ),
        (
            "a router of nobody",
            json!({"firelensConfiguration": {"type": "fluentbit"}}),
            "When a firelensConfiguration object is specified, at least one container has to be \
             configured with the awsfirelens log driver.",
        ),
        (
            "a router's file in a bucket that is none",
            json!({"firelensConfiguration": {"type": "fluentbit", "options": {
                "config-file-type": "s3", "config-file-value": "s3://bucket/extra.conf"}},
                "logConfiguration": {"logDriver": "awsfirelens"}}),
            "Invalid arn syntax.",
        ),
    ]);
    check(&rig, cases).await;
    rig.end().await;
}

#[tokio::test]
async fn containers_together() {
    let rig = Rig::new().await;
    let on = |name: &str, condition: &str| json!({"name": "b", "dependsOn": [{"containerName": name, "condition": condition}]});
    let a = json!({"name": "a"});
    let eleven: Vec<Value> = (0..11).map(|n| json!({"name": format!("c{n}")})).collect();
    let cases = vec![
        case(
            "duplicate names",
            &[a.clone(), a.clone()],
            "Container names must be unique within a task definition.",
        ),
        case("11 containers", &eleven, "Too many containers."),
        case("no container", &[], "Container list cannot be empty."),
        case(
            "dependsOn missing",
            &[a.clone(), on("zz", "START")],
            "Cannot depend on container + 'zz' because it does not exist",
        ),
        case(
            "dependsOn COMPLETE of essential",
            &[a.clone(), on("a", "COMPLETE")],
            "A dependency container with SUCCESS or COMPLETE condition cannot be an essential \
             container",
        ),
        case(
            "dependsOn HEALTHY without a health check",
            &[a.clone(), on("a", "HEALTHY")],
            "A dependency container with HEALTHY condition must have health check configured",
        ),
        case(
            "dependsOn HEALTHY of a health check that is turned off",
            &[json!({"name": "a", "healthCheck": {"command": ["NONE"]}}), on("a", "HEALTHY")],
            "A dependency container with HEALTHY condition must have health check configured",
        ),
    ];
    check(&rig, cases).await;
    rig.end().await;
}
