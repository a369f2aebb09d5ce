//! Images (manifests and indexes) of a repository, their tags, and the layers they stand on.
//!
//! Content lies in the blob store, once for all repositories; these records say which
//! repository has what. Digests are text, `sha256:…`.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Index, Scope};

/// The kind of image records in the store.
pub const KIND: &str = "image";
/// The kind of tag records in the store.
pub const TAG_KIND: &str = "imagetag";
/// The kind of layer records in the store.
pub const LAYER_KIND: &str = "imagelayer";

kind!(Record as KIND, by About);
kind!(TagRecord as TAG_KIND);

/// The most tags of one image (ECR's quota, "Images per tag").
pub const TAGS_MAX: usize = 1000;

/// An image: a manifest or an index, known by the digest of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// Its repository.
    pub repository: String,
    /// The digest of its manifest.
    pub digest: String,
    /// The media type of its manifest.
    pub media_type: String,
    /// What it holds, when that is no image to run: the manifest's own artifact type, else
    /// the media type of its configuration.
    pub artifact_type: Option<String>,
    /// The bytes of the manifest itself.
    pub manifest_bytes: u64,
    /// The bytes of configuration and layers; `None` for an index, which has none.
    pub content_bytes: Option<u64>,
    /// When it was first pushed.
    pub pushed_at: TimestampMs,
    /// The image that this one is about (a signature, a list of parts).
    pub subject: Option<String>,
    /// The layers and the configuration that it needs.
    pub layers: Vec<String>,
    /// The images that it needs: an index's.
    pub images: Vec<String>,
    /// Its tags, sorted.
    pub tags: Vec<String>,
}

/// What a tag stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRecord {
    /// The digest of an image of the same repository.
    pub digest: String,
}

/// A blob that a repository has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was uploaded or mounted: one that no image needs is kept for a while.
    pub at: TimestampMs,
}

/// The images of a repository, by their [`prefix`], that are about another.
pub enum About {}

impl Index for About {
    type Of = Record;
    type Value = (String, String);

    fn value(record: &Record) -> Option<Self::Value> {
        let subject = record.subject.clone()?;
        Some((prefix(&record.scope, &record.repository), subject))
    }

    fn place((prefix, _): &Self::Value) -> String {
        prefix.clone()
    }
}

/// The key of an image.
#[must_use]
pub fn key(scope: &Scope, repository: &str, digest: &str) -> String {
    scope.key(KIND, &[repository, digest])
}

/// The prefix of a repository's images.
#[must_use]
pub fn prefix(scope: &Scope, repository: &str) -> String {
    scope.below(KIND, &[repository])
}

/// The key of a tag.
#[must_use]
pub fn tag_key(scope: &Scope, repository: &str, tag: &str) -> String {
    scope.key(TAG_KIND, &[repository, tag])
}

/// The prefix of a repository's tags.
#[must_use]
pub fn tag_prefix(scope: &Scope, repository: &str) -> String {
    scope.below(TAG_KIND, &[repository])
}

/// The key of a layer.
#[must_use]
pub fn layer_key(scope: &Scope, repository: &str, digest: &str) -> String {
    scope.key(LAYER_KIND, &[repository, digest])
}

/// The prefix of a repository's layers.
#[must_use]
pub fn layer_prefix(scope: &Scope, repository: &str) -> String {
    scope.below(LAYER_KIND, &[repository])
}
