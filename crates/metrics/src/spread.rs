//! How values of one period are spread: exact while they are few, in bins of two percent after
//! that. Parts merge to what the whole would be, in whatever order.
//!
//! The bins are those of DDSketch (Masson, Rim, Lee 2019): the bin of a value is the logarithm of
//! it, so an estimate is off by one percent of the value at most. When they become too many, the
//! lowest are put together, as far below the greatest as to be at the other end of any scale.

use std::collections::BTreeMap;

/// So many different values are kept as they are.
const EXACT_MAX: usize = 64;
/// The width of a bin: each ends at this many times the end of the one before.
const GAMMA: f64 = 1.02;
/// Bins at most; they span more than 17 orders of magnitude.
const BINS_MAX: i32 = 2048;
/// What is less counts as nothing (CloudWatch takes values up to 2^360).
const LEAST: f64 = 4.26e-109;

const UNKNOWN: u8 = 0;
const SINGLES: u8 = 1;
const EXACT: u8 = 2;
const BINS: u8 = 3;

/// How values are spread.
#[derive(Clone, Debug, PartialEq)]
pub enum Spread {
    /// Nobody knows: only a sum was told of some of them, or some are negative.
    Unknown,
    /// Each value and how often it came, the least first.
    Exact(Vec<(f64, f64)>),
    /// Too many for that.
    Bins(Bins),
}

/// Values by their logarithm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bins {
    /// How many were nothing.
    zero: f64,
    /// How many are in each bin.
    counts: BTreeMap<i32, f64>,
}

impl Spread {
    /// Of a value that came `count` times.
    #[must_use]
    pub fn of(value: f64, count: f64) -> Self {
        if value < 0.0 { Self::Unknown } else { Self::Exact(vec![(value + 0.0, count)]) }
    }

    /// Adds others. In whatever order parts are merged, the same comes out.
    pub fn merge(&mut self, other: &Self) {
        *self = match (std::mem::replace(self, Self::Unknown), other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Exact(own), Self::Exact(others)) => {
                let all = joined(own, others);
                if all.len() <= EXACT_MAX { Self::Exact(all) } else { Self::Bins(binned(&all)) }
            }
            (Self::Bins(mut bins), Self::Exact(values)) => {
                bins.add(values);
                Self::Bins(bins)
            }
            (Self::Exact(values), Self::Bins(bins)) => {
                let mut bins = bins.clone();
                bins.add(&values);
                Self::Bins(bins)
            }
            (Self::Bins(mut bins), Self::Bins(others)) => {
                bins.zero += others.zero;
                for (at, count) in &others.counts {
                    *bins.counts.entry(*at).or_default() += count;
                }
                bins.narrow();
                Self::Bins(bins)
            }
        };
    }

    /// Values with how often each came, the least first; `None` when nobody knows. Of bins, the
    /// middle of each, as far as it lies between `min` and `max`.
    #[must_use]
    pub fn weights(&self, min: f64, max: f64) -> Option<Vec<(f64, f64)>> {
        match self {
            Self::Unknown => None,
            Self::Exact(values) => Some(values.clone()),
            Self::Bins(bins) => {
                let zero = (bins.zero > 0.0).then_some((0.0, bins.zero));
                let middle = |at: &i32| 2.0 * GAMMA.powi(*at) / (GAMMA + 1.0);
                let rest = bins.counts.iter().map(|(at, n)| (middle(at).clamp(min, max), *n));
                Some(zero.into_iter().chain(rest).collect())
            }
        }
    }

    /// As bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Unknown => out.push(UNKNOWN),
            Self::Exact(values) if values.iter().all(|(_, count)| *count == 1.0) => {
                out.push(SINGLES);
                values.iter().for_each(|(value, _)| out.extend(value.to_le_bytes()));
            }
            Self::Exact(values) => {
                out.push(EXACT);
                for (value, count) in values {
                    out.extend(value.to_le_bytes());
                    out.extend(count.to_le_bytes());
                }
            }
            Self::Bins(bins) => {
                out.push(BINS);
                out.extend(bins.zero.to_le_bytes());
                for (at, count) in &bins.counts {
                    // 2^360 in bins of two percent are far less than 2^16 of them.
                    let at = i16::try_from(*at).unwrap_or(i16::MAX);
                    out.extend(at.to_le_bytes());
                    // Most counts are small whole numbers.
                    match small(*count) {
                        Some(few) => out.push(few),
                        None => {
                            out.push(0);
                            out.extend(count.to_le_bytes());
                        }
                    }
                }
            }
        }
        out
    }

    /// What [`Spread::encode`] wrote; `None` when `bytes` are something else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (kind, mut rest) = bytes.split_first()?;
        match *kind {
            UNKNOWN => rest.is_empty().then_some(Self::Unknown),
            SINGLES | EXACT => {
                let mut values: Vec<(f64, f64)> = Vec::new();
                while !rest.is_empty() {
                    let value = float(&mut rest)?;
                    let count = if *kind == EXACT { float(&mut rest)? } else { 1.0 };
                    let follows = values.last().is_none_or(|(before, _)| *before < value);
                    if value < 0.0 || !follows || values.len() == EXACT_MAX {
                        return None;
                    }
                    values.push((value, count));
                }
                (!values.is_empty()).then_some(Self::Exact(values))
            }
            BINS => {
                let mut bins = Bins { zero: float(&mut rest)?, ..Bins::default() };
                while let Some((at, after)) = rest.split_first_chunk() {
                    let (few, after) = after.split_first()?;
                    rest = after;
                    let count = if *few == 0 { float(&mut rest)? } else { f64::from(*few) };
                    bins.counts.insert(i16::from_le_bytes(*at).into(), count);
                }
                bins.narrow();
                rest.is_empty().then_some(Self::Bins(bins))
            }
            _ => None,
        }
    }
}

impl Bins {
    fn add(&mut self, values: &[(f64, f64)]) {
        for (value, count) in values {
            match bin(*value) {
                None => self.zero += count,
                Some(at) => *self.counts.entry(at).or_default() += count,
            }
        }
        self.narrow();
    }

    /// Puts the lowest together, when the greatest are too far from them.
    fn narrow(&mut self) {
        let Some((last, _)) = self.counts.last_key_value() else { return };
        let lowest = last - BINS_MAX + 1;
        let kept = self.counts.split_off(&lowest);
        let below: f64 = std::mem::replace(&mut self.counts, kept).into_values().sum();
        if below > 0.0 {
            *self.counts.entry(lowest).or_default() += below;
        }
    }
}

fn binned(values: &[(f64, f64)]) -> Bins {
    let mut bins = Bins::default();
    bins.add(values);
    bins
}

fn bin(value: f64) -> Option<i32> {
    // 360 powers of two are not 13,000 bins.
    (value >= LEAST).then(|| (value.ln() / GAMMA.ln()).ceil() as i32)
}

fn joined(own: Vec<(f64, f64)>, others: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut all = own;
    for (value, count) in others {
        match all.binary_search_by(|(own, _)| own.total_cmp(value)) {
            Ok(at) => all[at].1 += count,
            Err(at) => all.insert(at, (*value, *count)),
        }
    }
    all
}

fn small(count: f64) -> Option<u8> {
    (1..=u8::MAX).contains(&(count as u8)).then_some(count as u8).filter(|n| f64::from(*n) == count)
}

/// A finite number at the beginning of `bytes`, which it is taken from.
fn float(bytes: &mut &[u8]) -> Option<f64> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(f64::from_le_bytes(*first)).filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(values: &[f64]) -> Spread {
        let mut all = Spread::of(values[0], 1.0);
        values[1..].iter().for_each(|value| all.merge(&Spread::of(*value, 1.0)));
        all
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![
            (0..40_u32).prop_map(f64::from),
            any::<u16>().prop_map(f64::from),
            (-300..300_i32).prop_map(|power| 2_f64.powi(power)),
            Just(0.0),
        ];
        prop::collection::vec(value, 1..400)
    }

    proptest! {
        #[test]
        fn parts_merge_to_the_whole(values in values(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(values.len())).collect();
            cuts.extend([0, values.len()]);
            cuts.sort_unstable();
            cuts.dedup();
            let parts: Vec<Spread> = cuts.windows(2).map(|cut| whole(&values[cut[0]..cut[1]])).collect();
            for order in [parts.clone(), parts.into_iter().rev().collect()] {
                let mut merged = order[0].clone();
                order[1..].iter().for_each(|part| merged.merge(part));
                prop_assert_eq!(&merged, &whole(&values));
            }
        }

        #[test]
        fn what_was_written_is_read(values in values()) {
            let spread = whole(&values);
            prop_assert_eq!(Spread::decode(&spread.encode()), Some(spread));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Some(spread) = Spread::decode(&bytes) {
                prop_assert_eq!(Spread::decode(&spread.encode()), Some(spread));
            }
        }

        #[test]
        fn a_bin_is_a_percent_off_at_most(values in prop::collection::vec(1_u32..1_000_000, 100..300)) {
            let mut sorted: Vec<f64> = values.into_iter().map(f64::from).collect();
            sorted.sort_by(f64::total_cmp);
            let spread = whole(&sorted);
            let weights = spread.weights(sorted[0], sorted[sorted.len() - 1]).unwrap();
            let all = weights.iter().flat_map(|(value, n)| std::iter::repeat_n(*value, *n as usize));
            for (seen, real) in all.zip(&sorted) {
                prop_assert!((seen - real).abs() <= real * 0.0101, "{seen} for {real}");
            }
        }
    }

    #[test]
    fn who_tells_a_sum_alone_or_is_negative_makes_the_spread_unknown() {
        let mut spread = Spread::of(1.0, 1.0);
        spread.merge(&Spread::of(-1.0, 1.0));
        assert_eq!(spread, Spread::Unknown);
        spread.merge(&Spread::of(1.0, 1.0));
        assert_eq!(spread.weights(0.0, 1.0), None);
        assert_eq!(Spread::of(-0.0, 2.0), Spread::Exact(vec![(0.0, 2.0)]));
    }
}
