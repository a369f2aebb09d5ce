//! Image references, read as docker reads them: `[host[:port]/]path[:tag][@digest]`.
//!
//! A first part without a dot, a colon and other than `localhost` is no host but a path on
//! Docker Hub, and a Hub path of one part lives under `library/`. Grammar: the reference
//! package of the distribution project.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digest::{BadDigest, Digest};

/// The registry that a reference without a host means.
pub const DEFAULT_REGISTRY: &str = "docker.io";
/// The tag that a reference without tag and digest means.
pub const DEFAULT_TAG: &str = "latest";

/// Longest reference read; longer ones are refused unread.
const REFERENCE_MAX: usize = 1024;
const PATH_MAX: usize = 255;
const TAG_MAX: usize = 128;

/// Why a text is no image reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadReference {
    /// Nothing was given.
    #[error("the image reference is empty")]
    Empty,
    /// Longer than any valid one.
    #[error("the image reference is longer than {REFERENCE_MAX} characters")]
    TooLong,
    /// The host or port is malformed.
    #[error("image reference: {0:?} is not a registry host")]
    Host(String),
    /// A part of the repository's path is malformed.
    #[error(
        "image reference: {0:?} is not a repository name (lowercase letters, digits, and . _ - between them)"
    )]
    Path(String),
    /// The path is too long.
    #[error("image reference: the repository name is longer than {PATH_MAX} characters")]
    PathTooLong,
    /// The tag is malformed.
    #[error("image reference: {0:?} is not a tag (letters, digits, _ . -, at most {TAG_MAX})")]
    Tag(String),
    /// The digest is malformed.
    #[error("image reference: {0}")]
    Digest(#[from] BadDigest),
}

/// A parsed, normalised image reference: host and path are always there, and at least one
/// of tag and digest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<Digest>,
}

impl Reference {
    /// Host, with `:port` when one was given; `docker.io` when none was.
    #[must_use]
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// Path within the registry, such as `library/nginx`.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag. `None` only when there is a digest.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest that pins the content. It beats the tag.
    #[must_use]
    pub fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// What the registry is asked for under `/manifests/`: the digest, else the tag.
    #[must_use]
    pub fn locator(&self) -> String {
        match (&self.digest, &self.tag) {
            (Some(digest), _) => digest.to_string(),
            (None, tag) => tag.clone().unwrap_or_else(|| DEFAULT_TAG.to_owned()),
        }
    }

    /// The same repository, pinned to `digest` and without tag.
    #[must_use]
    pub fn pinned(&self, digest: Digest) -> Self {
        Self { tag: None, digest: Some(digest), ..self.clone() }
    }
}

impl FromStr for Reference {
    type Err = BadReference;

    fn from_str(text: &str) -> Result<Self, BadReference> {
        if text.is_empty() {
            return Err(BadReference::Empty);
        }
        if text.len() > REFERENCE_MAX {
            return Err(BadReference::TooLong);
        }
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest.parse::<Digest>()?)),
            None => (text, None),
        };
        let (registry, rest) = split_registry(name)?;
        let (path, tag) = match rest.rsplit_once(':') {
            Some((path, tag)) => (path, Some(checked_tag(tag)?)),
            None => (rest, None),
        };
        check_path(path)?;
        let hub = registry == DEFAULT_REGISTRY;
        let repository =
            if hub && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
        if repository.len() > PATH_MAX {
            return Err(BadReference::PathTooLong);
        }
        let tag = match (&digest, tag) {
            (None, None) => Some(DEFAULT_TAG.to_owned()),
            (_, tag) => tag,
        };
        Ok(Self { registry, repository, tag, digest })
    }
}

fn split_registry(name: &str) -> Result<(String, &str), BadReference> {
    let hub = || (DEFAULT_REGISTRY.to_owned(), name);
    let Some((first, rest)) = name.split_once('/') else { return Ok(hub()) };
    if !(first.contains(['.', ':']) || first.eq_ignore_ascii_case("localhost")) {
        // Docker takes `Ab/c` for a host. Written in lower case, as hosts are, it would mean
        // another image: `ab/c` of the Hub.
        check_path(first)?;
        return Ok(hub());
    }
    check_host(first)?;
    let host = first.to_ascii_lowercase();
    let host = if host == "index.docker.io" { DEFAULT_REGISTRY.to_owned() } else { host };
    Ok((host, rest))
}

fn check_host(host: &str) -> Result<(), BadReference> {
    let bad = || BadReference::Host(host.to_owned());
    let (name, port) = if let Some(v6) = host.strip_prefix('[') {
        let (address, rest) = v6.split_once(']').ok_or_else(bad)?;
        address.parse::<std::net::Ipv6Addr>().map_err(|_| bad())?;
        match rest.strip_prefix(':') {
            Some(port) => (None, Some(port)),
            None if rest.is_empty() => (None, None),
            None => return Err(bad()),
        }
    } else {
        match host.split_once(':') {
            Some((name, port)) => (Some(name), Some(port)),
            None => (Some(host), None),
        }
    };
    let digits = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    if port.is_some_and(|p| !digits(p) || !p.parse::<u16>().is_ok_and(|n| n > 0)) {
        return Err(bad());
    }
    let label = |l: &str| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (1..=63).contains(&l.len())
            && l.bytes().all(inner)
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    if name.is_some_and(|n| n.len() > 253 || !n.split('.').all(label)) {
        return Err(bad());
    }
    Ok(())
}

/// Whether a text can be the tag of an image (OCI distribution specification, "Pulling
/// manifests").
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    (1..=TAG_MAX).contains(&text.len())
        && text.bytes().all(|b| word(b) || b == b'.' || b == b'-')
        && text.bytes().next().is_some_and(word)
}

fn checked_tag(tag: &str) -> Result<String, BadReference> {
    if is_tag(tag) {
        Ok(tag.to_owned())
    } else {
        Err(BadReference::Tag(tag.chars().take(160).collect()))
    }
}

/// Whether `path` is a repository name: parts of lowercase letters and digits, separated
/// inside by one dot, one or two underscores, or any number of hyphens.
///
/// # Errors
/// Names the part that is not.
pub fn check_path(path: &str) -> Result<(), BadReference> {
    if path.len() > PATH_MAX {
        return Err(BadReference::PathTooLong);
    }
    match path.split('/').find(|part| !is_path_part(part)) {
        Some(part) => Err(BadReference::Path(part.to_owned())),
        None => Ok(()),
    }
}

fn is_path_part(part: &str) -> bool {
    let alnum = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = part.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if !alnum(*first) || !alnum(*last) {
        return false;
    }
    let separators = bytes.split(|b| alnum(*b)).filter(|s| !s.is_empty());
    let allowed = |s: &[u8]| s == b"." || s == b"_" || s == b"__" || s.iter().all(|b| *b == b'-');
    separators.into_iter().all(allowed)
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        text.parse::<Reference>().unwrap().to_string()
    }

    #[test]
    fn names_are_completed_as_docker_completes_them() {
        let digest = Digest::of(b"");
        for (given, whole) in [
            ("nginx", "docker.io/library/nginx:latest"),
            ("nginx:1.29", "docker.io/library/nginx:1.29"),
            ("bitnami/redis", "docker.io/bitnami/redis:latest"),
            ("docker.io/nginx", "docker.io/library/nginx:latest"),
            ("index.docker.io/nginx", "docker.io/library/nginx:latest"),
            ("localhost/a", "localhost/a:latest"),
            ("LocalHost/a", "localhost/a:latest"),
            ("localhost:5000/a/b:v1", "localhost:5000/a/b:v1"),
            ("host:1/a", "host:1/a:latest"),
            ("[::1]:5000/a", "[::1]:5000/a:latest"),
            ("GHCR.io/a/b__c.d--e", "ghcr.io/a/b__c.d--e:latest"),
            (
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:7",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:7",
            ),
        ] {
            assert_eq!(normal(given), whole);
        }
        assert_eq!(
            normal(&format!("a/b:t@{digest}")),
            format!("docker.io/a/b:t@{digest}"),
            "a tag beside a digest is kept"
        );
        let pinned: Reference = format!("nginx@{digest}").parse().unwrap();
        assert_eq!((pinned.tag(), pinned.locator()), (None, digest.to_string()));
    }

    #[test]
    fn malformed_references_are_refused() {
        let long = "a/".repeat(200) + "a";
        for bad in [
            "",
            "/",
            "Ab/c",
            "a/",
            "/a",
            "a//b",
            "Nginx",
            "a:",
            "a:b:c",
            "a b",
            "a@sha256:12",
            "a..b",
            "a___b",
            "-a",
            "a-",
            "a/_b",
            "host.:1/a",
            "h.com:0/a",
            "h.com:65536/a",
            "h.com:/a",
            "[::g]:1/a",
            "a:-t",
            "a:t/../..",
            "h.com/../etc",
            "-h.com/a",
            "h.com/a?b",
            "http://h.com/a",
            "a\0b",
            &long,
        ] {
            assert!(bad.parse::<Reference>().is_err(), "{bad:?}");
        }
        assert_eq!("".parse::<Reference>(), Err(BadReference::Empty));
        assert_eq!("a".repeat(1025).parse::<Reference>(), Err(BadReference::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_parses_or_is_refused_without_panic(text in "\\PC{0,80}") {
            if let Ok(reference) = text.parse::<Reference>() {
                let again: Reference = reference.to_string().parse().unwrap();
                prop_assert_eq!(again, reference);
            }
        }

        #[test]
        fn the_normal_form_of_a_valid_reference_is_stable(
            text in "([a-z]{1,8}\\.[a-z]{2,3}(:[1-9][0-9]{0,3})?/)?[a-z0-9]{1,5}(/[a-z0-9]{1,5}([._-][a-z0-9]{1,4}){0,2}){0,3}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,8})?"
        ) {
            let reference: Reference = text.parse().unwrap();
            let again: Reference = reference.to_string().parse().unwrap();
            prop_assert_eq!(again, reference);
        }
    }
}
