//! Segments: the sealed events of one group, as an immutable Parquet file.
//!
//! Columns `ts_ms`, `ingest_ms`, `stream`, `seq`, `message`, rows sorted by stream and then
//! by time, so that one stream's events lie together. Account, region and group are in the
//! file's key-value metadata. Nothing in it is private to us.

mod block;
mod pages;
mod read;
mod sketch;
mod write;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use serde::{Deserialize, Serialize};

pub(crate) use block::{Block, BlockCache};
pub(crate) use read::{RowGroup, SegmentError, load, row_groups, sketches};
pub(crate) use sketch::Sketch;
pub(crate) use write::encode;

use crate::key::GroupKey;
use crate::memtable::Extent;

/// What the manifest says of a segment: enough to pass it over without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meta {
    pub(crate) id: u64,
    /// The object's path in the object store.
    pub(crate) path: String,
    pub(crate) group: GroupKey,
    /// How many times its events were merged.
    pub(crate) level: u32,
    pub(crate) first_seq: u64,
    pub(crate) last_seq: u64,
    pub(crate) rows: u64,
    /// The object's size.
    pub(crate) bytes: u64,
    /// The file's last bytes that hold its description.
    pub(crate) footer_bytes: u64,
    /// Checksums of the description and of each row group: what the disk changed is told,
    /// not read.
    pub(crate) footer_crc: u32,
    pub(crate) row_group_crcs: Vec<u32>,
    pub(crate) streams: Vec<StreamMeta>,
    /// Where the sketches of its row groups are. Segments of older engines have none.
    #[serde(default)]
    pub(crate) sketches: Option<Sketches>,
}

/// A part of a segment's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sketches {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) crc: u32,
}

/// A stream's part of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StreamMeta {
    pub(crate) name: Arc<str>,
    pub(crate) first_seq: u64,
    pub(crate) last_seq: u64,
    pub(crate) first_ts_ms: u64,
    pub(crate) last_ts_ms: u64,
    pub(crate) last_ingest_ms: u64,
    /// Texts and 26 bytes for each.
    pub(crate) bytes: u64,
}

impl StreamMeta {
    pub(crate) fn extent(&self) -> Extent {
        Extent {
            first_ts_ms: self.first_ts_ms,
            last_ts_ms: self.last_ts_ms,
            last_ingest_ms: self.last_ingest_ms,
            bytes: self.bytes,
        }
    }
}

impl Meta {
    pub(crate) fn last_ts_ms(&self) -> u64 {
        self.streams.iter().map(|s| s.last_ts_ms).max().unwrap_or(0)
    }

    /// Size of its events before compression.
    pub(crate) fn raw_bytes(&self) -> u64 {
        self.streams.iter().map(|s| s.bytes).fold(0, u64::saturating_add)
    }

    #[cfg(test)]
    pub(crate) fn for_test(id: u64, group: &GroupKey, first_seq: u64, last_seq: u64) -> Self {
        let (path, group) = (format!("segments/{id}"), group.clone());
        let stream = StreamMeta {
            name: "s".into(),
            first_seq,
            last_seq,
            first_ts_ms: first_seq,
            last_ts_ms: last_seq,
            last_ingest_ms: 0,
            bytes: 1000,
        };
        let (level, rows, bytes, footer_bytes, streams) = (0, 1, 1, 1, vec![stream]);
        let (footer_crc, row_group_crcs, sketches) = (0, vec![], None);
        Self {
            id,
            path,
            group,
            level,
            first_seq,
            last_seq,
            rows,
            bytes,
            footer_bytes,
            streams,
            footer_crc,
            row_group_crcs,
            sketches,
        }
    }
}

/// A segment that is read. The object stays as long as one of these is held.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) meta: Meta,
    footer: OnceLock<Arc<ParquetMetaData>>,
}

impl Segment {
    pub(crate) fn new(meta: Meta) -> Self {
        Self { meta, footer: OnceLock::new() }
    }
}

/// Where a row group's columns lie in the file.
fn row_group_range(group: &RowGroupMetaData) -> Range<u64> {
    let chunks = group.columns().iter().map(|c| c.byte_range());
    let start = chunks.clone().map(|(start, _)| start).min().unwrap_or(0);
    start..chunks.map(|(start, len)| start + len).max().unwrap_or(0)
}
