//! The facts of each binding: numbered, written down before they are sent, and sent again
//! until the server says that it has them.
//!
//! A fact that the disk does not take is sent all the same, and written when there is room: an
//! agent that is killed until then tells some of them twice, which the server takes as once.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;

use ferrogate_base::crash::{self, Variant};
use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_executor::session::credit::Purse;
use ferrogate_executor::{Event, Observation};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::fact_file::FactFile;

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
    /// Facts that were not sent in this session, at most `max` and as many as the credit goes:
    /// they count as sent.
    pub(super) fn take(&self, max: usize, credit: &mut Purse) -> Vec<Observation> {
        let mut taken = Vec::new();
        for task in self.tasks.lock().values_mut() {
            let sent = task.sent;
            for fact in task.facts.iter().filter(|fact| fact.seq > sent) {
                if taken.len() == max || fact.cost() > credit.left() {
                    return taken;
                }
                credit.spend(fact.cost());
                task.sent = fact.seq;
                taken.push(fact.clone());
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

    /// All facts of `key` that the server has not said it has are to be sent again.
    pub(super) fn rewind_one(&self, key: &TaskKey) {
        if let Some(task) = self.tasks.lock().get_mut(key) {
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
    file: FactFile,
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
    /// When there is a file that can't be read.
    pub(super) fn open(
        dir: &Path,
        key: TaskKey,
        observed: u64,
        outbox: &Outbox,
    ) -> io::Result<Self> {
        let (file, written) = FactFile::open(dir)?;
        let lines: Vec<Line> = lines_of(&written).collect();
        let unsent = lines.iter().map(|line| &line.fact).filter(|fact| fact.seq > observed);
        let next = observed + 1;
        // The numbers that they have already, unless one of them is lost: the server waits for
        // each in its turn.
        let unsent: Vec<_> =
            unsent.zip(next..).map(|(fact, seq)| Observation { seq, ..fact.clone() }).collect();
        let next = next + unsent.len() as u64;
        outbox.push(unsent);
        Ok(Self {
            key,
            file,
            next,
            shim_seq: lines.iter().filter_map(|line| line.shim_seq).max().unwrap_or(0),
            so_far: lines.into_iter().map(|line| line.fact.event).collect(),
        })
    }

    /// Whether the disk has not taken all facts.
    #[must_use]
    pub(super) fn is_behind(&self) -> bool {
        self.file.is_behind()
    }

    /// Tries until the disk has taken all facts. Cancelling loses nothing.
    pub(super) async fn catch_up(&mut self) {
        self.file.catch_up().await;
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

    /// What the last fact that `of` knows an answer for says.
    #[must_use]
    pub(super) fn last<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.so_far.iter().rev().find_map(of)
    }

    /// Writes facts that became true at `at`, all or none, and hands them to the outbox, also
    /// when the disk does not take them now. `shim_seq` is the shim's event that they follow
    /// from.
    pub(super) fn tell(
        &mut self,
        outbox: &Outbox,
        at: TimestampMs,
        shim_seq: Option<u64>,
        events: Vec<Event>,
    ) {
        if events.is_empty() {
            return;
        }
        let mut bytes = Vec::new();
        let mut facts = Vec::with_capacity(events.len());
        for (event, seq) in events.iter().zip(self.next..) {
            let fact = Observation { key: self.key.clone(), seq, at, event: event.clone() };
            let line = Line { fact: fact.clone(), shim_seq };
            serde_json::to_writer(&mut bytes, &line).expect("a fact is numbers and texts");
            bytes.push(b'\n');
            facts.push(fact);
        }
        for event in &events {
            crash::point(format_args!("agent:before-{}", Variant(event)));
        }
        self.file.append(&bytes);
        for event in &events {
            crash::point(format_args!("agent:after-{}", Variant(event)));
        }
        self.next += facts.len() as u64;
        self.shim_seq = self.shim_seq.max(shim_seq.unwrap_or(0));
        self.so_far.extend(events);
        outbox.push(facts);
    }
}

/// The facts in a file. What is none is passed over: a disk's damage to one of them is no
/// reason to know nothing of the task.
fn lines_of(written: &[u8]) -> impl Iterator<Item = Line> {
    written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).filter_map(|line| {
        serde_json::from_slice(line)
            .inspect_err(|error| tracing::error!(%error, "a line of a task's facts is damaged"))
            .ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(3) }
    }

    /// The numbers of what there is to send, whatever the credit.
    fn numbers(outbox: &Outbox) -> Vec<u64> {
        let mut credit = Purse::default();
        credit.grant(u64::MAX);
        outbox.take(10, &mut credit).iter().map(|fact| fact.seq).collect()
    }

    #[test]
    fn a_fact_is_sent_once_a_session_until_it_is_acknowledged() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        let both = vec![Event::Connected, Event::Running];
        facts.tell(&outbox, TimestampMs(1), None, both);
        assert_eq!(numbers(&outbox), [1, 2]);
        assert!(numbers(&outbox).is_empty());
        outbox.acked(&key, 1);
        outbox.rewind();
        assert_eq!(numbers(&outbox), [2]);
    }

    #[test]
    fn facts_are_sent_as_far_as_the_credit_goes_in_their_order() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(1), None, vec![Event::Connected, Event::Running]);
        let of = |seq| Observation {
            key: key.clone(),
            seq,
            at: TimestampMs(1),
            event: if seq == 1 { Event::Connected } else { Event::Running },
        };
        let (one, two) = (of(1), of(2));
        let mut credit = Purse::default();
        assert!(outbox.take(10, &mut credit).is_empty());
        credit.grant(one.cost() + two.cost() - 1);
        assert_eq!(outbox.take(10, &mut credit), std::slice::from_ref(&one));
        assert!(outbox.take(10, &mut credit).is_empty());
        credit.grant(one.cost() + two.cost());
        assert_eq!(outbox.take(10, &mut credit), std::slice::from_ref(&two));
        assert_eq!(credit.left(), 0);
    }

    #[test]
    fn the_facts_of_one_task_can_be_asked_for_again() {
        let (outbox, key) = (Outbox::default(), key());
        for (n, key) in
            [key.clone(), TaskKey { task: TaskId::random(), ..key.clone() }].into_iter().enumerate()
        {
            let dir = tempfile::tempdir().unwrap();
            let mut facts = Facts::open(dir.path(), key, n as u64 * 10, &outbox).unwrap();
            facts.tell(&outbox, TimestampMs(1), None, vec![Event::Connected]);
        }
        assert_eq!(numbers(&outbox).len(), 2);
        outbox.rewind_one(&key);
        assert_eq!(numbers(&outbox), [1]);
    }

    #[test]
    fn a_restart_goes_on_with_the_next_number_and_the_shim_s_next_event() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(1), Some(4), vec![Event::Connected]);
        drop(facts);
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        assert_eq!(facts.shim_seq(), 4);
        assert!(facts.has(|event| *event == Event::Connected));
        facts.tell(&outbox, TimestampMs(2), None, vec![Event::Running]);
        assert_eq!(numbers(&outbox), [1, 2]);
    }

    #[test]
    fn a_journal_behind_the_server_goes_on_after_what_the_server_has() {
        let (dir, outbox) = (tempfile::tempdir().unwrap(), Outbox::default());
        let mut facts = Facts::open(dir.path(), key(), 9, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(1), None, vec![Event::Released]);
        assert_eq!(numbers(&outbox), [10]);
    }

    #[test]
    fn a_line_cut_short_is_written_again() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap().tell(
            &outbox,
            TimestampMs(1),
            None,
            vec![Event::Connected],
        );
        let path = dir.path().join("facts");
        let mut text = std::fs::read(&path).unwrap();
        text.extend(b"{\"fact\":{");
        std::fs::write(&path, text).unwrap();
        let outbox = Outbox::default();
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        facts.tell(&outbox, TimestampMs(2), None, vec![Event::Running]);
        assert_eq!(Facts::open(dir.path(), key, 0, &Outbox::default()).unwrap().next, 3);
    }

    #[test]
    fn a_damaged_line_costs_that_line_alone() {
        let (dir, outbox, key) = (tempfile::tempdir().unwrap(), Outbox::default(), key());
        let mut facts = Facts::open(dir.path(), key.clone(), 0, &outbox).unwrap();
        for event in [Event::Connected, Event::Activating, Event::Running] {
            facts.tell(&outbox, TimestampMs(1), None, vec![event]);
        }
        let path = dir.path().join("facts");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen("activating", "\u{1}ctivating", 1)).unwrap();
        let outbox = Outbox::default();
        let facts = Facts::open(dir.path(), key, 0, &outbox).unwrap();
        assert!(facts.has(|event| *event == Event::Running));
        assert!(!facts.has(|event| *event == Event::Activating));
        // The server takes one number after the other.
        assert_eq!(numbers(&outbox), [1, 2]);
    }

    #[tokio::test]
    async fn a_fact_that_the_disk_refuses_is_told_and_written_later() {
        let (dir, outbox) = (tempfile::tempdir().unwrap(), Outbox::default());
        let folder = dir.path().join("task");
        let mut facts = Facts::open(&folder, key(), 0, &outbox).unwrap();
        // The folder can't be made while something else is there.
        std::fs::write(&folder, "").unwrap();
        facts.tell(&outbox, TimestampMs(1), None, vec![Event::Connected]);
        facts.tell(&outbox, TimestampMs(1), None, vec![Event::Running]);
        assert!(facts.is_behind() && facts.has(|event| *event == Event::Running));
        assert_eq!(numbers(&outbox), [1, 2]);
        std::fs::remove_file(&folder).unwrap();
        facts.catch_up().await;
        let again = Facts::open(&folder, facts.key.clone(), 0, &Outbox::default()).unwrap();
        assert_eq!((again.next, again.so_far), (3, vec![Event::Connected, Event::Running]));
    }
}
