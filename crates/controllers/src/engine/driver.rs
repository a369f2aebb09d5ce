//! Runs one reconciler.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use ferrogate_base::Shutdown;
use ferrogate_base::errors::chain;
use ferrogate_base::health::{Health, Need};
use ferrogate_state::{Changes, Fault};
use ferrogate_store::Key;
use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::leader::DEPOSED;
use super::monitor::Monitor;
use super::queue::{Looked, Queue};
use super::{Cx, Next, Reconciler};

/// Keys that wait or rest at most. Beyond them changed records wait in the watch, where each
/// is there once however often it changes.
const KEYS_MAX: usize = 10_000;

/// Runs the reconciler in tasks of the shutdown until that is asked for; health shows it
/// under its name.
pub fn start<R: Reconciler>(
    reconciler: Arc<R>,
    need: Need,
    cx: &Cx,
    health: &Health,
    shutdown: &Shutdown,
) {
    let (monitor, cx, end) = (Arc::new(Monitor::default()), cx.clone(), shutdown.clone());
    let seen = monitor.clone();
    super::supervise::supervise(R::NAME, need, monitor, health, shutdown, move || {
        Driver::new(reconciler.clone(), cx.clone(), seen.clone()).run(end.clone())
    });
}

struct Driver<R: Reconciler> {
    reconciler: Arc<R>,
    cx: Cx,
    monitor: Arc<Monitor>,
    queue: Queue<R::Key>,
    looks: JoinSet<(R::Key, Outcome)>,
    changes: Changes,
    /// Records that changed and have not woken their keys yet.
    told: BTreeSet<Key>,
}

/// What a look came to.
enum Outcome {
    Ended(Result<Next, Fault>),
    Panicked,
    TooLate,
}

impl<R: Reconciler> Driver<R> {
    fn new(reconciler: Arc<R>, cx: Cx, monitor: Arc<Monitor>) -> Self {
        Self {
            reconciler,
            cx,
            monitor,
            queue: Queue::default(),
            looks: JoinSet::new(),
            changes: Changes::default(),
            told: BTreeSet::new(),
        }
    }

    /// Ends with the shutdown, or with what feeds the records. Once another leads it does
    /// nothing more.
    async fn run(mut self, shutdown: Shutdown) {
        let mut resync = every::<R>();
        let mut moves = self.cx.state.clock.moves();
        let (reconciler, cx) = (self.reconciler.clone(), self.cx.clone());
        loop {
            self.wake_told();
            self.begin_looks();
            let due = self.queue.due();
            let (may_look, room) = (self.looks.len() < R::AT_ONCE, self.told.is_empty());
            tokio::select! {
                () = shutdown.requested() => return,
                () = cx.deposed() => {
                    self.looks.shutdown().await;
                    self.monitor.stands_by(DEPOSED);
                    return shutdown.requested().await;
                }
                _ = resync.tick() => self.resync(),
                // What was not due may be.
                () = moved(&mut moves) => self.resync(),
                Some(look) = self.looks.join_next() => if let Ok((key, outcome)) = look {
                    self.note(key, outcome);
                },
                changed = self.changes.next(), if room => match changed {
                    Some(keys) => self.told = keys,
                    None => return,
                },
                keys = reconciler.nudged(&cx.state) => keys.into_iter().for_each(|key| self.queue.wake(key)),
                () = until(due), if may_look => {}
            }
        }
    }

    /// Lets everything be told again.
    fn resync(&mut self) {
        self.reconciler.always().into_iter().for_each(|key| self.queue.wake(key));
        self.changes = Changes::default();
        self.reconciler.watch(&self.cx.state, &self.changes);
    }

    fn wake_told(&mut self) {
        while self.queue.len() < KEYS_MAX
            && let Some(record) = self.told.pop_first()
        {
            let woken = self.reconciler.wakes(&self.cx.state, &record);
            woken.into_iter().for_each(|key| self.queue.wake(key));
        }
    }

    fn begin_looks(&mut self) {
        while self.looks.len() < R::AT_ONCE
            && let Some(key) = self.queue.next(Instant::now().into_std())
        {
            let (reconciler, cx) = (self.reconciler.clone(), self.cx.clone());
            self.looks.spawn(async move {
                let look = tokio::time::timeout(R::DEADLINE, reconciler.reconcile(&cx, &key));
                let outcome = match AssertUnwindSafe(look).catch_unwind().await {
                    Ok(Ok(ended)) => Outcome::Ended(ended),
                    Ok(Err(_)) => Outcome::TooLate,
                    Err(_) => Outcome::Panicked,
                };
                (key, outcome)
            });
        }
    }

    fn note(&mut self, key: R::Key, outcome: Outcome) {
        let looked = match &outcome {
            Outcome::Ended(Ok(Next::WhenChanged)) => Looked::Settled,
            Outcome::Ended(Ok(Next::Now)) => Looked::More,
            Outcome::Ended(Ok(Next::AfterConflict)) => Looked::Conflict,
            Outcome::Ended(Ok(Next::After(wait))) => Looked::NotDue(*wait),
            Outcome::Ended(Err(_)) | Outcome::Panicked | Outcome::TooLate => Looked::Failed,
        };
        self.queue.looked(key.clone(), looked, Instant::now().into_std());
        if matches!(outcome, Outcome::Ended(Err(Fault::Deposed))) {
            return; // the loop stands by
        }
        let failing = self.queue.failing();
        let (reason, error) = match &outcome {
            Outcome::Ended(Ok(_)) => return self.monitor.worked(failing),
            // Strangers may read the first, so it is without its causes.
            Outcome::Ended(Err(fault)) => (fault.to_string(), chain(fault)),
            Outcome::Panicked => ("it panicked".to_owned(), "it panicked".to_owned()),
            Outcome::TooLate => ("it does not end".to_owned(), "it does not end".to_owned()),
        };
        tracing::error!(reconciler = R::NAME, ?key, error, "failed; it is tried again");
        self.monitor.failed(failing, &reason, matches!(outcome, Outcome::Panicked));
    }
}

/// Ticks now, and then at each resync.
fn every<R: Reconciler>() -> Interval {
    let mut ticks = tokio::time::interval(R::RESYNC);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Resolves when the clock was set.
async fn moved(moves: &mut Option<watch::Receiver<u64>>) {
    if let Some(all) = moves
        && all.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

async fn until(due: Option<std::time::Instant>) {
    match due {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
