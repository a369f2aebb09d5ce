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
