//! The network of one host: every VPC a router in a namespace of its own, every task
//! joined to its VPC by one veth pair (its ENI), routed and never bridged, with the
//! addresses 169.254.169.253 (resolver) and 169.254.170.2 (metadata) answered per ENI.
//!
//! Knows nothing of tasks, of AWS calls or of stored state: it is told namespaces,
//! addresses and names, and it makes the kernel agree. What it has made can be read back
//! from the kernel, so a killed agent finds all of it again.
//!
//! Read [`fabric`] first, then [`vpcs`], then [`router`] (what one VPC is), then `ruleset.nft`,
//! and [`policy`] for what it is told to enforce.
//! [`flow_log`] is what is counted of the packets of interfaces that are logged.
//! [`faults`] stands by itself: what goes wrong in a task's own namespace because it asked for it.

#![forbid(unsafe_code)]

mod alias;
pub mod census;
pub mod dial;
pub mod endpoints;
mod ends;
mod enforce;
pub mod error;
pub mod fabric;
pub mod faults;
pub mod flow_log;
mod flows;
pub mod forward;
mod holder;
pub mod id;
mod message;
mod nat;
mod netlink;
mod nfnetlink;
pub mod outside;
mod pin;
pub mod policy;
pub mod probe;
pub mod resolver;
mod router;
mod routing;
mod rules;
pub mod station;
mod sysctl;
mod vpcs;
mod within;
mod worker;

pub use census::Item;
pub use endpoints::TaskSockets;
pub use error::Error;
pub use fabric::{Fabric, FabricOptions};
pub use faults::Faults;
pub use flow_log::Counted;
pub use forward::Forward;
pub use id::{Eni, EniId, Mac, PeeringId, VpcId};
pub use ipnet::{IpNet, Ipv4Net};
pub use outside::Outside;
pub use policy::VpcState;
pub use station::Station;
