//! From a reference to one manifest and its configuration.

use super::remote::Remote;
use super::{Inner, PullError};
use crate::digest::Digest;
use crate::manifest::{Document, INDEX_DEPTH_MAX, ImageConfig, Manifest, Platform};
use crate::reference::Reference;

/// A manifest for this host, and the index that led to it.
pub(super) struct Found {
    pub(super) digest: Digest,
    pub(super) manifest: Manifest,
    /// The manifest as it came.
    pub(super) bytes: Vec<u8>,
    pub(super) index: Option<Digest>,
}

pub(super) async fn manifest(
    inner: &Inner,
    remote: &Remote,
    reference: &Reference,
) -> Result<Found, PullError> {
    let digest = reference.digest().cloned();
    let mut search = Search { inner, remote, index: None };
    let step = Step { locator: reference.locator(), digest, depth: 0, said: true };
    search.from(step).await?.ok_or_else(|| search.nothing(reference))
}

/// A document to be looked at.
struct Step {
    locator: String,
    /// What its digest must be.
    digest: Option<Digest>,
    /// How many indexes led to it.
    depth: usize,
    /// Whether it is of the platform by its index's word, or there is no index: what it says
    /// itself is heard later.
    said: bool,
}

/// The way from a name to the manifest of this host.
struct Search<'a> {
    inner: &'a Inner,
    remote: &'a Remote,
    /// The digest of the first index.
    index: Option<Digest>,
}

impl Search<'_> {
    /// The manifest of this host, one step after the other; `None` when entries that say no
    /// platform turn out to be of others.
    async fn from(&mut self, first: Step) -> Result<Option<Found>, PullError> {
        let mut todo = vec![first];
        while let Some(Step { locator, digest, depth, said }) = todo.pop() {
            if depth > INDEX_DEPTH_MAX {
                let why = format!("an index names an index more than {INDEX_DEPTH_MAX} times over");
                return Err(PullError::Mismatch { what: locator, why });
            }
            let (bytes, content_type) = self.remote.manifest(&locator).await?;
            let digest = match &digest {
                Some(expected) => verified(expected, &bytes, "the manifest")?,
                None => Digest::of(&bytes),
            };
            let found = match Document::parse(&bytes, content_type.as_deref())? {
                Document::Manifest(manifest) => {
                    Found { digest, manifest, bytes, index: self.index.clone() }
                }
                Document::Index(index) => {
                    let entries = index.candidates(&self.inner.options.platform)?;
                    let next = entries.iter().rev().map(|entry| Step {
                        locator: entry.digest.to_string(),
                        digest: Some(entry.digest.clone()),
                        depth: depth + 1,
                        said: said && entry.platform.is_some(),
                    });
                    todo.extend(next);
                    self.index.get_or_insert(digest);
                    continue;
                }
            };
            if said || self.runs_here(&found.manifest).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn runs_here(&self, manifest: &Manifest) -> Result<bool, PullError> {
        match config(self.remote, manifest, &self.inner.options.platform).await {
            Ok(_) => Ok(true),
            // What is no image, such as a signature, is none of ours either.
            Err(PullError::Platform { .. } | PullError::Manifest(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn nothing(&self, reference: &Reference) -> PullError {
        let (actual, wanted) = ("other platforms".to_owned(), &self.inner.options.platform);
        tracing::debug!(image = %reference, "no entry of the index is of this host");
        PullError::Platform { actual, wanted: wanted.to_string() }
    }
}

/// The configuration, read and as it came.
pub(super) async fn config(
    remote: &Remote,
    manifest: &Manifest,
    platform: &Platform,
) -> Result<(ImageConfig, Vec<u8>), PullError> {
    let wanted = &manifest.config;
    let bytes = remote.small_blob(&wanted.digest, wanted.size).await?;
    verified(&wanted.digest, &bytes, "the image's configuration")?;
    let config = ImageConfig::parse(&bytes)?;
    if !config.platform.runs_on(platform) {
        let (actual, wanted) = (config.platform.to_string(), platform.to_string());
        return Err(PullError::Platform { actual, wanted });
    }
    let (layers, diff_ids) = (manifest.layers.len(), config.rootfs.diff_ids.len());
    if layers != diff_ids {
        let why = format!("it names {diff_ids} layers, the manifest {layers}");
        return Err(PullError::Mismatch { what: "the image's configuration".into(), why });
    }
    Ok((config, bytes))
}

fn verified(expected: &Digest, bytes: &[u8], what: &str) -> Result<Digest, PullError> {
    if expected.matches(bytes) {
        return Ok(expected.clone());
    }
    let why = format!("its digest is {}, not {expected}", Digest::of(bytes));
    Err(PullError::Mismatch { what: what.to_owned(), why })
}
