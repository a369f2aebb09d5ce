//! Room that is kept back for what must be written on a full disk: what ends or frees
//! something.
//!
//! The write-ahead log takes it from the disk at the opening and keeps it, so nobody else can
//! be faster: SQLite writes into the log's file from the beginning again whenever its content
//! is folded into the database, and does not make it smaller. What is not urgent is refused
//! while the disk still has that much room beside it, so that the log is not full of it.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use super::fault;
use crate::error::Error;

/// The reserve of an open store.
#[derive(Debug)]
pub(super) struct Reserve {
    dir: PathBuf,
    bytes: u64,
}

impl Reserve {
    /// Takes `bytes` for the log of the database in `dir`, which is open. A disk without that
    /// room serves what it can.
    pub(super) fn take(dir: &Path, bytes: u64) -> Self {
        if bytes > 0
            && let Err(error) = allocate(&dir.join("store.db-wal"), bytes)
        {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the disk has no room that the store could keep back"
            );
        }
        Self { dir: dir.to_owned(), bytes }
    }

    /// The refusal of what is not urgent; `None` as long as there is room for it.
    pub(super) fn refusal(&self) -> Option<Error> {
        if self.bytes == 0 {
            return None;
        }
        // A disk that can't be asked is asked again by the write itself.
        let facts = statvfs(&self.dir).ok()?;
        let left = facts.f_bavail.saturating_mul(facts.f_frsize);
        (left < self.bytes).then(|| {
            let text = format!("{left} bytes left, {} of them are kept back", self.bytes);
            fault::io("keep room back", io::Error::new(io::ErrorKind::StorageFull, text))
        })
    }
}

/// What follows the log's content is nothing that SQLite takes for a frame.
fn allocate(log: &Path, bytes: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(log)?;
    Ok(fallocate(&file, FallocateFlags::empty(), 0, bytes)?)
}
