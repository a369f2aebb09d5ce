//! What a host is told to run: a spec and its binding, the addresses decided, nothing left to
//! look up but the image.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ferrogate_base::{AccountId, TaskKey, TimestampMs, Transport};
use ferrogate_records::spec::Spec;
use serde::{Deserialize, Serialize};

/// One binding of a task to the host that receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// The task and the epoch of this binding.
    pub key: TaskKey,
    /// What the control plane wants of it now. Moves forward only.
    pub desired: Desired,
    /// The number of the last fact of this binding that the control plane holds: the host
    /// numbers its next one after it, whatever became of its own journal.
    pub observed: u64,
    /// The owner.
    pub account: AccountId,
    /// The region that the task believes it is in.
    pub region: String,
    /// The availability zone of its subnet, such as `us-east-1a`.
    pub zone: String,
    /// The task's ARN.
    pub task_arn: String,
    /// The ARN of its cluster.
    pub cluster_arn: String,
    /// The family of its task definition.
    pub family: String,
    /// The revision of its task definition.
    pub revision: u32,
    /// When the task was accepted.
    pub created_at: TimestampMs,
    /// The ids of its containers, the last segments of their ARNs, in the order of the spec's
    /// containers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub container_ids: Vec<String>,
    /// Its tags, for the task to read. They may change while it runs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Its network interface.
    pub eni: Eni,
    /// What runs. Its fields stand beside the others', as hosts have kept them on their disks
    /// since before there was a spec.
    #[serde(flatten)]
    pub spec: Spec,
    /// Ports of the task that people reach on an address of the host.
    pub publish: Vec<Publish>,
    /// When the one container ends with 0, what it wrote is kept as a layer: under this tag in
    /// the registry's repository of builds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// What the control plane wants of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desired {
    /// Run it until an essential container exits.
    Running,
    /// Stop it, then release all that it holds.
    Stopped,
}

/// A task's elastic network interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eni {
    /// `eni-` and 17 hexadecimal digits.
    pub id: String,
    /// The VPC whose router the interface is joined to.
    pub vpc: String,
    /// The VPC's range, such as `172.31.0.0/16`.
    pub vpc_cidr: String,
    /// The subnet's range, such as `172.31.16.0/20`.
    pub subnet_cidr: String,
    /// The private address, inside the subnet's range.
    pub address: Ipv4Addr,
    /// The subnet's router: the first address of its range.
    pub gateway: Ipv4Addr,
    /// Six pairs of hexadecimal digits with colons.
    pub mac: String,
    /// The name that resolves to `address`, such as `ip-172-31-16-5.ec2.internal`.
    pub private_dns_name: String,
    /// Whom the task asks about names, when its VPC has DHCP options of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns: Option<Dns>,
    /// What it has of IPv6, if its subnet has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<EniIpv6>,
}

/// What an elastic network interface has of IPv6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EniIpv6 {
    /// Its address.
    pub address: Ipv6Addr,
    /// The range of its subnet, such as `fd12:3456:789a:bc01::/64`.
    pub subnet_cidr: String,
}

/// Whom a task asks about names, and where it looks short ones up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dns {
    /// Name servers, in order.
    pub servers: Vec<IpAddr>,
    /// Domains in which short names are looked up.
    pub search: Vec<String>,
}

/// A port of the task on an address of the host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Publish {
    /// A loopback address of the host.
    pub host_address: Ipv4Addr,
    /// A port of the host; 0 takes a free one.
    pub host_port: u16,
    /// A port of the task.
    pub task_port: u16,
    /// What both are ports of.
    #[serde(default)]
    pub transport: Transport,
    /// Another one when the same port was given up and is asked for again: it is then opened
    /// again, and told so.
    #[serde(default)]
    pub generation: u64,
}
