//! Times as they are shown.

use ferrogate_base::clock::civil_from_days;

const DAY_MS: i64 = 86_400_000;

/// `2024-05-01 12:00:00.000`, in UTC.
pub(crate) fn shown(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
    let (year, month, day) = civil_from_days(days);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, millis) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{millis:03}")
}
