//! Doing the same thing once: turns by key, and flushes shared by those who wait.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

type Turns = Mutex<HashMap<String, Arc<AsyncMutex<()>>>>;

/// Turns by key. Who waits looks again at what the one before has done, so a leader that
/// fails or is dropped fails nobody else.
#[derive(Default)]
pub(super) struct Flights(Arc<Turns>);

/// A turn; ends when dropped.
pub(super) struct Turn {
    turns: Arc<Turns>,
    key: String,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Flights {
    /// Waits until nobody else has a turn of this key.
    pub(super) async fn turn(&self, key: String) -> Turn {
        let lock = Arc::clone(self.0.lock().entry(key.clone()).or_default());
        // Made before waiting, so that a waiter that is dropped tidies up too.
        let mut turn = Turn { turns: Arc::clone(&self.0), key, guard: None };
        turn.guard = Some(lock.lock_owned().await);
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.guard.take();
        let mut turns = self.turns.lock();
        // One reference is the map's: nobody else holds or awaits this key.
        if turns.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            turns.remove(&self.key);
        }
    }
}

/// Flushes of a whole file system, each serving all who asked before it began.
#[derive(Default)]
pub(super) struct SyncGroup {
    asked: AtomicU64,
    /// The number of askers that the last finished flush covers.
    covered: AsyncMutex<u64>,
}

impl SyncGroup {
    /// Returns when all that was written before the call, on the file system of `path`, is
    /// on disk.
    pub(super) async fn sync(&self, path: &Path) -> io::Result<()> {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut covered = self.covered.lock().await;
        if *covered >= mine {
            return Ok(());
        }
        let covers = self.asked.load(Ordering::SeqCst);
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || -> io::Result<()> {
            Ok(rustix::fs::syncfs(File::open(path)?)?)
        })
        .await
        .map_err(io::Error::other)??;
        *covered = covers;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_has_one_turn_at_a_time_and_leaves_nothing() {
        let flights = Flights::default();
        let first = flights.turn("a".into()).await;
        let other = flights.turn("b".into()).await;
        let mut second = Box::pin(flights.turn("a".into()));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(first);
        drop(second.await);
        drop(other);
        assert!(flights.0.lock().is_empty());
    }

    #[tokio::test]
    async fn a_dropped_waiter_is_forgotten() {
        let flights = Flights::default();
        let first = flights.turn("a".into()).await;
        let mut second = Box::pin(flights.turn("a".into()));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(second);
        drop(first);
        assert!(flights.0.lock().is_empty());
    }

    #[tokio::test]
    async fn a_flush_serves_all_who_waited_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let group = SyncGroup::default();
        let all = (0..20).map(|_| group.sync(folder.path()));
        futures_util::future::try_join_all(all).await.unwrap();
        assert_eq!(*group.covered.lock().await, 20);
    }
}
