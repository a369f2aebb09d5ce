//! How many and how much, in AWS's words.

use ferrogate_api::iam::operation as op;
use serde_json::json;

use super::{allow, refused, tasks};
use crate::rig::Rig;

/// A policy of exactly so many characters that count, and some that don't.
fn long(size: usize) -> String {
    let short = allow("ecs:a");
    let action = "a".repeat(size - short.len() + 1);
    allow(&format!("ecs:{action}")).replacen(',', " ,\n ", 1)
}

#[tokio::test]
async fn documents_have_a_size_without_white_space() {
    let rig = Rig::new().await;
    let create =
        |name: &str, size: usize| json!({"PolicyName": name, "PolicyDocument": long(size)});
    rig.ok(&op::CreatePolicy, create("a", 6144)).await;
    let text = "Cannot exceed quota for PolicySize: 6144";
    let code = "LimitExceededException";
    refused(&rig, &op::CreatePolicy, create("b", 6145), code, text).await;

    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    let put = |name: &str, size: usize| json!({"UserName": "u", "PolicyName": name, "PolicyDocument": long(size)});
    rig.ok(&op::PutUserPolicy, put("a", 1024)).await;
    rig.ok(&op::PutUserPolicy, put("b", 1024)).await;
    let text = "Maximum policy size of 2048 bytes exceeded for user u";
    refused(&rig, &op::PutUserPolicy, put("b", 1025), code, text).await;
    refused(&rig, &op::PutUserPolicy, put("c", 200), code, text).await;

    let document = |size: usize| {
        let short = tasks();
        let statement = format!("\"Sid\":\"{}\",\"Effect\"", "a".repeat(size - short.len() - 9));
        short.replace("\"Effect\"", &statement)
    };
    let role = |name: &str, size: usize| json!({"RoleName": name, "AssumeRolePolicyDocument": document(size)});
    rig.ok(&op::CreateRole, role("a", 2048)).await;
    let text = "Cannot exceed quota for ACLSizePerRole: 2048";
    refused(&rig, &op::CreateRole, role("b", 2049), code, text).await;
    rig.end().await;
}

#[tokio::test]
async fn blanks_that_nobody_counts_fill_no_record() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateRole, json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()})).await;
    let blank = |text: &str| text.replacen(',', &format!(",{}", "\n".repeat(130_000)), 1);
    let policy = blank(&allow("ecs:*"));
    for at in 0..8 {
        let put =
            json!({"RoleName": "r", "PolicyName": format!("p{at}"), "PolicyDocument": policy});
        rig.ok(&op::PutRolePolicy, put).await;
    }
    let input = json!({"RoleName": "r", "PolicyDocument": blank(&tasks())});
    rig.ok(&op::UpdateAssumeRolePolicy, input).await;
    rig.ok(&op::CreatePolicy, json!({"PolicyName": "p", "PolicyDocument": policy})).await;
    let got = rig.ok(&op::GetRole, json!({"RoleName": "r"})).await;
    assert_eq!(super::decoded(&got["Role"]["AssumeRolePolicyDocument"]), tasks());
    // Blanks within a text are a part of it.
    let wide = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "ecs:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:username": " ".repeat(100_000)}},
        }],
    });
    let code = "LimitExceededException";
    let create = json!({"PolicyName": "q", "PolicyDocument": wide.to_string()});
    refused(&rig, &op::CreatePolicy, create, code, "Cannot exceed quota for PolicySize: 6144")
        .await;
    let put = json!({"RoleName": "r", "PolicyName": "q", "PolicyDocument": wide.to_string()});
    let text = "Maximum policy size of 10240 bytes exceeded for role r";
    refused(&rig, &op::PutRolePolicy, put, code, text).await;
    rig.end().await;
}

#[tokio::test]
async fn a_role_has_ten_policies_and_a_user_ten_groups() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateRole, json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()})).await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    let code = "LimitExceededException";
    for at in 0..11 {
        let input = json!({"PolicyName": format!("p{at}"), "PolicyDocument": allow("ecs:*")});
        let made = rig.ok(&op::CreatePolicy, input).await;
        let attach = json!({"RoleName": "r", "PolicyArn": made["Policy"]["Arn"]});
        let group = json!({"GroupName": format!("g{at}")});
        rig.ok(&op::CreateGroup, group.clone()).await;
        let join = json!({"GroupName": group["GroupName"], "UserName": "u"});
        if at < 10 {
            rig.ok(&op::AttachRolePolicy, attach).await;
            rig.ok(&op::AddUserToGroup, join).await;
        } else {
            let text = "Cannot exceed quota for PoliciesPerRole: 10";
            refused(&rig, &op::AttachRolePolicy, attach, code, text).await;
            let text = "Cannot exceed quota for GroupsPerUser: 10";
            refused(&rig, &op::AddUserToGroup, join, code, text).await;
        }
    }
    let summary = rig.ok(&op::GetAccountSummary, json!({})).await;
    let map = &summary["SummaryMap"];
    assert_eq!(
        (&map["Policies"], &map["Groups"], &map["Users"]),
        (&json!(11), &json!(11), &json!(1))
    );
    assert_eq!((&map["GroupsQuota"], &map["PolicyVersionsInUse"]), (&json!(300), &json!(11)));
    rig.end().await;
}

#[tokio::test]
async fn a_group_more_than_an_account_can_have_is_refused() {
    let rig = Rig::new().await;
    let make = |at: usize| json!({"GroupName": format!("g{at}")});
    for at in 0..300 {
        rig.ok(&op::CreateGroup, make(at)).await;
    }
    let text = "Cannot exceed quota for GroupsPerAccount: 300";
    refused(&rig, &op::CreateGroup, make(300), "LimitExceededException", text).await;
    rig.ok(&op::DeleteGroup, make(7)).await;
    rig.ok(&op::CreateGroup, make(300)).await;
    rig.end().await;
}

#[tokio::test]
async fn what_there_is_none_of_is_told_and_making_it_is_refused() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    for (operation, list) in [
        (&op::ListMFADevices, "MFADevices"),
        (&op::ListSSHPublicKeys, "SSHPublicKeys"),
        (&op::ListSigningCertificates, "Certificates"),
        (&op::ListServiceSpecificCredentials, "ServiceSpecificCredentials"),
    ] {
        let none = rig.ok(operation, json!({"UserName": "u"})).await;
        assert_eq!(none[list], json!([]), "{none}");
        let nobody = rig.refused(operation, json!({"UserName": "v"})).await;
        assert_eq!(nobody.0, "NoSuchEntityException");
    }
    let text = "Login Profile for User u cannot be found.";
    refused(&rig, &op::GetLoginProfile, json!({"UserName": "u"}), "NoSuchEntityException", text)
        .await;
    for name in ["CreateLoginProfile", "UploadSSHPublicKey", "CreateSAMLProvider"] {
        let service = &ferrogate_api::iam::SERVICE;
        assert!(service.operation(name).is_none() && service.knows(name), "{name}");
    }
    rig.end().await;
}

/// The last one is let in, and one more is not; the summary of the account tells the same numbers.
#[tokio::test]
async fn a_quota_is_refused_by_the_number_that_the_summary_tells() {
    let rig = Rig::new().await;
    let code = "LimitExceededException";
    let summary = rig.ok(&op::GetAccountSummary, json!({})).await["SummaryMap"].clone();
    let most = |name: &str| usize::try_from(summary[name].as_u64().unwrap()).unwrap();
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    rig.ok(&op::CreateGroup, json!({"GroupName": "g"})).await;
    rig.ok(&op::CreateRole, json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()})).await;
    let (of_user, of_group) =
        (most("AttachedPoliciesPerUserQuota"), most("AttachedPoliciesPerGroupQuota"));
    assert_eq!((of_user, of_group), (10, 10));
    for at in 0..=of_user {
        let input = json!({"PolicyName": format!("p{at}"), "PolicyDocument": allow("ecs:*")});
        let arn = rig.ok(&op::CreatePolicy, input).await["Policy"]["Arn"].clone();
        let user = json!({"UserName": "u", "PolicyArn": arn});
        let group = json!({"GroupName": "g", "PolicyArn": arn});
        if at < of_user {
            rig.ok(&op::AttachUserPolicy, user).await;
            rig.ok(&op::AttachGroupPolicy, group).await;
        } else {
            let text = "Cannot exceed quota for PoliciesPerUser: 10";
            refused(&rig, &op::AttachUserPolicy, user, code, text).await;
            let text = "Cannot exceed quota for PoliciesPerGroup: 10";
            refused(&rig, &op::AttachGroupPolicy, group, code, text).await;
        }
    }
    let arn = super::arn("policy/p0");
    let version = json!({"PolicyArn": arn, "PolicyDocument": allow("ecs:*")});
    for _ in 1..most("VersionsPerPolicyQuota") {
        rig.ok(&op::CreatePolicyVersion, version.clone()).await;
    }
    let text = "A managed policy can have up to 5 versions. Before you create a new version, you \
                must delete an existing version.";
    refused(&rig, &op::CreatePolicyVersion, version, code, text).await;

    let (of_group, of_role) = (most("GroupPolicySizeQuota"), most("RolePolicySizeQuota"));
    let group =
        |size: usize| json!({"GroupName": "g", "PolicyName": "i", "PolicyDocument": long(size)});
    rig.ok(&op::PutGroupPolicy, group(of_group)).await;
    let text = "Maximum policy size of 5120 bytes exceeded for group g";
    refused(&rig, &op::PutGroupPolicy, group(of_group + 1), code, text).await;
    let role =
        |size: usize| json!({"RoleName": "r", "PolicyName": "i", "PolicyDocument": long(size)});
    rig.ok(&op::PutRolePolicy, role(of_role)).await;
    let text = "Maximum policy size of 10240 bytes exceeded for role r";
    refused(&rig, &op::PutRolePolicy, role(of_role + 1), code, text).await;

    let tag =
        |at: usize| json!({"UserName": "u", "Tags": [{"Key": format!("k{at}"), "Value": ""}]});
    for at in 0..50 {
        rig.ok(&op::TagUser, tag(at)).await;
    }
    let text = "The number of tags has reached the maximum limit.";
    refused(&rig, &op::TagUser, tag(50), code, text).await;
    rig.ok(&op::TagUser, tag(49)).await;
    rig.end().await;
}
