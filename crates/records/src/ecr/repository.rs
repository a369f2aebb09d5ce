//! Repositories: names under which images are kept.

use ferrogate_base::{TimestampMs, partition};
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "repository";

kind!(Record as KIND);

/// A repository. Every transaction on its content carries the guard that this record is
/// unchanged, and those that others must notice write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 2-256 characters, such as `team/app`.
    pub name: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Whether it is there, or on its way out.
    pub status: Status,
    /// Which tags may be moved to another image.
    pub mutability: Mutability,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// One more with each image that comes and each image or layer that goes: what was
    /// checked against the images before must be checked again.
    pub changes: u64,
}

/// Whether a repository is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It takes and gives images.
    Active,
    /// Its content is being removed; to everybody it is gone.
    Deleting,
}

/// Which tags may be moved to another image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "except", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mutability {
    /// All.
    Mutable,
    /// None.
    Immutable,
    /// All but those that one of these patterns fits.
    MutableWithExclusion(Vec<String>),
    /// Only those that one of these patterns fits.
    ImmutableWithExclusion(Vec<String>),
}

impl Mutability {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Mutable => "MUTABLE",
            Self::Immutable => "IMMUTABLE",
            Self::MutableWithExclusion(_) => "MUTABLE_WITH_EXCLUSION",
            Self::ImmutableWithExclusion(_) => "IMMUTABLE_WITH_EXCLUSION",
        }
    }

    /// The patterns, where there are any.
    #[must_use]
    pub fn filters(&self) -> &[String] {
        match self {
            Self::Mutable | Self::Immutable => &[],
            Self::MutableWithExclusion(filters) | Self::ImmutableWithExclusion(filters) => filters,
        }
    }

    /// Whether `tag` may be moved to another image.
    #[must_use]
    pub fn may_move(&self, tag: &str) -> bool {
        let excepted = |filters: &[String]| filters.iter().any(|filter| fits(filter, tag));
        match self {
            Self::Mutable => true,
            Self::Immutable => false,
            Self::MutableWithExclusion(filters) => !excepted(filters),
            Self::ImmutableWithExclusion(filters) => excepted(filters),
        }
    }
}

/// Whether `text` fits `pattern`, in which a `*` stands for any characters or none.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().expect("a split has at least one part");
    for part in parts {
        // The earliest place leaves the most for the parts that follow.
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

impl Record {
    /// `arn:aws:ecr:region:account:repository/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }

    /// The name of its images: `account.dkr.ecr.region.amazonaws.com/name`, with its
    /// partition's domain.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("{}/{}", host(&self.scope), self.name)
    }
}

/// The ARN of the repository `name` in `scope`.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("ecr", &format!("repository/{name}"))
}

/// The registry's name in image references: `account.dkr.ecr.region.amazonaws.com`.
#[must_use]
pub fn host(scope: &Scope) -> String {
    partition::registry(scope.account.as_str(), &scope.region)
}

/// The account and region that a registry's name means, port and letter case aside; `None`
/// for another registry's.
#[must_use]
pub fn scope_of_host(host: &str) -> Option<Scope> {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let (account, region) = partition::of_registry(&host)?;
    Some(Scope::new(account.parse().ok()?, region))
}

/// The key of the repository `name`.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_fits_any_characters_or_none() {
        for (pattern, text, is) in [
            ("latest", "latest", true),
            ("latest", "latest1", false),
            ("dev-*", "dev-", true),
            ("dev-*", "dev-7", true),
            ("dev-*", "prod-dev-7", false),
            ("*-rc", "1.0-rc", true),
            ("*-rc", "1.0-rc2", false),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "abbc", true),
            ("a*b*c", "acb", false),
            ("*", "anything", true),
            ("a*a", "a", false),
            ("a**b", "ab", true),
        ] {
            assert_eq!(fits(pattern, text), is, "{pattern} {text}");
        }
    }

    #[test]
    fn exclusions_turn_the_rule_round() {
        let dev = || vec!["dev-*".to_owned()];
        for (rule, dev_moves, other_moves) in [
            (Mutability::Mutable, true, true),
            (Mutability::Immutable, false, false),
            (Mutability::MutableWithExclusion(dev()), false, true),
            (Mutability::ImmutableWithExclusion(dev()), true, false),
        ] {
            assert_eq!(rule.may_move("dev-1"), dev_moves, "{rule:?}");
            assert_eq!(rule.may_move("1.0"), other_moves, "{rule:?}");
        }
    }

    #[test]
    fn a_registry_name_is_its_account_and_region() {
        let scope = Scope::new("123456789012".parse().unwrap(), "eu-west-1");
        assert_eq!(scope_of_host(&host(&scope)), Some(scope.clone()));
        assert_eq!(scope_of_host(&format!("{}:4566", host(&scope))), Some(scope));
        for other in [
            "localhost:4566",
            "1.dkr.ecr.eu-west-1.amazonaws.com",
            "123456789012.dkr.ecr..amazonaws.com",
            &format!("123456789012.dkr.ecr.{}.amazonaws.com", "eu-".repeat(400)),
        ] {
            assert_eq!(scope_of_host(other), None, "{other}");
        }
    }
}
