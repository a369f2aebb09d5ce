//! The segment store for log events: what CloudWatch Logs, live tails and alarms read from.
//!
//! Events arrive in batches, become durable in a write-ahead log, are readable at once from
//! a memory table, and end sorted in immutable Parquet files that any other tool can open.
//!
//! Knows keys `(account, region, group, stream)` and nothing else of groups and streams:
//! whether they exist, their tags and who may read them is the caller's. Knows nothing of
//! the network and of the AWS wire.
//!
//! Read [`LogStore`] first, then `store/shared.rs` for what is held where, `wal` and
//! `manifest` for what survives a crash, `query/scan.rs` for how a page is found.

mod event;
mod frame;
mod key;
mod limits;
mod manifest;
mod memtable;
pub mod pattern;
mod query;
mod segment;
mod store;
mod tail;
mod wal;

pub use event::{AppendOutcome, BadEventId, Batch, Event, EventId, Source, StoredEvent};
pub use key::{GroupKey, StreamKey, Streams};
pub use limits::{
    BATCH_BYTES_MAX, BATCH_EVENTS_MAX, BATCH_SPAN_MS, BatchError, EVENT_OVERHEAD_BYTES,
    MESSAGE_BYTES_MAX, RETENTION_DAYS, Rejected, validate_put,
};
pub use query::{
    EventsPage, FilterEvents, FilterPage, GetEvents, PAGE_BYTES_MAX, PAGE_EVENTS_MAX, QueryError,
};
pub use store::{
    AppendError, LogStore, OpenError, Options, Probe, Recovery, Step, StoreError, StreamStats,
};
pub use tail::{Tail, TailEvents, TailFilter};
pub use wal::Damage;
