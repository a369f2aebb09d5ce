//! Managed policies of accounts, each with its versions.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::{Owner, named};
use crate::Tag;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-policy";

kind!(Record as KIND);

/// A managed policy. Its documents are its [`version`]s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// 1-128 characters, as it was given; unique whatever the case, and never changed.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// `ANPA…`.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When its versions were changed last.
    pub updated_at: TimestampMs,
    /// At most 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The number of the version that is in force.
    pub default: u32,
    /// The numbers of its versions, five at most, ascending. Who makes or removes one writes
    /// this record in the same transaction.
    pub versions: Vec<u32>,
    /// The number that the next version gets: none is used twice.
    pub next: u32,
    /// How many users, groups and roles have it attached; written with each that begins or ends
    /// to, so that a policy in use is never deleted.
    #[serde(default)]
    pub attachments: u32,
    /// How many users and roles have it as their boundary; as above.
    #[serde(default)]
    pub boundaries: u32,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:iam::account:policy/path/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn_of("policy", &self.path, &self.name)
    }
}

/// The key of the policy `name`, whatever its case.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}

/// What a policy says, or said.
pub mod version {
    use ferrogate_base::{AccountId, TimestampMs};
    use serde::{Deserialize, Serialize};

    use crate::kind::kind;

    /// The kind of these records in the store.
    pub const KIND: &str = "iam-policy-version";

    kind!(Record as KIND);

    /// A version of a policy. It is never changed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Record {
        /// Its number: 1 is shown as `v1`.
        pub number: u32,
        /// When it was made.
        pub created_at: TimestampMs,
        /// The document as it was written.
        pub document: String,
    }

    /// The key of a version of the policy with the unique id `policy`.
    #[must_use]
    pub fn key(account: &AccountId, policy: &str, number: u32) -> String {
        format!("/{KIND}/{account}/{policy}/{number:010}")
    }
}
