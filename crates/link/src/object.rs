//! What a host must know, each thing with a number: sent when the number that the host holds is
//! another one, and acknowledged.
//!
//! A new kind of thing is a variant of [`ObjectKey`] and of [`Body`], and a source of it on the
//! server's side.

use ferrogate_base::TaskKey;
use ferrogate_records::route53::{set, zone};
use serde::{Deserialize, Serialize};

use crate::assignment::Assignment;
use crate::balancer::{Node, NodeId};
use crate::network::{Part, PartKey};

/// Names one thing that a host must know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKey {
    /// A binding of a task.
    Task(TaskKey),
    /// A part of the network.
    Network(PartKey),
    /// A load balancer in one subnet.
    Balancer(NodeId),
    /// A hosted zone, by its id.
    Zone(String),
    /// A record set of a zone, by its key in the store.
    RecordSet(String),
}

impl ObjectKey {
    /// The binding, if it is one.
    #[must_use]
    pub fn task(&self) -> Option<&TaskKey> {
        match self {
            Self::Task(key) => Some(key),
            Self::Network(_) | Self::Balancer(_) | Self::Zone(_) | Self::RecordSet(_) => None,
        }
    }
}

/// One thing that a host must know, as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// Another one whenever the host must know something else of the thing.
    pub generation: u64,
    /// The thing.
    pub body: Body,
}

/// What there is to know of a thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// What is wanted of a binding.
    Task(Box<Assignment>),
    /// A part of the network.
    Network(Box<Part>),
    /// A load balancer in one subnet. From version 7 on.
    Balancer(Box<Node>),
    /// A hosted zone.
    Zone(Box<zone::Record>),
    /// A record set of a zone.
    RecordSet(Box<set::Record>),
}

impl Object {
    /// What it is about.
    #[must_use]
    pub fn key(&self) -> ObjectKey {
        match &self.body {
            Body::Task(assignment) => ObjectKey::Task(assignment.key.clone()),
            Body::Network(part) => ObjectKey::Network(part.key()),
            Body::Balancer(node) => ObjectKey::Balancer(node.id.clone()),
            Body::Zone(zone) => ObjectKey::Zone(zone.id.clone()),
            Body::RecordSet(set) => ObjectKey::RecordSet(set::key(&set.zone, &set.name, set.kind)),
        }
    }
}
