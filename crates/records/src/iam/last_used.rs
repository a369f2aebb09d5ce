//! When access keys and roles were used last: beside their records, so that a use is no change
//! of what is decided by.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::key::segment;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-last-used";

kind!(Record as KIND);

/// The last use of an access key or a role. Whoever writes it does so now and then, not with
/// each use (AWS is late by hours, too).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub at: TimestampMs,
    /// In which region.
    pub region: String,
    /// Of which service, as its signatures name it: `ecs`. A role's uses name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// The key of the last use of the access key or role with this unique id.
#[must_use]
pub fn key(account: &AccountId, id: &str) -> String {
    format!("/{KIND}/{account}/{}", segment(id))
}
