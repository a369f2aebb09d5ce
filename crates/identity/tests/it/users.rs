//! Users: their keys, their policies, and what they are told.

use ferrogate_auth::{AccessKeys, Ask, Authorize, Caller, DevKeys, PolicyKind, Why};
use ferrogate_policy::{Context, Value};
use ferrogate_records::iam::access_key::{self, Status};
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{role, user};

use crate::rig::{ACCOUNT, OTHER, Rig, account, statement};

const CLUSTER: &str = "arn:aws:ecs:eu-west-1:111122223333:cluster/web";

#[tokio::test]
async fn a_key_lets_in_while_it_is_active_and_its_user_is_there() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[]).await;
    rig.key("AKIAANN", &ann, Status::Active).await;
    let found = |id: &str| rig.identity.find(id, None).map(|key| (*key.caller).clone());
    assert_eq!(found("AKIAANN"), Some(ann.clone()));
    assert!(rig.identity.find("AKIAANN", None).unwrap().secret.unwrap().is("hush"));
    assert_eq!(found("akiaann"), None, "ids have their case");
    assert!(rig.identity.find("AKIAANN", Some("token")).is_none(), "it was issued without one");
    rig.key("AKIAANN", &ann, Status::Inactive).await;
    assert_eq!(found("AKIAANN"), None);
    rig.key("AKIAANN", &ann, Status::Active).await;
    rig.delete(user::key(&account(ACCOUNT), "ann")).await;
    assert_eq!(found("AKIAANN"), None);
    // Another one of the same name is not she.
    let mut another = Rig::user(&rig, "ann", &[]).await;
    another.user_id = "AIDAother".into();
    rig.delete(access_key::key("AKIAANN")).await;
    assert_eq!(found("AKIAANN"), None);
    assert!(rig.identity.find("AKIAADMIN", None).unwrap().caller.is_root());
    rig.end().await;
}

#[tokio::test]
async fn in_development_mode_a_key_that_was_known_is_not_the_root() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[]).await;
    rig.key("AKIAANN", &ann, Status::Inactive).await;
    let keys = DevKeys::new(rig.identity.clone(), Caller::root(account(ACCOUNT)));
    assert!(keys.find("test", None).unwrap().caller.is_root());
    assert!(keys.find("AKIAIOSFODNN7EXAMPLE", None).unwrap().caller.is_root());
    assert!(keys.find("AKIAANN", None).is_none());
    // The form of an id tells whose it was, also when nothing is left of it.
    use ferrogate_records::iam::id::{Prefix, form};
    for prefix in [Prefix::AccessKey, Prefix::SessionKey] {
        let gone = form(prefix, &account(ACCOUNT), [7; 16]);
        assert!(keys.find(&gone, None).is_none(), "{gone}");
        assert!(keys.find(&gone, Some("forged")).is_none(), "{gone}");
    }
    rig.end().await;
}

#[tokio::test]
async fn policies_of_users_and_groups_allow_and_denies_win() {
    let rig = Rig::new().await;
    let none = rig.user("none", &[]).await;
    let denied = rig.may(&none, "ecs:DeleteCluster", CLUSTER).unwrap_err();
    assert_eq!(
        denied.to_string(),
        format!(
            "User: arn:aws:iam::111122223333:user/none is not authorized to perform: \
             ecs:DeleteCluster on resource: {CLUSTER} because no identity-based policy allows \
             the ecs:DeleteCluster action"
        )
    );
    let allow = statement("Allow", "ecs:*", "*");
    let team = rig.group("team", &[&allow]).await;
    let ann = rig.user_with("ann", Grants::default(), None, vec![team.clone()]).await;
    assert_eq!(rig.may(&ann, "ecs:DeleteCluster", CLUSTER), Ok(()));
    assert!(rig.may(&ann, "ec2:CreateVpc", "*").is_err());
    let deny = statement("Deny", "ecs:DeleteCluster", "arn:aws:ecs:*:*:cluster/w*");
    let managed = rig.managed("no-deletes", &deny).await;
    let grants = Grants { attached: vec![managed], ..Grants::default() };
    let bob = rig.user_with("bob", grants, None, vec![team]).await;
    let denied = rig.may(&bob, "ecs:DeleteCluster", CLUSTER).unwrap_err();
    assert_eq!(denied.why, Why::Denied(PolicyKind::Identity));
    assert_eq!(rig.may(&bob, "ecs:CreateCluster", CLUSTER), Ok(()));
    // Changed: at the next question.
    rig.group("team", &[]).await;
    assert!(rig.may(&ann, "ecs:DeleteCluster", CLUSTER).is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_boundary_bounds_and_one_that_is_not_there_allows_nothing() {
    let rig = Rig::new().await;
    let all = statement("Allow", "*", "*");
    let boundary = rig.managed("only-logs", &statement("Allow", "logs:*", "*")).await;
    let grants = || Grants { inline: [("p".into(), all.clone())].into(), ..Grants::default() };
    let ann = rig.user_with("ann", grants(), Some(&boundary), vec![]).await;
    assert_eq!(rig.may(&ann, "logs:CreateLogGroup", "*"), Ok(()));
    let denied = rig.may(&ann, "ecs:ListClusters", "*").unwrap_err();
    assert_eq!(denied.why, Why::Nobody(PolicyKind::Boundary));
    let gone = "arn:aws:iam::111122223333:policy/gone";
    let bob = rig.user_with("bob", grants(), Some(gone), vec![]).await;
    assert!(rig.may(&bob, "logs:CreateLogGroup", "*").is_err());
    // The same of an attached one: it may be the one that denies.
    let grants = Grants { attached: vec![gone.into()], ..grants() };
    let carl = rig.user_with("carl", grants, None, vec![]).await;
    assert!(rig.may(&carl, "logs:CreateLogGroup", "*").is_err());
    // And of a document that is no policy.
    let dora = rig.user("dora", &[&all, "{}"]).await;
    assert!(rig.may(&dora, "logs:CreateLogGroup", "*").is_err());
    rig.end().await;
}

#[tokio::test]
async fn every_resource_of_a_request_must_be_allowed() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[&statement("Allow", "ecs:*", CLUSTER)]).await;
    let asks = |resources: &[&str]| -> Vec<Ask> {
        resources.iter().map(|resource| Ask::new("ecs:ExecuteCommand", *resource)).collect()
    };
    let may = |asks: &[Ask]| rig.identity.authorize(&ann, asks, &Context::default());
    assert_eq!(may(&asks(&[CLUSTER])), Ok(()));
    let task = "arn:aws:ecs:eu-west-1:111122223333:task/web/0";
    assert_eq!(may(&asks(&[CLUSTER, task])).unwrap_err().resource, task);
    // Without resources only statements about all of them allow.
    assert!(may(&asks(&["*"])).is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_resource_has_one_name_however_it_is_written() {
    let rig = Rig::new().await;
    let trust = "{}";
    let mut admin = rig.role(ACCOUNT, "Admin", trust, &[]).await;
    admin.path = "/ops/".into();
    rig.put(role::key(&account(ACCOUNT), "Admin"), &admin).await;
    let allow = statement("Allow", "iam:*", "*");
    let deny = statement("Deny", "iam:*", "arn:aws:iam::111122223333:role/ops/Admin");
    let ann = rig.user("ann", &[&allow, &deny]).await;
    for spelled in ["role/ops/Admin", "role/Admin", "role/ADMIN", "role/x/y/aDmIn"] {
        let arn = format!("arn:aws:iam::111122223333:{spelled}");
        let denied = rig.may(&ann, "iam:DeleteRole", &arn).unwrap_err();
        assert_eq!(denied.why, Why::Denied(PolicyKind::Identity), "{spelled}");
    }
    let deny = statement("Deny", "ecs:*", "arn:aws:ecs:*:*:task-definition/app:7");
    let bob = rig.user("bob", &[&statement("Allow", "ecs:*", "*"), &deny]).await;
    for spelled in ["app:7", "app:07", "app:+7"] {
        let arn = format!("arn:aws:ecs:eu-west-1:111122223333:task-definition/{spelled}");
        assert!(rig.may(&bob, "ecs:RunTask", &arn).is_err(), "{spelled}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_known_of_a_resource_allows_nothing_and_denies() {
    let rig = Rig::new().await;
    let tagged = |effect: &str, operator: &str| {
        serde_json::json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ec2:DeleteVpc", "Resource": "*",
             "Condition": if effect == "Allow" {
                serde_json::json!({operator: {"aws:ResourceTag/team": "a"}})
             } else { serde_json::json!({}) }},
            {"Effect": "Deny", "Action": "ec2:Nothing", "Resource": "*"},
            {"Effect": if effect == "Deny" { "Deny" } else { "Allow" },
             "Action": if effect == "Deny" { "ec2:DeleteVpc" } else { "ec2:Nothing" },
             "Resource": "*", "Condition": {operator: {"ec2:ResourceTag/team": "a"}}},
        ]})
        .to_string()
    };
    let vpc = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1";
    for (effect, operator) in [
        ("Allow", "StringEquals"),
        ("Allow", "StringNotEquals"),
        ("Allow", "StringEqualsIfExists"),
        ("Allow", "ForAllValues:StringEquals"),
        ("Deny", "StringEquals"),
        ("Deny", "StringNotEquals"),
        ("Deny", "ForAnyValue:StringEquals"),
    ] {
        let ann = rig.user("ann", &[&tagged(effect, operator)]).await;
        assert!(rig.may(&ann, "ec2:DeleteVpc", vpc).is_err(), "{effect} {operator}");
    }
    rig.end().await;
}

#[tokio::test]
async fn policies_see_the_caller_and_the_circumstances() {
    let rig = Rig::new().await;
    let own = statement("Allow", "iam:*", "arn:aws:iam::111122223333:user/${aws:username}");
    let ann = rig.user("ann", &[&own]).await;
    assert_eq!(rig.may(&ann, "iam:GetUser", "arn:aws:iam::111122223333:user/ann"), Ok(()));
    assert!(rig.may(&ann, "iam:GetUser", "arn:aws:iam::111122223333:user/bob").is_err());
    // A name that is a pattern stands for itself.
    let star = rig.user("*", &[&own]).await;
    assert!(rig.may(&star, "iam:GetUser", "arn:aws:iam::111122223333:user/ann").is_err());
    let from = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    }})
    .to_string();
    let bob = rig.user("bob", &[&from]).await;
    let mut there = Context::default();
    there.set("aws:SourceIp", Value::One("192.0.2.9".into()));
    let asks = [Ask::new("ecs:ListClusters", "*")];
    assert_eq!(rig.identity.authorize(&bob, &asks, &there), Ok(()));
    assert!(rig.identity.authorize(&bob, &asks, &Context::default()).is_err());
    rig.end().await;
}

#[tokio::test]
async fn the_root_is_all_in_its_account_and_nobody_in_another() {
    let rig = Rig::new().await;
    let root = Caller::root(account(ACCOUNT));
    assert_eq!(rig.may(&root, "ecs:DeleteCluster", CLUSTER), Ok(()));
    let theirs = format!("arn:aws:ecs:eu-west-1:{OTHER}:cluster/web");
    assert!(rig.may(&root, "ecs:DeleteCluster", &theirs).is_err());
    let nobody = Caller::anonymous(account(ACCOUNT));
    assert!(rig.may(&nobody, "ecs:ListClusters", "*").is_err());
    rig.end().await;
}

#[tokio::test]
async fn a_refusal_of_ec2_can_be_read_by_its_own_account_alone() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[]).await;
    let denied = rig.may(&ann, "ec2:CreateVpc", "arn:aws:ec2:eu-west-1:111122223333:vpc/*");
    let message = denied.unwrap_err().encoded.unwrap();
    let text = rig.identity.read_message(&ann, &message).unwrap();
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["allowed"], false);
    assert_eq!(read["explicitDeny"], false);
    assert_eq!(read["context"]["action"], "ec2:CreateVpc");
    assert_eq!(read["context"]["principal"]["id"], "AIDAann");
    let other = Caller::root(account(OTHER));
    assert!(rig.identity.read_message(&other, &message).is_err());
    assert!(rig.identity.read_message(&ann, &message[..message.len() - 2]).is_err());
    assert!(rig.may(&ann, "ec2:DescribeVpcs", "*").unwrap_err().encoded.is_none());
    rig.end().await;
}
