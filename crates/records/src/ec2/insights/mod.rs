//! Network insights: whether packets would arrive, and what stops them.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

pub mod analysis;
pub mod path;

/// Ports, from the first one to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ports {
    /// The first one.
    pub from: u16,
    /// The last one, which is not below the first.
    pub to: u16,
}

impl Ports {
    /// All ports.
    pub const ALL: Self = Self { from: 0, to: u16::MAX };

    /// The ports that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from <= both.to).then_some(both)
    }
}

/// Packets of one direction of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packets {
    /// Where they come from.
    pub from: Ipv4Addr,
    /// Where they go.
    pub to: Ipv4Addr,
    /// 6 or 17.
    pub protocol: u8,
    /// Their source ports.
    pub source_ports: Ports,
    /// Their destination ports.
    pub ports: Ports,
}

impl Packets {
    /// The packets that answer these.
    #[must_use]
    pub fn answer(self) -> Self {
        let Self { from, to, protocol, source_ports, ports } = self;
        Self { from: to, to: from, protocol, source_ports: ports, ports: source_ports }
    }
}
