//! Log streams: the events of one source.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{group, part};
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "log-stream";

kind!(Record as KIND);

/// A log stream. Exists only as long as its group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// The name of its group.
    pub group: String,
    /// 1-512 characters but `:` and `*`, such as `web/app/0f3c…`.
    pub name: String,
    /// When it was made.
    pub created_at: TimestampMs,
}

impl Record {
    /// `arn:aws:logs:region:account:log-group:group:log-stream:name`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("{}:log-stream:{}", group::arn(&self.scope, &self.group), self.name)
    }
}

/// The key of the stream `name` of `group`.
#[must_use]
pub fn key(scope: &Scope, group: &str, name: &str) -> String {
    scope.key(KIND, &[&part(group), &part(name)])
}

/// The prefix of a group's streams.
#[must_use]
pub fn prefix(scope: &Scope, group: &str) -> String {
    scope.below(KIND, &[&part(group)])
}
