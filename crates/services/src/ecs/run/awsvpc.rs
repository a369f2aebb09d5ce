//! Where a task's interface goes: subnets and groups of one VPC.

use std::sync::Arc;

use ferrogate_records::ec2::{group, subnet};
use ferrogate_records::ecs::task::Network;
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::Key;

use super::super::{Result, fault};
use super::invalid;

/// Most subnets and groups of a task (API model, `AwsVpcConfiguration`).
const SUBNETS_MAX: usize = 16;
const GROUPS_MAX: usize = 5;

/// The network that is asked for; without groups, the default one of the VPC.
pub(super) fn network(
    state: &Snapshot,
    scope: &Scope,
    subnets: &[String],
    groups: &[String],
) -> Result<Network> {
    if subnets.is_empty() {
        return Err(invalid("subnets can not be empty."));
    }
    if subnets.len() > SUBNETS_MAX {
        return Err(invalid("subnets can have at most 16 items."));
    }
    if groups.len() > GROUPS_MAX {
        return Err(invalid("securityGroups can have at most 5 items."));
    }
    let subnets = each(subnets, |id| subnet_of(state, scope, id))?;
    let Some((first, rest)) = subnets.split_first() else {
        return Err(invalid("subnets can not be empty."));
    };
    if rest.iter().any(|other| other.vpc != first.vpc) {
        return Err(invalid("All subnets must belong to the same VPC."));
    }
    let mut groups: Vec<String> = each(groups, |id| group_of(state, scope, &first.vpc, id))?;
    if groups.is_empty() {
        groups.push(default_group(state, scope, &first.vpc)?);
    }
    let zones = subnets.iter().map(|subnet| subnet.zone.clone()).collect();
    let subnets = subnets.iter().map(|subnet| subnet.id.clone()).collect();
    Ok(Network { subnets, zones, security_groups: groups, public_address: false })
}

/// What is made of each id; one that is given twice counts once.
fn each<T>(ids: &[String], of: impl Fn(&str) -> Result<T>) -> Result<Vec<T>> {
    let mut seen: Vec<&String> = vec![];
    let mut all = vec![];
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
            all.push(of(id)?);
        }
    }
    Ok(all)
}

fn subnet_of(state: &Snapshot, scope: &Scope, id: &str) -> Result<Arc<Entry<subnet::Record>>> {
    get(state, &subnet::key(scope, id))?.ok_or_else(|| {
        invalid(format!(
            "Error retrieving subnet information for [{id}]: The subnet ID '{id}' does not exist \
             (ErrorCode: InvalidSubnetID.NotFound)"
        ))
    })
}

fn group_of(state: &Snapshot, scope: &Scope, vpc: &str, id: &str) -> Result<String> {
    match get::<group::Record>(state, &group::key(scope, id))? {
        Some(group) if group.vpc == vpc => Ok(group.id.clone()),
        Some(_) => Err(invalid(format!(
            "Security group {id} does not appear to belong to the same VPC as the input subnets."
        ))),
        None => Err(invalid(format!(
            "Error retrieving security group information for [{id}]: The security group '{id}' \
             does not exist (ErrorCode: InvalidGroup.NotFound)"
        ))),
    }
}

fn default_group(state: &Snapshot, scope: &Scope, vpc: &str) -> Result<String> {
    let of = (scope.clone(), vpc.to_owned());
    let groups = state.table::<group::Record>();
    let mut of_vpc = groups.by::<group::OfVpc>(&of).map_err(fault)?;
    let found = of_vpc.find(|group| group.is_default()).map(|group| group.id.clone());
    found.ok_or_else(|| invalid(format!("The VPC '{vpc}' is being deleted.")))
}

/// The record under a key that users' ids are part of: what can't be a key is not there.
fn get<T: Kind>(state: &Snapshot, key: &str) -> Result<Option<Arc<Entry<T>>>> {
    let Ok(key) = Key::new(key) else { return Ok(None) };
    state.table::<T>().get(&key).map_err(fault)
}
