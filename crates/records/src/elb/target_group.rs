//! Target groups: what listeners forward to.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::balancer::{GroupProtocol, HealthCheck, Version};
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "target-group";

kind!(Record as KIND);

/// The attribute that says how long a target drains.
pub const DRAIN: &str = "deregistration_delay.timeout_seconds";

/// How long a target drains without the attribute, in seconds.
pub const DRAIN_DEFAULT_S: u64 = 300;

/// A target group, of targets that are addresses. Whoever lets a listener or rule forward to it,
/// or stops that, writes it in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// Its name and number.
    pub named: Named,
    /// Its VPC.
    pub vpc: String,
    /// How its targets are spoken with.
    pub protocol: GroupProtocol,
    /// The version of HTTP that its targets are spoken with.
    pub version: Version,
    /// The port of targets that name none.
    pub port: u16,
    /// How its targets are checked.
    pub check: HealthCheck,
    /// The codes of a healthy target's answer as they were asked for, such as `200,300-302`.
    pub matcher: String,
    /// The load balancer that forwards to it: one at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_balancer: Option<Named>,
    /// The attributes that users have set.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record {
    /// `arn:aws:elasticloadbalancing:…:targetgroup/NAME/ID`.
    #[must_use]
    pub fn arn(&self) -> String {
        self.named.target_group_arn(&self.scope)
    }

    /// How long a target drains, in milliseconds.
    #[must_use]
    pub fn drain_ms(&self) -> u64 {
        let set = self.attributes.get(DRAIN).and_then(|value| value.parse().ok());
        set.unwrap_or(DRAIN_DEFAULT_S) * 1000
    }
}

/// The key of the target group with this name. Names are unique, so the name is the key.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}
