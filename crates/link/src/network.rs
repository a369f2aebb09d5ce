//! The network as a host is told of it: the records themselves, each a thing with a number of
//! its own, so that a change of one is told and nothing else.

use ferrogate_records::ec2::{
    acl, egress_gateway, eni, flow_log, group, internet_gateway, nat_gateway, peering, prefix_list,
    route_table, subnet, vpc, vpc_endpoint,
};
use serde::{Deserialize, Serialize};

/// Names one part of the network by its kind and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKey {
    /// A VPC.
    Vpc(String),
    /// A subnet.
    Subnet(String),
    /// A route table.
    RouteTable(String),
    /// A network ACL.
    Acl(String),
    /// A security group.
    Group(String),
    /// A network interface, on whatever host.
    Interface(String),
    /// A prefix list.
    PrefixList(String),
    /// An internet gateway.
    InternetGateway(String),
    /// A NAT gateway.
    NatGateway(String),
    /// A flow log.
    FlowLog(String),
    /// A peering connection.
    Peering(String),
    /// An interface endpoint.
    Endpoint(String),
    /// An egress-only internet gateway.
    EgressGateway(String),
}

/// One part of the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A VPC.
    Vpc(vpc::Record),
    /// A subnet.
    Subnet(subnet::Record),
    /// A route table.
    RouteTable(route_table::Record),
    /// A network ACL.
    Acl(acl::Record),
    /// A security group.
    Group(group::Record),
    /// A network interface.
    Interface(eni::Record),
    /// A prefix list.
    PrefixList(prefix_list::Record),
    /// An internet gateway.
    InternetGateway(internet_gateway::Record),
    /// A NAT gateway.
    NatGateway(nat_gateway::Record),
    /// A flow log.
    FlowLog(flow_log::Record),
    /// A peering connection.
    Peering(peering::Record),
    /// An interface endpoint, without its policy, which is for the server to obey. From version
    /// 10 on.
    Endpoint(vpc_endpoint::Record),
    /// An egress-only internet gateway. From version 11 on.
    EgressGateway(egress_gateway::Record),
}

impl Part {
    /// What it is.
    #[must_use]
    pub fn key(&self) -> PartKey {
        match self {
            Self::Vpc(record) => PartKey::Vpc(record.id.clone()),
            Self::Subnet(record) => PartKey::Subnet(record.id.clone()),
            Self::RouteTable(record) => PartKey::RouteTable(record.id.clone()),
            Self::Acl(record) => PartKey::Acl(record.id.clone()),
            Self::Group(record) => PartKey::Group(record.id.clone()),
            Self::Interface(record) => PartKey::Interface(record.id.clone()),
            Self::PrefixList(record) => PartKey::PrefixList(record.id.clone()),
            Self::InternetGateway(record) => PartKey::InternetGateway(record.id.clone()),
            Self::NatGateway(record) => PartKey::NatGateway(record.id.clone()),
            Self::FlowLog(record) => PartKey::FlowLog(record.id.clone()),
            Self::Peering(record) => PartKey::Peering(record.id.clone()),
            Self::Endpoint(record) => PartKey::Endpoint(record.id.clone()),
            Self::EgressGateway(record) => PartKey::EgressGateway(record.id.clone()),
        }
    }

    /// The VPC that it is of; `None` for what every VPC may name, and for what is of none.
    #[must_use]
    pub fn vpc(&self) -> Option<&str> {
        match self {
            Self::Vpc(record) => Some(&record.id),
            Self::Subnet(record) => Some(&record.vpc),
            Self::RouteTable(record) => Some(&record.vpc),
            Self::Acl(record) => Some(&record.vpc),
            Self::Group(record) => Some(&record.vpc),
            Self::Interface(record) => Some(&record.vpc),
            Self::FlowLog(record) => Some(&record.vpc),
            Self::PrefixList(_) | Self::Peering(_) => None,
            Self::InternetGateway(record) => record.vpc.as_deref(),
            Self::NatGateway(record) => Some(&record.vpc),
            Self::Endpoint(record) => Some(&record.vpc),
            Self::EgressGateway(record) => Some(&record.vpc),
        }
    }
}
