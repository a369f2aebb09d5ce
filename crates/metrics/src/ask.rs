//! What is asked of metrics.

use std::fmt;

use ferrogate_base::TimestampMs;

/// Which metric. Two that differ in a dimension are two metrics, and none contains another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MetricId {
    /// Twelve digits.
    pub account: String,
    /// The region that it was put in.
    pub region: String,
    /// 1 to 255 characters.
    pub namespace: String,
    /// 1 to 255 characters.
    pub name: String,
    /// Name and value of each, sorted by name; 30 at most.
    pub dimensions: Vec<(String, String)>,
}

/// What is made of the values of one period.
#[derive(Clone, Debug, PartialEq)]
pub enum Statistic {
    /// How many values.
    SampleCount,
    /// Sum over count.
    Average,
    /// All values together.
    Sum,
    /// The least.
    Minimum,
    /// The greatest.
    Maximum,
    /// One of the extended statistics, as CloudWatch writes it (`p99.9`, `TM(2%:98%)`, `IQM`).
    Extended(String),
}

/// A question for one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Of which metric.
    pub metric: MetricId,
    /// Values of this unit alone; `None` for those of any.
    pub unit: Option<String>,
    /// What of each period.
    pub statistic: Statistic,
    /// The length of a period in seconds: 1, 5, 10, 20, 30 or a multiple of 60.
    pub period_s: u32,
    /// The first instant, included.
    pub from: TimestampMs,
    /// The last instant, excluded.
    pub to: TimestampMs,
}

/// One period's answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When the period begins.
    pub at: TimestampMs,
    /// The statistic over it.
    pub value: f64,
}

/// A metric can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the metric {metric} can't be read")]
pub struct Unreadable {
    /// Which one.
    pub metric: Box<MetricId>,
    /// Why.
    #[source]
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

/// Who answers.
pub trait Source: Send + Sync + 'static {
    /// The periods with at least one value, the oldest first. Periods lie at multiples of their
    /// length since 1970; those that begin from `from` on and before `to` count.
    ///
    /// # Errors
    /// When that can't be found out, which is not the same as that nothing was measured.
    fn points(&self, ask: &Ask) -> Result<Vec<Point>, Unreadable>;
}

impl fmt::Display for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)?;
        self.dimensions.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}
