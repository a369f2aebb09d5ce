//! A typed copy of one prefix in memory, always on its way to the newest revision.
//!
//! Reads decode nothing, touch no disk and never wait for one. Who has just written asks
//! [`Cache::wait_for`] with the revision of the write, and then reads it here. Reconcilers
//! take [`Cache::changes`]. When the store is out of reach the copy stays readable, and
//! [`Cache::stale_for`] says since when it is old.
//!
//! A value that can't be decoded (one of a newer engine, say) makes every read that would
//! have to answer it fail, naming it, until it is overwritten or deleted: a record left out in
//! silence would look deleted, and be acted upon. Reads of other records go on. Who can do
//! without it says so, and asks [`Cache::readable`].

mod changes;
mod feed;
mod state;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use changes::Changes;
use state::Shared;
pub use state::{Entry, Reader};

use crate::codec;
use crate::contract::{Store, list_all};
use crate::error::Error as StoreError;
use crate::key::{Key, Prefix};
use crate::model::{Read, Rev};

/// Why a cache can't answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// A value under the prefix is not readable by this engine.
    #[error("a record can't be read")]
    Unreadable(#[source] Arc<codec::Error>),
    /// The store failed.
    #[error("the store can't be asked")]
    Store(#[source] StoreError),
    /// The cache was shut down, or its store closed, before the revision came.
    #[error("the cache is closed")]
    Closed,
}

/// What a record must be able to do to be cached.
pub trait Cached: Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Cached for T {}

/// All records of type `T` under one prefix. Cheap to clone.
#[derive(Debug)]
pub struct Cache<T> {
    shared: Arc<Shared<T>>,
    store: Arc<dyn Store>,
}

impl<T> Clone for Cache<T> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), store: self.store.clone() }
    }
}

impl<T: Cached> Cache<T> {
    /// Reads all that is under `prefix`, and follows it from then on in a task of
    /// `shutdown`, until that is requested. `schema` is the newest schema number of `T`.
    ///
    /// # Errors
    /// When the store can't be listed. Unreadable values show when the cache is read.
    pub async fn open(
        store: Arc<dyn Store>,
        prefix: Prefix,
        schema: u32,
        shutdown: &Shutdown,
    ) -> Result<Self, StoreError> {
        let (kvs, rev) = list_all(&*store, &prefix).await?;
        let shared = Arc::new(Shared::new(prefix, schema));
        shared.replace(kvs, rev);
        shutdown.spawn(feed::run(store.clone(), shared.clone(), shutdown.clone()));
        Ok(Self { shared, store })
    }

    /// The record of `key`, if there is one.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is this one.
    pub fn get(&self, key: &Key) -> Result<Option<Arc<Entry<T>>>, Error> {
        self.shared.get(key)
    }

    /// The records under `prefix` in the order of their keys.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when one of them is.
    pub fn list(&self, prefix: &Prefix) -> Result<Vec<Arc<Entry<T>>>, Error> {
        self.shared.list(prefix)
    }

    /// The records that can be read, in the order of their keys, and how many can't.
    #[must_use]
    pub fn readable(&self) -> (Vec<Arc<Entry<T>>>, usize) {
        self.shared.readable()
    }

    /// The keys of all records, also of those that can't be read.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<Key> {
        self.shared.keys()
    }

    /// A view of all records at one revision. It holds updates up: read, clone what you need,
    /// let go.
    ///
    /// # Errors
    /// [`Error::Unreadable`], whichever record it is.
    pub fn read(&self) -> Result<Reader<'_, T>, Error> {
        self.shared.read()
    }

    /// The revision of the copy.
    #[must_use]
    pub fn rev(&self) -> Rev {
        self.shared.rev()
    }

    /// Returns once the copy is at `rev` or later. Bring your own deadline: while the store
    /// is out of reach it waits.
    ///
    /// # Errors
    /// [`Error::Closed`] when it will never be.
    pub async fn wait_for(&self, rev: Rev) -> Result<(), Error> {
        self.shared.wait_for(rev).await
    }

    /// Returns once the copy has all that was committed before the call: a read after it is
    /// linearizable. Bring your own deadline.
    ///
    /// # Errors
    /// [`Error::Store`] when the store can't say its revision, [`Error::Closed`].
    pub async fn sync(&self) -> Result<(), Error> {
        let (_, rev) = self.store.get(&[], Read::Linear).await.map_err(Error::Store)?;
        self.wait_for(rev).await
    }

    /// How long the store has been out of reach; `None` while the copy follows it.
    #[must_use]
    pub fn stale_for(&self) -> Option<Duration> {
        self.shared.stale_for()
    }

    /// The keys that change from now on, and first of all every key there is.
    #[must_use]
    pub fn changes(&self) -> Changes {
        let changes = Changes::default();
        self.tell(&changes);
        changes
    }

    /// Tells `changes` as well, like [`Cache::changes`]: who follows several caches waits for
    /// one list of keys. The list ends with the first cache that does.
    pub fn tell(&self, changes: &Changes) {
        self.shared.subscribe(changes);
    }
}
