//! Roles: whom they trust, what they have, who holds them.

use ferrogate_api::ecs::operation as ecs;
use ferrogate_api::iam::operation as op;
use serde_json::json;

use super::{allow, arn, decoded, paged, refused, tasks, trust};
use crate::rig::{NOW_MS, Rig, column};

#[tokio::test]
async fn a_role_is_made_shown_changed_and_deleted() {
    let rig = Rig::new().await;
    let input = json!({
        "RoleName": "Task", "Path": "/ecs/", "AssumeRolePolicyDocument": tasks(),
        "Description": "of tasks", "MaxSessionDuration": 7200,
        "Tags": [{"Key": "k", "Value": "v"}],
    });
    let made = rig.ok(&op::CreateRole, input.clone()).await;
    let id = made["Role"]["RoleId"].as_str().unwrap();
    assert!(id.starts_with("AROA") && id.len() == 21, "{id}");
    assert_eq!(decoded(&made["Role"]["AssumeRolePolicyDocument"]), tasks());
    // What AWS leaves out of this answer.
    assert!(
        made["Role"].get("MaxSessionDuration").is_none()
            && made["Role"].get("Description").is_none()
    );
    let got = rig.ok(&op::GetRole, json!({"RoleName": "Task"})).await;
    let role = &got["Role"];
    assert_eq!(role["Arn"], arn("role/ecs/Task"));
    assert_eq!(
        (&role["MaxSessionDuration"], &role["Description"]),
        (&json!(7200), &json!("of tasks"))
    );
    assert_eq!((&role["RoleLastUsed"], &role["CreateDate"]), (&json!({}), &json!(NOW_MS / 1000)));
    assert_eq!(role["Tags"], json!([{"Key": "k", "Value": "v"}]));
    let text = "Role with name TASK already exists.";
    let again = json!({"RoleName": "TASK", "AssumeRolePolicyDocument": tasks()});
    refused(&rig, &op::CreateRole, again, "EntityAlreadyExistsException", text).await;

    rig.ok(&op::UpdateRole, json!({"RoleName": "Task", "Description": "other"})).await;
    let described = json!({"RoleName": "Task", "Description": "third"});
    let shown = rig.ok(&op::UpdateRoleDescription, described).await;
    assert_eq!(shown["Role"]["Description"], "third");
    let listed = rig.ok(&op::ListRoles, json!({"PathPrefix": "/ecs/"})).await;
    assert_eq!(listed["Roles"][0]["MaxSessionDuration"], 7200);
    assert!(listed["Roles"][0].get("Tags").is_none(), "{listed}");
    let other = trust(&json!({"AWS": "*"}));
    let input = json!({"RoleName": "Task", "PolicyDocument": other});
    rig.ok(&op::UpdateAssumeRolePolicy, input).await;
    let got = rig.ok(&op::GetRole, json!({"RoleName": "Task"})).await;
    assert_eq!(decoded(&got["Role"]["AssumeRolePolicyDocument"]), other);
    for seconds in [3599, 43201] {
        let input = json!({"RoleName": "Task", "MaxSessionDuration": seconds});
        assert_eq!(rig.refused(&op::UpdateRole, input).await.0, "ValidationError");
    }
    rig.ok(&op::DeleteRole, json!({"RoleName": "Task"})).await;
    let none = "The role with name Task cannot be found.";
    refused(&rig, &op::GetRole, json!({"RoleName": "Task"}), "NoSuchEntityException", none).await;
    rig.end().await;
}

#[tokio::test]
async fn a_trust_policy_names_who_there_is_and_nobody_who_comes_after() {
    let rig = Rig::new().await;
    let role = |document: &str| json!({"RoleName": "r", "AssumeRolePolicyDocument": document});
    let nobody = trust(&json!({"AWS": arn("user/bob")}));
    let text = format!("Invalid principal in policy: \"AWS\":\"{}\"", arn("user/bob"));
    let code = "MalformedPolicyDocumentException";
    refused(&rig, &op::CreateRole, role(&nobody), code, &text).await;
    let json = "This policy contains invalid Json";
    refused(&rig, &op::CreateRole, role("{"), code, json).await;
    let field = "Has prohibited field Resource";
    let with_resource = tasks().replace("\"Action\"", "\"Resource\":\"*\",\"Action\"");
    refused(&rig, &op::CreateRole, role(&with_resource), code, field).await;

    let bob = rig.ok(&op::CreateUser, json!({"UserName": "bob"})).await;
    // Case counts in ARNs.
    let other_case = trust(&json!({"AWS": [arn("user/BOB")]}));
    assert_eq!(rig.refused(&op::CreateRole, role(&other_case)).await.0, code);
    rig.ok(&op::CreateRole, role(&nobody)).await;
    let shown = async || {
        let got = rig.ok(&op::GetRole, json!({"RoleName": "r"})).await;
        decoded(&got["Role"]["AssumeRolePolicyDocument"])
    };
    assert_eq!(shown().await, nobody);
    rig.ok(&op::UpdateUser, json!({"UserName": "bob", "NewUserName": "rob"})).await;
    assert_eq!(shown().await, trust(&json!({"AWS": arn("user/rob")})));
    rig.ok(&op::DeleteUser, json!({"UserName": "rob"})).await;
    rig.ok(&op::CreateUser, json!({"UserName": "bob"})).await;
    // The new Bob is not the one who was trusted.
    assert_eq!(shown().await, trust(&json!({"AWS": bob["User"]["UserId"]})));
    rig.end().await;
}

#[tokio::test]
async fn accounts_services_and_sessions_are_principals() {
    let rig = Rig::new().await;
    let all = json!({
        "AWS": ["444455556666", "arn:aws:iam::444455556666:root", "arn:aws:sts::444455556666:assumed-role/r/s"],
        "Service": ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"],
        "Federated": "cognito-identity.amazonaws.com",
    });
    let input = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust(&all)});
    rig.ok(&op::CreateRole, input).await;
    for principal in [json!("*"), json!({"AWS": arn("group/g")}), json!({"AWS": arn("user/*")})] {
        let input = json!({"RoleName": "q", "AssumeRolePolicyDocument": trust(&principal)});
        let refusal = rig.refused(&op::CreateRole, input).await;
        assert_eq!(refusal.0, "MalformedPolicyDocumentException", "{principal}");
        assert!(refusal.1.starts_with("Invalid principal in policy: "), "{refusal:?}");
    }
    rig.end().await;
}

#[tokio::test]
async fn what_templates_and_guides_write_is_taken() {
    let rig = Rig::new().await;
    let bob = rig.ok(&op::CreateUser, json!({"UserName": "bob"})).await;
    // The older version, an empty name, an account by its number, conditions on people.
    let written = json!({
        "Version": "2008-10-17",
        "Statement": {
            "Sid": "", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Principal": {"AWS": ["444455556666", arn("user/bob")]},
            "Condition": {
                "StringEquals": {"sts:ExternalId": "444455556666"},
                "ArnLike": {"aws:PrincipalArn": arn("user/bob")},
            },
        },
    });
    let input = json!({"RoleName": "r", "AssumeRolePolicyDocument": written.to_string()});
    rig.ok(&op::CreateRole, input).await;
    rig.ok(&op::DeleteUser, json!({"UserName": "bob"})).await;
    let got = rig.ok(&op::GetRole, json!({"RoleName": "r"})).await;
    let text = decoded(&got["Role"]["AssumeRolePolicyDocument"]);
    let shown: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut expected = written;
    let id = &bob["User"]["UserId"];
    expected["Statement"]["Principal"] = json!({"AWS": ["arn:aws:iam::444455556666:root", id]});
    assert_eq!(shown, expected);
    let logs = json!({
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "", "Effect": "Allow", "Resource": "arn:aws:logs:*:*:*", "Action": ["logs:PutLogEvents"]},
            {"Sid": "", "Effect": "Allow", "Resource": ["*"], "Action": "cloudwatch:PutMetricData"},
        ],
    });
    let input = json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": logs.to_string()});
    rig.ok(&op::PutRolePolicy, input).await;
    rig.end().await;
}

#[tokio::test]
async fn a_role_in_a_profile_is_not_deleted() {
    let rig = Rig::new().await;
    let role = json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()});
    rig.ok(&op::CreateRole, role.clone()).await;
    rig.ok(&op::CreateRole, json!({"RoleName": "s", "AssumeRolePolicyDocument": tasks()})).await;
    let profile = json!({"InstanceProfileName": "p", "Path": "/x/"});
    let made = rig.ok(&op::CreateInstanceProfile, profile.clone()).await;
    assert_eq!(made["InstanceProfile"]["Roles"], json!([]));
    assert_eq!(made["InstanceProfile"]["Arn"], arn("instance-profile/x/p"));
    let text = "Instance Profile P already exists.";
    let input = json!({"InstanceProfileName": "P"});
    refused(&rig, &op::CreateInstanceProfile, input, "EntityAlreadyExistsException", text).await;
    let held = |role: &str| json!({"InstanceProfileName": "p", "RoleName": role});
    rig.ok(&op::AddRoleToInstanceProfile, held("r")).await;
    let text = "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1";
    let code = "LimitExceededException";
    refused(&rig, &op::AddRoleToInstanceProfile, held("s"), code, text).await;
    let text = "Cannot delete entity, must remove roles from instance profile first.";
    let code = "DeleteConflictException";
    refused(&rig, &op::DeleteRole, json!({"RoleName": "r"}), code, text).await;
    let p = json!({"InstanceProfileName": "p"});
    refused(&rig, &op::DeleteInstanceProfile, p.clone(), code, text).await;
    let got = rig.ok(&op::GetInstanceProfile, p.clone()).await;
    assert_eq!(got["InstanceProfile"]["Roles"][0]["RoleName"], "r");
    assert_eq!(got["InstanceProfile"]["Tags"], json!([]));
    let of_role = rig.ok(&op::ListInstanceProfilesForRole, json!({"RoleName": "r"})).await;
    assert_eq!(column(&of_role, "InstanceProfiles", "InstanceProfileName"), ["p"]);
    rig.ok(&op::RemoveRoleFromInstanceProfile, held("r")).await;
    rig.ok(&op::DeleteRole, json!({"RoleName": "r"})).await;
    rig.ok(&op::DeleteInstanceProfile, p).await;
    rig.end().await;
}

#[tokio::test]
async fn a_service_linked_role_is_its_services_alone() {
    let rig = Rig::new().await;
    let ecs_role = json!({"AWSServiceName": "ecs.amazonaws.com"});
    let made = rig.ok(&op::CreateServiceLinkedRole, ecs_role.clone()).await;
    let name = "AWSServiceRoleForECS";
    let path = "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
    assert_eq!(made["Role"]["Arn"], arn(path));
    let text = format!(
        "Service role name {name} has been taken in this account, please try a different suffix."
    );
    refused(&rig, &op::CreateServiceLinkedRole, ecs_role, "InvalidInputException", &text).await;
    let suffix = json!({"AWSServiceName": "ecs.amazonaws.com", "CustomSuffix": "x"});
    let text = "Custom suffix is not allowed for ecs.amazonaws.com";
    refused(&rig, &op::CreateServiceLinkedRole, suffix, "InvalidInputException", text).await;
    let attached = rig.ok(&op::ListAttachedRolePolicies, json!({"RoleName": name})).await;
    assert_eq!(column(&attached, "AttachedPolicies", "PolicyName"), ["AmazonECSServiceRolePolicy"]);
    let policy = json!({"RoleName": name, "PolicyName": "p", "PolicyDocument": allow("*")});
    for (operation, input) in [
        (&op::DeleteRole, json!({"RoleName": name})),
        (&op::PutRolePolicy, policy),
        (&op::UpdateAssumeRolePolicy, json!({"RoleName": name, "PolicyDocument": tasks()})),
        (
            &op::AttachRolePolicy,
            json!({"RoleName": name, "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ),
    ] {
        let refusal = rig.refused(operation, input).await;
        assert_eq!(refusal.0, "UnmodifiableEntityException", "{}", operation.name);
    }
    rig.ok(&ecs::CreateCluster, json!({"clusterName": "c"})).await;
    let status = async || {
        let task = rig.ok(&op::DeleteServiceLinkedRole, json!({"RoleName": name})).await;
        rig.ok(&op::GetServiceLinkedRoleDeletionStatus, task).await
    };
    let failed = status().await;
    assert_eq!(failed["Status"], "FAILED");
    let used = &failed["Reason"]["RoleUsageList"][0];
    assert!(used["Resources"][0].as_str().unwrap().ends_with("cluster/c"), "{failed}");
    rig.ok(&op::GetRole, json!({"RoleName": name})).await;
    rig.ok(&ecs::DeleteCluster, json!({"cluster": "c"})).await;
    assert_eq!(status().await["Status"], "SUCCEEDED");
    assert_eq!(
        rig.refused(&op::GetRole, json!({"RoleName": name})).await.0,
        "NoSuchEntityException"
    );
    let path = json!({"RoleName": "x", "Path": "/aws-service-role/x/", "AssumeRolePolicyDocument": tasks()});
    assert_eq!(rig.refused(&op::CreateRole, path).await.0, "ValidationError");
    rig.end().await;
}

#[tokio::test]
async fn roles_are_listed_in_pages() {
    let rig = Rig::new().await;
    for at in 0..7 {
        let input = json!({"RoleName": format!("r{at}"), "AssumeRolePolicyDocument": tasks()});
        rig.ok(&op::CreateRole, input).await;
    }
    for size in [1, 3, 7, 100] {
        assert_eq!(paged(&rig, &op::ListRoles, json!({}), "Roles", size).await.len(), 7);
    }
    rig.end().await;
}
