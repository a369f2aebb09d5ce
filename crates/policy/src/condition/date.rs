//! Dates in policies: W3C's profile of ISO 8601, or seconds since 1970.

/// Nanoseconds since 1970, in UTC.
pub(super) type Instant = i128;

const SECOND: i128 = 1_000_000_000;

/// The largest year of a date; whatever is larger is a number of seconds.
const YEAR_DIGITS_MAX: usize = 4;

/// Whether a policy may have it as a date.
pub(crate) fn is_date(text: &str) -> bool {
    parse(text).is_some()
}

/// The moment that it names.
pub(super) fn parse(text: &str) -> Option<Instant> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() != YEAR_DIGITS_MAX {
        return text.parse::<i64>().ok().map(|seconds| i128::from(seconds) * SECOND);
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 1, YEAR_DIGITS_MAX)?;
    let mut next = || parts.next().map_or(Some(1), |part| number(part, 2, 2));
    let (month, day) = (next()?, next()?);
    let valid = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    if !valid || parts.next().is_some() {
        return None;
    }
    Some(i128::from(days(year, month, day)) * 86_400 * SECOND + time_of_day(time)?)
}

/// `hh:mm:ss.sss` with `Z` or an offset, or less of it.
fn time_of_day(text: &str) -> Option<i128> {
    let (time, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (&text[..at], offset(&text[at..])?),
        None => (text, 0),
    };
    if time.is_empty() {
        return (offset == 0).then_some(0);
    }
    let mut parts = time.split(':');
    // An hour may have one digit, as AWS takes it.
    let hour = number(parts.next()?, 1, 2)?;
    let minute = parts.next().map_or(Some(0), |part| number(part, 2, 2))?;
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(part) => match part.split_once('.') {
            None => (number(part, 2, 2)?, 0),
            Some((second, fraction)) => {
                let length = u32::try_from(fraction.len()).ok()?;
                (number(second, 2, 2)?, number(fraction, 1, 9)? * 10_i64.pow(9 - length))
            }
        },
    };
    let valid = hour < 24 && minute < 60 && second < 61 && parts.next().is_none();
    let seconds = hour * 3600 + minute * 60 + second - offset;
    valid.then(|| i128::from(seconds) * SECOND + i128::from(fraction))
}

/// Seconds of `Z`, `+hh:mm` or `-hh`.
fn offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'Z' | b'z' => return (text.len() == 1).then_some(0),
        b'-' => -1,
        _ => 1,
    };
    let (hours, minutes) = match text[1..].split_once(':') {
        Some((hours, minutes)) => (hours, number(minutes, 2, 2)?),
        None => (&text[1..], 0),
    };
    let hours = number(hours, 2, 2)?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn number(text: &str, least: usize, most: usize) -> Option<i64> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

fn days_of(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, in the calendar of today also before it was one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // A year begins with March here, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_moments() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970", 0),
            ("2000-03", 951_868_800),
            ("2000-02-29", 951_782_400),
            ("2026-11-29T23:08:00Z", 1_795_993_680),
            ("2026-11-29T23:08:00+01:00", 1_795_990_080),
            ("2026-11-29t2:08:00-23", 1_796_000_880),
            ("1795993680", 1_795_993_680),
            ("-292275054", -292_275_054),
            ("01T", -62_135_596_800_i64),
        ] {
            assert_eq!(parse(text), Some(i128::from(seconds) * SECOND), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.25Z"), Some(SECOND / 4));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "x",
            "234-13",
            "2023-02-29",
            "2026-13-01",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00+1",
            "2026-01-01T00:00:00.1234567890Z",
            "9223372036854775808",
            "2026-01-01T00:00:00ZZ",
            "2026-01-01-01",
            "é-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
