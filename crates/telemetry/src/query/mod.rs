//! Reading: GetLogEvents and FilterLogEvents, with their ways of paging.

mod collect;
mod filter;
mod get;
mod scan;

pub use filter::{FilterEvents, FilterPage};
pub use get::{EventsPage, GetEvents};

use crate::segment::SegmentError;

/// The most events in a page. GetLogEvents, FilterLogEvents: 10,000.
pub const PAGE_EVENTS_MAX: usize = 10_000;
/// The largest page, texts and 26 bytes for each event. GetLogEvents, FilterLogEvents: 1 MB.
pub const PAGE_BYTES_MAX: usize = 1_048_576;

/// Why a page can't be had.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The token is none that this store gave out for this question.
    #[error("The specified nextToken is invalid.")]
    BadToken,
    /// The limit is 0 or over [`PAGE_EVENTS_MAX`].
    #[error("a page has 1 to 10000 events, not {0}")]
    BadLimit(usize),
    /// A segment can't be read.
    #[error("reading log events")]
    Segment(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The runtime is stopping.
    #[error("the log store is closed")]
    Closed,
}

impl From<SegmentError> for QueryError {
    fn from(error: SegmentError) -> Self {
        Self::Segment(Box::new(error))
    }
}

fn check_limit(limit: Option<usize>) -> Result<usize, QueryError> {
    let limit = limit.unwrap_or(PAGE_EVENTS_MAX);
    let good = (1..=PAGE_EVENTS_MAX).contains(&limit);
    good.then_some(limit).ok_or(QueryError::BadLimit(limit))
}
