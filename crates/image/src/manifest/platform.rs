//! What an image runs on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// System, architecture and variant, in the words of the Go toolchain (`linux/arm64/v8`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Platform {
    /// `linux` for all that runs here.
    #[serde(default)]
    pub os: String,
    /// `amd64` or `arm64` for all that runs here.
    #[serde(default)]
    pub architecture: String,
    /// Such as `v8` for arm64; most images leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

/// A text that names no platform.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a platform, such as linux/amd64 or linux/arm64")]
pub struct BadPlatform(pub String);

impl Platform {
    /// Linux on the architecture this binary was built for.
    #[must_use]
    pub fn host() -> Self {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        Self { os: "linux".to_owned(), architecture: architecture.to_owned(), variant: None }
    }

    /// How well this serves `wanted`, 0 best; `None` when it does not.
    pub(super) fn rank_for(&self, wanted: &Self) -> Option<u8> {
        if self.os != wanted.os || self.architecture != wanted.architecture {
            return None;
        }
        // The plain variant of each architecture, so that leaving it out means the same.
        let plain = if self.architecture == "arm64" { "v8" } else { "v1" };
        let variant = |p: &'_ Self| p.variant.clone().unwrap_or_else(|| plain.to_owned());
        Some(u8::from(variant(self) != variant(wanted)))
    }

    /// Whether a container of this platform runs where `host` is asked for.
    #[must_use]
    pub fn runs_on(&self, host: &Self) -> bool {
        self.rank_for(host).is_some()
    }
}

impl FromStr for Platform {
    type Err = BadPlatform;

    fn from_str(text: &str) -> Result<Self, BadPlatform> {
        let word = |w: &&str| {
            (1..=32).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
        };
        let parts: Vec<&str> = text.split('/').filter(word).collect();
        if parts.len() != text.split('/').count() {
            return Err(BadPlatform(text.to_owned()));
        }
        match parts[..] {
            [os, arch] => Ok(Self { os: os.into(), architecture: arch.into(), variant: None }),
            [os, arch, v] => {
                Ok(Self { os: os.into(), architecture: arch.into(), variant: Some(v.into()) })
            }
            _ => Err(BadPlatform(text.to_owned())),
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        match &self.variant {
            Some(variant) => write!(f, "/{variant}"),
            None => Ok(()),
        }
    }
}
