//! What is noted of a request while it is served, and the lines of logs that wait for the agent.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use ferrogate_link::balancer::{Log, LogLines};
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::plan::line::{Access, Micros};

/// Bytes of lines that wait at most; what comes when there are as many is not logged. Each log has
/// room of its own: a flood of connections leaves requests logged.
const fn waiting_max(log: Log) -> usize {
    match log {
        Log::Access => 8 << 20,
        Log::Connections => 4 << 20,
        Log::Checks => 1 << 20,
    }
}

/// Bytes of lines that are told at once.
const TOLD_MAX: usize = 256 << 10;

/// Now, in microseconds since 1970.
pub(crate) fn now() -> Micros {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Micros::try_from(since.as_micros()).unwrap_or_default()
}

/// Lines that wait for the agent. Some are on their way at a time, and told again to the next agent
/// until one says that it has them.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    waiting: Mutex<Waiting>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    access: Queue,
    connections: Queue,
    checks: Queue,
    dropped: u64,
    seq: u64,
    told: Option<LogLines>,
    /// They are on their way to the agent that is there.
    under_way: bool,
}

/// Lines of one log.
#[derive(Debug, Default)]
struct Queue {
    lines: VecDeque<String>,
    bytes: usize,
}

impl Queue {
    /// The first ones, until there are enough.
    fn take(&mut self) -> Vec<String> {
        let (mut all, mut bytes) = (Vec::new(), 0);
        while bytes < TOLD_MAX
            && let Some(line) = self.lines.pop_front()
        {
            bytes += line.len();
            all.push(line);
        }
        self.bytes -= bytes;
        all
    }
}

impl Waiting {
    fn queue(&mut self, log: Log) -> &mut Queue {
        match log {
            Log::Access => &mut self.access,
            Log::Connections => &mut self.connections,
            Log::Checks => &mut self.checks,
        }
    }
}

impl Logs {
    /// One more line; dropped when too many wait.
    pub(crate) fn put(&self, log: Log, line: String) {
        let mut waiting = self.waiting.lock();
        let queue = waiting.queue(log);
        if queue.bytes + line.len() > waiting_max(log) {
            waiting.dropped += 1;
            return;
        }
        queue.bytes += line.len();
        queue.lines.push_back(line);
        drop(waiting);
        self.more.notify_one();
    }

    /// What is to be told next, if nothing is on its way.
    pub(crate) fn next(&self) -> Option<LogLines> {
        let mut waiting = self.waiting.lock();
        if waiting.under_way {
            return None;
        }
        if waiting.told.is_none()
            && Log::ALL.iter().any(|log| !waiting.queue(*log).lines.is_empty())
        {
            let [access, connections, checks] = Log::ALL.map(|log| waiting.queue(log).take());
            waiting.seq += 1;
            let (seq, dropped) = (waiting.seq, std::mem::take(&mut waiting.dropped));
            waiting.told = Some(LogLines { seq, access, connections, checks, dropped });
        }
        waiting.under_way = waiting.told.is_some();
        waiting.told.clone()
    }

    /// The agent has these.
    pub(crate) fn has(&self, seq: u64) {
        let mut waiting = self.waiting.lock();
        if waiting.told.as_ref().is_some_and(|told| told.seq == seq) {
            (waiting.told, waiting.under_way) = (None, false);
            drop(waiting);
            self.more.notify_one();
        }
    }

    /// Another agent is there, which may not have what was on its way.
    pub(crate) fn rewind(&self) {
        self.waiting.lock().under_way = false;
        self.more.notify_one();
    }

    /// Resolves when there may be something to tell.
    pub(crate) async fn more(&self) {
        self.more.notified().await;
    }
}

/// What is noted of one request; its line is written when nobody has it any more.
#[derive(Debug)]
pub(crate) struct Note {
    access: Mutex<Access>,
    pub(crate) begun: Instant,
    pub(crate) received: AtomicU64,
    pub(crate) sent: AtomicU64,
    logs: Arc<Logs>,
}

impl Note {
    pub(crate) fn begin(access: Access, logs: Arc<Logs>) -> Arc<Self> {
        Arc::new(Self {
            access: Mutex::new(Access { created: now(), ..access }),
            begun: Instant::now(),
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            logs,
        })
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let mut access = std::mem::take(self.access.get_mut());
        if access.time == 0 {
            // The client went before there was an answer.
            (access.time, access.status) = (now(), 460);
        }
        access.received += self.received.load(Ordering::Relaxed);
        access.sent += self.sent.load(Ordering::Relaxed);
        self.logs.put(Log::Access, access.line());
    }
}

/// A note, if requests are logged.
pub(crate) type Noted = Option<Arc<Note>>;

/// Notes something, if requests are logged.
pub(crate) fn note(of: &Noted, what: impl FnOnce(&mut Access)) {
    if let Some(note) = of {
        what(&mut note.access.lock());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_agent_has_is_told_again_and_nothing_twice() {
        let logs = Logs::default();
        assert!(logs.next().is_none());
        logs.put(Log::Access, "a".into());
        logs.put(Log::Access, "b".into());
        let told = logs.next().unwrap();
        assert_eq!((told.seq, &told.access[..]), (1, &["a".to_owned(), "b".into()][..]));
        logs.put(Log::Access, "c".into());
        assert!(logs.next().is_none(), "they are on their way");
        logs.rewind();
        assert_eq!(logs.next().unwrap(), told);
        logs.has(7);
        assert!(logs.next().is_none());
        logs.has(1);
        assert_eq!(logs.next().unwrap().access, ["c"]);
    }

    #[test]
    fn more_than_there_is_room_for_is_dropped_and_counted() {
        let logs = Logs::default();
        for _ in 0..20 {
            logs.put(Log::Access, "x".repeat(1 << 20));
        }
        // One log that is full leaves the others their room.
        logs.put(Log::Connections, "c".into());
        logs.put(Log::Checks, "h".into());
        let mut told = 0;
        let first = logs.next().unwrap();
        assert_eq!(first.dropped, 12);
        assert_eq!(
            (&first.connections[..], &first.checks[..]),
            (&["c".to_owned()][..], &["h".to_owned()][..])
        );
        logs.has(1);
        while let Some(lines) = logs.next() {
            told += lines.access.len();
            assert_eq!(lines.dropped, 0);
            logs.has(lines.seq);
        }
        assert_eq!(told + first.access.len(), 8);
    }
}
