//! The target groups that tasks of a service are registered with.

use std::sync::Arc;

use ferrogate_api::ecs::{AdvancedConfiguration, Error, LoadBalancer};
use ferrogate_api::{Cx, Protocol, access};
use ferrogate_auth::Ask;
use ferrogate_records::Scope;
use ferrogate_records::ecs::service::revision::Record as Revision;
use ferrogate_records::ecs::service::{Balanced, Record, RuleAt, Strategy, Swap};
use ferrogate_records::elb::action::What;
use ferrogate_records::elb::{Named, listener, target_group};
use ferrogate_state::Entry;
use ferrogate_store::{Guard, Prefix};

use super::super::{Ecs, Result, fault, key};
use super::invalid;

/// Target groups of a service (ECS service quotas).
const GROUPS_MAX: usize = 5;
/// Who acts with the role that is given for shifting traffic.
const PASSED_TO: &str = "ecs.amazonaws.com";

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
    pub(super) fn balanced(
        &self,
        cx: &Cx,
        service: &Record,
        asked: &[LoadBalancer],
    ) -> Result<Found> {
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
            let group = self.balancing_group(&service.scope, arn)?;
            let mut balanced =
                Balanced { group: group.named.clone(), container, port, given: None, swap: None };
            if let Some(advanced) = &one.advanced_configuration {
                let (swap, other) = self.swap(cx, &service.scope, &group, advanced)?;
                balanced.swap = Some(swap);
                found.groups.push(other);
            }
            if found.of.iter().any(|other| other.group == balanced.group) {
                return Err(invalid(format!("The target group {arn} is named more than once.")));
            }
            found.of.push(balanced);
            found.groups.push(group);
        }
        Ok(found)
    }

    /// The group with this ARN, which a load balancer forwards to.
    fn balancing_group(
        &self,
        scope: &Scope,
        arn: &str,
    ) -> Result<Arc<Entry<target_group::Record>>> {
        let missing = || invalid(format!("The specified target group does not exist: {arn}"));
        let group = self.target_group(scope, arn)?.ok_or_else(missing)?;
        match self.is_forwarded_to(&group)? {
            true => Ok(group),
            false => Err(invalid(format!(
                "The target group with targetGroupArn {arn} does not have an associated load \
                 balancer."
            ))),
        }
    }

    /// How traffic is shifted from `group` to another one, and that one.
    fn swap(
        &self,
        cx: &Cx,
        scope: &Scope,
        group: &target_group::Record,
        asked: &AdvancedConfiguration,
    ) -> Result<(Swap, Arc<Entry<target_group::Record>>)> {
        let given = |text: &Option<String>, name: &str| {
            let given = text.clone().filter(|text| !text.is_empty());
            given.ok_or_else(|| invalid(format!("{name} can not be blank.")))
        };
        let alternate = given(&asked.alternate_target_group_arn, "alternateTargetGroupArn")?;
        let other = self.balancing_group(scope, &alternate)?;
        if other.named == group.named {
            return Err(invalid("alternateTargetGroupArn must be another than targetGroupArn."));
        }
        if other.load_balancer != group.load_balancer {
            let text = "The target groups of a load balancer's advancedConfiguration must be of \
                        the same load balancer.";
            return Err(invalid(text));
        }
        let production = given(&asked.production_listener_rule, "productionListenerRule")?;
        let production = self.rule(scope, &production, group)?;
        let test = asked.test_listener_rule.as_ref().filter(|arn| !arn.is_empty());
        let test = test.map(|arn| self.rule(scope, arn, group)).transpose()?;
        if test.as_ref() == Some(&production) {
            let text = "testListenerRule must be another than productionListenerRule.";
            return Err(invalid(text));
        }
        let role = asked.role_arn.clone().filter(|role| !role.is_empty());
        if let Some(role) = &role {
            let ask = Ask::new("iam:PassRole", role.clone()).with("iam:PassedToService", PASSED_TO);
            cx.may(&[ask]).map_err(|no| Error::from(access::denied(&no, Protocol::Json11)))?;
        }
        let swap = Swap { other: other.named.clone(), production, test, role };
        Ok((swap, other))
    }

    /// The rule with this ARN, which forwards by the load balancer of the group.
    fn rule(&self, scope: &Scope, arn: &str, of: &target_group::Record) -> Result<RuleAt> {
        let missing = || invalid(format!("The specified listener rule does not exist: {arn}"));
        let at = RuleAt::of_arn(scope, arn).ok_or_else(missing)?;
        let listener = key(at.listener_key(scope)).map_err(|_| missing())?;
        let found = self.state.table::<listener::Record>().get(&listener).map_err(fault)?;
        let found = found.ok_or_else(missing)?;
        let action = match found.default_rule == at.rule {
            true => Some(&found.default_action),
            false => found.rules.iter().find(|rule| rule.id == at.rule).map(|rule| &rule.action),
        };
        let action = action.ok_or_else(missing)?;
        if !matches!(action.what, What::Forward { .. }) {
            return Err(invalid(format!("The listener rule {arn} has no forward action.")));
        }
        if of.load_balancer.as_ref() != Some(&at.load_balancer) {
            let text = "is not of the load balancer that forwards to the target group";
            return Err(invalid(format!("The listener rule {arn} {text}.")));
        }
        Ok(at)
    }

    /// The groups that tasks of the next revision are registered with: those that the revision
    /// before doesn't use, when traffic is to be shifted, and else those that it uses.
    pub(super) fn turned(&self, service: &Record, asked: &[Balanced]) -> Result<Vec<Balanced>> {
        let shifts = service.shifting.strategy.shifts();
        let source = service.source();
        let base = source.or(service.completed.as_ref()).or(service.primary());
        let base = base.map(|base| self.revision(service, &base.number)).transpose()?.flatten();
        let before = base.as_ref().map_or(&[][..], |base| &base.balancers);
        let mut turned = asked.to_vec();
        for one in &mut turned {
            let used = before.iter().find(|old| is_of(one, old));
            match used {
                Some(old) if shifts && source.is_some() => {
                    if old.group == one.group {
                        one.turn();
                    }
                }
                None if shifts && source.is_some() => {
                    return Err(Error::not_built(
                        "A deployment that shifts traffic between target groups of which the \
                         revision before uses none is not built yet: deploy with ROLLING first.",
                    )
                    .into());
                }
                Some(old) if old.group != one.group => match one.swap {
                    Some(_) => one.turn(),
                    None => one.given = Some(std::mem::replace(&mut one.group, old.group.clone())),
                },
                Some(_) | None => {}
            }
        }
        Ok(turned)
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

/// Whether the group of a revision before is one of the two that are asked for, or stands for it.
fn is_of(asked: &Balanced, old: &Balanced) -> bool {
    let pair = |of: &Balanced| {
        let other = of.swap.as_ref().map(|swap| swap.other.clone()).or(of.given.clone());
        [Some(of.group.clone()), other]
    };
    pair(asked).contains(&Some(old.group.clone())) || pair(old).contains(&Some(asked.group.clone()))
}

/// Whether traffic can be shifted, if it is to be.
pub(super) fn check_shifts(service: &Record, of: &[Balanced]) -> Result<()> {
    let name = match service.shifting.strategy {
        Strategy::Rolling => return Ok(()),
        Strategy::BlueGreen => "blue/green",
        Strategy::Linear { .. } => "linear",
        Strategy::Canary { .. } => "canary",
    };
    if of.iter().all(|one| one.swap.is_some()) {
        return Ok(());
    }
    Err(Error::client(format!(
        "advancedConfiguration field is required for all loadBalancers when using the {name} \
         deployment strategy"
    ))
    .into())
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
    match one.load_balancer_name.as_ref().is_some_and(|name| !name.is_empty()) {
        true => {
            Err(Error::not_built("loadBalancerName of a load balancer is not built yet.").into())
        }
        false => Ok(()),
    }
}
