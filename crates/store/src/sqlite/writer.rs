//! The one thread that writes. It takes what waits, applies it in order, and flushes once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::apply::{Applied, Batch};
use super::hub::Publisher;
use super::lease::Leases;
use super::lock::DirLock;
use super::mark::Mark;
use super::reserve::Reserve;
use super::{compact, fault, schema};
use crate::error::{Error, Result};
use crate::model::{Guard, LeaseId, Op, Rev, TxnOut};

/// So many jobs share one flush at most.
const BATCH_JOBS_MAX: usize = 128;

/// Something to do, in the order it was sent.
pub(super) enum Work {
    Txn {
        guards: Vec<Guard>,
        ops: Vec<Op>,
        /// Whether it may use the room that is kept back.
        urgent: bool,
    },
    Grant {
        ttl: Duration,
    },
    EndLease {
        id: LeaseId,
    },
    Compact {
        keep_after: Rev,
    },
    /// Nothing but a look at the leases.
    Wake,
}

/// What became of it, once that is on disk.
#[derive(Clone)]
pub(super) enum Out {
    Txn(TxnOut),
    Granted(LeaseId),
    Done,
}

/// Work, with whom it is for.
pub(super) struct Job {
    pub(super) work: Work,
    /// Whoever asked may be gone, or it was the writer's own thought.
    pub(super) answer: Option<oneshot::Sender<Result<Out>>>,
    /// Its part of the queue, held until it is answered.
    pub(super) turn: Option<OwnedSemaphorePermit>,
}

impl Job {
    fn own(work: Work) -> Self {
        Self { work, answer: None, turn: None }
    }

    /// Whether it may not use the room that is kept back.
    fn may_wait(&self) -> bool {
        matches!(self.work, Work::Txn { urgent: false, .. })
    }

    fn answer(self, out: Result<Out>) {
        drop(self.turn);
        if let Some(answer) = self.answer {
            // Nobody waits any more: fine.
            drop(answer.send(out));
        }
    }
}

pub(super) struct Writer {
    pub(super) conn: Connection,
    pub(super) jobs: mpsc::Receiver<Job>,
    pub(super) publisher: Publisher,
    pub(super) leases: Arc<Leases>,
    pub(super) no_space: Arc<AtomicBool>,
    /// The last committed revision.
    pub(super) rev: Rev,
    pub(super) compacted: Rev,
    /// Whether history waits to be deleted, and who waits for that.
    pub(super) sweeping: bool,
    pub(super) swept: Vec<Job>,
    /// Whether something may be in the log that is not in the database.
    pub(super) unfolded: bool,
    pub(super) fold_after: Duration,
    pub(super) mark: Mark,
    pub(super) reserve: Reserve,
    // Dropped last, in this order: the connection is closed before the folder is free, and
    // the folder is free before anybody hears that the thread has ended.
    pub(super) _lock: DirLock,
    pub(super) _running: TaskTrackerToken,
}

impl Writer {
    /// Works until every sender is gone.
    pub(super) fn run(mut self) {
        while let Some(jobs) = self.next_batch() {
            if !jobs.is_empty() {
                self.commit(jobs);
            }
            if self.sweeping {
                self.sweep();
            }
        }
        self.mark.flush();
    }

    /// The leases whose time is up, and the jobs that wait; sleeps while there is neither.
    fn next_batch(&mut self) -> Option<Vec<Job>> {
        let due = if self.sweeping { Some(Duration::ZERO) } else { self.leases.next_due_in() };
        let fold = self.unfolded.then_some(self.fold_after);
        let first = match due.into_iter().chain(fold).min() {
            None => Some(self.jobs.recv().ok()?),
            Some(wait) => match self.jobs.recv_timeout(wait) {
                Ok(job) => Some(job),
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    if Some(wait) == fold {
                        self.fold();
                    }
                    None
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            },
        };
        let end = |id| Job::own(Work::EndLease { id });
        let due = self.leases.take_due().into_iter().map(end);
        let mut jobs: Vec<Job> = due.chain(first).collect();
        while jobs.len() < BATCH_JOBS_MAX
            && let Ok(job) = self.jobs.try_recv()
        {
            jobs.push(job);
        }
        Some(jobs)
    }

    /// Answers what may not use the room that is kept back while there is no other; returns
    /// the rest.
    fn refuse_without_room(&self, jobs: Vec<Job>) -> Vec<Job> {
        if !jobs.iter().any(Job::may_wait) {
            return jobs;
        }
        let Some(error) = self.reserve.refusal() else { return jobs };
        self.tell_no_space(&error);
        let (refused, rest): (Vec<_>, Vec<_>) = jobs.into_iter().partition(Job::may_wait);
        for job in refused {
            job.answer(Err(error.clone()));
        }
        rest
    }

    fn tell_no_space(&self, error: &Error) {
        if !self.no_space.swap(true, Ordering::Relaxed) {
            tracing::error!(
                error = ferrogate_base::errors::chain(error),
                "no space left: the store takes only what ends or frees something"
            );
        }
    }

    fn commit(&mut self, jobs: Vec<Job>) {
        let jobs = self.refuse_without_room(jobs);
        if jobs.is_empty() {
            return;
        }
        match self.try_commit(&jobs) {
            Ok(outs) => {
                for (job, out) in jobs.into_iter().zip(outs) {
                    self.committed(job, out);
                }
            }
            Err(e) => {
                self.recover(&e);
                for job in jobs {
                    job.answer(Err(e.clone()));
                }
            }
        }
    }

    /// Applies all jobs in one SQLite transaction. The inner errors are single jobs' own.
    fn try_commit(&mut self, jobs: &[Job]) -> Result<Vec<Result<Out>>> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(fault::sql("begin a transaction"))?;
        let mut batch = Batch::new(&self.conn, self.rev, self.compacted);
        let outs = jobs.iter().map(|job| apply(&mut batch, &job.work));
        let outs: rusqlite::Result<Vec<_>> = outs.collect();
        let outs = outs.map_err(fault::sql("apply a transaction"))?;
        let Applied { rev, compacted, commits } =
            batch.finish().map_err(fault::sql("note the revision"))?;
        self.conn.execute_batch("COMMIT").map_err(fault::commit)?;
        self.unfolded = true;
        if rev != self.rev {
            self.mark.note(rev);
        }
        self.rev = rev;
        if compacted != self.compacted {
            self.compacted = compacted;
            self.publisher.compacted(compacted);
            self.sweeping = true;
        }
        // What used the room that is kept back says nothing about the rest of the disk.
        if !commits.is_empty() && jobs.iter().any(Job::may_wait) {
            self.no_space.store(false, Ordering::Relaxed);
        }
        // Before the answers: who hears of a commit finds it in memory soon.
        self.publisher.publish(commits);
        Ok(outs)
    }

    fn committed(&mut self, job: Job, out: Result<Out>) {
        match (&job.work, &out) {
            (Work::Grant { ttl }, Ok(Out::Granted(id))) => self.leases.arm(*id, *ttl),
            (Work::EndLease { id }, Ok(_)) => self.leases.forget(*id),
            (Work::Compact { .. }, Ok(_)) if self.sweeping => return self.swept.push(job),
            _ => {}
        }
        job.answer(out);
    }

    /// After a batch failed: back to the last commit.
    fn recover(&mut self, error: &Error) {
        if !self.conn.is_autocommit()
            && let Err(e) = self.conn.execute_batch("ROLLBACK")
        {
            tracing::error!(error = ?e, "a failed transaction could not be rolled back");
        }
        match error {
            full @ Error::NoSpace { .. } => self.tell_no_space(full),
            e => tracing::error!(error = ?e, "a batch of transactions failed"),
        }
        if error.is_ambiguous()
            && let Err(e) = self.look_again()
        {
            tracing::error!(error = ?e, "the state after a doubtful commit can't be read");
        }
    }

    /// After a commit in doubt: what does the database say?
    fn look_again(&mut self) -> Result<()> {
        let rev = schema::rev(&self.conn)?;
        if rev != self.rev {
            self.rev = rev;
            self.mark.note(rev);
            self.publisher.jump(rev);
        }
        self.compacted = Rev(schema::meta(&self.conn, "compacted")?);
        self.publisher.compacted(self.compacted);
        for (id, ttl) in stored_leases(&self.conn)? {
            self.leases.arm(id, ttl);
        }
        Ok(())
    }

    /// Folds the log into the database, and makes the mark last. Nobody is waited for: what a
    /// reader still needs of the log stays for the next time.
    fn fold(&mut self) {
        self.unfolded = false;
        let folded = self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = folded {
            tracing::warn!(error = &error as &dyn std::error::Error, "can't fold the log");
        }
        self.mark.flush();
    }

    fn sweep(&mut self) {
        let result = match compact::slice(&mut self.conn) {
            Ok(false) => return,
            Ok(true) => Ok(Out::Done),
            Err(e) => {
                tracing::warn!(error = ?e, "compaction stopped; the next one goes on");
                Err(e)
            }
        };
        self.sweeping = false;
        for job in self.swept.drain(..) {
            job.answer(result.clone());
        }
    }
}

fn apply(batch: &mut Batch<'_>, work: &Work) -> rusqlite::Result<Result<Out>> {
    match work {
        Work::Txn { guards, ops, .. } => Ok(batch.txn(guards, ops)?.map(Out::Txn)),
        Work::Grant { ttl } => Ok(Ok(Out::Granted(batch.grant(*ttl)?))),
        Work::EndLease { id } => batch.end_lease(*id).map(|()| Ok(Out::Done)),
        Work::Compact { keep_after } => Ok(batch.compact(*keep_after)?.map(|()| Out::Done)),
        Work::Wake => Ok(Ok(Out::Done)),
    }
}

/// The leases on disk.
pub(super) fn stored_leases(conn: &Connection) -> Result<Vec<(LeaseId, Duration)>> {
    let read = || -> rusqlite::Result<Vec<(i64, i64)>> {
        let mut statement = conn.prepare_cached("SELECT id, ttl_ms FROM lease")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let rows = read().map_err(fault::sql("read its leases"))?;
    let lease = |(id, ttl_ms): (i64, i64)| {
        let ttl = Duration::from_millis(fault::unsigned("a lease's time", ttl_ms)?);
        Ok((LeaseId(fault::unsigned("a lease's id", id)?), ttl))
    };
    rows.into_iter().map(lease).collect()
}
