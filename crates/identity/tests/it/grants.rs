//! Grants of keys of KMS: what they let somebody do that no policy does.

use std::collections::BTreeMap;

use ferrogate_auth::{Ask, Authorize, Caller, Session};
use ferrogate_identity::GRANT;
use ferrogate_policy::{Context, Value};
use ferrogate_records::Scope;
use ferrogate_records::kms::grant::{self, Constraint, Principal};
use ferrogate_records::kms::key::{self, Policy, State};
use serde_json::json;

use crate::rig::{ACCOUNT, NOW, OTHER, Rig, account, session_of, statement};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k1";

fn scope() -> Scope {
    Scope::new(account(ACCOUNT), "eu-west-1")
}

/// A key whose own policy lets nobody but the root do something, and the root little.
async fn put_key(rig: &Rig, more: serde_json::Value) {
    let mut statements = vec![json!({
        "Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")},
        "Action": "kms:DescribeKey", "Resource": "*",
    })];
    statements.extend(more.as_array().unwrap().iter().cloned());
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let record = key::Record {
        scope: scope(),
        id: "k1".into(),
        description: String::new(),
        state: State::Enabled,
        service: None,
        policy: Policy { document, principals: BTreeMap::new() },
        materials: vec![],
        rotation: None,
        created_at: NOW,
        tags: vec![],
    };
    rig.put(key::key(&scope(), "k1"), &record).await;
}

fn grant(id: &str, to: &Caller, operations: &[&str]) -> grant::Record {
    let own_id = to.user_id.split(':').next().unwrap();
    grant::Record {
        scope: scope(),
        key_id: "k1".into(),
        id: id.into(),
        name: None,
        grantee: Principal { arn: to.principal_arn().into(), id: Some(own_id.into()) },
        retiring: None,
        operations: operations.iter().map(|one| (*one).to_owned()).collect(),
        constraint: None,
        issuer: format!("arn:aws:iam::{ACCOUNT}:root"),
        created_at: NOW,
    }
}

async fn put(rig: &Rig, grant: &grant::Record) {
    rig.put(grant::key(&scope(), "k1", &grant.id), grant).await;
}

fn pairs(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn may(rig: &Rig, caller: &Caller, ask: Ask) -> bool {
    rig.identity.authorize(caller, &[ask], &Context::default()).is_ok()
}

#[tokio::test]
async fn a_grant_allows_its_operations_to_whom_it_names_until_it_is_gone() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let (ann, bob) = (rig.user("ann", &[]).await, rig.user("bob", &[]).await);
    let all = |caller: &Caller| {
        ["kms:Encrypt", "kms:Decrypt"].map(|action| may(&rig, caller, Ask::new(action, KEY)))
    };
    assert_eq!(all(&ann), [false, false]);
    put(&rig, &grant("g1", &ann, &["Decrypt"])).await;
    assert_eq!((all(&ann), all(&bob)), ([false, true], [false, false]));
    let other_key = Ask::new("kms:Decrypt", KEY.replace("k1", "k2"));
    assert!(!may(&rig, &ann, other_key));
    // Another user has the name now.
    let another = Caller { user_id: "AIDANEW".into(), ..ann.clone() };
    assert_eq!(all(&another), [false, false]);
    rig.delete(grant::key(&scope(), "k1", "g1")).await;
    assert_eq!(all(&ann), [false, false]);
    rig.end().await;
}

#[tokio::test]
async fn no_grant_is_over_a_denial() {
    let rig = Rig::new().await;
    let ann = rig.user("ann", &[&statement("Deny", "kms:Decrypt", "*")]).await;
    let bob = rig.user("bob", &[]).await;
    let deny = json!({"Effect": "Deny", "Principal": {"AWS": bob.arn}, "Action": "kms:Encrypt",
        "Resource": "*"});
    put_key(&rig, json!([deny])).await;
    put(&rig, &grant("g1", &ann, &["Decrypt", "Encrypt"])).await;
    put(&rig, &grant("g2", &bob, &["Decrypt", "Encrypt"])).await;
    for (caller, action, allowed) in [
        (&ann, "kms:Decrypt", false),
        (&ann, "kms:Encrypt", true),
        (&bob, "kms:Decrypt", true),
        (&bob, "kms:Encrypt", false),
    ] {
        assert_eq!(may(&rig, caller, Ask::new(action, KEY)), allowed, "{} {action}", caller.arn);
    }
    rig.end().await;
}

#[tokio::test]
async fn a_constraint_narrows_a_grant_to_its_contexts() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let (ann, bob) = (rig.user("ann", &[]).await, rig.user("bob", &[]).await);
    let operations = ["CreateGrant", "Decrypt", "DescribeKey"];
    let equals = Some(Constraint::Equals(pairs(&[("App", "web")])));
    put(&rig, &grant::Record { constraint: equals, ..grant("g1", &ann, &operations) }).await;
    let subset = Some(Constraint::Subset(pairs(&[("App", "web")])));
    put(&rig, &grant::Record { constraint: subset, ..grant("g2", &bob, &operations) }).await;
    let with = |all: &[(&str, &str)]| {
        let mut ask = Ask::new("kms:Decrypt", KEY);
        for (name, value) in all {
            ask = ask.with(&format!("kms:EncryptionContext:{name}"), *value);
        }
        (may(&rig, &ann, ask.clone()), may(&rig, &bob, ask))
    };
    assert_eq!(with(&[("App", "web")]), (true, true));
    assert_eq!(with(&[("App", "web"), ("more", "1")]), (false, true));
    for other in [&[][..], &[("App", "db")], &[("app", "web")], &[("more", "1")]] {
        assert_eq!(with(other), (false, false), "{other:?}");
    }
    // What has no context is not narrowed; what would make a grant that is not, is refused.
    assert!(may(&rig, &ann, Ask::new("kms:DescribeKey", KEY)));
    let make = Ask::new("kms:CreateGrant", KEY).with("kms:GrantOperations", "Decrypt");
    assert!(!may(&rig, &ann, make));
    rig.end().await;
}

#[tokio::test]
async fn who_may_make_grants_by_one_makes_none_that_is_wider() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let ann = rig.user("ann", &[]).await;
    put(&rig, &grant("g1", &ann, &["CreateGrant", "Decrypt"])).await;
    let make = |all: &[&str]| {
        let mut ask = Ask::new("kms:CreateGrant", KEY);
        let all = all.iter().map(|one| (*one).to_owned()).collect();
        ask.keys.push(("kms:GrantOperations".into(), Value::Many(all)));
        may(&rig, &ann, ask)
    };
    assert!(make(&["Decrypt"]) && make(&["Decrypt", "CreateGrant"]));
    assert!(!make(&["Encrypt"]) && !make(&["Decrypt", "Encrypt"]));
    assert!(!may(&rig, &ann, Ask::new("kms:CreateGrant", KEY)), "of operations nobody knows");
    rig.end().await;
}

#[tokio::test]
async fn a_session_has_the_grants_of_its_role_within_its_policies() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let role = rig.role(ACCOUNT, "app", "{}", &[]).await;
    let session = session_of(&role, "work");
    let narrow = Session {
        policies: Some(vec![statement("Allow", "kms:Encrypt", "*")]),
        ..Session::default()
    };
    let narrowed = Caller { session: Some(Box::new(narrow)), ..session.clone() };
    put(&rig, &grant("g1", &session, &["Decrypt", "Encrypt"])).await;
    let all = |caller: &Caller| {
        ["kms:Encrypt", "kms:Decrypt"].map(|action| may(&rig, caller, Ask::new(action, KEY)))
    };
    assert_eq!((all(&session), all(&narrowed)), ([true, true], [true, false]));
    rig.end().await;
}

#[tokio::test]
async fn an_account_that_is_named_lets_its_own_policies_decide() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let ann = rig.user("ann", &[&statement("Allow", "kms:Decrypt", "*")]).await;
    let bob = rig.user("bob", &[]).await;
    let mut to_all = grant("g1", &ann, &["Decrypt"]);
    to_all.grantee = Principal { arn: format!("arn:aws:iam::{ACCOUNT}:root"), id: None };
    put(&rig, &to_all).await;
    assert!(may(&rig, &ann, Ask::new("kms:Decrypt", KEY)));
    assert!(!may(&rig, &bob, Ask::new("kms:Decrypt", KEY)));
    // Of another account's user both accounts must allow: nobody speaks for that one here.
    let stranger = Caller::user(account(OTHER), "eve", "AIDAEVE");
    assert!(!may(&rig, &stranger, Ask::new("kms:Decrypt", KEY)));
    rig.end().await;
}

#[tokio::test]
async fn a_grant_is_given_up_by_who_retires_it_and_by_a_grantee_that_may() {
    let rig = Rig::new().await;
    put_key(&rig, json!([])).await;
    let users = [rig.user("ann", &[]).await, rig.user("bob", &[]).await];
    let [ann, bob] = &users;
    let retiring = Some(Principal { arn: bob.arn.clone(), id: Some(bob.user_id.clone()) });
    put(&rig, &grant::Record { retiring, ..grant("g1", ann, &["Decrypt"]) }).await;
    put(&rig, &grant("g2", ann, &["RetireGrant"])).await;
    let retire = |caller: &Caller, id: &str| {
        may(&rig, caller, Ask::new("kms:RetireGrant", KEY).with(GRANT, id))
    };
    assert_eq!((retire(ann, "g1"), retire(bob, "g1")), (false, true));
    assert_eq!((retire(ann, "g2"), retire(bob, "g2")), (true, false));
    assert!(!retire(bob, "g3"));
    assert!(!may(&rig, bob, Ask::new("kms:Decrypt", KEY)), "it may no more than that");
    rig.end().await;
}
