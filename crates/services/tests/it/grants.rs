//! Grants: made, listed, given up, taken away, and gone with their key.

use std::sync::Arc;

use ferrogate_api::kms::operation as op;
use ferrogate_api::{Authority, Caller, Cx, iam};
use ferrogate_base::TimestampMs;
use ferrogate_policy::Context;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, account, column};

struct Bed {
    rig: Rig,
    key: String,
    arn: String,
    ann: String,
    bob: String,
}

impl Bed {
    async fn new() -> Self {
        let rig = Rig::new().await;
        let made = rig.ok(&op::CreateKey, json!({})).await;
        let text = |name: &str| made["KeyMetadata"][name].as_str().unwrap().to_owned();
        let (key, arn) = (text("KeyId"), text("Arn"));
        let mut users = vec![];
        for name in ["ann", "bob"] {
            let made = rig.ok(&iam::operation::CreateUser, json!({"UserName": name})).await;
            users.push(made["User"]["Arn"].as_str().unwrap().to_owned());
        }
        let [ann, bob] = users.try_into().unwrap();
        Self { rig, key, arn, ann, bob }
    }

    async fn grant(&self, more: Value) -> Value {
        self.rig.ok(&op::CreateGrant, self.ask(more)).await
    }

    fn ask(&self, more: Value) -> Value {
        let mut ask =
            json!({"KeyId": self.key, "GranteePrincipal": self.ann, "Operations": ["Decrypt"]});
        for (name, value) in more.as_object().unwrap() {
            ask[name] = value.clone();
        }
        ask
    }

    /// A call of a user, whom nothing but grants lets do something.
    async fn as_user(&self, name: &str) -> Arc<Cx> {
        let got = self.rig.ok(&iam::operation::GetUser, json!({"UserName": name})).await;
        let id = got["User"]["UserId"].as_str().unwrap();
        let mut cx = Cx::root("id", account(), REGION, TimestampMs(NOW_MS));
        cx.caller = Arc::new(Caller::user(account(), name, id));
        cx.authority = Authority::new(self.rig.identity.clone(), Arc::new(Context::default()));
        Arc::new(cx)
    }

    async fn ids(&self, more: Value) -> Vec<String> {
        let mut ask = json!({"KeyId": self.key});
        for (name, value) in more.as_object().unwrap() {
            ask[name] = value.clone();
        }
        let listed = self.rig.ok(&op::ListGrants, ask).await;
        column(&listed, "Grants", "GrantId").iter().map(ToString::to_string).collect()
    }
}

#[tokio::test]
async fn a_grant_is_made_once_under_its_name_listed_and_taken_away() {
    let bed = Bed::new().await;
    let constraint = json!({"EncryptionContextSubset": {"App": "web"}});
    let named = json!({
        "Name": "n", "RetiringPrincipal": bed.bob, "Constraints": constraint,
        "Operations": ["GenerateDataKey", "Decrypt", "Decrypt"],
    });
    let first = bed.grant(named.clone()).await;
    assert_eq!(first["GrantId"].as_str().unwrap().len(), 64);
    assert_eq!(bed.grant(named.clone()).await, first, "the same one");
    let mut other = named;
    other["Operations"] = json!(["Decrypt"]);
    let second = bed.grant(other).await;
    assert_ne!(second["GrantId"], first["GrantId"]);
    let third = bed.grant(json!({"GranteePrincipal": bed.bob})).await;
    assert_ne!(bed.grant(json!({"GranteePrincipal": bed.bob})).await["GrantId"], third["GrantId"]);

    let one = json!({"KeyId": bed.key, "GrantId": first["GrantId"]});
    let listed = bed.rig.ok(&op::ListGrants, one.clone()).await;
    let shown = &listed["Grants"][0];
    assert_eq!(shown["KeyId"], bed.arn);
    assert_eq!(shown["GranteePrincipal"], bed.ann);
    assert_eq!(shown["RetiringPrincipal"], bed.bob);
    assert_eq!(shown["IssuingAccount"], format!("arn:aws:iam::{ACCOUNT}:root"));
    assert_eq!(shown["Operations"], json!(["Decrypt", "GenerateDataKey"]));
    assert_eq!(shown["Constraints"], constraint);
    assert_eq!(bed.ids(json!({})).await.len(), 4);
    assert_eq!(bed.ids(json!({"GranteePrincipal": bed.ann})).await.len(), 2);
    let page = bed.rig.ok(&op::ListGrants, json!({"KeyId": bed.key, "Limit": 3})).await;
    assert_eq!(page["Truncated"], true);
    let rest = json!({"KeyId": bed.key, "Marker": page["NextMarker"]});
    let rest = bed.rig.ok(&op::ListGrants, rest).await;
    assert_eq!(rest["Grants"].as_array().unwrap().len(), 1);
    let retirable = json!({"RetiringPrincipal": bed.bob});
    let listed = bed.rig.ok(&op::ListRetirableGrants, retirable.clone()).await;
    assert_eq!(listed["Grants"].as_array().unwrap().len(), 2);

    let dry = json!({"KeyId": bed.key, "GrantId": first["GrantId"], "DryRun": true});
    assert_eq!(bed.rig.refused(&op::RevokeGrant, dry).await.0, "DryRunOperationException");
    bed.rig.ok(&op::RevokeGrant, one.clone()).await;
    assert_eq!(bed.rig.refused(&op::RevokeGrant, one.clone()).await.0, "NotFoundException");
    assert_eq!(bed.rig.refused(&op::ListGrants, one).await.0, "NotFoundException");
    let listed = bed.rig.ok(&op::ListRetirableGrants, retirable).await;
    assert_eq!(listed["Grants"].as_array().unwrap().len(), 1);
    bed.rig.end().await;
}

#[tokio::test]
async fn what_is_no_grant_is_refused() {
    let bed = Bed::new().await;
    let none = format!("arn:aws:iam::{ACCOUNT}:user/none");
    let both = json!({"EncryptionContextSubset": {"a": "b"}, "EncryptionContextEquals": {}});
    for (more, code) in [
        (json!({"GranteePrincipal": none}), "InvalidArnException"),
        (json!({"GranteePrincipal": "*"}), "ValidationException"),
        (json!({"GranteePrincipal": "ecs-tasks.amazonaws.com"}), "InvalidArnException"),
        (json!({"RetiringPrincipal": none}), "InvalidArnException"),
        (json!({"Operations": ["Sign"]}), "ValidationException"),
        (json!({"Operations": []}), "ValidationException"),
        (json!({"Constraints": both}), "ValidationException"),
        (json!({"GrantTokens": ["bm9uZQ=="]}), "InvalidGrantTokenException"),
        (json!({"DryRun": true}), "DryRunOperationException"),
        (json!({"KeyId": "alias/a"}), "InvalidArnException"),
        (json!({"KeyId": "00000000-0000-0000-0000-000000000000"}), "NotFoundException"),
    ] {
        let refused = bed.rig.refused(&op::CreateGrant, bed.ask(more.clone())).await;
        assert_eq!(refused.0, code, "{more}: {}", refused.1);
    }
    assert!(bed.ids(json!({})).await.is_empty());
    bed.rig.ok(&op::DisableKey, json!({"KeyId": bed.key})).await;
    let refused = bed.rig.refused(&op::CreateGrant, bed.ask(json!({}))).await;
    assert_eq!(refused.0, "DisabledException");
    for input in [json!({}), json!({"KeyId": bed.arn}), json!({"GrantId": "g"})] {
        assert_eq!(bed.rig.refused(&op::RetireGrant, input).await.0, "ValidationException");
    }
    let bad = json!({"GrantToken": "x"});
    assert_eq!(bed.rig.refused(&op::RetireGrant, bad).await.0, "InvalidGrantTokenException");
    let far = json!({"RetiringPrincipal": "arn:aws:iam::444455556666:user/eve"});
    assert_eq!(bed.rig.refused(&op::ListRetirableGrants, far).await.0, "InvalidArnException");
    bed.rig.end().await;
}

#[tokio::test]
async fn who_retires_a_grant_gives_it_up_and_nobody_else() {
    let bed = Bed::new().await;
    let (ann, bob) = (bed.as_user("ann").await, bed.as_user("bob").await);
    let made = bed.grant(json!({"RetiringPrincipal": bed.bob})).await;
    let by_id = json!({"KeyId": bed.arn, "GrantId": made["GrantId"]});
    let denied = bed.rig.call_as(ann.clone(), &op::RetireGrant, by_id.clone()).await;
    assert_eq!(denied.unwrap_err().0, "AccessDeniedException");
    let by_token = json!({"GrantToken": made["GrantToken"]});
    bed.rig.ok_as(bob.clone(), &op::RetireGrant, by_token).await;
    // To somebody who may not, one that is gone is one that it may not give up.
    let again = bed.rig.call_as(bob, &op::RetireGrant, by_id.clone()).await;
    assert_eq!(again.unwrap_err().0, "AccessDeniedException");
    assert_eq!(bed.rig.refused(&op::RetireGrant, by_id).await.0, "NotFoundException");
    let made = bed.grant(json!({"Operations": ["RetireGrant"]})).await;
    let by_id = json!({"KeyId": bed.arn, "GrantId": made["GrantId"]});
    bed.rig.ok_as(ann, &op::RetireGrant, by_id).await;
    assert!(bed.ids(json!({})).await.is_empty());
    bed.rig.end().await;
}

#[tokio::test]
async fn a_token_of_a_grant_is_taken_where_aws_takes_one() {
    let bed = Bed::new().await;
    let made = bed.grant(json!({})).await;
    let tokens = json!([made["GrantToken"]]);
    let ask = json!({"KeyId": bed.key, "Plaintext": "aGk=", "GrantTokens": tokens});
    let sealed = bed.rig.ok(&op::Encrypt, ask).await;
    let ask = json!({"CiphertextBlob": sealed["CiphertextBlob"], "GrantTokens": tokens});
    assert_eq!(bed.rig.ok(&op::Decrypt, ask).await["Plaintext"], "aGk=");
    let ask = json!({"KeyId": bed.key, "GrantTokens": ["no token"]});
    let refused = bed.rig.refused(&op::DescribeKey, ask).await;
    assert_eq!(refused.0, "InvalidGrantTokenException");
    bed.rig.end().await;
}
