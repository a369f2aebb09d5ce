//! All policies of one principal, put together once for as long as no record of IAM changes.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_auth::{Caller, Principal};
use ferrogate_base::AccountId;
use ferrogate_policy::{Kind, Policy};
use ferrogate_records::Tag;
use ferrogate_records::iam::arn::Arn;
use ferrogate_records::iam::principal::Grants;
use ferrogate_records::iam::{group, managed, policy, role, user};
use ferrogate_state::{Snapshot, Table, Unreadable};
use parking_lot::Mutex;

use crate::{Identity, account};

/// So many principals are kept at most.
const PRINCIPALS_MAX: usize = 20_000;

/// The tables that policies come from, as they were at one moment.
#[derive(Clone)]
struct Tables {
    users: Arc<Table<user::Record>>,
    groups: Arc<Table<group::Record>>,
    roles: Arc<Table<role::Record>>,
    policies: Arc<Table<policy::Record>>,
    versions: Arc<Table<policy::version::Record>>,
}

impl Tables {
    /// All of one revision: what moves from one record to another is seen once.
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            users: snapshot.shared(),
            groups: snapshot.shared(),
            roles: snapshot.shared(),
            policies: snapshot.shared(),
            versions: snapshot.shared(),
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.users, &other.users)
            && Arc::ptr_eq(&self.groups, &other.groups)
            && Arc::ptr_eq(&self.roles, &other.roles)
            && Arc::ptr_eq(&self.policies, &other.policies)
            && Arc::ptr_eq(&self.versions, &other.versions)
    }
}

/// What was put together, and from which tables.
#[derive(Default)]
pub(crate) struct Bundles(Mutex<Option<Kept>>);

type Kept = (Tables, HashMap<Key, Arc<Bundle>>);

/// A principal: account, whether it is a role, unique id.
type Key = (AccountId, bool, String);

/// The policies of a user or a role.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) policies: Vec<Held>,
    /// The boundary's, if there is one: none in it allows nothing.
    pub(crate) boundary: Option<Vec<Held>>,
    pub(crate) tags: Vec<Tag>,
    /// Its ARN now.
    pub(crate) arn: String,
    /// How long sessions of the role may last.
    pub(crate) session_max_s: u32,
}

/// A policy and where it is from.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) policy: Arc<Policy>,
    /// A managed policy's ARN, or the name of an inline one.
    pub(crate) source: String,
}

/// Why there are no policies to decide by; nothing is allowed then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unknown {
    /// The user or role is gone, or is another one with the same name.
    #[error("the principal is gone")]
    Gone,
    /// A record can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// An attached policy is not there.
    #[error("the policy {0} is not there")]
    Missing(String),
    /// A document is no policy.
    #[error("the policy {0} is malformed")]
    Malformed(String),
}

impl Identity {
    /// The policies of a caller's user or role; `None` for the root, who needs none.
    pub(crate) fn bundle(&self, caller: &Caller) -> Result<Option<Arc<Bundle>>, Unknown> {
        let (is_role, id) = match &caller.principal {
            Principal::Root => return Ok(None),
            Principal::Anonymous => return Err(Unknown::Gone),
            Principal::User { .. } => (false, caller.user_id.as_str()),
            Principal::Role { .. } => (true, caller.user_id.split(':').next().unwrap_or_default()),
            Principal::Federated { user: Some(id), .. } => (false, id.as_str()),
            Principal::Federated { user: None, .. } => return Ok(None),
        };
        self.bundle_of((caller.account.clone(), is_role, id.to_owned())).map(Some)
    }

    pub(crate) fn bundle_of(&self, key: Key) -> Result<Arc<Bundle>, Unknown> {
        let tables = Tables::of(&self.state.snapshot());
        {
            let mut kept = self.bundles.0.lock();
            match &mut *kept {
                Some((of, bundles)) if of.is(&tables) => {
                    if let Some(bundle) = bundles.get(&key) {
                        return Ok(bundle.clone());
                    }
                }
                _ => *kept = Some((tables.clone(), HashMap::new())),
            }
        }
        let bundle = Arc::new(self.put_together(&tables, &key)?);
        if let Some((of, bundles)) = &mut *self.bundles.0.lock()
            && of.is(&tables)
            && bundles.len() < PRINCIPALS_MAX
        {
            bundles.insert(key, bundle.clone());
        }
        Ok(bundle)
    }

    fn put_together(&self, tables: &Tables, key: &Key) -> Result<Bundle, Unknown> {
        let (of, is_role, id) = key;
        let at = (of.clone(), id.clone());
        let mut bundle = Bundle::default();
        let boundary = if *is_role {
            let role = tables.roles.by::<role::ById>(&at)?.next().ok_or(Unknown::Gone)?;
            self.take(tables, &mut bundle.policies, &role.grants)?;
            bundle.tags.clone_from(&role.tags);
            bundle.arn = role.arn();
            bundle.session_max_s = role.session_max_s;
            role.boundary.clone()
        } else {
            let user = tables.users.by::<user::ById>(&at)?.next().ok_or(Unknown::Gone)?;
            self.take(tables, &mut bundle.policies, &user.grants)?;
            for id in &user.groups {
                let at = (of.clone(), id.clone());
                let group = tables.groups.by::<group::ById>(&at)?.next().ok_or(Unknown::Gone)?;
                self.take(tables, &mut bundle.policies, &group.grants)?;
            }
            bundle.tags.clone_from(&user.tags);
            bundle.arn = user.arn();
            user.boundary.clone()
        };
        bundle.boundary = match boundary {
            Some(arn) => Some(vec![self.managed(tables, &arn)?]),
            None => None,
        };
        Ok(bundle)
    }

    fn take(
        &self,
        tables: &Tables,
        policies: &mut Vec<Held>,
        grants: &Grants,
    ) -> Result<(), Unknown> {
        for (name, document) in &grants.inline {
            let policy = self.compiled.get(document, Kind::Identity);
            let policy = policy.map_err(|_| Unknown::Malformed(name.clone()))?;
            policies.push(Held { policy, source: name.clone() });
        }
        for arn in &grants.attached {
            policies.push(self.managed(tables, arn)?);
        }
        Ok(())
    }

    fn managed(&self, tables: &Tables, arn: &str) -> Result<Held, Unknown> {
        let missing = || Unknown::Missing(arn.to_owned());
        let held = |document: &str| {
            let policy = self.compiled.get(document, Kind::Identity);
            let policy = policy.map_err(|_| Unknown::Malformed(arn.to_owned()))?;
            Ok(Held { policy, source: arn.to_owned() })
        };
        if let Some(managed) = managed::find(arn) {
            return held(&managed.document);
        }
        let named = Arn::parse(arn).filter(|named| named.kind == "policy").ok_or_else(missing)?;
        let owner = account(named.account).ok_or_else(missing)?;
        let policy = tables.policies.get(&policy::key(&owner, named.name))?;
        let policy = policy.filter(|policy| policy.arn() == arn).ok_or_else(missing)?;
        let at = policy::version::key(&owner, &policy.id, policy.default);
        let version = tables.versions.get(&at)?.ok_or_else(missing)?;
        held(&version.document)
    }

    /// A managed policy by its ARN, as it is now.
    pub(crate) fn managed_now(&self, arn: &str) -> Result<Held, Unknown> {
        self.managed(&Tables::of(&self.state.snapshot()), arn)
    }

    /// Whether there is a managed policy of this ARN.
    #[must_use]
    pub fn is_policy(&self, arn: &str) -> bool {
        self.managed_now(arn).is_ok()
    }
}
