//! FilterLogEvents: many streams of a group, by time, with a pattern.

use std::sync::Arc;

use super::collect::Direction;
use super::scan::{self, Scan};
use super::{PAGE_BYTES_MAX, QueryError, check_limit};
use crate::event::{EventId, StoredEvent};
use crate::key::{GroupKey, Streams};
use crate::pattern::Pattern;
use crate::store::LogStore;

/// What FilterLogEvents is asked.
#[derive(Clone, Debug)]
pub struct FilterEvents {
    /// The group; one without events gives empty pages.
    pub group: GroupKey,
    /// Which of its streams.
    pub streams: Streams,
    /// Events from this time on, in milliseconds.
    pub start_ms: Option<u64>,
    /// Events up to this time, included, in milliseconds.
    pub end_ms: Option<u64>,
    /// What their texts must match; none: any text.
    pub pattern: Option<Arc<Pattern>>,
    /// Events in the page, 1 to 10,000; 10,000 by default.
    pub limit: Option<usize>,
    /// The token of the page before, for the same question.
    pub token: Option<String>,
}

impl FilterEvents {
    /// All events of a group.
    #[must_use]
    pub fn of(group: GroupKey) -> Self {
        let (start_ms, end_ms, limit, token) = (None, None, None, None);
        let (streams, pattern) = (Streams::All, None);
        Self { group, streams, start_ms, end_ms, pattern, limit, token }
    }

    /// Tells a question from another one, so that a token is not used with the wrong one.
    fn mark(&self) -> u32 {
        let pattern = self.pattern.as_ref().map(|p| p.to_string());
        let whole =
            format!("{:?}", (&self.group, &self.streams, self.start_ms, self.end_ms, pattern));
        crc32fast::hash(whole.as_bytes())
    }
}

/// A page of FilterLogEvents. It may be empty and yet have a token: much was looked at and
/// nothing matched so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterPage {
    /// The events, by time.
    pub events: Vec<StoredEvent>,
    /// For the next page; none when this was the last one.
    pub next_token: Option<String>,
}

impl LogStore {
    /// A page of a group's events that match: at most the limit and 1 MB.
    ///
    /// # Errors
    /// When the token or the limit is bad or a segment can't be read.
    pub async fn filter_events(&self, ask: FilterEvents) -> Result<FilterPage, QueryError> {
        let mark = ask.mark();
        let from = ask.token.as_deref().map(|text| parse_token(text, mark)).transpose()?;
        let low = EventId::before_ms(ask.start_ms.unwrap_or(0));
        let scan = Scan {
            low: from.map_or(low, |from| from.max(low)),
            high: ask.end_ms.map_or(EventId::MAX, EventId::after_ms),
            group: ask.group,
            streams: ask.streams,
            direction: Direction::Forward,
            pattern: ask.pattern,
            events_max: check_limit(ask.limit)?,
            bytes_max: PAGE_BYTES_MAX,
            scan_bytes: self.shared.options.scan_bytes,
        };
        let found = scan::run(&self.shared, scan).await?;
        let next_token = found.next.map(|id| format!("{mark:08x}-{id}"));
        Ok(FilterPage { events: found.events, next_token })
    }
}

fn parse_token(text: &str, mark: u32) -> Result<EventId, QueryError> {
    let (of, id) = text.split_once('-').ok_or(QueryError::BadToken)?;
    if of != format!("{mark:08x}") {
        return Err(QueryError::BadToken);
    }
    id.parse().map_err(|_| QueryError::BadToken)
}
