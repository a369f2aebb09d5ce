//! The disk of a task: a file system of its own, bounded in bytes and in files, that holds
//! what its containers write.
//!
//! A volume is a sparse file without a name, on a loop device that ends with its last user,
//! mounted nowhere but where a shim attaches it. So the kernel itself counts who uses it, and
//! nothing of it outlives its users: whatever is killed, and whenever, no file, no device and
//! no mount stays behind. [`Volume`] is one of them, [`Volumes`] keeps clean ones ready and
//! empties the used.
//!
//! Knows nothing of tasks, slots or overlays. Read [`Volume`] first.

#[cfg(test)]
mod crash;
mod device;
mod one;
mod pool;
mod room;
mod template;

use std::io;
use std::path::PathBuf;

pub use device::{in_use, is_available};
pub use one::{Emptied, Volume};
pub use pool::Volumes;
pub use room::{Levels, NoRoom, check_room, room, size};

/// Bytes of a file system for each file that it can hold: as ext4 has it by default.
const BYTES_PER_FILE: u64 = 16 << 10;

/// Why a volume can't be made, mounted or emptied.
#[derive(Debug, thiserror::Error)]
#[error("{doing} failed")]
pub struct VolumeError {
    doing: String,
    #[source]
    source: io::Error,
}

/// Says what was tried.
fn failed<E: Into<io::Error>>(doing: impl Into<String>) -> impl FnOnce(E) -> VolumeError {
    move |error| VolumeError { doing: doing.into(), source: error.into() }
}

fn said(doing: impl Into<String>, why: impl Into<String>) -> VolumeError {
    VolumeError { doing: doing.into(), source: io::Error::other(why.into()) }
}

/// Where a file without a name has one while it is open.
pub(crate) fn path_of(fd: &impl std::os::fd::AsRawFd) -> PathBuf {
    format!("/proc/self/fd/{}", fd.as_raw_fd()).into()
}
