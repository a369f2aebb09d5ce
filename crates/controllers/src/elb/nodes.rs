//! Writes what the nodes of each load balancer are told, and on which host each is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::HostId;
use ferrogate_link::balancer::{NodeId, Report};
use ferrogate_records::acm::certificate;
use ferrogate_records::autoscaling::target as scalable;
use ferrogate_records::ecs::service;
use ferrogate_records::elb::load_balancer::{self, State as Stand};
use ferrogate_records::elb::{listener, node, target, target_group, trust_store};
use ferrogate_records::host;
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State, create, put};
use ferrogate_store::{Guard, Key, Op, Prefix};
use parking_lot::Mutex;
use tokio::sync::watch;

use super::{Seen, compile, of_group, owner};
use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;
use crate::zero;

/// When it is looked again whether there is a host for a node that has none.
const HOST_AGAIN: Duration = Duration::from_secs(1);

/// Tells hosts of load balancers.
pub struct Nodes {
    sessions: Arc<Sessions>,
    heard: Heard,
}

impl Nodes {
    /// Reads what nodes have told in `sessions`.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>) -> Self {
        let heard = Heard::new(&sessions);
        Self { sessions, heard }
    }
}

#[async_trait]
impl Reconciler for Nodes {
    const NAME: &'static str = "balancer-nodes";
    const AT_ONCE: usize = 8;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<load_balancer::Record>(changes);
        state.tell::<listener::Record>(changes);
        state.tell::<certificate::Record>(changes);
        state.tell::<trust_store::Record>(changes);
        state.tell::<target_group::Record>(changes);
        state.tell::<target::Record>(changes);
        state.tell::<node::Record>(changes);
        state.tell::<host::Record>(changes);
        state.tell::<service::Record>(changes);
        state.tell::<scalable::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Key> {
        let kind = record.as_str().split('/').nth(1).unwrap_or_default();
        match kind {
            load_balancer::KIND => vec![record.clone()],
            listener::KIND | node::KIND => owner(record, load_balancer::KIND).into_iter().collect(),
            certificate::KIND => with_certificate(state, record),
            trust_store::KIND => with_trust_store(state, record),
            target_group::KIND => of_group(state, record).into_iter().collect(),
            target::KIND => {
                let group = owner(record, target_group::KIND);
                group.and_then(|group| of_group(state, &group)).into_iter().collect()
            }
            host::KIND => on_host(state, record),
            service::KIND => zero::told_by(state, record),
            scalable::KIND => {
                let service = zero::service_of(record);
                service.map(|service| zero::told_by(state, &service)).unwrap_or_default()
            }
            _ => vec![],
        }
    }

    /// What a node tells may make its load balancer active.
    async fn nudged(&self, state: &State) -> Vec<Key> {
        self.heard
            .next(state, &self.sessions, |report| {
                format!("{} {} {:?}", report.run, report.generation, report.trouble)
            })
            .await
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let all = cx.state.snapshot();
        let of_name = Key::new(key.as_str().replacen(load_balancer::KIND, node::KIND, 1))?;
        let below = Prefix::new(format!("{}/", of_name.as_str()))?;
        let there = all.table::<node::Record>().list(&below)?;
        let Some(seen) = Seen::of(&all, key)? else {
            return self.remove(cx, &there).await;
        };
        let hosts = hosts(&all);
        let mut wanted = BTreeMap::new();
        let mut without_host = false;
        for node in nodes(&all, &seen)? {
            let at = node::key(&seen.balancer.scope, &seen.balancer.named, &node.id.0);
            let old = there.iter().find(|old| old.key.as_str() == at);
            let stays = old.map(|old| &old.host).filter(|host| hosts.contains_key(host));
            match stays.or_else(|| emptiest(&hosts)) {
                Some(host) => {
                    wanted.insert(at, node::Record { host: host.clone(), node });
                }
                None => without_host = true,
            }
        }
        let (mut guards, mut ops) = (vec![seen.balancer.unchanged()], vec![]);
        for (at, record) in &wanted {
            match there.iter().find(|old| old.key.as_str() == at) {
                Some(old) if ***old == *record => {}
                Some(old) => {
                    guards.push(old.unchanged());
                    ops.push(put(old.key.clone(), &old.doc.with(record.clone()))?);
                }
                None => {
                    let at = Key::new(at.clone())?;
                    guards.push(Guard::Absent(at.clone()));
                    ops.push(create(at, record)?);
                }
            }
        }
        // One of a host that is gone is told to nobody, and stays until there is another.
        let keeps = |old: &Entry<node::Record>| {
            let of = |zone: &load_balancer::Zone| zone.eni == old.node.id.0;
            wanted.contains_key(old.key.as_str())
                || (without_host && seen.balancer.zones.iter().any(of))
        };
        for old in there.iter().filter(|old| !keeps(old)) {
            guards.push(old.unchanged());
            ops.push(Op::Del(old.key.clone()));
        }
        if !ops.is_empty() {
            let Some(rev) = cx.commit(&guards, &ops).await? else {
                return Ok(Next::AfterConflict);
            };
            cx.state.at(rev).await?;
            return Ok(Next::Now);
        }
        if without_host {
            return Ok(Next::After(HOST_AGAIN));
        }
        self.activate(cx, &seen, &there).await
    }
}

impl Nodes {
    /// Removes the nodes of a load balancer that is gone.
    async fn remove(&self, cx: &Cx, there: &[Arc<Entry<node::Record>>]) -> Result<Next, Fault> {
        if there.is_empty() {
            return Ok(Next::WhenChanged);
        }
        let guards: Vec<_> = there.iter().map(|old| old.unchanged()).collect();
        let ops: Vec<_> = there.iter().map(|old| Op::Del(old.key.clone())).collect();
        if cx.commit_from_reserve(&guards, &ops).await?.is_none() {
            return Ok(Next::AfterConflict);
        }
        for old in there {
            self.sessions.balancers.forget(&old.node.id);
        }
        Ok(Next::WhenChanged)
    }

    /// A load balancer takes requests once each of its nodes does what it was told.
    async fn activate(
        &self,
        cx: &Cx,
        seen: &Seen,
        there: &[Arc<Entry<node::Record>>],
    ) -> Result<Next, Fault> {
        let obeys = |node: &Entry<node::Record>| {
            let report = self.sessions.balancers.latest(&node.node.id);
            report.is_some_and(|report| {
                report.generation == node.modify.0 && report.trouble.is_none()
            })
        };
        let waits = seen.balancer.state == Stand::Provisioning;
        if !waits || there.is_empty() || !there.iter().all(|node| obeys(node)) {
            return Ok(Next::WhenChanged);
        }
        let mut record = seen.balancer.doc.clone();
        record.state = Stand::Active;
        let op = put(seen.balancer.key.clone(), &record)?;
        match cx.commit(&[seen.balancer.unchanged()], &[op]).await? {
            Some(_) => Ok(Next::WhenChanged),
            None => Ok(Next::AfterConflict),
        }
    }
}

/// What each node of the load balancer is told.
fn nodes(all: &Snapshot, seen: &Seen) -> Result<Vec<ferrogate_records::balancer::Node>, Fault> {
    let holds = zero::holds(all, &seen.balancer.scope);
    let mut groups = vec![];
    for group in seen.groups.values() {
        let prefix = Prefix::new(target::prefix(&group.scope, &group.named))?;
        let targets = all.table::<target::Record>().list(&prefix)?;
        let hold = holds.get(&group.named).copied();
        groups.push(compile::group(group, targets.iter().map(|one| &***one), hold));
    }
    let of = &seen.balancer;
    let zones = of.zones.iter();
    let listeners = || seen.listeners.iter().map(|one| &***one);
    let versions = compile::Versions {
        certificate: &|arn| seen.certificates.get(arn).map(|of| of.version.clone()),
        trust_store: &|named| seen.trust_stores.get(named).map(|of| of.version.clone()),
    };
    Ok(zones.map(|zone| compile::node(of, zone, listeners(), groups.clone(), &versions)).collect())
}

/// The hosts that are there, with the number of nodes on each.
fn hosts(all: &Snapshot) -> BTreeMap<HostId, usize> {
    let there = all.table::<host::Record>().readable().0.filter(|host| host.lost_at.is_none());
    let nodes = all.table::<node::Record>();
    there
        .map(|host| (host.id.clone(), nodes.readable_by::<node::OnHost>(&host.id).0.count()))
        .collect()
}

fn emptiest(hosts: &BTreeMap<HostId, usize>) -> Option<&HostId> {
    hosts.iter().min_by_key(|(_, nodes)| **nodes).map(|(host, _)| host)
}

/// The load balancers whose listeners have a certificate.
fn with_certificate(state: &State, record: &Key) -> Vec<Key> {
    let found = state.table::<certificate::Record>().get(record).ok().flatten();
    // One that is gone was in use by none.
    let Some(found) = found else { return vec![] };
    let arn = found.arn();
    let Ok(prefix) = Prefix::new(found.scope.prefix(listener::KIND)) else { return vec![] };
    let listeners = state.table::<listener::Record>().list(&prefix).unwrap_or_default();
    let uses = listeners.iter().filter(|one| one.certificates().any(|of| of == arn));
    let owners = uses.filter_map(|one| owner(&one.key, load_balancer::KIND));
    owners.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The load balancers with a listener whose clients a trust store vouches for.
fn with_trust_store(state: &State, record: &Key) -> Vec<Key> {
    let found = state.table::<trust_store::Record>().get(record).ok().flatten();
    // One that is gone was in use by none.
    let Some(found) = found else { return vec![] };
    let Ok(prefix) = Prefix::new(found.scope.prefix(listener::KIND)) else { return vec![] };
    let listeners = state.table::<listener::Record>().list(&prefix).unwrap_or_default();
    let uses = listeners.iter().filter(|one| one.trust_store() == Some(&found.named));
    let owners = uses.filter_map(|one| owner(&one.key, load_balancer::KIND));
    owners.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The load balancers with nodes on a host.
fn on_host(state: &State, record: &Key) -> Vec<Key> {
    let Some(host) = state.table::<host::Record>().get(record).ok().flatten() else {
        return vec![];
    };
    let nodes = state.table::<node::Record>();
    let on = nodes.readable_by::<node::OnHost>(&host.id).0;
    let owners = on.filter_map(|node| owner(&node.key, load_balancer::KIND));
    owners.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What was heard of nodes last, as far as one reconciler cares.
pub(super) struct Heard {
    changes: tokio::sync::Mutex<watch::Receiver<u64>>,
    known: Mutex<HashMap<NodeId, String>>,
}

impl Heard {
    pub(super) fn new(sessions: &Sessions) -> Self {
        Self {
            changes: tokio::sync::Mutex::new(sessions.balancers.changes()),
            known: Mutex::default(),
        }
    }

    /// The load balancers of which a node has told something else, as `gist` has it.
    pub(super) async fn next(
        &self,
        state: &State,
        sessions: &Sessions,
        gist: impl Fn(&Report) -> String,
    ) -> Vec<Key> {
        // The sender lives as long as the sessions.
        let changed = self.changes.lock().await.changed().await;
        if changed.is_err() {
            return std::future::pending().await;
        }
        let nodes = state.table::<node::Record>();
        let mut known = self.known.lock();
        let (mut others, mut there) = (BTreeSet::new(), HashMap::new());
        for node in nodes.readable().0 {
            let Some(report) = sessions.balancers.latest(&node.node.id) else { continue };
            let gist = gist(&report);
            if known.get(&node.node.id) != Some(&gist) {
                others.extend(owner(&node.key, load_balancer::KIND));
            }
            there.insert(node.node.id.clone(), gist);
        }
        *known = there;
        others.into_iter().collect()
    }
}
