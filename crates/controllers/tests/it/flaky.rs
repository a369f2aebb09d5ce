//! A store that fails to write while the test wants it to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_store::{
    Error, Guard, Key, Kv, LeaseId, ListPage, Op, Page, Prefix, Read, Result, Rev, Store,
    StoreStatus, TxnOut, WatchStream,
};

#[derive(Debug)]
pub(crate) struct Flaky {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) fails: Arc<AtomicBool>,
}

impl Flaky {
    fn works(&self) -> Result<()> {
        match self.fails.load(Ordering::SeqCst) {
            true => Err(Error::NoSpace { source: None }),
            false => Ok(()),
        }
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
        self.works()?;
        self.store.txn(guards, ops).await
    }

    async fn txn_from_reserve(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.works()?;
        self.store.txn_from_reserve(guards, ops).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        self.store.watch(prefix, after)
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
