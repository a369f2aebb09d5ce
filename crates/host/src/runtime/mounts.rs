//! What the engine mounts over a container's root file system before its first process takes it
//! over: volumes, file systems in memory, the task's files. A link of the image is never followed
//! out of its root.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use ferrogate_base::crash;
use ferrogate_link::Tmpfs;

use super::memory;
use super::places::{self, Place, What};
use super::root::{Root, RootError};
use super::stage::TaskFiles;
use super::volumes::{self, Mounted, content};
use crate::kernel::{self, IdMap};

/// Why something could not be mounted.
#[derive(Debug, thiserror::Error)]
pub(super) enum MountError {
    /// A volume that no container can have.
    #[error("the image's volume '{0}' is not an absolute path to a folder below /")]
    BadVolume(String),
    /// A mount point that no container can have (Docker's words).
    #[error("invalid volume specification: '{0}': mount path must be absolute and not '/'")]
    BadPath(String),
    /// Two things are asked for at one place (Docker's words).
    #[error("Duplicate mount point: {0}")]
    Twice(String),
    /// What the image has there.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The volume's folder on the task's disk.
    #[error("making the volume at {0} failed")]
    Make(String, #[source] io::Error),
    /// The image's content does not get into its volume.
    #[error("copying the image's {0} into its volume failed")]
    Content(String, #[source] io::Error),
    /// The kernel's answer.
    #[error("mounting {0} failed")]
    Mount(PathBuf, #[source] io::Error),
}

/// What a container has beside its image's files.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// Volumes: of two at one place, the first counts.
    pub(super) volumes: &'a [Mounted],
    /// File systems in its memory.
    pub(super) in_memory: &'a [Tmpfs],
    /// The task's files.
    pub(super) files: &'a TaskFiles,
    /// A file of its own, and where it is.
    pub(super) own: Option<(&'a Path, &'a str)>,
}

/// Mounts it in the root file system, those first that others lie in. What has to be made for
/// it is the task's root's. Volumes that are empty get the content that the image has for them.
///
/// What is read-only becomes it in the end: a folder that something else is mounted on may have
/// to be made in it.
///
/// # Errors
/// [`MountError`].
pub(super) fn mount(root: &Root, wanted: &Wanted<'_>, ids: &IdMap) -> Result<(), MountError> {
    let owner = ids.base();
    let places = places::of(root, wanted.volumes, wanted.in_memory, owner)?;
    crash::point(format_args!("shim:before-volumes"));
    if let Some(shared) = places::shared(wanted.volumes) {
        ensure(shared, owner)?;
    }
    for place in &places {
        make(root, place, owner)?;
    }
    crash::point(format_args!("shim:after-volumes"));
    attach(root, &places, wanted, ids)
}

/// Mounts it again for a container that is run again, if it has file systems in memory: those are
/// empty then. Volumes are as they were left.
///
/// # Errors
/// [`MountError`].
pub(super) fn renew(root: &Root, wanted: &Wanted<'_>, ids: &IdMap) -> Result<(), MountError> {
    if wanted.in_memory.is_empty() {
        return Ok(());
    }
    let owner = ids.base();
    for (_, name) in covered(wanted) {
        let at = root.file_to_cover(name, owner)?;
        kernel::detach(at.as_fd()).map_err(|e| MountError::Mount(PathBuf::from(name), e))?;
    }
    let places = places::of(root, wanted.volumes, wanted.in_memory, owner)?;
    for place in places.iter().rev() {
        let at = root.open_folder(&place.at)?;
        kernel::detach(at.as_fd()).map_err(|e| MountError::Mount(place.at.clone(), e))?;
    }
    attach(root, &places, wanted, ids)
}

fn attach(
    root: &Root,
    places: &[Place<'_>],
    wanted: &Wanted<'_>,
    ids: &IdMap,
) -> Result<(), MountError> {
    let owner = ids.base();
    let mut readonly = Vec::new();
    for place in places {
        let failed = |e| MountError::Mount(place.at.clone(), e);
        let (mount, is_readonly) = detached(place, ids).map_err(failed)?;
        // Again: the folder may be hidden by now, by one that it lies in.
        let text =
            place.at.to_str().ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?;
        let at = root.open_folder(&root.folder(text, owner)?)?;
        kernel::attach_at(&mount, at.as_fd()).map_err(failed)?;
        if is_readonly {
            readonly.push((place, mount));
        }
    }
    cover(root, wanted, owner)?;
    for (place, mount) in readonly {
        kernel::make_read_only(&mount).map_err(|e| MountError::Mount(place.at.clone(), e))?;
    }
    Ok(())
}

/// What is to be mounted at a place, attached to nothing yet, and whether it is read-only.
fn detached(place: &Place<'_>, ids: &IdMap) -> io::Result<(OwnedFd, bool)> {
    match &place.what {
        What::Volume { mounted, .. } => {
            Ok((kernel::volume_clone(&mounted.folder)?, mounted.readonly))
        }
        What::Memory(tmpfs) => Ok((memory::detached(tmpfs, ids)?, tmpfs.readonly)),
    }
}

/// Makes a volume, and puts the image's content into one that is empty.
fn make(root: &Root, place: &Place<'_>, owner: u32) -> Result<(), MountError> {
    let What::Volume { mounted, filled } = &place.what else { return Ok(()) };
    ensure(mounted, owner)?;
    if *filled {
        let from = root.open_folder(&place.at)?;
        content::copy(from.as_fd(), &mounted.folder)
            .map_err(|e| MountError::Content(mounted.path.clone(), e))?;
    }
    Ok(())
}

fn ensure(mounted: &Mounted, owner: u32) -> Result<(), MountError> {
    let failed = |e| MountError::Make(mounted.path.clone(), e);
    volumes::ensure(&mounted.folder, owner).map_err(failed)
}

/// The task's files, and which of the image's they cover.
fn covered<'w>(wanted: &Wanted<'w>) -> impl Iterator<Item = (&'w Path, &'w str)> {
    let TaskFiles { hosts, resolv_conf, hostname, .. } = wanted.files;
    let all: [(&Path, &str); 3] =
        [(hosts, "/etc/hosts"), (resolv_conf, "/etc/resolv.conf"), (hostname, "/etc/hostname")];
    all.into_iter().chain(wanted.own)
}

/// Mounts the task's files over those of the image.
fn cover(root: &Root, wanted: &Wanted<'_>, owner: u32) -> Result<(), MountError> {
    for (file, name) in covered(wanted) {
        let at = root.file_to_cover(name, owner)?;
        let attached = clone_at(file, at.as_fd());
        attached.map_err(|e| MountError::Mount(PathBuf::from(name), e))?;
    }
    for (file, name) in &wanted.files.of_host {
        let at = root.file_to_cover(name, owner)?;
        let attached =
            kernel::read_only_clone(file).and_then(|of| kernel::attach_at(&of, at.as_fd()));
        attached.map_err(|e| MountError::Mount(PathBuf::from(name), e))?;
    }
    Ok(())
}

fn clone_at(source: &Path, at: BorrowedFd<'_>) -> io::Result<()> {
    let mount: OwnedFd = kernel::clone_mount(source)?;
    kernel::attach_at(&mount, at)
}
