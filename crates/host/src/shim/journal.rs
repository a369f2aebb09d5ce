//! The shim's memory of what happened: one JSON document a line, appended, never rewritten.
//! It says all that the socket says, also when the shim is gone.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use ferrogate_base::{Clock, SystemClock};

use super::protocol::{Entry, ShimEvent};

/// The journal's name in the task's folder.
pub const FILE: &str = "events";

/// How long an exit is on its way to the disk at most: whoever listens has stored it himself long
/// before, and a task that has ended well has no journal any more.
const FLUSHED_WITHIN: Duration = Duration::from_millis(200);

/// The writing side, in the shim.
#[derive(Debug)]
pub struct Journal {
    file: File,
    last: u64,
    torn: bool,
    /// When what it says must be on the disk, where it outlasts the host's power.
    flush_at: Option<Instant>,
}

impl Journal {
    /// Begins the journal of a new shim in `run_dir`.
    ///
    /// # Errors
    /// When there is one already: a folder belongs to one shim.
    pub fn create(run_dir: &Path) -> io::Result<Self> {
        let path = run_dir.join(FILE);
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
        Ok(Self { file, last: 0, torn: false, flush_at: None })
    }

    /// Appends an event. It outlasts this process; an exit is to outlast the host's power too, and
    /// is due to be [flushed](Journal::flush) from then on.
    ///
    /// # Errors
    /// [`Unwritten`] when the folder's disk takes no more; it has the event all the same.
    pub fn append(&mut self, event: ShimEvent) -> Result<Entry, Unwritten> {
        let entry = Entry { seq: self.last + 1, at: SystemClock.now(), event };
        self.last = entry.seq;
        if matches!(entry.event, ShimEvent::ContainerExited { .. }) {
            self.flush_at.get_or_insert_with(|| Instant::now() + FLUSHED_WITHIN);
        }
        match self.write(&entry) {
            Ok(()) => Ok(entry),
            Err(source) => Err(Unwritten { entry, source }),
        }
    }

    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        // What a failed write may have left of a line is closed off first.
        let mut line = if self.torn { vec![b'\n'] } else { Vec::new() };
        serde_json::to_writer(&mut line, entry)?;
        line.push(b'\n');
        self.torn = true;
        self.file.write_all(&line)?;
        self.torn = false;
        Ok(())
    }

    /// When [`Journal::flush`] is due.
    #[must_use]
    pub fn flush_at(&self) -> Option<Instant> {
        self.flush_at
    }

    /// Waits until all events are on the disk, if one of them is to be. A disk that can't is told
    /// of by whoever reads the journal.
    pub fn flush(&mut self) {
        if self.flush_at.take().is_some() {
            drop(self.file.sync_data());
        }
    }
}

/// An event that happened and is not in the journal.
#[derive(Debug, thiserror::Error)]
#[error("event {} could not be journalled", entry.seq)]
pub struct Unwritten {
    /// The event.
    pub entry: Entry,
    /// The disk's answer.
    #[source]
    pub source: io::Error,
}

/// Reads the journal in `run_dir`; nothing when there is none. A line that was cut off, by a
/// crash or by a full disk, or that a disk has damaged, did not happen.
///
/// # Errors
/// When the file can't be read.
pub fn read(run_dir: &Path) -> io::Result<Vec<Entry>> {
    let bytes = match std::fs::read(run_dir.join(FILE)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        bytes => bytes?,
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_what_was_appended_without_a_torn_last_line() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::create(dir.path()).unwrap();
        journal.append(ShimEvent::Ready { pid: 7 }).unwrap();
        journal.append(ShimEvent::Running).unwrap();
        journal.file.write_all(b"{\"seq\":3,").unwrap();
        let read = read(dir.path()).unwrap();
        assert_eq!(read.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(read[1].event, ShimEvent::Running);
    }

    #[test]
    fn a_full_disk_loses_its_line_and_none_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::create(dir.path()).unwrap();
        journal.append(ShimEvent::Running).unwrap();
        let good = std::mem::replace(&mut journal.file, File::create("/dev/full").unwrap());
        let lost = journal.append(ShimEvent::Stopping).unwrap_err();
        assert_eq!((lost.entry.seq, &lost.entry.event), (2, &ShimEvent::Stopping));
        journal.file = good;
        journal.append(ShimEvent::ExecutionStopped).unwrap();
        let read = read(dir.path()).unwrap();
        assert_eq!(read.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn a_damaged_line_costs_that_line_alone() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::create(dir.path()).unwrap();
        for event in [ShimEvent::Ready { pid: 7 }, ShimEvent::Running, ShimEvent::Stopping] {
            journal.append(event).unwrap();
        }
        let path = dir.path().join(FILE);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.len() / 2;
        bytes[at] = 0xff; // no letter of any text
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(read(dir.path()).unwrap().iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn a_folder_takes_one_journal() {
        let dir = tempfile::tempdir().unwrap();
        Journal::create(dir.path()).unwrap();
        assert!(Journal::create(dir.path()).is_err());
    }
}
