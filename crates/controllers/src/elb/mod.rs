//! Load balancers: what each of their nodes is told to do, how their targets are, and targets
//! that are over.
//!
//! [`compile`] makes of the records what a node is told, purely; [`nodes`] writes it where the
//! session of the node's host finds it. [`health`] takes what nodes have told of targets into
//! the records, where everybody else reads it.

mod compile;
pub mod health;
pub mod nodes;
pub mod targets;

use ferrogate_records::Scope;
use ferrogate_records::acm::certificate;
use ferrogate_records::elb::{Named, listener, load_balancer, target_group, trust_store};
use ferrogate_state::{Entry, Fault, Snapshot, State};
use ferrogate_store::{Key, Prefix};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The account, region and name in the key of a record of load balancing.
fn parts(record: &Key) -> Option<(&str, &str, &str, &str)> {
    let mut parts = record.as_str().split('/').skip(1);
    Some((parts.next()?, parts.next()?, parts.next()?, parts.next()?))
}

/// The key of the load balancer, or group, with the name that stands in the key of a part of it.
fn owner(record: &Key, kind: &str) -> Option<Key> {
    let (_, account, region, name) = parts(record)?;
    Key::new(format!("/{kind}/{account}/{region}/{name}")).ok()
}

/// The load balancer that a group's record names.
fn of_group(state: &State, group: &Key) -> Option<Key> {
    let group = state.table::<target_group::Record>().get(group).ok().flatten()?;
    let of = group.load_balancer.as_ref()?;
    Key::new(load_balancer::key(&group.scope, &of.name)).ok()
}

/// A load balancer with its listeners and the groups that they forward to.
struct Seen {
    balancer: Arc<Entry<load_balancer::Record>>,
    listeners: Vec<Arc<Entry<listener::Record>>>,
    groups: BTreeMap<Named, Arc<Entry<target_group::Record>>>,
    /// The certificates of its listeners, by their ARNs.
    certificates: BTreeMap<String, Arc<Entry<certificate::Record>>>,
    /// The trust stores that vouch for their clients.
    trust_stores: BTreeMap<Named, Arc<Entry<trust_store::Record>>>,
}

impl Seen {
    /// The load balancer under a key, as it is at one revision.
    fn of(all: &Snapshot, key: &Key) -> Result<Option<Self>, Fault> {
        let Some(balancer) = all.table::<load_balancer::Record>().get(key)? else {
            return Ok(None);
        };
        let scope = &balancer.scope;
        let prefix = Prefix::new(listener::prefix(scope, &balancer.named))?;
        let listeners = all.table::<listener::Record>().list(&prefix)?;
        let mut groups = BTreeMap::new();
        for named in listeners.iter().flat_map(|one| one.groups()) {
            if let Some(group) = group(all, scope, named)? {
                groups.insert(named.clone(), group);
            }
        }
        let mut certificates = BTreeMap::new();
        for arn in listeners.iter().flat_map(|one| one.certificates()) {
            let at = certificate::key_of(arn).map(Key::new).transpose()?;
            let table = all.table::<certificate::Record>();
            if let Some(found) = at.map(|at| table.get(&at)).transpose()?.flatten() {
                certificates.insert(arn.to_owned(), found);
            }
        }
        let mut trust_stores = BTreeMap::new();
        for named in listeners.iter().filter_map(|one| one.trust_store()) {
            let at = Key::new(trust_store::key(scope, &named.name))?;
            let found = all.table::<trust_store::Record>().get(&at)?;
            if let Some(found) = found.filter(|found| found.named == *named) {
                trust_stores.insert(named.clone(), found);
            }
        }
        Ok(Some(Self { balancer, listeners, groups, certificates, trust_stores }))
    }
}

/// The target group that is called so, if it is still there.
pub(crate) fn group(
    all: &Snapshot,
    scope: &Scope,
    named: &Named,
) -> Result<Option<Arc<Entry<target_group::Record>>>, Fault> {
    let key = Key::new(target_group::key(scope, &named.name))?;
    let found = all.table::<target_group::Record>().get(&key)?;
    Ok(found.filter(|group| group.named == *named))
}
