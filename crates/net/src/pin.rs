//! Network namespaces that outlive the process: bind mounts of their nsfs files.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use ferrogate_base::fsio;
use nix::errno::Errno;
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::statfs::{FsType, statfs};

use crate::error::{Error, Step};

/// statfs(2): the file system of namespace files.
const NSFS_MAGIC: i64 = 0x6e73_6673;

/// A folder of one instance's pins: one file per VPC, or per NAT gateway, named by its id.
#[derive(Clone, Debug)]
pub(crate) struct Pins(PathBuf);

impl Pins {
    /// The folder `name` in `run_dir`.
    pub(crate) fn open(run_dir: &Path, name: &str) -> Result<Self, Error> {
        let dir = run_dir.join(name);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&dir)
            .step(format!("make the folder {}", dir.display()))?;
        Ok(Self(dir))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Pins the namespace that the calling thread is in. A pin of that name must not be.
    pub(crate) fn pin_current(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)
            .step(format!("make the file {}", path.display()))?;
        let none: Option<&OsStr> = None;
        mount(Some("/proc/thread-self/ns/net"), &path, none, MsFlags::MS_BIND, none)
            .step(format!("mount a namespace on {}", path.display()))
    }

    /// Pins the namespace that the calling thread is in, unless it is: whether it was not.
    pub(crate) fn keep_current(&self, name: &str) -> Result<bool, Error> {
        let inode = |file: &File| file.metadata().map(|of| (of.dev(), of.ino()));
        let current = File::open("/proc/thread-self/ns/net").step("open the thread's namespace")?;
        let what = "look at a namespace";
        if let Some(pinned) = self.get(name)?
            && inode(&pinned).step(what)? == inode(&current).step(what)?
        {
            return Ok(false);
        }
        self.remove(name)?;
        self.pin_current(name)?;
        Ok(true)
    }

    /// Opens a pinned namespace; `None` when there is no file or nothing is mounted on it.
    pub(crate) fn get(&self, name: &str) -> Result<Option<File>, Error> {
        let path = self.path(name);
        let what = || format!("open the namespace {}", path.display());
        match statfs(&path) {
            Ok(stat) if stat.filesystem_type() == FsType(NSFS_MAGIC) => {
                Ok(Some(File::open(&path).step(what())?))
            }
            Ok(_) | Err(Errno::ENOENT) => Ok(None),
            Err(e) => Err(Error::kernel(what(), e)),
        }
    }

    /// Every name in the folder that is an id of what is pinned, pinned or left over.
    pub(crate) fn list<Id: FromStr + Ord>(&self) -> Result<Vec<Id>, Error> {
        let what = || format!("list {}", self.0.display());
        let entries = match fs::read_dir(&self.0) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.step(what())?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.step(what())?.file_name();
            found.extend(name.to_str().and_then(|name| name.parse().ok()));
        }
        found.sort();
        Ok(found)
    }

    /// Lets go of a namespace; it ends when nobody is in it any more. Gone is fine, and so is
    /// something else in its place.
    pub(crate) fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        match umount2(&path, MntFlags::MNT_DETACH | MntFlags::UMOUNT_NOFOLLOW) {
            // EINVAL: the file is there, but nothing is mounted on it.
            Ok(()) | Err(Errno::EINVAL | Errno::ENOENT) => {}
            Err(e) => return Err(Error::kernel(format!("unmount {}", path.display()), e)),
        }
        fsio::remove_all(&path).step(format!("remove {}", path.display()))
    }

    /// Removes the folder itself; it must be empty.
    pub(crate) fn remove_folder(&self) -> Result<(), Error> {
        match fs::remove_dir(&self.0) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                Err(Error::kernel(format!("remove {}", self.0.display()), e))
            }
            _ => Ok(()),
        }
    }
}
