//! STS and IAM.

use std::sync::Arc;

use ferrogate_api::{Caller, Cx, iam, sts};
use ferrogate_base::TimestampMs;
use serde_json::json;

use crate::rig::{ACCOUNT, KEY_ID, REGION, Rig, account};

#[tokio::test]
async fn a_caller_is_told_who_it_is() {
    let rig = Rig::new().await;
    let root = rig.ok(&sts::operation::GetCallerIdentity, json!({})).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:root");
    assert_eq!(root, json!({"UserId": ACCOUNT, "Account": ACCOUNT, "Arn": arn}));

    let mut cx = Cx::root("id", account(), REGION, TimestampMs(0));
    let arn = format!("arn:aws:iam::{ACCOUNT}:user/bob");
    cx.caller = Arc::new(Caller::user(account(), "bob", "AIDABOB"));
    let bob = rig.call_as(Arc::new(cx), &sts::operation::GetCallerIdentity, json!({})).await;
    assert_eq!(bob.unwrap(), json!({"UserId": "AIDABOB", "Account": ACCOUNT, "Arn": arn}));
    rig.end().await;
}

#[tokio::test]
async fn an_access_key_belongs_to_its_account_or_to_none() {
    let rig = Rig::new().await;
    let info = &sts::operation::GetAccessKeyInfo;
    assert_eq!(rig.ok(info, json!({"AccessKeyId": KEY_ID})).await, json!({"Account": ACCOUNT}));
    let stranger = json!({"AccessKeyId": "AKIDSTRANGER00000000"});
    assert_eq!(rig.refused(info, stranger).await.0, "ValidationError");
    rig.end().await;
}

#[tokio::test]
async fn an_account_has_its_root_user_and_nobody_else() {
    let rig = Rig::new().await;
    let user = rig.ok(&iam::operation::GetUser, json!({})).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:root");
    assert_eq!(user, json!({"User": {"UserId": ACCOUNT, "Arn": arn}}));
    let roles = rig.ok(&iam::operation::ListRoles, json!({})).await;
    assert_eq!(roles, json!({"Roles": [], "IsTruncated": false}));
    let aliases = rig.ok(&iam::operation::ListAccountAliases, json!({})).await;
    assert_eq!(aliases, json!({"AccountAliases": [], "IsTruncated": false}));
    let summary = rig.ok(&iam::operation::GetAccountSummary, json!({})).await;
    assert_eq!(summary["SummaryMap"]["Users"], 0);
    assert_eq!(summary["SummaryMap"]["AccountAccessKeysPresent"], 1);

    let none = |text: &str| ("NoSuchEntityException".to_owned(), text.to_owned());
    let role = rig.refused(&iam::operation::GetRole, json!({"RoleName": "web"})).await;
    assert_eq!(role, none("The role with name web cannot be found."));
    let bob = rig.refused(&iam::operation::GetUser, json!({"UserName": "bob"})).await;
    assert_eq!(bob, none("The user with name bob cannot be found."));
    let marker = json!({"Marker": "m"});
    assert_eq!(rig.refused(&iam::operation::ListRoles, marker).await.0, "ValidationError");
    rig.end().await;
}

mod sessions {
    use ferrogate_auth::{Principal, Session};
    use ferrogate_records::iam::{Owner, role};
    use ferrogate_state::create;
    use ferrogate_store::Key;

    use super::*;

    /// A role that every user of the account may assume, in the store.
    async fn role(rig: &Rig) -> role::Record {
        let trust = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:*",
        }});
        let record = role::Record {
            owner: Owner { account: account(), partition: "aws".into() },
            name: "app".into(),
            path: "/team/".into(),
            id: "AROAAPP".into(),
            created_at: TimestampMs(0),
            description: None,
            session_max_s: 7200,
            trust: role::Trust { document: trust.to_string(), principals: Default::default() },
            grants: Default::default(),
            boundary: None,
            service: None,
            profiles: 0,
            tags: vec![],
        };
        let key = Key::new(role::key(&account(), "app")).unwrap();
        let rev = rig.state.commit(&[], &[create(key, &record).unwrap()]).await;
        rig.state.at(rev.unwrap().unwrap()).await.unwrap();
        record
    }

    fn cx(caller: Caller) -> Arc<Cx> {
        let mut cx = Cx::root("id", account(), REGION, TimestampMs(0));
        cx.caller = Arc::new(caller);
        Arc::new(cx)
    }

    fn bob() -> Caller {
        Caller::user(account(), "bob", "AIDABOB")
    }

    fn chained(role: &role::Record, session: Session) -> Caller {
        Caller {
            arn: format!("arn:aws:sts::{ACCOUNT}:assumed-role/app/first"),
            user_id: "AROAAPP:first".into(),
            principal: Principal::Role { name: "app".into(), arn: role.arn() },
            session: Some(Box::new(session)),
            ..bob()
        }
    }

    #[tokio::test]
    async fn a_role_is_assumed_for_as_long_as_it_says() {
        let rig = Rig::new().await;
        let role = role(&rig).await;
        let assume = &sts::operation::AssumeRole;
        let ask = |more: serde_json::Value| {
            let mut ask = json!({"RoleArn": role.arn(), "RoleSessionName": "work"});
            ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            ask
        };
        let told = rig.call_as(cx(bob()), assume, ask(json!({"DurationSeconds": 7200}))).await;
        let told = told.unwrap();
        assert_eq!(
            told["AssumedRoleUser"],
            json!({
                "AssumedRoleId": "AROAAPP:work",
                "Arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/app/work"),
            }),
            "without the path"
        );
        assert!(told["Credentials"]["AccessKeyId"].as_str().unwrap().starts_with("ASIA"));
        assert!(told.get("PackedPolicySize").is_none());
        let too_long = ask(json!({"DurationSeconds": 7201}));
        let first = chained(&role, Session::default());
        let long_chain = ask(json!({"DurationSeconds": 3601}));
        for (caller, ask, code) in [
            (Caller::root(account()), ask(json!({})), "AccessDenied"),
            (bob(), too_long, "ValidationError"),
            (first, long_chain, "ValidationError"),
            (bob(), ask(json!({"SerialNumber": "arn:aws:iam::1:mfa/x"})), "AccessDenied"),
            (bob(), ask(json!({"Policy": "{}"})), "MalformedPolicyDocumentException"),
            (
                bob(),
                ask(json!({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/None"}]})),
                "MalformedPolicyDocumentException",
            ),
        ] {
            let refused = rig.call_as(cx(caller), assume, ask.clone()).await.unwrap_err();
            assert_eq!(refused.0, code, "{ask}");
        }
        rig.end().await;
    }

    #[tokio::test]
    async fn tags_and_the_source_identity_go_down_the_chain() {
        let rig = Rig::new().await;
        let role = role(&rig).await;
        let session = Session {
            tags: [("team".to_owned(), "a".to_owned())].into(),
            transitive: vec!["team".into()],
            source_identity: Some("ann".into()),
            ..Session::default()
        };
        let ask = |more: serde_json::Value| {
            let mut ask = json!({"RoleArn": role.arn(), "RoleSessionName": "next"});
            ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            ask
        };
        let call = |more| {
            let caller = cx(chained(&role, session.clone()));
            rig.call_as(caller, &sts::operation::AssumeRole, ask(more))
        };
        // Whom nobody is asked about may not say it on.
        assert_eq!(call(json!({})).await.unwrap_err().0, "AccessDenied");
        assert_eq!(call(json!({"SourceIdentity": "ben"})).await.unwrap_err().0, "AccessDenied");
        let told = call(json!({"SourceIdentity": "ann"})).await.unwrap();
        assert_eq!(told["SourceIdentity"], "ann");
        let over = json!({"SourceIdentity": "ann", "Tags": [{"Key": "Team", "Value": "b"}]});
        assert_eq!(call(over).await.unwrap_err().0, "InvalidParameterValue");
        rig.end().await;
    }

    #[tokio::test]
    async fn temporary_credentials_make_no_others_of_their_owner() {
        let rig = Rig::new().await;
        let of_user = Session { of_user: true, ..Session::default() };
        let temporary = Caller { session: Some(Box::new(of_user)), ..bob() };
        let get = &sts::operation::GetSessionToken;
        assert!(rig.call_as(cx(bob()), get, json!({})).await.is_ok());
        let refused = rig.call_as(cx(temporary.clone()), get, json!({})).await.unwrap_err();
        assert_eq!(refused.0, "AccessDenied");
        let federate = &sts::operation::GetFederationToken;
        let told = rig.call_as(cx(bob()), federate, json!({"Name": "guest"})).await.unwrap();
        assert_eq!(told["PackedPolicySize"], 0);
        let arn = format!("arn:aws:sts::{ACCOUNT}:federated-user/guest");
        assert_eq!(told["FederatedUser"]["Arn"], arn);
        let refused = rig.call_as(cx(temporary), federate, json!({"Name": "guest"})).await;
        assert_eq!(refused.unwrap_err().0, "AccessDenied");
        let decode = &sts::operation::DecodeAuthorizationMessage;
        let refused = rig.call_as(cx(bob()), decode, json!({"EncodedMessage": "x"})).await;
        assert_eq!(refused.unwrap_err().0, "InvalidAuthorizationMessageException");
        rig.end().await;
    }
}
