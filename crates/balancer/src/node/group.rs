//! A target group: which of its targets is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ferrogate_link::balancer::{GroupAttributes, Health, TargetGroup};

use super::count::{GroupCounts, one};
use super::hold::Waiting;
use super::target::Target;
use crate::plan::choice::{self, Candidate};

/// A target group as it is now.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) spec: TargetGroup,
    pub(crate) targets: Vec<Arc<Target>>,
    pub(crate) lasting: Arc<Lasting>,
}

/// What stays when the group is told anew.
#[derive(Debug, Default)]
pub(crate) struct Lasting {
    turn: AtomicUsize,
    pub(crate) counts: GroupCounts,
    pub(crate) waiting: Waiting,
}

impl Group {
    fn attributes(&self) -> &GroupAttributes {
        &self.spec.attributes
    }

    /// Those that may be asked: the healthy ones, or all when too few are.
    pub(crate) fn open(&self) -> Vec<&Arc<Target>> {
        let all = || self.targets.iter().filter(|target| target.usable && !target.drains());
        let is_well = |target: &&Arc<Target>| {
            matches!(target.health(), Health::Healthy | Health::Unavailable)
        };
        let healthy: Vec<_> = all().filter(is_well).collect();
        if choice::fails_open(self.attributes().healthy_min, healthy.len(), all().count()) {
            return all().collect();
        }
        healthy
    }

    /// Whether requests wait: none of its targets has worked yet. One that has, and does no more,
    /// is asked when there is nobody else, as on AWS.
    pub(crate) fn is_awaited(&self) -> bool {
        if self.spec.hold.is_none() {
            return false;
        }
        let there = || self.targets.iter().filter(|target| !target.drains());
        let mut usable = there().filter(|target| target.usable);
        match usable.next() {
            Some(first) => !first.has_worked() && !usable.any(|target| target.has_worked()),
            // Those of other zones are not waited for.
            None => there().next().is_none(),
        }
    }

    /// Requests that its targets have not answered whole.
    pub(crate) fn outstanding(&self) -> usize {
        self.targets.iter().map(|target| target.outstanding()).sum()
    }

    /// The one that is asked next but those `tried`; `None` when there is none.
    pub(crate) fn choose(&self, tried: &[Arc<Target>], random: u64) -> Option<Arc<Target>> {
        let mut open = self.open();
        open.retain(|target| !tried.iter().any(|other| Arc::ptr_eq(other, target)));
        let turn = self.lasting.turn.fetch_add(1, Ordering::Relaxed);
        let ramp = Duration::from_secs(self.attributes().slow_start_s.into());
        let now = Instant::now();
        let share = |target: &Target| {
            let since = target.healthy_since();
            since.map_or(1.0, |since| choice::share(ramp, since, now))
        };
        let one_of = |target: &&Arc<Target>| Candidate {
            outstanding: target.outstanding(),
            share: share(target),
        };
        let candidates: Vec<_> = open.iter().map(one_of).collect();
        let at = choice::target(self.attributes().algorithm, &candidates, turn, random)?;
        let chosen = open[at].clone();
        if chosen.health() != Health::Healthy && chosen.is_checked() {
            one(&self.lasting.counts.unhealthy_routing);
        }
        Some(chosen)
    }
}
