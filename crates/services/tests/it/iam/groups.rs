//! Groups, and who is in them.

use ferrogate_api::iam::operation as op;
use serde_json::json;

use super::{allow, arn, paged, refused};
use crate::rig::{Rig, column};

#[tokio::test]
async fn a_group_has_members_until_it_has_none() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateGroup, json!({"GroupName": "Ops", "Path": "/a/"})).await;
    let id = made["Group"]["GroupId"].as_str().unwrap();
    assert!(id.starts_with("AGPA") && id.len() == 21, "{id}");
    let taken = "Group with name ops already exists.";
    let input = json!({"GroupName": "ops"});
    refused(&rig, &op::CreateGroup, input, "EntityAlreadyExistsException", taken).await;
    for name in ["b", "a", "c"] {
        rig.ok(&op::CreateUser, json!({"UserName": name})).await;
        let input = json!({"GroupName": "Ops", "UserName": name});
        rig.ok(&op::AddUserToGroup, input.clone()).await;
        rig.ok(&op::AddUserToGroup, input).await;
    }
    let members = paged(&rig, &op::GetGroup, json!({"GroupName": "Ops"}), "Users", 2).await;
    let members: Vec<_> = members.iter().map(|user| user["UserName"].as_str().unwrap()).collect();
    assert_eq!(members, ["a", "b", "c"]);

    // Who is in it stays so when either is called otherwise.
    rig.ok(&op::UpdateGroup, json!({"GroupName": "Ops", "NewGroupName": "dev", "NewPath": "/"}))
        .await;
    rig.ok(&op::UpdateUser, json!({"UserName": "a", "NewUserName": "z"})).await;
    let groups = rig.ok(&op::ListGroupsForUser, json!({"UserName": "z"})).await;
    assert_eq!(column(&groups, "Groups", "Arn"), [arn("group/dev")]);
    assert_eq!(column(&groups, "Groups", "GroupId"), [id]);

    let text = "Cannot delete entity, must remove users from group first.";
    let dev = json!({"GroupName": "dev"});
    refused(&rig, &op::DeleteGroup, dev.clone(), "DeleteConflictException", text).await;
    for name in ["z", "b", "c"] {
        let input = json!({"GroupName": "dev", "UserName": name});
        rig.ok(&op::RemoveUserFromGroup, input.clone()).await;
        rig.ok(&op::RemoveUserFromGroup, input).await;
    }
    let policy = json!({"GroupName": "dev", "PolicyName": "p", "PolicyDocument": allow("ecs:*")});
    rig.ok(&op::PutGroupPolicy, policy).await;
    let text = "Cannot delete entity, must delete policies first.";
    refused(&rig, &op::DeleteGroup, dev.clone(), "DeleteConflictException", text).await;
    rig.ok(&op::DeleteGroupPolicy, json!({"GroupName": "dev", "PolicyName": "p"})).await;
    rig.ok(&op::DeleteGroup, dev).await;
    assert_eq!(rig.ok(&op::ListGroups, json!({})).await["Groups"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn a_missing_user_is_told_before_a_missing_group() {
    let rig = Rig::new().await;
    let input = json!({"GroupName": "g", "UserName": "u"});
    let text = "The user with name u cannot be found.";
    refused(&rig, &op::AddUserToGroup, input.clone(), "NoSuchEntityException", text).await;
    refused(&rig, &op::RemoveUserFromGroup, input.clone(), "NoSuchEntityException", text).await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    let text = "The group with name g cannot be found.";
    refused(&rig, &op::AddUserToGroup, input, "NoSuchEntityException", text).await;
    rig.end().await;
}

#[tokio::test]
async fn a_group_that_is_deleted_while_somebody_joins_keeps_one_of_both_out() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateUser, json!({"UserName": "u"})).await;
    for _ in 0..20 {
        rig.ok(&op::CreateGroup, json!({"GroupName": "g"})).await;
        let join = rig.call(&op::AddUserToGroup, json!({"GroupName": "g", "UserName": "u"}));
        let delete = rig.call(&op::DeleteGroup, json!({"GroupName": "g"}));
        let (joined, deleted) = tokio::join!(join, delete);
        assert!(joined.is_ok() != deleted.is_ok(), "{joined:?} {deleted:?}");
        let groups = rig.ok(&op::ListGroupsForUser, json!({"UserName": "u"})).await;
        assert_eq!(groups["Groups"].as_array().unwrap().len(), usize::from(joined.is_ok()));
        if joined.is_ok() {
            let input = json!({"GroupName": "g", "UserName": "u"});
            rig.ok(&op::RemoveUserFromGroup, input).await;
            rig.ok(&op::DeleteGroup, json!({"GroupName": "g"})).await;
        }
    }
    rig.end().await;
}
