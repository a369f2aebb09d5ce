//! Amazon ECR: the API beside the registry, thin over the same catalog.
//!
//! A file per noun. What an image, a tag or a layer may do is decided in
//! `ferrogate_registry::Catalog`; here requests become its calls, and its refusals the
//! exceptions of the model.

mod error;
mod image;
mod layer;
mod lifecycle;
mod login;
mod policy;
mod repository;
mod tag;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ferrogate_api::ecr::{Error, op};
use ferrogate_api::{Cx, Failure, Operations, Timestamp};
use ferrogate_base::TimestampMs;
use ferrogate_records::Scope;
use ferrogate_registry::{Catalog, TokenKey};

type Result<T> = std::result::Result<T, Failure<Error>>;

/// What ECR works on.
#[derive(Clone)]
pub struct Parts {
    /// What is in the registry.
    pub catalog: Catalog,
    /// What logins and download URLs are signed with: the one that the registry checks.
    pub token_key: Arc<TokenKey>,
    /// Where clients reach this engine, such as `http://127.0.0.1:4566`, without a slash at
    /// the end.
    pub endpoint: String,
}

/// The operations of ECR.
struct Ecr {
    catalog: Catalog,
    token_key: Arc<TokenKey>,
    endpoint: String,
}

/// Puts every operation of ECR that is built into the table.
pub fn register(table: &mut Operations, parts: Parts) {
    let Parts { catalog, token_key, endpoint } = parts;
    let ecr = Arc::new(Ecr { catalog, token_key, endpoint });
    // One row an operation: its type, and the method that serves it.
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let ecr = ecr.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let ecr = ecr.clone();
                async move { ecr.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        CreateRepository => create_repository,
        DescribeRepositories => describe_repositories,
        DeleteRepository => delete_repository,
        PutImageTagMutability => put_image_tag_mutability,
        PutImageScanningConfiguration => put_image_scanning_configuration,
        DescribeRegistry => describe_registry,
        PutImage => put_image,
        ListImages => list_images,
        DescribeImages => describe_images,
        BatchGetImage => batch_get_image,
        BatchDeleteImage => batch_delete_image,
        ListImageReferrers => list_image_referrers,
        BatchCheckLayerAvailability => batch_check_layer_availability,
        InitiateLayerUpload => initiate_layer_upload,
        UploadLayerPart => upload_layer_part,
        CompleteLayerUpload => complete_layer_upload,
        GetDownloadUrlForLayer => get_download_url_for_layer,
        GetAuthorizationToken => get_authorization_token,
        SetRepositoryPolicy => set_repository_policy,
        GetRepositoryPolicy => get_repository_policy,
        DeleteRepositoryPolicy => delete_repository_policy,
        PutLifecyclePolicy => put_lifecycle_policy,
        GetLifecyclePolicy => get_lifecycle_policy,
        DeleteLifecyclePolicy => delete_lifecycle_policy,
        GetRegistryPolicy => get_registry_policy,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        ListTagsForResource => list_tags_for_resource,
    }
}

fn scope(cx: &Cx) -> Scope {
    Scope::new(cx.account.clone(), &*cx.region)
}

/// The scope of a request about a repository, which may be of another account's registry: whether
/// that lets the caller in, its policy has said before.
fn scope_of(cx: &Cx, registry: Option<&str>, repository: &str) -> Result<Scope> {
    match registry {
        Some(id) if id != cx.account.as_str() => {
            let (name, registry) = (repository.to_owned(), id.to_owned());
            let none = || error::aws(ferrogate_registry::Error::NoRepository { name, registry });
            Ok(Scope::new(id.parse().map_err(|_| none())?, &*cx.region))
        }
        _ => Ok(scope(cx)),
    }
}

fn timestamp(at: TimestampMs) -> Timestamp {
    Timestamp(i64::try_from(at.0).unwrap_or(i64::MAX))
}

/// A size as the API's numbers are.
fn count(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The size of a page that was asked for, which the model bounds.
fn page_size(asked: Option<i32>) -> usize {
    asked.and_then(|size| usize::try_from(size).ok()).unwrap_or(100)
}
