//! What the catalog must know of a manifest. Pure.

use std::collections::BTreeMap;

use bytes::Bytes;
use ferrogate_image::manifest::{Descriptor, Document, MANIFEST_BYTES_MAX};
use ferrogate_image::{Algorithm, Digest};
use serde::{Deserialize, Serialize};

use super::Result;
use crate::Error;

/// A manifest that may be kept, if what it needs is there.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) bytes: Bytes,
    pub(super) digest: Digest,
    pub(super) media_type: &'static str,
    pub(super) artifact_type: Option<String>,
    pub(super) subject: Option<Digest>,
    /// Configuration and layers that the repository must have, each once.
    pub(super) layers: Vec<Part>,
    /// Images that the repository must have, each once.
    pub(super) images: Vec<Digest>,
    /// The bytes of configuration and layers; none for an index.
    pub(super) content_bytes: Option<u64>,
}

/// Content that a manifest names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) digest: Digest,
    pub(super) bytes: u64,
}

/// What artifacts add to a manifest (OCI image specification 1.1).
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    #[serde(default)]
    artifact_type: Option<String>,
    #[serde(default)]
    subject: Option<Descriptor>,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
}

/// An image that is about another one, as the referrers of that one are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Referrer {
    /// Its media type.
    pub media_type: String,
    /// Its digest.
    pub digest: String,
    /// The bytes of its manifest.
    pub size: u64,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Its annotations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<BTreeMap<String, String>>,
}

impl Manifest {
    /// Reads a manifest or an index that was sent as `content_type`, to be known by the digest
    /// that `algorithm` gives it.
    pub(super) fn read(
        bytes: Bytes,
        content_type: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Self> {
        if bytes.len() > MANIFEST_BYTES_MAX {
            return Err(Error::ManifestTooLarge { max: MANIFEST_BYTES_MAX });
        }
        let document = Document::parse(&bytes, content_type).map_err(|e| bad(&e))?;
        let about = about(&bytes)?;
        let mut manifest = Self {
            digest: algorithm.digest(&bytes),
            media_type: document.media_type(),
            artifact_type: about.artifact_type.filter(|kind| !kind.is_empty()),
            subject: about.subject.map(|subject| subject.digest),
            layers: Vec::new(),
            images: Vec::new(),
            content_bytes: None,
            bytes,
        };
        match document {
            Document::Manifest(image) => {
                manifest.content_bytes = Some(image.compressed_bytes());
                let kind = image.config.media_type.clone();
                // OCI distribution 1.1: without a type of its own it has its configuration's.
                manifest.artifact_type.get_or_insert(kind);
                for part in std::iter::once(&image.config).chain(&image.layers) {
                    manifest.need(part)?;
                }
            }
            Document::Index(index) => {
                for image in index.manifests {
                    if !manifest.images.contains(&image.digest) {
                        manifest.images.push(image.digest);
                    }
                }
            }
        }
        Ok(manifest)
    }

    fn need(&mut self, part: &Descriptor) -> Result<()> {
        if !part.urls.is_empty() {
            return Ok(()); // content that lies elsewhere by the manifest's own word
        }
        let new = Part { digest: part.digest.clone(), bytes: part.size };
        match self.layers.iter().find(|known| known.digest == new.digest) {
            None => self.layers.push(new),
            Some(known) if known.bytes == new.bytes => {}
            Some(_) => {
                let text = format!("it gives {} two sizes", new.digest);
                return Err(Error::BadManifest(text));
            }
        }
        Ok(())
    }
}

/// The annotations of a manifest that is kept.
pub(super) fn annotations(bytes: &[u8]) -> Result<Option<BTreeMap<String, String>>> {
    Ok(about(bytes)?.annotations.filter(|annotations| !annotations.is_empty()))
}

fn about(bytes: &[u8]) -> Result<About> {
    serde_json::from_slice(bytes).map_err(|e| Error::BadManifest(e.to_string()))
}

fn bad(error: &dyn std::error::Error) -> Error {
    Error::BadManifest(ferrogate_base::errors::chain(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_image::manifest::media;
    use serde_json::{Value, json};

    fn part(kind: &str, content: &[u8]) -> Value {
        json!({"mediaType": kind, "digest": Digest::of(content).to_string(), "size": content.len()})
    }

    fn image(more: &Value) -> Bytes {
        let mut document = json!({
            "schemaVersion": 2,
            "mediaType": media::OCI_MANIFEST,
            "config": part(media::OCI_CONFIG, b"{}"),
            "layers": [part(media::OCI_LAYER_GZIP, b"one"), part(media::OCI_LAYER_GZIP, b"one")],
        });
        for (name, value) in more.as_object().unwrap() {
            document[name] = value.clone();
        }
        document.to_string().into()
    }

    #[test]
    fn a_manifest_needs_its_configuration_and_each_layer_once() {
        let bytes = image(&json!({}));
        let manifest = Manifest::read(bytes.clone(), None, Algorithm::Sha256).unwrap();
        let needed: Vec<_> = manifest.layers.iter().map(|part| part.digest.clone()).collect();
        assert_eq!(needed, [Digest::of(b"{}"), Digest::of(b"one")]);
        assert_eq!(manifest.content_bytes, Some(2 + 3 + 3));
        assert_eq!(manifest.digest, Digest::of(&bytes));
        assert_eq!(manifest.artifact_type.as_deref(), Some(media::OCI_CONFIG));
    }

    #[test]
    fn an_artifact_says_what_it_is_and_what_it_is_about() {
        let bytes = image(&json!({
            "artifactType": "application/x-signature",
            "subject": part(media::OCI_MANIFEST, b"subject"),
            "annotations": {"a": "b"},
        }));
        let manifest =
            Manifest::read(bytes.clone(), Some(media::OCI_MANIFEST), Algorithm::Sha256).unwrap();
        assert_eq!(manifest.artifact_type.as_deref(), Some("application/x-signature"));
        assert_eq!(manifest.subject, Some(Digest::of(b"subject")));
        assert_eq!(annotations(&bytes).unwrap().unwrap()["a"], "b");
    }

    #[test]
    fn one_layer_of_two_sizes_is_refused() {
        let mut other = part(media::OCI_LAYER_GZIP, b"one");
        other["size"] = json!(4);
        let bytes = image(&json!({"layers": [part(media::OCI_LAYER_GZIP, b"one"), other]}));
        assert!(matches!(
            Manifest::read(bytes, None, Algorithm::Sha256),
            Err(Error::BadManifest(_))
        ));
    }

    #[test]
    fn a_layer_that_lies_elsewhere_is_not_needed() {
        let mut foreign = part(media::OCI_LAYER_GZIP, b"elsewhere");
        foreign["urls"] = json!(["https://example.com/layer"]);
        let manifest =
            Manifest::read(image(&json!({"layers": [foreign]})), None, Algorithm::Sha256).unwrap();
        assert_eq!(manifest.layers.len(), 1);
    }
}
