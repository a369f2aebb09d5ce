//! The target groups that tasks of a service are registered with.

use std::sync::Arc;

use ferrogate_api::ecs::{Error, LoadBalancer};
use ferrogate_records::Scope;
use ferrogate_records::ecs::service::revision::Record as Revision;
use ferrogate_records::ecs::service::{Balanced, Record};
use ferrogate_records::elb::{Named, listener, target_group};
use ferrogate_state::Entry;
use ferrogate_store::{Guard, Prefix};

use super::super::{Ecs, Result, fault, key};
use super::invalid;

/// Target groups of a service (ECS service quotas).
const GROUPS_MAX: usize = 5;

/// What is asked for, and the groups as they were seen.
pub(super) struct Found {
    pub(super) of: Vec<Balanced>,
    groups: Vec<Arc<Entry<target_group::Record>>>,
}

impl Found {
    /// Holds as long as the groups are as they were seen.
    pub(super) fn guard(&self, guards: &mut Vec<Guard>) {
        guards.extend(self.groups.iter().map(|group| group.unchanged()));
    }
}

impl Ecs {
    /// The groups that a request names, each of which a load balancer forwards to.
    pub(super) fn balanced(&self, service: &Record, asked: &[LoadBalancer]) -> Result<Found> {
        if asked.len() > GROUPS_MAX {
            return Err(invalid(format!("load balancers can have at most {GROUPS_MAX} items.")));
        }
        let mut found = Found { of: vec![], groups: vec![] };
        for one in asked {
            refuse_unbuilt(one)?;
            let arn = one.target_group_arn.as_deref().unwrap_or_default();
            if arn.is_empty() {
                return Err(invalid("targetGroupArn can not be blank."));
            }
            let container = one.container_name.clone().unwrap_or_default();
            if container.is_empty() {
                return Err(invalid("containerName can not be blank."));
            }
            let port = one.container_port.and_then(|port| u16::try_from(port).ok());
            let Some(port) = port.filter(|port| *port > 0) else {
                return Err(invalid("containerPort can not be blank."));
            };
            let missing = || invalid(format!("The specified target group does not exist: {arn}"));
            let group = self.target_group(&service.scope, arn)?.ok_or_else(missing)?;
            if !self.is_forwarded_to(&group)? {
                return Err(invalid(format!(
                    "The target group with targetGroupArn {arn} does not have an associated load \
                     balancer."
                )));
            }
            let balanced = Balanced { group: group.named.clone(), container, port };
            if found.of.iter().any(|other| other.group == balanced.group) {
                return Err(invalid(format!("The target group {arn} is named more than once.")));
            }
            found.of.push(balanced);
            found.groups.push(group);
        }
        Ok(found)
    }

    fn target_group(
        &self,
        scope: &Scope,
        arn: &str,
    ) -> Result<Option<Arc<Entry<target_group::Record>>>> {
        let mut parts = arn.rsplit('/');
        let (Some(id), Some(name)) = (parts.next(), parts.next()) else { return Ok(None) };
        let named = Named { name: name.to_owned(), id: id.to_owned() };
        let Ok(at) = key(target_group::key(scope, &named.name)) else { return Ok(None) };
        let found = self.state.table::<target_group::Record>().get(&at).map_err(fault)?;
        // The whole ARN: one of another region or account names nothing here.
        Ok(found.filter(|group| group.arn() == arn))
    }

    /// Whether a listener forwards to the group.
    fn is_forwarded_to(&self, group: &target_group::Record) -> Result<bool> {
        let Some(of) = &group.load_balancer else { return Ok(false) };
        let prefix = Prefix::new(listener::prefix(&group.scope, of)).map_err(fault)?;
        let listeners = self.state.table::<listener::Record>().list(&prefix).map_err(fault)?;
        Ok(listeners.iter().any(|one| one.groups().any(|named| *named == group.named)))
    }
}

/// Whether the containers of a revision have the ports that load balancers forward to.
pub(super) fn check_containers(of: &Revision) -> Result<()> {
    for one in &of.balancers {
        let name = &one.container;
        let Some(container) = of.spec.containers.iter().find(|c| c.name == *name) else {
            let text = format!("The container {name} does not exist in the task definition.");
            return Err(invalid(text));
        };
        if !container.ports.contains(&one.port) {
            let port = one.port;
            let text =
                format!("The container {name} did not have a container port {port} defined.");
            return Err(invalid(text));
        }
    }
    Ok(())
}

fn refuse_unbuilt(one: &LoadBalancer) -> Result<()> {
    let given = [
        ("loadBalancerName", one.load_balancer_name.as_ref().is_some_and(|name| !name.is_empty())),
        ("advancedConfiguration", one.advanced_configuration.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::not_built(format!("{field} of a load balancer is not built yet.")).into())
        }
        None => Ok(()),
    }
}
