//! Takes connections, and serves each.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, UnixListener, UnixStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::activity::{Activity, Watched};
use super::count::{Counts, one};
use super::request::{Client, answer};
use crate::plan::forwarded;

/// Connections that the kernel keeps until they are taken.
const BACKLOG: u32 = 4096;
/// Bytes of a head that are read; a larger one is answered with 431. As many of a body may wait,
/// in each direction: thousands of slow clients must have room.
const HEAD_BYTES_MAX: usize = 84 << 10;
/// How long to rest when no connection can be taken, for want of files say.
const REST: Duration = Duration::from_millis(100);
/// How long whoever hands a connection over has to say whose it is.
const PREFACE_MAX: Duration = Duration::from_secs(5);
/// How long the preface may be.
const PREFACE_BYTES_MAX: usize = 64;

/// Listens on one port.
pub(crate) fn bind(address: Ipv4Addr, port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind((address, port).into())?;
    socket.listen(BACKLOG)
}

/// Takes connections of one port until `closing`.
pub(crate) async fn take(
    shared: Arc<Shared>,
    listener: TcpListener,
    port: u16,
    closing: CancellationToken,
) {
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = closing.cancelled() => return,
        };
        match taken {
            Ok((stream, address)) => {
                // A hint: it works without.
                drop(stream.set_nodelay(true));
                let address = forwarded::plain(address);
                begin(&shared, closing.clone(), async move { Ok((stream, address, port)) });
            }
            Err(error) => rest(&error).await,
        }
    }
}

/// Takes connections that the engine's own port hands over, until the shutdown.
pub(crate) async fn take_relayed(shared: Arc<Shared>, listener: UnixListener) {
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = shared.shutdown.requested() => return,
        };
        match taken {
            Ok((stream, _)) => {
                let of = shared.clone();
                let handed = async move {
                    let (stream, address) = handed_over(stream).await?;
                    let port = of.front_port().ok_or(io::ErrorKind::NotConnected)?;
                    Ok((stream, address, port))
                };
                begin(&shared, CancellationToken::new(), handed);
            }
            Err(error) => rest(&error).await,
        }
    }
}

async fn rest(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be taken");
    tokio::time::sleep(REST).await;
}

/// Whose connection it is: a byte with the length of the client's address, and that as text.
async fn handed_over(mut stream: UnixStream) -> io::Result<(UnixStream, SocketAddr)> {
    let preface = async {
        let length = usize::from(stream.read_u8().await?);
        if length > PREFACE_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut text = vec![0; length];
        stream.read_exact(&mut text).await?;
        let text = std::str::from_utf8(&text).map_err(io::Error::other)?;
        text.parse().map_err(io::Error::other)
    };
    let address: SocketAddr = timeout(PREFACE_MAX, preface).await??;
    Ok((stream, forwarded::plain(address)))
}

/// Serves a connection in a task of its own, unless there are too many.
fn begin<C>(
    shared: &Arc<Shared>,
    closing: CancellationToken,
    connected: impl Future<Output = io::Result<(C, SocketAddr, u16)>> + Send + 'static,
) where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Ok(permit) = shared.room.clone().try_acquire_owned() else {
        one(&shared.counts.rejected_connections);
        return;
    };
    let of = shared.clone();
    shared.shutdown.spawn(async move {
        let open = Open::new(of.counts.clone(), permit);
        if let Ok((stream, address, port)) = connected.await {
            serve(of, stream, (address, port), open, closing).await;
        }
    });
}

/// A connection that is open, whatever it speaks.
pub(crate) struct Open(Arc<Counts>, #[expect(dead_code, reason = "held")] OwnedSemaphorePermit);

impl Open {
    fn new(counts: Arc<Counts>, permit: OwnedSemaphorePermit) -> Self {
        one(&counts.new_connections);
        one(&counts.active_connections);
        Self(counts, permit)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.active_connections.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
}

async fn serve<C>(
    shared: Arc<Shared>,
    stream: C,
    (address, port): (SocketAddr, u16),
    open: Open,
    closing: CancellationToken,
) where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let idle = shared.config.load().idle();
    let activity = Activity::begin();
    let client =
        Arc::new(Client { address, port, tls: false, activity: activity.clone(), _open: open });
    let watched =
        Watched { inner: stream, activity: activity.clone(), counts: shared.counts.clone() };
    let of = shared.clone();
    let service = service_fn(move |request| answer(of.clone(), client.clone(), request));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // Longer than silence may last, so that whoever sends its head byte by byte ends too.
        .header_read_timeout(idle + Duration::from_secs(1))
        .max_buf_size(HEAD_BYTES_MAX)
        .preserve_header_case(true)
        .title_case_headers(true);
    let connection = builder.serve_connection(TokioIo::new(watched), service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut asked = false;
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            () = activity.over(idle) => return,
            () = closing.cancelled(), if !asked => {
                asked = true;
                connection.as_mut().graceful_shutdown();
            }
            () = shared.shutdown.requested(), if !asked => {
                asked = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
