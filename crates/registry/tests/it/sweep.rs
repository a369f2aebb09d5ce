//! What nobody needs any more goes; what somebody may still need stays.

use ferrogate_image::Digest;
use ferrogate_registry::catalog::Availability;
use http::Method;

use crate::rig::{Rig, ask, expect, get, header, rig, scope};

const HOUR_MS: u64 = 3600 * 1000;

async fn has(rig: &Rig, repository: &str, content: &[u8]) -> bool {
    let digests = [Digest::of(content)];
    let found = rig.catalog.availability(&scope(), repository, &digests).await.unwrap();
    found != [Availability::Unavailable]
}

async fn is_stored(rig: &Rig, content: &[u8]) -> bool {
    rig.catalog.blobs().stat(&Digest::of(content)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_sweep_leaves_what_a_push_may_still_need() {
    let (rig, _folder) = rig().await;
    rig.push_blob("app", b"pushed just now").await;
    let swept = rig.catalog.sweep(HOUR_MS).await.unwrap();
    assert_eq!((swept.layers, swept.content.count), (0, 0));
    assert!(has(&rig, "app", b"pushed just now").await);
}

#[tokio::test]
async fn a_sweep_removes_layers_without_an_image_and_content_without_a_repository() {
    let (rig, _folder) = rig().await;
    rig.make("other").await;
    rig.push_image("app", "1", b"needed").await;
    let gone = rig.push_image("app", "2", b"shared").await;
    rig.push_image("other", "1", b"shared").await;
    rig.push_blob("app", b"alone").await;
    let path = format!("/v2/app/manifests/{gone}");
    expect(&rig.send(ask(Method::DELETE, path)).await, 202);
    let swept = rig.catalog.sweep(0).await.unwrap();
    assert_eq!(swept.layers, 2);
    assert!(!has(&rig, "app", b"shared").await && !has(&rig, "app", b"alone").await);
    assert!(has(&rig, "app", b"needed").await && has(&rig, "other", b"shared").await);
    // The content of the one that another repository has, stays.
    assert!(is_stored(&rig, b"shared").await && !is_stored(&rig, b"alone").await);
    for path in ["/v2/app/manifests/1", "/v2/other/manifests/1"] {
        expect(&rig.send(get(path)).await, 200);
    }
    rig.catalog.delete_repository(&scope(), "other", true).await.unwrap();
    rig.catalog.sweep(0).await.unwrap();
    assert!(!is_stored(&rig, b"shared").await);
}

#[tokio::test]
async fn a_sweep_leaves_uploads_under_way() {
    let (rig, _folder) = rig().await;
    let answer = rig.send(ask(Method::POST, "/v2/app/blobs/uploads/")).await;
    let place = header(&answer, "location").to_owned();
    expect(&rig.send(ask(Method::PATCH, &place).body("part")).await, 202);
    rig.catalog.sweep(0).await.unwrap();
    let digest = Digest::of(b"part");
    expect(&rig.send(ask(Method::PUT, format!("{place}?digest={digest}"))).await, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_pushed_during_a_sweep_has_its_content() {
    let (rig, _folder) = rig().await;
    for n in 0..30_u8 {
        let (push, sweep) = tokio::join!(try_push(&rig, n), rig.catalog.sweep(0));
        sweep.unwrap();
        // With no grace a layer may go before its manifest comes: then there is no image.
        if push {
            expect(&rig.send(get(format!("/v2/app/manifests/t{n}"))).await, 200);
            assert!(has(&rig, "app", &[n]).await && is_stored(&rig, &[n]).await);
        }
    }
}

async fn try_push(rig: &Rig, n: u8) -> bool {
    rig.push_blob("app", b"{}").await;
    rig.push_blob("app", &[n]).await;
    let answer = rig.put_manifest(&format!("app/manifests/t{n}"), &crate::rig::image(&[n])).await;
    assert!([201, 404].contains(&answer.status().as_u16()), "{answer:?}");
    answer.status() == 201
}
