//! How a store is tuned.

use std::sync::Arc;

use object_store::ObjectStore;

use super::Probe;
use crate::limits::DAY_MS;

/// How a store works. The defaults suit a server; tests make things small.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long an append that is neither urgent nor large waits for others to share its flush.
    pub group_ms: u64,
    /// A memory table is sealed at this many bytes. Two of them are held at most.
    pub seal_bytes: usize,
    /// A memory table is sealed when its oldest event has waited this long.
    pub seal_age_ms: u64,
    /// Bytes of batches that wait to be written; more wait outside.
    pub queue_bytes: usize,
    /// Bytes of decoded rows kept for the next reader.
    pub cache_bytes: usize,
    /// Segments of a group and level that are merged into one; at least 2.
    pub merge_count: usize,
    /// A segment with this much text and overhead is not merged further.
    pub merge_bytes: u64,
    /// Bytes a search looks at before it hands back what it has and a token.
    pub scan_bytes: u64,
    /// Readers at work at the same time; more wait.
    pub readers_max: usize,
    /// A source that was silent for this long is forgotten: its resends are then new. 14
    /// days by default, past which PutLogEvents refuses events anyway.
    pub source_ttl_ms: u64,
    /// How often retention is looked after while nothing else happens.
    pub sweep_ms: u64,
    /// The manifest is rewritten when it has at least this many bytes, most of them history.
    pub manifest_bytes: u64,
    /// Where segments lie; none: in the folder itself. It must make an object durable
    /// before it acknowledges it, and belong to this store alone.
    pub objects: Option<Arc<dyn ObjectStore>>,
    /// For tests.
    pub probe: Probe,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            group_ms: 20,
            seal_bytes: 64 << 20,
            seal_age_ms: 10 * 60 * 1000,
            queue_bytes: 16 << 20,
            cache_bytes: 32 << 20,
            merge_count: 8,
            merge_bytes: 64 << 20,
            scan_bytes: 64 << 20,
            readers_max: 8,
            source_ttl_ms: 14 * DAY_MS,
            sweep_ms: 3_600_000,
            manifest_bytes: 1 << 20,
            objects: None,
            probe: Probe::default(),
        }
    }
}
