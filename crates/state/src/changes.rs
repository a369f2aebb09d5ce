//! Which keys to look at again: each once, however often it changed meanwhile.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use ferrogate_store::Key;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::snapshot::Changed;

/// Keys that changed since the last look. Memory is bounded by the number of keys.
#[derive(Debug, Default)]
pub struct Changes(Arc<Queue>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    keys: BTreeSet<Key>,
    ended: bool,
}

impl Changes {
    /// All keys that were written or deleted since the last call; waits until there is one.
    /// `None` when nothing will change any more. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<BTreeSet<Key>> {
        loop {
            let woken = self.0.wake.notified();
            {
                let mut waiting = self.0.waiting.lock();
                if !waiting.keys.is_empty() {
                    return Some(std::mem::take(&mut waiting.keys));
                }
                if waiting.ended {
                    return None;
                }
            }
            woken.await;
        }
    }
}

/// Everybody who listens, each to a kind.
#[derive(Debug, Default)]
pub(crate) struct Listeners(Mutex<Vec<(&'static str, Weak<Queue>)>>);

impl Listeners {
    /// Lets `changes` listen to `kind` as well, and gives it `keys` to look at.
    pub(crate) fn add(
        &self,
        kind: &'static str,
        changes: &Changes,
        keys: BTreeSet<Key>,
        ended: bool,
    ) {
        self.0.lock().push((kind, Arc::downgrade(&changes.0)));
        let mut waiting = changes.0.waiting.lock();
        waiting.keys.extend(keys);
        waiting.ended |= ended;
        changes.0.wake.notify_one();
    }

    pub(crate) fn tell(&self, changed: &Changed) {
        self.0.lock().retain(|(kind, queue)| {
            let Some(queue) = queue.upgrade() else { return false };
            if let Some(keys) = changed.get(kind).filter(|keys| !keys.is_empty()) {
                queue.change(|waiting| waiting.keys.extend(keys.iter().cloned()));
            }
            true
        });
    }

    pub(crate) fn end(&self) {
        for (_, queue) in self.0.lock().drain(..) {
            if let Some(queue) = queue.upgrade() {
                queue.change(|waiting| waiting.ended = true);
            }
        }
    }
}

impl Queue {
    fn change(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.waiting.lock());
        // One listener per queue, and the permit is kept if it does not wait yet.
        self.wake.notify_one();
    }
}
