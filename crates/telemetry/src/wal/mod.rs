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

/// The file that is written now.
#[derive(Debug)]
pub(crate) struct Wal {
    dir: PathBuf,
    number: u64,
    file: File,
    framer: Framer,
    /// Bytes that are acknowledged: where the next frame goes.
    len: u64,
    /// A flush failed: what the kernel still holds of this file is unknown.
    suspect: bool,
    probe: Probe,
}

impl Wal {
    /// Starts file `number`, which follows one whose acknowledged length is `previous_len`.
    ///
    /// # Errors
    /// When the file can't be made; nothing of it is left then.
    pub(crate) fn create(
        dir: &Path,
        number: u64,
        previous_len: u64,
        probe: Probe,
    ) -> io::Result<Self> {
        let (framer, header) = Framer::new(MAGIC);
        let mut bytes = header.to_vec();
        framer.frame(&Record::Opened { previous_len }.encode(), &mut bytes);
        let path = file_path(dir, number);
        let file = write_new(&path, &bytes).inspect_err(|_| {
            // The first error is the one to report; a rest is overwritten by the next try.
            drop(fs::remove_file(&path));
        })?;
        fsio::sync_dir(dir)?;
        let len = bytes.len() as u64;
        Ok(Self { dir: dir.into(), number, file, framer, len, suspect: false, probe })
    }

    /// Writes one group and flushes it to disk.
    ///
    /// # Errors
    /// When it can't be written (no space, device gone). The group is then not in the log,
    /// except that after a failed flush a crash may still bring it back.
    pub(crate) fn append(&mut self, group: &[u8]) -> io::Result<()> {
        if self.suspect {
            self.rotate()?;
        }
        let mut bytes = Vec::with_capacity(group.len() + HEADER_BYTES);
        self.framer.frame(group, &mut bytes);
        let written = self.file.write_all_at(&bytes, self.len);
        if written.is_err() {
            self.suspect = self.file.set_len(self.len).is_err();
        }
        written?;
        self.probe.at(Step::WalWritten);
        let synced = self.file.sync_data();
        // A flush that failed once may report success the next time without having
        // written: the file is never trusted again. See fsync(2), ERRORS.
        self.suspect = synced.is_err();
        synced?;
        self.len += bytes.len() as u64;
        self.probe.at(Step::WalSynced);
        Ok(())
    }

    /// Goes on in a new file and returns its number; all before it is in older files.
    ///
    /// # Errors
    /// When the new file can't be made; the old one goes on then.
    pub(crate) fn rotate(&mut self) -> io::Result<u64> {
        *self = Self::create(&self.dir, self.number + 1, self.len, self.probe.clone())?;
        Ok(self.number)
    }
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
