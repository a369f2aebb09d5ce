//! Room on the disk that volumes grow on.

use std::path::Path;

use nix::sys::statvfs::statvfs;

/// What must be free at least, in bytes, on a large disk.
const FREE_MIN: u64 = 1 << 30;
/// On a small disk it is this part of it.
const FREE_PART: u64 = 16;

/// The host's disk has no room for another task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the host's disk is full: {} MiB are free and a task is started from {} MiB on",
    free >> 20,
    least >> 20
)]
pub struct NoRoom {
    /// Free bytes.
    pub free: u64,
    /// What must be free.
    pub least: u64,
}

/// What is free of a disk, and how much must be for what. In bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// What can be written.
    pub free: u64,
    /// What the engine keeps back for itself.
    pub reserve: u64,
    /// Below this no task is started.
    start: u64,
}

impl Levels {
    /// Those of the disk that `dir` is on; `None` when it can't be measured.
    #[must_use]
    pub fn of(dir: &Path) -> Option<Self> {
        let facts = statvfs(dir).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(facts.fragment_size());
        Some(Self::new(bytes(facts.blocks_available()), bytes(facts.blocks())))
    }

    fn new(free: u64, size: u64) -> Self {
        let start = FREE_MIN.min(size / FREE_PART);
        Self { free, reserve: start / 4, start }
    }

    /// The same when so many bytes more are written.
    #[must_use]
    pub fn after(self, written: u64) -> Self {
        Self { free: self.free.saturating_sub(written), ..self }
    }

    /// Whether a task that fills the disk has to be stopped.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.free < self.start / 2
    }

    /// Whether what is kept back is needed.
    #[must_use]
    pub fn is_out(&self) -> bool {
        self.free < self.start / 8
    }

    /// Whether room can be kept back and tasks be started all the same.
    #[must_use]
    pub fn has_plenty(&self) -> bool {
        self.free >= self.start + self.reserve
    }

    fn check(&self) -> Result<(), NoRoom> {
        let Self { free, start: least, .. } = *self;
        if free < least { Err(NoRoom { free, least }) } else { Ok(()) }
    }
}

/// Whether a task may be started whose disk grows in `dir`. Volumes are sparse, so together
/// they promise more than there is: tasks stop coming before those that run meet the end.
/// A disk that can't be measured has room.
///
/// # Errors
/// [`NoRoom`] with what is free.
pub fn check_room(dir: &Path) -> Result<(), NoRoom> {
    Levels::of(dir).map_or(Ok(()), |levels| levels.check())
}

/// What the disk that `dir` is on could hold of volumes, in bytes, if there were nothing else on
/// it; `None` when it can't be measured.
#[must_use]
pub fn size(dir: &Path) -> Option<u64> {
    let facts = statvfs(dir).ok()?;
    let bytes = facts.blocks().saturating_mul(facts.fragment_size());
    Some(bytes.saturating_sub(Levels::new(0, bytes).start))
}

/// How many bytes can be written in `dir` before tasks are refused for want of room; 0 for a
/// disk that can't be measured.
pub fn room(dir: &Path) -> u64 {
    Levels::of(dir).map_or(0, |levels| levels.free.saturating_sub(levels.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn a_gibibyte_must_be_free_on_a_large_disk_and_a_sixteenth_on_a_small_one() {
        let enough = |free, size| Levels::new(free, size).check();
        assert_eq!(enough(GIB, 500 * GIB), Ok(()));
        assert_eq!(
            enough(GIB - 1, 500 * GIB).unwrap_err().to_string(),
            "the host's disk is full: 1023 MiB are free and a task is started from 1024 MiB on"
        );
        assert_eq!(enough(GIB / 16, GIB), Ok(()));
        assert!(enough(GIB / 16 - 1, GIB).is_err());
    }

    #[test]
    fn a_disk_that_fills_up_passes_one_level_after_the_other() {
        let all = |free| {
            let levels = Levels::new(free, 500 * GIB);
            (levels.has_plenty(), levels.check().is_ok(), levels.is_short(), levels.is_out())
        };
        assert_eq!(all(GIB + GIB / 4), (true, true, false, false));
        assert_eq!(all(GIB), (false, true, false, false));
        assert_eq!(all(GIB / 2), (false, false, false, false));
        assert_eq!(all(GIB / 2 - 1), (false, false, true, false));
        assert_eq!(all(GIB / 8 - 1), (false, false, true, true));
        // What is given up brings it above the lowest level again.
        let reserve = Levels::new(0, 500 * GIB).reserve;
        assert!(!Levels::new(reserve, 500 * GIB).is_out());
    }
}
