//! Changes that were asked for, as they are remembered for who waits until they are in sync.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "zone-change";

kind!(Record as KIND);

/// How long a change is remembered: a day.
pub const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// A change of a zone. It was committed with its effect, so it is in sync from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who asked for it.
    pub account: AccountId,
    /// `C` and capital letters and digits.
    pub id: String,
    /// When.
    pub submitted_at: TimestampMs,
    /// What was said of it.
    #[serde(default)]
    pub comment: Option<String>,
}

impl Record {
    /// Since when nobody needs it for what it does.
    #[must_use]
    pub fn over_since(&self) -> Option<TimestampMs> {
        Some(self.submitted_at)
    }
}

/// The key of the change `id`.
#[must_use]
pub fn key(id: &str) -> String {
    format!("/{KIND}/{}", crate::key::segment(id))
}
