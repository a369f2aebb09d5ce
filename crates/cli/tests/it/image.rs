use serde_json::{Value, json};

use crate::archive::{oci, tar};
use crate::fake::{Fake, ok, raw, refused};

/// Which registry is meant, told with each request.
const OWN: &str = "ns=000000000000.dkr.ecr.us-east-1.amazonaws.com";

/// An engine whose registry has the blobs `there`, and takes the rest.
async fn registry(image: &crate::archive::Oci, there: &[&str]) -> Fake {
    let fake = Fake::start().await;
    fake.on("CreateRepository", [ok(json!({"repository": {"repositoryName": "web"}}))]);
    // `AWS:token` in base 64.
    let token = json!({"authorizationData": [{"authorizationToken": "QVdTOnRva2Vu"}]});
    fake.on("GetAuthorizationToken", [ok(token)]);
    for digest in [&image.layer.0, &image.config.0] {
        let known = there.contains(&&*digest.to_string());
        fake.on(&format!("HEAD /v2/web/blobs/{digest}"), [raw(if known { 200 } else { 404 }, "")]);
    }
    let begun = raw(202, "").with("location", "/v2/web/blobs/uploads/1?state=a");
    fake.on("POST /v2/web/blobs/uploads/", [begun]);
    fake.on("PUT /v2/web/blobs/uploads/1", [raw(201, "")]);
    fake.on("PUT /v2/web/manifests/1", [raw(201, "")]);
    fake
}

#[tokio::test]
async fn an_archive_is_pushed_blob_by_blob_and_then_tagged() {
    let image = oci(None);
    let fake = registry(&image, &[]).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.tar");
    std::fs::write(&file, &image.bytes).unwrap();
    let done = fake.run(&["image", "load", file.to_str().unwrap(), "--name", "web:1"]).await;
    assert_eq!((done.code, &*done.out), (0, "web:1\n"), "{}", done.err);
    assert!(done.err.contains("✓ loaded web:1"), "{}", done.err);
    let mut sent: Vec<_> = fake
        .calls("PUT /v2/web/blobs/uploads/1")
        .into_iter()
        .map(|call| (call.query, call.body.to_vec()))
        .collect();
    let mut expected: Vec<_> = [&image.layer, &image.config]
        .map(|(digest, bytes)| (format!("state=a&digest={digest}&{OWN}"), bytes.clone()))
        .into();
    sent.sort();
    expected.sort();
    assert_eq!(sent, expected);
    let manifest = &fake.calls("PUT /v2/web/manifests/1")[0];
    assert_eq!(manifest.body, image.manifest);
    assert_eq!(manifest.authorization, "Basic QVdTOnRva2Vu");
}

#[tokio::test]
async fn blobs_that_are_there_are_not_sent_and_the_file_gives_the_name() {
    let image = oci(Some("1"));
    let fake = registry(&image, &[&image.layer.0.to_string()]).await;
    fake.on("CreateRepository", [refused("RepositoryAlreadyExistsException", "it is there")]);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("web.tar");
    std::fs::write(&file, &image.bytes).unwrap();
    let done = fake.run(&["image", "load", file.to_str().unwrap()]).await;
    assert_eq!((done.code, &*done.out), (0, "web:1\n"), "{}", done.err);
    let sent = fake.calls("PUT /v2/web/blobs/uploads/1");
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].body, image.config.1);
}

#[tokio::test]
async fn what_the_registry_refuses_is_told() {
    let image = oci(None);
    let fake = registry(&image, &[]).await;
    let error = json!({"errors": [{"code": "TAG_INVALID", "message": "the tag is immutable"}]});
    fake.on("PUT /v2/web/manifests/1", [raw(400, error.to_string())]);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.tar");
    std::fs::write(&file, &image.bytes).unwrap();
    let done = fake.run(&["image", "load", file.to_str().unwrap(), "--name", "web:1"]).await;
    assert_eq!(done.code, 4);
    assert!(done.err.contains("the tag is immutable"), "{}", done.err);
}

#[tokio::test]
async fn files_that_hold_no_image_are_told_apart() {
    let fake = Fake::start().await;
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let file = dir.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let missing = fake.run(&["image", "load", "/no/such/file.tar"]).await;
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("/no/such/file.tar can't be loaded"), "{}", missing.err);
    let packed = fake.run(&["image", "load", &write("a.tgz", &[0x1f, 0x8b, 8, 0, 0])]).await;
    assert_eq!(packed.code, 4);
    assert!(packed.err.contains("gunzip"), "{}", packed.err);
    let other = fake.run(&["image", "load", &write("b.tar", &tar(&[("readme", b"hi")]))]).await;
    assert_eq!(other.code, 4);
    assert!(other.err.contains("docker save"), "{}", other.err);
    assert!(fake.calls("CreateRepository").is_empty());
}

#[tokio::test]
async fn images_are_listed_and_removed() {
    let fake = Fake::start().await;
    fake.on("DescribeRepositories", [ok(json!({"repositories": [{"repositoryName": "web"}]}))]);
    fake.on(
        "DescribeImages",
        [ok(json!({"imageDetails": [{
            "repositoryName": "web", "imageDigest": format!("sha256:{}", "a".repeat(64)),
            "imageTags": ["1"], "imageSizeInBytes": 1000, "imagePushedAt": 1_767_323_045.0,
        }]}))],
    );
    assert_eq!(fake.run(&["image", "ls", "-o", "name"]).await.out, "web:1\n");
    let shown = fake.run(&["image", "ls"]).await.out;
    assert!(shown.contains("web         1    sha256:aaaaaaaaaaaa  1.0 kB"), "{shown}");
    let answer: Value =
        serde_json::from_str(&fake.run(&["image", "ls", "-o", "json"]).await.out).unwrap();
    assert_eq!(answer["imageDetails"][0]["repositoryName"], "web");
    fake.on("BatchDeleteImage", [
        ok(json!({"imageIds": [], "failures": [{"failureCode": "ImageNotFound", "failureReason": "gone"}]})),
        ok(json!({"imageIds": [{"imageTag": "1"}], "failures": []})),
    ]);
    let done = fake.run(&["image", "rm", "web:2", "web:1"]).await;
    assert_eq!((done.code, &*done.out), (3, "web:1\n"), "{}", done.err);
    let asked = fake.calls("BatchDeleteImage")[1].json();
    assert_eq!(asked["imageIds"], json!([{"imageTag": "1"}]));
}
