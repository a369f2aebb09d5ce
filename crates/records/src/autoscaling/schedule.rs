//! When scheduled actions are due: `at(…)`, `rate(…)` and `cron(…)`, in a time zone.

use ferrogate_base::TimestampMs;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The last year that a cron expression may name (EventBridge: cron expressions).
const YEAR_MAX: u16 = 2199;
/// Days that are looked through for the next match: a 29th of February on a given weekday comes
/// once in 28 years, or 40 around 2100.
const DAYS_MAX: u32 = 41 * 366;

/// A schedule.
#[derive(Clone, Debug)]
pub struct Schedule {
    when: When,
    zone: TimeZone,
}

#[derive(Clone, Debug, PartialEq)]
enum When {
    At(DateTime),
    /// So many milliseconds.
    Rate(u64),
    Cron(Box<Cron>),
}

/// Why a text is no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bad {
    /// It is none of the three forms, or says what cannot be.
    #[error("it is no schedule")]
    Schedule,
    /// There is no such time zone.
    #[error("there is no such time zone")]
    Zone,
}

#[derive(Clone, Debug, PartialEq)]
struct Cron {
    minutes: Vec<u16>,
    hours: Vec<u16>,
    /// `None`: by the other of the two day fields.
    days: Option<Vec<Day>>,
    months: Vec<u16>,
    weekdays: Option<Vec<WeekDay>>,
    /// `None`: any.
    years: Option<Vec<u16>>,
}

/// What a day of a month may be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Day {
    On(u16),
    /// So many days before the last one.
    Last(u16),
    /// The working day nearest to it.
    Near(u16),
    /// The last working day.
    LastWorking,
}

/// What a day of a week may be; Sunday is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
enum WeekDay {
    On(u16),
    /// The last such one of the month.
    Last(u16),
    /// The so-manyth one of the month.
    Nth(u16, u16),
}

impl Schedule {
    /// Reads a schedule as AWS writes it.
    ///
    /// # Errors
    /// [`Bad`].
    pub fn parse(text: &str, zone: Option<&str>) -> Result<Self, Bad> {
        Self::read(text, zone, rate)
    }

    /// Reads a schedule as EventBridge Scheduler does: the unit of a rate may be in the singular or
    /// the plural, whatever its number is. Many published configurations say `rate(1 hours)` there;
    /// rules of EventBridge refuse that (EventBridge: rate expressions reference).
    ///
    /// # Errors
    /// [`Bad`].
    pub fn parse_lenient(text: &str, zone: Option<&str>) -> Result<Self, Bad> {
        Self::read(text, zone, |text| any_rate(text).map(|(_, every)| every))
    }

    fn read(text: &str, zone: Option<&str>, rate: fn(&str) -> Option<u64>) -> Result<Self, Bad> {
        let zone = match zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|_| Bad::Zone)?,
        };
        let (form, inner) =
            text.strip_suffix(')').and_then(|t| t.split_once('(')).ok_or(Bad::Schedule)?;
        let when = match form {
            "at" => When::At(date_time(inner).ok_or(Bad::Schedule)?),
            "rate" => When::Rate(rate(inner).ok_or(Bad::Schedule)?),
            "cron" => When::Cron(Box::new(cron(inner).ok_or(Bad::Schedule)?)),
            _ => return Err(Bad::Schedule),
        };
        Ok(Self { when, zone })
    }

    /// The first time later than `after`. A rate counts from `anchor`, and is due first once a
    /// whole period has passed. Local times that a change of the clocks leaves out are left
    /// out; of those that come twice the first one counts.
    #[must_use]
    pub fn next(&self, after: TimestampMs, anchor: TimestampMs) -> Option<TimestampMs> {
        match &self.when {
            When::At(at) => self.instant(*at).filter(|at| *at > after),
            When::Rate(every) => {
                let passed = (after.0.max(anchor.0) - anchor.0) / every + 1;
                passed.checked_mul(*every)?.checked_add(anchor.0).map(TimestampMs)
            }
            When::Cron(cron) => self.next_of(cron, after),
        }
    }

    fn next_of(&self, cron: &Cron, after: TimestampMs) -> Option<TimestampMs> {
        let now = Timestamp::from_millisecond(i64::try_from(after.0).ok()?).ok()?;
        // A day earlier: where clocks go back a later local time may be the earlier instant.
        let mut date = self.zone.to_datetime(now).date().yesterday().ok()?;
        for _ in 0..DAYS_MAX {
            if u16::try_from(date.year()).ok()? > YEAR_MAX {
                return None;
            }
            if cron.has(date) {
                let times = cron
                    .hours
                    .iter()
                    .flat_map(|hour| cron.minutes.iter().map(move |minute| (*hour, *minute)));
                let at = times.filter_map(|(hour, minute)| {
                    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
                    self.instant(date.at(hour, minute, 0, 0))
                });
                if let Some(found) = at.filter(|at| *at > after).min() {
                    return Some(found);
                }
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The instant of a local time; `None` when clocks leave it out.
    fn instant(&self, at: DateTime) -> Option<TimestampMs> {
        let local = self.zone.to_ambiguous_timestamp(at);
        if matches!(local.offset(), AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let ms = local.earlier().ok()?.as_millisecond();
        u64::try_from(ms).ok().map(TimestampMs)
    }
}

impl Cron {
    fn has(&self, date: Date) -> bool {
        let (year, month) = (date.year().unsigned_abs(), date.month().unsigned_abs());
        self.months.contains(&u16::from(month))
            && self.years.as_ref().is_none_or(|years| years.contains(&year))
            && self.days.as_ref().is_none_or(|days| days.iter().any(|day| day.is(date)))
            && self.weekdays.as_ref().is_none_or(|days| days.iter().any(|day| day.is(date)))
    }
}

impl Day {
    fn is(self, date: Date) -> bool {
        let (day, last) = (number(date.day()), number(date.days_in_month()));
        match self {
            Self::On(on) => day == on,
            Self::Last(before) => last.checked_sub(before) == Some(day),
            Self::Near(to) => to <= last && day == nearest(date, to, last),
            Self::LastWorking => day == nearest(date, last, last),
        }
    }
}

/// The working day nearest to the day `to` of the month of `date`, within that month.
fn nearest(date: Date, to: u16, last: u16) -> u16 {
    let weekday = i8::try_from(to).ok().and_then(|to| date.with().day(to).build().ok());
    match weekday.map(Date::weekday) {
        Some(Weekday::Saturday) if to == 1 => 3,
        Some(Weekday::Saturday) => to - 1,
        Some(Weekday::Sunday) if to == last => to - 2,
        Some(Weekday::Sunday) => to + 1,
        _ => to,
    }
}

impl WeekDay {
    fn is(self, date: Date) -> bool {
        let (day, last) = (number(date.day()), number(date.days_in_month()));
        let weekday = number(date.weekday().to_sunday_one_offset());
        match self {
            Self::On(on) => weekday == on,
            Self::Last(on) => weekday == on && day + 7 > last,
            Self::Nth(on, nth) => weekday == on && day.div_ceil(7) == nth,
        }
    }
}

fn number(some: i8) -> u16 {
    u16::from(some.unsigned_abs())
}

/// `yyyy-mm-ddThh:mm:ss`.
fn date_time(text: &str) -> Option<DateTime> {
    let digits = |at: usize, byte: u8| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let is = text.len() == 19 && text.bytes().enumerate().all(|(at, byte)| digits(at, byte));
    is.then(|| text.parse().ok()).flatten()
}

/// `5 minutes`: a number and a unit, which is of the plural unless it is one. Milliseconds.
fn rate(text: &str) -> Option<u64> {
    let (count, every) = any_rate(text)?;
    (text.ends_with('s') == (count != 1)).then_some(every)
}

/// A number and a unit: the number, and the whole in milliseconds.
fn any_rate(text: &str) -> Option<(u64, u64)> {
    let (count, unit) = text.split_once(' ')?;
    let plain = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    let count: u64 = count.parse().ok().filter(|count| plain && *count > 0)?;
    let minutes = match unit {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => 24 * 60,
        _ => return None,
    };
    // A thousand years are more than anybody waits for.
    let all = count.checked_mul(minutes).filter(|all| *all < 1000 * 366 * 24 * 60)?;
    Some((count, all * 60_000))
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Minutes, hours, day of the month, month, day of the week, year.
fn cron(text: &str) -> Option<Cron> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minutes, hours, days, months, weekdays, years] = *<&[&str; 6]>::try_from(&*fields).ok()?;
    // One of the two is what the other says (EventBridge: cron expressions).
    if (days == "?") == (weekdays == "?") {
        return None;
    }
    let all = |item: &str, parse: &dyn Fn(&str) -> Option<Vec<Day>>| {
        item.split(',').map(parse).collect::<Option<Vec<_>>>().map(|all| all.concat())
    };
    let days = match days {
        "?" => None,
        days => Some(all(days, &|item| match item.strip_suffix('W') {
            Some("L") => Some(vec![Day::LastWorking]),
            Some(near) => Some(vec![Day::Near(value(near, 1, 31, &[])?)]),
            None if item == "L" => Some(vec![Day::Last(0)]),
            None => match item.strip_prefix("L-") {
                Some(before) => Some(vec![Day::Last(value(before, 0, 30, &[])?)]),
                None => Some(items(item, 1, 31, &[])?.into_iter().map(Day::On).collect()),
            },
        })?),
    };
    let weekday = |item: &str| {
        if item == "L" {
            return Some(vec![WeekDay::On(7)]);
        }
        if let Some((on, nth)) = item.split_once('#') {
            let on = value(on, 1, 7, &WEEKDAYS)?;
            return Some(vec![WeekDay::Nth(on, value(nth, 1, 5, &[])?)]);
        }
        if let Some(on) = item.strip_suffix('L') {
            return Some(vec![WeekDay::Last(value(on, 1, 7, &WEEKDAYS)?)]);
        }
        Some(items(item, 1, 7, &WEEKDAYS)?.into_iter().map(WeekDay::On).collect())
    };
    let weekdays = match weekdays {
        "?" => None,
        days => Some(
            days.split(',').map(weekday).collect::<Option<Vec<Vec<_>>>>().map(|v| v.concat())?,
        ),
    };
    Some(Cron {
        minutes: list(minutes, 0, 59, &[])?,
        hours: list(hours, 0, 23, &[])?,
        days,
        months: list(months, 1, 12, &MONTHS)?,
        weekdays,
        years: match years {
            "*" => None,
            years => Some(list(years, 1970, YEAR_MAX, &[])?),
        },
    })
}

fn list(text: &str, least: u16, most: u16, names: &[&str]) -> Option<Vec<u16>> {
    let all: Option<Vec<_>> = text.split(',').map(|item| items(item, least, most, names)).collect();
    let mut all = all?.concat();
    all.sort_unstable();
    all.dedup();
    Some(all)
}

/// `*`, `5`, `5-9`, each also with `/2`.
fn items(item: &str, least: u16, most: u16, names: &[&str]) -> Option<Vec<u16>> {
    let (range, step) = match item.split_once('/') {
        Some((range, step)) => (range, Some(value(step, 1, most, &[])?)),
        None => (item, None),
    };
    let (from, to) = match range.split_once('-') {
        _ if range == "*" => (least, most),
        Some((from, to)) => (value(from, least, most, names)?, value(to, least, most, names)?),
        None => {
            let from = value(range, least, most, names)?;
            (from, if step.is_some() { most } else { from })
        }
    };
    (from <= to).then(|| (from..=to).step_by(usize::from(step.unwrap_or(1))).collect())
}

fn value(text: &str, least: u16, most: u16, names: &[&str]) -> Option<u16> {
    if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        return u16::try_from(at).ok().map(|at| at + least);
    }
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|value| plain && (least..=most).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> TimestampMs {
        let at: Timestamp = text.parse().unwrap();
        TimestampMs(u64::try_from(at.as_millisecond()).unwrap())
    }

    fn next(schedule: &str, zone: Option<&str>, after: &str) -> Option<String> {
        let schedule = Schedule::parse(schedule, zone).unwrap();
        let next = schedule.next(ms(after), ms("2024-01-01T00:00:00Z"))?;
        let at = Timestamp::from_millisecond(i64::try_from(next.0).unwrap()).unwrap();
        Some(at.to_string())
    }

    #[test]
    fn schedules_are_due_when_they_say() {
        for (schedule, zone, after, due) in [
            ("at(2024-05-01T08:30:00)", None, "2024-04-01T00:00:00Z", "2024-05-01T08:30:00Z"),
            (
                "at(2024-05-01T08:30:00)",
                Some("Asia/Kolkata"),
                "2024-04-01T00:00:00Z",
                "2024-05-01T03:00:00Z",
            ),
            ("rate(5 minutes)", None, "2024-01-01T00:07:00Z", "2024-01-01T00:10:00Z"),
            ("rate(1 day)", None, "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"),
            ("cron(0 10 * * ? *)", None, "2024-03-05T10:00:00Z", "2024-03-06T10:00:00Z"),
            ("cron(15 12 * * ? *)", None, "2024-03-05T10:00:00Z", "2024-03-05T12:15:00Z"),
            ("cron(0 18 ? * MON-FRI *)", None, "2024-03-08T18:00:00Z", "2024-03-11T18:00:00Z"),
            ("cron(0 8 1 * ? *)", None, "2024-03-05T10:00:00Z", "2024-04-01T08:00:00Z"),
            ("cron(0/10 * ? * MON-FRI *)", None, "2024-03-08T23:55:00Z", "2024-03-11T00:00:00Z"),
            ("cron(0 9 ? * 2#1 *)", None, "2024-03-05T10:00:00Z", "2024-04-01T09:00:00Z"),
            ("cron(0 9 ? * 6L *)", None, "2024-03-05T10:00:00Z", "2024-03-29T09:00:00Z"),
            ("cron(0 9 L * ? *)", None, "2024-02-05T10:00:00Z", "2024-02-29T09:00:00Z"),
            ("cron(0 9 L-2 * ? *)", None, "2024-02-05T10:00:00Z", "2024-02-27T09:00:00Z"),
            // The 15th of June 2024 is a Saturday, the 16th a Sunday, and the 30th too.
            ("cron(0 9 15W 6 ? *)", None, "2024-03-05T10:00:00Z", "2024-06-14T09:00:00Z"),
            ("cron(0 9 16W 6 ? *)", None, "2024-03-05T10:00:00Z", "2024-06-17T09:00:00Z"),
            ("cron(0 9 LW 6 ? *)", None, "2024-03-05T10:00:00Z", "2024-06-28T09:00:00Z"),
            ("cron(0 9 1W 6 ? *)", None, "2024-03-05T10:00:00Z", "2024-06-03T09:00:00Z"),
            ("cron(0 0 29 2 ? *)", None, "2024-03-05T10:00:00Z", "2028-02-29T00:00:00Z"),
            ("cron(0 0 1 JAN ? 2030,2040)", None, "2024-03-05T10:00:00Z", "2030-01-01T00:00:00Z"),
            // New York: clocks leave out 02:30 on the 10th of March, and have 01:30 twice on the
            // 3rd of November.
            (
                "cron(30 2 * * ? *)",
                Some("America/New_York"),
                "2024-03-10T00:00:00Z",
                "2024-03-11T06:30:00Z",
            ),
            (
                "cron(30 1 * * ? *)",
                Some("America/New_York"),
                "2024-11-03T04:00:00Z",
                "2024-11-03T05:30:00Z",
            ),
            (
                "cron(30 1 * * ? *)",
                Some("America/New_York"),
                "2024-11-03T05:30:00Z",
                "2024-11-04T06:30:00Z",
            ),
        ] {
            assert_eq!(next(schedule, zone, after).as_deref(), Some(due), "{schedule} {zone:?}");
        }
        assert_eq!(next("at(2024-05-01T08:30:00)", None, "2024-05-01T08:30:00Z"), None);
        assert_eq!(next("cron(0 0 30 2 ? *)", None, "2024-05-01T08:30:00Z"), None);
        assert_eq!(next("cron(0 0 1 1 ? 2020)", None, "2024-05-01T08:30:00Z"), None);
    }

    #[test]
    fn what_cannot_be_is_no_schedule() {
        for text in [
            "",
            "at()",
            "at(2024-13-01T00:00:00)",
            "at(2024-01-01 00:00:00)",
            "at(2024-01-01T00:00)",
            "at(2024-02-30T00:00:00)",
            "rate(0 minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(5 seconds)",
            "rate(+5 minutes)",
            "rate(-5 minutes)",
            "rate(99999999999999999999 days)",
            "cron(0 10 * * * *)",
            "cron(0 10 ? * ? *)",
            "cron(60 10 * * ? *)",
            "cron(0 24 * * ? *)",
            "cron(0 10 0 * ? *)",
            "cron(0 10 * 13 ? *)",
            "cron(0 10 ? * 8 *)",
            "cron(0 10 * * ?)",
            "cron(0 10 * * ? 1969)",
            "cron(0 10 * * ? 2200)",
            "cron(5-1 10 * * ? *)",
            "cron(0/0 10 * * ? *)",
            "cron(,0 10 * * ? *)",
            "cron(0 10 ? * MON#6 *)",
            "cron(0 10 * * ? *",
            "every(5 minutes)",
            "cron(\u{661} 10 * * ? *)",
        ] {
            assert_eq!(Schedule::parse(text, None).unwrap_err(), Bad::Schedule, "{text}");
        }
        assert_eq!(Schedule::parse("rate(5 minutes)", Some("Mars/Base")).unwrap_err(), Bad::Zone);
    }
}
