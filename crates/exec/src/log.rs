//! What is kept of a session: what its program writes, line by line, where the cluster wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use ferrogate_base::{AccountId, Clock, TimestampMs};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Bytes that may wait for the log store: more is not read from the program.
const WAITING_MAX: usize = 1 << 20;

/// The longest event that is kept in one piece.
const LINE_MAX: usize = 8 << 10;

/// How long lines are gathered, and how long it is tried to store the last ones.
const GATHER: Duration = Duration::from_millis(500);
const TRIED_FOR: Duration = Duration::from_secs(30);

/// Where a session is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogTo {
    /// Whose log group it is.
    pub account: AccountId,
    /// Where that is.
    pub region: String,
    /// The log group.
    pub group: String,
    /// The log stream: the session's id.
    pub stream: String,
}

/// Keeps what sessions write.
#[async_trait]
pub trait SessionLog: Send + Sync + 'static {
    /// Stores lines, of which the first has this number. Returns once they last. Those that were
    /// stored already are not stored again.
    ///
    /// # Errors
    /// In words.
    async fn append(
        &self,
        to: &LogTo,
        first: u64,
        lines: Vec<(TimestampMs, String)>,
    ) -> Result<(), String>;
}

/// The log of one session.
pub(crate) struct Log {
    sender: mpsc::UnboundedSender<(TimestampMs, String)>,
    waiting: Arc<AtomicUsize>,
    writer: JoinHandle<()>,
    line: Vec<u8>,
    clock: Arc<dyn Clock>,
}

impl Log {
    pub(crate) fn begin(log: Arc<dyn SessionLog>, to: LogTo, clock: Arc<dyn Clock>) -> Self {
        let (sender, lines) = mpsc::unbounded_channel();
        let waiting = Arc::<AtomicUsize>::default();
        let writer = tokio::spawn(write(log, to, lines, waiting.clone()));
        Self { sender, waiting, writer, line: Vec::new(), clock }
    }

    /// Whether more may be written.
    pub(crate) fn has_room(&self) -> bool {
        self.waiting.load(Ordering::Acquire) < WAITING_MAX
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
            }
            if *byte == b'\n' || self.line.len() >= LINE_MAX {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        let line = String::from_utf8_lossy(&self.line);
        let line = line.trim_end_matches('\r').to_owned();
        self.line.clear();
        if line.is_empty() {
            return;
        }
        self.waiting.fetch_add(line.len(), Ordering::AcqRel);
        // The writer listens until this is dropped.
        drop(self.sender.send((self.clock.now(), line)));
    }

    /// Waits until all of it is stored, or it can't be.
    pub(crate) async fn end(mut self) {
        self.end_line();
        let Self { sender, mut writer, .. } = self;
        drop(sender);
        if tokio::time::timeout(TRIED_FOR, &mut writer).await.is_err() {
            writer.abort();
        }
    }
}

async fn write(
    log: Arc<dyn SessionLog>,
    to: LogTo,
    mut lines: mpsc::UnboundedReceiver<(TimestampMs, String)>,
    waiting: Arc<AtomicUsize>,
) {
    let mut number = 1;
    while let Some(first) = lines.recv().await {
        let mut batch = vec![first];
        // More of it comes together: one store for all.
        let _ = tokio::time::timeout(GATHER, async {
            while let Some(line) = lines.recv().await {
                batch.push(line);
            }
        })
        .await;
        let bytes = batch.iter().map(|(_, line)| line.len()).sum();
        let first = number;
        number += batch.len() as u64;
        if let Err(error) = log.append(&to, first, batch).await {
            tracing::warn!(group = to.group, stream = to.stream, error, "a session is not logged");
        }
        waiting.fetch_sub(bytes, Ordering::AcqRel);
    }
}
