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
    cx.caller = Caller {
        access_key_id: "AKID".into(),
        user_id: "AIDABOB".into(),
        arn: arn.clone(),
        root: false,
    };
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

#[test]
fn credentials_are_not_handed_out_yet() {
    for name in ["AssumeRole", "GetSessionToken"] {
        assert!(sts::SERVICE.operation(name).is_none() && sts::SERVICE.knows(name), "{name}");
    }
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
