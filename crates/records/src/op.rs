//! The record of a request that must not have its effect twice.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;

/// The kind of these records in the store.
pub const KIND: &str = "op";

/// How long a record is kept, in milliseconds: a day, as AWS keeps client tokens.
pub const KEPT_MS: u64 = 24 * 3600 * 1000;

/// What a request with a client token did, written in the transaction that did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// A hash of the request's parameters: the same token with others is a conflict.
    pub request: String,
    /// What to answer again, in the operation's own form.
    pub reply: serde_json::Value,
    /// When it was done.
    pub at: TimestampMs,
}

/// The key of the record of `token` for `operation`, such as `ecs:RunTask`.
#[must_use]
pub fn key(scope: &Scope, operation: &str, token: &str) -> String {
    scope.key(KIND, &[operation, token])
}
