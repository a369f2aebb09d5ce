//! What an account still holds.

use std::sync::Arc;

use ferrogate_base::AccountId;
use ferrogate_records::ec2::{
    acl, default_network, dhcp_options, group, internet_gateway, peering, route_table, subnet,
    turn, vpc,
};
use ferrogate_records::ecs::{cluster, service, setting, task, task_definition, usage};
use ferrogate_records::iam::{account, deletion, last_used, prefix, role};
use ferrogate_records::kind::{self, Kinds};
use ferrogate_records::kms::{alias, key};
use ferrogate_records::organizations::MANAGERS_ROLE;
use ferrogate_records::route53::zone;
use ferrogate_records::secretsmanager::secret;
use ferrogate_records::{Kind, autoscaling, cloudwatch, compute_optimizer, events, sns, spec};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::Prefix;

use super::Result;
use crate::own::fault;

/// Kinds that the engine writes by itself, of what there was or for what there is: nobody has to
/// remove anything of them. All others count, so a new kind does from its first day on.
const OF_THE_ENGINE: [&str; 19] = [
    autoscaling::activity::KIND,
    autoscaling::progress::KIND,
    cloudwatch::history::KIND,
    cloudwatch::state::KIND,
    compute_optimizer::settings::KIND,
    default_network::KIND,
    events::delivery::KIND,
    events::entry::KIND,
    account::KIND,
    deletion::KIND,
    last_used::KIND,
    service::events::KIND,
    service::history::KIND,
    service::revision::KIND,
    setting::KIND,
    sns::message::KIND,
    spec::KIND,
    turn::KIND,
    usage::KIND,
];

/// Kinds of which some are the engine's and some the account's: they are counted one by one.
const ONE_BY_ONE: [&str; 15] = [
    acl::KIND,
    alias::KIND,
    cluster::KIND,
    dhcp_options::KIND,
    group::KIND,
    internet_gateway::KIND,
    key::KIND,
    role::KIND,
    route_table::KIND,
    secret::KIND,
    service::KIND,
    subnet::KIND,
    task::KIND,
    task_definition::KIND,
    vpc::KIND,
];

/// What it holds, as `2 cluster, 1 secret`; empty if nothing.
pub(super) fn held(snapshot: &Snapshot, account: &AccountId) -> Result<String> {
    let mut counted = Counted { snapshot, account, of: vec![] };
    kind::each(&mut counted);
    let Counted { mut of, .. } = counted;
    let records = Records { snapshot, account };
    // AWS's own, of the default networks and of its services, is nobody's to remove; nor is what
    // has been removed, and is shown for a while.
    of.extend([
        (
            cluster::KIND,
            records.count(|one: &cluster::Record| one.status == cluster::Status::Active)?,
        ),
        (
            service::KIND,
            records.count(|one: &service::Record| one.status != service::Status::Inactive)?,
        ),
        (
            task_definition::KIND,
            records.count(|one: &task_definition::Record| {
                one.status != task_definition::Status::DeleteInProgress
            })?,
        ),
        (secret::KIND, records.count(|secret: &secret::Record| secret.deletion.is_none())?),
        (vpc::KIND, records.count(|vpc: &vpc::Record| !vpc.is_default)?),
        (group::KIND, records.count(|group: &group::Record| group.name != group::DEFAULT)?),
        (key::KIND, records.count(is_kept)?),
        (role::KIND, records.count(|role: &role::Record| !is_made_with_it(role))?),
        (task::KIND, records.count(|task: &task::Record| task.status < task::Status::Stopped)?),
        // These two are kept by their ids alone.
        (zone::KIND, records.of_all(|zone: &zone::Record| zone.account == *account)?),
        (peering::KIND, records.of_all(|one: &peering::Record| joins(one, account))?),
    ]);
    let of = of.into_iter().filter(|(_, count)| *count > 0);
    Ok(of.map(|(kind, count)| format!("{count} {}", noun(kind))).collect::<Vec<_>>().join(", "))
}

/// A kind as people call it.
fn noun(kind: &str) -> String {
    match kind {
        task_definition::KIND => "task definition".to_owned(),
        kind => kind.replace('-', " "),
    }
}

/// Whether a key is the account's own, and stays.
fn is_kept(key: &key::Record) -> bool {
    key.service.is_none() && !matches!(key.state, key::State::PendingDeletion { .. })
}

fn is_made_with_it(role: &role::Record) -> bool {
    role.service.is_some() || role.name == MANAGERS_ROLE
}

/// Whether a peering connection that is not over has a VPC of the account at one of its ends.
fn joins(peering: &peering::Record, account: &AccountId) -> bool {
    let of = |side: &peering::Side| side.scope.account == *account;
    peering.over_at.is_none() && (of(&peering.requester) || of(&peering.accepter))
}

/// Counts by the keys of records, so that one that can't be read counts too.
struct Counted<'s> {
    snapshot: &'s Snapshot,
    account: &'s AccountId,
    of: Vec<(&'static str, usize)>,
}

impl Kinds for Counted<'_> {
    fn add<T: Kind>(&mut self) {
        if OF_THE_ENGINE.contains(&T::KIND) || ONE_BY_ONE.contains(&T::KIND) {
            return;
        }
        // An account's id and a kind's name are always parts of a key.
        let Ok(own) = Prefix::new(prefix(T::KIND, self.account)) else { return };
        self.of.push((T::KIND, self.snapshot.table::<T>().keys(&own).count()));
    }
}

struct Records<'s> {
    snapshot: &'s Snapshot,
    account: &'s AccountId,
}

impl Records<'_> {
    /// How many of the account's records of a kind are such ones.
    fn count<T: Kind>(&self, is: impl Fn(&T) -> bool) -> Result<usize> {
        let own = Prefix::new(prefix(T::KIND, self.account)).map_err(fault)?;
        let found = self.snapshot.table::<T>().under(&own).map_err(fault)?;
        Ok(found.filter(|entry: &&Arc<Entry<T>>| is(entry)).count())
    }

    /// How many of all records of a kind are such ones.
    fn of_all<T: Kind>(&self, is: impl Fn(&T) -> bool) -> Result<usize> {
        let found = self.snapshot.table::<T>().all().map_err(fault)?;
        Ok(found.filter(|entry: &&Arc<Entry<T>>| is(entry)).count())
    }
}
