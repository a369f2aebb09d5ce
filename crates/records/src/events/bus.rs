//! Buses of events. The default one is always there; its record is, once something is said of it.

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::kind::{Index, kind};
use crate::kms::key::Policy;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "event-bus";

kind!(Record as KIND, by InScope);

/// The bus that everybody has.
pub const DEFAULT: &str = "default";
/// Buses of an account in a region (EventBridge quotas).
pub const BUSES_MAX: usize = 100;
/// The longest policy, in bytes (EventBridge quotas).
pub const POLICY_MAX: usize = 10_240;

/// A bus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it is.
    pub scope: Scope,
    /// 1-256 characters.
    pub name: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: Option<String>,
    /// Who else may put events on it.
    #[serde(default)]
    pub policy: Option<Policy>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// When it was changed last.
    pub modified_at: TimestampMs,
}

impl Record {
    /// A bus that nothing is said of.
    #[must_use]
    pub fn new(scope: &Scope, name: &str, now: TimestampMs) -> Self {
        Self {
            scope: scope.clone(),
            name: name.to_owned(),
            description: None,
            policy: None,
            tags: vec![],
            created_at: now,
            modified_at: now,
        }
    }

    /// `arn:aws:events:region:account:event-bus/name`.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.name)
    }

    /// The key of its record.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.scope, &self.name)
    }
}

/// The ARN of a bus.
#[must_use]
pub fn arn(scope: &Scope, name: &str) -> String {
    scope.arn("events", &format!("event-bus/{name}"))
}

/// The key of a bus.
#[must_use]
pub fn key(scope: &Scope, name: &str) -> String {
    scope.key(KIND, &[name])
}

/// Where the bus of an ARN is, and its name; `None` when it is no ARN of a bus.
#[must_use]
pub fn of_arn(arn: &str) -> Option<(Scope, &str)> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "events", region, account, rest] = *parts else { return None };
    let name = rest.strip_prefix("event-bus/").filter(|name| !name.is_empty())?;
    Some((Scope::new(account.parse().ok()?, region), name))
}

/// By account and region.
pub struct InScope;

impl Index for InScope {
    type Of = Record;
    type Value = Scope;

    fn value(record: &Record) -> Option<Scope> {
        Some(record.scope.clone())
    }

    fn place(of: &Scope) -> String {
        of.prefix(KIND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_says_where_a_bus_is() {
        let scope = Scope::new("000000000001".parse().unwrap(), "us-east-1");
        assert_eq!(of_arn(&arn(&scope, "a")), Some((scope, "a")));
        for other in [
            "a",
            "arn:aws:events:us-east-1:000000000001:rule/a",
            "arn:aws:events:us-east-1:1:event-bus/a",
            "arn:aws:events:us-east-1:000000000001:event-bus/",
            "arn:aws:sns:us-east-1:000000000001:event-bus/a",
        ] {
            assert_eq!(of_arn(other), None, "{other}");
        }
    }
}
