//! What the engine knows of how a reconciler does, for health.

use ferrogate_base::health::{Condition, Status};
use parking_lot::Mutex;

/// Failures in a row, of all keys together, until a reconciler counts as down.
const DOWN_AFTER: u32 = 3;

/// How one reconciler, or one loop, does.
#[derive(Debug, Default)]
pub(super) struct Monitor(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// Why it does not run at all.
    stopped: Option<String>,
    /// Keys whose last look failed.
    failing: usize,
    /// Failures since the last look that did not fail.
    in_a_row: u32,
    reason: String,
    panics: u64,
    restarts: u64,
}

impl Monitor {
    /// A look did not fail; `failing` keys still do.
    pub(super) fn worked(&self, failing: usize) {
        let mut seen = self.0.lock();
        seen.in_a_row = 0;
        seen.failing = failing;
    }

    /// A look failed, one of `failing` keys that do now.
    pub(super) fn failed(&self, failing: usize, reason: &str, panicked: bool) {
        let mut seen = self.0.lock();
        seen.in_a_row = seen.in_a_row.saturating_add(1);
        seen.failing = failing;
        seen.panics += u64::from(panicked);
        reason.clone_into(&mut seen.reason);
    }

    /// It runs, with nothing known to fail.
    pub(super) fn running(&self) {
        let mut seen = self.0.lock();
        seen.stopped = None;
        (seen.failing, seen.in_a_row) = (0, 0);
    }

    /// It does not run, until it is started again.
    pub(super) fn stopped(&self, reason: &str) {
        let mut seen = self.0.lock();
        seen.restarts += 1;
        seen.stopped = Some(reason.to_owned());
    }

    /// It does not run, and is not to.
    pub(super) fn stands_by(&self, reason: &str) {
        self.0.lock().stopped = Some(reason.to_owned());
    }

    /// How it does.
    pub(super) fn condition(&self) -> Condition {
        let seen = self.0.lock();
        let (status, reason) = match &seen.stopped {
            Some(why) => (Status::Down, Some(why.clone())),
            None if seen.failing == 0 => (Status::Ok, None),
            None if seen.in_a_row >= DOWN_AFTER => (Status::Down, Some(seen.reason.clone())),
            None => (Status::Troubled, Some(seen.reason.clone())),
        };
        Condition { status, reason, restarts: seen.panics + seen.restarts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_that_fails_is_trouble_and_nothing_but_failures_is_down() {
        let monitor = Monitor::default();
        let status = || monitor.condition().status;
        assert_eq!(status(), Status::Ok);
        monitor.failed(1, "the store failed", false);
        assert_eq!(status(), Status::Troubled);
        monitor.failed(1, "it panicked", true);
        monitor.failed(1, "it panicked", true);
        let down = monitor.condition();
        assert_eq!((down.status, down.restarts), (Status::Down, 2));
        assert_eq!(down.reason.as_deref(), Some("it panicked"));
        monitor.worked(1);
        assert_eq!(status(), Status::Troubled);
        monitor.worked(0);
        assert_eq!(status(), Status::Ok);
    }

    #[test]
    fn what_does_not_run_is_down_until_it_does() {
        let monitor = Monitor::default();
        monitor.stopped("it panicked");
        assert_eq!(monitor.condition().status, Status::Down);
        monitor.running();
        let again = monitor.condition();
        assert_eq!((again.status, again.restarts), (Status::Ok, 1));
    }
}
