//! Names of images in the engine's registry: `repository[:tag|@digest]`.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use ferrogate_base::partition;
use ferrogate_image::reference::{DEFAULT_REGISTRY, DEFAULT_TAG, Reference};

use crate::fault::{Fault, Kind};

/// A repository and one of its tags, or a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) repository: String,
    pub(crate) tag: Option<String>,
    pub(crate) digest: Option<String>,
    /// The registry that was written before it, if one was.
    registry: Option<String>,
}

impl Name {
    /// A tag of a repository.
    pub(crate) fn new(repository: impl Into<String>, tag: impl Into<String>) -> Self {
        let (repository, tag) = (repository.into(), Some(tag.into()));
        Self { repository, tag, digest: None, registry: None }
    }

    /// Refuses the name of another account's or region's image, where `own` is the caller's
    /// registry.
    pub(crate) fn check(&self, own: &str) -> Result<(), Fault> {
        check_registry(own, self.registry.as_deref().unwrap_or(own))
    }
}

/// Refuses a registry of ECR that is not the caller's `own`: what it has is not what is here.
pub(crate) fn check_registry(own: &str, registry: &str) -> Result<(), Fault> {
    let host = registry.split(':').next().unwrap_or_default();
    if partition::of_registry(host).is_none() || registry == own {
        return Ok(());
    }
    Err(Fault::new(
        Kind::Invalid,
        format!("{registry} is not the registry of this account and region"),
    )
    .why(format!("that is {own}"))
    .fix("leave the registry out, or name an image that is here"))
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let reference: Reference = text.parse().map_err(|e| format!("{e}"))?;
        let name = text.split('@').next().unwrap_or(text);
        // The registry that a file or a user names is not where it goes.
        let hosted = reference.registry() != DEFAULT_REGISTRY;
        let repository = if hosted || name.starts_with("docker.io/") {
            let path = reference.repository();
            path.strip_prefix("library/").filter(|_| !hosted).unwrap_or(path).to_owned()
        } else {
            name.split(':').next().unwrap_or(name).to_owned()
        };
        let digest = reference.digest().map(ToString::to_string);
        let registry = hosted.then(|| reference.registry().to_owned());
        Ok(Self { repository, tag: reference.tag().map(str::to_owned), digest, registry })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.digest, &self.tag) {
            (Some(digest), _) => write!(f, "{}@{digest}", self.repository),
            (None, tag) => {
                write!(f, "{}:{}", self.repository, tag.as_deref().unwrap_or(DEFAULT_TAG))
            }
        }
    }
}

/// The name of an image of a file: one it was saved under, where a tag alone takes the
/// file's name for its repository; without any, the file's name.
pub(super) fn of_file(saved: &[String], file: &Path) -> Option<Name> {
    let stem = file.file_name()?.to_str()?.to_ascii_lowercase();
    let stem = stem.split('.').next().unwrap_or_default().to_owned();
    let first = match saved.first() {
        Some(name) if name.contains([':', '/', '@']) => name.clone(),
        Some(tag) => format!("{stem}:{tag}"),
        None => stem,
    };
    first.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Name>().unwrap().to_string()
    }

    #[test]
    fn a_registry_in_a_name_is_left_out() {
        assert_eq!(shown("web"), "web:latest");
        assert_eq!(shown("team/web:2"), "team/web:2");
        assert_eq!(shown("docker.io/library/nginx:1"), "nginx:1");
        assert_eq!(shown("000000000000.dkr.ecr.us-east-1.amazonaws.com/web:1"), "web:1");
        assert!("Web:1".parse::<Name>().is_err());
    }

    #[test]
    fn another_accounts_or_regions_name_is_refused() {
        let own = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
        let checked = |text: &str| text.parse::<Name>().unwrap().check(own);
        for name in ["web", "web:1", "docker.io/library/web", "ghcr.io/a/web:1"] {
            assert!(checked(name).is_ok(), "{name}");
        }
        assert!(checked(&format!("{own}/web:1")).is_ok());
        for other in [
            "999999999999.dkr.ecr.us-east-1.amazonaws.com/web:1",
            "000000000000.dkr.ecr.eu-west-1.amazonaws.com/web:1",
            "000000000000.dkr.ecr.eu-west-1.amazonaws.com:443/web:1",
            "000000000000.dkr.ecr.cn-north-1.amazonaws.com.cn/web:1",
        ] {
            let fault = checked(other).unwrap_err();
            assert!(fault.what.contains("is not the registry of this account"), "{}", fault.what);
        }
    }

    #[test]
    fn a_file_gives_the_name_when_nothing_in_it_does() {
        let of = |saved: &[&str]| {
            let saved: Vec<_> = saved.iter().map(|name| (*name).to_owned()).collect();
            of_file(&saved, Path::new("/tmp/Web.oci.tar")).map(|name| name.to_string())
        };
        assert_eq!(of(&[]).as_deref(), Some("web:latest"));
        assert_eq!(of(&["1"]).as_deref(), Some("web:1"));
        assert_eq!(of(&["docker.io/library/nginx:2"]).as_deref(), Some("nginx:2"));
    }
}
