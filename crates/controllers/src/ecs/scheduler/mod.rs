//! Gives each accepted task a host and an address, in one guarded transaction per host and
//! look: nothing is ever half allocated.
//!
//! Looks at a class of tasks at a time, so a class that fits nowhere holds up no other.

mod network;
mod plan;
mod waiting;

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use async_trait::async_trait;
use ferrogate_base::{Epoch, crash};
use ferrogate_records::ec2::{address, eni, public_address};
use ferrogate_records::ecs::task::{self, Binding, Desired, Eni, Status, Stop, StopCode};
use ferrogate_records::host;
use ferrogate_state::{Changes, Doc, Fault, Row, State, as_read, create, next, put};
use ferrogate_store::{Guard, Key, Op, Prefix};
use parking_lot::Mutex;

use crate::ecs::lack::Lack;
use crate::ecs::log_streams::Ready;
use crate::ecs::placement::{Addresses, Candidate, Choice, Class, choose, could_hold};
use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;
use network::{Missing, Network, Publics, Turn, interface};
use plan::{Bound, Left, plan};
use waiting::{Telling, Waiting};

/// Tasks of one look: four operations and guards each, within the store's limits.
const BATCH: usize = 24;
/// Why a task stops that no host can ever run.
const NO_CAPACITY: &str = "Capacity is unavailable at this time. No host is large enough for the \
                           task, or of its CPU architecture.";

/// Binds tasks to hosts. Knows nothing of log streams but whether they are ready.
pub struct Scheduler {
    sessions: Arc<Sessions>,
    ready: Arc<Ready>,
    waiting: Mutex<Waiting>,
    addresses: Mutex<Addresses>,
}

impl Scheduler {
    /// A scheduler for the hosts of `sessions` and the tasks that are `ready`.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>, ready: Arc<Ready>) -> Self {
        Self { sessions, ready, waiting: Mutex::default(), addresses: Mutex::default() }
    }

    /// Notes whether the task under `key` waits; the classes to look at therefore.
    fn note(&self, state: &State, key: &Key) -> Vec<Class> {
        // One that can't be read has no place, and its cache has told of it.
        let entry = state.table::<task::Record>().get(key).ok().flatten();
        let mut waiting = self.waiting.lock();
        match entry {
            Some(entry) if waits(&entry) && self.ready.has(key) => {
                let class = Class::of(&entry);
                waiting.insert(&class, entry.at.created.0, key);
                vec![class]
            }
            Some(entry) if waits(&entry) => vec![],
            entry => {
                waiting.remove(key);
                self.ready.forget(key);
                let holds = entry.is_some_and(|entry| entry.holds_place());
                // What it held may be another's.
                if holds { vec![] } else { waiting.classes() }
            }
        }
    }

    /// The hosts that are connected, and the ledger of each as it was read.
    async fn candidates(&self, state: &State) -> Result<Candidates, Fault> {
        let mut found = Candidates::default();
        let mut unreadable = None;
        for id in self.sessions.connected() {
            match candidate(state, &id).await {
                // It is back, and not known to be.
                Ok(Some((candidate, _))) if candidate.host.lost_at.is_some() => {}
                Ok(Some((candidate, ledger))) => {
                    found.hosts.push(candidate);
                    found.ledgers.push(ledger);
                }
                Ok(None) => {}
                // The other hosts go on without it.
                Err(fault @ (Fault::Record(_) | Fault::Unreadable(_))) => unreadable = Some(fault),
                Err(fault) => return Err(fault),
            }
        }
        match unreadable {
            Some(fault) if found.hosts.is_empty() => Err(fault),
            _ => Ok(found),
        }
    }

    /// Whether a host is away, and not lost, that could hold tasks of the class.
    fn may_come_back(&self, state: &State, class: &Class) -> bool {
        let connected = self.sessions.connected();
        state.table::<host::Record>().readable().0.any(|host| {
            host.lost_at.is_none() && !connected.contains(&host.id) && could_hold(host, class)
        })
    }

    /// The tasks under `keys` that still wait. The others are forgotten.
    async fn still_waiting(
        &self,
        state: &State,
        keys: &[Key],
    ) -> Result<Vec<Row<task::Record>>, Fault> {
        let mut rows = Vec::new();
        for (key, row) in keys.iter().zip(state.read_each::<task::Record>(keys).await?) {
            match row {
                Ok(Some(row)) if waits(&row.record) => rows.push(row),
                _ => self.waiting.lock().remove(key),
            }
        }
        Ok(rows)
    }

    /// Binds `bound` to the candidate; `false` when somebody else was faster.
    async fn bind(
        &self,
        cx: &Cx,
        candidate: &Candidate,
        ledger: Option<&Row<host::Ledger>>,
        (turn, dual_stack): (&mut Turn, bool),
        bound: Vec<Bound>,
    ) -> Result<bool, Fault> {
        let ledger_key = Key::new(host::ledger_key(&candidate.host.id))?;
        let mut guards = vec![as_read(&ledger_key, ledger)];
        let mut ops = vec![put(ledger_key, &next(ledger, candidate.ledger))?];
        turn.take(&mut guards, &mut ops)?;
        let mut keys = Vec::new();
        for Bound { row, subnet, address, public } in bound {
            let scope = row.record.scope.clone();
            let place = Key::new(address::key(&scope, &subnet.id, address))?;
            let epoch = Epoch(row.modify.0);
            let guard = row.unchanged();
            let now = cx.state.now();
            let eni = interface(&row.record, &subnet, address, public, dual_stack, now);
            let at = Key::new(eni::key(&scope, &eni.id))?;
            guards.extend([guard, Guard::Absent(place.clone()), Guard::Absent(at.clone())]);
            let record = bind_record(row.record, &candidate.host, epoch, &eni);
            ops.push(create(place, &address::Record { eni: eni.id.clone() })?);
            ops.push(create(at, &eni)?);
            if let Some(public) = public {
                let key = Key::new(public_address::key(public))?;
                guards.push(Guard::Absent(key.clone()));
                let holder = public_address::Holder::Interface(eni.id.clone());
                ops.push(create(key, &public_address::Record { scope, holder })?);
            }
            tracing::info!(task = %record.id, host = %candidate.host.id, %epoch, "bound");
            keys.push(row.key.clone());
            ops.push(put(row.key, &record)?);
        }
        crash::point(format_args!("server:before-bind"));
        let rev = cx.commit(&guards, &ops).await?;
        crash::point(format_args!("server:after-bind"));
        let Some(rev) = rev else { return Ok(false) };
        turn.taken(rev);
        cx.state.at(rev).await?;
        keys.iter().for_each(|key| self.waiting.lock().remove(key));
        Ok(true)
    }

    /// Writes into the records of tasks that have waited a moment why they do.
    async fn tell(&self, cx: &Cx, class: &Class, candidates: &[Candidate]) -> Result<Next, Fault> {
        let why = Lack::of(candidates, class).to_string();
        let telling = self.waiting.lock().telling(class, &why, cx.state.now(), BATCH);
        let keys = match telling {
            Telling::Now(keys) => keys,
            Telling::After(rest) => return Ok(Next::After(rest)),
            Telling::Done => return Ok(Next::WhenChanged),
        };
        let (mut guards, mut ops) = (Vec::new(), Vec::new());
        for mut row in self.still_waiting(&cx.state, &keys).await? {
            if row.record.pending_reason.as_ref() != Some(&why) {
                guards.push(row.unchanged());
                row.record.pending_reason = Some(why.clone());
                row.record.version += 1;
                ops.push(put(row.key, &row.record)?);
            }
        }
        if !ops.is_empty() {
            let Some(rev) = cx.commit(&guards, &ops).await? else {
                return Ok(Next::AfterConflict);
            };
            cx.state.at(rev).await?;
        }
        self.waiting.lock().told(&keys);
        Ok(Next::Now)
    }

    /// Ends tasks that no host can ever run.
    async fn refuse(&self, cx: &Cx, keys: &[Key]) -> Result<Next, Fault> {
        let rows = self.still_waiting(&cx.state, keys).await?;
        self.stop_all(cx, rows, NO_CAPACITY).await
    }

    /// Ends tasks that can't start.
    async fn stop_all(
        &self,
        cx: &Cx,
        rows: Vec<Row<task::Record>>,
        reason: &str,
    ) -> Result<Next, Fault> {
        let mut next = Next::Now;
        for row in rows {
            let key = row.key.clone();
            match stop(cx, row, reason).await? {
                Some(_) => self.waiting.lock().remove(&key),
                None => next = Next::AfterConflict,
            }
        }
        Ok(next)
    }
}

#[async_trait]
impl Reconciler for Scheduler {
    const NAME: &'static str = "scheduler";
    type Key = Class;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<task::Record>(changes);
        state.tell::<address::Record>(changes);
        state.tell::<public_address::Record>(changes);
        state.tell::<host::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Class> {
        if record.as_str().split('/').nth(1) == Some(task::KIND) {
            self.note(state, record)
        } else {
            // An address that is free again may be what tasks wait for, or a host that is back;
            // or a host is lost that they waited for.
            self.waiting.lock().classes()
        }
    }

    async fn nudged(&self, state: &State) -> Vec<Class> {
        tokio::select! {
            () = self.sessions.changed() => self.waiting.lock().classes(),
            tasks = self.ready.next() => {
                tasks.iter().flat_map(|task| self.note(state, task)).collect()
            }
        }
    }

    async fn reconcile(&self, cx: &Cx, class: &Class) -> Result<Next, Fault> {
        let keys = self.waiting.lock().oldest(class, BATCH);
        if keys.is_empty() {
            return Ok(Next::WhenChanged);
        }
        let mut candidates = self.candidates(&cx.state).await?;
        match choose(&candidates.hosts, class) {
            Choice::Never if !self.may_come_back(&cx.state, class) => {
                return self.refuse(cx, &keys).await;
            }
            Choice::Never | Choice::Wait => return self.tell(cx, class, &candidates.hosts).await,
            Choice::Host(_) => {}
        }
        let rows = self.still_waiting(&cx.state, &keys).await?;
        let snapshot = cx.state.snapshot();
        let mut publics = Publics::of(&snapshot, class)?;
        let network = Network::of(snapshot, class)?;
        let Some(turn) = network.turn.clone() else {
            return self.stop_all(cx, rows, &Missing::Subnet.reason(class)).await;
        };
        let (rows, without) = network.split(rows)?;
        if !without.is_empty() {
            return self.stop_all(cx, without, &Missing::Group.reason(class)).await;
        }
        let mut taken = taken(&cx.state, class)?;
        let plan = {
            let (hosts, addresses) = (&mut candidates.hosts, &mut self.addresses.lock());
            plan(class, &network.subnets, rows, hosts, &mut taken, addresses, &mut publics)
        };
        let (mut turn, mut all_bound) = (turn, true);
        for (at, bound) in plan.bind {
            let (host, ledger) = (&candidates.hosts[at], candidates.ledgers[at].as_ref());
            all_bound &=
                self.bind(cx, host, ledger, (&mut turn, network.dual_stack), bound).await?;
        }
        match (all_bound, plan.left) {
            (false, _) => Ok(Next::AfterConflict),
            (true, Left::None) => Ok(Next::Now),
            (true, Left::Room) => self.tell(cx, class, &candidates.hosts).await,
            (true, Left::Address(rows)) => {
                self.stop_all(cx, rows, &Missing::Address.reason(class)).await
            }
            (true, Left::PublicAddress(rows)) => {
                self.stop_all(cx, rows, &Missing::PublicAddress.reason(class)).await
            }
        }
    }
}

/// Hosts, and beside each its ledger as it was read.
#[derive(Default)]
struct Candidates {
    hosts: Vec<Candidate>,
    ledgers: Vec<Option<Row<host::Ledger>>>,
}

async fn candidate(
    state: &State,
    id: &ferrogate_base::HostId,
) -> Result<Option<(Candidate, Option<Row<host::Ledger>>)>, Fault> {
    let Some(host) = state.table::<host::Record>().get(&Key::new(host::key(id))?)? else {
        return Ok(None);
    };
    let row = state.read::<host::Ledger>(&Key::new(host::ledger_key(id))?).await?;
    let ledger = row.as_ref().map(|row| *row.record).unwrap_or_default();
    Ok(Some((Candidate { host: (**host).clone(), ledger }, row)))
}

/// The addresses that are taken of the subnets of `class`, each with its subnet.
fn taken(state: &State, class: &Class) -> Result<HashSet<(String, Ipv4Addr)>, Fault> {
    let addresses = state.table::<address::Record>();
    let mut taken = HashSet::new();
    for subnet in &class.subnets {
        let prefix = Prefix::new(address::prefix(&class.scope, subnet))?;
        // The key says it all: an address is taken also when its record can't be read.
        let of = addresses.keys(&prefix).filter_map(|key| key.name().parse().ok());
        taken.extend(of.map(|address| (subnet.clone(), address)));
    }
    Ok(taken)
}

/// Whether a task waits for a host.
pub(crate) fn waits(record: &task::Record) -> bool {
    record.binding.is_none()
        && record.desired == Desired::Running
        && record.status == Status::Provisioning
}

/// Ends a task that can't start; `None` when it was written meanwhile.
pub(crate) async fn stop(
    cx: &Cx,
    mut row: Row<task::Record>,
    reason: &str,
) -> Result<Option<ferrogate_store::Rev>, Fault> {
    let guard = row.unchanged();
    let stop = Stop { code: StopCode::TaskFailedToStart, reason: reason.into() };
    row.record.ask_stop(stop, cx.state.now());
    row.record.version += 1;
    let op: Op = put(row.key, &row.record)?;
    cx.commit_from_reserve(&[guard], &[op]).await
}

/// The record with its host and its interface. The epoch is the revision of the record that
/// was bound: the bind is guarded by it, so no two bindings of a task have the same one.
fn bind_record(
    mut record: Doc<task::Record>,
    host: &host::Record,
    epoch: Epoch,
    eni: &eni::Record,
) -> Doc<task::Record> {
    record.version += 1;
    record.bind(Binding {
        host: host.id.clone(),
        epoch,
        eni: Eni {
            id: eni.id.clone(),
            vpc: eni.vpc.clone(),
            subnet: eni.subnet.clone(),
            zone: eni.zone.clone(),
            address: eni.address,
            mac: eni.mac.clone(),
            public: eni.public.first().map(|one| one.public),
            ipv6: eni.ipv6_addresses.first().copied(),
        },
        observed: 0,
        released: false,
    });
    record
}
