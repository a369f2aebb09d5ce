//! Users.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::principal::Grants;
use super::{Owner, named, prefix};
use crate::kind::kind;
use crate::{Index, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "iam-user";

kind!(Record as KIND, by ById);

/// A user. It goes when nothing is left of what it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// 1-64 characters, as it was given; unique whatever the case.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// `AIDA…`: the same for life, and no other's ever.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its policies.
    #[serde(default)]
    pub grants: Grants,
    /// The ARN of the managed policy beyond which nothing is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<String>,
    /// The ids of its groups, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The ids of its access keys, two at most. Who makes or removes one writes this record in
    /// the same transaction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_keys: Vec<String>,
    /// The serial numbers of its MFA devices, in the order in which they were enabled. Who enables
    /// or deactivates one writes this record in the same transaction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mfa_devices: Vec<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:iam::account:user/path/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn_of("user", &self.path, &self.name)
    }
}

/// The user of an account with a unique id.
pub enum ById {}

impl Index for ById {
    type Of = Record;
    type Value = (AccountId, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.owner.account.clone(), record.id.clone()))
    }

    fn place((account, _): &Self::Value) -> String {
        prefix(KIND, account)
    }
}

/// The key of the user `name`, whatever its case.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}
