//! The clock as a value, so that a test can hold it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Wall-clock time in milliseconds since the Unix epoch (UTC).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct TimestampMs(pub u64);

impl TimestampMs {
    /// The time `ms` milliseconds later; saturates at the end of time.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to `self`; 0 when `earlier` is later.
    #[must_use]
    pub fn since_ms(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for TimestampMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
#[must_use]
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Years start in March here, so that the leap day is the last.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Where code that keeps time reads it. Cheap to call; never blocks.
pub trait Clock: Send + Sync + 'static {
    /// Now, by the wall clock. May step backwards when the host's clock is set.
    fn now(&self) -> TimestampMs;

    /// Hears of it when the clock is set by hand: who waits for a time looks again then. `None`
    /// for a clock that nobody sets.
    fn moves(&self) -> Option<watch::Receiver<u64>> {
        None
    }
}

/// The host's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> TimestampMs {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        TimestampMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// The host's clock, set ahead by hand, so that what waits for hours can be tried in seconds.
#[derive(Clone, Debug)]
pub struct AheadClock(watch::Sender<u64>);

impl AheadClock {
    /// A clock that is so many milliseconds ahead of the host's.
    #[must_use]
    pub fn new(ahead_ms: u64) -> Self {
        Self(watch::Sender::new(ahead_ms))
    }

    /// Milliseconds that it is ahead.
    #[must_use]
    pub fn ahead_ms(&self) -> u64 {
        *self.0.borrow()
    }

    /// Sets it so many milliseconds ahead of the host's, and tells who waits.
    pub fn set_ahead_ms(&self, ms: u64) {
        self.0.send_replace(ms);
    }
}

impl Clock for AheadClock {
    fn now(&self) -> TimestampMs {
        SystemClock.now().plus_ms(self.ahead_ms())
    }

    fn moves(&self) -> Option<watch::Receiver<u64>> {
        Some(self.0.subscribe())
    }
}

/// A clock that stands still until a test moves it.
#[derive(Clone, Debug, Default)]
pub struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    /// A clock that reads `at` until it is moved.
    #[must_use]
    pub fn new(at: TimestampMs) -> Self {
        Self(Arc::new(AtomicU64::new(at.0)))
    }

    /// Moves the clock forward.
    pub fn advance_ms(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the clock, also backwards.
    pub fn set(&self, at: TimestampMs) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> TimestampMs {
        TimestampMs(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(TimestampMs(5));
        assert_eq!(clock.now(), TimestampMs(5));
        clock.advance_ms(7);
        assert_eq!(clock.now(), TimestampMs(12));
        clock.set(TimestampMs(1));
        assert_eq!(clock.now(), TimestampMs(1));
    }

    #[test]
    fn a_clock_that_is_set_ahead_stays_so_and_tells_it() {
        let clock = AheadClock::new(5_000);
        let mut moves = clock.moves().unwrap();
        assert!(clock.now().since_ms(SystemClock.now()) > 4_000);
        assert!(!moves.has_changed().unwrap());
        clock.set_ahead_ms(3_600_000);
        assert!(moves.has_changed().unwrap() && *moves.borrow_and_update() == 3_600_000);
        assert!(clock.now().since_ms(SystemClock.now()) > 3_500_000);
        assert!(SystemClock.moves().is_none());
    }

    #[test]
    fn differences_never_wrap() {
        assert_eq!(TimestampMs(3).since_ms(TimestampMs(9)), 0);
        assert_eq!(TimestampMs(u64::MAX).plus_ms(1), TimestampMs(u64::MAX));
    }
}
