//! A store whose first watch is silent and then fails, or panics.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_store::{
    Error, Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, SqliteStore,
    Store, StoreStatus, TxnOut, WatchStream,
};
use futures_util::{StreamExt, stream};
use tokio::sync::Notify;

#[derive(Debug)]
pub(crate) struct Flaky {
    store: Arc<SqliteStore>,
    pub(crate) watches: AtomicUsize,
    pub(crate) fail: Arc<Notify>,
    panics: bool,
}

impl Flaky {
    pub(crate) fn new(store: Arc<SqliteStore>) -> Self {
        Self { store, watches: AtomicUsize::new(0), fail: Arc::default(), panics: false }
    }

    pub(crate) fn panicking(store: Arc<SqliteStore>) -> Self {
        Self { panics: true, ..Self::new(store) }
    }
}

#[async_trait]
impl Store for Flaky {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        self.store.get(keys, read).await
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        self.store.list(prefix, at, page).await
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.store.txn(guards, ops).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        match self.watches.fetch_add(1, Ordering::SeqCst) {
            0 => {
                let (fail, panics) = (self.fail.clone(), self.panics);
                let source = Arc::new(std::io::Error::other("gone"));
                stream::once(async move {
                    fail.notified().await;
                    assert!(!panics, "the test asks for it");
                    Err(Error::Backend { what: "watch", source })
                })
                .boxed()
            }
            _ => self.store.watch(prefix, after),
        }
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        self.store.lease_grant(ttl).await
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        self.store.lease_keep(id).await
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.store.lease_revoke(id).await
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.store.compact(keep_after).await
    }

    async fn status(&self) -> Result<StoreStatus> {
        self.store.status().await
    }
}
