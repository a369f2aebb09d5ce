//! Load balancers as hosts are told of them: compiled from the records, one for each interface,
//! and written when they become others, so that a host is told of what has changed and of nothing
//! else.

use ferrogate_base::HostId;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::Scope;
use crate::balancer::Node;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "balancer-node";

kind!(Record as KIND, by OnHost);

/// A load balancer in one subnet, and where that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The host that carries it.
    pub host: HostId,
    /// What it is told to do.
    pub node: Node,
}

/// The key of the node with this interface.
#[must_use]
pub fn key(scope: &Scope, of: &Named, eni: &str) -> String {
    scope.key(KIND, &[&of.name, &of.id, eni])
}

/// The prefix of a load balancer's nodes.
#[must_use]
pub fn prefix(scope: &Scope, of: &Named) -> String {
    scope.below(KIND, &[&of.name, &of.id])
}

/// By the host that carries them.
pub struct OnHost;

impl Index for OnHost {
    type Of = Record;
    type Value = HostId;

    fn value(record: &Record) -> Option<HostId> {
        Some(record.host.clone())
    }
}
