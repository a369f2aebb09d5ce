//! The agent's end of the session with the server: dials, says who it is, and carries frames
//! until the connection breaks; then dials again.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::backoff::Backoff;
use ferrogate_executor::LogBatch;
use ferrogate_executor::session::{Frames, SessionError, ToAgent, ToServer};
use futures_util::{SinkExt, StreamExt};
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use tokio_util::codec::{FramedRead, FramedWrite};

use super::Host;

/// Facts of one frame.
const FACTS_MAX: usize = 500;
/// Batches of one frame.
const BATCHES_MAX: usize = 16;
/// Bytes of text in one frame, but for its last batch. As JSON a byte is up to six, and a frame
/// that is too large would be sent again and again.
const TEXT_BYTES_MAX: usize = 1 << 20;
/// The first and the longest rest between two tries to dial.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// Keeps a session with the server until the agent's shutdown.
pub(super) async fn run(host: Arc<Host>, mut logs: mpsc::Receiver<LogBatch>) {
    let mut backoff = Backoff::new(REST.0, REST.1);
    loop {
        let result = tokio::select! {
            () = host.shutdown.requested() => return,
            result = session(&host, &mut logs, &mut backoff) => result,
        };
        match result {
            Ok(()) => tracing::info!("the session ended"),
            Err(error) => tracing::debug!(error = %error, "the session broke"),
        }
        tokio::select! {
            () = host.shutdown.requested() => return,
            () = tokio::time::sleep(backoff.next_delay()) => {}
        }
    }
}

async fn session(
    host: &Arc<Host>,
    logs: &mut mpsc::Receiver<LogBatch>,
    backoff: &mut Backoff,
) -> Result<(), SessionError> {
    let connection = UnixStream::connect(&host.options.session_socket).await?;
    let (read, write) = connection.into_split();
    let mut read = FramedRead::new(read, Frames::<ToServer, ToAgent>::default());
    let mut write = FramedWrite::new(write, Frames::<ToServer, ToAgent>::default());
    write.send(&ToServer::Hello(host.hello())).await?;
    host.outbox.rewind();
    host.session.send_modify(|number| *number += 1);
    loop {
        tokio::select! {
            frame = read.next() => match frame {
                Some(frame) => {
                    // Not before: a server whose disk is full ends each session at once.
                    backoff.reset();
                    host.hear(frame?, &mut write).await?;
                }
                None => return Ok(()),
            },
            () = host.outbox.more() => loop {
                let facts = host.outbox.take(FACTS_MAX);
                if facts.is_empty() {
                    break;
                }
                write.send(&ToServer::Observed(facts)).await?;
            },
            Some(batch) = logs.recv() => {
                let batches = together(batch, || logs.try_recv().ok());
                write.send(&ToServer::Logs(batches)).await?;
            }
        }
    }
}

/// The batch and what waits behind it, as far as one frame goes.
fn together(first: LogBatch, mut next: impl FnMut() -> Option<LogBatch>) -> Vec<LogBatch> {
    let bytes_of = |batch: &LogBatch| batch.lines.iter().map(|line| line.text.len()).sum::<usize>();
    let mut bytes = bytes_of(&first);
    let mut batches = vec![first];
    while batches.len() < BATCHES_MAX
        && bytes < TEXT_BYTES_MAX
        && let Some(batch) = next()
    {
        bytes += bytes_of(&batch);
        batches.push(batch);
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::LINE_BYTES_MAX;
    use ferrogate_base::{Epoch, TaskId, TaskKey, TimestampMs};
    use ferrogate_executor::LogLine;
    use tokio_util::bytes::BytesMut;
    use tokio_util::codec::Encoder;

    #[test]
    fn the_worst_lines_of_many_containers_fit_a_frame() {
        let line = |text: String| LogLine { at: TimestampMs(1), text };
        let batch = |lines: Vec<LogLine>| LogBatch {
            key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
            container: "c".repeat(255),
            first_seq: 1,
            lines,
        };
        let nothing = "\0".repeat(LINE_BYTES_MAX);
        for lines in [vec![line(nothing); 3], vec![line("\0".repeat(256)); 2000]] {
            let mut waiting = vec![batch(lines); 100];
            let mut frames = Frames::<ToServer, ToAgent>::default();
            while let Some(first) = waiting.pop() {
                let batches = together(first, || waiting.pop());
                let mut to = BytesMut::new();
                frames.encode(&ToServer::Logs(batches), &mut to).unwrap();
            }
        }
    }
}
