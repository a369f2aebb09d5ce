//! Addresses of a subnet, and which are taken.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "address";

kind!(Record as KIND);

/// A taken address. It exists as long as its interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The interface that has it; empty in records of engines that wrote only the task.
    #[serde(default)]
    pub eni: String,
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
