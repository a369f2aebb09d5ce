//! Keeps a store's history short. Whoever leads runs it; doing so twice does no harm.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::Shutdown;
use tokio::time::Instant;

use crate::contract::Store;
use crate::error::Result;
use crate::model::Rev;

/// How much history a store keeps.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Changes of the last so long can be watched; to the precision of `every`.
    pub time: Duration,
    /// But no more than so many revisions.
    pub revs: u64,
    /// How often to look.
    pub every: Duration,
}

impl Default for Keep {
    fn default() -> Self {
        Self { time: Duration::from_secs(300), revs: 100_000, every: Duration::from_secs(30) }
    }
}

/// Compacts `store` every so often, until the shutdown. A failure is told in the log, and
/// tried again at the next time.
pub async fn run(store: Arc<dyn Store>, keep: Keep, shutdown: Shutdown) {
    let mut seen = Seen::default();
    loop {
        if let Err(e) = once(&*store, keep, &mut seen).await {
            tracing::warn!(error = ?e, "compaction failed");
        }
        tokio::select! {
            () = shutdown.requested() => return,
            () = tokio::time::sleep(keep.every) => {}
        }
    }
}

async fn once(store: &dyn Store, keep: Keep, seen: &mut Seen) -> Result<()> {
    let status = store.status().await?;
    let target = seen.target(Instant::now(), status.rev, keep);
    if target > status.compacted { store.compact(target).await } else { Ok(()) }
}

/// The revisions of the past, to know which is old enough.
#[derive(Debug, Default)]
struct Seen(VecDeque<(Instant, Rev)>);

impl Seen {
    /// Notes that `rev` is current `now`; returns up to where history may go.
    fn target(&mut self, now: Instant, rev: Rev, keep: Keep) -> Rev {
        self.0.push_back((now, rev));
        let is_old = |(at, _): &(Instant, Rev)| now.duration_since(*at) >= keep.time;
        // The youngest that is old enough stays in front.
        while self.0.get(1).is_some_and(is_old) {
            self.0.pop_front();
        }
        let by_time = self.0.front().filter(|first| is_old(first)).map_or(Rev(0), |first| first.1);
        by_time.max(Rev(rev.0.saturating_sub(keep.revs)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEEP: Keep =
        Keep { time: Duration::from_secs(300), revs: 1000, every: Duration::from_secs(30) };

    #[test]
    fn history_goes_when_it_is_old_enough() {
        let (start, mut seen) = (Instant::now(), Seen::default());
        let mut target =
            |s: u64, rev| seen.target(start + Duration::from_secs(s), Rev(rev), KEEP).0;
        assert_eq!(target(0, 10), 0);
        assert_eq!(target(299, 20), 0);
        assert_eq!(target(300, 30), 10);
        assert_eq!(target(599, 40), 20);
        assert_eq!(target(5000, 50), 40);
    }

    #[test]
    fn history_goes_early_when_there_is_too_much() {
        let (start, mut seen) = (Instant::now(), Seen::default());
        assert_eq!(seen.target(start, Rev(5000), KEEP), Rev(4000));
    }
}
