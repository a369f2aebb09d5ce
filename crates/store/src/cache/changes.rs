//! Which keys to look at again: each once, however often it changed meanwhile.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::key::Key;

/// Keys that changed since the last look. Memory is bounded by the number of keys.
#[derive(Debug)]
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
    /// A new listener who has `keys` to look at.
    pub(super) fn add(&self, keys: BTreeSet<Key>, ended: bool) -> Changes {
        let queue =
            Arc::new(Queue { waiting: Mutex::new(Waiting { keys, ended }), ..Queue::default() });
        self.0.lock().push(Arc::downgrade(&queue));
        Changes(queue)
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
