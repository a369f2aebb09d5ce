//! The engine's state as services and reconcilers hold it: the store, the clock, and copies
//! of the records in memory.
//!
//! Joins `store`, which knows no record, and `records`, which know no store. Knows no rule of
//! any service. One file: read it from the top.

use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown, TimestampMs};
use ferrogate_records::ec2::address;
use ferrogate_records::ecr::{image, repository};
use ferrogate_records::ecs::{cluster, setting, task, task_definition};
use ferrogate_records::logs::{group, stream};
use ferrogate_records::{host, op};
use ferrogate_store::cache::{Cached, Entry};
pub use ferrogate_store::codec::Doc;
use ferrogate_store::{BadKey, Cache, Guard, Key, Kv, Op, Prefix, Read, Rev, Store, TxnOut, codec};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The schema number of the records that this engine writes.
pub const SCHEMA: u32 = 1;

/// A failure that is nobody's mistake outside: logged once, tried again later.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] ferrogate_store::Error),
    /// A record in the store can't be read.
    #[error("a record can't be read")]
    Record(#[from] codec::Error),
    /// The copy of the records in memory can't be read.
    #[error("the copy of the records can't be read")]
    Cache(#[from] ferrogate_store::cache::Error),
    /// A name can't be a key.
    #[error("a name can't be a key")]
    Key(#[from] BadKey),
    /// Records contradict each other.
    #[error("records contradict each other")]
    Contradiction(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A part of the engine did not do what was asked of it.
    #[error("{0}")]
    Part(&'static str, #[source] Box<dyn std::error::Error + Send + Sync>),
    /// The write met a conflict so often that it was given up.
    #[error("gave up after {0} conflicts in a row")]
    Contended(u32),
}

/// A record and the revision that wrote it.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// Its key.
    pub key: Key,
    /// The record, with the fields that this engine does not know. Its clones have them too,
    /// so what is changed and written again loses nothing.
    pub record: Doc<T>,
    /// The revision that wrote it.
    pub modify: Rev,
}

impl<T> Row<T> {
    /// Holds as long as nobody has written the record since.
    #[must_use]
    pub fn unchanged(&self) -> Guard {
        Guard::ModIs(self.key.clone(), self.modify)
    }
}

/// The store, the clock, and copies of the records in memory. One per process, shared.
pub struct State {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// All clusters.
    pub clusters: Cache<cluster::Record>,
    /// All tasks.
    pub tasks: Cache<task::Record>,
    /// All revisions of task definitions.
    pub definitions: Cache<task_definition::Record>,
    /// All account settings.
    pub settings: Cache<setting::Record>,
    /// All hosts.
    pub hosts: Cache<host::Record>,
    /// All taken addresses.
    pub addresses: Cache<address::Record>,
    /// All log groups.
    pub log_groups: Cache<group::Record>,
    /// All log streams of all groups.
    pub log_streams: Cache<stream::Record>,
    /// All repositories of images.
    pub repositories: Cache<repository::Record>,
    /// All images of all repositories.
    pub images: Cache<image::Record>,
    /// All tags of images.
    pub image_tags: Cache<image::TagRecord>,
}

impl State {
    /// Reads all records into memory and follows the store until the shutdown.
    ///
    /// # Errors
    /// When the store or a record in it can't be read.
    pub async fn open(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        shutdown: &Shutdown,
    ) -> Result<Arc<Self>, Fault> {
        Ok(Arc::new(Self {
            clusters: cache(&store, cluster::KIND, shutdown).await?,
            tasks: cache(&store, task::KIND, shutdown).await?,
            definitions: cache(&store, task_definition::KIND, shutdown).await?,
            settings: cache(&store, setting::KIND, shutdown).await?,
            hosts: cache(&store, host::KIND, shutdown).await?,
            addresses: cache(&store, address::KIND, shutdown).await?,
            log_groups: cache(&store, group::KIND, shutdown).await?,
            log_streams: cache(&store, stream::KIND, shutdown).await?,
            repositories: cache(&store, repository::KIND, shutdown).await?,
            images: cache(&store, image::KIND, shutdown).await?,
            image_tags: cache(&store, image::TAG_KIND, shutdown).await?,
            store,
            clock,
        }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> TimestampMs {
        self.clock.now()
    }

    /// The current record under `key`, from the store itself.
    ///
    /// # Errors
    /// When the store or the record can't be read.
    pub async fn read<T: Serialize + DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<Row<T>>, Fault> {
        let (mut found, _) = self.store.get(std::slice::from_ref(key), Read::Linear).await?;
        found.pop().flatten().map(row).transpose()
    }

    /// The current records under `keys`, from the store itself, all at one revision.
    ///
    /// # Errors
    /// When the store or a record can't be read.
    pub async fn read_all<T: Serialize + DeserializeOwned>(
        &self,
        keys: &[Key],
    ) -> Result<Vec<Option<Row<T>>>, Fault> {
        let (found, _) = self.store.get(keys, Read::Linear).await?;
        found.into_iter().map(|kv| kv.map(row).transpose()).collect()
    }

    /// The current records under `keys`, as [`State::read_all`]; each that can't be read fails
    /// by itself.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn read_each<T: Serialize + DeserializeOwned>(
        &self,
        keys: &[Key],
    ) -> Result<Vec<Result<Option<Row<T>>, Fault>>, Fault> {
        let (found, _) = self.store.get(keys, Read::Linear).await?;
        Ok(found.into_iter().map(|kv| kv.map(row).transpose()).collect())
    }

    /// Waits until the copies in memory have all that was committed up to `rev`.
    ///
    /// # Errors
    /// When a copy is closed.
    pub async fn caught_up(&self, rev: Rev) -> Result<(), Fault> {
        self.clusters.wait_for(rev).await?;
        self.tasks.wait_for(rev).await?;
        self.definitions.wait_for(rev).await?;
        self.settings.wait_for(rev).await?;
        self.hosts.wait_for(rev).await?;
        self.addresses.wait_for(rev).await?;
        self.log_groups.wait_for(rev).await?;
        self.log_streams.wait_for(rev).await?;
        self.repositories.wait_for(rev).await?;
        self.images.wait_for(rev).await?;
        Ok(self.image_tags.wait_for(rev).await?)
    }

    /// Commits. `None` means that a guard did not hold and nothing happened.
    ///
    /// # Errors
    /// When the store failed; an ambiguous outcome is an error too.
    pub async fn commit(&self, guards: &[Guard], ops: &[Op]) -> Result<Option<Rev>, Fault> {
        Ok(committed(self.store.txn(guards, ops).await?))
    }

    /// As [`State::commit`], for what ends or frees something: on a full disk it may use the
    /// room that the store keeps back.
    ///
    /// # Errors
    /// As [`State::commit`].
    pub async fn commit_from_reserve(
        &self,
        guards: &[Guard],
        ops: &[Op],
    ) -> Result<Option<Rev>, Fault> {
        Ok(committed(self.store.txn_from_reserve(guards, ops).await?))
    }
}

fn committed(out: TxnOut) -> Option<Rev> {
    match out {
        TxnOut::Committed(rev) => Some(rev),
        TxnOut::Conflict(_) => None,
    }
}

/// All records of a cache, in the order of their keys.
///
/// # Errors
/// When one of them can't be read.
pub fn all<T: Cached>(cache: &Cache<T>) -> Result<Vec<Arc<Entry<T>>>, Fault> {
    Ok(cache.list(&Prefix::root())?)
}

async fn cache<T: Cached>(
    store: &Arc<dyn Store>,
    kind: &str,
    shutdown: &Shutdown,
) -> Result<Cache<T>, Fault> {
    Ok(Cache::open(store.clone(), Prefix::of(&[kind])?, SCHEMA, shutdown).await?)
}

/// The record in a value of the store.
///
/// # Errors
/// When it is not a record of the type asked for.
pub fn row<T: Serialize + DeserializeOwned>(kv: Kv) -> Result<Row<T>, Fault> {
    let record = Doc::decode(&kv.key, SCHEMA, &kv.val)?;
    Ok(Row { key: kv.key, record, modify: kv.modify })
}

/// The operation that writes a record again that was read from `key`, with what this engine
/// does not know of it.
///
/// # Errors
/// When the record can't be written as JSON.
pub fn put<T: Serialize>(key: Key, record: &Doc<T>) -> Result<Op, Fault> {
    Ok(Op::put(key, record.encode(SCHEMA)?))
}

/// The operation that writes a new record under `key`: of what is there already nothing
/// remains.
///
/// # Errors
/// When the record can't be written as JSON.
pub fn create<T: Serialize>(key: Key, record: &T) -> Result<Op, Fault> {
    Ok(Op::put(key, codec::encode(SCHEMA, record)?))
}

/// Holds as long as `key` is as it was read: written by nobody since, or not there.
#[must_use]
pub fn as_read<T>(key: &Key, row: Option<&Row<T>>) -> Guard {
    row.map_or_else(|| Guard::Absent(key.clone()), Row::unchanged)
}

/// `record` as the next version of `old`, when there is one.
pub fn next<T>(old: Option<&Row<T>>, record: T) -> Doc<T> {
    match old {
        Some(row) => row.record.with(record),
        None => Doc::new(record),
    }
}

/// The key of an operation record.
///
/// # Errors
/// When the token can't be part of a key.
pub fn op_key(
    scope: &ferrogate_records::Scope,
    operation: &str,
    token: &str,
) -> Result<Key, Fault> {
    Ok(Key::new(op::key(scope, operation, token))?)
}
