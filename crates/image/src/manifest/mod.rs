//! Manifests and indexes, OCI's and docker's, read strictly and with limits.
//!
//! Pure: takes bytes, gives values. Digests of the bytes are the caller's to check *before*
//! anything here is believed.

mod config;
mod platform;

pub use config::{ImageConfig, ProcessConfig};
pub use platform::Platform;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// Largest manifest or index read, in bytes (also the limit of the distribution project).
pub const MANIFEST_BYTES_MAX: usize = 4 << 20;
/// Largest image configuration read, in bytes.
pub const CONFIG_BYTES_MAX: usize = 8 << 20;
/// Most layers in an image. Overlayfs takes more; docker stops at 127.
pub const LAYERS_MAX: usize = 128;
/// Most entries in an index.
pub const INDEX_ENTRIES_MAX: usize = 1024;
/// How deep an index may name an index. Real ones are one deep.
pub const INDEX_DEPTH_MAX: usize = 2;

/// Media types, as they stand in `Content-Type` and `mediaType`.
pub mod media {
    /// OCI image manifest.
    pub const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
    /// OCI image index.
    pub const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";
    /// Docker's manifest, schema 2.
    pub const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
    /// Docker's manifest list.
    pub const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
    /// OCI image configuration.
    pub const OCI_CONFIG: &str = "application/vnd.oci.image.config.v1+json";
    /// Docker's image configuration.
    pub const DOCKER_CONFIG: &str = "application/vnd.docker.container.image.v1+json";
    /// OCI layer, not compressed.
    pub const OCI_LAYER: &str = "application/vnd.oci.image.layer.v1.tar";
    /// OCI layer, gzip.
    pub const OCI_LAYER_GZIP: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
    /// OCI layer, zstd.
    pub const OCI_LAYER_ZSTD: &str = "application/vnd.oci.image.layer.v1.tar+zstd";
    /// Docker's layer, gzip.
    pub const DOCKER_LAYER_GZIP: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    /// Docker's layer, not compressed.
    pub const DOCKER_LAYER: &str = "application/vnd.docker.image.rootfs.diff.tar";
    /// Docker's layer, zstd (written by buildkit).
    pub const DOCKER_LAYER_ZSTD: &str = "application/vnd.docker.image.rootfs.diff.tar.zstd";

    /// What a puller accepts under `/manifests/`, for the `Accept` header.
    pub const ACCEPT: [&str; 4] = [OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST];
}

/// Why a document is no manifest that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// Over the size limit; it was not parsed.
    #[error("the {what} has {bytes} bytes, more than {max}")]
    TooLarge {
        /// Which document.
        what: &'static str,
        /// Its size, or what of it was seen.
        bytes: u64,
        /// The limit.
        max: usize,
    },
    /// Not JSON, or a field of the wrong kind.
    #[error("the {what} can't be read")]
    Syntax {
        /// Which document.
        what: &'static str,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// Understood, and refused.
    #[error("the {what} is refused: {reason}")]
    Refused {
        /// Which document.
        what: &'static str,
        /// The reason, for people.
        reason: String,
    },
    /// No entry of the index runs on this platform.
    #[error(
        "image Manifest does not contain descriptor matching platform '{wanted}'; it has {offered}"
    )]
    Platform {
        /// The platform asked for.
        wanted: Platform,
        /// What the image offers, comma separated.
        offered: String,
    },
}

fn refused(what: &'static str, reason: impl Into<String>) -> ManifestError {
    ManifestError::Refused { what, reason: reason.into() }
}

/// Names some content: kind, digest, size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// The media type.
    #[serde(default)]
    pub media_type: String,
    /// The digest of the content.
    pub digest: Digest,
    /// The size of the content in bytes.
    pub size: u64,
    /// Places outside the registry; a descriptor with any is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// What an index entry runs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// Free text by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<BTreeMap<String, String>>,
}

/// One image for one platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The media type, known even when the document left it out.
    pub media_type: &'static str,
    /// The image's configuration.
    pub config: Descriptor,
    /// Layers, the lowest first.
    pub layers: Vec<Descriptor>,
}

impl Manifest {
    /// The compressed size of all layers and the configuration in bytes, as registries and
    /// `docker` count an image's download.
    #[must_use]
    pub fn compressed_bytes(&self) -> u64 {
        self.layers.iter().fold(self.config.size, |sum, layer| sum.saturating_add(layer.size))
    }
}

/// The same image for several platforms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The media type.
    pub media_type: &'static str,
    /// One entry per platform, or further documents about the image.
    pub manifests: Vec<Descriptor>,
}

/// Most entries without a platform that are looked into.
const UNSAID_MAX: usize = 16;

impl Index {
    /// The entries that may be of `platform`, in the order in which to try them: the best that
    /// says so, which is the one with the same variant, else the first of that system and
    /// architecture. Without any, those that say no platform: their own configurations do.
    ///
    /// # Errors
    /// [`ManifestError::Platform`] tells what there is instead.
    pub fn candidates(&self, platform: &Platform) -> Result<Vec<&Descriptor>, ManifestError> {
        let fitting = self.manifests.iter().filter_map(|entry| {
            let rank = entry.platform.as_ref()?.rank_for(platform)?;
            Some((rank, entry))
        });
        if let Some((_, entry)) = fitting.min_by_key(|(rank, _)| *rank) {
            return Ok(vec![entry]);
        }
        let unsaid = self.manifests.iter().filter(|entry| entry.platform.is_none());
        let unsaid: Vec<_> = unsaid.take(UNSAID_MAX).collect();
        if unsaid.is_empty() {
            let (wanted, offered) = (platform.clone(), self.offered());
            return Err(ManifestError::Platform { wanted, offered });
        }
        Ok(unsaid)
    }

    fn offered(&self) -> String {
        let known = self.manifests.iter().filter_map(|entry| entry.platform.as_ref());
        let mut names: Vec<String> =
            known.filter(|p| p.os != "unknown").take(16).map(ToString::to_string).collect();
        names.dedup();
        if names.is_empty() { "no platform at all".to_owned() } else { names.join(", ") }
    }
}

/// What a registry keeps under `/manifests/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// One image.
    Manifest(Manifest),
    /// A choice of images.
    Index(Index),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    #[serde(default)]
    schema_version: Option<u64>,
    #[serde(default)]
    media_type: Option<String>,
    #[serde(default)]
    config: Option<Descriptor>,
    #[serde(default)]
    layers: Option<Vec<Descriptor>>,
    #[serde(default)]
    manifests: Option<Vec<Descriptor>>,
}

impl Document {
    /// Reads a manifest or an index. `content_type` is what the registry called it; it must
    /// agree with the document's own `mediaType` where both speak.
    ///
    /// # Errors
    /// See [`ManifestError`]; a document that could be read both ways is refused
    /// (CVE-2021-41190).
    pub fn parse(bytes: &[u8], content_type: Option<&str>) -> Result<Self, ManifestError> {
        const WHAT: &str = "manifest";
        if bytes.len() > MANIFEST_BYTES_MAX {
            let bytes = bytes.len() as u64;
            return Err(ManifestError::TooLarge { what: WHAT, bytes, max: MANIFEST_BYTES_MAX });
        }
        let raw: Raw = serde_json::from_slice(bytes)
            .map_err(|source| ManifestError::Syntax { what: WHAT, source })?;
        if raw.schema_version != Some(2) {
            return Err(refused(WHAT, "its schemaVersion is not 2"));
        }
        let header = content_type.map(|t| t.split(';').next().unwrap_or(t).trim());
        let kind = media_type_of(&raw, header)?;
        match (raw.manifests, raw.config, raw.layers) {
            (Some(manifests), None, None) => index(kind, manifests).map(Self::Index),
            (None, Some(config), Some(layers)) => {
                manifest(kind, config, layers).map(Self::Manifest)
            }
            (None, ..) => Err(refused(WHAT, "it lacks config or layers")),
            (Some(_), ..) => Err(refused(WHAT, "it is manifest and index at the same time")),
        }
    }

    /// The media type to send it with.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Manifest(manifest) => manifest.media_type,
            Self::Index(index) => index.media_type,
        }
    }
}

fn media_type_of(raw: &Raw, header: Option<&str>) -> Result<&'static str, ManifestError> {
    let known = |t: &str| media::ACCEPT.into_iter().find(|k| *k == t);
    let own = match raw.media_type.as_deref() {
        None | Some("") => None,
        Some(own) => Some(known(own).ok_or_else(|| {
            refused("manifest", format!("its media type {own:?} is not supported"))
        })?),
    };
    let header = header.and_then(known);
    match (own, header) {
        (Some(own), Some(header)) if own != header => {
            Err(refused("manifest", format!("it calls itself {own}, the registry {header}")))
        }
        (Some(kind), _) | (None, Some(kind)) => Ok(kind),
        // OCI 1.0 left mediaType optional; then the fields decide.
        (None, None) if raw.manifests.is_some() => Ok(media::OCI_INDEX),
        (None, None) => Ok(media::OCI_MANIFEST),
    }
}

fn index(kind: &'static str, manifests: Vec<Descriptor>) -> Result<Index, ManifestError> {
    if kind != media::OCI_INDEX && kind != media::DOCKER_LIST {
        return Err(refused("index", format!("it calls itself {kind}")));
    }
    if manifests.len() > INDEX_ENTRIES_MAX {
        return Err(refused("index", format!("it has more than {INDEX_ENTRIES_MAX} entries")));
    }
    Ok(Index { media_type: kind, manifests })
}

fn manifest(
    kind: &'static str,
    config: Descriptor,
    layers: Vec<Descriptor>,
) -> Result<Manifest, ManifestError> {
    const WHAT: &str = "manifest";
    if kind != media::OCI_MANIFEST && kind != media::DOCKER_MANIFEST {
        return Err(refused(WHAT, format!("it calls itself {kind}")));
    }
    if layers.len() > LAYERS_MAX {
        return Err(refused(WHAT, format!("it has more than {LAYERS_MAX} layers")));
    }
    if config.size > CONFIG_BYTES_MAX as u64 {
        let bytes = config.size;
        return Err(ManifestError::TooLarge { what: "config", bytes, max: CONFIG_BYTES_MAX });
    }
    Ok(Manifest { media_type: kind, config, layers })
}

impl Manifest {
    /// Whether this can be run: an image's configuration and layers whose content the
    /// registry itself has, in a packing that is known.
    ///
    /// # Errors
    /// Names what stands in the way. A registry may store what this refuses (artifacts,
    /// signatures); a puller can't run it.
    pub fn check_runnable(&self) -> Result<(), ManifestError> {
        const WHAT: &str = "manifest";
        let config = self.config.media_type.as_str();
        if config != media::OCI_CONFIG && config != media::DOCKER_CONFIG {
            return Err(refused(WHAT, format!("it holds {config:?}, which is no container image")));
        }
        for layer in &self.layers {
            let kind = layer.media_type.as_str();
            if !layer.urls.is_empty()
                || kind.contains("nondistributable")
                || kind.contains("foreign")
            {
                return Err(refused(
                    WHAT,
                    format!("layer {} lies outside the registry", layer.digest),
                ));
            }
            if !LAYER_KINDS.contains(&kind) {
                return Err(refused(WHAT, format!("layer media type {kind:?} is not supported")));
            }
        }
        Ok(())
    }
}

const LAYER_KINDS: [&str; 6] = [
    media::OCI_LAYER_GZIP,
    media::DOCKER_LAYER_GZIP,
    media::OCI_LAYER_ZSTD,
    media::DOCKER_LAYER_ZSTD,
    media::OCI_LAYER,
    media::DOCKER_LAYER,
];

#[cfg(test)]
mod tests;
