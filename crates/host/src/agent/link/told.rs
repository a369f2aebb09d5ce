//! What the server says of tasks, and what becomes of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ferrogate_base::TaskKey;
use ferrogate_link::balancer::NodeId;
use ferrogate_link::session::Hello;
use ferrogate_link::session::version::SPOKEN;
use ferrogate_link::{Assignment, Body, Desired, Object, ObjectKey, Part, PartKey};
use parking_lot::Mutex;

use super::lines::Lines;
use super::session::{Party, Said};
use crate::agent::Host;
use crate::agent::balancer::Reports;
use crate::agent::before::Before;
use crate::agent::capacity::capacity;
use crate::agent::exec;
use crate::agent::facts::Outbox;
use crate::agent::network::FlowOutbox;
use crate::agent::task::{Command, Task};
use crate::agent::usage::UsageBoard;

/// The numbers of what the server has told, so that it tells in the next session what has
/// changed and no more. An agent that starts holds none: it is told everything.
#[derive(Debug, Default)]
pub(in crate::agent) struct Numbers(Mutex<HashMap<ObjectKey, u64>>);

impl Numbers {
    fn insert(&self, key: ObjectKey, generation: u64) {
        self.0.lock().insert(key, generation);
    }

    fn remove(&self, key: &ObjectKey) {
        self.0.lock().remove(key);
    }

    /// Only these parts of the network, load balancers, zones and record sets are there.
    fn retain(
        &self,
        parts: &BTreeSet<PartKey>,
        balancers: &BTreeSet<NodeId>,
        names: &BTreeSet<ObjectKey>,
    ) {
        self.0.lock().retain(|key, _| match key {
            ObjectKey::Network(key) => parts.contains(key),
            ObjectKey::Balancer(id) => balancers.contains(id),
            ObjectKey::Zone(_) | ObjectKey::RecordSet(_) => names.contains(key),
            ObjectKey::Task(_) => true,
        });
    }

    fn all(&self) -> Vec<(ObjectKey, u64)> {
        self.0.lock().iter().map(|(key, generation)| (key.clone(), *generation)).collect()
    }
}

impl Party for Arc<Host> {
    fn hello(&self) -> Hello {
        let mut known: Vec<_> = self.tasks.lock().keys().cloned().collect();
        known.extend(self.before.lock().keys().cloned());
        Hello {
            protocol: SPOKEN.newest,
            oldest_protocol: Some(SPOKEN.oldest),
            host: self.id.clone(),
            boot_id: self.boot_id.clone(),
            capacity: capacity(&self.options),
            architecture: if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" }.into(),
            known,
            holds: self.numbers.all(),
        }
    }

    fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    fn lines(&self) -> &Lines {
        &self.lines
    }

    fn flows(&self) -> &FlowOutbox {
        &self.flows
    }

    fn reports(&self) -> &Reports {
        &self.reports
    }

    fn usage(&self) -> &UsageBoard {
        &self.usage
    }

    fn hear(&self, said: Said) -> Option<(ObjectKey, u64)> {
        match said {
            Said::Credentials(token) => self.images.welcome(token.expose().to_owned()),
            Said::Put(object) => return Some(self.put(object)),
            Said::Sync(keys) => self.sync(keys),
            Said::Forget(ObjectKey::Task(key)) => self.close_or_forget(&key),
            Said::Forget(ObjectKey::Network(key)) => {
                self.numbers.remove(&ObjectKey::Network(key.clone()));
                if let PartKey::Endpoint(id) = &key {
                    self.directory.forget(&ObjectKey::Network(key.clone()));
                    self.answer_no_more(id);
                }
                self.directory.forget_part(&key);
                self.network.forget(&key);
            }
            Said::Forget(ObjectKey::Balancer(node)) => {
                let key = ObjectKey::Balancer(node.clone());
                self.directory.forget(&key);
                self.numbers.remove(&key);
                self.balance_no_more(&node);
            }
            Said::Forget(key @ (ObjectKey::Zone(_) | ObjectKey::RecordSet(_))) => {
                self.directory.forget(&key);
                self.numbers.remove(&key);
            }
            Said::LogsAcked(acked) => self.lines_acked(acked),
            Said::Authority(pem) => self.trust.take(&pem),
            Said::Lend(key, credentials) => self.lent.take(key, *credentials),
            Said::Secrets(key, secrets) => self.secrets.take(key, *secrets),
            Said::Run(run) => exec::begin(self, run.0, run.1),
        }
        None
    }
}

impl Host {
    fn put(self: &Arc<Self>, Object { generation, body }: Object) -> (ObjectKey, u64) {
        let key = match body {
            Body::Task(assignment) => {
                let key = assignment.key.clone();
                self.assign(*assignment);
                ObjectKey::Task(key)
            }
            Body::Network(part) => {
                let key = part.key();
                if let Part::Vpc(vpc) = &*part {
                    self.directory.turn(vpc);
                }
                let endpoint = match &*part {
                    Part::Endpoint(endpoint) => Some(endpoint.clone()),
                    _ => None,
                };
                self.directory.put_part(&part);
                self.network.put(*part);
                if let Some(endpoint) = endpoint {
                    self.directory.put_endpoint(&endpoint);
                    self.answer(&endpoint);
                }
                ObjectKey::Network(key)
            }
            Body::Balancer(node) => {
                let key = ObjectKey::Balancer(node.id.clone());
                self.directory.put_balancer(&node);
                self.balance(*node, generation);
                key
            }
            Body::Zone(zone) => self.directory.put_zone(*zone),
            Body::RecordSet(set) => self.directory.put_set(*set),
        };
        self.numbers.insert(key.clone(), generation);
        (key, generation)
    }

    /// Everything that the host must know has been told: what is not listed is over.
    fn sync(self: &Arc<Self>, keys: Vec<ObjectKey>) {
        let (mut wanted, mut parts) = (HashSet::new(), BTreeSet::new());
        let mut balancers = BTreeSet::new();
        let mut names = BTreeSet::new();
        for key in keys {
            match key {
                ObjectKey::Task(key) => drop(wanted.insert(key)),
                ObjectKey::Network(key) => {
                    if matches!(key, PartKey::Endpoint(_)) {
                        names.insert(ObjectKey::Network(key.clone()));
                    }
                    parts.insert(key);
                }
                ObjectKey::Balancer(id) => {
                    names.insert(ObjectKey::Balancer(id.clone()));
                    balancers.insert(id);
                }
                ObjectKey::Zone(_) | ObjectKey::RecordSet(_) => drop(names.insert(key)),
            }
        }
        self.numbers.retain(&parts, &balancers, &names);
        self.directory.sync(&names);
        self.directory.sync_parts(&parts);
        self.network.sync(&parts);
        self.answer_only(&parts);
        self.balance_only(&balancers);
        let unwanted: Vec<_> =
            self.tasks.lock().keys().filter(|key| !wanted.contains(key)).cloned().collect();
        for key in unwanted {
            self.close_or_forget(&key);
        }
        self.secrets.retain(&wanted);
        // A task that is wanted and could not be told goes on until it is.
        let over: Vec<_> = self.before.lock().extract_if(|key, _| !wanted.contains(key)).collect();
        for (key, before) in over {
            match before {
                // Its epoch is closed, but it may still run: end it, and tell nobody.
                Before::Kept(on_disk) => {
                    let assignment = on_disk.assignment.clone();
                    self.begin(assignment, Some(Before::Kept(on_disk)), Some(Command::Close));
                }
                Before::Damaged { slot, .. } => self.clear_away(key, slot),
                Before::Begun(_) => self.forget(&key),
            }
        }
        self.detach_strays();
    }

    fn assign(self: &Arc<Self>, assignment: Assignment) {
        if let Some(task) = self.tasks.lock().get(&assignment.key) {
            // A task that has ended listens no more.
            drop(task.commands.send(Command::Publish(assignment.publish)));
            drop(task.commands.send(Command::Tag(assignment.tags)));
            if assignment.desired == Desired::Stopped {
                drop(task.commands.send(Command::Stop));
            }
            return;
        }
        let before = self.before.lock().remove(&assignment.key);
        self.begin(assignment, before, None);
    }

    fn begin(
        self: &Arc<Self>,
        assignment: Assignment,
        before: Option<Before>,
        first: Option<Command>,
    ) {
        let key = assignment.key.clone();
        let handle = Task::begin(self, assignment, before);
        if let Some(command) = first {
            drop(handle.commands.send(command));
        }
        self.tasks.lock().insert(key, handle);
    }

    /// The server has closed the binding: a task that still runs is ended, one that has been
    /// released is forgotten.
    fn close_or_forget(&self, key: &TaskKey) {
        let running = match self.tasks.lock().get(key) {
            Some(task) => task.commands.send(Command::Close).is_ok(),
            None => false,
        };
        if !running {
            self.forget(key);
        }
    }

    /// Nothing of the binding is left but its folder: removes it.
    pub(in crate::agent) fn forget(&self, key: &TaskKey) {
        self.numbers.remove(&ObjectKey::Task(key.clone()));
        self.lent.forget(key);
        self.secrets.forget(key);
        self.tasks.lock().remove(key);
        self.scribe.forget(key, self.task_dir(key));
    }

    /// The server has the lines of these containers up to these numbers.
    fn lines_acked(&self, acked: Vec<(TaskKey, String, u64)>) {
        let tasks = self.tasks.lock();
        for (key, container, seq) in acked {
            let sender = tasks.get(&key).and_then(|task| task.acked.get(&container));
            if let Some(sender) = sender {
                sender.send_if_modified(|last| {
                    let more = seq > *last;
                    *last = seq.max(*last);
                    more
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::agent::before::tests::Folder;
    use crate::agent::cgroup_root;
    use crate::cgroup::{Cgroups, task_path};
    use crate::shim::protocol::SOCKET;
    use ferrogate_link::Limits;
    use std::os::unix::net::UnixListener;
    use std::process::Stdio;
    use std::time::{Duration, Instant};
    use tokio::io::AsyncReadExt;
    use tokio::process::{Child, Command};

    const DEADLINE: Duration = Duration::from_secs(60);

    /// A process in the cgroup of a task's container.
    async fn process_in(cgroups: &Cgroups, cgroup: &str) -> Child {
        let limits = Limits { cpu_units: 256, memory_mib: 64, pids_max: 10 };
        cgroups.create_task(cgroup, &limits).unwrap();
        let script = format!(
            "for group in /sys/fs/cgroup/{cgroup} /sys/fs/cgroup/*/{cgroup}; do \
             [ -d $group ] && mkdir -p $group/web && echo $$ >$group/web/cgroup.procs; \
             done; echo; exec sleep 1000"
        );
        let mut sh = Command::new("sh");
        let sh = sh.args(["-c", &script]).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = sh.spawn().unwrap();
        process.stdout.take().unwrap().read_u8().await.expect("it is in its group");
        process
    }

    #[tokio::test]
    async fn what_is_left_of_a_damaged_task_that_nobody_asks_for_is_ended_and_removed() {
        let folder = Folder::new(&format!("s{}", std::process::id()));
        drop(folder.open().await);
        let keys = [folder.add(1), folder.add(2)];
        let data = &folder.options.data_dir;
        let dirs = keys.clone().map(|key| data.join("tasks").join(key.to_string()));
        for dir in &dirs {
            std::fs::write(dir.join("task.json"), "damaged").unwrap();
        }
        // One's shim was killed, and nobody knows which slot the other had.
        drop(UnixListener::bind(data.join("slots/1").join(SOCKET)).unwrap());
        std::fs::remove_dir_all(data.join("slots/2")).unwrap();
        let cgroups = Cgroups::detect().unwrap();
        let root = cgroup_root(&folder.options.instance);
        let mut processes = Vec::new();
        for key in &keys {
            processes.push(process_in(&cgroups, &task_path(&root, key)).await);
        }
        let host = folder.open().await;
        let slots: Vec<_> = keys.iter().map(|key| host.before.lock()[key].slot()).collect();
        assert_eq!(slots, [Some(1), None]);
        host.sync(vec![]);
        for mut process in processes {
            let ended = tokio::time::timeout(DEADLINE, process.wait()).await;
            assert!(!ended.expect("it is killed").unwrap().success());
        }
        let until = Instant::now() + DEADLINE;
        while dirs.iter().any(|dir| dir.exists()) {
            assert!(Instant::now() < until, "the tasks' folders go");
            tokio::task::yield_now().await;
        }
        assert!(!data.join("slots/1").exists());
        assert!(keys.iter().all(|key| cgroups.is_gone(&task_path(&root, key))));
        drop(host);
        folder.end_network().await;
    }
}
