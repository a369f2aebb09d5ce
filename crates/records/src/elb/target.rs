//! Targets: what is registered with target groups.

use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "target";

kind!(Record as KIND, by OfGroup);

/// An address and port that is registered with a target group, or was until a while ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its group.
    pub group: Named,
    /// Its address.
    pub address: Ipv4Addr,
    /// Its port.
    pub port: u16,
    /// Its zone; `all` for an address outside the VPC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Tells this registration from earlier ones of the same address and port.
    pub registration: String,
    /// When it was registered.
    pub registered_at: TimestampMs,
    /// Until when its open requests may go on, once it was deregistered. It gets no new ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draining_until: Option<TimestampMs>,
    /// The key of the task that its service has registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
}

impl Record {
    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.group, self.address, self.port)
    }
}

/// The key of a target.
#[must_use]
pub fn key(scope: &Scope, group: &Named, address: Ipv4Addr, port: u16) -> String {
    scope.key(KIND, &[&group.name, &group.id, &format!("{address}:{port}")])
}

/// The prefix of a group's targets.
#[must_use]
pub fn prefix(scope: &Scope, group: &Named) -> String {
    scope.below(KIND, &[&group.name, &group.id])
}

/// By their group.
pub struct OfGroup;

impl Index for OfGroup {
    type Of = Record;
    type Value = (Scope, Named);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.group.clone()))
    }

    fn place((scope, group): &Self::Value) -> String {
        prefix(scope, group)
    }
}
