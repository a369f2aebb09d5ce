//! Egress-only internet gateways: the way out, and no way in, of IPv6.

use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "egress-gateway";

kind!(Record as KIND, by OfVpc);
part!(KIND);

/// An egress-only internet gateway. It is attached to its VPC from its making on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `eigw-…`.
    pub id: String,
    /// Its VPC.
    pub vpc: String,
    /// Its tags.
    pub tags: Vec<Tag>,
}
