//! Metrics: values are put, and asked for.
//!
//! A file per operation; what metrics are called is in [`names`].

mod data;
mod list;
mod names;
mod put;
mod statistics;

use std::sync::Arc;

use ferrogate_api::cloudwatch::{Error, op};
use ferrogate_api::{Cx, Failure, Operations, Timestamp};
use ferrogate_base::{Clock, TimestampMs};
use ferrogate_metrics::MetricStore;

type Result<T> = std::result::Result<T, Failure<Error>>;

/// The operations on metrics.
pub struct Metrics {
    store: MetricStore,
    clock: Arc<dyn Clock>,
}

/// Puts every operation on metrics that is built into the table.
pub fn register(table: &mut Operations, store: MetricStore, clock: Arc<dyn Clock>) {
    let metrics = Arc::new(Metrics { store, clock });
    macro_rules! serve {
        ($($op:ident => $method:ident),* $(,)?) => {$({
            let metrics = metrics.clone();
            table.on::<op::$op, _, _>(move |cx, input| {
                let metrics = metrics.clone();
                async move { metrics.$method(&cx, input).await }
            });
        })*};
    }
    serve! {
        GetMetricData => get_metric_data,
        GetMetricStatistics => get_metric_statistics,
        ListMetrics => list_metrics,
        PutMetricData => put_metric_data,
    }
}

impl Metrics {
    /// Reads the store on a thread that may wait.
    async fn reading<T: Send + 'static>(
        &self,
        read: impl FnOnce(&MetricStore) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = self.store.clone();
        tokio::task::spawn_blocking(move || read(&store)).await.map_err(fault)?
    }
}

/// What a metric of the caller's account is called.
fn metric(
    cx: &Cx,
    namespace: &str,
    name: &str,
    dimensions: Vec<(String, String)>,
) -> ferrogate_metrics::MetricId {
    ferrogate_metrics::MetricId {
        account: cx.account.to_string(),
        region: cx.region.to_string(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        dimensions,
    }
}

/// Whether periods may be so long: 1, 5, 10, 20 or 30 seconds, or whole minutes.
fn is_period(seconds: i32) -> bool {
    matches!(seconds, 1 | 5 | 10 | 20 | 30) || seconds > 0 && seconds % 60 == 0
}

const PERIODS: &str = "must be 1, 5, 10, 20, 30 or a multiple of 60";

/// The first instant of a question as CloudWatch rounds it down: to the period when that is less
/// than a minute, to the minute up to 15 days back, to five minutes up to 63, then to the hour.
fn rounded(start: TimestampMs, period_s: u32, now: TimestampMs) -> TimestampMs {
    const DAY_MS: u64 = 86_400_000;
    let age = now.0.saturating_sub(start.0);
    let to_s = match () {
        () if period_s < 60 => u64::from(period_s.max(1)),
        () if age < 15 * DAY_MS => 60,
        () if age < 63 * DAY_MS => 300,
        () => 3600,
    };
    TimestampMs(start.0 / (to_s * 1000) * to_s * 1000)
}

/// An instant since 1970; what is before it is it.
fn instant(at: Timestamp) -> TimestampMs {
    TimestampMs(u64::try_from(at.0).unwrap_or(0))
}

fn value(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_parameter_value(text.into()).into()
}

fn combination(text: impl Into<String>) -> Failure<Error> {
    Error::invalid_parameter_combination(text.into()).into()
}

fn missing(parameter: &str) -> Failure<Error> {
    Error::missing_required_parameter(format!("The parameter {parameter} is required.")).into()
}

fn not_built(what: &str) -> Failure<Error> {
    Error::not_built(format!("{what} is not built yet.")).into()
}

fn fault(cause: impl std::error::Error + Send + Sync + 'static) -> Failure<Error> {
    Failure::fault(cause)
}
