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

/// Whether a task may be started whose disk grows in `dir`. Volumes are sparse, so together
/// they promise more than there is: tasks stop coming before those that run meet the end.
/// A disk that can't be measured has room.
///
/// # Errors
/// [`NoRoom`] with what is free.
pub fn check_room(dir: &Path) -> Result<(), NoRoom> {
    let Ok(facts) = statvfs(dir) else { return Ok(()) };
    let unit = facts.fragment_size();
    enough(facts.blocks_available().saturating_mul(unit), facts.blocks().saturating_mul(unit))
}

/// How many bytes can be written in `dir` before tasks are refused for want of room; 0 for a
/// disk that can't be measured.
pub fn room(dir: &Path) -> u64 {
    let Ok(facts) = statvfs(dir) else { return 0 };
    let unit = facts.fragment_size();
    let least = least(facts.blocks().saturating_mul(unit));
    facts.blocks_available().saturating_mul(unit).saturating_sub(least)
}

/// What must be free of a disk of `size` bytes.
fn least(size: u64) -> u64 {
    FREE_MIN.min(size / FREE_PART)
}

fn enough(free: u64, size: u64) -> Result<(), NoRoom> {
    let least = least(size);
    if free < least { Err(NoRoom { free, least }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn a_gibibyte_must_be_free_on_a_large_disk_and_a_sixteenth_on_a_small_one() {
        assert_eq!(enough(GIB, 500 * GIB), Ok(()));
        assert_eq!(
            enough(GIB - 1, 500 * GIB).unwrap_err().to_string(),
            "the host's disk is full: 1023 MiB are free and a task is started from 1024 MiB on"
        );
        assert_eq!(enough(GIB / 16, GIB), Ok(()));
        assert!(enough(GIB / 16 - 1, GIB).is_err());
    }
}
