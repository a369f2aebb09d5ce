//! What a task may ask of the agent: its metadata and statistics, versions 2 to 4, and the
//! agent's own API, as on Fargate.
//!
//! Who asks is known by the interface that the request came in on, so that the id in a path only
//! tells the containers of one task apart; it is the container's runtime id, as on Fargate, and
//! the same for every agent that takes the task up. Read [`route`] first, then [`document`] and
//! [`answer`]; [`serve`] bounds what a task can take of the agent.

mod answer;
mod document;
mod route;
mod serve;
mod time;
mod timeline;

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_base::{TaskKey, TimestampMs};
use ferrogate_link::{Assignment, Event};
use ferrogate_net::endpoints::METADATA;
use parking_lot::Mutex;

use super::Host;
use crate::shim::runtime_id;
pub(super) use serve::serve;
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

    /// The place of the container that has `id`.
    fn container(&self, id: &str) -> Option<usize> {
        let Assignment { key, spec, .. } = &*self.assignment;
        spec.containers.iter().position(|container| runtime_id(key, &container.name) == id)
    }
}

/// What answers one task.
pub(super) struct Endpoint {
    host: Arc<Host>,
    metadata: Arc<Metadata>,
}

impl Endpoint {
    pub(super) fn new(host: Arc<Host>, metadata: Arc<Metadata>) -> Self {
        Self { host, metadata }
    }
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
