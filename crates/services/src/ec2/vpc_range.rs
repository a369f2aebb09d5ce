//! Further ranges of a VPC.

use ferrogate_api::Cx;
use ferrogate_api::ec2::{
    AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult, DisassociateVpcCidrBlockRequest,
    DisassociateVpcCidrBlockResult, VpcCidrBlockAssociation, VpcCidrBlockState,
    VpcCidrBlockStateCode,
};
use ferrogate_records::ec2::route_table::{self, Destination};
use ferrogate_records::ec2::vpc::{Association, Record};
use ipnet::{IpNet, Ipv4Net};

use super::view::View;
use super::{
    Ec2, Result, cidr, ipv6_range, new_id, peering, refusal, refuse_not_built, scope, text,
};

/// IPv4 ranges of a VPC (VPC quotas).
const RANGES_MAX: usize = 5;

impl Ec2 {
    pub(super) async fn associate_vpc_cidr_block(
        &self,
        cx: &Cx,
        input: AssociateVpcCidrBlockRequest,
    ) -> Result<AssociateVpcCidrBlockResult> {
        check_built(cx, &input)?;
        if input.amazon_provided_ipv6_cidr_block == Some(true) {
            return self.associate_ipv6(cx, input).await;
        }
        let range = cidr::v4(input.cidr_block.as_deref(), "cidrBlock")?;
        let association = Association { id: new_id("vpc-cidr-assoc"), range };
        self.change(scope(cx), |view, change| {
            let vpc = view.find::<Record>(&input.vpc_id)?;
            check(view, &vpc, range)?;
            let mut new = (**vpc).clone();
            new.more_cidrs.push(association.clone());
            change.take_turn(view, &vpc.id)?;
            change.put(&vpc, new)
        })
        .await?;
        Ok(AssociateVpcCidrBlockResult {
            cidr_block_association: Some(shown(&association, VpcCidrBlockStateCode::Associating)),
            vpc_id: Some(input.vpc_id),
            ..AssociateVpcCidrBlockResult::default()
        })
    }

    async fn associate_ipv6(
        &self,
        cx: &Cx,
        input: AssociateVpcCidrBlockRequest,
    ) -> Result<AssociateVpcCidrBlockResult> {
        if input.cidr_block.is_some() {
            let text = "The parameter amazonProvidedIpv6CidrBlock cannot be used with the \
                        parameter cidrBlock";
            return Err(refusal("InvalidParameterCombination", text));
        }
        let association = ipv6_range::provided();
        self.change(scope(cx), |view, change| {
            let vpc = view.find::<Record>(&input.vpc_id)?;
            change.take_turn(view, &vpc.id)?;
            let new = ipv6_range::add(view, change, &vpc, &association)?;
            change.put(&vpc, new)
        })
        .await?;
        let state = VpcCidrBlockStateCode::Associating;
        Ok(AssociateVpcCidrBlockResult {
            ipv6_cidr_block_association: Some(ipv6_range::shown(&cx.region, &association, state)),
            vpc_id: Some(input.vpc_id),
            ..AssociateVpcCidrBlockResult::default()
        })
    }

    pub(super) async fn disassociate_vpc_cidr_block(
        &self,
        cx: &Cx,
        input: DisassociateVpcCidrBlockRequest,
    ) -> Result<DisassociateVpcCidrBlockResult> {
        let id = &input.association_id;
        self.change(scope(cx), |view, change| {
            let has = |vpc: &Record| {
                vpc.cidr.id == *id
                    || vpc.more_cidrs.iter().any(|one| one.id == *id)
                    || vpc.ipv6_cidrs.iter().any(|one| one.id == *id)
            };
            let Some(vpc) = view.all::<Record>()?.into_iter().find(|vpc| has(vpc)) else {
                let text = format!("The vpc CIDR block with association ID {id} does not exist");
                return Err(refusal("InvalidVpcCidrBlockAssociationID.NotFound", text));
            };
            if let Some((new, old)) = ipv6_range::remove(view, vpc, id)? {
                change.take_turn(view, &vpc.id)?;
                change.put(vpc, new)?;
                let state = VpcCidrBlockStateCode::Disassociating;
                return Ok(DisassociateVpcCidrBlockResult {
                    ipv6_cidr_block_association: Some(ipv6_range::shown(&cx.region, &old, state)),
                    vpc_id: text(&*vpc.id),
                    ..DisassociateVpcCidrBlockResult::default()
                });
            }
            let mut new = (***vpc).clone();
            let Some(at) = new.more_cidrs.iter().position(|one| one.id == *id) else {
                let text = format!(
                    "The vpc CIDR block with association ID {id} may not be disassociated. It is \
                     the primary IPv4 CIDR block of the VPC"
                );
                return Err(refusal("OperationNotPermitted", text));
            };
            let old = new.more_cidrs.remove(at);
            if view.subnets(&vpc.id)?.iter().any(|subnet| old.range.contains(&subnet.cidr)) {
                let text = format!(
                    "The vpc CIDR block with association ID {id} is in use by subnets and cannot \
                     be disassociated."
                );
                return Err(refusal("InvalidCidrBlock.InUse", text));
            }
            change.take_turn(view, &vpc.id)?;
            change.put(vpc, new)?;
            Ok(DisassociateVpcCidrBlockResult {
                cidr_block_association: Some(shown(&old, VpcCidrBlockStateCode::Disassociating)),
                vpc_id: text(&*vpc.id),
                ..DisassociateVpcCidrBlockResult::default()
            })
        })
        .await
    }
}

/// A range of a VPC in a state.
pub(super) fn shown(
    of: &Association<Ipv4Net>,
    state: VpcCidrBlockStateCode,
) -> VpcCidrBlockAssociation {
    VpcCidrBlockAssociation {
        association_id: text(&*of.id),
        cidr_block: text(of.range.to_string()),
        cidr_block_state: Some(VpcCidrBlockState { state: Some(state), status_message: None }),
    }
}

fn check_built(cx: &Cx, input: &AssociateVpcCidrBlockRequest) -> Result<()> {
    let fields = [
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
    ];
    refuse_not_built(&fields)
}

/// Whether the VPC can have the range as a further one.
fn check(view: &View, vpc: &Record, range: Ipv4Net) -> Result<()> {
    if !(16..=28).contains(&range.prefix_len()) {
        return Err(refusal("InvalidVpc.Range", format!("The CIDR '{range}' is invalid.")));
    }
    if vpc.ranges().count() >= RANGES_MAX {
        let text = format!(
            "This network {} has met its maximum number of allowed CIDRs: {RANGES_MAX}",
            vpc.id
        );
        return Err(refusal("CidrLimitExceeded", text));
    }
    if let Some(other) = vpc.ranges().find(|other| overlap(*other, range)) {
        let text = format!("The CIDR '{range}' conflicts with the CIDR '{other}' of {}", vpc.id);
        return Err(refusal("InvalidVpc.Conflict", text));
    }
    if let Some(id) = meets_peer(view, vpc, range)? {
        let text =
            format!("The CIDR '{range}' conflicts with a CIDR of the VPC that {id} leads to");
        return Err(refusal("InvalidVpc.Conflict", text));
    }
    if is_restricted(vpc.cidr.range, range) {
        let text = format!(
            "The CIDR '{range}' is restricted. Use a CIDR from the same private \
                            address range as the current VPC CIDR, or use a publicly-routable CIDR."
        );
        return Err(refusal("InvalidVpc.Range", text));
    }
    if view.route_tables(&vpc.id)?.iter().any(|table| is_routed(table, range)) {
        let text =
            format!("The CIDR '{range}' conflicts with a route of a route table of {}", vpc.id);
        return Err(refusal("InvalidCidr.Conflict", text));
    }
    Ok(())
}

/// The connection to a VPC that has addresses of the range.
fn meets_peer(view: &View, vpc: &Record, range: Ipv4Net) -> Result<Option<String>> {
    for connection in peering::of_vpc(view, &vpc.id)? {
        let Some((_, other)) = connection.sides_from(&view.scope, &vpc.id) else { continue };
        let other = peering::vpc_of(view, other)?;
        if other.is_some_and(|other| other.ranges().any(|of| overlap(of, range))) {
            return Ok(Some(connection.id.clone()));
        }
    }
    Ok(None)
}

/// Whether the table has a route for the range or for a part of it: the local route of the
/// range could not be in force beside it.
fn is_routed(table: &route_table::Record, range: Ipv4Net) -> bool {
    table.routes.iter().any(|route| match route.to {
        Destination::Range(IpNet::V4(to)) => range.contains(&to),
        Destination::Range(IpNet::V6(_)) | Destination::PrefixList(_) => false,
    })
}

fn overlap(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// Whether a VPC whose first range is `first` can't have `range` beside it (VPC user guide,
/// "IPv4 CIDR block association restrictions").
fn is_restricted(first: Ipv4Net, range: Ipv4Net) -> bool {
    const TEN: &str = "10.0.0.0/8";
    const SEVENTEEN: &str = "172.16.0.0/12";
    const NINETEEN: &str = "192.168.0.0/16";
    const TESTS: &str = "198.19.0.0/16";
    /// Of no network of anybody: link-local, this network, loopback, multicast and above.
    const NOBODYS: [&str; 4] = ["169.254.0.0/16", "0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"];
    let within = |of: &str| of.parse().is_ok_and(|of: Ipv4Net| of.contains(&first));
    let meets = |of: &&str| of.parse().is_ok_and(|of: Ipv4Net| overlap(of, range));
    let forbidden: &[&str] = if within("10.0.0.0/15") {
        &[SEVENTEEN, NINETEEN, TESTS, "10.0.0.0/16"]
    } else if within(TEN) {
        &[SEVENTEEN, NINETEEN, TESTS]
    } else if within(SEVENTEEN) {
        &[TEN, NINETEEN, TESTS, "172.31.0.0/16"]
    } else if within(NINETEEN) {
        &[TEN, SEVENTEEN, TESTS]
    } else if within(TESTS) {
        &[TEN, SEVENTEEN, NINETEEN]
    } else {
        &[TEN, SEVENTEEN, NINETEEN, TESTS]
    };
    forbidden.iter().chain(&NOBODYS).any(meets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_range_is_of_the_kind_of_the_first() {
        for (first, range, refused) in [
            ("10.1.0.0/16", "10.2.0.0/16", false),
            ("10.1.0.0/16", "10.0.0.0/16", true),
            ("10.1.0.0/16", "100.64.0.0/16", false),
            ("10.9.0.0/16", "10.0.0.0/16", false),
            ("10.9.0.0/16", "172.16.0.0/16", true),
            ("10.9.0.0/16", "192.168.1.0/24", true),
            ("10.9.0.0/16", "198.19.4.0/24", true),
            ("10.9.0.0/16", "198.18.0.0/16", false),
            ("172.20.0.0/16", "172.21.0.0/16", false),
            ("172.20.0.0/16", "172.31.0.0/24", true),
            ("172.20.0.0/16", "10.0.0.0/16", true),
            ("192.168.0.0/24", "192.168.1.0/24", false),
            ("192.168.0.0/24", "172.16.0.0/16", true),
            ("100.64.0.0/16", "100.65.0.0/16", false),
            ("100.64.0.0/16", "10.0.0.0/16", true),
            ("100.64.0.0/16", "198.19.0.0/16", true),
            ("54.0.0.0/16", "192.168.0.0/16", true),
            ("198.19.0.0/24", "198.19.1.0/24", false),
            ("198.19.0.0/24", "10.0.0.0/16", true),
            ("10.9.0.0/16", "169.254.1.0/24", true),
            ("10.9.0.0/16", "127.0.0.0/16", true),
            ("10.9.0.0/16", "224.0.0.0/16", true),
            ("10.9.0.0/16", "0.1.0.0/16", true),
        ] {
            let of = |text: &str| text.parse().unwrap();
            assert_eq!(is_restricted(of(first), of(range)), refused, "{range} beside {first}");
        }
    }
}
