//! What PutLogEvents takes, and the words it refuses with.

use crate::event::Event;

/// What each event counts on top of its text. PutLogEvents: 26 bytes an event.
pub const EVENT_OVERHEAD_BYTES: usize = 26;
/// The largest batch, texts and overhead together. PutLogEvents: 1,048,576 bytes.
pub const BATCH_BYTES_MAX: usize = 1_048_576;
/// The most events in a batch. PutLogEvents: 10,000.
pub const BATCH_EVENTS_MAX: usize = 10_000;
/// The longest text of one event, in bytes.
pub const MESSAGE_BYTES_MAX: usize = BATCH_BYTES_MAX - EVENT_OVERHEAD_BYTES;
/// The retentions that PutRetentionPolicy takes, in days.
pub const RETENTION_DAYS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// The longest time between the first and the last event of a batch. PutLogEvents: 24 hours.
pub const BATCH_SPAN_MS: u64 = DAY_MS;

pub(crate) const DAY_MS: u64 = 86_400_000;
const HOUR_MS: u64 = 3_600_000;
/// PutLogEvents: no event older than 14 days.
const PAST_MS: u64 = 14 * DAY_MS;
/// PutLogEvents: no event more than 2 hours ahead.
const FUTURE_MS: u64 = 2 * HOUR_MS;

/// Why PutLogEvents refuses a whole batch; each is an `InvalidParameterException` whose
/// message is this error's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// No event at all.
    #[error(
        "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: \
         Member must have length greater than or equal to 1"
    )]
    Empty,
    /// More than [`BATCH_EVENTS_MAX`] events.
    #[error(
        "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member \
         must have length less than or equal to 10000"
    )]
    TooMany,
    /// An event without text.
    #[error(
        "1 validation error detected: Value '' at 'logEvents.{}.member.message' failed to satisfy \
         constraint: Member must have length greater than or equal to 1",
        index + 1
    )]
    EmptyMessage {
        /// The event's place, from 0.
        index: usize,
    },
    /// An event over [`MESSAGE_BYTES_MAX`].
    #[error("Log event too large: {bytes} bytes exceeds limit of 1048576")]
    MessageTooLarge {
        /// The event's place, from 0.
        index: usize,
        /// Its size with overhead.
        bytes: usize,
    },
    /// A batch over [`BATCH_BYTES_MAX`].
    #[error("Upload too large: {bytes} bytes exceeds limit of 1048576")]
    TooLarge {
        /// The batch's size with overheads.
        bytes: usize,
    },
    /// An event before its predecessor.
    #[error("Log events in a single PutLogEvents request must be in chronological order.")]
    NotChronological,
    /// First and last event more than 24 hours apart.
    #[error(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
    )]
    SpanTooLong,
}

/// The events of a batch that are not stored, as `rejectedLogEventsInfo` tells them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// The events before this index are older than 14 days (exclusive end).
    pub too_old_end: Option<usize>,
    /// The events from this index on are more than 2 hours ahead.
    pub too_new_start: Option<usize>,
    /// The events before this index are past the group's retention (exclusive end).
    pub expired_end: Option<usize>,
}

impl Rejected {
    /// The events that are to be stored.
    #[must_use]
    pub fn accepted(&self, events: usize) -> std::ops::Range<usize> {
        let start = self.too_old_end.unwrap_or(0).max(self.expired_end.unwrap_or(0));
        let end = self.too_new_start.unwrap_or(events);
        start.min(end)..end
    }
}

/// Checks a batch as PutLogEvents does: a fault of the batch is an error; events outside
/// the time window are told and the rest is stored.
///
/// # Errors
/// Whatever PutLogEvents refuses a whole batch for, with its message.
pub fn validate_put(
    events: &[Event],
    retention_days: Option<u32>,
    now_ms: u64,
) -> Result<Rejected, BatchError> {
    check_sizes(events)?;
    check_order(events)?;
    let before = |limit: u64| {
        let end = events.partition_point(|e| e.ts_ms < limit);
        (end > 0).then_some(end)
    };
    let new = events.partition_point(|e| e.ts_ms <= now_ms.saturating_add(FUTURE_MS));
    let expiry = retention_days.map(|days| now_ms.saturating_sub(u64::from(days) * DAY_MS));
    Ok(Rejected {
        too_old_end: before(now_ms.saturating_sub(PAST_MS)),
        too_new_start: (new < events.len()).then_some(new),
        expired_end: expiry.and_then(before),
    })
}

fn check_sizes(events: &[Event]) -> Result<(), BatchError> {
    if events.is_empty() {
        return Err(BatchError::Empty);
    }
    if events.len() > BATCH_EVENTS_MAX {
        return Err(BatchError::TooMany);
    }
    let mut total = 0;
    for (index, event) in events.iter().enumerate() {
        let bytes = event.message.len() + EVENT_OVERHEAD_BYTES;
        if event.message.is_empty() {
            return Err(BatchError::EmptyMessage { index });
        }
        if event.message.len() > MESSAGE_BYTES_MAX {
            return Err(BatchError::MessageTooLarge { index, bytes });
        }
        total += bytes;
    }
    if total > BATCH_BYTES_MAX {
        return Err(BatchError::TooLarge { bytes: total });
    }
    Ok(())
}

fn check_order(events: &[Event]) -> Result<(), BatchError> {
    if !events.is_sorted_by_key(|e| e.ts_ms) {
        return Err(BatchError::NotChronological);
    }
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
    if last.ts_ms - first.ts_ms > BATCH_SPAN_MS { Err(BatchError::SpanTooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;

    fn at(times: &[u64]) -> Vec<Event> {
        times.iter().map(|&ts_ms| Event { ts_ms, message: "m".into() }).collect()
    }

    fn sized(bytes: usize) -> Event {
        Event { ts_ms: NOW, message: "m".repeat(bytes) }
    }

    #[test]
    fn a_batch_is_refused_whole_for_its_size_and_order() {
        let table: [(Vec<Event>, BatchError); 7] = [
            (vec![], BatchError::Empty),
            (at(&[NOW; 10_001]), BatchError::TooMany),
            (vec![sized(1), sized(0)], BatchError::EmptyMessage { index: 1 }),
            (
                vec![sized(MESSAGE_BYTES_MAX + 1)],
                BatchError::MessageTooLarge { index: 0, bytes: BATCH_BYTES_MAX + 1 },
            ),
            (
                vec![sized(MESSAGE_BYTES_MAX), sized(1)],
                BatchError::TooLarge { bytes: BATCH_BYTES_MAX + 27 },
            ),
            (at(&[NOW, NOW - 1]), BatchError::NotChronological),
            (at(&[NOW - DAY_MS, NOW + 1]), BatchError::SpanTooLong),
        ];
        for (events, refusal) in table {
            assert_eq!(validate_put(&events, None, NOW), Err(refusal));
        }
    }

    #[test]
    fn the_largest_batch_and_the_longest_span_are_taken() {
        let whole = validate_put(&[sized(MESSAGE_BYTES_MAX)], None, NOW);
        assert_eq!(whole, Ok(Rejected::default()));
        assert_eq!(validate_put(&at(&[NOW - DAY_MS, NOW]), None, NOW), Ok(Rejected::default()));
        assert!(validate_put(&at(&[NOW; 10_000]), None, NOW).is_ok());
    }

    #[test]
    fn events_outside_the_window_are_told_by_index() {
        let old = NOW - PAST_MS;
        let rejected = validate_put(&at(&[old - 2, old - 1, old, old + 1]), None, NOW).unwrap();
        assert_eq!(rejected.too_old_end, Some(2));
        assert_eq!(rejected.accepted(4), 2..4);

        let new = NOW + FUTURE_MS;
        let rejected = validate_put(&at(&[new - 1, new, new + 1]), None, NOW).unwrap();
        assert_eq!(rejected.too_new_start, Some(2));
        assert_eq!(rejected.accepted(3), 0..2);

        let day = NOW - DAY_MS;
        let rejected = validate_put(&at(&[day - 1, day]), Some(1), NOW).unwrap();
        assert_eq!(rejected.expired_end, Some(1));
        assert_eq!(rejected.accepted(2), 1..2);
    }

    #[test]
    fn a_batch_all_too_old_stores_nothing() {
        let rejected = validate_put(&at(&[1, 2]), None, NOW).unwrap();
        assert!(rejected.accepted(2).is_empty());
    }
}
