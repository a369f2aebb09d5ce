//! The range of IPv6 of a subnet, which it is made with or gets later.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AssociateSubnetCidrBlockRequest, AssociateSubnetCidrBlockResult,
    DisassociateSubnetCidrBlockRequest, DisassociateSubnetCidrBlockResult, IpSource,
    Ipv6AddressAttribute, SubnetCidrBlockState, SubnetCidrBlockStateCode,
    SubnetIpv6CidrBlockAssociation,
};
use ferrogate_records::ec2::subnet::Record;
use ferrogate_records::ec2::vpc::{self, Association};
use ipnet::{IpNet, Ipv6Net};

use super::subnet::BAD_RANGE;
use super::view::View;
use super::{Ec2, Result, cidr, new_id, refuse, refuse_not_built, scope, text};

impl Ec2 {
    pub(super) async fn associate_subnet_cidr_block(
        &self,
        cx: &Cx,
        input: AssociateSubnetCidrBlockRequest,
    ) -> Result<AssociateSubnetCidrBlockResult> {
        refuse_not_built(&[
            ("ipv6IpamPoolId", input.ipv6_ipam_pool_id.is_some()),
            ("ipv6NetmaskLength", input.ipv6_netmask_length.is_some()),
        ])?;
        let Some(association) = read(input.ipv6_cidr_block.as_deref())? else {
            return super::missing("ipv6CidrBlock");
        };
        self.change(scope(cx), |view, change| {
            let subnet = view.find::<Record>(&input.subnet_id)?;
            if let Some(own) = &subnet.ipv6_cidr {
                let text = format!(
                    "The subnet '{}' already has an IPv6 CIDR block associated with it: {}",
                    subnet.id, own.range
                );
                return refuse("InvalidSubnet.Conflict", text);
            }
            let vpc = view.find::<vpc::Record>(&subnet.vpc)?;
            check(view, &vpc, association.range)?;
            change.take_turn(view, &subnet.vpc)?;
            let ipv6_cidr = Some(association.clone());
            change.put(&subnet, Record { ipv6_cidr, ..(**subnet).clone() })
        })
        .await?;
        let state = SubnetCidrBlockStateCode::Associating;
        Ok(AssociateSubnetCidrBlockResult {
            ipv6_cidr_block_association: Some(shown(&association, state)),
            subnet_id: Some(input.subnet_id),
        })
    }

    pub(super) async fn disassociate_subnet_cidr_block(
        &self,
        cx: &Cx,
        input: DisassociateSubnetCidrBlockRequest,
    ) -> Result<DisassociateSubnetCidrBlockResult> {
        let id = &input.association_id;
        self.change(scope(cx), |view, change| {
            let all = view.all::<Record>()?;
            let own = |subnet: &Record| subnet.ipv6_cidr.clone().filter(|one| one.id == *id);
            let found = all.into_iter().find_map(|subnet| Some((subnet, own(subnet)?)));
            let Some((subnet, old)) = found else {
                let text = format!("The subnet CIDR block with association ID {id} does not exist");
                return refuse("InvalidSubnetCidrBlockAssociationID.NotFound", text);
            };
            // AWS's words (hashicorp/terraform-provider-aws#1519).
            if subnet.assign_ipv6 {
                let text = format!(
                    "The subnet IPv6 CIDR block with association ID {id} may not be \
                     disassociated, because its subnet has assign-ipv6-address-on-creation set to \
                     true."
                );
                return refuse("InvalidCidrBlock.InUse", text);
            }
            let mut interfaces = view.interfaces(&subnet.vpc)?.into_iter();
            if interfaces.any(|eni| eni.subnet == subnet.id && !eni.ipv6_addresses.is_empty()) {
                let text = format!(
                    "The subnet IPv6 CIDR block with association ID {id} may not be \
                     disassociated, because network interfaces have addresses of it."
                );
                return refuse("InvalidCidrBlock.InUse", text);
            }
            change.take_turn(view, &subnet.vpc)?;
            change.put(subnet, Record { ipv6_cidr: None, ..(***subnet).clone() })?;
            let state = SubnetCidrBlockStateCode::Disassociating;
            Ok(DisassociateSubnetCidrBlockResult {
                ipv6_cidr_block_association: Some(shown(&old, state)),
                subnet_id: text(&*subnet.id),
            })
        })
        .await
    }
}

/// The range that a request names: /44 to /64 in steps of four (VPC user guide, "Subnet sizing for
/// IPv6"); bits past its length are cleared.
pub(super) fn read(asked: Option<&str>) -> Result<Option<Association<Ipv6Net>>> {
    let Some(asked) = asked else { return Ok(None) };
    let IpNet::V6(range) = cidr::of_family(asked, true, "ipv6CidrBlock")? else { return Ok(None) };
    let length = range.prefix_len();
    if !(44..=64).contains(&length) || length % 4 != 0 {
        return refuse(BAD_RANGE, format!("The CIDR '{range}' is invalid."));
    }
    Ok(Some(Association { id: new_id("subnet-cidr-assoc"), range }))
}

/// Whether a subnet of the VPC can have the range.
pub(super) fn check(view: &View, vpc: &vpc::Record, range: Ipv6Net) -> Result<()> {
    if !vpc.ipv6_cidrs.iter().any(|of| of.range.contains(&range)) {
        return refuse(BAD_RANGE, format!("The CIDR '{range}' is invalid."));
    }
    let meets =
        |other: &Association<Ipv6Net>| other.range.contains(&range) || range.contains(&other.range);
    if view.subnets(&vpc.id)?.iter().any(|other| other.ipv6_cidr.as_ref().is_some_and(meets)) {
        let text = format!("The CIDR '{range}' conflicts with another subnet");
        return refuse("InvalidSubnet.Conflict", text);
    }
    Ok(())
}

/// The range that a subnet has.
pub(super) fn associated(of: &Association<Ipv6Net>) -> SubnetIpv6CidrBlockAssociation {
    shown(of, SubnetCidrBlockStateCode::Associated)
}

fn shown(
    of: &Association<Ipv6Net>,
    state: SubnetCidrBlockStateCode,
) -> SubnetIpv6CidrBlockAssociation {
    SubnetIpv6CidrBlockAssociation {
        association_id: text(&*of.id),
        ipv6_cidr_block: text(of.range.to_string()),
        ipv6_cidr_block_state: Some(SubnetCidrBlockState {
            state: Some(state),
            status_message: None,
        }),
        ipv6_address_attribute: Some(Ipv6AddressAttribute::Private),
        ip_source: Some(IpSource::Amazon),
    }
}

/// What the filters of DescribeSubnets say of ranges.
pub(super) fn facts<'a>(
    all: impl Iterator<Item = &'a SubnetIpv6CidrBlockAssociation>,
    filter: &str,
) -> Vec<String> {
    let fact = |one: &SubnetIpv6CidrBlockAssociation| match filter {
        "ipv6-cidr-block-association.association-id" => one.association_id.clone(),
        "ipv6-cidr-block-association.ipv6-cidr-block" => one.ipv6_cidr_block.clone(),
        "ipv6-cidr-block-association.state" => Some("associated".to_owned()),
        _ => None,
    };
    all.filter_map(fact).collect()
}
