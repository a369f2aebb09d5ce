//! Instance profiles: how a role is given to a machine.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::{Owner, named};
use crate::Tag;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-instance-profile";

kind!(Record as KIND);

/// An instance profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// 1-128 characters, as it was given; unique whatever the case.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// `AIPA…`.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// The unique id of its role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:iam::account:instance-profile/path/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn_of("instance-profile", &self.path, &self.name)
    }
}

/// The key of the profile `name`, whatever its case.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}
