//! Secrets of tasks: looked up with the rights of the execution role, or refused in its words.

use std::sync::Arc;

use ferrogate_api::ecs::operation as ecs;
use ferrogate_api::iam::operation as iam;
use ferrogate_api::secretsmanager::operation as secretsmanager;
use ferrogate_api::ssm::operation as ssm;
use ferrogate_records::ecs::task;
use ferrogate_records::spec::Spec;
use ferrogate_services::task_secrets::NoValues;
use ferrogate_state::Entry;
use serde_json::{Value, json};

use crate::ecs_definitions::register;
use crate::ecs_tasks::{ids, ready, run};
use crate::rig::{ACCOUNT, REGION, Rig, scope};

pub(crate) fn arn(role: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{role}")
}

pub(crate) fn document(statement: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// A role that `service` may act with, and that may do this.
pub(crate) async fn role(rig: &Rig, name: &str, service: &str, statement: &Value) -> String {
    let trust = document(&json!({"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": service}}));
    rig.ok(&iam::CreateRole, json!({"RoleName": name, "AssumeRolePolicyDocument": trust})).await;
    let policy = document(statement);
    let put = json!({"RoleName": name, "PolicyName": "p", "PolicyDocument": policy});
    rig.ok(&iam::PutRolePolicy, put).await;
    arn(name)
}

pub(crate) fn allow(action: &str, resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

async fn put(rig: &Rig, name: &str, value: &str) {
    let ask = json!({"Name": name, "Value": value, "Type": "SecureString", "Overwrite": true});
    rig.ok(&ssm::PutParameter, ask).await;
}

/// A definition with these secrets, whose execution role is `role`.
fn definition(family: &str, role: &str, secrets: &[(&str, &str)]) -> Value {
    let mut definition = register(family);
    let secrets = secrets.iter().map(|(name, from)| json!({"name": name, "valueFrom": from}));
    definition["containerDefinitions"][0]["secrets"] = secrets.collect();
    definition["executionRoleArn"] = role.into();
    definition
}

/// A task that runs such a definition, and what it runs.
async fn begun(
    rig: &Rig,
    family: &str,
    role: &str,
    secrets: &[(&str, &str)],
) -> (Arc<Entry<task::Record>>, Arc<Entry<Spec>>) {
    rig.ok(&ecs::RegisterTaskDefinition, definition(family, role, secrets)).await;
    let made = rig.ok(&ecs::RunTask, run(json!({"taskDefinition": family}))).await;
    let id = ids(&made).remove(0);
    let key = task::key(&scope(), "default", &id.parse().unwrap());
    let task = rig.state.table::<task::Record>().get(&key).unwrap().unwrap();
    let spec = rig.state.table::<Spec>().get(&task.spec_key().unwrap()).unwrap().unwrap();
    (task, spec)
}

/// The values, as `NAME=value`, or the reason why there are none.
async fn looked_up(
    rig: &Rig,
    (task, spec): &(Arc<Entry<task::Record>>, Arc<Entry<Spec>>),
) -> Result<Vec<String>, String> {
    match rig.secrets.look_up(task, spec).await {
        Ok(found) => {
            let all = found.values.values().flatten();
            Ok(all.map(|(name, value)| format!("{name}={}", value.expose())).collect())
        }
        Err(NoValues::Refused(reason)) => Err(reason),
        Err(fault) => panic!("{fault:?}"),
    }
}

#[tokio::test]
async fn values_are_those_of_now_by_name_arn_version_and_label() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &allow("ssm:GetParameters", "*")).await;
    put(&rig, "/a/b", "old").await;
    put(&rig, "/a/b", "new").await;
    put(&rig, "plain", "p").await;
    let of = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/a/b");
    let secrets = [("NAME", "/a/b"), ("ARN", &of), ("OLD", &format!("{of}:1")), ("PLAIN", "plain")];
    let begun = begun(&rig, "f", &role, &secrets).await;
    // What is kept names the place alone.
    assert!(!serde_json::to_string(&**begun.1).unwrap().contains("new"));
    let found = looked_up(&rig, &begun).await.unwrap();
    assert_eq!(found, ["NAME=new", "ARN=new", "OLD=old", "PLAIN=p"]);
    put(&rig, "plain", "rotated").await;
    assert_eq!(looked_up(&rig, &begun).await.unwrap()[3], "PLAIN=rotated");
    rig.end().await;
}

#[tokio::test]
async fn what_the_role_may_not_read_is_refused_in_its_words() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    put(&rig, "/a/b", "hush").await;
    let of = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/a/b");
    let narrow = allow("ssm:GetParameters", &format!("{of}/c"));
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &narrow).await;
    let begun = begun(&rig, "f", &role, &[("A", "/a/b")]).await;
    let refused = looked_up(&rig, &begun).await.unwrap_err();
    let session = format!("arn:aws:sts::{ACCOUNT}:assumed-role/r/{}", begun.0.id);
    assert_eq!(
        refused,
        format!(
            "unable to pull secrets or registry auth: execution resource retrieval failed: unable \
             to retrieve secrets from ssm: AccessDeniedException: User: {session} is not \
             authorized to perform: ssm:GetParameters on resource: {of} because no identity-based \
             policy allows the ssm:GetParameters action status code: 400"
        )
    );
    let put_policy = async |statement: Value| {
        let ask =
            json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": document(&statement)});
        rig.ok(&iam::PutRolePolicy, ask).await;
    };
    put_policy(allow("ssm:GetParameters", &of)).await;
    assert_eq!(looked_up(&rig, &begun).await.unwrap(), ["A=hush"]);
    // A tag of the parameter opens it, and nothing else does.
    let mut tagged = allow("ssm:GetParameters", "*");
    tagged["Condition"] = json!({"StringEquals": {"ssm:resourceTag/app": "web"}});
    put_policy(tagged).await;
    assert!(looked_up(&rig, &begun).await.is_err());
    let tag = json!({"ResourceType": "Parameter", "ResourceId": "/a/b",
        "Tags": [{"Key": "app", "Value": "web"}]});
    rig.ok(&ssm::AddTagsToResource, tag).await;
    assert_eq!(looked_up(&rig, &begun).await.unwrap(), ["A=hush"]);
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    put(&rig, "there", "x").await;
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &allow("*", "*")).await;
    let secrets = [("A", "gone"), ("B", "there"), ("C", "there:9"), ("D", "/not/there")];
    let missing = begun(&rig, "f", &role, &secrets).await;
    let refused = looked_up(&rig, &missing).await.unwrap_err();
    assert!(refused.ends_with("invalid ssm parameters: gone, there:9, /not/there"), "{refused}");
    // Neither another account's, which its own policies would have to allow.
    let foreign = format!("arn:aws:ssm:{REGION}:444455556666:parameter/there");
    let foreign = begun(&rig, "g", &role, &[("A", &foreign)]).await;
    let refused = looked_up(&rig, &foreign).await.unwrap_err();
    assert!(refused.contains("AccessDeniedException"), "{refused}");
    rig.end().await;
}

#[tokio::test]
async fn a_role_that_tasks_can_t_assume_is_told_before_and_after() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    put(&rig, "p", "x").await;
    let all = allow("*", "*");
    let other = role(&rig, "other", "ec2.amazonaws.com", &all).await;
    for (family, role) in [("f", other), ("g", arn("none"))] {
        rig.ok(&ecs::RegisterTaskDefinition, definition(family, &role, &[("A", "p")])).await;
        let refused = rig.refused(&ecs::RunTask, run(json!({"taskDefinition": family}))).await;
        assert_eq!(refused.0, "ClientException");
        let text = format!("ECS was unable to assume the role '{role}' that was provided");
        assert!(refused.1.starts_with(&text), "{refused:?}");
    }
    // Nor is one taken that nothing would be asked of.
    rig.ok(&ecs::RegisterTaskDefinition, definition("h", &arn("none"), &[])).await;
    let refused = rig.refused(&ecs::RunTask, run(json!({"taskDefinition": "h"}))).await;
    assert_eq!(refused.0, "ClientException");
    let trusted = role(&rig, "r", "ecs-tasks.amazonaws.com", &all).await;
    let begun = begun(&rig, "i", &trusted, &[("A", "p")]).await;
    assert_eq!(looked_up(&rig, &begun).await.unwrap(), ["A=x"]);
    rig.ok(&iam::DeleteRolePolicy, json!({"RoleName": "r", "PolicyName": "p"})).await;
    rig.ok(&iam::DeleteRole, json!({"RoleName": "r"})).await;
    let refused = looked_up(&rig, &begun).await.unwrap_err();
    assert!(refused.contains("ECS was unable to assume the role"), "{refused}");
    rig.end().await;
}

#[tokio::test]
async fn a_secret_of_secrets_manager_needs_its_own_right() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let of = format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:db-AbCdEf");
    let ssm_only = allow("ssm:*", "*");
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &ssm_only).await;
    let begun = begun(&rig, "f", &role, &[("A", &format!("{of}:password::"))]).await;
    let refused = looked_up(&rig, &begun).await.unwrap_err();
    let beginning = format!(
        "unable to pull secrets or registry auth: execution resource retrieval failed: unable to \
         retrieve secret from asm: failed to fetch secret {of} from secrets manager: "
    );
    assert!(refused.starts_with(&beginning), "{refused}");
    assert!(refused.contains("secretsmanager:GetSecretValue on resource"), "{refused}");
    rig.end().await;
}

/// No host could be told of them.
#[tokio::test]
async fn more_than_a_program_can_have_is_refused() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let large = json!({"Name": "large", "Value": "x".repeat(8192), "Type": "String",
        "Tier": "Advanced"});
    rig.ok(&ssm::PutParameter, large).await;
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &allow("ssm:*", "*")).await;
    let names: Vec<String> = (0..130).map(|n| format!("V{n}")).collect();
    let secrets: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "large")).collect();
    let most = begun(&rig, "f", &role, &secrets[..127]).await;
    assert_eq!(looked_up(&rig, &most).await.unwrap().len(), 127);
    let more = begun(&rig, "g", &role, &secrets).await;
    let refused = looked_up(&rig, &more).await.unwrap_err();
    assert!(refused.ends_with("the task's secrets have more than 1048576 bytes"), "{refused}");
    rig.end().await;
}

#[tokio::test]
async fn a_login_to_a_registry_is_what_its_secret_says() {
    let rig = Rig::new().await;
    ready(&rig, 0).await;
    let all = allow("*", "*");
    let role = role(&rig, "r", "ecs-tasks.amazonaws.com", &all).await;
    let document = json!({"username": "shop", "password": "hush"}).to_string();
    let made = json!({"Name": "hub", "SecretString": document});
    let at = rig.ok(&secretsmanager::CreateSecret, made).await["ARN"].as_str().unwrap().to_owned();
    for (family, at) in [("arn", &*at), ("name", "hub")] {
        let mut definition = definition(family, &role, &[]);
        let container = &mut definition["containerDefinitions"][0];
        container["repositoryCredentials"] = json!({"credentialsParameter": at});
        let made = rig.ok(&ecs::RegisterTaskDefinition, definition).await;
        let attributes = made["taskDefinition"]["requiresAttributes"].to_string();
        assert!(attributes.contains("private-registry-authentication.secretsmanager"));
        let made = rig.ok(&ecs::RunTask, run(json!({"taskDefinition": family}))).await;
        let key = task::key(&scope(), "default", &ids(&made).remove(0).parse().unwrap());
        let task = rig.state.table::<task::Record>().get(&key).unwrap().unwrap();
        let spec = rig.state.table::<Spec>().get(&task.spec_key().unwrap()).unwrap().unwrap();
        // What is kept names the place alone.
        assert!(!serde_json::to_string(&**spec).unwrap().contains("hush"));
        let found = rig.secrets.look_up(&task, &spec).await.unwrap();
        let login = &found.logins["main"];
        assert_eq!((login.user.expose(), login.password.expose()), ("shop", "hush"));
        assert!(!format!("{found:?}").contains("hush") && found.values.is_empty());
    }
    rig.end().await;
}
