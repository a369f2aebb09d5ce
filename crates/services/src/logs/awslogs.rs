//! The log driver `awslogs`: how the engine writes the lines of containers into streams.

use std::sync::Arc;

use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_records::logs::{group, stream};
use ferrogate_state::Fault;
use ferrogate_store::Key;
use ferrogate_telemetry::{
    AppendError, BATCH_BYTES_MAX, BATCH_EVENTS_MAX, BATCH_SPAN_MS, Batch, BatchError,
    EVENT_OVERHEAD_BYTES, Event, Source, validate_put,
};

use super::stream::Made;
use super::{Logs, group_key, names};

/// Why lines, or a stream, were not taken. A task that can't have its stream does not start;
/// its stopped reason shows this text.
#[derive(Debug, thiserror::Error)]
pub enum AwslogsError {
    /// The group is not there and was not to be made.
    #[error("ResourceNotFoundException: The specified log group does not exist.")]
    NoGroup,
    /// A name that no group or stream can have.
    #[error("InvalidParameterException: {0}")]
    BadName(String),
    /// Lines that PutLogEvents does not take.
    #[error("PutLogEvents does not take these lines")]
    BadLines(#[from] BatchError),
    /// The engine's records can't be read or written. Trying again may help.
    #[error("the log stream can't be made ready")]
    State(#[from] Fault),
    /// The log store did not take the lines. Trying again may help, with the same numbers.
    #[error("the log store did not take the lines")]
    Store(#[from] AppendError),
}

impl AwslogsError {
    /// Whether the same lines will be refused again until a user changes something. The
    /// lines of a container are then dropped, as on AWS: kept, they would hold it up.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::NoGroup | Self::BadName(_) | Self::BadLines(_) => true,
            Self::State(_) => false,
            Self::Store(error) => !matches!(
                error,
                AppendError::NoSpace(_)
                    | AppendError::Io(_)
                    | AppendError::Backlogged(_)
                    | AppendError::Closed
            ),
        }
    }
}

/// A stream as a container's log configuration names it.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Whose it is.
    pub account: &'a AccountId,
    /// The region of the group (`awslogs-region`).
    pub region: &'a str,
    /// The group (`awslogs-group`).
    pub group: &'a str,
    /// The stream: `awslogs-stream-prefix/container/task`.
    pub stream: &'a str,
    /// Whether a missing group is made (`awslogs-create-group`).
    pub create_group: bool,
}

/// A line of a container, or several that are one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was read, in milliseconds.
    pub ts_ms: u64,
    /// Its text.
    pub text: String,
    /// How many of its source's numbers it takes, at least one.
    pub span: u64,
}

/// Writes containers' lines. Cheap to clone.
#[derive(Clone)]
pub struct AwslogsSink(Arc<Logs>);

impl AwslogsSink {
    /// A sink that shares the gates of `logs`.
    #[must_use]
    pub fn new(logs: Arc<Logs>) -> Self {
        Self(logs)
    }

    /// Makes the stream if there is none, and the group if that is wanted. To be called
    /// before a container starts, so that a missing group shows as
    /// `ResourceInitializationError` and not as lost lines.
    ///
    /// # Errors
    /// [`AwslogsError`].
    pub async fn ensure_stream(&self, to: Target<'_>) -> Result<(), AwslogsError> {
        let scope = Scope::new(to.account.clone(), to.region);
        let _adding = self.0.gate(&scope, to.group).read().await;
        self.ensure(&scope, &to).await
    }

    /// Stores lines that the source numbered from `first_seq` on, each by its span, and returns
    /// the number of the last one once all are durable and readable: all that PutLogEvents
    /// would store of them. Lines that the source had sent before are not stored again. A
    /// stream that is not there, or not any more, is made. Costs no transaction when the stream
    /// is there.
    ///
    /// `source` names the sender for ever: a task's epoch, its container and its stream of
    /// bytes; at most 512 bytes.
    ///
    /// # Errors
    /// [`AwslogsError`]. A part of the lines may then be stored; sent again with the same
    /// numbers they are stored once.
    pub async fn append(
        &self,
        to: Target<'_>,
        source: &str,
        first_seq: u64,
        lines: Vec<Line>,
    ) -> Result<u64, AwslogsError> {
        let scope = Scope::new(to.account.clone(), to.region);
        // Behind the gate nothing is deleted between this look and the append.
        let adding = Arc::new(self.0.gate(&scope, to.group).clone().read_owned().await);
        if !self.has_stream(&scope, &to)? {
            self.ensure(&scope, &to).await?;
        }
        let stream = group_key(&scope, to.group).stream(to.stream);
        let retention_days = self.retention_days(&scope, to.group)?;
        let numbers = lines.iter().fold(0, |sum: u64, line| sum.saturating_add(line.span));
        let last = first_seq.saturating_add(numbers.saturating_sub(1));
        for Call { first_seq, spans, events, .. } in calls(first_seq, lines) {
            let now_ms = self.0.state.now().0;
            let rejected = validate_put(&events, retention_days, now_ms)?;
            let count = events.len();
            let accepted = rejected.accepted(count);
            if accepted.len() < count {
                let lines = count - accepted.len();
                tracing::warn!(
                    group = to.group,
                    stream = to.stream,
                    lines,
                    "lines dropped: too old or too new"
                );
            }
            let first_seq = first_seq + spans[..accepted.start].iter().sum::<u64>();
            let spans = spans[accepted.clone()].to_vec();
            let events: Vec<_> =
                events.into_iter().take(accepted.end).skip(accepted.start).collect();
            if !events.is_empty() {
                let source = Source { id: source.to_owned(), first_seq, spans };
                let batch = Batch { stream: stream.clone(), source: Some(source), events };
                let (measured, store) = (&self.0.measured, &self.0.store);
                measured.append(store, adding.clone(), &scope, batch, false).await?;
            }
        }
        Ok(last)
    }

    fn retention_days(&self, scope: &Scope, group: &str) -> Result<Option<u32>, AwslogsError> {
        let Ok(at) = Key::new(group::key(scope, group)) else { return Ok(None) };
        let group = self.0.state.table::<group::Record>().get(&at).map_err(Fault::from)?;
        Ok(group.and_then(|group| group.retention_days))
    }

    /// The number of the last line stored from `source`; `None` when none is known.
    #[must_use]
    pub fn position(&self, source: &str) -> Option<u64> {
        self.0.store.source_position(source)
    }

    fn has_stream(&self, scope: &Scope, to: &Target<'_>) -> Result<bool, AwslogsError> {
        let Ok(at) = Key::new(stream::key(scope, to.group, to.stream)) else {
            return Ok(false);
        };
        Ok(self.0.state.table::<stream::Record>().get(&at).map_err(Fault::from)?.is_some())
    }

    async fn ensure(&self, scope: &Scope, to: &Target<'_>) -> Result<(), AwslogsError> {
        names::check_group(to.group).map_err(AwslogsError::BadName)?;
        names::check_stream(to.stream).map_err(AwslogsError::BadName)?;
        loop {
            match self.0.make_stream(scope, to.group, to.stream).await? {
                Made::New | Made::Exists => return Ok(()),
                Made::NoGroup if !to.create_group => return Err(AwslogsError::NoGroup),
                // Whoever makes it, it is there then.
                Made::NoGroup => {
                    self.0.try_create(scope, to.group, vec![]).await?;
                }
            }
        }
    }
}

/// The lines as calls of PutLogEvents would carry them, each with its first line's number: a
/// driver on AWS has no other way, so nothing comes this way that is refused there. What has no
/// text is no event.
fn calls(first_seq: u64, lines: Vec<Line>) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut call = Call::default();
    let mut seq = first_seq;
    for Line { ts_ms, text: message, span } in lines {
        if message.is_empty() || !call.takes(ts_ms, &message) {
            calls.extend(std::mem::take(&mut call).whole());
        }
        if !message.is_empty() {
            call.push(seq, span, Event { ts_ms, message });
        }
        seq = seq.saturating_add(span);
    }
    calls.extend(call.whole());
    calls
}

/// The events of one call of PutLogEvents.
#[derive(Default)]
struct Call {
    first_seq: u64,
    /// How many numbers each event takes.
    spans: Vec<u64>,
    events: Vec<Event>,
    bytes: usize,
}

impl Call {
    /// Whether one more event may follow: sizes, order and span are those of PutLogEvents.
    fn takes(&self, ts_ms: u64, message: &str) -> bool {
        let (Some(first), Some(last)) = (self.events.first(), self.events.last()) else {
            return true;
        };
        self.events.len() < BATCH_EVENTS_MAX
            && self.bytes + message.len() + EVENT_OVERHEAD_BYTES <= BATCH_BYTES_MAX
            && (last.ts_ms..=first.ts_ms.saturating_add(BATCH_SPAN_MS)).contains(&ts_ms)
    }

    fn push(&mut self, seq: u64, span: u64, event: Event) {
        if self.events.is_empty() {
            self.first_seq = seq;
        }
        self.bytes += event.message.len() + EVENT_OVERHEAD_BYTES;
        self.spans.push(span);
        self.events.push(event);
    }

    fn whole(self) -> Option<Self> {
        (!self.events.is_empty()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;

    fn plain(lines: Vec<(u64, String)>) -> Vec<Line> {
        lines.into_iter().map(|(ts_ms, text)| Line { ts_ms, text, span: 1 }).collect()
    }

    fn cut(lines: Vec<(u64, String)>) -> Vec<(u64, usize)> {
        let cut = calls(1, plain(lines));
        for call in &cut {
            validate_put(&call.events, None, NOW).expect("PutLogEvents takes it");
        }
        cut.iter().map(|call| (call.first_seq, call.events.len())).collect()
    }

    #[test]
    fn an_event_takes_the_numbers_of_its_lines() {
        let line = |text: &str, span| Line { ts_ms: NOW, text: text.into(), span };
        let cut = calls(5, vec![line("a", 3), line("b", 1), line("", 2), line("c", 4)]);
        let cut: Vec<_> = cut.into_iter().map(|call| (call.first_seq, call.spans)).collect();
        assert_eq!(cut, [(5, vec![3, 1]), (11, vec![4])]);
    }

    #[test]
    fn many_lines_are_several_calls_in_their_order() {
        let line = |n: u64| (NOW + n, "x".repeat(100));
        let many: Vec<_> = (0..25_000).map(line).collect();
        assert!(cut(many.clone()).len() >= 3);
        let joined = calls(1, plain(many.clone()))
            .into_iter()
            .flat_map(|call| call.events)
            .map(|e| (e.ts_ms, e.message));
        assert_eq!(joined.collect::<Vec<_>>(), many);
    }

    #[test]
    fn every_line_keeps_its_number_and_empty_ones_are_left_out() {
        let texts = ["a", "", "b", "c", "", ""];
        let lines: Vec<_> = texts.map(|text| (NOW, text.to_owned())).into();
        assert_eq!(cut(lines), [(1, 1), (3, 2)]);
        assert_eq!(cut(vec![]), []);
        assert_eq!(cut(vec![(NOW, String::new())]), []);
    }

    #[test]
    fn what_one_call_of_put_log_events_refuses_is_several() {
        let large = "x".repeat(BATCH_BYTES_MAX - EVENT_OVERHEAD_BYTES);
        let lines = vec![(NOW, "a".into()), (NOW, large), (NOW, "b".into())];
        assert_eq!(cut(lines), [(1, 1), (2, 1), (3, 1)]);
        let back = vec![(NOW, "a".into()), (NOW - 1, "b".into()), (NOW, "c".into())];
        assert_eq!(cut(back), [(1, 1), (2, 2)]);
        let day = vec![(NOW - BATCH_SPAN_MS - 1, "a".into()), (NOW, "b".into())];
        assert_eq!(cut(day), [(1, 1), (2, 1)]);
    }
}
