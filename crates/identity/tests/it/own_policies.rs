//! Keys of KMS and secrets, which say themselves who may do what with them.

use std::collections::BTreeMap;

use ferrogate_auth::{Ask, Authorize, Caller};
use ferrogate_policy::{Context, Value};
use ferrogate_records::kms::alias;
use ferrogate_records::kms::key::{self, Policy, State};
use ferrogate_records::secretsmanager::secret;
use ferrogate_records::{Scope, Tag};
use serde_json::json;

use crate::rig::{ACCOUNT, NOW, OTHER, Rig, account, session_of, statement};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k1";
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/db-AbCdEf";

fn scope() -> Scope {
    Scope::new(account(ACCOUNT), "eu-west-1")
}

fn policy(statements: serde_json::Value) -> Policy {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    Policy { document, principals: BTreeMap::new() }
}

fn says(effect: &str, principal: &str, action: &str) -> serde_json::Value {
    json!({"Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": "*"})
}

fn key(policy: Policy) -> key::Record {
    key::Record {
        scope: scope(),
        id: "k1".into(),
        description: String::new(),
        state: State::Enabled,
        service: None,
        policy,
        materials: vec![],
        rotation: None,
        created_at: NOW,
        tags: vec![Tag { key: "team".into(), value: "red".into() }],
    }
}

fn secret(policy: Option<Policy>) -> secret::Record {
    secret::Record {
        scope: scope(),
        name: "a/db".into(),
        suffix: "AbCdEf".into(),
        description: None,
        of_type: None,
        kms_key: None,
        versions: vec![],
        policy,
        deletion: None,
        created_at: NOW,
        changed_at: NOW,
        accessed_at: None,
        tags: vec![Tag { key: "team".into(), value: "red".into() }],
    }
}

async fn put_key(rig: &Rig, policy: Policy) {
    rig.put(key::key(&scope(), "k1"), &key(policy)).await;
}

async fn put_secret(rig: &Rig, policy: Option<Policy>) {
    rig.put(secret::key(&scope(), "a/db"), &secret(policy)).await;
}

fn root() -> Caller {
    Caller::root(account(ACCOUNT))
}

fn root_arn(of: &str) -> String {
    format!("arn:aws:iam::{of}:root")
}

#[tokio::test]
async fn policies_of_iam_do_nothing_to_a_key_whose_own_does_not_delegate() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[&statement("Allow", "kms:*", "*")]).await;
    let bob = rig.user("bob", &[]).await;
    let may = |caller: &Caller, action: &str| rig.may(caller, action, KEY).is_ok();
    put_key(&rig, policy(json!([says("Allow", &root_arn(ACCOUNT), "kms:*")]))).await;
    assert!(may(&ann, "kms:Encrypt") && may(&root(), "kms:Encrypt") && !may(&bob, "kms:Encrypt"));
    put_key(&rig, policy(json!([says("Allow", &root_arn(ACCOUNT), "kms:Describe*")]))).await;
    assert!(!may(&ann, "kms:Encrypt") && !may(&root(), "kms:Encrypt"));
    assert!(may(&ann, "kms:DescribeKey") && may(&root(), "kms:DescribeKey"));
    put_key(&rig, policy(json!([says("Allow", &bob.arn, "kms:Encrypt")]))).await;
    assert!(may(&bob, "kms:Encrypt") && !may(&ann, "kms:Encrypt") && !may(&bob, "kms:Decrypt"));
    let denied = rig.may(&ann, "kms:Encrypt", KEY).unwrap_err().to_string();
    assert!(
        denied.ends_with("because no resource-based policy allows the kms:Encrypt action"),
        "{denied}"
    );
    // A Deny of IAM counts all the same.
    let eve = rig.user("eve", &[&statement("Deny", "kms:Encrypt", "*")]).await;
    put_key(&rig, policy(json!([says("Allow", &eve.arn, "kms:*")]))).await;
    assert!(!may(&eve, "kms:Encrypt") && may(&eve, "kms:Decrypt"));
    // One that can't be read lets nobody in.
    put_key(&rig, Policy { document: "{".into(), principals: BTreeMap::new() }).await;
    assert!(!may(&root(), "kms:DescribeKey") && !may(&ann, "kms:DescribeKey"));
    rig.end().await;
}

#[tokio::test]
async fn a_key_is_the_same_whatever_it_is_called() {
    let rig = Rig::new().await;
    put_key(&rig, policy(json!([says("Allow", &root_arn(ACCOUNT), "kms:*")]))).await;
    let named = alias::Record {
        scope: scope(),
        name: "alias/app".into(),
        target: "k1".into(),
        created_at: NOW,
        updated_at: NOW,
    };
    rig.put(alias::key(&scope(), "alias/app"), &named).await;
    let ann = rig.user("ann", &[&statement("Allow", "kms:*", KEY)]).await;
    let denied = statement("Deny", "kms:*", KEY);
    let bob = rig.user("bob", &[&statement("Allow", "kms:*", "*"), &denied]).await;
    let other = "arn:aws:kms:eu-west-1:111122223333";
    for named in [KEY.to_owned(), format!("{other}:key/alias/app"), format!("{other}:alias/app")] {
        assert!(rig.may(&ann, "kms:Encrypt", &named).is_ok(), "{named}");
        assert!(rig.may(&bob, "kms:Encrypt", &named).is_err(), "{named}");
    }
    // A name is about itself where it is changed.
    assert!(rig.may(&ann, "kms:DeleteAlias", &format!("{other}:alias/app")).is_err());
    let aliases = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:*",
        "Resource": "*", "Condition": {"StringEquals": {"kms:RequestAlias": "alias/app"}}}]}"#;
    let eve = rig.user("eve", &[aliases]).await;
    assert!(rig.may(&eve, "kms:Encrypt", &format!("{other}:key/alias/app")).is_ok());
    assert!(rig.may(&eve, "kms:Encrypt", KEY).is_err());
    rig.end().await;
}

#[tokio::test]
async fn conditions_of_keys_are_known() {
    let rig = Rig::new().await;
    put_key(&rig, policy(json!([says("Allow", &root_arn(ACCOUNT), "kms:*")]))).await;
    let when = |condition: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "kms:*",
                "Resource": "*", "Condition": {{"StringEquals": {{{condition}}}}}}}]}}"#
        )
    };
    for (n, (condition, holds)) in [
        (r#""kms:CallerAccount": "111122223333""#, true),
        (r#""kms:CallerAccount": "444455556666""#, false),
        (r#""kms:ViaService": "s.amazonaws.com""#, true),
        (r#""kms:EncryptionContext:of": "a""#, true),
        (r#""kms:EncryptionContext:of": "b""#, false),
        (r#""aws:ResourceTag/team": "red""#, true),
        (r#""aws:ResourceTag/team": "blue""#, false),
        (r#""kms:KeySpec": "SYMMETRIC_DEFAULT""#, true),
    ]
    .into_iter()
    .enumerate()
    {
        let caller = rig.user(&format!("u{n}"), &[&when(condition)]).await;
        let mut ask = Ask::new("kms:Decrypt", KEY)
            .with("kms:ViaService", "s.amazonaws.com")
            .with("kms:EncryptionContext:of", "a");
        ask.keys.push(("kms:EncryptionContextKeys".into(), Value::Many(vec!["of".into()])));
        let may = rig.identity.authorize(&caller, &[ask], &Context::default());
        assert_eq!(may.is_ok(), holds, "{condition}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_secret_lets_in_whom_its_policy_names_and_is_the_same_whatever_it_is_called() {
    let rig = Rig::new().await;
    put_secret(&rig, None).await;
    let get = "secretsmanager:GetSecretValue";
    let ann = rig.user("ann", &[&statement("Allow", get, SECRET)]).await;
    let bob = rig.user("bob", &[]).await;
    let name = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/db";
    for named in [SECRET, name] {
        assert!(rig.may(&ann, get, named).is_ok(), "{named}");
        assert!(rig.may(&bob, get, named).is_err(), "{named}");
        assert!(rig.may(&root(), get, named).is_ok(), "{named}");
    }
    // What is no name is not taken for one.
    assert!(rig.may(&ann, get, &name.replace('/', ":")).is_err());
    put_secret(&rig, Some(policy(json!([says("Allow", &bob.arn, get)])))).await;
    assert!(rig.may(&ann, get, name).is_ok() && rig.may(&bob, get, name).is_ok());
    put_secret(&rig, Some(policy(json!([says("Deny", "*", get)])))).await;
    for caller in [&ann, &bob, &root()] {
        assert!(rig.may(caller, get, name).is_err());
    }
    assert!(rig.may(&root(), "secretsmanager:DeleteResourcePolicy", name).is_ok());
    // Who has the name of one that was named, and is another one, is not meant.
    let mut named = policy(json!([says("Allow", &bob.arn, get)]));
    named.principals = [(bob.arn.clone(), "AIDAother".to_owned())].into();
    put_secret(&rig, Some(named)).await;
    assert!(rig.may(&bob, get, name).is_err());
    rig.end().await;
}

#[tokio::test]
async fn others_accounts_need_both() {
    let rig = Rig::new().await;
    let get = "secretsmanager:GetSecretValue";
    let trust = r#"{"Version": "2012-10-17", "Statement": []}"#;
    let open = statement("Allow", "*", "*");
    let role = rig.role(OTHER, "reader", trust, &[&open]).await;
    let theirs = session_of(&role, "s");
    let bare = rig.role(OTHER, "bare", trust, &[]).await;
    let bare = session_of(&bare, "s");
    put_secret(&rig, None).await;
    put_key(&rig, policy(json!([says("Allow", &root_arn(ACCOUNT), "kms:*")]))).await;
    assert!(
        rig.may(&theirs, get, SECRET).is_err() && rig.may(&theirs, "kms:Decrypt", KEY).is_err()
    );
    put_secret(&rig, Some(policy(json!([says("Allow", &root_arn(OTHER), get)])))).await;
    put_key(&rig, policy(json!([says("Allow", &root_arn(OTHER), "kms:Decrypt")]))).await;
    for (caller, may) in [(&theirs, true), (&bare, false)] {
        assert_eq!(rig.may(caller, get, SECRET).is_ok(), may);
        assert_eq!(rig.may(caller, "kms:Decrypt", KEY).is_ok(), may);
    }
    let theirs_root = Caller::root(account(OTHER));
    assert!(rig.may(&theirs_root, get, SECRET).is_ok());
    assert!(rig.may(&theirs_root, "kms:Encrypt", KEY).is_err());
    rig.end().await;
}

/// Statements of a repository's policy are about it, and name no resource.
#[tokio::test]
async fn a_repository_lets_in_another_account_and_shuts_out_its_own_root() {
    use ferrogate_records::ecr::policy::{self as repository_policy, Purpose};
    const IMAGES: &str = "arn:aws:ecr:eu-west-1:111122223333:repository/team/app";
    let rig = Rig::new().await;
    let set = async |statements: serde_json::Value| {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let record = repository_policy::Record { text, at: NOW, principals: BTreeMap::new() };
        rig.put(repository_policy::key(&scope(), "team/app", Purpose::Access), &record).await;
    };
    let theirs = rig.role(OTHER, "r", "{}", &[&statement("Allow", "ecr:*", "*")]).await;
    let without = session_of(&rig.role(OTHER, "none", "{}", &[]).await, "s");
    let theirs = session_of(&theirs, "s");
    let root = Caller::root(account(ACCOUNT));
    let own = rig.user("own", &[]).await;
    let may = |caller: &Caller, action: &str| rig.may(caller, action, IMAGES).is_ok();
    assert!(!may(&theirs, "ecr:BatchGetImage") && !may(&own, "ecr:BatchGetImage"));
    let read = |principal: &str| json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "ecr:BatchGetImage"});
    set(json!([read(OTHER), read(&own.arn)])).await;
    assert!(may(&theirs, "ecr:BatchGetImage") && !may(&theirs, "ecr:PutImage"));
    // Another account's own policies must allow it too; of this one the repository's is enough.
    assert!(!may(&without, "ecr:BatchGetImage") && may(&own, "ecr:BatchGetImage"));
    set(json!([{"Effect": "Deny", "Principal": "*", "Action": "ecr:*"}])).await;
    assert!(!may(&root, "ecr:BatchGetImage") && !may(&theirs, "ecr:BatchGetImage"));
    // It can always take that back.
    assert!(may(&root, "ecr:SetRepositoryPolicy") && may(&root, "ecr:DeleteRepositoryPolicy"));
    rig.end().await;
}
