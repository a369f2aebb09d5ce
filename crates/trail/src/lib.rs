//! The audit trail: who has called what, kept in files that show when somebody has changed them.
//!
//! Two lanes, each a chain of its own with room of its own: what changes something, and all else,
//! so that no number of reads pushes out what was changed. Each line has a MAC over the one before
//! it. What changes something is taken down before it is done ([`Trail::begin`]), so that it is in
//! the trail whatever process dies.
//!
//! Knows nothing of requests: events are JSON that others make. Read [`Trail`] first, then `lane`.

mod chain;
mod files;
mod intents;
mod lane;
mod lookup;
mod verify;
mod writer;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::thread::Thread;
use std::time::Duration;

use ferrogate_base::{Clock, TimestampMs};
use tokio::sync::{mpsc, oneshot};

pub use chain::Key;
pub use lookup::{Ask, Attribute, BadPosition, Page, Position, username};
pub use verify::{Head, Report, Tampered, verify};

use writer::{Message, Place, Shared, Writer};

/// Messages that wait to be written, at most.
const QUEUE_MAX: usize = 2048;

/// Events that nobody waits for are written together after this.
const NOTES_EVERY: Duration = Duration::from_millis(20);

/// The folders of the lanes.
pub(crate) const LANES: [&str; 2] = ["changes", "others"];

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Bytes of one file.
    pub segment_bytes: u64,
    /// Bytes of each lane: changes, and all else.
    pub lane_bytes: [u64; 2],
    /// Events older than this go, in milliseconds.
    pub age_ms: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 8 << 20,
            lane_bytes: [512 << 20, 256 << 20],
            // CloudTrail's event history.
            age_ms: 90 * 24 * 3600 * 1000,
        }
    }
}

/// What is kept of one call.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id; no two are alike.
    pub id: String,
    /// When it was made.
    pub at: TimestampMs,
    /// Whose it is: 12 digits.
    pub account: String,
    /// Where it was made.
    pub region: String,
    /// It changes nothing, or was refused.
    pub other: bool,
    /// The event: a JSON object in one line.
    pub event: String,
}

/// What is kept of a call that changes nothing, or was refused. Its event is made where nobody waits
/// for it: that is most of what one costs.
pub struct Note {
    /// Its id; no two are alike.
    pub id: String,
    /// When it was made.
    pub at: TimestampMs,
    /// Whose it is: 12 digits.
    pub account: String,
    /// Where it was made.
    pub region: String,
    /// Makes the event: a JSON object in one line.
    pub event: Box<dyn FnOnce() -> String + Send>,
}

impl Note {
    fn written(self) -> Entry {
        let Self { id, at, account, region, event } = self;
        Entry { id, at, account, region, other: true, event: event() }
    }
}

/// The trail can't be opened or read.
#[derive(Debug, thiserror::Error)]
#[error("the audit trail {path} can't be {what}")]
pub struct TrailError {
    /// The file or folder.
    pub path: PathBuf,
    /// What failed: `opened`, `read`.
    pub what: &'static str,
    /// Why.
    #[source]
    pub source: io::Error,
}

impl TrailError {
    pub(crate) fn new(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self { path: path.into(), what, source }
    }
}

/// The trail of one engine. Cheap to clone; one process at a time may open its folder.
#[derive(Clone)]
pub struct Trail(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    queue: mpsc::Sender<Message>,
    shared: Shared,
    /// Wakes the writer some time after the first note.
    ticker: Thread,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.ticker.unpark();
    }
}

impl Trail {
    /// Opens the trail in `folder`, which is made if it is not there. What had begun when the
    /// engine died is taken down as of unknown outcome. Blocks on the disk.
    ///
    /// A folder that can't be made, read or written is tried again each second in which something
    /// is called, and by each look into the trail; what is called meanwhile is missing, and counted.
    ///
    /// # Errors
    /// When the system has no threads left.
    pub fn open(
        folder: &Path,
        key: Key,
        options: Options,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TrailError> {
        let shared = Shared::default();
        let place = Place { folder: folder.into(), key, options };
        let writer = Writer::new(place, clock, shared.clone());
        let (queue, messages) = mpsc::channel(QUEUE_MAX);
        let ticks = queue.downgrade();
        let tick = move || {
            loop {
                std::thread::park();
                std::thread::sleep(NOTES_EVERY);
                // Nobody has the trail any more, or its writer has ended.
                let Some(queue) = ticks.upgrade() else { return };
                if queue.blocking_send(Message::Tick).is_err() {
                    return;
                }
            }
        };
        let ticker = std::thread::Builder::new().name("trail-tick".into()).spawn(tick);
        let ticker = ticker.map_err(TrailError::new("opened", folder))?.thread().clone();
        let spawned =
            std::thread::Builder::new().name("trail".into()).spawn(move || writer.run(messages));
        spawned.map_err(TrailError::new("opened", folder))?;
        Ok(Self(Arc::new(Inner { folder: folder.into(), queue, shared, ticker })))
    }

    /// Takes down that something begins which `entry` tells of, as of unknown outcome. Returns once
    /// that outlives this process. It never fails: a call does not wait for a disk that takes
    /// nothing, and what is missing is counted in the trail once it takes something again.
    pub async fn begin(&self, entry: Entry) -> Begun {
        let (written, is_written) = oneshot::channel();
        let (durable, is_durable) = oneshot::channel();
        let message = Message::Begin { entry: entry.clone(), written, durable };
        if self.0.queue.send(message).await.is_err() {
            self.0.shared.missed.fetch_add(1, Ordering::Relaxed);
        }
        // An error means that the writer has ended.
        drop(is_written.await);
        Begun { trail: self.clone(), entry: Some(entry), is_durable }
    }

    /// Takes an event down soon. One that finds no room is counted as missing.
    pub fn note(&self, note: Note) {
        let mut notes = self.0.shared.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() >= QUEUE_MAX {
            self.0.shared.missed.fetch_add(1, Ordering::Relaxed);
            return;
        }
        notes.push(note);
        let first = notes.len() == 1;
        drop(notes);
        // To wake the writer for each would cost a call more than all else.
        if first {
            self.0.ticker.unpark();
        }
    }

    /// Waits until all that was noted before is in files.
    pub async fn settled(&self) {
        let (written, is_written) = oneshot::channel();
        if self.0.queue.send(Message::Settle(written)).await.is_ok() {
            drop(is_written.await);
        }
    }

    /// Writes what there is, lastingly, and takes nothing any more.
    pub async fn close(&self) {
        let (written, is_written) = oneshot::channel();
        if self.0.queue.send(Message::Close(written)).await.is_ok() {
            drop(is_written.await);
        }
    }

    /// Events that could not be taken down and are not told in the trail yet.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.0.shared.missed.load(Ordering::Relaxed)
    }

    /// Whether its files are open: what is called while they are not is missing.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.shared.is_open.load(Ordering::Relaxed)
    }

    /// A page of the events that `ask` is about, the newest first: all that were told before are
    /// looked at. A page may have fewer than were asked for, or none, and others after it.
    ///
    /// # Errors
    /// When the files can't be read.
    pub async fn look_up(&self, ask: Ask) -> Result<Page, TrailError> {
        self.settled().await;
        let folder = self.0.folder.clone();
        let page = tokio::task::spawn_blocking(move || lookup::page(&folder, &ask)).await;
        page.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
    }
}

/// Something that has begun.
pub struct Begun {
    trail: Trail,
    entry: Option<Entry>,
    is_durable: oneshot::Receiver<()>,
}

impl Begun {
    /// It is over, as `entry` of the same id tells. Returns once that it has begun outlives the
    /// machine.
    pub async fn end(mut self, entry: Entry) {
        self.entry = None;
        if self.trail.0.queue.send(Message::End(entry)).await.is_err() {
            self.trail.0.shared.missed.fetch_add(1, Ordering::Relaxed);
        }
        drop((&mut self.is_durable).await);
    }
}

impl Drop for Begun {
    /// Nobody waits for its end any more: how it ends is not known.
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            // One that finds no room is taken down at the next start.
            drop(self.trail.0.queue.try_send(Message::End(entry)));
        }
    }
}

#[cfg(test)]
mod tests;
