//! The facts of each binding: numbered, written down before they are sent, and sent again
//! until the server says that it has them.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use ferrogate_base::crash::{self, Variant};
use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_executor::{Event, Observation};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

/// The name of the file in a task's folder.
const FILE: &str = "facts";

/// One line of a task's file.
#[derive(Clone, Serialize, Deserialize)]
struct Line {
    fact: Observation,
    /// The shim's event that the fact follows from, when it follows from one.
    shim_seq: Option<u64>,
}

/// The facts of all bindings of this host that the server has not said it has.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    tasks: Mutex<BTreeMap<TaskKey, Unsent>>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Unsent {
    facts: VecDeque<Observation>,
    /// The number of the last fact that was sent in this session.
    sent: u64,
}

impl Outbox {
    /// Facts that were not sent in this session, at most `max`; they count as sent.
    pub(super) fn take(&self, max: usize) -> Vec<Observation> {
        let mut taken = Vec::new();
        for task in self.tasks.lock().values_mut() {
            let next = task.facts.iter().filter(|fact| fact.seq > task.sent);
            let before = taken.len();
            taken.extend(next.take(max - taken.len()).cloned());
            if let Some(last) = taken[before..].last() {
                task.sent = last.seq;
            }
            if taken.len() == max {
                break;
            }
        }
        taken
    }

    /// Resolves when there may be more to take.
    pub(super) async fn more(&self) {
        self.more.notified().await;
    }

    /// A new session: all that the server has not said it has is to be sent again.
    pub(super) fn rewind(&self) {
        for task in self.tasks.lock().values_mut() {
            task.sent = 0;
        }
        self.more.notify_one();
    }

    /// The server has the facts of `key` up to `seq`.
    pub(super) fn acked(&self, key: &TaskKey, seq: u64) {
        if let Some(task) = self.tasks.lock().get_mut(key) {
            task.facts.retain(|fact| fact.seq > seq);
        }
    }

    /// Nobody asks for the facts of `key` any more.
    pub(super) fn forget(&self, key: &TaskKey) {
        self.tasks.lock().remove(key);
    }

    fn push(&self, facts: Vec<Observation>) {
        let mut tasks = self.tasks.lock();
        for fact in facts {
            tasks.entry(fact.key.clone()).or_default().facts.push_back(fact);
        }
        drop(tasks);
        self.more.notify_one();
    }
}

/// The facts of one binding.
#[derive(Debug)]
pub(super) struct Facts {
    key: TaskKey,
    file: File,
    /// The number of the next fact.
    next: u64,
    /// The last of the shim's events that facts were made of.
    shim_seq: u64,
    /// The facts so far, without their times.
    so_far: Vec<Event>,
}

impl Facts {
    /// Opens the facts of `key` in its folder. `observed` is the number of the last one that
    /// the server has: the next one comes after it, whatever became of the file.
    ///
    /// # Errors
    /// When the file can't be read or made.
    pub(super) fn open(
        dir: &Path,
        key: TaskKey,
        observed: u64,
        outbox: &Outbox,
    ) -> io::Result<Self> {
        let path = dir.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
            other => other?,
        };
        // A last line that was cut short was never sent.
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let lines: Vec<Line> = whole.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        if whole.len() < text.len() {
            file.set_len(whole.len() as u64)?;
        }
        let last = lines.last().map_or(0, |line| line.fact.seq).max(observed);
        let unsent = lines.iter().map(|line| &line.fact).filter(|fact| fact.seq > observed);
        outbox.push(unsent.cloned().collect());
        Ok(Self {
            key,
            file,
            next: last + 1,
            shim_seq: lines.iter().filter_map(|line| line.shim_seq).max().unwrap_or(0),
            so_far: lines.into_iter().map(|line| line.fact.event).collect(),
        })
    }

    /// The last of the shim's events that facts were made of.
    #[must_use]
    pub(super) fn shim_seq(&self) -> u64 {
        self.shim_seq
    }

    /// Whether a fact like this was written already.
    #[must_use]
    pub(super) fn has(&self, like: impl Fn(&Event) -> bool) -> bool {
        self.so_far.iter().any(like)
    }

    /// What the first fact that `of` knows an answer for says.
    #[must_use]
    pub(super) fn find<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.so_far.iter().find_map(of)
    }

    /// Writes facts that became true at `at`, all or none, and hands them to the outbox.
    /// `shim_seq` is the shim's event that they follow from.
    ///
    /// # Errors
    /// When the disk refuses; the facts are then not told.
    pub(super) fn tell(
        &mut self,
        outbox: &Outbox,
        at: TimestampMs,
        shim_seq: Option<u64>,
        events: Vec<Event>,
    ) -> io::Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let mut facts = Vec::with_capacity(events.len());
        for (event, seq) in events.iter().zip(self.next..) {
            let fact = Observation { key: self.key.clone(), seq, at, event: event.clone() };
            serde_json::to_writer(&mut bytes, &Line { fact: fact.clone(), shim_seq })?;
            bytes.push(b'\n');
            facts.push(fact);
        }
        for event in &events {
            crash::point(format_args!("agent:before-{}", Variant(event)));
        }
        // One write: a kill leaves all of the lines or none.
        self.file.write_all(&bytes)?;
        for event in &events {
            crash::point(format_args!("agent:after-{}", Variant(event)));
        }
        self.next += facts.len() as u64;
        self.shim_seq = self.shim_seq.max(shim_seq.unwrap_or(0));
        self.so_far.extend(events);
        outbox.push(facts);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(3) }
    }

    #[test]
    fn a_fact_is_sent_once_a_session_until_it_is_acknowledged() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        let both = vec![Event::Connected, Event::Running];
        facts.tell(&outbox, TimestampMs(1), None, both).unwrap();
        assert_eq!(outbox.take(10).iter().map(|f| f.seq).collect::<Vec<_>>(), [1, 2]);
        assert!(outbox.take(10).is_empty());
        outbox.acked(&key, 1);
        outbox.rewind();
        assert_eq!(outbox.take(10).iter().map(|f| f.seq).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_restart_goes_on_with_the_next_number_and_the_shim_s_next_event() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(1), Some(4), vec![Event::Connected]).unwrap();
        drop(facts);
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        assert_eq!(facts.shim_seq(), 4);
        assert!(facts.has(|event| *event == Event::Connected));
        facts.tell(&outbox, TimestampMs(2), None, vec![Event::Running]).unwrap();
        assert_eq!(outbox.take(10).iter().map(|f| f.seq).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_journal_behind_the_server_goes_on_after_what_the_server_has() {
        let (dir, outbox) = (tempfile::tempdir().unwrap(), Outbox::default());
        let mut facts = Facts::open(dir.path(), key(), 9, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(1), None, vec![Event::Released]).unwrap();
        assert_eq!(outbox.take(10)[0].seq, 10);
    }

    #[test]
    fn a_line_cut_short_is_written_again() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        Facts::open(dir.path(), key.clone(), 0, &outbox)
            .unwrap()
            .tell(&outbox, TimestampMs(1), None, vec![Event::Connected])
            .unwrap();
        let path = dir.path().join(FILE);
        let mut text = std::fs::read(&path).unwrap();
        text.extend(b"{\"fact\":{");
        std::fs::write(&path, text).unwrap();
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(2), None, vec![Event::Running]).unwrap();
        assert_eq!(Facts::open(dir.path(), key, 0, &Outbox::default()).unwrap().next, 3);
    }
}
