//! Secrets: all that is known of them but their values.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::SERVICE;
use crate::kind::kind;
use crate::kms::key::Policy;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "secret";

kind!(Record as KIND);

/// The stage of the version that is in force.
pub const CURRENT: &str = "AWSCURRENT";
/// The stage of the one before.
pub const PREVIOUS: &str = "AWSPREVIOUS";

/// A secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// 1-512 letters, digits and `/_+=.@-`.
    pub name: String,
    /// Six letters and digits, after the name in its ARN: a secret that is made later under the
    /// same name is another one.
    pub suffix: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// What it is of, as its owner says.
    #[serde(default)]
    pub of_type: Option<String>,
    /// The key of KMS that new versions are encrypted under, as it was named; none: that of the
    /// service.
    #[serde(default)]
    pub kms_key: Option<String>,
    /// Its versions, the oldest first.
    #[serde(default)]
    pub versions: Vec<Version>,
    /// Who may do what with it.
    #[serde(default)]
    pub policy: Option<Policy>,
    /// Set while it is to be deleted.
    #[serde(default)]
    pub deletion: Option<Deletion>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub changed_at: TimestampMs,
    /// The day on which a value was read last, by its beginning.
    #[serde(default)]
    pub accessed_at: Option<TimestampMs>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A version of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 32-64 characters: the token of the request that made it.
    pub id: String,
    /// Labels, each of which one version of a secret has.
    #[serde(default)]
    pub stages: Vec<String>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// The ARN of the key that it is encrypted under; none: that of the service.
    #[serde(default)]
    pub kms_key: Option<String>,
}

/// When a secret is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When it was asked for.
    pub asked_at: TimestampMs,
    /// From then on it is gone.
    pub at: TimestampMs,
}

impl Record {
    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn(SERVICE, &format!("secret:{}-{}", self.name, self.suffix))
    }

    /// Whether its time is over: nobody finds it any more, though its record may still be there.
    #[must_use]
    pub fn is_gone(&self, now: TimestampMs) -> bool {
        self.deletion.is_some_and(|deletion| now >= deletion.at)
    }

    /// The version that has a stage.
    #[must_use]
    pub fn staged(&self, stage: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.stages.iter().any(|of| of == stage))
    }

    /// The version of this id.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }
}

/// The key of the secret `name`, which may be any text: of one that is no name it may be another's,
/// so whoever finds a record there compares its name.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[&in_key(name)])
}

/// A name as keys have it. 512 slashes would be three times as long in one, and longer than a key
/// may be; no name has a colon.
pub(super) fn in_key(name: &str) -> String {
    name.replace('/', ":")
}

/// What a text may name as seen from `here`: a name, or an ARN with its suffix or without. The
/// likelier comes first, each with the suffix that the secret must have. Secrets of other accounts
/// can be named, of other regions not.
#[must_use]
pub fn named<'t>(here: &Scope, text: &'t str) -> Option<(Scope, Vec<Meant<'t>>)> {
    if !text.starts_with("arn:") {
        return Some((here.clone(), vec![(text, None)]));
    }
    let ["arn", _, SERVICE, region, account, "secret", rest] =
        text.splitn(7, ':').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let scope = Scope::new(account.parse().ok()?, region);
    (region == here.region).then(|| (scope, meant(rest)))
}

/// The name of a secret, and the suffix that it must have.
pub type Meant<'t> = (&'t str, Option<&'t str>);

fn meant(text: &str) -> Vec<Meant<'_>> {
    let mut all = Vec::new();
    if let Some((name, suffix)) = text.rsplit_once('-')
        && suffix.len() == SUFFIX_CHARS
        && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !name.is_empty()
    {
        all.push((name, Some(suffix)));
    }
    all.push((text, None));
    all
}

/// Characters of a suffix.
pub const SUFFIX_CHARS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_names_have_keys() {
        let scope = Scope::new("111122223333".parse().unwrap(), "ap-southeast-2");
        let name = "/".repeat(512);
        assert!(key(&scope, &name).len() < 700, "a key has 1024 bytes at most");
        assert_ne!(key(&scope, "a/b"), key(&scope, "a-b"));
    }

    #[test]
    fn an_arn_means_a_secret_with_its_suffix_or_without() {
        assert_eq!(meant("db"), [("db", None)]);
        assert_eq!(meant("a/db-AbC123"), [("a/db", Some("AbC123")), ("a/db-AbC123", None)]);
        assert_eq!(meant("-AbC123"), [("-AbC123", None)]);
        assert_eq!(meant("db-AbC12é"), [("db-AbC12é", None)]);
    }
}
