//! Access keys: made once, sealed in the store, found by their ids.

use ferrogate_api::iam::operation as op;
use ferrogate_records::iam::{access_key, account, user};
use serde_json::json;

use super::{paged, refused};
use crate::rig::{ACCOUNT, Rig, column};

#[tokio::test]
async fn a_user_has_two_keys_at_most_whose_secrets_the_store_does_not_tell() {
    let rig = Rig::new().await;
    let bob = json!({"UserName": "bob"});
    rig.ok(&op::CreateUser, bob.clone()).await;
    let make = || rig.call(&op::CreateAccessKey, bob.clone());
    let (a, b, c, d) = tokio::join!(make(), make(), make(), make());
    let mut keys = vec![];
    for answer in [a, b, c, d] {
        match answer {
            Ok(made) => keys.push(made["AccessKey"].clone()),
            Err((code, text)) => {
                assert_eq!(code, "LimitExceededException");
                assert_eq!(text, "Cannot exceed quota for AccessKeysPerUser: 2");
            }
        }
    }
    assert_eq!(keys.len(), 2);
    for key in &keys {
        let (id, secret) =
            (key["AccessKeyId"].as_str().unwrap(), key["SecretAccessKey"].as_str().unwrap());
        assert!(id.starts_with("AKIA") && id.len() == 20 && secret.len() == 40, "{id}");
        let kept = rig.stored(&access_key::key(id)).await.expect("it is kept");
        let kept = String::from_utf8(kept.val.to_vec()).unwrap();
        assert!(!kept.contains(secret), "the secret lies open in the store");
    }
    assert_ne!(keys[0]["SecretAccessKey"], keys[1]["SecretAccessKey"]);
    let listed = paged(&rig, &op::ListAccessKeys, bob.clone(), "AccessKeyMetadata", 1).await;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|key| key.get("SecretAccessKey").is_none()), "{listed:?}");

    let id = &keys[0]["AccessKeyId"];
    let status = json!({"UserName": "bob", "AccessKeyId": id, "Status": "Inactive"});
    rig.ok(&op::UpdateAccessKey, status).await;
    let listed = rig.ok(&op::ListAccessKeys, bob.clone()).await;
    let all = listed["AccessKeyMetadata"].as_array().unwrap();
    let one = all.iter().find(|key| key["AccessKeyId"] == *id).unwrap();
    assert_eq!(one["Status"], "Inactive");
    let used = rig.ok(&op::GetAccessKeyLastUsed, json!({"AccessKeyId": id})).await;
    assert_eq!(
        used,
        json!({"UserName": "bob", "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"}})
    );
    rig.ok(&op::DeleteAccessKey, json!({"UserName": "bob", "AccessKeyId": id})).await;
    let text = format!("The Access Key with id {} cannot be found.", id.as_str().unwrap());
    let again = json!({"UserName": "bob", "AccessKeyId": id});
    refused(&rig, &op::DeleteAccessKey, again, "NoSuchEntityException", &text).await;
    assert_eq!(
        rig.refused(&op::GetAccessKeyLastUsed, json!({"AccessKeyId": id})).await.0,
        "AccessDenied"
    );
    rig.end().await;
}

#[tokio::test]
async fn nobody_changes_the_key_of_another() {
    let rig = Rig::new().await;
    for name in ["bob", "eve"] {
        rig.ok(&op::CreateUser, json!({"UserName": name})).await;
    }
    let key = rig.ok(&op::CreateAccessKey, json!({"UserName": "bob"})).await;
    let id = key["AccessKey"]["AccessKeyId"].as_str().unwrap();
    let text = format!("The Access Key with id {id} cannot be found.");
    let eves = json!({"UserName": "eve", "AccessKeyId": id});
    refused(&rig, &op::DeleteAccessKey, eves, "NoSuchEntityException", &text).await;
    let eves = json!({"UserName": "eve", "AccessKeyId": id, "Status": "Inactive"});
    refused(&rig, &op::UpdateAccessKey, eves, "NoSuchEntityException", &text).await;
    rig.end().await;
}

#[tokio::test]
async fn the_root_has_keys_too_and_the_report_tells_of_all() {
    let rig = Rig::new().await;
    let none = rig.refused(&op::GetCredentialReport, json!({})).await;
    assert_eq!(none.0, "CredentialReportNotPresentException");
    let root = rig.ok(&op::CreateAccessKey, json!({})).await;
    assert_eq!(root["AccessKey"]["UserName"], "");
    let listed = rig.ok(&op::ListAccessKeys, json!({})).await;
    assert_eq!(
        column(&listed, "AccessKeyMetadata", "AccessKeyId"),
        [root["AccessKey"]["AccessKeyId"].as_str().unwrap()]
    );
    let table = rig.state.table::<account::Record>();
    let kept = table.get(&account::key(&ACCOUNT.parse().unwrap())).unwrap().unwrap();
    assert_eq!(kept.root_keys.len(), 1);
    rig.ok(&op::CreateUser, json!({"UserName": "a,b"})).await;
    rig.ok(&op::CreateAccessKey, json!({"UserName": "a,b"})).await;
    assert_eq!(rig.ok(&op::GenerateCredentialReport, json!({})).await["State"], "STARTED");
    assert_eq!(rig.ok(&op::GenerateCredentialReport, json!({})).await["State"], "COMPLETE");
    let report = rig.ok(&op::GetCredentialReport, json!({})).await;
    assert_eq!(report["ReportFormat"], "text/csv");
    let users = rig.state.table::<user::Record>();
    assert_eq!(users.all().unwrap().count(), 1);
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD
        .decode(report["Content"].as_str().unwrap())
        .unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let columns = lines[0].split(',').count();
    assert_eq!((lines.len(), columns), (3, 22));
    assert_eq!(lines[1].split(',').count(), columns);
    assert!(lines[1].starts_with("<root_account>,"));
    assert!(
        lines[2].starts_with("\"a,b\",\"arn:aws:iam::") && lines[2].contains(",true,"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[2].split(',').count(), columns + 2);
    rig.clock.advance_ms(4 * 3600 * 1000);
    assert_eq!(
        rig.refused(&op::GetCredentialReport, json!({})).await.0,
        "CredentialReportExpiredException"
    );
    rig.end().await;
}

#[tokio::test]
async fn an_account_has_one_alias_that_no_other_has() {
    let rig = Rig::new().await;
    let alias = |name: &str| json!({"AccountAlias": name});
    for bad in ["ab", "-abc", "abc-", "a--b", "Abc", "a_b", &"a".repeat(64)] {
        assert_eq!(
            rig.refused(&op::CreateAccountAlias, alias(bad)).await.0,
            "ValidationError",
            "{bad}"
        );
    }
    rig.ok(&op::CreateAccountAlias, alias("first")).await;
    rig.ok(&op::CreateAccountAlias, alias("second-one")).await;
    rig.ok(&op::CreateAccountAlias, alias("second-one")).await;
    let listed = rig.ok(&op::ListAccountAliases, json!({})).await;
    assert_eq!(listed["AccountAliases"], json!(["second-one"]));
    let other = ferrogate_api::Cx::root(
        "id",
        "444455556666".parse().unwrap(),
        "us-east-1",
        ferrogate_base::TimestampMs(0),
    );
    let other = std::sync::Arc::new(other);
    let taken = rig.call_as(other.clone(), &op::CreateAccountAlias, alias("second-one")).await;
    let text = "The account alias second-one already exists.";
    assert_eq!(taken.unwrap_err(), ("EntityAlreadyExistsException".into(), text.into()));
    // The one that was given up is free.
    rig.ok_as(other, &op::CreateAccountAlias, alias("first")).await;
    let text = "The account alias with name first cannot be found.";
    refused(&rig, &op::DeleteAccountAlias, alias("first"), "NoSuchEntityException", text).await;
    rig.ok(&op::DeleteAccountAlias, alias("second-one")).await;
    assert_eq!(rig.ok(&op::ListAccountAliases, json!({})).await["AccountAliases"], json!([]));
    rig.end().await;
}
