//! What hosts have counted of logged interfaces, on its way into flow logs: a batch at a time, and
//! tried again until it is stored.

use std::time::Duration;

use ferrogate_link::FlowBatch;
use tokio::sync::mpsc;

use super::session::Session;
use super::trouble::Tries;

/// How long one try may take. The store may have the records nevertheless, and takes none twice.
const TRY_MAX: Duration = Duration::from_secs(60);

/// Stores what comes, until the session ends.
pub(super) async fn record_all(session: &Session, mut came: mpsc::Receiver<FlowBatch>) {
    while let Some(batch) = came.recv().await {
        let mut tries = Tries::new(&session.sessions.lines, &session.host);
        loop {
            let tried = tokio::time::timeout(TRY_MAX, session.sink.record(&batch)).await;
            match tried.unwrap_or_else(|_| Err("the log store does not answer".into())) {
                Ok(()) => break,
                Err(error) => tries.rest(&error).await,
            }
        }
        drop(tries);
        session.replies.flows_acked(batch.seq);
        session.wake();
    }
}
