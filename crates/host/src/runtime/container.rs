//! One container from its image to its first process.

use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use ferrogate_base::crash;
use ferrogate_image::manifest::LAYERS_MAX;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::confine::Confinement;
use super::failure::Failure;
use super::first::{self, First, Mounts, Streams};
use super::root::Root;
use super::stage::{self, Place, TaskFiles};
use super::stdio::{self, Stdio};
use super::volumes::{Mounted, Volumes};
use super::within::Surroundings;
use super::{capabilities, memory, mounts, places, process, rlimits, settings, tty, users};
use crate::cgroup::Cgroups;
use crate::kernel::{IdMap, Namespaces};
use crate::shim::ContainerBundle;

/// What the containers of one task share.
#[derive(Debug)]
pub struct Task<'a> {
    /// Its namespaces.
    pub namespaces: &'a Namespaces,
    /// The user namespace in whose ids the layers of its images are shown.
    pub layers_user: BorrowedFd<'a>,
    /// Its ids.
    pub ids: &'a IdMap,
    /// Its host name.
    pub hostname: &'a str,
    /// Its files.
    pub files: &'a TaskFiles,
    /// Which volumes its containers have.
    pub volumes: &'a Volumes,
    /// The host's cgroups.
    pub cgroups: &'a Cgroups,
    /// The shim's own.
    pub home: &'a str,
    /// How many terminals each of its containers may have.
    pub terminals: u32,
    /// The process namespace that its containers share, if they do.
    pub processes: Option<BorrowedFd<'a>>,
}

/// A container that is made and waits to be started.
#[derive(Debug)]
pub struct Created {
    first: first::Waiting,
    stdio: Stdio,
    stop_signal: i32,
    surroundings: Surroundings,
}

/// A container whose program has begun.
#[derive(Debug)]
pub struct Started {
    /// Its first process's id on the host.
    pub pid: i32,
    /// The same, by a descriptor.
    pub first: OwnedFd,
    /// Its streams.
    pub stdio: Stdio,
    /// The signal that asks it to end.
    pub stop_signal: i32,
    /// What a program that is run within it has.
    pub surroundings: Surroundings,
}

/// Makes the container: its file system, its specification, its first process, which waits.
///
/// # Errors
/// [`Failure`]; nothing of the container runs then, and its mounts go with the stage.
pub fn create(
    index: usize,
    cgroup: &str,
    bundle: &ContainerBundle,
    task: &Task<'_>,
) -> Result<Created, Failure> {
    if bundle.layers.is_empty() || bundle.layers.len() > LAYERS_MAX {
        return Err(Failure::plain_create(&format!("an image has 1 to {LAYERS_MAX} layers")));
    }
    let place = stage::mount_root(
        index,
        &bundle.layers,
        &bundle.writable,
        task.layers_user,
        task.ids.base(),
    )
    .map_err(|e| Failure::create(&e))?;
    crash::point(format_args!("shim:after-root"));
    let root = Root::open(&place.root).map_err(|e| Failure::create(&e))?;
    root.check_mount_points().map_err(|e| Failure::create(&e))?;
    // Before anything covers the image's own files.
    let identity = identity(bundle, &root)?;
    let volumes = task.volumes.of(index);
    let wanted = wanted(bundle, volumes, task.files);
    mounts::mount(&root, &wanted, task.ids).map_err(|e| Failure::create(&e))?;
    if bundle.log_router.is_some() {
        let owner = identity.on_host(task.ids).map_err(|e| Failure::create(&e))?;
        task.volumes.give_router(owner).map_err(|e| Failure::create(&e))?;
    }
    make(index, (&place, &root), cgroup, bundle, (task, identity))
}

/// Makes a container again that has ended, and whose user was `identity`: with the file systems that it had, but for those in
/// memory, which begin empty.
///
/// # Errors
/// As [`create`].
pub fn create_again(
    index: usize,
    cgroup: &str,
    bundle: &ContainerBundle,
    (task, identity): (&Task<'_>, users::Identity),
) -> Result<Created, Failure> {
    let place = stage::place(index);
    forget(&place.dir).map_err(|e| Failure::create(&e))?;
    let root = Root::open(&place.root).map_err(|e| Failure::create(&e))?;
    let volumes = task.volumes.of(index);
    let wanted = wanted(bundle, volumes, task.files);
    mounts::renew(&root, &wanted, task.ids).map_err(|e| Failure::create(&e))?;
    make(index, (&place, &root), cgroup, bundle, (task, identity))
}

/// What it has beside its image's files.
fn wanted<'a>(
    bundle: &'a ContainerBundle,
    volumes: &'a [Mounted],
    files: &'a TaskFiles,
) -> mounts::Wanted<'a> {
    let config = files.log_router.as_deref().zip(bundle.log_router.as_ref());
    let own = config.map(|(file, router)| (file, &*router.path));
    mounts::Wanted { volumes, in_memory: &bundle.container.tmpfs, files, own }
}

fn make(
    index: usize,
    (place, root): (&Place, &Root),
    cgroup: &str,
    bundle: &ContainerBundle,
    (task, identity): (&Task<'_>, users::Identity),
) -> Result<Created, Failure> {
    let (container, image) = (&bundle.container, &bundle.image);
    let args = process::arguments(container, image).map_err(|e| Failure::create(&e))?;
    let settings = settings::of_container(container).map_err(|e| Failure::create(&e))?;
    let stop_signal = process::stop_signal(image).map_err(|e| Failure::create(&e))?;
    let owner = identity.on_host(task.ids).map_err(|e| Failure::create(&e))?;
    let surroundings = surroundings(bundle, task, root, identity)?;
    let shared = places::shared(task.volumes.of(index));
    let shared = memory::shared(&container.tmpfs, shared, task.ids);
    let cgroups = task
        .cgroups
        .view(cgroup, task.home, &place.dir.join("cgroup"), task.ids.base())
        .map_err(|e| Failure::create(&e))?;
    let mounts = Mounts {
        root: &place.root,
        readonly: container.readonly_rootfs,
        terminals: task.terminals,
        shared: shared.map_err(|e| Failure::create(&e))?,
        cgroups,
    };
    let (streams, ours) = streams(bundle, owner).map_err(|e| Failure::create(&e))?;
    let first = First {
        args,
        surroundings: surroundings.clone(),
        init: container.init,
        hostname: task.hostname,
        settings,
        user: task.namespaces.user.as_fd(),
        processes: task.processes,
        mounts,
        streams,
    };
    let first = first::make(first, task.cgroups, cgroup)?;
    let stdio = match ours {
        Ours::Pipes(stdio) => stdio,
        Ours::Terminal(sender) => tty::sent(&sender).map_err(|e| Failure::create(&e))?,
    };
    Ok(Created { first, stdio, stop_signal, surroundings })
}

/// The shim's side of a container's streams.
enum Ours {
    Pipes(Stdio),
    /// Where its terminal comes from.
    Terminal(UnixStream),
}

fn streams(bundle: &ContainerBundle, owner: (u32, u32)) -> io::Result<(Streams, Ours)> {
    if bundle.container.pseudo_terminal {
        let (ours, theirs) = UnixStream::pair()?;
        return Ok((Streams::Terminal(theirs), Ours::Terminal(ours)));
    }
    let (streams, stdio) = stdio::pipes(bundle.container.interactive, owner)?;
    Ok((streams, Ours::Pipes(stdio)))
}

/// Which user and group a container's first process will be, as far as its layers tell before
/// they are one file system: the highest that has the file is asked.
#[must_use]
pub fn expected(bundle: &ContainerBundle) -> Option<(u32, u32)> {
    let user = process::user(&bundle.container, &bundle.image);
    if user.is_empty() {
        return None;
    }
    let read = |path: &str| {
        let of = |layer: &PathBuf| Root::open(layer).ok()?.read(path).ok();
        bundle.layers.iter().rev().filter_map(of).find(|text| !text.is_empty()).unwrap_or_default()
    };
    // Who can't be resolved is refused once the root file system stands.
    let who = users::resolve(user, &read("/etc/passwd"), &read("/etc/group")).ok()?;
    Some((who.uid, who.gid))
}

impl Created {
    /// Lets the first process go on to its own program and waits until it has begun.
    ///
    /// # Errors
    /// [`Failure`] of kind `Start` with the reason why the program did not begin.
    pub fn start(self) -> Result<Started, Failure> {
        let pid = self.first.pid;
        // Before anybody may wait for it, after which its number can be another's.
        let first = Pid::from_raw(pid).ok_or(Errno::SRCH);
        let first = first.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()));
        let first = first.map_err(|e| Failure::start(&e.to_string()))?;
        self.first.start()?;
        let Self { stdio, stop_signal, surroundings, .. } = self;
        Ok(Started { pid, first, stdio, stop_signal, surroundings })
    }
}

fn identity(bundle: &ContainerBundle, root: &Root) -> Result<users::Identity, Failure> {
    let passwd = root.read("/etc/passwd").map_err(|e| Failure::create(&e))?;
    let group = root.read("/etc/group").map_err(|e| Failure::create(&e))?;
    let user = process::user(&bundle.container, &bundle.image);
    users::resolve(user, &passwd, &group).map_err(|e| Failure::create(&e))
}

fn surroundings(
    bundle: &ContainerBundle,
    task: &Task<'_>,
    root: &Root,
    identity: users::Identity,
) -> Result<Surroundings, Failure> {
    let (container, image) = (&bundle.container, &bundle.image);
    let given = (container, &bundle.secrets[..]);
    let env = process::environment(given, image, task.hostname, &identity.home)
        .map_err(|e| Failure::create(&e))?;
    let cwd = root
        .working_directory(&process::working_directory(container, image), task.ids.base())
        .map_err(|e| Failure::create(&e))?;
    let rlimits = rlimits::within_host(&container.ulimits).map_err(|e| Failure::create(&e))?;
    let capabilities =
        capabilities::resolve(&container.capabilities_add, &container.capabilities_drop)
            .map_err(|e| Failure::create(&e))?;
    let confinement = Confinement::new(&capabilities).map_err(|e| Failure::create(&e))?;
    Ok(Surroundings { env, cwd, identity, rlimits, confinement })
}

/// Removes what was there for the life of a container that is over.
fn forget(dir: &Path) -> io::Result<()> {
    match fs::remove_dir(dir.join("cgroup")) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
