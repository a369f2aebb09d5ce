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
                let mut batches = vec![batch];
                while batches.len() < 16 && let Ok(more) = logs.try_recv() {
                    batches.push(more);
                }
                write.send(&ToServer::Logs(batches)).await?;
            }
        }
    }
}
