//! The API as the front door calls it, over a store and a blob folder of its own.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ferrogate_api::ecr::{self, ImageTagMutability};
use ferrogate_api::{ServiceError as _, Timestamp};
use ferrogate_base::clock::ManualClock;
use ferrogate_base::{Clock, Shutdown};
use ferrogate_registry::{BlobOptions, BlobStore, Digest};
use ferrogate_state::State;
use ferrogate_store::{SqliteOptions, SqliteStore};
use serde_json::json;

use super::*;

const ACCOUNT: &str = "123456789012";
const NOW: TimestampMs = TimestampMs(1_767_323_045_000);

struct Rig {
    ecr: Ecr,
    cx: Cx,
    shutdown: Shutdown,
    _folder: tempfile::TempDir,
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.shutdown.request();
    }
}

async fn rig() -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let shutdown = Shutdown::new();
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(NOW));
    let store = SqliteStore::open(&folder.path().join("s"), SqliteOptions::for_tests()).unwrap();
    let state = State::open(Arc::new(store), clock.clone(), &shutdown).await.unwrap();
    let blobs = BlobStore::open(&folder.path().join("b"), BlobOptions::default(), clock).unwrap();
    let ecr = Ecr {
        catalog: Catalog::new(state, blobs),
        token_key: Arc::new(TokenKey::random().unwrap()),
        endpoint: "http://127.0.0.1:4566".into(),
    };
    let cx = Cx::root("r", ACCOUNT.parse().unwrap(), "us-east-1", NOW);
    Rig { ecr, cx, shutdown, _folder: folder }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, code: &str) -> String {
    match result {
        Err(Failure::Aws(error)) => {
            assert_eq!(error.code(), code, "{error:?}");
            error.message().to_owned()
        }
        other => panic!("{code} expected, not {other:?}"),
    }
}

impl Rig {
    async fn make(&self, name: &str) -> ecr::Repository {
        let input =
            ecr::CreateRepositoryRequest { repository_name: name.into(), ..Default::default() };
        self.ecr.create_repository(&self.cx, input).await.unwrap().repository.unwrap()
    }

    async fn upload(&self, name: &str, content: &'static [u8]) -> Digest {
        let digest = Digest::of(content);
        let scope = scope(&self.cx);
        let id = self.ecr.catalog.start_upload(&scope, name, "me").await.unwrap();
        self.ecr.catalog.append_bytes(id, 0, content.into()).await.unwrap();
        self.ecr.catalog.finish_upload(&scope, name, id, &digest).await.unwrap();
        digest
    }

    async fn put(&self, name: &str, tag: Option<&str>, note: &str) -> Result<ecr::Image> {
        let input = ecr::PutImageRequest {
            repository_name: name.into(),
            image_manifest: manifest(note),
            image_tag: tag.map(str::to_owned),
            ..Default::default()
        };
        Ok(self.ecr.put_image(&self.cx, input).await?.image.unwrap())
    }

    /// The repository `app` with all that [`manifest`] needs.
    async fn ready(&self) {
        self.make("app").await;
        self.upload("app", b"{}").await;
        self.upload("app", b"layer").await;
    }

    async fn delete(&self, ids: Vec<ecr::ImageIdentifier>) -> ecr::BatchDeleteImageResponse {
        let input = ecr::BatchDeleteImageRequest {
            repository_name: "app".into(),
            image_ids: ids,
            ..Default::default()
        };
        self.ecr.batch_delete_image(&self.cx, input).await.unwrap()
    }
}

fn manifest(note: &str) -> String {
    let part = |kind: &str, content: &[u8]| json!({"mediaType": kind, "digest": Digest::of(content).to_string(), "size": content.len()});
    json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": part("application/vnd.oci.image.config.v1+json", b"{}"),
        "layers": [part("application/vnd.oci.image.layer.v1.tar", b"layer")],
        "annotations": {"note": note},
    })
    .to_string()
}

fn id(digest: Option<&str>, tag: Option<&str>) -> ecr::ImageIdentifier {
    ecr::ImageIdentifier {
        image_digest: digest.map(str::to_owned),
        image_tag: tag.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_repository_is_described_as_by_aws() {
    let rig = rig().await;
    let made = rig.make("team/app").await;
    let arn = "arn:aws:ecr:us-east-1:123456789012:repository/team/app";
    assert_eq!(made.repository_arn.as_deref(), Some(arn));
    let uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app";
    assert_eq!(made.repository_uri.as_deref(), Some(uri));
    assert_eq!(made.image_tag_mutability, Some(ImageTagMutability::Mutable));
    assert_eq!(made.created_at, Some(timestamp(NOW)));
    let again =
        ecr::CreateRepositoryRequest { repository_name: "team/app".into(), ..Default::default() };
    let said = refused(
        rig.ecr.create_repository(&rig.cx, again).await,
        "RepositoryAlreadyExistsException",
    );
    assert_eq!(
        said,
        "The repository with name 'team/app' already exists in the registry with id '123456789012'"
    );
}

#[tokio::test]
async fn what_is_not_built_is_refused_by_name() {
    let rig = rig().await;
    let kms = ecr::CreateRepositoryRequest {
        repository_name: "app".into(),
        encryption_configuration: Some(ecr::EncryptionConfiguration {
            encryption_type: Some(ecr::EncryptionType::Kms),
            kms_key: None,
        }),
        ..Default::default()
    };
    let said =
        refused(rig.ecr.create_repository(&rig.cx, kms).await, ecr::SERVICE.not_built_code());
    assert!(said.contains("KMS"), "{said}");
    let scan = ecr::CreateRepositoryRequest {
        repository_name: "app".into(),
        image_scanning_configuration: Some(ecr::ImageScanningConfiguration {
            scan_on_push: Some(true),
        }),
        ..Default::default()
    };
    let said =
        refused(rig.ecr.create_repository(&rig.cx, scan).await, ecr::SERVICE.not_built_code());
    assert!(said.contains("scanOnPush"), "{said}");
    assert!(rig.ecr.catalog.repositories(&scope(&rig.cx)).unwrap().is_empty());
}

#[tokio::test]
async fn another_accounts_registry_is_as_if_it_were_not_there() {
    let rig = rig().await;
    rig.make("app").await;
    let input = ecr::ListImagesRequest {
        registry_id: Some("444455556666".into()),
        repository_name: "app".into(),
        ..Default::default()
    };
    let said = refused(rig.ecr.list_images(&rig.cx, input).await, "RepositoryNotFoundException");
    assert!(said.ends_with("'444455556666'"), "{said}");
}

#[tokio::test]
async fn an_image_is_put_once_and_only_with_its_layers() {
    let rig = rig().await;
    rig.make("app").await;
    let said = refused(rig.put("app", Some("1"), "a").await, "LayersNotFoundException");
    assert!(said.contains(&Digest::of(b"layer").to_string()), "{said}");
    rig.upload("app", b"{}").await;
    rig.upload("app", b"layer").await;
    let image = rig.put("app", Some("1"), "a").await.unwrap();
    assert_eq!(image.image_manifest, Some(manifest("a")));
    refused(rig.put("app", Some("1"), "a").await, "ImageAlreadyExistsException");
    refused(rig.put("app", None, "a").await, "ImageAlreadyExistsException");
    rig.put("app", Some("2"), "a").await.unwrap();
    let input = ecr::DescribeImagesRequest { repository_name: "app".into(), ..Default::default() };
    let details = rig.ecr.describe_images(&rig.cx, input).await.unwrap().image_details.unwrap();
    assert_eq!(details.len(), 1);
    assert_eq!(details[0].image_tags, Some(vec!["1".into(), "2".into()]));
    assert_eq!(details[0].image_size_in_bytes, Some(7));
}

#[tokio::test]
async fn an_immutable_tag_is_refused_with_its_own_exception() {
    let rig = rig().await;
    rig.ready().await;
    rig.put("app", Some("1"), "a").await.unwrap();
    let input = ecr::PutImageTagMutabilityRequest {
        repository_name: "app".into(),
        image_tag_mutability: ImageTagMutability::Immutable,
        ..Default::default()
    };
    rig.ecr.put_image_tag_mutability(&rig.cx, input).await.unwrap();
    refused(rig.put("app", Some("1"), "b").await, "ImageTagAlreadyExistsException");
    let bare = ecr::PutImageTagMutabilityRequest {
        repository_name: "app".into(),
        image_tag_mutability: ImageTagMutability::ImmutableWithExclusion,
        ..Default::default()
    };
    let answer = rig.ecr.put_image_tag_mutability(&rig.cx, bare).await;
    refused(answer, "InvalidParameterException");
}

#[tokio::test]
async fn images_go_by_digest_with_all_tags_and_by_tag_with_the_last_one() {
    let rig = rig().await;
    rig.ready().await;
    let a = rig.put("app", Some("1"), "a").await.unwrap().image_id.unwrap().image_digest.unwrap();
    rig.put("app", Some("2"), "a").await.unwrap();
    rig.put("app", Some("3"), "b").await.unwrap();
    let answer =
        rig.delete(vec![id(None, Some("1")), id(None, Some("never")), id(None, None)]).await;
    assert_eq!(answer.image_ids, Some(vec![id(Some(&a), Some("1"))]));
    let codes: Vec<String> = answer
        .failures
        .unwrap()
        .into_iter()
        .map(|failure| failure.failure_code.unwrap().to_string())
        .collect();
    assert_eq!(codes, ["ImageNotFound", "MissingDigestAndTag"]);
    let wrong = Digest::of(b"wrong").to_string();
    let answer = rig.delete(vec![id(Some(&wrong), Some("2"))]).await;
    let code = answer.failures.unwrap()[0].failure_code.clone().unwrap();
    assert_eq!(code.as_str(), "ImageTagDoesNotMatchDigest");
    let answer = rig.delete(vec![id(None, Some("2")), id(None, Some("3"))]).await;
    assert_eq!(answer.image_ids.unwrap().len(), 2);
    let input = ecr::ListImagesRequest { repository_name: "app".into(), ..Default::default() };
    assert_eq!(rig.ecr.list_images(&rig.cx, input).await.unwrap().image_ids, Some(vec![]));
}

#[tokio::test]
async fn images_are_listed_in_pages_by_tag_status() {
    let rig = rig().await;
    rig.ready().await;
    for (tag, note) in [(Some("1"), "a"), (Some("2"), "a"), (None, "b"), (Some("3"), "c")] {
        rig.put("app", tag, note).await.unwrap();
    }
    let (mut seen, mut token) = (Vec::new(), None);
    loop {
        let input = ecr::ListImagesRequest {
            repository_name: "app".into(),
            max_results: Some(3),
            next_token: token,
            ..Default::default()
        };
        let page = rig.ecr.list_images(&rig.cx, input).await.unwrap();
        seen.extend(page.image_ids.unwrap());
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 4);
    let untagged = ecr::ListImagesRequest {
        repository_name: "app".into(),
        filter: Some(ecr::ListImagesFilter {
            tag_status: Some(ecr::TagStatus::Untagged),
            image_status: None,
        }),
        ..Default::default()
    };
    let found = rig.ecr.list_images(&rig.cx, untagged).await.unwrap().image_ids.unwrap();
    assert_eq!(found, [id(Some(&Digest::of(manifest("b").as_bytes()).to_string()), None)]);
}

#[tokio::test]
async fn parts_of_a_layer_must_join() {
    let rig = rig().await;
    rig.make("app").await;
    let input =
        ecr::InitiateLayerUploadRequest { repository_name: "app".into(), ..Default::default() };
    let upload_id = rig.ecr.initiate_layer_upload(&rig.cx, input).await.unwrap().upload_id.unwrap();
    let part = |first: i64, blob: &'static [u8]| ecr::UploadLayerPartRequest {
        repository_name: "app".into(),
        upload_id: upload_id.clone(),
        part_first_byte: first,
        part_last_byte: first + i64::try_from(blob.len()).unwrap() - 1,
        layer_part_blob: blob.into(),
        ..Default::default()
    };
    let complete = |digest: Digest| ecr::CompleteLayerUploadRequest {
        repository_name: "app".into(),
        upload_id: upload_id.clone(),
        layer_digests: vec![digest.to_string()],
        ..Default::default()
    };
    let digest = Digest::of(b"content");
    let empty = rig.ecr.complete_layer_upload(&rig.cx, complete(digest.clone())).await;
    refused(empty, "EmptyUploadException");
    rig.ecr.upload_layer_part(&rig.cx, part(0, b"con")).await.unwrap();
    let gap = rig.ecr.upload_layer_part(&rig.cx, part(5, b"tent")).await;
    refused(gap, "InvalidLayerPartException");
    let last = rig.ecr.upload_layer_part(&rig.cx, part(3, b"tent")).await.unwrap();
    assert_eq!(last.last_byte_received, Some(6));
    rig.ecr.complete_layer_upload(&rig.cx, complete(digest.clone())).await.unwrap();
    let again = rig.ecr.complete_layer_upload(&rig.cx, complete(digest.clone())).await;
    refused(again, "UploadNotFoundException");
    let input = ecr::BatchCheckLayerAvailabilityRequest {
        repository_name: "app".into(),
        layer_digests: vec![digest.to_string(), Digest::of(b"x").to_string(), "bad".into()],
        ..Default::default()
    };
    let found = rig.ecr.batch_check_layer_availability(&rig.cx, input).await.unwrap();
    let layers = found.layers.unwrap();
    assert_eq!(layers[0].layer_availability, Some(ecr::LayerAvailability::Available));
    assert_eq!(layers[0].layer_size, Some(7));
    assert_eq!(layers[1].layer_availability, Some(ecr::LayerAvailability::Unavailable));
    assert_eq!(found.failures.unwrap().len(), 1);
}

#[tokio::test]
async fn a_login_is_the_callers_for_twelve_hours() {
    let rig = rig().await;
    let answer = rig.ecr.get_authorization_token(&rig.cx, Default::default()).await.unwrap();
    let data = answer.authorization_data.unwrap().remove(0);
    let decoded = STANDARD.decode(data.authorization_token.unwrap()).unwrap();
    let text = String::from_utf8(decoded).unwrap();
    let password = text.strip_prefix("AWS:").unwrap();
    let login = rig.ecr.token_key.read_login(password, NOW).unwrap();
    assert_eq!(login.caller, ferrogate_auth::Caller::root(ACCOUNT.parse().unwrap()));
    let hours = 12 * 3600 * 1000;
    assert_eq!(data.expires_at, Some(Timestamp(i64::try_from(NOW.0).unwrap() + hours)));
    assert_eq!(data.proxy_endpoint.as_deref(), Some("http://127.0.0.1:4566"));
}

#[tokio::test]
async fn lifecycle_policies_that_mean_nothing_are_refused() {
    let rig = rig().await;
    rig.make("app").await;
    let rule = |selection: serde_json::Value| json!({"rulePriority": 1, "selection": selection, "action": {"type": "expire"}});
    let good = json!({"tagStatus": "untagged", "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 14});
    let put = |policy: serde_json::Value| {
        let input = ecr::PutLifecyclePolicyRequest {
            repository_name: "app".into(),
            lifecycle_policy_text: policy.to_string(),
            ..Default::default()
        };
        rig.ecr.put_lifecycle_policy(&rig.cx, input)
    };
    put(json!({"rules": [rule(good.clone())]})).await.unwrap();
    let mut no_unit = good.clone();
    no_unit.as_object_mut().unwrap().remove("countUnit");
    let mut tagged = good.clone();
    tagged["tagStatus"] = json!("tagged");
    let mut zero = good.clone();
    zero["countNumber"] = json!(0);
    for bad in [
        json!([]),
        json!({"rules": []}),
        json!({"rules": [rule(no_unit)]}),
        json!({"rules": [rule(tagged)]}),
        json!({"rules": [rule(zero)]}),
        json!({"rules": [rule(good.clone()), rule(good.clone())]}),
        json!({"rules": [{"rulePriority": 1, "selection": good.clone()}]}),
    ] {
        refused(put(bad).await, "InvalidParameterException");
    }
    let input =
        ecr::GetLifecyclePolicyRequest { repository_name: "app".into(), ..Default::default() };
    let kept = rig.ecr.get_lifecycle_policy(&rig.cx, input).await.unwrap();
    assert_eq!(kept.lifecycle_policy_text, Some(json!({"rules": [rule(good)]}).to_string()));
}

#[tokio::test]
async fn tags_are_added_replaced_and_removed() {
    let rig = rig().await;
    let arn = rig.make("app").await.repository_arn.unwrap();
    let tag =
        |key: &str, value: &str| ecr::Tag { key: Some(key.into()), value: Some(value.into()) };
    let add = |tags| ecr::TagResourceRequest { resource_arn: arn.clone(), tags };
    rig.ecr.tag_resource(&rig.cx, add(vec![tag("a", "1"), tag("b", "2")])).await.unwrap();
    rig.ecr.tag_resource(&rig.cx, add(vec![tag("a", "3")])).await.unwrap();
    let many = (0..50).map(|n| tag(&format!("k{n}"), "")).collect();
    refused(rig.ecr.tag_resource(&rig.cx, add(many)).await, "TooManyTagsException");
    let remove =
        ecr::UntagResourceRequest { resource_arn: arn.clone(), tag_keys: vec!["b".into()] };
    rig.ecr.untag_resource(&rig.cx, remove).await.unwrap();
    let list = ecr::ListTagsForResourceRequest { resource_arn: arn.replace("us-east-1", "x") };
    refused(rig.ecr.list_tags_for_resource(&rig.cx, list).await, "InvalidParameterException");
    let list = ecr::ListTagsForResourceRequest { resource_arn: arn };
    let found = rig.ecr.list_tags_for_resource(&rig.cx, list).await.unwrap();
    assert_eq!(found.tags, Some(vec![tag("a", "3")]));
}
