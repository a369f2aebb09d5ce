//! What a server looks after now and then, whatever is asked of it.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_controllers::engine::Cx;
use ferrogate_metrics::MetricStore;
use ferrogate_registry::Catalog;
use ferrogate_services::logs::Logs;

/// How often the registry is looked through for content that no image needs.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// How often the metrics of log events are written.
const LOG_METRICS_EVERY: Duration = Duration::from_secs(1);
/// How often some old values of metrics are put together.
const AGE_EVERY: Duration = Duration::from_secs(1);
/// How often metrics that are not open are tried.
const REOPEN_EVERY: Duration = Duration::from_secs(10);
/// How often memory that is not used any more is given back.
const MEMORY_EVERY: Duration = Duration::from_secs(60);
/// How old such content is before it goes: longer than any push takes.
const SWEEP_GRACE_MS: u64 = 6 * 3600 * 1000;

/// Removes content that no image needs, once an hour, until the shutdown. Once another server
/// leads it knows better what is needed.
pub(crate) async fn sweep(catalog: Catalog, cx: Cx, shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => {}
        }
        if !cx.leads() {
            continue;
        }
        match catalog.sweep(SWEEP_GRACE_MS).await {
            Ok(swept) => tracing::debug!(?swept, "registry swept"),
            Err(error) => tracing::warn!(%error, "the registry could not be swept"),
        }
    }
}

/// Writes the metrics that log events come to, until the shutdown.
pub(crate) async fn log_metrics(logs: Arc<Logs>, metrics: MetricStore, shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(LOG_METRICS_EVERY) => {}
        }
        logs.write_metrics(&metrics).await;
    }
}

/// Gives back the memory that log events and requests have taken and left, until the shutdown: the
/// allocator keeps it by itself, as much as there ever was.
pub(crate) async fn give_memory_back(shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(MEMORY_EVERY) => {}
        }
        // It has no way to fail.
        drop(tokio::task::spawn_blocking(ferrogate_host::kernel::return_free_memory).await);
    }
}

/// Puts old values of metrics together, some series a second, until the shutdown. Those that are
/// not open are opened once they can be.
pub(crate) async fn age(metrics: MetricStore, shutdown: Shutdown) {
    let mut rest = AGE_EVERY;
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(rest) => {}
        }
        rest = AGE_EVERY;
        if !metrics.is_open() {
            let of = metrics.clone();
            match tokio::task::spawn_blocking(move || of.reopen()).await {
                Ok(Ok(true)) => tracing::info!("there are metrics again"),
                Ok(Err(error)) => {
                    let error = ferrogate_base::errors::chain(&error);
                    tracing::debug!(%error, "the metrics can't be opened");
                    rest = REOPEN_EVERY;
                }
                Ok(Ok(false)) | Err(_) => rest = REOPEN_EVERY,
            }
            continue;
        }
        if let Err(error) = metrics.sweep().await {
            let error = ferrogate_base::errors::chain(&error);
            tracing::warn!(%error, "old metrics could not be put together");
        }
    }
}
