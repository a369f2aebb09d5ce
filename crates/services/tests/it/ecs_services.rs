//! Services as they are asked for; what becomes of their tasks is the controllers' to test.

use ferrogate_api::ecs::operation as op;
use ferrogate_api::iam;
use ferrogate_records::ec2::default_network::DefaultNetwork;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::ecs_tasks::ready;
use crate::rig::{ACCOUNT, REGION, Rig, column, scope};

fn create(name: &str, more: Value) -> Value {
    let subnet = &DefaultNetwork::of(&scope()).subnets[0].id;
    let mut input = json!({
        "serviceName": name, "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE",
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": [subnet]}},
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:{kind}/default/{name}")
}

#[tokio::test]
async fn a_service_is_shown_as_aws_shows_it() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let tags = json!([{"key": "k", "value": "v"}]);
    let made = rig.ok(&op::CreateService, create("web", json!({"tags": tags}))).await;
    let service = &made["service"];
    assert_eq!(service["serviceArn"], arn("service", "web"));
    assert_eq!((&service["status"], &service["desiredCount"]), (&json!("ACTIVE"), &json!(1)));
    assert_eq!((&service["runningCount"], &service["pendingCount"]), (&json!(0), &json!(0)));
    let rolling = &service["deploymentConfiguration"];
    assert_eq!(rolling["maximumPercent"], 200);
    assert_eq!(rolling["minimumHealthyPercent"], 100);
    assert_eq!(rolling["deploymentCircuitBreaker"], json!({"enable": false, "rollback": false}));
    assert_eq!(service["availabilityZoneRebalancing"], "ENABLED");
    // As AWS adds it to all: who compares a file with what is there finds no difference.
    assert_eq!(service["healthCheckGracePeriodSeconds"], 0);
    let deployment = &service["deployments"][0];
    assert_eq!(
        (&deployment["status"], &deployment["rolloutState"]),
        (&json!("PRIMARY"), &json!("IN_PROGRESS"))
    );
    let id = deployment["id"].as_str().unwrap();
    assert_eq!(deployment["rolloutStateReason"], format!("ECS deployment {id} in progress."));
    let named = json!({"services": ["web", arn("service", "web"), "gone"], "include": ["TAGS"]});
    let found = rig.ok(&op::DescribeServices, named).await;
    assert_eq!(column(&found, "services", "serviceName"), ["web", "web"]);
    assert_eq!(found["services"][0]["tags"], tags);
    assert_eq!(found["failures"], json!([{"arn": arn("service", "gone"), "reason": "MISSING"}]));
    rig.end().await;
}

#[tokio::test]
async fn a_token_makes_a_service_once_and_a_name_is_free_once_nothing_is_left() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let ask = create("web", json!({"clientToken": "t"}));
    let first = rig.ok(&op::CreateService, ask.clone()).await;
    assert_eq!(rig.ok(&op::CreateService, ask).await, first);
    let other = create("web", json!({"clientToken": "t", "desiredCount": 2}));
    assert_eq!(rig.refused(&op::CreateService, other).await.0, "InvalidParameterException");
    let again = rig.refused(&op::CreateService, create("web", json!({}))).await;
    assert_eq!(again.1, "Creation of service was not idempotent.");
    let scaled = rig.refused(&op::DeleteService, json!({"service": "web"})).await;
    assert_eq!(scaled.1, "The service cannot be stopped while it is scaled above 0.");
    let gone = rig.ok(&op::DeleteService, json!({"service": "web", "force": true})).await;
    assert_eq!(gone["service"]["status"], "DRAINING");
    let draining = rig.refused(&op::CreateService, create("web", json!({}))).await;
    assert_eq!(draining.1, "Unable to Start a service that is still Draining.");
    let update = rig.refused(&op::UpdateService, json!({"service": "web"})).await;
    assert_eq!(update, ("ServiceNotActiveException".into(), "Service was not ACTIVE.".into()));
    rig.end().await;
}

#[tokio::test]
async fn a_deployment_begins_with_what_runs_and_with_nothing_else() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    rig.ok(&op::CreateService, create("web", json!({}))).await;
    rig.ok(&op::RegisterTaskDefinition, register("web")).await;
    for (change, deployments) in [
        (json!({"desiredCount": 3}), 1),
        (json!({"deploymentConfiguration": {"maximumPercent": 150}}), 1),
        (json!({"enableExecuteCommand": true, "propagateTags": "SERVICE"}), 1),
        (json!({"healthCheckGracePeriodSeconds": 7}), 1),
        (json!({"taskDefinition": "web:1"}), 1),
        (json!({"taskDefinition": "web"}), 2),
        (json!({"forceNewDeployment": true}), 3),
    ] {
        let mut ask = change.clone();
        ask["service"] = "web".into();
        let answer = rig.ok(&op::UpdateService, ask).await;
        let all = answer["service"]["deployments"].as_array().unwrap();
        assert_eq!(all.len(), deployments, "{change}");
        let primary = all.iter().filter(|one| one["status"] == "PRIMARY").count();
        assert_eq!(primary, 1);
    }
    let found = rig.ok(&op::DescribeServices, json!({"services": ["web"]})).await;
    let service = &found["services"][0];
    assert_eq!(service["taskDefinition"].as_str().unwrap().rsplit(':').next(), Some("2"));
    assert_eq!(
        (&service["desiredCount"], &service["healthCheckGracePeriodSeconds"]),
        (&json!(3), &json!(7))
    );
    assert_eq!(service["deploymentConfiguration"]["minimumHealthyPercent"], 100);
    let past = rig.ok(&op::ListServiceDeployments, json!({"service": "web"})).await;
    let mut statuses = column(&past, "serviceDeployments", "status");
    statuses.sort_unstable();
    assert_eq!(statuses, ["IN_PROGRESS", "STOPPED", "STOPPED"]);
    rig.end().await;
}

#[tokio::test]
async fn a_deployment_is_stopped_once_and_only_when_there_is_one_to_go_back_to() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let made = rig.ok(&op::CreateService, create("web", json!({}))).await;
    let current = made["service"]["currentServiceDeployment"].clone();
    let stop = |kind: &str| json!({"serviceDeploymentArn": current, "stopType": kind});
    let (code, _) = rig.refused(&op::StopServiceDeployment, stop("ROLLBACK")).await;
    assert_eq!(code, "InvalidParameterException");
    rig.ok(&op::StopServiceDeployment, stop("ABORT")).await;
    let found =
        rig.ok(&op::DescribeServiceDeployments, json!({"serviceDeploymentArns": [current]})).await;
    assert_eq!(column(&found, "serviceDeployments", "status"), ["STOPPED"]);
    assert_eq!(rig.refused(&op::StopServiceDeployment, stop("ABORT")).await.0, "ConflictException");
    let revision = found["serviceDeployments"][0]["targetServiceRevision"]["arn"].clone();
    let found =
        rig.ok(&op::DescribeServiceRevisions, json!({"serviceRevisionArns": [revision]})).await;
    let images = &found["serviceRevisions"][0]["containerImages"];
    assert_eq!(images[0]["containerName"], "main", "{images}");
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_built_is_refused_by_its_name() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let classic = json!([{"loadBalancerName": "lb", "containerName": "main", "containerPort": 80}]);
    let shifts = json!([{
        "targetGroupArn": "arn", "containerName": "main", "containerPort": 80,
        "advancedConfiguration": {},
    }]);
    for (field, value, code) in [
        ("loadBalancers", classic, "UnsupportedFeatureException"),
        ("loadBalancers", shifts, "InvalidParameterException"),
        ("serviceRegistries", json!([{"registryArn": "arn"}]), "UnsupportedFeatureException"),
        ("serviceConnectConfiguration", json!({"enabled": true}), "UnsupportedFeatureException"),
        ("deploymentController", json!({"type": "EXTERNAL"}), "UnsupportedFeatureException"),
        ("deploymentController", json!({"type": "CODE_DEPLOY"}), "UnsupportedFeatureException"),
        (
            "deploymentConfiguration",
            json!({"strategy": "BLUE_GREEN", "lifecycleHooks": [{"hookTargetArn": "arn"}]}),
            "InvalidParameterException",
        ),
        ("deploymentConfiguration", json!({"bakeTimeInMinutes": 5}), "InvalidParameterException"),
        ("schedulingStrategy", json!("DAEMON"), "InvalidParameterException"),
        ("launchType", json!("EC2"), "InvalidParameterException"),
        ("placementStrategy", json!([{"type": "spread"}]), "InvalidParameterException"),
        ("desiredCount", json!(-1), "InvalidParameterException"),
        ("desiredCount", json!(5001), "InvalidParameterException"),
        ("deploymentConfiguration", json!({"maximumPercent": 100}), "InvalidParameterException"),
        ("serviceName", json!("a/b"), "InvalidParameterException"),
    ] {
        let mut more = json!({});
        more[field] = value;
        let (found, text) = rig.refused(&op::CreateService, create("web", more)).await;
        assert_eq!(found, code, "{field}: {text}");
    }
    assert_eq!(rig.ok(&op::ListServices, json!({})).await["serviceArns"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_strategy_is_shown_as_it_was_asked_for_and_its_deployment_has_a_stage() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let hook = json!({
        "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"],
        "timeoutConfiguration": {"timeoutInMinutes": 7, "action": "CONTINUE"},
    });
    let asked = json!({
        "strategy": "CANARY", "bakeTimeInMinutes": 3, "lifecycleHooks": [hook],
        "canaryConfiguration": {"canaryPercent": 12.5, "canaryBakeTimeInMinutes": 4},
        "alarms": {"alarmNames": ["a"], "enable": true, "rollback": false},
    });
    let more = json!({"deploymentConfiguration": asked});
    let made = rig.ok(&op::CreateService, create("web", more)).await;
    let shown = &made["service"]["deploymentConfiguration"];
    for (field, value) in asked.as_object().unwrap() {
        assert_eq!(shown[field], *value, "{field}");
    }
    let current = made["service"]["currentServiceDeployment"].clone();
    let described = json!({"serviceDeploymentArns": [current]});
    let found = rig.ok(&op::DescribeServiceDeployments, described).await;
    let found = &found["serviceDeployments"][0];
    assert_eq!(found["lifecycleStage"], "RECONCILE_SERVICE");
    assert_eq!(found["alarms"]["status"], "MONITORING");
    assert!(found["targetServiceRevision"]["requestedProductionTrafficWeight"].is_null());
    let answer = json!({"serviceDeploymentArn": current, "hookId": "other"});
    let refused = rig.refused(&op::ContinueServiceDeployment, answer).await;
    assert_eq!(refused.0, "InvalidParameterException");
    // What is not said stays; what is taken back is shown no more.
    let rolling = json!({"service": "web", "deploymentConfiguration": {"strategy": "ROLLING"}});
    let updated = rig.ok(&op::UpdateService, rolling).await;
    let shown = &updated["service"]["deploymentConfiguration"];
    assert_eq!((&shown["strategy"], &shown["bakeTimeInMinutes"]), (&json!("ROLLING"), &json!(0)));
    assert!(shown["canaryConfiguration"].is_null() && shown["lifecycleHooks"].is_null());
    assert_eq!(shown["alarms"], asked["alarms"]);
    rig.end().await;
}

#[tokio::test]
async fn a_hook_names_a_function_that_can_be_called_and_a_role_that_ecs_may_assume() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let trust = |service: &str| {
        let policy = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole",
        }]});
        policy.to_string()
    };
    for (name, service) in [("calls", "ecs.amazonaws.com"), ("runs", "ecs-tasks.amazonaws.com")] {
        let made = json!({"RoleName": name, "AssumeRolePolicyDocument": trust(service)});
        rig.ok(&iam::operation::CreateRole, made).await;
    }
    let role = |name: &str| format!("arn:aws:iam::{ACCOUNT}:role/{name}");
    let check = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:check");
    let hook = json!({
        "targetType": "AWS_LAMBDA", "hookTargetArn": check, "roleArn": role("calls"),
        "lifecycleStages": ["RECONCILE_SERVICE", "TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT"],
        "hookDetails": {"a": [1]},
        "timeoutConfiguration": {"timeoutInMinutes": 1440, "action": "ROLLBACK"},
    });
    let asked = |hook: &Value| json!({"deploymentConfiguration": {"strategy": "BLUE_GREEN", "lifecycleHooks": [hook]}});
    let unknown = check.replace(":check", ":unknown");
    let other = check.replace(ACCOUNT, "999999999999");
    for (field, value, code, words) in [
        ("hookTargetArn", json!(unknown), "UnsupportedFeatureException", unknown.as_str()),
        ("hookTargetArn", json!(other), "UnsupportedFeatureException", other.as_str()),
        ("hookTargetArn", json!(""), "InvalidParameterException", "hookTargetArn"),
        ("roleArn", json!(null), "InvalidParameterException", "roleArn"),
        ("roleArn", json!(role("runs")), "InvalidParameterException", "unable to assume the role"),
        ("roleArn", json!(role("none")), "InvalidParameterException", "unable to assume the role"),
        ("lifecycleStages", json!([]), "InvalidParameterException", "lifecycleStages"),
        ("lifecycleStages", json!(["SCALE_UP"]), "InvalidParameterException", "SCALE_UP"),
        ("hookDetails", json!("x".repeat(33_000)), "InvalidParameterException", "hookDetails"),
        (
            "timeoutConfiguration",
            json!({"timeoutInMinutes": 1441}),
            "InvalidParameterException",
            "1440",
        ),
        ("targetType", json!("PAUSE"), "InvalidParameterException", "PAUSE"),
    ] {
        let mut bad = hook.clone();
        bad[field] = value;
        let (found, text) = rig.refused(&op::CreateService, create("web", asked(&bad))).await;
        assert!(found == code && text.contains(words), "{field}: {found} {text}");
    }
    let made = rig.ok(&op::CreateService, create("web", asked(&hook))).await;
    assert_eq!(made["service"]["deploymentConfiguration"]["lifecycleHooks"], json!([hook]));
    // What is not said of hooks stays, and is not asked about again.
    rig.ok(&iam::operation::DeleteRole, json!({"RoleName": "calls"})).await;
    let more = json!({"service": "web", "deploymentConfiguration": {"bakeTimeInMinutes": 7}});
    let updated = rig.ok(&op::UpdateService, more).await;
    assert_eq!(updated["service"]["deploymentConfiguration"]["lifecycleHooks"], json!([hook]));
    let again = asked(&hook)["deploymentConfiguration"].clone();
    let again = json!({"service": "web", "deploymentConfiguration": again});
    let (_, text) = rig.refused(&op::UpdateService, again).await;
    assert!(text.contains("unable to assume the role"), "{text}");
    rig.end().await;
}

#[tokio::test]
async fn services_are_listed_by_pages_and_filters() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    for name in ["a", "b", "c"] {
        rig.ok(&op::CreateService, create(name, json!({}))).await;
    }
    let (mut all, mut token) = (Vec::new(), Value::Null);
    loop {
        let page = rig.ok(&op::ListServices, json!({"maxResults": 2, "nextToken": token})).await;
        all.extend(page["serviceArns"].as_array().unwrap().clone());
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(all, ["a", "b", "c"].map(|name| json!(arn("service", name))));
    for (filter, count) in [
        (json!({"launchType": "FARGATE"}), 3),
        (json!({"launchType": "EC2"}), 0),
        (json!({"schedulingStrategy": "DAEMON"}), 0),
        (json!({"resourceManagementType": "CUSTOMER"}), 3),
        (json!({"resourceManagementType": "ECS"}), 0),
    ] {
        let found = rig.ok(&op::ListServices, filter.clone()).await;
        assert_eq!(found["serviceArns"].as_array().unwrap().len(), count, "{filter}");
    }
    let (code, text) = rig.refused(&op::DeleteCluster, json!({"cluster": "default"})).await;
    assert_eq!(code, "ClusterContainsServicesException", "{text}");
    rig.end().await;
}

#[tokio::test]
async fn a_service_has_tags_like_everything_else() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    rig.ok(&op::CreateService, create("web", json!({}))).await;
    let of = arn("service", "web");
    let tags = json!([{"key": "k", "value": "v"}]);
    rig.ok(&op::TagResource, json!({"resourceArn": of, "tags": tags})).await;
    assert_eq!(rig.ok(&op::ListTagsForResource, json!({"resourceArn": of})).await["tags"], tags);
    rig.ok(&op::UntagResource, json!({"resourceArn": of, "tagKeys": ["k"]})).await;
    assert_eq!(
        rig.ok(&op::ListTagsForResource, json!({"resourceArn": of})).await["tags"],
        json!([])
    );
    rig.end().await;
}

#[tokio::test]
async fn only_a_task_of_a_service_is_protected() {
    let rig = Rig::new().await;
    let ids = ready(&rig, 1).await;
    let ask = json!({"cluster": "default", "tasks": ids, "protectionEnabled": true});
    let answer = rig.ok(&op::UpdateTaskProtection, ask).await;
    assert_eq!(answer["protectedTasks"], json!([]));
    assert_eq!(column(&answer, "failures", "reason"), ["TASK_NOT_VALID"]);
    let long = json!({
        "cluster": "default", "tasks": ids, "protectionEnabled": true, "expiresInMinutes": 2881,
    });
    assert_eq!(rig.refused(&op::UpdateTaskProtection, long).await.0, "InvalidParameterException");
    rig.end().await;
}
