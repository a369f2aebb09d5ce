//! Attributes of VPCs and subnets, read and changed one at a time.

use ferrogate_api::ec2::{
    AttributeBooleanValue, DescribeVpcAttributeRequest, DescribeVpcAttributeResult, Error,
    HostnameType, ModifySubnetAttributeRequest, ModifyVpcAttributeRequest, ModifyVpcTenancyRequest,
    ModifyVpcTenancyResult, VpcAttributeName,
};
use ferrogate_api::{Cx, Empty, Failure};
use ferrogate_records::ec2::{subnet, vpc};

use super::{Ec2, Result, refusal, scope};

type Flag = Option<AttributeBooleanValue>;

impl Ec2 {
    pub(super) async fn describe_vpc_attribute(
        &self,
        cx: &Cx,
        input: DescribeVpcAttributeRequest,
    ) -> Result<DescribeVpcAttributeResult> {
        let vpc = self.view(scope(cx)).find::<vpc::Record>(&input.vpc_id)?;
        let vpc_id = Some(input.vpc_id);
        let none = DescribeVpcAttributeResult { vpc_id, ..DescribeVpcAttributeResult::default() };
        let is = |value| Some(AttributeBooleanValue { value: Some(value) });
        match input.attribute {
            VpcAttributeName::EnableDnsSupport => {
                Ok(DescribeVpcAttributeResult { enable_dns_support: is(vpc.dns_support), ..none })
            }
            VpcAttributeName::EnableDnsHostnames => Ok(DescribeVpcAttributeResult {
                enable_dns_hostnames: is(vpc.dns_hostnames),
                ..none
            }),
            VpcAttributeName::EnableNetworkAddressUsageMetrics => Ok(DescribeVpcAttributeResult {
                enable_network_address_usage_metrics: is(vpc.usage_metrics),
                ..none
            }),
            VpcAttributeName::Unknown(name) => {
                Err(invalid(format!("Value ({name}) for parameter attribute is invalid.")))
            }
        }
    }

    pub(super) async fn modify_vpc_attribute(
        &self,
        cx: &Cx,
        input: ModifyVpcAttributeRequest,
    ) -> Result<Empty> {
        let asked = vpc_attribute(&input)?;
        self.change(scope(cx), |view, change| {
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            let mut new = (**vpc).clone();
            match asked {
                VpcAttribute::DnsSupport(on) => new.dns_support = on,
                VpcAttribute::DnsHostnames(on) => new.dns_hostnames = on,
                // What it is already.
                VpcAttribute::NoUsageMetrics => {}
            }
            if new != **vpc {
                change.put(&vpc, new)?;
            }
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn modify_vpc_tenancy(
        &self,
        cx: &Cx,
        input: ModifyVpcTenancyRequest,
    ) -> Result<ModifyVpcTenancyResult> {
        let tenancy = input.instance_tenancy.to_string();
        if tenancy != "default" {
            let text = format!("Value ({tenancy}) for parameter instanceTenancy is invalid.");
            return Err(invalid(text));
        }
        self.change(scope(cx), |view, change| {
            let vpc = view.find::<vpc::Record>(&input.vpc_id)?;
            if vpc.tenancy != tenancy {
                let new = vpc::Record { tenancy: tenancy.clone(), ..(**vpc).clone() };
                change.put(&vpc, new)?;
            }
            Ok(ModifyVpcTenancyResult { return_value: Some(true) })
        })
        .await
    }

    pub(super) async fn modify_subnet_attribute(
        &self,
        cx: &Cx,
        input: ModifySubnetAttributeRequest,
    ) -> Result<Empty> {
        let asked = subnet_attribute(&input)?;
        self.change(scope(cx), |view, change| {
            let subnet = view.find::<subnet::Record>(&input.subnet_id)?;
            let mut new = (**subnet).clone();
            match asked {
                SubnetAttribute::MapPublicIp(on) => new.map_public_ip = on,
                SubnetAttribute::NamesByResource(on) => new.names.by_resource = on,
                SubnetAttribute::ARecords(on) => new.names.a_records = on,
                SubnetAttribute::AaaaRecords(on) => new.names.aaaa_records = on,
                SubnetAttribute::AssignIpv6(on) => {
                    if on && subnet.ipv6_cidr.is_none() {
                        let text = "Invalid value 'true' for AssignIpv6AddressOnCreation. Subnet \
                                    must have an ipv6 CIDR block associated with it.";
                        return Err(invalid(text.into()));
                    }
                    new.assign_ipv6 = on;
                }
                SubnetAttribute::AsItIs => {}
            }
            if new != **subnet {
                change.put(&subnet, new)?;
            }
            Ok(Empty::default())
        })
        .await
    }
}

#[derive(Clone, Copy)]
enum VpcAttribute {
    DnsSupport(bool),
    DnsHostnames(bool),
    NoUsageMetrics,
}

/// The one attribute of a VPC that a request changes.
fn vpc_attribute(input: &ModifyVpcAttributeRequest) -> Result<VpcAttribute> {
    let flags = [
        ("enableDnsSupport", &input.enable_dns_support),
        ("enableDnsHostnames", &input.enable_dns_hostnames),
        ("enableNetworkAddressUsageMetrics", &input.enable_network_address_usage_metrics),
    ];
    match one_of(&flags)? {
        ("enableDnsSupport", on) => Ok(VpcAttribute::DnsSupport(on)),
        ("enableDnsHostnames", on) => Ok(VpcAttribute::DnsHostnames(on)),
        ("enableNetworkAddressUsageMetrics", false) => Ok(VpcAttribute::NoUsageMetrics),
        (name, on) => Err(not_built(name, on)),
    }
}

/// An attribute of a subnet that can be another one. Those of names and of public addresses
/// are for instances: a task has the name of its address, and says itself whether it wants a
/// public one (ECS developer guide, "Task networking").
#[derive(Clone, Copy)]
enum SubnetAttribute {
    MapPublicIp(bool),
    NamesByResource(bool),
    ARecords(bool),
    AaaaRecords(bool),
    AssignIpv6(bool),
    AsItIs,
}

/// The one attribute of a subnet that a request changes.
fn subnet_attribute(input: &ModifySubnetAttributeRequest) -> Result<SubnetAttribute> {
    if input.customer_owned_ipv4_pool.is_some() || input.enable_lni_at_device_index.is_some() {
        let text = "customerOwnedIpv4Pool and enableLniAtDeviceIndex are for Outposts.";
        return Err(Error::not_built(text).into());
    }
    let names = input.private_dns_hostname_type_on_launch.as_ref();
    let by_resource = match names {
        None => None,
        Some(HostnameType::IpName) => Some(false),
        Some(HostnameType::ResourceName) => Some(true),
        Some(HostnameType::Unknown(other)) => {
            let text =
                format!("Value ({other}) for parameter privateDnsHostnameTypeOnLaunch is invalid.");
            return Err(invalid(text));
        }
    };
    let by_resource = by_resource.map(|value| AttributeBooleanValue { value: Some(value) });
    let flags = [
        ("assignIpv6AddressOnCreation", &input.assign_ipv6_address_on_creation),
        ("mapPublicIpOnLaunch", &input.map_public_ip_on_launch),
        ("mapCustomerOwnedIpOnLaunch", &input.map_customer_owned_ip_on_launch),
        ("enableDns64", &input.enable_dns64),
        ("privateDnsHostnameTypeOnLaunch", &by_resource),
        (
            "enableResourceNameDnsARecordOnLaunch",
            &input.enable_resource_name_dns_a_record_on_launch,
        ),
        (
            "enableResourceNameDnsAAAARecordOnLaunch",
            &input.enable_resource_name_dns_aaaa_record_on_launch,
        ),
        ("disableLniAtDeviceIndex", &input.disable_lni_at_device_index),
    ];
    match one_of(&flags)? {
        ("mapPublicIpOnLaunch", on) => Ok(SubnetAttribute::MapPublicIp(on)),
        ("privateDnsHostnameTypeOnLaunch", on) => Ok(SubnetAttribute::NamesByResource(on)),
        ("enableResourceNameDnsARecordOnLaunch", on) => Ok(SubnetAttribute::ARecords(on)),
        ("enableResourceNameDnsAAAARecordOnLaunch", on) => Ok(SubnetAttribute::AaaaRecords(on)),
        ("assignIpv6AddressOnCreation", on) => Ok(SubnetAttribute::AssignIpv6(on)),
        (_, false) => Ok(SubnetAttribute::AsItIs),
        (name, on) => Err(not_built(name, on)),
    }
}

/// The one flag that is given.
fn one_of(flags: &[(&'static str, &Flag)]) -> Result<(&'static str, bool)> {
    let mut given = flags.iter().filter_map(|(name, flag)| Some((*name, flag.as_ref()?.value?)));
    match (given.next(), given.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(refusal("InvalidParameterCombination", "No attributes specified.")),
        (Some(_), Some(_)) => {
            let text = "Fields for multiple attribute types specified";
            Err(refusal("InvalidParameterCombination", text))
        }
    }
}

fn not_built(name: &str, on: bool) -> Failure<Error> {
    Error::not_built(format!("{name} = {on} is not built yet.")).into()
}

fn invalid(text: String) -> Failure<Error> {
    refusal("InvalidParameterValue", text)
}
