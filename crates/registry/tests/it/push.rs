//! Push: blobs at once, streamed, in chunks, mounted; manifests and indexes.

use ferrogate_image::manifest::{MANIFEST_BYTES_MAX, media};
use ferrogate_image::{Algorithm, Digest};
use http::Method;
use serde_json::json;

use crate::rig::{ask, expect, expect_error, get, header, image, index, part, rig};

#[tokio::test]
async fn a_blob_is_pushed_by_post_then_put() {
    let (rig, _folder) = rig().await;
    let digest = Digest::of(b"content");
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    expect(&answer, 202);
    let place = header(&answer, "location").to_owned();
    assert!(place.ends_with(header(&answer, "docker-upload-uuid")));
    let put = ask(Method::PUT, format!("{place}?digest={digest}")).body("content");
    let answer = rig.send(put).await;
    expect(&answer, 201);
    assert_eq!(header(&answer, "location"), format!("/v2/app/blobs/{digest}"));
    assert_eq!(rig.send(get(format!("/v2/app/blobs/{digest}"))).await.body(), "content");
    expect_error(&rig.send(get(place)).await, 404, "BLOB_UPLOAD_UNKNOWN");
}

#[tokio::test]
async fn a_blob_is_streamed_by_patch_without_a_range() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    let answer = rig.send(ask(Method::PATCH, &place).body("con")).await;
    expect(&answer, 202);
    assert_eq!(header(&answer, "range"), "0-2");
    expect(&rig.send(ask(Method::PATCH, &place).body("tent")).await, 202);
    let digest = Digest::of(b"content");
    expect(&rig.send(ask(Method::PUT, format!("{place}?digest={digest}"))).await, 201);
    assert_eq!(rig.send(get(format!("/v2/app/blobs/{digest}"))).await.body(), "content");
}

#[tokio::test]
async fn chunks_out_of_order_are_refused_and_the_upload_goes_on() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    let chunk = |range: &str, body: &'static str| {
        ask(Method::PATCH, &place).header("content-range", range).body(body)
    };
    let early = rig.send(chunk("3-6", "tent")).await;
    expect_error(&early, 416, "BLOB_UPLOAD_INVALID");
    let first = rig.send(chunk("0-2", "con")).await;
    expect(&first, 202);
    assert_eq!(header(&first, "range"), "0-2");
    let again = rig.send(chunk("0-2", "con")).await;
    expect_error(&again, 416, "BLOB_UPLOAD_INVALID");
    assert_eq!(header(&again, "range"), "0-2");
    let status = rig.send(get(&place)).await;
    expect(&status, 204);
    assert_eq!((header(&status, "range"), header(&status, "location")), ("0-2", &*place));
    let digest = Digest::of(b"content");
    let last = ask(Method::PUT, format!("{place}?digest={digest}"));
    let answer = rig.send(last.header("content-range", "3-6").body("tent")).await;
    expect(&answer, 201);
    assert_eq!(rig.send(get(format!("/v2/app/blobs/{digest}"))).await.body(), "content");
}

#[tokio::test]
async fn a_range_and_a_length_that_contradict_each_other_are_refused() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    for range in ["0-1", "0-99", "x", "5-1"] {
        let chunk = ask(Method::PATCH, &place).header("content-range", range).body("con");
        expect_error(&rig.send(chunk).await, 400, "BLOB_UPLOAD_INVALID");
    }
    assert_eq!(header(&rig.send(get(&place)).await, "range"), "0-0");
}

#[tokio::test]
async fn a_wrong_digest_leaves_nothing() {
    let (rig, _folder) = rig().await;
    let wrong = Digest::of(b"other");
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    let put = ask(Method::PUT, format!("{place}?digest={wrong}")).body("content");
    expect_error(&rig.send(put).await, 400, "DIGEST_INVALID");
    let post = ask(Method::POST, format!("/v2/app/blobs/uploads/?digest={wrong}"));
    expect_error(&rig.send(post.body("content")).await, 400, "DIGEST_INVALID");
    for digest in [wrong, Digest::of(b"content")] {
        let answer = rig.send(get(format!("/v2/app/blobs/{digest}"))).await;
        expect_error(&answer, 404, "BLOB_UNKNOWN");
    }
    expect_error(&rig.send(get(place)).await, 404, "BLOB_UPLOAD_UNKNOWN");
    let missing = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let put = ask(Method::PUT, header(&missing, "location")).body("content");
    expect_error(&rig.send(put).await, 400, "DIGEST_INVALID");
}

#[tokio::test]
async fn a_cancelled_upload_is_gone() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    expect(&rig.send(ask(Method::DELETE, &place)).await, 204);
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let answer = rig.send(ask(method, &place)).await;
        expect_error(&answer, 404, "BLOB_UPLOAD_UNKNOWN");
    }
    let answer = rig.send(get("/v2/app/blobs/uploads/no-uuid")).await;
    expect_error(&answer, 404, "BLOB_UPLOAD_UNKNOWN");
}

#[tokio::test]
async fn a_blob_is_mounted_from_another_repository() {
    let (rig, _folder) = rig().await;
    rig.make("team/other").await;
    let digest = rig.push_blob("app", b"shared").await;
    let mount = format!("/v2/team/other/blobs/uploads/?mount={digest}&from=app");
    let answer = rig.send(ask(Method::POST, &mount)).await;
    expect(&answer, 201);
    assert_eq!(header(&answer, "location"), format!("/v2/team/other/blobs/{digest}"));
    let answer = rig.send(get(format!("/v2/team/other/blobs/{digest}"))).await;
    assert_eq!(answer.body(), "shared");
    // What can't be mounted becomes an upload.
    let none = Digest::of(b"none");
    for query in [
        format!("mount={none}&from=app"),
        format!("mount={digest}&from=nowhere"),
        format!("mount={digest}"),
    ] {
        let answer = rig.send(ask(Method::POST, format!("/v2/app/blobs/uploads/?{query}"))).await;
        expect(&answer, 202);
        assert!(header(&answer, "location").starts_with("/v2/app/blobs/uploads/"));
    }
}

#[tokio::test]
async fn a_manifest_whose_layers_are_missing_is_refused() {
    let (rig, _folder) = rig().await;
    let answer = rig.put_manifest("app/manifests/1", &image(b"never pushed")).await;
    let said = expect_error(&answer, 404, "MANIFEST_BLOB_UNKNOWN");
    assert!(said.contains(&Digest::of(b"never pushed").to_string()), "{said}");
    let answer = rig.put_manifest("app/manifests/1", &index(&[&image(b"no image")])).await;
    expect_error(&answer, 404, "MANIFEST_BLOB_UNKNOWN");
    // Another repository's layers are not this one's.
    rig.make("other").await;
    rig.push_image("other", "1", b"layer").await;
    let answer = rig.put_manifest("app/manifests/1", &image(b"layer")).await;
    expect_error(&answer, 404, "MANIFEST_BLOB_UNKNOWN");
    expect_error(&rig.send(get("/v2/app/manifests/1")).await, 404, "MANIFEST_UNKNOWN");
}

#[tokio::test]
async fn bad_manifests_are_refused() {
    let (rig, _folder) = rig().await;
    rig.push_image("app", "1", b"layer").await;
    let kind = media::OCI_MANIFEST;
    let put = |body: String| {
        ask(Method::PUT, "/v2/app/manifests/2").header("content-type", kind).body(body)
    };
    let mut sized = image(b"layer");
    sized["layers"][0]["size"] = json!(7);
    let mut both = image(b"layer");
    both["manifests"] = json!([]);
    for body in ["".into(), "{not json".into(), "{}".into(), sized.to_string(), both.to_string()] {
        expect_error(&rig.send(put(body)).await, 400, "MANIFEST_INVALID");
    }
    let mut large = image(b"layer");
    large["annotations"] = json!({"a": "x".repeat(MANIFEST_BYTES_MAX)});
    expect_error(&rig.send(put(large.to_string())).await, 413, "MANIFEST_INVALID");
    let wrong = format!("/v2/app/manifests/{}", Digest::of(b"wrong"));
    let answer = rig.send(ask(Method::PUT, wrong).body(image(b"layer").to_string())).await;
    expect_error(&answer, 400, "DIGEST_INVALID");
    let path = format!("/v2/app/manifests/{}", "x".repeat(129));
    let answer = rig.send(ask(Method::PUT, path).body(image(b"layer").to_string())).await;
    expect_error(&answer, 400, "TAG_INVALID");
}

#[tokio::test]
async fn an_index_of_images_is_kept() {
    let (rig, _folder) = rig().await;
    rig.push_image("app", "one", b"one").await;
    rig.push_image("app", "two", b"two").await;
    let index = index(&[&image(b"one"), &image(b"two")]);
    let answer = rig.put_manifest("app/manifests/both", &index).await;
    expect(&answer, 201);
    let answer = rig.send(get("/v2/app/manifests/both")).await;
    assert_eq!(header(&answer, "content-type"), media::OCI_INDEX);
    assert_eq!(*answer.body(), index.to_string());
}

#[tokio::test]
async fn a_tag_moves_and_the_old_image_stays() {
    let (rig, _folder) = rig().await;
    let one = rig.push_image("app", "latest", b"one").await;
    let two = rig.push_image("app", "latest", b"two").await;
    let answer = rig.send(get("/v2/app/manifests/latest")).await;
    assert_eq!(header(&answer, "docker-content-digest"), two);
    expect(&rig.send(get(format!("/v2/app/manifests/{one}"))).await, 200);
    let again = rig.push_image("app", "latest", b"two").await;
    assert_eq!(again, two);
}

#[tokio::test]
async fn an_artifact_without_layers_is_kept() {
    let (rig, _folder) = rig().await;
    rig.push_blob("app", b"{}").await;
    let artifact = json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_MANIFEST,
        "artifactType": "application/x-test",
        "config": part("application/vnd.oci.empty.v1+json", b"{}"),
        "layers": [],
    });
    expect(&rig.put_manifest("app/manifests/artifact", &artifact).await, 201);
}

#[tokio::test]
async fn an_image_may_be_known_by_sha512() {
    let (rig, _folder) = rig().await;
    let content = b"a layer";
    let layer = Algorithm::Sha512.digest(content).to_string();
    let push = ask(Method::POST, format!("/v2/app/blobs/uploads/?digest={layer}"));
    let answer = rig.send(push.body("a layer")).await;
    expect(&answer, 201);
    assert_eq!(header(&answer, "docker-content-digest"), layer);
    rig.push_blob("app", b"{}").await;
    let manifest = json!({
        "schemaVersion": 2, "mediaType": media::OCI_MANIFEST,
        "config": part("application/vnd.oci.image.config.v1+json", b"{}"),
        "layers": [{"mediaType": "application/octet-stream", "digest": layer, "size": content.len()}],
    })
    .to_string();
    let digest = Algorithm::Sha512.digest(manifest.as_bytes()).to_string();
    let place = format!("/v2/app/manifests/{digest}");
    let put = ask(Method::PUT, &place).header("content-type", media::OCI_MANIFEST);
    let answer = rig.send(put.body(manifest.clone())).await;
    expect(&answer, 201);
    assert_eq!(header(&answer, "docker-content-digest"), digest);
    assert_eq!(rig.send(get(&place)).await.body(), &manifest);
    assert_eq!(rig.send(get(format!("/v2/app/blobs/{layer}"))).await.body(), "a layer");
    let wrong = place.replace(&digest, &Algorithm::Sha512.digest(b"other").to_string());
    let put = ask(Method::PUT, wrong).header("content-type", media::OCI_MANIFEST);
    expect_error(&rig.send(put.body(manifest.clone())).await, 400, "DIGEST_INVALID");
    expect(&rig.send(ask(Method::DELETE, &place)).await, 202);
    expect_error(&rig.send(get(&place)).await, 404, "MANIFEST_UNKNOWN");
}
