//! Log lines on their way into the log store: each batch by itself, so one that waits holds up
//! no other, and tried again until it is stored.

use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_link::LogBatch;
use ferrogate_link::session::Lane;
use ferrogate_records::ecs::task;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::mpsc;

use super::facts::Place;
use super::session::Session;
use super::trouble::Tries;

/// How long one try may take. The store may have the lines nevertheless, and takes none twice.
const TRY_MAX: Duration = Duration::from_secs(60);

/// Stores what comes, until the session ends.
pub(super) async fn store_all(session: &Session, mut came: mpsc::UnboundedReceiver<LogBatch>) {
    let mut storing = FuturesUnordered::new();
    loop {
        tokio::select! {
            batch = came.recv() => match batch {
                Some(batch) => storing.push(store(session, batch)),
                None => return,
            },
            Some(()) = storing.next() => {}
        }
    }
}

async fn store(session: &Session, batch: LogBatch) {
    let (key, container, cost) = (batch.key.clone(), batch.container.clone(), batch.cost());
    let last = batch.last_seq();
    let mut tries = Tries::new(&session.sessions.lines, &session.host);
    let stored = loop {
        let stored = tokio::time::timeout(TRY_MAX, try_to_store(session, &batch)).await;
        match stored.unwrap_or_else(|_| Err("the log store does not answer".into())) {
            Ok(stored) if stored >= last => break stored,
            Ok(stored) => {
                tries.rest(&format!("only the lines up to {stored} of {last} are stored")).await
            }
            Err(error) => tries.rest(&error).await,
        }
    };
    drop(tries);
    session.replies.lines_acked(key, container, stored);
    session.give_credit(Lane::Logs, cost);
}

async fn try_to_store(session: &Session, batch: &LogBatch) -> Result<u64, String> {
    let at = match session.telling.place(&batch.key) {
        Place::At(at) => at,
        // Nobody can ask for the lines of a task that is gone.
        Place::Over => return Ok(batch.last_seq()),
        Place::Unknown => return Err("a task's record can't be read".into()),
    };
    match session.cx.state.table::<task::Record>().get(&at).map_err(|error| chain(&error))? {
        Some(task) => session.sink.append(&task, batch.clone()).await,
        None => Ok(batch.last_seq()),
    }
}
