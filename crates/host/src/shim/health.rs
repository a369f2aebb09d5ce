//! When a container is checked, and what its checks show. Pure: knows times, not processes. The
//! rules are docker's, whose checks ECS has.

use std::time::{Duration, Instant};

use ferrogate_link::{Health, HealthCheck};

/// The checks of one container, from its start on.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    interval: Duration,
    timeout: Duration,
    retries: u32,
    /// Until when failures don't count, as long as none has passed.
    lenient_until: Instant,
    shows: Health,
    /// Failures in a row that count.
    failures: u32,
    now: Now,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Now {
    Rests { until: Instant },
    IsChecked { since: Instant },
}

impl Checked {
    /// Those of a container that starts now.
    pub(super) fn new(check: &HealthCheck, started: Instant) -> Self {
        let seconds = |s: u32| Duration::from_secs(s.into());
        let interval = seconds(check.interval_s);
        Self {
            interval,
            timeout: seconds(check.timeout_s),
            retries: check.retries,
            lenient_until: started + seconds(check.start_period_s),
            shows: Health::Unknown,
            failures: 0,
            now: Now::Rests { until: started + interval },
        }
    }

    /// What they show so far.
    pub(super) fn shows(&self) -> Health {
        self.shows
    }

    /// When the next check begins, if none is under way.
    pub(super) fn due(&self) -> Option<Instant> {
        match self.now {
            Now::Rests { until } => Some(until),
            Now::IsChecked { .. } => None,
        }
    }

    /// When the check that is under way has taken too long.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.now {
            Now::Rests { .. } => None,
            Now::IsChecked { since } => Some(since + self.timeout),
        }
    }

    /// A check begins.
    pub(super) fn begin(&mut self, now: Instant) {
        self.now = Now::IsChecked { since: now };
    }

    /// The check that is under way has ended. One whose time was over has not passed. Whether
    /// the checks now show something else.
    pub(super) fn end(&mut self, passed: bool, now: Instant) -> bool {
        let Now::IsChecked { since } = self.now else { return false };
        self.now = Now::Rests { until: now + self.interval };
        let before = self.shows;
        if passed {
            self.failures = 0;
            self.shows = Health::Healthy;
        } else if before != Health::Unknown || since >= self.lenient_until {
            self.failures = self.failures.saturating_add(1);
            if self.failures >= self.retries {
                self.shows = Health::Unhealthy;
            }
        }
        self.shows != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(retries: u32, start_period_s: u32) -> HealthCheck {
        HealthCheck {
            command: vec!["true".into()],
            interval_s: 10,
            timeout_s: 2,
            retries,
            start_period_s,
        }
    }

    /// What is shown after each of these ends, of checks that each take a second.
    fn shown(check: &HealthCheck, ends: &[bool]) -> Vec<Health> {
        let mut checked = Checked::new(check, Instant::now());
        let each = ends.iter().map(|passed| {
            let due = checked.due().unwrap();
            checked.begin(due);
            let before = checked.shows();
            let news = checked.end(*passed, due + Duration::from_secs(1));
            assert_eq!(news, checked.shows() != before);
            checked.shows()
        });
        each.collect()
    }

    const FAILS: bool = false;
    const PASSES: bool = true;
    use Health::{Healthy, Unhealthy, Unknown};

    #[test]
    fn so_many_failures_in_a_row_are_unhealthy_and_one_success_is_healthy() {
        let ends = [FAILS, FAILS, PASSES, FAILS, FAILS, FAILS, FAILS, PASSES, FAILS];
        let shows =
            [Unknown, Unknown, Healthy, Healthy, Healthy, Unhealthy, Unhealthy, Healthy, Healthy];
        assert_eq!(shown(&check(3, 0), &ends), shows);
        assert_eq!(shown(&check(1, 0), &[FAILS, PASSES, FAILS]), [Unhealthy, Healthy, Unhealthy]);
    }

    /// Checks begin after 10, 21, 32 and 43 seconds.
    #[test]
    fn failures_count_once_the_start_period_is_over() {
        assert_eq!(
            shown(&check(2, 25), &[FAILS, FAILS, FAILS, FAILS]),
            [Unknown, Unknown, Unknown, Unhealthy]
        );
        assert_eq!(shown(&check(1, 21), &[FAILS, FAILS]), [Unknown, Unhealthy]);
    }

    #[test]
    fn failures_count_once_a_check_has_passed_in_the_start_period() {
        assert_eq!(
            shown(&check(2, 300), &[FAILS, PASSES, FAILS, FAILS]),
            [Unknown, Healthy, Healthy, Unhealthy]
        );
    }

    #[test]
    fn the_next_check_begins_an_interval_after_the_end_of_the_last() {
        let started = Instant::now();
        let at = |s: u64| started + Duration::from_secs(s);
        let mut checked = Checked::new(&check(3, 0), started);
        assert_eq!((checked.due(), checked.deadline()), (Some(at(10)), None));
        checked.begin(at(11));
        assert_eq!((checked.due(), checked.deadline()), (None, Some(at(13))));
        checked.end(PASSES, at(12));
        assert_eq!((checked.due(), checked.deadline()), (Some(at(22)), None));
    }

    #[test]
    fn an_end_without_a_beginning_shows_nothing() {
        let mut checked = Checked::new(&check(1, 0), Instant::now());
        assert!(!checked.end(FAILS, Instant::now()));
        assert_eq!(checked.shows(), Unknown);
    }
}
