//! Virtual MFA devices: a seed that an authenticator app has as well.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use super::Owner;
use super::access_key::Holder;
use crate::Tag;
use crate::key::segment;
use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "iam-mfa-device";

/// For what the seeds of devices are sealed.
pub const VAULT: &str = "mfa-device";

kind!(Record as KIND);

/// A device. It goes when nobody has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose it is.
    pub owner: Owner,
    /// As it was given; with the path it is unique in the account, whatever the case.
    pub name: String,
    /// `/`, or what begins and ends with one.
    pub path: String,
    /// When it was made.
    pub created_at: TimestampMs,
    /// Its seed in base 32, sealed under [`VAULT`] for [`serial`](Self::serial).
    pub seed: String,
    /// Who has it; none before it is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<Enabled>,
    /// What is known of its codes. It stays when the device is deactivated: a code that was
    /// accepted is never accepted again.
    #[serde(default)]
    pub codes: Codes,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// Who shows codes of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enabled {
    /// The user, or the root. Its record names the device, written in the same transaction.
    pub holder: Holder,
    /// Since when.
    pub at: TimestampMs,
}

/// What is known of a device's codes. Steps are of 30 seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Codes {
    /// The step of the newest code that was accepted: none up to it is accepted again.
    pub used: u64,
    /// By so many steps its clock is ahead, or behind if it is less than nothing.
    pub drift: i64,
    /// Wrong codes since the last good one.
    pub wrong: u32,
    /// When the last wrong one came.
    pub wrong_at: TimestampMs,
}

impl Record {
    /// The serial number, which is its ARN: `arn:aws:iam::account:mfa/path/name`.
    #[must_use]
    pub fn serial(&self) -> String {
        self.owner.arn_of("mfa", &self.path, &self.name)
    }
}

/// The key of the device of this path and name.
#[must_use]
pub fn key(account: &AccountId, path: &str, name: &str) -> String {
    format!("/{KIND}/{account}/{}", segment(&format!("{path}{name}").to_ascii_lowercase()))
}
