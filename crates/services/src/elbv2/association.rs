//! Which load balancer forwards to a target group. The listeners say it; the group's record names
//! the load balancer that was last allowed to. Who names a group in an action writes the group,
//! so that it is not deleted at the same moment, and not taken by two load balancers.

use std::sync::Arc;

use ferrogate_api::elbv2::Error;
use ferrogate_records::elb::{Named, load_balancer, target_group};
use ferrogate_state::Entry;

use super::Result;
use super::change::Change;
use super::view::View;

/// The load balancer that forwards to the group.
pub(super) fn user(view: &View, group: &target_group::Record) -> Result<Option<Named>> {
    let Some(of) = &group.load_balancer else { return Ok(None) };
    let uses = view.listeners(of)?.iter().any(|one| one.groups().any(|g| *g == group.named));
    Ok(uses.then(|| of.clone()))
}

/// Lets the load balancer forward to these groups.
///
/// # Errors
/// AWS's, when another one does already.
pub(super) fn allow(
    view: &View,
    change: &mut Change,
    of: &load_balancer::Record,
    groups: &[Arc<Entry<target_group::Record>>],
) -> Result<()> {
    let mut taken = vec![];
    for group in groups {
        if user(view, group)?.is_some_and(|user| user != of.named) {
            taken.push(group.arn());
        }
    }
    if !taken.is_empty() {
        let text = format!(
            "The following target groups cannot be associated with more than one load balancer: {}",
            taken.join(", ")
        );
        return Err(Error::target_group_association_limit(text).into());
    }
    for group in groups {
        let load_balancer = Some(of.named.clone());
        change.put(group, target_group::Record { load_balancer, ..(***group).clone() })?;
    }
    Ok(())
}
