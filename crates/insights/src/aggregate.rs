//! What `stats` keeps of the rows of a group.

use std::collections::BTreeSet;

use crate::query::What;
use crate::value::Value;

/// The state of an aggregation function.
#[derive(Debug)]
pub(crate) enum State {
    Count(u64),
    Distinct(BTreeSet<String>),
    Most {
        best: Option<Value>,
        is_max: bool,
    },
    /// Count, mean and the sum of squares of differences from it (Welford).
    Spread {
        count: f64,
        mean: f64,
        squares: f64,
        sum: f64,
    },
    All(Vec<f64>),
    /// By time.
    First {
        at: i64,
        value: Value,
        is_latest: bool,
        seen: bool,
    },
}

impl State {
    pub(crate) fn new(what: What) -> Self {
        match what {
            What::Count => Self::Count(0),
            What::CountDistinct => Self::Distinct(BTreeSet::new()),
            What::Max | What::SortsLast => Self::Most { best: None, is_max: true },
            What::Min | What::SortsFirst => Self::Most { best: None, is_max: false },
            What::Avg | What::Stddev | What::Sum => {
                Self::Spread { count: 0.0, mean: 0.0, squares: 0.0, sum: 0.0 }
            }
            What::Pct(_) => Self::All(Vec::new()),
            What::Earliest | What::Latest => {
                let is_latest = what == What::Latest;
                Self::First { at: 0, value: Value::Null, is_latest, seen: false }
            }
        }
    }

    /// Takes the value of a row of this time; about how many bytes more are kept now.
    pub(crate) fn take(&mut self, what: What, value: Value, at: i64) -> usize {
        match self {
            Self::Count(count) => {
                *count += u64::from(value != Value::Null);
                0
            }
            Self::Distinct(seen) => match value.text() {
                Some(text) => {
                    let bytes = text.len() + 64;
                    if seen.insert(text) { bytes } else { 0 }
                }
                None => 0,
            },
            Self::Most { best, is_max } => {
                let value = match what {
                    // Of numbers only.
                    What::Max | What::Min => value.number().map(|number| match value {
                        Value::Time(ms) => Value::Time(ms),
                        _ => Value::Number(number),
                    }),
                    _ => Some(value).filter(|value| *value != Value::Null),
                };
                let Some(value) = value else { return 0 };
                let better = best.as_ref().is_none_or(|best| match is_max {
                    true => value.order(best).is_gt(),
                    false => value.order(best).is_lt(),
                });
                if better {
                    *best = Some(value);
                }
                0
            }
            Self::Spread { count, mean, squares, sum } => {
                let Some(value) = value.number() else { return 0 };
                *count += 1.0;
                *sum += value;
                let off = value - *mean;
                *mean += off / *count;
                *squares += off * (value - *mean);
                0
            }
            Self::All(all) => match value.number() {
                Some(number) => {
                    all.push(number);
                    size_of::<f64>()
                }
                None => 0,
            },
            Self::First { at: best, value: kept, is_latest, seen } => {
                let better = if *is_latest { at >= *best } else { at < *best };
                if value != Value::Null && (!*seen || better) {
                    (*best, *kept, *seen) = (at, value, true);
                }
                0
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub(crate) fn value(self, what: What) -> Value {
        match self {
            Self::Count(count) => Value::Number(count as f64),
            Self::Distinct(seen) => Value::Number(seen.len() as f64),
            Self::Most { best, .. } => best.unwrap_or(Value::Null),
            Self::Spread { count: 0.0, .. } => Value::Null,
            Self::Spread { count, mean, squares, sum } => Value::Number(match what {
                What::Avg => mean,
                What::Sum => sum,
                _ => (squares / count).sqrt(),
            }),
            Self::All(all) => percentile(all, what),
            Self::First { value, .. } => value,
        }
    }
}

/// The value below which so many percent of all lie, between two of them by their distance.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a list that is in memory"
)]
fn percentile(mut all: Vec<f64>, what: What) -> Value {
    let What::Pct(percent) = what else { return Value::Null };
    if all.is_empty() {
        return Value::Null;
    }
    all.sort_by(f64::total_cmp);
    let place = percent / 100.0 * (all.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    Value::Number(all[low] + (all[high] - all[low]) * (place - place.floor()))
}
