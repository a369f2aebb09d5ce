//! Access keys of users and of accounts' roots.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Owner;
use crate::key::segment;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-access-key";

kind!(Record as KIND);

/// The vault that their secrets are sealed in.
pub const VAULT: &str = "access-keys";

/// An access key. Its id is unique over all accounts, so a request that names it names its
/// account too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose account it is a key of.
    pub owner: Owner,
    /// `AKIA…`.
    pub id: String,
    /// Who signs with it.
    pub holder: Holder,
    /// The secret, sealed under the engine's root key with the key's id as what it belongs to.
    pub secret: String,
    /// Whether it lets anybody in.
    pub status: Status,
    /// When it was made.
    pub created_at: TimestampMs,
}

/// Who signs with a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The account's root.
    Root,
    /// The user with this unique id, `AIDA…`.
    User(String),
}

/// Whether a key lets anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It does.
    Active,
    /// It does not.
    Inactive,
}

/// The key of the record of the access key `id`, which may be any text.
#[must_use]
pub fn key(id: &str) -> String {
    format!("/{KIND}/{}", segment(id))
}
