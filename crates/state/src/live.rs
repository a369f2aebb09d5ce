//! The newest snapshot, and who waits for the next.

use std::time::Duration;

use ferrogate_records::Kind;
use ferrogate_store::{Event, Rev};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::changes::{Changes, Listeners};
use crate::snapshot::{Changed, Snapshot};

/// What the feed writes and everybody reads.
pub(crate) struct Live {
    now: watch::Sender<Now>,
    listeners: Listeners,
    lost: Mutex<Option<Instant>>,
}

struct Now {
    snapshot: Snapshot,
    /// Nothing will follow.
    ended: bool,
}

impl Live {
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        Self {
            now: watch::Sender::new(Now { snapshot, ended: false }),
            listeners: Listeners::default(),
            lost: Mutex::new(None),
        }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.now.borrow().snapshot.clone()
    }

    /// What is at `rev` or later; `None` when that will never be.
    pub(crate) async fn at(&self, rev: Rev) -> Option<Snapshot> {
        let mut now = self.now.subscribe();
        let now = now.wait_for(|now| now.snapshot.rev() >= rev || now.ended).await.ok()?;
        (now.snapshot.rev() >= rev).then(|| now.snapshot.clone())
    }

    /// Takes the changes of one transaction. Only the feed calls this.
    pub(crate) fn apply(&self, rev: Rev, events: Vec<Event>) {
        let (next, changed) = self.snapshot().after(rev, events);
        self.show(next, &changed);
    }

    /// Takes `next` as all there is, and tells every key that was or is there: what happened
    /// in between is unknown.
    pub(crate) fn replace(&self, next: Snapshot) {
        let mut changed = self.snapshot().keys();
        for (kind, mut keys) in next.keys() {
            changed.entry(kind).or_default().append(&mut keys);
        }
        self.show(next, &changed);
    }

    fn show(&self, mut next: Snapshot, changed: &Changed) {
        self.now.send_modify(|now| {
            std::mem::swap(&mut now.snapshot, &mut next);
            // Before anybody who waits for the revision goes on.
            self.listeners.tell(changed);
        });
    }

    pub(crate) fn subscribe<T: Kind>(&self, changes: &Changes) {
        // While nothing changes, so that a change is either in these keys or told afterwards.
        let now = self.now.borrow();
        let keys = now.snapshot.table::<T>().all_keys();
        self.listeners.add(T::KIND, changes, keys, now.ended);
    }

    /// Notes whether the store is in reach.
    pub(crate) fn in_reach(&self, yes: bool) {
        let mut lost = self.lost.lock();
        match (yes, *lost) {
            (true, _) => *lost = None,
            (false, None) => *lost = Some(Instant::now()),
            (false, Some(_)) => {}
        }
    }

    pub(crate) fn stale_for(&self) -> Option<Duration> {
        self.lost.lock().map(|since| since.elapsed())
    }

    /// Nothing will change any more.
    pub(crate) fn end(&self) {
        self.in_reach(false);
        self.now.send_modify(|now| {
            now.ended = true;
            self.listeners.end();
        });
    }
}
