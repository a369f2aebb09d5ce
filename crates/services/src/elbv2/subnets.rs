//! Where a load balancer is to be, and which groups its interfaces are in.

use std::collections::BTreeSet;
use std::sync::Arc;

use ferrogate_api::elbv2::{Error, SubnetMapping};
use ferrogate_records::ec2::{group, internet_gateway, subnet};
use ferrogate_records::kind::Index;
use ferrogate_state::Entry;

use super::view::View;
use super::{Result, fault, invalid, not_built};

/// Groups of an interface (VPC user guide, "Amazon VPC quotas").
const GROUPS_MAX: usize = 5;

/// The subnets that a request names, in one of two ways.
pub(super) fn asked(
    subnets: Option<Vec<String>>,
    mappings: Option<Vec<SubnetMapping>>,
) -> Result<Vec<String>> {
    let (subnets, mappings) = (subnets.unwrap_or_default(), mappings.unwrap_or_default());
    if !subnets.is_empty() && !mappings.is_empty() {
        return invalid("You must specify either subnets or subnet mappings, but not both");
    }
    let mut ids = subnets;
    for mapping in mappings {
        if mapping.allocation_id.is_some() {
            return Err(Error::new(
                "InvalidConfigurationRequest",
                "Elastic IPs are not supported for load balancers with type 'application'",
            )
            .into());
        }
        if mapping.private_ipv4_address.is_some() {
            return invalid(
                "You can only specify private IPv4 addresses for Network Load Balancers with \
                 scheme 'internal'.",
            );
        }
        if mapping.ipv6_address.is_some() || mapping.source_nat_ipv6_prefix.is_some() {
            return not_built("IPv6");
        }
        ids.push(mapping.subnet_id.unwrap_or_default());
    }
    Ok(ids)
}

/// The subnets with these ids: two at least, of one VPC, each in a zone of its own.
pub(super) fn find(view: &View, ids: &[String]) -> Result<Vec<Arc<Entry<subnet::Record>>>> {
    let mut found: Vec<Arc<Entry<subnet::Record>>> = vec![];
    let mut missing = vec![];
    for id in ids {
        match view.asked::<subnet::Record>(subnet::key(&view.scope, id))? {
            Some(one) if found.iter().any(|other| other.id == one.id) => {
                return configuration(
                    "A subnet cannot be specified more than once for a load balancer",
                );
            }
            Some(one) => found.push(one),
            None => missing.push(id.as_str()),
        }
    }
    if !missing.is_empty() {
        let (noun, verb) = if missing.len() == 1 { ("ID", "does") } else { ("IDs", "do") };
        let text = format!("The subnet {noun} '{}' {verb} not exist", missing.join(", "));
        return Err(Error::subnet_not_found(text).into());
    }
    if found.iter().any(|one| one.vpc != found[0].vpc) {
        return configuration("All subnets must belong to the same VPC");
    }
    let zones: BTreeSet<_> = found.iter().map(|one| &one.zone).collect();
    if zones.len() < found.len() {
        return configuration(
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        );
    }
    if zones.len() < 2 {
        return invalid(
            "At least two subnets in two different Availability Zones must be specified",
        );
    }
    Ok(found)
}

/// Refuses a VPC without a way to the internet for a load balancer that faces it.
pub(super) fn check_internet(view: &View, vpc: &str) -> Result<()> {
    let all = view.all::<internet_gateway::Record>()?;
    let of = |gateway: &internet_gateway::Record| internet_gateway::OfVpc::value(gateway);
    if all.iter().filter_map(|gateway| of(gateway)).any(|(_, of)| of == vpc) {
        return Ok(());
    }
    Err(Error::invalid_subnet(format!("VPC {vpc} has no internet gateway")).into())
}

/// The groups that a request names, or the VPC's default one when it names none.
pub(super) fn groups(view: &View, vpc: &str, asked: &[String]) -> Result<Vec<String>> {
    if asked.is_empty() {
        let of = (view.scope.clone(), vpc.to_owned());
        let table = view.snapshot().table::<group::Record>();
        let mut all = table.by::<group::OfVpc>(&of).map_err(fault)?;
        let default = all.find(|one| one.is_default()).map(|one| one.id.clone());
        return Ok(default.into_iter().collect());
    }
    let mut groups: Vec<String> = vec![];
    for id in asked {
        let found = view.asked::<group::Record>(group::key(&view.scope, id))?;
        let Some(found) = found else {
            let text = format!("The security group '{id}' does not exist");
            return Err(Error::invalid_security_group(text).into());
        };
        if found.vpc != vpc {
            let text = "One or more security groups are invalid: they do not belong to the VPC \
                        of the load balancer";
            return configuration(text);
        }
        if !groups.contains(id) {
            groups.push(id.clone());
        }
    }
    if groups.len() > GROUPS_MAX {
        return configuration(&format!(
            "A load balancer can have at most {GROUPS_MAX} security groups"
        ));
    }
    Ok(groups)
}

fn configuration<T>(text: &str) -> Result<T> {
    Err(Error::invalid_configuration_request(text).into())
}
