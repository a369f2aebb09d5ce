//! Content discovery: tags, repositories, referrers.

use ferrogate_image::Digest;
use ferrogate_image::manifest::media;
use serde_json::{Value, json};

use crate::rig::{Rig, expect, expect_error, get, header, image, json_of, part, rig};

#[tokio::test]
async fn tags_are_listed_in_order_and_in_pages() {
    let (rig, _folder) = rig().await;
    for tag in ["c", "a", "b", "A1", "d"] {
        rig.push_image("app", tag, b"layer").await;
    }
    let all = rig.send(get("/v2/app/tags/list")).await;
    assert_eq!(json_of(&all), json!({"name": "app", "tags": ["A1", "a", "b", "c", "d"]}));
    assert_eq!(header(&all, "link"), "");
    let mut seen = Vec::new();
    let mut path = "/v2/app/tags/list?n=2".to_owned();
    loop {
        let answer = rig.send(get(&path)).await;
        expect(&answer, 200);
        let tags = json_of(&answer)["tags"].clone();
        seen.extend(tags.as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().to_owned()));
        let Some(next) = next_of(header(&answer, "link")) else { break };
        path = next;
    }
    assert_eq!(seen, ["A1", "a", "b", "c", "d"]);
    let none = rig.send(get("/v2/app/tags/list?n=0")).await;
    assert_eq!(json_of(&none)["tags"], json!([]));
    let after = rig.send(get("/v2/app/tags/list?n=50&last=b")).await;
    assert_eq!(json_of(&after)["tags"], json!(["c", "d"]));
    let answer = rig.send(get("/v2/app/tags/list?n=some")).await;
    expect_error(&answer, 400, "PAGINATION_NUMBER_INVALID");
}

#[tokio::test]
async fn repositories_are_listed_by_name() {
    let (rig, _folder) = rig().await;
    for name in ["team/b", "team-a", "team"] {
        rig.make(name).await;
    }
    let answer = rig.send(get("/v2/_catalog")).await;
    assert_eq!(json_of(&answer)["repositories"], json!(["app", "team", "team-a", "team/b"]));
    let answer = rig.send(get("/v2/_catalog?n=1&last=team-a")).await;
    assert_eq!(json_of(&answer)["repositories"], json!(["team/b"]));
}

fn next_of(link: &str) -> Option<String> {
    let path = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
    Some(path.to_owned())
}

/// An artifact about `subject`.
fn artifact(kind: &str, subject: &Value, number: usize) -> Value {
    json!({
        "schemaVersion": 2,
        "mediaType": media::OCI_MANIFEST,
        "artifactType": kind,
        "config": part("application/vnd.oci.empty.v1+json", b"{}"),
        "layers": [],
        "subject": part(media::OCI_MANIFEST, subject.to_string().as_bytes()),
        "annotations": {"number": number.to_string()},
    })
}

async fn attach(rig: &Rig, artifact: &Value) -> String {
    let digest = Digest::of(artifact.to_string().as_bytes()).to_string();
    let answer = rig.put_manifest(&format!("app/manifests/{digest}"), artifact).await;
    expect(&answer, 201);
    assert_eq!(header(&answer, "oci-subject"), artifact["subject"]["digest"].as_str().unwrap());
    digest
}

#[tokio::test]
async fn referrers_are_listed_also_before_their_subject_is_there() {
    let (rig, _folder) = rig().await;
    rig.push_blob("app", b"{}").await;
    let subject = image(b"layer");
    let digest = Digest::of(subject.to_string().as_bytes());
    let path = format!("/v2/app/referrers/{digest}");
    let none = rig.send(get(&path)).await;
    expect(&none, 200);
    assert_eq!(json_of(&none)["manifests"], json!([]));
    assert_eq!(header(&none, "content-type"), media::OCI_INDEX);
    let sbom = attach(&rig, &artifact("application/x-sbom", &subject, 1)).await;
    let signature = attach(&rig, &artifact("application/x-sig+json", &subject, 2)).await;
    rig.push_image("app", "1", b"layer").await;
    let all = json_of(&rig.send(get(&path)).await);
    let mut found: Vec<&str> = all["manifests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["digest"].as_str().unwrap())
        .collect();
    found.sort_unstable();
    let mut both = [sbom.as_str(), signature.as_str()];
    both.sort_unstable();
    assert_eq!(found, both);
    let some = rig.send(get(format!("{path}?artifactType=application/x-sig+json"))).await;
    assert_eq!(header(&some, "oci-filters-applied"), "artifactType");
    let some = json_of(&some);
    assert_eq!(some["manifests"].as_array().unwrap().len(), 1);
    let entry = &some["manifests"][0];
    assert_eq!(entry["digest"], signature);
    assert_eq!(entry["artifactType"], "application/x-sig+json");
    assert_eq!(entry["annotations"]["number"], "2");
    let bytes = artifact("application/x-sig+json", &subject, 2).to_string().len();
    assert_eq!(entry["size"], bytes);
    expect_error(&rig.send(get("/v2/app/referrers/nonsense")).await, 400, "DIGEST_INVALID");
}

#[tokio::test]
async fn an_image_about_another_has_the_type_of_its_configuration() {
    let (rig, _folder) = rig().await;
    rig.push_blob("app", b"{}").await;
    let mut about = artifact("", &image(b"layer"), 1);
    about.as_object_mut().unwrap().remove("artifactType");
    attach(&rig, &about).await;
    let digest = Digest::of(image(b"layer").to_string().as_bytes());
    let found = json_of(&rig.send(get(format!("/v2/app/referrers/{digest}"))).await);
    assert_eq!(found["manifests"][0]["artifactType"], "application/vnd.oci.empty.v1+json");
}

#[tokio::test]
async fn many_referrers_come_in_pages() {
    let (rig, _folder) = rig().await;
    rig.push_blob("app", b"{}").await;
    let subject = image(b"layer");
    for number in 0..103 {
        attach(&rig, &artifact("application/x-sig+json", &subject, number)).await;
    }
    let digest = Digest::of(subject.to_string().as_bytes());
    let mut path = format!("/v2/app/referrers/{digest}?artifactType=application/x-sig%2Bjson");
    let mut pages = Vec::new();
    loop {
        let answer = rig.send(get(&path)).await;
        pages.push(json_of(&answer)["manifests"].as_array().unwrap().len());
        let Some(next) = next_of(header(&answer, "link")) else { break };
        path = next;
    }
    assert_eq!(pages, [100, 3]);
}
