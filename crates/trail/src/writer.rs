//! The thread that writes: what waits is written together, and synced together.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ferrogate_base::Clock;
use tokio::sync::{mpsc, oneshot};

use crate::chain::Key;
use crate::files::Files;
use crate::{Entry, Note, Options};

/// Lines outlive the machine after this.
const SYNC_EVERY: Duration = Duration::from_secs(1);
/// An error of the disk is told in the log no more often.
const TELL_EVERY: Duration = Duration::from_secs(60);
/// Files that can't be opened are tried again after this.
const TRY_EVERY: Duration = Duration::from_secs(1);
/// Messages that are written together.
const BATCH_MAX: usize = 256;

pub(crate) enum Message {
    Begin { entry: Entry, written: oneshot::Sender<()>, durable: oneshot::Sender<()> },
    End(Entry),
    Tick,
    Settle(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

/// Where the files are, and how they are kept.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) key: Key,
    pub(crate) options: Options,
}

/// What the writer has in common with those who call.
#[derive(Clone, Default)]
pub(crate) struct Shared {
    /// Events that nobody waits for, until the writer takes them.
    pub(crate) notes: Arc<Mutex<Vec<Note>>>,
    /// Events that were not taken down since the last that was.
    pub(crate) missed: Arc<AtomicU64>,
    /// The files are open.
    pub(crate) is_open: Arc<AtomicBool>,
}

pub(crate) struct Writer {
    place: Place,
    clock: Arc<dyn Clock>,
    shared: Shared,
    /// None as long as they can't be opened.
    files: Option<Files>,
    /// When they were last tried.
    tried: Instant,
    synced: Instant,
    told: Option<Instant>,
}

impl Writer {
    /// Files that can't be opened now are tried again later.
    pub(crate) fn new(place: Place, clock: Arc<dyn Clock>, shared: Shared) -> Self {
        let now = Instant::now();
        let mut writer =
            Self { place, clock, shared, files: None, tried: now, synced: now, told: None };
        writer.open();
        writer
    }

    fn open(&mut self) {
        self.tried = Instant::now();
        let Place { folder, key, options } = &self.place;
        match Files::open(folder, key, *options, self.clock.now().0) {
            Ok(files) => {
                self.files = Some(files);
                self.shared.is_open.store(true, Ordering::Relaxed);
            }
            Err(error) => {
                let error = ferrogate_base::errors::chain(&error);
                self.told(Err(io::Error::other(error)));
            }
        }
    }

    /// Tries files again that could not be opened: once in a while, or as somebody waits for them.
    fn open_again(&mut self, is_waited_for: bool) {
        if self.files.is_none() && (is_waited_for || self.tried.elapsed() >= TRY_EVERY) {
            self.open();
            if self.files.is_some() {
                tracing::info!("the audit trail is open now");
            }
        }
    }

    pub(crate) fn run(mut self, mut messages: mpsc::Receiver<Message>) {
        while let Some(message) = messages.blocking_recv() {
            let mut durables: Vec<oneshot::Sender<()>> = Vec::new();
            let mut next = Some(message);
            let mut taken = 0;
            while let Some(message) = next {
                if let Message::Close(closed) = message {
                    self.take_notes();
                    self.sync_all();
                    let _ = closed.send(());
                    return;
                }
                durables.extend(self.take(message));
                taken += 1;
                next = if taken < BATCH_MAX { messages.try_recv().ok() } else { None };
            }
            if !durables.is_empty() {
                let synced = self.files.as_mut().map_or(Ok(()), |files| files.intents.sync());
                self.told(synced);
                for durable in durables {
                    let _ = durable.send(());
                }
            }
            if self.synced.elapsed() >= SYNC_EVERY {
                self.sync_all();
            }
            let shortened = self.files.as_mut().map_or(Ok(()), Files::shorten);
            self.told(shortened);
        }
        self.take_notes();
        self.sync_all();
    }

    fn take(&mut self, message: Message) -> Option<oneshot::Sender<()>> {
        self.open_again(matches!(message, Message::Settle(_)));
        match message {
            Message::Begin { entry, written, durable } => {
                match &mut self.files {
                    Some(files) => {
                        let begun = files.intents.begin(entry);
                        self.counted(begun);
                    }
                    // Its end says whether it is missing.
                    None => drop(entry),
                }
                let _ = written.send(());
                return Some(durable);
            }
            Message::End(entry) => {
                let ended = self.append(&entry);
                match &mut self.files {
                    Some(files) if ended.is_ok() => files.intents.end(&entry.id),
                    // What can't be written now is taken down at the next start.
                    Some(_) => {}
                    None => self.miss(),
                }
                self.told(ended);
            }
            Message::Tick => self.take_notes(),
            Message::Settle(settled) => {
                self.take_notes();
                let _ = settled.send(());
            }
            Message::Close(_) => {}
        }
        None
    }

    fn take_notes(&mut self) {
        let notes = &self.shared.notes;
        let notes = std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner));
        for note in notes {
            let noted = self.append(&note.written());
            self.counted(noted);
        }
    }

    fn append(&mut self, entry: &Entry) -> io::Result<()> {
        self.tell_missed(entry)?;
        let now = self.clock.now().0;
        self.opened()?.append(entry, now)
    }

    fn opened(&mut self) -> io::Result<&mut Files> {
        self.files.as_mut().ok_or_else(|| io::Error::other("it could not be opened"))
    }

    /// Says in the chain of changes how many events are missing before this one.
    fn tell_missed(&mut self, before: &Entry) -> io::Result<()> {
        let missed = self.shared.missed.load(Ordering::Relaxed);
        if missed == 0 {
            return Ok(());
        }
        let event = serde_json::json!({"eventSource": "cloudtrail.amazonaws.com",
            "eventName": "EventsMissing", "eventType": "AwsServiceEvent",
            "serviceEventDetails": {"missing": missed}});
        let now = self.clock.now().0;
        let files = self.opened()?;
        let told = Entry {
            id: format!("missing-{}", files.lanes[0].next()),
            at: before.at,
            account: String::new(),
            region: String::new(),
            other: false,
            event: event.to_string(),
        };
        files.append(&told, now)?;
        self.shared.missed.fetch_sub(missed, Ordering::Relaxed);
        Ok(())
    }

    fn sync_all(&mut self) {
        let synced = self.files.as_mut().map_or(Ok(()), Files::sync);
        self.told(synced);
        self.synced = Instant::now();
    }

    fn counted(&mut self, done: io::Result<()>) {
        if done.is_err() {
            self.miss();
        }
        self.told(done);
    }

    fn miss(&self) {
        self.shared.missed.fetch_add(1, Ordering::Relaxed);
    }

    fn told(&mut self, done: io::Result<()>) {
        if let Err(error) = done
            && self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY)
        {
            tracing::error!(%error, "the audit trail can't be written: events are missing in it");
            self.told = Some(Instant::now());
        }
    }
}
