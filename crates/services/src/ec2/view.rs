//! What an operation sees: all records of its account's network at one revision.

use std::sync::Arc;

use ferrogate_base::TimestampMs;
use ferrogate_records::ec2::{
    acl, egress_gateway, eni, group, internet_gateway, nat_gateway, route_table, subnet, vpc,
};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::{Key, Prefix};

use super::select::{self, Ask, Resource};
use super::{Result, fault};

/// A kind of records that EC2 shows, one object for each.
pub(super) trait Object: Kind {
    /// What is shown of one.
    type Shown: Resource;

    /// The key of the one with this id.
    fn key(scope: &Scope, id: &str) -> String;

    /// The prefix of the keys of those that one in the scope can see.
    fn place(scope: &Scope) -> String {
        scope.prefix(Self::KIND)
    }

    /// Whether one in the scope sees it. What lies within a scope is seen by it alone.
    fn is_seen_by(&self, _scope: &Scope) -> bool {
        true
    }

    /// One as it is shown.
    fn show(&self, view: &View) -> Result<Self::Shown>;
}

/// The records of one account in one region, at one revision.
pub(super) struct View {
    pub(super) scope: Scope,
    /// When it is.
    pub(super) now: TimestampMs,
    snapshot: Snapshot,
}

/// All of a kind within the scope, by id.
pub(super) type Entries<'v, T> = Vec<&'v Arc<Entry<T>>>;

impl View {
    pub(super) fn new(scope: Scope, snapshot: Snapshot, now: TimestampMs) -> Self {
        Self { scope, now, snapshot }
    }

    /// What another one sees, who is in that scope, at the same revision.
    pub(super) fn beside(&self, scope: Scope) -> Self {
        Self { scope, now: self.now, snapshot: self.snapshot.clone() }
    }

    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// All objects of a kind.
    pub(super) fn all<T: Object>(&self) -> Result<Entries<'_, T>> {
        let prefix = Prefix::new(T::place(&self.scope)).map_err(fault)?;
        let all = self.snapshot.table::<T>().under(&prefix).map_err(fault)?;
        Ok(all.filter(|one| one.is_seen_by(&self.scope)).collect())
    }

    /// The object with this id, if it is there.
    pub(super) fn get<T: Object>(&self, id: &str) -> Result<Option<Arc<Entry<T>>>> {
        // What can't be a key is the id of nothing.
        let Ok(key) = Key::new(T::key(&self.scope, id)) else { return Ok(None) };
        let found = self.snapshot.table::<T>().get(&key).map_err(fault)?;
        Ok(found.filter(|one| one.is_seen_by(&self.scope)))
    }

    /// The object with this id, which a request names.
    ///
    /// # Errors
    /// AWS's, when the id has no form of an id or nothing has it.
    pub(super) fn find<T: Object>(&self, id: &str) -> Result<Arc<Entry<T>>> {
        select::check_form::<T::Shown>(&[id])?;
        self.get(id)?.ok_or_else(|| select::not_found::<T::Shown>(&[id]).into())
    }

    /// Answers a Describe operation.
    pub(super) fn describe<T: Object>(&self, ask: Ask) -> Result<(Vec<T::Shown>, Option<String>)> {
        let show = |entry: &Arc<Entry<T>>| entry.show(self);
        let shown = match ask.ids.as_deref().filter(|ids| !ids.is_empty()) {
            // What isn't there is missed by the selection.
            Some(ids) => {
                let found = ids.iter().filter_map(|id| self.get::<T>(id).transpose());
                found.map(|entry| show(&entry?)).collect::<Result<_>>()?
            }
            None => self.all::<T>()?.into_iter().map(show).collect::<Result<_>>()?,
        };
        select::select(shown, ask)
    }

    /// The parts of a kind that a VPC has.
    pub(super) fn of_vpc<T, I>(&self, vpc: &str) -> Result<Entries<'_, T>>
    where
        T: Object,
        I: ferrogate_records::Index<Of = T, Value = (Scope, String)>,
    {
        let value = (self.scope.clone(), vpc.to_owned());
        Ok(self.snapshot.table::<T>().by::<I>(&value).map_err(fault)?.collect())
    }

    pub(super) fn subnets(&self, vpc: &str) -> Result<Entries<'_, subnet::Record>> {
        self.of_vpc::<_, subnet::OfVpc>(vpc)
    }

    pub(super) fn route_tables(&self, vpc: &str) -> Result<Entries<'_, route_table::Record>> {
        self.of_vpc::<_, route_table::OfVpc>(vpc)
    }

    pub(super) fn acls(&self, vpc: &str) -> Result<Entries<'_, acl::Record>> {
        self.of_vpc::<_, acl::OfVpc>(vpc)
    }

    pub(super) fn groups(&self, vpc: &str) -> Result<Entries<'_, group::Record>> {
        self.of_vpc::<_, group::OfVpc>(vpc)
    }

    pub(super) fn interfaces(&self, vpc: &str) -> Result<Entries<'_, eni::Record>> {
        self.of_vpc::<_, eni::OfVpc>(vpc)
    }

    pub(super) fn internet_gateways(
        &self,
        vpc: &str,
    ) -> Result<Entries<'_, internet_gateway::Record>> {
        self.of_vpc::<_, internet_gateway::OfVpc>(vpc)
    }

    pub(super) fn nat_gateways(&self, vpc: &str) -> Result<Entries<'_, nat_gateway::Record>> {
        self.of_vpc::<_, nat_gateway::OfVpc>(vpc)
    }

    pub(super) fn egress_gateways(&self, vpc: &str) -> Result<Entries<'_, egress_gateway::Record>> {
        self.of_vpc::<_, egress_gateway::OfVpc>(vpc)
    }

    /// The default VPC, unless it was deleted.
    pub(super) fn default_vpc(&self) -> Result<Option<Arc<Entry<vpc::Record>>>> {
        Ok(self.all::<vpc::Record>()?.into_iter().find(|vpc| vpc.is_default).cloned())
    }
}
