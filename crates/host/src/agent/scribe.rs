//! The thread that writes what the agent keeps of its tasks: nothing waits for the disk on the
//! threads that answer the tasks' DNS, and what is asked of it is done in its order.
//!
//! A fact is handed to the outbox once the disk has been asked to take it: what a server has
//! heard, the next agent knows. One that the disk refuses is handed over all the same, and
//! written when there is room.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use ferrogate_base::crash::{self, Variant};
use ferrogate_base::{TaskKey, fsio};
use ferrogate_link::Observation;
use tokio::sync::oneshot;

use super::fact_file::FactFile;
use super::facts::{Outbox, without_past};
use super::journal::Journal;
use super::patience::patiently;

/// The way to the thread. It ends when nobody has one any more, and has done then what it was
/// asked for.
#[derive(Clone, Debug)]
pub(super) struct Scribe {
    jobs: mpsc::Sender<Job>,
}

/// Facts of one binding, and the lines that say them.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) key: TaskKey,
    /// The task's folder.
    pub(super) dir: Arc<Path>,
    pub(super) lines: Vec<u8>,
    pub(super) facts: Vec<Observation>,
}

enum Job {
    Write(Page),
    /// Answered with the lines of the file, which is then open.
    Read(TaskKey, Arc<Path>, OnUnread, oneshot::Sender<io::Result<Vec<u8>>>),
    /// Answered once the disk has all facts of the binding.
    Settle(TaskKey, oneshot::Sender<()>),
    Do(Box<dyn FnOnce() + Send>),
    Forget(TaskKey, PathBuf),
}

/// What is done with a file that can't be read.
#[derive(Clone, Copy)]
enum OnUnread {
    Say,
    PutAside,
}

impl Scribe {
    /// Starts the thread. Facts go to `outbox` from it, and bindings that are over to `journal`.
    ///
    /// # Errors
    /// When the host gives no thread.
    pub(super) fn start(outbox: Arc<Outbox>, journal: Arc<Journal>) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let desk = Desk { files: BTreeMap::new(), settling: Vec::new(), outbox, journal };
        std::thread::Builder::new().name("task-files".into()).spawn(move || desk.work(&queue))?;
        Ok(Self { jobs })
    }

    /// Writes facts and hands them to the outbox. Returns at once.
    pub(super) fn write(&self, page: Page) {
        self.ask(Job::Write(page));
    }

    /// The lines in the file of a binding's facts. One that can't be read, however often it is
    /// tried, is put aside: the task's shim knows what became of it.
    pub(super) async fn read(&self, key: &TaskKey, dir: &Arc<Path>) -> Vec<u8> {
        let read = |unread| {
            let (lines, answer) = oneshot::channel();
            self.ask(Job::Read(key.clone(), dir.clone(), unread, lines));
            async { answer.await.map_err(gone)? }
        };
        match patiently("a task's facts", |_| true, || read(OnUnread::Say)).await {
            Ok(lines) => lines,
            Err(error) => {
                tracing::error!(task = %key, %error, "a task's facts can't be read: they are put aside");
                read(OnUnread::PutAside).await.unwrap_or_default()
            }
        }
    }

    /// Resolves once the disk has all facts of the binding, or nobody asks for it any more.
    pub(super) async fn settled(&self, key: &TaskKey) {
        let (done, settled) = oneshot::channel();
        self.ask(Job::Settle(key.clone(), done));
        // An answer that is dropped is one too.
        drop(settled.await);
    }

    /// Does something with the disk, in its turn.
    ///
    /// # Errors
    /// Those of `job`.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let (done, result) = oneshot::channel();
        // Nobody may be waiting any more; it is done all the same.
        self.ask(Job::Do(Box::new(move || drop(done.send(job())))));
        result.await.map_err(gone)?
    }

    /// Nothing of the binding is left but its folder: removes it, and what is to be told of it.
    pub(super) fn forget(&self, key: &TaskKey, dir: PathBuf) {
        self.ask(Job::Forget(key.clone(), dir));
    }

    fn ask(&self, job: Job) {
        // The thread lives as long as somebody can ask it.
        drop(self.jobs.send(job));
    }
}

fn gone(_: oneshot::error::RecvError) -> io::Error {
    io::Error::other("the thread that writes the tasks' files has ended")
}

/// What the thread works with.
struct Desk {
    files: BTreeMap<TaskKey, FactFile>,
    /// Who waits until the disk has all facts of a binding.
    settling: Vec<(TaskKey, oneshot::Sender<()>)>,
    outbox: Arc<Outbox>,
    journal: Arc<Journal>,
}

impl Desk {
    fn work(mut self, queue: &mpsc::Receiver<Job>) {
        loop {
            let next_try = self.files.values().filter_map(FactFile::next_try).min();
            let job = match next_try {
                None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => queue.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match job {
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let now = Instant::now();
            self.files.values_mut().for_each(|file| file.try_again(now));
            self.answer_settled();
        }
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Write(page) => self.write(page),
            Job::Read(key, dir, unread, answer) => {
                let read = match (FactFile::open(&dir), unread) {
                    (Err(error), OnUnread::Say) => Err(error),
                    (Err(_), OnUnread::PutAside) => Ok((FactFile::anew(&dir), Vec::new())),
                    (Ok(opened), _) => Ok(opened),
                };
                let lines = read.map(|(file, lines)| {
                    self.files.insert(key, file);
                    lines
                });
                drop(answer.send(lines));
            }
            Job::Settle(key, done) => self.settling.push((key, done)),
            Job::Do(job) => job(),
            Job::Forget(key, dir) => self.forget(&key, &dir),
        }
    }

    fn write(&mut self, Page { key, dir, lines, facts }: Page) {
        let open = || FactFile::open(&dir).map_or_else(|_| FactFile::anew(&dir), |(file, _)| file);
        // Those that an earlier agent has written are only to be sent.
        if !lines.is_empty() {
            self.files.entry(key.clone()).or_insert_with(open).append(&lines);
        }
        for fact in &facts {
            crash::point(format_args!("agent:after-{}", Variant(&fact.event)));
        }
        self.outbox.push(facts);
        let outbox = &self.outbox;
        if let Some(file) = self.files.get_mut(&key) {
            file.shorten(|written| without_past(written, outbox.first_unheard(&key)));
        }
    }

    fn forget(&mut self, key: &TaskKey, dir: &Path) {
        self.files.remove(key);
        self.outbox.forget(key);
        crash::point(format_args!("agent:before-forget"));
        if let Err(error) = fsio::remove_all(dir) {
            tracing::warn!(task = %key, %error, "the task's folder can't be removed");
        }
        crash::point(format_args!("agent:before-end"));
        self.journal.end(key);
    }

    fn answer_settled(&mut self) {
        let files = &self.files;
        let is_behind =
            |key: &TaskKey| files.get(key).is_some_and(|file| file.next_try().is_some());
        for (_, done) in self.settling.extract_if(.., |(key, _)| !is_behind(key)) {
            // Who closed the binding meanwhile waits no more.
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId, TimestampMs};
    use ferrogate_link::Event;
    use std::time::Duration;

    const DEADLINE: Duration = Duration::from_secs(60);

    struct Rig {
        dir: tempfile::TempDir,
        outbox: Arc<Outbox>,
        scribe: Scribe,
    }

    impl Rig {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let outbox = Arc::new(Outbox::default());
            let (journal, _) = Journal::open(&dir.path().join("journal"), "boot".into()).unwrap();
            let scribe = Scribe::start(outbox.clone(), Arc::new(journal)).unwrap();
            Self { dir, outbox, scribe }
        }

        fn task(&self) -> Arc<Path> {
            self.dir.path().join("task").into()
        }

        fn write(&self, key: &TaskKey, text: &str) {
            let (at, event) = (TimestampMs(1), Event::Running);
            let fact = Observation { key: key.clone(), seq: 1, at, event };
            let (dir, lines) = (self.task(), text.as_bytes().to_vec());
            self.scribe.write(Page { key: key.clone(), dir, lines, facts: vec![fact] });
        }
    }

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(1) }
    }

    #[tokio::test]
    async fn what_is_told_is_on_the_disk() {
        let (rig, key) = (Rig::new(), key());
        rig.write(&key, "one\n");
        tokio::time::timeout(DEADLINE, rig.outbox.more()).await.unwrap();
        assert_eq!(std::fs::read(rig.task().join("facts")).unwrap(), b"one\n");
        assert_eq!(rig.outbox.take_all().len(), 1);
        assert_eq!(rig.scribe.read(&key, &rig.task()).await, b"one\n");
    }

    #[tokio::test]
    async fn what_the_disk_refuses_is_told_and_is_settled_once_it_is_written() {
        let (rig, key) = (Rig::new(), key());
        // The folder can't be made while something else is there.
        std::fs::write(rig.task(), "").unwrap();
        rig.write(&key, "one\n");
        tokio::time::timeout(DEADLINE, rig.outbox.more()).await.unwrap();
        let settled = tokio::time::timeout(Duration::from_millis(20), rig.scribe.settled(&key));
        assert!(settled.await.is_err(), "it is not on the disk");
        // What others want is done meanwhile.
        rig.scribe.run(|| Ok(())).await.unwrap();
        std::fs::remove_file(rig.task()).unwrap();
        tokio::time::timeout(DEADLINE, rig.scribe.settled(&key)).await.unwrap();
        assert_eq!(std::fs::read(rig.task().join("facts")).unwrap(), b"one\n");
    }

    #[tokio::test]
    async fn who_waits_for_a_binding_that_is_forgotten_waits_no_more() {
        let (rig, key) = (Rig::new(), key());
        std::fs::write(rig.task(), "").unwrap();
        rig.write(&key, "one\n");
        rig.scribe.forget(&key, rig.task().to_path_buf());
        tokio::time::timeout(DEADLINE, rig.scribe.settled(&key)).await.unwrap();
        assert!(rig.outbox.take_all().is_empty() && !rig.task().exists());
    }

    #[tokio::test]
    async fn facts_that_cant_be_read_are_put_aside() {
        let (rig, key) = (Rig::new(), key());
        std::fs::create_dir_all(rig.task().join("facts")).unwrap();
        assert!(rig.scribe.read(&key, &rig.task()).await.is_empty());
        rig.write(&key, "one\n");
        rig.scribe.settled(&key).await;
        assert_eq!(std::fs::read(rig.task().join("facts")).unwrap(), b"one\n");
    }
}
