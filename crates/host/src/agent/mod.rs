//! The agent: brings what the server assigns to this host to life, and tells what became of
//! it. It may be killed at any time: the tasks go on in their shims, and the next agent takes
//! them up from the folders that this one leaves.
//!
//! Read [`task`] first: one binding from its intent to its release; then [`link`], by which it
//! is told of bindings and tells of them.

mod balancer;
mod before;
mod bundle;
mod capacity;
mod endpoint;
mod exec;
mod fact_file;
mod facts;
mod failure;
mod firelens;
mod host_id;
mod ids;
mod images;
mod journal;
mod link;
mod logs;
mod metadata;
mod names;
mod network;
mod on_disk;
mod patience;
mod room;
mod scribe;
mod secrets;
mod slots;
mod splunk;
mod take_down;
mod task;
mod trust;
mod usage;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use ferrogate_base::{Clock, HostId, Shutdown, SystemClock, TaskKey};
use ferrogate_net::{EniId, Fabric, FabricOptions, Outside, resolver};
use parking_lot::Mutex;

use balancer::{Balancers, Logs, Reports};
use before::Before;
pub use capacity::Overcommit;
use endpoint::Endpoints;
use facts::Outbox;
use images::Images;
use journal::Journal;
use link::{Lines, Numbers};
use metadata::Lent;
use names::Directory;
use network::{FlowOutbox, Network};
use patience::patiently;
use room::Room;
use scribe::Scribe;
use secrets::Secrets;
use slots::{Slot, SlotOptions, Slots};
pub use take_down::take_down;
use task::Handle;
use trust::Trust;
use usage::UsageBoard;

use crate::cgroup::{Cgroups, task_path};
use crate::volume::Volumes;

/// How an agent is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The agent's own folder.
    pub data_dir: PathBuf,
    /// Where its sockets and pinned namespaces are.
    pub run_dir: PathBuf,
    /// The server's folder, in which it finds the sockets of load balancers.
    pub server_dir: PathBuf,
    /// The socket on which the server takes sessions.
    pub session_socket: PathBuf,
    /// The socket on which the server takes connections that come by endpoints of VPCs.
    pub arrivals_socket: PathBuf,
    /// Where the engine's own registry answers, as `http://host:port`.
    pub registry: String,
    /// Tells engines on one machine apart: 1 to 16 characters a-z, 0-9.
    pub instance: String,
    /// The program to run as shim and as unpacker.
    pub exe: PathBuf,
    /// Slots kept warm.
    pub warm: usize,
    /// How often what there is is promised.
    pub overcommit: Overcommit,
    /// Tasks at once.
    pub tasks_max: u32,
    /// Where the internet gateways of VPCs lead; nowhere without.
    pub outside: Option<Outside>,
    /// The folder of the buckets that logs go to, each a folder in it; there are none without.
    pub buckets: Option<PathBuf>,
}

/// Why an agent can't start.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// A folder or a file of the host can't be used.
    #[error("{0}")]
    Io(String, #[source] io::Error),
    /// The network can't be set up.
    #[error("the network can't be set up")]
    Net(#[from] ferrogate_net::Error),
    /// The image cache can't be used.
    #[error("the image cache can't be used: {0}")]
    Images(String),
}

/// What all tasks of the agent share.
struct Host {
    options: Options,
    id: HostId,
    boot_id: String,
    shutdown: Shutdown,
    fabric: Arc<Fabric>,
    network: Arc<Network>,
    slots: Arc<Slots>,
    images: Images,
    journal: Arc<Journal>,
    outbox: Arc<Outbox>,
    scribe: Scribe,
    directory: Directory,
    room: Room,
    lines: Lines,
    flows: Arc<FlowOutbox>,
    reports: Arc<Reports>,
    balancer_logs: Arc<Logs>,
    usage: UsageBoard,
    balancers: Balancers,
    endpoints: Endpoints,
    trust: Trust,
    numbers: Numbers,
    lent: Lent,
    secrets: Secrets,
    tasks: Mutex<HashMap<TaskKey, Handle>>,
    /// Bindings whose intent an earlier agent wrote, and what their folders say.
    before: Mutex<HashMap<TaskKey, Before>>,
}

/// Runs the agent until the shutdown. Tasks go on after it.
///
/// # Errors
/// When it can't start; what it found is untouched.
pub async fn run(options: Options, shutdown: Shutdown) -> Result<(), AgentError> {
    let host = open(options, shutdown.clone()).await?;
    shutdown.spawn(host.slots.clone().keep_warm(shutdown.clone()));
    shutdown.spawn(images::keep_tidy(host.clone()));
    shutdown.spawn(images::keep_sealed(host.clone()));
    shutdown.spawn(host.network.clone().keep_whole());
    shutdown.spawn(host.network.clone().count_flows(host.flows.clone(), shutdown.clone()));
    shutdown.spawn(room::watch(host.clone()));
    shutdown.spawn(usage::keep_measured(host.clone()));
    shutdown.spawn(balancer::keep_logs(host.clone()));
    if host.options.buckets.is_some() {
        shutdown.spawn(balancer::serve_objects(host.clone()));
    }
    shutdown.spawn(link::run(host.clone()));
    shutdown.requested().await;
    shutdown.finish().await;
    // What was told is on the disk before the process ends.
    host.scribe.run(|| Ok(())).await.map_err(|e| AgentError::Io("facts can't be written".into(), e))
}

async fn open(options: Options, shutdown: Shutdown) -> Result<Arc<Host>, AgentError> {
    let io = |what: &str| {
        let what = format!("{what} in {}", options.data_dir.display());
        move |e| AgentError::Io(what, e)
    };
    std::fs::create_dir_all(options.data_dir.join("tasks")).map_err(io("can't make a folder"))?;
    std::fs::create_dir_all(&options.run_dir).map_err(io("can't make the run folder"))?;
    let room = Room::open(&options.data_dir);
    let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_err(io("can't read the boot id"))?
        .trim()
        .to_owned();
    let id = host_id::keep(&options.data_dir).map_err(io("can't keep the host's id"))?;
    let (journal, begun) = Journal::open(&options.data_dir.join("journal"), boot_id.clone())
        .map_err(io("can't open the journal"))?;
    let (journal, outbox) = (Arc::new(journal), Arc::new(Outbox::default()));
    let scribe = Scribe::start(outbox.clone(), journal.clone())
        .map_err(io("can't start a thread for what is"))?;
    let before = before::read(&options.data_dir, begun).map_err(io("can't read the tasks"))?;
    let used: BTreeSet<_> = before.values().filter_map(Before::slot).collect();
    let volumes = Volumes::open(&options.data_dir.join("volumes"))
        .map_err(io("can't make the folder of the tasks' disks"))?;
    let slots = SlotOptions {
        dir: options.data_dir.join("slots"),
        cgroup_root: cgroup_root(&options.instance),
        ids: reserve_ids(&options).map_err(io("can't reserve user ids for what is"))?,
        exe: options.exe.clone(),
        warm: options.warm,
        volumes,
    };
    let slots = Slots::open(slots, used).await.map_err(io("can't open the slots"))?;
    let fabric = FabricOptions {
        run_dir: options.run_dir.clone(),
        instance: options.instance.clone(),
        outside: options.outside.clone(),
    };
    let fabric = Arc::new(Fabric::open(fabric).await?);
    let network = Network::new(fabric.clone(), shutdown.clone());
    network.follow_all();
    let started = SystemClock.now().0;
    let flows = Arc::new(FlowOutbox::new(format!("{id}-{started}-{}", std::process::id())));
    Ok(Arc::new(Host {
        fabric,
        network,
        images: Images::open(&options).map_err(AgentError::Images)?,
        id,
        boot_id,
        shutdown,
        slots,
        journal,
        outbox,
        scribe,
        directory: Directory::new(resolver::host_resolvers("/etc/resolv.conf".as_ref())),
        room,
        lines: Lines::new(),
        flows,
        reports: Arc::default(),
        balancer_logs: Arc::new(Logs::new(&options.data_dir, options.buckets.clone())),
        usage: UsageBoard::default(),
        balancers: Balancers::default(),
        endpoints: Endpoints::default(),
        trust: Trust::new(&options.data_dir, options.outside.is_some()),
        numbers: Numbers::default(),
        lent: Lent::default(),
        secrets: Secrets::default(),
        tasks: Mutex::default(),
        before: Mutex::new(before),
        options,
    }))
}

/// The cgroup of all that an engine runs.
fn cgroup_root(instance: &str) -> String {
    format!("ferrogate-{instance}")
}

/// The engine's block of the host's user ids. Another engine lives as long as its folder, or
/// something that it runs.
fn reserve_ids(options: &Options) -> io::Result<ids::Block> {
    let data_dir = std::fs::canonicalize(&options.data_dir)?;
    let owner = ids::Owner { instance: options.instance.clone(), data_dir };
    let cgroups = Cgroups::detect().map_err(io::Error::other)?;
    ids::reserve(ids::REGISTRY.as_ref(), &owner, |other| {
        let replaced = other.data_dir == owner.data_dir;
        !cgroups.is_gone(&cgroup_root(&other.instance)) || (!replaced && other.data_dir.exists())
    })
}

impl Host {
    fn task_dir(&self, key: &TaskKey) -> PathBuf {
        self.options.data_dir.join("tasks").join(key.to_string())
    }

    /// Ends what is left of a binding that nobody asks for and of which no more is known.
    fn clear_away(self: &Arc<Self>, key: TaskKey, slot: Option<Slot>) {
        let host = self.clone();
        self.shutdown.spawn(async move {
            let cleared = host.slots.clear_task(slot, task_path(host.slots.cgroup_root(), &key));
            match cleared.await {
                Ok(()) => host.forget(&key),
                // The next agent tries again.
                Err(error) => tracing::error!(task = %key, %error, "a task can't be ended"),
            }
        });
    }

    /// Takes an interface away. Nothing passes it from now on; the kernel needs some time to
    /// remove it, which nobody has to wait for: its address is not reused before.
    fn detach(&self, eni: &str) {
        let Ok(eni) = eni.parse::<EniId>() else { return };
        let fabric = self.fabric.clone();
        self.shutdown.spawn(async move {
            let detached = patiently("an interface", |_| true, || fabric.detach(&eni)).await;
            if let Err(error) = detached {
                tracing::warn!(%eni, %error, "an interface could not be taken away");
            }
        });
    }

    /// The interfaces of tasks and load balancers; nothing when they can't all be known.
    fn interfaces_in_use(&self) -> Option<HashSet<String>> {
        let mut used: HashSet<_> =
            self.tasks.lock().values().map(|task| task.eni.clone()).collect();
        used.extend(self.balancers.interfaces());
        used.extend(self.endpoints.interfaces());
        // Tasks of an earlier agent that are wanted, and of which the server could not tell yet.
        for before in self.before.lock().values() {
            match before {
                Before::Kept(on_disk) => used.insert(on_disk.assignment.eni.id.clone()),
                Before::Begun(_) | Before::Damaged { .. } => return None,
            };
        }
        Some(used)
    }

    /// Takes away the interfaces that nobody has: an agent before this one may have been
    /// killed while it did so.
    fn detach_strays(self: &Arc<Self>) {
        let host = self.clone();
        self.shutdown.spawn(async move {
            let enis = match host.fabric.enis().await {
                Ok(enis) => enis,
                Err(error) => {
                    tracing::warn!(%error, "the interfaces can't be listed");
                    return;
                }
            };
            let Some(used) = host.interfaces_in_use() else { return };
            for eni in enis.iter().filter(|eni| !used.contains(eni.id.as_str())) {
                host.detach(eni.id.as_str());
            }
        });
    }
}
