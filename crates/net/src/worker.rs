//! A thread that lives in one network namespace and does there what it is sent.
//!
//! A namespace belongs to a thread, so work in a VPC must run on a thread that is in it.
//! Keeping that thread costs one stack; entering anew for every ENI would cost a thread.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sched::{CloneFlags, setns, unshare};
use tokio::sync::oneshot;

use crate::error::{Error, Step};

/// How long a thread has had nothing to do when it rests.
const REST_AFTER: Duration = Duration::from_millis(100);
/// After how long a thread that always has something to do rests all the same.
const REST_AT_LAST: Duration = Duration::from_secs(1);

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// The handle of a thread and its state `S`. Dropping it ends the thread after the jobs
/// already sent, and waits for that.
pub(crate) struct Worker<S: 'static> {
    jobs: Option<mpsc::Sender<Job<S>>>,
    thread: Option<JoinHandle<()>>,
}

/// The worker's thread has ended, because a job panicked.
#[derive(Debug)]
pub(crate) struct Gone;

impl<S> Worker<S> {
    /// Starts a thread that makes its state with `start` and then waits for jobs. When none
    /// has come for [`REST_AFTER`], or they have come for [`REST_AT_LAST`], it calls `rest`, for
    /// work that is cheaper done for many at once, and that the next job should not have to
    /// wait for.
    pub(crate) async fn spawn<E: From<Error> + Send + 'static>(
        name: String,
        start: impl FnOnce() -> Result<S, E> + Send + 'static,
        rest: fn(&mut S),
    ) -> Result<Self, E> {
        let (jobs, inbox) = mpsc::channel::<Job<S>>();
        let (started, ready) = oneshot::channel();
        let thread = std::thread::Builder::new()
            // pthread_setname_np(3): at most 15 bytes.
            .name(name.chars().take(15).collect())
            .stack_size(256 * 1024)
            .spawn(move || run(start, started, &inbox, rest))
            .step("start a thread")?;
        let panicked = |_| Error::kernel("start a worker", io::Error::other("it panicked"));
        // Nobody to wait for: a thread that failed ends by itself, and so does one whose
        // handle nobody took, since nobody can send it a job.
        ready.await.map_err(panicked)??;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Does `job` on the thread, after those sent before. Runs to its end also when the
    /// returned future is dropped.
    pub(crate) async fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R, Gone> {
        let (done, result) = oneshot::channel();
        let job: Job<S> = Box::new(move |state| {
            // Nobody may be waiting any more; the work is done all the same.
            drop(done.send(job(state)));
        });
        self.jobs.as_ref().ok_or(Gone)?.send(job).map_err(|_| Gone)?;
        result.await.map_err(|_| Gone)
    }
}

impl<S> Drop for Worker<S> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic was reported where it happened.
            drop(thread.join());
        }
    }
}

fn run<S, E>(
    start: impl FnOnce() -> Result<S, E>,
    started: oneshot::Sender<Result<(), E>>,
    inbox: &mpsc::Receiver<Job<S>>,
    rest: fn(&mut S),
) {
    let mut state = match start() {
        Ok(state) => state,
        Err(e) => {
            drop(started.send(Err(e)));
            return;
        }
    };
    drop(started.send(Ok(())));
    while let Ok(job) = inbox.recv() {
        let since = Instant::now();
        job(&mut state);
        while since.elapsed() < REST_AT_LAST
            && let Ok(job) = inbox.recv_timeout(REST_AFTER)
        {
            job(&mut state);
        }
        rest(&mut state);
    }
}

/// Moves the calling thread into a new, empty namespace, for good.
pub(crate) fn enter_new() -> Result<(), Error> {
    unshare(CloneFlags::CLONE_NEWNET).step("make a network namespace")
}

/// Moves the calling thread into `netns`, for good.
pub(crate) fn enter(netns: BorrowedFd<'_>) -> Result<(), Error> {
    setns(netns, CloneFlags::CLONE_NEWNET).step("enter a network namespace")
}

/// The namespace that the calling thread is in.
pub(crate) fn current() -> Result<File, Error> {
    File::open("/proc/thread-self/ns/net").step("open the thread's namespace")
}

/// Runs `visit` inside `netns` and comes back to `home`.
///
/// # Panics
/// When the way back is closed: the thread must not work on in a task's namespace.
pub(crate) fn visiting<R>(
    home: &File,
    netns: BorrowedFd<'_>,
    visit: impl FnOnce() -> Result<R, Error>,
) -> Result<R, Error> {
    enter(netns)?;
    let result = visit();
    enter(home.as_fd()).expect("root can enter a namespace that it holds open");
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_thread_that_is_never_idle_rests_all_the_same() {
        let start = || Ok::<_, Error>(0u32);
        let worker = Worker::spawn("busy".into(), start, |rests| *rests += 1).await.unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while worker.run(|rests| *rests).await.unwrap() == 0 {
            assert!(Instant::now() < until, "it has not rested");
        }
    }

    #[tokio::test]
    async fn a_worker_that_nobody_took_ends() {
        let (held, gone) = mpsc::channel::<()>();
        let start = move || Ok::<_, Error>(held);
        let spawned = Worker::spawn("left".into(), start, |_| {});
        // Polled once and let fall.
        let polled = tokio::time::timeout(Duration::ZERO, spawned).await;
        drop(polled);
        let ended = tokio::task::spawn_blocking(move || gone.recv()).await.unwrap();
        assert!(ended.is_err(), "what it held is let go");
    }
}
