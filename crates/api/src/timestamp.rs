//! One type for every moment on the wire, and its three spellings.

use std::fmt;

use ferrogate_base::TimestampMs;
use ferrogate_base::clock::civil_from_days;

/// Milliseconds since the Unix epoch (UTC); negative before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A text that is no moment in any of the spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a timestamp")]
pub struct BadTimestamp;

const DAY_MS: i64 = 86_400_000;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
/// The years 0000 to 9999, beyond which no spelling reaches.
const RANGE_MS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

impl Timestamp {
    /// From seconds since the epoch; rounded to milliseconds. Fails outside of the
    /// years 0 to 9999.
    pub fn from_seconds(seconds: f64) -> Result<Self, BadTimestamp> {
        let ms = (seconds * 1000.0).round();
        // The bounds are far inside of what both types hold exactly.
        if ms >= *RANGE_MS.start() as f64 && ms <= *RANGE_MS.end() as f64 {
            Ok(Self(ms as i64))
        } else {
            Err(BadTimestamp)
        }
    }

    /// Seconds since the epoch.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Reads any of the spellings: a number of seconds, ISO 8601 with any offset,
    /// or the date of HTTP.
    pub fn parse(text: &str) -> Result<Self, BadTimestamp> {
        let text = text.trim();
        match text.as_bytes() {
            [b'A'..=b'Z', ..] => parse_http(text),
            [_, _, _, _, b'-', ..] => parse_iso(text),
            _ => Self::from_seconds(text.parse::<f64>().map_err(|_| BadTimestamp)?),
        }
    }

    /// `1767323045.678`: seconds with up to three decimals.
    pub fn write_unix(self, out: &mut impl fmt::Write) -> fmt::Result {
        let (seconds, ms) = (self.0 / 1000, self.0.unsigned_abs() % 1000);
        if self.0 < 0 && seconds == 0 {
            out.write_char('-')?;
        }
        match ms {
            0 => write!(out, "{seconds}"),
            ms if ms % 100 == 0 => write!(out, "{seconds}.{}", ms / 100),
            ms if ms % 10 == 0 => write!(out, "{seconds}.{:02}", ms / 10),
            ms => write!(out, "{seconds}.{ms:03}"),
        }
    }

    /// `2026-01-02T03:04:05.678Z`; without decimals when `millis` is false and there
    /// are none.
    pub fn write_iso(self, millis: bool, out: &mut impl fmt::Write) -> fmt::Result {
        let (days, in_day) = (self.0.div_euclid(DAY_MS), self.0.rem_euclid(DAY_MS));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = clock(in_day);
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match in_day % 1000 {
            0 if !millis => out.write_char('Z'),
            ms => write!(out, ".{ms:03}Z"),
        }
    }

    /// `2026-01-02`: the day, in UTC.
    #[must_use]
    pub fn date(self) -> String {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY_MS));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `Fri, 02 Jan 2026 03:04:05 GMT`; with decimals when there are any, which AWS
    /// clients read.
    pub fn write_http(self, out: &mut impl fmt::Write) -> fmt::Result {
        let (days, in_day) = (self.0.div_euclid(DAY_MS), self.0.rem_euclid(DAY_MS));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = clock(in_day);
        let weekday = WEEKDAYS[index(days.rem_euclid(7))];
        let month = MONTHS[index(month - 1)];
        write!(out, "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02}")?;
        match in_day % 1000 {
            0 => out.write_str(" GMT"),
            ms => write!(out, ".{ms:03} GMT"),
        }
    }
}

impl From<TimestampMs> for Timestamp {
    fn from(at: TimestampMs) -> Self {
        Self(i64::try_from(at.0).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_iso(true, f)
    }
}

fn index(value: i64) -> usize {
    usize::try_from(value).expect("a month or weekday is a small number")
}

fn clock(in_day_ms: i64) -> (i64, i64, i64) {
    let seconds = in_day_ms / 1000;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Years start in March here, so that the leap day is the last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Joins the parts of a moment; fails when one is out of its range.
fn join(date: (i64, i64, i64), time: (i64, i64, i64), ms: i64) -> Result<Timestamp, BadTimestamp> {
    let ((year, month, day), (hour, minute, second)) = (date, time);
    let sane = (0..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    let days = days_from_civil(year, month, day);
    // The 31st of a short month would be another day.
    if !sane || civil_from_days(days) != (year, month, day) {
        return Err(BadTimestamp);
    }
    Ok(Timestamp(days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms))
}

fn number(text: Option<&str>) -> Result<i64, BadTimestamp> {
    let text = text.ok_or(BadTimestamp)?;
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadTimestamp);
    }
    text.parse().map_err(|_| BadTimestamp)
}

/// `.678` as milliseconds; further digits are cut.
fn fraction(text: &str) -> Result<i64, BadTimestamp> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadTimestamp);
    }
    Ok(text.bytes().chain(*b"000").take(3).fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0')))
}

/// `05.678` as seconds and milliseconds.
fn seconds_and_ms(text: &str) -> Result<(i64, i64), BadTimestamp> {
    match text.split_once('.') {
        Some((seconds, rest)) => Ok((number(Some(seconds))?, fraction(rest)?)),
        None => Ok((number(Some(text))?, 0)),
    }
}

fn parse_iso(text: &str) -> Result<Timestamp, BadTimestamp> {
    let date = text.get(..10).ok_or(BadTimestamp)?;
    let mut parts = date.split('-');
    let date = (number(parts.next())?, number(parts.next())?, number(parts.next())?);
    let rest = &text[10..];
    if rest.is_empty() {
        return join(date, (0, 0, 0), 0);
    }
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(BadTimestamp)?;
    let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    let mut parts = time.splitn(3, ':');
    let (hour, minute) = (number(parts.next())?, number(parts.next())?);
    let (second, ms) = parts.next().map_or(Ok((0, 0)), seconds_and_ms)?;
    let local = join(date, (hour, minute, second), ms)?;
    Ok(Timestamp(local.0 - zone_offset_ms(zone)?))
}

/// `Z`, `+01:00`, `-0530` or nothing.
fn zone_offset_ms(zone: &str) -> Result<i64, BadTimestamp> {
    let (sign, digits) = match zone.as_bytes() {
        [] | b"Z" | b"z" => return Ok(0),
        [b'+', ..] => (1, &zone[1..]),
        [b'-', ..] => (-1, &zone[1..]),
        _ => return Err(BadTimestamp),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (number(Some(hours))?, number(Some(minutes))?),
        None => (
            number(digits.get(..2))?,
            digits.get(2..).filter(|m| !m.is_empty()).map_or(Ok(0), |m| number(Some(m)))?,
        ),
    };
    Ok(sign * (hours * 60 + minutes) * 60_000)
}

/// `Fri, 02 Jan 2026 03:04:05 GMT`, also with decimals.
fn parse_http(text: &str) -> Result<Timestamp, BadTimestamp> {
    let (_, rest) = text.split_once(", ").ok_or(BadTimestamp)?;
    let mut parts = rest.split(' ');
    let day = number(parts.next())?;
    let name = parts.next().ok_or(BadTimestamp)?;
    let month = MONTHS.iter().position(|month| *month == name).ok_or(BadTimestamp)?;
    let year = number(parts.next())?;
    let mut time = parts.next().ok_or(BadTimestamp)?.splitn(3, ':');
    let (hour, minute) = (number(time.next())?, number(time.next())?);
    let (second, ms) = seconds_and_ms(time.next().ok_or(BadTimestamp)?)?;
    if parts.next() != Some("GMT") {
        return Err(BadTimestamp);
    }
    let month = i64::try_from(month).expect("twelve months") + 1;
    join((year, month, day), (hour, minute, second), ms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_that_of_utc() {
        assert_eq!(Timestamp(1_767_312_000_000).date(), "2026-01-02");
        assert_eq!(Timestamp(1_767_311_999_999).date(), "2026-01-01");
        assert_eq!(Timestamp(-1).date(), "1969-12-31");
    }

    fn iso(at: i64, millis: bool) -> String {
        let mut out = String::new();
        Timestamp(at).write_iso(millis, &mut out).unwrap();
        out
    }

    fn http(at: i64) -> String {
        let mut out = String::new();
        Timestamp(at).write_http(&mut out).unwrap();
        out
    }

    fn unix(at: i64) -> String {
        let mut out = String::new();
        Timestamp(at).write_unix(&mut out).unwrap();
        out
    }

    #[test]
    fn a_moment_is_written_in_three_spellings() {
        assert_eq!(iso(1_767_323_045_678, true), "2026-01-02T03:04:05.678Z");
        assert_eq!(iso(1_767_323_045_000, true), "2026-01-02T03:04:05.000Z");
        assert_eq!(iso(1_767_323_045_000, false), "2026-01-02T03:04:05Z");
        assert_eq!(http(1_767_323_045_000), "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(unix(1_767_323_045_678), "1767323045.678");
        assert_eq!(unix(1_767_323_045_600), "1767323045.6");
        assert_eq!(unix(1_767_323_045_050), "1767323045.05");
        assert_eq!(unix(1_767_323_045_000), "1767323045");
        assert_eq!(unix(-500), "-0.5");
    }

    #[test]
    fn offsets_and_leap_days_are_read() {
        assert_eq!(Timestamp::parse("2026-01-02T04:04:05+01:00"), Ok(Timestamp(1_767_323_045_000)));
        assert_eq!(Timestamp::parse("2024-02-29T00:00:00Z"), Ok(Timestamp(1_709_164_800_000)));
        assert_eq!(Timestamp::parse("2023-02-29T00:00:00Z"), Err(BadTimestamp));
        assert_eq!(Timestamp::parse("1e400"), Err(BadTimestamp));
        assert_eq!(Timestamp::parse(""), Err(BadTimestamp));
    }

    proptest! {
        #[test]
        fn every_spelling_is_read_back(at in RANGE_MS) {
            prop_assert_eq!(Timestamp::parse(&iso(at, true)), Ok(Timestamp(at)));
            prop_assert_eq!(Timestamp::parse(&http(at)), Ok(Timestamp(at)));
            prop_assert_eq!(Timestamp::parse(&unix(at)), Ok(Timestamp(at)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Timestamp::parse(&text);
        }

        #[test]
        fn no_text_that_looks_like_a_date_panics(text in "[A-Z0-9:.,TZ+ -]{0,32}") {
            let _ = Timestamp::parse(&text);
        }
    }
}
