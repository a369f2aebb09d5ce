//! Who leads the engine: the server whose reconcilers may write.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "term";

kind!(Record as KIND);

/// A term of leading. The revision that wrote it stands for it: whoever takes the lead
/// writes it anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who leads, for people who look.
    pub who: String,
    /// Since when.
    pub since: TimestampMs,
}

/// The key of the term of leading the whole engine.
#[must_use]
pub fn key() -> String {
    format!("/{KIND}/engine")
}
