//! Groups of peered VPCs, as rules name them.

use std::sync::Arc;

use ferrogate_api::ec2::UserIdGroupPair;
use ferrogate_records::Scope;
use ferrogate_records::ec2::group::{self, Record};
use ferrogate_records::ec2::peering::{self, Status};
use ferrogate_state::Entry;
use ferrogate_store::Key;

use super::super::view::View;
use super::super::{Result, fault, peering as connections, text};

/// The peering connections of a VPC, those that packets take first.
pub(super) struct Peers<'v> {
    view: &'v View,
    vpc: &'v str,
    connections: Vec<Arc<Entry<peering::Record>>>,
}

/// A group of a VPC that is peered, or was until lately.
pub(super) struct Peered {
    pub(super) group: Arc<Entry<Record>>,
    pub(super) connection: Arc<Entry<peering::Record>>,
}

impl<'v> Peers<'v> {
    /// Those of `vpc`.
    pub(super) fn of(view: &'v View, vpc: &'v str) -> Result<Self> {
        let mut connections = connections::all_of_vpc(view, vpc)?;
        connections.sort_by_key(|one| one.status != Status::Active);
        Ok(Self { view, vpc, connections })
    }

    /// The group with this id, if it is one of a VPC that is peered. Groups of another region
    /// can't be named (VPC peering guide, "Update your security groups to reference peer groups").
    pub(super) fn find(&self, id: &str) -> Result<Option<Peered>> {
        for connection in &self.connections {
            let Some((_, other)) = connection.sides_from(&self.view.scope, self.vpc) else {
                continue;
            };
            if other.scope.region != self.view.scope.region {
                continue;
            }
            let found = group_at(self.view, &other.scope, id)?;
            if let Some(group) = found.filter(|group| group.vpc == other.vpc) {
                return Ok(Some(Peered { group, connection: connection.clone() }));
            }
        }
        Ok(None)
    }

    /// A group as a rule of the VPC names it. Of one that is gone the id alone is known.
    pub(super) fn pair(&self, id: &str) -> Result<UserIdGroupPair> {
        let account = self.view.scope.account.as_str();
        let own = UserIdGroupPair {
            user_id: text(account),
            group_id: text(id),
            ..UserIdGroupPair::default()
        };
        let is_here = self.view.get::<Record>(id)?.is_some_and(|group| group.vpc == self.vpc);
        let found = if is_here { None } else { self.find(id)? };
        let Some(Peered { group, connection }) = found else { return Ok(own) };
        Ok(UserIdGroupPair {
            user_id: text(group.scope.account.as_str()),
            vpc_id: text(&*group.vpc),
            vpc_peering_connection_id: text(&*connection.id),
            peering_status: text(connections::code(self.view, &connection).as_str()),
            ..own
        })
    }

    /// Whether a rule that names the group lets nobody pass: the group is gone, or its VPC is
    /// peered no more.
    pub(super) fn is_stale(&self, id: &str) -> Result<bool> {
        if self.view.get::<Record>(id)?.is_some_and(|group| group.vpc == self.vpc) {
            return Ok(false);
        }
        Ok(self.find(id)?.is_none_or(|peered| peered.connection.status != Status::Active))
    }
}

fn group_at(view: &View, scope: &Scope, id: &str) -> Result<Option<Arc<Entry<Record>>>> {
    // What can't be a key is the id of nothing.
    let Ok(key) = Key::new(group::key(scope, id)) else { return Ok(None) };
    view.snapshot().table::<Record>().get(&key).map_err(fault)
}
