//! VPCs.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "vpc";

kind!(Record as KIND);

/// A VPC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `vpc-…`.
    pub id: String,
    /// Whether it is the account's default VPC in its region.
    pub is_default: bool,
    /// Its first range, which is its own for ever.
    pub cidr: Association<Ipv4Net>,
    /// Ranges that were associated later.
    #[serde(default)]
    pub more_cidrs: Vec<Association<Ipv4Net>>,
    /// Its IPv6 ranges.
    #[serde(default)]
    pub ipv6_cidrs: Vec<Association<Ipv6Net>>,
    /// `enableDnsSupport`: whether the resolver answers.
    pub dns_support: bool,
    /// `enableDnsHostnames`: whether public addresses have names.
    pub dns_hostnames: bool,
    /// `enableNetworkAddressUsageMetrics`.
    #[serde(default)]
    pub usage_metrics: bool,
    /// `dopt-…`, or `default` for none.
    pub dhcp_options: String,
    /// `default` or `dedicated`.
    pub tenancy: String,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A range of a VPC or a subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association<R> {
    /// `vpc-cidr-assoc-…` or `subnet-cidr-assoc-…`.
    pub id: String,
    /// The range.
    pub range: R,
}

impl Record {
    /// All its IPv4 ranges, the first one first.
    pub fn ranges(&self) -> impl Iterator<Item = Ipv4Net> + '_ {
        std::iter::once(&self.cidr).chain(&self.more_cidrs).map(|one| one.range)
    }

    /// All its ranges of both versions of IP.
    pub fn all_ranges(&self) -> impl Iterator<Item = IpNet> + '_ {
        let six = self.ipv6_cidrs.iter().map(|one| IpNet::from(one.range));
        self.ranges().map(IpNet::from).chain(six)
    }
}

/// The key of the VPC `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

/// The private DNS name of an address: `ip-172-31-0-5.ec2.internal`, or
/// `….REGION.compute.internal` outside us-east-1 (VPC user guide, "DNS hostnames").
#[must_use]
pub fn private_dns_name(region: &str, address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    format!("ip-{a}-{b}-{c}-{d}.{}", private_domain(region))
}

/// The domain of private DNS names.
#[must_use]
pub fn private_domain(region: &str) -> String {
    match region {
        "us-east-1" => "ec2.internal".to_owned(),
        _ => format!("{region}.compute.internal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_names_are_those_of_the_vpc_guide() {
        let address = Ipv4Addr::new(172, 31, 0, 5);
        assert_eq!(private_dns_name("us-east-1", address), "ip-172-31-0-5.ec2.internal");
        assert_eq!(
            private_dns_name("eu-west-1", address),
            "ip-172-31-0-5.eu-west-1.compute.internal"
        );
    }
}
