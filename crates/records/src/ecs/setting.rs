//! Account settings.

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "setting";

kind!(Record as KIND);

/// Stands for the principal when a setting is the account's default.
pub const ACCOUNT: &str = "default";

/// The setting that says whether tasks have an address of IPv6 in subnets that have some.
pub const DUAL_STACK: &str = "dualStackIPv6";

/// What [`DUAL_STACK`] is when nobody has set it.
pub const DUAL_STACK_DEFAULT: &str = "enabled";

/// Whether the value of [`DUAL_STACK`] is that tasks have one.
#[must_use]
pub fn is_dual_stack(value: Option<&str>) -> bool {
    matches!(value.unwrap_or(DUAL_STACK_DEFAULT), "enabled" | "on" | "true")
}

/// One setting of one principal, or the account's default of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Such as `taskLongArnFormat`.
    pub name: String,
    /// Such as `enabled`.
    pub value: String,
    /// The principal's ARN; [`ACCOUNT`] for the account's default.
    pub principal: String,
}

/// The key of the setting `name` of `principal`.
#[must_use]
pub fn key(scope: &Scope, principal: &str, name: &str) -> String {
    scope.key(KIND, &[principal, name])
}
