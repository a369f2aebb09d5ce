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
    let mut locator = reference.locator();
    let mut expected = reference.digest().cloned();
    let mut index = None;
    for _ in 0..=INDEX_DEPTH_MAX {
        let (bytes, content_type) = remote.manifest(&locator).await?;
        let digest = match &expected {
            Some(expected) => verified(expected, &bytes, "the manifest")?,
            None => Digest::of(&bytes),
        };
        match Document::parse(&bytes, content_type.as_deref())? {
            Document::Manifest(manifest) => return Ok(Found { digest, manifest, bytes, index }),
            Document::Index(found) => {
                let chosen = found.choose(&inner.options.platform)?.digest.clone();
                index.get_or_insert(digest);
                locator = chosen.to_string();
                expected = Some(chosen);
            }
        }
    }
    let why = format!("an index names an index more than {INDEX_DEPTH_MAX} times over");
    Err(PullError::Mismatch { what: reference.to_string(), why })
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
