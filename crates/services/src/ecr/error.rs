//! The registry's refusals as the exceptions of the model.

use ferrogate_api::Failure;
use ferrogate_api::ecr::Error;
use ferrogate_registry::{BlobError, Error as Refused};

/// What AWS would answer; what nobody outside can change is a fault.
pub(super) fn aws(refused: Refused) -> Failure<Error> {
    let text = refused.to_string();
    let error = match refused {
        Refused::NoRepository { .. } => Error::repository_not_found(text),
        Refused::RepositoryExists { .. } => Error::repository_already_exists(text),
        Refused::RepositoryNotEmpty { .. } => Error::repository_not_empty(text),
        Refused::NoImage { .. } => Error::image_not_found(text),
        Refused::ImageExists { .. } => Error::image_already_exists(text),
        Refused::TagImmutable { .. } => Error::image_tag_already_exists(text),
        Refused::TagsTooMany { .. } => Error::limit_exceeded(text),
        Refused::NoLayer { .. } | Refused::LayersMissing { .. } => Error::layers_not_found(text),
        Refused::ImagesMissing { .. } => Error::referenced_images_not_found(text),
        Refused::DigestMismatch { .. } => Error::image_digest_does_not_match(text),
        Refused::BadName { .. } => bad("repositoryName", &text),
        Refused::BadTag(_) => bad("imageTag", &text),
        Refused::BadManifest(_) | Refused::ManifestTooLarge { .. } => bad("imageManifest", &text),
        Refused::BadDigest(_) | Refused::ImageNeeded { .. } | Refused::LayerNeeded { .. } => {
            Error::invalid_parameter(text)
        }
        Refused::Blob(cause) => return blob(cause, text),
        Refused::Fault(cause) => return Failure::fault(cause),
    };
    error.into()
}

fn blob(cause: BlobError, text: String) -> Failure<Error> {
    let error = match cause {
        BlobError::NoUpload(_) => Error::upload_not_found(text),
        BlobError::DigestMismatch { .. } | BlobError::TooLarge { .. } => Error::invalid_layer(text),
        BlobError::TooManyUploads { .. } => Error::limit_exceeded(text),
        BlobError::Offset { .. } => Error::invalid_layer_part(text),
        BlobError::Busy(_) | BlobError::Range { .. } => Error::invalid_parameter(text),
        BlobError::NoBlob(_) => Error::layers_not_found(text),
        fault @ (BlobError::Body(_) | BlobError::NoSpace(_) | BlobError::Io { .. }) => {
            return Failure::fault(fault);
        }
    };
    error.into()
}

/// A parameter that breaks a rule, in ECR's own form.
pub(super) fn bad(parameter: &str, rule: &str) -> Error {
    Error::invalid_parameter(format!(
        "Invalid parameter at '{parameter}' failed to satisfy constraint: '{rule}'"
    ))
}
