//! Where in a container's root file system its volumes and file systems in memory are: links
//! followed, and of several at one place the one that counts.

use std::path::{Path, PathBuf};

use ferrogate_link::Tmpfs;

use super::memory;
use super::mounts::MountError;
use super::root::{Root, RootError};
use super::volumes::{Mounted, Why};

/// Something at its place.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// Where it is in the root, without links.
    pub(super) at: PathBuf,
    pub(super) what: What<'a>,
}

/// What is mounted.
#[derive(Debug)]
pub(super) enum What<'a> {
    /// A volume.
    Volume {
        mounted: &'a Mounted,
        /// Whether the image's content goes into it, if it is empty.
        filled: bool,
    },
    /// A file system in memory.
    Memory(&'a Tmpfs),
}

/// The places of `volumes`, of which the first at one place counts, and of file systems in
/// memory, which count more; those first that others lie in. What is at /dev/shm the
/// first process mounts, and is left out here.
///
/// # Errors
/// When a path is none that a container can have, or two that were asked for are one.
pub(super) fn of<'a>(
    root: &Root,
    volumes: &'a [Mounted],
    in_memory: &'a [Tmpfs],
    owner: u32,
) -> Result<Vec<Place<'a>>, MountError> {
    let mut places: Vec<Place<'a>> = Vec::new();
    for tmpfs in in_memory.iter().filter(|tmpfs| tmpfs.path != memory::SHARED) {
        let at = root.folder(&tmpfs.path, owner)?;
        places.push(Place { at, what: What::Memory(tmpfs) });
    }
    if let Some(shared) = shared(volumes)
        && in_memory.iter().any(|tmpfs| tmpfs.path == memory::SHARED)
    {
        return Err(MountError::Twice(shared.path.clone()));
    }
    for mounted in volumes.iter().filter(|mounted| !is_shared(mounted)) {
        let Some(at) = place(root, mounted, owner)? else { continue };
        match places.iter_mut().find(|place| place.at == at) {
            Some(there) => add(there, mounted)?,
            None => {
                let filled = mounted.why == Why::Image;
                places.push(Place { at, what: What::Volume { mounted, filled } });
            }
        }
    }
    places.sort_by(|one, other| one.at.cmp(&other.at));
    Ok(places)
}

/// The volume that is where every container has memory to share.
pub(super) fn shared(volumes: &[Mounted]) -> Option<&Mounted> {
    volumes.iter().find(|mounted| is_shared(mounted))
}

fn is_shared(mounted: &Mounted) -> bool {
    !mounted.of_image && mounted.path.trim_end_matches('/') == memory::SHARED
}

/// Another volume at a place that is taken.
fn add(there: &mut Place<'_>, mounted: &Mounted) -> Result<(), MountError> {
    match (&mut there.what, mounted.why) {
        // Fargate copies an image's content into a volume of the task definition where the
        // image has a VOLUME (developer guide, "Use bind mounts").
        (What::Volume { mounted, filled }, Why::Image) if mounted.why == Why::MountPoint => {
            *filled = true;
        }
        (_, Why::Image | Why::From) => {}
        (_, Why::MountPoint) => return Err(MountError::Twice(mounted.path.clone())),
    }
    Ok(())
}

/// Where a volume is; nowhere for one of an image that is in a file system of the kernel, as
/// images of systemd have at `/sys/fs/cgroup`: it is there already.
fn place(root: &Root, mounted: &Mounted, owner: u32) -> Result<Option<PathBuf>, MountError> {
    let bad = || match mounted.of_image {
        true => MountError::BadVolume(mounted.path.clone()),
        false => MountError::BadPath(mounted.path.clone()),
    };
    if !mounted.path.starts_with('/') {
        return Err(bad());
    }
    match root.folder(&mounted.path, owner) {
        Err(RootError::InKernel(_)) if mounted.of_image => Ok(None),
        Ok(folder) if folder == Path::new("/") => Err(bad()),
        other => Ok(Some(other?)),
    }
}
