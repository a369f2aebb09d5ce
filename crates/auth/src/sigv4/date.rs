//! The two ways a request tells its time.

use ferrogate_base::TimestampMs;

const DAY_S: u64 = 86_400;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `20150830T123600Z`; `None` for anything else, years before 1970 included.
#[must_use]
pub fn parse_basic(text: &str) -> Option<TimestampMs> {
    let b: &[u8; 16] = text.as_bytes().try_into().ok()?;
    if b[8] != b'T' || b[15] != b'Z' {
        return None;
    }
    let at = |from: usize, to: usize| digits(&b[from..to]);
    seconds((at(0, 4)?, at(4, 6)?, at(6, 8)?), (at(9, 11)?, at(11, 13)?, at(13, 15)?))
}

/// Reads a `Date` header: `Sun, 30 Aug 2015 12:36:00 GMT`, or the form of `X-Amz-Date`.
#[must_use]
pub fn parse_date_header(text: &str) -> Option<TimestampMs> {
    parse_basic(text).or_else(|| parse_http(text))
}

// IMF-fixdate of RFC 9110, 5.6.7; the two obsolete forms are not sent by anybody who signs.
fn parse_http(text: &str) -> Option<TimestampMs> {
    let b: &[u8; 29] = text.as_bytes().try_into().ok()?;
    let frame = b[3] == b','
        && [4, 7, 11, 16, 25].iter().all(|i| b[*i] == b' ')
        && b[19] == b':'
        && b[22] == b':'
        && &b[26..] == b"GMT";
    if !frame {
        return None;
    }
    let month = MONTHS.iter().position(|name| name.as_bytes() == &b[8..11])? as u64 + 1;
    let at = |from: usize, to: usize| digits(&b[from..to]);
    seconds((at(12, 16)?, month, at(5, 7)?), (at(17, 19)?, at(20, 22)?, at(23, 25)?))
}

/// Writes `20150830T123600Z`, parts of a second cut off.
#[must_use]
pub fn format_basic(time: TimestampMs) -> String {
    let total = time.0 / 1000;
    let (year, month, day) = civil(total / DAY_S);
    let s = total % DAY_S;
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", s / 3600, s / 60 % 60, s % 60)
}

fn digits(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u64::from(b - b'0')))
}

fn seconds(date: (u64, u64, u64), time: (u64, u64, u64)) -> Option<TimestampMs> {
    let ((year, month, day), (h, m, s)) = (date, time);
    let valid = year >= 1970 && (1..=12).contains(&month) && h < 24 && m < 60 && s <= 60;
    if !valid || day == 0 || day > days_in(year, month) {
        return None;
    }
    let days = days_to(year, month, day);
    Some(TimestampMs((days * DAY_S + h * 3600 + m * 60 + s) * 1000))
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01. Years are counted from March, so that the leap day comes last.
fn days_to(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

/// The inverse of `days_to`.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_read_the_same_second() {
        let expected = Some(TimestampMs(1_440_938_160_000));
        assert_eq!(parse_basic("20150830T123600Z"), expected);
        assert_eq!(parse_date_header("Sun, 30 Aug 2015 12:36:00 GMT"), expected);
        assert_eq!(parse_date_header("20150830T123600Z"), expected);
    }

    #[test]
    fn every_day_of_four_centuries_is_read_as_it_is_written() {
        for day in 0..146_097 {
            let time = TimestampMs(day * DAY_S * 1000);
            assert_eq!(parse_basic(&format_basic(time)), Some(time), "{}", format_basic(time));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "",
            "20150830",
            "20150830T123600",
            "20150830T123600z",
            "20150230T123600Z",
            "20151330T123600Z",
            "20150830T243600Z",
            "19690830T123600Z",
            "2015083\u{e9}T12360Z",
            "Sun, 30 Xug 2015 12:36:00 GMT",
            "Sun, 30 Aug 2015 12:36:00 CET",
        ] {
            assert_eq!(parse_date_header(bad), None, "{bad}");
        }
    }
}
