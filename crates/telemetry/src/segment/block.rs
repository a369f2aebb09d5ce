//! Decoded row groups, and the few of them that are kept.

use std::ops::Range;
use std::sync::Arc;

use parking_lot::Mutex;
use parquet::data_type::ByteArray;

use crate::event::{EventId, StoredEvent};

/// The rows of one row group.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Neighbouring rows of one stream.
    pub(super) runs: Vec<(Arc<str>, Range<usize>)>,
    pub(super) ids: Vec<EventId>,
    pub(super) ingest_ms: Vec<u64>,
    pub(super) messages: Vec<ByteArray>,
    /// Memory held, estimated.
    pub(super) bytes: usize,
}

impl Block {
    /// The streams in it, each with its rows, which are sorted by id.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (&Arc<str>, Range<usize>)> {
        self.runs.iter().map(|(name, rows)| (name, rows.clone()))
    }

    /// The rows of `run` from `low` to `high`, both included.
    pub(crate) fn between(&self, run: Range<usize>, low: EventId, high: EventId) -> Range<usize> {
        let ids = &self.ids[run.clone()];
        let from = ids.partition_point(|id| *id < low);
        let to = ids.partition_point(|id| *id <= high).max(from);
        run.start + from..run.start + to
    }

    /// A row's id.
    pub(crate) fn id(&self, row: usize) -> EventId {
        self.ids[row]
    }

    /// A row's text.
    pub(crate) fn message(&self, row: usize) -> &str {
        // Checked once when the block was decoded.
        std::str::from_utf8(self.messages[row].data()).unwrap_or_default()
    }

    /// A row as an event.
    pub(crate) fn event(&self, stream: &Arc<str>, row: usize) -> StoredEvent {
        StoredEvent {
            id: self.ids[row],
            stream: stream.clone(),
            ingest_ms: self.ingest_ms[row],
            message: self.message(row).into(),
        }
    }

    /// Memory held, in bytes, estimated.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

type BlockKey = (u64, usize);

/// The blocks used last, up to a number of bytes: a reader that pages through a stream
/// decodes each row group once.
#[derive(Debug)]
pub(crate) struct BlockCache {
    bytes_max: usize,
    /// The one used last is at the end. Few: a block has about a megabyte.
    blocks: Mutex<Vec<(BlockKey, Arc<Block>)>>,
}

impl BlockCache {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { bytes_max, blocks: Mutex::new(Vec::new()) }
    }

    pub(crate) fn get(&self, key: BlockKey) -> Option<Arc<Block>> {
        let mut blocks = self.blocks.lock();
        let at = blocks.iter().position(|(k, _)| *k == key)?;
        let found = blocks.remove(at);
        let block = found.1.clone();
        blocks.push(found);
        Some(block)
    }

    pub(crate) fn put(&self, key: BlockKey, block: Arc<Block>) {
        let mut blocks = self.blocks.lock();
        blocks.retain(|(k, _)| *k != key);
        blocks.push((key, block));
        let mut bytes: usize = blocks.iter().map(|(_, b)| b.bytes).sum();
        let mut drop_to = 0;
        while bytes > self.bytes_max && drop_to < blocks.len() {
            bytes -= blocks[drop_to].1.bytes;
            drop_to += 1;
        }
        blocks.drain(..drop_to);
    }

    /// Forgets the blocks of a removed segment.
    pub(crate) fn forget(&self, segment: u64) {
        self.blocks.lock().retain(|((id, _), _)| *id != segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(bytes: usize) -> Arc<Block> {
        Arc::new(Block { bytes, ..Block::default() })
    }

    #[test]
    fn the_cache_keeps_what_was_used_last_within_its_bytes() {
        let cache = BlockCache::new(10);
        cache.put((1, 0), block(5));
        cache.put((1, 1), block(5));
        assert!(cache.get((1, 0)).is_some());
        cache.put((2, 0), block(5));
        assert!(cache.get((1, 1)).is_none());
        assert!(cache.get((1, 0)).is_some() && cache.get((2, 0)).is_some());
        cache.put((3, 0), block(11));
        assert!(cache.get((3, 0)).is_none() && cache.get((2, 0)).is_none());
        cache.put((4, 0), block(1));
        cache.forget(4);
        assert!(cache.get((4, 0)).is_none());
    }
}
