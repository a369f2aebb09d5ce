//! Parts that tests begin with.

use ferrogate_base::TimestampMs;
use ferrogate_link::Part;
use ferrogate_link::Scope;
use ferrogate_link::ec2::default_network::DefaultNetwork;
use ferrogate_link::ec2::{eni, prefix_list, range};

pub(in crate::agent) fn scope() -> Scope {
    Scope::new("000000000000".parse().unwrap(), "us-east-1")
}

/// What a host is told of a default VPC.
pub(in crate::agent) fn parts(network: &DefaultNetwork) -> Vec<Part> {
    let of = &network.parts;
    let mut all = vec![
        Part::Vpc(of.vpc.clone()),
        Part::RouteTable(of.main.clone()),
        Part::Acl(of.acl.clone()),
        Part::Group(of.group.clone()),
    ];
    all.extend(network.subnets.iter().cloned().map(Part::Subnet));
    all
}

/// The `n`th interface of a subnet of the default VPC.
pub(in crate::agent) fn interface_of(
    network: &DefaultNetwork,
    subnet: usize,
    n: u64,
) -> eni::Record {
    let subnet = &network.subnets[subnet];
    eni::Record {
        scope: scope(),
        id: format!("eni-{n:017x}"),
        vpc: subnet.vpc.clone(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        address: range::nth_usable(subnet.cidr, n).unwrap(),
        more_addresses: vec![],
        public: vec![],
        ipv6_addresses: vec![],
        mac: "02:00:00:00:00:01".into(),
        groups: vec![network.parts.group.id.clone()],
        source_dest_check: true,
        owner: eni::Owner::User,
        description: String::new(),
        created_at: TimestampMs(1000),
        tags: vec![],
    }
}

/// A prefix list with these ranges.
pub(in crate::agent) fn list_of(ranges: &[&str]) -> prefix_list::Record {
    let entry =
        |range: &&str| prefix_list::Entry { range: range.parse().unwrap(), description: None };
    prefix_list::Record {
        scope: scope(),
        id: "pl-00000000000000001".into(),
        name: "offices".into(),
        family: prefix_list::Family::V4,
        max_entries: 10,
        version: 1,
        entries: ranges.iter().map(entry).collect(),
        last: prefix_list::Deed::Create,
        tags: vec![],
    }
}
