//! What a task's execution role is asked before the task runs.

use std::sync::Arc;

use ferrogate_api::ecs::operation as ecs;
use ferrogate_api::iam::operation as iam;
use ferrogate_api::logs::operation as logs;
use ferrogate_records::ecs::task;
use ferrogate_records::spec::Spec;
use ferrogate_services::execution::{ExecutionRoles, NotActing};
use ferrogate_state::Entry;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::ecs_tasks::{ids, ready, run};
use crate::rig::{ACCOUNT, REGION, Rig, scope};
use crate::task_secrets::{allow, arn, document, role};

const TASKS: &str = "ecs-tasks.amazonaws.com";
const MANAGED: &str = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

/// A definition with an image of the engine's own registry and a log stream.
fn definition(family: &str, role: &str, create_group: bool) -> Value {
    let mut definition = register(family);
    let container = &mut definition["containerDefinitions"][0];
    container["image"] = format!("{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/team/web:1").into();
    container["logConfiguration"] = json!({"logDriver": "awslogs", "options": {
        "awslogs-group": "/ecs/web", "awslogs-region": REGION, "awslogs-stream-prefix": "p"}});
    if create_group {
        container["logConfiguration"]["options"]["awslogs-create-group"] = "true".into();
    }
    definition["executionRoleArn"] = role.into();
    definition
}

type Begun = (Arc<Entry<task::Record>>, Arc<Entry<Spec>>);

async fn begun(rig: &Rig, family: &str, role: &str, create_group: bool) -> Begun {
    rig.ok(&ecs::RegisterTaskDefinition, definition(family, role, create_group)).await;
    let made = rig.ok(&ecs::RunTask, run(json!({"taskDefinition": family}))).await;
    let id = ids(&made).remove(0);
    let key = task::key(&scope(), "default", &id.parse().unwrap());
    let task = rig.state.table::<task::Record>().get(&key).unwrap().unwrap();
    let spec = rig.state.table::<Spec>().get(&task.spec_key().unwrap()).unwrap().unwrap();
    (task, spec)
}

/// What comes of all that is asked before the task has a host, and of a line of its.
fn asked(rig: &Rig, (task, spec): &Begun) -> (Result<(), String>, bool) {
    let roles = ExecutionRoles::new(rig.state.clone(), rig.identity.clone());
    let acting = match roles.of(task, spec) {
        Ok(acting) => acting,
        Err(NotActing::Refused(why)) => return (Err(why), false),
        Err(fault) => panic!("{fault:?}"),
    };
    let container = &spec.containers[0];
    let ready = acting.may_pull(spec).and_then(|()| acting.may_log(container));
    let to = spec.log_target("main").unwrap();
    (ready, acting.may_write(to, "main").is_ok())
}

async fn put_policy(rig: &Rig, role: &str, statements: &Value) {
    let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let put = json!({"RoleName": role, "PolicyName": "p", "PolicyDocument": policy});
    rig.ok(&iam::PutRolePolicy, put).await;
}

#[tokio::test]
async fn each_right_that_is_missing_stops_the_task_in_the_words_of_fargate() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let nothing = allow("s3:GetObject", "*");
    let role = role(&rig, "r", TASKS, &nothing).await;
    let begun = begun(&rig, "f", &role, true).await;
    let session = format!("arn:aws:sts::{ACCOUNT}:assumed-role/r/{}", begun.0.id);
    let denied = |action: &str, resource: &str| {
        format!(
            "AccessDeniedException: User: {session} is not authorized to perform: {action} on \
             resource: {resource} because no identity-based policy allows the {action} action"
        )
    };
    let repository = format!("arn:aws:ecr:{REGION}:{ACCOUNT}:repository/team/web");
    let group = format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/web");
    let host = format!("{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com");
    let args = "ResourceInitializationError: failed to validate logger args: create stream has \
                been retried 1 times: failed to create Cloudwatch log";
    let stream = format!("{group}:log-stream:p/main/{}", begun.0.id);
    let told = [
        format!(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution \
             resource retrieval failed: unable to retrieve ecr registry auth: {} status code: 400",
            denied("ecr:GetAuthorizationToken", "*")
        ),
        format!(
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to \
             resolve ref {host}/team/web:1: pulling from host {host} failed with status code \
             [manifests 1]: 403 Forbidden: {}",
            denied("ecr:BatchGetImage", &repository)
        ),
        format!(
            "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: \
             httpReadSeeker: failed open: unexpected status code \
             https://{host}/v2/team/web/blobs/: 403 Forbidden: {}",
            denied("ecr:GetDownloadUrlForLayer", &repository)
        ),
        format!("{args} stream: {} : exit status 1", denied("logs:CreateLogStream", &stream)),
        format!(
            "{args} group: {} : exit status 1",
            denied("logs:CreateLogGroup", &format!("{group}:log-stream:"))
        ),
    ];
    let given = [
        allow("ecr:GetAuthorizationToken", "*"),
        allow("ecr:BatchGetImage", &repository),
        allow("ecr:GetDownloadUrlForLayer", &repository),
        allow("logs:CreateLogStream", &format!("{group}:*")),
        allow("logs:CreateLogGroup", &format!("{group}:*")),
    ];
    let mut statements = vec![nothing];
    for (told, more) in told.into_iter().zip(given) {
        assert_eq!(asked(&rig, &begun), (Err(told), false));
        statements.push(more);
        put_policy(&rig, "r", &json!(statements)).await;
    }
    // It runs, and what it writes is lost until it may write.
    assert_eq!(asked(&rig, &begun), (Ok(()), false));
    statements.push(allow("logs:PutLogEvents", &stream));
    put_policy(&rig, "r", &json!(statements)).await;
    assert_eq!(asked(&rig, &begun), (Ok(()), true));
    statements.push(json!({"Effect": "Deny", "Action": "ecr:*", "Resource": repository}));
    put_policy(&rig, "r", &json!(statements)).await;
    let (refused, _) = asked(&rig, &begun);
    assert!(refused.unwrap_err().contains("with an explicit deny in an identity-based policy"));
    rig.end().await;
}

#[tokio::test]
async fn the_policy_that_aws_has_for_it_is_enough_but_for_making_the_group() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let role = role(&rig, "ecsTaskExecutionRole", TASKS, &allow("s3:GetObject", "*")).await;
    let attach = json!({"RoleName": "ecsTaskExecutionRole", "PolicyArn": MANAGED});
    rig.ok(&iam::AttachRolePolicy, attach).await;
    let (made, makes) =
        (begun(&rig, "made", &role, false).await, begun(&rig, "makes", &role, true).await);
    assert_eq!(asked(&rig, &made), (Ok(()), true));
    let (refused, _) = asked(&rig, &makes);
    assert!(refused.unwrap_err().contains("logs:CreateLogGroup"));
    // One that is there need not be made.
    rig.ok(&logs::CreateLogGroup, json!({"logGroupName": "/ecs/web"})).await;
    assert_eq!(asked(&rig, &makes), (Ok(()), true));
    // As the public knows it: a group's ARN without an asterisk is not its streams'.
    rig.ok(
        &iam::DetachRolePolicy,
        json!({"RoleName": "ecsTaskExecutionRole", "PolicyArn": MANAGED}),
    )
    .await;
    let group = format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/web");
    let statements = json!([allow("ecr:*", "*"), allow("logs:*", &group)]);
    put_policy(&rig, "ecsTaskExecutionRole", &statements).await;
    let (refused, writes) = asked(&rig, &made);
    assert!(refused.unwrap_err().contains("logs:CreateLogStream") && !writes);
    rig.end().await;
}

#[tokio::test]
async fn only_the_usual_role_may_be_missing_and_not_where_it_is_required() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let usual = arn("ecsTaskExecutionRole");
    let task = begun(&rig, "usual", &usual, true).await;
    assert_eq!(asked(&rig, &task), (Ok(()), true));
    let words = |role: &str| {
        format!(
            "ECS was unable to assume the role '{role}' that was provided for this task. Please \
             verify that the role being passed has the proper trust relationship and permissions \
             and that your IAM user has permissions to pass this role."
        )
    };
    let refused = async |family: &str, role: &str| {
        rig.ok(&ecs::RegisterTaskDefinition, definition(family, role, true)).await;
        rig.refused(&ecs::RunTask, run(json!({"taskDefinition": family}))).await
    };
    let other = usual.replace(ACCOUNT, "444455556666");
    let under_a_path = usual.replace("role/", "role/x/");
    assert_eq!(refused("other", &other).await.0, "AccessDeniedException", "nobody passes it");
    for missing in [&*arn("typo"), &*arn("ecstaskexecutionrole"), &under_a_path] {
        let (code, text) = refused("missing", missing).await;
        assert_eq!((&*code, text), ("ClientException", words(missing)));
    }
    let tag = |value: &str| {
        json!({"resourceArn": format!("arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/default"),
            "tags": [{"key": "ferrogate:execution-role", "value": value}]})
    };
    let (code, text) = rig.refused(&ecs::TagResource, tag("yes")).await;
    assert_eq!(code, "InvalidParameterException");
    assert_eq!(text, "The tag ferrogate:execution-role of a cluster is required or optional.");
    rig.ok(&ecs::TagResource, tag("required")).await;
    assert_eq!(refused("usual", &usual).await.1, words(&usual));
    // The one that runs has no host yet, or writes a line.
    let (stops, writes) = asked(&rig, &task);
    assert!(stops.unwrap_err().ends_with(&words(&usual)) && !writes);
    rig.ok(&ecs::TagResource, tag("optional")).await;
    assert_eq!(asked(&rig, &task), (Ok(()), true));
    // From when it is there on, it is asked; and one that others trust is nobody's to use.
    role(&rig, "ecsTaskExecutionRole", "lambda.amazonaws.com", &allow("*", "*")).await;
    assert_eq!(refused("usual", &usual).await.1, words(&usual));
    assert_eq!(refused("usual", &under_a_path).await.1, words(&under_a_path));
    let (stops, _) = asked(&rig, &task);
    assert!(stops.unwrap_err().ends_with(&words(&usual)));
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": TASKS}}));
    let update = json!({"RoleName": "ecsTaskExecutionRole", "PolicyDocument": trust});
    rig.ok(&iam::UpdateAssumeRolePolicy, update).await;
    assert_eq!(asked(&rig, &task), (Ok(()), true));
    rig.end().await;
}
