//! The page as it grows: the first events in reading order, whatever order they are found
//! in.

use std::collections::BTreeMap;

use crate::event::{EventId, StoredEvent};
use crate::limits::EVENT_OVERHEAD_BYTES;

/// A direction of reading, and with it an order in which earlier means smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    pub(super) fn rank(self, id: EventId) -> u128 {
        match self {
            Self::Forward => id.as_u128(),
            Self::Backward => !id.as_u128(),
        }
    }

    pub(super) fn id(self, rank: u128) -> EventId {
        match self {
            Self::Forward => EventId::from_u128(rank),
            Self::Backward => EventId::from_u128(!rank),
        }
    }
}

/// Keeps the events of smallest rank within a count and a number of bytes.
#[derive(Debug)]
pub(super) struct Collector {
    events_max: usize,
    bytes_max: usize,
    events: BTreeMap<u128, StoredEvent>,
    bytes: usize,
    /// Events from this rank on are for the next page. Only ever gets smaller, so that a
    /// page never has an event behind one that it left out.
    bound: Option<u128>,
    overflowed: bool,
}

impl Collector {
    pub(super) fn new(events_max: usize, bytes_max: usize) -> Self {
        Self {
            events_max,
            bytes_max,
            events: BTreeMap::new(),
            bytes: 0,
            bound: None,
            overflowed: false,
        }
    }

    /// Whether an event of this rank has no place in this page.
    pub(super) fn refuses(&self, rank: u128) -> bool {
        self.bound.is_some_and(|bound| rank >= bound)
    }

    /// Takes an event that is not refused.
    pub(super) fn take(&mut self, rank: u128, event: StoredEvent) {
        self.bytes += size(&event);
        self.events.insert(rank, event);
        while self.events.len() > self.events_max
            || (self.bytes > self.bytes_max && self.events.len() > 1)
        {
            let (rank, event) = self.events.pop_last().expect("more than one is held");
            self.bytes -= size(&event);
            self.bound = Some(rank);
            self.overflowed = true;
        }
        if self.events.len() == self.events_max {
            let last = self.events.last_key_value().map(|(rank, _)| *rank);
            self.bound = last.map(|rank| rank + 1);
        }
    }

    /// Leaves what has this rank or a larger one for the next page.
    pub(super) fn cut(&mut self, rank: u128) {
        self.events.split_off(&rank);
        self.bound = Some(rank);
    }

    /// Where the next page starts, if it was said that there is more.
    pub(super) fn bound(&self) -> Option<u128> {
        self.bound
    }

    /// Whether an event that was taken had to leave for one before it.
    pub(super) fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// The events in reading order.
    pub(super) fn into_events(self) -> Vec<StoredEvent> {
        self.events.into_values().collect()
    }
}

fn size(event: &StoredEvent) -> usize {
    event.message.len() + EVENT_OVERHEAD_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(seq: u64, bytes: usize) -> StoredEvent {
        let id = EventId { ts_ms: 0, seq };
        StoredEvent { id, stream: "s".into(), ingest_ms: 0, message: "x".repeat(bytes).into() }
    }

    #[test]
    fn backward_is_the_other_order() {
        let (a, b) = (EventId { ts_ms: 1, seq: 9 }, EventId { ts_ms: 2, seq: 0 });
        assert!(Direction::Forward.rank(a) < Direction::Forward.rank(b));
        assert!(Direction::Backward.rank(a) > Direction::Backward.rank(b));
        assert_eq!(Direction::Backward.id(Direction::Backward.rank(a)), a);
    }

    #[test]
    fn one_event_larger_than_a_page_is_a_page() {
        let mut page = Collector::new(10, 100);
        page.take(1, event(1, 500));
        page.take(2, event(2, 1));
        assert_eq!(page.into_events().len(), 1);
    }

    proptest! {
        /// Found in any order, a page is the start of the sorted whole, as long as it fits.
        #[test]
        fn a_page_is_the_start_of_all_events(
            sizes in prop::collection::vec(0..200_usize, 1..30),
            order in any::<u64>(),
            events_max in 1..12_usize,
        ) {
            let mut found: Vec<_> = sizes.iter().enumerate().map(|(i, s)| (i as u64, *s)).collect();
            found.sort_by_key(|(seq, _)| (seq + 1).wrapping_mul(order | 1));
            let mut page = Collector::new(events_max, 300);
            for (seq, bytes) in found {
                if !page.refuses(u128::from(seq)) {
                    page.take(u128::from(seq), event(seq, bytes));
                }
            }
            let bound = page.bound();
            let events = page.into_events();
            let seqs: Vec<u64> = events.iter().map(|e| e.id.seq).collect();
            prop_assert_eq!(&seqs, &(0..seqs.len() as u64).collect::<Vec<_>>());
            prop_assert!(!events.is_empty() && events.len() <= events_max);
            let bytes: usize = events.iter().map(size).sum();
            prop_assert!(bytes <= 300 || events.len() == 1);
            if seqs.len() < sizes.len() {
                prop_assert_eq!(bound, Some(seqs.len() as u128), "the next page goes on there");
            }
        }
    }
}
