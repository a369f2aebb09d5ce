//! Internet gateways.

use serde::{Deserialize, Serialize};

use crate::kind::{Index, kind};
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "internet-gateway";

kind!(Record as KIND, by OfVpc);

/// An internet gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `igw-…`.
    pub id: String,
    /// The VPC that it is attached to.
    pub vpc: Option<String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// The key of the gateway `id`.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}

/// By the VPC that they are attached to.
pub struct OfVpc;

impl Index for OfVpc {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.vpc.clone()?))
    }

    fn place((scope, _): &Self::Value) -> String {
        scope.prefix(KIND)
    }
}
