//! The facts of each binding: numbered, written down before they are sent, and sent again
//! until the server says that it has them.
//!
//! A fact that the disk does not take is sent all the same, and written when there is room: an
//! agent that is killed until then tells some of them twice, which the server takes as once.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use ferrogate_base::crash::{self, Variant};
use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::session::credit::Purse;
use ferrogate_link::{Event, Observation};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::scribe::{Page, Scribe};
use super::task::is_past;

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

    /// The number of the first fact of `key` that the server has not said it has; `None` when it
    /// has all.
    pub(super) fn first_unheard(&self, key: &TaskKey) -> Option<u64> {
        Some(self.tasks.lock().get(key)?.facts.front()?.seq)
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

    /// As [`Outbox::take`], whatever the credit.
    #[cfg(test)]
    pub(super) fn take_all(&self) -> Vec<Observation> {
        let mut credit = Purse::default();
        credit.grant(u64::MAX);
        self.take(usize::MAX, &mut credit)
    }

    /// Facts to send: the scribe's, which has written them.
    pub(super) fn push(&self, facts: Vec<Observation>) {
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
    /// The task's folder.
    dir: Arc<Path>,
    scribe: Scribe,
    /// The number of the next fact.
    next: u64,
    /// The last of the shim's events that facts were made of.
    shim_seq: u64,
}

impl Facts {
    /// No facts yet of `key`, whose folder is `dir`. `observed` is the number of the last one
    /// that the server has: the next one comes after it.
    pub(super) fn new(dir: &Path, key: TaskKey, observed: u64, scribe: &Scribe) -> Self {
        let (dir, scribe) = (dir.into(), scribe.clone());
        Self { key, dir, scribe, next: observed + 1, shim_seq: 0 }
    }

    /// Opens the facts of `key` that are in its folder, whatever became of them, and what they
    /// tell of when.
    pub(super) async fn open(
        dir: &Path,
        key: TaskKey,
        observed: u64,
        scribe: &Scribe,
    ) -> (Self, Vec<(TimestampMs, Event)>) {
        let mut facts = Self::new(dir, key, observed, scribe);
        let written = scribe.read(&facts.key, &facts.dir).await;
        let lines: Vec<Line> = lines_of(&written).collect();
        let unsent = lines.iter().map(|line| &line.fact).filter(|fact| fact.seq > observed);
        // The key and the numbers that they have already, unless one of them is lost or damaged:
        // the server waits for each in its turn.
        let unsent = unsent.zip(facts.next..);
        let unsent: Vec<_> = unsent
            .map(|(fact, seq)| Observation { key: facts.key.clone(), seq, ..fact.clone() })
            .collect();
        facts.next += unsent.len() as u64;
        facts.shim_seq = lines.iter().filter_map(|line| line.shim_seq).max().unwrap_or(0);
        facts.hand_over(Vec::new(), unsent);
        (facts, lines.into_iter().map(|line| (line.fact.at, line.fact.event)).collect())
    }

    /// Resolves once the disk has all facts, or nobody asks for them any more.
    pub(super) fn settled(&self) -> impl Future<Output = ()> + Send + use<> {
        let (scribe, key) = (self.scribe.clone(), self.key.clone());
        async move { scribe.settled(&key).await }
    }

    /// The last of the shim's events that facts were made of.
    #[must_use]
    pub(super) fn shim_seq(&self) -> u64 {
        self.shim_seq
    }

    /// Tells facts that became true at `at`: they are written and then sent, together and in this
    /// order. A kill between may leave the first of them written and not the rest; a disk that
    /// takes none of them does not keep them from being sent. `shim_seq` is the shim's event that
    /// they follow from: the next agent asks the shim again for what is not written.
    pub(super) fn tell(&mut self, at: TimestampMs, shim_seq: Option<u64>, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        let mut facts = Vec::with_capacity(events.len());
        for (event, seq) in events.iter().zip(self.next..) {
            let fact = Observation { key: self.key.clone(), seq, at, event: event.clone() };
            let line = Line { fact: fact.clone(), shim_seq };
            serde_json::to_writer(&mut lines, &line).expect("a fact is numbers and texts");
            lines.push(b'\n');
            facts.push(fact);
        }
        for event in &events {
            crash::point(format_args!("agent:before-{}", Variant(event)));
        }
        self.next += facts.len() as u64;
        self.shim_seq = self.shim_seq.max(shim_seq.unwrap_or(0));
        self.hand_over(lines, facts);
    }

    fn hand_over(&self, lines: Vec<u8>, facts: Vec<Observation>) {
        let (key, dir) = (self.key.clone(), self.dir.clone());
        self.scribe.write(Page { key, dir, lines, facts });
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

/// The lines of a file without those that tell what is past, as far as the server has them. The
/// last lines stay, and with them the numbers that it goes on from.
pub(super) fn without_past(written: &[u8], first_unheard: Option<u64>) -> Vec<u8> {
    let lines: Vec<Line> = lines_of(written).collect();
    let mut kept = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let event = &line.fact.event;
        let heard = first_unheard.is_none_or(|first| line.fact.seq < first);
        if heard && lines[at + 1..].iter().any(|later| is_past(event, &later.fact.event)) {
            continue;
        }
        serde_json::to_writer(&mut kept, line).expect("a fact is numbers and texts");
        kept.push(b'\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::journal::Journal;
    use super::super::task::Story;
    use super::*;
    use ferrogate_base::{Epoch, TaskId};
    use std::time::Duration;

    const DEADLINE: Duration = Duration::from_secs(60);

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(3) }
    }

    /// An agent's memory, in a folder that one after it finds.
    struct Agent {
        outbox: Arc<Outbox>,
        scribe: Scribe,
    }

    impl Agent {
        fn start(dir: &Path) -> Self {
            let outbox = Arc::new(Outbox::default());
            let (journal, _) = Journal::open(&dir.join("journal"), "boot".into()).unwrap();
            let scribe = Scribe::start(outbox.clone(), Arc::new(journal)).unwrap();
            Self { outbox, scribe }
        }

        async fn open(&self, dir: &Path, key: &TaskKey, observed: u64) -> (Facts, Story) {
            let (facts, told) = Facts::open(dir, key.clone(), observed, &self.scribe).await;
            (facts, Story::of(told.into_iter().map(|(_, fact)| fact).collect()))
        }

        /// The numbers of the next facts that are sent, once all that was told is written.
        async fn sent(&self) -> Vec<u64> {
            self.scribe.run(|| Ok(())).await.unwrap();
            self.outbox.take_all().iter().map(|fact| fact.seq).collect()
        }
    }

    #[tokio::test]
    async fn a_fact_is_sent_once_a_session_until_it_is_acknowledged() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key, 0).await;
        facts.tell(TimestampMs(1), None, vec![Event::Connected, Event::Running]);
        assert_eq!(agent.sent().await, [1, 2]);
        assert!(agent.sent().await.is_empty());
        agent.outbox.acked(&key, 1);
        agent.outbox.rewind();
        assert_eq!(agent.sent().await, [2]);
    }

    #[tokio::test]
    async fn facts_are_sent_as_far_as_the_credit_goes_in_their_order() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key, 0).await;
        facts.tell(TimestampMs(1), None, vec![Event::Connected, Event::Running]);
        agent.scribe.run(|| Ok(())).await.unwrap();
        let of = |seq| Observation {
            key: key.clone(),
            seq,
            at: TimestampMs(1),
            event: if seq == 1 { Event::Connected } else { Event::Running },
        };
        let (one, two) = (of(1), of(2));
        let mut credit = Purse::default();
        assert!(agent.outbox.take(10, &mut credit).is_empty());
        credit.grant(one.cost() + two.cost() - 1);
        assert_eq!(agent.outbox.take(10, &mut credit), std::slice::from_ref(&one));
        assert!(agent.outbox.take(10, &mut credit).is_empty());
        credit.grant(one.cost() + two.cost());
        assert_eq!(agent.outbox.take(10, &mut credit), std::slice::from_ref(&two));
        assert_eq!(credit.left(), 0);
    }

    #[tokio::test]
    async fn the_facts_of_one_task_can_be_asked_for_again() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let other = TaskKey { task: TaskId::random(), ..key.clone() };
        for (n, key) in [&key, &other].into_iter().enumerate() {
            let folder = dir.path().join(key.to_string());
            let (mut facts, _) = agent.open(&folder, key, n as u64 * 10).await;
            facts.tell(TimestampMs(1), None, vec![Event::Connected]);
        }
        assert_eq!(agent.sent().await.len(), 2);
        agent.outbox.rewind_one(&key);
        assert_eq!(agent.sent().await, [1]);
    }

    #[tokio::test]
    async fn a_restart_goes_on_with_the_next_number_and_the_shim_s_next_event() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let mut facts = Facts::new(dir.path(), key.clone(), 0, &agent.scribe);
        facts.tell(TimestampMs(1), Some(4), vec![Event::Connected]);
        facts.settled().await;
        let agent = Agent::start(dir.path());
        let (mut facts, story) = agent.open(dir.path(), &key, 0).await;
        assert_eq!(facts.shim_seq(), 4);
        assert!(story.has(|event| *event == Event::Connected));
        facts.tell(TimestampMs(2), None, vec![Event::Running]);
        assert_eq!(agent.sent().await, [1, 2]);
    }

    #[tokio::test]
    async fn a_journal_behind_the_server_goes_on_after_what_the_server_has() {
        let dir = tempfile::tempdir().unwrap();
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key(), 9).await;
        facts.tell(TimestampMs(1), None, vec![Event::Released]);
        assert_eq!(agent.sent().await, [10]);
    }

    #[tokio::test]
    async fn a_line_cut_short_is_written_again() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key, 0).await;
        facts.tell(TimestampMs(1), None, vec![Event::Connected]);
        facts.settled().await;
        let path = dir.path().join("facts");
        let mut text = std::fs::read(&path).unwrap();
        text.extend(b"{\"fact\":{");
        std::fs::write(&path, text).unwrap();
        let (mut facts, _) = Agent::start(dir.path()).open(dir.path(), &key, 0).await;
        facts.tell(TimestampMs(2), None, vec![Event::Running]);
        facts.settled().await;
        assert_eq!(Agent::start(dir.path()).open(dir.path(), &key, 0).await.0.next, 3);
    }

    #[tokio::test]
    async fn a_damaged_line_costs_that_line_alone() {
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key, 0).await;
        for event in [Event::Connected, Event::Activating, Event::Running] {
            facts.tell(TimestampMs(1), None, vec![event]);
        }
        facts.settled().await;
        let path = dir.path().join("facts");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen("activating", "\u{1}ctivating", 1)).unwrap();
        let agent = Agent::start(dir.path());
        let (_, story) = agent.open(dir.path(), &key, 0).await;
        assert!(story.has(|event| *event == Event::Running));
        assert!(!story.has(|event| *event == Event::Activating));
        // The server takes one number after the other.
        assert_eq!(agent.sent().await, [1, 2]);
    }

    #[tokio::test]
    async fn what_comes_true_again_and_again_takes_so_much_room_and_goes_on_with_its_numbers() {
        use ferrogate_link::Health;
        let (dir, key) = (tempfile::tempdir().unwrap(), key());
        let agent = Agent::start(dir.path());
        let (mut facts, _) = agent.open(dir.path(), &key, 0).await;
        facts.tell(TimestampMs(1), None, vec![Event::Connected]);
        let shows = |n: u64| Event::ContainerHealth {
            container: "a".into(),
            health: if n.is_multiple_of(2) { Health::Healthy } else { Health::Unhealthy },
            said: None,
        };
        for n in 2..=4000 {
            facts.tell(TimestampMs(n), Some(n), vec![shows(n)]);
            if n == 3990 {
                facts.settled().await;
                agent.outbox.acked(&key, 3980);
            }
        }
        facts.settled().await;
        let length = std::fs::metadata(dir.path().join("facts")).unwrap().len();
        assert!(length > 0 && length < 1 << 20, "{length}");
        for n in 4001..=5000 {
            facts.tell(TimestampMs(n), Some(n), vec![shows(n)]);
            facts.settled().await;
        }
        let length = std::fs::metadata(dir.path().join("facts")).unwrap().len();
        assert!(length < 400 << 10, "{length}");
        // The next agent goes on where this one was, and sends what the server has not.
        let agent = Agent::start(dir.path());
        let (facts, story) = agent.open(dir.path(), &key, 3980).await;
        assert_eq!((facts.next, facts.shim_seq()), (5001, 5000));
        assert!(story.has(|event| *event == Event::Connected));
        assert_eq!(agent.sent().await, (3981..=5000).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_fact_that_the_disk_refuses_is_told_and_written_later() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, agent) = (dir.path().join("task"), Agent::start(dir.path()));
        let (mut facts, _) = agent.open(&folder, &key(), 0).await;
        // The folder can't be made while something else is there.
        std::fs::write(&folder, "").unwrap();
        facts.tell(TimestampMs(1), None, vec![Event::Connected]);
        facts.tell(TimestampMs(1), None, vec![Event::Running]);
        assert_eq!(agent.sent().await, [1, 2]);
        std::fs::remove_file(&folder).unwrap();
        tokio::time::timeout(DEADLINE, facts.settled()).await.unwrap();
        let (again, story) = Agent::start(dir.path()).open(&folder, &facts.key, 0).await;
        assert_eq!((again.next, story.facts()), (3, &[Event::Connected, Event::Running][..]));
    }
}
