//! What to do about errors on the way of a container's lines.

use std::io;
use std::time::{Duration, Instant};

use ferrogate_base::TaskKey;
use ferrogate_base::backoff::Backoff;

/// The first and the longest rest after an error.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));
/// How long lines that can't be read hold up those after them.
const PATIENCE: Duration = Duration::from_secs(60);

/// Errors in a row.
pub(super) struct Trouble {
    count: u32,
    backoff: Backoff,
    /// Since when lines can't be read.
    unread: Option<Instant>,
}

impl Default for Trouble {
    fn default() -> Self {
        Self { count: 0, backoff: Backoff::new(REST.0, REST.1), unread: None }
    }
}

impl Trouble {
    pub(super) fn is_over(&mut self) {
        self.count = 0;
        self.backoff.reset();
    }

    pub(super) fn reading_is_over(&mut self) {
        self.unread = None;
    }

    /// Whether what can't be read never will be: it is damaged, or has been tried for long.
    pub(super) fn is_hopeless(&mut self, error: &io::Error) -> bool {
        let since = *self.unread.get_or_insert_with(Instant::now);
        error.kind() == io::ErrorKind::InvalidData || since.elapsed() >= PATIENCE
    }

    /// Tells of an error, the more seldom the longer it lasts, and how long to rest after it.
    pub(super) fn rest(&mut self, task: &TaskKey, container: &str, error: &io::Error) -> Duration {
        self.count = self.count.saturating_add(1);
        if self.count.is_power_of_two() {
            let tries = self.count;
            tracing::warn!(%task, container, tries, %error, "log lines wait: trying again");
        }
        self.backoff.next_delay()
    }
}
