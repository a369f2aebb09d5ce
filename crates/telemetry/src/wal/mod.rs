//! The write-ahead log: what is durable before it is sealed.
//!
//! Numbered files, each of frames. One frame is one group commit, written and flushed
//! before the next one starts: a bad frame that a good one follows was therefore
//! acknowledged and is damage, a bad end was not and is cut. A file's first frame tells how
//! long its predecessor was when it was left, so that a lost end of that one shows too.

mod record;
mod replay;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;

pub(crate) use record::{Admitted, Group};
pub use replay::Damage;
pub(crate) use replay::{Replayed, replay};

use crate::frame::{Framer, HEADER_BYTES};
use crate::store::{Probe, Step};
use record::Record;

const MAGIC: [u8; 8] = *b"FGLWAL01";
const SUFFIX: &str = "wal";

/// The log's writing end.
#[derive(Debug)]
pub(crate) struct Wal {
    dir: PathBuf,
    /// The number of the file that is written, or of the one that is to be made.
    number: u64,
    /// Acknowledged bytes of the file before.
    previous_len: u64,
    current: Option<Current>,
    probe: Probe,
}

/// The file that is written now.
#[derive(Debug)]
struct Current {
    file: File,
    framer: Framer,
    /// Bytes that are acknowledged: where the next frame goes.
    len: u64,
    /// A write or flush failed: what the kernel still holds of this file is unknown.
    suspect: bool,
}

impl Wal {
    /// A log that goes on in file `number`, which is made when it is needed and follows one
    /// whose acknowledged length is `previous_len`.
    pub(crate) fn new(dir: &Path, number: u64, previous_len: u64, probe: Probe) -> Self {
        Self { dir: dir.into(), number, previous_len, current: None, probe }
    }

    /// The number of the file that is written or will be.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Makes the file that is written, unless it is there.
    ///
    /// # Errors
    /// When it can't be made; nothing of it is left then.
    pub(crate) fn ensure(&mut self) -> io::Result<()> {
        if self.current.is_none() {
            self.current = Some(create(&self.dir, self.number, self.previous_len)?);
        }
        Ok(())
    }

    /// Writes one group and flushes it to disk.
    ///
    /// # Errors
    /// When it can't be written (no space, device gone). The group is then not in the log,
    /// except that after a failed flush a crash may still bring it back.
    pub(crate) fn append(&mut self, group: &[u8]) -> io::Result<()> {
        if self.current.as_ref().is_none_or(|c| c.suspect) {
            self.rotate()?;
        }
        let current = self.current.as_mut().expect("made by the rotation above");
        let mut bytes = Vec::with_capacity(group.len() + HEADER_BYTES);
        current.framer.frame(group, &mut bytes);
        let written = current.file.write_all_at(&bytes, current.len);
        if written.is_err() {
            current.suspect = current.file.set_len(current.len).is_err();
        }
        written?;
        self.probe.at(Step::WalWritten);
        let synced = current.file.sync_data();
        // A flush that failed once may report success the next time without having
        // written: the file is never trusted again. See fsync(2), ERRORS.
        current.suspect = synced.is_err();
        synced?;
        current.len += bytes.len() as u64;
        self.probe.at(Step::WalSynced);
        Ok(())
    }

    /// Goes on in a new file and returns its number; all before it is in older files.
    ///
    /// # Errors
    /// When the new file can't be made; the old one goes on then.
    pub(crate) fn rotate(&mut self) -> io::Result<u64> {
        if let Some(old) = &self.current {
            let new = create(&self.dir, self.number + 1, old.len)?;
            self.previous_len = old.len;
            self.number += 1;
            self.current = Some(new);
        }
        self.ensure()?;
        Ok(self.number)
    }
}

fn create(dir: &Path, number: u64, previous_len: u64) -> io::Result<Current> {
    let (framer, header) = Framer::new(MAGIC);
    let mut bytes = header.to_vec();
    framer.frame(&Record::Opened { previous_len }.encode(), &mut bytes);
    let path = file_path(dir, number);
    let file = write_new(&path, &bytes).inspect_err(|_| {
        // The first error is the one to report; a rest is overwritten by the next try.
        drop(fs::remove_file(&path));
    })?;
    fsio::sync_dir(dir)?;
    Ok(Current { file, framer, len: bytes.len() as u64, suspect: false })
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(file)
}

/// Removes the files before number `first`.
///
/// # Errors
/// When one is there and can't be removed.
pub(crate) fn remove_before(dir: &Path, first: u64) -> io::Result<()> {
    for number in numbers(dir)?.into_iter().filter(|n| *n < first) {
        fsio::remove_all(&file_path(dir, number))?;
    }
    Ok(())
}

fn file_path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{number:020}.{SUFFIX}"))
}

fn numbers(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = PathBuf::from(entry?.file_name());
        let is_ours = path.extension().is_some_and(|e| e == SUFFIX);
        let stem = path.file_stem().and_then(|s| s.to_str());
        numbers.extend(stem.filter(|_| is_ours).and_then(|s| s.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}
