//! What can't be stored now and is tried again: told once when it begins and once when it is
//! over, however much there is of it, and shown in health meanwhile.

use std::sync::Arc;
use std::time::Duration;

use ferrogate_base::HostId;
use ferrogate_base::backoff::Backoff;
use ferrogate_base::health::{Condition, Status};
use parking_lot::Mutex;

/// The first and the longest rest between two tries.
const REST: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));

/// What of one kind can't be stored now, of all sessions together.
#[derive(Debug)]
pub(super) struct Troubles {
    /// The kind, in words.
    what: &'static str,
    trying: Mutex<usize>,
}

impl Troubles {
    pub(super) fn new(what: &'static str) -> Arc<Self> {
        Arc::new(Self { what, trying: Mutex::new(0) })
    }

    /// For health.
    pub(super) fn condition(&self) -> Condition {
        match *self.trying.lock() {
            0 => Condition::OK,
            _ => Condition {
                status: Status::Troubled,
                reason: Some(format!("{} can't be stored; they are tried again", self.what)),
                restarts: 0,
            },
        }
    }
}

/// The tries at one thing.
pub(super) struct Tries {
    of: Arc<Troubles>,
    host: HostId,
    rest: Backoff,
    failed: bool,
}

impl Tries {
    pub(super) fn new(of: &Arc<Troubles>, host: &HostId) -> Self {
        let rest = Backoff::new(REST.0, REST.1);
        Self { of: of.clone(), host: host.clone(), rest, failed: false }
    }

    /// Notes that a try failed, and rests.
    pub(super) async fn rest(&mut self, error: &str) {
        tokio::time::sleep(self.failed(error)).await;
    }

    fn failed(&mut self, error: &str) -> Duration {
        if !std::mem::replace(&mut self.failed, true) {
            let mut trying = self.of.trying.lock();
            if *trying == 0 {
                let what = self.of.what;
                tracing::error!(host = %self.host, error, "{what} can't be stored; they are tried again");
            }
            *trying += 1;
        }
        tracing::debug!(host = %self.host, error, "{}: tried again", self.of.what);
        self.rest.next_delay()
    }
}

/// It is stored, or its session is over, and the next one begins anew.
impl Drop for Tries {
    fn drop(&mut self) {
        if !self.failed {
            return;
        }
        let mut trying = self.of.trying.lock();
        *trying -= 1;
        if *trying == 0 {
            tracing::info!(host = %self.host, "{}: none waits to be tried again", self.of.what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_trouble_from_the_first_failure_to_the_last_end() {
        let (troubles, host) = (Troubles::new("lines"), HostId("h".into()));
        let (mut one, mut two) = (Tries::new(&troubles, &host), Tries::new(&troubles, &host));
        let well = Tries::new(&troubles, &host);
        assert_eq!(troubles.condition(), Condition::OK);
        one.failed("full");
        one.failed("full");
        two.failed("full");
        drop((one, well));
        assert_eq!(troubles.condition().status, Status::Troubled);
        drop(two);
        assert_eq!(troubles.condition(), Condition::OK);
    }
}
