//! The shim's memory of what happened: one JSON document a line, appended, never rewritten.
//! It says all that the socket says, also when the shim is gone.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use ferrogate_base::{Clock, SystemClock};

use super::protocol::{Entry, ShimEvent};

/// The journal's name in the task's folder.
pub const FILE: &str = "events";

/// The writing side, in the shim.
#[derive(Debug)]
pub struct Journal {
    file: File,
    last: u64,
}

impl Journal {
    /// Begins the journal of a new shim in `run_dir`.
    ///
    /// # Errors
    /// When there is one already: a folder belongs to one shim.
    pub fn create(run_dir: &Path) -> io::Result<Self> {
        let path = run_dir.join(FILE);
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
        Ok(Self { file, last: 0 })
    }

    /// Appends an event. An exit is on disk when this returns: nobody may learn of it from us
    /// and find it gone after a power cut.
    ///
    /// # Errors
    /// When the folder's disk takes no more.
    pub fn append(&mut self, event: ShimEvent) -> io::Result<Entry> {
        let entry = Entry { seq: self.last + 1, at: SystemClock.now(), event };
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        if matches!(entry.event, ShimEvent::ContainerExited { .. } | ShimEvent::Finished) {
            self.file.sync_data()?;
        }
        self.last = entry.seq;
        Ok(entry)
    }
}

/// Reads the journal in `run_dir`; nothing when there is none. A last line that was cut off
/// by a crash did not happen.
///
/// # Errors
/// When the file can't be read, or holds what no shim wrote.
pub fn read(run_dir: &Path) -> io::Result<Vec<Entry>> {
    let text = match std::fs::read_to_string(run_dir.join(FILE)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).map_err(io::Error::from))
        .collect()
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
    fn a_folder_takes_one_journal() {
        let dir = tempfile::tempdir().unwrap();
        Journal::create(dir.path()).unwrap();
        assert!(Journal::create(dir.path()).is_err());
    }
}
