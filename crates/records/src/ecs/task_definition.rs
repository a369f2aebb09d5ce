//! Task definitions: immutable revisions of a family.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kind::kind;
use crate::{Index, Scope, Tag};

/// The kind of revision records in the store.
pub const KIND: &str = "taskdef";
/// The kind of family records in the store.
pub const FAMILY_KIND: &str = "taskfamily";

kind!(Record as KIND, by InStatus);

/// One revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-255 letters, digits, hyphens, underscores.
    pub family: String,
    /// 1 for the family's first.
    pub revision: u32,
    /// Whether tasks may be run from it.
    pub status: Status,
    /// When it was registered.
    pub registered_at: TimestampMs,
    /// Who registered it: an ARN.
    pub registered_by: String,
    /// When it was deregistered.
    pub deregistered_at: Option<TimestampMs>,
    /// When its deletion was asked for.
    pub delete_requested_at: Option<TimestampMs>,
    /// What was registered, as the API's own JSON object, defaults filled in as AWS returns
    /// them. [`crate::ecs::definition`] reads it.
    pub definition: Value,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Whether tasks may be run from a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Yes.
    Active,
    /// Deregistered: tasks that run from it go on.
    Inactive,
    /// To be deleted when nothing runs from it any more.
    DeleteInProgress,
}

/// A family: the number of its newest revision, so that a number is never used twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The newest revision's number, also when that revision is gone.
    pub latest: u32,
}

impl Record {
    /// `arn:aws:ecs:region:account:task-definition/family:revision`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.family, self.revision)
    }
}

/// The revisions in a status.
pub enum InStatus {}

impl Index for InStatus {
    type Of = Record;
    type Value = Status;

    fn value(record: &Record) -> Option<Status> {
        Some(record.status)
    }
}

/// The ARN of a revision.
#[must_use]
pub fn arn(scope: &Scope, family: &str, revision: u32) -> String {
    scope.arn("ecs", &format!("task-definition/{family}:{revision}"))
}

/// The key of a revision: numbers are padded, so that keys sort as numbers do.
#[must_use]
pub fn key(scope: &Scope, family: &str, revision: u32) -> String {
    scope.key(KIND, &[family, &format!("{revision:010}")])
}

/// The prefix of a family's revisions.
#[must_use]
pub fn prefix(scope: &Scope, family: &str) -> String {
    scope.below(KIND, &[family])
}

/// The key of a family.
#[must_use]
pub fn family_key(scope: &Scope, family: &str) -> String {
    scope.key(FAMILY_KIND, &[family])
}
