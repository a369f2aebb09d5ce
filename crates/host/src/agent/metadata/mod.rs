//! What a task may ask of the agent: its metadata and statistics, versions 2 to 4, and the
//! agent's own API, as on Fargate.
//!
//! Who asks is known by the interface that the request came in on, so that the id in a path only
//! tells the containers of one task apart; it is the container's runtime id, as on Fargate, and
//! the same for every agent that takes the task up. Read [`route`] first, then [`document`] and
//! [`answer`]; [`serve`] bounds what a task can take of the agent.

mod answer;
mod credentials;
mod document;
mod fault;
mod route;
mod sample;
mod serve;
mod stats;
mod time;
mod timeline;

use std::collections::BTreeMap;
use std::io;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::{Shutdown, TaskKey, TimestampMs};
use ferrogate_link::{Assignment, Event};
use ferrogate_net::endpoints::METADATA;
use parking_lot::Mutex;

use super::Host;
use crate::cgroup::task_path;
use crate::shim::runtime_id;
pub(super) use credentials::Lent;
use fault::Faults;
use route::Version;
use sample::{Looks, Meter, Subject};
use stats::{Stats, Whose};
pub(super) use timeline::Timeline;

/// What is known of one task, for itself to read.
#[derive(Debug)]
pub(super) struct Metadata {
    assignment: Arc<Assignment>,
    timeline: Mutex<Timeline>,
    tags: Mutex<BTreeMap<String, String>>,
}

impl Metadata {
    /// Of the task of `assignment`, with what an earlier agent has told of it.
    pub(super) fn new(assignment: Arc<Assignment>, timeline: Timeline) -> Self {
        let tags = Mutex::new(assignment.tags.clone());
        Self { assignment, timeline: Mutex::new(timeline), tags }
    }

    /// These came true at `at`.
    pub(super) fn add(&self, at: TimestampMs, facts: &[Event]) {
        self.timeline.lock().add(at, facts);
    }

    /// It has these tags now, and no others.
    pub(super) fn set_tags(&self, tags: BTreeMap<String, String>) {
        *self.tags.lock() = tags;
    }

    /// The id of the task's `at`th container.
    fn id(&self, at: usize) -> String {
        runtime_id(&self.assignment.key, &self.assignment.spec.containers[at].name)
    }

    /// The place of the container that has `id`.
    fn container(&self, id: &str) -> Option<usize> {
        (0..self.assignment.spec.containers.len()).find(|at| self.id(*at) == id)
    }
}

/// What answers one task.
pub(super) struct Endpoint {
    host: Arc<Host>,
    metadata: Arc<Metadata>,
    /// A process in the task's network.
    process: i32,
    meter: Meter,
    faults: Faults,
}

impl Endpoint {
    /// Of the task of `metadata`, whose shim is `process` and whose network namespace `netns`.
    pub(super) fn new(
        host: Arc<Host>,
        metadata: Arc<Metadata>,
        process: i32,
        netns: OwnedFd,
    ) -> Self {
        Self { host, metadata, process, meter: Meter::default(), faults: Faults::new(netns) }
    }

    /// Answers the task on its own listener until the shutdown; what it spawns is waited for by
    /// the same.
    ///
    /// # Errors
    /// When the socket can't be registered with the runtime.
    pub(super) async fn serve(self, listener: TcpListener, shutdown: Shutdown) -> io::Result<()> {
        serve::serve(listener, self, shutdown).await
    }

    /// The last looks at what the task uses.
    async fn looks(&self) -> Option<Looks> {
        let Assignment { key, spec, .. } = &*self.metadata.assignment;
        let containers = spec.containers.iter().map(|container| container.name.clone());
        let subject = Subject {
            cgroup: task_path(self.host.slots.cgroup_root(), key),
            containers: containers.collect(),
            process: self.process,
        };
        self.meter.look(subject).await
    }

    /// The statistics of the task's `at`th container among those of `looks`, while it runs: its
    /// cgroup is there before and after.
    fn stats<'l>(&'l self, looks: &'l Looks, at: usize, version: Version) -> Option<Stats<'l>> {
        let name = &*self.metadata.assignment.spec.containers[at].name;
        let (started, is_over) = {
            let timeline = self.metadata.timeline.lock();
            let known = timeline.container(name);
            (known.started?, known.exited.is_some())
        };
        let started = Duration::from_millis(started.0);
        let whose = Whose { name, id: self.metadata.id(at), started };
        stats::stats(looks, whose, version == Version::V4).filter(|_| !is_over)
    }
}

/// Bytes that the interface of a task has received and sent, in whose network `process` is.
pub(super) fn network_of(process: i32) -> Option<(u64, u64)> {
    sample::network(process).map(|network| (network.received.bytes, network.sent.bytes))
}

/// Where a container of the task `key` finds what it may ask, as environment variables.
pub(super) fn environment(key: &TaskKey, container: &str) -> [(&'static str, String); 3] {
    let id = runtime_id(key, container);
    [
        ("ECS_CONTAINER_METADATA_URI", format!("http://{METADATA}/v3/{id}")),
        ("ECS_CONTAINER_METADATA_URI_V4", format!("http://{METADATA}/v4/{id}")),
        ("ECS_AGENT_URI", format!("http://{METADATA}/api/{id}")),
    ]
}

/// Where the containers of the task `key` find the credentials of its role.
pub(super) fn credentials_environment(key: &TaskKey) -> (&'static str, String) {
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", credentials::path(key))
}
