//! What happened to a service, in words.

use std::collections::VecDeque;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::uuid;
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "service_events";

kind!(Record as KIND);

/// Events of a service that are kept (API model, `Service.events`).
pub const EVENTS_MAX: usize = 100;

/// The newest events of a service, the newest first. Beside its record, since that is written
/// oftener.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// At most [`EVENTS_MAX`].
    pub events: VecDeque<Event>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// A UUID.
    pub id: String,
    /// When it happened.
    pub at: TimestampMs,
    /// What.
    pub message: String,
}

impl Record {
    /// Adds an event, unless the newest says the same.
    pub fn tell(&mut self, message: String, at: TimestampMs) {
        if self.events.front().is_none_or(|newest| newest.message != message) {
            self.events.push_front(Event { id: uuid(), at, message });
            self.events.truncate(EVENTS_MAX);
        }
    }
}

/// The key of a service's events.
#[must_use]
pub fn key(scope: &Scope, cluster: &str, service: &str) -> String {
    scope.key(KIND, &[cluster, service])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_100_newest_are_kept_and_none_twice_in_a_row() {
        let mut record = Record::default();
        for n in 0..150u64 {
            record.tell(n.to_string(), TimestampMs(n));
            record.tell(n.to_string(), TimestampMs(n));
        }
        let told: Vec<_> = record.events.iter().map(|event| event.message.as_str()).collect();
        assert_eq!((told.len(), told[0], told[99]), (100, "149", "50"));
    }
}
