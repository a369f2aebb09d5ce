//! The latest transactions in memory, for watchers that keep up.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::model::{Event, Kv, Rev};

/// The ring forgets its oldest transactions beyond this, and beyond its bytes.
const RING_COMMITS_MAX: usize = 4096;
/// A watcher takes so many at a time.
const TAKE_MAX: usize = 256;
/// What an event weighs besides its keys and values.
const EVENT_BYTES: usize = 200;

/// A transaction and what it changed.
#[derive(Debug)]
pub(super) struct Commit {
    pub(super) rev: Rev,
    pub(super) events: Vec<Event>,
}

/// Where watchers learn of transactions. Memory is bounded; nobody waits for a watcher.
#[derive(Debug)]
pub(super) struct Hub {
    ring: Mutex<Ring>,
    rev: watch::Receiver<Rev>,
}

/// The writer's end; dropping it ends every watch.
#[derive(Debug)]
pub(super) struct Publisher {
    hub: Arc<Hub>,
    rev: watch::Sender<Rev>,
}

#[derive(Debug)]
struct Ring {
    /// Without a gap: each one's revision is one more than that before.
    commits: VecDeque<Arc<Commit>>,
    bytes: usize,
    bytes_max: usize,
    compacted: Rev,
}

impl Hub {
    /// A hub that starts after `rev`, of a store compacted up to `compacted`, and keeps at
    /// most `bytes_max` of transactions.
    pub(super) fn start(rev: Rev, compacted: Rev, bytes_max: usize) -> (Publisher, Arc<Self>) {
        let (sender, receiver) = watch::channel(rev);
        let ring = Mutex::new(Ring { commits: VecDeque::new(), bytes: 0, bytes_max, compacted });
        let hub = Arc::new(Self { ring, rev: receiver });
        (Publisher { hub: hub.clone(), rev: sender }, hub)
    }

    /// Tells the current revision, and when there is a newer one.
    pub(super) fn rev(&self) -> watch::Receiver<Rev> {
        self.rev.clone()
    }

    /// The transactions that follow `after`; `None` when the ring does not reach back so
    /// far, or the store forbids it to.
    pub(super) fn after(&self, after: Rev) -> Option<Vec<Arc<Commit>>> {
        let ring = self.ring.lock();
        let first = ring.commits.front()?.rev;
        if after < ring.compacted || after.0 + 1 < first.0 {
            return None;
        }
        let skip = usize::try_from(after.0 + 1 - first.0).ok()?;
        Some(ring.commits.iter().skip(skip).take(TAKE_MAX).cloned().collect())
    }
}

impl Publisher {
    /// Makes committed transactions known; each is one revision after the one before.
    pub(super) fn publish(&self, commits: Vec<Commit>) {
        let Some(last) = commits.last().map(|commit| commit.rev) else { return };
        let mut ring = self.hub.ring.lock();
        for commit in commits {
            ring.push(Arc::new(commit));
        }
        drop(ring);
        self.rev.send_replace(last);
    }

    /// The store is at `rev` without anybody having been told how it got there: watchers
    /// read it up in the log.
    pub(super) fn jump(&self, rev: Rev) {
        let mut ring = self.hub.ring.lock();
        ring.commits.clear();
        ring.bytes = 0;
        drop(ring);
        self.rev.send_replace(rev);
    }

    /// From now on nobody is served what follows a revision before `oldest`.
    pub(super) fn compacted(&self, oldest: Rev) {
        let mut ring = self.hub.ring.lock();
        ring.compacted = ring.compacted.max(oldest);
    }
}

impl Ring {
    fn push(&mut self, commit: Arc<Commit>) {
        debug_assert!(self.commits.back().is_none_or(|last| last.rev.0 + 1 == commit.rev.0));
        self.bytes += weight(&commit);
        self.commits.push_back(commit);
        while self.bytes > self.bytes_max || self.commits.len() > RING_COMMITS_MAX {
            let Some(oldest) = self.commits.pop_front() else { break };
            self.bytes -= weight(&oldest);
        }
    }
}

fn weight(commit: &Commit) -> usize {
    let kv = |kv: &Kv| kv.key.as_str().len() + kv.val.len();
    let event = |event: &Event| match event {
        Event::Put { kv: new, prev } => kv(new) + prev.as_ref().map_or(0, kv),
        Event::Del { key, prev } => key.as_str().len() + prev.as_ref().map_or(0, kv),
    };
    commit.events.iter().map(|e| event(e) + EVENT_BYTES).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Key;

    const BYTES: usize = 1 << 20;

    fn commit(rev: u64, bytes: usize) -> Commit {
        let key = Key::new("/a").unwrap();
        let (create, modify) = (Rev(rev), Rev(rev));
        let kv = Kv { key, val: vec![0; bytes].into(), create, modify, version: 1, lease: None };
        Commit { rev: Rev(rev), events: vec![Event::Put { kv, prev: None }] }
    }

    fn revs(hub: &Hub, after: u64) -> Option<Vec<u64>> {
        hub.after(Rev(after)).map(|commits| commits.iter().map(|c| c.rev.0).collect())
    }

    #[test]
    fn the_ring_serves_what_follows_and_nothing_before_its_reach() {
        let (publisher, hub) = Hub::start(Rev(4), Rev(0), BYTES);
        assert_eq!(revs(&hub, 4), None);
        publisher.publish(vec![commit(5, 1), commit(6, 1)]);
        assert_eq!(revs(&hub, 3), None);
        assert_eq!(revs(&hub, 4), Some(vec![5, 6]));
        assert_eq!(revs(&hub, 5), Some(vec![6]));
        assert_eq!(revs(&hub, 6), Some(vec![]));
        assert_eq!(*hub.rev().borrow(), Rev(6));
    }

    #[test]
    fn the_ring_is_bounded_in_bytes() {
        let (publisher, hub) = Hub::start(Rev(0), Rev(0), BYTES);
        publisher.publish((1..=20).map(|rev| commit(rev, BYTES / 8)).collect());
        assert!(hub.ring.lock().bytes <= BYTES);
        assert_eq!(revs(&hub, 1), None);
        assert_eq!(revs(&hub, 19), Some(vec![20]));
    }

    #[test]
    fn after_a_jump_the_ring_serves_only_what_follows() {
        let (publisher, hub) = Hub::start(Rev(0), Rev(0), BYTES);
        publisher.publish(vec![commit(1, 1)]);
        publisher.jump(Rev(3));
        assert_eq!((revs(&hub, 0), revs(&hub, 1)), (None, None));
        assert_eq!(*hub.rev().borrow(), Rev(3));
        publisher.publish(vec![commit(4, 1)]);
        assert_eq!((revs(&hub, 2), revs(&hub, 3)), (None, Some(vec![4])));
    }

    #[test]
    fn the_ring_keeps_compacted_revisions_to_itself() {
        let (publisher, hub) = Hub::start(Rev(0), Rev(0), BYTES);
        publisher.publish(vec![commit(1, 1), commit(2, 1)]);
        publisher.compacted(Rev(1));
        assert_eq!(revs(&hub, 0), None);
        assert_eq!(revs(&hub, 1), Some(vec![2]));
    }
}
