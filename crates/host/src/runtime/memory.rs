//! File systems in a container's memory: what its definition calls `tmpfs`.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use ferrogate_link::Tmpfs;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_string, fsmount,
    fsopen,
};

use crate::kernel::IdMap;

/// Where every container has one, which the runtime library mounts.
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

/// The options of the one that every container has, in the words of the runtime library.
pub(super) fn shared(all: &[Tmpfs]) -> Vec<String> {
    let plain = || Tmpfs { path: SHARED.into(), size_mib: 64, mode: 0o1777, ..Tmpfs::default() };
    let tmpfs = all.iter().find(|tmpfs| tmpfs.path == SHARED).cloned().unwrap_or_else(plain);
    let flag = |set: bool, name: &'static str| set.then(|| name.to_owned());
    let mut options: Vec<_> = [
        flag(true, "nodev"),
        flag(tmpfs.readonly, "ro"),
        flag(!tmpfs.exec, "noexec"),
        flag(!tmpfs.suid, "nosuid"),
        flag(tmpfs.noatime, "noatime"),
    ]
    .into_iter()
    .flatten()
    .collect();
    options.push(format!("size={}k", u64::from(tmpfs.size_mib) << 10));
    options.push(format!("mode={:o}", tmpfs.mode));
    // The library mounts it as the container's own: these are the container's numbers.
    options.push(format!("uid={}", tmpfs.uid));
    options.push(format!("gid={}", tmpfs.gid));
    options.extend(tmpfs.inodes.map(|inodes| format!("nr_inodes={inodes}")));
    options
}
