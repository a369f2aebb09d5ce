//! A request that comes again is answered as it was the first time.
//!
//! Who has seen a signed request go by can send it again for as long as its signature is good.
//! What changes nothing may be done again; what changes something is done once, and whoever
//! sends it again gets the answer that the first one got. Clients that try again sign anew, so
//! none of them notices. Only what was done is remembered: a request that failed may come
//! again with the same signature within its second.
//!
//! A signature has no finer time than a second, so two calls that ask the same in the same
//! second have the same one. Their invocation ids tell them apart, which every SDK sends and
//! some don't sign: so another id counts only for as long as such twins can be apart.
//!
//! Memory is bounded: the oldest answers go first, and with them their protection.

use std::collections::{HashMap, VecDeque};

use ferrogate_base::TimestampMs;
use http::HeaderMap;
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::protocol::ResponseParts;

/// So many answers are kept at most.
const ANSWERS_MAX: usize = 16 * 1024;
/// And so many bytes of their bodies.
const BYTES_MAX: usize = 16 << 20;
/// So long after the first a request with its signature may be another one, signed in the
/// same second.
const TWINS_MS: u64 = 5000;
/// The longest invocation id that is looked at; real ones are UUIDs.
const INVOCATION_BYTES_MAX: usize = 64;

/// What proves that two requests are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    signature: [u8; 32],
    invocation: Box<[u8]>,
}

impl Identity {
    /// That of a request with this signature, proven, and these headers.
    pub(crate) fn of(signature: [u8; 32], headers: &HeaderMap) -> Self {
        let id = headers.get("amz-sdk-invocation-id").map_or(&b""[..], |id| id.as_bytes());
        let invocation = id[..id.len().min(INVOCATION_BYTES_MAX)].into();
        Self { signature, invocation }
    }
}

/// The answers to requests that changed something.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    entries: HashMap<Identity, Entry>,
    /// Of each signature the first request that was done, and when it came.
    firsts: HashMap<[u8; 32], (TimestampMs, Identity)>,
    /// The answered ones, the oldest first, with the time when each signature ends.
    order: VecDeque<(TimestampMs, Identity)>,
    bytes: usize,
}

#[derive(Debug)]
enum Entry {
    /// Somebody is at it; the channel closes when that is over.
    Begun(watch::Receiver<()>),
    Answered(ResponseParts),
}

/// Whose turn it is.
pub(crate) enum Turn<'a> {
    /// The first: does it.
    First(First<'a>),
    /// Done already, with this answer.
    Again(ResponseParts),
}

/// The right to do what a request asks for, until this is dropped.
pub(crate) struct First<'a> {
    answers: &'a Answers,
    identity: Identity,
    received: TimestampMs,
    until: TimestampMs,
    answered: bool,
    _begun: watch::Sender<()>,
}

impl Answers {
    /// Waits while the same request is being served for somebody else. `until` is when its
    /// signature ends.
    pub(crate) async fn turn(
        &self,
        identity: Identity,
        received: TimestampMs,
        until: TimestampMs,
    ) -> Turn<'_> {
        loop {
            let mut begun = {
                let mut seen = self.0.lock();
                seen.forget(received);
                match seen.entries.get(seen.meant(&identity, received)) {
                    Some(Entry::Answered(answer)) => return Turn::Again(answer.clone()),
                    Some(Entry::Begun(begun)) => begun.clone(),
                    None => {
                        let (sender, receiver) = watch::channel(());
                        seen.entries.insert(identity.clone(), Entry::Begun(receiver));
                        return Turn::First(First {
                            answers: self,
                            identity,
                            received,
                            until,
                            answered: false,
                            _begun: sender,
                        });
                    }
                }
            };
            // An error is the end of the other one, which is what is waited for.
            drop(begun.changed().await);
        }
    }
}

impl First<'_> {
    /// Remembers what was answered.
    pub(crate) fn answered(mut self, answer: &ResponseParts) {
        let mut seen = self.answers.0.lock();
        seen.entries.insert(self.identity.clone(), Entry::Answered(answer.clone()));
        let first = || (self.received, self.identity.clone());
        seen.firsts.entry(self.identity.signature).or_insert_with(first);
        seen.order.push_back((self.until, self.identity.clone()));
        seen.bytes += answer.body.len();
        seen.shrink();
        drop(seen);
        self.answered = true;
    }
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.answers.0.lock().entries.remove(&self.identity);
        }
    }
}

impl Seen {
    /// Which request one that comes now is: the first one with its signature, once it can be
    /// no twin of it any more.
    fn meant<'a>(&'a self, identity: &'a Identity, received: TimestampMs) -> &'a Identity {
        match self.firsts.get(&identity.signature) {
            Some((at, first)) if received.since_ms(*at) > TWINS_MS => first,
            _ => identity,
        }
    }

    fn forget(&mut self, now: TimestampMs) {
        while self.order.front().is_some_and(|(until, _)| *until < now) {
            self.drop_oldest();
        }
    }

    fn shrink(&mut self) {
        while self.order.len() > ANSWERS_MAX || self.bytes > BYTES_MAX {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let Some((_, identity)) = self.order.pop_front() else { return };
        if let Some(Entry::Answered(answer)) = self.entries.remove(&identity) {
            self.bytes -= answer.body.len();
        }
        if self.firsts.get(&identity.signature).is_some_and(|(_, first)| *first == identity) {
            self.firsts.remove(&identity.signature);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    const NOW: TimestampMs = TimestampMs(1_000_000);
    const UNTIL: TimestampMs = TimestampMs(1_900_000);

    fn answer(bytes: usize) -> ResponseParts {
        let body = Bytes::from(vec![b'x'; bytes]);
        ResponseParts { status: StatusCode::OK, headers: HeaderMap::new(), body }
    }

    fn identity(number: u8, invocation: &str) -> Identity {
        Identity { signature: [number; 32], invocation: invocation.as_bytes().into() }
    }

    async fn first(answers: &Answers, number: u8) -> First<'_> {
        match answers.turn(identity(number, ""), NOW, UNTIL).await {
            Turn::First(first) => first,
            Turn::Again(_) => panic!("{number} was answered before"),
        }
    }

    async fn is_again(answers: &Answers, identity: Identity, received: TimestampMs) -> bool {
        matches!(answers.turn(identity, received, UNTIL).await, Turn::Again(_))
    }

    #[tokio::test]
    async fn the_second_gets_the_answer_of_the_first_until_the_signature_ends() {
        let answers = Answers::default();
        first(&answers, 1).await.answered(&answer(3));
        let again = answers.turn(identity(1, ""), UNTIL, UNTIL).await;
        assert!(matches!(again, Turn::Again(found) if found.body.len() == 3));
        assert!(!is_again(&answers, identity(1, ""), TimestampMs(UNTIL.0 + 1)).await);
        let seen = answers.0.lock();
        assert_eq!((seen.bytes, seen.firsts.len(), seen.order.len()), (0, 0, 0));
    }

    #[tokio::test]
    async fn the_second_waits_for_the_first_and_goes_when_that_failed() {
        let answers = Answers::default();
        let one = first(&answers, 1).await;
        let (mut second, mut third) = (Box::pin(first(&answers, 1)), Box::pin(first(&answers, 1)));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(one);
        let two = second.await;
        assert!(futures_util::poll!(&mut third).is_pending());
        drop(third);
        two.answered(&answer(0));
        assert!(is_again(&answers, identity(1, ""), NOW).await);
    }

    #[tokio::test]
    async fn calls_of_one_second_are_told_apart_and_a_later_one_is_not_believed() {
        let answers = Answers::default();
        first(&answers, 1).await.answered(&answer(1));
        let Turn::First(twin) = answers.turn(identity(1, "b"), NOW, UNTIL).await else {
            panic!("another call of the same second");
        };
        twin.answered(&answer(2));
        assert!(is_again(&answers, identity(1, "b"), NOW).await);
        let later = TimestampMs(NOW.0 + TWINS_MS + 1);
        assert!(is_again(&answers, identity(1, "made up"), later).await);
    }

    #[tokio::test]
    async fn memory_is_bounded_and_the_oldest_goes_first() {
        let answers = Answers::default();
        for number in 0..20 {
            first(&answers, number).await.answered(&answer(BYTES_MAX / 10));
        }
        let sizes = {
            let seen = answers.0.lock();
            assert!(seen.bytes <= BYTES_MAX);
            (seen.entries.len(), seen.firsts.len(), seen.order.len())
        };
        assert_eq!(sizes, (10, 10, 10));
        assert!(is_again(&answers, identity(19, ""), NOW).await);
        drop(first(&answers, 0).await);
    }
}
