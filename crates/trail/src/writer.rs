//! The thread that writes: what waits is written together, and synced together.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ferrogate_base::Clock;
use tokio::sync::{mpsc, oneshot};

use crate::chain::Key;
use crate::intents::Intents;
use crate::lane::Lane;
use crate::{Entry, LANES, Options, TrailError};

/// Lines outlive the machine after this.
const SYNC_EVERY: Duration = Duration::from_secs(1);
/// An error of the disk is told in the log no more often.
const TELL_EVERY: Duration = Duration::from_secs(60);
/// Messages that are written together.
const BATCH_MAX: usize = 256;

pub(crate) enum Message {
    Begin { entry: Entry, written: oneshot::Sender<()>, durable: oneshot::Sender<()> },
    End(Entry),
    Tick,
    Settle(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
}

pub(crate) struct Writer {
    lanes: [Lane; 2],
    intents: Intents,
    clock: Arc<dyn Clock>,
    missed: Arc<AtomicU64>,
    notes: Arc<Mutex<Vec<Entry>>>,
    synced: Instant,
    told: Option<Instant>,
}

impl Writer {
    pub(crate) fn open(
        folder: &Path,
        key: Key,
        options: Options,
        clock: Arc<dyn Clock>,
        (missed, notes): (Arc<AtomicU64>, Arc<Mutex<Vec<Entry>>>),
    ) -> Result<Self, TrailError> {
        let [changes, others] = [0, 1].map(|at| {
            let bytes_max = options.lane_bytes[at];
            Lane::open(folder.join(LANES[at]), key.clone(), options, bytes_max)
        });
        let (mut changes, others) = (changes?, others?);
        let (mut intents, found) = Intents::open(folder, key)?;
        let failed = |error| TrailError::new("opened", folder)(error);
        let ended: HashSet<String> =
            changes.ids_from(found.from).map_err(failed)?.into_iter().collect();
        let now = clock.now().0;
        for entry in found.entries.iter().filter(|entry| !ended.contains(&entry.id)) {
            changes.append(entry, now).map_err(failed)?;
        }
        changes.sync().map_err(failed)?;
        intents.renew(changes.next()).map_err(failed)?;
        let lanes = [changes, others];
        Ok(Self { lanes, intents, clock, missed, notes, synced: Instant::now(), told: None })
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
                let synced = self.intents.sync();
                self.told(synced);
                for durable in durables {
                    let _ = durable.send(());
                }
            }
            if self.synced.elapsed() >= SYNC_EVERY {
                self.sync_all();
            }
            if self.intents.is_long() {
                let renewed =
                    self.lanes[0].sync().and_then(|()| self.intents.renew(self.lanes[0].next()));
                self.told(renewed);
            }
        }
        self.take_notes();
        self.sync_all();
    }

    fn take(&mut self, message: Message) -> Option<oneshot::Sender<()>> {
        match message {
            Message::Begin { entry, written, durable } => {
                let begun = self.intents.begin(entry);
                self.counted(begun);
                let _ = written.send(());
                return Some(durable);
            }
            Message::End(entry) => {
                let ended = self.append(&entry);
                // What can't be written now is taken down at the next start.
                if ended.is_ok() {
                    self.intents.end(&entry.id);
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
        let notes = std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner));
        for entry in notes {
            let noted = self.append(&entry);
            self.counted(noted);
        }
    }

    fn append(&mut self, entry: &Entry) -> io::Result<()> {
        self.tell_missed(entry)?;
        let now = self.clock.now().0;
        self.lanes[usize::from(entry.other)].append(entry, now)
    }

    /// Says in the chain of changes how many events are missing before this one.
    fn tell_missed(&mut self, before: &Entry) -> io::Result<()> {
        let missed = self.missed.load(Ordering::Relaxed);
        if missed == 0 {
            return Ok(());
        }
        let event = serde_json::json!({"eventSource": "cloudtrail.amazonaws.com",
            "eventName": "EventsMissing", "eventType": "AwsServiceEvent",
            "serviceEventDetails": {"missing": missed}});
        let told = Entry {
            id: format!("missing-{}", self.lanes[0].next()),
            at: before.at,
            account: String::new(),
            region: String::new(),
            other: false,
            event: event.to_string(),
        };
        let now = self.clock.now().0;
        self.lanes[0].append(&told, now)?;
        self.missed.fetch_sub(missed, Ordering::Relaxed);
        Ok(())
    }

    fn sync_all(&mut self) {
        let synced = self.lanes[0].sync().and(self.lanes[1].sync());
        self.told(synced);
        self.synced = Instant::now();
    }

    fn counted(&mut self, done: io::Result<()>) {
        if done.is_err() {
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
        self.told(done);
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
