//! Log groups: the unit of retention, deletion and search.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::part;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "log-group";

kind!(Record as KIND);

/// A log group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-512 letters, digits and `_-/.#`, such as `/ecs/web`.
    pub name: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// How many days its events are kept; for ever without.
    pub retention_days: Option<u32>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:logs:region:account:log-group:name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }
}

/// The ARN of the group `name` in `scope`. Policies and older answers write it with `:*`
/// behind it, which stands for its streams.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("logs", &format!("log-group:{name}"))
}

/// The key of the group `name`.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[&part(name)])
}
