//! Services that are scaled to zero: whose requests wait, and whether anybody asks for them.
//!
//! Who puts them to sleep and wakes them is [`crate::scaling`]; nodes of load balancers are told
//! by [`crate::elb`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use ferrogate_link::balancer::{Asked, NodeId};
use ferrogate_records::Scope;
use ferrogate_records::autoscaling::{Of, target as scalable};
use ferrogate_records::balancer::Hold;
use ferrogate_records::ecs::service::{Record as Service, Status, revision};
use ferrogate_records::elb::{Named, load_balancer, node};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::{Key, Prefix};

use crate::host::Balancers;

/// A node tells how it is every 15 seconds at least: of one that has told nothing for so long
/// nothing is known.
const SILENT_MAX: Duration = Duration::from_secs(25);

/// What is known of who asks for a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// What each node says of each group, and in which life of its process.
    pub(crate) said: BTreeMap<(NodeId, String), (String, Asked)>,
    /// Whether every node has said it, and lately.
    pub(crate) whole: bool,
}

impl Heard {
    /// Whether somebody asks just now.
    pub(crate) fn is_busy(&self) -> bool {
        self.said.values().any(|(_, asked)| asked.open > 0 || asked.held > 0)
    }

    /// Whether somebody has asked in the sleep with this number.
    pub(crate) fn wakes(&self, sleep: u64) -> bool {
        self.said.values().any(|(_, asked)| asked.woken == Some(sleep))
    }
}

/// The target groups that the tasks of a service are registered with, of all its deployments: both
/// of one that shifts its traffic.
pub(crate) fn groups(all: &Snapshot, of: &Service) -> Result<BTreeSet<Named>, Fault> {
    let mut groups = BTreeSet::new();
    for deployment in &of.deployments {
        let at = revision::key(&of.scope, &of.cluster, &of.name, &deployment.number);
        let Some(found) = all.table::<revision::Record>().get(&Key::new(at)?)? else { continue };
        for balanced in &found.balancers {
            groups.insert(balanced.group.clone());
            groups.extend(balanced.swap.iter().map(|swap| swap.other.clone()));
        }
    }
    Ok(groups)
}

/// The load balancers that forward to a service.
fn balancers(all: &Snapshot, of: &Service) -> Result<BTreeMap<Named, Vec<Named>>, Fault> {
    let mut found: BTreeMap<Named, Vec<Named>> = BTreeMap::new();
    for named in groups(all, of)? {
        let group = crate::elb::group(all, &of.scope, &named)?;
        if let Some(balancer) = group.and_then(|group| group.load_balancer.clone()) {
            found.entry(balancer).or_default().push(named);
        }
    }
    Ok(found)
}

/// What nodes say of who asks for a service.
pub(crate) fn heard(all: &Snapshot, told: &Balancers, of: &Service) -> Result<Heard, Fault> {
    let (mut heard, mut whole) = (Heard::default(), true);
    for (balancer, groups) in balancers(all, of)? {
        let arns: Vec<_> = groups.iter().map(|group| group.target_group_arn(&of.scope)).collect();
        let nodes = Prefix::new(node::prefix(&of.scope, &balancer))?;
        for node in all.table::<node::Record>().list(&nodes)? {
            let node = &node.node;
            let knows = told.silent_for(&node.id).is_some_and(|silent| silent < SILENT_MAX);
            let report = told.latest(&node.id);
            // What no listener forwards to, nobody asks for.
            for group in node.groups.iter().filter(|group| arns.contains(&group.arn)) {
                let said = report
                    .as_ref()
                    .and_then(|report| Some((report.run.clone(), *report.asked.get(&group.arn)?)));
                whole &= knows && said.is_some();
                let at = (node.id.clone(), group.arn.clone());
                heard.said.extend(said.map(|said| (at, said)));
            }
        }
    }
    heard.whole = whole && !heard.said.is_empty();
    Ok(heard)
}

/// The groups whose requests wait, and in which sleep. One that several services share sleeps when
/// all of them do.
pub(crate) fn holds(all: &Snapshot, scope: &Scope) -> BTreeMap<Named, Hold> {
    let mut holds: BTreeMap<Named, Hold> = BTreeMap::new();
    // Of one that can't be read nobody knows whether it sleeps. The same holds where its revision
    // or its scalable target can't be read: its requests don't wait, and the nodes of all others
    // are told what they shall do.
    let services = all.table::<Service>().readable().0;
    for service in services.filter(|of| of.scope == *scope && of.status == Status::Active) {
        let Ok(Some((hold, groups))) = held(all, service) else { continue };
        for group in groups {
            let of = holds.entry(group).or_insert(hold);
            of.asleep = of.asleep.zip(hold.asleep).map(|(one, other)| one.max(other));
        }
    }
    holds
}

/// How the requests of a service wait, and those of which groups.
fn held(all: &Snapshot, service: &Service) -> Result<Option<(Hold, BTreeSet<Named>)>, Fault> {
    if service.idle_s().is_none() {
        return Ok(None);
    }
    let target = all.table::<scalable::Record>().get(&Key::new(scalable::key(&of(service)))?)?;
    let hold = target.and_then(|target| service.hold(target.max, target.suspended.scale_out));
    hold.map(|hold| Ok((hold, groups(all, service)?))).transpose()
}

fn of(service: &Service) -> Of {
    Of {
        scope: service.scope.clone(),
        cluster: service.cluster.clone(),
        service: service.name.clone(),
    }
}

/// The load balancers that may have to be told otherwise, when a service or its scalable target
/// has changed: those of one that is scaled to zero, or was.
pub(crate) fn told_by(state: &State, service: &Key) -> Vec<Key> {
    let all = state.snapshot();
    let Ok(Some(service)) = all.table::<Service>().get(service) else { return vec![] };
    let Ok(balancers) = balancers(&all, &service) else { return vec![] };
    let was_told = |balancer: &Named, groups: &[Named]| {
        let arns: Vec<_> =
            groups.iter().map(|group| group.target_group_arn(&service.scope)).collect();
        let prefix = Prefix::new(node::prefix(&service.scope, balancer)).ok();
        let nodes = prefix.and_then(|prefix| all.table::<node::Record>().list(&prefix).ok());
        nodes.into_iter().flatten().any(|node: Arc<Entry<node::Record>>| {
            let groups = &node.node.groups;
            groups.iter().any(|group| group.hold.is_some() && arns.contains(&group.arn))
        })
    };
    let zero = service.idle_s().is_some();
    let concerned = balancers.iter().filter(|(of, groups)| zero || was_told(of, groups));
    concerned
        .filter_map(|(of, _)| Key::new(load_balancer::key(&service.scope, &of.name)).ok())
        .collect()
}

/// The key of the service that a scalable target is of, by the target's key.
pub(crate) fn service_of(target: &Key) -> Option<Key> {
    let at = target.as_str().replacen(
        &format!("/{}/", scalable::KIND),
        &format!("/{}/", ferrogate_records::ecs::service::KIND),
        1,
    );
    Key::new(at).ok()
}
