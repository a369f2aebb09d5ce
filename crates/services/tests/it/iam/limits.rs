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
