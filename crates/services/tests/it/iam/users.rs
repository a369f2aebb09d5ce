//! Users.

use std::sync::Arc;

use ferrogate_api::iam::operation as op;
use ferrogate_api::{Caller, Cx};
use ferrogate_base::TimestampMs;
use serde_json::json;

use super::{arn, paged, refused};
use crate::rig::{ACCOUNT, NOW_MS, REGION, Rig, account, column};

#[tokio::test]
async fn a_user_is_made_shown_changed_and_deleted() {
    let rig = Rig::new().await;
    let tags = json!([{"Key": "b", "Value": "2"}, {"Key": "a", "Value": ""}]);
    let made =
        rig.ok(&op::CreateUser, json!({"UserName": "Bob", "Path": "/ops/", "Tags": tags})).await;
    let id = made["User"]["UserId"].as_str().unwrap().to_owned();
    assert!(id.starts_with("AIDA") && id.len() == 21, "{id}");
    assert_eq!(made["User"]["Arn"], arn("user/ops/Bob"));
    assert_eq!(made["User"]["CreateDate"], NOW_MS / 1000);
    assert!(made["User"].get("PermissionsBoundary").is_none());
    let got = rig.ok(&op::GetUser, json!({"UserName": "Bob"})).await;
    assert_eq!(got, made);
    let listed = rig.ok(&op::ListUsers, json!({})).await;
    assert_eq!(column(&listed, "Users", "UserId"), [&id]);
    assert!(listed["Users"][0].get("Tags").is_none(), "{listed}");

    rig.ok(&op::UpdateUser, json!({"UserName": "Bob", "NewUserName": "eve", "NewPath": "/"})).await;
    let eve = rig.ok(&op::GetUser, json!({"UserName": "eve"})).await;
    assert_eq!(
        (&eve["User"]["UserId"], &eve["User"]["Arn"]),
        (&json!(id), &json!(arn("user/eve")))
    );
    let gone = "The user with name Bob cannot be found.";
    refused(&rig, &op::GetUser, json!({"UserName": "Bob"}), "NoSuchEntityException", gone).await;
    rig.ok(&op::DeleteUser, json!({"UserName": "eve"})).await;
    assert_eq!(rig.ok(&op::ListUsers, json!({})).await["Users"], json!([]));
    rig.end().await;
}

#[tokio::test]
async fn names_are_unique_whatever_their_case_and_found_as_they_were_written() {
    let rig = Rig::new().await;
    rig.ok(&op::CreateUser, json!({"UserName": "Bob"})).await;
    let taken = "User with name bOB already exists.";
    let input = json!({"UserName": "bOB"});
    refused(&rig, &op::CreateUser, input, "EntityAlreadyExistsException", taken).await;
    // A policy denies by the ARN, which has the name's letters: no other writing gets past it.
    let none = "The user with name BOB cannot be found.";
    refused(&rig, &op::DeleteUser, json!({"UserName": "BOB"}), "NoSuchEntityException", none).await;
    rig.ok(&op::CreateUser, json!({"UserName": "ann"})).await;
    let input = json!({"UserName": "ann", "NewUserName": "BoB"});
    let taken = "User with name BoB already exists.";
    refused(&rig, &op::UpdateUser, input, "EntityAlreadyExistsException", taken).await;
    // Its own name in other letters is free to it.
    rig.ok(&op::UpdateUser, json!({"UserName": "ann", "NewUserName": "ANN"})).await;
    let ann = rig.ok(&op::GetUser, json!({"UserName": "ANN"})).await;
    assert_eq!(ann["User"]["Arn"], arn("user/ANN"));
    for name in ["b\u{f6}b", "\u{430}dmin", "a b", "a/b", "", "\u{ff42}ob", "bob\u{200b}", "a*"] {
        let refusal = rig.refused(&op::CreateUser, json!({"UserName": name})).await;
        assert_eq!(refusal.0, "ValidationError", "{name:?}: {}", refusal.1);
    }
    let refusal = rig.refused(&op::CreateUser, json!({"UserName": "a".repeat(65)})).await;
    assert!(refusal.1.contains("less than or equal to 64"), "{refusal:?}");
    rig.end().await;
}

#[tokio::test]
async fn of_two_that_make_one_name_at_once_one_is_told_that_it_is_taken() {
    let rig = Rig::new().await;
    let make = |name: &'static str| rig.call(&op::CreateUser, json!({"UserName": name}));
    let (a, b, c) = tokio::join!(make("same"), make("SAME"), make("Same"));
    let made = [&a, &b, &c].into_iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(made, 1, "{a:?} {b:?} {c:?}");
    let refused = [a, b, c].into_iter().filter_map(Result::err);
    assert!(refused.into_iter().all(|(code, _)| code == "EntityAlreadyExistsException"));
    assert_eq!(rig.ok(&op::ListUsers, json!({})).await["Users"].as_array().unwrap().len(), 1);
    rig.end().await;
}

#[tokio::test]
async fn users_are_listed_by_path_and_in_pages() {
    let rig = Rig::new().await;
    for (at, name) in ["e", "B", "d", "A", "c"].into_iter().enumerate() {
        let path = if at % 2 == 0 { "/even/" } else { "/odd/" };
        rig.ok(&op::CreateUser, json!({"UserName": name, "Path": path})).await;
    }
    for size in 1..7 {
        let all = paged(&rig, &op::ListUsers, json!({}), "Users", size).await;
        let names: Vec<_> = all.iter().map(|user| user["UserName"].as_str().unwrap()).collect();
        assert_eq!(names, ["A", "B", "c", "d", "e"]);
    }
    let even = paged(&rig, &op::ListUsers, json!({"PathPrefix": "/even"}), "Users", 2).await;
    assert_eq!(even.len(), 3);
    let first = rig.ok(&op::ListUsers, json!({"MaxItems": 1})).await;
    let other = json!({"Marker": first["Marker"], "PathPrefix": "/even"});
    assert_eq!(rig.refused(&op::ListUsers, other).await.0, "ValidationError");
    assert_eq!(rig.refused(&op::ListUsers, json!({"Marker": "x"})).await.0, "ValidationError");
    rig.end().await;
}

#[tokio::test]
async fn a_user_with_anything_left_is_not_deleted() {
    let rig = Rig::new().await;
    let bob = json!({"UserName": "bob"});
    rig.ok(&op::CreateUser, bob.clone()).await;
    rig.ok(&op::CreateGroup, json!({"GroupName": "g"})).await;
    rig.ok(&op::AddUserToGroup, json!({"GroupName": "g", "UserName": "bob"})).await;
    let read = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    let attached = json!({"UserName": "bob", "PolicyArn": read});
    rig.ok(&op::AttachUserPolicy, attached.clone()).await;
    let inline =
        json!({"UserName": "bob", "PolicyName": "p", "PolicyDocument": super::allow("ecs:*")});
    rig.ok(&op::PutUserPolicy, inline).await;
    let key = rig.ok(&op::CreateAccessKey, bob.clone()).await;
    let key = &key["AccessKey"]["AccessKeyId"];

    let conflict = async |what: &str| {
        let text = format!("Cannot delete entity, must {what} first.");
        refused(&rig, &op::DeleteUser, bob.clone(), "DeleteConflictException", &text).await;
    };
    conflict("detach all policies").await;
    rig.ok(&op::DetachUserPolicy, attached).await;
    conflict("delete policies").await;
    rig.ok(&op::DeleteUserPolicy, json!({"UserName": "bob", "PolicyName": "p"})).await;
    conflict("remove users from group").await;
    rig.ok(&op::RemoveUserFromGroup, json!({"GroupName": "g", "UserName": "bob"})).await;
    conflict("delete access keys").await;
    rig.ok(&op::DeleteAccessKey, json!({"UserName": "bob", "AccessKeyId": key})).await;
    rig.ok(&op::DeleteUser, bob).await;
    rig.end().await;
}

#[tokio::test]
async fn tags_of_users_are_one_whatever_the_case_of_their_keys() {
    let rig = Rig::new().await;
    let twice = json!([{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]);
    let text = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    let input = json!({"UserName": "bob", "Tags": twice});
    refused(&rig, &op::CreateUser, input, "InvalidInputException", text).await;
    rig.ok(&op::CreateUser, json!({"UserName": "bob"})).await;
    let tag =
        |key: &str, value: &str| json!({"UserName": "bob", "Tags": [{"Key": key, "Value": value}]});
    rig.ok(&op::TagUser, tag("Team", "a")).await;
    rig.ok(&op::TagUser, tag("team", "b")).await;
    rig.ok(&op::TagUser, tag("z", "")).await;
    let tags = rig.ok(&op::ListUserTags, json!({"UserName": "bob"})).await;
    assert_eq!(tags["Tags"], json!([{"Key": "team", "Value": "b"}, {"Key": "z", "Value": ""}]));
    let paged = paged(&rig, &op::ListUserTags, json!({"UserName": "bob"}), "Tags", 1).await;
    assert_eq!(paged.len(), 2);
    rig.ok(&op::UntagUser, json!({"UserName": "bob", "TagKeys": ["TEAM", "none"]})).await;
    let tags = rig.ok(&op::ListUserTags, json!({"UserName": "bob"})).await;
    assert_eq!(tags["Tags"], json!([{"Key": "z", "Value": ""}]));
    let reserved = rig.refused(&op::TagUser, tag("aws:x", "1")).await;
    assert_eq!(reserved.0, "InvalidInputException");
    let many: Vec<_> = (0..50).map(|at| json!({"Key": at.to_string(), "Value": ""})).collect();
    let full = rig.refused(&op::TagUser, json!({"UserName": "bob", "Tags": many})).await;
    assert_eq!(full.0, "LimitExceededException");
    rig.end().await;
}

#[tokio::test]
async fn who_calls_without_a_name_means_itself() {
    let rig = Rig::new().await;
    let made = rig.ok(&op::CreateUser, json!({"UserName": "bob"})).await;
    let as_bob = |user_id: &str| {
        let mut cx = Cx::root("id", account(), REGION, TimestampMs(NOW_MS));
        cx.caller = Arc::new(Caller::user(account(), "bob", user_id));
        Arc::new(cx)
    };
    let bob = as_bob(made["User"]["UserId"].as_str().unwrap());
    assert_eq!(rig.ok_as(bob.clone(), &op::GetUser, json!({})).await, made);
    let key = rig.ok_as(bob.clone(), &op::CreateAccessKey, json!({})).await;
    assert_eq!(key["AccessKey"]["UserName"], "bob");
    let listed = rig.ok(&op::ListAccessKeys, json!({"UserName": "bob"})).await;
    assert_eq!(column(&listed, "AccessKeyMetadata", "AccessKeyId").len(), 1);
    // A session of a role is no user.
    let session = as_bob("AROAX:session");
    let (code, text) = rig.call_as(session, &op::GetUser, json!({})).await.unwrap_err();
    assert_eq!(code, "ValidationError");
    assert_eq!(text, "Must specify userName when calling with non-User credentials");
    // IAM is the same in every region, and another's in another account.
    let far = Arc::new(Cx::root("id", account(), "ap-south-1", TimestampMs(NOW_MS)));
    assert_eq!(rig.ok_as(far, &op::GetUser, json!({"UserName": "bob"})).await, made);
    let other = Cx::root("id", "444455556666".parse().unwrap(), REGION, TimestampMs(NOW_MS));
    let none = rig.call_as(Arc::new(other), &op::GetUser, json!({"UserName": "bob"})).await;
    assert_eq!(none.unwrap_err().0, "NoSuchEntityException");
    assert_eq!(account().as_str(), ACCOUNT);
    rig.end().await;
}
