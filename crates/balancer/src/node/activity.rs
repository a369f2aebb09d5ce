//! When something came or went last on a client's connection, and what it is wrapped in to know.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, sleep_until};

use super::count::{Counts, more};
use crate::plan::hello;

/// When something came or went last.
#[derive(Debug)]
pub(crate) struct Activity {
    begun: Instant,
    last_ms: AtomicU64,
    /// Requests of which a target's answer is awaited: whoever awaits it minds the time.
    awaited: AtomicUsize,
    /// That of the connection, when this is of one stream of it.
    of: Option<Arc<Self>>,
}

impl Activity {
    pub(crate) fn begin() -> Arc<Self> {
        Arc::new(Self::new(None))
    }

    fn new(of: Option<Arc<Self>>) -> Self {
        Self { begun: Instant::now(), last_ms: AtomicU64::new(0), awaited: AtomicUsize::new(0), of }
    }

    /// That of one stream of this connection: what passes there passes here too.
    pub(crate) fn stream(self: &Arc<Self>) -> Arc<Self> {
        self.touch();
        Arc::new(Self::new(Some(self.clone())))
    }

    /// When it began.
    pub(crate) fn begun(&self) -> Instant {
        self.begun
    }

    /// Something came or went.
    pub(crate) fn touch(&self) {
        let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last_ms.store(ms, Ordering::Relaxed);
        if let Some(of) = &self.of {
            of.touch();
        }
    }

    fn last(&self) -> Instant {
        self.begun + Duration::from_millis(self.last_ms.load(Ordering::Relaxed))
    }

    /// Resolves when nothing has come or gone for so long.
    pub(crate) async fn idle(&self, limit: Duration) {
        loop {
            let until = self.last() + limit;
            if Instant::now() >= until {
                return;
            }
            sleep_until(until).await;
        }
    }

    /// The same, while no answer is awaited.
    pub(crate) async fn over(&self, limit: Duration) {
        loop {
            self.idle(limit).await;
            if self.awaited.load(Ordering::Relaxed) == 0 {
                return;
            }
            tokio::time::sleep(limit.min(Duration::from_secs(1))).await;
        }
    }

    /// An answer is awaited until the guard is dropped.
    pub(crate) fn awaits(self: &Arc<Self>) -> Awaits {
        let all = [Some(self), self.of.as_ref()];
        for one in all.into_iter().flatten() {
            one.awaited.fetch_add(1, Ordering::Relaxed);
        }
        Awaits(self.clone())
    }
}

/// An answer is awaited.
#[derive(Debug)]
pub(crate) struct Awaits(Arc<Activity>);

impl Drop for Awaits {
    fn drop(&mut self) {
        self.0.touch();
        let all = [Some(&self.0), self.0.of.as_ref()];
        for one in all.into_iter().flatten() {
            one.awaited.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// A client's connection.
pub(crate) struct Watched<C> {
    pub(crate) inner: C,
    pub(crate) activity: Arc<Activity>,
    pub(crate) counts: Arc<Counts>,
    /// Whether every byte is a sign of life: not where a ping is none.
    pub(crate) by_bytes: Arc<AtomicBool>,
    /// Where what is sent first is kept, for who wants to read it later.
    pub(crate) sent: Option<Arc<First>>,
}

/// The first bytes that were sent on a connection.
#[derive(Debug, Default)]
pub(crate) struct First(Mutex<Vec<u8>>);

impl First {
    fn more(&self, bytes: &[u8]) {
        let mut first = self.0.lock();
        let room = hello::BYTES_MAX.saturating_sub(first.len());
        first.extend(bytes.iter().take(room));
    }

    /// What of them is there by now.
    pub(crate) fn read(&self) -> Vec<u8> {
        self.0.lock().clone()
    }
}

impl<C> Watched<C> {
    fn moved(&self, n: usize) {
        if n > 0 {
            if self.by_bytes.load(Ordering::Relaxed) {
                self.activity.touch();
            }
            more(&self.counts.processed_bytes, n as u64);
        }
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for Watched<C> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.moved(buf.filled().len() - before);
        read
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for Watched<C> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write(cx, buf);
        if let Poll::Ready(Ok(n)) = &wrote {
            self.moved(*n);
            if let Some(first) = &self.sent {
                first.more(&buf[..*n]);
            }
        }
        wrote
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        if let Poll::Ready(Ok(n)) = &wrote {
            self.moved(*n);
            if let Some(first) = &self.sent {
                let mut left = *n;
                for buf in bufs {
                    let of = left.min(buf.len());
                    first.more(&buf[..of]);
                    left -= of;
                }
            }
        }
        wrote
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
