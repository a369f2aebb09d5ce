//! What a VPC has, at one revision.

use std::net::{IpAddr, Ipv4Addr};

use ferrogate_records::ec2::route_table::With;
use ferrogate_records::ec2::{
    acl, eni, group, internet_gateway, nat_gateway, prefix_list, route_table, subnet, vpc,
};
use ipnet::IpNet;

use super::super::Result;
use super::super::view::View;

/// The records of a VPC.
pub(in super::super) struct Network<'v> {
    pub(super) vpc: &'v vpc::Record,
    pub(super) subnets: Vec<&'v subnet::Record>,
    pub(super) tables: Vec<&'v route_table::Record>,
    pub(super) acls: Vec<&'v acl::Record>,
    pub(super) groups: Vec<&'v group::Record>,
    pub(super) interfaces: Vec<&'v eni::Record>,
    pub(super) gateways: Vec<&'v internet_gateway::Record>,
    pub(super) nats: Vec<&'v nat_gateway::Record>,
    /// The prefix lists of the account: rules and routes of any VPC may name them.
    pub(super) lists: Vec<&'v prefix_list::Record>,
    /// The VPCs that packets reach by a peering connection. Of theirs nothing is known: nothing
    /// passes a VPC on its way to a third.
    pub(super) peers: Vec<Peer<'v>>,
    /// The interfaces of all VPCs that are peered with this one.
    pub(super) beyond: Vec<&'v eni::Record>,
}

/// A VPC that is peered.
pub(in super::super) struct Peer<'v> {
    /// The connection's id.
    pub(super) connection: &'v str,
    pub(super) network: Network<'v>,
}

impl<'v> Network<'v> {
    /// What `vpc` has.
    pub(in super::super) fn of(view: &'v View, vpc: &'v vpc::Record) -> Result<Self> {
        let id = &vpc.id;
        Ok(Self {
            vpc,
            subnets: view.subnets(id)?.into_iter().map(|entry| &***entry).collect(),
            tables: view.route_tables(id)?.into_iter().map(|entry| &***entry).collect(),
            acls: view.acls(id)?.into_iter().map(|entry| &***entry).collect(),
            groups: view.groups(id)?.into_iter().map(|entry| &***entry).collect(),
            interfaces: view.interfaces(id)?.into_iter().map(|entry| &***entry).collect(),
            gateways: view.internet_gateways(id)?.into_iter().map(|entry| &***entry).collect(),
            nats: view.nat_gateways(id)?.into_iter().map(|entry| &***entry).collect(),
            lists: view.all::<prefix_list::Record>()?.into_iter().map(|entry| &***entry).collect(),
            peers: vec![],
            beyond: vec![],
        })
    }

    /// Peers it with another one, by the connection with this id.
    pub(in super::super) fn peer(&mut self, connection: &'v str, mut other: Self) {
        self.beyond.extend(&other.interfaces);
        other.beyond.extend(&self.interfaces);
        self.peers.push(Peer { connection, network: other });
    }

    /// Whether an address is in one of the VPC's ranges.
    pub(super) fn is_own(&self, address: Ipv4Addr) -> bool {
        self.vpc.ranges().any(|range| range.contains(&address))
    }

    /// Whether who has the address, here or in a VPC that is peered, is in the group.
    pub(super) fn is_member(&self, group: &str, address: Ipv4Addr) -> bool {
        let all = self.interfaces.iter().chain(&self.beyond);
        let mut found = all.filter(|eni| eni.addresses().any(|own| own == address));
        found.any(|eni| eni.groups.iter().any(|id| id == group))
    }

    /// The interface with this id.
    pub(super) fn interface(&self, id: &str) -> Option<&'v eni::Record> {
        self.interfaces.iter().find(|eni| eni.id == id).copied()
    }

    /// The interface of a NAT gateway that packets go through.
    pub(super) fn nat(&self, id: &str) -> Option<&'v eni::Record> {
        let nat = self.nats.iter().find(|nat| nat.id == id && nat.over_since().is_none())?;
        self.interface(nat.eni.as_deref()?)
    }

    /// The interface that has the address.
    pub(super) fn at(&self, address: Ipv4Addr) -> Option<&'v eni::Record> {
        self.interfaces.iter().find(|eni| eni.addresses().any(|own| own == address)).copied()
    }

    /// The groups of an interface that are there.
    pub(super) fn groups_of(&self, eni: &eni::Record) -> Vec<&'v group::Record> {
        let group = |id: &String| self.groups.iter().find(|group| group.id == *id).copied();
        eni.groups.iter().filter_map(group).collect()
    }

    /// Whether a subnet has the address in its range.
    pub(super) fn is_within(&self, subnet: &str, address: Ipv4Addr) -> bool {
        let subnet = self.subnets.iter().find(|of| of.id == subnet);
        subnet.is_some_and(|subnet| subnet.cidr.contains(&address))
    }

    /// The range of a prefix list that has the address: the smallest one.
    pub(super) fn listed(&self, list: &str, address: Ipv4Addr) -> Option<IpNet> {
        let list = self.lists.iter().find(|of| of.id == list)?;
        let ranges = list.entries.iter().map(|entry| entry.range);
        let has = |range: &IpNet| range.contains(&IpAddr::V4(address));
        ranges.filter(has).max_by_key(IpNet::prefix_len)
    }

    /// The ACL of a subnet. Only of a subnet that is moving it is not there.
    pub(super) fn acl_of(&self, subnet: &str) -> Option<&'v acl::Record> {
        let is_for = |acl: &&&acl::Record| acl.associations.iter().any(|one| one.subnet == subnet);
        self.acls.iter().find(is_for).copied()
    }

    /// The route table of a subnet: its own, else the main one.
    pub(super) fn table_of(&self, subnet: &str) -> Option<&'v route_table::Record> {
        let with = |with: &With| {
            let is_with = |table: &&&route_table::Record| {
                table.associations.iter().any(|one| one.with == *with)
            };
            self.tables.iter().find(is_with).copied()
        };
        with(&With::Subnet(subnet.to_owned())).or_else(|| with(&With::Main))
    }
}
