//! Batches of one container that are on their way to the server, in their order: while the server
//! stores one, the next is read and sent.

use std::collections::VecDeque;

use crate::agent::link::{Room, Session, Way};

/// How many are on their way at most: one that is stored, one that waits there, one between.
const AHEAD_MAX: usize = 3;

/// What is on its way, all of it in one session. What a session's end leaves of it is read from
/// the spool once more: nothing is kept here.
#[derive(Default)]
pub(super) struct UnderWay {
    session: Option<Session>,
    /// The last number of each batch.
    last: VecDeque<u64>,
    acked: u64,
}

impl UnderWay {
    /// Nothing is, and the spool knows that the server has the lines up to `acked`.
    pub(super) fn after(acked: u64) -> Self {
        Self { acked, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// Whether another one has to wait. A server that stores them in no order of their own is sent
    /// one at a time.
    pub(super) fn is_full(&self) -> bool {
        let ahead = self.session.as_ref().is_some_and(Session::keeps_order);
        self.last.len() >= if ahead { AHEAD_MAX } else { 1 }
    }

    /// Whether it was sent in a session that is over by the time of this room.
    pub(super) fn is_lost_before(&self, room: &Room) -> bool {
        !self.is_empty() && self.session.as_ref().is_some_and(|session| !room.is_of(session))
    }

    /// A batch is sent, of which this is the last number.
    pub(super) fn sent(&mut self, session: Session, last: u64) {
        self.session = Some(session);
        self.last.push_back(last);
    }

    /// The last number that the spool was told of.
    pub(super) fn acked(&self) -> u64 {
        self.acked
    }

    /// The spool was told that the server has the lines up to this one.
    pub(super) fn arrived(&mut self, acked: u64) {
        self.acked = self.acked.max(acked);
        while self.last.front().is_some_and(|last| *last <= acked) {
            self.last.pop_front();
        }
    }

    /// Resolves when the session is over in which something is on its way; `None` when the agent
    /// ends. Never when nothing is.
    pub(super) async fn lost(&self, way: &mut Way) -> Option<()> {
        match self.session.as_ref().filter(|_| !self.is_empty()) {
            Some(session) => way.is_over(session).await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::logs::tests::Rig;
    use crate::spool::{self, Stream as Of};
    use ferrogate_link::LOG_BATCH_COST_MAX;
    use ferrogate_link::session::version::LINES_IN_ORDER;

    /// Room for all that is sent here.
    const ROOM: u64 = 10 * LOG_BATCH_COST_MAX;

    /// A rig of this version of the protocol, whose container has written lines of which three fill
    /// a batch.
    fn rig(protocol: u32, batches: usize) -> Rig {
        let mut rig = Rig::new();
        rig.end_session();
        rig.protocol = protocol;
        rig.begin_session(ROOM);
        let mut writer = rig.writer();
        let long = "x".repeat(spool::LINE_BYTES_MAX);
        for line in [&long, &long, &long[..60]].into_iter().cycle().take(3 * batches) {
            writer.push(Of::Stdout, format!("{line}\n").as_bytes()).unwrap();
        }
        rig
    }

    /// The first and the last number of each batch that the server gets before it has to say
    /// something.
    async fn sent(rig: &Rig) -> Vec<(u64, u64)> {
        let mut all = vec![];
        for _ in 0..1000 {
            tokio::task::yield_now().await;
            let next = rig.session().next();
            all.extend(next.map(|batch| (batch.first_seq, batch.last_seq())));
        }
        all
    }

    #[tokio::test]
    async fn the_next_batches_are_sent_while_the_server_stores_one() {
        let mut rig = rig(LINES_IN_ORDER, 5);
        let task = rig.run();
        let first = sent(&rig).await;
        assert_eq!(first, [(1, 3), (4, 6), (7, 9)]);
        rig.acked.send_replace(3);
        assert_eq!(sent(&rig).await, [(10, 12)]);
        assert_eq!(spool::acked(&rig.spool()), 3);
        // One that is acknowledged after another one acknowledges that one, too.
        rig.acked.send_replace(12);
        assert_eq!(sent(&rig).await, [(13, 15)]);
        rig.ended.send_replace(true);
        assert_eq!(sent(&rig).await, []);
        assert!(!task.is_finished(), "the server does not have all");
        rig.acked.send_replace(15);
        assert_eq!(task.await.unwrap(), 0);
        assert_eq!(spool::acked(&rig.spool()), 15);
    }

    #[tokio::test]
    async fn what_a_session_leaves_on_the_way_comes_again_in_the_next_and_in_order() {
        let mut rig = rig(LINES_IN_ORDER, 5);
        let task = rig.run();
        assert_eq!(sent(&rig).await, [(1, 3), (4, 6), (7, 9)]);
        rig.acked.send_replace(3);
        assert_eq!(sent(&rig).await, [(10, 12)]);
        rig.end_session();
        tokio::task::yield_now().await;
        rig.begin_session(ROOM);
        assert_eq!(sent(&rig).await, [(4, 6), (7, 9), (10, 12)]);
        // Of a batch of the last session the server may have a part only, and say so late.
        rig.acked.send_replace(5);
        rig.end_session();
        rig.begin_session(ROOM);
        let again = sent(&rig).await;
        assert_eq!(again[0].0, 6);
        assert_eq!(again.len(), AHEAD_MAX);
        rig.ended.send_replace(true);
        rig.acked.send_replace(again[2].1);
        let rest = sent(&rig).await;
        assert_eq!((rest[0].0, rest[rest.len() - 1].1), (again[2].1 + 1, 15));
        rig.acked.send_replace(15);
        assert_eq!(task.await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_server_that_keeps_no_order_is_sent_one_batch_at_a_time() {
        let mut rig = rig(LINES_IN_ORDER - 1, 2);
        let task = rig.run();
        assert_eq!(sent(&rig).await, [(1, 3)]);
        rig.acked.send_replace(3);
        assert_eq!(sent(&rig).await, [(4, 6)]);
        rig.ended.send_replace(true);
        rig.acked.send_replace(6);
        assert_eq!(task.await.unwrap(), 0);
    }
}
