//! What must be once the faults have stopped, and some time has passed.

use std::sync::Arc;

use ferrogate_base::health::{Status as Health, overall};
use ferrogate_controllers::ecs::placement::{Class, could_hold};
use ferrogate_records::ecs::task::{self, Desired, Status};
use ferrogate_records::host::Ledger;

use super::commits::name;
use crate::sim::client::{Client, Run};
use crate::sim::host::{Host, Phase, Port};
use crate::sim::logs::line;
use crate::sim::world::World;

/// What of a run is looked at.
pub(crate) struct End<'r> {
    pub(crate) world: &'r Arc<World>,
    pub(crate) hosts: &'r [Arc<Host>],
    pub(crate) client: &'r Client,
}

impl End<'_> {
    /// What is not yet as it must become; nothing once all is.
    pub(crate) fn missing(&self) -> Vec<String> {
        let tasks: Vec<_> = self.world.commits.lock().tasks.values().cloned().collect();
        let mut missing: Vec<_> = tasks.iter().filter_map(|task| self.task(task)).collect();
        missing.extend(self.hosts.iter().flat_map(|host| self.host(host, &tasks)));
        missing.extend(self.asked(&tasks));
        let services = self.client.asked.lock().services.clone();
        missing.extend(self.world.commits.lock().services.missing(&tasks, &services));
        missing.extend(self.health());
        missing
    }

    fn task(&self, task: &task::Record) -> Option<String> {
        let name = name(task);
        match (task.desired, &task.binding) {
            (Desired::Stopped, _) if task.status >= Status::Stopped => None,
            (Desired::Stopped, _) => Some(format!("{name} is to stop and is {:?}", task.status)),
            (Desired::Running, Some(_)) if task.status == Status::Running => self.ports(task),
            (Desired::Running, Some(_)) => {
                Some(format!("{name} is to run and is {:?}", task.status))
            }
            (Desired::Running, None) => self.waits(task),
        }
    }

    /// A task may wait only for room.
    fn waits(&self, task: &task::Record) -> Option<String> {
        let commits = self.world.commits.lock();
        let class = Class::of(task);
        let room = commits.hosts.values().find(|host| {
            let taken = commits.ledger(&host.id).take(host, task.size());
            could_hold(host, &class) && taken.is_some()
        });
        if let Some(host) = room {
            return Some(format!("{} waits, and {} has room for it", task.id, host.id));
        }
        let ever = commits.hosts.values().any(|host| could_hold(host, &class));
        (!ever).then(|| format!("{} waits for ever: no host is large enough", task.id))
    }

    fn ports(&self, task: &task::Record) -> Option<String> {
        let key = task.task_key()?;
        let binding = task.binding.as_ref()?;
        let host = self.hosts.iter().find(|host| host.id == binding.host)?;
        let disk = host.disk.lock();
        let Some(life) = disk.lives.get(&key) else {
            return Some(format!("{key} runs, and {} does not know it", host.id));
        };
        if life.generation != task.generation {
            return Some(format!(
                "{key} has generation {}, its host {}",
                task.generation, life.generation
            ));
        }
        for asked in &task.publish {
            let opened = life.ports.get(&(asked.task_port, asked.generation));
            let port = match opened {
                Some((_, Port::Open(port))) => Some(*port),
                _ => None,
            };
            if asked.bound.is_none() || asked.bound != port {
                return Some(format!("{key} publishes {asked:?}, its host has {opened:?}"));
            }
        }
        (life.ports.len() != task.publish.len())
            .then(|| format!("{key} publishes {:?}, its host {:?}", task.publish, life.ports))
    }

    fn host(&self, host: &Host, tasks: &[task::Record]) -> Vec<String> {
        let (id, disk) = (&host.id, host.disk.lock());
        let mut missing = vec![];
        if let Some(record) = self.world.commits.lock().hosts.get(id)
            && record.lost_at.is_some()
        {
            missing.push(format!("{id} is back and still lost"));
        }
        for life in disk.lives.values() {
            let key = life.key();
            if life.phase == Phase::Released || self.world.is_over(key) {
                missing.push(format!("{id} still has {key}, which is over"));
            }
            if !life.facts.is_empty() {
                missing
                    .push(format!("{id} has {} facts of {key} that nobody took", life.facts.len()));
            }
            if life.lines_acked < life.lines {
                missing.push(format!("{id} has lines of {key} that nobody took"));
            }
        }
        let here = |task: &&task::Record| {
            task.holds_place() && task.binding.as_ref().is_some_and(|binding| binding.host == *id)
        };
        for key in tasks.iter().filter(here).filter_map(task::Record::task_key) {
            if !disk.lives.contains_key(&key) {
                missing.push(format!("{id} does not know {key}"));
            }
        }
        missing
    }

    /// What clients were told is so.
    fn asked(&self, tasks: &[task::Record]) -> Vec<String> {
        let asked = self.client.asked.lock();
        let mut missing = vec![];
        for (token, Run { count, done }) in &asked.runs {
            let of = |task: &&task::Record| task.started_by.as_deref() == Some(token);
            let found = tasks.iter().filter(of).count();
            let right = match done {
                Some(true) => found == *count,
                Some(false) => found == 0,
                None => found == 0 || found == *count,
            };
            if !right {
                missing.push(format!("{token}: {found} tasks of {count}, answered {done:?}"));
            }
        }
        let running = |id: &&String| {
            let task = tasks.iter().find(|task| task.id.as_str() == **id);
            task.is_some_and(|task| task.desired == Desired::Running)
        };
        missing.extend(
            asked
                .stopped
                .iter()
                .filter(running)
                .map(|id| format!("{id} was stopped and is to run")),
        );
        missing
    }

    fn health(&self) -> Option<String> {
        let Some(server) = self.world.server.borrow().clone() else {
            return Some("there is no server".into());
        };
        let reports = server.health.reports();
        let ill = |of: &ferrogate_base::health::Report| {
            (of.condition.status != Health::Ok).then(|| format!("{}: {:?}", of.name, of.condition))
        };
        (overall(&reports) != Health::Ok)
            .then(|| format!("health: {:?}", reports.iter().filter_map(ill).collect::<Vec<_>>()))
    }

    /// Every line once, and in order.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut wrong = vec![];
        for (source, stored) in self.world.lines.all() {
            if let Some((at, found)) = (1..).zip(&stored).find(|(at, found)| **found != line(*at)) {
                wrong.push(format!("line {at} of {source} is {found:?}"));
            }
        }
        wrong
    }

    /// What is left once every task has stopped.
    pub(crate) fn leaks(&self) -> Vec<String> {
        let commits = self.world.commits.lock();
        let mut left: Vec<_> =
            commits.addresses.iter().map(|(at, of)| format!("{at} is still {of}'s")).collect();
        let taken = commits.ledgers.iter().filter(|(_, ledger)| **ledger != Ledger::default());
        left.extend(taken.map(|(at, ledger)| format!("{at} is {ledger:?}")));
        for host in self.hosts {
            left.extend(
                host.disk.lock().lives.keys().map(|key| format!("{} still has {key}", host.id)),
            );
        }
        left
    }
}
