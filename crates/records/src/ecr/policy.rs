//! Documents attached to a repository, kept as their author wrote them.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;

/// The kind of these records in the store.
pub const KIND: &str = "repositorypolicy";

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
}

/// The key of a repository's document.
#[must_use]
pub fn key(scope: &Scope, repository: &str, purpose: Purpose) -> String {
    scope.key(KIND, &[repository, purpose.segment()])
}
