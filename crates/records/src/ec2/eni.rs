//! Network interfaces.

use std::net::{Ipv4Addr, Ipv6Addr};

use ferrogate_base::{TaskId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::{Index, kind};
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "eni";

kind!(Record as KIND, by OfVpc, OfSubnet);
part!(KIND);

/// A network interface. Its addresses are taken in [`super::address`] as long as it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `eni-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its subnet.
    pub subnet: String,
    /// The subnet's zone.
    pub zone: String,
    /// Its first private address.
    pub address: Ipv4Addr,
    /// Private addresses that it got later.
    #[serde(default)]
    pub more_addresses: Vec<Ipv4Addr>,
    /// Public addresses that stand for its private ones, at most one for each.
    #[serde(default)]
    pub public: Vec<PublicAddress>,
    /// Its IPv6 addresses.
    #[serde(default)]
    pub ipv6_addresses: Vec<Ipv6Addr>,
    /// Its hardware address.
    pub mac: String,
    /// Its security groups.
    pub groups: Vec<String>,
    /// Whether it sends and takes only what is from or for its own addresses.
    pub source_dest_check: bool,
    /// What it is for.
    pub owner: Owner,
    /// At most 255 characters, of a user's own interface.
    #[serde(default)]
    pub description: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A public address of an interface. It is taken in [`super::public_address`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAddress {
    /// The private address that it stands for.
    pub private: Ipv4Addr,
    /// The address itself.
    pub public: Ipv4Addr,
    /// `eipalloc-…`; none for one that comes and goes with the interface.
    #[serde(default)]
    pub allocation: Option<String>,
    /// `eipassoc-…`, with the allocation.
    #[serde(default)]
    pub association: Option<String>,
}

/// Whom an interface is for. Only a user's own can be changed and deleted by users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// A user made it.
    User,
    /// A task of ECS.
    Task {
        /// Its cluster.
        cluster: String,
        /// Its id.
        id: TaskId,
    },
    /// A NAT gateway, `nat-…`.
    NatGateway(String),
    /// An interface endpoint, `vpce-…`.
    Endpoint(String),
    /// A load balancer, by its ARN.
    LoadBalancer(String),
}

impl Record {
    /// All its private addresses, the first one first.
    pub fn addresses(&self) -> impl Iterator<Item = Ipv4Addr> + '_ {
        std::iter::once(self.address).chain(self.more_addresses.iter().copied())
    }
}

impl Record {
    /// The public address that stands for one of its private ones.
    #[must_use]
    pub fn public_of(&self, private: Ipv4Addr) -> Option<&PublicAddress> {
        self.public.iter().find(|one| one.private == private)
    }
}

/// By their subnet.
pub struct OfSubnet;

impl Index for OfSubnet {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.subnet.clone()))
    }

    fn place((scope, _): &Self::Value) -> String {
        scope.prefix(KIND)
    }
}
