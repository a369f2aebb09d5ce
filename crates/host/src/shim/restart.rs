//! Whether a container that has ended is run again. Pure. The rules are those of the ECS agent.

use std::time::Duration;

use ferrogate_link::RestartPolicy;

/// How often a container was run again, and when it may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Restarts {
    policy: Option<RestartPolicy>,
    count: u32,
}

impl Restarts {
    pub(super) fn new(policy: Option<&RestartPolicy>) -> Self {
        Self { policy: policy.cloned(), count: 0 }
    }

    /// Whether it may be run again after it has `run` for so long and ended with `code`.
    pub(super) fn allow(&self, code: i32, run: Duration) -> bool {
        self.policy.as_ref().is_some_and(|policy| {
            let period = Duration::from_secs(policy.attempt_period_s.into());
            run >= period && !policy.ignored_codes.contains(&code)
        })
    }

    /// It runs again: how often it has come to that.
    pub(super) fn count(&mut self) -> u32 {
        self.count = self.count.saturating_add(1);
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_must_have_run_for_the_period_and_ended_with_a_code_that_is_not_ignored() {
        let policy = RestartPolicy { ignored_codes: vec![0, 143], attempt_period_s: 60 };
        let restarts = Restarts::new(Some(&policy));
        let after = |code, s| restarts.allow(code, Duration::from_secs(s));
        assert!(after(1, 60) && after(137, 61));
        assert!(!after(1, 59) && !after(0, 61) && !after(143, 600));
        assert!(!Restarts::new(None).allow(1, Duration::from_secs(600)));
    }
}
