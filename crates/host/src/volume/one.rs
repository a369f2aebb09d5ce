//! One volume.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use ferrogate_base::fsio;
use nix::errno::Errno;
use nix::sys::statvfs::fstatvfs;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_flag,
    fsconfig_set_string, fsmount, fsopen,
};

use super::{VolumeError, device, failed, path_of, template};

/// More files than this are removed faster by making the volume anew.
const FILES_REMOVED_MAX: u64 = 5_000;
/// What the file may occupy on the host beyond an empty file system before its free blocks
/// are given back, in bytes.
const KEPT_MAX: u64 = 8 << 20;
/// What is left after that shows how scattered it has become; past this it is made anew.
const SCATTERED_MAX: u64 = 32 << 20;

/// A file system of its own for one task.
///
/// The process that holds this keeps it mounted, attached to nothing. Each [`Volume::mount`]
/// is another mount of it, for one shim. When this and all mounts are gone, so are the device
/// and the file.
#[derive(Debug)]
pub struct Volume {
    bytes: u64,
    file: File,
    device: PathBuf,
    root: OwnedFd,
    /// What the file occupied when it was made.
    empty_bytes: u64,
}

/// What became of a volume that was to be emptied.
#[derive(Debug)]
pub enum Emptied {
    /// It is as new.
    Clean(Volume),
    /// It had more in it than is worth clearing, or was damaged: it is gone.
    Dropped,
}

impl Volume {
    /// Makes a volume in which `bytes` can be written, and a file for each 16 KiB of them.
    /// Occupies a few hundred KiB in `dir`, and grows as it is written. Blocks.
    ///
    /// # Errors
    /// When there is no loop device, no `mkfs.ext4`, or no room.
    pub fn make(dir: &Path, bytes: u64) -> Result<Self, VolumeError> {
        Self::make_with(dir, bytes, |_| {})
    }

    /// The same, telling each step when it is done: tests end the process there.
    pub(super) fn make_with(
        dir: &Path,
        bytes: u64,
        done: impl Fn(&str),
    ) -> Result<Self, VolumeError> {
        let file = template::copy(dir, bytes)?;
        done("file");
        let device = device::over(&file).map_err(failed("setting up a loop device"))?;
        done("device");
        let root = mount(&device.path)?;
        done("mount");
        let empty_bytes = occupied(&file).map_err(failed("measuring a volume"))?;
        Ok(Self { bytes, file, device: device.path, root, empty_bytes })
    }

    /// What can be written to it, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Its root folder.
    #[must_use]
    pub fn root(&self) -> BorrowedFd<'_> {
        self.root.as_fd()
    }

    /// What it occupies on the host's disk, in bytes.
    ///
    /// # Errors
    /// The kernel's.
    pub fn occupied(&self) -> io::Result<u64> {
        occupied(&self.file)
    }

    /// Another mount of it, attached to nothing yet. Whoever attaches it keeps the volume
    /// alive for as long as it is attached.
    ///
    /// # Errors
    /// The kernel's.
    pub fn mount(&mut self) -> Result<OwnedFd, VolumeError> {
        // This one holds the device meanwhile, so that the name still means it.
        let root = mount(&self.device)?;
        let given = root.try_clone().map_err(failed("keeping a volume"))?;
        self.root = root;
        Ok(given)
    }

    /// Makes it as new, or drops it when that is cheaper. No task may use it any more.
    /// Blocks.
    #[must_use]
    pub fn empty(self) -> Emptied {
        match self.try_empty() {
            Ok(true) => Emptied::Clean(self),
            Ok(false) => Emptied::Dropped,
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, device = %self.device.display(), "a volume is given up");
                Emptied::Dropped
            }
        }
    }

    fn try_empty(&self) -> Result<bool, VolumeError> {
        let files = self.files().map_err(failed("counting files"))?;
        if files > FILES_REMOVED_MAX {
            self.shut_down();
            return Ok(false);
        }
        let at = path_of(&self.root);
        let entries = std::fs::read_dir(&at).map_err(failed("reading a volume"))?;
        for entry in entries {
            let entry = entry.map_err(failed("reading a volume"))?;
            if entry.file_name() != "lost+found" {
                fsio::remove_all(&entry.path()).map_err(failed("emptying a volume"))?;
            }
        }
        let measure = || self.occupied().map_err(failed("measuring a volume"));
        if measure()? <= self.empty_bytes + KEPT_MAX {
            return Ok(true);
        }
        // What was freed is still in the way to the disk; trimming waits for nothing.
        trim(&self.root).map_err(failed("giving blocks back"))?;
        Ok(measure()? <= self.empty_bytes + SCATTERED_MAX)
    }

    /// How many files are in it.
    fn files(&self) -> nix::Result<u64> {
        let facts = fstatvfs(&self.root)?;
        Ok(facts.files().saturating_sub(facts.files_free()))
    }

    /// Forgets what has not been written yet, which nobody will read: unmounting would write
    /// all of it.
    fn shut_down(&self) {
        const EXT4_IOC_SHUTDOWN: u32 = 0x8004_587d;
        let no_flush: u32 = 2;
        let Ok(root) = readable(&self.root) else { return };
        // SAFETY: the request reads a u32, which outlives the call.
        let done =
            unsafe { libc::ioctl(root.as_raw_fd(), EXT4_IOC_SHUTDOWN.into(), &raw const no_flush) };
        if done != 0 {
            let error = io::Error::last_os_error();
            tracing::debug!(%error, "a volume is written out before it is dropped");
        }
    }
}

fn occupied(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.blocks() * 512)
}

/// A new mount of a device, attached to nothing.
fn mount(device: &Path) -> Result<OwnedFd, VolumeError> {
    let mounted = || -> rustix::io::Result<OwnedFd> {
        let context = fsopen("ext4", FsOpenFlags::FSOPEN_CLOEXEC)?;
        fsconfig_set_string(context.as_fd(), "source", device)?;
        // Tables that are all zero need not be written to be that: the file is sparse.
        fsconfig_set_flag(context.as_fd(), "noinit_itable")?;
        // Damage stops it, so that it is not handed to the next task.
        fsconfig_set_string(context.as_fd(), "errors", "remount-ro")?;
        fsconfig_create(context.as_fd())?;
        // Programs with setuid work all the same: this mount is only below an overlay, whose
        // own flags count.
        let attributes = MountAttrFlags::MOUNT_ATTR_NODEV | MountAttrFlags::MOUNT_ATTR_NOSUID;
        fsmount(context.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, attributes)
    };
    mounted().map_err(failed("mounting a volume"))
}

/// `struct fstrim_range` (linux/fs.h).
#[repr(C)]
struct Range {
    start: u64,
    length: u64,
    least: u64,
}

/// Gives the blocks that hold nothing back to what is below.
fn trim(root: &OwnedFd) -> io::Result<()> {
    const FITRIM: u32 = 0xc018_5879;
    let root = readable(root)?;
    let mut range = Range { start: 0, length: u64::MAX, least: 0 };
    // SAFETY: the request reads and writes an `fstrim_range`, which is whole and outlives the
    // call.
    let done = unsafe { libc::ioctl(root.as_raw_fd(), FITRIM.into(), &raw mut range) };
    Errno::result(done)?;
    Ok(())
}

/// A mount's own descriptor only names it.
fn readable(root: &OwnedFd) -> io::Result<File> {
    File::open(path_of(root))
}
