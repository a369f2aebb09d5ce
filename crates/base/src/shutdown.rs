//! One token that every spawned task watches, and an owner that waits for them all.

use std::future::Future;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Tells spawned tasks to end, and waits until they have. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// A shutdown that nobody has asked for yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Spawns `work` as a task that [`Shutdown::finish`] waits for. `work` itself must end
    /// soon after [`Shutdown::requested`] resolves.
    pub fn spawn<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(work);
    }

    /// Resolves once a shutdown is asked for.
    pub async fn requested(&self) {
        self.token.cancelled().await;
    }

    /// Whether a shutdown was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Asks for the shutdown; returns at once.
    pub fn request(&self) {
        self.token.cancel();
    }

    /// Asks for the shutdown and waits until every spawned task has ended.
    pub async fn finish(&self) {
        self.token.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test]
    async fn finish_waits_for_every_task() {
        let shutdown = Shutdown::new();
        let ended = Arc::new(AtomicBool::new(false));
        let (token, flag) = (shutdown.clone(), ended.clone());
        shutdown.spawn(async move {
            token.requested().await;
            flag.store(true, Ordering::SeqCst);
        });
        assert!(!shutdown.is_requested());
        shutdown.finish().await;
        assert!(ended.load(Ordering::SeqCst));
    }
}
