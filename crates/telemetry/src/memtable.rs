//! The memory table: events that are durable in the write-ahead log and not sealed yet.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::event::{EventId, StoredEvent};
use crate::key::{GroupKey, StreamKey};
use crate::limits::EVENT_OVERHEAD_BYTES;
use crate::wal::Group;

/// Estimate of what an event takes in memory on top of its text: tree node, counters.
const ROW_BYTES: usize = 80;

/// What is known of the events of one stream in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) first_ts_ms: u64,
    pub(crate) last_ts_ms: u64,
    pub(crate) last_ingest_ms: u64,
    /// Texts and 26 bytes for each, as AWS counts stored bytes.
    pub(crate) bytes: u64,
}

/// A source's last stored event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceMark {
    pub(crate) last_seq: u64,
    pub(crate) at_ms: u64,
}

#[derive(Debug)]
struct Row {
    ingest_ms: u64,
    message: Arc<str>,
}

#[derive(Debug, Default)]
struct StreamTable {
    rows: BTreeMap<EventId, Row>,
    last_ingest_ms: u64,
    bytes: u64,
}

/// Events by group, stream and id.
#[derive(Debug, Default)]
pub(crate) struct Memtable {
    groups: HashMap<GroupKey, BTreeMap<Arc<str>, StreamTable>>,
    /// Sources that sent any of these events.
    pub(crate) sources: HashMap<String, SourceMark>,
    /// One more than the highest number of an event here.
    pub(crate) next_seq: u64,
    bytes: usize,
}

impl Memtable {
    /// Memory held, in bytes, estimated.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether nothing needs sealing.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.sources.is_empty()
    }

    /// Takes a group commit in, without the events that `keep` refuses; returns what was
    /// taken, as readers will see it.
    pub(crate) fn insert(
        &mut self,
        group: Group,
        keep: impl Fn(&StreamKey, u64) -> bool,
    ) -> Vec<(GroupKey, Vec<StoredEvent>)> {
        let (mut seq, ingest_ms) = (group.first_seq, group.ingest_ms);
        let mut taken = Vec::with_capacity(group.batches.len());
        for batch in group.batches {
            if let Some((id, last_seq)) = batch.source {
                self.sources.insert(id, SourceMark { last_seq, at_ms: ingest_ms });
            }
            let name: Arc<str> = batch.stream.stream.as_str().into();
            let mut events = Vec::with_capacity(batch.events.len());
            for event in batch.events {
                let id = EventId { ts_ms: event.ts_ms, seq };
                seq += 1;
                if keep(&batch.stream, id.seq) {
                    let (stream, message) = (name.clone(), event.message.into());
                    events.push(StoredEvent { id, stream, ingest_ms, message });
                }
            }
            self.insert_stream(&batch.stream.group, name, &events);
            taken.push((batch.stream.group, events));
        }
        self.next_seq = self.next_seq.max(seq);
        taken
    }

    fn insert_stream(&mut self, group: &GroupKey, name: Arc<str>, events: &[StoredEvent]) {
        if events.is_empty() {
            return;
        }
        if !self.groups.contains_key(group) {
            self.groups.insert(group.clone(), BTreeMap::new());
        }
        let streams = self.groups.get_mut(group).expect("inserted above");
        let table = streams.entry(name).or_default();
        for event in events {
            let row = Row { ingest_ms: event.ingest_ms, message: event.message.clone() };
            self.bytes += row.message.len() + ROW_BYTES;
            table.bytes += (row.message.len() + EVENT_OVERHEAD_BYTES) as u64;
            table.last_ingest_ms = table.last_ingest_ms.max(row.ingest_ms);
            table.rows.insert(event.id, row);
        }
    }

    /// The groups that have events here.
    pub(crate) fn groups(&self) -> Vec<GroupKey> {
        self.groups.keys().cloned().collect()
    }

    /// The streams of `group` with what is known of them.
    pub(crate) fn extents(&self, group: &GroupKey) -> Vec<(Arc<str>, Extent)> {
        let streams = self.groups.get(group).into_iter().flatten();
        streams.filter_map(|(name, table)| Some((name.clone(), table.extent()?))).collect()
    }

    /// At most `max` events of a stream from `low` to `high` (both included), from the low
    /// end or, when `backward`, from the high end.
    pub(crate) fn read(
        &self,
        group: &GroupKey,
        stream: &str,
        (low, high): (EventId, EventId),
        backward: bool,
        max: usize,
    ) -> Vec<StoredEvent> {
        let Some((name, table)) = self.groups.get(group).and_then(|g| g.get_key_value(stream))
        else {
            return Vec::new();
        };
        if low > high {
            return Vec::new();
        }
        let stored = |(id, row): (&EventId, &Row)| StoredEvent {
            id: *id,
            stream: name.clone(),
            ingest_ms: row.ingest_ms,
            message: row.message.clone(),
        };
        let range = table.rows.range(low..=high);
        if backward {
            range.rev().take(max).map(stored).collect()
        } else {
            range.take(max).map(stored).collect()
        }
    }

    /// All events of `group`, by stream and then by id: the order of a segment.
    pub(crate) fn sorted(&self, group: &GroupKey) -> Vec<StoredEvent> {
        let streams = self.groups.get(group).into_iter().flatten();
        let all = (EventId::before_ms(0), EventId::MAX);
        streams
            .flat_map(|(name, table)| self.read(group, name, all, false, table.rows.len()))
            .collect()
    }

    /// Forgets a group's events.
    pub(crate) fn remove_group(&mut self, group: &GroupKey) {
        let streams = self.groups.remove(group).into_iter().flatten();
        self.bytes -= streams.map(|(_, table)| table.memory()).sum::<usize>();
    }

    /// Forgets a stream's events.
    pub(crate) fn remove_stream(&mut self, key: &StreamKey) {
        let Some(streams) = self.groups.get_mut(&key.group) else { return };
        if let Some(table) = streams.remove(key.stream.as_str()) {
            self.bytes -= table.memory();
        }
        if streams.is_empty() {
            self.groups.remove(&key.group);
        }
    }
}

impl StreamTable {
    fn extent(&self) -> Option<Extent> {
        let ((first, _), (last, _)) = (self.rows.first_key_value()?, self.rows.last_key_value()?);
        Some(Extent {
            first_ts_ms: first.ts_ms,
            last_ts_ms: last.ts_ms,
            last_ingest_ms: self.last_ingest_ms,
            bytes: self.bytes,
        })
    }

    fn memory(&self) -> usize {
        self.rows.values().map(|row| row.message.len() + ROW_BYTES).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::key::test_group;
    use crate::wal::Admitted;

    fn filled() -> Memtable {
        let mut table = Memtable::default();
        let batch = |stream: &str, times: &[u64]| Admitted {
            stream: test_group("g").stream(stream),
            source: Some((format!("source {stream}"), times.len() as u64)),
            events: times.iter().map(|&ts_ms| Event { ts_ms, message: "text".into() }).collect(),
        };
        let batches = vec![batch("b", &[5, 3]), batch("a", &[4, 4])];
        table.insert(Group { first_seq: 10, ingest_ms: 9, batches }, |_, _| true);
        table
    }

    #[test]
    fn events_are_read_by_time_and_then_by_arrival_from_either_end() {
        let table = filled();
        let group = test_group("g");
        let all = (EventId::before_ms(0), EventId::MAX);
        let seqs = |backward, max| -> Vec<u64> {
            table.read(&group, "a", all, backward, max).iter().map(|e| e.id.seq).collect()
        };
        assert_eq!(seqs(false, 9), [12, 13]);
        assert_eq!(seqs(true, 1), [13]);
        let sorted: Vec<_> = table.sorted(&group).iter().map(|e| e.id.seq).collect();
        assert_eq!(sorted, [12, 13, 11, 10]);
    }

    #[test]
    fn removing_streams_and_groups_gives_the_memory_back() {
        let mut table = filled();
        let held = table.bytes();
        table.remove_stream(&test_group("g").stream("a"));
        assert_eq!(table.bytes(), held / 2);
        assert_eq!(table.extents(&test_group("g")).len(), 1);
        table.remove_group(&test_group("g"));
        assert_eq!(table.bytes(), 0);
        assert!(table.groups().is_empty());
        assert!(!table.is_empty(), "the sources still have to be sealed");
    }

    #[test]
    fn an_extent_spans_the_streams_events() {
        let extent = Extent { first_ts_ms: 3, last_ts_ms: 5, last_ingest_ms: 9, bytes: 60 };
        let extents = filled().extents(&test_group("g"));
        assert_eq!(extents[1], ("b".into(), extent));
    }

    #[test]
    fn refused_events_leave_gaps_in_the_numbers() {
        let mut table = Memtable::default();
        let events = vec![Event { ts_ms: 1, message: "m".into() }; 3];
        let stream = test_group("g").stream("s");
        let batches = vec![Admitted { stream, source: None, events }];
        table.insert(Group { first_seq: 5, ingest_ms: 0, batches }, |_, seq| seq > 6);
        assert_eq!(table.sorted(&test_group("g"))[0].id.seq, 7);
        assert_eq!(table.next_seq, 8);
    }
}
