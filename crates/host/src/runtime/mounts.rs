//! What the engine mounts over a container's root file system before the runtime library takes
//! it over: the image's volumes, and the task's files. The library follows links; here a link
//! of the image is never followed out of its root.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use ferrogate_link::Tmpfs;

use super::memory;
use super::root::{Root, RootError};
use super::stage::TaskFiles;
use crate::kernel::{self, IdMap};

/// Why something could not be mounted.
#[derive(Debug, thiserror::Error)]
pub(super) enum MountError {
    /// A volume that no container can have.
    #[error("the image's volume '{0}' is not an absolute path to a folder below /")]
    BadVolume(String),
    /// What the image has there.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The kernel's answer.
    #[error("mounting {0} failed")]
    Mount(PathBuf, #[source] io::Error),
}

/// Mounts the image's `volumes`, the container's file systems in memory, and the task's `files`
/// in the root file system at `path`. What has to be made for them is the task's root's.
///
/// # Errors
/// [`MountError`].
pub(super) fn mount(
    root: &Root,
    path: &Path,
    volumes: &[String],
    in_memory: &[Tmpfs],
    files: &TaskFiles,
    ids: &IdMap,
) -> Result<(), MountError> {
    let owner = ids.base();
    for volume in resolved(root, volumes, owner)? {
        let at = root.open_folder(&volume)?;
        mount_at(&inside(path, &volume), at.as_fd(), &volume)?;
    }
    memory::mount(root, in_memory, ids)?;
    for (file, name) in [
        (&files.hosts, "/etc/hosts"),
        (&files.resolv_conf, "/etc/resolv.conf"),
        (&files.hostname, "/etc/hostname"),
    ] {
        let at = root.file_to_cover(name, owner)?;
        mount_at(file, at.as_fd(), Path::new(name))?;
    }
    Ok(())
}

/// Where the volumes are: each folder once, those that others lie in first.
///
/// A volume is a mount of its folder over itself. So it has the image's content and owners
/// without a copy, is on the task's disk as all that the container writes, and stays writable
/// when the root file system is not: that is a flag of the root's own mount. One in a file
/// system of the kernel, as images of systemd have at `/sys/fs/cgroup`, is there already.
fn resolved(root: &Root, volumes: &[String], owner: u32) -> Result<Vec<PathBuf>, MountError> {
    let mut folders = Vec::new();
    for volume in volumes {
        if !volume.starts_with('/') {
            return Err(MountError::BadVolume(volume.clone()));
        }
        match root.folder(volume, owner) {
            Err(RootError::InKernel(_)) => {}
            Ok(folder) if folder == Path::new("/") => {
                return Err(MountError::BadVolume(volume.clone()));
            }
            other => folders.push(other?),
        }
    }
    folders.sort();
    folders.dedup();
    Ok(folders)
}

fn inside(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix("/").map_or_else(|_| root.join(path), |path| root.join(path))
}

fn mount_at(source: &Path, at: BorrowedFd<'_>, shown: &Path) -> Result<(), MountError> {
    kernel::clone_mount(source)
        .and_then(|mount| kernel::attach_at(&mount, at))
        .map_err(|e| MountError::Mount(shown.to_owned(), e))
}
