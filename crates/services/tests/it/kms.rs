//! Keys: made, named, switched, used, rotated, deleted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::kms::operation as op;
use ferrogate_base::Clock;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column};

const DAY_MS: u64 = 24 * 3600 * 1000;

async fn key(rig: &Rig) -> (String, String) {
    let made = rig.ok(&op::CreateKey, json!({})).await;
    let text = |name: &str| made["KeyMetadata"][name].as_str().unwrap().to_owned();
    (text("KeyId"), text("Arn"))
}

fn b64(text: &str) -> String {
    STANDARD.encode(text)
}

async fn encrypt(rig: &Rig, key: &str, text: &str, context: Value) -> String {
    let ask = json!({"KeyId": key, "Plaintext": b64(text), "EncryptionContext": context});
    let made = rig.ok(&op::Encrypt, ask).await;
    made["CiphertextBlob"].as_str().unwrap().to_owned()
}

fn later(rig: &Rig, days: u64) {
    rig.clock.set(ferrogate_base::TimestampMs(rig.clock.now().0 + days * DAY_MS));
}

#[tokio::test]
async fn what_was_encrypted_is_decrypted_with_its_context_alone() {
    let rig = Rig::new().await;
    let (id, arn) = key(&rig).await;
    let blob = encrypt(&rig, &id, "hush", json!({"a": "b", "c": "d"})).await;
    assert!(!blob.contains("hush") && !blob.contains(&b64("hush")));
    let right = json!({"CiphertextBlob": blob, "EncryptionContext": {"c": "d", "a": "b"}});
    let opened = rig.ok(&op::Decrypt, right).await;
    assert_eq!(opened["Plaintext"], b64("hush"));
    assert_eq!(opened["KeyId"], arn);
    for wrong in
        [json!({}), json!({"a": "b"}), json!({"A": "b", "c": "d"}), json!({"a": "bc", "": "d"})]
    {
        let ask = json!({"CiphertextBlob": blob, "EncryptionContext": wrong});
        let refused = rig.refused(&op::Decrypt, ask).await;
        assert_eq!(refused, ("InvalidCiphertextException".into(), String::new()), "{wrong}");
    }
    // Each byte counts, those that name the key too.
    let bytes = STANDARD.decode(&blob).unwrap();
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        let ask = json!({"CiphertextBlob": STANDARD.encode(altered),
            "EncryptionContext": {"a": "b", "c": "d"}});
        let (code, _) = rig.refused(&op::Decrypt, ask).await;
        assert!(
            code == "InvalidCiphertextException" || code == "NotFoundException",
            "{at}: {code}"
        );
    }
    let (other, _) = key(&rig).await;
    let ask = json!({"CiphertextBlob": blob, "KeyId": other,
        "EncryptionContext": {"a": "b", "c": "d"}});
    assert_eq!(
        rig.refused(&op::Decrypt, ask).await,
        (
            "IncorrectKeyException".into(),
            "The key ID in the request does not identify a CMK that can perform this operation."
                .into()
        )
    );
    let ask =
        json!({"KeyId": id, "Plaintext": b64("x"), "EncryptionContext": {"a": "1", "A": "2"}});
    assert_eq!(rig.refused(&op::Encrypt, ask).await.0, "ValidationException");
    let ask = json!({"CiphertextBlob": b64("nonsense")});
    assert_eq!(rig.refused(&op::Decrypt, ask).await.0, "InvalidCiphertextException");
    rig.end().await;
}

#[tokio::test]
async fn a_key_survives_a_restart_and_its_material_lies_nowhere_open() {
    let rig = Rig::new().await;
    let (id, _) = key(&rig).await;
    let blob = encrypt(&rig, &id, "hush", json!({})).await;
    let kept = rig.stored(&format!("/kms-key/{ACCOUNT}/{REGION}/{id}")).await.unwrap();
    let kept: Value = serde_json::from_slice(&kept.val).unwrap();
    let sealed = kept.to_string();
    assert!(sealed.contains("\"sealed\":\"1."), "{sealed}");
    let rig = rig.restart().await;
    let opened = rig.ok(&op::Decrypt, json!({"CiphertextBlob": blob})).await;
    assert_eq!(opened["Plaintext"], b64("hush"));
    rig.end().await;
}

#[tokio::test]
async fn a_disabled_key_does_nothing_and_a_deleted_one_is_gone_when_its_time_is_over() {
    let rig = Rig::new().await;
    let (id, arn) = key(&rig).await;
    let blob = encrypt(&rig, &id, "hush", json!({})).await;
    let of = json!({"KeyId": id});
    rig.ok(&op::CreateAlias, json!({"AliasName": "alias/a", "TargetKeyId": id})).await;
    rig.ok(&op::DisableKey, of.clone()).await;
    let decrypt = json!({"CiphertextBlob": blob});
    let disabled = ("DisabledException".to_owned(), format!("{arn} is disabled."));
    assert_eq!(rig.refused(&op::Decrypt, decrypt.clone()).await, disabled);
    let ask = json!({"KeyId": "alias/a", "Plaintext": b64("x")});
    assert_eq!(rig.refused(&op::Encrypt, ask).await, disabled);
    rig.ok(&op::EnableKey, of.clone()).await;
    rig.ok(&op::Decrypt, decrypt.clone()).await;

    let ask = json!({"KeyId": id, "PendingWindowInDays": 6});
    assert_eq!(rig.refused(&op::ScheduleKeyDeletion, ask).await.0, "ValidationException");
    let ask = json!({"KeyId": id, "PendingWindowInDays": 7});
    let told = rig.ok(&op::ScheduleKeyDeletion, ask.clone()).await;
    assert_eq!((&told["KeyState"], &told["KeyId"]), (&json!("PendingDeletion"), &json!(arn)));
    let pending = ("KMSInvalidStateException".to_owned(), format!("{arn} is pending deletion."));
    assert_eq!(rig.refused(&op::Decrypt, decrypt.clone()).await, pending);
    assert_eq!(rig.refused(&op::EnableKey, of.clone()).await, pending);
    assert_eq!(rig.refused(&op::ScheduleKeyDeletion, ask.clone()).await, pending);
    let shown = rig.ok(&op::DescribeKey, of.clone()).await;
    assert_eq!(shown["KeyMetadata"]["KeyState"], "PendingDeletion");
    rig.ok(&op::CancelKeyDeletion, of.clone()).await;
    let shown = rig.ok(&op::DescribeKey, of.clone()).await;
    assert_eq!(shown["KeyMetadata"]["KeyState"], "Disabled");
    rig.ok(&op::EnableKey, of.clone()).await;
    rig.ok(&op::Decrypt, decrypt.clone()).await;

    rig.ok(&op::ScheduleKeyDeletion, ask).await;
    later(&rig, 7);
    let gone = ("NotFoundException".to_owned(), format!("Key '{arn}' does not exist"));
    assert_eq!(rig.refused(&op::DescribeKey, of.clone()).await, gone);
    assert_eq!(rig.refused(&op::CancelKeyDeletion, of).await, gone);
    assert_eq!(rig.refused(&op::Decrypt, decrypt).await.0, "NotFoundException");
    assert!(column(&rig.ok(&op::ListKeys, json!({})).await, "Keys", "KeyId").is_empty());
    assert!(column(&rig.ok(&op::ListAliases, json!({})).await, "Aliases", "AliasName").is_empty());
    rig.end().await;
}

#[tokio::test]
async fn a_key_is_named_by_its_id_its_arn_and_its_aliases() {
    let rig = Rig::new().await;
    let ((one, one_arn), (two, two_arn)) = (key(&rig).await, key(&rig).await);
    let alias = json!({"AliasName": "alias/app/one", "TargetKeyId": one});
    rig.ok(&op::CreateAlias, alias.clone()).await;
    let arn = format!("arn:aws:kms:{REGION}:{ACCOUNT}:alias/app/one");
    assert_eq!(
        rig.refused(&op::CreateAlias, alias).await,
        ("AlreadyExistsException".into(), format!("An alias with the name {arn} already exists"))
    );
    let found = async |named: &str| {
        let shown = rig.ok(&op::DescribeKey, json!({"KeyId": named})).await;
        shown["KeyMetadata"]["Arn"].as_str().unwrap().to_owned()
    };
    for named in [&*one, &one_arn, "alias/app/one", &arn] {
        assert_eq!(found(named).await, one_arn, "{named}");
    }
    let to_two = json!({"AliasName": "alias/app/one", "TargetKeyId": two});
    rig.ok(&op::UpdateAlias, to_two).await;
    assert_eq!(found("alias/app/one").await, two_arn);
    let of_two = rig.ok(&op::ListAliases, json!({"KeyId": two})).await;
    assert_eq!(column(&of_two, "Aliases", "AliasName"), ["alias/app/one"]);
    let of_one = rig.ok(&op::ListAliases, json!({"KeyId": one})).await;
    assert!(column(&of_one, "Aliases", "AliasName").is_empty());
    rig.ok(&op::DeleteAlias, json!({"AliasName": "alias/app/one"})).await;
    assert_eq!(
        rig.refused(&op::DescribeKey, json!({"KeyId": "alias/app/one"})).await,
        ("NotFoundException".into(), format!("Alias {arn} is not found."))
    );
    for (named, text) in [
        ("x", "Invalid keyId 'x'".to_owned()),
        ("arn:aws:kms:us-east-1:111122223333:key/x", "Invalid arn us-east-1".to_owned()),
    ] {
        let refused = rig.refused(&op::DescribeKey, json!({"KeyId": named})).await;
        assert_eq!(refused, ("NotFoundException".into(), text));
    }
    for (name, code) in [
        ("app", "ValidationException"),
        ("alias/", "InvalidAliasNameException"),
        ("alias/aws/mine", "NotAuthorizedException"),
        ("alias/a:b", "ValidationException"),
    ] {
        let ask = json!({"AliasName": name, "TargetKeyId": one});
        assert_eq!(rig.refused(&op::CreateAlias, ask).await.0, code, "{name}");
    }
    rig.end().await;
}

#[tokio::test]
async fn data_keys_and_random_bytes_are_as_long_as_asked() {
    let rig = Rig::new().await;
    let (id, _) = key(&rig).await;
    for (ask, length) in [
        (json!({"KeyId": id, "KeySpec": "AES_256"}), 32),
        (json!({"KeyId": id, "KeySpec": "AES_128"}), 16),
        (json!({"KeyId": id, "NumberOfBytes": 64}), 64),
    ] {
        let made = rig.ok(&op::GenerateDataKey, ask.clone()).await;
        let plain = STANDARD.decode(made["Plaintext"].as_str().unwrap()).unwrap();
        assert_eq!(plain.len(), length);
        let blob = json!({"CiphertextBlob": made["CiphertextBlob"]});
        let opened = rig.ok(&op::Decrypt, blob).await;
        assert_eq!(opened["Plaintext"], made["Plaintext"]);
        let hidden = rig.ok(&op::GenerateDataKeyWithoutPlaintext, ask).await;
        assert_eq!(hidden.get("Plaintext"), None);
        let opened =
            rig.ok(&op::Decrypt, json!({"CiphertextBlob": hidden["CiphertextBlob"]})).await;
        assert_ne!(opened["Plaintext"], made["Plaintext"]);
    }
    for ask in
        [json!({"KeyId": id}), json!({"KeyId": id, "KeySpec": "AES_256", "NumberOfBytes": 1})]
    {
        assert_eq!(rig.refused(&op::GenerateDataKey, ask).await.0, "ValidationException");
    }
    let random = rig.ok(&op::GenerateRandom, json!({"NumberOfBytes": 1024})).await;
    assert_eq!(STANDARD.decode(random["Plaintext"].as_str().unwrap()).unwrap().len(), 1024);
    let dry = json!({"KeyId": id, "KeySpec": "AES_256", "DryRun": true});
    assert_eq!(rig.refused(&op::GenerateDataKey, dry).await.0, "DryRunOperationException");
    rig.end().await;
}

#[tokio::test]
async fn a_rotated_key_still_decrypts_what_it_encrypted_before() {
    let rig = Rig::new().await;
    let (id, _) = key(&rig).await;
    let of = json!({"KeyId": id});
    let material = async || {
        let shown = rig.ok(&op::DescribeKey, of.clone()).await;
        shown["KeyMetadata"]["CurrentKeyMaterialId"].as_str().unwrap().to_owned()
    };
    let (blob, first) = (encrypt(&rig, &id, "hush", json!({})).await, material().await);
    rig.ok(&op::RotateKeyOnDemand, of.clone()).await;
    let second = material().await;
    assert_ne!(first, second);
    rig.ok(&op::EnableKeyRotation, json!({"KeyId": id, "RotationPeriodInDays": 90})).await;
    later(&rig, 89);
    encrypt(&rig, &id, "x", json!({})).await;
    assert_eq!(material().await, second);
    later(&rig, 1);
    let newer = encrypt(&rig, &id, "hush", json!({})).await;
    let third = material().await;
    assert_ne!(second, third);
    for (blob, material) in [(&blob, &first), (&newer, &third)] {
        let opened = rig.ok(&op::Decrypt, json!({"CiphertextBlob": blob})).await;
        assert_eq!(
            (&opened["Plaintext"], &opened["KeyMaterialId"]),
            (&json!(b64("hush")), &json!(material))
        );
    }
    let listed = rig.ok(&op::ListKeyRotations, of.clone()).await;
    assert_eq!(column(&listed, "Rotations", "RotationType"), ["ON_DEMAND", "AUTOMATIC"]);
    let status = rig.ok(&op::GetKeyRotationStatus, of.clone()).await;
    assert_eq!(
        (&status["KeyRotationEnabled"], &status["RotationPeriodInDays"]),
        (&json!(true), &json!(90))
    );
    rig.ok(&op::DisableKeyRotation, of.clone()).await;
    later(&rig, 400);
    encrypt(&rig, &id, "x", json!({})).await;
    assert_eq!(material().await, third);
    rig.end().await;
}

#[tokio::test]
async fn a_ciphertext_goes_from_one_key_to_another() {
    let rig = Rig::new().await;
    let ((one, one_arn), (two, two_arn)) = (key(&rig).await, key(&rig).await);
    let blob = encrypt(&rig, &one, "hush", json!({"a": "1"})).await;
    let ask = json!({"CiphertextBlob": blob, "SourceEncryptionContext": {"a": "1"},
        "DestinationKeyId": two, "DestinationEncryptionContext": {"a": "2"}});
    let moved = rig.ok(&op::ReEncrypt, ask).await;
    assert_eq!((&moved["SourceKeyId"], &moved["KeyId"]), (&json!(one_arn), &json!(two_arn)));
    let blob = &moved["CiphertextBlob"];
    let opened =
        rig.ok(&op::Decrypt, json!({"CiphertextBlob": blob, "EncryptionContext": {"a": "2"}}));
    assert_eq!(opened.await["Plaintext"], b64("hush"));
    let ask = json!({"CiphertextBlob": blob, "EncryptionContext": {"a": "1"}});
    assert_eq!(rig.refused(&op::Decrypt, ask).await.0, "InvalidCiphertextException");
    rig.end().await;
}

#[tokio::test]
async fn policies_and_tags_are_kept_and_a_policy_that_locks_out_is_refused() {
    let rig = Rig::new().await;
    let (id, _) = key(&rig).await;
    let of = json!({"KeyId": id});
    let policy = rig.ok(&op::GetKeyPolicy, of.clone()).await;
    assert!(policy["Policy"].as_str().unwrap().contains(":root"));
    assert_eq!(rig.ok(&op::ListKeyPolicies, of.clone()).await["PolicyNames"], json!(["default"]));
    let statement = |action: &str, principal: &str| {
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": {"AWS": principal}, "Action": action, "Resource": "*"}]})
        .to_string()
    };
    let mine = format!("arn:aws:iam::{ACCOUNT}:root");
    let put = |policy: String| json!({"KeyId": id, "Policy": policy});
    for (policy, text) in [
        ("{}".to_owned(), "Syntax errors in policy."),
        (
            statement("kms:Encrypt", &mine),
            "The new key policy will not allow you to update the key policy in the future.",
        ),
        (
            statement("kms:*", &format!("arn:aws:iam::{ACCOUNT}:user/nobody")),
            "Policy contains a statement with one or more invalid principals.",
        ),
    ] {
        let refused = rig.refused(&op::PutKeyPolicy, put(policy)).await;
        assert_eq!(refused, ("MalformedPolicyDocumentException".into(), text.to_owned()));
    }
    let policy = statement("kms:*", &mine);
    rig.ok(&op::PutKeyPolicy, put(policy.clone())).await;
    assert_eq!(rig.ok(&op::GetKeyPolicy, of.clone()).await["Policy"], policy);
    let bypassed = json!({"KeyId": id, "Policy": statement("kms:Get*", &mine),
        "BypassPolicyLockoutSafetyCheck": true});
    rig.ok(&op::PutKeyPolicy, bypassed).await;

    let tags = json!({"KeyId": id, "Tags": [{"TagKey": "a", "TagValue": "1"}, {"TagKey": "b", "TagValue": ""}]});
    rig.ok(&op::TagResource, tags).await;
    let again = json!({"KeyId": id, "Tags": [{"TagKey": "a", "TagValue": "2"}]});
    rig.ok(&op::TagResource, again).await;
    rig.ok(&op::UntagResource, json!({"KeyId": id, "TagKeys": ["b"]})).await;
    let tags = rig.ok(&op::ListResourceTags, of).await;
    assert_eq!(tags["Tags"], json!([{"TagKey": "a", "TagValue": "2"}]));
    rig.end().await;
}

#[tokio::test]
async fn what_is_not_built_is_refused_by_its_name() {
    let rig = Rig::new().await;
    for (ask, what) in [
        (json!({"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"}), "The key spec RSA_2048"),
        (json!({"CustomerMasterKeySpec": "HMAC_256"}), "The key spec HMAC_256"),
        (json!({"Origin": "EXTERNAL"}), "The origin EXTERNAL"),
        (json!({"MultiRegion": true}), "A multi-Region key"),
    ] {
        let refused = rig.refused(&op::CreateKey, ask).await;
        assert_eq!(
            refused,
            ("UnsupportedOperationException".into(), format!("{what} is not built yet."))
        );
    }
    rig.end().await;
}
