//! VPCs: the default one, its attributes, and that it has no way to the internet.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AttributeBooleanValue, BlockPublicAccessMode, BlockPublicAccessStates,
    DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult, DescribeVpcAttributeRequest,
    DescribeVpcAttributeResult, DescribeVpcsRequest, DescribeVpcsResult, Error, InternetGateway,
    Tag, Tenancy, Vpc, VpcAttributeName, VpcCidrBlockAssociation, VpcCidrBlockState,
    VpcCidrBlockStateCode, VpcState,
};
use ferrogate_records::Scope;
use ferrogate_records::ec2::vpc::Vpc as Network;

use super::select::{Ask, Resource, flag, one, select};
use super::{Ec2, Result, part_id, scope, text};

impl Ec2 {
    pub(super) fn describe_vpcs(
        &self,
        cx: &Cx,
        input: DescribeVpcsRequest,
    ) -> Result<DescribeVpcsResult> {
        let scope = scope(cx);
        let ask = Ask {
            ids: input.vpc_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (vpcs, next_token) = select(vec![shown(&scope, &Network::default_of(&scope))], ask)?;
        Ok(DescribeVpcsResult { vpcs: Some(vpcs), next_token })
    }

    pub(super) fn describe_vpc_attribute(
        &self,
        cx: &Cx,
        input: DescribeVpcAttributeRequest,
    ) -> Result<DescribeVpcAttributeResult> {
        if Network::default_of(&scope(cx)).id != input.vpc_id {
            let text = format!("The vpc ID '{}' does not exist", input.vpc_id);
            return Err(Error::new(Vpc::NOT_FOUND, text).into());
        }
        let vpc_id = Some(input.vpc_id);
        let none = DescribeVpcAttributeResult { vpc_id, ..DescribeVpcAttributeResult::default() };
        let is = |value| Some(AttributeBooleanValue { value: Some(value) });
        match input.attribute {
            VpcAttributeName::EnableDnsSupport => {
                Ok(DescribeVpcAttributeResult { enable_dns_support: is(true), ..none })
            }
            VpcAttributeName::EnableDnsHostnames => {
                Ok(DescribeVpcAttributeResult { enable_dns_hostnames: is(true), ..none })
            }
            VpcAttributeName::EnableNetworkAddressUsageMetrics => Ok(DescribeVpcAttributeResult {
                enable_network_address_usage_metrics: is(false),
                ..none
            }),
            VpcAttributeName::Unknown(name) => {
                let text = format!("Value ({name}) for parameter attribute is invalid.");
                Err(Error::new("InvalidParameterValue", text).into())
            }
        }
    }

    pub(super) fn describe_internet_gateways(
        &self,
        _: &Cx,
        input: DescribeInternetGatewaysRequest,
    ) -> Result<DescribeInternetGatewaysResult> {
        let ask = Ask {
            ids: input.internet_gateway_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        // Nobody can make one yet, and the default VPC has none.
        let (internet_gateways, next_token) = select::<InternetGateway>(vec![], ask)?;
        Ok(DescribeInternetGatewaysResult {
            internet_gateways: Some(internet_gateways),
            next_token,
        })
    }
}

fn shown(scope: &Scope, vpc: &Network) -> Vpc {
    Vpc {
        owner_id: text(scope.account.as_str()),
        instance_tenancy: Some(Tenancy::Default),
        cidr_block_association_set: Some(vec![VpcCidrBlockAssociation {
            association_id: Some(part_id("vpc-cidr-assoc", vpc, "cidr")),
            cidr_block: text(vpc.cidr),
            cidr_block_state: Some(VpcCidrBlockState {
                state: Some(VpcCidrBlockStateCode::Associated),
                status_message: None,
            }),
        }]),
        is_default: Some(true),
        tags: Some(vec![]),
        block_public_access_states: Some(access_states()),
        vpc_id: text(&*vpc.id),
        state: Some(VpcState::Available),
        cidr_block: text(vpc.cidr),
        dhcp_options_id: Some(part_id("dopt", vpc, "dhcp")),
        ..Vpc::default()
    }
}

pub(super) fn access_states() -> BlockPublicAccessStates {
    BlockPublicAccessStates { internet_gateway_block_mode: Some(BlockPublicAccessMode::Off) }
}

impl Resource for Vpc {
    const LIST: &'static str = "DescribeVpcs";
    const NOT_FOUND: &'static str = "InvalidVpcID.NotFound";
    const NOUN: &'static str = "vpc ID";
    const FILTERS: &'static [&'static str] = &[
        "cidr",
        "cidr-block-association.association-id",
        "cidr-block-association.cidr-block",
        "cidr-block-association.state",
        "dhcp-options-id",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.ipv6-pool",
        "ipv6-cidr-block-association.state",
        "is-default",
        "isDefault",
        "owner-id",
        "state",
        "vpc-id",
    ];

    fn id(&self) -> &str {
        self.vpc_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let associations = self.cidr_block_association_set.as_deref().unwrap_or_default();
        match filter {
            "cidr" => one(&self.cidr_block),
            "cidr-block-association.association-id" => {
                associations.iter().filter_map(|a| a.association_id.clone()).collect()
            }
            "cidr-block-association.cidr-block" => {
                associations.iter().filter_map(|a| a.cidr_block.clone()).collect()
            }
            "cidr-block-association.state" => vec!["associated".into()],
            "dhcp-options-id" => one(&self.dhcp_options_id),
            "is-default" | "isDefault" => flag(self.is_default),
            "owner-id" => one(&self.owner_id),
            "state" => vec!["available".into()],
            "vpc-id" => one(&self.vpc_id),
            // No VPC has IPv6.
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}

impl Resource for InternetGateway {
    const LIST: &'static str = "DescribeInternetGateways";
    const NOT_FOUND: &'static str = "InvalidInternetGatewayID.NotFound";
    const NOUN: &'static str = "internetGateway ID";
    const FILTERS: &'static [&'static str] =
        &["attachment.state", "attachment.vpc-id", "internet-gateway-id", "owner-id"];

    fn id(&self) -> &str {
        self.internet_gateway_id.as_deref().unwrap_or_default()
    }

    fn facts(&self, filter: &str) -> Vec<String> {
        let attachments = self.attachments.as_deref().unwrap_or_default();
        match filter {
            "attachment.state" => {
                attachments.iter().filter_map(|a| Some(a.state.as_ref()?.to_string())).collect()
            }
            "attachment.vpc-id" => attachments.iter().filter_map(|a| a.vpc_id.clone()).collect(),
            "internet-gateway-id" => one(&self.internet_gateway_id),
            "owner-id" => one(&self.owner_id),
            _ => vec![],
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
