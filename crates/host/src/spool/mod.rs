//! The output of a container on its way to the log store: a folder of segment files, written
//! by the shim and read by the agent, neither of which needs the other to be alive.
//!
//! A line has a number, 1 for the container's first. What the agent has acknowledged is
//! deleted, a whole segment at a time. Lines are not flushed to disk one by one: they survive
//! the death of both processes, and only a power cut may lose the last ones.

mod bell;
mod lines;
mod reader;
mod record;
mod writer;

pub use lines::{LINE_BYTES_MAX, LineSplitter};
pub use reader::{Reader, last_seq};
pub use record::{Line, Stream};
pub use writer::{BLOCKING_BYTES_MAX, Policy, TASK_BYTES_MAX, Writer};

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The folder of a container's spool in the task's folder.
#[must_use]
pub fn dir_of(run_dir: &Path, container: &str) -> PathBuf {
    run_dir.join("logs").join(container)
}

/// The file in a spool's folder that holds the highest acknowledged number, eight bytes.
const ACK: &str = "acked";
/// The file in a spool's folder that holds the number after which an event ended though no line
/// says so, eight bytes.
const CUT: &str = "cut";
/// The bell that the shim rings when there are lines.
const LINES_BELL: &str = "lines.bell";
/// The bell that the agent rings when it has acknowledged some. Only in blocking mode.
const ACKS_BELL: &str = "acks.bell";

/// The highest acknowledged number of the spool in `dir`; 0 when none is.
#[must_use]
pub fn acked(dir: &Path) -> u64 {
    number(&dir.join(ACK))
}

/// The number of the line after which the reader of `dir` last ended an event for its age; 0
/// when it never did.
#[must_use]
pub fn cut(dir: &Path) -> u64 {
    number(&dir.join(CUT))
}

/// Remembers that an event ends with the line `seq`: who reads the spool again ends it there too.
///
/// # Errors
/// When the folder can't be written.
pub fn set_cut(dir: &Path, seq: u64) -> io::Result<()> {
    set_number(&dir.join(CUT), seq)
}

fn number(path: &Path) -> u64 {
    let mut bytes = [0; 8];
    match File::open(path).and_then(|file| file.read_exact_at(&mut bytes, 0)) {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => 0,
    }
}

/// One write of eight bytes, so that who reads it has the old or the new.
fn set_number(path: &Path, number: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    file.write_all_at(&number.to_le_bytes(), 0)
}

fn segment_name(first_seq: u64) -> String {
    format!("{first_seq:020}.seg")
}

/// The first numbers of the segments in a folder, ascending.
fn segments(dir: &Path) -> io::Result<Vec<u64>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".seg"));
        found.extend(number.and_then(|digits| digits.parse::<u64>().ok()));
    }
    found.sort_unstable();
    Ok(found)
}
