//! Keeps services as they are wanted: so many tasks of the right revision, replaced when they
//! fail, and rolled to another revision without fewer than must be or more than may be.
//!
//! [`plan`] decides, purely; [`change`] writes what is decided, in one transaction. A service is
//! looked at by itself, so the trouble of one delays no other. Knows nothing of hosts but which
//! are lost, and starts tasks as RunTask does: by their records.

mod change;
mod member;
mod plan;
mod routes;
mod stages;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::{HostId, TimestampMs};
use ferrogate_records::Scope;
use ferrogate_records::cloudwatch::{alarm, state as alarm_state};
use ferrogate_records::ecs::service::{
    Course, KEPT_MS, Record as Service, Status, events, history, revision,
};
use ferrogate_records::ecs::task::{self, OfService, OnHost};
use ferrogate_records::elb::{health, target};
use ferrogate_records::host;
use ferrogate_state::{Changes, Entry, Fault, Snapshot, State, put};
use ferrogate_store::{Guard, Key, Op, Prefix};

use crate::engine::{Cx, Next, Reconciler};
use crate::host::Sessions;
use change::Change;
use member::Member;
use plan::{Outside, Plan};
use routes::Routes;
use traffic::Traffic;

/// Revisions and deployments of a service that is gone which are removed in one transaction.
const REMOVED_AT_ONCE: usize = 50;

/// Keeps services.
pub struct Services {
    sessions: Arc<Sessions>,
}

impl Services {
    /// Asks load balancers in `sessions` whether they obey rules.
    #[must_use]
    pub fn new(sessions: Arc<Sessions>) -> Self {
        Self { sessions }
    }
}

/// A service as it is at one revision of the store.
struct Seen {
    service: Arc<Entry<Service>>,
    tasks: Vec<Arc<Entry<task::Record>>>,
    /// What load balancers say of each task.
    traffic: Vec<Traffic>,
    members: Vec<Member>,
    revision: Option<Arc<Entry<revision::Record>>>,
    /// The revision that has the traffic before.
    source: Option<Arc<Entry<revision::Record>>>,
    /// Where rules send traffic.
    routes: Routes,
    outside: Outside,
}

#[async_trait]
impl Reconciler for Services {
    const NAME: &'static str = "services";
    const AT_ONCE: usize = 16;
    type Key = Key;

    fn watch(&self, state: &State, changes: &Changes) {
        state.tell::<Service>(changes);
        state.tell::<task::Record>(changes);
        state.tell::<host::Record>(changes);
        state.tell::<target::Record>(changes);
        state.tell::<health::Record>(changes);
        state.tell::<alarm_state::Record>(changes);
    }

    fn wakes(&self, state: &State, record: &Key) -> Vec<Key> {
        match record.as_str().split('/').nth(1) {
            Some(task::KIND) => {
                let task = state.table::<task::Record>().get(record).ok().flatten();
                task.and_then(|task| service_of(&task)).into_iter().collect()
            }
            Some(host::KIND) => on_host(state, record),
            Some(alarm_state::KIND) => watching(state, record),
            Some(target::KIND | health::KIND) => of_target(state, record).into_iter().collect(),
            _ => vec![record.clone()],
        }
    }

    async fn reconcile(&self, cx: &Cx, key: &Key) -> Result<Next, Fault> {
        let now = cx.state.now();
        let Some(seen) = Seen::of(&cx.state.snapshot(), &self.sessions, key, now)? else {
            return Ok(Next::WhenChanged);
        };
        if seen.service.status == Status::Inactive {
            return collect(cx, &seen.service, now).await;
        }
        if let Some((guard, op)) = seen.pins()? {
            return Ok(match cx.commit(&[guard], &[op]).await? {
                Some(rev) => {
                    cx.state.at(rev).await?;
                    Next::Now
                }
                None => Next::AfterConflict,
            });
        }
        let zones = seen.revision.as_ref().map(|revision| revision.network.zones.clone());
        let zones = zones.unwrap_or_default();
        let plan = Plan::of(&seen.service, &seen.members, &zones, &seen.outside, now);
        let (more, look_at) = (plan.more, plan.look_at);
        let Some(change) = Change::of(cx, &seen, plan, now)? else {
            return Ok(look_at.map_or(Next::WhenChanged, |at| Next::After(until(at, now))));
        };
        let Some(rev) = change.commit(cx).await? else { return Ok(Next::AfterConflict) };
        cx.state.at(rev).await?;
        Ok(match (more, look_at) {
            (true, _) => Next::Now,
            (false, Some(at)) => Next::After(until(at, now)),
            (false, None) => Next::WhenChanged,
        })
    }
}

impl Seen {
    fn of(
        all: &Snapshot,
        sessions: &Sessions,
        key: &Key,
        now: TimestampMs,
    ) -> Result<Option<Self>, Fault> {
        let Some(service) = all.table::<Service>().get(key)? else { return Ok(None) };
        let of = (task::prefix(&service.scope, &service.cluster), service.name.clone());
        // While a task of the cluster can't be read it may be one of these: nothing is decided.
        let tasks: Vec<_> = all.table::<task::Record>().by::<OfService>(&of)?.cloned().collect();
        let lost = lost(all);
        let traffic =
            tasks.iter().map(|task| Traffic::of(all, task)).collect::<Result<Vec<_>, _>>()?;
        let members = tasks.iter().zip(&traffic).enumerate();
        let member = |(at, (task, traffic)): (usize, (&Arc<Entry<task::Record>>, &Traffic))| {
            Member::of(at, task, &service, traffic, &lost, now)
        };
        let members = members.filter_map(member).collect();
        let primary = service.primary();
        let revision = revision_of(all, &service, primary.map(|primary| &primary.number))?;
        let course = primary.and_then(|primary| primary.course.as_ref());
        let source = revision_of(all, &service, course.and_then(|course| course.source.as_ref()))?;
        let shifts = match course {
            Some(course) if course.back => &source,
            _ => &revision,
        };
        let balanced = shifts.as_ref().map_or(&[][..], |shifts| &shifts.balancers);
        let routes = match course {
            Some(course) => Routes::of((all, sessions), &service.scope, course, balanced)?,
            None => Routes::default(),
        };
        let (alarms, alarms_ms) = match course {
            Some(course) => alarms(all, &service.scope, course)?,
            None => (vec![], 0),
        };
        let (production, test) = (routes.production.clone(), routes.test.clone());
        let outside = Outside { production, test, alarms, alarms_ms };
        Ok(Some(Self { service, tasks, traffic, members, revision, source, routes, outside }))
    }
}

impl Seen {
    /// What keeps the digests of the images that the first task of the revision has found.
    fn pins(&self) -> Result<Option<(Guard, Op)>, Fault> {
        let Some(revision) = self.revision.as_ref().filter(|of| of.digests.is_empty()) else {
            return Ok(None);
        };
        let own = |member: &&Member| member.deployment == revision.number;
        let found = self.members.iter().filter(own).find_map(|member| {
            let containers = self.tasks[member.at].containers.iter();
            let digest = |c: &task::Container| Some((c.name.clone(), c.image_digest.clone()?));
            containers.map(digest).collect::<Option<BTreeMap<_, _>>>()
        });
        let Some(digests) = found.filter(|digests| !digests.is_empty()) else { return Ok(None) };
        let mut record = revision.doc.clone();
        record.digests = digests;
        Ok(Some((revision.unchanged(), put(revision.key.clone(), &record)?)))
    }
}

fn revision_of(
    all: &Snapshot,
    service: &Service,
    number: Option<&String>,
) -> Result<Option<Arc<Entry<revision::Record>>>, Fault> {
    let Some(number) = number else { return Ok(None) };
    let at = revision::key(&service.scope, &service.cluster, &service.name, number);
    Ok(all.table::<revision::Record>().get(&Key::new(at)?)?)
}

/// Which of the deployment's alarms are in alarm, and how long a rolling deployment bakes so that
/// each of them has looked at it.
fn alarms(all: &Snapshot, scope: &Scope, of: &Course) -> Result<(Vec<String>, u64), Fault> {
    let watched = of.way.alarms.as_ref().filter(|alarms| alarms.enabled);
    let (mut ringing, mut bake_ms) = (vec![], 0);
    for name in watched.iter().flat_map(|alarms| &alarms.names) {
        let Some(found) = all.table::<alarm::Record>().get(&Key::new(alarm::key(scope, name))?)?
        else {
            continue;
        };
        // One period is under way when the bake begins, and one when the last of them ends.
        let periods = u64::from(found.evaluation_periods) + 2;
        bake_ms = bake_ms.max(periods * u64::from(found.watched.period_s) * 1000);
        let at = Key::new(alarm_state::key(scope, name))?;
        let state = all.table::<alarm_state::Record>().get(&at)?;
        let own = state.filter(|state| state.alarm_created_at == found.created_at);
        if own.is_some_and(|state| state.value == alarm_state::Value::Alarm) {
            ringing.push(name.clone());
        }
    }
    Ok((ringing, bake_ms))
}

/// The services whose deployment an alarm may end.
fn watching(state: &State, record: &Key) -> Vec<Key> {
    let name = record.as_str().rsplit('/').next().unwrap_or_default();
    let services = state.table::<Service>();
    let of = |service: &&Arc<Entry<Service>>| {
        let course = service.primary().and_then(|primary| primary.course.as_ref());
        let alarms = course.and_then(|course| course.way.alarms.as_ref());
        alarms.is_some_and(|alarms| alarms.names.iter().any(|one| one == name))
    };
    services.readable().0.filter(of).map(|service| service.key.clone()).collect()
}

fn until(at: TimestampMs, now: TimestampMs) -> Duration {
    Duration::from_millis(at.since_ms(now).max(1))
}

fn lost(all: &Snapshot) -> BTreeSet<HostId> {
    let hosts = all.table::<host::Record>().readable().0;
    hosts.filter(|host| host.lost_at.is_some()).map(|host| host.id.clone()).collect()
}

fn service_of(task: &task::Record) -> Option<Key> {
    let member = task.service.as_ref()?;
    let key = ferrogate_records::ecs::service::key(&task.scope, &task.cluster, &member.service);
    Key::new(key).ok()
}

/// The service whose task is a target, by the key of the target or of its health.
fn of_target(state: &State, record: &Key) -> Option<Key> {
    let (_, name) = record.as_str()[1..].split_once('/')?;
    let target = Key::new(format!("/{}/{name}", target::KIND)).ok()?;
    let target = state.table::<target::Record>().get(&target).ok().flatten()?;
    let task = Key::new(target.task.clone()?).ok()?;
    let task = state.table::<task::Record>().get(&task).ok().flatten()?;
    service_of(&task)
}

fn on_host(state: &State, record: &Key) -> Vec<Key> {
    let Some(host) = state.table::<host::Record>().get(record).ok().flatten() else {
        return vec![];
    };
    let tasks = state.table::<task::Record>();
    let on = tasks.readable_by::<OnHost>(&host.id).0;
    on.filter_map(|task| service_of(task)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Removes what is left of a service that is gone for long.
async fn collect(cx: &Cx, service: &Entry<Service>, now: TimestampMs) -> Result<Next, Fault> {
    let gone_for = now.since_ms(service.inactive_at.unwrap_or(now));
    if gone_for < KEPT_MS {
        return Ok(Next::After(Duration::from_millis(KEPT_MS - gone_for)));
    }
    let (scope, cluster, name) = (&service.scope, &service.cluster, &service.name);
    let revisions = Prefix::new(revision::prefix(scope, cluster, name))?;
    let deployments = Prefix::new(history::prefix(scope, cluster, name))?;
    let now = cx.state.snapshot();
    let mut keys: Vec<_> = now.table::<revision::Record>().keys(&revisions).cloned().collect();
    keys.extend(now.table::<history::Record>().keys(&deployments).cloned());
    let more = keys.len() > REMOVED_AT_ONCE;
    keys.truncate(REMOVED_AT_ONCE);
    if !more {
        keys.push(Key::new(events::key(scope, cluster, name))?);
        keys.push(service.key.clone());
    }
    let ops: Vec<_> = keys.into_iter().map(Op::Del).collect();
    let Some(rev) = cx.commit_from_reserve(&[service.unchanged()], &ops).await? else {
        return Ok(Next::AfterConflict);
    };
    cx.state.at(rev).await?;
    Ok(if more { Next::Now } else { Next::WhenChanged })
}
