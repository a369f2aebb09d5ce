//! The task that follows the store and keeps all tables new: one watch, one revision.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use ferrogate_base::backoff::Backoff;
use ferrogate_store::{Error, Prefix, Store, Watched, list_all_at};
use futures_util::StreamExt;

use crate::live::Live;
use crate::snapshot::Snapshot;

/// Follows `store` until the shutdown is requested, or the store is closed.
pub(crate) async fn run(store: Arc<dyn Store>, live: Arc<Live>, shutdown: Shutdown) {
    let live = EndAtDrop(&live);
    tokio::select! {
        () = shutdown.requested() => {}
        () = follow(&*store, live.0) => {}
    }
}

/// Tells who waits that nothing will change any more, also when following panics.
struct EndAtDrop<'l>(&'l Live);

impl Drop for EndAtDrop<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// All that is kept in memory, at one revision.
pub(crate) async fn list(store: &dyn Store) -> Result<Snapshot, Error> {
    let (mut kvs, mut at) = (BTreeMap::new(), None);
    for kind in Snapshot::empty().kinds() {
        let prefix = Prefix::of(&[kind]).map_err(|bad| Error::Invalid(bad.to_string()))?;
        let (found, rev) = list_all_at(store, &prefix, at).await?;
        kvs.insert(kind, found);
        at = Some(rev);
    }
    Ok(Snapshot::of(at.unwrap_or_default(), kvs))
}

/// Returns when the store is closed.
async fn follow(store: &dyn Store, live: &Live) {
    let mut backoff = Backoff::new(Duration::from_millis(50), Duration::from_secs(5));
    let mut relist = false;
    loop {
        let failed = if relist {
            match list(store).await {
                Ok(snapshot) => {
                    live.replace(snapshot);
                    live.in_reach(true);
                    relist = false;
                    continue;
                }
                Err(e) => e,
            }
        } else {
            watch(store, live, &mut backoff).await
        };
        match failed {
            Error::Closed => return,
            // What happened since is gone, or never happened: take all anew, at once.
            Error::Compacted { .. } | Error::Future { .. } if !relist => {
                tracing::info!(reason = %failed, "the records are listed again");
                relist = true;
            }
            e => {
                live.in_reach(false);
                let wait = backoff.next_delay();
                tracing::warn!(error = ?e, wait_ms = wait.as_millis(), "the store is out of reach");
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// Applies what the store tells until it fails.
async fn watch(store: &dyn Store, live: &Live, backoff: &mut Backoff) -> Error {
    let mut watch = store.watch(&Prefix::root(), live.snapshot().rev());
    loop {
        match watch.next().await {
            Some(Ok(Watched::Batch { rev, events })) => live.apply(rev, events),
            Some(Ok(Watched::Progress(rev))) => live.apply(rev, Vec::new()),
            Some(Err(e)) => return e,
            None => return Error::Closed,
        }
        backoff.reset();
        live.in_reach(true);
    }
}
