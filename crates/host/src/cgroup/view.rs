//! What a container sees of the cgroups of version 1: its own group in each hierarchy, with
//! the limits in it, read-only. (Version 2 shows it by itself: the runtime library mounts it
//! within the container's cgroup namespace.)
//!
//! While containers are made no cgroups may be in a shim's sight: the runtime library would
//! move processes there itself. So a shim hides the mounts in its own mount namespace, keeps a
//! way to the files, and goes back to where they are mounted to copy mounts.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};
use std::thread;

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, setns, unshare};

use super::{Cgroups, Layout, MOUNT, Result, io_error};
use crate::kernel;

const FLAGS: MsFlags =
    MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC).union(MsFlags::MS_RDONLY);

/// The cgroups of version 1 that were taken out of the calling process's sight.
#[derive(Debug)]
pub struct Hidden {
    /// A detached copy of all mounts at [`MOUNT`], for reading and writing files.
    pub(super) files: OwnedFd,
    /// The mount namespace in which they are attached. A kernel before 6.15 copies no mount
    /// that is attached nowhere.
    pub(super) mounted: File,
}

impl Hidden {
    /// Where the files are, for as long as this lives.
    pub(super) fn path(&self) -> PathBuf {
        format!("/proc/self/fd/{}", self.files.as_raw_fd()).into()
    }
}

/// Takes the cgroups of version 1 out of sight in the calling process's own mount namespace;
/// `mounted` is one that has them. The runtime library then leaves them alone: a shim's
/// children are born where they belong.
///
/// # Errors
/// When the kernel refuses.
pub fn hide(mounted: File) -> Result<Hidden> {
    let mount_point = Path::new(MOUNT);
    let failed = |doing| io_error(mount_point, doing);
    let files = kernel::clone_mounts(mount_point).map_err(failed("keeping it"))?;
    umount2(MOUNT, MntFlags::MNT_DETACH).map_err(|e| failed("hiding it")(e.into()))?;
    // By an empty file system there the runtime library sees that no controller is to be had.
    mount(Some("tmpfs"), MOUNT, Some("tmpfs"), FLAGS, Some("size=4k"))
        .map_err(|e| failed("hiding it")(e.into()))?;
    Ok(Hidden { files, mounted })
}

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
        let (Layout::V1(tree), Some(hidden)) = (&self.layout, &self.hidden) else {
            return Ok(None);
        };
        let shown = tree.shown(path, home);
        let groups = outside(&hidden.mounted, || copies(&shown))?;
        let done = compose(&shown, &groups, at, owner);
        done.map(Some).map_err(io_error(at, "showing a container its cgroups"))
    }
}

/// A hierarchy's name and the group in it that is shown.
pub(super) type Shown = (String, String);

/// Does something in another mount namespace. In a thread of its own, which ends there: no way
/// back is needed, so none can fail.
fn outside<T: Send>(namespace: &File, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let enter = || {
        unshare(CloneFlags::CLONE_FS)?;
        setns(namespace, CloneFlags::CLONE_NEWNS)
    };
    let inside = || {
        enter().map_err(|e| io_error(Path::new(MOUNT), "going where it is mounted")(e.into()))?;
        work()
    };
    thread::scope(|scope| match scope.spawn(inside).join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}

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
