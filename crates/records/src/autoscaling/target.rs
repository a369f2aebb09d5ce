//! Scalable targets: within which bounds a service is scaled.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Of;
use crate::Tag;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "scalable-target";

kind!(Record as KIND);

/// A scalable target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which service.
    pub of: Of,
    /// The last part of its ARN.
    pub id: String,
    /// Tasks at least.
    pub min: u32,
    /// Tasks at most.
    pub max: u32,
    /// What does not happen at present.
    #[serde(default)]
    pub suspended: Suspended,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Whether the bounds were set and the service was not pulled inside of them yet. It is once:
    /// who sets its count by hand afterwards may leave them.
    #[serde(default)]
    pub enforce: bool,
}

/// What does not happen at present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Policies stop no tasks.
    #[serde(default)]
    pub scale_in: bool,
    /// Policies start no tasks.
    #[serde(default)]
    pub scale_out: bool,
    /// Scheduled actions do nothing.
    #[serde(default)]
    pub scheduled: bool,
}

impl Record {
    /// `arn:aws:application-autoscaling:region:account:scalable-target/id`.
    #[must_use]
    pub fn arn(&self) -> String {
        let resource = format!("scalable-target/{}", self.id);
        self.of.scope.arn("application-autoscaling", &resource)
    }
}

/// The key of the target of a service.
#[must_use]
pub fn key(of: &Of) -> String {
    of.key(KIND, &[])
}
