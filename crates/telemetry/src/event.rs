//! Events on their way in and out, and the ids that order them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::key::StreamKey;

/// One log event as its source sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened, in milliseconds since the Unix epoch; at most `i64::MAX`.
    pub ts_ms: u64,
    /// The text, at most [`crate::MESSAGE_BYTES_MAX`] bytes.
    pub message: String,
}

/// A source that numbers its events, so that sending one twice stores it once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who sends: unique in the store and never reused for other events, such as
    /// `<task key>/<container>/stdout`. At most 512 bytes.
    pub id: String,
    /// The number of the batch's first event; the others follow without a gap. A gap
    /// between batches is fine (the source dropped events), going back is a resend.
    pub first_seq: u64,
    /// How many numbers each event takes, at least one; empty when it is one each.
    pub spans: Vec<u64>,
}

impl Source {
    /// How many numbers the event at `index` takes.
    #[must_use]
    pub fn span(&self, index: usize) -> u64 {
        self.spans.get(index).map_or(1, |span| (*span).max(1))
    }

    /// The last number of its first `count` events.
    #[must_use]
    pub fn last_seq(&self, count: usize) -> u64 {
        let numbers = match &self.spans[..] {
            [] => count as u64,
            _ => (0..count).fold(0, |sum: u64, index| sum.saturating_add(self.span(index))),
        };
        self.first_seq.saturating_add(numbers.saturating_sub(1))
    }

    /// How many of its first `count` events were stored before, when the last one that is
    /// stored of this source has the number `last`.
    #[must_use]
    pub fn known(&self, count: usize, last: Option<u64>) -> usize {
        let next = last.map_or(self.first_seq, |last| last.saturating_add(1));
        let mut known = next.saturating_sub(self.first_seq);
        if self.spans.is_empty() {
            return usize::try_from(known).unwrap_or(usize::MAX).min(count);
        }
        let fits = |index: &usize| {
            let left = known.checked_sub(self.span(*index));
            known = left.unwrap_or(known);
            left.is_some()
        };
        (0..count).take_while(fits).count()
    }
}

/// Events of one stream, stored whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Where they go.
    pub stream: StreamKey,
    /// The source's count, when it keeps one.
    pub source: Option<Source>,
    /// The events; any order of timestamps is stored, sorted on reading.
    pub events: Vec<Event>,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendOutcome {
    /// Events that are new and now durable.
    pub stored: usize,
    /// Events dropped because the source had sent them before.
    pub duplicates: usize,
    /// The time the stored events carry as ingestion time.
    pub ingest_ms: u64,
}

/// Orders all events of a store: by timestamp, then by arrival. Unique.
///
/// Prints as 56 decimal digits, as CloudWatch's `eventId` does, so that the order of the
/// texts is the order of the ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// The event's timestamp.
    pub ts_ms: u64,
    /// Arrival: counts the store's events from 1.
    pub seq: u64,
}

impl EventId {
    pub(crate) const MAX: Self = Self { ts_ms: u64::MAX, seq: u64::MAX };

    /// Before every event of that millisecond.
    pub(crate) fn before_ms(ts_ms: u64) -> Self {
        Self { ts_ms, seq: 0 }
    }

    /// After every event of that millisecond.
    pub(crate) fn after_ms(ts_ms: u64) -> Self {
        Self { ts_ms, seq: u64::MAX }
    }

    pub(crate) fn as_u128(self) -> u128 {
        (u128::from(self.ts_ms) << 64) | u128::from(self.seq)
    }

    pub(crate) fn from_u128(value: u128) -> Self {
        Self { ts_ms: (value >> 64) as u64, seq: value as u64 }
    }

    pub(crate) fn next(self) -> Self {
        Self::from_u128(self.as_u128().saturating_add(1))
    }

    pub(crate) fn previous(self) -> Self {
        Self::from_u128(self.as_u128().saturating_sub(1))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:056}", self.as_u128())
    }
}

/// A text that is not 56 decimal digits of an event's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an event id of 56 decimal digits")]
pub struct BadEventId;

impl FromStr for EventId {
    type Err = BadEventId;

    fn from_str(text: &str) -> Result<Self, BadEventId> {
        if text.len() != 56 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadEventId);
        }
        text.parse().map(Self::from_u128).map_err(|_| BadEventId)
    }
}

/// One stored event as a reader gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id, which holds its timestamp.
    pub id: EventId,
    /// The stream it is in.
    pub stream: Arc<str>,
    /// When the store took it, in milliseconds since the Unix epoch.
    pub ingest_ms: u64,
    /// The text.
    pub message: Arc<str>,
}

impl StoredEvent {
    /// When it happened, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn ts_ms(&self) -> u64 {
        self.id.ts_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_texts_and_read_what_they_print() {
        let ids = [(0, 1), (0, u64::MAX), (1, 0), (1_700_000_000_000, 7), (u64::MAX, u64::MAX)]
            .map(|(ts_ms, seq)| EventId { ts_ms, seq });
        let texts = ids.map(|id| id.to_string());
        assert!(texts.is_sorted());
        for (id, text) in ids.iter().zip(&texts) {
            assert_eq!(text.len(), 56);
            assert_eq!(text.parse(), Ok(*id));
        }
    }

    #[test]
    fn an_event_is_known_by_the_last_of_its_numbers() {
        let id = "a".to_owned();
        let source = Source { id, first_seq: 5, spans: vec![3, 1, 4] };
        for (last, known) in [
            (None, 0),
            (Some(1), 0),
            (Some(6), 0),
            (Some(7), 1),
            (Some(8), 2),
            (Some(11), 2),
            (Some(12), 3),
        ] {
            assert_eq!(source.known(3, last), known, "{last:?}");
        }
        assert_eq!([source.last_seq(1), source.last_seq(2), source.last_seq(3)], [7, 8, 12]);
    }

    #[test]
    fn other_texts_are_not_ids() {
        for bad in ["", "12", &"9".repeat(56), &format!("+{:055}", 1), &"x".repeat(56)] {
            assert_eq!(bad.parse::<EventId>(), Err(BadEventId), "{bad}");
        }
    }
}
