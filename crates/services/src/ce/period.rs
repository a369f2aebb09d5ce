//! Days and months.

use ferrogate_api::Timestamp;
use ferrogate_api::ce::{DateInterval, Granularity};

use super::{Result, invalid};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// So far back the bill of an account with monthly data of many years goes, at AWS.
const DAYS_MAX: u32 = 38 * 31;

/// The days from `start` to before `end`, by their numbers since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Days {
    /// The days of a request.
    pub(super) fn of(period: &DateInterval) -> Result<Self> {
        let start = day(period.start.as_deref().unwrap_or_default())?;
        let end = day(period.end.as_deref().unwrap_or_default())?;
        if start >= end {
            return Err(invalid("Start date (and hour) should be before end date (and hour)"));
        }
        if end - start > DAYS_MAX {
            return Err(invalid("The time period may span at most 38 months."));
        }
        Ok(Self { start, end })
    }

    /// The parts that are answered one by one.
    pub(super) fn parts(self, granularity: &Granularity) -> Result<Vec<Self>> {
        match granularity {
            Granularity::Daily => {
                Ok((self.start..self.end).map(|at| Self { start: at, end: at + 1 }).collect())
            }
            Granularity::Monthly => {
                let mut parts = vec![Self { start: self.start, end: self.start + 1 }];
                for at in self.start + 1..self.end {
                    match parts.last_mut() {
                        Some(last) if text(last.start)[..7] == text(at)[..7] => last.end = at + 1,
                        _ => parts.push(Self { start: at, end: at + 1 }),
                    }
                }
                Ok(parts)
            }
            _ => Err(invalid("The granularity HOURLY is not built yet; DAILY and MONTHLY are.")),
        }
    }

    /// Their numbers.
    pub(super) fn each(self) -> std::ops::Range<u32> {
        self.start..self.end
    }

    pub(super) fn has(self, day: u32) -> bool {
        self.each().contains(&day)
    }

    pub(super) fn interval(self) -> DateInterval {
        DateInterval { start: Some(text(self.start)), end: Some(text(self.end)) }
    }
}

fn day(text: &str) -> Result<u32> {
    let bad = || invalid(format!("'{text}' is not a date of the form YYYY-MM-DD."));
    if text.len() != 10 {
        return Err(bad());
    }
    let at = Timestamp::parse(&format!("{text}T00:00:00Z")).map_err(|_| bad())?;
    u32::try_from(at.0 / DAY_MS).ok().filter(|_| at.0 >= 0).ok_or_else(bad)
}

fn text(day: u32) -> String {
    Timestamp(i64::from(day) * DAY_MS).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(start: &str, end: &str) -> Result<Days> {
        Days::of(&DateInterval { start: Some(start.into()), end: Some(end.into()) })
    }

    #[test]
    fn a_period_is_days_and_its_end_is_not_in_it() {
        let two = days("2026-02-27", "2026-03-02").unwrap();
        let texts = |parts: Vec<Days>| -> Vec<_> {
            parts.into_iter().map(|part| (text(part.start), text(part.end))).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            texts(two.parts(&Granularity::Daily).unwrap()),
            [
                pair("2026-02-27", "2026-02-28"),
                pair("2026-02-28", "2026-03-01"),
                pair("2026-03-01", "2026-03-02"),
            ]
        );
        assert_eq!(
            texts(two.parts(&Granularity::Monthly).unwrap()),
            [pair("2026-02-27", "2026-03-01"), pair("2026-03-01", "2026-03-02")]
        );
        assert!(two.parts(&Granularity::Hourly).is_err());
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for (start, end) in [
            ("2026-02-27", "2026-02-27"),
            ("2026-02-28", "2026-02-27"),
            ("2026-02-30", "2026-03-27"),
            ("2026-2-3", "2026-03-27"),
            ("2026-02-03T00:00:00Z", "2026-03-27"),
            ("1969-12-30", "1969-12-31"),
            ("0001-01-01", "9999-01-01"),
            ("", ""),
        ] {
            assert!(days(start, end).is_err(), "{start} {end}");
        }
    }
}
