//! Which keys to look at again: each once, however often it changed meanwhile.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::key::Key;

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
    /// `None` when the cache has ended. Dropping the future loses nothing.
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

/// Everybody who listens.
#[derive(Debug, Default)]
pub(super) struct Listeners(Mutex<Vec<Weak<Queue>>>);

impl Listeners {
    /// Lets `changes` listen as well, and gives it `keys` to look at.
    pub(super) fn add(&self, changes: &Changes, keys: BTreeSet<Key>, ended: bool) {
        self.0.lock().push(Arc::downgrade(&changes.0));
        let mut waiting = changes.0.waiting.lock();
        waiting.keys.extend(keys);
        waiting.ended |= ended;
        changes.0.wake.notify_one();
    }

    pub(super) fn tell(&self, keys: &[Key]) {
        self.each(|waiting| waiting.keys.extend(keys.iter().cloned()));
    }

    pub(super) fn end(&self) {
        self.each(|waiting| waiting.ended = true);
    }

    fn each(&self, change: impl Fn(&mut Waiting)) {
        self.0.lock().retain(|queue| match queue.upgrade() {
            Some(queue) => {
                change(&mut queue.waiting.lock());
                // One listener per queue, and the permit is kept if it does not wait yet.
                queue.wake.notify_one();
                true
            }
            None => false,
        });
    }
}
