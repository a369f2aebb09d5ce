//! Topics.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "topic";

kind!(Record as KIND);

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-256 letters, digits, hyphens, underscores.
    pub name: String,
    /// What its owner calls it.
    #[serde(default)]
    pub display_name: String,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: TimestampMs,
}

impl Record {
    /// `arn:aws:sns:region:account:name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }
}

/// The ARN of a topic.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("sns", name)
}

/// The key of a topic.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// The name in an ARN of a topic of `scope`; `None` when it is none of these.
#[must_use]
pub fn name_of<'a>(scope: &Scope, text: &'a str) -> Option<&'a str> {
    let name = text.strip_prefix(&*arn(scope, ""))?;
    (!name.is_empty() && !name.contains(':')).then_some(name)
}
