//! The manifest: which segments exist, where the write-ahead log starts, what is deleted.
//!
//! A file of frames, each an [`Edit`] as JSON that happens whole or not at all. It grows by
//! edits and is rewritten as one snapshot when it has become mostly history.

mod state;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;

pub(crate) use state::{Change, Edit, State};

use crate::frame::Framer;
use crate::store::{Probe, Step};

const MAGIC: [u8; 8] = *b"FGLMAN01";
/// Changes in a frame of a snapshot: bounds the memory of writing and reading it.
const SNAPSHOT_CHANGES: usize = 1000;

/// Why the manifest can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    #[error("reading or writing the manifest {path}")]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the manifest {path} is damaged at byte {offset}")]
    Damaged { path: PathBuf, offset: usize },
    #[error("an edit of the manifest {path} can't be read; a newer version may have written it")]
    Edit {
        path: PathBuf,
        #[source]
        source: serde_json::Error,
    },
}

/// The manifest's file.
#[derive(Debug)]
pub(crate) struct Manifest {
    path: PathBuf,
    file: File,
    framer: Framer,
    /// Bytes that are acknowledged.
    len: u64,
    /// Its length right after the last rewrite.
    rewritten_len: u64,
    /// A flush failed: rewrite before the next edit.
    suspect: bool,
    /// A manifest smaller than this is not worth a rewrite.
    rewrite_bytes: u64,
    probe: Probe,
}

impl Manifest {
    /// Opens the manifest at `path`, or starts one, and returns what it says.
    ///
    /// # Errors
    /// When it is damaged before its end, unreadable, or can't be written.
    pub(crate) fn open(
        path: &Path,
        rewrite_bytes: u64,
        probe: Probe,
    ) -> Result<(Self, State), ManifestError> {
        let io = |source| ManifestError::Io { path: path.into(), source };
        let (framer, len, state) = match fs::read(path) {
            Ok(bytes) => read(path, &bytes)?,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let (framer, len) = write_snapshot(path, &Edit::new()).map_err(io)?;
                (framer, len, State::default())
            }
            Err(e) => return Err(io(e)),
        };
        let file = open_file(path).map_err(io)?;
        // A torn end goes. Needs no space, so that a store opens on a full disk too.
        file.set_len(len).and_then(|()| file.sync_all()).map_err(io)?;
        let path = path.into();
        let manifest = Self {
            path,
            file,
            framer,
            len,
            rewritten_len: len,
            suspect: false,
            rewrite_bytes,
            probe,
        };
        Ok((manifest, state))
    }

    /// Makes `edit` durable. `snapshot` tells what the manifest says so far, and is asked
    /// only when the file is due for a rewrite.
    ///
    /// # Errors
    /// When it can't be written; the manifest is then as it was.
    pub(crate) fn commit(
        &mut self,
        edit: &Edit,
        snapshot: impl FnOnce() -> Edit,
    ) -> Result<(), ManifestError> {
        if self.suspect || self.len > self.rewrite_bytes.max(2 * self.rewritten_len) {
            self.rewrite(&snapshot())?;
        }
        self.append(edit).map_err(|source| ManifestError::Io { path: self.path.clone(), source })
    }

    fn append(&mut self, edit: &Edit) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.framer.frame(&serde_json::to_vec(edit)?, &mut bytes);
        // Until the flush has succeeded nothing is known of the file's end.
        self.suspect = true;
        if let Err(e) =
            self.file.write_all_at(&bytes, self.len).and_then(|()| self.file.sync_data())
        {
            // Else a reader after a crash might find the edit that was refused.
            self.file.set_len(self.len)?;
            return Err(e);
        }
        self.suspect = false;
        self.len += bytes.len() as u64;
        Ok(())
    }

    fn rewrite(&mut self, snapshot: &Edit) -> Result<(), ManifestError> {
        let io = |source| ManifestError::Io { path: self.path.clone(), source };
        self.probe.at(Step::ManifestRewriting);
        let (framer, len) = write_snapshot(&self.path, snapshot).map_err(io)?;
        self.file = open_file(&self.path).map_err(io)?;
        (self.framer, self.len, self.rewritten_len) = (framer, len, len);
        self.suspect = false;
        self.probe.at(Step::ManifestRewritten);
        Ok(())
    }
}

fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

fn write_snapshot(path: &Path, snapshot: &Edit) -> io::Result<(Framer, u64)> {
    let (framer, header) = Framer::new(MAGIC);
    let mut bytes = header.to_vec();
    for changes in snapshot.chunks(SNAPSHOT_CHANGES) {
        framer.frame(&serde_json::to_vec(changes)?, &mut bytes);
    }
    fsio::write_atomic(path, &bytes, 0o600)?;
    Ok((framer, bytes.len() as u64))
}

/// How to go on writing the manifest `bytes`, from where, and what it says.
fn read(path: &Path, bytes: &[u8]) -> Result<(Framer, u64, State), ManifestError> {
    let damaged = |offset| ManifestError::Damaged { path: path.into(), offset };
    // The file was renamed into place with its header flushed: a bad one is damage.
    let framer = Framer::read(MAGIC, bytes).ok_or_else(|| damaged(0))?;
    let scanned = framer.scan(bytes);
    if let Some(spot) = scanned.damage.first() {
        return Err(damaged(spot.start));
    }
    let mut state = State::default();
    for frame in scanned.frames {
        let edit: Edit = serde_json::from_slice(&bytes[frame.clone()])
            .map_err(|source| ManifestError::Edit { path: path.into(), source })?;
        if !edit.iter().all(Change::is_countable) {
            return Err(damaged(frame.start));
        }
        state.apply(edit);
    }
    Ok((framer, scanned.end as u64, state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;

    fn open(path: &Path) -> (Manifest, State) {
        Manifest::open(path, 1 << 20, Probe::default()).unwrap()
    }

    fn retention(days: u32) -> Edit {
        vec![Change::Retention { group: test_group("g"), days: Some(days) }]
    }

    fn days(state: &State) -> Option<u32> {
        state.retention.get(&test_group("g")).copied()
    }

    #[test]
    fn edits_are_there_after_opening_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let (mut manifest, state) = open(&path);
        manifest.commit(&retention(3), || state.to_changes()).unwrap();
        manifest.commit(&retention(7), || state.to_changes()).unwrap();
        let (mut manifest, state) = open(&path);
        assert_eq!(days(&state), Some(7));
        manifest.commit(&retention(9), || state.to_changes()).unwrap();
        assert_eq!(days(&open(&path).1), Some(9));
    }

    #[test]
    fn a_torn_last_edit_is_cut() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let (mut manifest, state) = open(&path);
        manifest.commit(&retention(3), || state.to_changes()).unwrap();
        manifest.commit(&retention(7), || state.to_changes()).unwrap();
        manifest.file.set_len(manifest.len - 1).unwrap();
        let (mut manifest, state) = open(&path);
        assert_eq!(days(&state), Some(3));
        manifest.commit(&retention(9), || state.to_changes()).unwrap();
        assert_eq!(days(&open(&path).1), Some(9), "what follows the cut is read");
    }

    #[test]
    fn damage_before_the_end_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let (mut manifest, state) = open(&path);
        let first = manifest.len;
        manifest.commit(&retention(3), || state.to_changes()).unwrap();
        manifest.commit(&retention(7), || state.to_changes()).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes[usize::try_from(first).unwrap() + 20] ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = Manifest::open(&path, 1 << 20, Probe::default()).unwrap_err();
        assert!(matches!(error, ManifestError::Damaged { .. }), "{error}");
    }

    #[test]
    fn numbers_that_nothing_can_count_on_from_are_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let counters = |n| Change::Counters { wal_from: 0, next_seq: 1, next_segment: n };
        write_snapshot(&path, &vec![counters(7)]).unwrap();
        assert_eq!(open(&path).1.next_segment, 7);
        for odd in [
            counters(u64::MAX),
            Change::DeleteGroup { group: test_group("g"), before_seq: u64::MAX },
            Change::AddSegment(crate::segment::Meta::for_test(u64::MAX, &test_group("g"), 1, 9)),
        ] {
            write_snapshot(&path, &vec![odd]).unwrap();
            let error = Manifest::open(&path, 1 << 20, Probe::default()).unwrap_err();
            assert!(matches!(error, ManifestError::Damaged { .. }), "{error}");
        }
    }

    #[test]
    fn a_manifest_of_history_is_rewritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let (mut manifest, mut state) = open(&path);
        let group = test_group(&"g".repeat(400));
        let edit: Edit =
            (0..500).map(|n| Change::Retention { group: group.clone(), days: Some(n) }).collect();
        for _ in 0..6 {
            manifest.commit(&edit, || state.to_changes()).unwrap();
            state.apply(edit.clone());
        }
        assert!(manifest.len < 500_000, "{}", manifest.len);
        assert_eq!(open(&path).1.retention.get(&group), Some(&499));
    }

    #[test]
    fn a_suspect_manifest_is_rewritten_before_the_next_edit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest");
        let (mut manifest, mut state) = open(&path);
        manifest.commit(&retention(3), || state.to_changes()).unwrap();
        state.apply(retention(3));
        manifest.suspect = true;
        manifest.commit(&vec![], || state.to_changes()).unwrap();
        assert_eq!(days(&open(&path).1), Some(3));
    }
}
