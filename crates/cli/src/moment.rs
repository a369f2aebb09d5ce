//! Times and sizes, as people write and read them.

use std::time::Duration;

use ferrogate_api::Timestamp;
use ferrogate_base::{Clock as _, SystemClock};

/// A number of seconds or words such as `90s`, `10m`, `1h30m`, `2d`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let bad = || format!("'{text}' is no duration, such as 90s, 10m, 1h30m or 2d");
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).map_err(|_| bad());
    }
    let (mut total, mut number) = (Duration::ZERO, String::new());
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return Err(bad()),
        };
        let count: u64 = number.parse().map_err(|_| bad())?;
        let more = count.checked_mul(unit).ok_or_else(bad)?;
        total = total.checked_add(Duration::from_secs(more)).ok_or_else(bad)?;
        number.clear();
    }
    if text.is_empty() || !number.is_empty() { Err(bad()) } else { Ok(total) }
}

/// A moment: so long ago (`10m`), a time of day and date (`2026-01-02T03:04:05Z`), or a
/// number of seconds since 1970.
pub(crate) fn parse_moment(text: &str) -> Result<Timestamp, String> {
    let looks_relative = text.ends_with(|c: char| "smhd".contains(c));
    if looks_relative && let Ok(ago) = parse_duration(text) {
        let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
        return Ok(Timestamp(now().0.saturating_sub(ago).max(0)));
    }
    Timestamp::parse(text)
        .map_err(|_| format!("'{text}' is no moment, such as 10m (ago) or 2026-01-02T03:04:05Z"))
}

/// Now.
pub(crate) fn now() -> Timestamp {
    Timestamp::from(SystemClock.now())
}

/// How long ago, in the largest unit that fits: `12s`, `5m`, `3h`, `2d`.
pub(crate) fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = (now.0.saturating_sub(since.0)).max(0) / 1000;
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// A duration as [`parse_duration`] reads it: `1d2h`, `90s` as `1m30s`.
pub(crate) fn words(of: Duration) -> String {
    let mut left = of.as_secs();
    let mut words = String::new();
    for (unit, seconds) in [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)] {
        if left >= seconds {
            words.push_str(&format!("{}{unit}", left / seconds));
            left %= seconds;
        }
    }
    if words.is_empty() { "0s".to_owned() } else { words }
}

/// Seconds between two moments, with one decimal; `0.3 s`.
pub(crate) fn span(from: Timestamp, to: Timestamp) -> String {
    let ms = (to.0 - from.0).max(0);
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}

/// A size: `312 B`, `4.2 kB`, `61.0 MB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let (mut tenths, mut at) = (bytes / 100, 0);
    while tenths >= 10_000 && at + 1 < UNITS.len() {
        tenths /= 1000;
        at += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in
            [("90", 90), ("90s", 90), ("10m", 600), ("1h30m", 5400), ("2d", 172_800)]
        {
            assert_eq!(parse_duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "m", "10x", "1h30", "-5s", "99999999999999999999d"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_are_told_as_they_are_read() {
        for text in ["0s", "1m30s", "2h", "1d1s", "400d23h59m59s"] {
            assert_eq!(words(parse_duration(text).unwrap()), text);
        }
    }

    #[test]
    fn moments_are_relative_or_absolute() {
        assert_eq!(
            parse_moment("2026-01-02T03:04:05Z"),
            Timestamp::parse("1767323045").map_err(|e| e.to_string())
        );
        let (before, moment, after) = (now().0, parse_moment("10m").unwrap().0, now().0);
        assert!((before - 600_000..=after - 600_000).contains(&moment), "{before} {moment}");
        assert!(parse_moment("yesterday").is_err());
    }

    #[test]
    fn ages_and_sizes_have_one_unit() {
        let at = |seconds: i64| age(Timestamp(0), Timestamp(seconds * 1000));
        assert_eq!([at(0), at(59), at(60), at(7300), at(200_000)], ["0s", "59s", "1m", "2h", "2d"]);
        assert_eq!([size(999), size(4200), size(61_000_000)], ["999 B", "4.2 kB", "61.0 MB"]);
        assert_eq!(span(Timestamp(100), Timestamp(2950)), "2.8 s");
    }
}
