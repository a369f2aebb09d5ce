//! A task that a shim runs: its containers' processes, their output, their end.

mod drain;
mod ends;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

use ferrogate_base::{TaskKey, crash};
use ferrogate_link::{Health, Said};
use nix::sys::signal::Signal;

use super::bundle::{Bundle, ContainerBundle};
use super::checks::Checks;
use super::plan::{Plan, State};
use super::program::Process;
use super::protocol::{ShimEvent, Stats};
use super::restart::Restarts;
use crate::cgroup::{self, Cgroups, ContainerLimits};
use crate::kernel::{self, IdMap, Namespaces};
use crate::runtime::container::{self, Created, Task};
use crate::runtime::failure::Failure;
use crate::runtime::settings;
use crate::runtime::shared;
use crate::runtime::stage::{self, TaskFiles};
use crate::runtime::tty;
use crate::runtime::volumes::Volumes;
use crate::splunk::Settings;
use crate::spool::{self, Policy, Writer};
use drain::Drain;
use ends::{Ended, Exit};

/// 128 and SIGTERM.
const TERMINATED: i32 = 143;

/// The task.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) plan: Plan,
    bundle: Bundle,
    cgroup: String,
    files: TaskFiles,
    volumes: Volumes,
    ids: IdMap,
    /// The user namespace in whose ids layers are shown, where the task's own has others.
    layers: Option<Namespaces>,
    /// The process namespace that its containers share, if they do.
    shared: Option<OwnedFd>,
    created: Vec<Option<Waiting>>,
    processes: Vec<Option<Process>>,
    /// How often each was run again.
    restarts: Vec<Restarts>,
    /// Those that have ended and are to be run again.
    ended: Vec<Ended>,
    /// Of how many processes of each the kernel's kills for want of memory are known.
    oom_kills: Vec<u64>,
    /// What its router still has to get before it stops.
    drain: Drain,
}

/// A container that is made and waits to be let run.
#[derive(Debug)]
struct Waiting {
    made: Created,
    spool: Writer,
}

impl Running {
    /// Makes what the containers share: cgroup with its limits, the task's files, its network
    /// settings.
    pub(super) fn prepare(
        bundle: Bundle,
        plan: Plan,
        cgroup: String,
        cgroups: &Cgroups,
        (namespaces, id_base): (&Namespaces, u32),
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let volumes = Volumes::new(&bundle.volumes, &bundle.containers)?;
        cgroups.create_task(&cgroup, &bundle.limits)?;
        let ids = IdMap::with(id_base, bundle.containers.iter().filter_map(container::expected))?;
        namespaces.map(&ids)?;
        let layers = if ids.is_plain() { None } else { Some(plain(id_base)?) };
        let mut files = stage::write_task_files(
            id_base,
            &bundle.hostname,
            bundle.address,
            (&bundle.dns_servers, &bundle.dns_search),
        )?;
        let router = bundle.containers.iter().find_map(|c| c.log_router.as_ref());
        let config = router.map(|router| stage::write_router_config(id_base, &router.config));
        files.log_router = config.transpose()?;
        files.of_host.clone_from(&bundle.files);
        for container in &bundle.containers {
            for (name, value) in settings::of_network(&container.container) {
                network_sysctl(name, value)?;
            }
        }
        let count = bundle.containers.len();
        let shared = bundle.pid_shared.then(|| shared::begin(namespaces, cgroups, &cgroup));
        let shared = shared.transpose()?;
        let policies = bundle.containers.iter().map(|c| c.container.restart.as_ref());
        let restarts = policies.map(Restarts::new).collect();
        Ok(Self {
            plan,
            bundle,
            cgroup,
            files,
            volumes,
            ids,
            layers,
            shared,
            created: none(count),
            processes: none(count),
            restarts,
            ended: Vec::new(),
            oom_kills: vec![0; count],
            drain: Drain::default(),
        })
    }

    /// Which binding of which task it is.
    pub(super) fn key(&self) -> &TaskKey {
        &self.bundle.key
    }

    /// What the lines of a container go to a collector by.
    pub(super) fn collector(&self, container: &str) -> Option<&Settings> {
        let mut all = self.bundle.containers.iter();
        all.find(|c| c.container.name == container)?.collector.as_ref()
    }

    pub(super) fn name(&self, index: usize) -> &str {
        &self.bundle.containers[index].container.name
    }

    /// A container as the ECS agent writes it in its reasons: where it is, and where it is to be.
    pub(super) fn described(&self, index: usize) -> String {
        let container = &self.bundle.containers[index].container;
        let (known, exit) = match self.plan.state(index) {
            State::Waiting => ("NONE", String::new()),
            State::Running { .. } => ("RUNNING", String::new()),
            State::Exited(code) => ("STOPPED", format!(" - Exit: {code}")),
            State::Failed => ("STOPPED", String::new()),
        };
        format!("{}({}) ({known}->RUNNING){exit}", container.name, container.image)
    }

    /// A container that can never be started has ended, with the code that the ECS agent gives
    /// it then.
    pub(super) fn gives_up(&mut self, index: usize, reason: String) -> ShimEvent {
        let exit = Exit { code: TERMINATED, oom: false, reason: Some(reason) };
        self.exited(index, exit)
    }

    /// Whether a container is made and waits.
    pub(super) fn is_created(&self, index: usize) -> bool {
        self.created[index].is_some()
    }

    /// Makes one container, after those whose volumes it has, and tells so.
    pub(super) fn create(
        &mut self,
        index: usize,
        context: &Context<'_>,
        tell: &mut dyn FnMut(ShimEvent),
    ) -> Result<(), Failure> {
        for source in self.volumes.sources(index).to_vec() {
            if self.plan.state(source) == State::Waiting && !self.is_created(source) {
                self.create(source, context, tell)?;
            }
        }
        let container = &self.bundle.containers[index].container;
        let name = container.name.clone();
        let policy = Policy::of(&container.log, self.bundle.containers.len());
        let dir = spool::dir_of(context.run_dir, &name);
        let spool = Writer::create(&dir, policy).map_err(|e| Failure::create(&e))?;
        let spool = spool.keeping_blank_lines(&container.log);
        let made = self.make(index, context, container::create)?;
        self.created[index] = Some(Waiting { made, spool });
        tell(ShimEvent::ContainerCreated { name });
        Ok(())
    }

    /// Makes a container by one of the ways to do so, within its cgroup and its limits.
    fn make(
        &self,
        index: usize,
        context: &Context<'_>,
        way: impl FnOnce(usize, &str, &ContainerBundle, &Task<'_>) -> Result<Created, Failure>,
    ) -> Result<Created, Failure> {
        let bundle = &self.bundle.containers[index];
        let task = Task {
            namespaces: context.namespaces,
            layers_user: self.layers.as_ref().unwrap_or(context.namespaces).user.as_fd(),
            ids: &self.ids,
            hostname: &self.bundle.hostname,
            files: &self.files,
            volumes: &self.volumes,
            cgroups: context.cgroups,
            home: context.home,
            terminals: tty::share(self.bundle.containers.len()),
            processes: self.shared.as_ref().map(AsFd::as_fd),
        };
        let cgroup = self.cgroup_of(index);
        let limits = ContainerLimits::new(&bundle.container, &self.bundle.limits);
        context.cgroups.limit_container(&cgroup, &limits).map_err(|e| Failure::create(&e))?;
        crash::point(format_args!("shim:before-create"));
        let made = way(index, &cgroup, bundle, &task);
        crash::point(format_args!("shim:after-create"));
        made
    }

    /// Starts one container, which is made first if it is not, telling each step.
    pub(super) fn start(
        &mut self,
        index: usize,
        context: &Context<'_>,
        tell: &mut dyn FnMut(ShimEvent),
    ) -> Result<(), Failure> {
        if self.created[index].is_none() {
            self.create(index, context, tell)?;
        }
        let Some(Waiting { made, spool }) = self.created[index].take() else {
            unreachable!("it was made above");
        };
        let pid = self.run(index, made, spool)?;
        let name = self.name(index).to_owned();
        let runtime_id = runtime_id(&self.bundle.key, &name);
        tell(ShimEvent::ContainerStarted { name, runtime_id, pid });
        Ok(())
    }

    /// Lets the program of a container begin: its first process's id.
    fn run(&mut self, index: usize, made: Created, spool: Writer) -> Result<i32, Failure> {
        crash::point(format_args!("shim:before-begin"));
        let started = made.start()?;
        crash::point(format_args!("shim:after-begin"));
        let pid = started.pid;
        let mut process = Process::new(started, spool).map_err(|e| Failure::create(&e))?;
        let check = self.bundle.containers[index].container.health_check.as_ref();
        let checks = check.map(|check| {
            let first = process.first.try_clone()?;
            Ok(Checks::new(check, process.surroundings.clone(), first, self.cgroup_of(index)))
        });
        process.checks = checks.transpose().map_err(|e: io::Error| Failure::create(&e))?;
        self.processes[index] = Some(process);
        self.plan.started(index, Instant::now());
        Ok(pid)
    }

    fn cgroup_of(&self, index: usize) -> String {
        format!("{}/{}", self.cgroup, self.name(index))
    }

    /// Tells those to stop whose turn it is; a router once it has the last lines of the others.
    pub(super) fn tell_to_stop(&mut self, run_dir: &Path) {
        let held = self.held(run_dir);
        for index in self.plan.tell(held) {
            let timeout = self.bundle.containers[index].container.stop_timeout_s;
            let Some(process) = &mut self.processes[index] else { continue };
            process.signal(process.stop_signal);
            process.kill_at = Some(Instant::now() + Duration::from_secs(timeout.into()));
        }
    }

    /// Kills those whose time to stop is over. The first process of a process namespace takes
    /// all others with it.
    pub(super) fn kill_overdue(&mut self, now: Instant) {
        for process in self.processes.iter_mut().flatten() {
            if process.kill_at.is_some_and(|at| at <= now) {
                process.kill_at = None;
                process.signal(Signal::SIGKILL as i32);
            }
        }
    }

    pub(super) fn next_kill(&self) -> Option<Instant> {
        self.processes.iter().flatten().filter_map(|process| process.kill_at).min()
    }

    /// Sends a signal to a container's first process. False when it does not run.
    pub(super) fn signal(&self, name: &str, signal: i32) -> bool {
        let index = self.bundle.containers.iter().position(|c| c.container.name == name);
        let process = index.and_then(|index| self.processes[index].as_ref());
        process.is_some_and(|process| process.signal(signal))
    }

    /// A container that runs, by its name: its program, and its cgroup.
    pub(super) fn running(&self, name: &str) -> Option<(&Process, String)> {
        let index = self.bundle.containers.iter().position(|c| c.container.name == name)?;
        Some((self.processes[index].as_ref()?, self.cgroup_of(index)))
    }

    /// Begins the health checks that are due, and ends those whose time is over. What they show
    /// now, where that is another thing than before.
    pub(super) fn check(&mut self, now: Instant, cgroups: &Cgroups) -> Vec<ShimEvent> {
        let stopping = self.plan.is_stopping();
        let each = self.processes.iter_mut().enumerate().filter_map(|(index, process)| {
            let checks = process.as_mut()?.checks.as_mut()?;
            checks.turn(now, cgroups, stopping).then(|| (index, checks.shows(), checks.said()))
        });
        let changed: Vec<_> = each.collect();
        let shown = changed.into_iter();
        shown.filter_map(|(index, health, said)| self.shown(index, health, said)).collect()
    }

    /// When a health check is to be begun or ended next.
    pub(super) fn next_check(&self) -> Option<Instant> {
        let stopping = self.plan.is_stopping();
        let checks = self.processes.iter().flatten().filter_map(|process| process.checks.as_ref());
        checks.filter_map(|checks| checks.next(stopping)).min()
    }

    /// What is told when that is another thing than before.
    fn shown(&mut self, index: usize, health: Health, said: Option<Said>) -> Option<ShimEvent> {
        let name = self.name(index).to_owned();
        self.plan.shows(index, health).then_some(ShimEvent::ContainerHealth { name, health, said })
    }

    /// The streams to watch for output, and those containers whose writes wait for
    /// acknowledgements: see [`Running::acks`].
    pub(super) fn output(&mut self) -> (Vec<(usize, usize)>, Vec<usize>) {
        let (mut ready, mut waiting) = (Vec::new(), Vec::new());
        for (index, process) in self.processes.iter_mut().enumerate() {
            let Some(process) = process else { continue };
            if process.spool.ready() {
                ready.extend((0..process.streams.len()).map(|stream| (index, stream)));
            } else {
                waiting.push(index);
            }
        }
        (ready, waiting)
    }

    /// Whether output of a container waits for room on the disk.
    pub(super) fn waits_for_room(&self) -> bool {
        self.processes.iter().flatten().any(|process| process.spool.waits_for_room())
    }

    pub(super) fn fd(&self, (container, stream): (usize, usize)) -> Option<BorrowedFd<'_>> {
        Some(self.processes[container].as_ref()?.streams[stream].fd.as_fd())
    }

    /// Readable once some of the container's lines were acknowledged.
    pub(super) fn acks(&self, container: usize) -> Option<BorrowedFd<'_>> {
        self.processes[container].as_ref()?.spool.acks()
    }

    /// Acknowledgements were waited for, and are looked at next.
    pub(super) fn hear_acks(&self, containers: &[usize]) {
        for process in containers.iter().filter_map(|at| self.processes[*at].as_ref()) {
            process.spool.hear_acks();
        }
    }

    /// Reads output that has come. Goes from the last to the first, because an ended stream
    /// is removed.
    pub(super) fn read_output(&mut self, ready: &[(usize, usize)]) {
        for (container, stream) in ready.iter().rev() {
            if let Some(process) = &mut self.processes[*container] {
                process.read_one(*stream);
            }
        }
    }

    pub(super) fn stats(&self, cgroups: &Cgroups) -> Stats {
        let mut containers = BTreeMap::new();
        for (index, bundle) in self.bundle.containers.iter().enumerate() {
            if matches!(self.plan.state(index), State::Running { .. }) {
                let name = bundle.container.name.clone();
                let usage = cgroups.usage(&format!("{}/{name}", self.cgroup));
                containers.insert(name, usage);
            }
        }
        let (rx_bytes, tx_bytes) = network_bytes();
        Stats { task: cgroups.usage(&self.cgroup), containers, rx_bytes, tx_bytes }
    }
}

/// What starting a container needs of the shim.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) run_dir: &'a Path,
    pub(super) namespaces: &'a Namespaces,
    pub(super) cgroups: &'a Cgroups,
    /// The shim's own cgroup.
    pub(super) home: &'a str,
}

/// A user namespace in which ids are where a layer has them.
fn plain(id_base: u32) -> io::Result<Namespaces> {
    let namespaces = kernel::new_namespaces(id_base)?;
    namespaces.map(&IdMap::plain(id_base))?;
    Ok(namespaces)
}

fn none<T>(count: usize) -> Vec<Option<T>> {
    (0..count).map(|_| None).collect()
}

/// `<task id>-<ten digits>`, as Fargate's look: another one for each binding and container.
pub(crate) fn runtime_id(key: &TaskKey, container: &str) -> String {
    let name = format!("{key}/{container}");
    // FNV-1a.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}-{:010}", key.task, hash % 10_000_000_000)
}

/// The shim is in the task's network namespace, so this is the task's own setting. Names were
/// checked when the containers' specifications were, and again here, before they are a path.
fn network_sysctl(name: &str, value: &str) -> io::Result<()> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    if !name.bytes().all(plain) || name.split('.').any(str::is_empty) {
        let what = format!("kernel setting '{name}' is not allowed");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    fs::write(Path::new("/proc/sys").join(name.replace('.', "/")), value)
        .map_err(|e| io::Error::new(e.kind(), format!("kernel setting '{name}': {e}")))
}

/// Received and sent bytes of all interfaces of the task but loopback.
fn network_bytes() -> (u64, u64) {
    let text = fs::read_to_string("/proc/self/net/dev").unwrap_or_default();
    let (mut received, mut sent) = (0, 0);
    for line in text.lines().skip(2) {
        let Some((name, numbers)) = line.split_once(':') else { continue };
        let numbers: Vec<u64> =
            numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        if name.trim() != "lo" && numbers.len() > 8 {
            received += numbers[0];
            sent += numbers[8];
        }
    }
    (received, sent)
}

/// The task's cgroup.
pub(super) fn cgroup_of(root: &str, bundle: &Bundle) -> String {
    cgroup::task_path(root, &bundle.key)
}
