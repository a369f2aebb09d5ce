//! How many bytes of log lines may be on their way: nobody reads lines from a spool before the
//! server has room for them, so what waits here and there is bounded, in the order in which room
//! was asked for.

use std::collections::VecDeque;
use std::sync::Arc;

use ferrogate_link::session::credit::Purse;
use ferrogate_link::session::version::LINES_IN_ORDER;
use ferrogate_link::{LOG_BATCH_COST_MAX, LogBatch};
use parking_lot::Mutex;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};

/// The ways of log lines to the server: one while there is a session.
#[derive(Clone)]
pub(in crate::agent) struct Lines(watch::Sender<Option<Arc<Lane>>>);

/// The way of log lines in one session.
pub(in crate::agent) struct Lane {
    /// Whether the server stores a container's batches one after the other.
    keeps_order: bool,
    credit: Arc<Semaphore>,
    purse: Mutex<Purse>,
    queue: Mutex<VecDeque<LogBatch>>,
    more: Notify,
}

impl Lines {
    pub(in crate::agent) fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// For one container's lines.
    pub(in crate::agent) fn way(&self) -> Way {
        Way(self.0.subscribe())
    }

    /// A session of this version has begun; it is over when the answer is dropped. Nothing may be
    /// sent before [`Lane::grant`].
    pub(in crate::agent) fn open(&self, protocol: u32) -> Open {
        let lane = Arc::new(Lane {
            keeps_order: protocol >= LINES_IN_ORDER,
            credit: Arc::new(Semaphore::new(0)),
            purse: Mutex::default(),
            queue: Mutex::default(),
            more: Notify::new(),
        });
        self.0.send_replace(Some(lane.clone()));
        Open { lines: self.clone(), lane }
    }
}

/// A session in which lines are sent.
pub(in crate::agent) struct Open {
    lines: Lines,
    lane: Arc<Lane>,
}

impl std::ops::Deref for Open {
    type Target = Lane;

    fn deref(&self) -> &Lane {
        &self.lane
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // The next session may have begun.
        self.lines.0.send_if_modified(|lane| {
            let own = lane.as_ref().is_some_and(|lane| Arc::ptr_eq(lane, &self.lane));
            if own {
                *lane = None;
            }
            own
        });
        self.lane.credit.close();
    }
}

impl Lane {
    /// The server takes `total` bytes in all since the session began.
    pub(in crate::agent) fn grant(&self, total: u64) {
        let more = self.purse.lock().grant(total);
        let room = Semaphore::MAX_PERMITS - self.credit.available_permits();
        self.credit.add_permits(usize::try_from(more).unwrap_or(room).min(room));
    }

    /// The batch that waits longest.
    pub(in crate::agent) fn next(&self) -> Option<LogBatch> {
        self.queue.lock().pop_front()
    }

    /// Resolves when there may be a batch.
    pub(in crate::agent) async fn more(&self) {
        self.more.notified().await;
    }
}

/// One container's way.
#[derive(Clone)]
pub(in crate::agent) struct Way(watch::Receiver<Option<Arc<Lane>>>);

impl Way {
    /// Waits for a session with room for any batch; `None` when the agent ends first.
    pub(in crate::agent) async fn room(&mut self) -> Option<Room> {
        self.room_for(LOG_BATCH_COST_MAX).await
    }

    /// The same, for a batch that takes this much.
    pub(in crate::agent) async fn room_for(&mut self, cost: u64) -> Option<Room> {
        let permits = u32::try_from(cost.min(LOG_BATCH_COST_MAX)).expect("it is a few MiB");
        loop {
            let lane = self.0.wait_for(Option::is_some).await.ok()?.clone()?;
            // Fails when the session is over.
            if let Ok(permit) = lane.credit.clone().acquire_many_owned(permits).await {
                return Some(Room { lane, permit });
            }
        }
    }

    /// Waits until there is a session; `None` when the agent ends first.
    pub(in crate::agent) async fn session(&mut self) -> Option<Session> {
        self.0.wait_for(Option::is_some).await.ok()?.clone().map(Session)
    }

    /// Resolves when the session is over; `None` when the agent ends.
    pub(in crate::agent) async fn is_over(&mut self, session: &Session) -> Option<()> {
        let Session(own) = session;
        let other =
            |lane: &Option<Arc<Lane>>| lane.as_ref().is_none_or(|lane| !Arc::ptr_eq(lane, own));
        self.0.wait_for(other).await.ok().map(drop)
    }
}

/// Room for a batch. What is not used of it is given back.
pub(in crate::agent) struct Room {
    lane: Arc<Lane>,
    permit: OwnedSemaphorePermit,
}

/// One session.
pub(in crate::agent) struct Session(Arc<Lane>);

impl Session {
    /// Whether the server stores a container's batches in the order in which they come, so that
    /// one may be sent before it has the one before.
    pub(in crate::agent) fn keeps_order(&self) -> bool {
        self.0.keeps_order
    }
}

impl Room {
    /// Whether it is room in this session.
    pub(in crate::agent) fn is_of(&self, session: &Session) -> bool {
        Arc::ptr_eq(&self.lane, &session.0)
    }

    /// Sends a batch: in which session.
    pub(in crate::agent) fn send(self, batch: LogBatch) -> Session {
        let Self { lane, mut permit } = self;
        let cost = usize::try_from(batch.cost()).unwrap_or(usize::MAX);
        if let Some(unused) = permit.num_permits().checked_sub(cost) {
            drop(permit.split(unused));
        }
        // They come back with the server's credit.
        permit.forget();
        lane.queue.lock().push_back(batch);
        lane.more.notify_one();
        Session(lane)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_base::{Epoch, TaskId, TaskKey, TimestampMs};
    use ferrogate_link::LogLine;
    use futures_util::FutureExt;

    fn batch(bytes: usize) -> LogBatch {
        LogBatch {
            key: TaskKey { task: TaskId::random(), epoch: Epoch(1) },
            container: "app".into(),
            first_seq: 1,
            lines: vec![LogLine::new(TimestampMs(1), "x".repeat(bytes))],
        }
    }

    #[tokio::test]
    async fn nothing_is_sent_without_room_and_what_is_not_used_is_given_back() {
        let lines = Lines::new();
        let mut way = lines.way();
        assert!(way.room().now_or_never().is_none(), "there is no session");
        let open = lines.open(LINES_IN_ORDER);
        assert!(way.room().now_or_never().is_none(), "there is no credit");
        open.grant(LOG_BATCH_COST_MAX);
        let small = batch(10);
        let cost = small.cost();
        way.room().now_or_never().flatten().unwrap().send(small);
        assert!(way.room().now_or_never().is_none(), "a part of the room is used");
        let left = LOG_BATCH_COST_MAX - cost;
        assert!(way.room_for(left).now_or_never().is_some(), "and no more than that");
        // What is dropped unsent is given back too.
        assert!(way.room_for(left).now_or_never().is_some());
        open.grant(LOG_BATCH_COST_MAX + cost);
        assert!(way.room().now_or_never().is_some());
    }

    #[tokio::test]
    async fn who_asked_first_gets_room_first() {
        let lines = Lines::new();
        let (mut one, mut two) = (lines.way(), lines.way());
        let open = lines.open(LINES_IN_ORDER);
        let mut large = Box::pin(one.room());
        assert!((&mut large).now_or_never().is_none());
        open.grant(LOG_BATCH_COST_MAX - 1);
        // Else small batches could keep a large one waiting for ever.
        assert!(two.room_for(1).now_or_never().is_none());
        open.grant(LOG_BATCH_COST_MAX + 1);
        assert!((&mut large).now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_session_s_end_wakes_who_waits_and_the_next_one_begins_with_nothing() {
        let lines = Lines::new();
        let mut way = lines.way();
        let open = lines.open(LINES_IN_ORDER);
        open.grant(LOG_BATCH_COST_MAX);
        let sent = way.room().now_or_never().flatten().unwrap().send(batch(1));
        assert!(way.is_over(&sent).now_or_never().is_none());
        let mut other = lines.way();
        let mut waits = Box::pin(other.room());
        assert!((&mut waits).now_or_never().is_none());
        drop(open);
        assert!(way.is_over(&sent).now_or_never().is_some());
        let open = lines.open(LINES_IN_ORDER);
        assert!(open.next().is_none());
        assert!((&mut waits).now_or_never().is_none(), "the credit was the last session's");
        open.grant(LOG_BATCH_COST_MAX);
        assert!((&mut waits).now_or_never().flatten().is_some());
    }
}
