//! Images.

use ferrogate_api::Cx;
use ferrogate_api::ecr::{
    BatchDeleteImageRequest, BatchDeleteImageResponse, BatchGetImageRequest, BatchGetImageResponse,
    DescribeImagesRequest, DescribeImagesResponse, Image, ImageDetail, ImageFailure,
    ImageFailureCode, ImageIdentifier, ImageReferrer, ImageStatus, ImageStatusFilter,
    ListImageReferrersRequest, ListImageReferrersResponse, ListImagesRequest, ListImagesResponse,
    PutImageRequest, PutImageResponse, TagStatus,
};
use ferrogate_records::Scope;
use ferrogate_records::ecr::image::Record;
use ferrogate_registry::catalog::Reference;
use ferrogate_registry::{Digest, Error as Refused};

use super::error::{aws, bad};
use super::repository::bad_token;
use super::{Ecr, Result, count, page_size, scope_of, timestamp};
use crate::page::{self, page};

/// Referrers of one page when no size is asked for.
const REFERRERS: i32 = 50;

impl Ecr {
    pub(super) async fn put_image(
        &self,
        cx: &Cx,
        input: PutImageRequest,
    ) -> Result<PutImageResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let promised = input.image_digest.as_deref().map(digest).transpose()?;
        let manifest = input.image_manifest;
        let (kind, tag) = (input.image_manifest_media_type.as_deref(), input.image_tag.as_deref());
        let bytes = manifest.clone().into_bytes().into();
        let put = self.catalog.put_image(&scope, name, bytes, kind, promised.as_ref(), tag);
        let pushed = put.await.map_err(aws)?;
        if pushed.known {
            return Err(aws(Refused::ImageExists {
                repository: name.clone(),
                registry: scope.account.to_string(),
                digest: pushed.image.digest,
                tag: input.image_tag,
            }));
        }
        let image = shown(&pushed.image, manifest, input.image_tag);
        Ok(PutImageResponse { image: Some(image) })
    }

    pub(super) async fn list_images(
        &self,
        cx: &Cx,
        input: ListImagesRequest,
    ) -> Result<ListImagesResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let filter = input.filter.unwrap_or_default();
        let mut ids = Vec::new();
        for image in self.images(&scope, name, filter.tag_status, filter.image_status)? {
            ids.extend(ids_of(&image));
        }
        let list = format!("ListImages {} {name}", scope.account);
        let size = page_size(input.max_results);
        let key = |id: &ImageIdentifier| {
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            format!("{} {}", text(&id.image_digest), text(&id.image_tag))
        };
        let (page, next_token) =
            page(&list, input.next_token.as_deref(), size, ids, key).map_err(|_| bad_token())?;
        Ok(ListImagesResponse { image_ids: Some(page), next_token })
    }

    pub(super) async fn describe_images(
        &self,
        cx: &Cx,
        input: DescribeImagesRequest,
    ) -> Result<DescribeImagesResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        if let Some(ids) = input.image_ids {
            if input.next_token.is_some() || input.max_results.is_some() {
                let text = "nextToken and maxResults can't be used with imageIds";
                return Err(bad("imageIds", text).into());
            }
            let mut details = Vec::new();
            for id in &ids {
                let reference = reference(id).map_err(|(_, reason)| bad("imageIds", &reason))?;
                let image = self.catalog.image(&scope, name, &reference).map_err(aws)?;
                details.push(detail(&image));
            }
            return Ok(DescribeImagesResponse { image_details: Some(details), next_token: None });
        }
        let filter = input.filter.unwrap_or_default();
        let images = self.images(&scope, name, filter.tag_status, filter.image_status)?;
        let list = format!("DescribeImages {} {name}", scope.account);
        let size = page_size(input.max_results);
        let page = page(&list, input.next_token.as_deref(), size, images, |i| i.digest.clone());
        let (page, next_token) = page.map_err(|_| bad_token())?;
        let image_details = Some(page.iter().map(detail).collect());
        Ok(DescribeImagesResponse { image_details, next_token })
    }

    pub(super) async fn batch_get_image(
        &self,
        cx: &Cx,
        input: BatchGetImageRequest,
    ) -> Result<BatchGetImageResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        self.catalog.repository(&scope, name).map_err(aws)?;
        let accepted = input.accepted_media_types.unwrap_or_default();
        let (mut images, mut failures) = (Vec::new(), Vec::new());
        for id in input.image_ids {
            match self.one(&scope, name, &id, &accepted).await? {
                Ok(image) => images.push(image),
                Err(failure) => failures.push(failure),
            }
        }
        Ok(BatchGetImageResponse { images: Some(images), failures: Some(failures) })
    }

    async fn one(
        &self,
        scope: &Scope,
        name: &str,
        id: &ImageIdentifier,
        accepted: &[String],
    ) -> Result<std::result::Result<Image, ImageFailure>> {
        let reference = match reference(id) {
            Ok(reference) => reference,
            Err((code, reason)) => return Ok(Err(failure(id, code, reason))),
        };
        let found = match self.catalog.read_image(scope, name, &reference).await {
            Err(Refused::NoImage { .. }) => return Ok(Err(not_found(id))),
            found => found.map_err(aws)?,
        };
        if let Err(wrong) = same(id, &found.image) {
            return Ok(Err(wrong));
        }
        if !accepted.is_empty() && !accepted.contains(&found.image.media_type) {
            // Nothing is converted here, so it is as if it were not there.
            let kind = &found.image.media_type;
            let reason = format!("Requested image has media type {kind}, which is not accepted");
            return Ok(Err(failure(id, ImageFailureCode::ImageNotFound, reason)));
        }
        let manifest = String::from_utf8_lossy(&found.manifest).into_owned();
        Ok(Ok(shown(&found.image, manifest, id.image_tag.clone())))
    }

    pub(super) async fn batch_delete_image(
        &self,
        cx: &Cx,
        input: BatchDeleteImageRequest,
    ) -> Result<BatchDeleteImageResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        self.catalog.repository(&scope, name).map_err(aws)?;
        let (mut image_ids, mut failures) = (Vec::new(), Vec::new());
        for id in input.image_ids {
            match self.delete_one(&scope, name, &id).await? {
                Ok(gone) => image_ids.extend(gone),
                Err(failure) => failures.push(failure),
            }
        }
        Ok(BatchDeleteImageResponse { image_ids: Some(image_ids), failures: Some(failures) })
    }

    /// By digest alone the image goes with all its tags; by tag the tag, and the image with
    /// its last one (API_BatchDeleteImage).
    async fn delete_one(
        &self,
        scope: &Scope,
        name: &str,
        id: &ImageIdentifier,
    ) -> Result<std::result::Result<Vec<ImageIdentifier>, ImageFailure>> {
        let reference = match reference(id) {
            Ok(reference) => reference,
            Err((code, reason)) => return Ok(Err(failure(id, code, reason))),
        };
        if id.image_tag.is_some() && id.image_digest.is_some() {
            match self.catalog.image(scope, name, &reference) {
                Ok(image) => {
                    if let Err(wrong) = same(id, &image) {
                        return Ok(Err(wrong));
                    }
                }
                Err(Refused::NoImage { .. }) => return Ok(Err(not_found(id))),
                Err(e) => return Err(aws(e)),
            }
        }
        let deleted = match &reference {
            Reference::Tag(tag) => self.catalog.delete_tag(scope, name, tag, true).await,
            Reference::Digest(digest) => self.catalog.delete_image(scope, name, digest).await,
        };
        match deleted {
            Ok(gone) => Ok(Ok(ids(&gone.digest, &gone.tags))),
            Err(Refused::NoImage { .. }) => Ok(Err(not_found(id))),
            Err(needed @ Refused::ImageNeeded { .. }) => {
                let code = ImageFailureCode::ImageReferencedByManifestList;
                Ok(Err(failure(id, code, needed.to_string())))
            }
            Err(e) => Err(aws(e)),
        }
    }

    pub(super) async fn list_image_referrers(
        &self,
        cx: &Cx,
        input: ListImageReferrersRequest,
    ) -> Result<ListImageReferrersResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let subject = digest(&input.subject_id.image_digest)?;
        let kinds = input.filter.and_then(|filter| filter.artifact_types).unwrap_or_default();
        let list = format!("ListImageReferrers {} {name} {subject} {kinds:?}", scope.account);
        let last = page::after(&list, input.next_token.as_deref()).map_err(|_| bad_token())?;
        let size = page_size(input.max_results.or(Some(REFERRERS)));
        let (found, more) = self
            .catalog
            .referrers(&scope, name, &subject, &kinds, last.as_deref(), size)
            .await
            .map_err(aws)?;
        let next = found.last().filter(|_| more).map(|last| page::token(&list, &last.digest));
        let referrers = found.into_iter().map(|referrer| ImageReferrer {
            digest: Some(referrer.digest),
            media_type: Some(referrer.media_type),
            artifact_type: referrer.artifact_type,
            size: Some(count(referrer.size)),
            annotations: referrer.annotations,
            artifact_status: Some("ACTIVE".into()),
        });
        Ok(ListImageReferrersResponse { referrers: Some(referrers.collect()), next_token: next })
    }

    /// A repository's images, those alone that are tagged or not.
    fn images(
        &self,
        scope: &Scope,
        name: &str,
        tags: Option<TagStatus>,
        status: Option<ImageStatusFilter>,
    ) -> Result<Vec<Record>> {
        let repository = self.catalog.repository(scope, name).map_err(aws)?;
        // Nothing is ever archived here.
        let none =
            matches!(status, Some(ImageStatusFilter::Archived | ImageStatusFilter::Activating));
        let wanted = |image: &Record| match &tags {
            Some(TagStatus::Tagged) => !image.tags.is_empty(),
            Some(TagStatus::Untagged) => image.tags.is_empty(),
            _ => true,
        };
        let images = self.catalog.images_of(&repository).map_err(aws)?;
        let images = images.iter().map(|entry| Record::clone(entry));
        Ok(images.filter(|image| !none && wanted(image)).collect())
    }
}

fn digest(text: &str) -> Result<Digest> {
    text.parse().map_err(|_| bad("imageDigest", "a digest is sha256: and 64 digits").into())
}

/// What an identifier names: its tag if it has one, else its digest.
fn reference(id: &ImageIdentifier) -> std::result::Result<Reference, (ImageFailureCode, String)> {
    let digest = match &id.image_digest {
        None => None,
        Some(text) => Some(text.parse::<Digest>().map_err(|_| {
            let rule = "[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+";
            let reason = format!(
                "Invalid request parameters: image digest should satisfy the regex '{rule}'"
            );
            (ImageFailureCode::InvalidImageDigest, reason)
        })?),
    };
    match (&id.image_tag, digest) {
        (Some(tag), _) => Ok(Reference::Tag(tag.clone())),
        (None, Some(digest)) => Ok(Reference::Digest(digest)),
        (None, None) => {
            let reason = "Invalid request parameters: both tag and digest cannot be null";
            Err((ImageFailureCode::MissingDigestAndTag, reason.into()))
        }
    }
}

/// Whether the tag of an identifier stands for its digest.
fn same(id: &ImageIdentifier, image: &Record) -> std::result::Result<(), ImageFailure> {
    match &id.image_digest {
        Some(digest) if *digest != image.digest => {
            let reason = "Image tag does not match digest".to_owned();
            Err(failure(id, ImageFailureCode::ImageTagDoesNotMatchDigest, reason))
        }
        _ => Ok(()),
    }
}

fn not_found(id: &ImageIdentifier) -> ImageFailure {
    failure(id, ImageFailureCode::ImageNotFound, "Requested image not found".into())
}

fn failure(id: &ImageIdentifier, code: ImageFailureCode, reason: String) -> ImageFailure {
    ImageFailure {
        image_id: Some(id.clone()),
        failure_code: Some(code),
        failure_reason: Some(reason),
    }
}

fn ids_of(image: &Record) -> Vec<ImageIdentifier> {
    ids(&image.digest, &image.tags)
}

/// One identifier a tag, or one without any.
fn ids(digest: &str, tags: &[String]) -> Vec<ImageIdentifier> {
    let id = |tag: Option<&String>| ImageIdentifier {
        image_digest: Some(digest.to_owned()),
        image_tag: tag.cloned(),
    };
    if tags.is_empty() { vec![id(None)] } else { tags.iter().map(|tag| id(Some(tag))).collect() }
}

fn shown(image: &Record, manifest: String, tag: Option<String>) -> Image {
    Image {
        registry_id: Some(image.scope.account.to_string()),
        repository_name: Some(image.repository.clone()),
        image_id: Some(ImageIdentifier {
            image_digest: Some(image.digest.clone()),
            image_tag: tag,
        }),
        image_manifest: Some(manifest),
        image_manifest_media_type: Some(image.media_type.clone()),
    }
}

fn detail(image: &Record) -> ImageDetail {
    ImageDetail {
        registry_id: Some(image.scope.account.to_string()),
        repository_name: Some(image.repository.clone()),
        image_digest: Some(image.digest.clone()),
        image_tags: (!image.tags.is_empty()).then(|| image.tags.clone()),
        image_size_in_bytes: image.content_bytes.map(count),
        image_pushed_at: Some(timestamp(image.pushed_at)),
        image_manifest_media_type: Some(image.media_type.clone()),
        artifact_media_type: image.artifact_type.clone(),
        subject_manifest_digest: image.subject.clone(),
        image_status: Some(ImageStatus::Active),
        ..ImageDetail::default()
    }
}
