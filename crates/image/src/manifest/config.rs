//! The image configuration: what to start, and which layers are meant.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{CONFIG_BYTES_MAX, LAYERS_MAX, ManifestError, Platform, refused};
use crate::digest::Digest;

const WHAT: &str = "config";

/// An image's configuration, reduced to what running it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageConfig {
    /// What it runs on.
    #[serde(flatten)]
    pub platform: Platform,
    /// Defaults for the container's process.
    #[serde(default, deserialize_with = "null_as_default")]
    pub config: ProcessConfig,
    /// The layers, by the digest of their unpacked content.
    pub rootfs: RootFs,
    /// RFC 3339 time of the build, as written by the builder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
}

/// Defaults for the container's process. All of it is the image author's word: the task
/// definition beats it, and who uses a path or a user checks it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ProcessConfig {
    /// `user[:group]`, names or numbers; empty means root.
    #[serde(deserialize_with = "null_as_default")]
    pub user: String,
    /// `NAME=value` each.
    #[serde(deserialize_with = "null_as_default")]
    pub env: Vec<String>,
    /// The program and its first arguments.
    #[serde(deserialize_with = "null_as_default")]
    pub entrypoint: Vec<String>,
    /// Arguments after the entry point, or the program if there is none.
    #[serde(deserialize_with = "null_as_default")]
    pub cmd: Vec<String>,
    /// Absolute path; empty means `/`.
    #[serde(deserialize_with = "null_as_default")]
    pub working_dir: String,
    /// Signal name or number that asks the process to stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_signal: Option<String>,
    /// `80/tcp` each.
    #[serde(with = "set_as_map")]
    pub exposed_ports: Vec<String>,
    /// Absolute paths that want a volume of their own.
    #[serde(with = "set_as_map")]
    pub volumes: Vec<String>,
    /// Free text by key.
    #[serde(deserialize_with = "null_as_default")]
    pub labels: BTreeMap<String, String>,
}

/// The stack of layers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootFs {
    /// Always `layers`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Digests of the uncompressed layer archives, the lowest first.
    #[serde(default)]
    pub diff_ids: Vec<Digest>,
}

impl ImageConfig {
    /// Reads a configuration of at most [`CONFIG_BYTES_MAX`] bytes.
    ///
    /// # Errors
    /// When it is too large, no JSON of this shape, or has another kind of root.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > CONFIG_BYTES_MAX {
            let bytes = bytes.len() as u64;
            return Err(ManifestError::TooLarge { what: WHAT, bytes, max: CONFIG_BYTES_MAX });
        }
        let config: Self = serde_json::from_slice(bytes)
            .map_err(|source| ManifestError::Syntax { what: WHAT, source })?;
        if config.rootfs.kind != "layers" {
            return Err(refused(WHAT, format!("its root is {:?}, not layers", config.rootfs.kind)));
        }
        if config.rootfs.diff_ids.len() > LAYERS_MAX {
            return Err(refused(WHAT, format!("it has more than {LAYERS_MAX} layers")));
        }
        Ok(config)
    }
}

/// Go writes `null` for an empty slice or map.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Sets that Go writes as `{"80/tcp": {}}`.
mod set_as_map {
    use std::collections::BTreeMap;

    use serde::de::IgnoredAny;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize)]
    struct Nothing {}

    pub(super) fn serialize<S: Serializer>(set: &[String], s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(set.iter().map(|key| (key, Nothing {})))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
        let map = Option::<BTreeMap<String, IgnoredAny>>::deserialize(d)?.unwrap_or_default();
        Ok(map.into_keys().collect())
    }
}
