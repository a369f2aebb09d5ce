//! Credentials of tasks' roles, lent to their host for as long as they run: told when the host has
//! the task, and told anew when half of their time is over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ferrogate_base::{HostId, TaskKey, TimestampMs};
use ferrogate_link::session::version::ROLES;
use ferrogate_link::session::{RoleCredentials, ToAgent};
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::spec::Spec;
use ferrogate_state::State;
use ferrogate_store::Key;
use parking_lot::Mutex;

/// After so long it is tried again to lend what could not be lent.
const AGAIN_MS: u64 = 10_000;

/// Who makes credentials of tasks' roles.
pub trait Lender: Send + Sync + 'static {
    /// Credentials of `role` for the task, which end with this binding of it; `None` while the
    /// role is not there, or does not trust tasks any more.
    fn lend(&self, task: &task::Record, role: &str) -> Option<RoleCredentials>;
}

/// Nobody is lent anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLender;

impl Lender for NoLender {
    fn lend(&self, _: &task::Record, _: &str) -> Option<RoleCredentials> {
        None
    }
}

/// What one host is lent.
pub(super) struct Lending {
    state: Arc<State>,
    host: HostId,
    lender: Arc<dyn Lender>,
    /// The host can read it.
    spoken: bool,
    /// The bindings that act with a role: their records, and when to tell them next.
    due: Mutex<BTreeMap<Key, (TaskKey, TimestampMs)>>,
}

impl Lending {
    pub(super) fn new(
        state: Arc<State>,
        host: HostId,
        protocol: u32,
        lender: Arc<dyn Lender>,
    ) -> Self {
        Self { state, host, lender, spoken: protocol >= ROLES, due: Mutex::default() }
    }

    /// Looks at records that may have changed.
    pub(super) fn note(&self, records: &BTreeSet<Key>) {
        if !self.spoken {
            return;
        }
        let tasks = self.state.table::<task::Record>();
        let now = self.state.now();
        let mut due = self.due.lock();
        for at in records {
            if at.segments().next() != Some(task::KIND) {
                continue;
            }
            // One that can't be read stays as it was.
            let Ok(found) = tasks.get(at) else { continue };
            match found.as_ref().and_then(|task| self.borrower(task)) {
                Some(key) => {
                    let known = due.get(at).is_some_and(|(known, _)| *known == key);
                    if !known {
                        due.insert(at.clone(), (key, now));
                    }
                }
                None => drop(due.remove(at)),
            }
        }
    }

    /// The binding of a task that is bound here, may still run something, and acts with a role.
    fn borrower(&self, task: &task::Record) -> Option<TaskKey> {
        let binding = task.binding.as_ref().filter(|binding| binding.host == self.host)?;
        let runs = !binding.released && task.status < Status::Deprovisioning;
        (runs && self.role(task).is_some()).then(|| task.task_key()).flatten()
    }

    fn role(&self, task: &task::Record) -> Option<String> {
        let at = Key::new(task.spec_key()?).ok()?;
        let spec = self.state.table::<Spec>().get(&at).ok()??;
        spec.task_role.clone()
    }

    /// The next credentials to tell.
    pub(super) fn next(&self) -> Option<ToAgent> {
        let now = self.state.now();
        let mut due = self.due.lock();
        for (at, (key, when)) in due.iter_mut().filter(|(_, (_, when))| *when <= now) {
            let found = self.state.table::<task::Record>().get(at);
            let Ok(Some(task)) = found else { continue };
            let lent = self.role(&task).and_then(|role| self.lender.lend(&task, &role));
            *when = match &lent {
                Some(lent) => now.plus_ms((lent.expires.since_ms(now) / 2).max(1)),
                None => now.plus_ms(AGAIN_MS),
            };
            if let Some(lent) = lent {
                return Some(ToAgent::Lend(key.clone(), Box::new(lent)));
            }
        }
        None
    }
}
