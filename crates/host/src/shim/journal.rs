//! The shim's memory of what happened: one JSON document a line, appended. It says all that the
//! socket says, also when the shim is gone; but for what came true again and again, such as what a
//! health check shows, of which it remembers the last once it has grown by some length.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_base::{Clock, SystemClock, fsio};

use super::protocol::{Entry, ShimEvent};

/// The journal's name in the task's folder.
pub const FILE: &str = "events";

/// How long an exit is on its way to the disk at most: whoever listens has stored it himself long
/// before, and a task that has ended well has no journal any more.
const FLUSHED_WITHIN: Duration = Duration::from_millis(200);

/// What the journal grows by until what is past is taken out of it, in bytes.
const GROWTH_MAX: u64 = 64 << 10;

/// The writing side, in the shim.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    last: u64,
    torn: bool,
    length: u64,
    /// From this length on what is past is taken out.
    shortened_from: u64,
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
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self {
            path,
            file,
            last: 0,
            torn: false,
            length: 0,
            shortened_from: GROWTH_MAX,
            flush_at: None,
        })
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
        self.length += line.len() as u64;
        if self.length >= self.shortened_from {
            // A disk that takes no second one now may do so later.
            let done = self.shorten();
            self.shortened_from = self.length + GROWTH_MAX;
            done.unwrap_or(());
        }
        Ok(())
    }

    /// Takes out what is past. Whoever reads meanwhile reads the one or the other.
    fn shorten(&mut self) -> io::Result<()> {
        let mut lines = Vec::new();
        for entry in without_past(read_file(&self.path)?) {
            serde_json::to_writer(&mut lines, &entry)?;
            lines.push(b'\n');
        }
        fsio::write_atomic(&self.path, &lines, 0o600)?;
        self.file = OpenOptions::new().append(true).open(&self.path)?;
        self.length = lines.len() as u64;
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
    read_file(&run_dir.join(FILE))
}

fn read_file(path: &Path) -> io::Result<Vec<Entry>> {
    let bytes = match std::fs::read(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        bytes => bytes?,
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
}

/// The events without those that a later one of the same container has made past. The others keep
/// their numbers.
fn without_past(entries: Vec<Entry>) -> Vec<Entry> {
    let mut later = BTreeSet::new();
    let mut kept: Vec<_> = entries
        .into_iter()
        .rev()
        .filter(|entry| match &entry.event {
            ShimEvent::ContainerHealth { name, .. } => later.insert(("health", name.clone())),
            ShimEvent::ContainerRestarted { name, .. } => later.insert(("restart", name.clone())),
            _ => true,
        })
        .collect();
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::Health;

    #[test]
    fn what_comes_true_again_and_again_takes_so_much_room_and_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::create(dir.path()).unwrap();
        let restarted = |name: &str, restarts| ShimEvent::ContainerRestarted {
            name: name.into(),
            code: 1,
            pid: 7,
            restarts,
        };
        journal.append(ShimEvent::Ready { pid: 7 }).unwrap();
        for n in 1..=2000 {
            for name in ["a", "b"] {
                let health = if n % 2 == 0 { Health::Healthy } else { Health::Unhealthy };
                let name = || name.to_owned();
                let shown = ShimEvent::ContainerHealth { name: name(), health, said: None };
                journal.append(shown).unwrap();
                journal.append(restarted(&name(), n)).unwrap();
            }
            let length = std::fs::metadata(dir.path().join(FILE)).unwrap().len();
            assert!(length < GROWTH_MAX + 4096, "{length} bytes after {n}");
        }
        journal.append(ShimEvent::Stopping).unwrap();
        let told = read(dir.path()).unwrap();
        assert_eq!((told[0].seq, told.last().unwrap().seq), (1, 8002));
        assert!(told.windows(2).all(|pair| pair[0].seq < pair[1].seq));
        let last =
            |name: &str| told.iter().rev().find(|entry| entry.event == restarted(name, 2000));
        assert!(last("a").is_some() && last("b").is_some());
    }

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
