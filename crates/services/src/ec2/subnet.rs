//! Subnets, and how many of their addresses are free.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    DescribeSubnetsRequest, DescribeSubnetsResult, HostnameType, PrivateDnsNameOptionsOnLaunch,
    Subnet, SubnetState, Tag,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::address;
use ferrogate_records::ec2::vpc::{self, Vpc};
use ferrogate_store::Prefix;

use super::select::{Ask, Resource, flag, one, select};
use super::vpc::access_states;
use super::{Ec2, Result, fault, scope, text};

/// Addresses of a subnet that no interface gets (VPC user guide).
const RESERVED: u64 = 5;

impl Ec2 {
    pub(super) fn describe_subnets(
        &self,
        cx: &Cx,
        input: DescribeSubnetsRequest,
    ) -> Result<DescribeSubnetsResult> {
        let scope = scope(cx);
        let vpc = Vpc::default_of(&scope);
        let shown = |subnet| self.subnet(&scope, &vpc, subnet);
        let all = vpc.subnets.iter().map(shown).collect::<Result<_>>()?;
        let ask = Ask {
            ids: input.subnet_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (subnets, next_token) = select(all, ask)?;
        Ok(DescribeSubnetsResult { subnets: Some(subnets), next_token })
    }

    fn subnet(&self, scope: &Scope, vpc: &Vpc, subnet: &vpc::Subnet) -> Result<Subnet> {
        let prefix = Prefix::new(address::prefix(scope, &subnet.id)).map_err(fault)?;
        let taken = self.state.table::<address::Record>().keys(&prefix).count();
        let free = subnet.cidr.size().saturating_sub(RESERVED).saturating_sub(taken as u64);
        Ok(Subnet {
            availability_zone_id: text(&*subnet.zone_id),
            map_customer_owned_ip_on_launch: Some(false),
            owner_id: text(scope.account.as_str()),
            assign_ipv6_address_on_creation: Some(false),
            ipv6_cidr_block_association_set: Some(vec![]),
            tags: Some(vec![]),
            subnet_arn: Some(scope.arn("ec2", &format!("subnet/{}", subnet.id))),
            enable_dns64: Some(false),
            ipv6_native: Some(false),
            private_dns_name_options_on_launch: Some(PrivateDnsNameOptionsOnLaunch {
                hostname_type: Some(HostnameType::IpName),
                enable_resource_name_dns_a_record: Some(false),
                enable_resource_name_dns_aaaa_record: Some(false),
            }),
            block_public_access_states: Some(access_states()),
            subnet_id: text(&*subnet.id),
            state: Some(SubnetState::Available),
            vpc_id: text(&*vpc.id),
            cidr_block: text(subnet.cidr),
            available_ip_address_count: i32::try_from(free).ok(),
            availability_zone: text(&*subnet.zone),
            default_for_az: Some(true),
            // Tasks get no public addresses.
            map_public_ip_on_launch: Some(false),
            ..Subnet::default()
        })
    }
}

impl Resource for Subnet {
    const LIST: &'static str = "DescribeSubnets";
    const NOT_FOUND: &'static str = "InvalidSubnetID.NotFound";
    const NOUN: &'static str = "subnet ID";
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "availability-zone-id",
        "availabilityZone",
        "availabilityZoneId",
        "available-ip-address-count",
        "cidr",
        "cidr-block",
        "cidrBlock",
        "customer-owned-ipv4-pool",
        "default-for-az",
        "defaultForAz",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.state",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "map-public-ip-on-launch",
        "outpost-arn",
        "owner-id",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        "private-dns-name-options-on-launch.hostname-type",
        "state",
        "subnet-arn",
        "subnet-id",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.subnet_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        match filter {
            "availability-zone" | "availabilityZone" => one(&self.availability_zone),
            "availability-zone-id" | "availabilityZoneId" => one(&self.availability_zone_id),
            "available-ip-address-count" => {
                self.available_ip_address_count.iter().map(i32::to_string).collect()
            }
            "cidr" | "cidr-block" | "cidrBlock" => one(&self.cidr_block),
            "default-for-az" | "defaultForAz" => flag(self.default_for_az),
            "enable-dns64" => flag(self.enable_dns64),
            "ipv6-native" => flag(self.ipv6_native),
            "map-customer-owned-ip-on-launch" => flag(self.map_customer_owned_ip_on_launch),
            "map-public-ip-on-launch" => flag(self.map_public_ip_on_launch),
            "owner-id" => one(&self.owner_id),
            "private-dns-name-options-on-launch.enable-resource-name-dns-a-record"
            | "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record" => {
                flag(Some(false))
            }
            "private-dns-name-options-on-launch.hostname-type" => vec!["ip-name".into()],
            "state" => vec!["available".into()],
            "subnet-arn" => one(&self.subnet_arn),
            "subnet-id" => one(&self.subnet_id),
            "vpc-id" => one(&self.vpc_id),
            // No subnet has IPv6, is on an Outpost, or has customers' addresses.
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
