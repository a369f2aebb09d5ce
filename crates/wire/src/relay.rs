//! Connections that are somebody else's: those whose first request names a host of theirs. They
//! are carried on as they are, and nobody looks at what they say.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::UnixStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Whoever takes connections.
pub trait Relay: Send + Sync + 'static {
    /// Whether connections of clients who ask for `host` are for it: in lower case, without its
    /// port. Quick.
    fn takes(&self, host: &str) -> bool;

    /// Connects to who serves `host`, on behalf of `client`. May be dropped.
    fn connect(
        &self,
        host: String,
        client: SocketAddr,
    ) -> Pin<Box<dyn Future<Output = io::Result<UnixStream>> + Send>>;
}

/// Connections that are carried on at once.
const CONNECTIONS_MAX: usize = 8192;
/// How much of a head is looked at: a host that comes later is taken for our own.
const HEAD_BYTES_MAX: usize = 16 << 10;
/// As much as most heads have.
const FIRST_BYTES: usize = 2 << 10;
/// How long whoever serves a host may take until it has the connection.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Bytes on their way in one direction.
const BUFFER_BYTES: usize = 16 << 10;

/// Who takes connections, and how many may still come.
#[derive(Clone)]
pub(crate) struct Relays {
    relay: Arc<dyn Relay>,
    room: Arc<Semaphore>,
}

/// A connection whose first bytes were read.
pub(crate) struct Begun<S> {
    begun: Bytes,
    inner: S,
}

impl Relays {
    pub(crate) fn new(relay: impl Relay) -> Self {
        Self { relay: Arc::new(relay), room: Arc::new(Semaphore::new(CONNECTIONS_MAX)) }
    }

    /// Reads until it is known whose the connection is: the connection, and the host if it is
    /// somebody else's. `None` when it ends, or takes too long. Who says nothing has `idle_time`,
    /// and `head_time` once it has begun.
    pub(crate) async fn look<S: AsyncRead + Unpin>(
        &self,
        mut stream: S,
        idle_time: Duration,
        head_time: Duration,
    ) -> Option<(Begun<S>, Option<String>)> {
        // Most heads come whole: what is read at once is judged at once.
        let mut head = BytesMut::with_capacity(FIRST_BYTES);
        let first = timeout(idle_time, stream.read_buf(&mut head)).await.ok()?.ok()?;
        if first == 0 {
            return None;
        }
        let rest = async {
            loop {
                match host(&head) {
                    Named::NotYet if head.len() < HEAD_BYTES_MAX => {}
                    Named::NotYet | Named::Nothing => return Some(None),
                    Named::Host(host) => return Some(self.relay.takes(&host).then_some(host)),
                }
                if stream.read_buf(&mut head).await.ok()? == 0 {
                    // Who serves it says what is wrong with half a head.
                    return Some(None);
                }
            }
        };
        let host = timeout(head_time, rest).await.ok()??;
        Some((Begun { begun: head.freeze(), inner: stream }, host))
    }

    /// Carries a connection on until either end has ended.
    pub(crate) async fn carry<S>(&self, mut stream: Begun<S>, host: String, client: SocketAddr)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let Ok(_room) = self.room.try_acquire() else { return refuse(stream).await };
        let connected = timeout(CONNECT_MAX, self.relay.connect(host, client)).await;
        let Ok(Ok(mut other)) = connected else { return refuse(stream).await };
        // Whoever breaks it, both ends see it closed.
        let both = (BUFFER_BYTES, BUFFER_BYTES);
        drop(
            tokio::io::copy_bidirectional_with_sizes(&mut stream, &mut other, both.0, both.1).await,
        );
    }
}

/// Nobody serves that host.
async fn refuse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: Begun<S>) {
    const PAGE: &str = "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\
                        \r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\
                        \r\n</body>\r\n</html>\r\n";
    let answer = format!(
        "HTTP/1.1 503 Service Temporarily Unavailable\r\nServer: awselb/2.0\r\nContent-Type: \
         text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PAGE}",
        PAGE.len()
    );
    let say = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    };
    // It may be gone.
    drop(timeout(CONNECT_MAX, say).await);
}

/// What the beginning of a head says of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// In lower case, without its port.
    Host(String),
    /// There is no host that could be somebody's.
    Nothing,
    /// Its line has not come yet.
    NotYet,
}

/// The host that a head names first.
fn host(head: &[u8]) -> Named {
    let mut lines = head.split_inclusive(|b| *b == b'\n');
    let Some(request) = lines.next().filter(|line| line.ends_with(b"\n")) else {
        return Named::NotYet;
    };
    if let Some(authority) = absolute(request) {
        return plain(authority);
    }
    for line in lines {
        let Some(line) = line.strip_suffix(b"\n") else { return Named::NotYet };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return Named::Nothing;
        }
        if line.len() > 5 && line[..5].eq_ignore_ascii_case(b"host:") {
            return plain(&line[5..]);
        }
    }
    Named::NotYet
}

/// The authority of a request line whose target is a whole URI.
fn absolute(line: &[u8]) -> Option<&[u8]> {
    let target = line.split(|b| *b == b' ').nth(1)?;
    let rest = target.get(7..).filter(|_| target[..7].eq_ignore_ascii_case(b"http://"))?;
    rest.split(|b| b"/?#".contains(b)).next()
}

fn plain(text: &[u8]) -> Named {
    let Ok(text) = std::str::from_utf8(text.trim_ascii()) else { return Named::Nothing };
    let host = text.split_once(':').map_or(text, |(host, _)| host);
    Named::Host(host.trim_end_matches('.').to_ascii_lowercase())
}

impl<S: AsyncRead + Unpin> AsyncRead for Begun<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.begun.is_empty() {
            return Pin::new(&mut self.inner).poll_read(cx, buf);
        }
        let n = self.begun.len().min(buf.remaining());
        buf.put_slice(&self.begun[..n]);
        self.begun.advance(n);
        if self.begun.is_empty() {
            self.begun = Bytes::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Begun<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_host_counts_once_its_line_is_whole() {
        let of = |text: &str| host(text.as_bytes());
        let named = |text: &str| Named::Host(text.to_owned());
        for (head, is) in [
            ("", Named::NotYet),
            ("GET / HTTP/1.1", Named::NotYet),
            ("GET / HTTP/1.1\r\nX: 1\r\nHost: a.b", Named::NotYet),
            ("GET / HTTP/1.1\r\nX: 1\r\nHost: A.b\r\n", named("a.b")),
            ("GET / HTTP/1.1\r\nhOST:\ta.b.:4566 \r\nHost: c\r\n", named("a.b")),
            ("GET / HTTP/1.1\nHost: a\n", named("a")),
            ("GET / HTTP/1.1\r\n\r\nHost: a\r\n", Named::Nothing),
            ("GET / HTTP/1.1\r\nXHost: a\r\n\r\n", Named::Nothing),
            ("GET HTTP://A.b:80/x HTTP/1.1\r\n", named("a.b")),
            ("GET http://a.b?x HTTP/1.1\r\nHost: c\r\n", named("a.b")),
            ("GET / HTTP/1.1\r\nHost: \u{e9}\r\n", named("\u{e9}")),
        ] {
            assert_eq!(of(head), is, "{head:?}");
        }
        assert_eq!(host(b"GET / HTTP/1.1\r\nHost: \xff\r\n"), Named::Nothing);
    }
}
