//! Grants: what one principal may do with one key, though no policy says so.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::kind::{Index, kind};

/// The kind of these records in the store.
pub const KIND: &str = "kms-grant";

kind!(Record as KIND, by OfKey, OfGrantee, OfRetiring);

/// A grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose its key is, and where.
    pub scope: Scope,
    /// The id of its key.
    pub key_id: String,
    /// 64 hexadecimal digits.
    pub id: String,
    /// What its maker calls it: one of the same name and content is not made twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who may do it.
    pub grantee: Principal,
    /// Who may give it up beside the key's owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring: Option<Principal>,
    /// What may be done, `Decrypt`: each once, sorted.
    pub operations: Vec<String>,
    /// With which encryption contexts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Constraint>,
    /// The account that made it.
    pub issuer: String,
    /// When it was made.
    pub created_at: TimestampMs,
}

/// Somebody who is named in a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The ARN of a user, a role, a session of one, a federated user, or an account.
    pub arn: String,
    /// The unique id of a user or a role: who is made anew under the name is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Encryption contexts; their case counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// This one.
    Equals(BTreeMap<String, String>),
    /// All that have these pairs.
    Subset(BTreeMap<String, String>),
}

impl Constraint {
    /// Whether it lets a request with this context pass.
    #[must_use]
    pub fn holds(&self, context: &BTreeMap<String, String>) -> bool {
        match self {
            Self::Equals(pairs) => pairs == context,
            Self::Subset(pairs) => {
                pairs.iter().all(|(name, value)| context.get(name) == Some(value))
            }
        }
    }
}

/// The key of the grant `id` of the key `key_id`; both may be any text.
#[must_use]
pub fn key(scope: &Scope, key_id: &str, id: &str) -> String {
    scope.key(KIND, &[key_id, id])
}

/// The prefix of the keys of all grants of the key `key_id`.
#[must_use]
pub fn prefix(scope: &Scope, key_id: &str) -> String {
    format!("{}/", scope.key(KIND, &[key_id]))
}

/// By their key.
pub struct OfKey;

impl Index for OfKey {
    type Of = Record;
    type Value = (Scope, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.key_id.clone()))
    }

    fn place((scope, key_id): &Self::Value) -> String {
        prefix(scope, key_id)
    }
}

/// By their key and the ARN of who may use it.
pub struct OfGrantee;

impl Index for OfGrantee {
    type Of = Record;
    type Value = (Scope, String, String);

    fn value(record: &Record) -> Option<Self::Value> {
        Some((record.scope.clone(), record.key_id.clone(), record.grantee.arn.clone()))
    }

    fn place((scope, key_id, _): &Self::Value) -> String {
        prefix(scope, key_id)
    }
}

/// By the region and the ARN of who may give them up, whose account may be another.
pub struct OfRetiring;

impl Index for OfRetiring {
    type Of = Record;
    type Value = (String, String);

    fn value(record: &Record) -> Option<Self::Value> {
        let retiring = record.retiring.as_ref()?;
        Some((record.scope.region.clone(), retiring.arn.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constraint_is_about_whole_pairs() {
        let pairs = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
            all.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        let (equals, subset) =
            (Constraint::Equals(pairs(&[("a", "1")])), Constraint::Subset(pairs(&[("a", "1")])));
        for (context, by_equals, by_subset) in [
            (pairs(&[("a", "1")]), true, true),
            (pairs(&[("a", "1"), ("b", "2")]), false, true),
            (pairs(&[]), false, false),
            (pairs(&[("a", "2")]), false, false),
            (pairs(&[("A", "1")]), false, false),
        ] {
            assert_eq!((equals.holds(&context), subset.holds(&context)), (by_equals, by_subset));
        }
    }
}
