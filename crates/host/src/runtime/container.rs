//! One container from its image to its first process.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use ferrogate_base::crash;
use ferrogate_base::errors::chain;
use ferrogate_image::manifest::LAYERS_MAX;
use libcontainer::container::Container as Runtime;
use libcontainer::container::builder::ContainerBuilder;
use libcontainer::syscall::syscall::SyscallType;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::pipe2;
use oci_spec::runtime::PosixRlimit;
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::confine::Confinement;
use super::executor::Program;
use super::failure::Failure;
use super::root::Root;
use super::spec::{self, Input};
use super::stage::{self, Place, TaskFiles};
use super::stdio::{Stdio, with_pipes};
use super::told::Told;
use super::volumes::{Mounted, Volumes};
use super::within::Surroundings;
use super::{capabilities, mounts, places, process, rlimits, tty, users};
use crate::cgroup::Cgroups;
use crate::kernel::{IdMap, Namespaces};
use crate::shim::ContainerBundle;

/// A program that was told to begin does so at once, unless its file can't be read.
const BEGINS_WITHIN_MS: u16 = 30_000;

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
pub struct Created {
    runtime: Runtime,
    report: File,
    /// The first process's id on the host.
    pub pid: i32,
    /// Its streams.
    pub stdio: Stdio,
    /// The signal that asks it to end.
    pub stop_signal: i32,
    /// What a program that is run within it later has.
    pub surroundings: Surroundings,
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

impl std::fmt::Debug for Created {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Created").field("pid", &self.pid).finish_non_exhaustive()
    }
}

/// Makes the container: its file system, its specification, its first process, which waits.
///
/// # Errors
/// [`Failure`]; nothing of the container runs then, and its mounts go with the stage.
pub fn create(
    index: usize,
    id: &str,
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
    let wanted = mounts::Wanted { volumes, in_memory: &bundle.container.tmpfs, files: task.files };
    mounts::mount(&root, &wanted, task.ids).map_err(|e| Failure::create(&e))?;
    make((index, id), (&place, &root), cgroup, bundle, (task, identity))
}

/// Makes a container again that has ended, and whose user was `identity`: with the file systems that it had, but for those in
/// memory, which begin empty.
///
/// # Errors
/// As [`create`].
pub fn create_again(
    index: usize,
    id: &str,
    cgroup: &str,
    bundle: &ContainerBundle,
    (task, identity): (&Task<'_>, users::Identity),
) -> Result<Created, Failure> {
    let place = stage::place(index);
    forget(&place.dir).map_err(|e| Failure::create(&e))?;
    let root = Root::open(&place.root).map_err(|e| Failure::create(&e))?;
    let volumes = task.volumes.of(index);
    let wanted = mounts::Wanted { volumes, in_memory: &bundle.container.tmpfs, files: task.files };
    mounts::renew(&root, &wanted, task.ids).map_err(|e| Failure::create(&e))?;
    make((index, id), (&place, &root), cgroup, bundle, (task, identity))
}

fn make(
    (index, id): (usize, &str),
    (place, root): (&Place, &Root),
    cgroup: &str,
    bundle: &ContainerBundle,
    (task, identity): (&Task<'_>, users::Identity),
) -> Result<Created, Failure> {
    let shared = places::shared(task.volumes.of(index));
    let input = input(bundle, task, root, identity, (&place.root, cgroup))?;
    let spec =
        spec::build(&input.as_spec_input(bundle, task, shared)).map_err(|e| Failure::create(&e))?;
    spec.save(place.dir.join("config.json")).map_err(|e| Failure::create(&e))?;
    let stop_signal = process::stop_signal(&bundle.image).map_err(|e| Failure::create(&e))?;
    let owner = input.identity.on_host(task.ids).map_err(|e| Failure::create(&e))?;
    let confinement = Confinement::new(&input.capabilities).map_err(|e| Failure::create(&e))?;
    let view = task
        .cgroups
        .view(cgroup, task.home, &place.dir.join("cgroup"), task.ids.base())
        .map_err(|e| Failure::create(&e))?;
    let surroundings = Surroundings {
        env: input.env,
        cwd: input.cwd,
        identity: input.identity,
        rlimits: input.rlimits,
        confinement: confinement.clone(),
    };
    run(id, &place.dir, bundle, First { confinement, view, stop_signal, owner, surroundings })
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
    pub fn start(mut self) -> Result<Started, Failure> {
        self.runtime.start().map_err(|e| Failure::start(&chain(&e)))?;
        let mut fds = [PollFd::new(self.report.as_fd(), PollFlags::POLLIN)];
        let ready = poll(&mut fds, PollTimeout::from(BEGINS_WITHIN_MS));
        if !matches!(ready, Ok(1..)) {
            return Err(Failure::start("the program did not begin"));
        }
        let reason = read_report(&mut self.report);
        if reason.is_empty() {
            let first = Pid::from_raw(self.pid).ok_or(Errno::SRCH);
            let first = first.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()));
            Ok(Started {
                pid: self.pid,
                first: first.map_err(|e| Failure::start(&e.to_string()))?,
                stdio: self.stdio,
                stop_signal: self.stop_signal,
                surroundings: self.surroundings,
            })
        } else {
            Err(Failure::start(&reason))
        }
    }
}

/// What must be looked up in the root file system.
struct Resolved {
    args: Vec<String>,
    env: Vec<String>,
    cwd: String,
    identity: users::Identity,
    rlimits: Vec<PosixRlimit>,
    capabilities: oci_spec::runtime::Capabilities,
    root: PathBuf,
    cgroup: String,
}

fn identity(bundle: &ContainerBundle, root: &Root) -> Result<users::Identity, Failure> {
    let passwd = root.read("/etc/passwd").map_err(|e| Failure::create(&e))?;
    let group = root.read("/etc/group").map_err(|e| Failure::create(&e))?;
    let user = process::user(&bundle.container, &bundle.image);
    users::resolve(user, &passwd, &group).map_err(|e| Failure::create(&e))
}

fn input(
    bundle: &ContainerBundle,
    task: &Task<'_>,
    root: &Root,
    identity: users::Identity,
    (root_path, cgroup): (&Path, &str),
) -> Result<Resolved, Failure> {
    let (container, image) = (&bundle.container, &bundle.image);
    let args = process::arguments(container, image).map_err(|e| Failure::create(&e))?;
    let env = process::environment(container, image, task.hostname, &identity.home)
        .map_err(|e| Failure::create(&e))?;
    let cwd = root
        .working_directory(&process::working_directory(container, image), task.ids.base())
        .map_err(|e| Failure::create(&e))?;
    let rlimits = rlimits::within_host(&container.ulimits).map_err(|e| Failure::create(&e))?;
    let capabilities =
        capabilities::resolve(&container.capabilities_add, &container.capabilities_drop)
            .map_err(|e| Failure::create(&e))?;
    Ok(Resolved {
        args,
        env,
        cwd,
        identity,
        rlimits,
        capabilities,
        root: root_path.to_owned(),
        cgroup: cgroup.to_owned(),
    })
}

impl Resolved {
    fn as_spec_input<'a>(
        &'a self,
        bundle: &'a ContainerBundle,
        task: &'a Task<'a>,
        shared: Option<&'a Mounted>,
    ) -> Input<'a> {
        Input {
            container: &bundle.container,
            args: self.args.clone(),
            env: self.env.clone(),
            cwd: self.cwd.clone(),
            identity: &self.identity,
            rlimits: self.rlimits.clone(),
            capabilities: self.capabilities.clone(),
            hostname: task.hostname,
            root: self.root.clone(),
            namespaces: task.namespaces,
            ids: task.ids,
            cgroup: &self.cgroup,
            cgroup_v2: task.cgroups.is_v2(),
            terminals: task.terminals,
            shared,
            processes: task.processes,
        }
    }
}

/// What a first process is and gets, beside its specification.
struct First {
    confinement: Confinement,
    /// What it sees of its cgroups, where the runtime library does not mount it.
    view: Option<OwnedFd>,
    stop_signal: i32,
    /// Its user and group on the host.
    owner: (u32, u32),
    surroundings: Surroundings,
}

fn run(id: &str, dir: &Path, bundle: &ContainerBundle, first: First) -> Result<Created, Failure> {
    let system = |e: &dyn std::error::Error| Failure::create(e);
    let (report, reporter) = pipe2(OFlag::O_CLOEXEC).map_err(|e| system(&e))?;
    let mut report = File::from(report);
    let shim = pidfd_open(rustix::process::getpid(), PidfdFlags::empty());
    let shim = shim.map_err(|e| system(&e))?;
    let (init, stop_signal) = (bundle.container.init, first.stop_signal);
    let program = Program::new(reporter, shim, first.confinement, first.view, init);
    let builder = ContainerBuilder::new(id.to_owned(), SyscallType::default())
        .with_executor(program)
        .with_root_path(dir.join("state"))
        .map_err(|e| system(&e))?;
    let terminal = bundle.container.pseudo_terminal;
    let console =
        terminal.then(|| tty::Console::listen(dir)).transpose().map_err(|e| system(&e))?;
    let (builder, pipes) = match &console {
        Some(console) => (builder.with_console_socket(Some(console.path())), None),
        None => {
            let (builder, pipes) = with_pipes(builder, bundle.container.interactive, first.owner)
                .map_err(|e| system(&e))?;
            (builder, Some(pipes))
        }
    };
    let told = Told::new().map_err(|e| system(&e))?;
    let runtime = told
        .during(|| builder.as_init(dir).with_systemd(false).with_detach(true).build())
        .map_err(|e| system(&e))?;
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let said = read_report(&mut report);
            // What the program's side says is why it can't start; all else is why the
            // container can't be made.
            return Err(match told.first() {
                _ if !said.is_empty() => Failure::start(&said),
                Some(cause) => Failure::plain_create(&format!("{}: {cause}", chain(&error))),
                None => system(&error),
            });
        }
    };
    let stdio = match (pipes, console) {
        (Some(pipes), _) => pipes,
        (None, Some(console)) => console.accept().map_err(|e| system(&e))?,
        (None, None) => unreachable!("a container has pipes or a terminal"),
    };
    let pid = runtime.pid().map_or(0, |pid| pid.as_raw());
    Ok(Created { runtime, report, pid, stdio, stop_signal, surroundings: first.surroundings })
}

fn read_report(report: &mut File) -> String {
    let mut said = String::new();
    // Whatever was understood is worth more than why the rest was not.
    drop(report.take(4096).read_to_string(&mut said));
    said
}

/// Removes what was there for the life of a container that is over.
fn forget(dir: &Path) -> io::Result<()> {
    let gone = |removed: io::Result<()>| match removed {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    };
    gone(fs::remove_dir_all(dir.join("state")))?;
    gone(fs::remove_dir(dir.join("cgroup")))?;
    gone(fs::remove_file(dir.join("console")))
}
