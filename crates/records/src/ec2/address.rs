//! Addresses of a subnet, and which are taken.

use std::net::Ipv4Addr;

use ferrogate_base::TaskId;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "address";

kind!(Record as KIND);

/// A taken address. It exists from the transaction that binds a task to the one that
/// records the task's release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub task: TaskId,
}

/// The key of an address of a subnet.
#[must_use]
pub fn key(scope: &Scope, subnet: &str, address: Ipv4Addr) -> String {
    scope.key(KIND, &[subnet, &address.to_string()])
}

/// The prefix of a subnet's taken addresses.
#[must_use]
pub fn prefix(scope: &Scope, subnet: &str) -> String {
    scope.below(KIND, &[subnet])
}
