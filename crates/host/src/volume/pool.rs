//! Volumes that are ready, and those that are made ready again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::{Emptied, NoRoom, Volume, VolumeError, check_room, template};

/// Clean volumes that are kept: each holds a loop device and some of the kernel's memory.
const IDLE_MAX: usize = 32;

/// The volumes of a host.
#[derive(Debug)]
pub struct Volumes {
    dir: PathBuf,
    idle: Mutex<Vec<Volume>>,
}

impl Volumes {
    /// The volumes whose files are in `dir`, which is theirs alone.
    ///
    /// # Errors
    /// When the folder can't be made or cleared.
    pub fn open(dir: &Path) -> io::Result<Arc<Self>> {
        template::clean(dir)?;
        Ok(Arc::new(Self { dir: dir.to_owned(), idle: Mutex::default() }))
    }

    /// Whether the host's disk has room for another task.
    ///
    /// # Errors
    /// [`NoRoom`] with what is free.
    pub fn check_room(&self) -> Result<(), NoRoom> {
        check_room(&self.dir)
    }

    /// An empty volume in which `bytes` can be written. Blocks when none is ready: some
    /// milliseconds, and tens at the first time for a size.
    ///
    /// # Errors
    /// When none can be made.
    pub fn take(&self, bytes: u64) -> Result<Volume, VolumeError> {
        let ready = {
            let mut idle = self.idle.lock();
            let at = idle.iter().rposition(|volume| volume.bytes() == bytes);
            at.map(|at| idle.swap_remove(at))
        };
        match ready {
            Some(volume) => Ok(volume),
            None => Volume::make(&self.dir, bytes),
        }
    }

    /// Takes a volume back whose task is over, and empties it. Blocks.
    pub fn give_back(&self, volume: Volume) {
        if let Emptied::Clean(volume) = volume.empty() {
            self.keep(volume);
        }
    }

    /// Keeps a volume that nobody has written to. One more than are kept is dropped.
    pub fn keep(&self, volume: Volume) {
        let over = {
            let mut idle = self.idle.lock();
            idle.push(volume);
            (idle.len() > IDLE_MAX).then(|| idle.swap_remove(0))
        };
        // Unmounting it may wait for the disk: not under the lock.
        drop(over);
    }
}
