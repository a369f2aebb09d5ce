//! The embedded store's handle: checks a request, gives it its turn, hands it to a thread.

use std::fmt;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio_util::task::TaskTracker;

use super::hub::Hub;
use super::lease::Leases;
use super::lock::DirLock;
use super::mark::Mark;
use super::options::{Durability, SqliteOptions};
use super::readers::Readers;
use super::reserve::Reserve;
use super::writer::{Job, Out, Work, Writer, stored_leases};
use super::{check, compact, current, fault, history, recover, schema, watch};
use crate::contract::{Store, WatchStream};
use crate::error::{Error, Result};
use crate::key::{Key, Prefix};
use crate::limits::{check_get, check_page, check_ttl, check_txn};
use crate::model::{Alarm, Guard, Kv, LeaseId, ListPage, Op, Page, Read, Rev, StoreStatus, TxnOut};

/// The queue of writes in KiB: a small transaction takes 1, the largest 1,025.
const QUEUE_KIB: usize = 8 << 10;

/// A store in one folder of one machine. Cheap to clone; the store closes with its last
/// handle, or with [`SqliteStore::close`].
#[derive(Clone)]
pub struct SqliteStore(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    options: SqliteOptions,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    queue: Arc<Semaphore>,
    readers: Arc<Readers>,
    leases: Arc<Leases>,
    hub: Arc<Hub>,
    no_space: Arc<AtomicBool>,
    writing: TaskTracker,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("dir", &self.0.dir).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the store in `dir`, and makes the folder (mode 0700) and the store when there
    /// are none. Blocks on the disk: it reads and checks all there is.
    ///
    /// # Errors
    /// [`Error::Locked`] when another engine, or another store of this one, works on the
    /// folder; [`Error::NewerSchema`] when a newer engine wrote it; [`Error::Lost`] when it
    /// had acknowledged more than there is; [`Error::NoSpace`], [`Error::Damaged`],
    /// [`Error::Backend`].
    pub fn open(dir: &Path, options: SqliteOptions) -> Result<Self> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.map_err(|e| fault::io("make its data folder", e))?;
        let lock = DirLock::take(dir)?;
        let conn = recover::open(dir, &options)?;
        let rev = schema::rev(&conn)?;
        let mark = Mark::open(dir, rev, options.durability == Durability::Full);
        let reserve = Reserve::take(dir, options.reserve_bytes);
        let compacted = Rev(schema::meta(&conn, "compacted")?);
        let leases = Arc::new(Leases::new(options.clock.clone()));
        for (id, ttl) in stored_leases(&conn)? {
            leases.arm(id, ttl);
        }
        let writing = TaskTracker::new();
        let readers = Readers::start(dir, options.readers, options.turn_within)?;
        let (publisher, hub) = Hub::start(rev, compacted, options.watch_bytes_max);
        let no_space = Arc::new(AtomicBool::new(false));
        let (sender, jobs) = mpsc::channel();
        let writer = Writer {
            sweeping: compact::is_pending(&conn)?,
            unfolded: false,
            fold_after: options.fold_after,
            mark,
            reserve,
            conn,
            jobs,
            publisher,
            leases: leases.clone(),
            no_space: no_space.clone(),
            rev,
            compacted,
            swept: Vec::new(),
            _lock: lock,
            _running: writing.token(),
        };
        let thread = std::thread::Builder::new().name("store-write".into());
        thread.spawn(move || writer.run()).map_err(|e| fault::io("start its writing thread", e))?;
        Ok(Self(Arc::new(Inner {
            dir: dir.to_owned(),
            options,
            jobs: Mutex::new(Some(sender)),
            queue: Arc::new(Semaphore::new(QUEUE_KIB)),
            readers: Arc::new(readers),
            leases,
            hub,
            no_space,
            writing,
        })))
    }

    /// Does what waits, closes the files, frees the folder and ends all watches. Requests
    /// through other handles are [`Error::Closed`] from here on.
    pub async fn close(&self) {
        // The writer last: who closes the database last leaves no write-ahead log behind.
        self.0.readers.close().await;
        self.0.jobs.lock().take();
        self.0.writing.close();
        self.0.writing.wait().await;
    }

    /// Ends the leases whose time is up now instead of at the next due time: needed after a
    /// [`ManualLeaseClock`](super::ManualLeaseClock) was moved. Returns once that is done.
    ///
    /// # Errors
    /// As for any write.
    pub async fn look_at_leases(&self) -> Result<()> {
        // The first wakes the writer, which may find leases due only afterwards; by the
        // time the second is answered, the batch before it is committed.
        self.write("a look at the leases", Work::Wake, 0).await?;
        self.write("a look at the leases", Work::Wake, 0).await.map(drop)
    }

    /// Reads the whole database and checks it, as opening does: pages, indexes, checksums,
    /// and what must hold between the tables.
    ///
    /// # Errors
    /// [`Error::Damaged`] tells the first faults found.
    pub async fn check_integrity(&self) -> Result<()> {
        self.0.readers.run(|conn| check::whole(conn).map(drop)).await
    }

    /// The folder the store is in.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    async fn begin(&self, guards: &[Guard], ops: &[Op], urgent: bool) -> Result<TxnOut> {
        let bytes = check_txn(guards, ops)?;
        let work = Work::Txn { guards: guards.to_vec(), ops: ops.to_vec(), urgent };
        match self.write("a transaction", work, bytes).await? {
            Out::Txn(out) => Ok(out),
            _ => unreachable!("the writer answers a transaction with its outcome"),
        }
    }

    async fn write(&self, what: &'static str, work: Work, bytes: usize) -> Result<Out> {
        let kib = u32::try_from(bytes >> 10).unwrap_or(u32::MAX).saturating_add(1);
        let turn = turn(&self.0.queue, kib, self.0.options.turn_within).await?;
        let (answer, answered) = oneshot::channel();
        let job = Job { work, answer: Some(answer), turn: Some(turn) };
        let sent = self.0.jobs.lock().as_ref().map(|jobs| jobs.send(job));
        if !matches!(sent, Some(Ok(()))) {
            return Err(Error::Closed);
        }
        let unknown = || Error::Ambiguous { what, source: None };
        let answered = match self.0.options.answer_within {
            Some(within) => tokio::time::timeout(within, answered).await.map_err(|_| unknown())?,
            None => answered.await,
        };
        // The writer died with the job in its hands.
        answered.unwrap_or_else(|_| Err(unknown()))
    }
}

/// Waits for a turn of size `size`, at most `within`.
pub(super) async fn turn(
    turns: &Arc<Semaphore>,
    size: u32,
    within: Option<Duration>,
) -> Result<OwnedSemaphorePermit> {
    if let Ok(turn) = turns.clone().try_acquire_many_owned(size) {
        return Ok(turn);
    }
    let turn = turns.clone().acquire_many_owned(size);
    let turn = match within {
        Some(waited) => {
            tokio::time::timeout(waited, turn).await.map_err(|_| Error::Busy { waited })?
        }
        None => turn.await,
    };
    turn.map_err(|_| Error::Closed)
}

#[async_trait]
impl Store for SqliteStore {
    async fn get(&self, keys: &[Key], read: Read) -> Result<(Vec<Option<Kv>>, Rev)> {
        check_get(keys)?;
        let keys = keys.to_vec();
        self.0.readers.run(move |conn| current::get(conn, &keys, read)).await
    }

    async fn list(&self, prefix: &Prefix, at: Option<Rev>, page: Page) -> Result<ListPage> {
        check_page(&page)?;
        let prefix = prefix.clone();
        self.0.readers.run(move |conn| history::list(conn, &prefix, at, &page)).await
    }

    async fn txn(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        let only_deletes = ops.iter().all(|op| matches!(op, Op::Del(_)));
        self.begin(guards, ops, only_deletes).await
    }

    async fn txn_from_reserve(&self, guards: &[Guard], ops: &[Op]) -> Result<TxnOut> {
        self.begin(guards, ops, true).await
    }

    fn watch(&self, prefix: &Prefix, after: Rev) -> WatchStream {
        watch::watch(self.0.hub.clone(), self.0.readers.clone(), prefix.clone(), after)
    }

    async fn lease_grant(&self, ttl: Duration) -> Result<LeaseId> {
        check_ttl(ttl)?;
        match self.write("a lease grant", Work::Grant { ttl }, 0).await? {
            Out::Granted(id) => Ok(id),
            _ => unreachable!("the writer answers a grant with a lease"),
        }
    }

    async fn lease_keep(&self, id: LeaseId) -> Result<Duration> {
        if self.0.jobs.lock().is_none() {
            return Err(Error::Closed);
        }
        self.0.leases.keep(id)
    }

    async fn lease_revoke(&self, id: LeaseId) -> Result<()> {
        self.write("a lease's end", Work::EndLease { id }, 0).await.map(drop)
    }

    async fn compact(&self, keep_after: Rev) -> Result<()> {
        self.write("a compaction", Work::Compact { keep_after }, 0).await.map(drop)
    }

    async fn status(&self) -> Result<StoreStatus> {
        let quota_bytes = self.0.options.size_bytes_max;
        let no_space = self.0.no_space.load(Ordering::Relaxed);
        let wal = self.0.dir.join("store.db-wal");
        let read = move |conn: &Connection| {
            let snapshot = conn.unchecked_transaction().map_err(fault::sql("read its status"))?;
            let pages = pragma(&snapshot, "page_count")?;
            let free = pragma(&snapshot, "freelist_count")?;
            let page_bytes = pragma(&snapshot, "page_size")?;
            // The log comes and goes; without one there is nothing to count.
            let wal_bytes = std::fs::metadata(wal).map_or(0, |meta| meta.len());
            Ok(StoreStatus {
                rev: schema::rev(&snapshot)?,
                compacted: Rev(schema::meta(&snapshot, "compacted")?),
                epoch: schema::meta(&snapshot, "epoch")?,
                size_bytes: pages * page_bytes + wal_bytes,
                used_bytes: pages.saturating_sub(free) * page_bytes,
                quota_bytes,
                leader: Some("local".into()),
                alarms: no_space.then_some(Alarm::NoSpace).into_iter().collect(),
            })
        };
        self.0.readers.run(read).await
    }
}

fn pragma(conn: &Connection, name: &'static str) -> Result<u64> {
    let read = conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    fault::unsigned(name, read.map_err(fault::sql("read its status"))?)
}
