//! Groups of users. Who is in one stands in the users' records.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::principal::Grants;
use super::{Owner, named, prefix};
use crate::Index;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-group";

kind!(Record as KIND, by ById);

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// 1-128 characters, as it was given; unique whatever the case.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// `AGPA…`.
    pub id: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its policies, which are its members' too.
    #[serde(default)]
    pub grants: Grants,
    /// How many users are in it: written with each user that comes or goes, so that a group with
    /// members is never deleted.
    #[serde(default)]
    pub members: u32,
}

impl Record {
    /// `arn:aws:iam::account:group/path/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.owner.arn_of("group", &self.path, &self.name)
    }
}

/// The group of an account with a unique id.
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

/// The key of the group `name`, whatever its case.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}
