//! Images in files.

use std::io::Read as _;

use ferrogate_image::Digest;
use ferrogate_image::layout::{Archive as ImageFile, LayoutError};
use ferrogate_image::manifest::{Document, Platform, media};
use serde_json::json;

use crate::archive::{Archive, gzip};
use crate::pull::two_layers;

fn open(bytes: &[u8]) -> Result<ImageFile, LayoutError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tar");
    std::fs::write(&path, bytes).unwrap();
    ImageFile::open(&path, &Platform::host())
}

fn refusal(bytes: &[u8]) -> String {
    match open(bytes) {
        Err(LayoutError::Refused(text)) => text,
        other => panic!("not refused: {other:?}"),
    }
}

fn config(archives: &[Vec<u8>]) -> Vec<u8> {
    let ids: Vec<_> = archives.iter().map(|a| Digest::of(a)).collect();
    let host = Platform::host();
    json!({"os": host.os, "architecture": host.architecture, "rootfs": {"type": "layers", "diff_ids": ids}})
        .to_string()
        .into_bytes()
}

fn blob_name(bytes: &[u8]) -> String {
    format!("blobs/sha256/{}", Digest::of(bytes).hex())
}

fn descriptor(kind: &str, bytes: &[u8]) -> serde_json::Value {
    json!({"mediaType": kind, "digest": Digest::of(bytes), "size": bytes.len()})
}

fn content(file: &ImageFile, digest: &Digest) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.blob(digest).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_docker_saved_becomes_an_image_to_push() {
    let archives = two_layers();
    let config = config(&[archives[0].clone(), archives[1].clone(), archives[0].clone()]);
    let saved = json!([{
        "Config": "abc.json", "RepoTags": ["app:v1"],
        "Layers": ["1/layer.tar", "2/layer.tar", "3/layer.tar"],
    }]);
    let file = Archive::default()
        .file("1/layer.tar", &archives[0])
        .symlink("3/layer.tar", "../1/layer.tar")
        .file("2/layer.tar", &archives[1])
        .file("abc.json", &config)
        .file("manifest.json", saved.to_string().as_bytes())
        .done();
    let file = open(&file).unwrap();
    let [image] = file.images() else { panic!("one image") };
    assert_eq!(image.names, ["app:v1"]);
    assert_eq!(image.blobs.len(), 3, "a layer that occurs twice is pushed once");
    for blob in &image.blobs {
        let bytes = content(&file, &blob.digest);
        assert_eq!((Digest::of(&bytes), bytes.len() as u64), (blob.digest.clone(), blob.size));
    }
    let [document] = &image.documents[..] else { panic!("one document") };
    let Document::Manifest(manifest) =
        Document::parse(&document.bytes, Some(&document.media_type)).unwrap()
    else {
        panic!("a manifest")
    };
    manifest.check_runnable().unwrap();
    let layers: Vec<_> = manifest.layers.iter().map(|l| l.digest.clone()).collect();
    let (lower, upper) = (Digest::of(&archives[0]), Digest::of(&archives[1]));
    assert_eq!(layers, [lower.clone(), upper, lower]);
}

/// A layout of one image in an index with a second platform, whose blobs may be missing.
fn layout(complete: bool) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let archives = two_layers();
    let config = config(&archives[..1]);
    let layer = gzip(&archives[0]);
    let manifest = |layer: &[u8]| {
        json!({"schemaVersion": 2, "mediaType": media::OCI_MANIFEST,
            "config": descriptor(media::OCI_CONFIG, &config),
            "layers": [descriptor(media::OCI_LAYER_GZIP, layer)]})
        .to_string()
        .into_bytes()
    };
    let (ours, other) = (manifest(&layer), manifest(b"other"));
    let platform = |bytes: &[u8], platform: Platform| {
        let mut entry = descriptor(media::OCI_MANIFEST, bytes);
        entry["platform"] = json!(platform);
        entry
    };
    let inner = json!({"schemaVersion": 2, "mediaType": media::OCI_INDEX, "manifests": [
        platform(&other, "linux/riscv64".parse().unwrap()), platform(&ours, Platform::host()),
    ]})
    .to_string()
    .into_bytes();
    let named = |name: &str| {
        let mut entry = descriptor(media::OCI_INDEX, &inner);
        entry["annotations"] =
            json!({"io.containerd.image.name": name, "org.opencontainers.image.ref.name": "v1"});
        entry
    };
    let outer = json!({"schemaVersion": 2, "manifests": [named("docker.io/library/app:v1"), named("app:v2")]});
    let mut file = Archive::default()
        .file("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)
        .file(&blob_name(&inner), &inner)
        .file(&blob_name(&ours), &ours)
        .file(&blob_name(&config), &config)
        .file(&blob_name(&layer), &layer);
    if complete {
        file = file.file(&blob_name(&other), &other).file(&blob_name(b"other"), b"other");
    }
    (file.file("index.json", outer.to_string().as_bytes()).done(), ours, inner)
}

#[test]
fn an_oci_layout_is_loaded_with_all_its_platforms() {
    let (file, ours, inner) = layout(true);
    let file = open(&file).unwrap();
    let [image] = file.images() else { panic!("two names, one image") };
    assert_eq!(image.names, ["docker.io/library/app:v1", "app:v2"]);
    let digests: Vec<_> = image.documents.iter().map(|d| d.digest.clone()).collect();
    assert_eq!(digests[1..], [Digest::of(&ours), Digest::of(&inner)], "children first");
    assert_eq!(image.blobs.len(), 3);
    assert_eq!(content(&file, &Digest::of(b"other")), b"other");
}

#[test]
fn of_a_layout_with_missing_platforms_the_hosts_is_taken() {
    let (file, ours, _) = layout(false);
    let file = open(&file).unwrap();
    let documents = &file.images()[0].documents;
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].digest, Digest::of(&ours));
}

#[test]
fn files_that_are_no_images_are_refused_with_a_reason() {
    assert!(matches!(open(&gzip(b"x")), Err(LayoutError::Compressed("gzip"))));
    assert!(matches!(open(&[7; 600]), Err(LayoutError::Tar(_))));
    assert!(refusal(&Archive::default().file("a", b"").done()).contains("neither"));
    let empty = Archive::default().file("manifest.json", b"[]").done();
    assert!(refusal(&empty).contains("no image"));
    let out =
        Archive::default().file("manifest.json", br#"[{"Config":"../../etc/passwd"}]"#).done();
    assert!(refusal(&out).contains("leads out"));
    let lacks = Archive::default().file("manifest.json", br#"[{"Config":"c.json"}]"#).done();
    assert!(refusal(&lacks).contains("lacks"));
    let (file, ours, _) = layout(true);
    let at = file.windows(ours.len()).position(|w| w == ours).unwrap();
    let mut bad = file;
    bad[at + ours.len() - 1] = b' ';
    assert!(refusal(&bad).contains("digest of its name"));
}
