//! Up to where the records have been looked through for events.

use serde::{Deserialize, Serialize};

/// The kind of this record in the store.
pub const KIND: &str = "event-cursor";

/// What was done at a revision, and at all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The revision of the store.
    pub revision: u64,
}

/// Its key: there is one for the engine.
#[must_use]
pub fn key() -> String {
    format!("/{KIND}/engine")
}
