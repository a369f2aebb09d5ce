//! Keys of KMS: what they may be used for and by whom, and their material, sealed.

use std::collections::BTreeMap;

use ferrogate_base::TimestampMs;
use serde::{Deserialize, Serialize};

use super::SERVICE;
use crate::kind::kind;
use crate::{Scope, Tag};

/// The kind of these records in the store.
pub const KIND: &str = "kms-key";

kind!(Record as KIND);

/// A symmetric key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is, and where.
    pub scope: Scope,
    /// A lower-case UUID.
    pub id: String,
    /// What its owner says of it.
    #[serde(default)]
    pub description: String,
    /// Whether it can be used.
    pub state: State,
    /// The service of AWS that has it, `secretsmanager`; none: its owner manages it.
    #[serde(default)]
    pub service: Option<String>,
    /// Who may do what with it.
    pub policy: Policy,
    /// What it encrypts with, the newest last; one at least. All of it decrypts.
    pub materials: Vec<Material>,
    /// How often it gets new material by itself.
    #[serde(default)]
    pub rotation: Option<Rotation>,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// A document about who may do what, and whom it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The document.
    pub document: String,
    /// The unique ids of the users and roles that it names, by their ARNs: one who has the name of
    /// another that was deleted is not meant.
    #[serde(default)]
    pub principals: BTreeMap<String, String>,
}

/// Whether a key can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can.
    Enabled,
    /// It can't, until it is enabled.
    Disabled,
    /// It can't, and is gone from this time on.
    PendingDeletion {
        /// That time.
        at: TimestampMs,
        /// The days that there were until then at the beginning.
        window_d: u16,
    },
}

/// Bytes that a key encrypts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// What tells it from others: 64 hexadecimal digits.
    pub id: String,
    /// The bytes in hexadecimal digits, sealed in the vault [`super::VAULT`] for this key's ARN.
    pub sealed: String,
    /// Since when it is used.
    pub since: TimestampMs,
    /// Whether somebody asked for it.
    #[serde(default)]
    pub on_demand: bool,
}

/// How often a key gets new material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// Every so many days.
    pub period_d: u16,
    /// The next time.
    pub next_at: TimestampMs,
}

impl Record {
    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        arn(&self.scope, &self.id)
    }

    /// Whether its time is over: nobody finds it any more, though its record may still be there.
    #[must_use]
    pub fn is_gone(&self, now: TimestampMs) -> bool {
        matches!(self.state, State::PendingDeletion { at, .. } if now >= at)
    }
}

/// The ARN of the key `id`.
#[must_use]
pub fn arn(scope: &Scope, id: &str) -> String {
    scope.arn(SERVICE, &format!("key/{id}"))
}

/// The key of the record of the key `id`, which may be any text.
#[must_use]
pub fn key(scope: &Scope, id: &str) -> String {
    scope.key(KIND, &[id])
}
