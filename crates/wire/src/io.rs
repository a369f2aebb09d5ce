//! A connection that gives up on clients who keep it without using it.
//!
//! Three clocks. Two wait for the client to speak: from the first byte of a request's head
//! to its last (slow heads), and from the end of an answer to the next request (idle
//! connections); neither runs while a request is being served. The third waits for it to
//! listen: an answer of which it takes nothing for as long as it may idle is given up.
//! No timer is touched as long as bytes flow.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

/// Counts the requests of a connection that are being served: one, or none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activity(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    serving: AtomicUsize,
    /// It speaks HTTP no more.
    taken_over: AtomicBool,
    /// Who found nothing to read while a request was being served, and so set no clock.
    reader: AtomicWaker,
}

/// A request that is being served, until this is dropped.
#[derive(Debug)]
pub(crate) struct Busy(Activity);

impl Activity {
    pub(crate) fn begin(&self) -> Busy {
        self.0.serving.fetch_add(1, Ordering::AcqRel);
        Busy(self.clone())
    }

    /// From here on its bytes and its patience are somebody else's business.
    pub(crate) fn take_over(&self) {
        self.0.taken_over.store(true, Ordering::Release);
    }

    pub(crate) fn is_taken_over(&self) -> bool {
        self.0.taken_over.load(Ordering::Acquire)
    }

    fn is_busy(&self) -> bool {
        self.0.serving.load(Ordering::Acquire) > 0 || self.is_taken_over()
    }
}

impl Busy {
    /// The connection that it is a request of.
    pub(crate) fn connection(&self) -> &Activity {
        &self.0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.serving.fetch_sub(1, Ordering::AcqRel);
        self.0.0.reader.wake();
    }
}

/// What the client owes us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// Nothing: a request is being served.
    Not,
    /// The rest of a head that has begun.
    Head,
    /// A next request, or none.
    Idle,
}

/// A connection with the three clocks.
pub(crate) struct Guarded<T> {
    inner: T,
    activity: Activity,
    head_time: Duration,
    idle_time: Duration,
    waiting: Waiting,
    deadline: Instant,
    timer: Option<Pin<Box<Sleep>>>,
    /// Set while the client takes nothing of an answer.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<T> Guarded<T> {
    pub(crate) fn new(inner: T, activity: Activity, head: Duration, idle: Duration) -> Self {
        Self {
            inner,
            activity,
            head_time: head,
            idle_time: idle,
            waiting: Waiting::Not,
            deadline: Instant::now(),
            timer: None,
            stalled: None,
        }
    }

    /// Called when there is nothing to read: starts or looks at the clock that applies.
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        if self.activity.is_busy() {
            self.activity.0.reader.register(cx.waker());
            // The request may have ended before it could know whom to wake.
            if self.activity.is_busy() {
                self.waiting = Waiting::Not;
                return Poll::Pending;
            }
        }
        if self.waiting == Waiting::Not {
            self.wait(Waiting::Idle);
        }
        let deadline = self.deadline;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        // A timer that would ring too early is left alone: it rings, and is wound again.
        // So keep-alive traffic doesn't wind it with every request.
        if timer.deadline() > deadline {
            timer.as_mut().reset(deadline);
        }
        loop {
            ready!(timer.as_mut().poll(cx));
            if Instant::now() >= deadline {
                return Poll::Ready(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "the client didn't send a request in time",
                ));
            }
            timer.as_mut().reset(deadline);
        }
    }

    /// Looks at the clock for clients that don't listen.
    fn patient<R>(
        &mut self,
        cx: &mut Context<'_>,
        wrote: Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if wrote.is_ready() {
            self.stalled = None;
            return wrote;
        }
        let time = self.idle_time;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep(time)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the client didn't take its answer in time",
        )))
    }

    fn wait(&mut self, what: Waiting) {
        let time = if what == Waiting::Head { self.head_time } else { self.idle_time };
        (self.waiting, self.deadline) = (what, Instant::now() + time);
    }

    /// Called when bytes came in: outside of a request they begin a head.
    fn on_bytes(&mut self) {
        if self.activity.is_busy() {
            self.waiting = Waiting::Not;
        } else if self.waiting != Waiting::Head {
            self.wait(Waiting::Head);
        }
    }
}

impl<T: Read + Unpin> Read for Guarded<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match Pin::new(&mut this.inner).poll_read(cx, buf) {
            Poll::Ready(result) => {
                this.on_bytes();
                Poll::Ready(result)
            }
            Poll::Pending => this.poll_patience(cx).map(Err),
        }
    }
}

impl<T: Write + Unpin> Write for Guarded<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.patient(cx, wrote)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wrote = Pin::new(&mut self.inner).poll_flush(cx);
        self.patient(cx, wrote)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wrote = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.patient(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.patient(cx, wrote)
    }
}
