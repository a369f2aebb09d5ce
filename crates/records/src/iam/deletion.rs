//! What became of the deletion of a service-linked role: asked for once it was tried.

use ferrogate_base::AccountId;
use serde::{Deserialize, Serialize};

use super::named;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-role-deletion";

kind!(Record as KIND);

/// The last deletion of a role that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// `task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/<uuid>`.
    pub task: String,
    /// What used the role: the ARNs, by their regions. Of one that was deleted nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<(String, Vec<String>)>,
}

/// The key of the last deletion of the role `name`.
#[must_use]
pub fn key(account: &AccountId, name: &str) -> String {
    named(KIND, account, name)
}
