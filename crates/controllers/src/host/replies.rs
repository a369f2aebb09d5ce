//! What is to be said of what came up, the latest of each thing only.

use std::collections::{BTreeMap, BTreeSet};

use ferrogate_base::TaskKey;
use ferrogate_link::session::{Lane, ToAgent};
use parking_lot::Mutex;

/// Answers that have not been sent yet.
#[derive(Default)]
pub(super) struct Replies {
    facts: Mutex<OfFacts>,
    lines: Mutex<OfLines>,
}

#[derive(Default)]
struct OfFacts {
    acked: BTreeMap<TaskKey, u64>,
    resend: BTreeSet<TaskKey>,
    credit: Option<u64>,
}

#[derive(Default)]
struct OfLines {
    acked: BTreeMap<(TaskKey, String), u64>,
    credit: Option<u64>,
    flows: Option<u64>,
}

impl Replies {
    /// The facts of these bindings are stored up to these numbers.
    pub(super) fn acked(&self, acked: Vec<(TaskKey, u64)>) {
        self.facts.lock().acked.extend(acked);
    }

    /// The facts of these bindings are to be sent again.
    pub(super) fn resend(&self, tasks: Vec<TaskKey>) {
        self.facts.lock().resend.extend(tasks);
    }

    /// The lines of this container are stored up to this number.
    pub(super) fn lines_acked(&self, key: TaskKey, container: String, seq: u64) {
        self.lines.lock().acked.insert((key, container), seq);
    }

    /// The batch of flows with this number is stored.
    pub(super) fn flows_acked(&self, seq: u64) {
        self.lines.lock().flows = Some(seq);
    }

    /// The lane may send so much in all.
    pub(super) fn credit(&self, lane: Lane, total: u64) {
        match lane {
            Lane::Facts => self.facts.lock().credit = Some(total),
            Lane::Logs => self.lines.lock().credit = Some(total),
        }
    }

    /// The next answer to facts.
    pub(super) fn next_of_facts(&self) -> Option<ToAgent> {
        let mut facts = self.facts.lock();
        if !facts.acked.is_empty() {
            return Some(ToAgent::Acked(std::mem::take(&mut facts.acked).into_iter().collect()));
        }
        if !facts.resend.is_empty() {
            return Some(ToAgent::Resend(std::mem::take(&mut facts.resend).into_iter().collect()));
        }
        facts.credit.take().map(|total| ToAgent::Credit(Lane::Facts, total))
    }

    /// The next answer to log lines.
    pub(super) fn next_of_lines(&self) -> Option<ToAgent> {
        let mut lines = self.lines.lock();
        if !lines.acked.is_empty() {
            let acked = std::mem::take(&mut lines.acked).into_iter();
            let acked = acked.map(|((key, container), seq)| (key, container, seq));
            return Some(ToAgent::LogsAcked(acked.collect()));
        }
        if let Some(seq) = lines.flows.take() {
            return Some(ToAgent::FlowsAcked(seq));
        }
        lines.credit.take().map(|total| ToAgent::Credit(Lane::Logs, total))
    }
}
