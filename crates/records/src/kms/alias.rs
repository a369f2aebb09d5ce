//! Aliases: names that keys have, and may pass on.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::SERVICE;
use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "kms-alias";

kind!(Record as KIND, by OfKey);

/// The names that no one may give: those of keys that AWS's services have.
pub const OF_AWS: &str = "alias/aws/";

/// A name of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// `alias/…`.
    pub name: String,
    /// The id of its key, which is of the same account and region.
    pub target: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was given to this key.
    pub updated_at: TimestampMs,
}

impl Record {
    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        self.scope.arn(SERVICE, &self.name)
    }
}

/// The key of the alias `name`, which begins with `alias/`.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// By the key that they name.
pub struct OfKey;

impl Index for OfKey {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.target.clone()))
    }

    fn place((scope, _): &Self::Value) -> String {
        scope.prefix(KIND)
    }
}
