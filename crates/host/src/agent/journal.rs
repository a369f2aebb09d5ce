//! The agent's journal of intents: which bindings were begun, in which life of the kernel.
//!
//! An intent is on disk before its first process starts, so a binding that was begun before
//! a power cut is never begun again. Many intents share one flush. A file that has grown is
//! written anew with what is still open.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ferrogate_base::{TaskKey, crash, fsio};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

/// The journal is written anew past so many bytes, and past twice what it then came to.
const GROWN: u64 = 1 << 20;

/// One line of the journal.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Begin { key: TaskKey, boot_id: String },
    End { key: TaskKey },
}

struct Write1 {
    line: Line,
    /// Answered once the line is on disk; `None` for a line that need not be.
    done: Option<oneshot::Sender<io::Result<()>>>,
}

/// The open journal. Dropping it writes what is queued and closes the file.
#[derive(Debug)]
pub(super) struct Journal {
    queue: mpsc::Sender<Write1>,
    boot_id: String,
}

impl Journal {
    /// Opens the journal at `path` in the kernel's life `boot_id`; also returns the bindings
    /// that were begun and not ended, each with the life it was begun in.
    ///
    /// # Errors
    /// When the file can be neither read nor put aside, or none can be written.
    pub(super) fn open(
        path: &Path,
        boot_id: String,
    ) -> io::Result<(Self, BTreeMap<TaskKey, String>)> {
        let (open, length) = read_or_put_aside(path)?;
        let writer = Writer::open(path.to_owned(), open.clone())
            .or_else(|error| Writer::go_on(path.to_owned(), open.clone(), length, error))?;
        let (queue, writes) = mpsc::channel();
        std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || write_all(writer, &writes))?;
        Ok((Self { queue, boot_id }, open))
    }

    /// Writes that `key` is begun. Returns once that is on disk.
    ///
    /// # Errors
    /// When the disk refuses; the binding must then not be begun.
    pub(super) async fn begin(&self, key: &TaskKey) -> io::Result<()> {
        let line = Line::Begin { key: key.clone(), boot_id: self.boot_id.clone() };
        let (done, written) = oneshot::channel();
        let write = Write1 { line, done: Some(done) };
        crash::point(format_args!("agent:before-begin"));
        self.queue.send(write).map_err(|_| closed())?;
        let result = written.await.map_err(|_| closed())?;
        crash::point(format_args!("agent:after-begin"));
        result
    }

    /// Writes that `key` is over. Returns at once: a lost line only means that the binding is
    /// found over again.
    pub(super) fn end(&self, key: &TaskKey) {
        // The thread lives as long as the journal does.
        drop(self.queue.send(Write1 { line: Line::End { key: key.clone() }, done: None }));
    }
}

fn closed() -> io::Error {
    io::Error::other("the journal's writer has ended")
}

fn encode(line: &Line) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The bindings that are open, and how many bytes of whole lines say so. A last line that was
/// cut short is nothing: its writer was never told that it lasts. One that is damaged is passed
/// over: what it said of one task is no reason to have no agent, and the task's folder says
/// it too.
fn read(path: &Path) -> io::Result<(BTreeMap<TaskKey, String>, u64)> {
    let bytes = match std::fs::read(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((BTreeMap::new(), 0)),
        other => other?,
    };
    let mut open = BTreeMap::new();
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let lines = bytes[..whole].split(|byte| *byte == b'\n');
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
        match serde_json::from_slice(line) {
            Ok(Line::Begin { key, boot_id }) => {
                open.insert(key, boot_id);
            }
            Ok(Line::End { key }) => {
                open.remove(&key);
            }
            Err(error) => tracing::error!(
                path = %path.display(), line = at + 1, %error,
                "a line of the agent's journal is damaged"
            ),
        }
    }
    Ok((open, whole as u64))
}

/// The same, of a file that may not be one that can be read: it is then put aside.
fn read_or_put_aside(path: &Path) -> io::Result<(BTreeMap<TaskKey, String>, u64)> {
    read(path).or_else(|error| {
        tracing::error!(path = %path.display(), %error, "the agent's journal is put aside");
        std::fs::rename(path, path.with_extension("unreadable"))?;
        Ok((BTreeMap::new(), 0))
    })
}

/// The file and what it says.
struct Writer {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines. What a failed write left behind is cut off by the next.
    length: u64,
    /// At which length the file is written anew.
    limit: u64,
    open: BTreeMap<TaskKey, String>,
}

impl Writer {
    /// Writes the file anew with the bindings that are open.
    fn open(path: PathBuf, open: BTreeMap<TaskKey, String>) -> io::Result<Self> {
        let mut whole = Vec::new();
        for (key, boot_id) in &open {
            let line = Line::Begin { key: key.clone(), boot_id: boot_id.clone() };
            whole.extend(encode(&line)?);
        }
        fsio::write_atomic(&path, &whole, 0o600)?;
        let file = OpenOptions::new().append(true).mode(0o600).open(&path)?;
        let length = whole.len() as u64;
        Ok(Self { path, file, length, limit: GROWN.max(2 * length), open })
    }

    /// Goes on with the file as it is, because it can't be written anew: a disk that is full
    /// is no reason to have no agent.
    fn go_on(
        path: PathBuf,
        open: BTreeMap<TaskKey, String>,
        length: u64,
        because: io::Error,
    ) -> io::Result<Self> {
        let Ok(file) = OpenOptions::new().append(true).open(&path) else { return Err(because) };
        tracing::warn!(path = %path.display(), error = %because, "the journal can't be shortened");
        Ok(Self { path, file, length, limit: GROWN.max(2 * length), open })
    }

    /// Appends lines: all of them, or, with an error, none that stays.
    fn append<'l>(
        &mut self,
        lines: impl Iterator<Item = &'l Line> + Clone,
        lasting: bool,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        for line in lines.clone() {
            bytes.extend(encode(line)?);
        }
        // A disk that is full takes half a line and may cut it off: nobody is told that it is
        // there, and what comes next must not be written behind it.
        self.file.set_len(self.length)?;
        self.file.write_all(&bytes)?;
        if lasting {
            self.file.sync_data()?;
        }
        self.length += bytes.len() as u64;
        for line in lines {
            match line {
                Line::Begin { key, boot_id } => self.open.insert(key.clone(), boot_id.clone()),
                Line::End { key } => self.open.remove(key),
            };
        }
        Ok(())
    }

    /// Writes a file that has grown anew. One that can't be goes on growing.
    fn shrink(&mut self) {
        if self.length <= self.limit {
            return;
        }
        match Self::open(self.path.clone(), self.open.clone()) {
            Ok(anew) => *self = anew,
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "the journal can't be shortened");
                self.limit = 2 * self.length;
            }
        }
    }
}

/// Writes what is queued, all of it at once, and flushes once for all.
fn write_all(mut writer: Writer, writes: &mpsc::Receiver<Write1>) {
    while let Ok(first) = writes.recv() {
        let mut batch = vec![first];
        batch.extend(writes.try_iter());
        let lasting = batch.iter().any(|write| write.done.is_some());
        let result = writer.append(batch.iter().map(|write| &write.line), lasting);
        if !lasting {
            crash::point(format_args!("agent:after-end"));
        }
        if let Err(error) = &result {
            tracing::error!(path = %writer.path.display(), %error, "the journal can't be written");
        }
        for done in batch.into_iter().filter_map(|write| write.done) {
            let copy = match &result {
                Ok(()) => Ok(()),
                Err(e) => Err(io::Error::new(e.kind(), e.to_string())),
            };
            // Nobody waits any more for a start that was cancelled.
            drop(done.send(copy));
        }
        writer.shrink();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};
    use nix::mount::{MntFlags, MsFlags, mount, umount, umount2};
    use std::collections::BTreeSet;

    fn key() -> TaskKey {
        TaskKey { task: TaskId::random(), epoch: Epoch(1) }
    }

    #[tokio::test]
    async fn what_was_begun_is_known_after_a_restart_until_it_is_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        let (journal, known) = Journal::open(&path, "one".into()).unwrap();
        assert!(known.is_empty());
        let (a, b) = (key(), key());
        journal.begin(&a).await.unwrap();
        journal.begin(&b).await.unwrap();
        journal.end(&a);
        // The same queue: what comes after the end is written after it.
        journal.begin(&key()).await.unwrap();
        drop(journal);
        let (_, known) = Journal::open(&path, "two".into()).unwrap();
        assert_eq!(known.len(), 2);
        assert_eq!(known[&b], "one");
        assert!(!known.contains_key(&a));
    }

    #[tokio::test]
    async fn a_damaged_line_costs_that_line_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        let keys = [key(), key(), key()];
        let (journal, _) = Journal::open(&path, "one".into()).unwrap();
        for key in &keys {
            journal.begin(key).await.unwrap();
        }
        drop(journal);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] = 0xff; // no letter of any text
        std::fs::write(&path, bytes).unwrap();
        let (_, known) = Journal::open(&path, "two".into()).unwrap();
        assert_eq!(
            known.into_keys().collect::<BTreeSet<_>>(),
            [keys[0].clone(), keys[2].clone()].into()
        );
    }

    #[test]
    fn what_is_no_file_is_put_aside() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        std::fs::create_dir(&path).unwrap();
        let (_, known) = Journal::open(&path, "one".into()).unwrap();
        assert!(known.is_empty() && path.is_file());
        assert!(dir.path().join("journal.unreadable").is_dir());
    }

    #[tokio::test]
    async fn a_line_that_was_cut_short_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        let (journal, _) = Journal::open(&path, "one".into()).unwrap();
        journal.begin(&key()).await.unwrap();
        let mut text = std::fs::read(&path).unwrap();
        text.extend(b"{\"begin\":{\"ke");
        std::fs::write(&path, text).unwrap();
        assert_eq!(read(&path).unwrap().0.len(), 1);
    }

    #[test]
    fn what_a_full_disk_cut_off_is_not_in_the_way_of_what_comes_next() {
        let dir = tempfile::tempdir().unwrap();
        let small = Some("size=4096");
        mount(Some("tmpfs"), dir.path(), Some("tmpfs"), MsFlags::empty(), small).unwrap();
        let mut writer = Writer::open(dir.path().join("journal"), BTreeMap::new()).unwrap();
        let begin = |key: &TaskKey| Line::Begin { key: key.clone(), boot_id: "b".repeat(900) };
        let mut kept = Vec::new();
        let refused = loop {
            let key = key();
            match writer.append([&begin(&key)].into_iter(), true) {
                Ok(()) => kept.push(key),
                Err(e) => break e,
            }
        };
        let end = writer.append([&Line::End { key: kept[0].clone() }].into_iter(), false);
        let known = read(&writer.path);
        drop(writer);
        umount(dir.path()).unwrap();
        assert_eq!(refused.kind(), io::ErrorKind::StorageFull);
        end.unwrap();
        assert_eq!(known.unwrap().0.into_keys().collect::<Vec<_>>(), {
            let mut rest = kept[1..].to_vec();
            rest.sort();
            rest
        });
    }

    #[test]
    fn a_journal_that_has_grown_is_written_anew() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path().join("journal"), BTreeMap::new()).unwrap();
        let lasting = key();
        let begin = |key: &TaskKey| Line::Begin { key: key.clone(), boot_id: "b".into() };
        writer.append([&begin(&lasting)].into_iter(), false).unwrap();
        let before = writer.length;
        while writer.length <= GROWN {
            let key = key();
            writer.append([&begin(&key), &Line::End { key }].into_iter(), false).unwrap();
        }
        writer.shrink();
        assert_eq!(writer.length, before);
        assert_eq!(std::fs::metadata(&writer.path).unwrap().len(), before);
        assert_eq!(read(&writer.path).unwrap().0.into_keys().collect::<Vec<_>>(), [lasting]);
    }

    #[tokio::test]
    async fn a_disk_that_is_full_at_the_start_is_no_reason_to_have_no_journal() {
        let dir = tempfile::tempdir().unwrap();
        let small = Some("size=8192");
        mount(Some("tmpfs"), dir.path(), Some("tmpfs"), MsFlags::empty(), small).unwrap();
        let (path, filler) = (dir.path().join("journal"), dir.path().join("filler"));
        let before = key();
        let (journal, _) = Journal::open(&path, "one".into()).unwrap();
        journal.begin(&before).await.unwrap();
        drop(journal);
        // A torn line, and then no room for another file.
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"begin\":").unwrap();
        let mut file = File::create(&filler).unwrap();
        while file.write_all(&[0; 512]).is_ok() {}
        let opened = Journal::open(&path, "two".into());
        std::fs::remove_file(&filler).unwrap();
        let (journal, known) = opened.unwrap();
        assert!(known.into_keys().eq([before.clone()]));
        let next = key();
        journal.begin(&next).await.unwrap();
        drop(journal);
        let (known, _) = read(&path).unwrap();
        // Its writer may still have the file open.
        umount2(dir.path(), MntFlags::MNT_DETACH).unwrap();
        assert_eq!(known.len(), 2);
        assert!(known.contains_key(&before) && known.contains_key(&next));
    }
}
