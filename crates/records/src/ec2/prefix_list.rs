//! Prefix lists of users, each with the versions that it had.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "prefix-list";

kind!(Record as KIND);

/// A prefix list: ranges that rules and routes name together. Who names it takes its
/// [`turn`](super::turn), as who deletes it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `pl-…`.
    pub id: String,
    /// At most 255 characters; not unique.
    pub name: String,
    /// Which addresses its ranges are of.
    pub family: Family,
    /// How many entries it may have, and what a rule that names it counts as: 1-1000.
    pub max_entries: u16,
    /// The number of its version, from 1.
    pub version: u64,
    /// The entries of this version; no two have the same range.
    pub entries: Vec<Entry>,
    /// What was done to it last.
    pub last: Deed,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// What is done to a prefix list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It was made.
    Create,
    /// Its name, its size or its entries were changed.
    Modify,
    /// It got the entries of an earlier version.
    Restore,
}

/// A range of a prefix list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The range.
    pub range: IpNet,
    /// At most 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The key of the list `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

/// What a prefix list was.
pub mod version {
    use serde::{Deserialize, Serialize};

    use super::Entry;
    use crate::Scope;
    use crate::kind::kind;

    /// The kind of these records in the store.
    pub const KIND: &str = "prefix-list-version";

    kind!(Record as KIND);

    /// A version of a list. It goes with the list, or when there are too many newer ones.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Record {
        /// Its number.
        pub number: u64,
        /// Its entries.
        pub entries: Vec<Entry>,
    }

    /// The key of a version of the list `list`.
    #[must_use]
    pub fn key(scope: &Scope, list: &str, number: u64) -> String {
        // In the order of their numbers.
        scope.key(KIND, &[list, &format!("{number:020}")])
    }

    /// The prefix of the versions of a list.
    #[must_use]
    pub fn prefix(scope: &Scope, list: &str) -> String {
        scope.below(KIND, &[list])
    }
}
