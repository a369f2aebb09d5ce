//! Task definitions: fields of the task, and what is registered for container instances.

use ferrogate_api::ecs::operation as op;
use serde_json::{Value, json};

use super::{Case, check};
use crate::ecs_definitions::register;
use crate::ecs_tasks::run;
use crate::rig::Rig;

fn with(fields: Value) -> Value {
    let mut input = register("refused");
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// A definition for container instances.
fn ec2(fields: Value, container: Value) -> Value {
    let mut input = json!({
        "family": "machines", "requiresCompatibilities": ["EC2"],
        "containerDefinitions": [{"name": "main", "image": "nginx", "memory": 128}],
    });
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    for (name, value) in container.as_object().unwrap() {
        input["containerDefinitions"][0][name] = value.clone();
    }
    input
}

fn case(what: &'static str, input: Value, text: &'static str) -> Case {
    let operation = &op::RegisterTaskDefinition;
    Case { what, operation, input, code: "ClientException", text }
}

#[tokio::test]
async fn a_task_s_own_fields() {
    let rig = Rig::new().await;
    const TWICE: &str =
        "Invalid setting for container 'main'. Several mount points have the path '/a'.";
    let volume = |more: Value| with(json!({"volumes": [more]}));
    let mounted = |paths: Value| {
        let point = |path: &Value| json!({"sourceVolume": "v", "containerPath": path});
        let mut input = volume(json!({"name": "v"}));
        input["containerDefinitions"][0]["mountPoints"] =
            paths.as_array().unwrap().iter().map(point).collect();
        input
    };
    let cases = vec![
        case("family", with(json!({"family": "a b"})), "Family contains invalid characters."),
        case(
            "network mode",
            with(json!({"networkMode": "bridge"})),
            "Fargate only supports network mode 'awsvpc'.",
        ),
        case(
            "no cpu",
            with(json!({"cpu": null})),
            "Fargate requires that 'cpu' be defined at the task level.",
        ),
        case(
            "no memory",
            with(json!({"memory": null})),
            "Fargate requires that 'memory' be defined at the task level.",
        ),
        case(
            "size",
            with(json!({"memory": "700"})),
            "No Fargate configuration exists for given values: 256 CPU, 700 memory. See the Amazon \
             ECS documentation for the valid values.",
        ),
        case(
            "executionRoleArn nonsense",
            with(json!({"executionRoleArn": "nonsense"})),
            "Role is not valid",
        ),
        case("taskRoleArn empty", with(json!({"taskRoleArn": ""})), "Role is not valid"),
        case(
            "ephemeral 20",
            with(json!({"ephemeralStorage": {"sizeInGiB": 20}})),
            "EphemeralStorage size should be at least 21",
        ),
        case(
            "ephemeral 300",
            with(json!({"ephemeralStorage": {"sizeInGiB": 300}})),
            "EphemeralStorage size should be at most 200",
        ),
        case(
            "placementConstraints",
            with(json!({"placementConstraints": [{"type": "memberOf", "expression": "x"}]})),
            "Fargate compatible task definitions do not support constraints",
        ),
        case(
            "ipcMode",
            with(json!({"ipcMode": "host"})),
            "Fargate compatible task definitions do not support ipcMode",
        ),
        case(
            "pidMode host",
            with(json!({"pidMode": "host"})),
            "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value \
             for pidMode is 'task'.",
        ),
        case(
            "inferenceAccelerators",
            with(json!({"inferenceAccelerators": [{"deviceName": "d", "deviceType": "t"}]})),
            "Unsupported field 'inferenceAccelerators'.",
        ),
        case(
            "volume sourcePath",
            volume(json!({"name": "v", "host": {"sourcePath": "/x"}})),
            "Fargate compatible task definitions do not support sourcePath",
        ),
        case(
            "dockerVolumeConfiguration",
            volume(json!({"name": "v", "dockerVolumeConfiguration": {"scope": "task"}})),
            "Fargate compatible task definitions do not support dockerVolumeConfiguration",
        ),
        case(
            "a volume without a name",
            volume(json!({"host": {}})),
            "Volume.name should not be null or empty.",
        ),
        case(
            "a volume's name",
            volume(json!({"name": "a b"})),
            "Volume.name contains invalid characters.",
        ),
        case(
            "a volume twice",
            with(json!({"volumes": [{"name": "v"}, {"name": "v", "host": {}}]})),
            "Volume names must be unique within a task definition.",
        ),
        case("a place twice", mounted(json!(["/a", "/a/"])), TWICE),
        case(
            "a mount point without a place",
            mounted(json!([null])),
            "Invalid setting for container 'main'. A mount point has no containerPath.",
        ),
        case(
            "volume of launch that is not used",
            volume(json!({"name": "v", "configuredAtLaunch": true})),
            "Volumes [v] are not referenced by any of the containers",
        ),
        case(
            "EFS with IAM in clear",
            volume(json!({"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1",
                "authorizationConfig": {"iam": "ENABLED"}}})),
            "EFS IAM authorization requires TransitEncryption to be enabled",
        ),
        case(
            "awslogs without a role",
            {
                let mut input = with(json!({}));
                input["containerDefinitions"][0]["logConfiguration"] = json!({
                    "logDriver": "awslogs", "options": {"awslogs-group": "/g",
                    "awslogs-region": "us-east-1", "awslogs-stream-prefix": "p"}});
                input
            },
            "Fargate requires task definition to have execution role ARN to support log driver \
             awslogs.",
        ),
        case(
            "ephemeral on EC2",
            ec2(json!({"ephemeralStorage": {"sizeInGiB": 30}}), json!({})),
            "Tasks using the EC2 launch type do not support EphemeralStorage.",
        ),
        case(
            "host network ports (EC2)",
            ec2(
                json!({"networkMode": "host"}),
                json!({"portMappings": [{"containerPort": 80, "hostPort": 8080}]}),
            ),
            "When networkMode=host, the host ports and container ports in port mappings must match.",
        ),
        case(
            "no memory (EC2)",
            ec2(json!({}), json!({"memory": null})),
            "Invalid setting for container 'main'. At least one of 'memory' or \
             'memoryReservation' must be specified.",
        ),
        case(
            "proxy without awsvpc (EC2)",
            ec2(json!({"proxyConfiguration": {"containerName": "main"}}), json!({})),
            "APPMESH proxy configuration is only supported in networkMode=awsvpc",
        ),
    ];
    check(&rig, cases).await;
    let tags = Case {
        what: "tags with brackets",
        code: "InvalidParameterException",
        ..case(
            "",
            with(json!({"tags": [{"key": "k", "value": "x[y]"}]})),
            "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, \
             numbers and _ . / = + - : @.",
        )
    };
    check(&rig, vec![tags]).await;
    rig.end().await;
}

#[tokio::test]
async fn what_is_for_container_instances_is_registered_and_not_run() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateCluster, json!({})).await;
    let none = json!({});
    let constraint = json!([{"type": "memberOf", "expression": "attribute:x == y"}]);
    for (what, fields, container) in [
        ("nothing but a container", none.clone(), none.clone()),
        (
            "bridge",
            json!({"networkMode": "bridge"}),
            json!({"portMappings": [
            {"containerPort": 80, "hostPort": 8080, "protocol": "tcp"}]}),
        ),
        (
            "a log driver",
            none.clone(),
            json!({"logConfiguration": {"logDriver": "json-file",
            "options": {"max-size": "10m"}}}),
        ),
        ("modes of namespaces", json!({"ipcMode": "host", "pidMode": "host"}), none.clone()),
        ("constraints", json!({"placementConstraints": constraint}), none.clone()),
        (
            "rights and names",
            none.clone(),
            json!({"privileged": true, "hostname": "h",
            "links": ["other"], "extraHosts": [{"hostname": "h", "ipAddress": "10.0.0.1"}],
            "dnsServers": ["10.0.0.2"], "dockerSecurityOptions": ["no-new-privileges"]}),
        ),
        (
            "devices",
            none.clone(),
            json!({"linuxParameters": {
            "devices": [{"hostPath": "/dev/kvm"}], "sharedMemorySize": 64,
            "capabilities": {"add": ["NET_ADMIN"]}}}),
        ),
        ("a GPU", none.clone(), json!({"resourceRequirements": [{"type": "GPU", "value": "1"}]})),
        (
            "a folder of the host",
            json!({"volumes": [
            {"name": "v", "host": {"sourcePath": "/var/run"}}]}),
            json!({"mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]}),
        ),
        ("a long stop", none.clone(), json!({"stopTimeout": 600})),
        (
            "a health check",
            none,
            json!({"healthCheck": {
            "command": ["CMD", "true"], "interval": 5, "timeout": 2, "retries": 1}}),
        ),
    ] {
        let input = ec2(fields, container);
        let made = rig.ok(&op::RegisterTaskDefinition, input.clone()).await;
        let made = &made["taskDefinition"];
        assert_eq!(made["compatibilities"], json!(["EXTERNAL", "EC2"]), "{what}");
        let asked = input.as_object().unwrap().iter().filter(|(n, _)| *n != "containerDefinitions");
        for (name, value) in asked {
            assert_eq!(&made[name], value, "{what}: {name}");
        }
        for (name, value) in input["containerDefinitions"][0].as_object().unwrap() {
            assert_eq!(&made["containerDefinitions"][0][name], value, "{what}: {name}");
        }
        let run = run(json!({"taskDefinition": "machines"}));
        let (code, text) = rig.refused(&op::RunTask, run).await;
        let wanted = "Task definition does not support launch_type FARGATE.";
        assert_eq!((&*code, &*text), ("InvalidParameterException", wanted), "{what}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_definition_has_at_most_64_kib() {
    let rig = Rig::new().await;
    let mut input = register("long");
    input["containerDefinitions"][0]["command"] = json!(["x".repeat(64 << 10)]);
    let (code, text) = rig.refused(&op::RegisterTaskDefinition, input).await;
    assert_eq!(code, "ClientException");
    let length = text
        .strip_prefix("Actual length: '")
        .and_then(|rest| rest.strip_suffix("'. Max allowed length is '65536' bytes."));
    assert!(length.unwrap_or(&text).parse::<usize>().is_ok_and(|n| n > 64 << 10), "{text}");
    rig.end().await;
}

#[tokio::test]
async fn docker_chooses_a_host_port_that_is_not_named() {
    let rig = Rig::new().await;
    for (mode, port) in [("bridge", 0), ("host", 80)] {
        let input =
            ec2(json!({"networkMode": mode}), json!({"portMappings": [{"containerPort": 80}]}));
        let made = rig.ok(&op::RegisterTaskDefinition, input).await;
        let mapping = &made["taskDefinition"]["containerDefinitions"][0]["portMappings"][0];
        let wanted = json!({"containerPort": 80, "hostPort": port, "protocol": "tcp"});
        assert_eq!(*mapping, wanted, "{mode}");
    }
    rig.end().await;
}

#[tokio::test]
async fn file_systems_from_elsewhere_are_not_built() {
    let rig = Rig::new().await;
    for (field, value) in [
        ("efsVolumeConfiguration", json!({"fileSystemId": "fs-1"})),
        (
            "fsxWindowsFileServerVolumeConfiguration",
            json!({"fileSystemId": "fs-1", "rootDirectory": "/", "authorizationConfig": {
                "credentialsParameter": "arn", "domain": "d"}}),
        ),
        ("s3filesVolumeConfiguration", json!({"fileSystemArn": "arn"})),
        ("configuredAtLaunch", json!(true)),
    ] {
        let mut input = with(json!({"volumes": [{"name": "v"}]}));
        input["volumes"][0][field] = value;
        input["containerDefinitions"][0]["mountPoints"] =
            json!([{"sourceVolume": "v", "containerPath": "/v"}]);
        let (code, text) = rig.refused(&op::RegisterTaskDefinition, input).await;
        let wanted = format!("{field} of volume 'v' is not built yet.");
        assert_eq!((&*code, text), ("UnsupportedFeatureException", wanted));
    }
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_built_is_refused_where_fargate_would_run_it() {
    let rig = Rig::new().await;
    let mut input = register("later");
    let credentials =
        json!({"credentialsParameter": "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"});
    input["containerDefinitions"][0]["repositoryCredentials"] = credentials;
    input["containerDefinitions"][0]["image"] =
        json!("111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1");
    input["executionRoleArn"] = json!("arn:aws:iam::111122223333:role/r");
    for compatibility in [json!(["FARGATE"]), json!(["EC2"]), Value::Null] {
        input["requiresCompatibilities"] = compatibility.clone();
        let (code, text) = rig.refused(&op::RegisterTaskDefinition, input.clone()).await;
        assert_eq!(code, "UnsupportedFeatureException", "{compatibility}");
        assert_eq!(
            text,
            "repositoryCredentials with an image of ECR of container 'main' is not built yet.",
            "{compatibility}"
        );
    }
    rig.end().await;
}
