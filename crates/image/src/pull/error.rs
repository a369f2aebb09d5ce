//! Why an image could not be pulled, and how that is told.

use std::io;

use ferrogate_base::errors::chain;
use ferrogate_base::fsio;

use crate::http::{BadUrl, HttpError};
use crate::manifest::ManifestError;
use crate::unpack::UnpackError;

/// Longest reason; the field of the API that carries it takes no more.
const REASON_CHARS_MAX: usize = 1024;

/// Coarse kinds, for counting and for deciding whether to try again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullKind {
    /// The image, the tag or a blob is not there.
    NotFound,
    /// The registry wants other credentials.
    Auth,
    /// The network or the registry failed, or the registry asks to be left alone.
    Network,
    /// The image does not run on this host.
    Platform,
    /// The image or the registry breaks a rule.
    Refused,
    /// This host failed: disk, helper, permissions.
    Host,
}

/// Why an image could not be pulled.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// The way from the image's name to what is to be fetched has an end.
    #[error("pull image manifest has been retried {tries} time(s){}", failed_ref(image, source))]
    Resolve {
        /// The image, as its user writes it.
        image: String,
        /// How often it was tried.
        tries: u32,
        /// Why it failed.
        #[source]
        source: Box<PullError>,
    },
    /// An image or a blob that is not there, or not for these credentials: registries don't
    /// tell.
    #[error("{0}: not found")]
    NotFound(String),
    /// Asked for credentials, and not content with those given.
    #[error(
        "pull access denied, repository does not exist or may require authorization: {registry}: \
         {why}"
    )]
    Auth {
        /// The registry.
        registry: String,
        /// What went wrong.
        why: String,
    },
    /// An answer that the protocol does not have.
    #[error("{registry} answered {status}")]
    Status {
        /// The registry's host.
        registry: String,
        /// The HTTP status, and what the registry said.
        status: String,
    },
    /// No answer.
    #[error("failed to do request")]
    Http(#[from] HttpError),
    /// Answers that lead no further, or none, for too long.
    #[error("{registry} sent nothing new for {seconds} s: i/o timeout")]
    Stalled {
        /// The registry.
        registry: String,
        /// How long.
        seconds: u64,
    },
    /// A malformed address in a rule, a redirect or a challenge.
    #[error(transparent)]
    Url(#[from] BadUrl),
    /// A manifest or configuration that can't be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// Content that is not what its digest or size promised.
    #[error("{what} is not what was promised: {why}")]
    Mismatch {
        /// Which content.
        what: String,
        /// Expectation and fact.
        why: String,
    },
    /// The image is for another platform.
    #[error("the image is for {actual}, this host runs {wanted}")]
    Platform {
        /// What the configuration says.
        actual: String,
        /// What was asked for.
        wanted: String,
    },
    /// A layer could not be unpacked.
    #[error("layer {layer}")]
    Unpack {
        /// The layer's compressed digest.
        layer: String,
        /// Why.
        #[source]
        source: UnpackError,
    },
    /// The host's image store failed.
    #[error("{what} failed")]
    Store {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

/// The image, where what failed is to find what its name means: not, in the words of ECS,
/// where that is of no platform of ours.
fn failed_ref(image: &str, source: &PullError) -> String {
    match source.kind() {
        PullKind::Platform => String::new(),
        _ => format!(": failed to resolve ref {image}"),
    }
}

impl PullError {
    /// For `map_err`: a failure of the host's store.
    pub(crate) fn store(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Store { what, source }
    }

    /// The coarse kind.
    #[must_use]
    pub fn kind(&self) -> PullKind {
        match self {
            Self::Resolve { source, .. } => source.kind(),
            Self::NotFound(_) => PullKind::NotFound,
            Self::Auth { .. } => PullKind::Auth,
            Self::Http(HttpError::Network { .. } | HttpError::TooSlow { .. })
            | Self::Stalled { .. }
            | Self::Status { .. } => PullKind::Network,
            Self::Platform { .. } | Self::Manifest(ManifestError::Platform { .. }) => {
                PullKind::Platform
            }
            Self::Unpack { source: UnpackError::Refused(_) | UnpackError::Died { .. }, .. }
            | Self::Http(HttpError::Denied(_) | HttpError::TooLong { .. })
            | Self::Url(_)
            | Self::Manifest(_)
            | Self::Mismatch { .. } => PullKind::Refused,
            Self::Unpack { .. } | Self::Store { .. } => PullKind::Host,
        }
    }

    /// Whether the disk had no room for it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Unpack { source: UnpackError::NoSpace(_), .. }) || fsio::is_full(self)
    }

    /// The reason a stopped task carries, with all causes, at most 1,024 characters.
    #[must_use]
    pub fn reason(&self) -> String {
        // The agent of ECS has this name for every failed pull on Fargate.
        let text = format!("CannotPullContainerError: {}", chain(self));
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REASON_CHARS_MAX).collect()
    }
}
