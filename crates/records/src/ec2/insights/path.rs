//! Paths: from where to where somebody wants to know whether packets arrive.

use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Ports;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "network-insights-path";

kind!(Record as KIND);

/// A path. What it names need not be there any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `nip-…`.
    pub id: String,
    /// The interface that the packets leave.
    pub source: String,
    /// The interface that they are to reach, unless only an address is named.
    pub destination: Option<String>,
    /// The source's address; its first one without.
    pub source_ip: Option<Ipv4Addr>,
    /// The destination's address; its first one without.
    pub destination_ip: Option<Ipv4Addr>,
    /// 6 or 17.
    pub protocol: u8,
    /// The destination's port; any without.
    pub port: Option<u16>,
    /// What the packets are like where they leave.
    pub at_source: Option<Filter>,
    /// What they are like where they arrive.
    pub at_destination: Option<Filter>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// How many analyses of it there are. It can't be deleted while there are any.
    pub analyses: u32,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Which packets are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// From this address.
    pub source: Option<Ipv4Addr>,
    /// From one of these ports.
    pub source_ports: Option<Ports>,
    /// To this address.
    pub destination: Option<Ipv4Addr>,
    /// To one of these ports.
    pub ports: Option<Ports>,
}

/// The key of the path `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}
