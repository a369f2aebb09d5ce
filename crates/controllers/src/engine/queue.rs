//! Which keys wait to be looked at, which rest and until when: pure, so that a table of
//! moments can test it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use ferrogate_base::backoff::Backoff;

/// The first rest of a key that failed or met a conflict.
const REST_MIN: Duration = Duration::from_millis(5);
/// Its longest rest.
const REST_MAX: Duration = Duration::from_secs(30);

/// What became of a look at a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    /// Nothing is left to do until something wakes it.
    Settled,
    /// There is more to do.
    More,
    /// Somebody else was faster.
    Conflict,
    /// It could not be done.
    Failed,
    /// There is nothing to do for so long.
    NotDue(Duration),
}

/// Keys that wait, are being looked at, or rest: each once, however often it is woken.
#[derive(Debug)]
pub(super) struct Queue<K> {
    /// The order in which keys get their turn.
    turns: VecDeque<K>,
    resting: BTreeSet<(Instant, K)>,
    keys: BTreeMap<K, Known>,
    failing: usize,
}

#[derive(Debug, Default)]
struct Known {
    /// Woken since its last turn began: it gets one more.
    again: bool,
    failing: bool,
    rest: Option<Backoff>,
    /// Until when there is nothing to do, unless something wakes it.
    not_due: Option<Instant>,
}

impl<K> Default for Queue<K> {
    fn default() -> Self {
        Self { turns: VecDeque::new(), resting: BTreeSet::new(), keys: BTreeMap::new(), failing: 0 }
    }
}

impl<K: Ord + Clone> Queue<K> {
    /// Keys that wait, rest, or are being looked at.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Keys whose last look failed.
    pub(super) fn failing(&self) -> usize {
        self.failing
    }

    /// Lets the key have a turn: the next free one, or, after a failure, at the end of its rest.
    pub(super) fn wake(&mut self, key: K) {
        match self.keys.get_mut(&key) {
            Some(known) => {
                known.again = true;
                if let Some(until) = known.not_due.take()
                    && self.resting.remove(&(until, key.clone()))
                {
                    self.turns.push_back(key);
                }
            }
            None => {
                self.keys.insert(key.clone(), Known::default());
                self.turns.push_back(key);
            }
        }
    }

    /// The key whose turn it is; it is being looked at from now on.
    pub(super) fn next(&mut self, now: Instant) -> Option<K> {
        while let Some((at, _)) = self.resting.first()
            && *at <= now
            && let Some((_, key)) = self.resting.pop_first()
        {
            self.turns.push_back(key);
        }
        let key = self.turns.pop_front()?;
        if let Some(known) = self.keys.get_mut(&key) {
            (known.again, known.not_due) = (false, None);
        }
        Some(key)
    }

    /// When the first resting key has rested.
    pub(super) fn due(&self) -> Option<Instant> {
        self.resting.first().map(|(at, _)| *at)
    }

    /// Notes what became of the look at a key that [`Queue::next`] gave.
    pub(super) fn looked(&mut self, key: K, what: Looked, now: Instant) {
        let Some(known) = self.keys.get_mut(&key) else { return };
        let failed = what == Looked::Failed;
        match (known.failing, failed) {
            (false, true) => self.failing += 1,
            (true, false) => self.failing -= 1,
            _ => {}
        }
        known.failing = failed;
        match what {
            Looked::Settled if !known.again => {
                self.keys.remove(&key);
            }
            Looked::NotDue(wait) if !known.again => {
                known.rest = None;
                known.not_due = Some(now + wait);
                self.resting.insert((now + wait, key));
            }
            Looked::Settled | Looked::More | Looked::NotDue(_) => {
                known.rest = None;
                self.turns.push_back(key);
            }
            Looked::Conflict | Looked::Failed => {
                let rest = known.rest.get_or_insert_with(|| Backoff::new(REST_MIN, REST_MAX));
                let until = now + rest.next_delay();
                self.resting.insert((until, key));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Duration = Duration::from_secs(60);

    fn woken(keys: &[&'static str]) -> Queue<&'static str> {
        let mut queue = Queue::default();
        keys.iter().for_each(|key| queue.wake(*key));
        queue
    }

    #[test]
    fn a_key_has_one_turn_however_often_it_is_woken() {
        let (mut queue, now) = (woken(&["b", "a", "b"]), Instant::now());
        assert_eq!(queue.next(now), Some("b"));
        assert_eq!(queue.next(now), Some("a"));
        assert_eq!(queue.next(now), None);
        queue.looked("a", Looked::Settled, now);
        queue.looked("b", Looked::Settled, now);
        assert_eq!((queue.len(), queue.next(now)), (0, None));
    }

    #[test]
    fn a_key_that_is_woken_while_it_is_looked_at_is_looked_at_again_and_not_twice_at_once() {
        let (mut queue, now) = (woken(&["a"]), Instant::now());
        assert_eq!(queue.next(now), Some("a"));
        queue.wake("a");
        assert_eq!(queue.next(now), None);
        queue.looked("a", Looked::Settled, now);
        assert_eq!(queue.next(now), Some("a"));
    }

    #[test]
    fn a_key_with_more_to_do_waits_behind_the_others() {
        let (mut queue, now) = (woken(&["a", "b"]), Instant::now());
        assert_eq!(queue.next(now), Some("a"));
        queue.looked("a", Looked::More, now);
        assert_eq!(queue.next(now), Some("b"));
        assert_eq!(queue.next(now), Some("a"));
    }

    #[test]
    fn a_key_that_fails_rests_longer_each_time_and_holds_nobody_up() {
        let (mut queue, start) = (woken(&["bad"]), Instant::now());
        let (mut now, mut rests) = (start, vec![]);
        for _ in 0..20 {
            assert_eq!(queue.next(now), Some("bad"));
            queue.looked("bad", Looked::Failed, now);
            queue.wake("bad");
            assert_eq!((queue.next(now), queue.failing()), (None, 1));
            queue.wake("good");
            assert_eq!(queue.next(now), Some("good"));
            queue.looked("good", Looked::Settled, now);
            let due = queue.due().unwrap();
            rests.push(due - now);
            now = due;
        }
        assert!(rests[0] <= REST_MIN && rests[19] >= REST_MAX / 2, "{rests:?}");
        assert_eq!(queue.next(now), Some("bad"));
        queue.looked("bad", Looked::Settled, now);
        assert_eq!((queue.failing(), queue.len()), (0, 0));
    }

    #[test]
    fn a_key_that_is_not_due_waits_for_its_time_or_for_what_wakes_it() {
        let (mut queue, now) = (woken(&["a"]), Instant::now());
        assert_eq!(queue.next(now), Some("a"));
        queue.looked("a", Looked::NotDue(LATER), now);
        assert_eq!((queue.next(now), queue.due(), queue.failing()), (None, Some(now + LATER), 0));
        queue.wake("a");
        assert_eq!((queue.next(now), queue.due()), (Some("a"), None));
        queue.looked("a", Looked::NotDue(LATER), now);
        assert_eq!(queue.next(now + LATER), Some("a"));
        // Woken while it is looked at: it has one more turn, and then waits.
        queue.wake("a");
        queue.looked("a", Looked::NotDue(LATER), now);
        assert_eq!(queue.next(now), Some("a"));
        queue.looked("a", Looked::Settled, now);
        assert_eq!((queue.len(), queue.next(now + LATER)), (0, None));
    }

    #[test]
    fn a_conflict_rests_and_is_no_failure() {
        let (mut queue, now) = (woken(&["a"]), Instant::now());
        assert_eq!(queue.next(now), Some("a"));
        queue.looked("a", Looked::Conflict, now);
        assert_eq!((queue.next(now), queue.failing()), (None, 0));
        assert_eq!(queue.next(now + LATER), Some("a"));
    }
}
