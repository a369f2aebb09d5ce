//! Accounts that the engine was told to keep beside the one that it was started for, and the
//! aliases of all.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::Owner;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-account";

kind!(Record as KIND);

/// An account. The one that the engine was started for has a record only once it has an alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The account.
    pub owner: Owner,
    /// When it was made, or had its first alias.
    pub created_at: TimestampMs,
    /// Its alias, of which it has one at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The ids of the access keys of its root that are in the store. The key that an engine
    /// starts with is in a file, and not among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub root_keys: Vec<String>,
    /// The serial numbers of its root's MFA devices, as those of a user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub root_mfa_devices: Vec<String>,
    /// What it is as a member of the organization that the engine is; `None` of the one that the
    /// engine was started for, which manages the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
}

/// What a member of an organization has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// How people call it; several may be called the same.
    pub name: String,
    /// Unique among the accounts that are not closed.
    pub email: String,
    /// `car-…`: the request that has made it.
    pub request: String,
    /// The ids of the service control policies that are attached to it, each once, and one at
    /// least. What none of them allows, nobody in it may do.
    pub control: Vec<String>,
    /// Since when it is closed: its record stays, so that nobody has its id again, and nobody is
    /// let in by a key of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<TimestampMs>,
}

impl Record {
    /// An account without anything.
    #[must_use]
    pub fn new(owner: Owner, created_at: TimestampMs) -> Self {
        Self {
            owner,
            created_at,
            alias: None,
            root_keys: vec![],
            root_mfa_devices: vec![],
            member: None,
        }
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.member.as_ref().is_some_and(|member| member.closed_at.is_some())
    }
}

/// The key of an account's record.
#[must_use]
pub fn key(account: &AccountId) -> String {
    format!("/{KIND}/{account}")
}

/// Aliases, each of which is one account's.
pub mod alias {
    use ferrogate_base::AccountId;
    use serde::{Deserialize, Serialize};

    use crate::key::segment;
    use crate::kind::kind;

    /// The kind of these records in the store.
    pub const KIND: &str = "iam-account-alias";

    kind!(Record as KIND);

    /// Who has the alias.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Record {
        /// The account.
        pub account: AccountId,
    }

    /// The key of an alias.
    #[must_use]
    pub fn key(alias: &str) -> String {
        format!("/{KIND}/{}", segment(alias))
    }
}
