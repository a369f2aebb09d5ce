//! How long values are kept how finely (CloudWatch: 1 s for 3 hours, 60 s for 15 days, 300 s for
//! 63 days, 3600 s for 455 days).

use ferrogate_base::TimestampMs;

const HOUR_S: i64 = 3600;
const DAY_S: i64 = 24 * HOUR_S;

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tier {
    /// Its name.
    pub(super) table: &'static str,
    /// The length of its periods, in seconds.
    pub(super) length_s: i64,
    /// How old they become, in seconds.
    pub(super) kept_s: i64,
}

/// The finest first.
pub(super) const TIERS: [Tier; 4] = [
    Tier { table: "second", length_s: 1, kept_s: 3 * HOUR_S },
    Tier { table: "minute", length_s: 60, kept_s: 15 * DAY_S },
    Tier { table: "five_minutes", length_s: 300, kept_s: 63 * DAY_S },
    Tier { table: "hour", length_s: HOUR_S, kept_s: 455 * DAY_S },
];

impl Tier {
    /// The beginning of the period in which an instant lies.
    pub(super) fn begin(self, at_s: i64) -> i64 {
        at_s.div_euclid(self.length_s) * self.length_s
    }
}

/// Where a value is kept.
pub(super) fn of(at_s: i64, by_second: bool, now_s: i64) -> Tier {
    let young = |tier: &&Tier| now_s - at_s < tier.kept_s;
    TIERS[usize::from(!by_second)..].iter().find(young).copied().unwrap_or(TIERS[3])
}

/// Whole seconds since 1970.
pub(super) fn seconds(at: TimestampMs) -> i64 {
    i64::try_from(at.0 / 1000).unwrap_or(i64::MAX)
}

/// The same instant in milliseconds.
pub(super) fn timestamp(at_s: i64) -> TimestampMs {
    TimestampMs(u64::try_from(at_s).unwrap_or(0).saturating_mul(1000))
}
