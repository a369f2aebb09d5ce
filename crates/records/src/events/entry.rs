//! Events that users or schedules have told of, until it was seen who is meant.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "event-entry";

kind!(Record as KIND);

/// So many wait at most, of all accounts.
pub const WAITING_MAX: usize = 1000;

/// An event that nobody has been told of yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The event.
    pub event: Event,
    /// The rule that alone is meant: of what a schedule is due for.
    #[serde(default)]
    pub only: Option<String>,
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        self.event.scope.key(KIND, &[&self.event.id])
    }
}
