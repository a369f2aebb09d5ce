//! VPCs: made with what every VPC has, and deleted when nothing else is in them.

use ferrogate_api::ec2::{
    BlockPublicAccessMode, BlockPublicAccessStates, CreateVpcRequest, CreateVpcResult,
    DeleteVpcRequest, DescribeVpcsRequest, DescribeVpcsResult, Error, Tag, Tenancy, Vpc,
    VpcCidrBlockStateCode, VpcState,
};
use ferrogate_api::{Cx, Empty};
use ferrogate_records::Scope;
use ferrogate_records::ec2::default_network::Parts;
use ferrogate_records::ec2::vpc::{self, Record};
use ipnet::Ipv4Net;

use super::change::Change;
use super::select::{Ask, Resource, flag, one};
use super::view::{Object, View};
use super::vpc_endpoint;
use super::{
    Ec2, Result, cidr, dhcp_options, flow_log, ipv6_range, new_id, peering, refusal,
    refuse_not_built, scope, tag, text, vpc_range,
};

/// VPCs of a region (VPC quotas).
const VPCS_MAX: usize = 5;

impl Ec2 {
    pub(super) async fn create_vpc(
        &self,
        cx: &Cx,
        input: CreateVpcRequest,
    ) -> Result<CreateVpcResult> {
        check_built(cx, &input)?;
        let cidr = range(input.cidr_block.as_deref())?;
        let tags = tag::accepted(input.tag_specifications, "vpc")?;
        let mut parts = Parts::new(&scope(cx), cidr, |prefix, _| new_id(prefix));
        parts.vpc.tags = tags;
        if input.amazon_provided_ipv6_cidr_block == Some(true) {
            parts.vpc.ipv6_cidrs.push(ipv6_range::provided());
            ipv6_range::open_acl(&mut parts.acl);
            ipv6_range::open_group(&mut parts.group, new_id("sgr"));
        }
        let vpc = self
            .change(scope(cx), |view, change| {
                check_room(view, change)?;
                dhcp_options::use_default(view, change)?;
                for (key, record) in parts.entries() {
                    change.create(key, &record)?;
                }
                parts.vpc.show(view)
            })
            .await?;
        Ok(CreateVpcResult { vpc: Some(Vpc { state: Some(VpcState::Pending), ..vpc }) })
    }

    pub(super) async fn delete_vpc(&self, cx: &Cx, input: DeleteVpcRequest) -> Result<Empty> {
        self.change(scope(cx), |view, change| {
            let vpc = view.find::<Record>(&input.vpc_id)?;
            if is_used(view, &vpc.id)? {
                let text = format!("The vpc '{}' has dependencies and cannot be deleted.", vpc.id);
                return Err(Error::new("DependencyViolation", text).into());
            }
            change.end_turns(view, &vpc.id)?;
            delete_parts(view, change, &vpc.id)?;
            flow_log::end_of(view, change, &vpc.id, &vpc.id)?;
            change.delete(&vpc);
            Ok(Empty::default())
        })
        .await
    }

    pub(super) async fn describe_vpcs(
        &self,
        cx: &Cx,
        input: DescribeVpcsRequest,
    ) -> Result<DescribeVpcsResult> {
        let ask = Ask {
            ids: input.vpc_ids,
            filters: input.filters,
            max_results: input.max_results,
            next_token: input.next_token,
        };
        let (vpcs, next_token) = self.view(scope(cx)).describe::<Record>(ask)?;
        Ok(DescribeVpcsResult { vpcs: Some(vpcs), next_token })
    }
}

/// Whether the region can have another VPC.
pub(super) fn check_room(view: &View, change: &mut Change) -> Result<()> {
    change.take_turn_for(view, "vpcs")?;
    if view.all::<Record>()?.len() < VPCS_MAX {
        return Ok(());
    }
    Err(refusal("VpcLimitExceeded", "The maximum number of VPCs has been reached."))
}

fn check_built(cx: &Cx, input: &CreateVpcRequest) -> Result<()> {
    let is_default = |tenancy: &Tenancy| *tenancy == Tenancy::Default;
    let fields = [
        ("instanceTenancy", !input.instance_tenancy.as_ref().is_none_or(is_default)),
        ("ipv6CidrBlock", input.ipv6_cidr_block.is_some()),
        (
            "ipv6CidrBlockNetworkBorderGroup",
            ipv6_range::is_elsewhere(cx, input.ipv6_cidr_block_network_border_group.as_deref()),
        ),
        ("ipv6IpamPoolId", input.ipv6_ipam_pool_id.is_some()),
        ("ipv6NetmaskLength", input.ipv6_netmask_length.is_some()),
        ("ipv6Pool", input.ipv6_pool.is_some()),
        ("ipv4IpamPoolId", input.ipv4_ipam_pool_id.is_some()),
        ("ipv4NetmaskLength", input.ipv4_netmask_length.is_some()),
        ("vpcEncryptionControl", input.vpc_encryption_control.is_some()),
    ];
    refuse_not_built(&fields)
}

/// The range that a VPC is to have: /16 to /28; bits past its length are cleared (VPC guide).
fn range(asked: Option<&str>) -> Result<Ipv4Net> {
    let range = cidr::v4(asked, "cidrBlock")?;
    if !(16..=28).contains(&range.prefix_len()) {
        let text = format!("The CIDR '{range}' is invalid.");
        return Err(refusal("InvalidVpc.Range", text));
    }
    Ok(range)
}

/// Whether the VPC has more than what goes with it.
fn is_used(view: &View, vpc: &str) -> Result<bool> {
    Ok(!view.subnets(vpc)?.is_empty()
        || !view.interfaces(vpc)?.is_empty()
        || !vpc_endpoint::of_vpc(view, vpc)?.is_empty()
        || !view.internet_gateways(vpc)?.is_empty()
        || !view.egress_gateways(vpc)?.is_empty()
        || !peering::of_vpc(view, vpc)?.is_empty()
        || view.route_tables(vpc)?.iter().any(|table| !table.is_main())
        || view.acls(vpc)?.iter().any(|acl| !acl.is_default)
        || view.groups(vpc)?.iter().any(|group| !group.is_default()))
}

fn delete_parts(view: &View, change: &mut Change, vpc: &str) -> Result<()> {
    view.route_tables(vpc)?.iter().for_each(|table| change.delete(table));
    view.acls(vpc)?.iter().for_each(|acl| change.delete(acl));
    view.groups(vpc)?.iter().for_each(|group| change.delete(group));
    Ok(())
}

impl Object for Record {
    type Shown = Vpc;

    fn key(scope: &Scope, id: &str) -> String {
        vpc::key(scope, id)
    }

    fn show(&self, _: &View) -> Result<Vpc> {
        let association = |one| vpc_range::shown(one, VpcCidrBlockStateCode::Associated);
        let ranges = std::iter::once(&self.cidr).chain(&self.more_cidrs);
        Ok(Vpc {
            owner_id: text(self.scope.account.as_str()),
            instance_tenancy: Some(Tenancy::from(&*self.tenancy)),
            cidr_block_association_set: Some(ranges.map(association).collect()),
            ipv6_cidr_block_association_set: ipv6_range::shown_all(self),
            is_default: Some(self.is_default),
            tags: Some(tag::shown(&self.tags)),
            block_public_access_states: Some(access_states()),
            vpc_id: text(&*self.id),
            state: Some(VpcState::Available),
            cidr_block: text(self.cidr.range.to_string()),
            dhcp_options_id: text(&*self.dhcp_options),
            ..Vpc::default()
        })
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
            six => ipv6_range::facts(self.ipv6_cidr_block_association_set.iter().flatten(), six),
        }
    }

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }
}
