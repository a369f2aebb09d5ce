//! Roles: identities that whoever their trust policy names takes on for a while.

use std::collections::BTreeMap;

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::principal::Grants;
use super::{Owner, named, prefix};
use crate::kind::kind;
use crate::{Index, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "iam-role";

/// How long sessions of a role last at most unless it says otherwise, in seconds
/// (API_CreateRole, `MaxSessionDuration`).
pub const SESSION_S: u32 = 3600;

kind!(Record as KIND, by ById);

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// 1-64 characters, as it was given; unique whatever the case, and never changed.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// `AROA…`: the same for life, and no other's ever.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// At most 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How long its sessions last at most: 3600-43200 seconds.
    pub session_max_s: u32,
    /// Who may take it on.
    pub trust: Trust,
    /// Its policies.
    #[serde(default)]
    pub grants: Grants,
    /// The ARN of the managed policy beyond which nothing is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<String>,
    /// Of a service-linked role the service, `ecs.amazonaws.com`: nobody changes it otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How many instance profiles hold it; written with each that begins or ends to, so that a
    /// role in a profile is never deleted.
    #[serde(default)]
    pub profiles: u32,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// A trust policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// The document as it was written.
    pub document: String,
    /// The users and roles that it names: their unique ids as the document was saved, by their
    /// ARNs. One that was deleted since is trusted no more, also when another has its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub principals: BTreeMap<String, String>,
}

impl Record {
    /// `arn:aws:iam::account:role/path/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn_of("role", &self.path, &self.name)
    }
}

/// The role of an account with a unique id.
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

/// The key of the role `name`, whatever its case.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}
