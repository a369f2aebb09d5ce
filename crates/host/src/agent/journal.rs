//! The agent's journal of intents: which bindings were begun, in which life of the kernel.
//!
//! An intent is on disk before its first process starts, so a binding that was begun before
//! a power cut is never begun again. Many intents share one flush.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::mpsc;

use ferrogate_base::{TaskKey, crash, fsio};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

/// One line of the journal.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Begin { key: TaskKey, boot_id: String },
    End { key: TaskKey },
}

struct Write1 {
    bytes: Vec<u8>,
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
    /// When the file can't be read, or holds a line in its middle that no journal wrote.
    pub(super) fn open(
        path: &Path,
        boot_id: String,
    ) -> io::Result<(Self, BTreeMap<TaskKey, String>)> {
        let open = read(path)?;
        let mut whole = Vec::new();
        for (key, boot_id) in &open {
            let line = Line::Begin { key: key.clone(), boot_id: boot_id.clone() };
            whole.extend(encode(&line)?);
        }
        fsio::write_atomic(path, &whole, 0o600)?;
        let file = OpenOptions::new().append(true).mode(0o600).open(path)?;
        let (queue, writes) = mpsc::channel();
        let path = path.to_owned();
        std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || write_all(file, &path, &writes))?;
        Ok((Self { queue, boot_id }, open))
    }

    /// Writes that `key` is begun. Returns once that is on disk.
    ///
    /// # Errors
    /// When the disk refuses; the binding must then not be begun.
    pub(super) async fn begin(&self, key: &TaskKey) -> io::Result<()> {
        let line = Line::Begin { key: key.clone(), boot_id: self.boot_id.clone() };
        let (done, written) = oneshot::channel();
        let write = Write1 { bytes: encode(&line)?, done: Some(done) };
        crash::point(format_args!("agent:before-begin"));
        self.queue.send(write).map_err(|_| closed())?;
        let result = written.await.map_err(|_| closed())?;
        crash::point(format_args!("agent:after-begin"));
        result
    }

    /// Writes that `key` is over. Returns at once: a lost line only means that the binding is
    /// found over again.
    pub(super) fn end(&self, key: &TaskKey) {
        if let Ok(bytes) = encode(&Line::End { key: key.clone() }) {
            // The thread lives as long as the journal does.
            drop(self.queue.send(Write1 { bytes, done: None }));
        }
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

fn read(path: &Path) -> io::Result<BTreeMap<TaskKey, String>> {
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        other => other?,
    };
    let mut open = BTreeMap::new();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        match serde_json::from_str(line) {
            Ok(Line::Begin { key, boot_id }) => {
                open.insert(key, boot_id);
            }
            Ok(Line::End { key }) => {
                open.remove(&key);
            }
            // A line that was cut short: its writer was never told that it lasts.
            Err(_) if at + 1 == lines.len() => {}
            Err(e) => {
                let what = format!("{}, line {}: {e}", path.display(), at + 1);
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
    }
    Ok(open)
}

/// Writes what is queued, all of it at once, and flushes once for all.
fn write_all(mut file: File, path: &Path, writes: &mpsc::Receiver<Write1>) {
    while let Ok(first) = writes.recv() {
        let mut batch = vec![first];
        batch.extend(writes.try_iter());
        let bytes: Vec<u8> = batch.iter().flat_map(|write| write.bytes.iter().copied()).collect();
        let lasting = batch.iter().any(|write| write.done.is_some());
        let result =
            file.write_all(&bytes).and_then(|()| if lasting { file.sync_data() } else { Ok(()) });
        if !lasting {
            crash::point(format_args!("agent:after-end"));
        }
        if let Err(error) = &result {
            tracing::error!(path = %path.display(), %error, "the journal can't be written");
        }
        for done in batch.into_iter().filter_map(|write| write.done) {
            let copy = match &result {
                Ok(()) => Ok(()),
                Err(e) => Err(io::Error::new(e.kind(), e.to_string())),
            };
            // Nobody waits any more for a start that was cancelled.
            drop(done.send(copy));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId};

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
    async fn a_line_that_was_cut_short_is_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        let (journal, _) = Journal::open(&path, "one".into()).unwrap();
        journal.begin(&key()).await.unwrap();
        let mut text = std::fs::read(&path).unwrap();
        text.extend(b"{\"begin\":{\"ke");
        std::fs::write(&path, text).unwrap();
        assert_eq!(read(&path).unwrap().len(), 1);
    }
}
