//! The store: opening, appending, deleting, closing. Reading is in `query`.

mod error;
mod merge;
mod options;
mod probe;
mod sealer;
mod shared;
mod stats;
mod sweep;
mod writer;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::Arc;

use ferrogate_base::{Clock, Shutdown};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use parking_lot::{Mutex, RwLock};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot, watch};

pub use error::{AppendError, OpenError, StoreError};
pub use options::Options;
pub use probe::{Probe, Step};
pub(crate) use shared::{Shared, Table};
pub use stats::StreamStats;

use crate::event::{AppendOutcome, Batch};
use crate::key::{GroupKey, StreamKey};
use crate::limits::{EVENT_OVERHEAD_BYTES, MESSAGE_BYTES_MAX};
use crate::manifest::{Change, Manifest, ManifestError, State};
use crate::memtable::Memtable;
use crate::segment::BlockCache;
use crate::tail::{Hub, Tail, TailFilter};
use crate::wal::{self, Damage, Replayed, Wal};
use sealer::Sealer;
use shared::{Seals, View};
use writer::{Append, Request, Writer};

const APPEND_BYTES_MAX: usize = 4 << 20;
const NAME_BYTES_MAX: usize = 512;
const REQUESTS_MAX: usize = 1024;
/// Room in the queue is counted in steps of this many bytes.
const ROOM_BYTES: usize = 1024;

/// What opening a store found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Events read back from the write-ahead log.
    pub events: u64,
    /// Bytes at the end of the log that were never acknowledged, cut off.
    pub cut_bytes: u64,
    /// Acknowledged bytes of the log that the disk changed: their events are lost. Someone
    /// must look at that disk.
    pub damage: Vec<Damage>,
}

/// Log events, durable and searchable. Cheap to clone; all clones are one store.
#[derive(Clone)]
pub struct LogStore {
    pub(crate) shared: Arc<Shared>,
    requests: mpsc::Sender<Request>,
    room: Arc<Semaphore>,
}

impl LogStore {
    /// Opens the store in the folder `dir`, or starts one, and reads back what a crash
    /// left. Must be called on a tokio runtime with time enabled, which it works on.
    ///
    /// # Errors
    /// When another store has the folder open, it can't be read or written, or its manifest
    /// is damaged. Damage of the write-ahead log is no error but told in [`Recovery`].
    pub async fn open(
        dir: impl AsRef<Path>,
        options: Options,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Recovery), OpenError> {
        let dir = dir.as_ref().to_path_buf();
        let (opened, room) = (dir.clone(), options.queue_bytes / ROOM_BYTES);
        let open = move || open(&opened, options, clock);
        let joined = tokio::task::spawn_blocking(open).await;
        let (shared, recovery, next_seq) = joined
            .map_err(|e| OpenError::Io { dir: dir.clone(), source: io::Error::other(e) })??;
        for damage in &recovery.damage {
            tracing::error!(file = %damage.file.display(), offset = damage.offset,
                bytes = damage.bytes, "acknowledged log events are lost: the disk changed them");
        }
        let shared = Arc::new(shared);
        let (requests, queue) = mpsc::channel(REQUESTS_MAX);
        shared.shutdown.spawn(Writer::new(shared.clone(), queue, next_seq).run());
        shared.shutdown.spawn(Sealer::new(shared.clone()).run());
        Ok((Self { shared, requests, room: Arc::new(Semaphore::new(room.max(1))) }, recovery))
    }

    /// Stores a batch, which is durable and readable once this returns. A small one may wait a
    /// few milliseconds for others to share its flush. Once queued it is stored even if the
    /// future is dropped.
    ///
    /// # Errors
    /// When the batch is over the limits, the disk is full or fails, memory is full of
    /// events that can't be sealed, or the store is closed.
    pub async fn append(&self, batch: Batch) -> Result<AppendOutcome, AppendError> {
        self.enqueue(batch, false).await
    }

    /// As [`LogStore::append`], without waiting for others.
    ///
    /// # Errors
    /// As [`LogStore::append`].
    pub async fn append_now(&self, batch: Batch) -> Result<AppendOutcome, AppendError> {
        self.enqueue(batch, true).await
    }

    async fn enqueue(&self, batch: Batch, urgent: bool) -> Result<AppendOutcome, AppendError> {
        let bytes = check(&batch)?;
        // A batch larger than the whole queue takes the whole queue.
        let permits = (bytes / ROOM_BYTES + 1).min(self.shared.options.queue_bytes / ROOM_BYTES);
        let permits = u32::try_from(permits.max(1)).unwrap_or(u32::MAX);
        let room = self.room.clone().acquire_many_owned(permits).await;
        let room = room.map_err(|_| AppendError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let request = Request::Append(Append { batch, bytes, urgent, reply, room });
        self.requests.send(request).await.map_err(|_| AppendError::Closed)?;
        answer.await.map_err(|_| AppendError::Closed)?
    }

    /// The number of the last event stored from `source`; none when it is unknown. An agent
    /// goes on with the next number.
    #[must_use]
    pub fn source_position(&self, source: &str) -> Option<u64> {
        self.shared.view.read().state.sources.get(source).map(|mark| mark.last_seq)
    }

    /// Deletes a group's events that were stored before this call, and its retention. A
    /// group that is made again under the name starts empty.
    ///
    /// # Errors
    /// When the manifest can't be written or the store is closed.
    pub async fn delete_group(&self, group: &GroupKey) -> Result<(), StoreError> {
        self.ask(|reply| Request::DeleteGroup(group.clone(), reply)).await
    }

    /// Deletes a stream's events that were stored before this call.
    ///
    /// # Errors
    /// As [`LogStore::delete_group`].
    pub async fn delete_stream(&self, stream: &StreamKey) -> Result<(), StoreError> {
        self.ask(|reply| Request::DeleteStream(stream.clone(), reply)).await
    }

    /// Keeps a group's events for `days` days by their timestamp, or for ever. Events past
    /// that are not read from then on; their space comes back later.
    ///
    /// # Errors
    /// When the manifest can't be written or the store is closed.
    pub async fn set_retention(
        &self,
        group: &GroupKey,
        days: Option<u32>,
    ) -> Result<(), StoreError> {
        let edit = vec![Change::Retention { group: group.clone(), days }];
        let shared = self.shared.clone();
        let commit = move || shared.commit(edit, |_| ());
        tokio::task::spawn_blocking(commit).await.map_err(|_| StoreError::Closed)??;
        self.shared.work.notify_one();
        Ok(())
    }

    /// Follows events from now on.
    #[must_use]
    pub fn follow(&self, filter: TailFilter) -> Tail {
        self.shared.tails.follow(filter)
    }

    /// Seals what is in memory now, and returns once it is in segments.
    ///
    /// # Errors
    /// When a try to seal fails; it is tried again without being asked.
    pub async fn seal(&self) -> Result<(), StoreError> {
        let mut seals = self.shared.seals.subscribe();
        let failed = seals.borrow_and_update().failed;
        self.ask(Request::Seal).await?;
        loop {
            if self.shared.view.read().frozen.is_none() {
                return Ok(());
            }
            if seals.borrow_and_update().failed > failed {
                let failure = seals.borrow().failure.clone();
                return failure.map_or(Ok(()), |text| Err(StoreError::Seal(text)));
            }
            tokio::select! {
                changed = seals.changed() => changed.map_err(|_| StoreError::Closed)?,
                () = self.shared.shutdown.requested() => return Err(StoreError::Closed),
            }
        }
    }

    /// Writes what is queued, stops all work and gives the folder free. Other clones get
    /// errors from then on; tails end.
    pub async fn close(&self) {
        // Closed already is fine.
        drop(self.ask(Request::Close).await);
        self.shared.shutdown.finish().await;
        self.shared.lock.lock().take();
    }

    async fn ask(&self, request: impl FnOnce(writer::Reply) -> Request) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(request(reply)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

/// The batch's size, if it is within the limits.
fn check(batch: &Batch) -> Result<usize, AppendError> {
    let group = &batch.stream.group;
    let source = batch.source.as_ref();
    let names = [&group.region, &group.group, &batch.stream.stream];
    if names.into_iter().chain(source.map(|s| &s.id)).any(|n| n.len() > NAME_BYTES_MAX) {
        return Err(AppendError::NameTooLong);
    }
    let (mut bytes, mut numbers) = (0, 0_u64);
    for (index, event) in batch.events.iter().enumerate() {
        if event.message.len() > MESSAGE_BYTES_MAX {
            return Err(AppendError::MessageTooLarge { index, bytes: event.message.len() });
        }
        numbers = numbers.saturating_add(source.map_or(1, |s| s.span(index)));
        let numbered = source.is_none_or(|s| s.first_seq.checked_add(numbers - 1).is_some());
        if i64::try_from(event.ts_ms).is_err() || !numbered {
            return Err(AppendError::OutOfRange { index });
        }
        bytes += event.message.len() + EVENT_OVERHEAD_BYTES;
    }
    if bytes > APPEND_BYTES_MAX { Err(AppendError::BatchTooLarge { bytes }) } else { Ok(bytes) }
}

/// The parts of a store, what was recovered, and the number of the next event.
fn open(
    dir: &Path,
    options: Options,
    clock: Arc<dyn Clock>,
) -> Result<(Shared, Recovery, u64), OpenError> {
    let io = |source| OpenError::Io { dir: dir.into(), source };
    let wal_dir = dir.join("wal");
    fs::create_dir_all(&wal_dir).map_err(io)?;
    let lock = lock(dir)?;
    let objects = match options.objects.clone() {
        Some(objects) => objects,
        None => local_objects(dir)?,
    };
    let (mut manifest, mut state) =
        Manifest::open(&dir.join("manifest"), options.manifest_bytes, options.probe.clone())
            .map_err(|source| OpenError::Manifest { dir: dir.into(), source: Box::new(source) })?;
    let mut table = Memtable::default();
    let (mut recovery, replayed) = replay(&wal_dir, &state, &mut table).map_err(io)?;
    recovery.damage = replayed.damage;
    let next_seq = state.next_seq.max(table.next_seq).max(1);
    let wal_number = replayed.next_number.max(1);
    let mut wal = Wal::new(&wal_dir, wal_number, replayed.last_len, options.probe.clone());
    state.apply(
        table
            .sources
            .iter()
            .map(|(id, mark)| {
                let (id, last_seq, at_ms) = (id.clone(), mark.last_seq, mark.at_ms);
                Change::Source { id, last_seq, at_ms }
            })
            .collect(),
    );
    match start_log(dir, &mut wal, &mut manifest, &mut state, table.is_empty().then_some(next_seq))
    {
        Err(OpenError::Io { source, .. }) if source.kind() == io::ErrorKind::StorageFull => {
            // What is there can be read; appending makes the file once there is space.
            tracing::error!(dir = %dir.display(), "no space left for logs");
        }
        started => started?,
    }
    let view = View { active: Arc::new(RwLock::new(table)), frozen: None, state };
    let shared = Shared {
        cache: BlockCache::new(options.cache_bytes),
        readers: Semaphore::new(options.readers_max.max(1)),
        options,
        clock,
        objects,
        wal_dir,
        view: RwLock::new(view),
        wal: Mutex::new(wal),
        manifest: Mutex::new(manifest),
        doomed: Mutex::default(),
        tails: Hub::default(),
        work: Notify::new(),
        seals: watch::Sender::new(Seals::default()),
        shutdown: Shutdown::new(),
        lock: Mutex::new(Some(lock)),
    };
    Ok((shared, recovery, next_seq))
}

/// Makes the log's next file. When there is nothing to seal (then the number of the next
/// event is told), the log starts there and older files go.
fn start_log(
    dir: &Path,
    wal: &mut Wal,
    manifest: &mut Manifest,
    state: &mut State,
    empty_at: Option<u64>,
) -> Result<(), OpenError> {
    let io = |source| OpenError::Io { dir: dir.into(), source };
    wal.ensure().map_err(io)?;
    let Some(next_seq) = empty_at else { return Ok(()) };
    let (wal_from, next_segment) = (wal.number(), state.next_segment);
    let edit = vec![Change::Counters { wal_from, next_seq, next_segment }];
    match manifest.commit(&edit, || state.to_changes()) {
        Err(ManifestError::Io { source, .. }) => return Err(io(source)),
        Err(source) => {
            return Err(OpenError::Manifest { dir: dir.into(), source: Box::new(source) });
        }
        Ok(()) => {}
    }
    state.apply(edit);
    wal::remove_before(&dir.join("wal"), wal_from).map_err(io)
}

fn lock(dir: &Path) -> Result<File, OpenError> {
    let io = |source| OpenError::Io { dir: dir.into(), source };
    let file = File::create(dir.join("lock")).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(dir.into())),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

fn local_objects(dir: &Path) -> Result<Arc<dyn ObjectStore>, OpenError> {
    let objects = LocalFileSystem::new_with_prefix(dir)
        .map_err(|source| OpenError::Objects { dir: dir.into(), source })?;
    // The log is cut once a segment is written: it must be on the disk by then.
    Ok(Arc::new(objects.with_fsync(true)))
}

fn replay(wal_dir: &Path, state: &State, table: &mut Memtable) -> io::Result<(Recovery, Replayed)> {
    let mut recovery = Recovery::default();
    let mut replayed = wal::replay(wal_dir, state.wal_from, |group| {
        let keep = |stream: &StreamKey, seq| seq >= state.first_seq(&stream.group, &stream.stream);
        let taken = table.insert(group, keep);
        recovery.events += taken.iter().map(|(_, events)| events.len() as u64).sum::<u64>();
    })?;
    recovery.cut_bytes = std::mem::take(&mut replayed.cut_bytes);
    Ok((recovery, replayed))
}
