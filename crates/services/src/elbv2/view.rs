//! What an operation sees: the records of its account at one revision.

use std::sync::Arc;

use ferrogate_api::elbv2::Error;
use ferrogate_base::TimestampMs;
use ferrogate_records::elb::{Named, listener, load_balancer, target_group, trust_store};
use ferrogate_records::{Kind, Scope};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::{Key, Prefix};

use super::{Result, arn, fault};

/// The records of one account in one region, at one revision.
pub(super) struct View {
    pub(super) scope: Scope,
    /// When it is.
    pub(super) now: TimestampMs,
    snapshot: Snapshot,
}

type Found<T> = Arc<Entry<T>>;

impl View {
    pub(super) fn new(scope: Scope, snapshot: Snapshot, now: TimestampMs) -> Self {
        Self { scope, now, snapshot }
    }

    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The record under a key.
    pub(super) fn get<T: Kind>(&self, key: &Key) -> Result<Option<Found<T>>> {
        self.snapshot.table::<T>().get(key).map_err(fault)
    }

    /// The record under a key that holds what a request says: what can't be a key is nothing.
    pub(super) fn asked<T: Kind>(&self, key: String) -> Result<Option<Found<T>>> {
        match Key::new(key) {
            Ok(key) => self.get(&key),
            Err(_) => Ok(None),
        }
    }

    /// All of a kind within the scope, by their keys.
    pub(super) fn all<T: Kind>(&self) -> Result<Vec<Found<T>>> {
        self.under(self.scope.prefix(T::KIND))
    }

    /// All of a kind below a prefix.
    pub(super) fn under<T: Kind>(&self, prefix: String) -> Result<Vec<Found<T>>> {
        let prefix = Prefix::new(prefix).map_err(fault)?;
        self.snapshot.table::<T>().list(&prefix).map_err(fault)
    }

    /// The load balancer that is called so, if it is still there.
    pub(super) fn load_balancer(
        &self,
        named: &Named,
    ) -> Result<Option<Found<load_balancer::Record>>> {
        let found = self.asked(load_balancer::key(&self.scope, &named.name))?;
        Ok(found.filter(|one: &Found<load_balancer::Record>| one.named == *named))
    }

    /// The load balancer with this ARN.
    pub(super) fn find_load_balancer(&self, text: &str) -> Result<Found<load_balancer::Record>> {
        let named = arn::load_balancer(&self.scope, text)?;
        let found = named.map(|named| self.load_balancer(&named)).transpose()?.flatten();
        found.ok_or_else(|| {
            Error::load_balancer_not_found(format!("Load balancer '{text}' not found")).into()
        })
    }

    /// The target group that is called so, if it is still there.
    pub(super) fn target_group(
        &self,
        named: &Named,
    ) -> Result<Option<Found<target_group::Record>>> {
        let found = self.asked(target_group::key(&self.scope, &named.name))?;
        Ok(found.filter(|one: &Found<target_group::Record>| one.named == *named))
    }

    /// The target group with this ARN.
    pub(super) fn find_target_group(&self, text: &str) -> Result<Found<target_group::Record>> {
        let named = arn::target_group(&self.scope, text)?;
        let found = named.map(|named| self.target_group(&named)).transpose()?.flatten();
        found.ok_or_else(|| {
            Error::target_group_not_found("One or more target groups not found").into()
        })
    }

    /// The trust store with this ARN.
    pub(super) fn find_trust_store(&self, text: &str) -> Result<Found<trust_store::Record>> {
        let found = match arn::trust_store(&self.scope, text)? {
            Some(named) => {
                let at = trust_store::key(&self.scope, &named.name);
                self.asked::<trust_store::Record>(at)?.filter(|one| one.named == named)
            }
            None => None,
        };
        found.ok_or_else(|| {
            Error::trust_store_not_found(format!("Trust store '{text}' not found")).into()
        })
    }

    /// A load balancer's listeners.
    pub(super) fn listeners(&self, of: &Named) -> Result<Vec<Found<listener::Record>>> {
        self.under(listener::prefix(&self.scope, of))
    }

    /// The listener with this ARN.
    pub(super) fn find_listener(&self, text: &str) -> Result<Found<listener::Record>> {
        let found = match arn::listener(&self.scope, text)? {
            Some((of, id)) => self.asked(listener::key(&self.scope, &of, &id))?,
            None => None,
        };
        found.ok_or_else(|| Error::listener_not_found("One or more listeners not found").into())
    }

    /// The listener with a rule with this ARN, and the rule's number, which may be that of the
    /// default rule.
    pub(super) fn find_rule(&self, text: &str) -> Result<(Found<listener::Record>, String)> {
        let found = match arn::rule(&self.scope, text)? {
            Some((of, id, rule)) => {
                let at = listener::key(&self.scope, &of, &id);
                self.asked::<listener::Record>(at)?.map(|listener| (listener, rule))
            }
            None => None,
        };
        let has = |(listener, rule): &(Found<listener::Record>, String)| {
            listener.default_rule == *rule || listener.rules.iter().any(|one| one.id == *rule)
        };
        found.filter(has).ok_or_else(|| Error::rule_not_found("One or more rules not found").into())
    }
}
