//! The default VPC of an account in a region, as AWS makes it: `172.31.0.0/16`, one `/20`
//! subnet in each zone, the main route table, the default ACL and group, and an internet
//! gateway that its route leads to.
//!
//! The first one has ids that follow from the account and the region alone: two who make it at
//! once make the same. One that a user has deleted is not made again by itself.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{acl, dhcp_options, group, internet_gateway, route_table, subnet, turn, vpc};
use crate::Scope;
use crate::kind::kind;

/// The kind of the mark that a default VPC was made, in the store.
pub const KIND: &str = "default-network";

kind!(Mark as KIND);

/// That an account had its default VPC made in a region once. Whether it still has one, the
/// VPCs' records say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {}

/// The key of the mark of `scope`.
#[must_use]
pub fn mark_key(scope: &Scope) -> String {
    scope.key(KIND, &["made"])
}

/// How many zones a region has here.
const ZONES: u8 = 3;

/// A zone of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// `us-east-1a`.
    pub name: String,
    /// `use1-az1`.
    pub id: String,
}

/// The zones of a region.
#[must_use]
pub fn zones(region: &str) -> Vec<Zone> {
    let zone = |n: u8| Zone {
        name: format!("{region}{}", char::from(b'a' + n)),
        id: format!("{}-az{}", region_code(region), n + 1),
    };
    (0..ZONES).map(zone).collect()
}

/// The range of every default VPC.
#[must_use]
pub fn cidr() -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(172, 31, 0, 0), 16)
}

/// Everything that a VPC has from its making on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The VPC.
    pub vpc: vpc::Record,
    /// Its main route table.
    pub main: route_table::Record,
    /// Its default ACL.
    pub acl: acl::Record,
    /// Its default group.
    pub group: group::Record,
}

impl Parts {
    /// What AWS makes with a VPC of the range. Each id is made by `id` of its prefix and what
    /// it is for.
    pub fn new(scope: &Scope, cidr: Ipv4Net, id: impl Fn(&str, &str) -> String) -> Self {
        let vpc = vpc::Record {
            scope: scope.clone(),
            id: id("vpc", "vpc"),
            is_default: false,
            cidr: vpc::Association { id: id("vpc-cidr-assoc", "cidr"), range: cidr },
            more_cidrs: vec![],
            ipv6_cidrs: vec![],
            dns_support: true,
            dns_hostnames: false,
            usage_metrics: false,
            dhcp_options: dhcp_options::default_id(scope),
            tenancy: "default".into(),
            tags: vec![],
        };
        let everywhere = Ipv4Net::default().into();
        let group_id = id("sg", "group");
        let rule = |name: &str, peer| group::Rule {
            id: id("sgr", name),
            traffic: group::Traffic::All,
            peer,
            description: None,
            tags: vec![],
        };
        let group = group::Record {
            scope: scope.clone(),
            vpc: vpc.id.clone(),
            name: group::DEFAULT.into(),
            description: "default VPC security group".into(),
            ingress: vec![rule("rule in", group::Peer::Group(group_id.clone()))],
            egress: vec![rule("rule out", group::Peer::Range(everywhere))],
            id: group_id,
            tags: vec![],
        };
        let entry = |egress| acl::Entry {
            number: 100,
            egress,
            allow: true,
            traffic: group::Traffic::All,
            range: everywhere,
        };
        let acl = acl::Record {
            scope: scope.clone(),
            id: id("acl", "default"),
            vpc: vpc.id.clone(),
            is_default: true,
            entries: vec![entry(false), entry(true)],
            associations: vec![],
            tags: vec![],
        };
        let main = route_table::Record {
            scope: scope.clone(),
            id: id("rtb", "main"),
            vpc: vpc.id.clone(),
            associations: vec![route_table::Association {
                id: id("rtbassoc", "main"),
                with: route_table::With::Main,
            }],
            routes: vec![],
            tags: vec![],
        };
        Self { vpc, main, acl, group }
    }

    /// Puts the subnet into its default ACL.
    pub fn add(&mut self, subnet: &subnet::Record, association: String) {
        self.acl.associations.push(acl::Association { id: association, subnet: subnet.id.clone() });
    }

    /// The records, each with its key, and the VPC's first turn.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, Value)> {
        let (scope, id) = (&self.vpc.scope, &self.vpc.id);
        vec![
            entry(turn::key(scope, id), &turn::Record::default()),
            entry(vpc::key(scope, id), &self.vpc),
            entry(route_table::key(scope, &self.main.id), &self.main),
            entry(acl::key(scope, &self.acl.id), &self.acl),
            entry(group::key(scope, &self.group.id), &self.group),
        ]
    }
}

/// A default VPC with all that it has when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultNetwork {
    /// The VPC and what every VPC has.
    pub parts: Parts,
    /// A subnet in each zone.
    pub subnets: Vec<subnet::Record>,
    /// The way to the internet.
    pub gateway: internet_gateway::Record,
}

impl DefaultNetwork {
    /// The first one of `scope`.
    #[must_use]
    pub fn of(scope: &Scope) -> Self {
        Self::new(scope, |prefix, part| format!("{prefix}-{}", stable_id(scope, part)))
    }

    /// One whose ids are made by `id`, of their prefix and what they are for.
    pub fn new(scope: &Scope, id: impl Fn(&str, &str) -> String) -> Self {
        let mut parts = Parts::new(scope, cidr(), &id);
        parts.vpc.is_default = true;
        parts.vpc.dns_hostnames = true;
        let gateway = internet_gateway::Record {
            scope: scope.clone(),
            id: id("igw", "gateway"),
            vpc: Some(parts.vpc.id.clone()),
            tags: vec![],
        };
        parts.main.routes.push(route_table::Route {
            to: route_table::Destination::Range(Ipv4Net::default().into()),
            via: route_table::Target::InternetGateway(gateway.id.clone()),
        });
        let mut subnets = vec![];
        for (n, zone) in (0u8..).zip(zones(&scope.region)) {
            let name = format!("subnet{n}");
            let subnet = default_subnet(&parts.vpc, zone, n, id("subnet", &name));
            parts.add(&subnet, id("aclassoc", &name));
            subnets.push(subnet);
        }
        Self { parts, subnets, gateway }
    }

    /// All records, each with its key.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, Value)> {
        let scope = &self.gateway.scope;
        let mut all = self.parts.entries();
        let subnets = self.subnets.iter();
        all.extend(subnets.map(|subnet| entry(subnet::key(scope, &subnet.id), subnet)));
        all.push(entry(internet_gateway::key(scope, &self.gateway.id), &self.gateway));
        all
    }
}

/// A default subnet of a zone: the `n`th `/20` of the default VPC.
#[must_use]
pub fn default_subnet(vpc: &vpc::Record, zone: Zone, n: u8, id: String) -> subnet::Record {
    let [a, b, ..] = vpc.cidr.range.network().octets();
    subnet::Record {
        scope: vpc.scope.clone(),
        id,
        vpc: vpc.id.clone(),
        // Sixteen of them fill the VPC.
        cidr: Ipv4Net::new_assert(Ipv4Addr::new(a, b, (n % 16) * 16, 0), 20),
        ipv6_cidr: None,
        zone: zone.name,
        zone_id: zone.id,
        default_for_zone: true,
        map_public_ip: true,
        assign_ipv6: false,
        dns64: false,
        names: subnet::Names::default(),
        reservations: vec![],
        tags: vec![],
    }
}

fn entry(key: String, record: &impl Serialize) -> (String, Value) {
    (key, serde_json::to_value(record).expect("a record of plain fields is JSON"))
}

/// `us-east-1` is `use1`, `ap-southeast-2` is `apse2`, `us-gov-west-1` is `usgw1` (EC2's zone
/// ids).
fn region_code(region: &str) -> String {
    region.split('-').map(part_code).collect()
}

fn part_code(part: &str) -> &str {
    match part {
        "north" => "n",
        "northeast" => "ne",
        "northwest" => "nw",
        "south" => "s",
        "southeast" => "se",
        "southwest" => "sw",
        "east" => "e",
        "west" => "w",
        "central" => "c",
        "gov" => "g",
        other => other,
    }
}

/// 17 hexadecimal digits that depend on the scope and the name only (FNV-1a, 128 bits).
pub(super) fn stable_id(scope: &Scope, name: &str) -> String {
    let text = format!("{}/{}/{name}", scope.account, scope.region);
    let hash = text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("{:017x}", hash >> 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(region: &str) -> Scope {
        Scope::new("000000000000".parse().unwrap(), region)
    }

    #[test]
    fn the_first_default_vpc_is_the_same_each_time_and_another_elsewhere() {
        let network = DefaultNetwork::of(&scope("us-east-1"));
        assert_eq!(network, DefaultNetwork::of(&scope("us-east-1")));
        let vpc = &network.parts.vpc;
        assert_ne!(vpc.id, DefaultNetwork::of(&scope("eu-west-1")).parts.vpc.id);
        assert_eq!(vpc.id.len(), "vpc-".len() + 17);
        assert_eq!(vpc.cidr.range.to_string(), "172.31.0.0/16");
        let ranges: Vec<_> = network.subnets.iter().map(|s| s.cidr.to_string()).collect();
        assert_eq!(ranges, ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"]);
        assert_eq!(network.subnets[1].zone, "us-east-1b");
        assert_eq!(network.subnets[1].zone_id, "use1-az2");
    }

    #[test]
    fn every_record_has_a_key_of_its_own() {
        let entries = DefaultNetwork::of(&scope("us-east-1")).entries();
        let keys: std::collections::BTreeSet<_> = entries.iter().map(|(key, _)| key).collect();
        assert_eq!((keys.len(), entries.len()), (9, 9));
    }

    #[test]
    fn region_codes_are_those_of_ec2() {
        for (region, code) in [
            ("us-east-1", "use1"),
            ("us-west-2", "usw2"),
            ("ap-southeast-2", "apse2"),
            ("ap-northeast-1", "apne1"),
            ("eu-central-1", "euc1"),
            ("ca-central-1", "cac1"),
            ("us-gov-east-1", "usge1"),
            ("us-gov-west-1", "usgw1"),
            ("cn-northwest-1", "cnnw1"),
        ] {
            assert_eq!(region_code(region), code);
        }
    }
}
