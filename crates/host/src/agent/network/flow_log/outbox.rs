//! What was counted and waits for the server: one batch is on its way at a time, and sent again
//! in the next session until it is acknowledged.

use std::collections::VecDeque;

use ferrogate_link::FlowBatch;
use ferrogate_link::ec2::flow_log::window::{FLOWS_MAX, Logged};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::window::Ended;

/// How many flows wait at most. What is over is not told, and said to be missing.
const WAITING_MAX: usize = 200_000;

/// Batches in their order.
pub(in crate::agent) struct FlowOutbox {
    run: String,
    waiting: Mutex<Waiting>,
    more: Notify,
}

#[derive(Default)]
struct Waiting {
    batches: VecDeque<FlowBatch>,
    seq: u64,
    /// The first of them is on its way.
    sent: bool,
    /// Some were dropped since the last that was put.
    dropped: bool,
}

impl FlowOutbox {
    /// For an agent's process that is named so.
    pub(in crate::agent) fn new(run: String) -> Self {
        Self { run, waiting: Mutex::default(), more: Notify::new() }
    }

    /// Tells of what has ended, in as many batches as it takes.
    pub(super) fn put(&self, ended: Ended) {
        if ended.interfaces.is_empty() {
            return;
        }
        let mut waiting = self.waiting.lock();
        let dropped = std::mem::take(&mut waiting.dropped);
        for mut batch in cut(ended) {
            waiting.seq += 1;
            batch.seq = waiting.seq;
            batch.run.clone_from(&self.run);
            batch.interfaces.iter_mut().for_each(|of| of.skipped |= dropped);
            waiting.batches.push_back(batch);
        }
        waiting.make_room();
        self.more.notify_one();
    }

    /// The batch that is to be sent next, if none is on its way.
    pub(in crate::agent) fn next(&self) -> Option<FlowBatch> {
        let mut waiting = self.waiting.lock();
        if waiting.sent {
            return None;
        }
        let first = waiting.batches.front().cloned();
        waiting.sent = first.is_some();
        first
    }

    /// The server has this one.
    pub(in crate::agent) fn acked(&self, seq: u64) {
        let mut waiting = self.waiting.lock();
        if waiting.sent && waiting.batches.front().is_some_and(|batch| batch.seq == seq) {
            waiting.batches.pop_front();
            waiting.sent = false;
            self.more.notify_one();
        }
    }

    /// A session begins: what was on its way may be lost.
    pub(in crate::agent) fn rewind(&self) {
        self.waiting.lock().sent = false;
        self.more.notify_one();
    }

    /// Resolves when there may be a batch.
    pub(in crate::agent) async fn more(&self) {
        self.more.notified().await;
    }
}

impl Waiting {
    /// Drops what waits longest, but what is on its way.
    fn make_room(&mut self) {
        let mut flows: usize = self.batches.iter().map(|batch| batch.flows.len()).sum();
        let first = usize::from(self.sent);
        while flows > WAITING_MAX
            && let Some(gone) = self.batches.remove(first)
        {
            flows -= gone.flows.len();
            self.dropped = true;
        }
    }
}

/// In batches of so many flows: an interface is in each that has flows of it.
fn cut(ended: Ended) -> Vec<FlowBatch> {
    let Ended { begin, end, interfaces, flows } = ended;
    let empty = || FlowBatch {
        run: String::new(),
        seq: 0,
        begin,
        end,
        interfaces: Vec::new(),
        flows: Vec::new(),
    };
    let (mut batches, mut batch) = (Vec::new(), empty());
    let mut flows = flows.into_iter().peekable();
    for of in interfaces {
        batch.interfaces.push(of.clone());
        while let Some(flow) = flows.next_if(|flow| flow.interface == of.interface.id) {
            if batch.flows.len() == FLOWS_MAX {
                batches.push(std::mem::replace(&mut batch, empty()));
                batch.interfaces.push(Logged { again: true, ..of.clone() });
            }
            batch.flows.push(flow);
        }
    }
    batches.push(batch);
    batches
}

#[cfg(test)]
mod tests {
    use ferrogate_base::TimestampMs;
    use ferrogate_link::ec2::default_network::DefaultNetwork;
    use ferrogate_link::ec2::flow_log::window::Flow;

    use super::*;
    use crate::agent::network::testing::{interface_of, scope};

    fn ended(flows: usize) -> Ended {
        let network = DefaultNetwork::of(&scope());
        let logged = |n| Logged {
            interface: interface_of(&network, 0, n),
            accepted: true,
            rejected: false,
            skipped: false,
            again: false,
        };
        let interfaces = vec![logged(1), logged(2)];
        let flow = Flow {
            interface: interfaces[1].interface.id.clone(),
            egress: true,
            accepted: true,
            from: ([10, 0, 0, 5].into(), 1),
            to: ([10, 0, 0, 6].into(), 2),
            protocol: 17,
            packets: 1,
            bytes: 29,
            first: TimestampMs(1),
            last: TimestampMs(2),
            tcp_flags: 0,
        };
        Ended { interfaces, flows: vec![flow; flows], ..Ended::default() }
    }

    #[test]
    fn one_is_on_its_way_until_it_is_acknowledged_or_the_session_is_over() {
        let outbox = FlowOutbox::new("run".into());
        assert!(outbox.next().is_none());
        outbox.put(ended(FLOWS_MAX + 1));
        let first = outbox.next().unwrap();
        assert_eq!((&*first.run, first.seq, first.flows.len()), ("run", 1, FLOWS_MAX));
        assert!(outbox.next().is_none());
        outbox.rewind();
        assert_eq!(outbox.next(), Some(first));
        outbox.acked(2);
        assert!(outbox.next().is_none(), "that one was not sent");
        outbox.acked(1);
        let second = outbox.next().unwrap();
        // Of the interface that is in both it is said once that it was idle, or more than that.
        assert_eq!((second.seq, second.flows.len()), (2, 1));
        assert!(second.interfaces.iter().all(|of| of.again));
        outbox.acked(2);
        outbox.acked(2);
        assert!(outbox.next().is_none());
    }

    #[test]
    fn what_there_is_no_room_for_is_dropped_and_said_to_be_missing() {
        let outbox = FlowOutbox::new("run".into());
        outbox.put(ended(10));
        let on_its_way = outbox.next().unwrap();
        for _ in 0..=WAITING_MAX / FLOWS_MAX {
            outbox.put(ended(FLOWS_MAX));
        }
        let flows = |outbox: &FlowOutbox| {
            outbox.waiting.lock().batches.iter().map(|batch| batch.flows.len()).sum::<usize>()
        };
        assert!(flows(&outbox) <= WAITING_MAX);
        outbox.put(ended(1));
        assert_eq!(outbox.waiting.lock().batches.front(), Some(&on_its_way));
        let last = outbox.waiting.lock().batches.back().unwrap().clone();
        assert!(last.interfaces.iter().all(|of| of.skipped));
    }
}
