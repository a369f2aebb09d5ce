//! Layers: uploaded in parts, looked for, fetched.

use ferrogate_api::ecr::{
    BatchCheckLayerAvailabilityRequest, BatchCheckLayerAvailabilityResponse,
    CompleteLayerUploadRequest, CompleteLayerUploadResponse, Error, GetDownloadUrlForLayerRequest,
    GetDownloadUrlForLayerResponse, InitiateLayerUploadRequest, InitiateLayerUploadResponse, Layer,
    LayerAvailability, LayerFailure, LayerFailureCode, UploadLayerPartRequest,
    UploadLayerPartResponse,
};
use ferrogate_api::{Cx, Failure, Message};
use ferrogate_registry::catalog::{Availability, UploadId};
use ferrogate_registry::token::{DOWNLOAD_MS, Download};
use ferrogate_registry::{BlobError, Digest, Error as Refused};

use super::error::{aws, bad};
use super::{Ecr, Result, count, scope_of};

/// The size of a part that clients are told to send, in bytes (API_InitiateLayerUpload).
const PART_BYTES: i64 = 10 << 20;

impl Ecr {
    pub(super) async fn batch_check_layer_availability(
        &self,
        cx: &Cx,
        input: BatchCheckLayerAvailabilityRequest,
    ) -> Result<BatchCheckLayerAvailabilityResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let (mut digests, mut failures) = (Vec::new(), Vec::new());
        for text in input.layer_digests {
            match text.parse::<Digest>() {
                Ok(digest) => digests.push(digest),
                Err(bad) => failures.push(LayerFailure {
                    layer_digest: Some(text),
                    failure_code: Some(LayerFailureCode::InvalidLayerDigest),
                    failure_reason: Some(bad.to_string()),
                }),
            }
        }
        let found = self.catalog.availability(&scope, name, &digests).await.map_err(aws)?;
        let layers = digests.iter().zip(found).map(|(digest, found)| Layer {
            layer_digest: Some(digest.to_string()),
            layer_availability: Some(match found {
                Availability::Available(_) => LayerAvailability::Available,
                Availability::Unavailable => LayerAvailability::Unavailable,
            }),
            layer_size: match found {
                Availability::Available(bytes) => Some(count(bytes)),
                Availability::Unavailable => None,
            },
            media_type: None,
        });
        Ok(BatchCheckLayerAvailabilityResponse {
            layers: Some(layers.collect()),
            failures: Some(failures),
        })
    }

    pub(super) async fn initiate_layer_upload(
        &self,
        cx: &Cx,
        input: InitiateLayerUploadRequest,
    ) -> Result<InitiateLayerUploadResponse> {
        let scope = scope_of(cx, input.registry_id.as_deref(), &input.repository_name)?;
        let started =
            self.catalog.start_upload(&scope, &input.repository_name, &cx.caller.arn).await;
        let upload_id = Some(started.map_err(aws)?.to_string());
        Ok(InitiateLayerUploadResponse { upload_id, part_size: Some(PART_BYTES) })
    }

    pub(super) async fn upload_layer_part(
        &self,
        cx: &Cx,
        input: UploadLayerPartRequest,
    ) -> Result<UploadLayerPartResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        self.catalog.repository(&scope, name).map_err(aws)?;
        let id = upload(&input.upload_id)?;
        let bytes = input.layer_part_blob;
        let first = u64::try_from(input.part_first_byte)
            .map_err(|_| bad("partFirstByte", "it must be at least 0"))?;
        let end = i128::from(input.part_last_byte) + 1;
        if i128::from(first) + bytes.len() as i128 != end {
            let text = "partFirstByte and partLastByte must tell the length of layerPartBlob";
            return Err(bad("partLastByte", text).into());
        }
        let stands = match self.catalog.append_bytes(id, first, bytes).await {
            Err(Refused::Blob(e @ BlobError::Offset { expected, .. })) => {
                let message = Message::from(e.to_string())
                    .with("registryId", text(scope.account.as_str()))
                    .with("repositoryName", text(name))
                    .with("uploadId", text(&input.upload_id))
                    .with("lastValidByteReceived", ferrogate_api::Value::Int(count(expected) - 1));
                return Err(Error::invalid_layer_part(message).into());
            }
            stands => stands.map_err(aws)?,
        };
        Ok(UploadLayerPartResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            upload_id: Some(input.upload_id),
            last_byte_received: Some(count(stands) - 1),
        })
    }

    pub(super) async fn complete_layer_upload(
        &self,
        cx: &Cx,
        input: CompleteLayerUploadRequest,
    ) -> Result<CompleteLayerUploadResponse> {
        let name = &input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), name)?;
        let id = upload(&input.upload_id)?;
        let [wanted] = &*input.layer_digests else {
            let text = "a layer has one digest";
            return Err(bad("layerDigests", text).into());
        };
        let digest = layer_digest(wanted)?;
        let found = self.catalog.availability(&scope, name, std::slice::from_ref(&digest)).await;
        let known = matches!(*found.map_err(aws)?, [Availability::Available(_)]);
        let stands = self.catalog.blobs().upload_offset(id).await;
        if stands.map_err(|e| aws(e.into()))? == 0 {
            return Err(Error::empty_upload("The upload has no parts.").into());
        }
        if known {
            // Without a look at what was sent: the repository has what it would become.
            drop(self.catalog.blobs().cancel(id).await);
            let text = format!(
                "Layer with digest '{digest}' already exists in the repository with name \
                 '{name}' in the registry with id '{}'",
                scope.account
            );
            return Err(Error::layer_already_exists(text).into());
        }
        self.catalog.finish_upload(&scope, name, id, &digest).await.map_err(aws)?;
        Ok(CompleteLayerUploadResponse {
            registry_id: Some(scope.account.to_string()),
            repository_name: Some(input.repository_name),
            upload_id: Some(input.upload_id),
            layer_digest: Some(digest.to_string()),
        })
    }

    /// The URL is on this engine, good for an hour, and needs no further permission.
    pub(super) async fn get_download_url_for_layer(
        &self,
        cx: &Cx,
        input: GetDownloadUrlForLayerRequest,
    ) -> Result<GetDownloadUrlForLayerResponse> {
        let repository = input.repository_name;
        let scope = scope_of(cx, input.registry_id.as_deref(), &repository)?;
        let digest = layer_digest(&input.layer_digest)?;
        self.catalog.layer(&scope, &repository, &digest).await.map_err(aws)?;
        let download = Download { scope, repository, digest };
        let until = self.catalog.now().plus_ms(DOWNLOAD_MS);
        let path = self.token_key.download_path(&download, until);
        Ok(GetDownloadUrlForLayerResponse {
            download_url: Some(format!("{}{path}", self.endpoint)),
            layer_digest: Some(input.layer_digest),
        })
    }
}

fn text(value: &str) -> ferrogate_api::Value {
    ferrogate_api::Value::Str(value.to_owned())
}

fn upload(id: &str) -> Result<UploadId> {
    id.parse().map_err(|_| -> Failure<Error> {
        Error::upload_not_found(format!("no upload {}", id.chars().take(80).collect::<String>()))
            .into()
    })
}

fn layer_digest(text: &str) -> Result<Digest> {
    text.parse().map_err(|_| bad("layerDigest", "a digest is sha256: and 64 digits").into())
}
