//! Sends a container's lines from its spool to the server, and lets the spool forget what the
//! server has.

use std::io;
use std::path::{Path, PathBuf};

use ferrogate_base::{TaskKey, crash};
use ferrogate_executor::{LogBatch, LogLine};
use tokio::sync::{mpsc, watch};

use crate::spool::{self, Reader};

/// Lines of one batch (PutLogEvents takes 10,000).
const LINES_MAX: usize = 2000;
/// Bytes of one batch (PutLogEvents takes 1 MiB, 26 bytes an event counted).
const BYTES_MAX: usize = 512 << 10;

/// One container's way from its spool to the server.
pub(super) struct Stream {
    pub(super) key: TaskKey,
    pub(super) container: String,
    pub(super) run_dir: PathBuf,
    /// Batches to the session.
    pub(super) out: mpsc::Sender<LogBatch>,
    /// The number of the last line that the server has.
    pub(super) acked: watch::Receiver<u64>,
    /// The number of the session: in a new one everything unacknowledged is sent again.
    pub(super) session: watch::Receiver<u64>,
    /// Turns true once the container has ended and nothing more will be written.
    pub(super) ended: watch::Receiver<bool>,
}

impl Stream {
    /// Sends until the container has ended and the server has every line.
    pub(super) async fn run(mut self) {
        if let Err(error) = self.send_all().await {
            tracing::error!(task = %self.key, container = self.container, %error, "log lines can't be read");
        }
    }

    async fn send_all(&mut self) -> io::Result<()> {
        let dir = spool::dir_of(&self.run_dir, &self.container);
        if !wait_for_dir(&dir, &mut self.ended).await {
            return Ok(());
        }
        let mut reader = Reader::open(&dir, 1)?;
        loop {
            // Read first whether it has ended: what was written before is then there.
            let ended = *self.ended.borrow_and_update();
            let first_seq = reader.next_seq();
            let lines = reader.read(LINES_MAX, BYTES_MAX)?;
            if lines.is_empty() {
                if ended {
                    return Ok(());
                }
                tokio::select! {
                    woken = reader.wait() => woken?,
                    changed = self.ended.changed() => if changed.is_err() { return Ok(()) },
                }
                continue;
            }
            let first_seq = lines.first().map_or(first_seq, |line| line.seq);
            let lines = lines
                .into_iter()
                .map(|line| LogLine {
                    at: line.at,
                    text: String::from_utf8_lossy(&line.bytes).into_owned(),
                })
                .collect();
            let batch = LogBatch {
                key: self.key.clone(),
                container: self.container.clone(),
                first_seq,
                lines,
            };
            let Some(acked) = self.deliver(batch).await else { return Ok(()) };
            crash::point(format_args!("agent:before-ack"));
            reader.ack(acked)?;
            crash::point(format_args!("agent:after-ack"));
        }
    }

    /// Sends the batch until the server has all of it; `None` when the agent ends first.
    async fn deliver(&mut self, batch: LogBatch) -> Option<u64> {
        let last = batch.first_seq + batch.lines.len() as u64 - 1;
        loop {
            self.session.borrow_and_update();
            crash::point(format_args!("agent:before-lines"));
            self.out.send(batch.clone()).await.ok()?;
            crash::point(format_args!("agent:after-lines"));
            tokio::select! {
                acked = self.acked.wait_for(|seq| *seq >= last) => return acked.ok().map(|seq| *seq),
                changed = self.session.changed() => changed.ok()?,
            }
        }
    }
}

/// Waits until the shim has made the folder; false when the container ended without one.
async fn wait_for_dir(dir: &Path, ended: &mut watch::Receiver<bool>) -> bool {
    if dir.exists() {
        return true;
    }
    // The sender is gone only when the agent ends.
    if ended.wait_for(|ended| *ended).await.is_err() {
        return false;
    }
    dir.exists()
}
