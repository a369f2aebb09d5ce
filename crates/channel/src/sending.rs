//! A stream as it is sent: frames get their numbers, wait until they are acknowledged, and are
//! sent again when that takes too long or there is another connection.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::message::{Message, SYN};

/// Frames that may wait for their acknowledgement. What is to follow waits where it came from.
pub const WINDOW: usize = 256;

/// How long the oldest frame waits before it is sent again.
pub const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// One direction of a channel, at the side that sends.
#[derive(Debug, Default)]
pub struct Sending {
    next: i64,
    waiting: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    message: Message,
    sent: Instant,
}

impl Sending {
    /// Whether another frame may be sent.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.waiting.len() < WINDOW
    }

    /// Whether all that was sent has arrived.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The frame with its number. It is kept until it is acknowledged.
    pub fn send(&mut self, mut message: Message, now: Instant) -> Message {
        message.sequence = self.next;
        message.flags = if self.next == 0 { SYN } else { 0 };
        self.next += 1;
        self.waiting.push_back(Waiting { message: message.clone(), sent: now });
        message
    }

    /// The frame of that number has arrived. Any number may come, in any order.
    pub fn acknowledged(&mut self, sequence: i64) {
        self.waiting.retain(|waiting| waiting.message.sequence != sequence);
    }

    /// When the oldest frame is to be sent again.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.waiting.front().map(|waiting| waiting.sent + AGAIN_AFTER)
    }

    /// The oldest frame, when it has waited for too long.
    pub fn again(&mut self, now: Instant) -> Option<Message> {
        let waiting = self.waiting.front_mut().filter(|w| w.sent + AGAIN_AFTER <= now)?;
        waiting.sent = now;
        Some(waiting.message.clone())
    }

    /// All frames that wait, for a new connection.
    pub fn all_again(&mut self, now: Instant) -> Vec<Message> {
        let again = self.waiting.iter_mut().map(|waiting| {
            waiting.sent = now;
            waiting.message.clone()
        });
        again.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Kind;
    use ferrogate_base::TimestampMs;

    fn frame() -> Message {
        Message::new(Kind::Output, TimestampMs(0), 1, bytes::Bytes::new())
    }

    #[test]
    fn a_frame_is_sent_again_until_it_is_acknowledged() {
        let (mut sending, begin) = (Sending::default(), Instant::now());
        let first = sending.send(frame(), begin);
        let second = sending.send(frame(), begin);
        assert_eq!((first.sequence, first.flags), (0, SYN));
        assert_eq!((second.sequence, second.flags), (1, 0));
        assert_eq!(sending.again(begin), None);
        let later = begin + AGAIN_AFTER;
        assert_eq!(sending.due(), Some(later));
        assert_eq!(sending.again(later).as_ref(), Some(&first));
        assert_eq!(sending.again(later), None, "not at once again");
        sending.acknowledged(0);
        sending.acknowledged(0);
        assert_eq!(sending.again(later).as_ref(), Some(&second));
        assert_eq!(sending.all_again(later), [second]);
        sending.acknowledged(1);
        assert!(sending.is_done());
        assert_eq!(sending.due(), None);
    }

    #[test]
    fn who_acknowledges_nothing_is_sent_no_more_than_a_window() {
        let (mut sending, now) = (Sending::default(), Instant::now());
        while sending.has_room() {
            sending.send(frame(), now);
        }
        assert_eq!(sending.waiting.len(), WINDOW);
        // Also one in the middle.
        sending.acknowledged(7);
        assert!(sending.has_room());
        sending.acknowledged(i64::MAX);
        sending.acknowledged(-1);
        assert_eq!(sending.waiting.len(), WINDOW - 1);
    }
}
