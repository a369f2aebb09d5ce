//! Requests that wait for a target: those to a group whose service sleeps, or has no task yet that
//! works.
//!
//! Nothing of a body is read of a request that waits: it stays with the client, beyond what a
//! connection takes in anyway. So a node keeps the heads of what waits, and both how many there
//! are and how long they are together is bounded.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use ferrogate_link::balancer::{Asked, Hold};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{Instant, timeout_at};

use super::Shared;
use super::config::Config;
use super::group::Group;

/// Requests that wait for one group, so that a flood at one service leaves room for others.
const OF_GROUP_MAX: usize = 2048;
/// Requests that wait at the node.
const OF_NODE_MAX: usize = 8192;
/// Bytes of their heads.
const BYTES_MAX: usize = 64 << 20;
/// Who has not asked for so long was quiet: the next request is told at once.
const QUIET_MS: u64 = 1000;

/// What waits at the node.
#[derive(Debug, Default)]
pub(crate) struct Room {
    requests: AtomicUsize,
    bytes: AtomicUsize,
}

/// What waits for one group, and who asks for it.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    requests: AtomicUsize,
    /// Who came first goes first.
    turn: Arc<Mutex<()>>,
    /// The number of the sleep in which somebody asked last; 0 for none.
    woken: AtomicU64,
    /// When somebody asked last, in milliseconds since the node began.
    last_ms: AtomicU64,
}

/// Why a request waits no more, without a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotServed {
    /// There is no room for one more.
    Full,
    /// No target was there in time.
    TooLate,
    /// The node ends.
    Ends,
}

/// The turn of a request that has waited: the next one has its own once this is dropped.
pub(crate) type Turn = OwnedMutexGuard<()>;

/// A place in the queue.
struct Place<'s> {
    shared: &'s Shared,
    group: &'s Group,
    bytes: usize,
}

impl<'s> Place<'s> {
    fn take(shared: &'s Shared, group: &'s Group, bytes: usize) -> Option<Self> {
        let (room, waiting) = (&shared.held, &group.lasting.waiting);
        let before = [
            waiting.requests.fetch_add(1, Ordering::Relaxed),
            room.requests.fetch_add(1, Ordering::Relaxed),
            room.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes,
        ];
        // Given back by its drop, also when it is not had.
        let place = Self { shared, group, bytes };
        let most = [OF_GROUP_MAX - 1, OF_NODE_MAX - 1, BYTES_MAX];
        before.iter().zip(most).all(|(before, most)| *before <= most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let (room, waiting) = (&self.shared.held, &self.group.lasting.waiting);
        waiting.requests.fetch_sub(1, Ordering::Relaxed);
        room.requests.fetch_sub(1, Ordering::Relaxed);
        room.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Waits until a target of the group can answer, or the group is none for which anybody waits.
/// `bytes` is how long the request's head is.
pub(crate) async fn wait(
    shared: &Shared,
    group: &Group,
    bytes: usize,
    until: Instant,
) -> Result<Turn, NotServed> {
    let waiting = &group.lasting.waiting;
    let place = Place::take(shared, group, bytes);
    // Also one for which there is no room wakes who sleeps.
    if waiting.asked(group.spec.hold) {
        shared.changed.tell();
    }
    let _place = place.ok_or(NotServed::Full)?;
    let ready = async {
        let turn = waiting.turn.clone().lock_owned().await;
        let mut moved = shared.changed.moves();
        loop {
            if !is_awaited(&shared.config.load(), &group.spec.arn) {
                return turn;
            }
            // The sender is there as long as the node.
            if moved.changed().await.is_err() {
                return turn;
            }
        }
    };
    tokio::select! {
        ready = timeout_at(until, ready) => ready.map_err(|_| NotServed::TooLate),
        () = shared.shutdown.requested() => Err(NotServed::Ends),
    }
}

fn is_awaited(config: &Config, arn: &str) -> bool {
    config.groups.get(arn).is_some_and(|group| group.is_awaited())
}

impl Waiting {
    /// Somebody asks, of a group that is told so: whether that is news.
    pub(crate) fn asked(&self, hold: Option<Hold>) -> bool {
        let Some(number) = hold.and_then(|hold| hold.asleep) else { return false };
        self.woken.swap(number, Ordering::Relaxed) != number
    }

    /// A request is passed on, so many milliseconds after the node began: whether nobody had asked
    /// for a while.
    pub(crate) fn passes(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.last_ms.swap(now_ms, Ordering::Relaxed)) > QUIET_MS
    }

    /// What is told of the group.
    pub(crate) fn told(&self, hold: Hold, requests: u64, open: usize) -> Asked {
        let held = self.requests.load(Ordering::Relaxed);
        if held > 0 {
            // Who had waited already when it fell asleep.
            self.asked(Some(hold));
        }
        let woken = self.woken.load(Ordering::Relaxed);
        let (open, held) = (open as u64, held as u64);
        Asked { requests, open, held, woken: hold.asleep.filter(|number| *number == woken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wakes_is_told_once_and_as_long_as_that_sleep_lasts() {
        let waiting = Waiting::default();
        let (awake, first, second) =
            (Hold { asleep: None }, Hold { asleep: Some(7) }, Hold { asleep: Some(9) });
        let woken = |hold| waiting.told(hold, 0, 0).woken;
        assert!(!waiting.asked(None) && !waiting.asked(Some(awake)), "nobody sleeps");
        assert_eq!(woken(first), None);
        assert!(waiting.asked(Some(first)));
        assert!(!waiting.asked(Some(first)), "that is known");
        assert_eq!((woken(first), woken(awake), woken(second)), (Some(7), None, None));
        assert!(waiting.asked(Some(second)));
        assert_eq!(woken(second), Some(9));
        // Who had waited when it fell asleep.
        let waiting = Waiting { requests: AtomicUsize::new(1), ..Waiting::default() };
        assert_eq!(waiting.told(first, 0, 0).woken, Some(7));
    }

    #[test]
    fn who_was_quiet_is_told_at_once() {
        let waiting = Waiting::default();
        let said: Vec<_> = [5000, 5400, 6400, 7401].map(|ms| waiting.passes(ms)).into();
        assert_eq!(said, [true, false, false, true]);
    }
}
