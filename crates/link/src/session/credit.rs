//! How much an agent may send that the server has not dealt with yet, in bytes and for each
//! lane by itself: so the server reads on at once whatever it can't store now, and holds no more
//! than it has room for.
//!
//! Credit is a sum since the session began, so a grant that is heard twice counts once.

use serde::{Deserialize, Serialize};

/// Frames that come up and wait for each other, but not for those of other lanes. The most
/// urgent one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// [`super::ToServer::Observed`].
    Facts,
    /// [`super::ToServer::Logs`].
    Logs,
}

/// The other side sent more than it was let.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cost} bytes came on a lane that had {left} left")]
pub struct BeyondCredit {
    /// What came.
    pub cost: u64,
    /// What was left.
    pub left: u64,
}

/// The credit of a lane at the side that spends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purse {
    granted: u64,
    spent: u64,
}

impl Purse {
    /// The other side lets `total` bytes be sent, those counted that were sent before. Answers
    /// by how many that is more.
    pub fn grant(&mut self, total: u64) -> u64 {
        let more = total.saturating_sub(self.granted);
        self.granted += more;
        more
    }

    /// What may be sent now.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.granted.saturating_sub(self.spent)
    }

    /// Notes that `cost` bytes are sent.
    pub fn spend(&mut self, cost: u64) {
        self.spent = self.spent.saturating_add(cost);
    }
}

/// The credit of a lane at the side that gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    window: u64,
    came: u64,
    done: u64,
}

impl Grant {
    /// Lets `window` bytes wait here.
    #[must_use]
    pub fn new(window: u64) -> Self {
        Self { window, came: 0, done: 0 }
    }

    /// What the other side is let send since the session began.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.window.saturating_add(self.done)
    }

    /// Notes that `cost` bytes came, which wait here from now on.
    ///
    /// # Errors
    /// When they are more than the other side was let send.
    pub fn came(&mut self, cost: u64) -> Result<(), BeyondCredit> {
        let left = self.total().saturating_sub(self.came);
        if cost > left {
            return Err(BeyondCredit { cost, left });
        }
        self.came += cost;
        Ok(())
    }

    /// Notes that `cost` bytes wait here no more, whatever became of them.
    pub fn done(&mut self, cost: u64) {
        self.done = self.done.saturating_add(cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_grant_that_is_heard_twice_counts_once() {
        let mut purse = Purse::default();
        assert_eq!(purse.grant(10), 10);
        purse.spend(7);
        assert_eq!((purse.grant(10), purse.left()), (0, 3));
        assert_eq!((purse.grant(12), purse.left()), (2, 5));
        assert_eq!((purse.grant(11), purse.left()), (0, 5));
    }

    #[test]
    fn what_comes_without_credit_is_found_out() {
        let mut grant = Grant::new(10);
        assert_eq!(grant.came(8), Ok(()));
        assert_eq!(grant.came(3), Err(BeyondCredit { cost: 3, left: 2 }));
        grant.done(8);
        assert_eq!(grant.came(3), Ok(()));
    }

    proptest! {
        /// Whoever spends only what is left is never found out, and what waits stays within the
        /// window.
        #[test]
        fn who_keeps_to_its_credit_fills_the_window_and_no_more(
            window in 1u64..1000,
            steps in proptest::collection::vec((0u64..1000, any::<bool>()), 0..100),
        ) {
            let (mut purse, mut grant) = (Purse::default(), Grant::new(window));
            let mut waiting = std::collections::VecDeque::new();
            for (wanted, takes) in steps {
                purse.grant(grant.total());
                let cost = wanted.min(purse.left());
                purse.spend(cost);
                prop_assert_eq!(grant.came(cost), Ok(()));
                waiting.push_back(cost);
                prop_assert!(waiting.iter().sum::<u64>() <= window);
                if takes && let Some(cost) = waiting.pop_front() {
                    grant.done(cost);
                }
            }
            // All that waited is credit again.
            waiting.drain(..).for_each(|cost| grant.done(cost));
            purse.grant(grant.total());
            prop_assert_eq!(purse.left(), window);
        }
    }
}
