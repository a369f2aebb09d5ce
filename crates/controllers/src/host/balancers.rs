//! How load balancers are, as their hosts have told last. In memory only: a host tells
//! everything again when its session begins anew.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::HostId;
use ferrogate_base::health::{Condition, Status};
use ferrogate_link::balancer::{NodeId, Report};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::Instant;

/// The newest report of each node.
#[derive(Debug, Default)]
pub struct Balancers {
    clock: Monotonic,
    latest: Mutex<HashMap<NodeId, Latest>>,
    changed: watch::Sender<u64>,
}

/// A clock that is never set.
struct Monotonic(Box<dyn Fn() -> Instant + Send + Sync>);

impl Default for Monotonic {
    fn default() -> Self {
        Self(Box::new(Instant::now))
    }
}

impl fmt::Debug for Monotonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Monotonic")
    }
}

/// What a node has told, by which host, and when that came.
#[derive(Debug)]
struct Latest {
    host: HostId,
    report: Arc<Report>,
    /// `None` once the host's session has ended: it may be otherwise since.
    at: Option<Instant>,
}

impl Balancers {
    /// With another clock than the machine's: one that never goes back.
    #[must_use]
    pub fn with_clock(clock: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self { clock: Monotonic(Box::new(clock)), ..Self::default() }
    }

    /// Now, by a clock that is never set.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock.0)()
    }

    /// What the node told last; `None` when nothing has come since the server started.
    #[must_use]
    pub fn latest(&self, node: &NodeId) -> Option<Arc<Report>> {
        self.latest.lock().get(node).map(|latest| latest.report.clone())
    }

    /// For how long nothing has come of the node; `None` when its host is not connected.
    #[must_use]
    pub fn silent_for(&self, node: &NodeId) -> Option<Duration> {
        let now = self.now();
        self.latest.lock().get(node)?.at.map(|at| now.saturating_duration_since(at))
    }

    /// The session of a host has ended.
    pub(super) fn left(&self, host: &HostId) {
        self.latest.lock().values_mut().filter(|of| of.host == *host).for_each(|of| of.at = None);
    }

    /// Changes whenever a report has come that says something else than the one before.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// The node is no more.
    pub fn forget(&self, node: &NodeId) {
        self.latest.lock().remove(node);
    }

    /// For health: whether nodes do all that they were told. What they can't do is in the log.
    pub(super) fn condition(&self) -> Condition {
        let latest = self.latest.lock();
        match latest.values().filter(|latest| latest.report.trouble.is_some()).count() {
            0 => Condition::OK,
            some => Condition {
                status: Status::Troubled,
                reason: Some(format!("{some} can't do all that they were told; the log says what")),
                restarts: 0,
            },
        }
    }

    /// A host tells what one of its nodes says.
    pub fn heard(&self, host: &HostId, report: Report) {
        let mut latest = self.latest.lock();
        if let Some(Latest { host: of, report: before, .. }) = latest.get(&report.node)
            && of == host
            && before.run == report.run
            && before.seq >= report.seq
        {
            return;
        }
        let before = latest.get(&report.node).and_then(|before| before.report.trouble.clone());
        if before != report.trouble {
            let node = &report.node.0;
            match &report.trouble {
                Some(trouble) => {
                    tracing::warn!(node, trouble, "a load balancer can't do all that it was told");
                }
                None => tracing::info!(node, "a load balancer does all that it was told"),
            }
        }
        let (node, host, at) = (report.node.clone(), host.clone(), Some(self.now()));
        latest.insert(node, Latest { host, report: Arc::new(report), at });
        drop(latest);
        self.changed.send_modify(|number| *number += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::balancer::Counters;

    fn report(run: &str, seq: u64) -> Report {
        Report {
            node: NodeId("eni-1".into()),
            run: run.into(),
            seq,
            generation: 1,
            trouble: None,
            targets: vec![],
            counters: Counters::default(),
            groups: [].into(),
            asked: [].into(),
            lines: None,
        }
    }

    #[test]
    fn the_newest_report_of_a_run_stays() {
        let (balancers, host) = (Balancers::default(), HostId("h".into()));
        let mut changes = balancers.changes();
        let node = NodeId("eni-1".into());
        for (told, latest) in [(("a", 2), ("a", 2)), (("a", 1), ("a", 2)), (("b", 1), ("b", 1))] {
            balancers.heard(&host, report(told.0, told.1));
            let now = balancers.latest(&node).unwrap();
            assert_eq!((now.run.as_str(), now.seq), latest);
        }
        assert!(changes.has_changed().unwrap());
        assert_eq!(*changes.borrow_and_update(), 2);
        balancers.forget(&node);
        assert_eq!(balancers.latest(&node), None);
    }

    #[test]
    fn what_a_node_can_t_do_is_told_until_it_can_or_is_no_more() {
        let (balancers, host) = (Balancers::default(), HostId("h".into()));
        let troubled = |run: &str, seq| Report {
            trouble: Some("port 80 can't be had: taken".into()),
            ..report(run, seq)
        };
        balancers.heard(&host, report("a", 1));
        assert_eq!(balancers.condition(), Condition::OK);
        balancers.heard(&host, troubled("a", 2));
        let condition = balancers.condition();
        assert_eq!(condition.status, Status::Troubled);
        // Strangers read it: the log alone says more.
        assert_eq!(
            condition.reason.as_deref(),
            Some("1 can't do all that they were told; the log says what")
        );
        balancers.heard(&host, report("a", 3));
        assert_eq!(balancers.condition(), Condition::OK);
        balancers.heard(&host, troubled("a", 4));
        balancers.forget(&NodeId("eni-1".into()));
        assert_eq!(balancers.condition(), Condition::OK);
    }
}
