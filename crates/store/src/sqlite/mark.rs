//! The last acknowledged revision, kept in a file of its own.
//!
//! SQLite takes a damaged frame of its write-ahead log for the log's end, so one changed byte
//! would undo all that came after it without a word. The mark tells: it is written after
//! every flush, without a flush of its own, so a crash of the engine never leaves it behind,
//! and a loss of power by what the kernel had not written yet: it is then older than the
//! data, which is no alarm. It is flushed whenever the log is folded into the database.
//!
//! Two slots are written in turn, each with a checksum: a slot that a crash or the disk
//! spoiled leaves the one before it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::Rev;
use crate::sqlite::fault;

/// The mark of a store at work.
const MARK: &str = "store.mark";
/// A mark by which somebody says: go on without what is lost.
const ACCEPTED: &str = "store.lost";

/// One sector each, so that no write tears both.
const SLOT_BYTES: usize = 512;
const SLOTS: usize = 2;

/// The open mark of a store.
#[derive(Debug)]
pub(super) struct Mark {
    /// `None` where the disk had no room for one.
    file: Option<File>,
    next: usize,
    durable: bool,
}

impl Mark {
    /// Opens the mark of the store in `dir`, or makes it, at `rev`. A disk without room for
    /// one is no reason not to serve what there is.
    pub(super) fn open(dir: &Path, rev: Rev, durable: bool) -> Self {
        let open = || -> io::Result<File> {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(dir.join(MARK))?;
            for _ in 0..SLOTS {
                file.write_all(&slot(rev))?;
            }
            Ok(file)
        };
        let file = open().inspect_err(|e| {
            tracing::warn!(error = e as &dyn std::error::Error, "the store keeps no mark");
        });
        let mut mark = Self { file: file.ok(), next: 0, durable };
        mark.flush();
        mark
    }

    /// Notes that `rev` is committed and may be acknowledged.
    pub(super) fn note(&mut self, rev: Rev) {
        let Some(file) = &self.file else { return };
        let at = (self.next * SLOT_BYTES) as u64;
        match file.write_all_at(&slot(rev), at) {
            Ok(()) => self.next = (self.next + 1) % SLOTS,
            // The commit stands all the same; only its loss would not be noticed.
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "can't write the mark");
                self.file = None;
            }
        }
    }

    /// Makes the mark survive a loss of power.
    pub(super) fn flush(&mut self) {
        let Some(file) = self.file.as_ref().filter(|_| self.durable) else { return };
        if let Err(error) = file.sync_data() {
            tracing::warn!(error = &error as &dyn std::error::Error, "can't flush the mark");
        }
    }
}

/// The revision that the store in `dir` reached; `None` when nothing tells.
pub(super) fn reached(dir: &Path) -> Result<Option<Rev>> {
    let found = read(&dir.join(MARK))?;
    Ok(found.and_then(|slots| {
        if slots.iter().any(Option::is_none) {
            tracing::warn!("a part of the store's mark is damaged; the other one is used");
        }
        slots.into_iter().flatten().max()
    }))
}

/// The revision up to which somebody goes on without what is lost.
///
/// # Errors
/// [`Error::Damaged`] when the file is there and does not tell.
pub(super) fn accepted(dir: &Path) -> Result<Option<Rev>> {
    let Some(slots) = read(&dir.join(ACCEPTED))? else { return Ok(None) };
    let rev = slots.into_iter().flatten().max();
    rev.map(Some).ok_or_else(|| Error::Damaged(format!("{ACCEPTED} names no revision")))
}

/// Forgets the acceptance, once it has had its effect.
pub(super) fn forget_accepted(dir: &Path) -> Result<()> {
    let path: PathBuf = dir.join(ACCEPTED);
    ferrogate_base::fsio::remove_all(&path).map_err(|e| fault::io("remove store.lost", e))
}

fn read(path: &Path) -> Result<Option<[Option<Rev>; SLOTS]>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(fault::io("read its mark", e)),
    };
    let at = |n: usize| bytes.get(n * SLOT_BYTES..(n + 1) * SLOT_BYTES).and_then(rev_of);
    Ok(Some(std::array::from_fn(at)))
}

/// `revision 00000000000000000134 5f0c2ab1` and a line's end, blanks before it.
fn slot(rev: Rev) -> [u8; SLOT_BYTES] {
    let text = format!("revision {:020}", rev.0);
    let text = format!("{text} {:08x}", crc32fast::hash(text.as_bytes()));
    let mut slot = [b' '; SLOT_BYTES];
    slot[..text.len()].copy_from_slice(text.as_bytes());
    slot[SLOT_BYTES - 1] = b'\n';
    slot
}

fn rev_of(bytes: &[u8]) -> Option<Rev> {
    let text = std::str::from_utf8(bytes).ok()?.trim_end();
    let (told, sum) = text.rsplit_once(' ')?;
    let number = told.strip_prefix("revision ")?;
    let sound = u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(told.as_bytes());
    number.parse().ok().filter(|_| sound).map(Rev)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark_at(dir: &Path, revs: &[u64]) {
        let mut mark = Mark::open(dir, Rev(revs[0]), false);
        for rev in &revs[1..] {
            mark.note(Rev(*rev));
        }
    }

    #[test]
    fn the_latest_note_is_what_was_reached() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(reached(dir.path()).unwrap(), None);
        for revs in [&[0][..], &[1, 2], &[5, 6, 9], &[9, 10, 11, 12]] {
            mark_at(dir.path(), revs);
            assert_eq!(reached(dir.path()).unwrap(), revs.last().copied().map(Rev));
        }
    }

    #[test]
    fn a_changed_byte_anywhere_never_raises_it_and_leaves_at_least_the_note_before() {
        let dir = tempfile::tempdir().unwrap();
        mark_at(dir.path(), &[41, 42, 43]);
        let path = dir.path().join(MARK);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            for bit in [0x01, 0x10, 0x80] {
                let mut bytes = whole.clone();
                bytes[at] ^= bit;
                std::fs::write(&path, bytes).unwrap();
                let found = reached(dir.path()).unwrap();
                assert!([Some(Rev(42)), Some(Rev(43))].contains(&found), "byte {at}: {found:?}");
            }
        }
    }

    #[test]
    fn an_acceptance_that_names_nothing_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(accepted(dir.path()).unwrap(), None);
        std::fs::write(dir.path().join(ACCEPTED), "").unwrap();
        assert!(matches!(accepted(dir.path()), Err(Error::Damaged(_))));
        mark_at(dir.path(), &[7]);
        std::fs::rename(dir.path().join(MARK), dir.path().join(ACCEPTED)).unwrap();
        assert_eq!(accepted(dir.path()).unwrap(), Some(Rev(7)));
        forget_accepted(dir.path()).unwrap();
        assert_eq!(accepted(dir.path()).unwrap(), None);
    }
}
