//! Whether an account wants advice, and how careful it is to be. Accounts without a record have the
//! defaults.

use ferrogate_base::{AccountId, TimestampMs};
use serde::{Deserialize, Serialize};

use crate::kind::kind;

/// The kind of these records in the store.
pub const KIND: &str = "compute-optimizer";

kind!(Record as KIND);

/// What an account has asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The account: they hold in all its regions.
    pub account: AccountId,
    /// Whether it gets advice.
    pub enrolled: bool,
    /// When that was said.
    pub enrolled_at: TimestampMs,
    /// How advice about services of ECS is made.
    #[serde(default)]
    pub services: Preferences,
}

/// How advice is made; `None` is the default of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Days of use that count: 14, 32 or 93.
    #[serde(default)]
    pub look_back_days: Option<u32>,
    /// For how many thousandths of the time the CPU is to be enough: 900, 950 or 995.
    #[serde(default)]
    pub cpu_threshold: Option<u32>,
    /// CPU left free above that, in percent: 0 to 30.
    #[serde(default)]
    pub cpu_headroom: Option<u32>,
    /// Memory left free above the most that was used, in percent: 10 to 30.
    #[serde(default)]
    pub memory_headroom: Option<u32>,
    /// Whether savings are told without those of Spot only.
    #[serde(default)]
    pub before_discounts: Option<bool>,
}

/// The key of an account's record.
#[must_use]
pub fn key(account: &AccountId) -> String {
    format!("/{KIND}/{account}")
}
