//! A watcher's way through the transactions: from memory when it keeps up, else from `log`.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use tokio::sync::watch;

use super::history;
use super::hub::{Commit, Hub};
use super::readers::Readers;
use crate::contract::WatchStream;
use crate::error::{Error, Result};
use crate::key::Prefix;
use crate::model::{Event, Rev, Watched};

pub(super) fn watch(
    hub: Arc<Hub>,
    readers: Arc<Readers>,
    prefix: Prefix,
    after: Rev,
) -> WatchStream {
    let rev = hub.rev();
    let watcher =
        Watcher { hub, readers, prefix, rev, reached: after, told: None, out: VecDeque::new() };
    stream::unfold(Some(watcher), |watcher| async {
        let mut watcher = watcher?;
        match watcher.next().await {
            Ok(watched) => Some((Ok(watched), Some(watcher))),
            Err(e) => Some((Err(e), None)),
        }
    })
    .boxed()
}

struct Watcher {
    hub: Arc<Hub>,
    readers: Arc<Readers>,
    prefix: Prefix,
    rev: watch::Receiver<Rev>,
    /// Every transaction up to here is delivered or in `out`.
    reached: Rev,
    /// The last revision delivered; `None` before anything was.
    told: Option<Rev>,
    out: VecDeque<Watched>,
}

impl Watcher {
    async fn next(&mut self) -> Result<Watched> {
        loop {
            if let Some(watched) = self.out.pop_front() {
                self.told = Some(watched.rev());
                return Ok(watched);
            }
            let current = *self.rev.borrow_and_update();
            if self.reached > current {
                return Err(Error::Future { asked: self.reached, current });
            }
            if self.reached < current {
                self.advance().await?;
            } else if self.told < Some(current) {
                return Ok(self.progress());
            } else {
                self.rev.changed().await.map_err(|_| Error::Closed)?;
            }
        }
    }

    async fn advance(&mut self) -> Result<()> {
        if let Some(commits) = self.hub.after(self.reached)
            && let Some(last) = commits.last()
        {
            self.reached = last.rev;
            for commit in commits {
                self.push(commit.rev, self.under_prefix(&commit));
            }
            return Ok(());
        }
        let (prefix, after) = (self.prefix.clone(), self.reached);
        let (commits, reached) =
            self.readers.run(move |conn| history::changes(conn, &prefix, after)).await?;
        self.reached = reached;
        for Commit { rev, events } in commits {
            self.push(rev, events);
        }
        Ok(())
    }

    fn under_prefix(&self, commit: &Commit) -> Vec<Event> {
        commit.events.iter().filter(|event| self.prefix.contains(event.key())).cloned().collect()
    }

    fn push(&mut self, rev: Rev, events: Vec<Event>) {
        if !events.is_empty() {
            self.out.push_back(Watched::Batch { rev, events });
        }
    }

    fn progress(&mut self) -> Watched {
        self.told = Some(self.reached);
        Watched::Progress(self.reached)
    }
}
