//! The engine's state as services and reconcilers hold it: the store, the clock, and the
//! records in memory.
//!
//! One watch of the whole store feeds a [`Table`] for each kind of records; a [`Snapshot`] is
//! all of them at one revision. Reads of these decode nothing, touch no disk and wait for
//! nobody. Who has just written asks [`State::at`] with the revision of the write. Reconcilers
//! take [`State::changes`]. While the store is out of reach the records stay readable, and
//! [`State::stale_for`] says since when they are old.
//!
//! Joins `store`, which knows no record, and `records`, which know no store and say which
//! kinds there are. Knows no rule of any service, and no kind by its name. Read [`State`]
//! first, then [`Table`].

mod changes;
mod feed;
mod live;
mod snapshot;
mod table;

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{Clock, Shutdown, TimestampMs};
use ferrogate_records::{Kind, op};
pub use ferrogate_store::codec::Doc;
use ferrogate_store::{BadKey, Guard, Key, Kv, Op, Read, Rev, Store, TxnOut, codec};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use changes::Changes;
use live::Live;
pub use snapshot::Snapshot;
pub use table::{Entry, Table, Unreadable};

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
    /// A record in memory can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The records are not followed any more, and the revision will not come.
    #[error("the store is closed")]
    Closed,
    /// A name can't be a key.
    #[error("a name can't be a key")]
    Key(#[from] BadKey),
    /// Records contradict each other.
    #[error("records contradict each other")]
    Contradiction(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A part of the engine did not do what was asked of it.
    #[error("{0}")]
    Part(&'static str, #[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was to be written was the leader's to write, and that is another server now.
    #[error("another server leads the engine")]
    Deposed,
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

/// The store, the clock, and the records in memory. One per process, shared.
pub struct State {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    live: Arc<Live>,
}

impl State {
    /// Reads all kinds of records into memory and follows the store until the shutdown.
    /// Records that can't be read show when they are asked for.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn open(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        shutdown: &Shutdown,
    ) -> Result<Arc<Self>, Fault> {
        let live = Arc::new(Live::new(feed::list(&*store).await?));
        shutdown.spawn(feed::run(store.clone(), live.clone(), shutdown.clone()));
        Ok(Arc::new(Self { store, clock, live }))
    }

    /// All records of all kinds as they are now. For one kind alone take [`State::table`].
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.live.snapshot()
    }

    /// All records of one kind as they are now.
    #[must_use]
    pub fn table<T: Kind>(&self) -> Arc<Table<T>> {
        self.live.snapshot().shared()
    }

    /// All records with all that was committed up to `rev`. Bring your own deadline: while the
    /// store is out of reach it waits.
    ///
    /// # Errors
    /// When that will never be, since the store or the engine was closed.
    pub async fn at(&self, rev: Rev) -> Result<Snapshot, Fault> {
        self.live.at(rev).await.ok_or(Fault::Closed)
    }

    /// All records with all that was committed before the call: reads of it are linearizable.
    /// Bring your own deadline.
    ///
    /// # Errors
    /// As [`State::at`], or when the store can't say its revision.
    pub async fn synced(&self) -> Result<Snapshot, Fault> {
        let (_, rev) = self.store.get(&[], Read::Linear).await?;
        self.at(rev).await
    }

    /// How long the store has been out of reach; `None` while it is followed.
    #[must_use]
    pub fn stale_for(&self) -> Option<Duration> {
        self.live.stale_for()
    }

    /// The keys of one kind that change from now on, and first of all every key there is.
    #[must_use]
    pub fn changes<T: Kind>(&self) -> Changes {
        let changes = Changes::default();
        self.tell::<T>(&changes);
        changes
    }

    /// Tells `changes` as well, like [`State::changes`]: who follows several kinds waits for
    /// one list of keys.
    pub fn tell<T: Kind>(&self, changes: &Changes) {
        self.live.subscribe::<T>(changes);
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
