//! Service control policies, and what is read of accounts that are closed.

use ferrogate_auth::{AccessKeys, Caller};
use ferrogate_records::iam::access_key::Status;
use ferrogate_records::organizations::policy::{self, FULL_ACCESS};
use serde_json::json;

use crate::rig::{ACCOUNT, NOW, OTHER, Rig, account, session_of, statement};

async fn attached(rig: &Rig, id: &str, document: &str) {
    let record = policy::Record {
        id: id.into(),
        name: id.into(),
        description: String::new(),
        content: document.into(),
        created_at: NOW,
        targets: [account(OTHER)].into(),
    };
    rig.put(policy::key(id), &record).await;
}

fn why(rig: &Rig, caller: &Caller, action: &str, resource: &str) -> String {
    rig.may(caller, action, resource).unwrap_err().to_string()
}

const CLUSTER: &str = "arn:aws:ecs:eu-west-1:444455556666:cluster/c";
const NOT_ALLOWED: &str = "because no service control policy allows the ecs:CreateCluster action";
const DENIED: &str = "with an explicit deny in a service control policy";

#[tokio::test]
async fn one_must_allow_each_may_deny_and_what_can_t_be_read_allows_nothing() {
    let rig = Rig::new().await;
    let all = statement("Allow", "*", "*");
    let root = Caller::root(account(OTHER));
    let role = rig.role(OTHER, "admin", "{}", &[&all]).await;
    let admin = session_of(&role, "s");
    assert_eq!(rig.may(&root, "ecs:CreateCluster", CLUSTER), Ok(()));
    assert_eq!(rig.may(&admin, "ecs:CreateCluster", CLUSTER), Ok(()));

    attached(&rig, "p-logs", &statement("Allow", "logs:*", "*")).await;
    attached(&rig, "p-none", &statement("Deny", "ecs:*", "*")).await;
    attached(&rig, "p-odd", "{").await;
    for (control, words) in [
        (&["p-logs"][..], NOT_ALLOWED),
        (&["p-none"], DENIED),
        (&[FULL_ACCESS, "p-none"], DENIED),
        (&["p-logs", "p-none"], DENIED),
        (&[FULL_ACCESS, "p-odd"], NOT_ALLOWED),
        (&[FULL_ACCESS, "p-gone"], NOT_ALLOWED),
        (&[], NOT_ALLOWED),
    ] {
        rig.member(OTHER, control, None).await;
        for caller in [&root, &admin] {
            let told = why(&rig, caller, "ecs:CreateCluster", CLUSTER);
            assert!(told.ends_with(words), "{control:?}: {told}");
        }
    }
    rig.member(OTHER, &["p-logs", FULL_ACCESS], None).await;
    assert_eq!(rig.may(&root, "ecs:CreateCluster", CLUSTER), Ok(()));
    rig.end().await;
}

#[tokio::test]
async fn the_manager_and_the_roles_of_services_are_bound_by_none() {
    let rig = Rig::new().await;
    attached(&rig, "p-none", &statement("Deny", "*", "*")).await;
    rig.member(OTHER, &["p-none"], None).await;
    let all = statement("Allow", "*", "*");
    let mut linked = rig.role(OTHER, "AWSServiceRoleForECS", "{}", &[&all]).await;
    linked.path = "/aws-service-role/ecs.amazonaws.com/".into();
    assert_eq!(rig.may(&session_of(&linked, "s"), "ecs:CreateCluster", CLUSTER), Ok(()));
    let own = CLUSTER.replace(OTHER, ACCOUNT);
    assert_eq!(rig.may(&Caller::root(account(ACCOUNT)), "ecs:CreateCluster", &own), Ok(()));
    rig.end().await;
}

#[tokio::test]
async fn a_role_of_another_account_is_assumed_when_all_of_both_let_it() {
    let rig = Rig::new().await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/r");
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": "sts:AssumeRole", "Principal": {"AWS": OTHER}}})
    .to_string();
    rig.role(ACCOUNT, "r", &trust, &[]).await;
    let may = statement("Allow", "sts:AssumeRole", &arn);
    let with = session_of(&rig.role(OTHER, "with", "{}", &[&may]).await, "s");
    let without = session_of(&rig.role(OTHER, "without", "{}", &[]).await, "s");
    assert_eq!(rig.may(&with, "sts:AssumeRole", &arn), Ok(()));
    assert!(rig.may(&without, "sts:AssumeRole", &arn).is_err());
    attached(&rig, "p-none", &statement("Deny", "sts:*", "*")).await;
    rig.member(OTHER, &[FULL_ACCESS, "p-none"], None).await;
    assert!(why(&rig, &with, "sts:AssumeRole", &arn).ends_with(DENIED));
    // Whoever has no account here is nobody, whatever a trust says.
    rig.member(OTHER, &[FULL_ACCESS], Some(NOW)).await;
    assert!(rig.may(&with, "sts:AssumeRole", &arn).is_err());
    rig.end().await;
}

#[tokio::test]
async fn nobody_of_a_closed_account_is_let_in() {
    let rig = Rig::new().await;
    let root = Caller::root(account(OTHER));
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": "sts:AssumeRole", "Principal": {"AWS": ACCOUNT}}})
    .to_string();
    let role = rig.role(OTHER, "r", &trust, &[&statement("Allow", "*", "*")]).await;
    let ann = rig.user("ann", &[&statement("Allow", "sts:AssumeRole", "*")]).await;
    assert_eq!(rig.may(&ann, "sts:AssumeRole", &role.arn()), Ok(()));
    rig.member(OTHER, &[FULL_ACCESS], Some(NOW)).await;
    assert!(rig.may(&root, "ecs:CreateCluster", CLUSTER).is_err());
    assert!(rig.may(&session_of(&role, "s"), "ecs:CreateCluster", CLUSTER).is_err());
    assert!(rig.may(&ann, "sts:AssumeRole", &role.arn()).is_err());
    // Those of the account that manages it are as they were.
    rig.key("AKIAANN", &ann, Status::Active).await;
    assert!(rig.identity.find("AKIAANN", None).is_some());
    rig.end().await;
}
