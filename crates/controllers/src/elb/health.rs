//! Takes what nodes have told of targets into the records.

use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_link::balancer::{self, Report};
use ferrogate_records::elb::health::{self, Health};
use ferrogate_records::elb::{load_balancer, node, target};
use ferrogate_state::{Changes, Fault, State, create, put};
use ferrogate_store::{Guard, Key, Op, Prefix};

use super::nodes::Heard;
use super::{Seen, owner};
use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;

/// Targets whose health is written in one transaction.
const AT_ONCE: usize = 40;

/// Keeps the health of targets.
pub struct TargetHealth {
    sessions: Arc<Sessions>,
    heard: Heard,
}

impl TargetHealth {
    /// Reads what nodes have told in `sessions`.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>) -> Self {
        let heard = Heard::new(&sessions);
        Self { sessions, heard }
    }
}

#[async_trait]
impl Reconciler for TargetHealth {
    const NAME: &'static str = "target-health";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<node::Record>(changes);
    }

    fn wakes(&self, _: &State, record: &Key) -> Vec<Key> {
        owner(record, load_balancer::KIND).into_iter().collect()
    }

    async fn nudged(&self, state: &State) -> Vec<Key> {
        self.heard
            .next(state, &self.sessions, |report| {
                format!("{} {} {:?}", report.run, report.generation, report.targets)
            })
            .await
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let Some(seen) = Seen::of(&all, key)? else { return Ok(Next::WhenChanged) };
        let of = &seen.balancer;
        let prefix = Prefix::new(node::prefix(&of.scope, &of.named))?;
        let nodes: Vec<_> = all.table::<node::Record>().list(&prefix)?.into_iter().collect();
        // What a node said before it was told of a target may be of another one that had the
        // address: only who does what was told last is heard.
        let latest = nodes.iter().filter_map(|node| {
            let report = self.sessions.balancers.latest(&node.node.id)?;
            (report.generation == node.modify.0).then_some(report)
        });
        let reports: Vec<Arc<Report>> = latest.collect();
        let now = cx.state.now();
        let (mut guards, mut ops) = (vec![], vec![]);
        for group in seen.groups.values() {
            let arn = group.arn();
            let prefix = Prefix::new(target::prefix(&group.scope, &group.named))?;
            for target in all.table::<target::Record>().list(&prefix)? {
                if ops.len() == AT_ONCE {
                    break;
                }
                if target.draining_until.is_some() {
                    // AWS's delay is for what is open: without that it is over at once.
                    if reports.len() == nodes.len() && drained(&reports, &arn, &target) {
                        guards.push(target.unchanged());
                        ops.push(Op::Del(target.key.clone()));
                    }
                    continue;
                }
                let Some(found) = merged(&reports, &arn, &target) else { continue };
                let at = Key::new(health::of_target(&target))?;
                let old = all.table::<health::Record>().get(&at)?;
                let same = old.as_ref().is_some_and(|old| {
                    old.registration == target.registration && old.health == found
                });
                if same {
                    continue;
                }
                let record = health::Record {
                    registration: target.registration.clone(),
                    health: found,
                    since: now,
                };
                guards.push(target.unchanged());
                match old {
                    Some(old) => {
                        guards.push(old.unchanged());
                        ops.push(put(at, &old.doc.with(record))?);
                    }
                    None => {
                        guards.push(Guard::Absent(at.clone()));
                        ops.push(create(at, &record)?);
                    }
                }
            }
        }
        if ops.is_empty() {
            return Ok(Next::WhenChanged);
        }
        let Some(rev) = cx.commit(&guards, &ops).await? else { return Ok(Next::AfterConflict) };
        cx.state.at(rev).await?;
        Ok(Next::Now)
    }
}

/// What the nodes together say of a target: one that works for any of them works, as on AWS the
/// node that asks decides. `None` while nobody has said anything of use.
fn merged(reports: &[Arc<Report>], group: &str, target: &target::Record) -> Option<Health> {
    let said: Vec<_> = said_of(reports, group, target).map(|one| one.health.clone()).collect();
    let unhealthy = said.iter().find_map(|one| match one {
        balancer::Health::Unhealthy(_) => Some(Health::Unhealthy {
            reason: one.reason().unwrap_or_default().to_owned(),
            description: one.description().unwrap_or_default(),
        }),
        _ => None,
    });
    if said.contains(&balancer::Health::Healthy) {
        Some(Health::Healthy)
    } else if unhealthy.is_some() {
        unhealthy
    } else if said.contains(&balancer::Health::Initial) {
        Some(Health::Initial)
    } else {
        None
    }
}

/// Whether every node has nothing open with a target any more.
fn drained(reports: &[Arc<Report>], group: &str, target: &target::Record) -> bool {
    let said = said_of(reports, group, target).filter(|one| one.drained);
    !reports.is_empty() && said.count() == reports.len()
}

/// What each node says of a target, if anything.
fn said_of<'r>(
    reports: &'r [Arc<Report>],
    group: &'r str,
    target: &'r target::Record,
) -> impl Iterator<Item = &'r balancer::TargetHealth> {
    let is = move |one: &&balancer::TargetHealth| {
        one.group == group && one.address == target.address && one.port == target.port
    };
    reports.iter().filter_map(move |report| report.targets.iter().find(is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::TimestampMs;
    use ferrogate_link::balancer::{Counters, NodeId, TargetHealth, Unhealthy};
    use ferrogate_records::Scope;
    use ferrogate_records::elb::Named;

    fn report(health: balancer::Health) -> Arc<Report> {
        let target = TargetHealth {
            group: "g".into(),
            address: "10.0.0.1".parse().unwrap(),
            port: 80,
            health,
            drained: false,
        };
        Arc::new(Report {
            node: NodeId("eni-1".into()),
            run: "r".into(),
            seq: 1,
            generation: 1,
            trouble: None,
            targets: vec![target],
            counters: Counters::default(),
            groups: [].into(),
            asked: [].into(),
            lines: None,
        })
    }

    fn target() -> target::Record {
        target::Record {
            scope: Scope::new("000000000000".parse().unwrap(), "us-east-1"),
            group: Named { name: "g".into(), id: "1".into() },
            address: "10.0.0.1".parse().unwrap(),
            port: 80,
            zone: None,
            registration: "r".into(),
            registered_at: TimestampMs(0),
            draining_until: None,
            task: None,
        }
    }

    #[test]
    fn a_target_that_works_for_one_node_works() {
        use balancer::Health::{Draining, Healthy as Works, Initial, Unhealthy as Fails, Unused};
        let fails = || Fails(Unhealthy::Timeout);
        let timeout = || {
            Some(Health::Unhealthy {
                reason: "Target.Timeout".into(),
                description: "Request timed out".into(),
            })
        };
        for (said, want) in [
            (vec![], None),
            (vec![Initial], Some(Health::Initial)),
            (vec![Initial, Works], Some(Health::Healthy)),
            (vec![fails(), Works], Some(Health::Healthy)),
            (vec![fails(), Initial], timeout()),
            (vec![Unused, fails()], timeout()),
            (vec![Unused, Draining], None),
        ] {
            let reports: Vec<_> = said.into_iter().map(report).collect();
            assert_eq!(merged(&reports, "g", &target()), want);
        }
        let reports = [report(Works)];
        assert_eq!(merged(&reports, "h", &target()), None);
        assert_eq!(merged(&reports, "g", &target::Record { port: 81, ..target() }), None);
    }

    #[test]
    fn a_target_has_drained_once_every_node_says_so() {
        let said = |drained| {
            let mut report = report(balancer::Health::Draining);
            Arc::make_mut(&mut report).targets[0].drained = drained;
            report
        };
        assert!(drained(&[said(true), said(true)], "g", &target()));
        assert!(!drained(&[said(true), said(false)], "g", &target()));
        assert!(!drained(&[], "g", &target()), "nobody knows");
        let mut silent = said(true);
        Arc::make_mut(&mut silent).targets.clear();
        assert!(!drained(&[said(true), silent], "g", &target()));
        let other = target::Record { port: 81, ..target() };
        assert!(!drained(&[said(true)], "g", &other));
    }
}
