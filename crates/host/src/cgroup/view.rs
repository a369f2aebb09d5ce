//! What a container sees of the cgroups of version 1: its own group in each hierarchy, with
//! the limits in it, read-only. (Version 2 shows it by itself, within a cgroup namespace.)

use std::fs::{self, DirBuilder};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::Path;

use nix::mount::{MntFlags, MsFlags, mount, umount2};

use super::{Cgroups, Layout, MOUNT, Result, io_error};
use crate::kernel;

const FLAGS: MsFlags =
    MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC).union(MsFlags::MS_RDONLY);

impl Cgroups {
    /// What the container whose cgroup is `path` sees, as a mount that is attached nowhere, put
    /// together at `at`, a folder to be made. `home` is the cgroup of the shim, in whose groups
    /// a container is wherever it has none of its own. `owner` is the task's root.
    ///
    /// `None` on version 2.
    ///
    /// # Errors
    /// When a group is missing or the kernel refuses.
    pub fn view(&self, path: &str, home: &str, at: &Path, owner: u32) -> Result<Option<OwnedFd>> {
        let Layout::V1(tree) = &self.layout else { return Ok(None) };
        let shown = tree.shown(path, home);
        let groups = copies(&shown)?;
        let done = compose(&shown, &groups, at, owner);
        done.map(Some).map_err(io_error(at, "showing a container its cgroups"))
    }
}

/// A hierarchy's name and the group in it that is shown.
pub(super) type Shown = (String, String);

fn copies(shown: &[Shown]) -> Result<Vec<OwnedFd>> {
    let copy = |(name, path): &Shown| {
        let dir = Path::new(MOUNT).join(name).join(path);
        kernel::read_only_clone(&dir).map_err(io_error(&dir, "copying its mount"))
    };
    shown.iter().map(copy).collect()
}

fn compose(shown: &[Shown], groups: &[OwnedFd], at: &Path, owner: u32) -> io::Result<OwnedFd> {
    DirBuilder::new().mode(0o700).create(at)?;
    let options = format!("mode=755,uid={owner},gid={owner},size=64k");
    let flags = FLAGS.difference(MsFlags::MS_RDONLY);
    mount(Some("tmpfs"), at, Some("tmpfs"), flags, Some(options.as_str()))?;
    for ((name, _), group) in shown.iter().zip(groups) {
        fs::create_dir(at.join(name))?;
        kernel::attach(group, &at.join(name))?;
        // `cpu` and `cpuacct` for `cpu,cpuacct`, as programs look for either.
        for part in name.split(',').filter(|part| part != name) {
            symlink(name, at.join(part))?;
        }
    }
    let remount = FLAGS | MsFlags::MS_BIND | MsFlags::MS_REMOUNT;
    mount(None::<&str>, at, None::<&str>, remount, None::<&str>)?;
    let whole = kernel::clone_mounts(at)?;
    umount2(at, MntFlags::MNT_DETACH)?;
    Ok(whole)
}
