//! Groups of schedules.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "schedule-group";

kind!(Record as KIND);

/// The group that everybody has, without a record.
pub const DEFAULT: &str = "default";
/// Groups of an account in a region (Scheduler quotas).
pub const GROUPS_MAX: usize = 500;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-64 characters.
    pub name: String,
    /// Whether it and what is in it are being deleted: nothing of it is due any more.
    #[serde(default)]
    pub deleting: bool,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub modified_at: TimestampMs,
    /// What made it told it from others.
    #[serde(default)]
    pub token: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// `arn:aws:scheduler:region:account:schedule-group/name`.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("scheduler", &format!("schedule-group/{name}"))
}

/// The key of a group.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
