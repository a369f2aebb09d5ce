//! The end of a container: told, or followed by another run of it.

use std::time::Duration;

use ferrogate_base::crash;
use ferrogate_link::Health;

use super::{Context, Running};
use crate::cgroup::Cgroups;
use crate::runtime::container::{self, Created};
use crate::runtime::failure::Failure;
use crate::runtime::users::Identity;
use crate::shim::plan::State;
use crate::shim::program::Process;
use crate::shim::protocol::ShimEvent;
use crate::spool::Writer;

/// What ECS says of a container that the kernel killed for want of memory.
const OUT_OF_MEMORY: &str = "OutOfMemoryError: Container killed due to memory usage";

/// 128 and SIGKILL.
const KILLED: i32 = 137;

/// A container that has ended, how, and where its output goes on.
#[derive(Debug)]
pub(super) struct Ended {
    index: usize,
    exit: Exit,
    identity: Identity,
    spool: Writer,
}

/// How a container has ended.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    pub(super) code: i32,
    pub(super) oom: bool,
    pub(super) reason: Option<String>,
}

impl Running {
    /// Whether the process was a health check's; if so, what it shows, if that is another thing
    /// than before.
    fn reap_check(&mut self, pid: i32, code: i32, cgroups: &Cgroups) -> Option<Option<ShimEvent>> {
        let mut each = self.processes.iter_mut().enumerate();
        let (index, shows) = each.find_map(|(index, process)| {
            let checks = process.as_mut()?.checks.as_mut()?;
            let changed = checks.reap(pid, code, cgroups)?;
            Some((index, changed.then(|| (checks.shows(), checks.said()))))
        })?;
        Some(shows.and_then(|(health, said)| self.shown(index, health, said)))
    }

    /// A process of the shim has ended. If it was a container's first, that container is
    /// over: its output is read to the end, and what is to be told is given.
    pub(in crate::shim) fn reap(
        &mut self,
        pid: i32,
        code: i32,
        cgroups: &Cgroups,
    ) -> Option<ShimEvent> {
        if let Some(shown) = self.reap_check(pid, code, cgroups) {
            return shown;
        }
        let ours = |process: &Option<Process>| process.as_ref().is_some_and(|p| p.pid == pid);
        let index = self.processes.iter().position(ours)?;
        let mut process = self.processes[index].take()?;
        if let Some(checks) = process.checks.take() {
            checks.end(cgroups);
        }
        if self.shared.is_some() {
            // Elsewhere the end of the process namespace is the end of all in it. What can't be
            // ended shows when the task's cgroup is removed.
            drop(cgroups.kill(&self.cgroup_of(index)));
        }
        process.drain();
        let exit = self.exit(index, code, cgroups);
        let run = match self.plan.state(index) {
            State::Running { since, .. } => since.elapsed(),
            State::Waiting | State::Exited(_) | State::Failed => Duration::ZERO,
        };
        if self.restarts[index].allow(code, run) && !self.plan.is_stopping() {
            let Process { surroundings, spool, .. } = process;
            let identity = surroundings.identity;
            self.ended.push(Ended { index, exit, identity, spool });
            return None;
        }
        Some(self.exited(index, exit))
    }

    fn exit(&mut self, index: usize, code: i32, cgroups: &Cgroups) -> Exit {
        let kills = cgroups.oom_kills(&self.cgroup_of(index));
        let oom = kills > std::mem::replace(&mut self.oom_kills[index], kills);
        let reason = (oom && code == KILLED).then(|| OUT_OF_MEMORY.to_owned());
        Exit { code, oom, reason }
    }

    /// A container has ended for good.
    pub(super) fn exited(&mut self, index: usize, Exit { code, oom, reason }: Exit) -> ShimEvent {
        self.plan.exited(index, code);
        ShimEvent::ContainerExited { name: self.name(index).to_owned(), code, oom, reason }
    }

    /// Runs those again that have ended and are to be, unless the task stops.
    pub(in crate::shim) fn run_again(
        &mut self,
        context: &Context<'_>,
        mut tell: impl FnMut(ShimEvent),
    ) {
        for Ended { index, exit, identity, spool } in std::mem::take(&mut self.ended) {
            if self.plan.is_stopping() {
                tell(self.exited(index, exit));
                continue;
            }
            crash::point(format_args!("shim:before-restart"));
            let again = self.make_again(index, identity, context);
            match again.and_then(|made| self.run(index, made, spool)) {
                Ok(pid) => {
                    let (name, restarts) =
                        (self.name(index).to_owned(), self.restarts[index].count());
                    tell(ShimEvent::ContainerRestarted { name, code: exit.code, pid, restarts });
                    if let Some(shown) = self.shown(index, Health::Unknown, None) {
                        tell(shown);
                    }
                }
                Err(failure) => {
                    // Nothing of it may run that is not known.
                    drop(context.cgroups.kill(&self.cgroup_of(index)));
                    let name = failure.kind.ecs_name();
                    let reason = Some(format!("{name}: {}", failure.reason));
                    tell(self.exited(index, Exit { reason, ..exit }));
                }
            }
        }
    }

    fn make_again(
        &self,
        index: usize,
        identity: Identity,
        context: &Context<'_>,
    ) -> Result<Created, Failure> {
        // With its limits anew: whoever was killed in it was kept from forking.
        self.make(index, context, |index, cgroup, bundle, task| {
            container::create_again(index, cgroup, bundle, (task, identity))
        })
    }
}
