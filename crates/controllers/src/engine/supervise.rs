//! Loops that are started again when they end or panic.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_base::backoff::Backoff;
use ferrogate_base::health::{Health, Need};
use futures_util::FutureExt;
use tokio::time::Instant;

use super::monitor::Monitor;

/// The first rest before a loop is started again.
const REST_MIN: Duration = Duration::from_millis(100);
/// The longest rest.
const REST_MAX: Duration = Duration::from_secs(30);
/// A loop that ran so long had begun well: the rests start anew.
const RAN_WELL: Duration = Duration::from_secs(60);

/// Runs `work` until the shutdown, in a task of it: anew after a rest whenever it ends before
/// that or panics, which health counts under `name`.
pub fn keep_running<F>(
    name: &'static str,
    need: Need,
    health: &Health,
    shutdown: &Shutdown,
    work: impl Fn() -> F + Send + Sync + 'static,
) where
    F: Future<Output = ()> + Send + 'static,
{
    supervise(name, need, Arc::default(), health, shutdown, work);
}

pub(super) fn supervise<F>(
    name: &'static str,
    need: Need,
    monitor: Arc<Monitor>,
    health: &Health,
    shutdown: &Shutdown,
    work: impl Fn() -> F + Send + Sync + 'static,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let seen = monitor.clone();
    health.add(name, need, move || seen.condition());
    let end = shutdown.clone();
    shutdown.spawn(async move {
        let mut backoff = Backoff::new(REST_MIN, REST_MAX);
        loop {
            let begun = Instant::now();
            monitor.running();
            let ended = AssertUnwindSafe(async { work().await }).catch_unwind().await;
            if end.is_requested() {
                return;
            }
            let why = if ended.is_err() { "it panicked" } else { "it ended" };
            monitor.stopped(why);
            tracing::error!(name, why, "a part of the engine is started again after a rest");
            if begun.elapsed() > RAN_WELL {
                backoff.reset();
            }
            tokio::select! {
                () = end.requested() => return,
                () = tokio::time::sleep(backoff.next_delay()) => {}
            }
        }
    });
}
