//! What of an endpoint can be changed.

use ferrogate_api::ec2::{IpAddressType, ModifyVpcEndpointRequest};
use ferrogate_records::ec2::vpc;
use ferrogate_records::ec2::vpc_endpoint::{Record, Service};

use super::super::change::Change;
use super::super::view::View;
use super::super::{Result, interface, refuse, refuse_not_built};
use super::{check_private_dns, distinct, is_plain, make, policy, take_turn};

/// What a request asks for.
pub(super) struct Asked {
    id: String,
    add_subnets: Vec<String>,
    remove_subnets: Vec<String>,
    add_groups: Vec<String>,
    remove_groups: Vec<String>,
    private_dns: Option<bool>,
    /// The policy from now on: none lets everything pass.
    policy: Option<Option<String>>,
}

impl Asked {
    pub(super) fn read(input: ModifyVpcEndpointRequest) -> Result<Self> {
        let some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if some(&input.add_route_table_ids) || some(&input.remove_route_table_ids) {
            let text = "Route table IDs are only supported for Gateway type VPC Endpoint.";
            return refuse("InvalidParameter", text);
        }
        let is_v4 = |of: &IpAddressType| *of == IpAddressType::Ipv4;
        refuse_not_built(&[
            ("ipAddressType other than ipv4", !input.ip_address_type.as_ref().is_none_or(is_v4)),
            ("dnsOptions", input.dns_options.as_ref().is_some_and(|of| !is_plain(of))),
            (
                "subnetConfigurations",
                input.subnet_configurations.as_ref().is_some_and(|list| !list.is_empty()),
            ),
        ])?;
        let policy = match (input.reset_policy == Some(true), input.policy_document) {
            (true, Some(_)) => {
                let text = "The parameter PolicyDocument cannot be used with the parameter \
                            ResetPolicy";
                return refuse("InvalidParameterCombination", text);
            }
            (true, None) => Some(None),
            (false, Some(document)) => Some(Some(policy(document)?)),
            (false, None) => None,
        };
        Ok(Self {
            id: input.vpc_endpoint_id,
            add_subnets: distinct(input.add_subnet_ids.unwrap_or_default()),
            remove_subnets: distinct(input.remove_subnet_ids.unwrap_or_default()),
            add_groups: distinct(input.add_security_group_ids.unwrap_or_default()),
            remove_groups: distinct(input.remove_security_group_ids.unwrap_or_default()),
            private_dns: input.private_dns_enabled,
            policy,
        })
    }
}

/// Writes the endpoint as it is asked for, and its interfaces.
pub(super) fn modify(view: &View, change: &mut Change, asked: &Asked) -> Result<()> {
    let endpoint = view.find::<Record>(&asked.id)?;
    let mut next = (**endpoint).clone();
    if let Some(on) = asked.private_dns {
        if on && let Some(service) = Service::of(&next.service) {
            let vpc = view.find::<vpc::Record>(&next.vpc)?;
            check_private_dns(view, &vpc, &next.id, service)?;
        }
        next.private_dns = on;
    }
    if let Some(policy) = &asked.policy {
        next.policy.clone_from(policy);
    }
    take_turn(view, change, &next.vpc)?;
    let leaves = |subnet: &str| asked.remove_subnets.iter().any(|id| id == subnet);
    if let Some(id) =
        asked.remove_subnets.iter().find(|id| !next.places.iter().any(|p| p.subnet == **id))
    {
        let text = format!("The subnet ID '{id}' is not associated with the endpoint {}", next.id);
        return refuse("InvalidParameter", text);
    }
    make::vacate(view, change, next.places.iter().filter(|place| leaves(&place.subnet)))?;
    next.places.retain(|place| !leaves(&place.subnet));
    if !asked.add_groups.is_empty() || !asked.remove_groups.is_empty() {
        let kept = next.groups.iter().filter(|id| !asked.remove_groups.contains(id)).cloned();
        let groups: Vec<_> = distinct(kept.chain(asked.add_groups.clone()).collect());
        if groups.is_empty() {
            let text = "An interface endpoint must have at least one security group.";
            return refuse("InvalidParameter", text);
        }
        next.groups = interface::groups(view, &next.vpc, None, &groups)?;
        make::regroup(view, change, &next.places, &next.groups)?;
    }
    let new: Vec<_> = asked
        .add_subnets
        .iter()
        .filter(|id| !next.places.iter().any(|place| place.subnet == **id))
        .cloned()
        .collect();
    make::occupy(view, change, &mut next, &new)?;
    change.put(&endpoint, next)
}
