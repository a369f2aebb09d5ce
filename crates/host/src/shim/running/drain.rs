//! A router stops after those that log to it, and not before it has their last lines, as far as
//! it takes them. The agent brings them; here it is looked at what it has brought.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrogate_link::LogDriver;

use super::Running;
use crate::shim::plan::State;
use crate::spool;

/// How long a router is waited for that takes none of its last lines, or the agent that brings
/// them: what a program has to stop, when nobody says it.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// What a router still has to get.
#[derive(Debug, Default)]
pub(super) enum Drain {
    /// It is not its turn yet.
    #[default]
    Ahead,
    /// Lines wait.
    Waits { until: Instant, spools: Vec<Spool> },
    /// It has all, or does not take it.
    Over,
}

/// The spool of a container that has ended.
#[derive(Debug)]
pub(super) struct Spool {
    dir: PathBuf,
    /// The number of its last line.
    last: u64,
}

impl Spool {
    /// `None` when nothing of it waits; what can't be looked at is not waited for.
    fn of(dir: PathBuf) -> Option<Self> {
        let last = spool::last_seq(&dir).unwrap_or_default();
        let this = Self { dir, last };
        this.waits().then_some(this)
    }

    fn waits(&self) -> bool {
        spool::acked(&self.dir) < self.last
    }
}

impl Running {
    /// The container that is not told to stop yet though it is its turn.
    pub(super) fn held(&mut self, run_dir: &Path) -> Option<usize> {
        let router = self.bundle.containers.iter().position(|c| c.log_router.is_some())?;
        let running = |index: usize| matches!(self.plan.state(index), State::Running { .. });
        if !self.plan.is_stopping() || !running(router) {
            return None;
        }
        let routed = |index: usize| {
            let log = &self.bundle.containers[index].container.log;
            index != router && matches!(log, LogDriver::Awsfirelens(_))
        };
        let mut routed = (0..self.bundle.containers.len()).filter(|index| routed(*index));
        if let Drain::Ahead = self.drain {
            // Not its turn: or it is said that it goes first.
            if routed.clone().any(running) {
                return None;
            }
            let spools =
                routed.by_ref().filter_map(|i| Spool::of(spool::dir_of(run_dir, self.name(i))));
            self.drain =
                Drain::Waits { until: Instant::now() + WAIT_MAX, spools: spools.collect() };
        }
        if let Drain::Waits { until, spools } = &mut self.drain {
            spools.retain(Spool::waits);
            if spools.is_empty() || *until <= Instant::now() {
                self.drain = Drain::Over;
            }
        }
        matches!(self.drain, Drain::Waits { .. }).then_some(router)
    }

    /// When it is to be looked at again.
    pub(in crate::shim) fn next_drain(&self) -> Option<Instant> {
        matches!(self.drain, Drain::Waits { .. }).then(|| Instant::now() + LOOK)
    }
}
