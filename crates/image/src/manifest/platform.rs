//! What an image runs on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// System, architecture and variant, in the words of the Go toolchain (`linux/arm/v7`).
/// What is read, from a text or a document, gets its normal form: there are several names for
/// one architecture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Platform {
    /// `linux` for all that runs here.
    #[serde(default)]
    pub os: String,
    /// `amd64` or `arm64` for all that runs here.
    #[serde(default)]
    pub architecture: String,
    /// Such as `v7` for arm; none for the plain one of an architecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

/// A platform as it is written.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    variant: Option<String>,
}

impl From<Written> for Platform {
    fn from(written: Written) -> Self {
        let variant = written.variant.unwrap_or_default();
        Self::normal(&written.os, &written.architecture, &variant)
    }
}

/// A text that names no platform.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a platform, such as linux/amd64 or linux/arm64")]
pub struct BadPlatform(pub String);

impl Platform {
    /// Linux on the architecture this binary was built for.
    #[must_use]
    pub fn host() -> Self {
        Self::normal("linux", std::env::consts::ARCH, "")
    }

    /// The one form of a platform's names, as containerd has it: no system is Linux, the plain
    /// variants of amd64 and arm64 are not said, and arm without one is v7.
    fn normal(os: &str, architecture: &str, variant: &str) -> Self {
        let lower = |text: &str| text.trim().to_ascii_lowercase();
        let (os, architecture, variant) = (lower(os), lower(architecture), lower(variant));
        let (architecture, variant) = match (&*architecture, &*variant) {
            ("i386" | "i686", _) => ("386", ""),
            ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
            ("x86_64" | "x86-64" | "amd64", variant) => ("amd64", variant),
            ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
            ("aarch64" | "arm64", variant) => ("arm64", variant),
            ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
            ("armel", _) | ("arm", "6") => ("arm", "v6"),
            ("arm", "5") => ("arm", "v5"),
            ("arm", "8") => ("arm", "v8"),
            other => other,
        };
        Self {
            os: if os.is_empty() { "linux".to_owned() } else { os },
            architecture: architecture.to_owned(),
            variant: (!variant.is_empty()).then(|| variant.to_owned()),
        }
    }

    /// How well this serves `wanted`, 0 best; `None` when it does not.
    pub(super) fn rank_for(&self, wanted: &Self) -> Option<u8> {
        if self.os != wanted.os || self.architecture != wanted.architecture {
            return None;
        }
        Some(u8::from(self.variant != wanted.variant))
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
            (1..=32).contains(&w.len())
                && w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        };
        let parts: Vec<&str> = text.split('/').filter(word).collect();
        if parts.len() != text.split('/').count() {
            return Err(BadPlatform(text.to_owned()));
        }
        match parts[..] {
            [os, arch] => Ok(Self::normal(os, arch, "")),
            [os, arch, variant] => Ok(Self::normal(os, arch, variant)),
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
