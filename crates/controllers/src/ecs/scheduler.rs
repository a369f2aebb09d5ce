//! Gives each accepted task a host and an address, in one guarded transaction per host and
//! batch: nothing is ever half allocated.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::errors::chain;
use ferrogate_base::{Epoch, Shutdown, crash};
use ferrogate_records::ec2::address;
use ferrogate_records::ec2::vpc::Vpc;
use ferrogate_records::ecs::task::{self, Binding, Desired, Eni, Status, Stop, StopCode};
use ferrogate_records::host;
use ferrogate_store::{Guard, Key, Op};

use crate::ecs::placement::{Addresses, Candidate, Choice, choose};
use crate::host::{LogSink, NotReady, Sessions};
use ferrogate_state::{Doc, Fault, Row, State, all, as_read, create, next, put};

/// Tasks of one transaction: two operations and two guards each, within the store's limits.
const BATCH: usize = 40;
/// Why a task stops that no host can ever run.
const NO_CAPACITY: &str = "Capacity is unavailable at this time. No host is large enough for the \
                           task, or of its CPU architecture.";
/// Looks again this often, whatever the watch says.
const RESYNC: Duration = Duration::from_secs(30);

/// Binds tasks to hosts until the shutdown.
pub async fn run(
    state: Arc<State>,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    shutdown: Shutdown,
) {
    let mut changes = state.tasks.changes();
    let mut scheduler = Scheduler {
        state,
        sessions,
        sink,
        waiting: BTreeSet::new(),
        addresses: Addresses::default(),
    };
    loop {
        if let Err(fault) = scheduler.pass().await {
            tracing::error!(error = %chain(&fault), "the scheduler's pass failed");
        }
        tokio::select! {
            () = shutdown.requested() => return,
            changed = changes.next() => match changed {
                Some(keys) => scheduler.note(keys),
                None => return,
            },
            () = scheduler.sessions.changed() => {}
            () = tokio::time::sleep(RESYNC) => {}
        }
    }
}

struct Scheduler {
    state: Arc<State>,
    sessions: Arc<Sessions>,
    sink: Arc<dyn LogSink>,
    /// Tasks without a host, oldest first.
    waiting: BTreeSet<(u64, Key)>,
    addresses: Addresses,
}

/// A task with the place that was chosen for it.
struct Bound {
    row: Row<task::Record>,
    subnet: String,
    address: Ipv4Addr,
}

impl Scheduler {
    fn note(&mut self, keys: BTreeSet<Key>) {
        for key in keys {
            // A record that can't be read makes the pass fail, and is reported there.
            if let Ok(Some(entry)) = self.state.tasks.get(&key)
                && waits(&entry)
            {
                self.waiting.insert((entry.at.created.0, key));
            }
        }
    }

    /// Places all that fits now.
    async fn pass(&mut self) -> Result<(), Fault> {
        loop {
            let keys: Vec<_> =
                self.waiting.iter().take(BATCH).map(|(_, key)| key.clone()).collect();
            if keys.is_empty() || !self.batch(&keys).await? {
                return Ok(());
            }
        }
    }

    /// Places the tasks of `keys`; whether it is worth looking at the next ones at once.
    async fn batch(&mut self, keys: &[Key]) -> Result<bool, Fault> {
        let rows: Vec<_> = self.state.read_all::<task::Record>(keys).await?;
        let ready = rows.iter().map(|row| self.make_ready(row.as_ref()));
        let ready = futures_util::future::join_all(ready).await;
        let mut candidates = self.candidates().await?;
        let mut taken = self.taken()?;
        let mut plan: BTreeMap<usize, Vec<Bound>> = BTreeMap::new();
        let mut done = Vec::new();
        for ((key, row), ready) in keys.iter().zip(rows).zip(ready) {
            let Some(row) = row.filter(|row| waits(&row.record)) else {
                done.push(key.clone());
                continue;
            };
            match ready {
                Ok(()) => {}
                Err(NotReady::Refused(reason)) => {
                    let reason = format!("ResourceInitializationError: {reason}");
                    if self.refuse(row, &reason).await? {
                        done.push(key.clone());
                    }
                    continue;
                }
                Err(NotReady::Failed(error)) => {
                    tracing::warn!(task = %row.record.id, error, "its log streams are not ready");
                    continue;
                }
            }
            let hosts: Vec<_> = candidates.iter().map(|(candidate, _)| candidate.clone()).collect();
            match choose(&hosts, &row.record) {
                Choice::Wait => {}
                Choice::Never => {
                    if self.refuse(row, NO_CAPACITY).await? {
                        done.push(key.clone());
                    }
                }
                Choice::Host(at) => {
                    let vpc = Vpc::default_of(&row.record.scope);
                    let Some((subnet, address)) = self.addresses.choose(&vpc, &row.record, &taken)
                    else {
                        continue;
                    };
                    let candidate = &mut candidates[at].0;
                    let Some(ledger) = candidate.ledger.take(
                        &candidate.host,
                        row.record.cpu_units,
                        row.record.memory_mib,
                    ) else {
                        continue;
                    };
                    candidate.ledger = ledger;
                    taken.insert((subnet.id.clone(), address));
                    let subnet = subnet.id.clone();
                    plan.entry(at).or_default().push(Bound { row, subnet, address });
                }
            }
        }
        for (at, bound) in plan {
            let (candidate, ledger) = &candidates[at];
            done.extend(self.bind(candidate, ledger.as_ref(), bound).await?);
        }
        self.waiting.retain(|(_, key)| !done.contains(key));
        Ok(!done.is_empty())
    }

    async fn make_ready(&self, row: Option<&Row<task::Record>>) -> Result<(), NotReady> {
        match row.filter(|row| waits(&row.record)) {
            Some(row) => self.sink.make_ready(&row.record).await,
            None => Ok(()),
        }
    }

    /// The hosts that are connected, each with its ledger as it was read.
    async fn candidates(&self) -> Result<Vec<(Candidate, Option<Row<host::Ledger>>)>, Fault> {
        let mut candidates = Vec::new();
        for id in self.sessions.connected() {
            let Some(host) = self.state.hosts.get(&Key::new(host::key(&id))?)? else { continue };
            let key = Key::new(host::ledger_key(&id))?;
            let row = self.state.read::<host::Ledger>(&key).await?;
            let ledger = row.as_ref().map(|row| *row.record).unwrap_or_default();
            candidates.push((Candidate { host: (**host).clone(), ledger }, row));
        }
        Ok(candidates)
    }

    fn taken(&self) -> Result<HashSet<(String, Ipv4Addr)>, Fault> {
        let of = |key: &Key| {
            let mut last = key.as_str().rsplit('/');
            let address = last.next()?.parse().ok()?;
            Some((last.next()?.to_owned(), address))
        };
        Ok(all(&self.state.addresses)?.iter().filter_map(|entry| of(&entry.key)).collect())
    }

    /// Binds `bound` to the candidate; the keys that need no further look.
    async fn bind(
        &self,
        candidate: &Candidate,
        ledger: Option<&Row<host::Ledger>>,
        bound: Vec<Bound>,
    ) -> Result<Vec<Key>, Fault> {
        let ledger_key = Key::new(host::ledger_key(&candidate.host.id))?;
        let mut guards = vec![as_read(&ledger_key, ledger)];
        let mut ops = vec![put(ledger_key, &next(ledger, candidate.ledger))?];
        let mut keys = Vec::new();
        for Bound { row, subnet, address } in bound {
            let place = Key::new(address::key(&row.record.scope, &subnet, address))?;
            guards.extend([row.unchanged(), Guard::Absent(place.clone())]);
            ops.push(create(place, &address::Record { task: row.record.id.clone() })?);
            let epoch = Epoch(row.modify.0);
            let record = bind_record(row.record, &candidate.host, epoch, &subnet, address);
            tracing::info!(task = %record.id, host = %candidate.host.id, %epoch, "bound");
            keys.push(row.key.clone());
            ops.push(put(row.key, &record)?);
        }
        crash::point(format_args!("server:before-bind"));
        let bound = self.state.commit(&guards, &ops).await?;
        crash::point(format_args!("server:after-bind"));
        match bound {
            Some(rev) => {
                self.state.tasks.wait_for(rev).await?;
                self.state.addresses.wait_for(rev).await?;
                Ok(keys)
            }
            // Somebody was faster: look again, assume nothing.
            None => Ok(vec![]),
        }
    }

    /// Ends a task that can never run; whether that was recorded.
    async fn refuse(&self, mut row: Row<task::Record>, reason: &str) -> Result<bool, Fault> {
        let guard = row.unchanged();
        let stop = Stop { code: StopCode::TaskFailedToStart, reason: reason.into() };
        row.record.ask_stop(stop, self.state.now());
        row.record.version += 1;
        let op: Op = put(row.key, &row.record)?;
        Ok(self.state.commit(&[guard], &[op]).await?.is_some())
    }
}

fn waits(record: &task::Record) -> bool {
    record.binding.is_none()
        && record.desired == Desired::Running
        && record.status == Status::Provisioning
}

/// The record with its host and its interface. The epoch is the revision of the record that
/// was bound: the bind is guarded by it, so no two bindings of a task have the same one.
fn bind_record(
    mut record: Doc<task::Record>,
    host: &host::Record,
    epoch: Epoch,
    subnet: &str,
    address: Ipv4Addr,
) -> Doc<task::Record> {
    let vpc = Vpc::default_of(&record.scope);
    let zone = vpc.subnet(subnet).map(|s| s.zone.clone()).unwrap_or_default();
    let random = uuid::Uuid::new_v4();
    let bytes = random.as_bytes();
    // A locally administered unicast address (IEEE 802), as those of EC2 are.
    let mac = format!(
        "02:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}",
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]
    );
    record.status = record.status.forward(Status::Pending);
    record.version += 1;
    record.binding = Some(Binding {
        host: host.id.clone(),
        epoch,
        eni: Eni {
            id: format!("eni-{}", &random.simple().to_string()[..17]),
            vpc: vpc.id,
            subnet: subnet.to_owned(),
            zone,
            address,
            mac,
        },
        observed: 0,
        released: false,
    });
    record
}
