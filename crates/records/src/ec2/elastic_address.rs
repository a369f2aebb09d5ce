//! Elastic addresses: public addresses that an account keeps, whatever has them.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "elastic-address";

kind!(Record as KIND);

/// An elastic address. Its address is taken in [`super::public_address`] as long as it is
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `eipalloc-…`.
    pub id: String,
    /// The address.
    pub address: Ipv4Addr,
    /// What has it. The interface says the same in its `public`: both are written together.
    #[serde(default)]
    pub association: Option<Association>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// What an elastic address is associated with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association {
    /// `eipassoc-…`.
    pub id: String,
    /// The interface.
    pub eni: String,
    /// The private address of it that the public one stands for.
    pub private: Ipv4Addr,
}

/// The key of the elastic address `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}
