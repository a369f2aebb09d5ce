//! Fields that a newer engine has written stay, whatever this one changes in the record.

use ferrogate_api::Operation;
use ferrogate_api::ecr::operation as ecr;
use ferrogate_api::ecs::operation as ecs;
use ferrogate_api::logs::operation as logs;
use ferrogate_records::ecr::{image, policy, repository};
use ferrogate_records::ecs::{cluster, setting, task, task_definition};
use ferrogate_records::logs::group;
use ferrogate_registry::Digest;
use serde_json::{Value, json};

use crate::rig::{ACCOUNT, REGION, Rig, column, scope};

/// What a newer engine keeps in every record.
fn newer() -> Value {
    json!({"since": "tomorrow", "list": [1, null, {"deep": true}]})
}

/// Operations that write a record that is there already, each with its request.
type Changes<'o> = Vec<(&'o Operation, Value)>;

/// Gives the record under `at` a field that this engine doesn't know, and looks for it after
/// each of the changes.
async fn keeps(rig: &Rig, at: &str, changes: Changes<'_>) {
    keep_inside(rig, at, &[""], changes).await;
}

/// The same with a field in each of the objects that `places`, JSON pointers, lead to.
async fn keep_inside(rig: &Rig, at: &str, places: &[&str], changes: Changes<'_>) {
    let before = rig.stored(at).await.unwrap_or_else(|| panic!("nothing is under {at}"));
    let mut value: Value = serde_json::from_slice(&before.val).unwrap();
    for place in places {
        let object = value.pointer_mut(place).unwrap_or_else(|| panic!("no {place} in {before:?}"));
        object["newer"] = newer();
    }
    let mut written = rig.write(at, &value).await;
    assert!(!changes.is_empty());
    for (operation, input) in changes {
        rig.ok(operation, input).await;
        let after = rig.stored(at).await.unwrap_or_else(|| panic!("{at} is gone"));
        assert!(after.modify > written, "{} does not write {at}", operation.name);
        written = after.modify;
        let value: Value = serde_json::from_slice(&after.val).unwrap();
        for place in places {
            let kept = value.pointer(place).and_then(|object| object.get("newer"));
            assert_eq!(kept, Some(&newer()), "{place} of {at} after {}", operation.name);
        }
    }
}

fn arn(resource: &str) -> String {
    format!("arn:aws:ecs:{REGION}:{ACCOUNT}:{resource}")
}

fn tag(arn: &str) -> Value {
    json!({"resourceArn": arn, "tags": [{"key": "k", "value": "v"}]})
}

fn untag(arn: &str) -> Value {
    json!({"resourceArn": arn, "tagKeys": ["k"]})
}

#[tokio::test]
async fn clusters_keep_them() {
    let rig = Rig::new().await;
    rig.ok(&ecs::CreateCluster, json!({"clusterName": "web"})).await;
    let arn = arn("cluster/web");
    let changes: Changes<'_> = vec![
        (&ecs::TagResource, tag(&arn)),
        (&ecs::UntagResource, untag(&arn)),
        (
            &ecs::UpdateClusterSettings,
            json!({"cluster": "web", "settings": [
                {"name": "containerInsights", "value": "disabled"}]}),
        ),
        (&ecs::UpdateCluster, json!({"cluster": "web", "settings": []})),
        (
            &ecs::PutClusterCapacityProviders,
            json!({"cluster": "web", "capacityProviders": ["FARGATE"],
                "defaultCapacityProviderStrategy": []}),
        ),
        (&ecs::DeleteCluster, json!({"cluster": "web"})),
    ];
    keeps(&rig, &cluster::key(&scope(), "web"), changes).await;
    rig.end().await;
}

#[tokio::test]
async fn task_definitions_and_their_families_keep_them() {
    let rig = Rig::new().await;
    let register = crate::ecs_definitions::register("web");
    rig.ok(&ecs::RegisterTaskDefinition, register.clone()).await;
    let family = task_definition::family_key(&scope(), "web");
    keeps(&rig, &family, vec![(&ecs::RegisterTaskDefinition, register)]).await;
    let arn = arn("task-definition/web:1");
    let changes: Changes<'_> = vec![
        (&ecs::TagResource, tag(&arn)),
        (&ecs::UntagResource, untag(&arn)),
        (&ecs::DeregisterTaskDefinition, json!({"taskDefinition": "web:1"})),
        (&ecs::DeleteTaskDefinitions, json!({"taskDefinitions": ["web:1"]})),
    ];
    keeps(&rig, &task_definition::key(&scope(), "web", 1), changes).await;
    rig.end().await;
}

#[tokio::test]
async fn tasks_keep_them() {
    let rig = Rig::new().await;
    let id = crate::ecs_tasks::ready(&rig, 1).await.remove(0);
    let arn = arn(&format!("task/default/{id}"));
    let changes: Changes<'_> = vec![
        (&ecs::TagResource, tag(&arn)),
        (&ecs::UntagResource, untag(&arn)),
        (&ecs::StopTask, json!({"task": id})),
    ];
    let places = ["", "/containers/0", "/at", "/network"];
    let key = task::key(&scope(), "default", &id.parse().unwrap());
    keep_inside(&rig, &key, &places, changes).await;
    rig.end().await;
}

#[tokio::test]
async fn account_settings_keep_them() {
    let rig = Rig::new().await;
    let ask = |value: &str| json!({"name": "defaultLogDriverMode", "value": value});
    rig.ok(&ecs::PutAccountSettingDefault, ask("blocking")).await;
    let changes: Changes<'_> = vec![
        (&ecs::PutAccountSettingDefault, ask("non-blocking")),
        (&ecs::PutAccountSetting, ask("blocking")),
    ];
    let at = setting::key(&scope(), setting::ACCOUNT, "defaultLogDriverMode");
    keeps(&rig, &at, changes).await;
    rig.end().await;
}

#[tokio::test]
async fn log_groups_keep_them() {
    let rig = Rig::new().await;
    rig.ok(&logs::CreateLogGroup, json!({"logGroupName": "/web"})).await;
    let changes: Changes<'_> = vec![
        (&logs::PutRetentionPolicy, json!({"logGroupName": "/web", "retentionInDays": 7})),
        (&logs::DeleteRetentionPolicy, json!({"logGroupName": "/web"})),
        (&logs::TagLogGroup, json!({"logGroupName": "/web", "tags": {"k": "v"}})),
        (&logs::UntagLogGroup, json!({"logGroupName": "/web", "tags": ["k"]})),
    ];
    keeps(&rig, &group::key(&scope(), "/web"), changes).await;
    rig.end().await;
}

#[tokio::test]
async fn repositories_and_their_documents_keep_them() {
    let rig = Rig::new().await;
    let made = rig.ok(&ecr::CreateRepository, json!({"repositoryName": "app"})).await;
    let arn = made["repository"]["repositoryArn"].as_str().unwrap();
    let index = index_of("one");
    let changes: Changes<'_> = vec![
        (&ecr::TagResource, json!({"resourceArn": arn, "tags": [{"Key": "k", "Value": "v"}]})),
        (
            &ecr::PutImageTagMutability,
            json!({"repositoryName": "app", "imageTagMutability": "MUTABLE"}),
        ),
        (&ecr::PutImage, json!({"repositoryName": "app", "imageManifest": index})),
    ];
    keeps(&rig, &repository::key(&scope(), "app"), changes).await;

    let statement = json!({"Sid": "s", "Effect": "Allow", "Principal": "*",
        "Action": ["ecr:BatchGetImage"]});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    let set = json!({"repositoryName": "app", "policyText": policy});
    rig.ok(&ecr::SetRepositoryPolicy, set.clone()).await;
    let at = policy::key(&scope(), "app", policy::Purpose::Access);
    keeps(&rig, &at, vec![(&ecr::SetRepositoryPolicy, set)]).await;
    rig.end().await;
}

/// An image that needs no other and no layer.
fn index_of(note: &str) -> String {
    json!({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [], "annotations": {"note": note},
    })
    .to_string()
}

#[tokio::test]
async fn images_and_their_tags_keep_them() {
    let rig = Rig::new().await;
    rig.ok(&ecr::CreateRepository, json!({"repositoryName": "app"})).await;
    let put = |note: &str, tag: &str| json!({"repositoryName": "app", "imageManifest": index_of(note), "imageTag": tag});
    rig.ok(&ecr::PutImage, put("one", "a")).await;
    let digest = Digest::of(index_of("one").as_bytes()).to_string();
    let changes: Changes<'_> = vec![
        (&ecr::PutImage, put("one", "b")),
        // The tag moves away, and the image is written without it.
        (&ecr::PutImage, put("two", "b")),
        (&ecr::PutImage, put("one", "c")),
        (&ecr::BatchDeleteImage, json!({"repositoryName": "app", "imageIds": [{"imageTag": "c"}]})),
    ];
    keeps(&rig, &image::key(&scope(), "app", &digest), changes).await;
    let at = image::tag_key(&scope(), "app", "b");
    keeps(&rig, &at, vec![(&ecr::PutImage, put("three", "b"))]).await;
    let found = rig.ok(&ecr::DescribeImages, json!({"repositoryName": "app"})).await;
    assert_eq!(column(&found, "imageDetails", "imageDigest").len(), 3);
    rig.end().await;
}

#[tokio::test]
async fn layers_keep_them() {
    let rig = Rig::new().await;
    rig.ok(&ecr::CreateRepository, json!({"repositoryName": "app"})).await;
    let (digest, scope) = (Digest::of(b"layer"), scope());
    let push = async || {
        let id = rig.catalog.start_upload(&scope, "app", "me").await.unwrap();
        rig.catalog.append_bytes(id, 0, b"layer".as_slice().into()).await.unwrap();
        rig.catalog.finish_upload(&scope, "app", id, &digest).await.unwrap();
    };
    push().await;
    let at = image::layer_key(&scope, "app", &digest.to_string());
    let mut value: Value = serde_json::from_slice(&rig.stored(&at).await.unwrap().val).unwrap();
    value["newer"] = newer();
    let written = rig.write(&at, &value).await;
    push().await;
    let after = rig.stored(&at).await.unwrap();
    assert!(after.modify > written, "the push of a known layer does not write its record");
    let value: Value = serde_json::from_slice(&after.val).unwrap();
    assert_eq!(value["newer"], newer());
    rig.end().await;
}
