//! Values of one time, put together by metric.

use std::collections::HashMap;

use ferrogate_base::TimestampMs;
use ferrogate_metrics::{Bucket, Datum, MetricId};
use ferrogate_records::Scope;

/// Values of one time after another.
pub(super) struct Batch {
    /// The time of what is added next.
    pub(super) at: TimestampMs,
    values: HashMap<(MetricId, &'static str, TimestampMs), Bucket>,
}

/// What a value is of.
#[derive(Clone, Copy)]
pub(super) struct Of<'o> {
    /// Where.
    pub(super) scope: &'o Scope,
    /// The namespace.
    pub(super) namespace: &'static str,
    /// The dimensions.
    pub(super) dimensions: &'o [(&'static str, &'o str)],
}

impl Batch {
    pub(super) fn new(at: TimestampMs) -> Self {
        Self { at, values: HashMap::new() }
    }

    /// Adds a value to the others of its metric.
    pub(super) fn add(&mut self, of: Of<'_>, name: &str, unit: &'static str, value: f64) {
        let mut dimensions: Vec<_> = of
            .dimensions
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        dimensions.sort();
        let metric = MetricId {
            account: of.scope.account.to_string(),
            region: of.scope.region.clone(),
            namespace: of.namespace.to_owned(),
            name: name.to_owned(),
            dimensions,
        };
        let bucket = Bucket::one(value);
        self.values
            .entry((metric, unit, self.at))
            .and_modify(|all| all.merge(&bucket))
            .or_insert(bucket);
    }

    /// All of them.
    pub(super) fn data(self) -> Vec<Datum> {
        let datum = |((metric, unit, at), values): ((MetricId, &'static str, _), Bucket)| Datum {
            metric,
            unit: unit.to_owned(),
            at,
            by_second: false,
            values,
        };
        self.values.into_iter().map(datum).collect()
    }
}
