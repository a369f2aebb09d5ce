//! What is kept of the values of one period.

use crate::Spread;

/// The values of one period, put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// How many.
    pub count: f64,
    /// All together.
    pub sum: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// How they are spread.
    pub spread: Spread,
}

impl Bucket {
    /// A value that came once.
    #[must_use]
    pub fn one(value: f64) -> Self {
        Self::many(value, 1.0)
    }

    /// A value that came `count` times.
    #[must_use]
    pub fn many(value: f64, count: f64) -> Self {
        let spread = Spread::of(value, count);
        Self { count, sum: value * count, min: value, max: value, spread }
    }

    /// Values of which somebody else has made a summary. They have percentiles when they are
    /// all the same (CloudWatch: `SampleCount` 1, or `Minimum` equal to `Maximum` and `Sum` to
    /// `Minimum` times `SampleCount`).
    #[must_use]
    pub fn summary(count: f64, sum: f64, min: f64, max: f64) -> Self {
        let same = min == max && sum == min * count;
        let spread = if same { Spread::of(min, count) } else { Spread::Unknown };
        Self { count, sum, min, max, spread }
    }

    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.spread.merge(&other.spread);
    }

    /// The spread as bytes; `None` when it follows from the rest.
    pub(crate) fn spread_bytes(&self) -> Option<Vec<u8>> {
        let follows = self.min == self.max && self.spread == Spread::of(self.min, self.count);
        (!follows).then(|| self.spread.encode())
    }

    /// The spread that `bytes` tell, or that follows from the rest.
    pub(crate) fn spread_of(min: f64, count: f64, bytes: Option<&[u8]>) -> Spread {
        match bytes {
            None => Spread::of(min, count),
            // Damaged, or of a newer version: what is known otherwise stays known.
            Some(bytes) => Spread::decode(bytes).unwrap_or(Spread::Unknown),
        }
    }
}
