//! Metrics: what is asked of them, and who answers.
//!
//! Knows series by account, region, namespace, name and dimensions. Who may read or write them is
//! the caller's. Knows nothing of the network and of the AWS wire.

mod ask;

pub use ask::{Ask, MetricId, Point, Source, Statistic};
