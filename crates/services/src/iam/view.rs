//! What an account has, at one revision.

use std::collections::HashMap;
use std::sync::Arc;

use ferrogate_base::{AccountId, TimestampMs};
use ferrogate_records::iam::managed::{self, Managed as OfAws};
use ferrogate_records::iam::{Owner, arn::Arn, group, policy, prefix, role, user};
use ferrogate_records::{Index, Kind};
use ferrogate_state::{Entry, Snapshot};
use ferrogate_store::{Key, Prefix};

use super::principal::Principal;
use super::{Result, fault, invalid_arn};

/// The records of an account.
pub(super) struct View {
    pub(super) owner: Owner,
    pub(super) now: TimestampMs,
    pub(super) snapshot: Snapshot,
}

/// A managed policy of the account, or of AWS.
#[derive(Clone)]
pub(super) enum Managed {
    Aws(&'static OfAws),
    Own(Arc<Entry<policy::Record>>),
}

/// How many have a managed policy attached, and how many as their boundary.
#[derive(Clone, Copy, Default)]
pub(super) struct Uses {
    pub(super) attachments: u32,
    pub(super) boundaries: u32,
}

impl View {
    pub(super) fn account(&self) -> &AccountId {
        &self.owner.account
    }

    /// What lies under a key. A text that can't be a key has nothing.
    pub(super) fn get<T: Kind>(&self, key: &str) -> Result<Option<Arc<Entry<T>>>> {
        self.snapshot.table::<T>().get(key).map_err(fault)
    }

    /// The record with a unique id of this account.
    pub(super) fn by_id<I: Index<Value = (AccountId, String)>>(
        &self,
        id: &str,
    ) -> Result<Option<Arc<Entry<I::Of>>>> {
        let value = (self.account().clone(), id.to_owned());
        let mut found = self.snapshot.table::<I::Of>().by::<I>(&value).map_err(fault)?;
        Ok(found.next().cloned())
    }

    /// All of a kind that the account has, in the order of their names in small letters.
    pub(super) fn all<T: Kind>(&self) -> Result<Vec<Arc<Entry<T>>>> {
        let prefix = Prefix::new(prefix(T::KIND, self.account())).map_err(fault)?;
        self.snapshot.table::<T>().list(&prefix).map_err(fault)
    }

    /// How many of a kind the account has: places are counted, nothing is copied.
    pub(super) fn count<T: Kind>(&self) -> Result<usize> {
        let prefix = Prefix::new(prefix(T::KIND, self.account())).map_err(fault)?;
        Ok(self.snapshot.table::<T>().under(&prefix).map_err(fault)?.count())
    }

    /// The user, group or role of a name.
    ///
    /// A name in other letters than it was given finds nothing, though nobody else can have it:
    /// what is refused by its ARN must not be reached by another writing of it.
    pub(super) fn find<P: Principal>(&self, name: &str) -> Result<Arc<Entry<P>>> {
        let found = self.get::<P>(&P::key(self.account(), name))?;
        found.filter(|entry| entry.name() == name).ok_or_else(|| P::missing(name).into())
    }

    /// Whether the name is anybody's, whatever its case.
    pub(super) fn is_taken<P: Principal>(&self, name: &str) -> Result<bool> {
        Ok(self.get::<P>(&P::key(self.account(), name))?.is_some())
    }

    /// The managed policy of an ARN that this account can use.
    pub(super) fn managed(&self, arn: &str) -> Result<Option<Managed>> {
        let named = Arn::parse(arn).filter(|named| named.kind == "policy");
        let named = named.ok_or_else(|| invalid_arn(arn))?;
        if named.partition != self.owner.partition {
            return Err(invalid_arn(arn).into());
        }
        if named.account == "aws" {
            return Ok(managed::find(arn).map(Managed::Aws));
        }
        if named.account != self.account().as_str() {
            return Ok(None);
        }
        let found = self.get::<policy::Record>(&policy::key(self.account(), named.name))?;
        Ok(found.filter(|entry| entry.arn() == arn).map(Managed::Own))
    }

    /// How often each managed policy is used.
    pub(super) fn uses(&self) -> Result<HashMap<String, Uses>> {
        let mut uses: HashMap<String, Uses> = HashMap::new();
        let mut attached = |arns: &[String]| {
            for arn in arns {
                uses.entry(arn.clone()).or_default().attachments += 1;
            }
        };
        let (users, roles) = (self.all::<user::Record>()?, self.all::<role::Record>()?);
        users.iter().for_each(|user| attached(&user.grants.attached));
        roles.iter().for_each(|role| attached(&role.grants.attached));
        self.all::<group::Record>()?.iter().for_each(|group| attached(&group.grants.attached));
        let boundaries = users.iter().filter_map(|user| user.boundary.as_ref());
        for arn in boundaries.chain(roles.iter().filter_map(|role| role.boundary.as_ref())) {
            uses.entry(arn.clone()).or_default().boundaries += 1;
        }
        Ok(uses)
    }

    /// The document of a managed policy that is in force.
    pub(super) fn document(&self, policy: &Managed) -> Result<String> {
        match policy {
            Managed::Aws(policy) => Ok(policy.document.clone()),
            Managed::Own(policy) => Ok(self.version(policy, policy.default)?.document.clone()),
        }
    }

    /// A version that the policy says it has.
    pub(super) fn version(
        &self,
        policy: &policy::Record,
        number: u32,
    ) -> Result<Arc<Entry<policy::version::Record>>> {
        let key = policy::version::key(self.account(), &policy.id, number);
        let found = self.get::<policy::version::Record>(&key)?;
        found.ok_or_else(|| ferrogate_api::Failure::fault(Lost(key)))
    }
}

/// A record that another names is not there.
#[derive(Debug, thiserror::Error)]
#[error("there is no record {0}, which another names")]
struct Lost(String);

impl Managed {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Aws(policy) => &policy.name,
            Self::Own(policy) => &policy.name,
        }
    }

    pub(super) fn path(&self) -> &str {
        match self {
            Self::Aws(policy) => &policy.path,
            Self::Own(policy) => &policy.path,
        }
    }

    /// Where it stands in a list of policies of both kinds, which may have one name.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Aws(policy) => format!("{} aws", policy.name.to_ascii_lowercase()),
            Self::Own(policy) => format!("{} own", policy.name.to_ascii_lowercase()),
        }
    }
}

/// The key of a record that is looked for, from text that may be anything.
pub(super) fn key(text: String) -> Result<Key> {
    Key::new(text).map_err(fault)
}
