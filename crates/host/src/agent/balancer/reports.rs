//! What nodes have told and the server does not know: the latest of each.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_link::balancer::{NodeId, Report};
use parking_lot::Mutex;
use tokio::sync::Notify;

/// The latest report of each node.
#[derive(Default)]
pub(in crate::agent) struct Reports {
    all: Mutex<All>,
    more: Notify,
}

#[derive(Default)]
struct All {
    latest: BTreeMap<NodeId, Report>,
    unsent: BTreeSet<NodeId>,
}

impl Reports {
    /// A node tells how it is.
    pub(in crate::agent) fn put(&self, report: Report) {
        let mut all = self.all.lock();
        all.unsent.insert(report.node.clone());
        all.latest.insert(report.node.clone(), report);
        drop(all);
        self.more.notify_one();
    }

    /// A node is no more.
    pub(in crate::agent) fn forget(&self, node: &NodeId) {
        let mut all = self.all.lock();
        all.latest.remove(node);
        all.unsent.remove(node);
    }

    /// One that is to be sent.
    pub(in crate::agent) fn next(&self) -> Option<Report> {
        let mut all = self.all.lock();
        let node = all.unsent.pop_first()?;
        all.latest.get(&node).cloned()
    }

    /// A session begins: the server knows nothing.
    pub(in crate::agent) fn rewind(&self) {
        let mut all = self.all.lock();
        all.unsent = all.latest.keys().cloned().collect();
        drop(all);
        self.more.notify_one();
    }

    /// Resolves when there may be one.
    pub(in crate::agent) async fn more(&self) {
        self.more.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_link::balancer::Counters;

    fn report(node: &str, seq: u64) -> Report {
        Report {
            node: NodeId(node.into()),
            run: "r".into(),
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
    fn the_latest_of_each_is_sent_once_in_a_session() {
        let reports = Reports::default();
        reports.put(report("a", 1));
        reports.put(report("b", 1));
        reports.put(report("a", 2));
        let next = || reports.next().map(|of| (of.node.0, of.seq));
        assert_eq!(next(), Some(("a".into(), 2)));
        assert_eq!(next(), Some(("b".into(), 1)));
        assert_eq!(next(), None);
        reports.forget(&NodeId("b".into()));
        reports.rewind();
        assert_eq!((next(), next()), (Some(("a".into(), 2)), None));
    }
}
