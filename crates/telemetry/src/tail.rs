//! Tails: events handed on as they become durable.
//!
//! Each tail has a queue of its own, bounded in bytes. A reader that is too slow misses
//! events and is told how many; it never holds back those who write.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::event::StoredEvent;
use crate::key::{GroupKey, Streams};
use crate::pattern::Pattern;

/// What a queue holds at most, in bytes of text and overhead.
const QUEUE_BYTES_MAX: usize = 4 << 20;
/// What an event counts on top of its text.
const EVENT_BYTES: usize = 64;
/// What [`Tail::next`] looks at in one go: it runs on the reader's thread.
const TAKE_EVENTS_MAX: usize = 1000;

/// Which events a tail is for.
#[derive(Clone, Debug, Default)]
pub struct TailFilter {
    /// The groups to follow.
    pub groups: Vec<GroupKey>,
    /// The streams in each of them.
    pub streams: Streams,
    /// What the text must match; none: any text.
    pub pattern: Option<Arc<Pattern>>,
}

/// Events that a tail hands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TailEvents {
    /// The events with their groups, in the order they were stored.
    pub events: Vec<(GroupKey, StoredEvent)>,
    /// Events missed before these because the reader was too slow; not all of them need
    /// have matched the pattern.
    pub dropped: u64,
}

/// Follows events from the moment it was made.
#[derive(Debug)]
pub struct Tail {
    queue: Arc<Queue>,
}

impl Tail {
    /// The next events, at most 1000 and at least one, unless some were dropped; none once
    /// the store is closed. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<TailEvents> {
        loop {
            let arrived = self.queue.arrived.notified();
            match self.queue.take() {
                Taken::Closed => return None,
                Taken::Nothing => arrived.await,
                Taken::Events(taken) => {
                    let matching = self.matching(taken);
                    if !matching.events.is_empty() || matching.dropped > 0 {
                        return Some(matching);
                    }
                }
            }
        }
    }

    fn matching(&self, mut taken: TailEvents) -> TailEvents {
        if let Some(pattern) = &self.queue.filter.pattern {
            taken.events.retain(|(_, event)| pattern.matches(&event.message));
        }
        taken
    }
}

#[derive(Debug)]
struct Queue {
    filter: TailFilter,
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    events: VecDeque<(GroupKey, StoredEvent)>,
    bytes: usize,
    dropped: u64,
    closed: bool,
}

enum Taken {
    Events(TailEvents),
    Nothing,
    Closed,
}

impl Queue {
    fn offer(&self, group: &GroupKey, events: &[StoredEvent]) {
        if !self.filter.groups.contains(group) {
            return;
        }
        let mut waiting = self.waiting.lock();
        for event in events.iter().filter(|e| self.filter.streams.includes(&e.stream)) {
            let bytes = event.message.len() + EVENT_BYTES;
            if waiting.bytes + bytes > QUEUE_BYTES_MAX {
                waiting.dropped += 1;
                continue;
            }
            waiting.bytes += bytes;
            waiting.events.push_back((group.clone(), event.clone()));
        }
        drop(waiting);
        self.arrived.notify_one();
    }

    fn take(&self) -> Taken {
        let mut waiting = self.waiting.lock();
        if waiting.events.is_empty() && waiting.dropped == 0 {
            return if waiting.closed { Taken::Closed } else { Taken::Nothing };
        }
        let count = waiting.events.len().min(TAKE_EVENTS_MAX);
        let events: Vec<_> = waiting.events.drain(..count).collect();
        let bytes = |(_, e): &(GroupKey, StoredEvent)| e.message.len() + EVENT_BYTES;
        waiting.bytes -= events.iter().map(bytes).sum::<usize>();
        Taken::Events(TailEvents { events, dropped: std::mem::take(&mut waiting.dropped) })
    }
}

/// All tails of a store.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Vec<Weak<Queue>>>);

impl Hub {
    pub(crate) fn follow(&self, filter: TailFilter) -> Tail {
        let queue = Arc::new(Queue { filter, waiting: Mutex::default(), arrived: Notify::new() });
        self.0.lock().push(Arc::downgrade(&queue));
        Tail { queue }
    }

    pub(crate) fn publish(&self, stored: &[(GroupKey, Vec<StoredEvent>)]) {
        let mut queues = self.0.lock();
        queues.retain(|queue| {
            let Some(queue) = queue.upgrade() else { return false };
            stored.iter().for_each(|(group, events)| queue.offer(group, events));
            true
        });
    }

    pub(crate) fn close(&self) {
        for queue in self.0.lock().drain(..).filter_map(|q| q.upgrade()) {
            queue.waiting.lock().closed = true;
            queue.arrived.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventId;
    use crate::key::test_group;

    fn event(seq: u64, message: &str) -> StoredEvent {
        let id = EventId { ts_ms: 1, seq };
        StoredEvent { id, stream: "s".into(), ingest_ms: 1, message: message.into() }
    }

    fn follow(hub: &Hub, pattern: Option<&str>) -> Tail {
        let pattern = pattern.map(|p| Arc::new(Pattern::parse(p).unwrap()));
        hub.follow(TailFilter { groups: vec![test_group("g")], streams: Streams::All, pattern })
    }

    #[tokio::test]
    async fn a_tail_gets_matching_events_of_its_groups_and_ends_with_the_store() {
        let hub = Hub::default();
        let mut tail = follow(&hub, Some("ERROR"));
        hub.publish(&[(test_group("other"), vec![event(1, "ERROR elsewhere")])]);
        hub.publish(&[(test_group("g"), vec![event(2, "fine"), event(3, "ERROR")])]);
        let got = tail.next().await.unwrap();
        assert_eq!(got.events, [(test_group("g"), event(3, "ERROR"))]);
        hub.close();
        assert_eq!(tail.next().await, None);
    }

    #[tokio::test]
    async fn a_slow_tail_is_told_what_it_missed() {
        let hub = Hub::default();
        let mut tail = follow(&hub, None);
        let large = "x".repeat(QUEUE_BYTES_MAX / 2);
        for seq in 1..=4 {
            hub.publish(&[(test_group("g"), vec![event(seq, &large)])]);
        }
        let got = tail.next().await.unwrap();
        assert_eq!((got.events.len(), got.dropped), (1, 3));
        hub.publish(&[(test_group("g"), vec![event(5, "after")])]);
        let got = tail.next().await.unwrap();
        assert_eq!((got.events[0].1.id.seq, got.dropped), (5, 0));
    }

    #[test]
    fn a_dropped_tail_is_forgotten() {
        let hub = Hub::default();
        drop(follow(&hub, None));
        hub.publish(&[]);
        assert!(hub.0.lock().is_empty());
    }
}
