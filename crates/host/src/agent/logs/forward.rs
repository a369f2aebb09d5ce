//! Sends a container's lines from its spool to the container of its task that routes them, and
//! lets the spool forget what that one has.

use std::io;
use std::path::{Path, PathBuf};

use ferrogate_base::{TaskKey, crash};
use tokio::sync::watch;

use super::log_router::LogRouter;
use super::{Step, Trouble, lost, wait_for_dir};
use crate::forward::Source;
use crate::spool::{self, Line, Reader};

/// Lines and bytes of one message, but for its last line.
const LINES_MAX: usize = 1000;
const BYTES_MAX: usize = 256 << 10;

/// One container's way from its spool to its router.
pub(in crate::agent) struct Forward {
    pub(in crate::agent) key: TaskKey,
    pub(in crate::agent) run_dir: PathBuf,
    pub(in crate::agent) source: Source,
    pub(in crate::agent) router: LogRouter,
    /// Turns true once all containers of the task have ended, the router too.
    pub(in crate::agent) ended: watch::Receiver<bool>,
}

impl Forward {
    /// Sends until the task's containers have ended: how many lines the router never had. An
    /// error only delays, and a router that is not there is waited for.
    pub(in crate::agent) async fn run(mut self) -> u64 {
        let dir = spool::dir_of(&self.run_dir, &self.source.container_name);
        if !wait_for_dir(&dir, &mut self.ended).await {
            return 0;
        }
        self.send_all(&dir).await;
        lost(&dir)
    }

    async fn send_all(&mut self, dir: &Path) {
        let mut reader = Reader::open(dir, spool::acked(dir) + 1);
        let mut trouble = Trouble::default();
        loop {
            match self.step(&mut reader, &mut trouble).await {
                Ok(Step::On) => trouble.is_over(),
                Ok(Step::End) => return,
                Err(error) => {
                    let rest = trouble.rest(&self.key, &self.source.container_name, &error);
                    tokio::select! {
                        () = tokio::time::sleep(rest) => {}
                        changed = self.ended.changed() => if changed.is_err() { return },
                    }
                }
            }
        }
    }

    async fn step(&mut self, reader: &mut Reader, trouble: &mut Trouble) -> io::Result<Step> {
        if *self.ended.borrow_and_update() {
            return Ok(Step::End);
        }
        // What can't be looked at may be there.
        if !reader.has_more().unwrap_or(true) {
            return self.wait(reader).await;
        }
        let lines = match reader.read(LINES_MAX, BYTES_MAX) {
            Err(error) if trouble.is_hopeless(&error) => return self.pass_over(reader, error),
            lines => lines?,
        };
        trouble.reading_is_over();
        match lines.last().map(|line| line.seq) {
            Some(last) => self.pass_on(reader, &lines, last).await,
            None => self.wait(reader).await,
        }
    }

    async fn wait(&mut self, reader: &mut Reader) -> io::Result<Step> {
        tokio::select! {
            woken = reader.wait() => woken.map(|()| Step::On),
            changed = self.ended.changed() => Ok(changed.map_or(Step::End, |()| Step::On)),
        }
    }

    /// Gives lines to the router, however long that takes, and lets the spool forget them.
    async fn pass_on(&mut self, reader: &Reader, lines: &[Line], last: u64) -> io::Result<Step> {
        crash::point(format_args!("agent:before-forward"));
        tokio::select! {
            biased;
            () = self.router.deliver(&self.key, &self.source, lines) => {}
            // Nobody is there to take them.
            _ = self.ended.wait_for(|ended| *ended) => return Ok(Step::End),
        }
        crash::point(format_args!("agent:after-forward"));
        reader.ack(last)?;
        Ok(Step::On)
    }

    /// What can't be read is lost: goes on with what comes after it, when there is something.
    fn pass_over(&self, reader: &mut Reader, error: io::Error) -> io::Result<Step> {
        if !reader.skip()? {
            return Err(error);
        }
        let (task, container) = (&self.key, &self.source.container_name);
        tracing::error!(%task, container, %error, "log lines are lost");
        Ok(Step::On)
    }
}

#[cfg(test)]
mod tests;
