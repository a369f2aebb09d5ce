//! A stream as it is received: in the order in which it was sent, each frame once.

use std::collections::BTreeMap;

use crate::message::Message;

/// Frames that may be kept until those before them come.
pub const AHEAD_MAX: i64 = 256;

/// Bytes that they may carry together.
pub const AHEAD_BYTES_MAX: usize = 1 << 20;

/// One direction of a channel, at the side that receives.
#[derive(Debug, Default)]
pub struct Receiving {
    next: i64,
    ahead: BTreeMap<i64, Message>,
    bytes: usize,
}

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is here, maybe again: to be acknowledged.
    Yes,
    /// It is too far ahead: to be sent again later.
    No,
}

impl Receiving {
    /// A frame came.
    pub fn take(&mut self, message: Message) -> Taken {
        let (sequence, length) = (message.sequence, message.payload.len());
        if sequence < self.next || self.ahead.contains_key(&sequence) {
            return Taken::Yes;
        }
        let is_next = sequence == self.next;
        if sequence - self.next >= AHEAD_MAX || !is_next && self.bytes + length > AHEAD_BYTES_MAX {
            return Taken::No;
        }
        self.bytes += length;
        self.ahead.insert(sequence, message);
        Taken::Yes
    }

    /// The next frame in the order, once it is here.
    pub fn pop(&mut self) -> Option<Message> {
        let message = self.ahead.remove(&self.next)?;
        self.next += 1;
        self.bytes -= message.payload.len();
        Some(message)
    }

    /// How many frames are kept.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.ahead.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Kind;
    use ferrogate_base::TimestampMs;
    use proptest::prelude::*;

    fn frame(sequence: i64) -> Message {
        let payload = bytes::Bytes::copy_from_slice(&sequence.to_be_bytes());
        Message { sequence, ..Message::new(Kind::Input, TimestampMs(0), 1, payload) }
    }

    #[test]
    fn what_is_too_far_ahead_is_not_kept() {
        let mut receiving = Receiving::default();
        assert_eq!(receiving.take(frame(AHEAD_MAX)), Taken::No);
        assert_eq!(receiving.take(frame(i64::MAX)), Taken::No);
        assert_eq!(receiving.take(frame(AHEAD_MAX - 1)), Taken::Yes);
        assert_eq!((receiving.kept(), receiving.pop()), (1, None));
    }

    #[test]
    fn large_frames_ahead_are_not_kept_without_end() {
        let mut receiving = Receiving::default();
        let large = |sequence| {
            let payload = vec![0; 64 << 10].into();
            Message { sequence, payload, ..frame(0) }
        };
        let taken = (1..AHEAD_MAX).filter(|at| receiving.take(large(*at)) == Taken::Yes).count();
        assert_eq!(taken, AHEAD_BYTES_MAX / (64 << 10));
        // The one that all others wait for is always let in.
        assert_eq!(receiving.take(large(0)), Taken::Yes);
        while receiving.pop().is_some() {}
        assert_eq!((receiving.kept(), receiving.bytes), (0, 0));
    }

    proptest! {
        /// Whatever is lost, doubled or overtaken, as long as what was not taken comes again.
        #[test]
        fn frames_come_out_once_and_in_order(
            came in proptest::collection::vec(0..40i64, 0..200),
        ) {
            let mut receiving = Receiving::default();
            let mut out = Vec::new();
            for sequence in came.into_iter().chain(0..40) {
                receiving.take(frame(sequence));
                while let Some(message) = receiving.pop() {
                    out.push(message.sequence);
                }
            }
            prop_assert_eq!(out, (0..40).collect::<Vec<_>>());
            prop_assert_eq!(receiving.kept(), 0);
        }
    }
}
