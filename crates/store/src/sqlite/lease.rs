//! The time of leases. It runs in memory only: keeping one never waits for the disk, and a
//! restart gives each its full time again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::model::LeaseId;

/// A lease that could not be ended (no space) is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A clock that never steps: leases don't end early when somebody sets the host's clock.
pub trait LeaseClock: Send + Sync + 'static {
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
}

/// The host's steady clock.
#[derive(Clone, Copy, Debug)]
pub struct SteadyClock(Instant);

impl Default for SteadyClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl LeaseClock for SteadyClock {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A clock that stands still until a test moves it; tell the store with
/// [`SqliteStore::look_at_leases`](super::SqliteStore::look_at_leases).
#[derive(Clone, Debug, Default)]
pub struct ManualLeaseClock(Arc<AtomicU64>);

impl ManualLeaseClock {
    /// Moves the clock forward, to the millisecond.
    pub fn advance(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl LeaseClock for ManualLeaseClock {
    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// All living leases.
pub(super) struct Leases {
    clock: Arc<dyn LeaseClock>,
    living: Mutex<BTreeMap<LeaseId, Lease>>,
}

struct Lease {
    ttl: Duration,
    /// When it ends; or, once it is ending, when to try that again.
    due: Duration,
    ending: bool,
}

impl Leases {
    pub(super) fn new(clock: Arc<dyn LeaseClock>) -> Self {
        Self { clock, living: Mutex::default() }
    }

    /// Starts the time of a lease, unless it runs already.
    pub(super) fn arm(&self, id: LeaseId, ttl: Duration) {
        let due = self.clock.elapsed() + ttl;
        self.living.lock().entry(id).or_insert(Lease { ttl, due, ending: false });
    }

    /// Gives a lease its full time again. One that is overdue is kept too, as long as
    /// nobody has begun to end it.
    pub(super) fn keep(&self, id: LeaseId) -> Result<Duration> {
        let now = self.clock.elapsed();
        match self.living.lock().get_mut(&id) {
            Some(lease) if !lease.ending => {
                lease.due = now + lease.ttl;
                Ok(lease.ttl)
            }
            _ => Err(Error::LeaseExpired(id)),
        }
    }

    /// The leases to end now. From here on they can't be kept.
    pub(super) fn take_due(&self) -> Vec<LeaseId> {
        let now = self.clock.elapsed();
        let mut due = Vec::new();
        for (id, lease) in self.living.lock().iter_mut().filter(|(_, lease)| lease.due <= now) {
            lease.ending = true;
            lease.due = now + AGAIN_AFTER;
            due.push(*id);
        }
        due
    }

    /// The lease's end is committed.
    pub(super) fn forget(&self, id: LeaseId) {
        self.living.lock().remove(&id);
    }

    /// How long until a lease is due; `None` without leases.
    pub(super) fn next_due_in(&self) -> Option<Duration> {
        let now = self.clock.elapsed();
        let due = self.living.lock().values().map(|lease| lease.due).min()?;
        Some(due.saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TTL: Duration = Duration::from_secs(9);

    #[test]
    fn a_lease_is_due_at_its_time_and_not_before() {
        let clock = ManualLeaseClock::default();
        let leases = Leases::new(Arc::new(clock.clone()));
        leases.arm(LeaseId(1), TTL);
        clock.advance(TTL - Duration::from_millis(1));
        assert!(leases.take_due().is_empty());
        assert_eq!(leases.next_due_in(), Some(Duration::from_millis(1)));
        clock.advance(Duration::from_millis(1));
        assert_eq!(leases.take_due(), [LeaseId(1)]);
        assert!(matches!(leases.keep(LeaseId(1)), Err(Error::LeaseExpired(_))));
    }

    #[test]
    fn an_overdue_lease_that_nobody_ended_yet_is_kept() {
        let clock = ManualLeaseClock::default();
        let leases = Leases::new(Arc::new(clock.clone()));
        leases.arm(LeaseId(1), TTL);
        clock.advance(TTL * 3);
        assert_eq!(leases.keep(LeaseId(1)).unwrap(), TTL);
        assert!(leases.take_due().is_empty());
    }

    #[test]
    fn a_lease_that_could_not_be_ended_is_tried_again_later() {
        let clock = ManualLeaseClock::default();
        let leases = Leases::new(Arc::new(clock.clone()));
        leases.arm(LeaseId(1), TTL);
        clock.advance(TTL);
        assert_eq!(leases.take_due(), [LeaseId(1)]);
        assert!(leases.take_due().is_empty());
        clock.advance(AGAIN_AFTER);
        assert_eq!(leases.take_due(), [LeaseId(1)]);
        leases.forget(LeaseId(1));
        assert_eq!(leases.next_due_in(), None);
    }
}
