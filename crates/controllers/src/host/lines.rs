//! Log lines on their way into the log store: those of a container in the order in which they
//! came, and none waits for those of another. Each batch is tried again until it is stored.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use ferrogate_base::TaskKey;
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

/// Whose lines they are: a container of a binding.
type Source = (TaskKey, String);

/// Stores what comes, until the session ends.
pub(super) async fn store_all(session: &Session, mut came: mpsc::UnboundedReceiver<LogBatch>) {
    let mut storing = FuturesUnordered::new();
    // Of each source of which a batch is being stored, those behind it: the log store takes what
    // comes after a later number for what it has.
    let mut behind: HashMap<Source, VecDeque<LogBatch>> = HashMap::new();
    loop {
        tokio::select! {
            batch = came.recv() => {
                let Some(batch) = batch else { return };
                match behind.entry((batch.key.clone(), batch.container.clone())) {
                    Entry::Occupied(mut waiting) => waiting.get_mut().push_back(batch),
                    Entry::Vacant(none) => {
                        none.insert(VecDeque::new());
                        storing.push(store(session, batch));
                    }
                }
            }
            Some(source) = storing.next() => {
                match behind.get_mut(&source).and_then(VecDeque::pop_front) {
                    Some(next) => storing.push(store(session, next)),
                    None => drop(behind.remove(&source)),
                }
            }
        }
    }
}

/// Returns whose lines they were.
async fn store(session: &Session, batch: LogBatch) -> Source {
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
    session.replies.lines_acked(key.clone(), container.clone(), stored);
    session.give_credit(Lane::Logs, cost);
    (key, container)
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
