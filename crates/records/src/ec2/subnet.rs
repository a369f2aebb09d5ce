//! Subnets.

use ipnet::{Ipv4Net, Ipv6Net};
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
    /// Its tags.
    pub tags: Vec<Tag>,
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
