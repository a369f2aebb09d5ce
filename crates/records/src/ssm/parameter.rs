//! Parameters: a name, and the versions of its value.
//!
//! What is looked up with each request (names, numbers, labels, tags) is in one record that is
//! kept in memory. Each version's value lies beside it, sealed, and is read from the store when
//! somebody asks for it: a hundred versions of 8 KiB would be too much to keep of each.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "ssm-parameter";

kind!(Record as KIND);

/// The vault that values are sealed in.
pub const VAULT: &str = "ssm-parameters";

/// Versions of a parameter that are kept (API_PutParameter).
pub const VERSIONS_MAX: usize = 100;

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its name as it was given; one in a hierarchy begins with a slash.
    pub name: String,
    /// What tells it from one of the same name that was deleted.
    pub id: String,
    /// What its newest version is.
    pub newest: Description,
    /// The versions that are kept, ascending; never empty, and the last is the newest.
    pub versions: Vec<Version>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// What is said of a version beside its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// What its value is.
    pub kind: Type,
    /// How large it may be.
    pub tier: Tier,
    /// At most 1024 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What every value must match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    /// When it was written.
    pub modified_at: TimestampMs,
    /// The ARN of who wrote it.
    pub modified_by: String,
}

/// A version that is kept, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1 for the first, then one more each.
    pub number: u64,
    /// At most 10; each is one version's at a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// A text.
    String,
    /// Texts with commas between.
    StringList,
    /// A secret text.
    SecureString,
}

impl Type {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::StringList => "StringList",
            Self::SecureString => "SecureString",
        }
    }
}

/// How large a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tier {
    /// 4 KiB.
    Standard,
    /// 8 KiB.
    Advanced,
}

impl Tier {
    /// As the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Advanced => "Advanced",
        }
    }

    /// Bytes of a value (API_PutParameter).
    #[must_use]
    pub fn bytes_max(self) -> usize {
        match self {
            Self::Standard => 4096,
            Self::Advanced => 8192,
        }
    }
}

impl Record {
    /// `arn:aws:ssm:region:account:parameter/name`: the slash that a hierarchy begins with is
    /// the one before the name.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }

    /// The number of the newest version.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.versions.last().map_or(0, |version| version.number)
    }

    /// The number of the version with this label.
    #[must_use]
    pub fn labelled(&self, label: &str) -> Option<u64> {
        let has = |version: &&Version| version.labels.iter().any(|one| one == label);
        self.versions.iter().find(has).map(|version| version.number)
    }
}

/// The ARN that a parameter of this name has.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("ssm", &format!("parameter/{}", name.strip_prefix('/').unwrap_or(name)))
}

/// The names that a parameter whose ARN ends with `parameter/` and this can have: in a hierarchy
/// names begin with a slash, and others may.
#[must_use]
pub fn names_of(resource: &str) -> Vec<String> {
    let rooted = format!("/{resource}");
    match resource.contains('/') {
        true => vec![rooted],
        false => vec![resource.to_owned(), rooted],
    }
}

/// The key of the parameter `name`.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// The prefix of all parameters of a scope.
#[must_use]
pub fn prefix(scope: &Scope) -> String {
    scope.prefix(KIND)
}

/// The values of parameters, each version's by itself. They are not kept in memory.
pub mod value {
    use serde::{Deserialize, Serialize};

    use super::Description;
    use crate::Scope;

    /// The kind of these records in the store.
    pub const KIND: &str = "ssm-value";

    /// A version of a parameter. It is never changed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Record {
        /// The value, whatever its type, sealed for [`belongs_to`].
        pub sealed: String,
        /// What else is said of it.
        pub description: Description,
    }

    /// The key of a version of the parameter with this id.
    #[must_use]
    pub fn key(scope: &Scope, parameter: &str, number: u64) -> String {
        scope.key(KIND, &[parameter, &number.to_string()])
    }

    /// What a value is sealed for: it opens for that version of that parameter alone.
    #[must_use]
    pub fn belongs_to(scope: &Scope, parameter: &str, number: u64) -> String {
        format!("{}/{}/{parameter}/{number}", scope.account, scope.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slash_of_a_hierarchy_is_the_arn_s_own() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let of = |name: &str| arn(&scope, name);
        assert_eq!(of("/a/b"), "arn:aws:ssm:us-east-1:000000000000:parameter/a/b");
        assert_eq!(of("a"), "arn:aws:ssm:us-east-1:000000000000:parameter/a");
        assert_eq!(names_of("a/b"), ["/a/b"]);
        assert_eq!(names_of("a"), ["a", "/a"]);
    }
}
