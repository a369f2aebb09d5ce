//! What a role has used, by the events of its calls, and the policy that comes to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::denied::{Denied, statement};

/// Questions that the trail keeps of one call; one that has as many may have had more.
const ASKS_MAX: usize = 32;

/// What was used.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// The resources of each action.
    actions: BTreeMap<String, BTreeSet<String>>,
    /// What was refused, with how often.
    pub(super) refused: BTreeMap<(String, String), u64>,
    /// Calls that are told.
    pub(super) calls: u64,
    /// Calls of which the trail may not have kept all.
    pub(super) cut: u64,
}

impl Used {
    /// Takes an event of the trail, if it is of this role or user.
    pub(super) fn take(&mut self, event: &Value, principal: &str) {
        let who = &event["userIdentity"];
        let issuer = &who["sessionContext"]["sessionIssuer"]["arn"];
        if issuer != principal && who["arn"] != principal {
            return;
        }
        self.calls += 1;
        let allowed = event["additionalEventData"]["allowed"].as_array();
        let allowed = allowed.map(Vec::as_slice).unwrap_or_default();
        self.cut += u64::from(allowed.len() >= ASKS_MAX);
        for one in allowed {
            if let (Some(action), Some(resource)) =
                (one["action"].as_str(), one["resource"].as_str())
            {
                let resources = self.actions.entry(action.to_owned()).or_default();
                resources.insert(resource.to_owned());
            }
        }
        let message = event["errorMessage"].as_str().unwrap_or_default();
        if let Some(denied) = Denied::read(message) {
            *self.refused.entry((denied.action, denied.resource)).or_default() += 1;
        }
    }

    /// Whether a policy comes of it.
    pub(super) fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// Each action, sorted.
    pub(super) fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// The policy: of each service a statement for each set of resources, so that no action gets
    /// a resource that another was used with.
    pub(super) fn policy(&self) -> Value {
        let mut statements: BTreeMap<(&str, BTreeSet<&str>), Vec<&str>> = BTreeMap::new();
        for (action, resources) in &self.actions {
            let service = action.split(':').next().unwrap_or_default();
            // What was asked about everything can't be allowed of less.
            let resources = match resources.contains("*") {
                true => BTreeSet::from(["*"]),
                false => resources.iter().map(String::as_str).collect(),
            };
            statements.entry((service, resources)).or_default().push(action);
        }
        let mut statements: Vec<_> = statements.into_iter().collect();
        statements.sort_by(|((one, _), first), ((other, _), second)| {
            one.cmp(other).then_with(|| first.cmp(second))
        });
        let of = |((_, resources), actions): &((&str, BTreeSet<&str>), Vec<&str>)| {
            statement(actions, &resources.iter().copied().collect::<Vec<_>>())
        };
        json!({"Version": "2012-10-17", "Statement": statements.iter().map(of).collect::<Vec<_>>()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::1:role/app";

    fn event(issuer: &str, allowed: &[(&str, &str)]) -> Value {
        let one =
            |(action, resource): &(&str, &str)| json!({"action": action, "resource": resource});
        json!({
            "userIdentity": {
                "arn": "arn:aws:sts::1:assumed-role/app/work",
                "sessionContext": {"sessionIssuer": {"arn": issuer}},
            },
            "additionalEventData": {"allowed": allowed.iter().map(one).collect::<Vec<_>>()},
        })
    }

    fn used(events: &[Value]) -> Used {
        let mut used = Used::default();
        events.iter().for_each(|event| used.take(event, ROLE));
        used
    }

    #[test]
    fn a_policy_is_as_narrow_as_what_was_used_and_the_same_in_any_order() {
        let mut events = vec![
            event(ROLE, &[("ssm:GetParameter", "arn:p/b")]),
            event(ROLE, &[("ecs:ListClusters", "*"), ("ecs:DescribeClusters", "arn:c/a")]),
            event(ROLE, &[("ssm:GetParameter", "arn:p/a"), ("ssm:PutParameter", "arn:p/a")]),
            event(ROLE, &[("ecs:UpdateCluster", "arn:c/a"), ("ecs:ListTasks", "*")]),
            event(ROLE, &[("ecs:ListTasks", "arn:c/a"), ("ssm:GetParameter", "arn:p/b")]),
            event("arn:aws:iam::1:role/other", &[("iam:CreateUser", "*")]),
        ];
        let expected = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["ecs:DescribeClusters", "ecs:UpdateCluster"], "Resource": "arn:c/a"},
            {"Effect": "Allow", "Action": ["ecs:ListClusters", "ecs:ListTasks"], "Resource": "*"},
            {"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": ["arn:p/a", "arn:p/b"]},
            {"Effect": "Allow", "Action": "ssm:PutParameter", "Resource": "arn:p/a"},
        ]});
        assert_eq!(used(&events).policy(), expected);
        events.reverse();
        assert_eq!(used(&events).policy(), expected);
    }

    #[test]
    fn what_was_refused_is_counted_and_not_allowed() {
        let mut refused = event(ROLE, &[]);
        refused["errorMessage"] = json!(
            "User: arn:aws:sts::1:assumed-role/app/work is not authorized to perform: ecs:RunTask \
             on resource: * because no identity-based policy allows the ecs:RunTask action"
        );
        let used = used(&[refused.clone(), refused]);
        assert!(used.is_empty() && used.calls == 2);
        assert_eq!(used.refused[&("ecs:RunTask".into(), "*".into())], 2);
    }

    #[test]
    fn events_of_other_shapes_say_nothing() {
        let mut used = used(&[json!(null), json!({}), json!({"userIdentity": {"arn": ROLE}})]);
        assert_eq!(used.calls, 1);
        used.take(
            &json!({"userIdentity": {"arn": ROLE}, "additionalEventData": {"allowed": [1]}}),
            ROLE,
        );
        assert!(used.is_empty());
    }
}
