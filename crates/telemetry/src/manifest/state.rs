//! What the manifest says, and the changes it is made of.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::key::{GroupKey, StreamKey};
use crate::limits::DAY_MS;
use crate::memtable::SourceMark;
use crate::segment::{Meta, Segment};

/// Numbers above are damage: nothing counts so far in the life of a disk.
const NUMBER_MAX: u64 = 1 << 62;

/// Changes that happen together.
pub(crate) type Edit = Vec<Change>;

/// One change of the manifest. New kinds may be added, none changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// A segment's object is whole and to be read.
    AddSegment(Meta),
    /// A segment is no longer to be read; its object goes later.
    RemoveSegment { group: GroupKey, id: u64 },
    /// Where counting goes on.
    Counters { wal_from: u64, next_seq: u64, next_segment: u64 },
    /// A source's last event.
    Source { id: String, last_seq: u64, at_ms: u64 },
    /// A source that is forgotten, if it has not sent since.
    ForgetSource { id: String, at_ms: u64 },
    /// How many days a group's events are kept; none: for ever.
    Retention { group: GroupKey, days: Option<u32> },
    /// The group's events before a number are deleted.
    DeleteGroup { group: GroupKey, before_seq: u64 },
    /// The stream's events before a number are deleted.
    DeleteStream { stream: StreamKey, before_seq: u64 },
    /// No event that this very deletion hides is left; a newer one stays.
    ForgetGroupDeletion { group: GroupKey, before_seq: u64 },
    /// No event that this very deletion hides is left; a newer one stays.
    ForgetStreamDeletion { stream: StreamKey, before_seq: u64 },
}

impl Change {
    /// Whether counting can go on from its numbers; no store ever wrote others.
    pub(crate) fn is_countable(&self) -> bool {
        let countable = |numbers: &[u64]| numbers.iter().all(|n| *n <= NUMBER_MAX);
        match self {
            Self::AddSegment(meta) => countable(&[meta.id, meta.first_seq, meta.last_seq]),
            Self::Counters { wal_from, next_seq, next_segment } => {
                countable(&[*wal_from, *next_seq, *next_segment])
            }
            Self::Source { last_seq, .. } => countable(&[*last_seq]),
            Self::DeleteGroup { before_seq, .. } | Self::DeleteStream { before_seq, .. } => {
                countable(&[*before_seq])
            }
            Self::RemoveSegment { .. }
            | Self::ForgetSource { .. }
            | Self::Retention { .. }
            | Self::ForgetGroupDeletion { .. }
            | Self::ForgetStreamDeletion { .. } => true,
        }
    }
}

/// The sum of all changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The first file of the write-ahead log whose events are not all in segments.
    pub(crate) wal_from: u64,
    /// The number of the next event, as far as sealed.
    pub(crate) next_seq: u64,
    pub(crate) next_segment: u64,
    pub(crate) segments: HashMap<GroupKey, BTreeMap<u64, Arc<Segment>>>,
    pub(crate) sources: HashMap<String, SourceMark>,
    pub(crate) retention: HashMap<GroupKey, u32>,
    pub(crate) deleted_groups: HashMap<GroupKey, u64>,
    pub(crate) deleted_streams: HashMap<GroupKey, HashMap<String, u64>>,
}

impl State {
    /// Takes an edit in; returns the segments it removed.
    pub(crate) fn apply(&mut self, edit: Edit) -> Vec<Arc<Segment>> {
        edit.into_iter().filter_map(|change| self.apply_one(change)).collect()
    }

    fn apply_one(&mut self, change: Change) -> Option<Arc<Segment>> {
        match change {
            Change::AddSegment(meta) => {
                self.next_segment = self.next_segment.max(meta.id + 1);
                let segments = self.segments.entry(meta.group.clone()).or_default();
                segments.insert(meta.id, Arc::new(Segment::new(meta)));
            }
            Change::RemoveSegment { group, id } => {
                let segments = self.segments.get_mut(&group)?;
                let removed = segments.remove(&id);
                if segments.is_empty() {
                    self.segments.remove(&group);
                }
                return removed;
            }
            Change::Counters { wal_from, next_seq, next_segment } => {
                self.wal_from = self.wal_from.max(wal_from);
                self.next_seq = self.next_seq.max(next_seq);
                self.next_segment = self.next_segment.max(next_segment);
            }
            Change::Source { id, last_seq, at_ms } => {
                let mark = self.sources.entry(id).or_insert(SourceMark { last_seq, at_ms });
                mark.last_seq = mark.last_seq.max(last_seq);
                mark.at_ms = mark.at_ms.max(at_ms);
            }
            Change::ForgetSource { id, at_ms } => {
                if self.sources.get(&id).is_some_and(|mark| mark.at_ms == at_ms) {
                    self.sources.remove(&id);
                }
            }
            Change::Retention { group, days: Some(days) } => {
                self.retention.insert(group, days);
            }
            Change::Retention { group, days: None } => drop(self.retention.remove(&group)),
            Change::DeleteGroup { group, before_seq } => {
                self.deleted_streams.remove(&group);
                self.retention.remove(&group);
                self.deleted_groups.insert(group, before_seq);
            }
            Change::DeleteStream { stream, before_seq } => {
                let streams = self.deleted_streams.entry(stream.group).or_default();
                streams.insert(stream.stream, before_seq);
            }
            Change::ForgetGroupDeletion { group, before_seq } => {
                if self.deleted_groups.get(&group) == Some(&before_seq) {
                    self.deleted_groups.remove(&group);
                }
            }
            Change::ForgetStreamDeletion { stream, before_seq } => {
                let streams = self.deleted_streams.get_mut(&stream.group)?;
                if streams.get(&stream.stream) == Some(&before_seq) {
                    streams.remove(&stream.stream);
                }
                if streams.is_empty() {
                    self.deleted_streams.remove(&stream.group);
                }
            }
        }
        None
    }

    /// The changes that make this state from nothing. Deletions come first: what a group's
    /// deletion takes with it must not take what was set after it.
    pub(crate) fn to_changes(&self) -> Edit {
        let Self { wal_from, next_seq, next_segment, .. } = *self;
        let mut edit = vec![Change::Counters { wal_from, next_seq, next_segment }];
        edit.extend(
            self.deleted_groups.iter().map(|(group, &before_seq)| Change::DeleteGroup {
                group: group.clone(),
                before_seq,
            }),
        );
        for (group, streams) in &self.deleted_streams {
            edit.extend(streams.iter().map(|(name, &before_seq)| Change::DeleteStream {
                stream: group.stream(name.as_str()),
                before_seq,
            }));
        }
        edit.extend(
            self.retention
                .iter()
                .map(|(group, &days)| Change::Retention { group: group.clone(), days: Some(days) }),
        );
        edit.extend(self.sources.iter().map(|(id, mark)| Change::Source {
            id: id.clone(),
            last_seq: mark.last_seq,
            at_ms: mark.at_ms,
        }));
        let segments = self.segments.values().flat_map(BTreeMap::values);
        edit.extend(segments.map(|s| Change::AddSegment(s.meta.clone())));
        edit
    }

    /// The first number of a stream's events that no deletion hides.
    pub(crate) fn first_seq(&self, group: &GroupKey, stream: &str) -> u64 {
        let by_group = self.deleted_groups.get(group).copied().unwrap_or(0);
        let by_stream = self.deleted_streams.get(group).and_then(|s| s.get(stream).copied());
        by_group.max(by_stream.unwrap_or(0))
    }

    /// The timestamp before which the group's events are past their retention.
    pub(crate) fn expiry_ms(&self, group: &GroupKey, now_ms: u64) -> u64 {
        let days = self.retention.get(group);
        days.map_or(0, |d| now_ms.saturating_sub(u64::from(*d) * DAY_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;

    #[test]
    fn a_state_is_made_again_from_its_changes() {
        let mut state = State::default();
        let (group, other) = (test_group("g"), test_group("other"));
        state.apply(vec![
            Change::Counters { wal_from: 3, next_seq: 40, next_segment: 2 },
            Change::DeleteStream { stream: group.stream("old"), before_seq: 5 },
            Change::DeleteGroup { group: group.clone(), before_seq: 9 },
            Change::Retention { group: group.clone(), days: Some(7) },
            Change::DeleteStream { stream: group.stream("s"), before_seq: 12 },
            Change::Source { id: "a".into(), last_seq: 6, at_ms: 1 },
            Change::AddSegment(Meta::for_test(7, &other, 1, 9)),
        ]);
        let mut again = State::default();
        again.apply(state.to_changes());
        assert_eq!((again.wal_from, again.next_seq, again.next_segment), (3, 40, 8));
        assert_eq!(again.first_seq(&group, "old"), 9);
        assert_eq!(again.first_seq(&group, "s"), 12);
        assert_eq!(again.retention, state.retention);
        assert_eq!(again.sources, state.sources);
        assert_eq!(again.segments[&other][&7].meta, state.segments[&other][&7].meta);
    }

    #[test]
    fn a_source_never_goes_back() {
        let mut state = State::default();
        let source = |last_seq| Change::Source { id: "a".into(), last_seq, at_ms: last_seq };
        state.apply(vec![source(6), source(5)]);
        assert_eq!(state.sources["a"], SourceMark { last_seq: 6, at_ms: 6 });
    }

    #[test]
    fn what_was_planned_before_something_newer_does_not_take_it_away() {
        let (mut state, group) = (State::default(), test_group("g"));
        let stream = group.stream("s");
        state.apply(vec![
            Change::DeleteGroup { group: group.clone(), before_seq: 5 },
            Change::DeleteStream { stream: stream.clone(), before_seq: 6 },
            Change::Source { id: "a".into(), last_seq: 1, at_ms: 7 },
        ]);
        state.apply(vec![
            Change::ForgetGroupDeletion { group: group.clone(), before_seq: 4 },
            Change::ForgetStreamDeletion { stream, before_seq: 4 },
            Change::ForgetSource { id: "a".into(), at_ms: 4 },
        ]);
        assert_eq!(state.deleted_groups.get(&group), Some(&5));
        assert_eq!(state.first_seq(&group, "s"), 6);
        assert!(state.sources.contains_key("a"));
    }

    #[test]
    fn forgetting_a_deletion_shows_the_streams_events_again() {
        let mut state = State::default();
        let stream = test_group("g").stream("s");
        state.apply(vec![Change::DeleteStream { stream: stream.clone(), before_seq: 5 }]);
        assert_eq!(state.first_seq(&stream.group, "s"), 5);
        state.apply(vec![Change::ForgetStreamDeletion { stream: stream.clone(), before_seq: 5 }]);
        assert_eq!(state.first_seq(&stream.group, "s"), 0);
        assert!(state.deleted_streams.is_empty());
    }
}
