//! Subnets.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::part;
use super::vpc::Association;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "subnet";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `subnet-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its range.
    pub cidr: Ipv4Net,
    /// Its IPv6 range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6_cidr: Option<Association<Ipv6Net>>,
    /// Its zone, such as `us-east-1a`.
    pub zone: String,
    /// Its zone's id, such as `use1-az1`.
    pub zone_id: String,
    /// Whether it is its zone's default subnet.
    pub default_for_zone: bool,
    /// `MapPublicIpOnLaunch`.
    pub map_public_ip: bool,
    /// `AssignIpv6AddressOnCreation`.
    #[serde(default)]
    pub assign_ipv6: bool,
    /// `EnableDns64`.
    #[serde(default)]
    pub dns64: bool,
    /// What interfaces in it are called.
    #[serde(default)]
    pub names: Names,
    /// Parts of its range that are set aside; no two overlap.
    #[serde(default)]
    pub reservations: Vec<Reservation>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record {
    /// All its ranges of both versions of IP.
    pub fn all_ranges(&self) -> impl Iterator<Item = IpNet> + '_ {
        let six = self.ipv6_cidr.iter().map(|one| IpNet::from(one.range));
        std::iter::once(IpNet::from(self.cidr)).chain(six)
    }

    /// Whether the address is given only to who asks for it by name.
    #[must_use]
    pub fn is_set_aside(&self, address: Ipv4Addr) -> bool {
        self.reservations.iter().any(|one| one.range.contains(&address))
    }
}

/// A part of a subnet's range from which no address is given to who asks for any one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// `scr-…`.
    pub id: String,
    /// The part.
    pub range: Ipv4Net,
    /// What it is set aside for.
    pub purpose: Purpose,
    /// What its maker says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// What a part of a subnet's range is set aside for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For prefixes of interfaces.
    Prefix,
    /// For addresses that users name.
    Explicit,
}

/// `PrivateDnsNameOptionsOnLaunch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Whether hosts are called by their resource, not by their address.
    pub by_resource: bool,
    /// `EnableResourceNameDnsARecord`.
    pub a_records: bool,
    /// `EnableResourceNameDnsAAAARecord`.
    pub aaaa_records: bool,
}

#[cfg(test)]
mod tests {
    use super::super::default_network::DefaultNetwork;
    use super::*;

    #[test]
    fn an_address_of_a_reservation_is_set_aside() {
        let scope = Scope::new("000000000000".parse().unwrap(), "us-east-1");
        let mut subnet = DefaultNetwork::of(&scope).subnets.remove(0);
        let asked = |last| Ipv4Addr::new(172, 31, 0, last);
        assert!(!subnet.is_set_aside(asked(18)));
        subnet.reservations.push(Reservation {
            id: "scr-1".into(),
            range: "172.31.0.16/30".parse().unwrap(),
            purpose: Purpose::Explicit,
            description: None,
            tags: vec![],
        });
        let set_aside: Vec<u8> = (0..64).filter(|last| subnet.is_set_aside(asked(*last))).collect();
        assert_eq!(set_aside, [16, 17, 18, 19]);
    }
}
