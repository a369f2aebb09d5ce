//! Pull: manifests by tag and digest, blobs whole and in part.

use ferrogate_image::Digest;
use ferrogate_image::manifest::media;
use http::Method;

use crate::rig::{ask, expect, expect_error, get, header, image, rig};

#[tokio::test]
async fn a_manifest_comes_back_by_tag_and_by_digest_as_it_was_put() {
    let (rig, _folder) = rig().await;
    let digest = rig.push_image("app", "1.0", b"layer").await;
    let bytes = image(b"layer").to_string();
    assert_eq!(digest, Digest::of(bytes.as_bytes()).to_string());
    for reference in ["1.0", &digest] {
        let answer = rig.send(get(format!("/v2/app/manifests/{reference}"))).await;
        expect(&answer, 200);
        assert_eq!(*answer.body(), bytes);
        assert_eq!(header(&answer, "content-type"), media::OCI_MANIFEST);
        assert_eq!(header(&answer, "docker-content-digest"), digest);
        let path = format!("/v2/app/manifests/{reference}");
        let answer = rig.send(ask(Method::HEAD, path)).await;
        expect(&answer, 200);
        assert_eq!(header(&answer, "content-length"), bytes.len().to_string());
        assert_eq!(header(&answer, "docker-content-digest"), digest);
        assert!(answer.body().is_empty());
    }
}

#[tokio::test]
async fn a_blob_comes_back_whole_and_in_part() {
    let (rig, _folder) = rig().await;
    let content: Vec<u8> = (0..1_000_000_u32).map(|n| (n % 251) as u8).collect();
    let digest = rig.push_blob("app", &content).await;
    let path = format!("/v2/app/blobs/{digest}");
    let answer = rig.send(get(&path)).await;
    expect(&answer, 200);
    assert_eq!(*answer.body(), content);
    assert_eq!(header(&answer, "docker-content-digest"), digest.to_string());
    let answer = rig.send(ask(Method::HEAD, &path)).await;
    expect(&answer, 200);
    assert_eq!(header(&answer, "content-length"), "1000000");
    assert_eq!(header(&answer, "accept-ranges"), "bytes");
    for (range, part, said) in [
        ("bytes=0-9", 0..10, "bytes 0-9/1000000"),
        ("bytes=999990-", 999_990..1_000_000, "bytes 999990-999999/1000000"),
        ("bytes=-5", 999_995..1_000_000, "bytes 999995-999999/1000000"),
    ] {
        let answer = rig.send(get(&path).header("range", range)).await;
        expect(&answer, 206);
        assert_eq!(*answer.body(), content[part]);
        assert_eq!(header(&answer, "content-range"), said);
    }
    let answer = rig.send(get(&path).header("range", "bytes=1000000-")).await;
    expect_error(&answer, 416, "SIZE_INVALID");
    assert_eq!(header(&answer, "content-range"), "bytes */1000000");
}

#[tokio::test]
async fn a_manifest_that_no_tag_can_name_is_not_found() {
    let (rig, _folder) = rig().await;
    for tag in ["", &"a".repeat(4000), "%00", "%ff"] {
        let answer = rig.send(get(format!("/v2/app/manifests/{tag}"))).await;
        expect_error(&answer, 404, "MANIFEST_UNKNOWN");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (rig, _folder) = rig().await;
    let none = Digest::of(b"none");
    for (path, code) in [
        ("/v2/app/manifests/none".to_owned(), "MANIFEST_UNKNOWN"),
        ("/v2/app/manifests/.INVALID_NAME".to_owned(), "MANIFEST_UNKNOWN"),
        (format!("/v2/app/manifests/{none}"), "MANIFEST_UNKNOWN"),
        (format!("/v2/app/blobs/{none}"), "BLOB_UNKNOWN"),
        ("/v2/app/nothing/here/at/all".to_owned(), "UNSUPPORTED"),
    ] {
        expect_error(&rig.send(get(&path)).await, 404, code);
        assert_eq!(rig.send(ask(Method::HEAD, &path)).await.status(), 404, "{path}");
    }
    expect_error(&rig.send(get("/v2/app/blobs/sha256:x")).await, 400, "DIGEST_INVALID");
    expect_error(&rig.send(get("/v2/app/manifests/md5:00")).await, 400, "DIGEST_INVALID");
}

#[tokio::test]
async fn a_repository_that_is_missing_is_named_as_by_ecr() {
    let (rig, _folder) = rig().await;
    let said = "The repository with name 'team/none' does not exist in the registry with id \
                '123456789012'";
    for path in ["manifests/1", "tags/list", &format!("blobs/{}", Digest::of(b""))] {
        let answer = rig.send(get(format!("/v2/team/none/{path}"))).await;
        assert_eq!(expect_error(&answer, 404, "NAME_UNKNOWN"), said);
    }
    let answer = rig.send(ask(Method::POST, "/v2/team/none/blobs/uploads/")).await;
    assert_eq!(expect_error(&answer, 404, "NAME_UNKNOWN"), said);
}

#[tokio::test]
async fn a_blob_is_seen_in_its_own_repository_only() {
    let (rig, _folder) = rig().await;
    rig.make("other").await;
    let digest = rig.push_blob("app", b"mine").await;
    let answer = rig.send(get(format!("/v2/other/blobs/{digest}"))).await;
    expect_error(&answer, 404, "BLOB_UNKNOWN");
}

/// Names, digests and ids become paths of files.
#[tokio::test]
async fn what_climbs_out_of_a_repository_names_nothing() {
    let (rig, folder) = rig().await;
    let digest = rig.push_blob("app", b"content").await;
    std::fs::write(folder.path().join("secret"), "secret").unwrap();
    let hex = "a".repeat(64);
    for path in [
        format!("/v2/../app/blobs/{digest}"),
        format!("/v2/app/../app/blobs/{digest}"),
        format!("/v2/x/%2e%2e/app/blobs/{digest}"),
        format!("/v2/x%2f..%2fapp/blobs/{digest}"),
        format!("/v2/app/./blobs/{digest}"),
        format!("/v2//app/blobs/{digest}"),
        format!("/v2/app%00/blobs/{digest}"),
        "/v2/app/blobs/..%2f..%2fsecret".into(),
        "/v2/app/blobs/sha256:..%2f..%2fsecret".into(),
        format!("/v2/app/blobs/sha256%2f{hex}"),
        format!("/v2/app/blobs/..:{hex}"),
        "/v2/app/blobs/uploads/..%2f..%2fsecret".into(),
        "/v2/app/manifests/..%2f..%2fsecret".into(),
    ] {
        for method in [Method::GET, Method::HEAD, Method::DELETE] {
            let answer = rig.send(ask(method.clone(), &path)).await;
            let status = answer.status().as_u16();
            assert!((400..500).contains(&status), "{method} {path}: {status}");
        }
    }
    for name in ["..%2fapp", "app%2f..", "%2e%2e", "app%2f%2e%2e%2fapp", "APP"] {
        let answer = rig.send(ask(Method::POST, format!("/v2/{name}/blobs/uploads/"))).await;
        let status = answer.status().as_u16();
        assert!((400..500).contains(&status), "POST {name}: {status}");
    }
    let there = rig.send(get(format!("/v2/app/blobs/{digest}"))).await;
    assert_eq!(there.body(), "content");
}
