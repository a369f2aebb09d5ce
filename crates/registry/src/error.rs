//! What the registry refuses, in the words of ECR where those are known.

use ferrogate_image::blobs::BlobError;
use ferrogate_state::Fault;

/// A refusal, or a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such repository.
    #[error(
        "The repository with name '{name}' does not exist in the registry with id '{registry}'"
    )]
    NoRepository {
        /// Its name.
        name: String,
        /// The account.
        registry: String,
    },
    /// A name that no repository can have.
    #[error("'{name}' is not a repository name: {why}")]
    BadName {
        /// The name.
        name: String,
        /// The rule it breaks.
        why: String,
    },
    /// The repository is there already.
    #[error(
        "The repository with name '{name}' already exists in the registry with id '{registry}'"
    )]
    RepositoryExists {
        /// Its name.
        name: String,
        /// The account.
        registry: String,
    },
    /// The repository still has images.
    #[error(
        "The repository with name '{name}' in registry with id '{registry}' cannot be deleted \
         because it still contains images"
    )]
    RepositoryNotEmpty {
        /// Its name.
        name: String,
        /// The account.
        registry: String,
    },
    /// No such image, or no such tag.
    #[error(
        "The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist within the \
         repository with name '{repository}' in the registry with id '{registry}'",
        .digest.as_deref().unwrap_or("null"), .tag.as_deref().unwrap_or("null")
    )]
    NoImage {
        /// The repository's name.
        repository: String,
        /// The account.
        registry: String,
        /// The digest that was asked for.
        digest: Option<String>,
        /// The tag that was asked for.
        tag: Option<String>,
    },
    /// The same image has the same tag already.
    #[error(
        "Image with digest '{digest}' and tag '{}' already exists in the repository with name \
         '{repository}' in registry with id '{registry}'",
        .tag.as_deref().unwrap_or("null")
    )]
    ImageExists {
        /// The repository's name.
        repository: String,
        /// The account.
        registry: String,
        /// The image's digest.
        digest: String,
        /// The tag.
        tag: Option<String>,
    },
    /// The tag stands for another image and may not be moved.
    #[error(
        "The image tag '{tag}' already exists in the '{repository}' repository and cannot be \
         overwritten because the tag is immutable."
    )]
    TagImmutable {
        /// The repository's name.
        repository: String,
        /// The tag.
        tag: String,
    },
    /// A text that no tag can be.
    #[error(
        "'{}' is not a tag: 1 to 128 letters, digits, underscores, dots and hyphens, the first \
         no dot and no hyphen",
        .0.chars().take(160).collect::<String>()
    )]
    BadTag(String),
    /// A text that no digest can be.
    #[error(transparent)]
    BadDigest(#[from] ferrogate_image::digest::BadDigest),
    /// The image has as many tags as an image may have.
    #[error("The image with digest '{digest}' has {max} tags, which is the limit")]
    TagsTooMany {
        /// The image's digest.
        digest: String,
        /// The limit.
        max: usize,
    },
    /// The repository has no such layer.
    #[error(
        "The layer with digest '{digest}' does not exist in the repository with name \
         '{repository}' in the registry with id '{registry}'"
    )]
    NoLayer {
        /// The repository's name.
        repository: String,
        /// The account.
        registry: String,
        /// The layer's digest.
        digest: String,
    },
    /// A manifest needs layers that the repository does not have.
    #[error(
        "Layers with digests '{}' required for pushing image into repository with name \
         '{repository}' in the registry with id '{registry}' do not exist",
        .digests.join(", ")
    )]
    LayersMissing {
        /// The repository's name.
        repository: String,
        /// The account.
        registry: String,
        /// The layers.
        digests: Vec<String>,
    },
    /// An index needs images that the repository does not have.
    #[error(
        "Images with digests '{}' required for pushing image into repository with name \
         '{repository}' in the registry with id '{registry}' do not exist",
        .digests.join(", ")
    )]
    ImagesMissing {
        /// The repository's name.
        repository: String,
        /// The account.
        registry: String,
        /// The images.
        digests: Vec<String>,
    },
    /// An index needs the image that was to be deleted.
    #[error("Requested image referenced by manifest list: [{}]", .by.join(", "))]
    ImageNeeded {
        /// The indexes' digests.
        by: Vec<String>,
    },
    /// An image needs the layer that was to be deleted.
    #[error("The layer with digest '{digest}' is part of the image with digest '{by}'")]
    LayerNeeded {
        /// The layer's digest.
        digest: String,
        /// One image that needs it.
        by: String,
    },
    /// The manifest can't be kept.
    #[error("The image manifest is not valid: {0}")]
    BadManifest(String),
    /// The manifest has more bytes than one may have.
    #[error("The image manifest has more than {max} bytes")]
    ManifestTooLarge {
        /// The limit.
        max: usize,
    },
    /// The manifest has another digest than was promised.
    #[error("The image manifest has digest '{actual}', not '{promised}'")]
    DigestMismatch {
        /// The promise.
        promised: String,
        /// What the bytes have.
        actual: String,
    },
    /// The blob store refused or failed.
    #[error(transparent)]
    Blob(BlobError),
    /// Nobody's mistake outside.
    #[error("the registry failed")]
    Fault(#[source] Fault),
}

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        Self::Blob(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ferrogate_store::Error> for Error {
    fn from(error: ferrogate_store::Error) -> Self {
        Self::Fault(error.into())
    }
}

impl From<ferrogate_state::Unreadable> for Error {
    fn from(error: ferrogate_state::Unreadable) -> Self {
        Self::Fault(error.into())
    }
}

impl From<ferrogate_store::BadKey> for Error {
    fn from(error: ferrogate_store::BadKey) -> Self {
        Self::Fault(error.into())
    }
}

impl Error {
    /// Whether nobody outside can do anything about it.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Fault(_) | Self::Blob(BlobError::Io { .. } | BlobError::NoSpace(_)))
    }
}
