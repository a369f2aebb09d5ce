//! Private hosted zones: names that the VPCs they are associated with resolve.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::name::DnsName;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "hosted-zone";

kind!(Record as KIND);

/// A private hosted zone. Who changes its record sets writes it too, so that nobody deletes it at
/// the same moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is. A zone is of no region.
    pub account: AccountId,
    /// `Z` and capital letters and digits.
    pub id: String,
    /// What it is for, and all below.
    pub name: DnsName,
    /// What the request that made it was known by: no other one of the account has it.
    pub caller_reference: String,
    /// What its owner says of it.
    #[serde(default)]
    pub comment: Option<String>,
    /// The VPCs that resolve by it: one at least.
    pub vpcs: Vec<Vpc>,
    /// VPCs of other accounts that may be associated with it.
    #[serde(default)]
    pub authorized: Vec<Vpc>,
    /// How many changes its record sets have had.
    #[serde(default)]
    pub serial: u64,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A VPC that a zone is associated with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vpc {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `vpc-…`.
    pub id: String,
}

/// The key of the zone `id`. It names no account: VPCs of others may resolve by it.
#[must_use]
pub fn key(id: &str) -> String {
    format!("/{KIND}/{}", crate::key::segment(id))
}
