//! What a host has counted of the packets of logged interfaces, in a window of time.

use std::net::IpAddr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::ec2::eni;

/// How many flows a batch has at most.
pub const FLOWS_MAX: usize = 5_000;

/// Flows of one VPC in a window of time. The next one is sent when this one is acknowledged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Names the agent's process, for ever: numbers begin anew with each.
    pub run: String,
    /// The batch's number: 1 for the first, then greater ones.
    pub seq: u64,
    /// When the window began.
    pub begin: TimestampMs,
    /// When it ended.
    pub end: TimestampMs,
    /// The interfaces that were logged. One of many flows is in several batches of a window.
    pub interfaces: Vec<Logged>,
    /// Flows of these interfaces.
    pub flows: Vec<Flow>,
}

/// An interface that was logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// The interface as it is known to the host: its record may be gone.
    pub interface: eni::Record,
    /// Whether the window has any flow that was let pass.
    pub accepted: bool,
    /// Whether there is any that was not.
    pub rejected: bool,
    /// Whether some packets were not counted.
    pub skipped: bool,
    /// Whether a batch before has told of it, in the same window.
    pub again: bool,
}

/// Packets that an interface has sent, or was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// The interface.
    pub interface: String,
    /// Whether it has sent them.
    pub egress: bool,
    /// Whether groups and network ACLs let them pass.
    pub accepted: bool,
    /// Where they come from; the port is 0 for protocols without ports.
    pub from: (IpAddr, u16),
    /// Where they go.
    pub to: (IpAddr, u16),
    /// The protocol's number.
    pub protocol: u8,
    /// How many.
    pub packets: u64,
    /// Their bytes, headers of IP included.
    pub bytes: u64,
    /// When the first one came, or a little before.
    pub first: TimestampMs,
    /// When the last one came.
    pub last: TimestampMs,
    /// FIN 1, SYN 2, RST 4, and SYN with ACK 18, of all packets.
    pub tcp_flags: u8,
}
