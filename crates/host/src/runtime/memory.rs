//! File systems in a container's memory: what its definition calls `tmpfs`.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use ferrogate_link::Tmpfs;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_string, fsmount,
    fsopen,
};

use super::volumes::Mounted;
use crate::kernel::{self, IdMap};

/// Where every container has one.
pub(super) const SHARED: &str = "/dev/shm";

/// A new one, attached to nothing, that can be written.
///
/// # Errors
/// The kernel's, and that the task has no such user or group.
pub(super) fn detached(tmpfs: &Tmpfs, ids: &IdMap) -> io::Result<OwnedFd> {
    let nobody = |what| move || io::Error::other(format!("the task has no {what} of this number"));
    let uid = ids.host_uid(tmpfs.uid).ok_or_else(nobody("user"))?;
    let gid = ids.host_gid(tmpfs.gid).ok_or_else(nobody("group"))?;
    let context = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    let set = |key: &str, value: String| fsconfig_set_string(context.as_fd(), key, value);
    set("source", "tmpfs".into())?;
    set("size", format!("{}m", tmpfs.size_mib))?;
    set("mode", format!("{:o}", tmpfs.mode))?;
    set("uid", uid.to_string())?;
    set("gid", gid.to_string())?;
    if let Some(inodes) = tmpfs.inodes {
        set("nr_inodes", inodes.to_string())?;
    }
    fsconfig_create(context.as_fd())?;
    let mut flags = MountAttrFlags::MOUNT_ATTR_NODEV;
    flags.set(MountAttrFlags::MOUNT_ATTR_NOEXEC, !tmpfs.exec);
    flags.set(MountAttrFlags::MOUNT_ATTR_NOSUID, !tmpfs.suid);
    flags.set(MountAttrFlags::MOUNT_ATTR_NOATIME, tmpfs.noatime);
    Ok(fsmount(context.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, flags)?)
}

/// The one that every container has at [`SHARED`]: as its definition has it, or of 64 MiB. With a
/// volume there, that.
///
/// # Errors
/// As [`detached`].
pub(super) fn shared(all: &[Tmpfs], volume: Option<&Mounted>, ids: &IdMap) -> io::Result<OwnedFd> {
    let plain = || Tmpfs { path: SHARED.into(), size_mib: 64, mode: 0o1777, ..Tmpfs::default() };
    let (mount, readonly) = match volume {
        Some(volume) => (kernel::volume_clone_without_setuid(&volume.folder)?, volume.readonly),
        None => {
            let tmpfs = all.iter().find(|tmpfs| tmpfs.path == SHARED).cloned();
            let tmpfs = tmpfs.unwrap_or_else(plain);
            (detached(&tmpfs, ids)?, tmpfs.readonly)
        }
    };
    if readonly {
        kernel::make_read_only(&mount)?;
    }
    Ok(mount)
}

/// One that has nothing in it and never will, attached to nothing.
///
/// # Errors
/// The kernel's.
pub(super) fn empty() -> io::Result<OwnedFd> {
    let context = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    fsconfig_set_string(context.as_fd(), "size", "4k")?;
    fsconfig_create(context.as_fd())?;
    let flags = MountAttrFlags::MOUNT_ATTR_RDONLY
        | MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    Ok(fsmount(context.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, flags)?)
}
