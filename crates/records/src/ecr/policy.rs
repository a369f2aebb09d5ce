//! Documents attached to a repository, kept as their author wrote them.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "repositorypolicy";

kind!(Record as KIND);

/// What a document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Who may use the repository.
    Access,
    /// Which images are to go, and when.
    Lifecycle,
}

impl Purpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Access, Self::Lifecycle];

    fn segment(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Lifecycle => "lifecycle",
        }
    }
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// JSON, as it was sent.
    pub text: String,
    /// When it was sent.
    pub at: TimestampMs,
    /// Of one that says who may use the repository: the users and roles that it names, their
    /// unique ids as it was sent, by their ARNs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub principals: BTreeMap<String, String>,
}

/// The key of a repository's document.
#[must_use]
pub fn key(scope: &Scope, repository: &str, purpose: Purpose) -> String {
    scope.key(KIND, &[repository, purpose.segment()])
}
