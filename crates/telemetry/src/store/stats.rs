//! What is known of streams without reading them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LogStore;
use crate::key::{GroupKey, StreamKey};
use crate::memtable::Extent;

/// What DescribeLogStreams tells of a stream's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamStats {
    /// Timestamp of the first event, in milliseconds. After events expired it is the expiry
    /// until their segment is gone.
    pub first_event_ms: u64,
    /// Timestamp of the last event, in milliseconds.
    pub last_event_ms: u64,
    /// When the last event was stored, in milliseconds.
    pub last_ingestion_ms: u64,
    /// Texts and 26 bytes for each event; expired events count until their segment is gone.
    pub stored_bytes: u64,
}

impl LogStore {
    /// What is known of one stream; none when it has no events.
    #[must_use]
    pub fn stream_stats(&self, stream: &StreamKey) -> Option<StreamStats> {
        self.collect(&stream.group, |name| name == stream.stream).into_values().next()
    }

    /// What is known of each stream of a group that has events, by name.
    #[must_use]
    pub fn group_stats(&self, group: &GroupKey) -> BTreeMap<Arc<str>, StreamStats> {
        self.collect(group, |_| true)
    }

    fn collect(
        &self,
        group: &GroupKey,
        wanted: impl Fn(&str) -> bool,
    ) -> BTreeMap<Arc<str>, StreamStats> {
        let now_ms = self.shared.now_ms();
        let view = self.shared.view.read();
        let expiry_ms = view.state.expiry_ms(group, now_ms);
        let mut all = BTreeMap::new();
        for segment in view.state.segments.get(group).into_iter().flat_map(|s| s.values()) {
            for part in segment.meta.streams.iter().filter(|s| wanted(&s.name)) {
                if part.last_seq >= view.state.first_seq(group, &part.name) {
                    add(&mut all, &part.name, part.extent(), expiry_ms);
                }
            }
        }
        for table in view.tables() {
            for (name, extent) in table.read().extents(group) {
                if wanted(&name) {
                    add(&mut all, &name, extent, expiry_ms);
                }
            }
        }
        all
    }
}

fn add(all: &mut BTreeMap<Arc<str>, StreamStats>, name: &Arc<str>, extent: Extent, expiry_ms: u64) {
    if extent.last_ts_ms < expiry_ms {
        return;
    }
    let part = StreamStats {
        first_event_ms: extent.first_ts_ms.max(expiry_ms),
        last_event_ms: extent.last_ts_ms,
        last_ingestion_ms: extent.last_ingest_ms,
        stored_bytes: extent.bytes,
    };
    let sum = all.entry(name.clone()).or_insert(StreamStats { stored_bytes: 0, ..part });
    sum.first_event_ms = sum.first_event_ms.min(part.first_event_ms);
    sum.last_event_ms = sum.last_event_ms.max(part.last_event_ms);
    sum.last_ingestion_ms = sum.last_ingestion_ms.max(part.last_ingestion_ms);
    // A damaged manifest may say any number.
    sum.stored_bytes = sum.stored_bytes.saturating_add(part.stored_bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_past_all_counting_are_shown_as_the_largest() {
        let (mut all, name) = (BTreeMap::new(), Arc::from("s"));
        for _ in 0..2 {
            let extent =
                Extent { first_ts_ms: 1, last_ts_ms: 2, last_ingest_ms: 3, bytes: u64::MAX };
            add(&mut all, &name, extent, 0);
        }
        assert_eq!(all[&name].stored_bytes, u64::MAX);
    }
}
