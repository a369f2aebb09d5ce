//! Metrics: series of measured values, what is asked of them, and who answers.
//!
//! Knows series by account, region, namespace, name and dimensions. Who may read or write them is
//! the caller's. Knows nothing of the network and of the AWS wire. Read [`store`] first, then
//! [`Bucket`] and [`Spread`] for what is kept of values.

pub mod alarm;
mod ask;
mod bucket;
pub mod math;
pub mod rightsize;
pub mod scaling;
mod spread;
mod statistic;
pub mod store;

pub use ask::{Ask, MetricId, Point, Source, Statistic, Unreadable};
pub use bucket::Bucket;
pub use spread::{Bins, Spread};
pub use statistic::{Bounds, Extended, NoStatistic};
pub use store::{Datum, MetricStore};
