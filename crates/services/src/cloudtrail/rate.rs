//! How often an account looks events up: twice a second (API_LookupEvents). Each look reads files.

use std::collections::HashMap;

use ferrogate_base::{AccountId, TimestampMs};
use parking_lot::Mutex;

/// Looks at once.
const BURST: u64 = 2;
/// After so many milliseconds there is another one.
const EACH_MS: u64 = 500;

/// The looks of each account: those that are known here have signed, so there are few.
#[derive(Default)]
pub(super) struct Rate(Mutex<HashMap<AccountId, u64>>);

impl Rate {
    /// Whether the account may look now.
    pub(super) fn take(&self, account: &AccountId, now: TimestampMs) -> bool {
        let mut all = self.0.lock();
        // When all that was taken is there again.
        let full = all.entry(account.clone()).or_insert(0);
        let next = (*full).max(now.0) + EACH_MS;
        let may = next <= now.0 + BURST * EACH_MS;
        if may {
            *full = next;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_looks_twice_a_second_and_no_other_waits_for_it() {
        let rate = Rate::default();
        let [one, other] = ["111122223333", "444455556666"].map(|id| id.parse().unwrap());
        let may = |account, at| rate.take(account, TimestampMs(at));
        assert!(may(&one, 1000) && may(&one, 1000));
        assert!(!may(&one, 1000) && !may(&one, 1499));
        assert!(may(&other, 1000));
        assert!(may(&one, 1500) && !may(&one, 1500));
        assert!(may(&one, 5000) && may(&one, 5000) && !may(&one, 5000));
        // A clock that is set back.
        assert!(!may(&one, 100));
    }
}
