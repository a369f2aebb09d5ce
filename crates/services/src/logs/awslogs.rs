//! The log driver `awslogs`: how the engine writes the lines of containers into streams.

use std::sync::Arc;

use ferrogate_base::AccountId;
use ferrogate_records::Scope;
use ferrogate_records::logs::stream;
use ferrogate_state::Fault;
use ferrogate_store::Key;
use ferrogate_telemetry::{
    AppendError, BATCH_BYTES_MAX, BATCH_EVENTS_MAX, Batch, EVENT_OVERHEAD_BYTES, Event, Source,
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
            Self::NoGroup | Self::BadName(_) => true,
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

    /// Stores lines `(milliseconds, text)` that the source numbered from `first_seq` on, and
    /// returns the number of the last one once all are durable and readable. Lines that the
    /// source had sent before are not stored again. A stream that is not there, or not any
    /// more, is made. Costs no transaction when the stream is there.
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
        lines: Vec<(u64, String)>,
    ) -> Result<u64, AwslogsError> {
        let scope = Scope::new(to.account.clone(), to.region);
        // Behind the gate nothing is deleted between this look and the append.
        let _adding = self.0.gate(&scope, to.group).read().await;
        if !self.has_stream(&scope, &to)? {
            self.ensure(&scope, &to).await?;
        }
        let stream = group_key(&scope, to.group).stream(to.stream);
        let mut next = first_seq;
        for events in batches(lines) {
            let count = events.len() as u64;
            let source = Source { id: source.to_owned(), first_seq: next };
            let batch = Batch { stream: stream.clone(), source: Some(source), events };
            self.0.store.append(batch).await?;
            next = next.saturating_add(count);
        }
        Ok(next.saturating_sub(1))
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
        Ok(self.0.state.log_streams.get(&at).map_err(Fault::from)?.is_some())
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

/// The lines in pieces as PutLogEvents takes them: the log store takes no much larger ones.
fn batches(lines: Vec<(u64, String)>) -> Vec<Vec<Event>> {
    let mut batches = Vec::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (ts_ms, message) in lines {
        let size = message.len() + EVENT_OVERHEAD_BYTES;
        if batch.len() == BATCH_EVENTS_MAX || (bytes + size > BATCH_BYTES_MAX && bytes > 0) {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += size;
        batch.push(Event { ts_ms, message });
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_into_batches_in_their_order() {
        let line = |n: usize| (n as u64, "x".repeat(100));
        let many: Vec<_> = (0..25_000).map(line).collect();
        let cut = batches(many.clone());
        assert!(cut.iter().all(|b| {
            let bytes: usize = b.iter().map(|e| e.message.len() + EVENT_OVERHEAD_BYTES).sum();
            !b.is_empty() && b.len() <= BATCH_EVENTS_MAX && bytes <= BATCH_BYTES_MAX
        }));
        let joined: Vec<_> = cut.into_iter().flatten().map(|e| (e.ts_ms, e.message)).collect();
        assert_eq!(joined, many);
    }

    #[test]
    fn no_lines_are_no_batch_and_a_large_line_is_one() {
        assert!(batches(vec![]).is_empty());
        let large = "x".repeat(BATCH_BYTES_MAX);
        let cut = batches(vec![(1, "a".into()), (2, large), (3, "b".into())]);
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
    }
}
