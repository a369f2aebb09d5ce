//! The task that follows the store and keeps a cache's copy new.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_base::backoff::Backoff;
use futures_util::StreamExt;

use super::Cached;
use super::state::Shared;
use crate::contract::{Store, list_all};
use crate::error::Error;
use crate::model::Watched;

/// Follows `store` until the shutdown is requested, or the store is closed.
pub(super) async fn run<T: Cached>(
    store: Arc<dyn Store>,
    shared: Arc<Shared<T>>,
    shutdown: Shutdown,
) {
    let shared = EndAtDrop(&shared);
    tokio::select! {
        () = shutdown.requested() => {}
        () = follow(&*store, shared.0) => {}
    }
}

/// Tells who waits that nothing will change any more, also when following panics.
struct EndAtDrop<'s, T: Cached>(&'s Shared<T>);

impl<T: Cached> Drop for EndAtDrop<'_, T> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Returns when the store is closed.
async fn follow<T: Cached>(store: &dyn Store, shared: &Shared<T>) {
    let mut backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(5));
    let mut relist = false;
    loop {
        let failed = if relist {
            match list_all(store, &shared.prefix).await {
                Ok((kvs, rev)) => {
                    shared.replace(kvs, rev);
                    shared.in_reach(true);
                    relist = false;
                    continue;
                }
                Err(e) => e,
            }
        } else {
            watch(store, shared, &mut backoff).await
        };
        match failed {
            Error::Closed => return,
            // What happened since is gone, or never happened: take all anew, at once.
            Error::Compacted { .. } | Error::Future { .. } if !relist => {
                tracing::info!(prefix = %shared.prefix, reason = %failed, "the cache lists again");
                relist = true;
            }
            e => {
                shared.in_reach(false);
                let wait = backoff.next_delay();
                tracing::warn!(
                    prefix = %shared.prefix, error = ?e, wait_ms = wait.as_millis(),
                    "the cache lost its store"
                );
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// Applies what the store tells until it fails.
async fn watch<T: Cached>(store: &dyn Store, shared: &Shared<T>, backoff: &mut Backoff) -> Error {
    let mut watch = store.watch(&shared.prefix, shared.rev());
    loop {
        match watch.next().await {
            Some(Ok(Watched::Batch { rev, events })) => shared.apply(events, rev),
            Some(Ok(Watched::Progress(rev))) => shared.apply(Vec::new(), rev),
            Some(Err(e)) => return e,
            None => return Error::Closed,
        }
        backoff.reset();
        shared.in_reach(true);
    }
}
