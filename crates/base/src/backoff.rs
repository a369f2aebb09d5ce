//! Delays between tries that grow and scatter.

use std::time::Duration;

/// Exponential delays with jitter, from `first` to `last`.
#[derive(Clone, Debug)]
pub struct Backoff {
    first: Duration,
    last: Duration,
    tries: u32,
    seed: u64,
}

impl Backoff {
    /// Delays that start at `first` and double up to `last`.
    #[must_use]
    pub fn new(first: Duration, last: Duration) -> Self {
        let seed = uuid::Uuid::new_v4().as_u64_pair().0 | 1;
        Self { first, last, tries: 0, seed }
    }

    /// Forgets the tries: the next delay is `first` again.
    pub fn reset(&mut self) {
        self.tries = 0;
    }

    /// The next delay: between half and the whole of `first * 2^tries`, at most `last`.
    pub fn next_delay(&mut self) -> Duration {
        let whole = self.first.saturating_mul(1 << self.tries.min(20)).min(self.last);
        self.tries = self.tries.saturating_add(1);
        // xorshift64: scatter only, no secrecy asked.
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        let part = (self.seed % 1000) as u32;
        whole / 2 + (whole / 2) * part / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_the_last_and_start_over_after_reset() {
        let (first, last) = (Duration::from_millis(10), Duration::from_secs(1));
        let mut backoff = Backoff::new(first, last);
        for _ in 0..50 {
            let delay = backoff.next_delay();
            assert!(delay >= first / 2 && delay <= last, "{delay:?}");
        }
        assert!(backoff.next_delay() >= last / 2);
        backoff.reset();
        assert!(backoff.next_delay() <= first);
    }
}
