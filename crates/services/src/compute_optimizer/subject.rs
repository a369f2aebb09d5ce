//! What is known of a service: what it is to be, what it is scaled by, what its tasks were killed
//! by.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ferrogate_api::compute_optimizer::Error;
use ferrogate_base::TimestampMs;
use ferrogate_records::autoscaling::policy::{self, Metric, OfTarget, Predefined, Rule};
use ferrogate_records::autoscaling::{self, target};
use ferrogate_records::ecs::service::{self, revision};
use ferrogate_records::ecs::task::{self, Status};
use ferrogate_records::ecs::usage::{self, OnDay};
use ferrogate_state::Entry;

use super::{Result, View, fault};

pub(super) const DAY_MS: u64 = 24 * 3600 * 1000;

/// A service that has tasks, or is to have some.
pub(super) struct Subject {
    /// The service.
    pub(super) service: Arc<Entry<service::Record>>,
    /// What its tasks run now.
    pub(super) revision: Arc<Entry<revision::Record>>,
    /// What it is scaled by.
    pub(super) scaling: Scaling,
    /// What its tasks were killed by, and how they were paid for.
    pub(super) past: Past,
}

/// What a service is scaled by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scaling {
    /// A policy with steps: what its metric has to do with the size nobody knows.
    pub(super) steps: bool,
    /// One that tracks the CPU.
    pub(super) cpu: bool,
    /// One that tracks the memory.
    pub(super) memory: bool,
}

/// What the ledger and the tasks that are not yet in it say of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Past {
    /// The greatest memory of a task in which a container was killed for it, in MiB.
    pub(super) killed_at_mib: Option<u32>,
    /// The greatest own limit of each container at which it was.
    pub(super) containers: BTreeMap<String, u32>,
    spot_ms: u64,
    all_ms: u64,
}

impl Past {
    fn add(&mut self, row: &usage::Record) {
        self.all_ms = self.all_ms.saturating_add(row.used.cpu_unit_ms);
        if row.of.spot {
            self.spot_ms = self.spot_ms.saturating_add(row.used.cpu_unit_ms);
        }
        for killed in &row.killed {
            match &killed.container {
                None => self.killed_at_mib = self.killed_at_mib.max(Some(killed.limit_mib)),
                Some(name) => {
                    let at = self.containers.entry(name.clone()).or_default();
                    *at = (*at).max(killed.limit_mib);
                }
            }
        }
    }

    /// Which part of what it used ran on Spot: 0 to 1.
    pub(super) fn spot_share(&self) -> f64 {
        if self.all_ms == 0 { 0.0 } else { self.spot_ms as f64 / self.all_ms as f64 }
    }
}

/// The service of an ARN, which must be there.
pub(super) fn named(view: &View, arn: &str) -> Result<Arc<Entry<service::Record>>> {
    find(view, arn)?.ok_or_else(|| Error::resource_not_found(absent(arn)).into())
}

/// That there is no such service.
pub(super) fn absent(arn: &str) -> String {
    format!("There is no service {arn}.")
}

/// The service of an ARN, if it is there.
pub(super) fn find(view: &View, arn: &str) -> Result<Option<Arc<Entry<service::Record>>>> {
    let mut path = arn.splitn(6, ':').nth(5).unwrap_or_default().split('/');
    let (Some("service"), Some(cluster), Some(name), None) =
        (path.next(), path.next(), path.next(), path.next())
    else {
        return Ok(None);
    };
    let found = view.get::<service::Record, _>(service::key(&view.scope, cluster, name))?;
    // One of another account or region has the same path.
    Ok(found.filter(|it| it.status == service::Status::Active && it.arn() == arn))
}

/// The services of the caller's account and region that are active, by their ARNs, with what is
/// known of each since `from`.
pub(super) fn all(view: &View, from: TimestampMs, now: TimestampMs) -> Result<Vec<Subject>> {
    let services = view.snapshot.table::<service::Record>().all().map_err(fault)?;
    let services = services
        .filter(|service| service.scope == view.scope && service.status == service::Status::Active);
    let services: Vec<_> = services.cloned().collect();
    of(view, services, from, now)
}

/// What is known of these services since `from`; one without a revision that can be read is left
/// out.
pub(super) fn of(
    view: &View,
    services: Vec<Arc<Entry<service::Record>>>,
    from: TimestampMs,
    now: TimestampMs,
) -> Result<Vec<Subject>> {
    let mut past = past(view, &services, from, now)?;
    let mut found = Vec::with_capacity(services.len());
    for service in services {
        let Some(primary) = service.primary() else { continue };
        let key = revision::key(&service.scope, &service.cluster, &service.name, &primary.number);
        let Some(revision) = view.get::<revision::Record, _>(key)? else { continue };
        let scaling = scaling(view, &service)?;
        let past = past.remove(&(service.cluster.clone(), service.name.clone()));
        found.push(Subject { service, revision, scaling, past: past.unwrap_or_default() });
    }
    found.sort_by_cached_key(|subject| subject.service.arn());
    Ok(found)
}

fn scaling(view: &View, service: &service::Record) -> Result<Scaling> {
    let (cluster, name) = (service.cluster.clone(), service.name.clone());
    let of = autoscaling::Of { scope: service.scope.clone(), cluster, service: name };
    let mut scaling = Scaling::default();
    if view.get::<target::Record, _>(target::key(&of))?.is_none() {
        return Ok(scaling);
    }
    let policies = view.snapshot.table::<policy::Record>().by::<OfTarget>(&of).map_err(fault)?;
    for policy in policies {
        match &policy.rule {
            Rule::Step(_) => scaling.steps = true,
            Rule::Tracking(tracking) => match &tracking.metric {
                Metric::Predefined {
                    kind: Predefined::ECSServiceAverageCPUUtilization, ..
                } => {
                    scaling.cpu = true;
                }
                Metric::Predefined {
                    kind: Predefined::ECSServiceAverageMemoryUtilization, ..
                } => scaling.memory = true,
                _ => {}
            },
        }
    }
    Ok(scaling)
}

/// What the rows of these days, and the tasks that have none yet, say of each service. What an
/// earlier service of the same name did before its day counts for nothing.
fn past(
    view: &View,
    services: &[Arc<Entry<service::Record>>],
    from: TimestampMs,
    now: TimestampMs,
) -> Result<HashMap<(String, String), Past>> {
    let day = |at: TimestampMs| u32::try_from(at.0 / DAY_MS).unwrap_or(u32::MAX);
    let begun: HashMap<(&str, &str), u32> = services
        .iter()
        .map(|of| ((of.cluster.as_str(), of.name.as_str()), day(of.created_at)))
        .collect();
    let mut all: HashMap<(String, String), Past> = HashMap::new();
    let mut add = |row: &usage::Record| {
        let Some(service) = &row.of.service else { return };
        let begun = begun.get(&(row.of.cluster.as_str(), service.as_str()));
        if row.scope == view.scope && begun.is_some_and(|begun| row.day >= *begun) {
            all.entry((row.of.cluster.clone(), service.clone())).or_default().add(row);
        }
    };
    let ledger = view.snapshot.table::<usage::Record>();
    for day in day(from)..=day(now) {
        let rows = ledger.by::<OnDay>(&(view.scope.account.clone(), day)).map_err(fault)?;
        rows.for_each(|row| add(row));
    }
    for task in view.snapshot.table::<task::Record>().all().map_err(fault)? {
        if task.status < Status::Deleted && task.service.is_some() {
            usage::of(task, now).iter().for_each(&mut add);
        }
    }
    Ok(all)
}
