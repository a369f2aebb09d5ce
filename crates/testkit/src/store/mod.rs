//! A store in memory that keeps the whole contract, and how a server sees it while things go
//! wrong. Read [`Memory`] first, then [`handle`].

mod content;
pub mod handle;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_store::{
    Event, Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, Store,
    StoreStatus, TxnOut, WatchStream, Watched, check_get, check_page, check_ttl, check_txn,
};
use futures_util::StreamExt;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::Instant;

use content::Content;

/// Who is told of each transaction that changed something, before anybody can see it: who wrote
/// it, its revision, and the changes.
pub type Observer = Box<dyn Fn(Writer, Rev, &[Event]) + Send + Sync>;

/// Who writes: a server by its number.
pub type Writer = u32;

/// A store that lasts as long as its last clone.
#[derive(Clone)]
pub struct Memory(Arc<Inner>);

struct Inner {
    content: Mutex<Content>,
    rev: watch::Sender<Rev>,
    began: Instant,
    /// Time of leases that passed without the clock.
    passed: Mutex<Duration>,
    observer: Mutex<Option<Observer>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self(Arc::new(Inner {
            content: Mutex::default(),
            rev: watch::Sender::new(Rev(0)),
            began: Instant::now(),
            passed: Mutex::default(),
            observer: Mutex::default(),
        }))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("rev", &self.rev()).finish_non_exhaustive()
    }
}

impl Memory {
    /// Tells `observer` of every transaction from now on.
    pub fn observe(&self, observer: Observer) {
        *self.0.observer.lock() = Some(observer);
    }

    /// Lets time pass for leases.
    pub fn pass(&self, time: Duration) {
        *self.0.passed.lock() += time;
        self.content(|_| ());
    }

    /// What is there under `key` now.
    #[must_use]
    pub fn peek(&self, key: &Key) -> Option<Kv> {
        self.content(|content| content.get(key))
    }

    /// All that is there now.
    #[must_use]
    pub fn all(&self) -> Vec<Kv> {
        let now = |content: &mut Content| content.at(content.rev());
        self.content(now).into_iter().flatten().map(|(_, kv)| kv).collect()
    }

    /// As [`Store::txn`], at once, and known to be of `who`.
    ///
    /// # Errors
    /// As [`Store::txn`].
    pub fn write(&self, who: Writer, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        check_txn(guards, ops)?;
        self.content(|content| {
            let before = content.rev();
            let out = content.txn(guards, ops)?;
            if content.rev() > before
                && let Some(observer) = &*self.0.observer.lock()
            {
                observer(who, content.rev(), content.last());
            }
            Ok(out)
        })
    }

    fn rev(&self) -> Rev {
        *self.0.rev.borrow()
    }

    fn time(&self) -> Duration {
        self.0.began.elapsed() + *self.0.passed.lock()
    }

    /// Does `work` on the content as it is now, and tells watchers.
    fn content<T>(&self, work: impl FnOnce(&mut Content) -> T) -> T {
        let mut content = self.0.content.lock();
        content.expire(self.time());
        let done = work(&mut content);
        let rev = content.rev();
        self.0.rev.send_if_modified(|known| std::mem::replace(known, rev) != rev);
        done
    }

    /// Resolves once the store may have another revision.
    async fn moves(&self, seen: &mut watch::Receiver<Rev>) {
        let ends = self.content(|content| content.next_end());
        let wait = ends.map(|ends| ends.saturating_sub(self.time()));
        tokio::select! {
            // Fails when the sender is gone, which `self` has.
            _ = seen.changed() => {}
            () = async { tokio::time::sleep(wait.unwrap_or_default()).await }, if wait.is_some() => {
                self.content(|_| ());
            }
        }
    }
}

/// Where a watch stands.
struct Watching {
    store: Memory,
    prefix: Prefix,
    at: Rev,
    seen: watch::Receiver<Rev>,
    /// Whether it was told that it has caught up with `at`.
    told: bool,
    failed: bool,
}

impl Watching {
    async fn next(mut self) -> Option<(Result<Watched>, Self)> {
        if self.failed {
            return None;
        }
        loop {
            self.seen.mark_unchanged();
            let found = self.store.content(|content| {
                content.after(self.at, &self.prefix).map(|batch| (batch, content.rev()))
            });
            match found {
                Err(error) => {
                    self.failed = true;
                    return Some((Err(error), self));
                }
                Ok((Some((rev, events)), _)) => {
                    (self.at, self.told) = (rev, false);
                    return Some((Ok(Watched::Batch { rev, events }), self));
                }
                Ok((None, rev)) if !self.told || rev > self.at => {
                    (self.at, self.told) = (rev, true);
                    return Some((Ok(Watched::Progress(rev)), self));
                }
                Ok((None, _)) => {}
            }
            self.store.moves(&mut self.seen).await;
        }
    }
}

#[async_trait]
impl Store for Memory {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        check_get(keys)?;
        self.content(|content| {
            if let Read::AtLeast(asked) = read
                && asked > content.rev()
            {
                return Err(ferrogate_store::Error::Future { asked, current: content.rev() });
            }
            Ok((keys.iter().map(|key| content.get(key)).collect(), content.rev()))
        })
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        check_page(&page)?;
        self.content(|content| content.list(prefix, at, &page))
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.write(0, guards, ops)
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        let seen = self.0.rev.subscribe();
        let (store, prefix) = (self.clone(), prefix.clone());
        let watching = Watching { store, prefix, at: after, seen, told: false, failed: false };
        futures_util::stream::unfold(watching, Watching::next).boxed()
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        check_ttl(ttl)?;
        let now = self.time();
        Ok(self.content(|content| content.grant(ttl, now)))
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        let now = self.time();
        self.content(|content| content.keep(id, now))
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.content(|content| content.revoke(id));
        Ok(())
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.content(|content| content.compact(keep_after))
    }

    async fn status(&self) -> Result<StoreStatus> {
        Ok(self.content(|content| StoreStatus {
            rev: content.rev(),
            compacted: content.compacted(),
            epoch: 1,
            size_bytes: content.bytes(),
            used_bytes: content.bytes(),
            quota_bytes: None,
            leader: Some("local".into()),
            alarms: vec![],
        }))
    }
}
