//! A future that is polled again at once when it was woken while it was being polled.
//!
//! hyper wakes the connection it is working on: what serves a request asks for the body, and
//! what reads the connection hears of it by a wake. Left to the runtime, the task would go to
//! the end of a queue and another thread be called from sleep to fetch it, for every request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;

/// How often in a row before the other tasks of the thread get their turn.
const ROUNDS_MAX: usize = 8;

/// Nobody polls: a wake goes to the runtime.
const IDLE: u8 = 0;
/// It is being polled: a wake is only noted.
const POLLED: u8 = 1;
/// It was woken since the poll began.
const WOKEN: u8 = 2;

/// See the module.
pub(crate) struct Again<F> {
    future: Pin<Box<F>>,
    shared: Arc<Shared>,
    waker: Waker,
}

#[derive(Default)]
struct Shared {
    state: AtomicU8,
    task: AtomicWaker,
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(WOKEN, Ordering::AcqRel) == IDLE {
            self.task.wake();
        }
    }
}

impl<F> Again<F> {
    pub(crate) fn new(future: F) -> Self {
        let shared = Arc::new(Shared::default());
        let waker = Waker::from(shared.clone());
        Self { future: Box::pin(future), shared, waker }
    }
}

impl<F: Future> Future for Again<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        // Before the first look, so that no wake after it is lost.
        this.shared.task.register(cx.waker());
        for _ in 0..ROUNDS_MAX {
            this.shared.state.store(POLLED, Ordering::Release);
            let polled = this.future.as_mut().poll(&mut Context::from_waker(&this.waker));
            if polled.is_ready() {
                return polled;
            }
            if this.shared.state.swap(IDLE, Ordering::AcqRel) != WOKEN {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Polls once; whether it is ready, and how often the runtime was asked to poll again.
    fn poll<F: Future + Unpin>(future: &mut F) -> (bool, usize) {
        let count = Arc::new(Count::default());
        let waker = Waker::from(count.clone());
        let ready = Pin::new(future).poll(&mut Context::from_waker(&waker)).is_ready();
        (ready, count.0.load(Ordering::SeqCst))
    }

    #[test]
    fn a_wake_from_within_needs_no_runtime() {
        let mut left = 3;
        let mut future = Again::new(poll_fn(move |cx| {
            left -= 1;
            cx.waker().wake_by_ref();
            if left == 0 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(poll(&mut future), (true, 0));
    }

    #[test]
    fn what_wakes_itself_without_end_lets_others_have_their_turn() {
        let polls = Arc::new(AtomicUsize::new(0));
        let seen = polls.clone();
        let mut future = Again::new(poll_fn(move |cx| {
            seen.fetch_add(1, Ordering::SeqCst);
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        }));
        assert_eq!(poll(&mut future), (false, 1));
        assert_eq!(polls.load(Ordering::SeqCst), ROUNDS_MAX);
        assert_eq!(poll(&mut future), (false, 1));
    }

    #[test]
    fn a_wake_from_elsewhere_reaches_the_runtime_once() {
        let inner: Arc<Mutex<Option<Waker>>> = Arc::default();
        let kept = inner.clone();
        let mut future = Again::new(poll_fn(move |cx| {
            *kept.lock().unwrap() = Some(cx.waker().clone());
            Poll::<()>::Pending
        }));
        let count = Arc::new(Count::default());
        let waker = Waker::from(count.clone());
        assert!(Pin::new(&mut future).poll(&mut Context::from_waker(&waker)).is_pending());
        assert_eq!(count.0.load(Ordering::SeqCst), 0);
        let waker_inside = inner.lock().unwrap().take().unwrap();
        waker_inside.wake_by_ref();
        waker_inside.wake_by_ref();
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        // After the next poll it reaches the runtime again.
        assert_eq!(poll(&mut future), (false, 0));
        inner.lock().unwrap().take().unwrap().wake();
        assert_eq!(count.0.load(Ordering::SeqCst), 1, "the waker of the last poll is woken");
    }
}
