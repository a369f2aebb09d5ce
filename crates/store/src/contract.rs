//! The contract of a store, in seven promises.
//!
//! 1. A transaction is atomic, isolated and strict serializable. `Committed` means durable.
//!    A key occurs at most once in a transaction.
//! 2. [`Error::Ambiguous`] is an outcome of its own: the write may have happened. Whoever
//!    must know writes a record of the operation in the same transaction, and reads it.
//! 3. A watch after revision R delivers every later transaction once, in order, whole, or
//!    fails with [`Error::Compacted`]. Progress marks prove how fresh the watcher is.
//! 4. A lease ends no earlier than its time to live, on the store's own steady clock, and
//!    deletes its keys in transactions that watchers see. A store that was restarted gives
//!    every lease its full time again.
//! 5. A [`Term`] protects nothing by itself; its guard in every write does.
//! 6. Limits on keys, values and transactions are those of [`crate::limits`], on every
//!    backend, and are refused before anything happens.
//! 7. A page of a list is read at one revision, and so are the pages after it.
//!
//! Every method may be dropped at any `.await`; a write may then still happen.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream::BoxStream;

use crate::error::{Error, Result};
use crate::key::{Key, Prefix};
use crate::limits::PAGE_KEYS_MAX;
use crate::model::{
    Guard, Kv, LeaseId, ListPage, Op, Page, Read, Rev, StoreStatus, Term, TxnOut, Watched,
};

/// What a watch delivers, for ever; an error is its last item. Dropping it ends the watch.
pub type WatchStream = BoxStream<'static, Result<Watched>>;

/// A versioned key-value map. The module says what it promises.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// The values of `keys`, in their order, all at the revision returned.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than [`GET_KEYS_MAX`](crate::GET_KEYS_MAX) keys,
    /// [`Error::Future`] when the store has not reached `read`.
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)>;

    /// The keys under `prefix` with their values at `at`, or at the current revision.
    ///
    /// # Errors
    /// [`Error::Compacted`] or [`Error::Future`] when `at` can't be read.
    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage>;

    /// Applies all of `ops` if all `guards` hold, else nothing.
    ///
    /// # Errors
    /// [`Error::Ambiguous`] when the outcome is unknown, [`Error::LeaseExpired`] when a put
    /// names a lease that has ended, [`Error::NoSpace`], [`Error::Busy`], and for a request
    /// over the limits what [`check_txn`](crate::check_txn) says.
    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut>;

    /// As [`Store::txn`], for what ends or frees something and must be written on a full disk
    /// too: it may use the room that the store keeps back. (So may a transaction that does
    /// nothing but delete.)
    ///
    /// # Errors
    /// As [`Store::txn`]; [`Error::NoSpace`] once that room is used up as well.
    async fn txn_from_reserve(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.txn(guards, ops).await
    }

    /// Delivers every transaction after `after` that touches a key under `prefix`, and a
    /// progress mark whenever it has caught up, so also at the beginning.
    /// [`Error::Compacted`] and [`Error::Future`] come as the stream's only item.
    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream;

    /// Grants a lease that ends `ttl` after the last [`Store::lease_keep`].
    ///
    /// # Errors
    /// [`Error::Invalid`] when `ttl` is not within 5 s to 24 h.
    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId>;

    /// Gives the lease its full time again, and returns that time. Never waits for a disk.
    ///
    /// # Errors
    /// [`Error::LeaseExpired`] is final: the lease has ended.
    async fn lease_keep(&self, id: LeaseId) -> Result<Duration>;

    /// Ends the lease and deletes its keys. A lease that has ended already is fine.
    ///
    /// # Errors
    /// When the keys could not be deleted; the lease may then end all the same, later.
    async fn lease_revoke(&self, id: LeaseId) -> Result<()>;

    /// Waits until `who` holds the role that `role` stands for, bound to `lease`. The caller
    /// keeps the lease alive meanwhile. Dropping it may leave the role taken until the
    /// lease ends. Asking again with the same lease and name returns the same term.
    ///
    /// # Errors
    /// [`Error::LeaseExpired`] when the lease ends first.
    async fn campaign(&self, role: &Key, lease: LeaseId, who: &str) -> Result<Term> {
        crate::term::campaign(self, role, lease, who).await
    }

    /// Forgets the history before `keep_after`: that revision and later ones can still be
    /// read, and watched after. Returns when the space is free for reuse. Dropping it
    /// stops nothing. A revision compacted already is fine.
    ///
    /// # Errors
    /// [`Error::Future`] when the store has not reached `keep_after`.
    async fn compact(&self, keep_after: Rev) -> Result<()>;

    /// How the store is.
    ///
    /// # Errors
    /// When it can't be asked.
    async fn status(&self) -> Result<StoreStatus>;
}

/// All keys under `prefix` at one revision, page by page.
///
/// # Errors
/// As [`Store::list`]. [`Error::Compacted`] when compaction overtook the paging: ask again.
pub async fn list_all<S: Store + ?Sized>(store: &S, prefix: &Prefix) -> Result<(Vec<Kv>, Rev)> {
    list_all_at(store, prefix, None).await
}

/// The same at the revision `at`, or at the current one.
///
/// # Errors
/// As [`list_all`]; [`Error::Compacted`] also when `at` is too old.
pub async fn list_all_at<S: Store + ?Sized>(
    store: &S,
    prefix: &Prefix,
    at: Option<Rev>,
) -> Result<(Vec<Kv>, Rev)> {
    let mut page = store.list(prefix, at, Page { after: None, limit: PAGE_KEYS_MAX }).await?;
    let rev = page.rev;
    let mut kvs = std::mem::take(&mut page.kvs);
    while page.more {
        let after = kvs.last().map(|kv| kv.key.clone());
        if after.is_none() {
            return Err(Error::Damaged(format!("an empty page of {prefix} says there is more")));
        }
        page = store.list(prefix, Some(rev), Page { after, limit: PAGE_KEYS_MAX }).await?;
        kvs.append(&mut page.kvs);
    }
    Ok((kvs, rev))
}
