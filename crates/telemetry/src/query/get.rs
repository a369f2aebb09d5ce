//! GetLogEvents: one stream, back and forth.

use super::collect::Direction;
use super::scan::{self, Scan};
use super::{PAGE_BYTES_MAX, QueryError, check_limit};
use crate::event::{EventId, StoredEvent};
use crate::key::{StreamKey, Streams};
use crate::store::LogStore;

/// What GetLogEvents is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetEvents {
    /// The stream; one without events gives empty pages.
    pub stream: StreamKey,
    /// Events from this time on, in milliseconds.
    pub start_ms: Option<u64>,
    /// Events before this time, in milliseconds.
    pub end_ms: Option<u64>,
    /// Events in the page, 1 to 10,000; 10,000 by default.
    pub limit: Option<usize>,
    /// Without a token: whether to start with the first events or the last ones.
    pub from_head: bool,
    /// A token of an earlier page, which tells the direction.
    pub token: Option<String>,
}

impl GetEvents {
    /// The last events of a stream.
    #[must_use]
    pub fn of(stream: StreamKey) -> Self {
        let (start_ms, end_ms, limit, token) = (None, None, None, None);
        Self { stream, start_ms, end_ms, limit, from_head: false, token }
    }
}

/// A page of GetLogEvents. At the end of a stream its token is the one that was asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsPage {
    /// The events, by time.
    pub events: Vec<StoredEvent>,
    /// For the events behind these.
    pub next_forward: String,
    /// For the events before these.
    pub next_backward: String,
}

impl LogStore {
    /// A page of one stream's events: at most the limit and 1 MB.
    ///
    /// # Errors
    /// When the token or the limit is bad or a segment can't be read.
    pub async fn get_events(&self, ask: GetEvents) -> Result<EventsPage, QueryError> {
        let token = ask.token.as_deref().map(Token::parse).transpose()?;
        let mut low = EventId::before_ms(ask.start_ms.unwrap_or(0));
        let mut high = ask.end_ms.map_or(EventId::MAX, |ms| EventId::before_ms(ms).previous());
        let direction = match token {
            Some(Token { direction: Direction::Forward, at }) => {
                low = low.max(at.next());
                Direction::Forward
            }
            Some(Token { direction: Direction::Backward, at }) => {
                high = high.min(at.previous());
                Direction::Backward
            }
            None if ask.from_head => Direction::Forward,
            None => Direction::Backward,
        };
        let scan = Scan {
            group: ask.stream.group,
            streams: Streams::Named(vec![ask.stream.stream]),
            low,
            high,
            direction,
            pattern: None,
            events_max: check_limit(ask.limit)?,
            bytes_max: PAGE_BYTES_MAX,
            scan_bytes: u64::MAX,
        };
        let mut events = scan::run(&self.shared, scan).await?.events;
        if direction == Direction::Backward {
            events.reverse();
        }
        let (before, after) = ends(&events, token, low);
        let next_forward = Token { direction: Direction::Forward, at: after }.text();
        let next_backward = Token { direction: Direction::Backward, at: before }.text();
        Ok(EventsPage { events, next_forward, next_backward })
    }
}

/// The ids that the backward and the forward token stand at.
fn ends(events: &[StoredEvent], token: Option<Token>, low: EventId) -> (EventId, EventId) {
    match (events.first().zip(events.last()), token) {
        (Some((first, last)), _) => (first.id, last.id),
        (None, Some(Token { direction: Direction::Forward, at })) => (at.next(), at),
        (None, Some(Token { direction: Direction::Backward, at })) => (at, at.previous()),
        (None, None) => (low, low.previous()),
    }
}

/// A place in a stream and the direction to read from there, that place excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token {
    direction: Direction,
    at: EventId,
}

impl Token {
    /// `f/<56 digits>/s` or `b/<56 digits>/s`, as CloudWatch's look.
    fn text(self) -> String {
        let letter = if self.direction == Direction::Forward { 'f' } else { 'b' };
        format!("{letter}/{}/s", self.at)
    }

    fn parse(text: &str) -> Result<Self, QueryError> {
        let inner = text.strip_suffix("/s").ok_or(QueryError::BadToken)?;
        let (direction, id) = match inner.split_once('/') {
            Some(("f", id)) => (Direction::Forward, id),
            Some(("b", id)) => (Direction::Backward, id),
            _ => return Err(QueryError::BadToken),
        };
        let at = id.parse().map_err(|_| QueryError::BadToken)?;
        Ok(Self { direction, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_what_it_prints_and_nothing_else() {
        let at = EventId { ts_ms: 1_700_000_000_000, seq: 9 };
        for direction in [Direction::Forward, Direction::Backward] {
            let token = Token { direction, at };
            assert_eq!(Token::parse(&token.text()).unwrap(), token);
        }
        let id = at.to_string();
        for bad in
            ["", "f", "f//s", &format!("x/{id}/s"), &format!("f/{id}"), &format!("f/{id}/s/s")]
        {
            assert!(Token::parse(bad).is_err(), "{bad}");
        }
    }
}
