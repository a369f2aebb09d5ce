//! Where the rules of load balancers send the traffic of a service, and what sends it elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use ferrogate_records::Scope;
use ferrogate_records::balancer;
use ferrogate_records::ecs::service::{Balanced, Course, RuleAt, WHOLE};
use ferrogate_records::elb::action::{Action, Weighted, What};
use ferrogate_records::elb::{Named, listener, node, target_group};
use ferrogate_state::{Entry, Fault, Snapshot, put};
use ferrogate_store::{Guard, Key, Op, Prefix};

use super::stages::Route;
use crate::host::Sessions;

/// Where traffic goes, and what makes that what a deployment's record says.
#[derive(Debug)]
pub(super) struct Routes {
    pub(super) production: Route,
    pub(super) test: Route,
    /// Listeners as they are, and as they are to become.
    changes: Vec<(Arc<Entry<listener::Record>>, listener::Record)>,
    /// Groups that are forwarded to.
    groups: BTreeMap<Named, Arc<Entry<target_group::Record>>>,
}

impl Default for Routes {
    /// There are none.
    fn default() -> Self {
        let (production, test) = (Route::None, Route::None);
        Self { production, test, changes: vec![], groups: BTreeMap::new() }
    }
}

impl Routes {
    /// Where the traffic of `balanced`, which a deployment on this course shifts, goes.
    ///
    /// # Errors
    /// When a record can't be read.
    pub(super) fn of(
        (all, sessions): (&Snapshot, &Sessions),
        scope: &Scope,
        course: &Course,
        balanced: &[Balanced],
    ) -> Result<Self, Fault> {
        let mut routes = Self::default();
        if !course.way.strategy.shifts() {
            return Ok(routes);
        }
        // One that goes back shifts by the rules of the one that it takes the traffic from.
        let share = |share: u32| if course.back { WHOLE - share } else { share };
        for one in balanced {
            let Some(swap) = &one.swap else { continue };
            let to = share(course.share);
            let mut production = routes.rule(all, scope, &swap.production, one, to)?;
            if production == Route::AsWanted
                && !obeyed(all, sessions, scope, &swap.production, one, to)?
            {
                production = Route::UnderWay;
            }
            worse(&mut routes.production, production);
            if let (Some(test), Some(of)) = (&swap.test, course.test_share) {
                let test = routes.rule(all, scope, test, one, share(of))?;
                worse(&mut routes.test, test);
            }
        }
        Ok(routes)
    }

    fn rule(
        &mut self,
        all: &Snapshot,
        scope: &Scope,
        at: &RuleAt,
        of: &Balanced,
        share: u32,
    ) -> Result<Route, Fault> {
        let gone = || Ok(Route::Blocked(format!("the rule {} does not exist", at.arn(scope))));
        let key = Key::new(at.listener_key(scope))?;
        let known = self.changes.iter().position(|(entry, _)| entry.key == key);
        let known = match known {
            Some(known) => known,
            None => {
                let Some(entry) = all.table::<listener::Record>().get(&key)? else { return gone() };
                let record = (**entry).clone();
                self.changes.push((entry, record));
                self.changes.len() - 1
            }
        };
        let Some(other) = of.swap.as_ref().map(|swap| &swap.other) else { return Ok(Route::None) };
        for named in [&of.group, other] {
            let Some(group) = crate::elb::group(all, scope, named)? else {
                let arn = named.target_group_arn(scope);
                return Ok(Route::Blocked(format!("the target group {arn} does not exist")));
            };
            if group.load_balancer.as_ref() != Some(&at.load_balancer) {
                let arn = named.target_group_arn(scope);
                let why = format!("the target group {arn} is not of the rule's load balancer");
                return Ok(Route::Blocked(why));
            }
            self.groups.insert(named.clone(), group);
        }
        let Some(action) = action(&mut self.changes[known].1, &at.rule) else { return gone() };
        let What::Forward { groups, .. } = &mut action.what else {
            return Ok(Route::Blocked(format!("the rule {} forwards nothing", at.arn(scope))));
        };
        if sends(groups, |one| (one.group == of.group, one.group == *other, one.weight), share) {
            return Ok(Route::AsWanted);
        }
        *groups = weights(&of.group, other, share);
        Ok(Route::Elsewhere)
    }

    /// What sends traffic where it should go.
    pub(super) fn write(&self, guards: &mut Vec<Guard>, ops: &mut Vec<Op>) -> Result<(), Fault> {
        for (entry, record) in &self.changes {
            if entry.doc.record != *record {
                guards.push(entry.unchanged());
                ops.push(put(entry.key.clone(), &entry.doc.with(record.clone()))?);
            }
        }
        // Who deletes a group meanwhile has seen it without the rule.
        for group in self.groups.values() {
            guards.push(group.unchanged());
            ops.push(put(group.key.clone(), &group.doc)?);
        }
        Ok(())
    }
}

fn worse(of: &mut Route, next: Route) {
    let rank = |route: &Route| match route {
        Route::None => 0,
        Route::AsWanted => 1,
        Route::UnderWay => 2,
        Route::Elsewhere => 3,
        Route::Blocked(_) => 4,
    };
    if rank(&next) > rank(of) {
        *of = next;
    }
}

/// The action of a rule, which may be the default one.
fn action<'l>(of: &'l mut listener::Record, rule: &str) -> Option<&'l mut Action> {
    if of.default_rule == rule {
        return Some(&mut of.default_action);
    }
    of.rules.iter_mut().find(|one| one.id == rule).map(|one| &mut one.action)
}

/// Whether all nodes of the rule's load balancer do what the rule says.
fn obeyed(
    all: &Snapshot,
    sessions: &Sessions,
    scope: &Scope,
    at: &RuleAt,
    of: &Balanced,
    share: u32,
) -> Result<bool, Fault> {
    let Some(other) = of.swap.as_ref().map(|swap| swap.other.target_group_arn(scope)) else {
        return Ok(true);
    };
    let (own, rule) = (of.group.target_group_arn(scope), at.arn(scope));
    let prefix = Prefix::new(node::prefix(scope, &at.load_balancer))?;
    for node in all.table::<node::Record>().list(&prefix)? {
        let rules = node.node.listeners.iter().flat_map(|listener| &listener.rules);
        let told = rules.filter(|one| one.arn == rule).any(|one| match &one.action {
            balancer::Action::Forward { groups, .. } => {
                sends(groups, |one| (one.group == own, one.group == other, one.weight), share)
            }
            balancer::Action::Redirect(_) | balancer::Action::FixedResponse(_) => false,
        });
        let report = sessions.balancers.latest(&node.node.id);
        // One that serves nothing yet sends nothing either.
        let obeys = report.is_some_and(|of| [0, node.modify.0].contains(&of.generation));
        if !told || !obeys {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether these weights send the own group that share, the other one the rest, and nobody else
/// anything. Both must be named: the targets of a group that no rule names are not checked.
fn sends<G>(groups: &[G], of: impl Fn(&G) -> (bool, bool, u32), share: u32) -> bool {
    let all: Vec<_> = groups.iter().map(of).collect();
    let weight = |is: fn(&(bool, bool, u32)) -> bool| {
        all.iter().find(|one| is(one)).map(|one| u64::from(one.2))
    };
    let (Some(own), Some(other)) = (weight(|one| one.0), weight(|one| one.1)) else {
        return false;
    };
    let sum: u64 = all.iter().map(|one| u64::from(one.2)).sum();
    sum > 0 && own + other == sum && own * u64::from(WHOLE) == sum * u64::from(share)
}

/// The weights for a share in tenths of a percent. A weight is 999 at most.
fn weights(own: &Named, other: &Named, share: u32) -> Vec<Weighted> {
    let by = if share.is_multiple_of(10) { 10 } else { 1 };
    let one = |group: &Named, weight| Weighted { group: group.clone(), weight };
    vec![one(own, share / by), one(other, (WHOLE - share) / by)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sends(groups: &[Weighted], own: &Named, other: &Named, share: u32) -> bool {
        let of = |one: &Weighted| (one.group == *own, one.group == *other, one.weight);
        super::sends(groups, of, share)
    }

    fn named(name: &str) -> Named {
        Named { name: name.into(), id: "0".into() }
    }

    #[test]
    fn each_share_has_weights_that_a_rule_can_have_and_that_are_recognised() {
        let (own, other) = (named("own"), named("other"));
        for share in 0..=WHOLE {
            let groups = weights(&own, &other, share);
            assert!(groups.iter().all(|one| one.weight <= 999), "{share}");
            for asked in 0..=WHOLE {
                assert_eq!(sends(&groups, &own, &other, asked), asked == share, "{share} {asked}");
            }
        }
    }

    #[test]
    fn weights_are_what_they_send_and_not_what_they_are_written_as() {
        let (own, other) = (named("own"), named("other"));
        let of = |own_weight, other_weight| {
            let mut groups = weights(&own, &other, 0);
            (groups[0].weight, groups[1].weight) = (own_weight, other_weight);
            groups
        };
        assert!(sends(&of(0, 1), &own, &other, 0));
        assert!(sends(&of(7, 0), &own, &other, WHOLE));
        assert!(sends(&of(1, 3), &own, &other, 250));
        assert!(!sends(&of(0, 0), &own, &other, 0), "nobody gets anything");
        assert!(!sends(&of(0, 1)[1..], &own, &other, 0), "its targets would not be checked");
        let mut third = of(0, 1);
        third.push(Weighted { group: named("third"), weight: 1 });
        assert!(!sends(&third, &own, &other, 0));
        third[2].weight = 0;
        assert!(sends(&third, &own, &other, 0));
    }
}
