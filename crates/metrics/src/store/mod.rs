//! The store of series: SQLite in a folder of its own.
//!
//! Each value lies in one of four tables, by its age: seconds for three hours, minutes for 15
//! days, five minutes for 63, hours for 455 (CloudWatch's retentions). What becomes too old for
//! one is put together in the next, so any period of any age is the merger of what lies in it.
//! One thread writes; what waits for it goes into one transaction with one flush.

mod read;
mod schema;
mod series;
mod sweep;
mod tier;
mod writer;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ferrogate_base::{Clock, TimestampMs};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::rightsize::Series;
use crate::{Ask, Bucket, MetricId, Point, Source, Unreadable};
pub use read::{Filter, Listed, Read};
use schema::Readers;
use writer::{Command, Writer};

/// Requests that wait for the writer, of all accounts.
const QUEUE: usize = 64;
/// Requests of one account that wait for it or are done by it.
const ACCOUNT_PUTS: usize = 4;

/// What the store keeps within.
#[derive(Clone, Debug)]
pub struct Options {
    /// Series of one account that have values.
    pub account_series_max: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { account_series_max: 100_000 }
    }
}

/// Values of one series at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Datum {
    /// Of which metric.
    pub metric: MetricId,
    /// CloudWatch's word for the unit; `None` is one of them.
    pub unit: String,
    /// When.
    pub at: TimestampMs,
    /// Whether it is kept by the second, not by the minute.
    pub by_second: bool,
    /// The values.
    pub values: Bucket,
}

/// The periods of each unit, the oldest first.
pub type ByUnit = Vec<(String, Vec<(TimestampMs, Bucket)>)>;

/// Why values were not taken.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// The account has as many series as it may have. Nothing of the request was taken.
    #[error("the account has {0} metrics, and can have no more")]
    TooManySeries(u64),
    /// They can't be written.
    #[error("writing the metrics")]
    Sql(#[source] Arc<rusqlite::Error>),
    /// The store is closed.
    #[error("the metrics are closed")]
    Closed,
}

/// Why nothing can be read.
#[derive(Debug, thiserror::Error)]
#[error("reading the metrics")]
pub struct ReadError(#[from] rusqlite::Error);

/// Why the store can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder, or the file in it.
    #[error("{0}")]
    Io(PathBuf, #[source] std::io::Error),
    /// The database.
    #[error("the database {0}")]
    Sql(PathBuf, #[source] rusqlite::Error),
    /// The thread that writes.
    #[error("starting the thread that writes")]
    Thread(#[source] std::io::Error),
}

/// What was found when the store was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The database was no database any more: it lies here now, and an empty one in its place.
    pub set_aside: Option<PathBuf>,
}

/// The store. Clones are the same one.
#[derive(Clone)]
pub struct MetricStore(Arc<Shared>);

struct Shared {
    dir: PathBuf,
    options: Options,
    clock: Arc<dyn Clock>,
    commands: Mutex<mpsc::Sender<Command>>,
    readers: Mutex<Arc<Readers>>,
    turns: Mutex<HashMap<String, Arc<Semaphore>>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
    /// Somebody closed it: it is not opened again.
    closed: AtomicBool,
}

/// The thread that writes, and what it is told by.
struct Begun {
    commands: mpsc::Sender<Command>,
    thread: std::thread::JoinHandle<()>,
    recovery: Recovery,
}

fn begin(dir: &Path, options: &Options, clock: &Arc<dyn Clock>) -> Result<Begun, OpenError> {
    let first = |connection: &_| series::AllSeries::of(connection, options);
    let (connection, series, recovery) = schema::open(dir, clock.now(), first)?;
    let writer = Writer::new(connection, series, clock.clone());
    let (commands, queue) = mpsc::channel(QUEUE);
    let thread = std::thread::Builder::new()
        .name("metrics".into())
        .spawn(move || writer.run(queue))
        .map_err(OpenError::Thread)?;
    Ok(Begun { commands, thread, recovery })
}

impl MetricStore {
    /// Opens the store in the folder `dir`, which is made when it isn't there. A file that is no
    /// database is set aside: metrics are no reason for an engine not to start.
    ///
    /// # Errors
    /// When the folder or the database can't be read or written.
    pub fn open(
        dir: &Path,
        options: Options,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Recovery), OpenError> {
        let Begun { commands, thread, recovery } = begin(dir, &options, &clock)?;
        Ok((Self::with(dir, options, clock, commands, Some(thread)), recovery))
    }

    /// One that has not opened in `dir`, as on a full disk: it takes nothing, and answers with an
    /// error until [`Self::reopen`] opens it. That is better than an engine that does not start.
    #[must_use]
    pub fn absent(dir: &Path, options: Options, clock: Arc<dyn Clock>) -> Self {
        Self::with(dir, options, clock, mpsc::channel(1).0, None)
    }

    fn with(
        dir: &Path,
        options: Options,
        clock: Arc<dyn Clock>,
        commands: mpsc::Sender<Command>,
        thread: Option<std::thread::JoinHandle<()>>,
    ) -> Self {
        Self(Arc::new(Shared {
            dir: dir.to_owned(),
            options,
            clock,
            commands: Mutex::new(commands),
            readers: Mutex::new(Arc::new(Readers::new(schema::path(dir)))),
            turns: Mutex::default(),
            thread: Mutex::new(thread),
            closed: AtomicBool::new(false),
        }))
    }

    /// Whether it takes values.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.0.commands.lock().is_closed()
    }

    /// Opens it again if it takes nothing and nobody has closed it: it has not opened at first, or
    /// the thread that writes has ended. Returns whether it was opened. Reads the disk: not for a
    /// thread that must not wait.
    ///
    /// # Errors
    /// When it still can't be opened: it stays as it is, and may be tried again.
    pub fn reopen(&self) -> Result<bool, OpenError> {
        let shared = &*self.0;
        let mut thread = shared.thread.lock();
        if shared.closed.load(Ordering::Relaxed) || self.is_open() {
            return Ok(false);
        }
        let begun = begin(&shared.dir, &shared.options, &shared.clock)?;
        // Those that are kept may have a file open that was set aside.
        *shared.readers.lock() = Arc::new(Readers::new(schema::path(&shared.dir)));
        *thread = Some(begun.thread);
        *shared.commands.lock() = begun.commands;
        Ok(true)
    }

    /// Adds values, all or none. They are on the disk when it returns, and readable. When it is
    /// dropped they may be or not. An account waits for its own requests first.
    ///
    /// # Errors
    /// When none were taken.
    pub async fn put(&self, account: &str, data: Vec<Datum>) -> Result<(), PutError> {
        let turns = self.turns(account);
        let _turn = turns.acquire_owned().await.map_err(|_| PutError::Closed)?;
        self.put_in_turn(data, true).await
    }

    /// Adds values that the engine has measured itself: whatever callers put, these are taken,
    /// and wait for no caller of their account.
    ///
    /// # Errors
    /// When none were taken.
    pub async fn put_own(&self, data: Vec<Datum>) -> Result<(), PutError> {
        self.put_in_turn(data, false).await
    }

    async fn put_in_turn(&self, data: Vec<Datum>, bounded: bool) -> Result<(), PutError> {
        let (reply, answer) = oneshot::channel();
        let command = Command::Put { data, bounded, reply };
        self.send(command).await?;
        answer.await.map_err(|_| PutError::Closed)?
    }

    async fn send(&self, command: Command) -> Result<(), PutError> {
        let commands = self.0.commands.lock().clone();
        commands.send(command).await.map_err(|_| PutError::Closed)
    }

    /// Puts what is too old for its table into the next one, for some series; call it once a
    /// second. Returns whether all have had their turn since it last returned so.
    ///
    /// # Errors
    /// When the disk takes nothing. It is tried again the next time.
    pub async fn sweep(&self) -> Result<bool, PutError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Sweep { reply }).await?;
        answer.await.map_err(|_| PutError::Closed)?
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the disk takes nothing.
    pub async fn clear(&self) -> Result<(), PutError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Clear { reply }).await?;
        answer.await.map_err(|_| PutError::Closed)?
    }

    /// Values by unit and period. Reads the disk: not for a thread that must not wait.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn read(&self, ask: &Read<'_>) -> Result<ByUnit, ReadError> {
        let now = self.0.clock.now();
        let readers = self.0.readers.lock().clone();
        Ok(readers.with(|connection| read::read(connection, ask, now))?)
    }

    /// What a metric's values came to in each period as it is kept: a minute, or longer where it is
    /// old. Far cheaper than [`Self::read`], for it knows nothing of how values are spread. Values
    /// that are kept by the second are not among them. Reads the disk.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn peaks(
        &self,
        metric: &MetricId,
        from: TimestampMs,
        to: TimestampMs,
    ) -> Result<Series, ReadError> {
        let readers = self.0.readers.lock().clone();
        Ok(readers.with(|connection| read::peaks(connection, metric, from, to))?)
    }

    /// Metrics by namespace, name and dimensions, in that order. Reads the disk.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn list(&self, filter: &Filter<'_>) -> Result<Vec<Listed>, ReadError> {
        let readers = self.0.readers.lock().clone();
        Ok(readers.with(|connection| read::list(connection, filter))?)
    }

    /// Ends the writer, after what waits for it. Everything that was answered is on the disk with
    /// or without it.
    pub async fn close(&self) {
        self.0.closed.store(true, Ordering::Relaxed);
        let thread = self.0.thread.lock().take();
        let (reply, answer) = oneshot::channel();
        if self.send(Command::Close { reply }).await.is_ok() {
            drop(answer.await);
        }
        if let Some(thread) = thread
            && tokio::task::spawn_blocking(move || thread.join()).await.is_err()
        {
            tracing::warn!("the writer of metrics did not end well");
        }
    }

    fn turns(&self, account: &str) -> Arc<Semaphore> {
        let mut turns = self.0.turns.lock();
        if let Some(turns) = turns.get(account) {
            return turns.clone();
        }
        // Accounts that wait for nothing need no turns.
        turns.retain(|_, turns| Arc::strong_count(turns) > 1);
        let new = Arc::new(Semaphore::new(ACCOUNT_PUTS));
        turns.insert(account.to_owned(), new.clone());
        new
    }
}

impl Source for MetricStore {
    fn points(&self, ask: &Ask) -> Result<Vec<Point>, Unreadable> {
        let read = Read {
            metric: &ask.metric,
            unit: ask.unit.as_deref(),
            period_s: ask.period_s,
            origin: TimestampMs(0),
            from: ask.from,
            to: ask.to,
        };
        let by_unit = self.read(&read).map_err(|error| Unreadable {
            metric: Box::new(ask.metric.clone()),
            cause: Box::new(error),
        })?;
        // Of several units one is answered, as GetMetricData does.
        let Some((_, buckets)) = by_unit.into_iter().next() else { return Ok(Vec::new()) };
        let point = |(at, bucket): (TimestampMs, Bucket)| {
            Some(Point { at, value: ask.statistic.of(&bucket)? })
        };
        Ok(buckets.into_iter().filter_map(point).collect())
    }
}
