//! What is made of the values of a period: the statistics of CloudWatch.

use std::fmt;
use std::str::FromStr;

use crate::{Bucket, Statistic};

/// Decimals of a percentile at most (CloudWatch).
const DECIMALS_MAX: usize = 10;

/// One of the extended statistics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extended {
    /// The value that this share of all does not exceed; 0 to 1.
    Percentile(f64),
    /// The average of what lies inside.
    TrimmedMean(Bounds),
    /// The average, where what lies outside counts as the bound that it exceeds.
    WinsorizedMean(Bounds),
    /// How many lie inside.
    TrimmedCount(Bounds),
    /// The sum of what lies inside.
    TrimmedSum(Bounds),
    /// How many percent lie inside.
    Rank(Bounds),
}

/// What lies inside. The lower bound is excluded, the upper one included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounds {
    /// Of all values in their order, from this share to that; 0 to 1.
    Shares(f64, f64),
    /// By their value.
    Values(f64, f64),
}

/// A text that names no statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStatistic;

impl fmt::Display for NoStatistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no statistic of CloudWatch has this name")
    }
}

impl std::error::Error for NoStatistic {}

impl FromStr for Statistic {
    type Err = NoStatistic;

    fn from_str(text: &str) -> Result<Self, NoStatistic> {
        Ok(match text {
            "SampleCount" => Self::SampleCount,
            "Average" => Self::Average,
            "Sum" => Self::Sum,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            other => {
                other.parse::<Extended>()?;
                Self::Extended(other.to_owned())
            }
        })
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SampleCount => "SampleCount",
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            Self::Extended(name) => name,
        })
    }
}

impl FromStr for Extended {
    type Err = NoStatistic;

    fn from_str(text: &str) -> Result<Self, NoStatistic> {
        if text == "IQM" {
            return Ok(Self::TrimmedMean(Bounds::Shares(0.25, 0.75)));
        }
        if let Some(share) = text.strip_prefix('p') {
            return Ok(Self::Percentile(share_of(share)?));
        }
        let (name, rest) = text.split_at_checked(2).ok_or(NoStatistic)?;
        let bounds = if name.chars().all(|c| c.is_ascii_lowercase()) {
            Bounds::Shares(0.0, share_of(rest)?)
        } else {
            bounds(rest)?
        };
        Ok(match (name, bounds) {
            ("tm" | "TM", _) => Self::TrimmedMean(bounds),
            ("wm" | "WM", _) => Self::WinsorizedMean(bounds),
            ("tc" | "TC", _) => Self::TrimmedCount(bounds),
            ("ts" | "TS", _) => Self::TrimmedSum(bounds),
            ("PR", Bounds::Values(..)) => Self::Rank(bounds),
            _ => return Err(NoStatistic),
        })
    }
}

/// `(A%:B%)`, `(A:B)`, and either with one side left out.
fn bounds(text: &str) -> Result<Bounds, NoStatistic> {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (from, to) = inside.and_then(|inside| inside.split_once(':')).ok_or(NoStatistic)?;
    let is_share = |side: &str| side.ends_with('%');
    let bounds = match (from, to) {
        ("", "") => return Err(NoStatistic),
        (from, to) if is_share(from) || is_share(to) => {
            let share = |side: &str, none| match side.strip_suffix('%') {
                Some(share) => share_of(share),
                None if side.is_empty() => Ok(none),
                None => Err(NoStatistic),
            };
            Bounds::Shares(share(from, 0.0)?, share(to, 1.0)?)
        }
        (from, to) => {
            let value = |side: &str, none| if side.is_empty() { Ok(none) } else { number(side) };
            Bounds::Values(value(from, f64::NEG_INFINITY)?, value(to, f64::INFINITY)?)
        }
    };
    let (Bounds::Shares(from, to) | Bounds::Values(from, to)) = bounds;
    if from < to { Ok(bounds) } else { Err(NoStatistic) }
}

fn share_of(percent: &str) -> Result<f64, NoStatistic> {
    let number = number(percent)?;
    if (0.0..=100.0).contains(&number) { Ok(number / 100.0) } else { Err(NoStatistic) }
}

/// A number as people write it: no exponent, no sign but a minus.
fn number(text: &str) -> Result<f64, NoStatistic> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || !all(decimals) || decimals.len() > DECIMALS_MAX {
        return Err(NoStatistic);
    }
    text.parse().map_err(|_| NoStatistic)
}

impl Statistic {
    /// What it is of a period's values; `None` when they have none (percentiles of sums, or of
    /// negative values).
    #[must_use]
    pub fn of(&self, bucket: &Bucket) -> Option<f64> {
        let value = match self {
            Self::SampleCount => bucket.count,
            Self::Average => bucket.sum / bucket.count,
            Self::Sum => bucket.sum,
            Self::Minimum => bucket.min,
            Self::Maximum => bucket.max,
            Self::Extended(name) => return name.parse::<Extended>().ok()?.of(bucket),
        };
        value.is_finite().then_some(value)
    }
}

impl Extended {
    /// What it is of a period's values; `None` when nobody knows how they are spread, or nothing
    /// lies inside of which there could be an average.
    #[must_use]
    pub fn of(&self, bucket: &Bucket) -> Option<f64> {
        let weights = bucket.spread.weights(bucket.min, bucket.max)?;
        let all: f64 = weights.iter().map(|(_, count)| count).sum();
        let value = match self {
            Self::Percentile(share) => at_rank(&weights, share * all)?,
            Self::TrimmedMean(bounds) => {
                let (count, sum) = inside(&weights, all, *bounds);
                sum / count
            }
            Self::TrimmedCount(bounds) => inside(&weights, all, *bounds).0,
            Self::TrimmedSum(bounds) => inside(&weights, all, *bounds).1,
            Self::Rank(bounds) => inside(&weights, all, *bounds).0 / all * 100.0,
            Self::WinsorizedMean(Bounds::Values(from, to)) => {
                let clamped = |(value, count): &(f64, f64)| value.max(*from).min(*to) * count;
                weights.iter().map(clamped).sum::<f64>() / all
            }
            Self::WinsorizedMean(bounds @ Bounds::Shares(from, to)) => {
                let (from, to) = ranks(*from, *to, all);
                let (_, sum) = inside(&weights, all, *bounds);
                let least = after_rank(&weights, from)?;
                let greatest = at_rank(&weights, to)?;
                (sum + least * from + greatest * (all - to)) / all
            }
        };
        value.is_finite().then_some(value)
    }
}

/// The value at a rank: the first of which, with all before it, there are so many.
fn at_rank(weights: &[(f64, f64)], rank: f64) -> Option<f64> {
    let mut seen = 0.0;
    let reaches = |(_, count): &&(f64, f64)| {
        seen += count;
        // Sums of counts that are no whole numbers miss by a little.
        seen >= rank * (1.0 - 1e-12)
    };
    weights.iter().find(reaches).or(weights.last()).map(|(value, _)| *value)
}

/// The first value of which some come after a rank.
fn after_rank(weights: &[(f64, f64)], rank: f64) -> Option<f64> {
    let mut seen = 0.0;
    let exceeds = |(_, count): &&(f64, f64)| {
        seen += count;
        seen > rank
    };
    weights.iter().find(exceeds).or(weights.last()).map(|(value, _)| *value)
}

/// Ranks that shares come to: whole values lie inside, one at least.
fn ranks(from: f64, to: f64, all: f64) -> (f64, f64) {
    // What is a whole number but for the last bit is that number.
    let near = |rank: f64| if (rank - rank.round()).abs() < 1e-9 { rank.round() } else { rank };
    (near(from * all).floor(), near(to * all).ceil().min(all))
}

/// Count and sum of what lies inside.
fn inside(weights: &[(f64, f64)], all: f64, bounds: Bounds) -> (f64, f64) {
    let mut found = (0.0, 0.0);
    let mut before = 0.0;
    for (value, count) in weights {
        let counted = match bounds {
            Bounds::Values(from, to) if *value > from && *value <= to => *count,
            Bounds::Values(..) => 0.0,
            Bounds::Shares(from, to) => {
                let (from, to) = ranks(from, to, all);
                ((before + count).min(to) - before.max(from)).max(0.0)
            }
        };
        before += count;
        found.0 += counted;
        found.1 += counted * value;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(values: &[f64]) -> Bucket {
        let mut all = Bucket::one(values[0]);
        values[1..].iter().for_each(|value| all.merge(&Bucket::one(*value)));
        all
    }

    fn of(name: &str, values: &[f64]) -> Option<f64> {
        name.parse::<Statistic>().unwrap().of(&bucket(values))
    }

    #[test]
    fn each_statistic_is_what_cloudwatch_says_it_is() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        for (name, value) in [
            ("SampleCount", 10.0),
            ("Sum", 55.0),
            ("Average", 5.5),
            ("Minimum", 1.0),
            ("Maximum", 10.0),
            ("p0", 1.0),
            ("p50", 5.0),
            ("p90", 9.0),
            ("p99.99", 10.0),
            ("p100", 10.0),
            ("tm90", 5.0),
            ("TM(:90%)", 5.0),
            ("TM(10%:90%)", 5.5),
            ("TM(2:5)", 4.0),
            ("TM(:3)", 2.0),
            ("TM(8:)", 9.5),
            ("IQM", 5.5),
            ("tc90", 9.0),
            ("TC(2:5)", 3.0),
            ("ts90", 45.0),
            ("TS(2:5)", 12.0),
            ("PR(2:5)", 30.0),
            ("PR(:5)", 50.0),
            ("PR(9:)", 10.0),
            ("wm90", 5.4),
            ("WM(2:9)", 5.5),
            ("WM(10%:90%)", 5.5),
        ] {
            let found = of(name, &ten).unwrap();
            assert!((found - value).abs() < 1e-9, "{name}: {found}");
        }
    }

    #[test]
    fn a_value_alone_is_its_own_percentile_and_mean() {
        for name in ["p1", "p99.9", "tm99", "IQM", "wm99", "TM(10%:90%)"] {
            assert_eq!(of(name, &[7.0]), Some(7.0), "{name}");
        }
        assert_eq!(of("TM(8:9)", &[7.0]), None);
        assert_eq!(of("TC(8:9)", &[7.0]), Some(0.0));
    }

    #[test]
    fn summaries_and_negative_values_have_no_percentiles() {
        let p50: Statistic = "p50".parse().unwrap();
        assert_eq!(p50.of(&Bucket::summary(3.0, 6.0, 1.0, 3.0)), None);
        assert_eq!(p50.of(&Bucket::summary(3.0, 6.0, 2.0, 2.0)), Some(2.0));
        assert_eq!(p50.of(&Bucket::summary(3.0, 7.0, 2.0, 2.0)), None);
        assert_eq!(of("p50", &[-1.0, 1.0]), None);
        assert_eq!(of("Minimum", &[-1.0, 1.0]), Some(-1.0));
    }

    #[test]
    fn what_names_no_statistic_is_refused() {
        for name in [
            "",
            "p",
            "p101",
            "p-1",
            "p1.12345678901",
            "average",
            "tm",
            "TM",
            "TM()",
            "TM(:)",
            "TM(5%:2%)",
            "TM(10%:5)",
            "PR(1%:2%)",
            "pr5",
            "p1e1",
            "TM(1:2",
            "pNaN",
            "Tm(1:2)",
            "é",
        ] {
            assert!(name.parse::<Statistic>().is_err(), "{name}");
        }
    }
}
