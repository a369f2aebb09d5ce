//! Both ends of the streams of a session.
//!
//! What is sent waits in one queue for all streams of a session, in the order in which it was
//! sent; each may have [`WINDOW`] bytes in it at most, because it has no more credit.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{Notify, mpsc, watch};

use super::{StreamId, WINDOW};
use crate::session::credit::{BeyondCredit, Grant, Purse};

/// What goes one way on a stream.
pub trait Frame: Sized {
    /// What it takes of its direction's credit: the bytes of what it carries.
    fn cost(&self) -> u64;
    /// The credit that it gives to the other direction, if it does.
    fn as_credit(&self) -> Option<u64>;
    /// The frame that lets the other side send so many bytes in all.
    fn credit(total: u64) -> Self;
}

/// The streams of one session, at one side of it: what is sent is an `Out`, what comes an `In`.
#[derive(Debug)]
pub struct Streams<Out, In> {
    queue: Mutex<VecDeque<(StreamId, Out)>>,
    more: Notify,
    open: Mutex<HashMap<StreamId, Far<In>>>,
}

/// What is known of a stream whose end somebody has.
#[derive(Debug)]
struct Far<In> {
    came: mpsc::UnboundedSender<In>,
    credit: watch::Sender<u64>,
    grant: Arc<Mutex<Grant>>,
}

impl<Out, In> Default for Streams<Out, In> {
    fn default() -> Self {
        Self { queue: Mutex::default(), more: Notify::new(), open: Mutex::default() }
    }
}

impl<Out: Frame, In: Frame> Streams<Out, In> {
    /// An end of a stream that begins now; `None` when there is one of this name, or `most` are
    /// open.
    pub fn open(self: &Arc<Self>, id: StreamId, most: usize) -> Option<End<Out, In>> {
        let mut open = self.open.lock();
        if open.len() >= most || open.contains_key(&id) {
            return None;
        }
        let (came, receiver) = mpsc::unbounded_channel();
        let (credit, granted) = watch::channel(WINDOW);
        let grant = Arc::new(Mutex::new(Grant::new(WINDOW)));
        open.insert(id, Far { came, credit, grant: grant.clone() });
        let purse = Purse::default();
        Some(End { streams: self.clone(), id, came: receiver, granted, purse, grant })
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.lock().len()
    }

    /// A frame came. What comes for a stream that has ended here is nobody's any more.
    ///
    /// # Errors
    /// When it carries more than the other side was let send.
    pub fn heard(&self, id: StreamId, frame: In) -> Result<(), BeyondCredit> {
        let open = self.open.lock();
        let Some(far) = open.get(&id) else { return Ok(()) };
        if let Some(total) = frame.as_credit() {
            far.credit.send_if_modified(|known| {
                let more = total > *known;
                *known = total.max(*known);
                more
            });
            return Ok(());
        }
        far.grant.lock().came(frame.cost())?;
        // Whoever had the other end is gone: so is the stream, at once.
        drop(far.came.send(frame));
        Ok(())
    }

    /// Puts a frame into the queue for a stream that has no end here.
    pub fn push(&self, id: StreamId, frame: Out) {
        self.queue.lock().push_back((id, frame));
        self.more.notify_one();
    }

    /// The next frame to be sent.
    pub fn next(&self) -> Option<(StreamId, Out)> {
        self.queue.lock().pop_front()
    }

    /// Resolves once there may be a frame to be sent.
    pub async fn more(&self) {
        self.more.notified().await;
    }

    /// The session is over, and with it all streams: their ends hear of nothing more.
    pub fn end(&self) {
        self.open.lock().clear();
        self.queue.lock().clear();
    }
}

/// What comes of waiting for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard<In> {
    /// The other side says this; `None` once the session is over.
    Said(Option<In>),
    /// Some bytes may be sent.
    Room,
}

/// One end of a stream. The stream is over when it is dropped.
#[derive(Debug)]
pub struct End<Out: Frame, In: Frame> {
    streams: Arc<Streams<Out, In>>,
    id: StreamId,
    came: mpsc::UnboundedReceiver<In>,
    granted: watch::Receiver<u64>,
    purse: Purse,
    grant: Arc<Mutex<Grant>>,
}

impl<Out: Frame, In: Frame> End<Out, In> {
    /// The stream.
    #[must_use]
    pub fn id(&self) -> StreamId {
        self.id
    }

    /// What the other side says next; `None` once the session is over. Dropping the future loses
    /// nothing.
    pub async fn next(&mut self) -> Option<In> {
        self.came.recv().await
    }

    /// What came takes room here no more.
    pub fn done(&self, cost: u64) {
        if cost == 0 {
            return;
        }
        let total = {
            let mut grant = self.grant.lock();
            grant.done(cost);
            grant.total()
        };
        self.streams.push(self.id, Out::credit(total));
    }

    /// Says something that needs no credit, or for which there is some.
    pub fn say(&mut self, frame: Out) {
        self.purse.spend(frame.cost());
        self.streams.push(self.id, frame);
    }

    /// What the other side says next, if that is to be heard; or that bytes may be sent, if that is
    /// waited for. Never, when neither is. Dropping the future loses nothing.
    pub async fn next_or_room(&mut self, hears: bool, waits: bool) -> Heard<In> {
        if waits && self.room() > 0 {
            return Heard::Room;
        }
        tokio::select! {
            said = self.came.recv(), if hears => Heard::Said(said),
            Ok(()) = self.granted.changed(), if waits => Heard::Room,
            else => std::future::pending().await,
        }
    }

    /// How many bytes may be sent now.
    pub fn room(&mut self) -> u64 {
        let total = *self.granted.borrow_and_update();
        self.purse.grant(total);
        self.purse.left()
    }
}

impl<Out: Frame, In: Frame> Drop for End<Out, In> {
    fn drop(&mut self) {
        self.streams.open.lock().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Chunk, Down, Up};

    const ID: StreamId = StreamId(7);

    fn chunk(length: u64) -> Chunk {
        Chunk(vec![b'x'; usize::try_from(length).unwrap()].into())
    }

    /// Carries what waits at one side to the other.
    fn carry<A: Frame, B: Frame>(from: &Streams<A, B>, to: &Streams<B, A>) -> usize {
        let mut count = 0;
        while let Some((id, frame)) = from.next() {
            to.heard(id, frame).unwrap();
            count += 1;
        }
        count
    }

    #[tokio::test]
    async fn who_does_not_read_lets_the_other_side_send_a_window_and_no_more() {
        let server: Arc<Streams<Down, Up>> = Arc::default();
        let agent: Arc<Streams<Up, Down>> = Arc::default();
        let (mut near, mut far) = (server.open(ID, 1).unwrap(), agent.open(ID, 1).unwrap());
        let room = far.room();
        assert_eq!(room, WINDOW);
        far.say(Up::Output(chunk(room)));
        assert_eq!(far.room(), 0);
        assert_eq!(carry(&agent, &server), 1);
        let Some(Up::Output(came)) = near.next().await else { panic!("output") };
        assert_eq!(came.0.len() as u64, room);
        near.done(1000);
        assert_eq!(carry(&server, &agent), 1);
        assert_eq!(far.next_or_room(true, true).await, Heard::Room);
        assert_eq!(far.room(), 1000);
    }

    #[test]
    fn more_than_was_let_be_sent_is_found_out() {
        let server: Arc<Streams<Down, Up>> = Arc::default();
        let _near = server.open(ID, 1).unwrap();
        let heard = server.heard(ID, Up::Output(chunk(WINDOW + 1)));
        assert_eq!(heard, Err(BeyondCredit { cost: WINDOW + 1, left: WINDOW }));
        // Of a stream that is over something may be on its way.
        assert_eq!(server.heard(StreamId(8), Up::Output(chunk(WINDOW + 1))), Ok(()));
    }

    #[tokio::test]
    async fn the_end_of_a_session_is_the_end_of_its_streams() {
        let server: Arc<Streams<Down, Up>> = Arc::default();
        let mut near = server.open(ID, 1).unwrap();
        assert!(server.open(StreamId(8), 1).is_none(), "more than may be open");
        let all = near.room();
        near.say(Down::Input(chunk(all)));
        server.end();
        assert_eq!(near.next().await, None);
        assert!(server.next().is_none());
    }
}
