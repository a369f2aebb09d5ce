//! What the health checks of targets have found: written by the engine as it changes, apart from
//! the targets themselves, so that who registers one never meets who watches it.

use std::net::Ipv4Addr;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::{Named, target};
use crate::Scope;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "target-health";

kind!(Record as KIND);

/// The health of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The registration that was checked: of an earlier one nothing is known any more.
    pub registration: String,
    /// How it is.
    pub health: Health,
    /// Since when.
    pub since: TimestampMs,
}

/// How a target is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// It was asked, and has not answered as it must yet.
    Initial,
    /// It answers as it must.
    Healthy,
    /// It does not.
    Unhealthy {
        /// AWS's code, such as `Target.Timeout`.
        reason: String,
        /// The text beside it.
        description: String,
    },
}

/// The key of the health of a target.
#[must_use]
pub fn key(scope: &Scope, group: &Named, address: Ipv4Addr, port: u16) -> String {
    scope.key(KIND, &[&group.name, &group.id, &format!("{address}:{port}")])
}

/// The key of the health of a target, and of a target whose health is under that key.
#[must_use]
pub fn of_target(target: &target::Record) -> String {
    key(&target.scope, &target.group, target.address, target.port)
}
