//! When the agent was heard last.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// When the agent was heard last. What it sends is read at once, so a silence is its own.
pub(super) struct Heard(Mutex<Instant>);

impl Heard {
    pub(super) fn now() -> Self {
        Self(Mutex::new(Instant::now()))
    }

    pub(super) fn again(&self) {
        *self.0.lock() = Instant::now();
    }

    pub(super) fn silence(&self) -> Duration {
        self.0.lock().elapsed()
    }
}
