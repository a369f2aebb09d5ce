//! Content management: deleting tags, images, blobs, repositories; immutable tags.

use ferrogate_image::Digest;
use ferrogate_records::ecr::repository::{Mutability, Record};
use ferrogate_registry::Error;
use http::Method;

use crate::rig::{ask, expect, expect_error, get, header, image, index, json_of, rig, scope};

#[tokio::test]
async fn deleting_a_tag_leaves_the_image() {
    let (rig, _folder) = rig().await;
    let digest = rig.push_image("app", "1", b"layer").await;
    expect(&rig.send(ask(Method::DELETE, "/v2/app/manifests/1")).await, 202);
    expect_error(&rig.send(get("/v2/app/manifests/1")).await, 404, "MANIFEST_UNKNOWN");
    expect(&rig.send(get(format!("/v2/app/manifests/{digest}"))).await, 200);
    let answer = rig.send(ask(Method::DELETE, "/v2/app/manifests/1")).await;
    expect_error(&answer, 404, "MANIFEST_UNKNOWN");
}

#[tokio::test]
async fn deleting_an_image_takes_its_tags() {
    let (rig, _folder) = rig().await;
    let digest = rig.push_image("app", "1", b"layer").await;
    rig.push_image("app", "2", b"layer").await;
    rig.push_image("app", "other", b"other").await;
    let path = format!("/v2/app/manifests/{digest}");
    expect(&rig.send(ask(Method::DELETE, &path)).await, 202);
    expect_error(&rig.send(get(&path)).await, 404, "MANIFEST_UNKNOWN");
    let tags = json_of(&rig.send(get("/v2/app/tags/list")).await);
    assert_eq!(tags["tags"], serde_json::json!(["other"]));
    expect_error(&rig.send(ask(Method::DELETE, path)).await, 404, "MANIFEST_UNKNOWN");
}

#[tokio::test]
async fn an_image_with_more_tags_than_a_transaction_takes_is_deleted() {
    let (rig, _folder) = rig().await;
    let digest = rig.push_image("app", "first", b"layer").await;
    let bytes = image(b"layer").to_string();
    for number in 0..95 {
        let tag = format!("t{number}");
        let (bytes, tag) = (bytes.clone().into(), Some(tag.as_str()));
        rig.catalog.put_image(&scope(), "app", bytes, None, None, tag).await.unwrap();
    }
    let deleted =
        rig.catalog.delete_image(&scope(), "app", &digest.parse().unwrap()).await.unwrap();
    assert_eq!(deleted.tags.len(), 96);
    assert!(rig.catalog.tags(&scope(), "app").unwrap().is_empty());
}

#[tokio::test]
async fn a_blob_goes_when_no_image_needs_it() {
    let (rig, _folder) = rig().await;
    let digest = rig.push_image("app", "1", b"layer").await;
    let blob = format!("/v2/app/blobs/{}", Digest::of(b"layer"));
    let answer = rig.send(ask(Method::DELETE, &blob)).await;
    let said = expect_error(&answer, 405, "UNSUPPORTED");
    assert!(said.contains(&digest), "{said}");
    let image = format!("/v2/app/manifests/{digest}");
    expect(&rig.send(ask(Method::DELETE, image)).await, 202);
    expect(&rig.send(ask(Method::DELETE, &blob)).await, 202);
    expect_error(&rig.send(get(&blob)).await, 404, "BLOB_UNKNOWN");
    expect_error(&rig.send(ask(Method::DELETE, blob)).await, 404, "BLOB_UNKNOWN");
}

#[tokio::test]
async fn an_image_that_an_index_names_stays_until_the_index_goes() {
    let (rig, _folder) = rig().await;
    let child = rig.push_image("app", "child", b"layer").await;
    let answer = rig.put_manifest("app/manifests/index", &index(&[&image(b"layer")])).await;
    let parent = header(&answer, "docker-content-digest").to_owned();
    let child = format!("/v2/app/manifests/{child}");
    let said = expect_error(&rig.send(ask(Method::DELETE, &child)).await, 405, "UNSUPPORTED");
    assert_eq!(said, format!("Requested image referenced by manifest list: [{parent}]"));
    expect(&rig.send(ask(Method::DELETE, format!("/v2/app/manifests/{parent}"))).await, 202);
    expect(&rig.send(ask(Method::DELETE, child)).await, 202);
}

async fn rule(rig: &crate::rig::Rig, mutability: Mutability) {
    let set = |record: &mut Record| {
        record.mutability = mutability.clone();
        Ok::<(), Error>(())
    };
    rig.catalog.change_repository(&scope(), "app", set).await.unwrap();
}

#[tokio::test]
async fn an_immutable_tag_stays_where_it_is() {
    let (rig, _folder) = rig().await;
    let one = rig.push_image("app", "1", b"one").await;
    rig.push_image("app", "two", b"two").await;
    rule(&rig, Mutability::Immutable).await;
    let answer = rig.put_manifest("app/manifests/1", &image(b"two")).await;
    let said = expect_error(&answer, 400, "TAG_INVALID");
    assert!(said.contains("'1'") && said.contains("immutable"), "{said}");
    let answer = rig.send(get("/v2/app/manifests/1")).await;
    assert_eq!(header(&answer, "docker-content-digest"), one);
    // The same again moves nothing.
    expect(&rig.put_manifest("app/manifests/1", &image(b"one")).await, 201);
    rule(&rig, Mutability::ImmutableWithExclusion(vec!["1*".into()])).await;
    expect(&rig.put_manifest("app/manifests/1", &image(b"two")).await, 201);
}

#[tokio::test]
async fn a_repository_with_images_needs_force() {
    let (rig, _folder) = rig().await;
    rig.push_image("app", "1", b"layer").await;
    let refused = rig.catalog.delete_repository(&scope(), "app", false).await.unwrap_err();
    assert!(matches!(refused, Error::RepositoryNotEmpty { .. }));
    expect(&rig.send(get("/v2/app/manifests/1")).await, 200);
    rig.catalog.delete_repository(&scope(), "app", true).await.unwrap();
    expect_error(&rig.send(get("/v2/app/manifests/1")).await, 404, "NAME_UNKNOWN");
    // A new one of the same name has nothing of the old one.
    rig.make("app").await;
    assert!(rig.catalog.tags(&scope(), "app").unwrap().is_empty());
    let answer = rig.put_manifest("app/manifests/1", &image(b"layer")).await;
    expect_error(&answer, 404, "MANIFEST_BLOB_UNKNOWN");
}

#[tokio::test]
async fn methods_that_mean_nothing_are_refused() {
    let (rig, _folder) = rig().await;
    for (method, path, allowed) in [
        (Method::PUT, "/v2/app/tags/list", "GET, HEAD"),
        (Method::POST, "/v2/app/manifests/1", "GET, HEAD, PUT, DELETE"),
        (Method::GET, "/v2/app/blobs/uploads/", "POST"),
    ] {
        let answer = rig.send(ask(method, path)).await;
        expect_error(&answer, 405, "UNSUPPORTED");
        assert_eq!(header(&answer, "allow"), allowed);
    }
}
