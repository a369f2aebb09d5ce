//! The load balancers' nodes on this host: a process for each, which outlives the agent.
//!
//! The next agent finds it by the socket in its folder, and says anew what it is to do. Read
//! [`life`] for one of them.

mod access_log;
mod life;
mod reports;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ferrogate_base::fsio;
use ferrogate_link::balancer::{Log, Node, NodeId};
use ferrogate_net::EniId;
use parking_lot::Mutex;
use tokio::net::UnixListener;
use tokio::sync::{Semaphore, watch};

use super::{Host, Options, cgroup_root};
use crate::balancer::objects::{self, Asks};

/// Questions of the server for objects that are answered at once.
const OBJECTS_AT_ONCE: usize = 4;

pub(super) use access_log::Logs;
pub(super) use reports::Reports;

/// What is wanted of a node.
#[derive(Clone, Debug)]
enum Wanted {
    /// It does this. With the number.
    Node(Arc<Node>, u64),
    /// It is no more.
    Gone,
}

/// The nodes that are wanted, or are not yet gone.
#[derive(Default)]
pub(super) struct Balancers {
    nodes: Mutex<HashMap<NodeId, watch::Sender<Wanted>>>,
    /// The server has told of everything: who is not among them is no more.
    told: AtomicBool,
}

impl Balancers {
    /// Where the logs of each go, of those that keep any; nothing while it is not known.
    fn logged(&self) -> Option<access_log::Wanted> {
        self.told.load(Ordering::Relaxed).then_some(())?;
        let nodes = self.nodes.lock();
        let mut all = access_log::Wanted::new();
        for (id, wanted) in nodes.iter() {
            let Wanted::Node(node, _) = &*wanted.borrow() else { continue };
            let to = |log| Some(((log, id.clone()), access_log::To::of(node, log)?));
            all.extend(Log::ALL.into_iter().filter_map(to));
        }
        Some(all)
    }

    /// The interfaces of all of them.
    pub(super) fn interfaces(&self) -> Vec<String> {
        self.nodes.lock().keys().map(|id| id.0.clone()).collect()
    }
}

impl Host {
    /// The server has told of a node.
    pub(super) fn balance(self: &Arc<Self>, node: Node, generation: u64) {
        self.want(node.id.clone(), Wanted::Node(Arc::new(node), generation));
    }

    /// A node is no more.
    pub(super) fn balance_no_more(self: &Arc<Self>, id: &NodeId) {
        if self.balancers.nodes.lock().contains_key(id) {
            self.want(id.clone(), Wanted::Gone);
        }
    }

    /// The server has told of everything: nodes that are not listed are no more, those of an
    /// earlier agent too.
    pub(super) fn balance_only(self: &Arc<Self>, listed: &BTreeSet<NodeId>) {
        let known: Vec<_> = self.balancers.nodes.lock().keys().cloned().collect();
        let found = match left_over(&self.balancers_dir()) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "what is left of load balancers can't be looked at");
                Vec::new()
            }
        };
        for id in known.into_iter().chain(found) {
            if !listed.contains(&id) {
                self.want(id, Wanted::Gone);
            }
        }
        self.balancers.told.store(true, Ordering::Relaxed);
    }

    fn want(self: &Arc<Self>, id: NodeId, wanted: Wanted) {
        // It becomes a path's and a cgroup's name.
        if id.0.parse::<EniId>().is_err() {
            tracing::error!(node = %id, "no id of an interface");
            return;
        }
        let mut nodes = self.balancers.nodes.lock();
        if let Some(node) = nodes.get(&id) {
            node.send_replace(wanted);
            return;
        }
        let (sender, told) = watch::channel(wanted);
        nodes.insert(id.clone(), sender);
        drop(nodes);
        self.shutdown.spawn(life::keep(self.clone(), id, told));
    }

    fn balancers_dir(&self) -> PathBuf {
        self.options.run_dir.join("balancers")
    }

    fn balancer_cgroup(&self, id: &NodeId) -> String {
        format!("{}/lb-{id}", cgroup_root(&self.options.instance))
    }
}

/// Puts logs into their buckets, until the shutdown.
pub(super) async fn keep_logs(host: Arc<Host>) {
    loop {
        let (logs, wanted) = (host.balancer_logs.clone(), host.balancers.logged());
        let server = host.options.server_dir.clone();
        let look = move || {
            logs.show_buckets(&server);
            if let Some(wanted) = wanted {
                logs.look(&wanted);
            }
        };
        if let Err(error) = tokio::task::spawn_blocking(look).await {
            tracing::error!(%error, "logs of load balancers were not looked at");
        }
        tokio::select! {
            () = tokio::time::sleep(access_log::LOOK) => {}
            () = host.shutdown.requested() => return,
        }
    }
}

/// Reads objects of buckets for the server, and puts others there, until the shutdown.
pub(super) async fn serve_objects(host: Arc<Host>) {
    // One of them that is slow makes nobody wait for the other.
    tokio::join!(serve(host.clone(), Asks::Read), serve(host, Asks::SessionLogs));
}

async fn serve(host: Arc<Host>, asks: Asks) {
    let room = Arc::new(Semaphore::new(OBJECTS_AT_ONCE));
    loop {
        let failed = match objects::bind(&host.options.server_dir, asks) {
            Ok(listener) => take_questions(&host, asks, &listener, &room).await,
            Err(error) => error,
        };
        if host.shutdown.is_requested() {
            return;
        }
        tracing::warn!(error = %failed, "the server can't ask for objects of buckets");
        tokio::select! {
            () = tokio::time::sleep(access_log::LOOK) => {}
            () = host.shutdown.requested() => return,
        }
    }
}

/// Answers questions until none can be taken.
async fn take_questions(
    host: &Arc<Host>,
    asks: Asks,
    listener: &UnixListener,
    room: &Arc<Semaphore>,
) -> std::io::Error {
    loop {
        // Whoever asks meanwhile waits: it has a deadline of its own.
        let Ok(turn) = room.clone().acquire_owned().await else {
            return std::io::ErrorKind::Other.into();
        };
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = host.shutdown.requested() => return std::io::ErrorKind::Interrupted.into(),
        };
        let stream = match taken {
            Ok((stream, _)) => stream,
            Err(error) => return error,
        };
        let of = host.clone();
        host.shutdown.spawn(async move {
            let Options { server_dir, buckets, .. } = &of.options;
            let buckets = buckets.as_deref();
            if let Err(error) = objects::answer(stream, asks, server_dir, buckets).await {
                tracing::warn!(%error, "a question for an object was not answered");
            }
            drop(turn);
        });
    }
}

fn left_over(dir: &std::path::Path) -> std::io::Result<Vec<NodeId>> {
    let entries = match std::fs::read_dir(dir) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        found.extend(name.to_str().map(|name| NodeId(name.to_owned())));
    }
    Ok(found)
}

/// Removes what lies in files of all nodes; their processes have ended.
pub(super) fn remove_all(options: &super::Options) -> std::io::Result<()> {
    let dir = options.run_dir.join("balancers");
    for node in left_over(&dir)? {
        crate::balancer::relay::remove(&options.server_dir, &node.0)?;
    }
    fsio::remove_all(&dir)
}
