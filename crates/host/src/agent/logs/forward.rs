//! Sends a container's lines from its spool to who takes them instead of the server, and lets the
//! spool forget what that one has.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ferrogate_base::{TaskKey, crash};
use tokio::sync::watch;

use super::{Step, Trouble, lost, wait_for_dir};
use crate::spool::{self, Line, Reader};

/// Lines and bytes of one message, but for its last line.
const LINES_MAX: usize = 1000;
const BYTES_MAX: usize = 256 << 10;

/// Who takes lines.
pub(in crate::agent) trait Destination: Send + 'static {
    /// How long the last lines wait for one of them to be taken, once the task's containers have
    /// ended.
    const LAST_WAIT: Duration;

    /// Returns once it has these lines, however long that takes: how many of them it will never
    /// take. They may come to it twice when something dies in between.
    fn deliver(&mut self, lines: &[Line]) -> impl Future<Output = u64> + Send;
}

/// One container's way from its spool to who takes its lines.
pub(in crate::agent) struct Forward<D> {
    pub(in crate::agent) key: TaskKey,
    pub(in crate::agent) container: String,
    pub(in crate::agent) run_dir: PathBuf,
    pub(in crate::agent) to: D,
    /// Turns true once all containers of the task have ended.
    pub(in crate::agent) ended: watch::Receiver<bool>,
}

impl<D: Destination> Forward<D> {
    /// Sends until the task's containers have ended and the last lines are taken, or have waited
    /// for long enough: how many lines nobody has. An error only delays, and who is not there is
    /// waited for.
    pub(in crate::agent) async fn run(mut self) -> u64 {
        let dir = spool::dir_of(&self.run_dir, &self.container);
        if !wait_for_dir(&dir, &mut self.ended).await {
            return 0;
        }
        let patience = patience(self.ended.clone(), dir.clone(), D::LAST_WAIT);
        let mut refused = 0;
        tokio::select! {
            biased;
            () = patience => {}
            () = self.send_all(&dir, &mut refused) => {}
        }
        lost(&dir) + refused
    }

    async fn send_all(&mut self, dir: &Path, refused: &mut u64) {
        let mut reader = Reader::open(dir, spool::acked(dir) + 1);
        let mut trouble = Trouble::default();
        loop {
            match self.step(&mut reader, &mut trouble, refused).await {
                Ok(Step::On) => trouble.is_over(),
                Ok(Step::End) => return,
                Err(error) => {
                    let rest = trouble.rest(&self.key, &self.container, &error);
                    tokio::time::sleep(rest).await;
                }
            }
        }
    }

    async fn step(
        &mut self,
        reader: &mut Reader,
        trouble: &mut Trouble,
        refused: &mut u64,
    ) -> io::Result<Step> {
        // Looked at first: what was written before it ended is then there.
        let ended = *self.ended.borrow_and_update();
        // What can't be looked at may be there.
        if !reader.has_more().unwrap_or(true) {
            return if ended { Ok(Step::End) } else { self.wait(reader).await };
        }
        let lines = match reader.read(LINES_MAX, BYTES_MAX) {
            Err(error) if trouble.is_hopeless(&error) => return self.pass_over(reader, error),
            lines => lines?,
        };
        trouble.reading_is_over();
        match lines.last().map(|line| line.seq) {
            Some(last) => {
                *refused += self.pass_on(reader, &lines, last).await?;
                Ok(Step::On)
            }
            None if ended => Ok(Step::End),
            None => self.wait(reader).await,
        }
    }

    async fn wait(&mut self, reader: &mut Reader) -> io::Result<Step> {
        tokio::select! {
            woken = reader.wait() => woken.map(|()| Step::On),
            changed = self.ended.changed() => Ok(changed.map_or(Step::End, |()| Step::On)),
        }
    }

    /// Gives lines to who takes them, and lets the spool forget them: how many will never be
    /// taken.
    async fn pass_on(&mut self, reader: &Reader, lines: &[Line], last: u64) -> io::Result<u64> {
        crash::point(format_args!("agent:before-forward"));
        let refused = self.to.deliver(lines).await;
        crash::point(format_args!("agent:after-forward"));
        reader.ack(last)?;
        Ok(refused)
    }

    /// What can't be read is lost: goes on with what comes after it, when there is something.
    fn pass_over(&self, reader: &mut Reader, error: io::Error) -> io::Result<Step> {
        if !reader.skip()? {
            return Err(error);
        }
        let (task, container) = (&self.key, &self.container);
        tracing::error!(%task, container, %error, "log lines are lost");
        Ok(Step::On)
    }
}

/// Resolves when the containers have ended and no line was taken for so long.
async fn patience(mut ended: watch::Receiver<bool>, dir: PathBuf, wait: Duration) {
    // The sender is gone only when the agent ends.
    drop(ended.wait_for(|ended| *ended).await);
    let mut acked = spool::acked(&dir);
    loop {
        tokio::time::sleep(wait).await;
        let now = spool::acked(&dir);
        if now == acked {
            return;
        }
        acked = now;
    }
}

#[cfg(test)]
mod tests;
