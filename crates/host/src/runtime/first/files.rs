//! What a container's first process mounts: its root file system becomes `/`, the kernel's own
//! file systems come where they belong in it, and what is not a container's business is covered.
//!
//! Paths are walked only once the root file system is `/`, so no link leads out; that none of
//! the image's is where the kernel's file systems are mounted was looked at before.

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::unistd::{chdir, pivot_root, ttyname};

use super::super::memory;
use super::super::within::{Step, failed};
use crate::cgroup;
use crate::kernel;

/// Files that show what a container has no business to see.
const MASKED: [&str; 12] = [
    "/proc/acpi",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/sys/firmware",
    "/sys/devices/virtual/powercap",
];

/// Files that a container may look at and not change. Who may write to those of pressure has
/// the kernel watch the whole host for it.
const READONLY: [&str; 6] =
    ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/pressure", "/proc/sys", "/proc/sysrq-trigger"];

/// The devices that are the host's own.
const DEVICES: [&str; 6] =
    ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"];

/// Names in `/dev` that lead elsewhere.
const LINKS: [(&str, &str); 6] = [
    ("/proc/self/fd", "/dev/fd"),
    ("/proc/self/fd/0", "/dev/stdin"),
    ("/proc/self/fd/1", "/dev/stdout"),
    ("/proc/self/fd/2", "/dev/stderr"),
    ("/proc/kcore", "/dev/core"),
    ("pts/ptmx", "/dev/ptmx"),
];

const PLAIN: MsFlags = MsFlags::MS_NOSUID.union(MsFlags::MS_NODEV).union(MsFlags::MS_NOEXEC);

/// The file systems of a container.
#[derive(Debug)]
pub(in super::super) struct Mounts<'a> {
    /// Its root file system, with what is mounted over it.
    pub(in super::super) root: &'a Path,
    /// Whether it may only be read.
    pub(in super::super) readonly: bool,
    /// How many terminals it may have.
    pub(in super::super) terminals: u32,
    /// The memory that its processes share, a mount that is attached nowhere.
    pub(in super::super) shared: OwnedFd,
    /// What it sees of its cgroups, likewise; in version 2 it mounts that itself.
    pub(in super::super) cgroups: Option<OwnedFd>,
}

impl Mounts<'_> {
    /// Makes the root file system the process's own, with the kernel's file systems in it. What
    /// was there before is out of reach. The process must have a mount namespace of its own.
    pub(super) fn enter(&self) -> Step<OwnedFd> {
        let none = None::<&str>;
        mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)
            .map_err(failed("cutting the mounts off"))?;
        let devices: Vec<OwnedFd> = DEVICES
            .iter()
            .map(|path| kernel::clone_mount(Path::new(path)))
            .collect::<Result<_, _>>()
            .map_err(failed("copying the devices"))?;
        // The namespace's own copies of mounts can't be taken apart, but a copy of these can.
        let root = kernel::clone_mounts(self.root).map_err(failed("copying the root"))?;
        kernel::attach(&root, self.root).map_err(failed("attaching the root"))?;
        chdir(self.root).map_err(failed("entering the root"))?;
        pivot_root(".", ".").map_err(failed("making the root"))?;
        // While the old root is in sight: the kernel shows a namespace of users its files only
        // where they are shown already.
        mounted("proc", "/proc", "proc", PLAIN, none)?;
        mounted("sysfs", "/sys", "sysfs", PLAIN | MsFlags::MS_RDONLY, none)?;
        // pivot_root(2): the old one is mounted over the new one, where it is taken away.
        umount2(".", MntFlags::MNT_DETACH).map_err(failed("leaving the host's files"))?;
        chdir("/").map_err(failed("entering the root"))?;
        self.make_dev(&devices)?;
        self.show_cgroups()?;
        Ok(root)
    }

    fn make_dev(&self, devices: &[OwnedFd]) -> Step<()> {
        let flags = MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC;
        mounted("tmpfs", "/dev", "tmpfs", flags, Some("mode=755,size=65536k"))?;
        for (path, device) in DEVICES.iter().zip(devices) {
            File::create_new(path).map_err(failed("making a device's place"))?;
            kernel::attach(device, Path::new(path)).map_err(failed("attaching a device"))?;
        }
        for (to, at) in LINKS {
            symlink(to, at).map_err(failed("making a link in /dev"))?;
        }
        for dir in ["/dev/pts", "/dev/shm", "/dev/mqueue"] {
            fs::create_dir(dir).map_err(failed("making a folder in /dev"))?;
        }
        let terminals = format!("newinstance,ptmxmode=0666,mode=0620,gid=5,max={}", self.terminals);
        mounted("devpts", "/dev/pts", "devpts", flags, Some(&terminals))?;
        mounted("mqueue", "/dev/mqueue", "mqueue", PLAIN, None)?;
        kernel::attach(&self.shared, Path::new(memory::SHARED))
            .map_err(failed("attaching the shared memory"))
    }

    fn show_cgroups(&self) -> Step<()> {
        match &self.cgroups {
            Some(view) => kernel::attach(view, Path::new(cgroup::MOUNT))
                .map_err(failed("showing the container its cgroups")),
            None => {
                let flags = PLAIN | MsFlags::MS_RELATIME | MsFlags::MS_RDONLY;
                mounted("cgroup", cgroup::MOUNT, "cgroup2", flags, None)
            }
        }
    }

    /// Covers what the container is not to see, and takes the right to write where it has none.
    /// `root` is what [`Mounts::enter`] gave.
    pub(super) fn protect(&self, root: &OwnedFd) -> Step<()> {
        if self.readonly {
            kernel::make_read_only(root).map_err(failed("making the root read-only"))?;
        }
        for path in READONLY.map(Path::new) {
            let copy = match kernel::read_only_clone(path) {
                Err(e) if e.raw_os_error() == Some(libc::ENOENT) => continue,
                copy => copy.map_err(failed("copying what can only be read"))?,
            };
            kernel::attach(&copy, path).map_err(failed("attaching what can only be read"))?;
        }
        let mut empty = None;
        MASKED.map(Path::new).into_iter().try_for_each(|path| mask(path, &mut empty))
    }
}

/// Covers a file by the device without content, and a folder by one that is empty: the first
/// that was covered, if there was one.
fn mask<'a>(path: &'a Path, empty: &mut Option<&'a Path>) -> Step<()> {
    let Ok(found) = fs::symlink_metadata(path) else { return Ok(()) };
    let cover = match (found.is_dir(), *empty) {
        (false, _) => kernel::clone_mount(Path::new("/dev/null")),
        (true, Some(empty)) => kernel::clone_mount(empty),
        (true, None) => {
            *empty = Some(path);
            memory::empty()
        }
    };
    cover
        .and_then(|cover| kernel::attach(&cover, path))
        .map_err(|e| format!("covering {}: {e}", path.display()))
}

/// Shows a terminal at `/dev/console`.
pub(super) fn show_console(terminal: &OwnedFd) -> Step<()> {
    let console = Path::new("/dev/console");
    File::create_new(console).map_err(failed("making /dev/console"))?;
    let name: PathBuf = ttyname(terminal).map_err(failed("finding the terminal"))?;
    kernel::clone_mount(&name)
        .and_then(|copy| kernel::attach(&copy, console))
        .map_err(failed("attaching /dev/console"))
}

fn mounted(
    source: &str,
    at: &'static str,
    kind: &str,
    flags: MsFlags,
    options: Option<&str>,
) -> Step<()> {
    let mounted = match mount(Some(source), at, Some(kind), flags, options) {
        // An image need not have the folder.
        Err(Errno::ENOENT) => {
            fs::create_dir(at).map_err(|e| format!("making {at}: {e}"))?;
            mount(Some(source), at, Some(kind), flags, options)
        }
        other => other,
    };
    mounted.map_err(|e| format!("mounting {at}: {}", e.desc()))
}
