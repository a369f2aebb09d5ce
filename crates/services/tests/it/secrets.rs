//! Secrets: made, read, changed, staged, deleted, found.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::Cx;
use ferrogate_api::kms::operation as kms;
use ferrogate_api::secretsmanager::operation as op;
use ferrogate_base::{Clock, TimestampMs};
use ferrogate_services::secretsmanager::{NoValue, Value as Plain, Wanted, asks, value};
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, column, scope};

const DAY_MS: u64 = 24 * 3600 * 1000;
const TOKEN: &str = "11111111-1111-1111-1111-111111111111";
const OTHER_TOKEN: &str = "22222222-2222-2222-2222-222222222222";

async fn make(rig: &Rig, name: &str, value: &str) -> Value {
    rig.ok(&op::CreateSecret, json!({"Name": name, "SecretString": value})).await
}

async fn get(rig: &Rig, ask: Value) -> String {
    let got = rig.ok(&op::GetSecretValue, ask).await;
    got["SecretString"].as_str().unwrap().to_owned()
}

async fn refused(
    rig: &Rig,
    operation: &ferrogate_api::Operation,
    ask: Value,
    code: &str,
    text: &str,
) {
    assert_eq!(rig.refused(operation, ask).await, (code.to_owned(), text.to_owned()));
}

fn later(rig: &Rig, days: u64) {
    rig.clock.set(TimestampMs(rig.clock.now().0 + days * DAY_MS));
}

#[tokio::test]
async fn a_secret_is_read_by_its_name_its_arn_and_a_part_of_it() {
    let rig = Rig::new().await;
    let made = make(&rig, "prod/db", "hush").await;
    let arn = made["ARN"].as_str().unwrap();
    let part = format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:prod/db");
    let suffix = arn.strip_prefix(&format!("{part}-")).unwrap();
    assert!(suffix.len() == 6 && suffix.chars().all(|c| c.is_ascii_alphanumeric()), "{arn}");
    for id in ["prod/db", arn, &part] {
        let got = rig.ok(&op::GetSecretValue, json!({"SecretId": id})).await;
        assert_eq!(got["SecretString"], "hush");
        assert_eq!((&got["ARN"], &got["Name"]), (&json!(arn), &json!("prod/db")));
        assert_eq!(got["VersionStages"], json!(["AWSCURRENT"]));
        assert_eq!(got["VersionId"], made["VersionId"]);
    }
    let text = "Secrets Manager can't find the specified secret.";
    for id in [
        "prod",
        &format!("prod/db-{suffix}"),
        &format!("{part}-AAAAAA"),
        &arn.replace(REGION, "us-east-1"),
        &arn.replace(ACCOUNT, "444455556666"),
        "arn:aws:s3:::x",
    ] {
        let ask = json!({"SecretId": id});
        refused(&rig, &op::GetSecretValue, ask, "ResourceNotFoundException", text).await;
    }
    let other =
        Arc::new(Cx::root("id", "444455556666".parse().unwrap(), REGION, TimestampMs(NOW_MS)));
    let answer = rig.call_as(other, &op::GetSecretValue, json!({"SecretId": "prod/db"})).await;
    assert_eq!(answer.unwrap_err().0, "ResourceNotFoundException");
    // A name that ends as an ARN does is found by its ARN, too.
    let odd = make(&rig, "odd-AbCdEf", "odd").await;
    assert_eq!(get(&rig, json!({"SecretId": odd["ARN"]})).await, "odd");
    assert_eq!(get(&rig, json!({"SecretId": "odd-AbCdEf"})).await, "odd");
    let rig = rig.restart().await;
    assert_eq!(get(&rig, json!({"SecretId": "prod/db"})).await, "hush");
    rig.end().await;
}

#[tokio::test]
async fn a_value_lies_nowhere_open() {
    let rig = Rig::new().await;
    let made = make(&rig, "s", "canary-5f2c").await;
    let suffix = made["ARN"].as_str().unwrap().rsplit('-').next().unwrap();
    let version = made["VersionId"].as_str().unwrap();
    for key in [
        format!("/secret/{ACCOUNT}/{REGION}/s"),
        format!("/secret-value/{ACCOUNT}/{REGION}/s-{suffix}/{version}"),
    ] {
        let kept = rig.stored(&key).await.unwrap_or_else(|| panic!("{key}"));
        let kept = String::from_utf8(kept.val.to_vec()).unwrap();
        let encoded = STANDARD.encode("canary-5f2c");
        assert!(!kept.contains("canary") && !kept.contains(&encoded), "{kept}");
    }
    rig.end().await;
}

#[tokio::test]
async fn a_token_makes_one_version() {
    let rig = Rig::new().await;
    let ask =
        |value: &str| json!({"Name": "s", "SecretString": value, "ClientRequestToken": TOKEN});
    let made = rig.ok(&op::CreateSecret, ask("one")).await;
    assert_eq!(made["VersionId"], TOKEN);
    assert_eq!(rig.ok(&op::CreateSecret, ask("one")).await, made);
    let text = "The operation failed because the secret s already exists.";
    refused(&rig, &op::CreateSecret, ask("two"), "ResourceExistsException", text).await;
    let ask = |value: &str| json!({"SecretId": "s", "SecretString": value, "ClientRequestToken": OTHER_TOKEN});
    let put = rig.ok(&op::PutSecretValue, ask("two")).await;
    assert_eq!(put["VersionStages"], json!(["AWSCURRENT"]));
    make_more(&rig).await;
    let again = rig.ok(&op::PutSecretValue, ask("two")).await;
    assert_eq!(again["VersionId"], OTHER_TOKEN);
    assert_eq!(again["VersionStages"], json!(["AWSPREVIOUS"]), "nothing was moved");
    let text = "You can't modify an existing version, you can only create a new version.";
    refused(&rig, &op::PutSecretValue, ask("three"), "ResourceExistsException", text).await;
    refused(&rig, &op::UpdateSecret, ask("two"), "ResourceExistsException", text).await;
    rig.end().await;
}

async fn make_more(rig: &Rig) {
    rig.ok(&op::PutSecretValue, json!({"SecretId": "s", "SecretString": "more"})).await;
}

#[tokio::test]
async fn many_at_once_make_one_secret_and_lose_no_version() {
    let rig = Rig::new().await;
    let make = || rig.call(&op::CreateSecret, json!({"Name": "s", "SecretString": "x"}));
    let (a, b, c) = tokio::join!(make(), make(), make());
    let made = [a, b, c].into_iter().filter(Result::is_ok).count();
    assert_eq!(made, 1);
    let put = |n: u32| {
        rig.ok(
            &op::PutSecretValue,
            json!({"SecretId": "s", "SecretString": n.to_string(),
            "VersionStages": [format!("stage-{n}")]}),
        )
    };
    tokio::join!(put(1), put(2), put(3), put(4));
    for n in 1..=4 {
        let ask = json!({"SecretId": "s", "VersionStage": format!("stage-{n}")});
        assert_eq!(get(&rig, ask).await, n.to_string());
    }
    assert_eq!(get(&rig, json!({"SecretId": "s"})).await, "x");
    rig.end().await;
}

#[tokio::test]
async fn stages_say_which_version_is_meant() {
    let rig = Rig::new().await;
    let first = make(&rig, "s", "one").await;
    rig.ok(&op::PutSecretValue, json!({"SecretId": "s", "SecretString": "two"})).await;
    let of = |stage: &str| json!({"SecretId": "s", "VersionStage": stage});
    assert_eq!(get(&rig, of("AWSCURRENT")).await, "two");
    assert_eq!(get(&rig, of("AWSPREVIOUS")).await, "one");
    assert_eq!(get(&rig, json!({"SecretId": "s", "VersionId": first["VersionId"]})).await, "one");
    let ask =
        json!({"SecretId": "s", "VersionId": first["VersionId"], "VersionStage": "AWSCURRENT"});
    let text = "You provided a VersionStage that is not associated to the provided VersionId.";
    refused(&rig, &op::GetSecretValue, ask, "InvalidRequestException", text).await;
    let text = "Secrets Manager can't find the specified secret value for staging label: x";
    refused(&rig, &op::GetSecretValue, of("x"), "ResourceNotFoundException", text).await;
    let text =
        format!("Secrets Manager can't find the specified secret value for VersionId: {TOKEN}");
    let ask = json!({"SecretId": "s", "VersionId": TOKEN});
    refused(&rig, &op::GetSecretValue, ask, "ResourceNotFoundException", &text).await;
    // Back to the first.
    let current = rig.ok(&op::GetSecretValue, of("AWSCURRENT")).await;
    let back = json!({"SecretId": "s", "VersionStage": "AWSCURRENT",
        "MoveToVersionId": first["VersionId"], "RemoveFromVersionId": current["VersionId"]});
    rig.ok(&op::UpdateSecretVersionStage, back).await;
    assert_eq!(get(&rig, of("AWSCURRENT")).await, "one");
    assert_eq!(get(&rig, of("AWSPREVIOUS")).await, "two");
    let listed = rig.ok(&op::ListSecretVersionIds, json!({"SecretId": "s"})).await;
    assert_eq!(column(&listed, "Versions", "VersionId").len(), 2);
    rig.ok(&op::PutSecretValue, json!({"SecretId": "s", "SecretString": "three"})).await;
    let listed = rig.ok(&op::ListSecretVersionIds, json!({"SecretId": "s"})).await;
    assert_eq!(column(&listed, "Versions", "VersionId").len(), 2);
    let all =
        rig.ok(&op::ListSecretVersionIds, json!({"SecretId": "s", "IncludeDeprecated": true}));
    assert_eq!(column(&all.await, "Versions", "VersionId").len(), 3);
    rig.end().await;
}

#[tokio::test]
async fn text_and_bytes_are_kept_as_they_are_up_to_64_kib() {
    let rig = Rig::new().await;
    let bytes = STANDARD.encode([0u8, 255, 10, 128]);
    rig.ok(&op::CreateSecret, json!({"Name": "b", "SecretBinary": bytes})).await;
    let got = rig.ok(&op::GetSecretValue, json!({"SecretId": "b"})).await;
    assert_eq!((&got["SecretBinary"], got.get("SecretString")), (&json!(bytes), None));
    let most = "é".repeat(32_768);
    make(&rig, "most", &most).await;
    assert_eq!(get(&rig, json!({"SecretId": "most"})).await, most);
    let more = format!("{most}x");
    let (code, text) =
        rig.refused(&op::CreateSecret, json!({"Name": "m", "SecretString": more})).await;
    assert_eq!(code, "ValidationException");
    assert!(!text.contains('é'), "{text}");
    let (code, text) = rig
        .refused(&op::CreateSecret, json!({"Name": "m", "SecretString": "x".repeat(65_537)}))
        .await;
    assert_eq!(code, "ValidationException");
    assert!(!text.contains("xxx"), "a refusal tells a secret");
    let both = json!({"Name": "m", "SecretString": "x", "SecretBinary": bytes});
    assert_eq!(rig.refused(&op::CreateSecret, both).await.0, "InvalidParameterException");
    let text = "You must provide either SecretString or SecretBinary.";
    refused(&rig, &op::PutSecretValue, json!({"SecretId": "b"}), "InvalidRequestException", text)
        .await;
    // One without a value has none until it is given one.
    rig.ok(&op::CreateSecret, json!({"Name": "none"})).await;
    let text =
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
    let ask = json!({"SecretId": "none"});
    refused(&rig, &op::GetSecretValue, ask, "ResourceNotFoundException", text).await;
    let text = "Invalid name. Must be a valid name containing alphanumeric characters, or any of \
                the following: -/_+=.@!";
    for name in ["a b", "é", "a%2F"] {
        refused(&rig, &op::CreateSecret, json!({"Name": name}), "ValidationException", text).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn a_deleted_secret_can_be_taken_back_until_its_time_is_over() {
    let rig = Rig::new().await;
    let first = make(&rig, "s", "one").await;
    let of = json!({"SecretId": "s"});
    for days in [6, 31] {
        let ask = json!({"SecretId": "s", "RecoveryWindowInDays": days});
        let text = "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).";
        refused(&rig, &op::DeleteSecret, ask, "InvalidParameterException", text).await;
    }
    let both =
        json!({"SecretId": "s", "RecoveryWindowInDays": 7, "ForceDeleteWithoutRecovery": true});
    let text = "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.";
    refused(&rig, &op::DeleteSecret, both, "InvalidParameterException", text).await;
    let delete = json!({"SecretId": "s", "RecoveryWindowInDays": 7});
    rig.ok(&op::DeleteSecret, delete.clone()).await;
    let text = "You can't perform this operation on the secret because it was marked for deletion.";
    for operation in [&op::GetSecretValue, &op::DeleteSecret, &op::GetResourcePolicy] {
        refused(&rig, operation, of.clone(), "InvalidRequestException", text).await;
    }
    let put = json!({"SecretId": "s", "SecretString": "x"});
    refused(&rig, &op::PutSecretValue, put, "InvalidRequestException", text).await;
    let text = "You can't create this secret because a secret with this name is already scheduled \
                for deletion.";
    refused(&rig, &op::CreateSecret, json!({"Name": "s"}), "InvalidRequestException", text).await;
    assert!(rig.ok(&op::DescribeSecret, of.clone()).await["DeletedDate"].is_number());
    let listed = async |planned: bool| {
        let listed = rig.ok(&op::ListSecrets, json!({"IncludePlannedDeletion": planned})).await;
        column(&listed, "SecretList", "Name").len()
    };
    assert_eq!((listed(false).await, listed(true).await), (0, 1));
    rig.ok(&op::RestoreSecret, of.clone()).await;
    assert_eq!(get(&rig, of.clone()).await, "one");

    rig.ok(&op::DeleteSecret, delete).await;
    later(&rig, 7);
    let text = "Secrets Manager can't find the specified secret.";
    for operation in [&op::GetSecretValue, &op::RestoreSecret, &op::DescribeSecret] {
        refused(&rig, operation, of.clone(), "ResourceNotFoundException", text).await;
    }
    assert_eq!(listed(true).await, 0);
    let second = make(&rig, "s", "two").await;
    assert_ne!(first["ARN"], second["ARN"]);
    assert_eq!(get(&rig, of.clone()).await, "two");
    let ask = json!({"SecretId": first["ARN"]});
    refused(&rig, &op::GetSecretValue, ask, "ResourceNotFoundException", text).await;
    let suffix = first["ARN"].as_str().unwrap().rsplit('-').next().unwrap();
    let version = first["VersionId"].as_str().unwrap();
    let old = format!("/secret-value/{ACCOUNT}/{REGION}/s-{suffix}/{version}");
    assert!(rig.stored(&old).await.is_none(), "the value of the first is still there");

    let force = json!({"SecretId": "s", "ForceDeleteWithoutRecovery": true});
    rig.ok(&op::DeleteSecret, force.clone()).await;
    refused(&rig, &op::GetSecretValue, of.clone(), "ResourceNotFoundException", text).await;
    rig.ok(&op::DeleteSecret, force).await;
    refused(&rig, &op::DeleteSecret, of, "ResourceNotFoundException", text).await;
    make(&rig, "s", "three").await;
    rig.end().await;
}

#[tokio::test]
async fn a_secret_is_as_good_as_its_key() {
    let rig = Rig::new().await;
    let key = rig.ok(&kms::CreateKey, json!({})).await["KeyMetadata"]["Arn"].clone();
    let ask = json!({"Name": "s", "SecretString": "hush", "KmsKeyId": key});
    rig.ok(&op::CreateSecret, ask).await;
    let of = json!({"SecretId": "s"});
    assert_eq!(rig.ok(&op::DescribeSecret, of.clone()).await["KmsKeyId"], key);
    rig.ok(&kms::DisableKey, json!({"KeyId": key})).await;
    let text =
        "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";
    refused(&rig, &op::GetSecretValue, of.clone(), "DecryptionFailure", text).await;
    let put = json!({"SecretId": "s", "SecretString": "x"});
    assert_eq!(rig.refused(&op::PutSecretValue, put.clone()).await.0, "EncryptionFailure");
    rig.ok(&kms::EnableKey, json!({"KeyId": key})).await;
    assert_eq!(get(&rig, of.clone()).await, "hush");
    // Under another key what is staged is encrypted again.
    rig.ok(&op::PutSecretValue, put).await;
    rig.ok(&op::UpdateSecret, json!({"SecretId": "s", "KmsKeyId": ""})).await;
    rig.ok(&kms::DisableKey, json!({"KeyId": key})).await;
    assert_eq!(get(&rig, of.clone()).await, "x");
    assert_eq!(get(&rig, json!({"SecretId": "s", "VersionStage": "AWSPREVIOUS"})).await, "hush");
    let listed = rig.ok(&op::ListSecretVersionIds, of).await;
    assert_eq!(listed["Versions"][0]["KmsKeyIds"], json!(["DefaultEncryptionKey"]));
    let managed = rig.ok(&kms::DescribeKey, json!({"KeyId": "alias/aws/secretsmanager"})).await;
    assert_eq!(managed["KeyMetadata"]["KeyManager"], "AWS");
    let missing = json!({"Name": "t", "SecretString": "x", "KmsKeyId": "alias/nothing"});
    assert_eq!(rig.refused(&op::CreateSecret, missing).await.0, "EncryptionFailure");
    assert!(
        rig.refused(&op::DescribeSecret, json!({"SecretId": "t"})).await.0.contains("NotFound")
    );
    rig.end().await;
}

#[tokio::test]
async fn lists_have_what_is_asked_for_in_pages() {
    let rig = Rig::new().await;
    for name in ["b", "a", "c", "ab"] {
        rig.ok(
            &op::CreateSecret,
            json!({"Name": name, "SecretString": name,
            "Tags": [{"Key": "team", "Value": name}]}),
        )
        .await;
        later(&rig, 1);
    }
    for (more, expected) in [
        (json!({}), vec!["b", "a", "c", "ab"]),
        (json!({"SortOrder": "desc"}), vec!["ab", "c", "a", "b"]),
        (json!({"SortBy": "name"}), vec!["a", "ab", "b", "c"]),
        (json!({"SortBy": "name", "SortOrder": "desc"}), vec!["c", "b", "ab", "a"]),
        (json!({"Filters": [{"Key": "name", "Values": ["a"]}]}), vec!["a", "ab"]),
        (json!({"Filters": [{"Key": "tag-value", "Values": ["!a"]}]}), vec!["b", "c"]),
    ] {
        let (mut names, mut token) = (vec![], Value::Null);
        loop {
            let mut ask = more.clone();
            ask["MaxResults"] = json!(1);
            if !token.is_null() {
                ask["NextToken"] = token;
            }
            let page = rig.ok(&op::ListSecrets, ask).await;
            names.extend(column(&page, "SecretList", "Name").into_iter().map(str::to_owned));
            token = page["NextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(names, expected, "{more}");
    }
    let ask = json!({"SecretIdList": ["a", "nothing", "b"]});
    let batch = rig.ok(&op::BatchGetSecretValue, ask).await;
    assert_eq!(column(&batch, "SecretValues", "SecretString"), ["a", "b"]);
    assert_eq!(
        batch["Errors"],
        json!([{"SecretId": "nothing",
        "ErrorCode": "ResourceNotFoundException",
        "Message": "Secrets Manager can't find the specified secret."}])
    );
    let ask = json!({"Filters": [{"Key": "name", "Values": ["a"]}], "MaxResults": 1});
    let batch = rig.ok(&op::BatchGetSecretValue, ask).await;
    assert_eq!(column(&batch, "SecretValues", "Name"), ["a"]);
    assert!(batch["NextToken"].is_string());
    for ask in
        [json!({}), json!({"SecretIdList": ["a"], "Filters": [{"Key": "all", "Values": ["a"]}]})]
    {
        assert_eq!(rig.refused(&op::BatchGetSecretValue, ask).await.0, "InvalidParameterException");
    }
    let ask = json!({"NextToken": "nonsense"});
    assert_eq!(rig.refused(&op::ListSecrets, ask).await.0, "InvalidNextTokenException");
    rig.end().await;
}

#[tokio::test]
async fn policies_and_tags_are_kept() {
    let rig = Rig::new().await;
    make(&rig, "s", "x").await;
    let of = json!({"SecretId": "s"});
    assert_eq!(rig.ok(&op::GetResourcePolicy, of.clone()).await.get("ResourcePolicy"), None);
    let policy = |principal: Value| {
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal,
            "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]})
        .to_string()
    };
    let put = |policy: &str| json!({"SecretId": "s", "ResourcePolicy": policy, "BlockPublicPolicy": true});
    let (mine, all) = (policy(json!({"AWS": ACCOUNT})), policy(json!("*")));
    rig.ok(&op::PutResourcePolicy, put(&mine)).await;
    assert_eq!(rig.refused(&op::PutResourcePolicy, put(&all)).await.0, "PublicPolicyException");
    let nobody = policy(json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/nobody")}));
    for wrong in ["{}", &nobody] {
        let code = rig.refused(&op::PutResourcePolicy, put(wrong)).await.0;
        assert_eq!(code, "MalformedPolicyDocumentException");
        let ask = json!({"SecretId": "s", "ResourcePolicy": wrong});
        let told = rig.ok(&op::ValidateResourcePolicy, ask).await;
        assert_eq!(told["PolicyValidationPassed"], false);
    }
    assert_eq!(rig.ok(&op::GetResourcePolicy, of.clone()).await["ResourcePolicy"], mine);
    rig.ok(&op::DeleteResourcePolicy, of.clone()).await;
    assert_eq!(rig.ok(&op::GetResourcePolicy, of.clone()).await.get("ResourcePolicy"), None);
    rig.ok(
        &op::TagResource,
        json!({"SecretId": "s", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}),
    )
    .await;
    rig.ok(&op::UntagResource, json!({"SecretId": "s", "TagKeys": ["a"]})).await;
    let shown = rig.ok(&op::DescribeSecret, of).await;
    assert_eq!(shown["Tags"], json!([{"Key": "b", "Value": "2"}]));
    rig.end().await;
}

#[tokio::test]
async fn the_engine_itself_reads_what_a_task_is_given() {
    let rig = Rig::new().await;
    let made = make(&rig, "s", "one").await;
    let here = scope();
    let wanted = |secret, stage| Wanted { here: &here, secret, version: None, stage };
    let of = made["ARN"].as_str().unwrap();
    let got = value(&rig.state, &rig.keyring, &wanted(of, None)).await.unwrap();
    assert!(matches!(&got.value, Plain::Text(text) if text.is("one")));
    assert!(!format!("{got:?}").contains("one\""), "a secret is printed");
    let all = asks(&rig.state, &rig.keyring, &wanted("s", None)).await.unwrap();
    let named: Vec<&str> = all.iter().map(|ask| &*ask.action).collect();
    assert_eq!(named, ["secretsmanager:GetSecretValue", "kms:Decrypt"]);
    assert_eq!(all[0].resource, of);
    let none = value(&rig.state, &rig.keyring, &wanted("s", Some("AWSPREVIOUS"))).await;
    assert!(matches!(none, Err(NoValue::NoVersion(_))));
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_built_is_refused_by_its_name() {
    let rig = Rig::new().await;
    let replica = json!({"Name": "s", "AddReplicaRegions": [{"Region": "us-east-1"}]});
    for (ask, what) in [
        (replica, "A replica in another Region"),
        (json!({"Name": "s", "Type": "x"}), "A secret's Type"),
    ] {
        let text = format!("{what} is not built yet.");
        refused(&rig, &op::CreateSecret, ask, "UnsupportedOperationException", &text).await;
    }
    rig.end().await;
}
