//! Service control policies: beyond them nobody in an account may do anything, its root neither.

use std::collections::BTreeSet;

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::key::segment;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "control-policy";

kind!(Record as KIND);

/// The id of AWS's own policy, which allows everything and is attached to new accounts. It has no
/// record.
pub const FULL_ACCESS: &str = "p-FullAWSAccess";

/// What that one says.
pub const FULL_ACCESS_DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// A service control policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// `p-` and 8 letters or digits.
    pub id: String,
    /// Unique among them.
    pub name: String,
    /// At most 512 characters.
    #[serde(default)]
    pub description: String,
    /// The document as it was written, 5,120 characters at most.
    pub content: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// The accounts that it is attached to. Written with each account that it is attached to or
    /// detached from, so that one in use is never deleted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub targets: BTreeSet<AccountId>,
}

/// The key of the policy with this id, which may be any text.
#[must_use]
pub fn key(id: &str) -> String {
    format!("/{KIND}/{}", segment(id))
}
