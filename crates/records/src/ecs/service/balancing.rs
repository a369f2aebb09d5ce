//! Tasks of a service that load balancers forward to.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::elb::{Named, SERVICE, listener};

/// A target group that tasks of a service are registered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balanced {
    /// The group.
    pub group: Named,
    /// The container that answers.
    pub container: String,
    /// Its port.
    pub port: u16,
    /// The group that was asked for, when tasks are registered with the other one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Named>,
    /// How its traffic is shifted; part of revisions, and of no task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swap: Option<Swap>,
}

impl Balanced {
    /// As tasks have it, which are registered and know nothing of rules.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { given: None, swap: None, ..self.clone() }
    }

    /// As it was asked for, whichever of the two groups is used.
    #[must_use]
    pub fn as_asked(&self) -> Self {
        let Some(given) = &self.given else { return self.clone() };
        let mut asked = Self { group: given.clone(), given: None, ..self.clone() };
        if let Some(swap) = asked.swap.as_mut().filter(|swap| swap.other == *given) {
            swap.other = self.group.clone();
        }
        asked
    }

    /// Lets tasks be registered with the other of the two groups.
    pub fn turn(&mut self) {
        let Some(swap) = &mut self.swap else { return };
        let asked = self.given.take().unwrap_or_else(|| self.group.clone());
        std::mem::swap(&mut self.group, &mut swap.other);
        self.given = Some(asked).filter(|asked| *asked != self.group);
    }
}

/// How traffic comes to one of two groups (API model, `AdvancedConfiguration`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// The group of the other set of tasks.
    pub other: Named,
    /// The rule whose traffic is shifted.
    pub production: RuleAt,
    /// The rule that sends test traffic to new tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<RuleAt>,
    /// The role that was given for it: an ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A rule of a listener.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleAt {
    /// The load balancer.
    pub load_balancer: Named,
    /// The listener's number.
    pub listener: String,
    /// The rule's number.
    pub rule: String,
}

impl RuleAt {
    /// The rule with this ARN, if it is one of an application load balancer in `scope`.
    #[must_use]
    pub fn of_arn(scope: &Scope, arn: &str) -> Option<Self> {
        let parts: Vec<_> = arn.rsplitn(5, '/').collect();
        let [rule, listener, id, name, _] = parts[..] else { return None };
        let load_balancer = Named { name: name.to_owned(), id: id.to_owned() };
        let of = Self { load_balancer, listener: listener.to_owned(), rule: rule.to_owned() };
        (of.arn(scope) == arn).then_some(of)
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self, scope: &Scope) -> String {
        let (app, listener, rule) = (self.load_balancer.app(), &self.listener, &self.rule);
        scope.arn(SERVICE, &format!("listener-rule/{app}/{listener}/{rule}"))
    }

    /// The key of its listener.
    #[must_use]
    pub fn listener_key(&self, scope: &Scope) -> String {
        listener::key(scope, &self.load_balancer, &self.listener)
    }
}

/// The targets of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balancing {
    /// The groups; not empty.
    pub groups: Vec<Balanced>,
    /// Where they are in their life.
    pub stage: Stage,
}

/// Where the targets of a task are in their life. They move on together, and never back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// They are registered once the task is about to run.
    Waiting,
    /// They are registered.
    Registered,
    /// They were deregistered; the task goes on until then, for requests that are open.
    Draining {
        /// When it is over.
        until: TimestampMs,
    },
    /// Nothing of them holds the task.
    Over,
}

impl Balancing {
    /// Those of a task that starts.
    #[must_use]
    pub fn new(groups: Vec<Balanced>) -> Option<Self> {
        (!groups.is_empty()).then_some(Self { groups, stage: Stage::Waiting })
    }

    /// Whether requests may still be sent to the task, so it must not end yet.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.stage, Stage::Registered | Stage::Draining { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Named {
        Named { name: name.into(), id: "0123456789abcdef".into() }
    }

    #[test]
    fn the_groups_take_turns_and_what_was_asked_for_stays_known() {
        let scope = Scope::new("000000000000".parse().unwrap(), "r");
        let rule = RuleAt { load_balancer: named("lb"), listener: "a".into(), rule: "b".into() };
        assert_eq!(RuleAt::of_arn(&scope, &rule.arn(&scope)), Some(rule.clone()));
        assert_eq!(RuleAt::of_arn(&scope, "arn:aws:x/1/2/3/4"), None);
        assert_eq!(RuleAt::of_arn(&scope, ""), None);
        let swap = Swap { other: named("green"), production: rule, test: None, role: None };
        let asked = Balanced {
            group: named("blue"),
            container: "main".into(),
            port: 80,
            given: None,
            swap: Some(swap),
        };
        let mut turned = asked.clone();
        turned.turn();
        assert_eq!((&*turned.group.name, turned.as_asked()), ("green", asked.clone()));
        turned.turn();
        assert_eq!(turned, asked);
    }
}
