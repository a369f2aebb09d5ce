//! Where a shim puts a task's file systems together: a small tmpfs that only the shim's own
//! mount namespace has, so that all of it ends with the shim.

use std::fs;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};

use super::layers::stacked;
use crate::kernel;

/// Where the stage is mounted. The task's root must be able to walk there, which rules out
/// the task's folder; every host has this one, and a shim needs nothing in it.
pub const STAGE: &str = "/dev/shm";

/// Where the task's volume is attached, if the shim was given one.
pub const DISK: &str = "/dev/shm/disk";

/// What the stage may hold in bytes: a few small files for each container.
const STAGE_BYTES_MAX: u32 = 8 << 20;

/// Why a file system could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("{doing} failed")]
pub struct StageError {
    doing: String,
    #[source]
    source: io::Error,
}

fn failed(doing: impl Into<String>) -> impl FnOnce(io::Error) -> StageError {
    move |source| StageError { doing: doing.into(), source }
}

fn refused(doing: impl Into<String>) -> impl FnOnce(nix::errno::Errno) -> StageError {
    move |errno| StageError { doing: doing.into(), source: errno.into() }
}

/// Gives the calling process a mount namespace of its own, with an empty stage. Mounts that
/// the host adds or removes later still arrive; what is mounted here goes nowhere.
///
/// # Errors
/// When the kernel refuses.
pub fn set() -> Result<(), StageError> {
    unshare(CloneFlags::CLONE_NEWNS).map_err(refused("making a mount namespace"))?;
    let slave = MsFlags::MS_SLAVE | MsFlags::MS_REC;
    mount(None::<&str>, "/", None::<&str>, slave, None::<&str>)
        .map_err(refused("cutting the mount namespace off"))?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    let options = format!("mode=0711,size={STAGE_BYTES_MAX}");
    mount(Some("tmpfs"), STAGE, Some("tmpfs"), flags, Some(options.as_str()))
        .map_err(refused("mounting the stage"))
}

/// Attaches the task's volume at [`DISK`]: a mount that is attached to nothing yet.
///
/// # Errors
/// When it is no such mount.
pub fn take_volume(volume: &OwnedFd) -> Result<(), StageError> {
    let at = Path::new(DISK);
    make_dir(at)?;
    kernel::attach(volume, at).map_err(failed("attaching the task's volume"))
}

/// Lets go of the stage and all that is mounted in it.
///
/// # Errors
/// When the kernel refuses.
pub fn strike() -> Result<(), StageError> {
    umount2(STAGE, MntFlags::MNT_DETACH).map_err(refused("unmounting the stage"))
}

/// The files that name a task and its neighbours, shared by its containers.
#[derive(Clone, Debug)]
pub struct TaskFiles {
    /// `/etc/hosts`.
    pub hosts: PathBuf,
    /// `/etc/resolv.conf`.
    pub resolv_conf: PathBuf,
    /// `/etc/hostname`.
    pub hostname: PathBuf,
    /// The configuration of its router, if it has one.
    pub log_router: Option<PathBuf>,
    /// Files of the host that every container sees: where on the host each is, and where in a
    /// container.
    pub of_host: Vec<(PathBuf, String)>,
}

/// Writes a task's files, owned by its root.
///
/// # Errors
/// When the stage takes no more.
pub fn write_task_files(
    owner: u32,
    hostname: &str,
    address: Ipv4Addr,
    dns: (&[IpAddr], &[String]),
) -> Result<TaskFiles, StageError> {
    let hosts = format!(
        "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n{address}\t{hostname}\n"
    );
    let mut resolv_conf = String::new();
    if !dns.1.is_empty() {
        resolv_conf = format!("search {}\n", dns.1.join(" "));
    }
    for server in dns.0 {
        resolv_conf += &format!("nameserver {server}\n");
    }
    Ok(TaskFiles {
        hosts: write(owner, "hosts", &hosts)?,
        resolv_conf: write(owner, "resolv.conf", &resolv_conf)?,
        hostname: write(owner, "hostname", &format!("{hostname}\n"))?,
        log_router: None,
        of_host: vec![],
    })
}

/// Writes the configuration of a task's router, owned by the task's root.
///
/// # Errors
/// When the stage takes no more.
pub fn write_router_config(owner: u32, config: &str) -> Result<PathBuf, StageError> {
    write(owner, "router.conf", config)
}

fn write(owner: u32, name: &str, text: &str) -> Result<PathBuf, StageError> {
    let path = Path::new(STAGE).join(name);
    let written = fs::File::create(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o644)))
        .and_then(|()| chown(&path, Some(owner), Some(owner)));
    written.map(|()| path).map_err(failed(format!("writing the task's {name}")))
}

/// One container's place on the stage.
#[derive(Clone, Debug)]
pub struct Place {
    /// What is put together for it.
    pub dir: PathBuf,
    /// The root file system.
    pub root: PathBuf,
}

/// The place of a container.
#[must_use]
pub fn place(index: usize) -> Place {
    let dir = Path::new(STAGE).join(format!("c{index}"));
    Place { root: dir.join("root"), dir }
}

/// Puts a container's root file system together: its layers, each shown with the ids of the
/// namespace `user`, under a writable folder that the task's root owns. As many layers as a
/// manifest may have: their names, of 16 bytes, fit the page that an overlay's options must fit.
///
/// # Errors
/// When a layer is missing, or lies on a file system that can't map ids.
pub fn mount_root(
    index: usize,
    layers: &[PathBuf],
    writable: &Path,
    user: BorrowedFd<'_>,
    owner: u32,
) -> Result<Place, StageError> {
    let Place { dir, root } = place(index);
    make_dir(&dir)?;
    make_dir(&root)?;
    let mut lower = String::new();
    for (layer, number) in stacked(layers).into_iter().zip(0..) {
        let at = dir.join(format!("{number}"));
        make_dir(&at)?;
        let clone = kernel::id_mapped_clone(layer, user)
            .map_err(failed(format!("mapping the ids of {}", layer.display())))?;
        kernel::attach(&clone, &at).map_err(failed("attaching a layer"))?;
        // The highest layer comes first.
        lower.insert_str(0, &format!("{STAGE}/c{index}/{number}:"));
    }
    lower.pop();
    let (upper, work) = (writable.join("upper"), writable.join("work"));
    fs::create_dir_all(writable).map_err(failed("making the writable folder"))?;
    for own in [&upper, &work] {
        make_dir(own)?;
        chown(own, Some(owner), Some(owner)).map_err(failed("giving the writable folder away"))?;
    }
    mount_overlay(&lower, &upper, &work, &root)?;
    Ok(Place { dir, root })
}

fn mount_overlay(lower: &str, upper: &Path, work: &Path, at: &Path) -> Result<(), StageError> {
    let option = |path: &Path| escape(&path.to_string_lossy());
    // `userxattr`: what marks a folder of a layer as opaque is a user attribute, since an
    // unprivileged helper unpacks layers. `volatile`: unmounting does not flush the host's whole
    // file system; what a task wrote ends with the task, and with the host's power too.
    let options = format!(
        "userxattr,volatile,lowerdir={lower},upperdir={},workdir={}",
        option(upper),
        option(work)
    );
    mount(Some("overlay"), at, Some("overlay"), MsFlags::MS_NODEV, Some(options.as_str()))
        .map_err(refused("mounting the root file system"))
}

/// A folder may have a name that means something to the overlay's option parser.
fn escape(path: &str) -> String {
    path.replace('\\', "\\\\").replace(',', "\\,").replace(':', "\\:")
}

fn make_dir(path: &Path) -> Result<(), StageError> {
    match fs::create_dir(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(failed(format!("making {}", path.display()))),
    }
}
