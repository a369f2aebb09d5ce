//! What was used, period by period.

use ferrogate_base::TimestampMs;

const MINUTE_S: f64 = 60.0;

/// What was used in one period by the tasks of a service, or by one container of theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// When it begins.
    pub at: TimestampMs,
    /// How long it is: what is old is kept by longer ones.
    pub length_s: u32,
    /// The greatest of its values, of whichever task.
    pub greatest: f64,
    /// All values together.
    pub sum: f64,
    /// How many values.
    pub count: f64,
}

/// What was used, the oldest first. Every period counts by its length and as its greatest value,
/// so that nothing of an hour that is kept as one value looks smaller than it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series(pub Vec<Peak>);

impl Series {
    /// How many minutes were measured.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.0.iter().map(|peak| f64::from(peak.length_s)).sum::<f64>() / MINUTE_S
    }

    /// The greatest value; `None` when nothing was measured.
    #[must_use]
    pub fn greatest(&self) -> Option<f64> {
        self.0.iter().map(|peak| peak.greatest).max_by(f64::total_cmp)
    }

    /// The average of all values; `None` when nothing was measured.
    #[must_use]
    pub fn average(&self) -> Option<f64> {
        let count: f64 = self.0.iter().map(|peak| peak.count).sum();
        (count > 0.0).then(|| self.0.iter().map(|peak| peak.sum).sum::<f64>() / count)
    }

    /// What the greatest values stay at or below for this share of the time (0 to 1); `None` when
    /// nothing was measured. It is a value that was measured: nothing lies between two.
    #[must_use]
    pub fn percentile(&self, share: f64) -> Option<f64> {
        let mut all: Vec<(f64, f64)> =
            self.0.iter().map(|peak| (peak.greatest, f64::from(peak.length_s))).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let whole: f64 = all.iter().map(|(_, length)| length).sum();
        let mut past = 0.0;
        // Seconds are whole numbers: half of one is less than any of them.
        let reached = |past: f64| past + 0.5 >= share * whole;
        let found = all.iter().find(|(_, length)| {
            past += length;
            reached(past)
        });
        found.or(all.last()).map(|(value, _)| *value)
    }

    /// For which share of the time the greatest value was above `limit`; 0 when nothing was
    /// measured.
    #[must_use]
    pub fn share_above(&self, limit: f64) -> f64 {
        let length = |peaks: &mut dyn Iterator<Item = &Peak>| -> f64 {
            peaks.map(|peak| f64::from(peak.length_s)).sum()
        };
        let whole = length(&mut self.0.iter());
        let above = length(&mut self.0.iter().filter(|peak| peak.greatest > limit));
        if whole > 0.0 { above / whole } else { 0.0 }
    }
}
