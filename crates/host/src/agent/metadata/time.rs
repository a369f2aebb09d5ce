//! Moments as the AWS agent writes them, and what is known of the host's clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::civil_from_days;
use serde::Serialize;

use crate::kernel::{ClockError, clock_error};

/// A moment in UTC, with as many decimals of a second as it has (RFC 3339).
pub(super) fn utc(since_epoch: Duration) -> String {
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX);
    let (year, month, day) = civil_from_days(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let whole = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    match since_epoch.subsec_nanos() {
        0 => format!("{whole}Z"),
        nanos => format!("{whole}.{}Z", format!("{nanos:09}").trim_end_matches('0')),
    }
}

/// The same of a time of ours.
pub(super) fn utc_of(at: TimestampMs) -> String {
    utc(Duration::from_millis(at.0))
}

/// Now, by the host's clock.
pub(super) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// How far the host's clock may be from the true time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ClockDrift {
    /// In milliseconds, when somebody keeps the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_error_bound: Option<f64>,
    /// Of which moment that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_timestamp: Option<String>,
    clock_synchronization_status: &'static str,
}

/// What the kernel says of its clock; `None` when it says nothing.
pub(super) fn clock_drift() -> Option<ClockDrift> {
    clock_error().ok().map(|error| drift(error, now()))
}

fn drift(error: ClockError, at: Duration) -> ClockDrift {
    match error {
        ClockError::Within(bound) => ClockDrift {
            clock_error_bound: Some(bound.as_secs_f64() * 1000.0),
            reference_timestamp: Some(utc(Duration::from_secs(at.as_secs()))),
            clock_synchronization_status: "SYNCHRONIZED",
        },
        ClockError::Unknown => ClockDrift {
            clock_error_bound: None,
            reference_timestamp: None,
            clock_synchronization_status: "NOT_SYNCHRONIZED",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_moment_has_the_decimals_that_it_has() {
        let day = Duration::from_secs(1_709_164_800);
        assert_eq!(utc(day), "2024-02-29T00:00:00Z");
        assert_eq!(utc(day + Duration::from_nanos(40_500_000)), "2024-02-29T00:00:00.0405Z");
        assert_eq!(utc_of(TimestampMs(1_709_251_199_999)), "2024-02-29T23:59:59.999Z");
    }

    #[test]
    fn a_clock_that_nobody_keeps_has_no_bound() {
        let at = Duration::from_millis(1500);
        let kept = drift(ClockError::Within(Duration::from_micros(546)), at);
        assert_eq!(
            json!(kept),
            json!({"ClockErrorBound": 0.546, "ReferenceTimestamp": "1970-01-01T00:00:01Z",
                "ClockSynchronizationStatus": "SYNCHRONIZED"})
        );
        let free = json!({"ClockSynchronizationStatus": "NOT_SYNCHRONIZED"});
        assert_eq!(json!(drift(ClockError::Unknown, at)), free);
        assert!(clock_drift().is_some(), "the kernel tells everybody");
    }
}
