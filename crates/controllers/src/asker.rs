//! Asks for metrics, so that one whose answer does not come holds up nobody but who asked.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_metrics::{Ask, Point, Source, Unreadable};
use ferrogate_state::Fault;
use ferrogate_store::Key;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// Questions that are asked at the same time: each takes a thread of those that may block.
const AT_ONCE: usize = 8;

/// Asks a source, on threads that may block.
pub(crate) struct Asker {
    source: Arc<dyn Source>,
    places: Arc<Semaphore>,
    /// For whom an answer is outstanding, also when nobody waits for it any more.
    waiting: Arc<Mutex<BTreeSet<Key>>>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
enum Silence {
    #[error("an answer to an earlier question is outstanding")]
    Earlier,
    #[error("it takes longer than {} s", ANSWER_MAX.as_secs())]
    TooLong,
    #[error("the question could not be asked")]
    Broken,
    #[error(transparent)]
    Unreadable(Unreadable),
}

/// Takes a key off those that wait, whatever became of the question.
struct Waiting(Arc<Mutex<BTreeSet<Key>>>, Key);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.lock().remove(&self.1);
    }
}

impl Asker {
    pub(crate) fn new(source: Arc<dyn Source>) -> Self {
        Self { source, places: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::default() }
    }

    /// The answers to questions of the record under `of`, in their order. Dropping the future
    /// loses the answers and nothing else.
    ///
    /// # Errors
    /// When they don't come in time, or those to an earlier question didn't.
    pub(crate) async fn ask(&self, of: &Key, asks: Vec<Ask>) -> Result<Vec<Vec<Point>>, Fault> {
        let no = |why: Silence| Fault::Part("metrics don't answer", why.into());
        if !self.waiting.lock().insert(of.clone()) {
            return Err(no(Silence::Earlier));
        }
        let waiting = Waiting(self.waiting.clone(), of.clone());
        let (source, places) = (self.source.clone(), self.places.clone());
        let answer = async move {
            let place = places.acquire_owned().await.map_err(|_| Silence::Broken)?;
            let answers = tokio::task::spawn_blocking(move || {
                let _held = (waiting, place);
                asks.iter().map(|ask| source.points(ask)).collect()
            });
            let answers: Result<_, Unreadable> = answers.await.map_err(|_| Silence::Broken)?;
            answers.map_err(Silence::Unreadable)
        };
        match tokio::time::timeout(ANSWER_MAX, answer).await {
            Ok(answer) => answer.map_err(no),
            Err(_) => Err(no(Silence::TooLong)),
        }
    }
}
