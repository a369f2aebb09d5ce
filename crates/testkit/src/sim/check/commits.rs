//! What must hold at every commit, whatever goes wrong meanwhile.

use std::collections::BTreeMap;

use ferrogate_base::{HostId, TaskKey};
use ferrogate_link::{Event as Fact, Observation};
use ferrogate_records::ec2::address;
use ferrogate_records::ecs::task::{self, Desired, Status};
use ferrogate_records::ecs::{service, task_definition};
use ferrogate_records::{host, spec, term};
use ferrogate_state::SCHEMA;
use ferrogate_store::{Event, Key, Kv, Rev};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::sim::services::Services;
use crate::sim::world::Told;
use crate::store::Writer;

/// All that is stored, as it was committed last.
#[derive(Default)]
pub(crate) struct Commits {
    pub(crate) tasks: BTreeMap<Key, task::Record>,
    pub(crate) hosts: BTreeMap<HostId, host::Record>,
    pub(crate) ledgers: BTreeMap<Key, host::Ledger>,
    pub(crate) addresses: BTreeMap<Key, String>,
    pub(crate) services: Services,
    leader: Writer,
}

/// What a commit breaks.
struct Wrong<'w> {
    rev: Rev,
    who: Writer,
    all: &'w mut Vec<String>,
}

impl Wrong<'_> {
    fn unless(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.all.push(format!("server {} at revision {}: {}", self.who, self.rev, what()));
        }
    }
}

impl Commits {
    /// Takes a commit; answers what of it must not be.
    pub(crate) fn take(
        &mut self,
        told: &Told,
        who: Writer,
        rev: Rev,
        events: &[Event],
    ) -> Vec<String> {
        let mut all = vec![];
        let mut wrong = Wrong { rev, who, all: &mut all };
        let mut leads = false;
        for event in events {
            let kind = event.key().segments().next().unwrap_or_default().to_owned();
            leads |= match &*kind {
                task::KIND => self.task(&mut wrong, told, event),
                host::KIND => {
                    keep(&mut self.hosts, event, |record: &host::Record| record.id.clone());
                    true
                }
                host::LEDGER_KIND => {
                    keep(&mut self.ledgers, event, |_| event.key().clone());
                    true
                }
                address::KIND => {
                    self.address(event);
                    true
                }
                term::KIND => {
                    self.leader = who;
                    false
                }
                service::KIND => {
                    keep(&mut self.services.all, event, |_: &service::Record| event.key().clone());
                    false
                }
                spec::KIND => self.spec(&mut wrong, event),
                task_definition::KIND => matches!(event, Event::Del { .. }),
                _ => false,
            };
        }
        // Writer 0 is the simulation itself.
        wrong.unless(!leads || who == self.leader || who == 0, || {
            format!("it writes what is the leader's, and server {} leads", self.leader)
        });
        if leads {
            self.places(&mut wrong);
        }
        for broken in self.services.broken(&self.tasks) {
            wrong.unless(false, || broken);
        }
        all
    }

    /// What tasks run stays as long as they do. Whether it goes, which is the leader's to say.
    fn spec(&self, wrong: &mut Wrong<'_>, event: &Event) -> bool {
        let Event::Del { key, .. } = event else { return false };
        let has = |task: &&task::Record| task.spec_key().as_deref() == Some(key.as_str());
        let of = self.tasks.values().find(has);
        wrong.unless(of.is_none(), || format!("{key} is removed, which {:?} has", of.map(name)));
        true
    }

    fn address(&mut self, event: &Event) {
        match event {
            Event::Put { kv, .. } => {
                let record: Option<Value> = serde_json::from_slice(&kv.val).ok();
                let eni = record.and_then(|record| Some(record["eni"].as_str()?.to_owned()));
                self.addresses.insert(kv.key.clone(), eni.unwrap_or_default());
            }
            Event::Del { key, .. } => drop(self.addresses.remove(key)),
        }
    }

    /// Whether the change is one that only the leader makes.
    fn task(&mut self, wrong: &mut Wrong<'_>, told: &Told, event: &Event) -> bool {
        let key = event.key();
        let new = match event {
            Event::Put { kv, .. } => match read::<task::Record>(kv) {
                // What nobody can read now is the task that it was.
                None => return false,
                new => new,
            },
            Event::Del { .. } => None,
        };
        let old = self.tasks.remove(key);
        self.services.note(old.as_ref(), new.as_ref(), &self.hosts);
        let leads = match (&old, &new) {
            (Some(old), Some(new)) => {
                forward(wrong, old, new);
                follows(wrong, told, new);
                old.binding != new.binding
            }
            (None, Some(new)) => {
                let fresh = new.status == Status::Provisioning && new.binding.is_none();
                wrong.unless(fresh, || format!("task {} begins as {:?}", new.id, new.status));
                false
            }
            (Some(old), None) => {
                let over = old.status == Status::Deleted;
                wrong.unless(over, || format!("task {} is deleted as {:?}", old.id, old.status));
                true
            }
            (None, None) => false,
        };
        if let Some(new) = new {
            self.tasks.insert(key.clone(), new);
        }
        leads
    }

    /// Ledgers and addresses are what tasks hold.
    fn places(&self, wrong: &mut Wrong<'_>) {
        for (id, host) in &self.hosts {
            let held = |task: &&task::Record| {
                task.holds_place()
                    && task.binding.as_ref().is_some_and(|binding| binding.host == *id)
            };
            let sum =
                self.tasks.values().filter(held).fold(host::Ledger::default(), |sum, task| {
                    host::Ledger {
                        cpu_units: sum.cpu_units + task.cpu_units,
                        memory_mib: sum.memory_mib + task.memory_mib,
                        storage_gib: sum.storage_gib + task.storage_gib,
                        tasks: sum.tasks + 1,
                    }
                });
            let ledger = self.ledger(id);
            wrong.unless(ledger == sum, || {
                format!("{id}'s ledger is {ledger:?}, tasks hold {sum:?}")
            });
            let fits = ledger.cpu_units <= host.cpu_units
                && ledger.memory_mib <= host.memory_mib
                && host.storage_gib.is_none_or(|has| ledger.storage_gib <= has)
                && ledger.tasks <= host.tasks_max;
            wrong.unless(fits, || format!("{id} holds more than it can: {ledger:?}"));
        }
        let mut count = 0;
        for task in self.tasks.values().filter(|task| task.holds_place()) {
            let Some(eni) = task.binding.as_ref().map(|binding| &binding.eni) else { continue };
            let at = Key::new(address::key(&task.scope, &eni.subnet, eni.address));
            let of = at.ok().and_then(|at| self.addresses.get(&at));
            let own = of == Some(&eni.id);
            wrong
                .unless(own, || format!("task {} has {}, which is {of:?}'s", task.id, eni.address));
            count += 1;
        }
        let taken = self.addresses.len();
        wrong.unless(count == taken, || {
            format!("{taken} addresses are taken, {count} tasks have one")
        });
    }

    pub(crate) fn ledger(&self, id: &HostId) -> host::Ledger {
        let key = Key::new(host::ledger_key(id)).ok();
        key.and_then(|key| self.ledgers.get(&key)).copied().unwrap_or_default()
    }
}

/// A record, unless it is of a newer engine.
fn read<T: DeserializeOwned>(kv: &Kv) -> Option<T> {
    let value: Value = serde_json::from_slice(&kv.val).ok()?;
    let known = value["v"].as_u64().is_some_and(|v| v <= u64::from(SCHEMA));
    known.then(|| serde_json::from_value(value).ok()).flatten()
}

fn keep<K: Ord, T: DeserializeOwned>(
    to: &mut BTreeMap<K, T>,
    event: &Event,
    key: impl Fn(&T) -> K,
) {
    let (Event::Put { prev, .. } | Event::Del { prev, .. }) = event;
    if let Some(old) = prev.as_ref().and_then(read::<T>) {
        to.remove(&key(&old));
    }
    if let Event::Put { kv, .. } = event
        && let Some(new) = read::<T>(kv)
    {
        to.insert(key(&new), new);
    }
}

/// A task moves forward only.
fn forward(wrong: &mut Wrong<'_>, old: &task::Record, new: &task::Record) {
    let id = &old.id;
    wrong.unless(new.status >= old.status, || {
        format!("task {id} goes back from {:?} to {:?}", old.status, new.status)
    });
    let wants = new.desired == old.desired || new.desired == Desired::Stopped;
    wrong.unless(wants, || format!("task {id} is wanted again"));
    wrong.unless(new.version >= old.version && new.generation >= old.generation, || {
        format!("task {id}'s numbers go back")
    });
    wrong.unless(old.stop.is_none() || new.stop == old.stop, || {
        format!("task {id} has another reason to stop: {:?}, {:?}", old.stop, new.stop)
    });
    let times = |of: &task::Record| {
        [
            of.at.connectivity,
            of.at.pull_started,
            of.at.pull_stopped,
            of.at.started,
            of.at.stopping,
            of.at.execution_stopped,
            of.at.stopped,
        ]
    };
    let stay = times(old).into_iter().zip(times(new)).all(|(old, new)| old.is_none() || old == new);
    wrong.unless(stay, || format!("task {id}'s times change: {:?}, {:?}", old.at, new.at));
    let (Some(before), after) = (&old.binding, &new.binding) else { return };
    let same = after.as_ref().is_some_and(|after| {
        (&before.host, before.epoch, &before.eni) == (&after.host, after.epoch, &after.eni)
            && after.observed >= before.observed
            && after.released >= before.released
    });
    wrong.unless(same, || format!("task {id}'s binding changes: {before:?}, {after:?}"));
}

/// What is stored of a bound task is what its host has told up to the number stored.
fn follows(wrong: &mut Wrong<'_>, told: &Told, task: &task::Record) {
    let (Some(key), Some(binding)) = (task.task_key(), &task.binding) else { return };
    if told.lost.contains(&key) || task.status == Status::Deleted {
        return;
    }
    let Some(facts) = told.first(&key, binding.observed) else {
        wrong.unless(false, || format!("fact {} of {key} was never told", binding.observed));
        return;
    };
    let expected = expected(facts);
    let first = task.containers.first();
    let found = Expected {
        status: task.status,
        released: binding.released,
        exit: first.and_then(|first| first.exit_code),
        digest: first.and_then(|first| first.image_digest.clone()),
        runtime_id: first.and_then(|first| first.runtime_id.clone()),
        times: [
            task.at.connectivity,
            task.at.pull_started,
            task.at.pull_stopped,
            task.at.started,
            task.at.execution_stopped,
        ]
        .map(|at| at.map(|at| at.0)),
    };
    wrong.unless(found == expected, || {
        format!("{key} with {} facts is {found:?}, must be {expected:?}", binding.observed)
    });
}

/// What facts make of a task, said once more, and otherwise.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    status: Status,
    released: bool,
    exit: Option<i32>,
    digest: Option<String>,
    runtime_id: Option<String>,
    times: [Option<u64>; 5],
}

fn expected(facts: &[Observation]) -> Expected {
    let at = |wanted: fn(&Fact) -> bool| {
        facts.iter().find(|fact| wanted(&fact.event)).map(|fact| fact.at.0)
    };
    let last = |wanted: fn(&Fact) -> Option<String>| {
        facts.iter().rev().find_map(|fact| wanted(&fact.event))
    };
    let status = |fact: &Observation| match fact.event {
        Fact::Activating => Status::Activating,
        Fact::Running => Status::Running,
        Fact::Deactivating => Status::Deactivating,
        Fact::Stopping => Status::Stopping,
        Fact::ExecutionStopped => Status::Deprovisioning,
        Fact::Released => Status::Stopped,
        _ => Status::Pending,
    };
    Expected {
        status: facts.iter().map(status).max().unwrap_or(Status::Pending),
        released: at(|event| matches!(event, Fact::Released)).is_some(),
        exit: facts.iter().rev().find_map(|fact| match fact.event {
            Fact::ContainerExited { code, .. } => Some(code),
            _ => None,
        }),
        digest: last(|event| match event {
            Fact::ImageReady { digest, .. } => Some(digest.clone()),
            _ => None,
        }),
        runtime_id: last(|event| match event {
            Fact::ContainerStarted { runtime_id, .. } => Some(runtime_id.clone()),
            _ => None,
        }),
        times: [
            at(|event| matches!(event, Fact::Connected)),
            at(|event| matches!(event, Fact::PullStarted)),
            at(|event| matches!(event, Fact::PullStopped)),
            at(|event| matches!(event, Fact::Running)),
            at(|event| matches!(event, Fact::ExecutionStopped)),
        ],
    }
}

/// A binding's key, for messages.
pub(crate) fn name(task: &task::Record) -> String {
    task.task_key().map_or_else(|| task.id.to_string(), |key: TaskKey| key.to_string())
}
