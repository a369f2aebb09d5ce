//! Managed policies, their versions, who has them; inline policies; boundaries.

use ferrogate_api::iam::operation as op;
use serde_json::{Value, json};

use super::{allow, arn, decoded, paged, refused, tasks};
use crate::rig::{Rig, column};

const ADMIN: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

async fn policy(rig: &Rig, name: &str) -> String {
    let input = json!({"PolicyName": name, "PolicyDocument": allow("ecs:RunTask")});
    let made = rig.ok(&op::CreatePolicy, input).await;
    made["Policy"]["Arn"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_policy_has_five_versions_of_which_one_is_in_force() {
    let rig = Rig::new().await;
    let input = json!({
        "PolicyName": "P", "Path": "/a/b/", "PolicyDocument": allow("ecs:RunTask"),
        "Description": "d", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}],
    });
    let made = rig.ok(&op::CreatePolicy, input).await;
    let id = arn("policy/a/b/P");
    assert_eq!(
        (&made["Policy"]["Arn"], &made["Policy"]["DefaultVersionId"]),
        (&json!(id), &json!("v1"))
    );
    assert!(made["Policy"].get("Description").is_none(), "{made}");
    let got = rig.ok(&op::GetPolicy, json!({"PolicyArn": id})).await;
    assert_eq!(got["Policy"]["Description"], "d");
    assert_eq!(column(&got["Policy"], "Tags", "Key"), ["A", "a"]);
    let text = "A policy called p already exists. Duplicate names are not allowed.";
    let again = json!({"PolicyName": "p", "PolicyDocument": allow("*")});
    refused(&rig, &op::CreatePolicy, again, "EntityAlreadyExistsException", text).await;

    let version = |action: &str, default: bool| json!({"PolicyArn": id, "PolicyDocument": allow(action), "SetAsDefault": default});
    let second = rig.ok(&op::CreatePolicyVersion, version("ecs:StopTask", true)).await;
    assert_eq!(second["PolicyVersion"]["VersionId"], "v2");
    assert_eq!(second["PolicyVersion"]["IsDefaultVersion"], true);
    for _ in 3..=5 {
        rig.ok(&op::CreatePolicyVersion, version("ecs:*", false)).await;
    }
    let text = "A managed policy can have up to 5 versions. Before you create a new version, you \
                must delete an existing version.";
    let sixth = version("ecs:*", false);
    refused(&rig, &op::CreatePolicyVersion, sixth.clone(), "LimitExceededException", text).await;
    let of = |version: &str| json!({"PolicyArn": id, "VersionId": version});
    let got = rig.ok(&op::GetPolicyVersion, of("v1")).await;
    assert_eq!(decoded(&got["PolicyVersion"]["Document"]), allow("ecs:RunTask"));
    let text = "Cannot delete the default version of a policy.";
    refused(&rig, &op::DeletePolicyVersion, of("v2"), "DeleteConflictException", text).await;
    let text = format!("Policy {id} version v9 does not exist or is not attachable.");
    for operation in [&op::GetPolicyVersion, &op::DeletePolicyVersion, &op::SetDefaultPolicyVersion]
    {
        refused(&rig, operation, of("v9"), "NoSuchEntityException", &text).await;
    }
    rig.ok(&op::DeletePolicyVersion, of("v1")).await;
    assert_eq!(rig.ok(&op::CreatePolicyVersion, sixth).await["PolicyVersion"]["VersionId"], "v6");
    rig.ok(&op::SetDefaultPolicyVersion, of("v4")).await;
    let all = paged(&rig, &op::ListPolicyVersions, json!({"PolicyArn": id}), "Versions", 2).await;
    let all: Vec<_> = all
        .iter()
        .map(|v| (v["VersionId"].as_str().unwrap(), v["IsDefaultVersion"] == true))
        .collect();
    assert_eq!(all, [("v6", false), ("v5", false), ("v4", true), ("v3", false), ("v2", false)]);
    let many = "This policy has more than one version. Before you delete a policy, you must delete \
                the policy's versions. The default version is deleted with the policy.";
    refused(&rig, &op::DeletePolicy, json!({"PolicyArn": id}), "DeleteConflictException", many)
        .await;
    for version in ["v2", "v3", "v5", "v6"] {
        rig.ok(&op::DeletePolicyVersion, of(version)).await;
    }
    rig.ok(&op::DeletePolicy, json!({"PolicyArn": id})).await;
    let text = format!("Policy {id} was not found.");
    refused(&rig, &op::GetPolicy, json!({"PolicyArn": id}), "NoSuchEntityException", &text).await;
    // Nothing of it is left: another of its name begins anew.
    policy(&rig, "P").await;
    rig.end().await;
}

#[tokio::test]
async fn a_policy_in_use_is_not_deleted_and_tells_by_whom() {
    let rig = Rig::new().await;
    let id = policy(&rig, "p").await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    rig.ok(&op::CreateGroup, json!({"GroupName": "g", "Path": "/x/"})).await;
    let bounded =
        json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks(), "PermissionsBoundary": id});
    rig.ok(&op::CreateRole, bounded).await;
    for (operation, who, name) in [
        (&op::AttachUserPolicy, "UserName", "u"),
        (&op::AttachGroupPolicy, "GroupName", "g"),
        (&op::AttachRolePolicy, "RoleName", "r"),
    ] {
        // Again is once.
        for _ in 0..2 {
            rig.ok(operation, json!({who: name, "PolicyArn": id})).await;
        }
    }
    let got = rig.ok(&op::GetPolicy, json!({"PolicyArn": id})).await;
    assert_eq!(got["Policy"]["AttachmentCount"], 3);
    assert_eq!(got["Policy"]["PermissionsBoundaryUsageCount"], 1);
    let who = |answer: &Value| {
        let names = |list: &str, name: &str| column(answer, list, name).join(",");
        let (users, groups) =
            (names("PolicyUsers", "UserName"), names("PolicyGroups", "GroupName"));
        (users, groups, names("PolicyRoles", "RoleName"))
    };
    let all = rig.ok(&op::ListEntitiesForPolicy, json!({"PolicyArn": id})).await;
    assert_eq!(who(&all), ("u".into(), "g".into(), "r".into()));
    let input = json!({"PolicyArn": id, "PolicyUsageFilter": "PermissionsBoundary"});
    let bounds = rig.ok(&op::ListEntitiesForPolicy, input).await;
    assert_eq!(who(&bounds), (String::new(), String::new(), "r".into()));
    let input = json!({"PolicyArn": id, "EntityFilter": "Group", "PathPrefix": "/x/"});
    assert_eq!(who(&rig.ok(&op::ListEntitiesForPolicy, input).await).1, "g");

    let text = "Cannot delete a policy attached to entities.";
    let delete = json!({"PolicyArn": id});
    let code = "DeleteConflictException";
    refused(&rig, &op::DeletePolicy, delete.clone(), code, text).await;
    rig.ok(&op::DetachUserPolicy, json!({"UserName": "u", "PolicyArn": id})).await;
    rig.ok(&op::DetachGroupPolicy, json!({"GroupName": "g", "PolicyArn": id})).await;
    rig.ok(&op::DetachRolePolicy, json!({"RoleName": "r", "PolicyArn": id})).await;
    refused(&rig, &op::DeletePolicy, delete.clone(), code, text).await;
    let none = format!("Policy {id} was not found.");
    let again = json!({"RoleName": "r", "PolicyArn": id});
    refused(&rig, &op::DetachRolePolicy, again, "NoSuchEntityException", &none).await;
    // The role goes, and with it the use of its boundary.
    rig.ok(&op::DeleteRole, json!({"RoleName": "r"})).await;
    rig.ok(&op::DeletePolicy, delete).await;
    rig.end().await;
}

#[tokio::test]
async fn a_policy_that_is_deleted_while_it_is_attached_keeps_one_of_both_out() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    for _ in 0..20 {
        let id = policy(&rig, "p").await;
        let input = json!({"UserName": "u", "PolicyArn": id});
        let attach = rig.call(&op::AttachUserPolicy, input.clone());
        let delete = rig.call(&op::DeletePolicy, json!({"PolicyArn": id}));
        let (attached, deleted) = tokio::join!(attach, delete);
        assert!(attached.is_ok() != deleted.is_ok(), "{attached:?} {deleted:?}");
        if attached.is_ok() {
            rig.ok(&op::DetachUserPolicy, input).await;
            rig.ok(&op::DeletePolicy, json!({"PolicyArn": id})).await;
        }
    }
    rig.end().await;
}

#[tokio::test]
async fn policies_of_aws_are_there_for_all_and_nobodys_to_change() {
    let rig = Rig::new().await;
    let got = rig.ok(&op::GetPolicy, json!({"PolicyArn": ADMIN})).await;
    assert_eq!(got["Policy"]["AttachmentCount"], 0);
    let version = json!({"PolicyArn": ADMIN, "VersionId": got["Policy"]["DefaultVersionId"]});
    let document = rig.ok(&op::GetPolicyVersion, version).await;
    let document: Value =
        serde_json::from_str(&decoded(&document["PolicyVersion"]["Document"])).unwrap();
    assert_eq!(document["Statement"][0]["Action"], "*");
    for (operation, input) in [
        (&op::DeletePolicy, json!({"PolicyArn": ADMIN})),
        (&op::CreatePolicyVersion, json!({"PolicyArn": ADMIN, "PolicyDocument": allow("*")})),
        (&op::TagPolicy, json!({"PolicyArn": ADMIN, "Tags": [{"Key": "a", "Value": ""}]})),
    ] {
        assert_eq!(rig.refused(operation, input).await.0, "AccessDenied", "{}", operation.name);
    }
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    let of_services = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
    let text = "Cannot attach a Service Role Policy to a Customer Role.";
    let input = json!({"UserName": "u", "PolicyArn": of_services});
    refused(&rig, &op::AttachUserPolicy, input, "PolicyNotAttachableException", text).await;
    rig.ok(&op::AttachUserPolicy, json!({"UserName": "u", "PolicyArn": ADMIN})).await;
    let attached = json!({"Scope": "AWS", "OnlyAttached": true});
    let attached = rig.ok(&op::ListPolicies, attached).await;
    assert_eq!(column(&attached, "Policies", "PolicyName"), ["AdministratorAccess"]);
    assert_eq!(attached["Policies"][0]["AttachmentCount"], 1);

    // A policy of the account may have the name of one of AWS's; both are listed.
    policy(&rig, "AdministratorAccess").await;
    assert_eq!(
        rig.ok(&op::ListPolicies, json!({"Scope": "Local"})).await["Policies"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let all = paged(&rig, &op::ListPolicies, json!({}), "Policies", 7).await;
    let arns: std::collections::BTreeSet<_> =
        all.iter().map(|p| p["Arn"].as_str().unwrap()).collect();
    assert_eq!(arns.len(), all.len());
    assert!(arns.contains(ADMIN) && arns.contains(&*arn("policy/AdministratorAccess")));
    rig.end().await;
}

#[test]
fn every_policy_of_aws_can_be_read() {
    use ferrogate_policy::{Kind, Policy};
    for policy in ferrogate_records::iam::managed::all() {
        let read = Policy::parse(&policy.document, Kind::Identity);
        assert!(read.is_ok(), "{}: {:?}", policy.name, read.err());
    }
}

#[tokio::test]
async fn arns_that_name_no_policy_are_refused() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    let attach = |arn: &str| json!({"UserName": "u", "PolicyArn": arn});
    for bad in [
        "longpolicynamebutnoarn",
        &arn("role/longenough"),
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
    ] {
        let text = format!("ARN {bad} is not valid.");
        refused(&rig, &op::AttachUserPolicy, attach(bad), "ValidationError", &text).await;
    }
    policy(&rig, "Mine").await;
    for none in [
        arn("policy/mine"),
        arn("policy/x/Mine"),
        "arn:aws:iam::444455556666:policy/Mine".into(),
        "arn:aws:iam::aws:policy/administratoraccess".into(),
    ] {
        let text = format!("Policy {none} does not exist or is not attachable.");
        refused(&rig, &op::AttachUserPolicy, attach(&none), "NoSuchEntityException", &text).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn inline_policies_are_put_shown_and_deleted() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateRole, json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()})).await;
    let put = |name: &str, document: &str| json!({"RoleName": "r", "PolicyName": name, "PolicyDocument": document});
    let spaced = "{ \"Version\": \"2012-10-17\",\n \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"} }";
    rig.ok(&op::PutRolePolicy, put("b", spaced)).await;
    rig.ok(&op::PutRolePolicy, put("a", &allow("ecs:*"))).await;
    rig.ok(&op::PutRolePolicy, put("a", &allow("logs:*"))).await;
    let got = rig.ok(&op::GetRolePolicy, json!({"RoleName": "r", "PolicyName": "b"})).await;
    assert_eq!(decoded(&got["PolicyDocument"]), spaced, "as it was written");
    let names =
        paged(&rig, &op::ListRolePolicies, json!({"RoleName": "r"}), "PolicyNames", 1).await;
    assert_eq!(names, ["a", "b"]);
    let one = json!({"RoleName": "r", "PolicyName": "b"});
    rig.ok(&op::DeleteRolePolicy, one.clone()).await;
    let text = "The role policy with name b cannot be found.";
    refused(&rig, &op::DeleteRolePolicy, one.clone(), "NoSuchEntityException", text).await;
    refused(&rig, &op::GetRolePolicy, one, "NoSuchEntityException", text).await;
    let malformed = "MalformedPolicyDocumentException";
    for (document, text) in [
        ("{}", "Syntax errors in policy."),
        (
            &*allow("ecs"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (&*tasks(), "Policy document should not specify a principal."),
    ] {
        refused(&rig, &op::PutRolePolicy, put("x", document), malformed, text).await;
        let create = json!({"PolicyName": "x", "PolicyDocument": document});
        refused(&rig, &op::CreatePolicy, create, malformed, text).await;
    }
    rig.end().await;
}

#[tokio::test]
async fn a_boundary_is_set_changed_and_taken_off() {
    let rig = Rig::new().await;
    let (a, b) = (policy(&rig, "a").await, policy(&rig, "b").await);
    rig.ok(&op::CreateUser, json!({"UserName": "u", "PermissionsBoundary": a})).await;
    let none = arn("policy/none");
    let text = format!("Scope ARN: {none} does not exist or is not attachable.");
    let set = |arn: &str| json!({"UserName": "u", "PermissionsBoundary": arn});
    let code = "NoSuchEntityException";
    refused(&rig, &op::PutUserPermissionsBoundary, set(&none), code, &text).await;
    rig.ok(&op::PutUserPermissionsBoundary, set(&b)).await;
    rig.ok(&op::PutUserPermissionsBoundary, set(&b)).await;
    let got = rig.ok(&op::GetUser, json!({"UserName": "u"})).await;
    let shown = json!({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": b});
    assert_eq!(got["User"]["PermissionsBoundary"], shown);
    let uses = async |arn: &str| {
        let got = rig.ok(&op::GetPolicy, json!({"PolicyArn": arn})).await;
        got["Policy"]["PermissionsBoundaryUsageCount"].as_u64().unwrap()
    };
    assert_eq!((uses(&a).await, uses(&b).await), (0, 1));
    rig.ok(&op::PutUserPermissionsBoundary, set(ADMIN)).await;
    assert_eq!(uses(&b).await, 0);
    assert_eq!(uses(ADMIN).await, 1);
    rig.ok(&op::DeleteUserPermissionsBoundary, json!({"UserName": "u"})).await;
    let got = rig.ok(&op::GetUser, json!({"UserName": "u"})).await;
    assert!(got["User"].get("PermissionsBoundary").is_none(), "{got}");
    rig.end().await;
}

#[tokio::test]
async fn all_of_an_account_is_told_at_once_and_in_pages() {
    let rig = Rig::new().await;
    let id = policy(&rig, "p").await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    rig.ok(&op::CreateGroup, json!({"GroupName": "g"})).await;
    rig.ok(&op::AddUserToGroup, json!({"GroupName": "g", "UserName": "u"})).await;
    rig.ok(&op::CreateRole, json!({"RoleName": "r", "AssumeRolePolicyDocument": tasks()})).await;
    rig.ok(&op::AttachRolePolicy, json!({"RoleName": "r", "PolicyArn": ADMIN})).await;
    rig.ok(
        &op::PutUserPolicy,
        json!({"UserName": "u", "PolicyName": "i", "PolicyDocument": allow("ecs:*")}),
    )
    .await;
    let all = rig.ok(&op::GetAccountAuthorizationDetails, json!({})).await;
    let user = &all["UserDetailList"][0];
    assert_eq!(user["GroupList"], json!(["g"]));
    assert_eq!(decoded(&user["UserPolicyList"][0]["PolicyDocument"]), allow("ecs:*"));
    assert_eq!(column(&all["RoleDetailList"][0], "AttachedManagedPolicies", "PolicyArn"), [ADMIN]);
    assert_eq!(column(&all, "Policies", "Arn"), [ADMIN, &id]);
    let input = json!({"Filter": ["Group", "LocalManagedPolicy"]});
    let some = rig.ok(&op::GetAccountAuthorizationDetails, input).await;
    assert_eq!(
        (column(&some, "Policies", "Arn"), &some["UserDetailList"]),
        (vec![&*id], &json!([]))
    );
    let (mut marker, mut found) = (Value::Null, 0);
    loop {
        let page = rig
            .ok(&op::GetAccountAuthorizationDetails, json!({"MaxItems": 1, "Marker": marker}))
            .await;
        let lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];
        found += lists.iter().map(|list| page[list].as_array().unwrap().len()).sum::<usize>();
        marker = page["Marker"].clone();
        if page["IsTruncated"] == false {
            break;
        }
    }
    assert_eq!(found, 5);
    rig.end().await;
}

#[tokio::test]
async fn what_somebody_has_is_simulated() {
    let rig = Rig::new().await;
    let limit = policy(&rig, "limit").await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    rig.ok(&op::CreateGroup, json!({"GroupName": "g"})).await;
    rig.ok(&op::AddUserToGroup, json!({"GroupName": "g", "UserName": "u"})).await;
    rig.ok(
        &op::PutGroupPolicy,
        json!({"GroupName": "g", "PolicyName": "mine", "PolicyDocument": allow("ecs:*")}),
    )
    .await;
    let ask = json!({"PolicySourceArn": arn("user/u"), "ActionNames": ["ecs:RunTask", "ecs:StopTask", "s3:GetObject"]});
    let decisions = async |ask: &Value| {
        let answer = rig.ok(&op::SimulatePrincipalPolicy, ask.clone()).await;
        column(&answer, "EvaluationResults", "EvalDecision")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(decisions(&ask).await, ["allowed", "allowed", "implicitDeny"]);
    let answer = rig.ok(&op::SimulatePrincipalPolicy, ask.clone()).await;
    let matched = &answer["EvaluationResults"][0]["MatchedStatements"][0];
    assert_eq!(
        (&matched["SourcePolicyId"], &matched["SourcePolicyType"]),
        (&json!("mine"), &json!("group"))
    );
    rig.ok(&op::PutUserPermissionsBoundary, json!({"UserName": "u", "PermissionsBoundary": limit}))
        .await;
    assert_eq!(decisions(&ask).await, ["allowed", "implicitDeny", "implicitDeny"]);
    let mut more = ask.clone();
    more["PermissionsBoundaryPolicyInputList"] = json!([allow("*")]);
    more["PolicyInputList"] = json!([allow("s3:*")]);
    assert_eq!(decisions(&more).await, ["allowed", "allowed", "allowed"]);
    let none = json!({"PolicySourceArn": arn("user/nobody"), "ActionNames": ["ecs:RunTask"]});
    assert_eq!(rig.refused(&op::SimulatePrincipalPolicy, none).await.0, "NoSuchEntityException");
    rig.end().await;
}
